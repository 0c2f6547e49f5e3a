/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do where there is nothing to show yet. */
#include "pane/empty.h"

void empty_paint(struct canvas *c, int row)
{
    static const char *const lines[] = {
        "The cache is empty. Three ways to fill it:",
        "  saisie import FILE...            CSV exports, headers in English or French",
        "  saisie import --generic FILE     any table, columns as they are",
        "  make demo                        the training data that come with saisie",
    };
    for (int i = 0; i < (int)(sizeof lines / sizeof *lines); i++)
        canvas_text(c, row + i, 1, c->cols - 1, ROLE_TEXT, lines[i]);
}
