/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of rows, for its own files alone. */
#ifndef SAISIE_INGEST_ROWS_PRIVATE_H
#define SAISIE_INGEST_ROWS_PRIVATE_H

#include "ingest/rows.h"

int rows_find_column(const struct rows *r, const char *name);
enum status rows_open_column(struct rows *r, const struct field *field, const char *name,
                             const char *label, struct error *e);

/* The cell of a column, blank where the record is too short. */
struct cell rows_cell_at(const struct rows *r, const struct record *record, size_t i);
/* What the row's cell of a column was understood as. */
const struct note *rows_note_at(const struct rows *r, int column);
/* Notes what is odd in the row at hand: it is told if the row is kept. Names and text are
 * borrowed until then. */
void rows_hold(struct rows *r, enum finding_kind kind, const char *field, struct cell text);
/* Keeps what is wrong or odd in the cells of a row that is kept. */
enum status rows_find_in_cells(struct rows *r, const struct record *record, struct error *e);
/* Hash of what the row says; *open: of what is settled only with its whole column. */
uint64_t rows_content(struct rows *r, uint64_t *open);

/* ---- rows_back.c: what only all rows together can tell */

/* The row that a line was. */
uint32_t rows_row_of(const struct rows *r, uint32_t line);
/* Notes that this row became this line. Lines come in order. */
enum status rows_place(struct rows *r, uint32_t line, uint32_t row, struct error *e);
/* Notes a row that is a known line, or of the same content as one, to find out whether the file
 * holds it twice; key: its case. */
enum status rows_alike(struct rows *r, uint32_t key, uint32_t line, uint32_t row,
                       struct error *e);
/* After the last row, columns settled: findings that had to wait for it. */
enum status rows_look_back(struct rows *r, struct error *e);

/* ---- rows_identity.c */

/* Hands the row to the writer as what it is: new, changed, unchanged or withdrawn. */
enum status rows_decide(struct rows *r, const struct record *record, struct error *e);

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
    uint64_t hash; /* what it adds to the content of a row that it fills */
    bool applied;  /* to the row at hand */
};
/* Opens the columns that the file does not have. Refuses what is no stored field. */
enum status settings_open(struct rows *r, struct error *e);
/* Fills the blanks of the row at hand. */
enum status settings_apply(struct rows *r, struct error *e);
/* Gives columns what the profile (NULL: none) says of their texts. */
enum status meanings_open(struct rows *r, const struct profile *p, struct error *e);

/* ---- fiscal.c: a date that stands as fiscal year and month */

/* Finds its columns; nothing where the call or the profile names none. */
enum status fiscal_open(struct rows *r, struct error *e);
/* "2023-10" from the texts of both cells; false: no date comes of them. */
bool fiscal_text(const struct rows *r, const char *year, const char *month, char out[16]);
/* The date of the row at hand, where it has none of its own. */
enum status fiscal_apply(struct rows *r, const struct record *record, struct error *e);

#endif
