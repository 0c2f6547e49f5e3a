/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that keep tags and notes share, and what the rest of the store asks of them.
 */
#ifndef SAISIE_STORE_TAG_PRIVATE_H
#define SAISIE_STORE_TAG_PRIVATE_H

#include "store/statement.h"
#include "store/tag.h"

/* Their tables, for an empty file. */
extern const char tag_tables[];

/* Seizures, each by the line that it was first known as: the first of a chain of versions; of
 * lines without a number that took the place of one another, what current.c found. Every line
 * that is not that line itself. */
struct chains {
    struct links by_line; /* older is the first; newer than line where the two changed places */
    struct line_link *by_first;
};
enum status chains_read(struct cache *c, struct chains *out, struct error *e);
/* Versions alone, without lines that took another's place. */
enum status chains_read_versions(struct cache *c, struct chains *out, struct error *e);
void chains_free(struct chains *k);
uint32_t chains_first(const struct chains *k, uint32_t line);

/* For a purge: what from says goes into to. now: by the line of from that a seizure was first
 * known as, what that is in to, or 0. */
enum status tags_carry(struct cache *from, struct cache *to, const uint32_t *now,
                       struct error *e);
/* c's connection, which holds a moment, sees the present instead; fails where batches came or
 * went meanwhile. */
enum status cache_renew(struct cache *c, struct error *e);
/* For a purge: saved filters of from go into to, in a transaction of its own or its caller's.
 */
enum status saved_carry(struct cache *from, struct cache *to, struct error *e);
/* For a check: fault is called for what does not fit. */
enum status tags_check(struct cache *c, cache_fault *fault, void *data, struct error *e);

#endif
