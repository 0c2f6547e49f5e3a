/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do where there is nothing to show yet. */
#include "pane/empty.h"

void empty_paint(struct pane *p, struct canvas *c, int row)
{
    static const char *const lines[] = {
        "  I and the names of files         looked at and corrected here, then loaded",
        "  saisie import FILE...            the same on the command line, without a screen",
        "  make demo                        the training data that come with saisie",
    };
    /* Of files that were taken back, or whose rows are kept apart, lines are there. */
    bool empty = frame_lines(p->workspace->frame) == 0;
    canvas_text(c, row++, 1, c->cols - 1, ROLE_TEXT,
                empty ? "The cache is empty. Three ways to fill it:"
                      : "No seizure counts here. Three ways to bring some:");
    for (int i = 0; i < (int)(sizeof lines / sizeof *lines); i++)
        canvas_text(c, row + i, 1, c->cols - 1, ROLE_TEXT, lines[i]);
}
