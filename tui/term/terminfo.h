/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is needed of terminfo itself: <term.h> defines a struct term of its own, so it stays in
 * one file. */
#ifndef SAISIE_TERM_TERMINFO_H
#define SAISIE_TERM_TERMINFO_H

/* The terminal description that curses works with, and that back in its place after somebody
 * else (readline) looked up one. */
void *terminfo_current(void);
void terminfo_restore(void *description);
/* A control text of the terminal by its name ("rmcup"); NULL: it has none. Borrowed. */
const char *terminfo_text(const char *name);

#endif
