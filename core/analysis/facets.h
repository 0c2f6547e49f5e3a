/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facets: for each of several axes, how many lines and distinct cases each of its groups has,
 * under a filter without that axis's own choice. Facets under the same lines are counted in one
 * pass over them, in slices between which a pane paints and looks for keys. The numbers are
 * those of pivot_run with the axis as its rows. */
#ifndef SAISIE_ANALYSIS_FACETS_H
#define SAISIE_ANALYSIS_FACETS_H

#include "filter/filter.h"

struct facet_question {
    const char *const *axes; /* names as axis_open takes them, the one in sight first */
    size_t count;
    /* The lines of a filter, and that filter: each facet is counted over what the filter would
     * take without its conditions on the facet's field. NULL: all are counted over lines. */
    const struct bitmap *lines;
    const struct filter *filter;
    bool cases;            /* count distinct cases too */
    size_t lines_a_thread; /* from twice as many on two threads count; 0: as many as pay */
};

/* The counts of one axis; all 0 until it is done. */
struct facet {
    const char *name;
    bool done;
    struct axis axis;
    uint32_t *lines,
        *cases;           /* by group of the axis; cases NULL where they were not asked for */
    uint32_t occurring;   /* groups that a line has */
    uint32_t first, last; /* of a time axis, the periods that a line has */
    /* Of the lines that have a group: how many, their distinct cases, those of no case. */
    uint32_t seizures, distinct, without_case;
    uint32_t no_group;           /* lines without: dates too coarse */
    bool overlap, cases_overlap; /* a line (a case) stands in several groups */
};

/* Whether a cross-tab would have a row for the group: a line has it, or it is a period between
 * two that lines have. */
static inline bool facet_has_row(const struct facet *f, uint32_t group)
{
    return f->lines[group] > 0 || (f->axis.time && group >= f->first && group < f->last);
}

struct facet_work;
struct facet_set {
    struct facet *facet; /* in the order of the question */
    size_t count, done;
    struct facet_work *work; /* private */
};

/* Reads the question and counts nothing yet. What it points to is borrowed until
 * facet_set_free; so is the frame. *out is owned by the caller. STATUS_MISUSE: cases where no
 * line has one. */
enum status facet_set_open(struct frame *f, const struct facet_question *q,
                           struct facet_set **out, struct error *e);
/* Counts on for some milliseconds; facets become done in the order of the question, or nearly.
 * When done == count there is nothing left. STATUS_CANCELLED: the frame's pace was told to
 * stop; one may go on. STATUS_MISUSE: an unknown axis. After other faults there is only
 * facet_set_free. */
enum status facet_set_step(struct facet_set *s, struct error *e);
/* All of it. */
enum status facet_set_run(struct frame *f, const struct facet_question *q,
                          struct facet_set **out, struct error *e);
void facet_set_free(struct facet_set **s);

/* The filter without what it says of the field behind an axis; of dates that is their years,
 * months and so on too. In a; NULL when memory is out. */
const struct filter *facet_without(struct frame *f, const struct filter *filter,
                                   const char *axis, struct arena *a);

#endif
