/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do where there is nothing to show yet. */
#include "pane/empty.h"

void empty_paint(struct canvas *c, int row)
{
    static const char *const lines[] = {
        "The cache is empty. Three ways to fill it:",
        "  I and the names of files         looked at and corrected here, then loaded",
        "  saisie import FILE...            the same on the command line, without a screen",
        "  make demo                        the training data that come with saisie",
    };
    for (int i = 0; i < (int)(sizeof lines / sizeof *lines); i++)
        canvas_text(c, row + i, 1, c->cols - 1, ROLE_TEXT, lines[i]);
}
