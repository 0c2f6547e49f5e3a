/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of an import: distinct texts get codes and are typed once, as they appear; dates
 * in either order wait for the last row. */
#ifndef SAISIE_INGEST_COLUMNS_H
#define SAISIE_INGEST_COLUMNS_H

#include "base/map.h"
#include "ingest/records.h"
#include "ingest/typing.h"

/* What an import knows of a spelling, by code. */
struct note {
    uint64_t hash;   /* what it adds to the hash of its line; 0: nothing */
    uint64_t number; /* hash of the value, whatever the field: tells line numbers apart */
    int32_t day;     /* of a valid date, INT32_MIN: none */
    uint32_t code;   /* index in the code list, or CODE_NONE */
    uint32_t uses;   /* by lines of this import, counted while it is pending */
    enum value_state state;
    enum finding_kind finding;
    bool ambiguous; /* a parent would settle it */
    bool pending;   /* a date that waits for the last row */
};

enum { COLUMN_PENDING_KEPT = FINDINGS_KEPT };

struct column {
    const struct field *field; /* NULL: a further field */
    const char *name;
    const struct code_list *list;
    uint32_t slot, id;
    bool long_text;
    uint64_t seed;          /* of the field's name; 0: it is no part of the line's content */
    struct dictionary keys; /* text, or text 0xFF parent: 0xFF stands in no UTF-8 text */
    struct note *notes;
    uint32_t note_room;
    /* The cell before: many columns repeat themselves. */
    const char *last;
    uint32_t last_length, last_code;
    /* Dates in either order: evidence, and the first rows that hold one. */
    uint32_t day_first, month_first;
    struct {
        uint32_t row, code;
    } * pending;
    uint32_t pending_count;
};

struct columns {
    const struct typing *typing;
    struct cache *cache;
    struct writer *writer;
    struct typed typed;
    struct buffer key;
};

/* Makes the field in the cache and loads the spellings it has there. column_close in any case.
 */
enum status column_open(struct columns *cs, struct column *c, const struct field *field,
                        const char *name, const char *label, struct error *e);
void column_close(struct column *c);
/* The code of a text, typed and kept when it is new. parent: CODE_NONE, or the code that
 * settles an ambiguous name. */
enum status column_code(struct columns *cs, struct column *c, struct cell text, uint32_t parent,
                        uint32_t *code, struct error *e);
/* The code of the value that a code list's entry stands for, found through another field. */
enum status column_derived(struct columns *cs, struct column *c, uint32_t entry, uint32_t *code,
                           struct error *e);
/* Notes that a line of this import holds a pending date. */
enum status column_pend(struct column *c, uint32_t row, uint32_t code, struct error *e);
/* After the last row: settles pending dates by the column's evidence, keeps their spellings and
 * findings. *newest rises to the newest valid date up to today. */
enum status column_settle(struct columns *cs, struct column *c, struct findings *f,
                          int32_t *newest, struct error *e);
/* A 64-bit hash of bytes under a seed; never 0. */
uint64_t content_hash(uint64_t seed, const char *bytes, size_t len);

#endif
