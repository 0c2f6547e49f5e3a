/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small reader of tab-separated tables, those compiled in and the user's own: comment lines,
 * one header line, rows. */
#ifndef SAISIE_REFERENCE_TSV_H
#define SAISIE_REFERENCE_TSV_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define TSV_COLUMNS 8

/* A part of the file's text; not NUL-terminated. */
struct cell {
    const char *text;
    size_t len;
};

struct tsv {
    const char *name; /* of a compiled-in file, or the path of the user's */
    char *own;        /* the text of the user's file, freed by tsv_close; NULL: compiled in */
    char *path;
    const char *rest;
    const char *end;
    unsigned line;
    size_t columns;
    struct cell cells[TSV_COLUMNS]; /* of the row that tsv_next read last */
};

/* Opens the compiled-in file. header: its header line as it must stand, columns parted by tabs
 * (at most TSV_COLUMNS). Fails when the file or its header is another. Nothing to free. */
enum status tsv_open(struct tsv *t, const char *name, const char *header, struct error *e);
/* The same of the user's file folder/name: *there is false where there is none (also where
 * folder is NULL), which is no fault. tsv_close in any case. */
enum status tsv_open_own(struct tsv *t, const char *folder, const char *name,
                         const char *header, bool *there, struct error *e);
void tsv_close(struct tsv *t);
/* Reads the next row into t->cells; *more is false at the end. Fails on a row with another
 * number of columns; in the user's file, last columns may be left away. */
enum status tsv_next(struct tsv *t, bool *more, struct error *e);
/* Sets a fault of the row that was read last: what (a short text) and the cell it is about. In
 * the user's file with the way out. */
enum status tsv_fault(const struct tsv *t, const char *what, struct cell cell, struct error *e);

/* Takes the next part, up to '|', off *rest; false when nothing is left. */
bool cell_part(struct cell *rest, struct cell *part);
bool cell_is(struct cell c, const char *text);
/* A whole number of digits alone; false on anything else or on overflow. */
bool cell_number(struct cell c, long long *out);

#endif
