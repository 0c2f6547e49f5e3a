/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table: which key means what in which pane. Help and key bar are made from it. */
#ifndef SAISIE_TUI_KEYS_H
#define SAISIE_TUI_KEYS_H

#include "pane/pane.h"

/* One bit a pane: what pane_keys says, as a rule the digit that opens it. */
#define KEYS_OVERVIEW (1U << 1)
#define KEYS_RECORDS (1U << 2)
#define KEYS_FILTER (1U << 3)
#define KEYS_PIVOT (1U << 4)
#define KEYS_TREND (1U << 5)
#define KEYS_PANES 0x3EU
/* Of one record, over Records. */
#define KEYS_CARD (1U << 13)
/* The values of a date in Filter. */
#define KEYS_DATES (1U << 14)
#define KEYS_ALL (KEYS_PANES | KEYS_CARD | KEYS_DATES)
/* The import has no digit; what its keys do goes by how far it is. */
#define KEYS_IMPORT (1U << 10)  /* files are looked at */
#define KEYS_LOADING (1U << 11) /* and loaded */
#define KEYS_LOADED (1U << 12)
#define KEYS_IMPORTS (KEYS_IMPORT | KEYS_LOADING | KEYS_LOADED)
#define KEYS_EVERYWHERE (KEYS_ALL | KEYS_IMPORTS)

struct key_binding {
    int key; /* a byte, or a KEY_ code of curses */
    enum action action;
    unsigned panes;   /* KEYS_... */
    const char *word; /* in the key bar of these panes; NULL: not there */
};

/* The whole table in the order in which key bar and help show it. */
const struct key_binding *keys_table(size_t *count);
/* What the key means where pane_keys says that number; ACTION_NONE where it means nothing. */
enum action keys_action(int key, int bit);
/* The key's name: "j", "C-r", "PgDn", the theme's sign for Enter. Text in out. */
void keys_name(int key, const struct canvas *c, char out[24]);
const char *keys_action_name(enum action a);
const char *keys_action_help(enum action a);

#endif
