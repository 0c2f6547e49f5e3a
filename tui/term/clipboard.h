/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's clipboard, by OSC 52 (xterm, ctlseqs: Operating System Commands). */
#ifndef SAISIE_TERM_CLIPBOARD_H
#define SAISIE_TERM_CLIPBOARD_H

#include "term/term.h"

#include <stddef.h>

/* What terminals take at the most, as text; more than that several of them cut without a word.
 */
#define CLIPBOARD_MOST 56000

/* Hands text to the terminal, which may or may not take it: there is no answer. False: too
 * long, or memory is out; nothing was sent then. */
bool clipboard_copy(struct term *t, const char *text, size_t len);

#endif
