/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What panes keep from one time to the next: read when the program opens, written whenever it
 * has changed. */
#ifndef SAISIE_TUI_RESUME_H
#define SAISIE_TUI_RESUME_H

#include "app.h"

/* Reads the session of the cache and lets each pane take what is its own; tells once what was
 * no good. */
void resume_open(struct app *a);
/* Lets each pane say how it is, and writes that where it is other than before. */
void resume_keep(struct app *a);
/* The same for the last time. */
void resume_close(struct app *a);

#endif
