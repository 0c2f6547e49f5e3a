/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame: the cache's columns in memory, dictionary-coded, loaded one by one as questions
 * need them. Every question (filter, facet, pivot, trend, sort) is answered from here and never
 * from the line table.
 *
 * A position is a line id - 1. Columns hold value ids; a column's values stand in display
 * order, so that a value id is its rank: sorting by a column is sorting by its ids. Immutable
 * for one generation of the cache. */
#ifndef SAISIE_FRAME_FRAME_H
#define SAISIE_FRAME_FRAME_H

#include "base/bitmap.h"
#include "base/decimal.h"
#include "base/pace.h"
#include "reference/reference.h"
#include "store/cache.h"

/* A distinct understood value of a field. */
struct value {
    const char
        *code; /* canonical: "TH", "2024-03-05", "412.5", "LA>MY"; "" blank and unknown */
    const char *label; /* what is shown: "Thailand"; the code where there is none; "(blank)",
                          "Unknown" */
    enum value_state
        state; /* invalid: not of the list, not understood; code and label are the original */
    uint8_t precision; /* dates: enum date_precision */
    int64_t number;    /* dates: day of the span's start; numbers: fixed point, 6 decimals
                          (saturated) */
};

struct column {
    const char *name;
    const char *label;         /* of the catalogue, or the header of a further field */
    const struct field *field; /* NULL: further field (treated as FIELD_TEXT) */
    enum field_type type;
    uint32_t cache_field;
    uint32_t values;           /* how many distinct values */
    const struct value *value; /* by id: valid ones in display order (labels folded; dates and
                                  numbers by size), then invalid, unknown, blank last */
    unsigned width;            /* 1, 2 or 4 bytes a line */
    const void *ids;           /* value id by position */
    /* Several values in a record (FIELD_COUNTRIES, tag), else items is 0: the members of value
     * v are item_of[item_start[v]] .. item_of[item_start[v + 1] - 1]; a blank list has the one
     * item blank. */
    uint32_t items;
    const struct value *item;
    const uint32_t *item_start;
    const uint32_t *item_of;
};

static inline uint32_t column_id(const struct column *c, size_t position)
{
    return c->width == 1   ? ((const uint8_t *)c->ids)[position]
           : c->width == 2 ? ((const uint16_t *)c->ids)[position]
                           : ((const uint32_t *)c->ids)[position];
}

/* Folded narratives of one long-text field by position, for scanning. */
struct text_column {
    const char *name;
    const uint64_t *offset; /* lines + 1 */
    const char *folded;
};

/* Why a line's quantity is or is not part of a measure. */
enum amount_state {
    AMOUNT_COUNTED = 0,
    AMOUNT_BLANK,      /* no quantity reported, or unknown */
    AMOUNT_INVALID,    /* quantity or unit not understood */
    AMOUNT_OTHER_UNIT, /* a quantity of another unit family */
    AMOUNT_PACKAGE,    /* cartons, boxes ...: no rule tells what they hold */
    AMOUNT_CURRENCY,   /* money in a currency that is not told: added to nothing */
    AMOUNT_STATES,
};

/* A measure's amounts by position, fixed point at scale decimals. */
struct amounts {
    const int64_t *amount; /* 0 where not counted */
    const uint8_t *state;  /* enum amount_state */
    int scale;
    const uint16_t *rule; /* of a line that is counted through a rule for packages: its index in
                             reference_package_rules + 1, else 0; NULL where no line is */
};
/* The derived column of the names of these rules. */
#define PACKAGE_RULE_FIELD "package_rule"

/* Money: seized cash (quantity in a currency) and declared or estimated values (value,
 * currency, value_kind) are never one sum. A group is a currency with a kind. */
struct money_group {
    const char *currency; /* ISO 4217 */
    const char *kind;     /* "seized" or "forged" (cash), or the value kind: "estimated",
                             "declared", "?" ... */
};
struct money {
    const struct money_group *group;
    uint32_t groups;
    struct {
        const int64_t *amount;    /* SCALE_MONEY */
        const uint16_t *group_of; /* UINT16_MAX where not counted */
        const uint8_t *state;
    } source[2]; /* 0: the quantity, 1: the value column; either may be NULL when no line has
                    any */
};

struct frame;

/* Reads what every question needs (fields, batches, current lines, cases). The cache is
 * borrowed and must outlive the frame. *out is owned by the caller. */
enum status frame_open(struct cache *c, const struct reference *r, struct frame **out,
                       struct error *e);
void frame_free(struct frame **f);
/* The same over every line and field of seizures, whatever became of it: how a sentence is
 * asked of all versions (the scope of a complete file). */
enum status frame_open_all(struct cache *c, const struct reference *r, struct frame **out,
                           struct error *e);

