/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cross-tab shows of its measures, value by value: shares, expected values, how far from
 * them. */
#include "analysis/crosstab_private.h"

#include <math.h>
#include <string.h>

/* ---- shares */

/* Of what a share is: the totals of the lines that were asked. */
static void share_of(const struct crosstab_run *x, size_t m, size_t r, size_t c, size_t whole_r,
                     size_t whole_c, struct crosstab_value *v)
{
    struct crosstab_value part, whole;
    crosstab_figure(x, x->answered, m, r, c, &part);
    crosstab_figure(x, x->answered, m, whole_r, whole_c, &whole);
    v->marks |= (part.marks | whole.marks) & (MARK_MIXED | MARK_NOTHING);
    if (whole.amount.value <= 0)
        v->marks |= MARK_NOTHING;
    v->number = v->marks & (MARK_MIXED | MARK_NOTHING) ? 0 : 100 * part.number / whole.number;
}

static size_t total_row(const struct crosstab_run *x)
{
    return x->side[SIDE_ROWS].count - 1;
}

static size_t total_col(const struct crosstab_run *x)
{
    return x->side[SIDE_COLS].count - 1;
}

static void show_row_share(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                           struct crosstab_value *v)
{
    if (crosstab_overlaps(x, SIDE_COLS))
        v->marks |= MARK_NOTHING;
    share_of(x, m, r, c, r, total_col(x), v);
}

static void show_column_share(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                              struct crosstab_value *v)
{
    if (crosstab_overlaps(x, SIDE_ROWS))
        v->marks |= MARK_NOTHING;
    share_of(x, m, r, c, total_row(x), c, v);
}

static void show_share(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                       struct crosstab_value *v)
{
    if (crosstab_overlaps(x, SIDE_ROWS) || crosstab_overlaps(x, SIDE_COLS))
        v->marks |= MARK_NOTHING;
    share_of(x, m, r, c, total_row(x), total_col(x), v);
}

/* ---- expected values */

struct expectation {
    double observed, expected, row_share, col_share;
    bool any;
};

/* Row total x column total / grand total, of the lines that were asked. */
static struct expectation expect(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                                 struct crosstab_value *v)
{
    struct crosstab_value cell, row, col, all;
    struct expectation out = {.any = false};
    v->marks &= ~(unsigned)MARK_NOTHING; /* where there is nothing, something is expected */
    crosstab_figure(x, x->answered, m, r, c, &cell);
    crosstab_figure(x, x->answered, m, r, total_col(x), &row);
    crosstab_figure(x, x->answered, m, total_row(x), c, &col);
    crosstab_figure(x, x->answered, m, total_row(x), total_col(x), &all);
    v->marks |= (cell.marks | row.marks | col.marks | all.marks) & MARK_MIXED;
    for (int side = 0; side < SIDES; side++)
        if (crosstab_overlaps(x, side) || crosstab_distinct_overlap(x, side, m))
            v->marks |= MARK_NOTHING;
    if ((row.marks | col.marks | all.marks) & MARK_NOTHING || !(all.number > 0))
        v->marks |= MARK_NOTHING;
    if (v->marks & (MARK_NOTHING | MARK_MIXED))
        return out;
    out.observed = cell.number;
    out.row_share = row.number / all.number;
    out.col_share = col.number / all.number;
    out.expected = row.number * out.col_share;
    out.any = true;
    return out;
}

static bool is_total(const struct crosstab_run *x, size_t r, size_t c)
{
    return r == total_row(x) || c == total_col(x);
}

static void show_expected(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                          struct crosstab_value *v)
{
    v->number = expect(x, m, r, c, v).expected;
}

static void show_lift(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                      struct crosstab_value *v)
{
    unsigned nothing = v->marks & MARK_NOTHING;
    struct expectation of = expect(x, m, r, c, v);
    if (nothing || is_total(x, r, c) || !(of.expected > 0))
        v->marks |= MARK_NOTHING;
    v->number = v->marks & (MARK_NOTHING | MARK_MIXED) ? 0 : of.observed / of.expected;
}

