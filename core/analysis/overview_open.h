/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a number of the overview to its records. */
#ifndef SAISIE_ANALYSIS_OVERVIEW_OPEN_H
#define SAISIE_ANALYSIS_OVERVIEW_OPEN_H

#include "analysis/overview.h"

/* The numbers of the overview. Those of movers, silent reporters and hauls come with an index.
 */
enum overview_part {
    OVERVIEW_ALL,
    OVERVIEW_NOW,    /* cases, seizures and reporters of this year alike */
    OVERVIEW_BEFORE, /* ... of the year before */
    OVERVIEW_SINCE,
    OVERVIEW_BATCH, /* last_current */
    OVERVIEW_MOVER_NOW,
    OVERVIEW_MOVER_BEFORE,
    OVERVIEW_SILENT, /* all lines of the reporter that the sentence takes */
    OVERVIEW_HAUL,   /* that record; with case ids but no line numbers its whole case */
};

/* The sentence, of whose selection o is the answer, narrowed to the lines that the number
 * counts. Text in a; NULL when memory is out. */
const char *overview_open(struct frame *f, const struct overview *o, const char *sentence,
                          enum overview_part part, size_t index, struct arena *a);

#endif