/* The same over what is no seizure: sums and licit trade, for lists alone. */
enum status frame_open_apart(struct cache *c, const struct reference *r, struct frame **out,
                             struct error *e);
bool frame_is_apart(const struct frame *f);
typedef enum status frame_opener(struct cache *c, const struct reference *r, struct frame **out,
                                 struct error *e);
/* Whether the lines of a batch can be among the frame's current ones. */
bool frame_holds(const struct frame *f, const struct batch *b);

const struct reference *frame_reference(const struct frame *f);
struct cache *frame_cache(const struct frame *f);
size_t frame_lines(const struct frame *f);                 /* positions, superseded ones too */
const struct bitmap *frame_current(const struct frame *f); /* lines that count */
const char *frame_as_of(const struct frame *f);            /* ISO date; "" empty cache */
const struct batch *frame_batches(const struct frame *f, size_t *count);
/* The newest batch that the frame holds; NULL none. */
const struct batch *frame_last_batch(const struct frame *f);
/* Sets the bits of the lines that a batch brought, as frame_batch_of tells it. */
void frame_batch_lines(const struct frame *f, uint32_t id, uint64_t *words);
/* The batch that brought the line; of a retracted one's lines that which saw it first. */
uint32_t frame_batch_of(const struct frame *f, size_t position);

/* Names of all columns one can ask for: the catalogue's stored fields that the cache holds, its
 * further fields, then the derived ones that can be computed, and tag and note where lines have
 * any (one may ask for these two always). Borrowed. */
struct frame_field {
    const char *name;
    const char *label;
    const struct field *field; /* NULL: further */
    enum field_type type;
};
const struct frame_field *frame_fields(const struct frame *f, size_t *count);
const struct frame_field *frame_find_field(const struct frame *f, const char *name);

/* The column of a dictionary-coded field, loaded at first use; borrowed. STATUS_MISUSE with "no
 * field ..." and the nearest name when there is none. A catalogue field that no file brought is
 * an all-blank column. Derived "lag" is a column of whole days; mass, volume and pieces have
 * none: see frame_amounts. */
enum status frame_column(struct frame *f, const char *name, const struct column **out,
                         struct error *e);
enum status frame_text(struct frame *f, const char *name, const struct text_column **out,
                       struct error *e);

/* How many current lines have each value of a column of this frame; counted when it is first
 * asked for, borrowed. */
enum status frame_value_lines(struct frame *f, const struct column *c, const uint32_t **out,
                              struct error *e);

/* Case key by position (0: none), and whether the lines of a case stand together: positions of
 * cases whose lines do not are set in scattered. cases_max: the highest key. */
struct frame_cases {
    const uint32_t *key;
    uint32_t cases_max;
    struct bitmap scattered;
    /* Lines of the case of the current line before them, those of scattered cases excepted; and
     * all that are not current, so that a case goes on behind them. */
    struct bitmap follows;
    struct bitmap caseless; /* current lines of no case */
    size_t scattered_lines;
    size_t without; /* current lines of no case */
};
enum status frame_cases(struct frame *f, const struct frame_cases **out, struct error *e);
/* Whether there are any (cases_max is not 0), without reading which line is of which. */
bool frame_has_cases(const struct frame *f);

/* Mass, volume or pieces of every line: the field of that name where the file had it, else
 * quantity and unit. */
enum status frame_amounts(struct frame *f, enum field_type family, const struct amounts **out,
                          struct error *e);
enum status frame_money(struct frame *f, const struct money **out, struct error *e);

/* How "@name" becomes a column of two values, "in" and "rest": sets in (which it initialises)
 * to the lines of name. What a filter takes is known above the frame alone. */
typedef enum status frame_splitter(struct frame *f, const char *name, struct bitmap *in,
                                   struct error *e);
void frame_set_splitter(struct frame *f, frame_splitter *splitter);

/* Tags and notes may have changed in the cache: the column tag and the text note, where they
 * were loaded, are made anew under the same address, and the fields tag and note are there or
 * not as there are any. Nothing else of the frame depends on them. */
enum status frame_retag(struct frame *f, struct error *e);

/* Memory of the frame that is found again by name, as long as the frame is there; for what is
 * dear to make and the same for each question. frame_kept: NULL, there is none; frame_keep:
 * NULL, no room is left for it, which is no fault. Aligned for any type, not cleared. */
void *frame_kept(const struct frame *f, const char *name);
void *frame_keep(struct frame *f, const char *name, size_t size);

/* How far the question of this frame is that is being answered: every walk over its lines goes
 * by it (base/pace.h). Who asks sets its watch and begins it; nobody: nothing is ever stopped.
 */
struct pace *frame_pace(struct frame *f);

/* Bytes held. */
size_t frame_memory(const struct frame *f);

#endif
