/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion of the names of files. */
#ifndef SAISIE_TUI_PATHS_H
#define SAISIE_TUI_PATHS_H

#include "filter/filter.h"

/* What fits the word of line that ends at cursor and begins at start or behind: folders with a
 * slash, files with a blank behind them, hidden ones where the word begins with a dot. At most
 * limit into out. *from: where the word begins. */
enum status complete_path(const char *line, size_t start, size_t cursor, size_t limit,
                          struct arena *arena, size_t *from, struct filter_completion *out,
                          size_t *count, struct error *e);

#endif
