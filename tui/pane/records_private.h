/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of Records, shared by the files that show it and act in it. */
#ifndef SAISIE_PANE_RECORDS_PRIVATE_H
#define SAISIE_PANE_RECORDS_PRIVATE_H

#include "pane/apart.h"
#include "pane/marks.h"
#include "pane/records.h"

#include "analysis/listing.h"

#define MOST_SHOWN 48 /* columns in sight on the widest screen */
#define FROZEN 2      /* date and reporter stay while the others scroll */
#define FROZEN_USUAL SIZE_MAX
#define HEAD_ROWS 2

struct shown {
    size_t column; /* index in columns */
    int col, width;
    const char *head; /* of a country that is shown by its code, else NULL */
};

struct own_width {
    char *name;
    int width;
};

struct cell {
    const char *text;
    enum value_state state;
    const char *before, *found; /* what is looked for, and what stands before it; NULL */
};

struct records {
    uint32_t *order;
    size_t count;
    unsigned version; /* of order: grows with each */
    struct arena keys_arena;
    struct sort_key keys[LISTING_KEYS];
    struct arena columns_arena;
    struct list_column *columns; /* frame NULL: not yet opened, its name alone is known */
    size_t column_count, frozen, frozen_here; /* here: those that the screen has room for */
    struct own_width *widths;
    size_t width_count;
    size_t column; /* under the cursor */
    size_t first;  /* first one behind the frozen */
    struct shown shown[MOST_SHOWN];
    size_t shown_count;
    struct list list;
    struct arena window_arena; /* texts of the rows in sight */
    struct cell *window;
    size_t window_top, window_rows, window_first, window_shown;
    int cols, window_cols; /* of the screen */
    unsigned window_version;
    char *provenance;
    char apart[APART_NOTE];
    struct card card;
    bool card_outside; /* its record is not the one under the cursor of the list */
    struct marks marks;
    char *find; /* what was looked for last, as typed; NULL nothing */
    struct buffer find_folded;
    bool find_back;
    bool chosen; /* columns that the user named */
};

/* ---- records_columns.c */

/* The columns named, so many of them frozen (FROZEN_USUAL: those that tell what a record is);
 * the cursor goes to the first. On a fault they stay. */
enum status records_take_columns(struct pane *p, const char *const *names, size_t count,
                                 size_t frozen, struct error *e);
/* After the frame was read anew: columns that the user chose, as far as there are such; else
 * the usual ones of the fields that there are now. */
enum status records_columns_reopen(struct pane *p, struct error *e);
/* The column under the cursor; NULL: there is none. */
const struct list_column *records_column(struct pane *p);
/* The one at that place, opened where it was not yet; NULL: it cannot be read, which is told.
 */
const struct list_column *records_column_at(struct pane *p, size_t i);
bool records_go_column(struct pane *p, const char *name);
/* Makes it wider, or narrower; the width stays with the field for the session. */
void records_resize(struct pane *p, int by);
void records_widths_free(struct records *r);
enum status records_default_columns(struct pane *p, struct error *e);
/* Whether there is such a column, told without loading any. */
bool records_has_column(struct pane *p, const char *name);
void records_set_width(struct pane *p, const char *name, int width);
/* From the words of ':columns'; "" the usual ones. */
bool records_set_columns(struct pane *p, const char *value, struct error *e);
/* Which columns are in sight, and where: the one under the cursor is. */
void records_layout(struct pane *p);
/* The usual columns anew, where they are others than before; those that the user chose stay. */
void records_columns_anew(struct pane *p);

/* ---- records.c */

/* From the words of ':sort'. */
bool records_sort_by(struct pane *p, const char *value, struct error *e);

/* ---- records_keep.c */

void records_keep_session(struct pane *p, struct session *s);
unsigned records_recall_session(struct pane *p, const struct session *s);

/* ---- records_choose.c */

/* Which columns, in what order, how many of them frozen: over a list of all fields. */
unsigned records_choose(struct pane *p);

/* ---- records_view.c */

/* Reads the texts of the rows in sight, where they are others than before. */
void records_fetch(struct pane *p);
void records_paint(struct pane *p, struct canvas *c);

/* ---- records_goto.c */

/* To "1200", "50%", "2025-03", "2025-Q1", in the order shown. False with *e (its place in
 * text): the cursor stays. */
bool records_goto(struct pane *p, const char *text, struct error *e);
/* Asks for it. */
unsigned records_ask_goto(struct pane *p);

/* ---- records_copy.c */

/* The card, the marked records or the one under the cursor as text: to the terminal's clipboard
 * where that was allowed, else into a file that is asked for. */
unsigned records_copy(struct pane *p);

/* ---- records_find.c */

/* Asks for a word and goes to it, or to it again: forward or back. */
unsigned records_find(struct pane *p, enum action action);
/* Where in text what is looked for stands (bytes); false: it does not. */
bool records_find_span(const struct records *r, const char *text, size_t *start, size_t *len);

/* ---- records_card.c */

/* The card of the line at position; where one was open, its cursor stays on the same label. */
unsigned records_open_card(struct pane *p, size_t position);
unsigned records_act_in_card(struct pane *p, enum action action, int count);
int records_stage(const struct pane *p); /* 1: a card is open */
const char *records_about(const struct pane *p);

/* ---- records_acts.c */

/* Orders by the column under the cursor, alone or further; again: the other way round. */
unsigned records_sort(struct pane *p, bool further);
/* Which of the keys of the order the field is; SIZE_MAX: none. */
size_t records_sort_place(const struct records *r, const char *name);
/* The value of a cell becomes a condition. */
void records_keep(struct pane *p, const struct list_column *c, size_t position);
/* Marks, tags, notes; HANDLED_NOT for all other actions. */
unsigned records_mark(struct pane *p, enum action action);

#endif
