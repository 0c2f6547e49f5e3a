/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file writes its table, found from the beginning of its text: delimiter, quote, escape;
 * then which rows are the header. */
#ifndef SAISIE_INGEST_DIALECT_H
#define SAISIE_INGEST_DIALECT_H

#include "ingest/records.h"
#include "reference/reference.h"

/* The beginning of a text. */
struct sample {
    const char *text;
    size_t len;
    bool whole; /* it is all of the text */
};

/* Reads it for records_open, from text on, counting len down. */
enum status sample_read(void *sample, char *out, size_t room, size_t *got, struct error *e);

/* Fills in what dialect leaves open. The delimiter among , ; TAB | ^ ~ and the unit separator,
 * ||, :: and the broken bar, the quote " or ', the escape by doubling or by backslash under
 * which most records have as many cells as most others and the fewest quotes are at odds; ","
 * and \" where nothing speaks for another. */
enum status dialect_find(struct sample sample, struct dialect *dialect, struct error *e);

/* Takes what is told of a dialect: a delimiter of 1 to DELIMITER_MOST bytes ("tab" is TAB), a
 * quote of one character or "none". STATUS_MISUSE where it is none. */
enum status dialect_take_delimiter(const char *text, struct dialect *d, struct error *e);
enum status dialect_take_quote(const char *text, struct dialect *d, struct error *e);

/* The rows of a table before its data. */
struct header_place {
    size_t preamble; /* records before the header */
    size_t rows;     /* records of the header; 0: it has none */
    size_t width;    /* cells that most records have */
};

enum { HEADER_ROWS_FIND = -1 };

/* The header is the row of the first that has most names of fields, where nothing is known the
 * first that is as wide as the table; a row of group names above it and a second row of names
 * below it belong to it. rows: as told, or HEADER_ROWS_FIND. */
enum status header_find(const struct reference *r, struct sample sample,
                        const struct dialect *dialect, int rows, struct header_place *place,
                        struct error *e);
/* How a record looks beside a header. */
struct header_look {
    size_t filled; /* cells that are not blank */
    size_t known;  /* that name a field */
    size_t data;   /* that are numbers or dates */
};
struct header_look header_look_at(const struct reference *r, const struct record *record);
/* Whether a record that stands behind blank lines begins another table. */
bool header_is_one(const struct reference *r, const struct record *record);

#endif
