/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast road of the cross-tab: no money, and few enough cells for plain arrays; several
 * groups a line on a side of one axis alone. One pass over the lines, shared between the cores
 * where there are many. */
#ifndef SAISIE_ANALYSIS_PIVOT_DENSE_H
#define SAISIE_ANALYSIS_PIVOT_DENSE_H

#include "analysis/side.h"

/* From so many lines on a second core pays. */
#define DENSE_LINES_A_THREAD 400000

/* Whether a question whose sides and measures are known can go this road. */
bool dense_fits(const struct pivot *p, const struct side *rows, const struct side *cols);

/* Numbers the groups of both sides, allocates and fills p's cells (all but the counts of
 * seizures, which are pivot->cell[].lines alone), left_out, no_row and no_col. lines_a_thread:
 * see above; small in tests. */
enum status dense_run(struct frame *f, const struct bitmap *selection, struct pivot *p,
                      struct side *rows, struct side *cols, size_t lines_a_thread,
                      struct error *e);

#endif
