/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved filters as commands and panes show and change them: with their counts, and never so
 * that one rests on itself or on one that is gone. */
#ifndef SAISIE_WORKSPACE_SAVED_H
#define SAISIE_WORKSPACE_SAVED_H

#include "workspace/workspace.h"

struct saved_count {
    const char *name, *sentence;
    size_t lines;      /* current ones that it takes */
    size_t added;      /* of these, those that the newest batch brought */
    const char *fault; /* why it cannot be read any more; NULL: it can */
};
/* All of them in order of their names, in a. */
enum status saved_list(struct workspace *w, struct arena *a, struct saved_count **out,
                       size_t *count, struct error *e);

/* Saves the sentence (canonical, as saved) under the name, in place of what had it; sentence
 * NULL removes it. *before (in a): the sentence that it had, NULL none. STATUS_MISUSE where it
 * is no sentence, would rest on itself, or (removed) others rest on it. The frame may have
 * columns of the old one: workspace_reload. */
enum status saved_keep(struct workspace *w, const char *name, const char *sentence,
                       struct arena *a, const char **before, struct error *e);

#endif
