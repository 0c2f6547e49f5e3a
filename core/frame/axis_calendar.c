/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar axes: the periods of a date field without gaps, and the days of the week. */
#include "frame/axis_private.h"

#define PERIODS_MOST                                                                           \
    100000 /* beyond it (a stray date of the year 1000) only those that occur */
#define TEXT_SIZE 16

static const struct calendar {
    const char *name;
    enum date_grain grain;
    enum date_precision precision; /* of a group that is a date by itself */
} calendars[] = {
    {"year", GRAIN_YEAR, DATE_YEAR},    {"quarter", GRAIN_QUARTER, DATE_NONE},
    {"month", GRAIN_MONTH, DATE_MONTH}, {"week", GRAIN_WEEK, DATE_NONE},
    {"day", GRAIN_DAY, DATE_DAY},
};
#define CALENDARS (sizeof calendars / sizeof *calendars)
#define WEEKDAY "weekday"

const char *const *axis_grains(void)
{
    static const char *const names[] = {"year", "quarter", "month", "week",
                                        "day",  WEEKDAY,   NULL};
    return names;
}

bool axis_is_grain(const char *name)
{
    for (const char *const *g = axis_grains(); *g; g++) {
        if (strcmp(*g, name) == 0) {
            return true;
        }
    }
    return false;
}

/* What both kinds of calendar fill. */
struct groups {
    struct value *group;
    uint32_t count;
    uint32_t *group_of;
};

/* Gives the values that are no dates their groups, behind the others. */
static enum status place_rest(struct frame *f, const struct column *c, struct groups *g,
                              struct error *e)
{
    struct unplaced u;
    enum status status = axis_unplaced(f, c, &u, e);
    if (status != STATUS_OK) {
        return status;
    }
    g->count = axis_add_unplaced(&u, g->group, g->count);
    for (uint32_t v = 0; v < c->values; v++) {
        enum value_state state = c->value[v].state;
        if (state != VALUE_VALID) {
            g->group_of[v] = u.occurs[state] ? u.group[state] : AXIS_NONE;
        }
    }
    return STATUS_OK;
}

static void name_period(int32_t period, const struct calendar *k, char text[TEXT_SIZE],
                        struct value *group)
{
    date_period_format(period, k->grain, text);
    *group = (struct value){.code = text,
                            .label = text,
                            .state = VALUE_VALID,
                            .precision = (uint8_t)k->precision,
                            .number = date_period_start(period, k->grain)};
}

static bool has_period(const struct value *v, const struct calendar *k)
{
    return v->state == VALUE_VALID &&
           date_fits_grain((enum date_precision)v->precision, k->grain);
}

/* Numbers the periods of the values, which stand in order of time. gaps: also those between.
 * Returns how many; groups only counted when group_of is NULL. */
static uint32_t number_periods(const struct column *c, const struct calendar *k, bool gaps,
                               uint32_t *group_of)
{
    uint32_t count = 0;
    int32_t last = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        if (!has_period(&c->value[v], k)) {
            if (group_of) {
                group_of[v] = AXIS_NONE;
            }
            continue;
        }
        int32_t period = date_period((int32_t)c->value[v].number, k->grain);
        if (count == 0) {
            count = 1;
        } else if (period != last) {
            count += gaps ? (uint32_t)(period - last) : 1;
        }
        last = period;
        if (group_of) {
            group_of[v] = count - 1;
        }
    }
    return count;
}

static enum status period_axis(struct frame *f, const struct calendar *k, struct arena *a,
                               struct axis *out, struct error *e)
{
    const struct column *c = out->column;
    bool gaps = true;
    uint32_t n = number_periods(c, k, gaps, NULL);
    if (n > PERIODS_MOST) {
        gaps = false;
        n = number_periods(c, k, gaps, NULL);
    }
    struct groups g = {.group = arena_zero(a, (size_t)n + 3, sizeof *g.group),
                       .group_of = arena_alloc(a, c->values * sizeof *g.group_of)};
    char(*text)[TEXT_SIZE] = arena_alloc(a, ((size_t)n + 1) * sizeof *text);
    if (!g.group || !g.group_of || !text) {
        return error_no_memory(e);
    }
    number_periods(c, k, gaps, g.group_of);
    for (uint32_t v = 0; v < c->values; v++) {
        uint32_t at = g.group_of[v];
        if (at == AXIS_NONE || g.group[at].code) {
            continue;
        }
        int32_t period = date_period((int32_t)c->value[v].number, k->grain);
        name_period(period, k, text[at], &g.group[at]);
        /* The empty periods before it. */
        for (uint32_t b = at; b > 0 && !g.group[b - 1].code; b--) {
            name_period(period - (int32_t)(at - b) - 1, k, text[b - 1], &g.group[b - 1]);
        }
    }
    g.count = n;
    enum status status = place_rest(f, c, &g, e);
    out->groups = g.count;
    out->group = g.group;
    out->group_of = g.group_of;
    out->time = true;
    out->grain = k->grain;
    return status;
}

static enum status weekday_axis(struct frame *f, struct arena *a, struct axis *out,
                                struct error *e)
{
    static const char *const code[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    static const char *const label[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    const struct column *c = out->column;
    struct groups g = {.group = arena_alloc(a, (7 + 3) * sizeof *g.group),
                       .group_of = arena_alloc(a, c->values * sizeof *g.group_of),
                       .count = 7};
    if (!g.group || !g.group_of) {
        return error_no_memory(e);
    }
    for (int d = 0; d < 7; d++) {
        g.group[d] = (struct value){.code = code[d], .label = label[d], .number = d};
    }
    for (uint32_t v = 0; v < c->values; v++) {
        bool day = c->value[v].precision == DATE_DAY;
        g.group_of[v] = day ? (uint32_t)date_weekday((int32_t)c->value[v].number) : AXIS_NONE;
    }
    enum status status = place_rest(f, c, &g, e);
    out->groups = g.count;
    out->group = g.group;
    out->group_of = g.group_of;
    return status;
}

enum status axis_calendar(struct frame *f, const char *grain, struct arena *a, struct axis *out,
                          struct error *e)
{
    for (size_t i = 0; i < CALENDARS; i++) {
        if (strcmp(calendars[i].name, grain) == 0) {
            out->ordered = true;
            return period_axis(f, &calendars[i], a, out, e);
        }
    }
    out->ordered = true;
    return weekday_axis(f, a, out, e);
}
