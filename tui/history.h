/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed at the prompts, kept per kind in $XDG_STATE_HOME/saisie/KIND.history (0600).
 */
#ifndef SAISIE_TUI_HISTORY_H
#define SAISIE_TUI_HISTORY_H

/* Fills readline's history with the lines of that kind, oldest first; silent where there are
 * none. */
void history_load(const char *kind);
/* Adds a line (a repeated one moves to the end) and writes the file whole beside the old one,
 * then in its place. A file that cannot be written is no fault: the session goes on. */
void history_keep(const char *kind, const char *line);

#endif
