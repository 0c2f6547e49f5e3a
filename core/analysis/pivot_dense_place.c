/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the raw space of the fast road to the cross-tab: what occurs becomes rows and columns,
 * and what was counted their cells and margins. Counts and sums are whole numbers, so that
 * margins may be added from the cells; distinct cases are those counts less what was counted
 * more than once, which every margin knows for itself. */
#include "analysis/pivot_dense_private.h"
#include "analysis/pivot_parts.h"

/* A group occurs where a line has it, also one that has no place on the other side. */
static void mark_sides(const struct dense *d, const struct part *t, struct side *rows,
                       struct side *cols)
{
    const uint32_t all_r = rows->axes ? rows->axis[0].groups : 0,
                   all_c = cols->axes ? cols->axis[0].groups : 0;
    const uint32_t *lines = t->lines;
    for (uint32_t r = 0; r < d->rows.groups; r++)
        for (uint32_t c = 0; c < d->cols.groups; c++, lines++) {
            if (!*lines)
                continue;
            if (r < all_r)
                side_mark(rows, r);
            if (c < all_c)
                side_mark(cols, c);
        }
}

static size_t number_of(const struct side *s, uint32_t group)
{
    return s->axes ? s->dense[group] : s->count;
}

static void add(struct pivot *p, size_t m, size_t r, size_t c, const struct amount *what)
{
    struct amount *a = (struct amount *)pivot_at(p, m, r, c);
    a->value += what->value;
    a->counted += what->counted;
    a->lines += what->lines;
}

static struct amount raw_amount(const struct dense *d, const struct part *t, size_t m,
                                size_t raw)
{
    struct amount a = {.lines = t->lines[raw]};
    if (d->amounts[m]) {
        a.value = (int128)(t->sum[m][raw] & (((uint128)1 << SUM_BITS) - 1));
        a.counted = (uint32_t)(t->sum[m][raw] >> SUM_BITS);
        return a;
    }
    a.counted = a.lines;
    if (d->p->measure[m].kind == MEASURE_CASES) {
        a.counted -= t->caseless[raw];
        a.value = (int128)a.counted - t->again[raw];
    }
    return a;
}

/* Cells and margins alike; without an axis on a side a cell is its own margin. */
static void place_measure(const struct dense *d, const struct part *t, size_t m,
                          const struct side *rows, const struct side *cols)
{
    struct pivot *p = d->p;
    const uint32_t all_r = rows->axes ? rows->axis[0].groups : 1,
                   all_c = cols->axes ? cols->axis[0].groups : 1;
    for (uint32_t r = 0; r < all_r; r++) {
        struct amount row = {0};
        const size_t nr = number_of(rows, r);
        for (uint32_t c = 0; c < all_c; c++) {
            const size_t raw = (size_t)r * d->rows.stride + c;
            if (!t->lines[raw])
                continue;
            const struct amount a = raw_amount(d, t, m, raw);
            const size_t nc = number_of(cols, c);
            add(p, m, nr, nc, &a);
            if (rows->axes)
                add(p, m, p->row_count, nc, &a);
            row.value += a.value;
            row.counted += a.counted;
            row.lines += a.lines;
        }
        if (!cols->axes || !row.lines)
            continue;
        add(p, m, nr, p->col_count, &row);
        if (rows->axes)
            add(p, m, p->row_count, p->col_count, &row);
    }
}

/* Distinct cases are no sums: margins hold too little of them, as their cells took out only
 * what was twice in one cell. Each is told anew. */
static void place_cases(const struct dense *d, const struct part *t, size_t m,
                        const struct side *rows, const struct side *cols)
{
    struct pivot *p = d->p;
    for (uint32_t r = 0; rows->axes && cols->axes && r < rows->axis[0].groups; r++) {
        if (number_of(rows, r) == SIDE_ABSENT)
            continue;
        struct amount *a = (struct amount *)pivot_at(p, m, number_of(rows, r), p->col_count);
        a->value = (int128)a->counted - t->again[d->row_margin + r];
    }
    for (uint32_t c = 0; rows->axes && cols->axes && c < cols->axis[0].groups; c++) {
        if (number_of(cols, c) == SIDE_ABSENT)
            continue;
        struct amount *a = (struct amount *)pivot_at(p, m, p->row_count, number_of(cols, c));
        a->value = (int128)a->counted - t->again[d->col_margin + c];
    }
    struct amount *all = (struct amount *)pivot_at(p, m, p->row_count, p->col_count);
    all->value = (int128)all->counted - t->again[d->grand];
    p->left_out[m].without_case = all->lines - all->counted;
}

static void count_outside(const struct dense *d, const struct part *t)
{
    struct pivot *p = d->p;
    const uint32_t *lines = t->lines;
    for (uint32_t r = 0; r < d->rows.groups; r++)
        for (uint32_t c = 0; c < d->cols.groups; c++, lines++) {
            p->no_row += d->rows.axis && r == d->rows.groups - 1 ? *lines : 0;
            p->no_col += d->cols.axis && c == d->cols.groups - 1 ? *lines : 0;
        }
}

enum status dense_place(const struct dense *d, const struct part *t, struct side *rows,
                        struct side *cols, struct error *e)
{
    struct pivot *p = d->p;
    mark_sides(d, t, rows, cols);
    enum status status = side_number_marked(rows, &p->arena, e);
    if (!status)
        status = side_number_marked(cols, &p->arena, e);
    if (!status)
        status = pivot_make_cells(p, rows, cols, e);
    if (status)
        return status;
    for (size_t m = 0; m < p->measure_count; m++) {
        place_measure(d, t, m, rows, cols);
        if (p->measure[m].kind == MEASURE_CASES)
            place_cases(d, t, m, rows, cols);
        for (int s = AMOUNT_COUNTED + 1; d->amounts[m] && s < AMOUNT_STATES; s++)
            p->left_out[m].by_state[s] = t->by_state[m][s];
    }
    count_outside(d, t);
    return STATUS_OK;
}
