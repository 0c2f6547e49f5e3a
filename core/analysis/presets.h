/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-tabs by name: the tables that the WCO's Illicit Trade Report prints, as questions. */
#ifndef SAISIE_ANALYSIS_PRESETS_H
#define SAISIE_ANALYSIS_PRESETS_H

#include "analysis/crosstab.h"

#define PRESET_TABLES 4

/* One cross-tab of a preset. */
struct preset_table {
    const char *title; /* NULL: the preset's */
    const char *rows[PIVOT_DEPTH], *cols[PIVOT_DEPTH];
    const char *measures; /* "cases,share(cases)" */
    const char *filter;   /* narrows further; NULL: not */
    uint32_t top, top_cols;
    size_t sort_measure; /* the rows by this one; those without the first are left out */
    bool years;          /* of the last two whole years alone, the rows by the later one */
};

struct preset {
    const char *name;     /* "top-reporters" */
    const char *title;    /* "Reporters on the year before" */
    const char *question; /* what it answers, one line */
    struct preset_table table[PRESET_TABLES];
};

/* All presets in the order of the report; borrowed. */
const struct preset *preset_list(size_t *count);
/* By name; NULL: there is none. */
const struct preset *preset_find(const char *name);
/* STATUS_MISUSE with the nearest name. */
enum status preset_refuse(const char *name, struct error *e);
/* How many tables it has. */
size_t preset_tables(const struct preset *p);

/* A table as a question over what sentence takes. *narrowed is the sentence with the table's
 * own filter and years; texts live in a. Where no line of the cache has a case, seizures stand
 * in for cases. The years are those of which the cache can know all,
 * by the first date and by the usual delay; where there are no two of them, all years there
 * are. */
enum status preset_question(struct frame *f, const struct preset_table *p, const char *sentence,
                            struct arena *a, struct crosstab_question *q, const char **narrowed,
                            struct error *e);

#endif
