/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An axis: a way to group lines. A field, a calendar grain of a date, or a roll-up of a
 * country, classes of a number, all through one lookup from value ids to groups, so that
 * pivots, trends, facets and filters share it. */
#ifndef SAISIE_FRAME_AXIS_H
#define SAISIE_FRAME_AXIS_H

#include "base/date.h"
#include "frame/frame.h"

#define AXIS_NONE UINT32_MAX /* the value has no group: a date coarser than the grain */

/* A country in any role: several groups a line; AXIS_NO_COUNTRY (its code) where there is none.
 */
#define AXIS_INVOLVES "involves"
#define AXIS_NO_COUNTRY "(none)"

struct axis {
    const char *name;  /* canonical: "reporter", "month", "year(entered)", "rilo(departure)" */
    const char *label; /* column head */
    const struct column *column;
    uint32_t groups;
    const struct value *group; /* by group, in display order */
    const uint32_t *group_of;  /* by value id; AXIS_NONE */
    bool several;              /* a line can be in several groups; then group_of is NULL and: */
    const uint32_t
        *start; /*   groups of value v: member[start[v]] .. member[start[v + 1] - 1] */
    const uint32_t *member;
    bool ordered; /* groups have an order of their own: periods, days of the week, classes */
    const char *none; /* why a line has no group: "amount in another unit ..."; NULL: its date
                         is coarser than the grain, if there are such lines at all */
    bool time;        /* groups are periods of grain, in order of time */
    enum date_grain grain;
};

/* Names: a field of the frame; year, quarter, month, week, day, weekday (of date) or
 * year(entered) ...; rilo(departure), wco(destination) ... for country fields; class(mass),
 * quartile(mass), decile(mass) ... for numbers, the quantiles over all current lines; involves;
 * batch;
 * @name of a saved filter: its lines and the rest. Everything that *out points to lives in a
 * (or in the frame). Long text is refused. STATUS_MISUSE with the nearest name. */
enum status axis_open(struct frame *f, const char *name, struct arena *a, struct axis *out,
                      struct error *e);

/* Names that axis_open takes, for completion and field pickers: the fields first, then grains,
 * roll-ups and classes. */
enum status axis_names(struct frame *f, struct arena *a, const char ***names, size_t *count,
                       struct error *e);

#endif