/* Haberman 1973: (O - E) / sqrt(E (1 - row share) (1 - column share)). */
static void show_residual(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                          struct crosstab_value *v)
{
    struct expectation of = expect(x, m, r, c, v);
    double variance = of.expected * (1 - of.row_share) * (1 - of.col_share);
    if (is_total(x, r, c) || !(variance > 0))
        v->marks |= MARK_NOTHING;
    v->number = v->marks & (MARK_NOTHING | MARK_MIXED)
                    ? 0
                    : (of.observed - of.expected) / sqrt(variance);
}

/* ---- values */

typedef void show_function(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                           struct crosstab_value *v);
typedef enum status fill_function(struct crosstab_run *x, size_t m, struct error *e);

/* What is made of the figure of a cell; what takes all of a measure at once comes after it. */
static const struct {
    show_function *cell;
    fill_function *all;
} shows[SHOWS] = {
    [SHOW_ROW_SHARE] = {show_row_share, NULL},
    [SHOW_COLUMN_SHARE] = {show_column_share, NULL},
    [SHOW_SHARE] = {show_share, NULL},
    [SHOW_RUNNING] = {NULL, crosstab_fill_running},
    [SHOW_RANK] = {NULL, crosstab_fill_rank},
    [SHOW_INDEX] = {crosstab_show_index, NULL},
    [SHOW_LIFT] = {show_lift, NULL},
    [SHOW_EXPECTED] = {show_expected, NULL},
    [SHOW_RESIDUAL] = {show_residual, NULL},
    [SHOW_DIFFERENCE] = {crosstab_show_change, NULL},
    [SHOW_CHANGE] = {crosstab_show_change, NULL},
    [SHOW_YEAR_DIFFERENCE] = {crosstab_show_change, NULL},
    [SHOW_YEAR_CHANGE] = {crosstab_show_change, NULL},
};

static void make_value(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                       struct crosstab_value *v)
{
    show_function *show = shows[x->t->shown[m].show].cell;
    crosstab_figure(x, &x->own, m, r, c, v);
    if (x->side[SIDE_ROWS].line[r].provisional || x->side[SIDE_COLS].line[c].provisional)
        v->marks |= MARK_PROVISIONAL;
    if (show)
        show(x, m, r, c, v);
    if (v->marks & MARK_MIXED)
        v->marks &= ~(unsigned)(MARK_LARGEST | MARK_NOTHING);
}

struct crosstab_key crosstab_key(const struct crosstab_run *x, size_t m, size_t r, size_t c)
{
    struct crosstab_value v;
    make_value(x, m, r, c, &v);
    return crosstab_key_of(x, m, &v);
}

/* Totals that are less than their parts add up to: distinct cases, and lines with several
 * values. */
static void mark_overlap(struct crosstab_run *x, int side, size_t m)
{
    const struct crosstab_side *s = &x->side[side];
    struct crosstab *t = x->t;
    size_t others = x->side[!side].count, total = s->count - 1;
    size_t step = side == SIDE_ROWS ? t->col_count : 1;
    for (size_t o = 0; o < others; o++) {
        struct crosstab_value *v = t->value + m * t->row_count * t->col_count +
                                   o * (side == SIDE_ROWS ? 1 : t->col_count);
        struct crosstab_value *all = v + total * step;
        int128 value = 0;
        uint64_t lines = 0;
        for (size_t i = 0; i < total; i++)
            if (!s->line[i].depth) {
                value += v[i * step].amount.value;
                lines += v[i * step].amount.lines;
            }
        if (lines > all->amount.lines ||
            (measure_is_distinct(&t->measure[m]) && value > all->amount.value))
            all->marks |= MARK_OVERLAP;
    }
}

enum status crosstab_make_values(struct crosstab_run *x, struct error *e)
{
    struct crosstab *t = x->t;
    size_t cells = t->row_count * t->col_count;
    enum status status = STATUS_OK;
    t->value = arena_alloc(&t->arena, (t->measure_count * cells + 1) * sizeof *t->value);
    if (!t->value)
        return error_no_memory(e);
    for (size_t m = 0; !status && m < t->measure_count; m++) {
        struct crosstab_value *v = t->value + m * cells;
        fill_function *fill = shows[t->shown[m].show].all;
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t c = 0; c < t->col_count; c++)
                make_value(x, m, r, c, v++);
        mark_overlap(x, SIDE_ROWS, m);
        mark_overlap(x, SIDE_COLS, m);
        status = fill ? fill(x, m, e) : STATUS_OK;
    }
    return status;
}
