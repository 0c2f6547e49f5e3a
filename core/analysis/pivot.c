/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab kernel: one walk over the selected lines that feeds cells and every margin
 * alike, so that totals are what the lines say and never what the cells add up to. */
#include "analysis/pivot.h"
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/side.h"

#include <stdlib.h>
#include <string.h>

/* 4 million cells of 32 bytes are as much as an answer may hold. */
#define MOST_CELLS 4000000U

/* What the walk carries. An entry says "this line counts in that cell"; a line has one for each
 * of its cells, row totals, column totals and the grand total. */
struct walk {
    struct frame *frame;
    struct pivot *p;
    struct side rows, cols;
    size_t stride;   /* cells in one row, its total included */
    size_t cells;    /* cells of one measure, totals included */
    uint32_t *lines; /* by cell */
    uint32_t *row_of, *col_of;
    uint32_t *entry_cell, *entry_line;
    size_t entries, capacity;
    struct case_counter counter;
    bool has_counter;
    const struct money *money;
    uint16_t *money_measure; /* money group -> measure, UINT16_MAX: none */
};

static void close_walk(struct walk *w)
{
    side_close(&w->rows);
    side_close(&w->cols);
    free(w->lines);
    free(w->row_of);
    free(w->col_of);
    free(w->entry_cell);
    free(w->entry_line);
    free(w->money_measure);
    if (w->has_counter)
        case_counter_close(&w->counter);
}

/* ---- measures
 * --------------------------------------------------------------------------------------------
 */

