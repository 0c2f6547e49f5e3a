/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of an import: distinct texts get codes and are typed once, as they appear; what
 * only the whole column can tell (order of dates, decimal sign) waits for the last row. */
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
    float magnitude; /* decimal logarithm of a quantity above 0, NAN: it is none */
    uint32_t code;   /* index in the code list (of a number: of its unit), or CODE_NONE */
    enum value_state state;
    enum finding_kind finding;
    bool ambiguous;   /* a parent would settle it */
    bool pending;     /* a date or number that waits for the last row */
    bool counted;     /* its evidence is in the column's */
    bool new_year;    /* a day, and the first of a year */
    uint8_t evidence; /* EVIDENCE_... */
};

/* Where a text first stood. */
struct seen {
    uint32_t row; /* 0: nowhere */
    uint32_t code;
};

/* What the texts of a column say about all of it. */
struct evidence {
    unsigned orders; /* that fit every date in which the order matters */
    unsigned signs;  /* shown to part decimals */
    uint32_t serials, dates;
    uint32_t weekdays[ORDER_COUNT]; /* rows whose weekday agrees with one order alone */
    /* The date that first narrowed the orders, and the one that left none. */
    struct seen narrowed, clashed;
    struct manner how; /* as settled after the last row */
};

/* A text that means a code of the list in files of one kind. */
struct meant {
    const char *text;
    uint32_t entry;
};

struct column {
    const struct field *field; /* NULL: a further field */
    const char *name;
    const struct code_list *list;
    uint32_t slot, id;
    bool long_text, quantity;
    uint64_t seed;          /* of the field's name; 0: it is no part of the line's content */
    struct dictionary keys; /* text, or text 0xFF parent: 0xFF stands in no UTF-8 text */
    struct note *notes;
    uint32_t note_room;
    /* The cell before: many columns repeat themselves. */
    const char *last;
    uint32_t last_length, last_code;
    /* What texts mean by the profile, whatever the code list says. */
    const struct meant *meant;
    size_t meant_count;
    struct evidence evidence;
    /* What is supposed of it while it is read: known lines are compared under this. */
    struct manner assumed;
    bool mistaken; /* it turned out otherwise */
    bool late;     /* a text that waited for the last row has a finding */
};

struct columns {
    const struct typing *typing;
    uint32_t row; /* at hand */
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
/* The code of the value that a code list's entry stands for, found through another field; text:
 * what stood in its place, a blank of some spelling. */
enum status column_derived(struct columns *cs, struct column *c, struct cell text,
                           uint32_t entry, uint32_t *code, struct error *e);
/* The code of a value that the call gives, not the file: a derived one. Refuses what the field
 * does not take. */
enum status column_given(struct columns *cs, struct column *c, const char *text, uint32_t *code,
                         struct error *e);
/* The code of a text that counts as invalid in this row, whatever it says elsewhere. */
enum status column_refused(struct columns *cs, struct column *c, struct cell text,
                           uint32_t *code, struct error *e);
/* Notes what the weekday (0 Monday) beside a date says about the order of its column. */
void column_weekday(const struct columns *cs, struct column *c, struct cell text, int weekday);
/* What the profile says that a text means; CODE_NONE: nothing. */
uint32_t column_meant(const struct column *c, const char *text, size_t len);
/* After the last row: settles pending texts by the column's evidence and keeps their spellings;
 * their findings stand in their notes. *newest rises to the newest valid date up to today. */
enum status column_settle(struct columns *cs, struct column *c, int32_t *newest,
                          struct error *e);
/* What an open text adds to the content of its line, once its column settled what it means. */
uint64_t column_open_hash(const char *name, enum value_state state, const char *value,
                          const char *text, size_t len);
/* A 64-bit hash of bytes under a seed; never 0. */
uint64_t content_hash(uint64_t seed, const char *bytes, size_t len);

#endif
