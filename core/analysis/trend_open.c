/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a period of a trend to its records. */
#include "analysis/trend_open.h"
#include "analysis/open.h"

#include <string.h>

const char *trend_open(struct frame *f, const struct trend *t, const char *sentence,
                       const struct series *s, size_t period, struct arena *a)
{
    const char *axis = trend_grain_name(t->grain);
    bool split = t->has_split && s != &t->all;
    if (split)
        sentence = filter_narrow(f, sentence, t->split.name, &s->group, a);
    if (!sentence || period == TREND_NO_PERIOD)
        return sentence;
    char code[16];
    int32_t number = t->first + (int32_t)period;
    date_period_format(number, t->grain, code);
    const struct value group = {
        .code = code, .label = code, .number = date_period_start(number, t->grain)};
    /* A split by the period's own grain narrows twice: the second must not replace the first.
     */
    if (split && !strcmp(t->split.name, axis))
        return open_both(sentence, filter_narrow(f, "", axis, &group, a), a);
    return filter_narrow(f, sentence, axis, &group, a);
}
