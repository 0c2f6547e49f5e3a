/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning of an import: source, dialect, header, mapping. */
#ifndef SAISIE_INGEST_OPENING_H
#define SAISIE_INGEST_OPENING_H

#include "ingest/dialect.h"
#include "ingest/import.h"
#include "ingest/mapping.h"
#include "ingest/source.h"

/* What is known of a file once its header is read. All zero but what stands before source,
 * which the caller sets. */
struct opening {
    const struct reference *reference;
    struct import_options *options; /* a copy of the call's, to which a profile adds */
    bool no_table;                  /* it is refused for that */
    bool again; /* what the profile says of the dialect asks for another beginning */
    struct import_report *report; /* its arena holds the texts */
    int spooled;                  /* what "-" stands for, see stream_open */
    struct source source;
    struct records *records; /* stands behind the header */
    struct dialect dialect;
    struct header_place place;
    struct mapping mapping;
    const char *header_raw; /* of one row */
    size_t header_length;
    uint32_t header_row; /* line of the file on which it begins */
    bool after_blank;    /* a blank row stands before the next record, or a title behind one */
};

/* The source alone, for its digest. opening_close in any case. */
enum status opening_source(struct opening *o, const char *path, struct error *e);
/* Dialect, header and mapping; fills in what the report says of them. */
enum status opening_read(struct opening *o, struct error *e);
/* The next record, with the file's name in what is said of it. */
enum status opening_next(struct opening *o, struct record *record, bool *more, struct error *e);
/* Whether the record, the next of the file, begins another table than the one that is read. */
bool opening_is_other_table(struct opening *o, const struct record *record);
void opening_close(struct opening *o);

#endif
