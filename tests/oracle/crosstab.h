/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number of a written cross-tab, worked out from the lines that SQL tells of. Knows
 * nothing of saisie but what the notes under a table and the manual say. */
#ifndef SAISIE_TESTS_ORACLE_CROSSTAB_H
#define SAISIE_TESTS_ORACLE_CROSSTAB_H

#include <stdbool.h>

struct cross_spec {
    int rows, cols;    /* axes a side */
    const char *as_of; /* YYYY-MM-DD */
    const char *row_axis[2], *col_axis[2];
    const char *measure[2]; /* as written */
    bool hide, mixed, subtotals;
    int top; /* 0: all */
};

/* The CSV of saisie against the facts of SQL, a row a line and group. NULL: no difference; else
 * what differs, freed by the caller. *numbers: how many were compared. */
char *crosstab_differences(const struct cross_spec *spec, const char *csv, char *facts,
                           unsigned long *numbers);

#endif
