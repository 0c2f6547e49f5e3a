/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text to records: an own splitter finds where each record ends and mends what libcsv would
 * trip over; libcsv takes the record apart into cells. */
#ifndef SAISIE_INGEST_RECORDS_H
#define SAISIE_INGEST_RECORDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A quoted cell that goes on beyond these is taken for a quote that was never closed, where a
 * dialect says nothing else. */
enum { RECORD_MOST_LINES = 64, RECORD_MOST_BYTES = 1 << 20 };

enum { DELIMITER_MOST = 7, QUOTE_NONE = '\1' };

/* How a file writes its records. All zero: to be found (dialect.h); then , and ". */
struct dialect {
    char delimiter[DELIMITER_MOST + 1]; /* one or several bytes */
    size_t length;                      /* of it */
    char quote;                         /* QUOTE_NONE: there is none */
    bool backslash;                     /* escapes a quote, a delimiter, a line end, itself */
    bool escape_told;                   /* whether it does so is not to be found */
    bool sheet;                         /* records are numbered, not lines */
    uint32_t most_lines, most_bytes;    /* 0: RECORD_MOST_... */
};

/* Where the text comes from: up to room bytes, *got 0 at the end. */
typedef enum status records_read(void *data, char *out, size_t room, size_t *got,
                                 struct error *e);

enum {
    RECORD_GIVEN_UP = 1,    /* a quote was never closed: this line was taken literally */
    RECORD_STRAY_QUOTE = 2, /* a quote stands inside a cell without being doubled */
    RECORD_QUOTED = 4,      /* a cell is in quotes */
    RECORD_AFTER_BLANK = 8, /* blank lines stand before it */
};

struct cell {
    const char *text; /* not NUL-terminated; may hold NULs */
    uint32_t length;
};

/* One record. Its texts are borrowed until the next call. */
struct record {
    uint32_t row; /* physical line of the file on which it begins, the first is 1 */
    unsigned flags;
    size_t count;
    struct cell *cells;
    const char *raw; /* its bytes as they stood, without the line end */
    size_t raw_length;
};

struct records;

/* *out is owned by the caller. */
enum status records_open(struct records **out, records_read *read, void *data,
                         const struct dialect *dialect, struct error *e);
/* In a table of one column a blank line is a row: from here on it is a record of one empty
 * cell.
 */
void records_keep_blank_lines(struct records *r);
/* The next record; blank lines are passed over; *more false at the end. */
enum status records_next(struct records *r, struct record *out, bool *more, struct error *e);
/* Whether the text ended right behind the record that was read last. */
bool records_at_end(const struct records *r);
void records_close(struct records **r);

#endif
