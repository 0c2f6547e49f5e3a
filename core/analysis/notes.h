/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes under an answer: what it left out and why, and where its totals are no sums. Screen
 * and command line say the same words. */
#ifndef SAISIE_ANALYSIS_NOTES_H
#define SAISIE_ANALYSIS_NOTES_H

#include "analysis/pivot.h"
#include "analysis/trend.h"
#include "base/buffer.h"

/* "mass in kg: 12 lines left out (9 in another unit, 3 without a quantity)", one a line of
 * text; nothing where nothing was left out. */
void notes_left_out(const struct measure *m, const struct left_out *l, struct buffer *out);

/* "pieces: 12 lines through rule cigarettes-carton (200 pcs each)", a line of text; nothing
 * where no line went through a rule. */
void notes_through(const struct measure *m, const struct left_out *l, struct buffer *out);

/* "12 lines left out of class(mass): amount in another unit ...", or that their dates are too
 * coarse, a line of text; nothing for no lines. */
void notes_no_group(const struct axis *axes, size_t count, uint32_t lines, struct buffer *out);

/* All notes of a cross-tab, parted by '\n'. */
void notes_pivot(const struct pivot *p, struct buffer *out);
/* All notes of a trend, parted by '\n'. */
void notes_trend(const struct trend *t, struct buffer *out);

/* "cases (distinct)", "mass, kg": how a table heads a measure. Borrowed from b, which is
 * cleared first. */
const char *notes_measure(const struct measure *m, struct buffer *b);

/* The time axis: "by month, 2023-06 to 2026-06", or that no line has a date to lay one out. */
void notes_axis(const struct trend *t, struct buffer *out);

#endif
