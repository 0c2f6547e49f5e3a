/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: a file's bytes become typed values, spellings, cases, lines and findings in the
 * cache, in one transaction. bytes -> encoding -> dialect -> records (libcsv) -> mapping ->
 * typing -> writer. */
#ifndef SAISIE_INGEST_IMPORT_H
#define SAISIE_INGEST_IMPORT_H

#include "base/error.h"
#include "base/progress.h"
#include "reference/reference.h"
#include "store/cache.h"

struct import_options {
    const char *as_of; /* ISO date; NULL: the newest of entered, validated, date in the file */
    bool generic;      /* take a file without any known column as it is: all columns are further
                          fields */
    /* The file is complete for this sentence: of the known lines inside scope (bit id - 1, all
     * versions, whether they count or not) those that it does not hold are withdrawn. NULL:
     * what a file does not hold stays. */
    const char *complete;
    const struct bitmap *scope;
    const struct progress *progress; /* bytes of bytes, rows; NULL: none */
};

/* How a header was understood: one a column of the file. */
struct import_column {
    const char *header;
    const char *field; /* name in the cache */
    bool further;
};

struct import_report {
    struct arena arena; /* owns what the fields below point to; import_report_free */
    struct batch batch;
    struct import_column *columns;
    size_t column_count;
    uint32_t lines_without_case;
    struct finding
        *left_out; /* the first rows that were not loaded, with row number and reason (rule) */
    size_t left_out_count;
    struct {
        const char *rule;
        char severity;
        const char *meaning;
        uint32_t count;
        uint32_t first_row;
    } * rules; /* findings summed by rule */
    size_t rule_count;
};

/* Loads one file into the cache. All or nothing: on any failure or cancel the cache is as it
 * was. Refused, with the reason: no such file, a folder, an empty or binary file, a header
 * without rows, no known column without generic, the same content again (names the batch). */
enum status import_file(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        struct error *e);
void import_report_free(struct import_report *report);

#endif
