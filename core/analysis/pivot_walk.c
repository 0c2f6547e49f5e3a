/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The general road of the cross-tab: one walk over the selected lines that feeds cells and
 * every margin alike, for nested axes, several groups a line, money, and any number of groups.
 */
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/pivot_parts.h"

#include <stdlib.h>

/* What the walk carries. An entry says "this line counts in that cell"; a line has one for each
 * of its cells, row totals, column totals and the grand total. */
struct walk {
    struct frame *frame;
    struct pivot *p;
    const struct side *rows, *cols;
    const struct pivot_money *money;
    size_t stride;   /* cells in one row, its total included */
    size_t cells;    /* cells of one measure, totals included */
    uint32_t *lines; /* by cell */
    uint32_t *row_of, *col_of;
    uint32_t *entry_cell, *entry_line;
    size_t entries, capacity;
    struct case_counter counter;
    bool has_counter;
    struct reporter_index reporters;
    uint64_t *reported; /* by cell: the set of its reporters; NULL: nobody asked */
};

static void close_walk(struct walk *w)
{
    free(w->lines);
    free(w->row_of);
    free(w->col_of);
    free(w->entry_cell);
    free(w->entry_line);
    free(w->reported);
    reporter_index_close(&w->reporters);
    if (w->has_counter)
        case_counter_close(&w->counter);
}

/* ---- entries */

static void add_entry(struct walk *w, size_t row, size_t col, uint32_t line)
{
    w->entry_cell[w->entries] = (uint32_t)(row * w->stride + col);
    w->entry_line[w->entries++] = line;
}

