/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change on the year before in words. */
#include "analysis/change.h"
#include "analysis/overview.h"

#include <math.h>
#include <stdio.h>

#define FEW 5
#define CHANCE 0.01

static void percent(double change, char out[16])
{
    double rounded = round(100 * change);
    /* A growth from almost nothing is told up to a width that tables have. */
    if (rounded > 99999)
        snprintf(out, 16, ">99999 %%");
    else
        snprintf(out, 16, "%+.0f %%", rounded == 0 ? 0.0 : rounded); /* no "-0 %" */
}

void change_of_counts(uint32_t now, uint32_t before, char out[16])
{
    if (before >= FEW)
        percent(((double)now - before) / before, out);
    else
        snprintf(out, 16, "%s", before || !now ? "few" : "new");
}

void change_of_amounts(const struct measure *m, const struct amount *now,
                       const struct amount *before, char out[16])
{
    out[0] = '\0';
    if (measure_is_count(m))
        change_of_counts((uint32_t)now->value, (uint32_t)before->value, out);
    else if (!before->lines && now->counted)
        snprintf(out, 16, "new");
    else if (before->counted && before->counted < FEW)
        snprintf(out, 16, "few");
    else if (before->value > 0 && now->counted)
        percent((fixed_double(now->value, m->scale) - fixed_double(before->value, m->scale)) /
                    fixed_double(before->value, m->scale),
                out);
    else if (before->value > 0 && !now->lines)
        percent(-1, out);
}

void change_of_series(const struct trend *t, const struct series *s, char out[16])
{
    out[0] = '\0';
    if (!s->has_before)
        return;
    if (measure_is_count(&t->measure))
        change_of_counts((uint32_t)s->year.value, (uint32_t)s->before.value, out);
    else if (s->is_new)
        snprintf(out, 16, "new");
    else if (s->before.value > 0)
        percent(s->change, out);
}

int change_stands_out(const struct trend *t, const struct series *s)
{
    if (!s->has_before || !measure_is_count(&t->measure))
        return 0;
    uint32_t before = (uint32_t)s->before.value, now = (uint32_t)s->year.value;
    if (overview_exact_test(before, now) >= CHANCE)
        return 0;
    return now > before ? 1 : -1;
}
