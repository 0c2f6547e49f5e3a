/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that are dear to make and the same for everyone who opens the cache, kept beside what
 * they were made from. Never part of what was delivered: neither the digest nor a purge knows
 * them. */
#ifndef SAISIE_STORE_ANSWER_H
#define SAISIE_STORE_ANSWER_H

#include "store/cache.h"

/* Says what an answer was made from: a hash over all that it depends on. */
#define ANSWER_KEY_BYTES 32

/* The answer of that name, if it was kept with this very key; in a. *data NULL: there is none,
 * or it is of another state. */
enum status cache_answer(struct cache *c, const char *name, const uint8_t *key, struct arena *a,
                         const void **data, size_t *bytes, struct error *e);
/* Keeps it, in place of the one that has its name, in a transaction of its own. c is open for
 * writing and holds no moment. */
enum status cache_keep_answer(struct cache *c, const char *name, const uint8_t *key,
                              const void *data, size_t bytes, struct error *e);

#endif
