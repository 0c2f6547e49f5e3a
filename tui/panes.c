/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which panes there are, and the digit of each. */
#include "app.h"

static const struct pane_entry table[] = {
    {1, &pane_overview}, {2, &pane_records}, {3, &pane_filter},
    {4, &pane_pivot},    {5, &pane_trend},   {10, &pane_import},
};

const struct pane_entry *panes_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

bool pane_has_digit(const struct pane *p)
{
    return pane_digit(p) < 10;
}

int pane_digit(const struct pane *p)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].ops == p->ops) {
            return table[i].digit + (p->ops->stage ? p->ops->stage(p) : 0);
        }
    }
    return 0;
}
