/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the reader of records, for its own files alone. */
#ifndef SAISIE_INGEST_RECORDS_PRIVATE_H
#define SAISIE_INGEST_RECORDS_PRIVATE_H

#include "base/buffer.h"
#include "ingest/records.h"

#include <csv.h>

struct records {
    records_read *read;
    void *data;
    struct dialect dialect;
    bool plain;     /* one byte, ", doubling: what libcsv reads itself */
    char delimiter; /* that libcsv is fed with */
    struct csv_parser parser;
    bool parser_made;
    /* The text from the record at hand on. */
    char *text;
    size_t begin, end, capacity;
    size_t block; /* how much is read next, at most */
    bool ended;
    bool after_cr;   /* the last line ended with CR: an LF that follows belongs to it */
    bool in_line;    /* the line end of the record before is still to come */
    bool keep_blank; /* see records_keep_blank_lines */
    bool after_blank;
    uint32_t line;
    /* The record at hand: mended for libcsv, then its cells one behind the other. */
    struct buffer mended;
    struct buffer texts;
    struct cell *cells;
    size_t *starts;
    size_t count, room;
    bool failed;
};

/* What the splitter knows of the record it walks through. */
struct walk {
    enum { CELL_START, PLAIN, QUOTED, QUOTE_SEEN } state;
    size_t at;         /* offset of the next byte from r->begin */
    size_t cell;       /* where the cell begins in mended */
    size_t quote;      /* behind the closing quote in mended */
    size_t first_line; /* length of the first physical line */
    uint32_t lines;    /* line ends within quotes */
    unsigned flags;
    bool stray;  /* in the cell at hand */
    bool spaced; /* blanks stand behind the quote that may have closed it */
};

/* More text behind what is there; r->ended when there is none. */
enum status records_refill(struct records *r, struct error *e);
/* A line end inside quotes; whether the record ends here after all. */
bool records_quoted_line_end(struct records *r, struct walk *w, char c);
/* Whether an open quote has gone on beyond measure. */
bool records_is_endless(const struct records *r, const struct walk *w);
/* Walks to the end of the record at r->begin in a dialect that libcsv does not read, and writes
 * it into r->mended in the one that it does. */
enum status records_walk_dialect(struct records *r, struct walk *w, struct error *e);

#endif
