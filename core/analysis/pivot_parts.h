/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the roads of the cross-tab share; private to core/analysis. */
#ifndef SAISIE_ANALYSIS_PIVOT_PARTS_H
#define SAISIE_ANALYSIS_PIVOT_PARTS_H

#include "analysis/side.h"

/* Which measure of the table takes the amounts of a money group. */
struct pivot_money {
    const struct money *money; /* NULL: nobody asked for value */
    uint16_t *measure;         /* by money group; UINT16_MAX: none */
};

/* Takes over the numbered sides and allocates the cells in p's arena. */
enum status pivot_make_cells(struct pivot *p, const struct side *rows, const struct side *cols,
                             struct error *e);

/* The general road: fills the cells (seizures excepted, which finish later), left_out, no_row
 * and no_col. */
enum status pivot_walk(struct frame *f, const struct bitmap *selection, struct pivot *p,
                       const struct side *rows, const struct side *cols,
                       const struct pivot_money *money, struct error *e);

#endif
