/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods of a cross-tab: which side they stand on, which line is which period, and the index
 * on the first one that the data cover whole. */
#include "analysis/crosstab_private.h"
#include "analysis/span.h"

#include <string.h>

bool crosstab_time_axis(const struct crosstab_run *x, int *side, size_t *axis)
{
    static const int sides[] = {SIDE_COLS, SIDE_ROWS};
    for (size_t s = 0; s < SIDES; s++)
        for (size_t i = x->side[sides[s]].axes; i-- > 0;)
            if (x->side[sides[s]].axis[i].time) {
                *side = sides[s];
                *axis = i;
                return true;
            }
    return false;
}

static bool same_date(const struct axis *a, const struct axis *b)
{
    return a->time && b->time && !strcmp(a->column->name, b->column->name);
}

bool crosstab_outer_periods(const struct crosstab_run *x, int side, size_t axis)
{
    return axis == 0 || same_date(&x->side[side].axis[0], &x->side[side].axis[axis]);
}

/* The axis of a line's own period: of a subtotal the outer one, if that is of the same date. */
static const struct axis *axis_of(const struct crosstab_side *s, size_t axis,
                                  const struct crosstab_line *l, size_t *level)
{
    *level = l->kind == LINE_SUBTOTAL ? 0 : axis;
    if ((l->kind != LINE_GROUP && l->kind != LINE_SUBTOTAL) ||
        !same_date(&s->axis[*level], &s->axis[axis]))
        return NULL;
    return &s->axis[*level];
}

const struct axis *crosstab_period_axis(const struct crosstab_run *x,
                                        const struct crosstab_line *l, size_t *level)
{
    int side;
    size_t axis;
    return crosstab_time_axis(x, &side, &axis) ? axis_of(&x->side[side], axis, l, level) : NULL;
}

bool crosstab_period_of(const struct crosstab_run *x, const struct crosstab_line *l,
                        int32_t *period)
{
    size_t level;
    const struct axis *of = crosstab_period_axis(x, l, &level);
    if (!of)
        return false;
    const struct value *v = &of->group[l->group.group[level]];
    *period = v->state == VALUE_VALID ? date_period((int32_t)v->number, of->grain) : 0;
    return v->state == VALUE_VALID;
}

/* Whether a line holds its period whole: of a week below a year, or a year below a month, it
 * can be a part alone, whose length is that of no other. */
static bool is_whole(const struct crosstab_run *x, const struct crosstab_line *l,
                     int32_t period)
{
    int side;
    size_t axis;
    if (!crosstab_time_axis(x, &side, &axis) || axis == 0 || l->kind != LINE_GROUP)
        return true;
    const struct axis *outer = &x->side[side].axis[0], *of = &x->side[side].axis[axis];
    return !same_date(outer, of) ||
           date_period(date_period_start(period, of->grain), outer->grain) ==
               date_period(date_period_start(period + 1, of->grain) - 1, outer->grain);
}

/* Lines that differ in their period alone are a series: they agree in their level and in the
 * axes that are not of this date. Of two axes of it (year, month) the inner one says all. */
static uint64_t series_key(const struct crosstab_side *s, size_t axis,
                           const struct crosstab_line *l)
{
    uint32_t rest = 0;
    for (size_t i = 0; i < s->axes && l->kind == LINE_GROUP; i++)
        if (!same_date(&s->axis[i], &s->axis[axis]))
            rest = l->group.group[i];
    return (uint64_t)(l->kind == LINE_GROUP) << 32 | rest;
}

static uint64_t period_key(uint32_t series, int32_t period)
{
    return (uint64_t)series << 32 | (uint32_t)period;
}

static bool has_records(const struct crosstab_run *x, int side, size_t i)
{
    size_t rows = x->side[SIDE_ROWS].count - 1, cols = x->side[SIDE_COLS].count - 1;
    return crosstab_amount(x, &x->own, x->of[0], side == SIDE_ROWS ? i : rows,
                           side == SIDE_COLS ? i : cols)
               .lines > 0;
}

/* The periods of all lines that records stand in, before some are merged or hidden. */
static enum status find_all(struct crosstab_run *x, int side, size_t axis, struct error *e)
{
    const struct crosstab_side *s = &x->side[side];
    struct crosstab_periods *p = &x->periods;
    if (!numbering_reserve(&p->all_series, s->count) ||
        !numbering_reserve(&p->all_lines, s->count))
        return error_no_memory(e);
    for (size_t i = 0; i < s->count; i++) {
        int32_t period;
        if (!crosstab_period_of(x, &s->line[i], &period) || !has_records(x, side, i))
            continue;
        uint32_t series = numbering_add(&p->all_series, series_key(s, axis, &s->line[i]), NULL);
        numbering_add(&p->all_lines, period_key(series, period), NULL);
    }
    p->all = true;
    return STATUS_OK;
}

