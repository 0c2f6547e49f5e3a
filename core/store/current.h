/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lines count: found from what the batches say, kept as exceptions. For core/store. */
#ifndef SAISIE_STORE_CURRENT_H
#define SAISIE_STORE_CURRENT_H

#include "store/statement.h"

/* What the last batch did to the lines before it, where its rows alone don't tell. */
struct current_outcome {
    uint32_t paired;    /* loose lines that took the place of another of their case */
    uint32_t withdrawn; /* lines that its scope withdrew */
};

struct current {
    struct bitmap lines;  /* bit id - 1 of those that count */
    struct links carried; /* line: of those without a number that stand for another's seizure;
                             older: the line that this was first known as, older or not */
};
void current_free(struct current *k);
/* Finds the current lines anew from all batches that are not retracted; current_free in any
 * case. */
enum status current_find(struct cache *c, struct current *out, struct current_outcome *last,
                         struct error *e);
/* Keeps them: writes the differences to the exceptions that are there, and what is carried. */
enum status current_write(struct cache *c, const struct current *current, struct error *e);
/* What was kept as carried, by line ascending; links_free in any case. */
enum status carried_read(struct cache *c, struct links *out, struct error *e);
enum status carried_write(struct cache *c, const struct links *carried, struct error *e);
/* The absent lines of a batch (cache_absent) among those that are current. */
enum status absent_find(struct cache *c, uint32_t batch, const struct bitmap *current,
                        struct bitmap *out, struct error *e);
/* The day that the live batches reach to, and whether one of them marks the cache. */
enum status current_meta(struct cache *c, struct error *e);

#endif
