/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one list: a cursor over many rows of which a page is shown. It knows no data: whoever
 * uses it paints the rows that are in sight. */
#ifndef SAISIE_WIDGET_LIST_H
#define SAISIE_WIDGET_LIST_H

#include "pane/pane.h"

/* All zero is an empty list. */
struct list {
    size_t count;  /* rows there are */
    size_t cursor; /* always < count, or 0 */
    size_t top;    /* first row in sight */
    int page;      /* rows in sight */
};

/* Sets what there is and what is in sight; cursor and top follow so that the cursor is in
 * sight. */
void list_fit(struct list *l, size_t count, int page);
/* Moves the cursor to a row and it into sight. */
void list_go(struct list *l, size_t row);
/* The moving actions (up down page-up page-down first last); HANDLED_NOT for all others. */
unsigned list_action(struct list *l, enum action a, int count);
/* For lists that are read, without a cursor to see: the moving actions move what is in sight.
 * False for all others. */
bool list_scroll(struct list *l, enum action a);

/* Paints one row: everything right of column 0, which holds the cursor's mark. */
typedef void list_row(void *data, struct canvas *c, int screen_row, size_t row, bool cursor);
/* Paints the rows in sight from screen row first on, and blanks below them. focus: the list has
 * the keys, so the terminal's own cursor stands on its row; without it the mark is not shown.
 */
void list_paint(struct list *l, struct canvas *c, int first, bool focus, list_row *row,
                void *data);

#endif
