/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved filters in the panes: the ':' commands that save, list and remove them. */
#ifndef SAISIE_SAVED_H
#define SAISIE_SAVED_H

#include "app.h"

/* Saves the present sentence under a name, and tells the one that had it. False with the error
 * where that cannot be. */
bool saved_save(struct app *a, const char *name, struct error *e);
bool saved_remove(struct app *a, const char *name, struct error *e);
/* Lists them with their counts; the one chosen becomes the sentence. */
bool saved_choose(struct app *a, struct error *e);
/* Their names, for completion. */
enum status saved_names(struct app *a, struct arena *arena, const char ***words, size_t *count,
                        struct error *e);

#endif