enum status crosstab_find_periods(struct crosstab_run *x, struct error *e)
{
    struct crosstab_periods *p = &x->periods;
    int side;
    size_t axis;
    if (!p->wanted || !crosstab_time_axis(x, &side, &axis))
        return STATUS_OK;
    const struct crosstab_side *s = &x->side[side];
    enum status status = p->all ? STATUS_OK : find_all(x, side, axis, e);
    if (status)
        return status;
    numbering_free(&p->series);
    numbering_free(&p->lines);
    p->line = arena_alloc(&x->t->arena, (s->count + 1) * sizeof *p->line);
    if (!p->line || !numbering_reserve(&p->series, s->count) ||
        !numbering_reserve(&p->lines, s->count))
        return error_no_memory(e);
    for (size_t i = 0; i < s->count; i++) {
        int32_t period;
        bool is_new;
        if (!crosstab_period_of(x, &s->line[i], &period) || !is_whole(x, &s->line[i], period))
            continue;
        uint32_t series = numbering_add(&p->series, series_key(s, axis, &s->line[i]), NULL);
        uint32_t at = numbering_add(&p->lines, period_key(series, period), &is_new);
        if (is_new)
            p->line[at] = i;
    }
    return STATUS_OK;
}

/* The number of line i's series in the period; MAP_NONE: it does not stand there. */
static uint32_t find_period(const struct crosstab_run *x, size_t i, int32_t period,
                            const struct numbering *all_series,
                            const struct numbering *all_lines)
{
    int side;
    size_t axis;
    if (!x->periods.wanted || !crosstab_time_axis(x, &side, &axis))
        return MAP_NONE;
    const struct crosstab_side *s = &x->side[side];
    if (s->line[i].kind != LINE_GROUP && s->line[i].kind != LINE_SUBTOTAL)
        return MAP_NONE;
    uint32_t series = numbering_find(all_series, series_key(s, axis, &s->line[i]));
    return series == MAP_NONE ? MAP_NONE
                              : numbering_find(all_lines, period_key(series, period));
}

size_t crosstab_line_at(const struct crosstab_run *x, size_t i, int32_t period)
{
    const struct crosstab_periods *p = &x->periods;
    uint32_t at = find_period(x, i, period, &p->series, &p->lines);
    return at == MAP_NONE ? SIZE_MAX : p->line[at];
}

bool crosstab_is_comparable(const struct crosstab_run *x, size_t i, int32_t period)
{
    const struct crosstab_periods *p = &x->periods;
    int side;
    size_t axis;
    int32_t own;
    if (!crosstab_time_axis(x, &side, &axis) ||
        !crosstab_period_of(x, &x->side[side].line[i], &own))
        return false;
    const struct crosstab_line *l = &x->side[side].line[i];
    return is_whole(x, l, own) && is_whole(x, l, period) &&
           (crosstab_line_at(x, i, period) != SIZE_MAX ||
            find_period(x, i, period, &p->all_series, &p->all_lines) == MAP_NONE);
}

/* ---- index */

/* A year counts that they begin in the January of: whoever reports by year has few records on
 * its first days. */
int32_t crosstab_first_whole(const struct crosstab_run *x, enum date_grain grain)
{
    int32_t from = x->data_from, period = date_period(from, grain);
    int year, month, day;
    date_to_civil(from, &year, &month, &day);
    bool whole =
        date_period_start(period, grain) == from || (grain == GRAIN_YEAR && month == 1);
    return whole ? period : period + 1;
}

enum status crosstab_find_base(struct crosstab_run *x, struct error *e)
{
    int side;
    size_t axis;
    bool wanted = false;
    for (size_t m = 0; m < x->t->measure_count; m++)
        wanted |= x->t->shown[m].show == SHOW_INDEX;
    if (!wanted || !crosstab_time_axis(x, &side, &axis))
        return STATUS_OK;
    struct span data = {0, 0};
    enum status status =
        span_of_data(x->frame, x->side[side].axis[axis].column->name, &data, &x->has_base, e);
    x->data_from = data.from;
    x->periods.wanted = true;
    return status;
}

/* The line of the base of line i of the side of periods: of its series in the first whole
 * period, if that is shown and no late lines can come to it; SIZE_MAX. */
static size_t base_of(const struct crosstab_run *x, int side, size_t axis, size_t i)
{
    const struct crosstab_side *s = &x->side[side];
    size_t level;
    const struct axis *of = axis_of(s, axis, &s->line[i], &level);
    int32_t base = of ? crosstab_first_whole(x, of->grain) : 0;
    size_t at =
        of && crosstab_is_comparable(x, i, base) ? crosstab_line_at(x, i, base) : SIZE_MAX;
    return at == SIZE_MAX || s->line[at].provisional ? SIZE_MAX : at;
}

void crosstab_show_index(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                         struct crosstab_value *v)
{
    int side;
    size_t axis;
    struct crosstab_value base = {.marks = MARK_NOTHING};
    if (x->has_base && crosstab_time_axis(x, &side, &axis)) {
        size_t at = base_of(x, side, axis, side == SIDE_ROWS ? r : c);
        if (at != SIZE_MAX)
            crosstab_figure(x, &x->own, m, side == SIDE_ROWS ? at : r,
                            side == SIDE_COLS ? at : c, &base);
    }
    v->marks |= base.marks & (MARK_NOTHING | MARK_MIXED);
    if (!(base.number > 0))
        v->marks |= MARK_NOTHING;
    v->number = v->marks & (MARK_NOTHING | MARK_MIXED) ? 0 : 100 * v->number / base.number;
}
