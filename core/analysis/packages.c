/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through which rules for packages the lines of a cross-tab came into its sums. */
#include "analysis/packages.h"
#include "analysis/block.h"

#include <stdlib.h>

/* Whether a line has a group on every axis of a side. */
static bool has_place(const struct axis *axis, size_t axes, size_t position)
{
    for (size_t i = 0; i < axes; i++)
        if (!axis[i].several &&
            axis[i].group_of[column_id(axis[i].column, position)] == AXIS_NONE)
            return false;
    return true;
}

/* The rules in the order of their table; what is beyond the room is summed without a name. */
static void fill_through(const struct package_rule *rules, size_t count, const uint32_t *lines,
                         struct left_out *out)
{
    for (size_t r = 0; r < count; r++) {
        if (!lines[r + 1])
            continue;
        bool last = out->through_count == THROUGH_RULES;
        struct through *t = &out->through[last ? THROUGH_RULES - 1 : out->through_count++];
        t->rule = last ? NULL : &rules[r];
        t->lines = (last ? t->lines : 0) + lines[r + 1];
    }
}

enum status packages_lines(struct frame *f, const struct bitmap *selection,
                           const struct amounts *amounts, const struct pivot *p,
                           struct left_out *out, struct error *e)
{
    size_t count, from = 0, n;
    const struct package_rule *rules = reference_package_rules(frame_reference(f), &count);
    uint32_t at[BLOCK_LINES];
    if (!amounts->rule)
        return STATUS_OK;
    uint32_t *lines = calloc(count + 1, sizeof *lines);
    if (!lines)
        return error_no_memory(e);
    while ((n = block_next(frame_pace(f), selection, &from, at)) > 0)
        for (size_t i = 0; i < n; i++)
            if (amounts->rule[at[i]] && (!p || (has_place(p->rows, p->row_axes, at[i]) &&
                                                has_place(p->cols, p->col_axes, at[i]))))
                lines[amounts->rule[at[i]]]++;
    fill_through(rules, count, lines, out);
    free(lines);
    return STATUS_OK;
}

enum status packages_count(struct frame *f, const struct bitmap *selection, struct pivot *p,
                           struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    enum status status = STATUS_OK;
    for (size_t m = 0; !status && m < p->measure_count; m++) {
        const struct amounts *amounts = NULL;
        enum field_type type = family[p->measure[m].kind];
        if (type)
            status = frame_amounts(f, type, &amounts, e);
        if (!status && amounts)
            status = packages_lines(f, selection, amounts, p, &p->left_out[m], e);
    }
    return status;
}
