/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved filters: sentences under a name, kept in the cache and never part of what was
 * delivered: neither the digest nor undoing an import knows them, and a purge keeps them. */
#ifndef SAISIE_STORE_SAVED_H
#define SAISIE_STORE_SAVED_H

#include "store/cache.h"

struct saved_filter {
    const char *name;     /* as a tag's (tag_is_name) */
    const char *sentence; /* canonical when it was saved */
    const char *at;       /* 2026-11-24T11:40:00Z */
};
/* All of them, in order of their names; in a. */
enum status cache_saved_filters(struct cache *c, struct arena *a, struct saved_filter **out,
                                size_t *count, struct error *e);
/* The one of that name, case and accents apart; out->name NULL where there is none. */
enum status cache_find_saved(struct cache *c, const char *name, struct arena *a,
                             struct saved_filter *out, struct error *e);
/* Saves the sentence under the name, in place of the one that has it; sentence NULL: removes
 * that. In one short transaction of a connection of its own, after which c sees it; c may hold
 * a moment, which is then a later one (tag.h tells how). *before (in a) is the sentence that
 * the name had, NULL: none. STATUS_MISUSE where name is none, or there is nothing to remove. */
enum status cache_save_filter(struct cache *c, const char *name, const char *sentence,
                              struct arena *a, const char **before, struct error *e);

#endif
