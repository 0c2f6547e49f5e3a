/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: a file's bytes become typed values, spellings, cases, lines and findings in the
 * cache, in one transaction. bytes -> encoding -> dialect -> records (libcsv) -> mapping ->
 * typing -> writer. */
#ifndef SAISIE_INGEST_IMPORT_H
#define SAISIE_INGEST_IMPORT_H

#include "base/error.h"
#include "base/progress.h"
#include "ingest/dates.h"
#include "ingest/profile.h"
#include "ingest/records.h"
#include "reference/reference.h"
#include "store/cache.h"

/* What a column of the file (0, 1 ...) is told to be: a field of the catalogue, "" a further
 * field. */
struct import_choice {
    size_t column;
    const char *field;
};

/* All zero: everything is found from the content. */
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
    const char *part;       /* sheet of a workbook or member of a ZIP, by name or number */
    const char *encoding;   /* a name that iconv knows */
    struct dialect dialect; /* what of it is told */
    bool header_told;       /* header_rows counts */
    unsigned header_rows;
    /* The names that the header must have, in this order; of a file without one, its names. */
    const char *const *header;
    size_t header_count;
    unsigned order; /* of day, month and year: ORDER_DMY ...; 0 to be found */
    unsigned table; /* of several in one file; 0: there must be but one */
    const struct import_setting *settings;
    size_t setting_count;
    bool dry; /* nothing is written; the report tells what would be */
    /* With dry: only so many rows are looked at, 0 all; the report's counts are theirs. */
    uint32_t sample;
    /* The profile that applies: profile where told, else the one of profiles that knows the
     * header; what stands above goes before what it says. Both borrowed, NULL none. */
    const struct profiles *profiles;
    const struct profile *profile;
    const struct import_choice *choices; /* go before the profile and the header */
    size_t choice_count;
    /* Line numbers do not stay with their lines from one delivery to the next: the lines of a
     * case are told apart by content. */
    bool unstable_lines;
    bool grain_told; /* grain counts, whatever the profile says */
    enum grain grain;
};

/* A cell of the first rows, as it stands and as it would be kept. */
struct import_cell {
    const char *text, *value;
    char state; /* of enum value_state: ' ', 'b'lank, 'u'nknown, '!' invalid */
};
enum { IMPORT_SHOWN = 5 };

/* How a header was understood: one a column of the file. */
struct import_column {
    const char *header;
    const char *field; /* name in the cache */
    bool further;
    bool dates;           /* further, and with another column the date: a fiscal year */
    const char *evidence; /* what its texts showed ("month first"), "" nothing */
    struct import_cell cells[IMPORT_SHOWN]; /* of the first rows; text NULL: none */
};

struct import_report {
    struct arena arena; /* owns what the fields below point to; import_report_free */
    struct batch batch;
    struct import_column *columns;
    size_t column_count;
    uint32_t lines_without_case;
    /* Of a file that is refused, kept through the failure: it holds no table (a cover, a list
     * of codes), or its content is there as this batch. */
    bool no_table;
    uint32_t known_as;
    const char *dialect;           /* in words: "delimiter ;, quote \"" */
    const struct profile *profile; /* that applied, of the options; NULL none */
    unsigned order;                /* of day, month and year as told; 0 found by column */
    const char *header_currency;   /* that the header of the value names; NULL none */
    bool sampled;                  /* the file goes on behind the rows looked at */
    uint32_t preamble;             /* rows above the header that were passed over */
    uint32_t header_rows;
    struct finding
        *left_out; /* the first rows that were not loaded, with row number and reason (rule) */
    size_t left_out_count;
    struct {
        const char *rule;
        char severity;
        const char *meaning;
        const char *field; /* that all of them are about; "" several, or the whole row */
        uint32_t count;
        uint32_t first_row;
    } * rules; /* findings summed by rule */
    size_t rule_count;
};

/* Loads one file into the cache. All or nothing: on any failure or cancel the cache is as it
 * was. Refused, with the reason: no such file, a folder, an empty or binary file, a header
 * without rows, no known column without generic, a second table where none was asked for, a
 * word of the options that means nothing here, the same content again (names the batch). */
enum status import_file(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        struct error *e);
void import_report_free(struct import_report *report);
/* Adds to options what the profile says and they leave open; *again where that says how the
 * file is to be read. New lists in a. */
enum status profile_apply(const struct profile *p, struct import_options *options,
                          struct arena *a, bool *again, struct error *e);
/* What was found and told of a file as a profile of that name, to be saved: its signature is
 * the header, its columns as mapped. Everything in a. */
enum status import_profile(const struct import_report *report,
                           const struct import_options *options, const char *name,
                           struct arena *a, struct profile *out, struct error *e);

#endif
