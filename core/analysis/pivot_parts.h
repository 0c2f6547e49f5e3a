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

/* The stream of the lines of two sets together. */
static inline uint32_t extent_stream(uint32_t a, uint32_t b)
{
    return a == b || b == EXTENT_NONE ? a : a == EXTENT_NONE ? b : EXTENT_MIXED;
}
/* Takes another set's extent in. */
static inline void extent_add(struct extent *to, int64_t largest, uint32_t stream)
{
    to->largest = largest > to->largest ? largest : to->largest;
    to->stream = extent_stream(to->stream, stream);
}

/* Takes over the numbered sides and allocates the cells in p's arena. */
enum status pivot_make_cells(struct pivot *p, const struct side *rows, const struct side *cols,
                             struct error *e);

/* The amounts of a line in up to two money groups become one: where it has both in the same
 * one, they are added. Never above what an extent holds. */
static inline int64_t money_sum(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* The general road: fills the cells (seizures excepted, which finish later), left_out, no_row
 * and no_col. */
enum status pivot_walk(struct frame *f, const struct bitmap *selection, struct pivot *p,
                       const struct side *rows, const struct side *cols,
                       const struct pivot_money *money, struct error *e);

#endif
