/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of records: an order over the selected lines, and the text of single cells. */
#ifndef SAISIE_ANALYSIS_LISTING_H
#define SAISIE_ANALYSIS_LISTING_H

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

enum cell_form {
    CELL_LABEL, /* for people: Thailand, 412.000 */
    CELL_CODE,  /* canonical, for CSV and JSON: TH, 412 */
};
/* Appends the text of one cell: any field of the frame incl. mass, volume, pieces, lag, batch,
 * row, case_id and long text. Only the last three and case_id read the cache, one line. Unknown
 * is "Unknown", blank is "". */
enum status listing_cell(struct frame *f, const char *field, size_t position,
                         enum cell_form form, struct buffer *out, struct error *e);
/* Whether the field's cells are numbers to be set at the right. */
bool listing_is_number(struct frame *f, const char *field);
/* A good width in columns for the field's cells at 80 columns. */
int listing_width(struct frame *f, const char *field);

/* Columns of a list when nobody chose: date reporter product mass departure destination
 * concealment ..., those that the cache holds; NULL-ended, static or in a. */
enum status listing_default_columns(struct frame *f, struct arena *a, const char ***columns,
                                    size_t *count, struct error *e);

#endif
