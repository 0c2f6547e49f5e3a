/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of rows, for its own files alone. */
#ifndef SAISIE_INGEST_ROWS_PRIVATE_H
#define SAISIE_INGEST_ROWS_PRIVATE_H

#include "ingest/rows.h"

int rows_find_column(const struct rows *r, const char *name);
enum status rows_open_column(struct rows *r, const struct field *field, const char *name,
                             const char *label, struct error *e);

/* ---- aside.c: rows that are no data */

/* White space alone in a table of several columns is no row. */
bool aside_is_empty(const struct rows *r, const struct record *record);
/* Totals, notes below the table, rows of blank cells, the header again; FINDING_NONE: a row of
 * data. A generic table has none of them. */
enum finding_kind aside_kind(const struct rows *r, const struct record *record);

/* ---- settings.c: fields that every row gets */

struct setting {
    int column;
    uint32_t code;
};
/* Opens the columns that the file does not have. Refuses what is no stored field. */
enum status settings_open(struct rows *r, struct error *e);
/* Fills the blanks of the row at hand. */
enum status settings_apply(struct rows *r, struct error *e);

#endif
