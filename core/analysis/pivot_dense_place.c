/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the raw space of the fast road to the cross-tab: what occurs becomes rows and columns,
 * and what was counted their cells and margins. Counts and sums are whole numbers, so that
 * margins may be added from the cells; distinct cases are those counts less what was counted
 * more than once, which every margin knows for itself. */
#include "analysis/pivot_dense_private.h"
#include "analysis/pivot_parts.h"

#include <stdlib.h>

/* A group occurs where a line has it, also one that has no place on the other side. */
static void mark_sides(const struct dense *d, const struct part *t)
{
    const uint32_t *lines = t->lines;
    for (uint32_t r = 0; r < d->rows.groups; r++) {
        bool row_seen = false;
        for (uint32_t c = 0; c < d->cols.groups; c++, lines++)
            if (*lines) {
                row_seen = true;
                raw_mark(&d->cols, c);
            }
        if (row_seen)
            raw_mark(&d->rows, r);
    }
}

static void add(struct pivot *p, size_t m, size_t r, size_t c, const struct amount *what)
{
    struct amount *a = (struct amount *)pivot_at(p, m, r, c);
    a->value += what->value;
    a->counted += what->counted;
    a->lines += what->lines;
}

/* Distinct ones have their value told later. */
static struct amount raw_amount(const struct dense *d, const struct part *t, size_t m,
                                size_t raw)
{
    struct amount a = {.lines = t->lines[raw]};
    if (d->amounts[m]) {
        const uint128 sum = t->wide[m] ? t->wide[m][raw].sum : t->sum[m][raw];
        a.value = (int128)(sum & (((uint128)1 << SUM_BITS) - 1));
        a.counted = (uint32_t)(sum >> SUM_BITS);
        return a;
    }
    a.counted = a.lines;
    if (d->p->measure[m].kind == MEASURE_REPORTERS)
        a.counted -= t->unreported[raw];
    if (d->p->measure[m].kind == MEASURE_CASES)
        a.counted -= t->caseless[raw];
    return a;
}

/* One raw row into its rows (several where a line has several), and all but its own total;
 * returns that. */
static struct amount place_row(const struct dense *d, const struct part *t, size_t m,
                               uint32_t r, const uint32_t *row, uint32_t rows)
{
    struct pivot *p = d->p;
    struct amount total = {0};
    for (uint32_t c = 0; c < d->cols.groups; c++) {
        const size_t raw = (size_t)r * d->rows.stride + c;
        if (!t->lines[raw] || (d->cols.none && d->cols.none[c]))
            continue;
        const struct amount a = raw_amount(d, t, m, raw);
        uint32_t one;
        const uint32_t *col;
        const uint32_t cols = raw_members(&d->cols, c, &one, &col);
        for (uint32_t k = 0; k < cols; k++) {
            for (uint32_t i = 0; i < rows; i++)
                add(p, m, d->rows.number[row[i]], d->cols.number[col[k]], &a);
            if (d->rows.side->axes)
                add(p, m, p->row_count, d->cols.number[col[k]], &a);
        }
        p->rows_overlap |= rows > 1;
        p->cols_overlap |= cols > 1;
        total.value += a.value;
        total.counted += a.counted;
        total.lines += a.lines;
    }
    return total;
}

/* Cells and margins alike; without an axis on a side a cell is its own margin. */
static void place_measure(const struct dense *d, const struct part *t, size_t m)
{
    struct pivot *p = d->p;
    for (uint32_t r = 0; r < d->rows.groups; r++) {
        if (d->rows.none && d->rows.none[r])
            continue;
        uint32_t one;
        const uint32_t *row, rows = raw_members(&d->rows, r, &one, &row);
        const struct amount total = place_row(d, t, m, r, row, rows);
        if (!d->cols.side->axes || !total.lines)
            continue;
        for (uint32_t i = 0; i < rows; i++)
            add(p, m, d->rows.number[row[i]], p->col_count, &total);
        if (d->rows.side->axes)
            add(p, m, p->row_count, p->col_count, &total);
    }
}

static void tell_cases(const struct dense *d, const struct part *t, size_t m, size_t r,
                       size_t c, size_t key)
{
    struct amount *a = (struct amount *)pivot_at(d->p, m, r, c);
    a->value = (int128)a->counted - t->again[key];
}

/* Distinct cases are no sums: each cell and each margin has its own count of what is in it
 * again. */
static void place_cases(const struct dense *d, const struct part *t, size_t m)
{
    struct pivot *p = d->p;
    const struct raw_side *rows = &d->rows, *cols = &d->cols;
    const bool margins = rows->side->axes && cols->side->axes;
    for (uint32_t r = 0; r < rows->shown; r++) {
        if (rows->number[r] == SIDE_ABSENT)
            continue;
        for (uint32_t c = 0; c < cols->shown; c++)
            if (cols->number[c] != SIDE_ABSENT)
                tell_cases(d, t, m, rows->number[r], cols->number[c],
                           (size_t)r * cols->shown + c);
        if (margins)
            tell_cases(d, t, m, rows->number[r], p->col_count, d->row_margin + r);
    }
    for (uint32_t c = 0; margins && c < cols->shown; c++)
        if (cols->number[c] != SIDE_ABSENT)
            tell_cases(d, t, m, p->row_count, cols->number[c], d->col_margin + c);
    tell_cases(d, t, m, p->row_count, p->col_count, d->grand);
    const struct amount *all = pivot_at(p, m, p->row_count, p->col_count);
    p->left_out[m].without_case = all->lines - all->counted;
}

