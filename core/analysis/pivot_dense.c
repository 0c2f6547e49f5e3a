/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast road of the cross-tab. Lines are counted in the raw space of groups (every group of
 * an axis, whether it occurs or not); what occurs is numbered afterwards. Counts and sums are
 * whole numbers, so their margins may be added from the cells without a difference; distinct
 * cases may not, and have keys of their own for each margin. */
#include "analysis/pivot_dense.h"
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/pivot_parts.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define DENSE_CELLS (1U << 20)
#define THREADS 2

/* One side in raw space: the last group stands for "no group". */
struct raw_side {
    const struct axis *axis; /* NULL: no axis, one group */
    uint32_t groups;         /* with the one for none */
    uint32_t *key;           /* by value id: group times stride */
    uint32_t stride;
    bool has_none;
};

struct dense {
    struct frame *frame;
    struct pivot *p;
    struct raw_side rows, cols;
    size_t cells;     /* raw */
    size_t case_keys; /* cells, then row margins, column margins, the grand total */
    const struct frame_cases *cases;               /* NULL: no measure counts them */
    const struct amounts *amounts[PIVOT_MEASURES]; /* by measure; NULL: it is a count */
};

/* What one thread counts. */
struct part {
    const struct dense *d;
    const struct bitmap *selection;
    size_t first_word, end_word;
    uint32_t *lines; /* by raw cell */
    bool *row_seen, *col_seen;
    uint32_t no_row, no_col;
    int128 *sum[PIVOT_MEASURES];
    uint32_t *counted[PIVOT_MEASURES];
    uint32_t by_state[PIVOT_MEASURES][AMOUNT_STATES];
    uint32_t *case_lines;      /* by raw cell: lines that have a case */
    uint32_t *distinct, *last; /* by case key */
};

bool dense_fits(const struct pivot *p, const struct side *rows, const struct side *cols)
{
    if (rows->axes > 1 || cols->axes > 1 || rows->axis[0].several || cols->axis[0].several)
        return false;
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == MEASURE_VALUE)
            return false;
    uint64_t groups_r = rows->axes ? rows->axis[0].groups : 0;
    uint64_t groups_c = cols->axes ? cols->axis[0].groups : 0;
    return (groups_r + 1) * (groups_c + 1) <= DENSE_CELLS && p->measure_count <= PIVOT_MEASURES;
}

/* ---- keys */

static bool raw_open(struct raw_side *r, const struct side *s, uint32_t stride)
{
    *r = (struct raw_side){.stride = stride, .groups = 1};
    if (s->axes == 0)
        return true;
    r->axis = &s->axis[0];
    r->groups = r->axis->groups + 1;
    uint32_t values = r->axis->column->values;
    r->key = malloc((values ? values : 1) * sizeof *r->key);
    for (uint32_t v = 0; r->key && v < values; v++) {
        uint32_t group = r->axis->group_of[v];
        r->has_none |= group == AXIS_NONE;
        r->key[v] = (group == AXIS_NONE ? r->axis->groups : group) * stride;
    }
    return r->key != NULL;
}

static void get_keys(const struct raw_side *r, const uint32_t *at, size_t n, uint32_t *key)
{
    if (!r->axis) {
        memset(key, 0, n * sizeof *key);
        return;
    }
    const struct column *c = r->axis->column;
    const uint8_t *narrow = c->ids;
    const uint16_t *middle = c->ids;
    const uint32_t *wide = c->ids;
    if (c->width == 1)
        for (size_t i = 0; i < n; i++)
            key[i] = r->key[narrow[at[i]]];
    else if (c->width == 2)
        for (size_t i = 0; i < n; i++)
            key[i] = r->key[middle[at[i]]];
    else
        for (size_t i = 0; i < n; i++)
            key[i] = r->key[wide[at[i]]];
}

