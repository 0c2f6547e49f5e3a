/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export --original: rows as their files spelled them. */
#ifndef SAISIE_COMMAND_ORIGINAL_H
#define SAISIE_COMMAND_ORIGINAL_H

#include "command/command.h"

/* Writes the lines of --batch, or the lines that the filter takes, under the headers of their
 * files. *rows: how many. */
enum status original_rows(struct call *c, struct workspace *w, FILE *file, size_t *rows,
                          struct error *e);

#endif
