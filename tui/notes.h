/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines under a pane: notes and provenance, and the overlay that shows them whole. */
#ifndef SAISIE_TUI_NOTES_H
#define SAISIE_TUI_NOTES_H

#include "app.h"

#define NOTES_MOST 8

/* A piece of the text that stands on one row. */
struct note_row {
    const char *at;
    size_t len;
};

struct notes {
    struct buffer text; /* owned; the rows lie in it */
    struct note_row row[NOTES_MOST];
    size_t count;
    bool whole; /* everything stands in the rows */
};

/* What the pane says of its answer, in at most `most` (1 at least) rows of width columns: notes
 * are wrapped where that fits, else one a row and cut; the provenance line is always the last.
 */
void notes_open(struct notes *n, struct pane *p, int width, size_t most);
void notes_close(struct notes *n);
/* From that row of the canvas on. */
void notes_paint(const struct notes *n, struct canvas *c, int row);
/* All of them in an overlay. */
void notes_run(struct app *a);

/* Bytes of the text that fit on a row of width columns, up to a blank or the line's end, and at
 * least one character of a line that is not empty. */
size_t notes_fit(const char *text, int width);

#endif