/* Takes out lines that have no group on one of the sides; returns how many stay. */
static size_t drop_none(struct part *t, uint32_t *at, uint32_t *row, uint32_t *col, size_t n)
{
    const struct raw_side *r = &t->d->rows, *c = &t->d->cols;
    const uint32_t no_row = r->axis ? (r->groups - 1) * r->stride : UINT32_MAX;
    const uint32_t no_col = c->axis ? (c->groups - 1) * c->stride : UINT32_MAX;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (row[i] == no_row || col[i] == no_col) {
            t->no_row += row[i] == no_row;
            t->no_col += col[i] == no_col;
            t->row_seen[row[i] / r->stride] = true;
            t->col_seen[col[i]] = true;
            continue;
        }
        at[kept] = at[i];
        row[kept] = row[i];
        col[kept++] = col[i];
    }
    return kept;
}

/* ---- one block of lines */

static void sum_block(struct part *t, size_t m, const uint32_t *at, const uint32_t *key,
                      size_t n)
{
    const struct amounts *a = t->d->amounts[m];
    int128 *sum = t->sum[m];
    uint32_t *counted = t->counted[m], *by_state = t->by_state[m];
    for (size_t i = 0; i < n; i++) {
        uint8_t state = a->state[at[i]];
        /* Amounts that do not count are 0, so adding them is harmless and spares a branch. */
        sum[key[i]] += a->amount[at[i]];
        counted[key[i]] += state == AMOUNT_COUNTED;
        by_state[state]++;
    }
}

static inline void count_case(struct part *t, size_t key, uint32_t number)
{
    t->distinct[key] += t->last[key] != number;
    t->last[key] = number;
}

/* Cases whose lines stand together; the scattered ones are counted once all threads are done.
 */
static void case_block(struct part *t, const uint32_t *at, const uint32_t *row,
                       const uint32_t *col, size_t n)
{
    const struct dense *d = t->d;
    const size_t row_margin = d->cells, col_margin = row_margin + d->rows.groups,
                 grand = col_margin + d->cols.groups;
    for (size_t i = 0; i < n; i++) {
        uint32_t number = d->cases->key[at[i]];
        if (number == 0)
            continue;
        t->case_lines[row[i] + col[i]]++;
        if (d->cases->scattered_lines && bitmap_get(&d->cases->scattered, at[i]))
            continue;
        count_case(t, row[i] + col[i], number);
        count_case(t, row_margin + row[i] / d->rows.stride, number);
        count_case(t, col_margin + col[i], number);
        count_case(t, grand, number);
    }
}

static void *run_part(void *data)
{
    struct part *t = data;
    const struct dense *d = t->d;
    uint32_t at[BLOCK_LINES], row[BLOCK_LINES], col[BLOCK_LINES], key[BLOCK_LINES];
    const size_t base = t->first_word * 64;
    size_t end = t->end_word * 64 < t->selection->bits ? t->end_word * 64 : t->selection->bits;
    const struct bitmap share = {t->selection->words + t->first_word, end - base};
    size_t from = 0, n;
    while ((n = bitmap_next(&share, &from, at, BLOCK_LINES)) > 0) {
        for (size_t i = 0; base && i < n; i++)
            at[i] += (uint32_t)base;
        get_keys(&d->rows, at, n, row);
        get_keys(&d->cols, at, n, col);
        if (d->rows.has_none || d->cols.has_none)
            n = drop_none(t, at, row, col, n);
        for (size_t i = 0; i < n; i++) {
            key[i] = row[i] + col[i];
            t->lines[key[i]]++;
        }
        for (size_t m = 0; m < d->p->measure_count; m++)
            if (d->amounts[m])
                sum_block(t, m, at, key, n);
        if (d->cases)
            case_block(t, at, row, col, n);
    }
    return NULL;
}

/* ---- parts */

static void part_close(struct part *t)
{
    free(t->lines);
    free(t->row_seen);
    free(t->col_seen);
    free(t->case_lines);
    free(t->distinct);
    free(t->last);
    for (size_t m = 0; m < PIVOT_MEASURES; m++) {
        free(t->sum[m]);
        free(t->counted[m]);
    }
}

