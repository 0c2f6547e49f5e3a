/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab as it is shown: the run of a question through its steps. */
#include "analysis/crosstab_private.h"

#include <stdlib.h>
#include <string.h>

/* The place of a kind among the measures that pivots are asked for; new ones come last. */
static size_t ask_measure(struct crosstab_run *x, enum measure_kind kind)
{
    for (size_t k = 0; k < x->asked.measure_count; k++)
        if (x->asked.measures[k] == kind)
            return k;
    x->asked.measures[x->asked.measure_count] = kind;
    return x->asked.measure_count++;
}

/* The measures that pivots are asked for: each kind once. Lines without any money have no
 * measure of it, and are counted all the same. */
static void ask_measures(struct crosstab_run *x)
{
    bool money = false;
    for (size_t i = 0; i < x->q->measure_count; i++)
        money |= x->q->measures[i].kind == MEASURE_VALUE;
    if (money)
        ask_measure(x, MEASURE_SEIZURES);
    for (size_t i = 0; i < x->q->measure_count; i++) {
        struct measure m = measure_of(x->q->measures[i].kind);
        size_t at = ask_measure(x, m.kind);
        x->asked.extents |= measure_is_quantity(&m);
        if (x->q->measures[i].statistic == STATISTIC_MEDIAN)
            x->asked.medians |= 1U << at;
    }
}

static enum status ask_base(struct crosstab_run *x, struct error *e)
{
    struct crosstab *t = x->t;
    x->side[SIDE_ROWS].names = x->q->rows;
    x->side[SIDE_COLS].names = x->q->cols;
    ask_measures(x);
    /* The base is matched with itself. */
    struct pivot **base = &x->own.p[VIEW_FULL][VIEW_FULL];
    enum status status = crosstab_set_ask(x, &x->own, x->selection, VIEW_FULL, VIEW_FULL, e);
    if (status)
        return status;
    memcpy(t->rows, (*base)->rows, sizeof t->rows);
    memcpy(t->cols, (*base)->cols, sizeof t->cols);
    t->row_axes = x->side[SIDE_ROWS].axes = (*base)->row_axes;
    t->col_axes = x->side[SIDE_COLS].axes = (*base)->col_axes;
    x->side[SIDE_ROWS].axis = t->rows;
    x->side[SIDE_COLS].axis = t->cols;
    t->seizures = (*base)->seizures;
    t->cases = (*base)->cases;
    t->reporters = (*base)->reporters;
    t->without_case = (*base)->without_case;
    return crosstab_find_placed(x, e);
}

static enum status keep_sentence(struct crosstab_run *x, struct error *e)
{
    struct buffer b = {0};
    if (x->filter)
        filter_print(x->filter, &b);
    x->t->sentence = b.failed ? NULL : arena_string(&x->t->arena, buffer_text(&b));
    buffer_free(&b);
    return x->t->sentence ? STATUS_OK : error_no_memory(e);
}

/* What outlives the run: the lines, the base pivot for its axes, which groups went into Others.
 */
static enum status keep_lines(struct crosstab_run *x, struct error *e)
{
    struct crosstab *t = x->t;
    t->row = x->side[SIDE_ROWS].line;
    t->row_count = x->side[SIDE_ROWS].count;
    t->col = x->side[SIDE_COLS].line;
    t->col_count = x->side[SIDE_COLS].count;
    t->inside = arena_zero(&t->arena, 1, sizeof *t->inside);
    if (!t->inside)
        return error_no_memory(e);
    t->inside->running_side = crosstab_running_side(x);
    int side;
    size_t axis;
    const struct crosstab_pair **pair =
        arena_zero(&t->arena, t->measure_count + 1, sizeof *pair);
    if (!pair)
        return error_no_memory(e);
    for (size_t m = 0; m < t->measure_count; m++) {
        char now[16], before[16];
        pair[m] = crosstab_pairs_of(x, m);
        if (!t->changed[0] && crosstab_last_change(x, m, now, before)) {
            t->changed[0] = arena_string(&t->arena, now);
            t->changed[1] = arena_string(&t->arena, before);
            if (!t->changed[0] || !t->changed[1])
                return error_no_memory(e);
        }
    }
    t->inside->pair = pair;
    t->inside->pair_rows = crosstab_time_axis(x, &side, &axis) && side == SIDE_ROWS;
    for (int s = 0; s < SIDES; s++) {
        t->inside->merged[s] = x->side[s].merged;
        t->inside->hidden[s] = x->side[s].hidden;
    }
    return STATUS_OK;
}

static enum status run(struct crosstab_run *x, struct error *e)
{
    enum status status = ask_base(x, e);
    if (!status)
        status = crosstab_make_measures(x, e);
    if (!status)
        status = crosstab_find_asked(x, e);
    if (!status)
        status = crosstab_find_base(x, e);
    if (!status)
        status = crosstab_find_changes(x, e);
    if (!status)
        status = crosstab_make_lines(x, e);
    if (!status)
        status = keep_lines(x, e);
    if (!status)
        status = crosstab_make_values(x, e);
    if (!status)
        status = crosstab_make_notes(x, e);
    if (!status)
        status = keep_sentence(x, e);
    if (status)
        return status;
    x->t->inside->base = x->own.p[VIEW_FULL][VIEW_FULL];
    x->own.p[VIEW_FULL][VIEW_FULL] = NULL;
    return STATUS_OK;
}

enum status crosstab_run(struct frame *f, const struct filter *filter,
                         const struct bitmap *selection, const struct crosstab_question *q,
                         struct crosstab **out, struct error *e)
{
    *out = NULL;
    struct crosstab *t = calloc(1, sizeof *t);
    if (!t)
        return error_no_memory(e);
    struct crosstab_run x = {
        .frame = f, .filter = filter, .selection = selection, .q = q, .t = t, .delay = -1};
    enum status status = run(&x, e);
    crosstab_set_free(&x.own);
    for (size_t i = 0; i < x.parts; i++) {
        crosstab_set_free(&x.part[i].set);
        bitmap_free(&x.part[i].lines);
    }
    bitmap_free(&x.placed);
    numbering_free(&x.periods.series);
    numbering_free(&x.periods.lines);
    numbering_free(&x.periods.all_series);
    numbering_free(&x.periods.all_lines);
    if (status) {
        crosstab_free(&t);
        return status;
    }
    *out = t;
    return STATUS_OK;
}

void crosstab_free(struct crosstab **t)
{
    if (!t || !*t)
        return;
    if ((*t)->inside)
        pivot_free(&(*t)->inside->base);
    arena_free(&(*t)->arena);
    free(*t);
    *t = NULL;
}
