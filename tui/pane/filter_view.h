/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the pane Filter, and how it is painted. */
#ifndef SAISIE_PANE_FILTER_VIEW_H
#define SAISIE_PANE_FILTER_VIEW_H

#include "analysis/pivot.h"
#include "pane/pane.h"
#include "widget/list.h"

enum { FACETS_HEAD_ROWS = 2 };

enum choice { CHOICE_UNSEEN, CHOICE_NONE, CHOICE_IN, CHOICE_OUT };

struct facet_field {
    const char *name, *label;
    bool date;
    uint32_t values; /* distinct ones, blank and unknown not counted */
    bool narrowed;   /* the filter has a condition on it */
};

struct facet_value {
    struct value group; /* texts in the pivot; of a period without precision: its whole span */
    uint32_t count;
    uint8_t indent;
    uint8_t choice; /* enum choice, found out before it is first painted */
};

struct facets {
    struct arena arena; /* fields */
    struct facet_field *field;
    size_t field_count;
    struct list fields, values;
    bool on_values, by_label, seizures;
    size_t shown_field; /* whose values stand at the right */
    struct pivot *pivot, *months;
    struct facet_value *value; /* malloc */
    size_t value_count;
    uint32_t total, most; /* distinct in all, the largest count */
    unsigned choice_generation;
    char year[16]; /* the year whose months are shown; "": none */
    char *provenance;
    char unit[16];
    char *find; /* what was looked for last, as typed; NULL nothing */
    struct buffer find_folded;
    bool find_back;
};

void facets_paint(struct pane *p, struct canvas *c);
void facets_provenance(struct pane *p, struct buffer *out);

/* ---- filter_find.c */

/* Asks for part of a value and goes to it, or to it again: forward or back. */
unsigned facets_find(struct pane *p, enum action action);

#endif
