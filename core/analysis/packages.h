/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through which rules for packages the lines of a cross-tab came into its sums. */
#ifndef SAISIE_ANALYSIS_PACKAGES_H
#define SAISIE_ANALYSIS_PACKAGES_H

#include "analysis/pivot.h"

/* Adds the lines of selection that are counted through a rule to out->through. p: only those
 * that have a place in this table; NULL: all. */
enum status packages_lines(struct frame *f, const struct bitmap *selection,
                           const struct amounts *amounts, const struct pivot *p,
                           struct left_out *out, struct error *e);
/* Fills `through` of every measure's left_out. */
enum status packages_count(struct frame *f, const struct bitmap *selection, struct pivot *p,
                           struct error *e);

#endif
