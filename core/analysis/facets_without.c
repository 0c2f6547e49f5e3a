/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter without a facet's own choice. */
#include "analysis/facets.h"

#include "base/text.h"

#include <string.h>

static const char *const grains[] = {"year", "quarter", "month", "week", "day"};
#define GRAINS (sizeof grains / sizeof *grains)

/* The date field of an axis of periods: "month(entered)" -> "entered", "month" -> "date"; other
 * axes are their own. NULL when memory is out. */
static const char *own_field(struct frame *f, const char *axis, struct arena *a)
{
    if (frame_find_field(f, axis))
        return axis;
    for (size_t i = 0; i < GRAINS; i++) {
        size_t n = strlen(grains[i]), len = strlen(axis);
        if (!strcmp(axis, grains[i]))
            return "date";
        if (len > n + 2 && !strncmp(axis, grains[i], n) && axis[n] == '(' &&
            axis[len - 1] == ')')
            return arena_printf(a, "%.*s", (int)(len - n - 2), axis + n + 1);
    }
    return axis;
}

const struct filter *facet_without(struct frame *f, const struct filter *filter,
                                   const char *axis, struct arena *a)
{
    const char *name = own_field(f, axis, a);
    const struct frame_field *field = name ? frame_find_field(f, name) : NULL;
    const struct filter *out = name ? filter_without(filter, name, a) : NULL;
    for (size_t i = 0; out && field && field->type == FIELD_DATE && i < GRAINS; i++) {
        bool plain = !strcmp(name, "date") && !frame_find_field(f, grains[i]);
        const char *grain = plain ? grains[i] : arena_printf(a, "%s(%s)", grains[i], name);
        out = grain ? filter_without(out, grain, a) : NULL;
    }
    return out;
}
