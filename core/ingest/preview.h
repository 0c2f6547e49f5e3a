/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import would make of a file: the first rows before and after, and the evidence of
 * each column. */
#ifndef SAISIE_INGEST_PREVIEW_H
#define SAISIE_INGEST_PREVIEW_H

#include "ingest/rows.h"

struct preview {
    struct rows *rows; /* set by the caller */
    size_t count;
    const char **texts; /* [row * columns + column], of the arena of the rows */
};

/* Keeps the cells of a row, of the first IMPORT_SHOWN. */
enum status preview_row(struct preview *p, const struct record *record, struct error *e);
/* After rows_settle: evidence, and cells where rows were kept, into the report. */
enum status preview_settle(struct preview *p, struct import_report *report, struct error *e);

#endif
