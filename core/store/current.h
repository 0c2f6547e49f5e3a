/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lines count: found from what the batches say, kept as exceptions. For core/store. */
#ifndef SAISIE_STORE_CURRENT_H
#define SAISIE_STORE_CURRENT_H

#include "store/statement.h"

/* What the last batch did to the lines before it, where its rows alone don't tell. */
struct current_outcome {
    uint32_t paired;    /* loose lines that took the place of another of their case */
    uint32_t withdrawn; /* lines that its scope withdrew */
    uint32_t absent;    /* lines that it does not hold and that stay */
};

/* Finds the current lines anew from all batches that are not retracted; bit id - 1 of *out,
 * which the caller frees in any case. */
enum status current_find(struct cache *c, struct bitmap *out, struct current_outcome *last,
                         struct error *e);
/* Keeps them: writes the differences to the exceptions that are there. */
enum status current_write(struct cache *c, const struct bitmap *current, struct error *e);
/* The day that the live batches reach to, and whether one of them marks the cache. */
enum status current_meta(struct cache *c, struct error *e);

#endif
