/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which panes there are, and the digit of each. */
#include "app.h"

static const struct pane_entry table[] = {
    {1, 0, &pane_overview}, {2, 13, &pane_records}, {3, 14, &pane_filter},
    {4, 0, &pane_pivot},    {5, 0, &pane_trend},    {10, 11, &pane_import},
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

static const struct pane_entry *entry_of(const struct pane *p)
{
    const struct pane_entry *e = table;

    while (e->ops != p->ops) {
        e++;
    }
    return e;
}

int pane_digit(const struct pane *p)
{
    return entry_of(p)->digit;
}

int pane_keys(const struct pane *p)
{
    const struct pane_entry *e = entry_of(p);
    int stage = p->ops->stage ? p->ops->stage(p) : 0;

    return stage ? e->stages + stage - 1 : e->digit;
}
