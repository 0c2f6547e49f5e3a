/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file that appears whole or not at all, and never in another's place. */
#ifndef SAISIE_EXPORT_WHOLE_FILE_H
#define SAISIE_EXPORT_WHOLE_FILE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdio.h>

/* All zero is none. */
struct whole_file {
    FILE *file; /* to write to */
    /* private */
    const char *path, *part; /* part: its name meanwhile; NULL: it has none */
};

/* Begins it, readable by its owner alone. Refused where path is taken, by whatever. Texts in a.
 */
enum status whole_file_open(const char *path, struct arena *a, struct whole_file *out,
                            struct error *e);
/* With status OK gives it its name, else leaves nothing of it. Closes it either way; returns
 * status, or what went wrong. */
enum status whole_file_close(struct whole_file *w, enum status status, struct error *e);

#endif
