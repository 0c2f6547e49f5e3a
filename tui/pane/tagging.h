/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and notes given from a pane: the prompts for them, and taking the last one back. */
#ifndef SAISIE_PANE_TAGGING_H
#define SAISIE_PANE_TAGGING_H

#include "pane/pane.h"

/* Asks for tags for the lines (bit by position): words; one that all of them have, or that -
 * stands before, is taken off. True: the workspace was brought up to date and has a new
 * generation. */
bool tagging_tag(struct app *a, const struct bitmap *lines);
/* Asks for a note on them, likewise. */
bool tagging_note(struct app *a, const struct bitmap *lines);
/* Takes the last tag or note back, of whatever session, likewise. */
bool tagging_undo(struct app *a);

#endif
