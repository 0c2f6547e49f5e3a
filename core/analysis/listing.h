/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of records: an order over the selected lines, and the text of single cells. */
#ifndef SAISIE_ANALYSIS_LISTING_H
#define SAISIE_ANALYSIS_LISTING_H

#include "analysis/measure.h"
#include "base/buffer.h"
#include "frame/frame.h"

#define LISTING_KEYS 4

struct sort_key {
    const char *field; /* a column, mass, volume, pieces; NULL behind the last */
    bool descending;   /* blanks last either way */
};

/* Positions of the selected lines in order: by the keys, ties in order of position. *out
 * (malloc) is owned by the caller; *count entries. Counting sort on value ids, radix on
 * amounts: linear in the lines. */
enum status listing_order(struct frame *f, const struct bitmap *selection,
                          const struct sort_key *keys, uint32_t **out, size_t *count,
                          struct error *e);

/* "F,-F" to keys (texts in a). */
enum status listing_parse_sort(struct frame *f, const char *text, struct arena *a,
                               struct sort_key keys[LISTING_KEYS], struct error *e);

/* One column of a list, resolved once and then asked for cell after cell. */
struct list_column {
    struct frame *frame;
    const char *name;
    const char *label;
    const char *unit; /* "kg", "L" or "" */
    int width;        /* a good width in columns on a screen of 80 */
    bool number;      /* cells are set at the right */
    int kind;         /* private, as the rest */
    const struct column *column;
    const struct amounts *amounts;
    struct measure measure;
    uint32_t cache_field;
};

/* Any field of the frame incl. mass, volume, pieces, lag, batch, and line_id, row, case_id,
 * long texts: the last three read the cache, one line a cell. name is borrowed. */
enum status list_column_open(struct frame *f, const char *name, struct list_column *out,
                             struct error *e);

enum cell_form {
    CELL_LABEL, /* for people: Thailand, 412.000 */
    CELL_CODE,  /* canonical, for CSV and JSON: TH, 412 */
};
/* Appends the text of one cell; Unknown is "Unknown", blank is "". *state (may be NULL) tells
 * what it is. */
enum status list_column_cell(const struct list_column *c, size_t position, enum cell_form form,
                             struct buffer *out, enum value_state *state, struct error *e);

/* Columns of a list when nobody chose: date reporter product mass departure destination
 * concealment ..., those that the cache holds; NULL-ended, static or in a. */
enum status listing_default_columns(struct frame *f, struct arena *a, const char ***columns,
                                    size_t *count, struct error *e);

#endif
