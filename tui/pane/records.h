/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of one record, shared by Records and the file that paints it. */
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
};

struct card {
    bool open;
    size_t position;
    int wrap; /* columns that long texts were wrapped to */
    struct arena arena;
    struct card_line *line;
    size_t count, capacity;
    const char *title;
    struct list list; /* its top alone is used */
};

/* Collects everything that is known of the line at position. On a fault the card is closed. */
enum status card_open(struct card *card, struct workspace *w, size_t position, int cols,
                      struct error *e);
void card_close(struct card *card);
void card_paint(struct card *card, struct canvas *c, size_t at, size_t of);
/* Scrolls; HANDLED_NOT for all other actions. */
unsigned card_action(struct card *card, enum action a);

#endif