static bool part_open(struct part *t, const struct dense *d, const struct bitmap *selection)
{
    t->d = d;
    t->selection = selection;
    t->lines = calloc(d->cells, sizeof *t->lines);
    t->row_seen = calloc(d->rows.groups, sizeof *t->row_seen);
    t->col_seen = calloc(d->cols.groups, sizeof *t->col_seen);
    bool ok = t->lines && t->row_seen && t->col_seen;
    if (d->cases) {
        t->case_lines = calloc(d->cells, sizeof *t->case_lines);
        t->distinct = calloc(d->case_keys, sizeof *t->distinct);
        t->last = calloc(d->case_keys, sizeof *t->last);
        ok = ok && t->case_lines && t->distinct && t->last;
    }
    for (size_t m = 0; m < d->p->measure_count; m++)
        if (d->amounts[m]) {
            t->sum[m] = calloc(d->cells, sizeof *t->sum[m]);
            t->counted[m] = calloc(d->cells, sizeof *t->counted[m]);
            ok = ok && t->sum[m] && t->counted[m];
        }
    return ok;
}

static void part_add(struct part *to, const struct part *from)
{
    const struct dense *d = to->d;
    for (size_t c = 0; c < d->cells; c++) {
        to->lines[c] += from->lines[c];
        if (d->cases)
            to->case_lines[c] += from->case_lines[c];
    }
    for (size_t k = 0; d->cases && k < d->case_keys; k++)
        to->distinct[k] += from->distinct[k];
    for (size_t g = 0; g < d->rows.groups; g++)
        to->row_seen[g] |= from->row_seen[g];
    for (size_t g = 0; g < d->cols.groups; g++)
        to->col_seen[g] |= from->col_seen[g];
    for (size_t m = 0; m < d->p->measure_count; m++) {
        if (!d->amounts[m])
            continue;
        for (size_t c = 0; c < d->cells; c++) {
            to->sum[m][c] += from->sum[m][c];
            to->counted[m][c] += from->counted[m][c];
        }
        for (int s = 0; s < AMOUNT_STATES; s++)
            to->by_state[m][s] += from->by_state[m][s];
    }
    to->no_row += from->no_row;
    to->no_col += from->no_col;
}

/* The case of the nearest current line before (step -1) or from (step 1) position; 0: none, or
 * of no case. */
static uint32_t case_near(const struct dense *d, const struct bitmap *current, size_t position,
                          int step)
{
    for (size_t i = step > 0 ? position : position - 1; i < current->bits; i += (size_t)step)
        if (bitmap_get(current, i))
            return d->cases->key[i];
    return 0;
}

/* A word near the middle at which no case is cut in two; 0: there is none, one thread does it
 * all. */
static size_t find_cut(const struct dense *d, size_t words)
{
    const struct bitmap *current = frame_current(d->frame);
    for (size_t w = words / 2; w > 0 && w < words; w++) {
        if (!d->cases)
            return w;
        uint32_t before = case_near(d, current, w * 64, -1);
        if (before == 0 || before != case_near(d, current, w * 64, 1))
            return w;
    }
    return 0;
}

static enum status count_parts(struct dense *d, const struct bitmap *selection,
                               struct part *sum, size_t lines_a_thread, struct error *e)
{
    size_t words = bitmap_words(selection);
    size_t cut = selection->bits >= 2 * lines_a_thread ? find_cut(d, words) : 0;
    if (!part_open(sum, d, selection))
        return error_no_memory(e);
    sum->end_word = cut ? cut : words;
    if (!cut) {
        run_part(sum);
        return STATUS_OK;
    }
    struct part second = {.first_word = cut, .end_word = words};
    pthread_t thread;
    enum status status = STATUS_OK;
    if (!part_open(&second, d, selection)) {
        status = error_no_memory(e);
    } else if (pthread_create(&thread, NULL, run_part, &second) != 0) {
        run_part(sum); /* no second thread to be had: one after the other */
        run_part(&second);
        part_add(sum, &second);
    } else {
        run_part(sum);
        pthread_join(thread, NULL);
        part_add(sum, &second);
    }
    part_close(&second);
    return status;
}

