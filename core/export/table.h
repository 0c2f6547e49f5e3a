/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table of cells as aligned text, CSV or JSON. What reaches a terminal is cleaned; CSV
 * is safe to open in a spreadsheet and its numbers stay numbers. */
#ifndef SAISIE_EXPORT_TABLE_H
#define SAISIE_EXPORT_TABLE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

enum table_format { TABLE_TEXT, TABLE_CSV, TABLE_JSON };

struct table_column {
    const char *name; /* CSV header and JSON key */
    const char *head; /* head in text, NULL: name */
    bool number;      /* set at the right; JSON number */
};

/* One table being written. Rows stream out for CSV and JSON; text keeps them until its widths
 * are known. */
struct table {
    FILE *out;
    enum table_format format;
    bool clean; /* out is a terminal (or text is written): hostile characters are shown, not
                   sent */
    const struct table_column *column;
    size_t columns;
    struct arena arena;
    const char **cell; /* text only: all cells, row by row */
    size_t cells, capacity, rows;
    size_t rule_row; /* text only: a rule stands before this row; SIZE_MAX none */
    struct buffer line;
    bool failed;
};

/* columns are borrowed until table_end. */
void table_begin(struct table *t, FILE *out, enum table_format format,
                 const struct table_column *columns, size_t count);
/* One row of texts, one a column; NULL is an empty cell (JSON null). */
void table_row(struct table *t, const char *const *cells);
/* Text only: a rule between what was written and what follows (totals). */
void table_rule(struct table *t);
/* Writes what is left and, as text or as the JSON member "provenance", the note; frees
 * everything. */
enum status table_end(struct table *t, const char *note, struct error *e);
/* Whether writing failed because the program behind the pipe reads no more: it has what it
 * wanted, so that is no fault, and there is no use in going on. */
bool table_unread(FILE *out);
/* Writes out what is buffered; STATUS_OK too when table_unread(). */
enum status table_written(FILE *out, struct error *e);

/* Frees without writing what is kept: the answer failed half way. */
void table_abandon(struct table *t);

/* A format by name (table, text -> TABLE_TEXT, csv, json); false if there is none. */
bool table_parse_format(const char *name, enum table_format *out);

/* One CSV record of texts to out: quoted where RFC 4180 asks for it, a text that a spreadsheet
 * would run as a formula gets an apostrophe before it unless number[i]. */
void csv_record(struct buffer *out, const char *const *cells, const bool *number, size_t count);
/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD, characters that could
 * harm a terminal stand escaped. */
void json_string(struct buffer *out, const char *text);

#endif
