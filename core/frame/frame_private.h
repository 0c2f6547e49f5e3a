/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the frame, shared by the files of this folder alone. */
#ifndef SAISIE_FRAME_FRAME_PRIVATE_H
#define SAISIE_FRAME_FRAME_PRIVATE_H

#include "base/arena.h"
#include "frame/frame.h"

#include <string.h>

#define FRAME_BLOCK 2048 /* lines that are worked on together */
/* From so many lines on a second thread pays. */
#define FRAME_LINES_A_THREAD 100000
#define MICRO 1000000 /* value.number of one unit: numbers have 6 decimals */

/* Columns and texts that were loaded; the structs live in the arena, ids and texts are malloc's
 * (large, one each, so that the allocations do not depend on the lines). */
struct held_column {
    struct column column;
    void *ids;
    uint32_t *value_lines; /* NULL: not counted yet */
    struct held_column *next;
};
struct held_text {
    struct text_column text;
    uint64_t *offset;
    char *folded;
    struct held_text *next;
};
struct held_amounts {
    struct amounts amounts;
    int64_t *amount;
    uint8_t *state;
    uint16_t *rule;
    bool loaded;
};
struct held_money {
    struct money money;
    int64_t *amount[2];
    uint16_t *group_of[2];
    uint8_t *state[2];
    bool untold[2]; /* lines have money in a currency that is not told */
    bool loaded;
};
struct held_cases {
    struct frame_cases cases;
    uint32_t *key;
    bool loaded;
};

struct frame {
    struct cache *cache; /* borrowed */
    const struct reference *reference;
    struct arena arena;
    bool apart; /* of what is no seizure */
    bool has_cases;
    size_t lines;
    struct bitmap current;
    const char *as_of;
    struct batch *batch;
    size_t batch_count;
    struct cache_adopted *adopted; /* lines that count on behalf of another batch, ascending */
    size_t adopted_count;
    struct cache_field *stored;
    size_t stored_count;
    struct frame_field *field;
    size_t field_count;
    size_t said_fields; /* how many of them, the last, are tag and note */
    struct held_column *columns;
    struct held_text *texts;
    struct held_amounts amounts[3]; /* mass, volume, pieces */
    struct held_money money;
    struct held_cases cases;
    frame_splitter *splitter; /* NULL: none */
    struct kept *kept;
    size_t kept_bytes;
    struct pace pace;
    size_t bytes; /* of the malloc's */
};

/* The field of the cache with this name, or NULL. */
const struct cache_field *frame_stored(const struct frame *f, const char *name);
/* STATUS_MISUSE "no field ..." with the nearest name. */
enum status frame_no_field(const struct frame *f, const char *name, struct error *e);

/* The unknown or the blank value of a derived column. */
struct value derived_special(enum value_state state);

/* ---- split.c */
bool split_is_name(const struct frame *f, const char *name);
enum status split_column(struct frame *f, const char *name, const struct column **out,
                         struct error *e);

/* ---- values.c: from what was understood to values in display order */

/* One thing understood: a spelling, or a member of a list. */
struct understood {
    const char *text; /* canonical form, NUL-terminated */
    enum value_state state;
};
/* Fills column->values and column->value from n understood things of column->type (and, for
 * codes, column->field->list), and id_of[i] with the value id of thing i. Values live in the
 * frame's arena. */
enum status values_build(struct frame *f, const struct understood *things, uint32_t n,
                         enum field_type type, const char *list, const struct value **values,
                         uint32_t *count, uint32_t *id_of, struct error *e);
/* Members of the lists of a FIELD_COUNTRIES column. */
enum status values_items(struct frame *f, struct column *c, struct error *e);
/* The last two values are always unknown, then blank. */
static inline uint32_t column_blank(const struct column *c)
{
    return c->values - 1;
}
static inline uint32_t column_unknown(const struct column *c)
{
    return c->values - 2;
}

/* ---- column.c */

/* A column of stored spellings whatever its role (the amounts' columns too); loaded at first
 * use. field and stored may be NULL, but not both. */
enum status column_load(struct frame *f, const char *name, const struct field *field,
                        const struct cache_field *stored, const struct column **out,
                        struct error *e);
/* The column of that name if it is loaded, else NULL. */
const struct column *column_held(const struct frame *f, const char *name);
/* The spellings of a stored field as values, unsorted and with the code as id, for who needs
 * them only once: texts live in scratch, the ids until column_drop_raw. */
enum status column_load_raw(struct frame *f, const struct cache_field *stored,
                            struct arena *scratch, struct held_column *h, struct error *e);
void column_drop_raw(struct frame *f, struct held_column *h);
/* Makes the ids of column (its values are known): width and memory, all set to fill. */
enum status column_make_ids(struct frame *f, struct held_column *h, uint32_t fill,
                            struct error *e);
/* The same without setting any of them. */
enum status column_make_room(struct frame *f, struct held_column *h, struct error *e);
void column_put_all(struct held_column *h, size_t first, size_t n, const uint32_t *ids);
/* What table has for each value of n lines from first on; the values themselves. */
void column_look_up(const struct column *c, const int32_t *restrict table, size_t first,
                    size_t n, int32_t *restrict out);
void column_take(const struct column *c, size_t first, size_t n, uint32_t *out);
static inline void column_put(struct held_column *h, size_t position, uint32_t id)
{
    if (h->column.width == 1) {
        ((uint8_t *)h->ids)[position] = (uint8_t)id;
    } else if (h->column.width == 2) {
        ((uint16_t *)h->ids)[position] = (uint16_t)id;
    } else {
        ((uint32_t *)h->ids)[position] = id;
    }
}

/* ---- cases.c */

void cases_free(struct held_cases *h);

/* ---- packages.c */

/* Whether lines may be in packages that a rule is for. */
bool packages_possible(struct frame *f);
enum status derived_package_rule(struct frame *f, const struct column **out, struct error *e);

/* ---- derived.c */

enum status derived_lag(struct frame *f, const struct column **out, struct error *e);
enum status derived_batch(struct frame *f, const struct column **out, struct error *e);
/* Whether a line is equal to others of its file in every cell: "first" of them, "yes" a later
 * one, blank: it is not. */
enum status derived_identical(struct frame *f, const struct column **out, struct error *e);

/* ---- said.c: tags and notes, by seizure with all its versions */

#define SAID_FIELDS 2 /* tag, note: room for them in frame.field */
bool said_is_tag(const char *name);
bool said_is_note(const char *name);
/* Appends tag and note to the fields where lines have any. */
void said_list_fields(struct frame *f);
enum status said_tags(struct frame *f, const struct column **out, struct error *e);
enum status said_notes(struct frame *f, const struct text_column **out, struct error *e);

/* One value of a chunk as the cache hands it over: little endian, perhaps not aligned. */
static inline uint64_t chunk_value(const void *values, unsigned width, size_t i)
{
    uint64_t v = 0;
    memcpy(&v, (const char *)values + i * width, width);
    return v;
}

#endif
