/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which case a row belongs to, and which line of it an earlier delivery already brought. */
#ifndef SAISIE_INGEST_CASES_H
#define SAISIE_INGEST_CASES_H

#include "base/bitmap.h"
#include "base/map.h"
#include "store/writer.h"

/* One line of a case that has a line number. */
struct version {
    uint32_t line;    /* its newest version that is stored, 0: none */
    uint32_t current; /* the one that counts, 0: none */
    uint64_t hash;    /* of that one */
    bool known;       /* a batch that is not retracted spoke of it */
    bool seen;        /* this file spoke of it */
};

struct cases {
    struct writer *writer;
    uint32_t lines;               /* known when this file began */
    struct bitmap current;        /* of those */
    struct dictionary identities; /* source 0xFF case id; code + 1 is the case key */
    struct numbering keys;        /* (case, line number) to a number */
    struct version *versions;     /* by number */
    uint32_t version_room;
    uint32_t *key_of; /* by known line: its number + 1, 0: none */
    /* Lines without a number of their own: piles of equal content, in order of line. */
    struct numbering piles; /* (case or 0, content) */
    uint32_t *top;          /* by pile: the first line that this file did not take yet */
    uint32_t top_room;
    uint32_t *below;     /* by known line: the next of its pile */
    struct bitmap taken; /* known lines of piles that this file holds or takes back */
    struct buffer key;
    /* By key of a case that was known: how its current lines are told apart, and what this file
     * says of all of them together. */
    struct known_case *known;
    uint32_t known_count;
};

/* How the current lines of a known case are told apart. */
enum { CASE_NUMBERED = 1, CASE_LOOSE = 2 };

struct known_case {
    uint64_t before, now; /* sums over its numbered lines' contents: known, and of this file */
    uint8_t kinds;        /* CASE_... */
    bool several;         /* it has more than one numbered line */
    bool changed;         /* a line of it stands in this file with other content */
    bool grown;           /* and a number that was not known or does not count */
};

/* Loads the cases of the cache and what is known of its lines, whether they count or not: what
 * a file says must not hang on other batches. cases_close in any case. */
enum status cases_open(struct cases *cs, struct cache *cache, struct writer *w,
                       struct error *e);
void cases_close(struct cases *cs);
/* The key of a case, made when it is new. */
enum status cases_key(struct cases *cs, const char *source, const char *id, size_t id_len,
                      uint32_t *key, struct error *e);
/* A line by its case and the hash of its line number. Borrowed until the next call. */
enum status cases_version(struct cases *cs, uint32_t key, uint64_t number, struct version **out,
                          struct error *e);
/* NULL: the case is new. */
struct known_case *cases_known(struct cases *cs, uint32_t key);
/* A numbered line of the file: whether its number is known to count, with the same content. */
void cases_heard(struct cases *cs, uint32_t key, uint64_t hash, bool known, bool same);
/* A known case that the file holds whole and unchanged, but under other line numbers than
 * before: its id, or NULL. *all: how many there are. */
const char *cases_renumbered(const struct cases *cs, uint32_t *all);
/* The next known line of this content in the case (0: of no case) that the file did not take
 * yet, or 0. */
uint32_t cases_take(struct cases *cs, uint32_t key, uint64_t hash);
/* Whether lines of this content were known when the file began. */
bool cases_has_known(const struct cases *cs, uint32_t key, uint64_t hash);
bool cases_is_current(const struct cases *cs, uint32_t line);
/* Tells the writer which known lines inside the scope the file does not hold. */
enum status cases_absent(struct cases *cs, const struct bitmap *scope, struct error *e);

#endif
