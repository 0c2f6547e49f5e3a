/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change of a cross-tab's rows between its last two years that can be compared. */
#ifndef SAISIE_ANALYSIS_PIVOT_CHANGE_H
#define SAISIE_ANALYSIS_PIVOT_CHANGE_H

#include "analysis/pivot.h"
#include "filter/filter.h"

/* Years of which the cache can know all: the data begin in the first one's January or before,
 * the last one is over by the usual delay at the as-of date (where no delay is known: over). */
struct whole_years {
    int first, last;  /* last < first: none */
    bool delay_known; /* false: last is merely over */
};

/* Goes through all current lines: ask once a cache, not once an answer. */
enum status pivot_whole_years(struct frame *f, struct whole_years *out, struct error *e);

/* Two columns to compare. */
struct pivot_years {
    bool any; /* false: there is no change to be told */
    size_t before, now;
    int year; /* that of now; before is the year before it */
};

/* The last whole year against the one before. There is none where the columns are not the years
 * of date, a row is itself a period of it, a year has no lines, or the filter takes parts of
 * one of them, or looks at when lines were entered: spans of unequal length or maturity. */
struct pivot_years pivot_years(const struct pivot *p, const struct filter *filter,
                               struct whole_years whole);

/* The change of measure m in row r (row_count: all) in words, see change.h. */
void pivot_change(const struct pivot *p, size_t m, size_t r, struct pivot_years years,
                  char out[16]);

/* Order of rows by that change, largest growth first: those with a percentage, then new ones by
 * size, then few, then those that tell nothing; only the first turn round when ascending.
 * Indices into row; order has room for row_count. */
void pivot_sort_by_change(const struct pivot *p, size_t m, struct pivot_years years,
                          bool ascending, uint32_t *order);

/* The lines behind a change: those of row r in both years. Text in a; NULL when memory is out.
 */
const char *pivot_open_change(struct frame *f, const struct pivot *p, const char *sentence,
                              size_t r, struct pivot_years years, struct arena *a);

#endif
