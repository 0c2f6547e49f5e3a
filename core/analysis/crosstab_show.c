/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cross-tab shows of its measures, value by value. */
#include "analysis/crosstab_private.h"

#include <string.h>

/* ---- measures */

enum status crosstab_make_measures(struct crosstab_run *x, struct error *e)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    struct crosstab *t = x->t;
    size_t most = x->q->measure_count * (base->measure_count + 1) + 1;
    t->measure = arena_zero(&t->arena, most, sizeof *t->measure);
    t->shown = arena_zero(&t->arena, most, sizeof *t->shown);
    x->of = arena_zero(&t->arena, most, sizeof *x->of);
    if (!t->measure || !t->shown || !x->of)
        return error_no_memory(e);
    for (size_t i = 0; i < x->q->measure_count; i++) {
        x->first[i] = t->measure_count;
        for (size_t m = 0; m < base->measure_count; m++)
            if (base->measure[m].kind == x->q->measures[i].kind) {
                t->measure[t->measure_count] = base->measure[m];
                t->shown[t->measure_count] = x->q->measures[i];
                x->of[t->measure_count++] = m;
            }
    }
    return STATUS_OK;
}

/* ---- values */

static void show_value(const struct crosstab_run *x, size_t m, struct crosstab_value *v)
{
    const struct measure *is = &x->t->measure[m];
    v->number = fixed_double(v->amount.value, is->scale);
    if (!measure_is_count(is) && !v->amount.counted)
        v->marks |= MARK_NOTHING;
}

static void make_value(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                       struct crosstab_value *v)
{
    *v = (struct crosstab_value){.amount = crosstab_amount(x, &x->own, x->of[m], r, c)};
    if (!measure_is_count(&x->t->measure[m]) && v->amount.counted < v->amount.lines)
        v->marks |= MARK_PARTIAL;
    if (x->side[SIDE_ROWS].line[r].provisional || x->side[SIDE_COLS].line[c].provisional)
        v->marks |= MARK_PROVISIONAL;
    show_value(x, m, v);
}

struct crosstab_key crosstab_key(const struct crosstab_run *x, size_t m, size_t r, size_t c)
{
    struct amount a = crosstab_amount(x, &x->own, x->of[m], r, c);
    bool nothing = !measure_is_count(&x->t->measure[m]) && !a.counted;
    return (struct crosstab_key){.rank = nothing, .value = a.value};
}

/* Totals that are less than their parts add up to: distinct cases, and lines with several
 * values. */
static void mark_overlap(struct crosstab_run *x, int side, size_t m)
{
    const struct crosstab_side *s = &x->side[side];
    struct crosstab *t = x->t;
    size_t others = x->side[!side].count;
    for (size_t o = 0; o < others; o++) {
        int128 value = 0;
        uint64_t lines = 0;
        size_t total = s->count - 1;
        for (size_t i = 0; i < total; i++) {
            const struct crosstab_value *v =
                side == SIDE_ROWS ? crosstab_at(t, m, i, o) : crosstab_at(t, m, o, i);
            if (s->line[i].depth)
                continue;
            value += v->amount.value;
            lines += v->amount.lines;
        }
        struct crosstab_value *all =
            (struct crosstab_value *)(side == SIDE_ROWS ? crosstab_at(t, m, total, o)
                                                        : crosstab_at(t, m, o, total));
        if (lines > all->amount.lines ||
            (t->measure[m].kind == MEASURE_CASES && value > all->amount.value))
            all->marks |= MARK_OVERLAP;
    }
}

enum status crosstab_make_values(struct crosstab_run *x, struct error *e)
{
    struct crosstab *t = x->t;
    size_t cells = t->row_count * t->col_count;
    t->value = arena_alloc(&t->arena, (t->measure_count * cells + 1) * sizeof *t->value);
    if (!t->value)
        return error_no_memory(e);
    struct crosstab_value *v = t->value;
    for (size_t m = 0; m < t->measure_count; m++) {
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t c = 0; c < t->col_count; c++)
                make_value(x, m, r, c, v++);
        mark_overlap(x, SIDE_ROWS, m);
        mark_overlap(x, SIDE_COLS, m);
    }
    return STATUS_OK;
}