/* Cases whose lines stand apart, counted with a memory of what was seen. */
static enum status count_scattered(struct dense *d, const struct bitmap *selection,
                                   struct part *t, struct error *e)
{
    if (!d->cases || !d->cases->scattered_lines)
        return STATUS_OK;
    struct case_counter counter;
    enum status status = case_counter_open(d->frame, d->case_keys, 4, &counter, e);
    struct bitmap lines = {0};
    if (!status && !bitmap_copy(&lines, selection))
        status = error_no_memory(e);
    if (!status)
        bitmap_and(&lines, &d->cases->scattered);
    uint32_t at[BLOCK_LINES], row[BLOCK_LINES], col[BLOCK_LINES];
    struct part ignored = {.d = d, .row_seen = t->row_seen, .col_seen = t->col_seen};
    size_t from = 0, n;
    const size_t row_margin = d->cells, col_margin = row_margin + d->rows.groups,
                 grand = col_margin + d->cols.groups;
    while (!status && (n = bitmap_next(&lines, &from, at, BLOCK_LINES)) > 0) {
        get_keys(&d->rows, at, n, row);
        get_keys(&d->cols, at, n, col);
        n = drop_none(&ignored, at, row, col, n);
        for (size_t i = 0; i < n; i++) {
            const size_t keys[] = {row[i] + col[i], row_margin + row[i] / d->rows.stride,
                                   col_margin + col[i], grand};
            for (size_t k = 0; k < 4; k++)
                t->distinct[keys[k]] += case_counter_new(&counter, (uint32_t)keys[k], at[i]);
        }
    }
    if (!status && counter.failed)
        status = error_no_memory(e);
    bitmap_free(&lines);
    case_counter_close(&counter);
    return status;
}

/* ---- from raw groups to rows and columns */

static void mark_side(const struct dense *d, const struct part *t, struct side *s, bool rows)
{
    if (s->axes == 0)
        return;
    for (uint32_t g = 0; g < s->axis[0].groups; g++) {
        bool seen = rows ? t->row_seen[g] : t->col_seen[g];
        const struct raw_side *other = rows ? &d->cols : &d->rows;
        for (uint32_t o = 0; !seen && o < other->groups; o++)
            seen = t->lines[rows ? g * d->rows.stride + o : o * d->rows.stride + g] > 0;
        if (seen)
            side_mark(s, g);
    }
}

/* Adds one raw cell to its cell and margins. */
static void place(struct pivot *p, size_t m, size_t r, size_t c, int128 value, uint32_t counted,
                  uint32_t lines)
{
    const size_t cells[4][2] = {
        {r, c}, {r, p->col_count}, {p->row_count, c}, {p->row_count, p->col_count}};
    for (size_t i = 0; i < 4; i++) {
        /* Without an axis on a side the cell is its own margin. */
        if ((i == 1 && c == p->col_count) || (i == 2 && r == p->row_count) ||
            (i == 3 && (c == p->col_count || r == p->row_count)))
            continue;
        struct amount *a = (struct amount *)pivot_at(p, m, cells[i][0], cells[i][1]);
        a->value += value;
        a->counted += counted;
        a->lines += lines;
    }
}

static size_t number_of(const struct side *s, uint32_t group)
{
    return s->axes ? s->dense[group] : s->count;
}

/* Distinct cases are no sums: each margin has its own count. */
static void place_cases(const struct dense *d, const struct part *t, size_t m,
                        const struct side *rows, const struct side *cols)
{
    struct pivot *p = d->p;
    const uint32_t all_r = rows->axes ? rows->axis[0].groups : 1,
                   all_c = cols->axes ? cols->axis[0].groups : 1;
    const size_t row_margin = d->cells, col_margin = row_margin + d->rows.groups,
                 grand = col_margin + d->cols.groups;
    for (uint32_t r = 0; r < all_r; r++) {
        size_t nr = number_of(rows, r);
        if (nr == SIDE_ABSENT)
            continue;
        for (uint32_t c = 0; c < all_c; c++) {
            size_t nc = number_of(cols, c);
            if (nc != SIDE_ABSENT)
                ((struct amount *)pivot_at(p, m, nr, nc))->value =
                    t->distinct[r * d->rows.stride + c];
        }
        if (rows->axes && cols->axes)
            ((struct amount *)pivot_at(p, m, nr, p->col_count))->value =
                t->distinct[row_margin + r];
    }
    for (uint32_t c = 0; rows->axes && cols->axes && c < all_c; c++)
        if (number_of(cols, c) != SIDE_ABSENT)
            ((struct amount *)pivot_at(p, m, p->row_count, number_of(cols, c)))->value =
                t->distinct[col_margin + c];
    ((struct amount *)pivot_at(p, m, p->row_count, p->col_count))->value = t->distinct[grand];
}

