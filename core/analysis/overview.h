/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview: what an analyst wants to see first in the morning, as plain data. */
#ifndef SAISIE_ANALYSIS_OVERVIEW_H
#define SAISIE_ANALYSIS_OVERVIEW_H

#include "analysis/pivot.h"
#include "analysis/silent.h"
#include "analysis/span.h"

struct overview_haul {
    size_t position;                                /* of the line in the frame */
    const char *product, *reporter, *date, *amount; /* texts with unit */
};

struct overview_mover {
    const char *code, *label; /* product (or the field named) */
    uint32_t now, before;     /* cases (seizures where there are none) in the two spans */
    double p;                 /* two-period exact test, two-sided */
};

struct overview {
    struct arena arena; /* owns everything; overview_free */
    const char *as_of;
    bool has_cases;
    /* This year until the day from which late lines can still come in (usual_delay days before
     * the as-of date; the as-of date itself where the delay is not known), the same span of the
     * year before, and the days since, whose counts are provisional and compared with nothing.
     */
    struct span now, before, since;
    uint32_t cases_now, cases_before, seizures_now, seizures_before;
    uint32_t reporters_now, reporters_before;
    uint32_t cases_since, seizures_since, reporters_since;
    int usual_delay;
    const struct batch *last; /* the last batch; NULL: empty cache */
    uint32_t last_current;    /* its lines that are in the selection */
    struct overview_silent *silent;
    size_t silent_count;
    struct overview_haul *haul;
    size_t haul_count;
    const char *mover_field;
    struct overview_mover *mover; /* by strength of evidence, at least 5 in one of the spans */
    size_t mover_count;
    size_t lines, cases, fields;
    uint32_t without_case, reporters; /* lines of no case, distinct reporters */
};

/* Over the lines of selection (the filter narrows it; silence is measured before the filter).
 * rows: how many of hauls, movers and silent ones at most. Read from what is kept of all
 * records, where that fits (overview_kept.h); else computed. */
enum status overview_run(struct frame *f, const struct bitmap *selection, size_t rows,
                         struct overview **out, struct error *e);
/* The same, computed whatever is kept. */
enum status overview_compute(struct frame *f, const struct bitmap *selection, size_t rows,
                             struct overview **out, struct error *e);
/* The spans that are compared, from the day as of which and the usual delay. */
void overview_set_spans(struct overview *o, int32_t as_of);
/* Two-sided exact test that two counts from spans of equal length differ by chance: the larger
 * one against Bin(now + before, 1/2). 1: no sign of a change. */
double overview_exact_test(uint32_t before, uint32_t now);
void overview_free(struct overview **o);

#endif
