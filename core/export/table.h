/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table of cells in every form it can be taken away in: aligned text, CSV, TSV, JSON,
 * Markdown, HTML, and CSV as a spreadsheet of a country opens it. What reaches a terminal is
 * cleaned; what a spreadsheet opens runs no formula, and its numbers stay numbers. */
#ifndef SAISIE_EXPORT_TABLE_H
#define SAISIE_EXPORT_TABLE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

enum table_format {
    TABLE_TEXT,
    TABLE_CSV, /* RFC 4180, a point, no BOM: for programs */
    TABLE_TSV, /* no quotes: tabs, line ends and other controls are shown as their pictures (␉)
                */
    TABLE_JSON,
    TABLE_MARKDOWN, /* a pipe table as GitHub and Pandoc read it */
    TABLE_HTML,     /* one page that needs nothing else and runs nothing */
    TABLE_EXCEL,    /* CSV for a double-click: BOM, CRLF, and the separators of a country; codes
                       that    would be read as numbers or dates stay texts */
    TABLE_FORMATS,
};

/* What the cells of a column are. */
enum table_cells {
    TABLE_WORDS = false,
    TABLE_NUMBERS = true, /* set at the right; JSON numbers */
    TABLE_SPELLED, /* texts that may be numbers, as a field holds them: those that are stay
                      numbers in a spreadsheet; JSON strings either way */
};

struct table_column {
    const char *name; /* CSV header and JSON key */
    const char *head; /* head in text, Markdown and HTML, NULL: name */
    enum table_cells number;
};

/* What a row is, for the forms that can show it. */
enum table_line { TABLE_ROW, TABLE_SUBTOTAL, TABLE_OTHERS, TABLE_TOTAL };

/* How a table is written beyond its format. All zero will do; texts are borrowed until
 * table_end. */
struct table_manner {
    const char *page;    /* title of the HTML page; NULL: of the table */
    const char *title;   /* its caption; elsewhere shown where there are several tables */
    const char *marking; /* how it is to be handled, above the HTML page; NULL or "": none */
    bool comma;          /* EXCEL: decimal comma, cells parted by ; */
    bool carry; /* CSV has the note as records behind the table, JSON the marking as a member */
    bool bare;  /* without note and marking */
    size_t nth, of; /* of several tables in one output this is number nth (from 0) of so many */
};

/* One table being written. Rows stream out; text keeps them until its widths are known. */
struct table {
    FILE *out;
    enum table_format format;
    const struct table_form *form;
    struct table_manner manner;
    bool clean; /* out is a terminal (or people read the form): hostile characters are shown,
                   not sent */
    const struct table_column *column;
    size_t columns;
    struct arena arena;
    const char **cell; /* text only: all cells, row by row */
    size_t cells, capacity, rows;
    size_t rule_row; /* text only: a rule stands before this row; SIZE_MAX none */
    struct buffer line, scratch;
    bool failed;
};

/* columns are borrowed until table_end. */
void table_begin(struct table *t, FILE *out, enum table_format format,
                 const struct table_column *columns, size_t count);
void table_begin_as(struct table *t, FILE *out, enum table_format format,
                    const struct table_column *columns, size_t count,
                    const struct table_manner *manner);
/* One row of texts, one a column; NULL is an empty cell (JSON null). Behind a rule it is a
 * total. */
void table_row(struct table *t, const char *const *cells);
/* The same of a row that is told what it is; as text a rule stands before the first total. */
void table_row_as(struct table *t, enum table_line line, const char *const *cells);
/* A rule between what was written and what follows (totals). */
void table_rule(struct table *t);
/* Writes what is left and the note, as the format has it (JSON: the member "provenance"; CSV
 * where the manner says carry); frees everything. Lines of the note are parted by '\n'. */
enum status table_end(struct table *t, const char *note, struct error *e);
/* Whether writing failed because the program behind the pipe reads no more: it has what it
 * wanted, so that is no fault, and there is no use in going on. */
bool table_unread(FILE *out);
/* Writes out what is buffered; STATUS_OK too when table_unread(). */
enum status table_written(FILE *out, struct error *e);

/* Frees without writing what is kept: the answer failed half way. */
void table_abandon(struct table *t);

/* A format by name (table, text -> TABLE_TEXT, csv, tsv, json, markdown, md, html, excel);
 * false if there is none. */
bool table_parse_format(const char *name, enum table_format *out);
/* "table, csv, tsv ..." for messages and help. */
const char *table_format_names(void);
/* Whether programs read the format: it holds codes and bare digits; the others hold labels and
 * numbers as people read them. */
bool table_plain(enum table_format format);

/* A plain number as JSON has it, without an exponent. */
bool table_is_number(const char *text);

/* One CSV record of texts to out: quoted where RFC 4180 asks for it, a text that a spreadsheet
 * would run as a formula gets an apostrophe before it unless number[i] and it is one. */
void csv_record(struct buffer *out, const char *const *cells, const bool *number, size_t count);
/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD, characters that could
 * harm a terminal stand escaped. */
void json_string(struct buffer *out, const char *text);

#endif
