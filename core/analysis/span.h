/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines by date: those inside a span of days, and what cannot be placed. And how late lines
 * usually arrive. */
#ifndef SAISIE_ANALYSIS_SPAN_H
#define SAISIE_ANALYSIS_SPAN_H

#include "base/date.h"
#include "frame/frame.h"

/* Days, both ends in it. */
struct span {
    int32_t from, to;
};

struct span_outcome {
    uint32_t inside;
    uint32_t
        coarse; /* dates in it that do not lie whole in it, or in one period of the grain */
    uint32_t undated; /* blank, unknown or not understood */
};

/* The lines of selection whose date lies whole in the span and in one period of the grain, into
 * *out (owned by the caller, bitmap_free). */
enum status span_select(struct frame *f, const char *date, const struct bitmap *selection,
                        struct span span, enum date_grain grain, struct bitmap *out,
                        struct span_outcome *outcome, struct error *e);

/* The first and last day named by the dates of the current lines up to the as-of date; false:
 * none. */
enum status span_of_data(struct frame *f, const char *date, struct span *out, bool *any,
                         struct error *e);

/* Days from seizure to entry that 90 of 100 current lines keep; -1 where the delay is not
 * known. */
enum status span_usual_delay(struct frame *f, int *days, struct error *e);

/* The as-of date as a day; false where the cache has none. */
bool span_as_of(const struct frame *f, int32_t *day);

#endif