static void place_all(const struct dense *d, const struct part *t, const struct side *rows,
                      const struct side *cols)
{
    struct pivot *p = d->p;
    const uint32_t all_r = rows->axes ? rows->axis[0].groups : 1,
                   all_c = cols->axes ? cols->axis[0].groups : 1;
    for (size_t m = 0; m < p->measure_count; m++) {
        bool cases = p->measure[m].kind == MEASURE_CASES;
        for (uint32_t r = 0; r < all_r; r++)
            for (uint32_t c = 0; c < all_c; c++) {
                size_t raw = r * d->rows.stride + c;
                uint32_t lines = t->lines[raw];
                if (!lines)
                    continue;
                int128 value = d->amounts[m] ? t->sum[m][raw] : cases ? 0 : (int128)lines;
                uint32_t counted = d->amounts[m] ? t->counted[m][raw]
                                   : cases       ? t->case_lines[raw]
                                                 : lines;
                place(p, m, number_of(rows, r), number_of(cols, c), value, counted, lines);
            }
        if (cases)
            place_cases(d, t, m, rows, cols);
        const struct amount *all = pivot_at(p, m, p->row_count, p->col_count);
        for (int s = AMOUNT_COUNTED + 1; d->amounts[m] && s < AMOUNT_STATES; s++)
            p->left_out[m].by_state[s] = t->by_state[m][s];
        if (cases)
            p->left_out[m].without_case = all->lines - all->counted;
    }
}

/* ---- the whole */

static enum status open_measures(struct dense *d, struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    enum status status = STATUS_OK;
    for (size_t m = 0; !status && m < d->p->measure_count; m++) {
        enum measure_kind kind = d->p->measure[m].kind;
        if (kind == MEASURE_CASES)
            status = frame_cases(d->frame, &d->cases, e);
        else if (family[kind])
            status = frame_amounts(d->frame, family[kind], &d->amounts[m], e);
    }
    return status;
}

static enum status finish(struct dense *d, struct part *t, struct side *rows, struct side *cols,
                          struct error *e)
{
    struct pivot *p = d->p;
    mark_side(d, t, rows, true);
    mark_side(d, t, cols, false);
    enum status status = side_number_marked(rows, &p->arena, e);
    if (!status)
        status = side_number_marked(cols, &p->arena, e);
    if (!status)
        status = pivot_make_cells(p, rows, cols, e);
    if (!status)
        place_all(d, t, rows, cols);
    p->no_row = t->no_row;
    p->no_col = t->no_col;
    return status;
}

enum status dense_run(struct frame *f, const struct bitmap *selection, struct pivot *p,
                      struct side *rows, struct side *cols, size_t lines_a_thread,
                      struct error *e)
{
    struct dense d = {.frame = f, .p = p};
    struct part sum = {0};
    enum status status = open_measures(&d, e);
    uint32_t stride = (cols->axes ? cols->axis[0].groups : 0) + 1;
    if (!status && (!raw_open(&d.rows, rows, stride) || !raw_open(&d.cols, cols, 1)))
        status = error_no_memory(e);
    d.cells = (size_t)d.rows.groups * stride;
    d.case_keys = d.cells + d.rows.groups + d.cols.groups + 1;
    if (!status)
        status = count_parts(&d, selection, &sum, lines_a_thread, e);
    if (!status)
        status = count_scattered(&d, selection, &sum, e);
    if (!status)
        status = finish(&d, &sum, rows, cols, e);
    part_close(&sum);
    free(d.rows.key);
    free(d.cols.key);
    return status;
}
