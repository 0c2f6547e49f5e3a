/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal session: opened and given back whole, with its signals and its queue of keys.
 * Nothing else in the program reads keys or watches signals. */
#ifndef SAISIE_TERM_TERM_H
#define SAISIE_TERM_TERM_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct term;

/* What happened while term_wait slept: flags. */
enum term_event {
    TERM_KEYS = 1 << 0,      /* keys stand in the queue */
    TERM_RESIZED = 1 << 1,   /* the screen has a new size, or was away: draw all anew */
    TERM_INTERRUPT = 1 << 2, /* Ctrl-C */
    TERM_LOST = 1 << 3,      /* the terminal is gone: leave at once, status 129 */
    TERM_ENDED = 1 << 4,     /* SIGTERM: leave at once, status 143 */
};

/* Takes the terminal for the panes. Without a usable one STATUS_FAILED, saying what to use
 * instead. *out is owned by the caller; there can be one at a time. */
enum status term_open(struct term **out, struct error *e);
/* Gives the terminal back as it was; NULL-safe. */
void term_close(struct term **t);

/* Sleeps until something happens, then takes in every key that is there. Suspends and resumes
 * the program where the user asks for it. Returns flags of enum term_event; 0: milliseconds
 * have passed (-1: as long as it takes). */
unsigned term_wait(struct term *t, int milliseconds);
/* The next key of the queue: a byte (UTF-8 of what was typed) or a KEY_ code of curses; -1: the
 * queue is empty. */
int term_key(struct term *t);
/* Whether Ctrl-C was pressed since the last wait; it then counts as seen. For work that asks
 * between two waits. */
bool term_interrupted(struct term *t);
bool term_has_keys(const struct term *t);
/* Whether term_wait would return at once: a key or a signal waits. Takes nothing in. */
bool term_waits(const struct term *t);
/* Whether the program is to leave at once (TERM_LOST, TERM_ENDED); nothing is taken in. */
bool term_leaves(const struct term *t);

/* Sends what was painted, once, and puts the terminal's own cursor at row and column. */
void term_flush(struct term *t, int row, int col);
void term_size(const struct term *t, int *rows, int *cols);
/* The next flush draws every cell (Ctrl-L, after a resize). */
void term_redraw(struct term *t);
/* Bytes past the screen, as they are: for requests to the terminal itself. */
void term_send(struct term *t, const char *bytes, size_t len);
/* Asks the terminal to bracket what is pasted; silent where it cannot. */
void term_paste_mode(struct term *t, bool on);
/* Colours that may be used: 0 with NO_COLOR or on a terminal without. */
int term_colours(const struct term *t);
/* Whether text beyond ASCII reaches the screen (locale), and whether block characters do. */
bool term_utf8(const struct term *t);
bool term_blocks(const struct term *t);

#endif
