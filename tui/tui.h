/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panes, as main sees them. */
#ifndef SAISIE_TUI_TUI_H
#define SAISIE_TUI_TUI_H

#include "workspace/workspace.h"

/* Opens the panes on the workspace (borrowed) and returns the exit status: 0, 1 with *e filled
 * where the terminal will not do, 129 when it vanished, 143 when told to end. theme: name of a
 * theme, NULL: $SAISIE_THEME or the default. clean: as if for the first time, and nothing of
 * this time is kept. */
int tui_run(struct workspace *w, const char *theme, bool clean, struct error *e);

#endif