static void mark_money(const struct money *money, const struct bitmap *selection, bool *used)
{
    uint32_t at[BLOCK_LINES];
    for (int s = 0; s < 2; s++) {
        if (!money->source[s].amount)
            continue;
        size_t from = 0, n;
        while ((n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0)
            for (size_t i = 0; i < n; i++) {
                uint16_t group = money->source[s].group_of[at[i]];
                if (group != UINT16_MAX)
                    used[group] = true;
            }
    }
}

/* MEASURE_VALUE becomes one measure for each currency and kind that the selection holds. */
static enum status add_money(struct walk *w, const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    if (w->money)
        return STATUS_OK; /* named twice */
    enum status status = frame_money(w->frame, &w->money, e);
    if (status)
        return status;
    size_t groups = w->money->groups;
    bool *used = calloc(groups + 1, sizeof *used);
    w->money_measure = malloc((groups + 1) * sizeof *w->money_measure);
    struct measure *all =
        arena_zero(&p->arena, p->measure_count + groups + PIVOT_MEASURES, sizeof *all);
    if (!used || !w->money_measure || !all) {
        free(used);
        return error_no_memory(e);
    }
    mark_money(w->money, selection, used);
    if (p->measure_count)
        memcpy(all, p->measure, p->measure_count * sizeof *all);
    p->measure = all;
    for (size_t g = 0; g < groups; g++) {
        w->money_measure[g] = UINT16_MAX;
        if (!used[g])
            continue;
        struct measure m = measure_of(MEASURE_VALUE);
        m.money_group = (uint16_t)g;
        m.unit = arena_string(&p->arena, w->money->group[g].currency);
        m.name = arena_printf(&p->arena, "value %s %s", w->money->group[g].currency,
                              w->money->group[g].kind);
        if (!m.name || !m.unit)
            status = error_no_memory(e);
        w->money_measure[g] = (uint16_t)p->measure_count;
        all[p->measure_count++] = m;
    }
    free(used);
    return status;
}

static enum status refuse_without_cases(struct error *e)
{
    error_set(e, STATUS_FAILED,
              "cases cannot be counted: no line of this cache has a case id, so lines are all "
              "that is known");
    return error_way_out(e, "count seizures instead: --measure seizures");
}

static enum status set_measures(struct walk *w, const struct pivot_question *q,
                                const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    p->measure = arena_zero(&p->arena, PIVOT_MEASURES, sizeof *p->measure);
    if (!p->measure)
        return error_no_memory(e);
    for (size_t i = 0; i < q->measure_count; i++) {
        if (q->measures[i] == MEASURE_VALUE) {
            enum status status = add_money(w, selection, e);
            if (status)
                return status;
            continue;
        }
        if (q->measures[i] == MEASURE_CASES) {
            const struct frame_cases *cases;
            enum status status = frame_cases(w->frame, &cases, e);
            if (status)
                return status;
            if (cases->cases_max == 0)
                return refuse_without_cases(e);
        }
        p->measure[p->measure_count++] = measure_of(q->measures[i]);
    }
    return STATUS_OK;
}

/* ---- entries
 * ---------------------------------------------------------------------------------------------
 */

static void add_entry(struct walk *w, size_t row, size_t col, uint32_t line)
{
    w->entry_cell[w->entries] = (uint32_t)(row * w->stride + col);
    w->entry_line[w->entries++] = line;
}

/* Fills the entries of as many lines as fit; *next moves on. */
static size_t make_entries(struct walk *w, const uint32_t *at, size_t next, size_t n)
{
    const size_t all_row = w->p->row_count, all_col = w->p->col_count;
    const size_t most = ((size_t)w->rows.most + 1) * ((size_t)w->cols.most + 1);
    w->entries = 0;
    for (; next < n && w->entries + most <= w->capacity; next++) {
        uint32_t rows = side_of(&w->rows, at[next], w->row_of);
        uint32_t cols = side_of(&w->cols, at[next], w->col_of);
        bool no_row = rows == 0 && w->rows.axes, no_col = cols == 0 && w->cols.axes;
        w->p->no_row += no_row;
        w->p->no_col += no_col;
        if (no_row || no_col)
            continue;
        for (uint32_t r = 0; r < rows; r++) {
            for (uint32_t c = 0; c < cols; c++)
                add_entry(w, w->row_of[r], w->col_of[c], at[next]);
            add_entry(w, w->row_of[r], all_col, at[next]);
        }
        for (uint32_t c = 0; c < cols; c++)
            add_entry(w, all_row, w->col_of[c], at[next]);
        add_entry(w, all_row, all_col, at[next]);
        w->p->rows_overlap |= rows > 1;
        w->p->cols_overlap |= cols > 1;
    }
    return next;
}

static void count_lines(struct walk *w)
{
    for (size_t i = 0; i < w->entries; i++)
        w->lines[w->entry_cell[i]]++;
}

static void count_cases(struct walk *w, struct amount *cell, struct left_out *left)
{
    const uint32_t *key = w->counter.cases->key;
    const uint32_t grand = (uint32_t)(w->cells - 1);
    for (size_t i = 0; i < w->entries; i++) {
        uint32_t c = w->entry_cell[i], line = w->entry_line[i];
        if (key[line] == 0) {
            left->without_case += c == grand;
            continue;
        }
        cell[c].counted++;
        cell[c].value += case_counter_new(&w->counter, c, line);
    }
}

static void sum_amounts(struct walk *w, const struct amounts *a, struct amount *cell,
                        struct left_out *left)
{
    const uint32_t grand = (uint32_t)(w->cells - 1);
    for (size_t i = 0; i < w->entries; i++) {
        uint32_t c = w->entry_cell[i], line = w->entry_line[i];
        if (a->state[line] != AMOUNT_COUNTED) {
            left->by_state[a->state[line]] += c == grand;
            continue;
        }
        cell[c].value += a->amount[line];
        cell[c].counted++;
    }
}

/* Whether, and into which measure, a line's amount of one money source goes. */
static uint16_t money_target(const struct walk *w, int source, uint32_t line)
{
    if (!w->money->source[source].amount)
        return UINT16_MAX;
    uint16_t group = w->money->source[source].group_of[line];
    return group == UINT16_MAX ? UINT16_MAX : w->money_measure[group];
}

static enum amount_state money_state(const struct walk *w, uint32_t line)
{
    enum amount_state worst = AMOUNT_BLANK;
    for (int s = 0; s < 2; s++)
        if (w->money->source[s].amount && w->money->source[s].state[line] == AMOUNT_INVALID)
            worst = AMOUNT_INVALID;
    return worst;
}

static void sum_money(struct walk *w)
{
    struct pivot *p = w->p;
    const uint32_t grand = (uint32_t)(w->cells - 1);
    for (size_t i = 0; i < w->entries; i++) {
        uint32_t c = w->entry_cell[i], line = w->entry_line[i];
        uint16_t target[2] = {money_target(w, 0, line), money_target(w, 1, line)};
        for (int s = 0; s < 2; s++) {
            if (target[s] == UINT16_MAX)
                continue;
            struct amount *cell = &p->cell[target[s] * w->cells + c];
            cell->value += w->money->source[s].amount[line];
            cell->counted += s == 0 || target[1] != target[0];
        }
        if (c != grand)
            continue;
        bool any = target[0] != UINT16_MAX || target[1] != UINT16_MAX;
        for (size_t m = 0; m < p->measure_count; m++)
            if (p->measure[m].kind == MEASURE_VALUE && m != target[0] && m != target[1])
                p->left_out[m].by_state[any ? AMOUNT_OTHER_UNIT : money_state(w, line)]++;
    }
}

static enum status add_entries(struct walk *w, struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    struct pivot *p = w->p;
    count_lines(w);
    bool cases_done = false;
    for (size_t m = 0; m < p->measure_count; m++) {
        struct amount *cell = p->cell + m * w->cells;
        enum measure_kind kind = p->measure[m].kind;
        if (kind == MEASURE_CASES && !cases_done) {
            count_cases(w, cell, &p->left_out[m]);
            cases_done = true;
        } else if (family[kind]) {
            const struct amounts *amounts;
            enum status status = frame_amounts(w->frame, family[kind], &amounts, e);
            if (status)
                return status;
            sum_amounts(w, amounts, cell, &p->left_out[m]);
        }
    }
    if (w->money)
        sum_money(w);
    return w->has_counter && w->counter.failed ? error_no_memory(e) : STATUS_OK;
}

/* ---- the walk
 * --------------------------------------------------------------------------------------------
 */

static enum status prepare_cells(struct walk *w, struct error *e)
{
    struct pivot *p = w->p;
    w->stride = p->col_count + 1;
    w->cells = (p->row_count + 1) * w->stride;
    if (w->cells * (p->measure_count ? p->measure_count : 1) > MOST_CELLS) {
        error_set(e, STATUS_MISUSE, "a table of %zu rows and %zu columns is too large",
                  p->row_count, p->col_count);
        return error_way_out(e, "narrow the filter, or take a coarser field");
    }
    size_t most = ((size_t)w->rows.most + 1) * ((size_t)w->cols.most + 1);
    w->capacity = 4 * BLOCK_LINES > most ? 4 * BLOCK_LINES : most;
    p->cell = arena_zero(&p->arena, p->measure_count * w->cells + 1, sizeof *p->cell);
    p->left_out = arena_zero(&p->arena, p->measure_count + 1, sizeof *p->left_out);
    w->lines = calloc(w->cells, sizeof *w->lines);
    w->row_of = malloc(w->rows.most * sizeof *w->row_of);
    w->col_of = malloc(w->cols.most * sizeof *w->col_of);
    w->entry_cell = malloc(w->capacity * sizeof *w->entry_cell);
    w->entry_line = malloc(w->capacity * sizeof *w->entry_line);
    if (!p->cell || !p->left_out || !w->lines || !w->row_of || !w->col_of || !w->entry_cell ||
        !w->entry_line)
        return error_no_memory(e);
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == MEASURE_CASES && !w->has_counter) {
            enum status status = case_counter_open(w->frame, w->cells, 4, &w->counter, e);
            if (status)
                return status;
            w->has_counter = true;
        }
    return STATUS_OK;
}

