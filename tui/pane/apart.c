/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panes say of rows that they never show: sums and licit trade. */
#include "pane/apart.h"

#include <stdio.h>

enum status apart_note(struct pane *p, char out[APART_NOTE], struct error *e)
{
    size_t rows;
    char number[64];
    enum status s = workspace_apart(p->workspace, &rows, e);

    out[0] = '\0';
    if (s == STATUS_OK && rows) {
        fixed_format((int128)rows, 0, 0, ',', number);
        snprintf(out, APART_NOTE,
                 "%s row%s kept apart (sums, licit trade): saisie list --apart\n", number,
                 rows == 1 ? "" : "s");
    }
    return s;
}
