/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change on the year before in words: "+14 %", "new" where there was nothing, "few" where a
 * percentage of a handful would say nothing (below 5), "" where it cannot be told. */
#ifndef SAISIE_ANALYSIS_CHANGE_H
#define SAISIE_ANALYSIS_CHANGE_H

#include "analysis/trend.h"

/* Counts of two spans of equal length. */
void change_of_counts(uint32_t now, uint32_t before, char out[16]);
/* Amounts of two spans of equal length: counts as above; quantities are few below 5 lines that
 * had one before, new where there were no lines at all, and tell nothing where there were lines
 * without a quantity. */
void change_of_amounts(const struct measure *m, const struct amount *now,
                       const struct amount *before, char out[16]);
/* A series: its last known year against the year before. */
void change_of_series(const struct trend *t, const struct series *s, char out[16]);
/* Whether chance makes such a change in less than one of a hundred cases (two-period exact
 * test): 1 a rise, -1 a fall, 0 neither, or no counts. */
int change_stands_out(const struct trend *t, const struct series *s);

#endif