/* Counts of lines belong to every measure; seizures are nothing else; a measure named twice is
 * the same. */
static void finish_cells(struct walk *w)
{
    struct pivot *p = w->p;
    size_t cases = SIZE_MAX;
    for (size_t m = 0; m < p->measure_count; m++) {
        struct amount *cell = p->cell + m * w->cells;
        enum measure_kind kind = p->measure[m].kind;
        if (kind == MEASURE_CASES && cases == SIZE_MAX)
            cases = m;
        else if (kind == MEASURE_CASES)
            memcpy(cell, p->cell + cases * w->cells, w->cells * sizeof *cell);
        for (size_t c = 0; c < w->cells; c++) {
            cell[c].lines = w->lines[c];
            if (kind == MEASURE_SEIZURES) {
                cell[c].value = w->lines[c];
                cell[c].counted = w->lines[c];
            }
        }
    }
    if (cases == SIZE_MAX)
        return;
    int128 row_sum = 0, col_sum = 0;
    for (size_t r = 0; r < p->row_count; r++)
        row_sum += pivot_at(p, cases, r, p->col_count)->value;
    for (size_t c = 0; c < p->col_count; c++)
        col_sum += pivot_at(p, cases, p->row_count, c)->value;
    int128 grand = pivot_at(p, cases, p->row_count, p->col_count)->value;
    p->cases_overlap_rows = row_sum > grand;
    p->cases_overlap_cols = col_sum > grand;
}

