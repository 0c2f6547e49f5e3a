/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sparkline for each row of a cross-tab: its last periods of the date, counted from the
 * records as the row is. */
#ifndef SAISIE_ANALYSIS_CROSSTAB_SPARKS_H
#define SAISIE_ANALYSIS_CROSSTAB_SPARKS_H

#include "analysis/crosstab.h"

#define CROSSTAB_SPARKS 12 /* periods */

struct crosstab_sparks {
    struct arena arena; /* owns everything; crosstab_sparks_free */
    const char
        *grain; /* "quarter"; "month" where the data are short; NULL: no date, no levels */
    const char *first, *last; /* labels of the first and last period */
    size_t periods;           /* at most CROSSTAB_SPARKS */
    uint8_t *level; /* of row r and period i: level[r * periods + i], as trend_spark's */
};

/* Of the first measure of t, on a scale of its own for each row. A period in which no record of
 * the cache lies is a gap. filter and selection are those that t was asked under. */
enum status crosstab_sparks(struct frame *f, const struct filter *filter,
                            const struct bitmap *selection, const struct crosstab *t,
                            struct crosstab_sparks *out, struct error *e);
void crosstab_sparks_free(struct crosstab_sparks *s);

#endif
