/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the pane Filter, and how it is painted. */
#ifndef SAISIE_PANE_FILTER_VIEW_H
#define SAISIE_PANE_FILTER_VIEW_H

#include "analysis/facets.h"
#include "analysis/steps.h"
#include "pane/pane.h"
#include "widget/list.h"

enum { FACETS_HEAD_ROWS = 2 };

enum choice { CHOICE_UNSEEN, CHOICE_NONE, CHOICE_IN, CHOICE_OUT };

struct facet_field {
    const char *name, *label;
    bool date;
    bool steps;       /* a number that is shown in steps */
    uint32_t values;  /* distinct ones, blank and unknown not counted; 0: an amount */
    bool narrowed;    /* the filter has a condition on it */
    uint32_t fitting; /* of values, those that are there under the rest of the filter */
    bool counted;     /* which is known */
};

struct facet_value {
    struct value group; /* texts in the counts; of a period without precision: its whole span */
    uint32_t count;
    bool coarse;    /* a date that is known to less than the periods */
    uint8_t choice; /* enum choice, found out before it is first painted */
};

/* Of a facet of dates. */
struct facet_dates {
    unsigned grain;   /* years first */
    bool set;         /* there are ends: */
    int32_t from, to; /* first and last day; INT32_MIN, INT32_MAX: open */
    bool own;         /* set by hand, not yet in the filter */
    bool follows;     /* one end goes with the hand; the other is the anchor's */
    int32_t anchor_from, anchor_to;
    bool counted; /* what lies between them */
    uint32_t cases;
    size_t lines;
    bool seek; /* the hand goes to the period of seek_day */
    int32_t seek_day;
};

struct facets {
    struct arena arena; /* fields */
    struct facet_field *field;
    size_t field_count;
    struct list fields, values;
    bool on_values, by_label, seizures;
    size_t shown_field;          /* whose values stand at the right */
    struct facet_counts *counts; /* of the sentence that is shown */
    struct facet_counts *next;   /* of one that could not be answered yet */
    const struct facet *shown,
        *coarse;               /* in counts; coarse: by date, where some are known to less */
    struct steps *steps;       /* instead of them */
    struct facet_value *value; /* malloc */
    size_t value_count;
    uint32_t total, most; /* distinct in all, the largest count */
    unsigned choice_generation;
    struct facet_dates dates;
    char *provenance;
    char unit[16];
    char *find; /* what was looked for last, as typed; NULL nothing */
    struct buffer find_folded;
    struct buffer texts; /* labels and codes of the values, folded, a line each, */
    bool texts_made;     /* where they were asked for */
    bool find_back;
};

void facets_paint(struct pane *p, struct canvas *c);
void facets_provenance(struct pane *p, struct buffer *out);

/* The filter without what it says of the field; for dates of their years and months, too. In a;
 * NULL when memory is out. */
const struct filter *facet_rest(struct pane *p, const struct facet_field *field,
                                struct arena *a);

/* ---- filter_dates.c */

int dates_stage(const struct pane *p);           /* 1: the hand is on the values of a date */
const char *dates_grain(const struct facets *f); /* "year" */
/* Whether the periods in which nothing is are shown too. */
bool dates_show_gaps(const struct facet *periods);
/* The count of a group as the pane counts: cases, or seizures. */
uint32_t facets_count_of(const struct facets *f, const struct facet *counts, uint32_t group);
/* Adds the rows of dates known to less than the periods; false when memory is out. */
bool dates_list_coarse(struct facets *f);
unsigned dates_zoom(struct pane *p, bool finer);
/* After the rows were made anew. */
void dates_found(struct facets *f);
/* The ends as the filter has them. */
void dates_sync(struct pane *p);
/* One end to the row under the hand. */
unsigned dates_end(struct pane *p, bool last);
/* The ends become part of the filter, or are taken back; false where none were set by hand. */
bool dates_apply(struct pane *p);
bool dates_drop(struct pane *p);
/* Before each paint: the ends follow the hand, what lies between them is counted. */
void dates_fetch(struct pane *p);
/* What the ends would take; false where none were set by hand. */
bool dates_note(struct pane *p, struct buffer *out);
/* Two columns before a row: "[" first end, "]" last one, a stroke between them. */
const char *dates_mark(const struct facets *f, const struct facet_value *v, bool ascii);

/* ---- filter_counts.c */

/* Counts for the workspace's sentence, begun or gone on with; they stay the pane's. */
enum status counts_open(struct pane *p, struct facet_counts **out, struct error *e);
/* They are what is shown from now on: those before are freed. */
void counts_take(struct facets *f, struct facet_counts *c);
void counts_free(struct facet_counts **c);
bool counts_have_cases(const struct facet_counts *c);
struct arena *counts_arena(struct facet_counts *c);
/* One facet, without its own choice; *out lives as long as c. */
enum status counts_of(struct pane *p, struct facet_counts *c, const char *axis,
                      const struct facet **out, struct error *e);
/* From now on all others are to be counted; and some of that (pane_ops: more). */
void counts_begin_more(struct pane *p);
void counts_more(struct pane *p);

/* ---- filter_find.c */

/* Asks for part of a value and goes to it, or to it again: forward or back. */
unsigned facets_find(struct pane *p, enum action action);
/* The values are others. */
void facets_forget_texts(struct facets *f);

#endif
