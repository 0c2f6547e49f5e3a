/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace: the open cache with its frame, and the question that all panes share: one
 * filter sentence and its selection. What commands and panes act on. */
#ifndef SAISIE_WORKSPACE_WORKSPACE_H
#define SAISIE_WORKSPACE_WORKSPACE_H

#include "filter/filter.h"
#include "frame/frame.h"
#include "store/cache.h"

struct workspace {
    const struct reference *reference; /* borrowed */
    struct cache *cache;
    struct frame *frame;
    char *sentence; /* canonical, never NULL */
    const struct filter *filter;
    struct bitmap selection; /* lines that the sentence takes */
    struct filter_outcome outcome;
    unsigned
        generation; /* grows with each new selection: a pane whose answer is older recomputes */
    bool selected;  /* selection and outcome are of the sentence; else of one before it */
    /* private */
    struct arena filter_arena;
    struct {
        char *sentence; /* NULL: there is none */
        const struct filter *filter;
        struct arena arena;
        unsigned generation;
    } before;         /* what the selection is of, while it is of no other */
    unsigned asked;   /* the newest generation that there was */
    unsigned counted; /* the generation that these are of */
    uint32_t cases, without_case, reporters;
    char marking[64];
    bool marking_known, apart_known;
    size_t apart;
};

/* Opens the cache read-only with an empty filter. *out is owned by the caller; reference is
 * borrowed. */
enum status workspace_open(const char *cache_path, const struct reference *r,
                           struct workspace **out, struct error *e);
/* The same over what is no seizure (frame_open_apart), for lists alone. */
enum status workspace_open_apart(const char *cache_path, const struct reference *r,
                                 struct workspace **out, struct error *e);
void workspace_close(struct workspace **w);

/* Reads the cache anew, as it is now, under the same sentence; where that has a word that there
 * is no more, without (*kept false). What was borrowed from the old frame and cache is gone.
 * On a fault all stays as it was. */
enum status workspace_reload(struct workspace *w, bool *kept, struct error *e);

/* Sets the filter; on a fault the old one stays. */
enum status workspace_filter(struct workspace *w, const char *sentence, struct error *e);

/* The same in two steps, for who shows what is going on between them. Asking parses alone: the
 * sentence stands, the selection is still that of before. Selecting counts, and where it is
 * stopped (STATUS_CANCELLED, see frame_pace) the selection stays what it was, to be selected
 * later or given up by asking for the old sentence, which costs nothing. */
enum status workspace_ask(struct workspace *w, const char *sentence, struct error *e);
enum status workspace_select(struct workspace *w, struct error *e);
/* Counts what stands under every number of the selection, once for all who show it. */
enum status workspace_count(struct workspace *w, struct error *e);
/* Back to the sentence that the selection is of. */
void workspace_give_up(struct workspace *w);

/* Tags or notes were changed through w->cache: they are read anew, and the sentence is asked
 * again where it rests on them; a new generation in any case. */
enum status workspace_retagged(struct workspace *w, struct error *e);

/* The provenance line: "7,612 seizures · 7,310 cases · batches 1–3 · as of 2026-03-31", with
 * what the filter left out. Text in a; NULL when memory is out. */
const char *workspace_provenance(struct workspace *w, struct arena *a);
/* What stands under a table that leaves the screen: "filter: ...", then the provenance line.
 * Text in a; NULL when memory is out. */
const char *workspace_under(struct workspace *w, struct arena *a);
/* The same without as-of date and marking, for panes whose tab line shows both. */
const char *workspace_counts(struct workspace *w, struct arena *a);
/* Rows of the cache that are no seizures (sums, licit trade) and so not in this workspace,
 * whatever the filter; 0 where it is over them. */
enum status workspace_apart(struct workspace *w, size_t *rows, struct error *e);
/* "TRAINING DATA" where every source of the cache says so (case ids begin with TRN-), else the
 * cache's meta marking, else "". Borrowed. */
const char *workspace_marking(struct workspace *w);

/* Where the user's own tables lie: $XDG_CONFIG_HOME/saisie, else ~/.config/saisie; *path NULL
 * where neither is set. The folder need not be there. */
enum status workspace_user_folder(struct arena *a, const char **path, struct error *e);
/* The path of one of them, by name; NULL likewise. */
enum status workspace_user_file(const char *name, struct arena *a, const char **path,
                                struct error *e);
/* Where the cache lives when nobody says: $XDG_DATA_HOME/saisie/cache.db, else
 * ~/.local/share/saisie/cache.db; the folder is made (0700) when make is true. Text in a. */
enum status workspace_default_cache(bool make, struct arena *a, const char **path,
                                    struct error *e);

#endif
