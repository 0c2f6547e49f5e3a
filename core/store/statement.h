/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch says about lines beyond those that it brought: few bytes for long runs of them.
 * How currency follows from it is told in current.c. */
#ifndef SAISIE_STORE_STATEMENT_H
#define SAISIE_STORE_STATEMENT_H

#include "base/bitmap.h"
#include "store/sql.h"

enum statement_kind {
    STATEMENT_SEEN = 1,   /* lines of earlier batches that the file holds unchanged */
    STATEMENT_LINK,       /* lines brought that are versions of an older one */
    STATEMENT_WITHDRAWN,  /* lines whose seizure the file takes back */
    STATEMENT_ABSENT,     /* lines inside the scope of a complete file that it does not hold */
    STATEMENT_LOOSE,      /* lines brought that have a case and no line number */
    STATEMENT_SAME_FIRST, /* of rows that are equal in every cell the line of the first */
    STATEMENT_SAME_LATER, /* and those of the others, known before or not */
    STATEMENT_KINDS
};

/* Runs of line ids, first .. last. All zero is empty. */
struct line_run {
    uint32_t first, last;
};
struct runs {
    struct line_run *run;
    size_t count, capacity;
};
/* Adds a line, in any order; false when memory is out. */
bool runs_add(struct runs *r, uint32_t line);
/* Brings them into order and joins what touches. */
void runs_sort(struct runs *r);
void runs_free(struct runs *r);

struct line_link {
    uint32_t line, older;
};
struct links {
    struct line_link *link;
    size_t count, capacity;
};
/* Lines ascending. */
bool links_add(struct links *l, uint32_t line, uint32_t older);
void links_free(struct links *l);

/* Packed as pairs of LEB128 numbers, each pair from the end of the one before: gap and length
 * of a run; gap and how far back the older line is. */
void runs_pack(const struct runs *r, struct buffer *out);
void links_pack(const struct links *l, struct buffer *out);
/* False where the bytes are damaged or memory is out. */
bool runs_unpack(const void *data, size_t len, uint32_t lines, struct runs *r);
bool links_unpack(const void *data, size_t len, uint32_t lines, struct links *l);

/* All that one batch says. */
struct statements {
    struct runs runs[STATEMENT_KINDS]; /* STATEMENT_LINK unused */
    struct links links;
};
void statements_free(struct statements *s);
/* Keeps them under a batch; runs are sorted. */
enum status statements_write(struct cache *c, uint32_t batch, struct statements *s,
                             struct error *e);
/* lines: how many the cache has. statements_free in any case. */
enum status statements_read(struct cache *c, uint32_t batch, uint32_t lines,
                            struct statements *s, struct error *e);

#endif
