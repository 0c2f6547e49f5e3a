/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview as lines of a screen: texts, and where each number leads. Made once an answer,
 * laid out once a size. */
#ifndef SAISIE_PANE_OVERVIEW_LINES_H
#define SAISIE_PANE_OVERVIEW_LINES_H

#include "analysis/overview_open.h"
#include "term/canvas.h"

#define OVERVIEW_LINES 64

enum overview_line_kind {
    LINE_HEAD,    /* a section's heading over its columns */
    LINE_NOTE,    /* a sentence that has no number */
    LINE_NUMBERS, /* label, now, before, change */
    LINE_ALONE,   /* label and one number at the right end */
    LINE_HAUL,    /* label (date), middle (reporter), last (product), change (mass) */
};

struct overview_line {
    enum overview_line_kind kind;
    const char *label, *middle, *last;
    const char *brief; /* for the label where that has no room; "" none */
    const char *now, *before, *change;
    enum role role; /* of the change */
    int half;       /* of a wide screen: 0 left, 1 right */
    int rank;       /* 0: always shown; else shown if there is room, low ranks first */
    bool opens;     /* the cursor stops here */
    bool two;       /* before can be opened too */
    enum overview_part part[2];
    size_t index;
    uint32_t count[2]; /* how many records each opens to; UINT32_MAX: not known */

    bool shown; /* by the layout */
    int y;      /* row of its half, from 0 */
};

struct overview_lines {
    struct arena arena; /* texts */
    struct overview_line line[OVERVIEW_LINES];
    size_t count;
    int height; /* rows that the longest half takes */
};

/* Writes all lines anew. filtered: the answer is of less than everything. has_dates: some file
 * brought dates. */
void overview_lines_make(struct overview_lines *l, const struct overview *o, bool filtered,
                         bool has_dates);
/* Chooses what is shown on rows rows, and where. */
void overview_lines_lay_out(struct overview_lines *l, int rows, bool wide);
void overview_lines_free(struct overview_lines *l);

#endif
