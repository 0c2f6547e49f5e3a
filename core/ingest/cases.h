/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which case a row belongs to, and which line of it an earlier delivery already brought. */
#ifndef SAISIE_INGEST_CASES_H
#define SAISIE_INGEST_CASES_H

#include "base/map.h"
#include "store/writer.h"

/* The newest version of one line of a case. */
struct version {
    uint32_t line;  /* 0: not seen before */
    bool withdrawn; /* it is current no more */
    bool seen;      /* this file brought it */
    uint64_t hash;
};

struct cases {
    struct writer *writer;
    struct dictionary identities; /* source 0xFF case id; code + 1 is the case key */
    struct numbering keys;        /* (case, line) to a number */
    struct version *versions;     /* by number */
    uint32_t version_room;
    uint32_t *ordinals; /* by case key: lines without a line number so far */
    uint32_t ordinal_room;
    struct buffer key;
};

/* Loads the cases of the cache and the newest versions of their lines. cases_close in any case.
 * A line is known by its case and line number, or where it has none by its ordinal among such
 * lines of its case. */
enum status cases_open(struct cases *cs, struct cache *cache, struct writer *w,
                       struct error *e);
void cases_close(struct cases *cs);
/* The key of a case, made when it is new. */
enum status cases_key(struct cases *cs, const char *source, const char *id, size_t id_len,
                      uint32_t *key, struct error *e);
/* The version of a line; number: hash of its line number, 0 where it has none. Borrowed until
 * the next call. */
enum status cases_version(struct cases *cs, uint32_t key, uint64_t number, struct version **out,
                          struct error *e);

#endif