/* Fills the entries of as many lines as fit; *next moves on. */
static size_t make_entries(struct walk *w, const uint32_t *at, size_t next, size_t n)
{
    const size_t all_row = w->p->row_count, all_col = w->p->col_count;
    const size_t most = ((size_t)w->rows->most + 1) * ((size_t)w->cols->most + 1);
    w->entries = 0;
    for (; next < n && w->entries + most <= w->capacity; next++) {
        uint32_t rows = side_of(w->rows, at[next], w->row_of);
        uint32_t cols = side_of(w->cols, at[next], w->col_of);
        bool no_row = rows == 0 && w->rows->axes, no_col = cols == 0 && w->cols->axes;
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

static void mark_reporters(struct walk *w, struct amount *cell, struct left_out *left)
{
    const struct reporter_index *who = &w->reporters;
    const uint32_t grand = (uint32_t)(w->cells - 1);
    for (size_t i = 0; i < w->entries; i++) {
        uint32_t c = w->entry_cell[i];
        uint32_t bit = who->bit[column_id(who->column, w->entry_line[i])];
        if (bit == REPORTER_NONE) {
            left->without_reporter += c == grand;
            continue;
        }
        w->reported[(size_t)c * who->words + bit / 64] |= (uint64_t)1 << (bit % 64);
        cell[c].counted++;
    }
}

static void count_reporters(const struct walk *w, struct amount *cell)
{
    const uint64_t *set = w->reported;
    for (size_t c = 0; c < w->cells; c++)
        for (uint32_t i = 0; i < w->reporters.words; i++)
            cell[c].value += bitmap_word_count(*set++);
}

/* The largest line and the stream of each cell. */
static void extend_amounts(struct walk *w, const struct amounts *a, struct extent *extent)
{
    for (size_t i = 0; i < w->entries; i++) {
        const uint32_t line = w->entry_line[i];
        if (a->state[line] == AMOUNT_COUNTED)
            extent_add(&extent[w->entry_cell[i]], a->amount[line],
                       w->p->stream ? column_id(w->p->stream, line) : EXTENT_NONE);
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
    if (!w->money->money->source[source].amount)
        return UINT16_MAX;
    uint16_t group = w->money->money->source[source].group_of[line];
    return group == UINT16_MAX ? UINT16_MAX : w->money->measure[group];
}

/* What became of a line's money that is in no sum. That in no told currency is said even of a
 * line whose other money is in one. */
static enum amount_state money_state(const struct walk *w, uint32_t line, bool any)
{
    enum amount_state worst = any ? AMOUNT_OTHER_UNIT : AMOUNT_BLANK;
    for (int s = 0; s < 2; s++) {
        if (!w->money->money->source[s].amount)
            continue;
        enum amount_state state = w->money->money->source[s].state[line];
        if (state == AMOUNT_CURRENCY)
            return state;
        if (state == AMOUNT_INVALID && !any)
            worst = state;
    }
    return worst;
}

static void extend_money(struct walk *w, const uint16_t target[2], uint32_t c, uint32_t line)
{
    int64_t amount[2] = {0, 0};
    for (int s = 0; s < 2; s++)
        if (target[s] != UINT16_MAX)
            amount[s] = w->money->money->source[s].amount[line];
    if (target[0] == target[1])
        amount[0] = amount[1] = money_sum(amount[0], amount[1]);
    for (int s = 0; s < 2; s++)
        if (target[s] != UINT16_MAX)
            extent_add(&w->p->extent[target[s] * w->cells + c], amount[s], EXTENT_NONE);
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
            cell->value += w->money->money->source[s].amount[line];
            cell->counted += s == 0 || target[1] != target[0];
        }
        if (p->extents)
            extend_money(w, target, c, line);
        if (c != grand)
            continue;
        bool any = target[0] != UINT16_MAX || target[1] != UINT16_MAX;
        enum amount_state state = money_state(w, line, any);
        for (size_t m = 0; m < p->measure_count; m++)
            if (p->measure[m].kind == MEASURE_VALUE &&
                (state == AMOUNT_CURRENCY || (m != target[0] && m != target[1])))
                p->left_out[m].by_state[state]++;
    }
}

static enum status add_entries(struct walk *w, struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    struct pivot *p = w->p;
    count_lines(w);
    bool cases_done = false, reporters_done = false;
    for (size_t m = 0; m < p->measure_count; m++) {
        struct amount *cell = p->cell + m * w->cells;
        enum measure_kind kind = p->measure[m].kind;
        if (kind == MEASURE_CASES && !cases_done) {
            count_cases(w, cell, &p->left_out[m]);
            cases_done = true;
        } else if (kind == MEASURE_REPORTERS && !reporters_done) {
            mark_reporters(w, cell, &p->left_out[m]);
            reporters_done = true;
        } else if (family[kind]) {
            const struct amounts *amounts;
            enum status status = frame_amounts(w->frame, family[kind], &amounts, e);
            if (status)
                return status;
            sum_amounts(w, amounts, cell, &p->left_out[m]);
            if (p->extents)
                extend_amounts(w, amounts, p->extent + m * w->cells);
        }
    }
    if (w->money->money)
        sum_money(w);
    return w->has_counter && w->counter.failed ? error_no_memory(e) : STATUS_OK;
}

/* ---- the walk */

static enum status open_walk(struct walk *w, struct error *e)
{
    struct pivot *p = w->p;
    w->stride = p->col_count + 1;
    w->cells = (p->row_count + 1) * w->stride;
    size_t most = ((size_t)w->rows->most + 1) * ((size_t)w->cols->most + 1);
    w->capacity = 4 * BLOCK_LINES > most ? 4 * BLOCK_LINES : most;
    w->lines = calloc(w->cells, sizeof *w->lines);
    w->row_of = malloc(w->rows->most * sizeof *w->row_of);
    w->col_of = malloc(w->cols->most * sizeof *w->col_of);
    w->entry_cell = malloc(w->capacity * sizeof *w->entry_cell);
    w->entry_line = malloc(w->capacity * sizeof *w->entry_line);
    if (!w->lines || !w->row_of || !w->col_of || !w->entry_cell || !w->entry_line)
        return error_no_memory(e);
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == MEASURE_CASES && !w->has_counter) {
            enum status status = case_counter_open(w->frame, w->cells, 4, &w->counter, e);
            if (status)
                return status;
            w->has_counter = true;
        } else if (p->measure[m].kind == MEASURE_REPORTERS && !w->reported) {
            enum status status = reporter_index_open(w->frame, &w->reporters, e);
            if (status)
                return status;
            w->reported = calloc(w->cells, w->reporters.words * sizeof *w->reported);
            if (!w->reported)
                return error_no_memory(e);
        }
    return STATUS_OK;
}

enum status pivot_walk(struct frame *f, const struct bitmap *selection, struct pivot *p,
                       const struct side *rows, const struct side *cols,
                       const struct pivot_money *money, struct error *e)
{
    struct walk w = {.frame = f, .p = p, .rows = rows, .cols = cols, .money = money};
    enum status status = open_walk(&w, e);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while (!status && (n = block_next(frame_pace(f), selection, &from, at)) > 0)
        for (size_t next = 0; !status && next < n;) {
            next = make_entries(&w, at, next, n);
            status = add_entries(&w, e);
        }
    for (size_t m = 0; !status && m < p->measure_count; m++) {
        struct amount *cell = p->cell + m * w.cells;
        for (size_t c = 0; c < w.cells; c++)
            cell[c].lines = w.lines[c];
        if (p->measure[m].kind == MEASURE_REPORTERS && w.reported) {
            count_reporters(&w, cell);
            free(w.reported);
            w.reported = NULL; /* named twice: the first one's is copied */
        }
    }
    close_walk(&w);
    return status;
}
