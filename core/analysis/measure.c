/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, units and print forms of the measures. */
#include "analysis/measure.h"

#include <string.h>

static const struct {
    const char *name;
    const char *unit;
    int scale;
    int shown; /* decimals for people */
} kinds[MEASURE_KINDS] = {
    [MEASURE_CASES] = {"cases", "cases", 0, 0},
    [MEASURE_SEIZURES] = {"seizures", "seizures", 0, 0},
    [MEASURE_REPORTERS] = {"reporters", "reporters", 0, 0},
    [MEASURE_MASS] = {"mass", "kg", SCALE_MASS, 3},
    [MEASURE_VOLUME] = {"volume", "L", SCALE_VOLUME, 3},
    [MEASURE_PIECES] = {"pieces", "pieces", SCALE_PIECES, 0},
    [MEASURE_VALUE] = {"value", "", SCALE_MONEY, 0},
};

bool measure_parse(const char *name, enum measure_kind *out)
{
    for (int k = 0; k < MEASURE_KINDS; k++)
        if (!strcmp(kinds[k].name, name)) {
            *out = (enum measure_kind)k;
            return true;
        }
    return false;
}

enum status measure_refuse_cases(struct error *e)
{
    error_set(e, STATUS_FAILED,
              "cases cannot be counted: no line of this cache has a case id, so lines are all "
              "that is known");
    return error_way_out(e, "count seizures instead: --measure seizures");
}

const char *measure_name(enum measure_kind kind)
{
    return kinds[kind].name;
}

const char *measure_names(void)
{
    return "cases, seizures, reporters, mass, volume, pieces, value";
}

struct measure measure_of(enum measure_kind kind)
{
    return (struct measure){.kind = kind,
                            .money_group = UINT16_MAX,
                            .name = kinds[kind].name,
                            .unit = kinds[kind].unit,
                            .scale = kinds[kind].scale};
}

const char *measure_money_name(struct arena *a, const struct money_group *g)
{
    return strcmp(g->kind, "?") ? arena_printf(a, "value %s %s", g->currency, g->kind)
                                : arena_printf(a, "value %s, kind not told", g->currency);
}

bool measure_is_count(const struct measure *m)
{
    return m->kind == MEASURE_SEIZURES || measure_is_distinct(m);
}

bool measure_is_distinct(const struct measure *m)
{
    return m->kind == MEASURE_CASES || m->kind == MEASURE_REPORTERS;
}

bool measure_is_quantity(const struct measure *m)
{
    return !measure_is_count(m);
}

void amount_format(const struct measure *m, const struct amount *a, bool plain, char out[64])
{
    /* A sum that rests on no line is no zero: nobody reported a quantity in this unit. */
    if (!measure_is_count(m) && a->counted == 0) {
        out[0] = '\0';
        return;
    }
    if (plain) {
        fixed_format(a->value, m->scale, -1, '\0', out);
        return;
    }
    /* What is not nothing is not shown as 0.000. */
    fixed_format(a->value, m->scale, kinds[m->kind].shown, ',', out);
    if (a->value != 0 && !out[strspn(out, "-0.,")])
        fixed_format(a->value, m->scale, -1, ',', out);
}
