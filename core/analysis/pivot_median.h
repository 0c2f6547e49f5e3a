/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The medians of a cross-tab: of each cell and each margin, from the amounts of its lines. */
#ifndef SAISIE_ANALYSIS_PIVOT_MEDIAN_H
#define SAISIE_ANALYSIS_PIVOT_MEDIAN_H

#include "analysis/pivot_parts.h"

/* So many amounts stand side by side at once a thread, 160 MB of them. */
#define MEDIAN_AMOUNTS 20000000U

/* Fills p->median[m] of a table whose sides are numbered and whose cells of measure m, a
 * quantity, are counted. money: as for pivot_walk. most_amounts: see above, small in tests; a
 * table of more takes several walks, one of ten million lines 80 MB a thread and one walk. */
enum status pivot_fill_median(struct frame *f, const struct bitmap *selection, struct pivot *p,
                              size_t m, const struct side *rows, const struct side *cols,
                              const struct pivot_money *money, size_t most_amounts,
                              struct error *e);

#endif
