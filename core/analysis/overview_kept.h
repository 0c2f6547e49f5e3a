/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview over all records, kept in the cache: what the program opens with is then read
 * and not computed, and no column is loaded before the first screen is painted. It is used
 * where its key fits, which is a hash over all that it was made from: the batches, the lines
 * that count, and the reference with the user's units and rules for packages. */
#ifndef SAISIE_ANALYSIS_OVERVIEW_KEPT_H
#define SAISIE_ANALYSIS_OVERVIEW_KEPT_H

#include "analysis/overview.h"

/* Makes the overview over all current lines and keeps it; where the one that is there fits,
 * nothing is written. After each change of what counts; a cache without one that fits answers
 * all the same, only not at once. c is open for writing and holds no moment. */
enum status overview_keep(struct cache *c, const struct reference *r, struct error *e);

/* Fills o (its arena, and all that overview_run fills) from what is kept over the selection;
 * false: nothing fits, or not so many rows are kept: it is to be computed. */
bool overview_recall(struct frame *f, const struct bitmap *selection, size_t rows,
                     struct overview *o);

/* Whether what is kept and fits is what the lines say. *kept: whether anything is. */
enum status overview_check(struct frame *f, bool *kept, bool *same, struct error *e);

#endif
