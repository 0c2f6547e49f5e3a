/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measures of a cross-tab and their statistics, cell by cell; what is shown of them comes
 * later. */
#include "analysis/crosstab_private.h"

#include <string.h>

/* ---- measures */

/* Of the base pivot's money that which was asked for, else that of which most lines have any.
 */
static bool goes_before(const struct crosstab_run *x, size_t m, size_t other)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    const char *wanted = x->q->sort_money;
    if (base->measure[m].kind != MEASURE_VALUE)
        return false;
    if (wanted && !strcmp(base->measure[other].name, wanted))
        return false;
    if (wanted && !strcmp(base->measure[m].name, wanted))
        return true;
    return pivot_at(base, m, base->row_count, base->col_count)->counted >
           pivot_at(base, other, base->row_count, base->col_count)->counted;
}

enum status crosstab_make_measures(struct crosstab_run *x, struct error *e)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    struct crosstab *t = x->t;
    size_t most = x->q->measure_count * (base->measure_count + 1) + 1;
    t->measure = arena_zero(&t->arena, most, sizeof *t->measure);
    t->shown = arena_zero(&t->arena, most, sizeof *t->shown);
    t->asked = arena_zero(&t->arena, most, sizeof *t->asked);
    x->of = arena_zero(&t->arena, most, sizeof *x->of);
    t->aside = arena_zero(&t->arena, most, sizeof *t->aside);
    if (!t->measure || !t->shown || !t->asked || !t->aside || !x->of)
        return error_no_memory(e);
    for (size_t i = 0; i < x->q->measure_count; i++) {
        x->first[i] = t->measure_count;
        for (size_t m = 0; m < base->measure_count; m++)
            if (base->measure[m].kind == x->q->measures[i].kind) {
                t->measure[t->measure_count] = base->measure[m];
                t->shown[t->measure_count] = x->q->measures[i];
                t->asked[t->measure_count] = i;
                t->aside[t->measure_count] = i + x->q->aside >= x->q->measure_count;
                x->of[t->measure_count] = m;
                if (goes_before(x, m, x->of[x->first[i]]))
                    x->first[i] = t->measure_count;
                t->measure_count++;
            }
    }
    return STATUS_OK;
}

bool crosstab_overlaps(const struct crosstab_run *x, int side)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    return side == SIDE_ROWS ? base->rows_overlap : base->cols_overlap;
}

bool crosstab_distinct_overlap(const struct crosstab_run *x, int side, size_t m)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    bool rows = side == SIDE_ROWS;
    return x->t->measure[m].kind == MEASURE_CASES
               ? (rows ? base->cases_overlap_rows : base->cases_overlap_cols)
           : x->t->measure[m].kind == MEASURE_REPORTERS
               ? (rows ? base->reporters_overlap_rows : base->reporters_overlap_cols)
               : false;
}

/* ---- statistics */

static double per(const struct crosstab_value *v, const struct measure *m, uint32_t lines)
{
    return fixed_double(v->amount.value, m->scale) / (double)lines;
}

void crosstab_judge(const struct crosstab_run *x, size_t m, const struct extent *extent,
                    struct crosstab_value *v)
{
    const struct measure *is = &x->t->measure[m];
    enum statistic statistic = x->t->shown[m].statistic;
    v->number = fixed_double(v->amount.value, is->scale);
    if (!measure_is_quantity(is))
        return;
    if (v->amount.counted < v->amount.lines)
        v->marks |= MARK_PARTIAL;
    if (!v->amount.counted)
        v->marks |= MARK_NOTHING;
    if (!v->amount.counted || !extent)
        return;
    v->largest = extent->largest;
    if (extent->stream == EXTENT_MIXED && statistic != STATISTIC_LARGEST && !x->q->mixed)
        v->marks |= MARK_MIXED;
    if (statistic == STATISTIC_SUM && 2 * (int128)extent->largest > v->amount.value)
        v->marks |= MARK_LARGEST;
}

void crosstab_figure(const struct crosstab_run *x, const struct crosstab_set *set, size_t m,
                     size_t r, size_t c, struct crosstab_value *out)
{
    const struct measure *is = &x->t->measure[m];
    enum statistic statistic = x->t->shown[m].statistic;
    struct crosstab_place at;
    *out = (struct crosstab_value){0};
    bool stands = crosstab_place(x, set, x->of[m], r, c, &at);
    if (stands)
        out->amount = crosstab_amount_at(&at);
    bool extents = stands && at.m != CROSSTAB_ABSENT && at.p->extent;
    crosstab_judge(x, m, extents ? pivot_extent(at.p, at.m, at.r, at.c) : NULL, out);
    if (!out->amount.counted)
        return;
    if (statistic == STATISTIC_MEAN)
        out->number = per(out, is, out->amount.counted);
    else if (statistic == STATISTIC_PER_SEIZURE)
        out->number = per(out, is, out->amount.lines);
    else if (statistic == STATISTIC_LARGEST)
        out->number = fixed_double(out->largest, is->scale);
    int128 twice;
    if (statistic == STATISTIC_MEDIAN && stands && at.m != CROSSTAB_ABSENT &&
        pivot_median(at.p, at.m, at.r, at.c, &twice))
        out->number = fixed_double(twice, is->scale) / 2;
}

/* Changes that have no percentage stand behind those that have one: new ones, then few, then
 * what tells nothing. */
struct crosstab_key crosstab_key_of(const struct crosstab_run *x, size_t m,
                                    const struct crosstab_value *v)
{
    const struct crosstab_measure *shown = &x->t->shown[m];
    int rank = v->marks & (MARK_NOTHING | MARK_MIXED) ? 3
               : v->marks & MARK_FEW                  ? 2
               : v->marks & MARK_NEW                  ? 1
                                                      : 0;
    if (shown->show == SHOW_VALUE && shown->statistic == STATISTIC_SUM)
        return (struct crosstab_key){.rank = rank, .value = v->amount.value};
    return (struct crosstab_key){.rank = rank, .number = v->number};
}
