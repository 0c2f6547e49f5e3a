/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of one record, shared by Records and the files that fill and paint it. */
#ifndef SAISIE_PANE_RECORDS_H
#define SAISIE_PANE_RECORDS_H

#include "base/arena.h"
#include "pane/pane.h"
#include "widget/list.h"

/* A line of the card. All texts in the card's arena. */
struct card_line {
    const char *label; /* "" continues the line above */
    const char *value;
    const char *original; /* as written in the file, where it differs; else NULL */
    enum role role;
    const char *field; /* whose value it is; NULL: of none */
    uint32_t leads;    /* to another line of the case: its position + 1; 0: nowhere */
};

#define CARD_LABEL_WIDTH 15

struct card {
    bool open;
    size_t position;
    int wrap; /* columns that long texts were wrapped to */
    struct arena arena;
    struct card_line *line;
    size_t count, capacity;
    const char *title;
    struct list list;
};

/* Collects everything that is known of the line at position. On a fault the card is closed. */
enum status card_open(struct card *card, struct workspace *w, size_t position, int cols,
                      struct error *e);
void card_close(struct card *card);

/* ---- card_view.c */

/* rows: of the canvas it will get. */
void card_measure(struct card *card, int rows);
/* at: its row in the list of Records, of them so many; at == of: it is not among them. */
void card_paint(struct card *card, struct canvas *c, size_t at, size_t of);
/* Moves the cursor; HANDLED_NOT for all other actions. */
unsigned card_action(struct card *card, enum action a);
/* The line under the cursor; NULL where there is none. */
const struct card_line *card_here(const struct card *card);
/* The cursor to the line of that label, else to that row: what one was reading on the card
 * before. */
void card_return(struct card *card, const char *label, size_t row, size_t top);

#endif
