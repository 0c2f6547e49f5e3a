/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The raw space of one side of a cross-tab on the fast road: from values to raw groups, and
 * from these to the rows or columns of the table. */
#include "analysis/pivot_dense_private.h"

#include <stdlib.h>

/* Groups of an axis in raw space: lists where a line has several; and one for none. */
static uint32_t axis_groups(const struct axis *axis)
{
    return (axis->several ? axis->column->values : axis->groups) + 1;
}

uint64_t raw_groups(const struct side *s)
{
    uint64_t groups = 1;
    for (size_t i = 0; i < s->axes; i++)
        groups *= s->axis[i].several && s->axes > 1 ? UINT32_MAX : axis_groups(&s->axis[i]);
    return s->axes && !s->dense ? UINT64_MAX : groups;
}

uint64_t raw_shown(const struct side *s)
{
    return s->axes == 1 && s->axis[0].several ? s->axis[0].groups : raw_groups(s);
}

static uint32_t axis_group(const struct axis *axis, uint32_t v)
{
    bool none =
        axis->several ? axis->start[v] == axis->start[v + 1] : axis->group_of[v] == AXIS_NONE;
    return none ? axis_groups(axis) - 1 : axis->several ? v : axis->group_of[v];
}

/* The tables of one axis whose groups count unit raw groups each. *has_none: a line has none.
 */
static enum status open_axis(struct frame *f, const struct axis *axis, uint32_t unit,
                             struct raw_side *r, struct raw_axis *out, bool *has_none,
                             struct error *e)
{
    const uint32_t *lines, values = axis->column->values, none = axis_groups(axis) - 1;
    enum status status = frame_value_lines(f, axis->column, &lines, e);
    if (status)
        return status;
    out->column = axis->column;
    out->group = malloc(2 * (size_t)(values ? values : 1) * sizeof *out->group);
    if (!out->group)
        return error_no_memory(e);
    out->key = out->group + values;
    for (uint32_t v = 0; v < values; v++) {
        uint32_t group = axis_group(axis, v);
        *has_none |= group == none && lines[v];
        out->group[v] = group * unit;
        out->key[v] = out->group[v] * r->stride;
    }
    return STATUS_OK;
}

/* Which raw groups have a "no group" in them. */
static bool mark_none(struct raw_side *r)
{
    const struct side *s = r->side;
    const uint32_t inner = s->axes > 1 ? axis_groups(&s->axis[1]) : 1;
    const uint32_t outer = axis_groups(&s->axis[0]);
    r->none = calloc(r->groups, sizeof *r->none);
    for (uint32_t raw = 0; r->none && raw < r->groups; raw++)
        r->none[raw] = raw / inner == outer - 1 || (s->axes > 1 && raw % inner == inner - 1);
    return r->none != NULL;
}

enum status raw_open(struct frame *f, struct side *s, uint32_t stride, struct raw_side *r,
                     struct error *e)
{
    *r = (struct raw_side){.side = s, .stride = stride, .groups = (uint32_t)raw_groups(s)};
    bool has_none = false;
    uint32_t unit = 1;
    for (size_t i = s->axes; i-- > 0;) {
        enum status status = open_axis(f, &s->axis[i], unit, r, &r->axis[i], &has_none, e);
        if (status)
            return status;
        unit *= axis_groups(&s->axis[i]);
    }
    r->shown = (uint32_t)raw_shown(s);
    r->number = malloc((r->shown ? r->shown : 1) * sizeof *r->number);
    if (!r->number || (has_none && !mark_none(r)))
        return error_no_memory(e);
    return STATUS_OK;
}

void raw_close(struct raw_side *r)
{
    for (size_t i = 0; i < PIVOT_DEPTH; i++)
        free(r->axis[i].group);
    free(r->none);
    free(r->number);
}

/* The key by which the side knows a shown group; UINT64_MAX: a "no group". */
static uint64_t side_key(const struct raw_side *r, uint32_t shown)
{
    const struct side *s = r->side;
    if (s->axes < 2)
        return shown < s->axis[0].groups ? shown : UINT64_MAX;
    const uint32_t inner = axis_groups(&s->axis[1]);
    const uint32_t first = shown / inner, second = shown % inner;
    bool none = first >= s->axis[0].groups || second >= s->axis[1].groups;
    return none ? UINT64_MAX : (uint64_t)first * s->axis[1].groups + second;
}

void raw_mark(const struct raw_side *r, uint32_t raw)
{
    uint32_t one;
    const uint32_t *list;
    if (!r->side->axes || (r->none && r->none[raw]))
        return;
    uint32_t n = raw_members(r, raw, &one, &list);
    for (uint32_t i = 0; i < n; i++)
        side_mark(r->side, side_key(r, list[i]));
}

enum status raw_number(struct raw_side *r, struct arena *a, struct error *e)
{
    enum status status = side_number_marked(r->side, a, e);
    for (uint32_t g = 0; !status && g < r->shown; g++) {
        uint64_t key = r->side->axes ? side_key(r, g) : 0;
        r->number[g] = !r->side->axes      ? 0
                       : key == UINT64_MAX ? SIDE_ABSENT
                                           : r->side->dense[key];
    }
    return status;
}
