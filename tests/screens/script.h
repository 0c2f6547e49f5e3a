/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a test record: one step a line, in words, with variables filled in. */
#ifndef SCREENS_SCRIPT_H
#define SCREENS_SCRIPT_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A list of strings it owns, ended by NULL once something was added. */
struct list {
    char **items;
    size_t count;
};
void list_add(struct list *l, const char *item);
/* Adds NAME=value, or replaces the entry of that name. */
void list_set(struct list *l, const char *name, const char *value);
/* The value of NAME among NAME=value entries, or NULL. */
const char *list_value(const struct list *l, const char *name, size_t name_len);
void list_free(struct list *l);

struct step {
    int line;          /* from 1 */
    char *name;        /* its first word */
    struct list words; /* the rest; for `keys` one word: the rest of the line */
};

struct script {
    struct step *steps;
    size_t count;
};

/* Reads `path`; variables come from `vars` (NAME=value), then the environment. False with the
 * reason in `why` ("12: unknown variable $CACHE"). The caller frees the script either way. */
bool script_read(const char *path, const struct list *vars, struct script *out,
                 struct buf *why);
void script_free(struct script *s);

#endif
