/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompt at the foot of the screen: one line edited by readline, with completion and a mark
 * under what is at fault. */
#ifndef SAISIE_TUI_PROMPT_H
#define SAISIE_TUI_PROMPT_H

#include "app.h"
#include "base/arena.h"
#include "filter/filter.h"

struct prompt_kind {
    const char *name; /* of its history */
    const char *mark; /* "/" */
    const char *hint; /* two lines below the line while nothing is wrong: which keys */
    const char *const *examples; /* one line below it: as many as fit; NULL-ended, or NULL */
    /* Takes the line; false with *e (at, length mark the place): the prompt stays open. */
    bool (*accept)(struct app *a, const char *line, struct error *e);
    /* What fits at the cursor, as filter_complete does; NULL: there is nothing to offer. */
    enum status (*complete)(struct app *a, const char *line, size_t cursor, size_t limit,
                            struct arena *arena, size_t *from, struct filter_completion **out,
                            size_t *count, struct error *e);
    void *data; /* for both, as a->prompt_data while the prompt runs; or NULL */
};

/* Runs until a line was accepted or the user left; true: accepted. */
bool prompt_run(struct app *a, const struct prompt_kind *kind, const char *initial);

#endif
