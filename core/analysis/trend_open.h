/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a period of a trend to its records. */
#ifndef SAISIE_ANALYSIS_TREND_OPEN_H
#define SAISIE_ANALYSIS_TREND_OPEN_H

#include "analysis/trend.h"
#include "filter/filter.h"

#define TREND_NO_PERIOD SIZE_MAX

/* The sentence, of whose selection t is the answer, narrowed to the group of series s (&t->all:
 * not at all) and to one period, unless it is TREND_NO_PERIOD. Takes as many lines as the
 * amount of that period says. Text in a; NULL when memory is out. */
const char *trend_open(struct frame *f, const struct trend *t, const char *sentence,
                       const struct series *s, size_t period, struct arena *a);

#endif