static struct extent raw_extent(const struct wide_sum *w)
{
    struct extent x = {.largest = w->largest, .stream = EXTENT_NONE};
    if (w->streams)
        x.stream = (uint32_t)w->streams & (uint32_t)(w->streams >> 32) ? EXTENT_MIXED
                                                                       : (uint32_t)w->streams;
    return x;
}

/* What is done with the table's cells and margins that a raw cell is in: m says for whom. */
typedef void placer(void *data, size_t r, size_t c, size_t raw);

/* Calls place for each cell of the table that a raw cell with lines is in, the margins among
 * them; often several times for one. */
static void each_place(const struct dense *d, const struct part *t, placer *place, void *data)
{
    const struct pivot *p = d->p;
    for (uint32_t r = 0; r < d->rows.groups; r++)
        for (uint32_t c = 0; c < d->cols.groups; c++) {
            const size_t raw = (size_t)r * d->rows.stride + c;
            if (!t->lines[raw] || (d->outside && d->outside[raw]))
                continue;
            uint32_t one_row, one_col;
            const uint32_t *row = NULL,
                           *col = NULL; /* a side without axes has its total alone */
            const uint32_t rows = d->rows.side->axes ? raw_members(&d->rows, r, &one_row, &row)
                                                     : 0,
                           cols = d->cols.side->axes ? raw_members(&d->cols, c, &one_col, &col)
                                                     : 0;
            for (uint32_t i = 0; i <= rows; i++)
                for (uint32_t k = 0; k <= cols; k++)
                    place(data, i < rows ? d->rows.number[row[i]] : p->row_count,
                          k < cols ? d->cols.number[col[k]] : p->col_count, raw);
        }
}

struct extents {
    const struct pivot *p;
    const struct wide_sum *wide;
    size_t measure;
};

static void place_extent(void *data, size_t r, size_t c, size_t raw)
{
    const struct extents *x = data;
    const struct extent one = raw_extent(&x->wide[raw]);
    extent_add((struct extent *)pivot_extent(x->p, x->measure, r, c), one.largest, one.stream);
}

struct reporter_sets {
    const struct pivot *p;
    const uint64_t *raw;
    uint64_t *set; /* by cell of the table */
    uint32_t words;
};

static void place_reporter_set(void *data, size_t r, size_t c, size_t raw)
{
    const struct reporter_sets *s = data;
    uint64_t *set = s->set + (r * (s->p->col_count + 1) + c) * s->words;
    for (uint32_t i = 0; i < s->words; i++)
        set[i] |= s->raw[raw * s->words + i];
}

/* The reporters of a margin are those of its cells, each once. */
static enum status place_reporters(const struct dense *d, const struct part *t, size_t m,
                                   struct error *e)
{
    struct pivot *p = d->p;
    const size_t cells = (p->row_count + 1) * (p->col_count + 1);
    struct reporter_sets s = {p, t->reported, NULL, d->reporters.words};
    s.set = calloc(cells, s.words * sizeof *s.set);
    if (!s.set)
        return error_no_memory(e);
    each_place(d, t, place_reporter_set, &s);
    struct amount *cell = p->cell + m * cells;
    for (size_t c = 0; c < cells; c++)
        for (uint32_t i = 0; i < s.words; i++)
            cell[c].value += bitmap_word_count(s.set[c * s.words + i]);
    free(s.set);
    const struct amount *all = &cell[cells - 1];
    p->left_out[m].without_reporter = all->lines - all->counted;
    return STATUS_OK;
}

static void count_outside(const struct dense *d, const struct part *t)
{
    struct pivot *p = d->p;
    const uint32_t *lines = t->lines;
    for (uint32_t r = 0; d->outside && r < d->rows.groups; r++)
        for (uint32_t c = 0; c < d->cols.groups; c++, lines++) {
            p->no_row += d->rows.none && d->rows.none[r] ? *lines : 0;
            p->no_col += d->cols.none && d->cols.none[c] ? *lines : 0;
        }
}

enum status dense_place(struct dense *d, const struct part *t, struct error *e)
{
    struct pivot *p = d->p;
    mark_sides(d, t);
    enum status status = raw_number(&d->rows, &p->arena, e);
    if (!status)
        status = raw_number(&d->cols, &p->arena, e);
    if (!status)
        status = pivot_make_cells(p, d->rows.side, d->cols.side, e);
    if (status)
        return status;
    for (size_t m = 0; !status && m < p->measure_count; m++) {
        place_measure(d, t, m);
        if (p->measure[m].kind == MEASURE_CASES)
            place_cases(d, t, m);
        if (p->measure[m].kind == MEASURE_REPORTERS)
            status = place_reporters(d, t, m, e);
        if (t->wide[m])
            each_place(d, t, place_extent, &(struct extents){p, t->wide[m], m});
        for (int s = AMOUNT_COUNTED + 1; d->amounts[m] && s < AMOUNT_STATES; s++)
            p->left_out[m].by_state[s] = t->by_state[m][s];
    }
    count_outside(d, t);
    return status;
}