static enum status run(struct walk *w, const struct pivot_question *q,
                       const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    enum status status = side_open(w->frame, q->rows, &p->arena, &w->rows, e);
    if (!status)
        status = side_open(w->frame, q->cols, &p->arena, &w->cols, e);
    if (!status)
        status = set_measures(w, q, selection, e);
    if (!status)
        status = side_number(&w->rows, selection, &p->arena, e);
    if (!status)
        status = side_number(&w->cols, selection, &p->arena, e);
    if (status)
        return status;
    memcpy(p->rows, w->rows.axis, sizeof p->rows);
    memcpy(p->cols, w->cols.axis, sizeof p->cols);
    p->row_axes = w->rows.axes;
    p->col_axes = w->cols.axes;
    p->row = w->rows.group;
    p->col = w->cols.group;
    p->row_count = w->rows.count;
    p->col_count = w->cols.count;
    status = prepare_cells(w, e);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while (!status && (n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0) {
        p->seizures += (uint32_t)n;
        for (size_t next = 0; !status && next < n;) {
            next = make_entries(w, at, next, n);
            status = add_entries(w, e);
        }
    }
    if (status)
        return status;
    finish_cells(w);
    status = cases_count(w->frame, selection, &p->cases, &p->without_case, e);
    return status ? status : reporters_count(w->frame, selection, &p->reporters, e);
}

enum status pivot_run(struct frame *f, const struct bitmap *selection,
                      const struct pivot_question *q, struct pivot **out, struct error *e)
{
    *out = NULL;
    struct pivot *p = calloc(1, sizeof *p);
    if (!p)
        return error_no_memory(e);
    struct walk w = {.frame = f, .p = p};
    enum status status = run(&w, q, selection, e);
    close_walk(&w);
    if (status) {
        pivot_free(&p);
        return status;
    }
    *out = p;
    return STATUS_OK;
}

void pivot_free(struct pivot **p)
{
    if (!p || !*p)
        return;
    arena_free(&(*p)->arena);
    free(*p);
    *p = NULL;
}

/* ---- order
 * -----------------------------------------------------------------------------------------------
 */

struct row_order {
    const struct pivot *p;
    size_t measure, col;
    bool ascending;
};

static int compare_rows(const void *a, const void *b, void *data)
{
    const struct row_order *o = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct amount *ax = pivot_at(o->p, o->measure, x, o->col);
    const struct amount *ay = pivot_at(o->p, o->measure, y, o->col);
    bool count = measure_is_count(&o->p->measure[o->measure]);
    if (!count && !ax->counted != !ay->counted)
        return ax->counted ? -1 : 1;
    if (ax->value != ay->value)
        return ((ax->value < ay->value) != o->ascending) ? 1 : -1;
    return (x > y) - (x < y);
}

void pivot_sort_rows(const struct pivot *p, size_t m, size_t c, bool ascending, uint32_t *order)
{
    struct row_order o = {p, m, c, ascending};
    for (uint32_t r = 0; r < p->row_count; r++)
        order[r] = r;
    qsort_r(order, p->row_count, sizeof *order, compare_rows, &o);
}
