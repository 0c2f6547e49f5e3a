/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked records: of the session, by position, whatever the filter takes; carried to the same
 * seizures when the cache is read anew. */
#ifndef SAISIE_PANE_MARKS_H
#define SAISIE_PANE_MARKS_H

#include "frame/frame.h"
#include "term/canvas.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero: none is marked. */
struct marks {
    struct bitmap bits; /* by position; unused (words NULL) while none was ever marked */
    size_t count;
    uint32_t batch, last_line; /* the newest batch then, and its last line */
};

void marks_free(struct marks *m);
/* The cache was read anew into f: the marks go on to what stands for the same seizures now, and
 * are none where lines were numbered anew. */
enum status marks_carry(struct marks *m, struct frame *f, struct error *e);
bool marks_has(const struct marks *m, size_t position);
/* Marks the line, or takes its mark away; false when memory is out. */
bool marks_toggle(struct marks *m, size_t position, const struct frame *f);
/* Takes all marks away; where there is none, marks what is selected. */
bool marks_all(struct marks *m, const struct bitmap *selection, const struct frame *f);
/* The sign of a marked row in column 0, which is the cursor's too. */
void marks_paint(struct canvas *c, int row, bool cursor);

#endif
