/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked records: of the session, by position, whatever the filter takes. */
#ifndef SAISIE_PANE_MARKS_H
#define SAISIE_PANE_MARKS_H

#include "base/bitmap.h"
#include "term/canvas.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero: none is marked. */
struct marks {
    struct bitmap bits; /* by position; unused (words NULL) while none was ever marked */
    size_t count;
};

void marks_free(struct marks *m);
bool marks_has(const struct marks *m, size_t position);
/* Marks the line, or takes its mark away; false when memory is out. lines: of the frame. Marks
 * over another number of lines are none of this frame's and go. */
bool marks_toggle(struct marks *m, size_t position, size_t lines);
/* Takes all marks away; where there is none, marks what is selected. */
bool marks_all(struct marks *m, const struct bitmap *selection);
/* The sign of a marked row in column 0, which is the cursor's too. */
void marks_paint(struct canvas *c, int row, bool cursor);

#endif
