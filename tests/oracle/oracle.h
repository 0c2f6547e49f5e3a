/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle's drawing: chance, texts for CSV and SQL, days, the pools of texts, the tables of
 * a draw, sentences and questions. What a text means stands in the pools, written down by hand:
 * nothing here comes from saisie. */
#ifndef SAISIE_TESTS_ORACLE_H
#define SAISIE_TESTS_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof *(a)))

/* ---- parts.c */

struct rng {
    uint64_t state;
};
uint32_t below(struct rng *r, uint32_t n);

void csv_text(FILE *out, const char *text);
void sql_text(FILE *out, const char *text);
FILE *open_in(const char *folder, const char *name);

/* A date of one of three precisions: the span it names and the periods it lies in. */
struct day {
    int known; /* 1 year, 2 month, 3 day */
    char first[16], last[16], year[16], quarter[32], month[16], week[16];
    const char *weekday;
};
bool read_day(const char *text, struct day *out);

/* ---- pools.c: what stands in the cells */

enum {
    F_DATE,
    F_REPORTER,
    F_DEPARTURE,
    F_TRANSIT,
    F_PRODUCT,
    F_CONVEYANCE,
    F_QUANTITY,
    F_UNIT,
    F_BRAND,
    F_REMARKS,
    F_VALUE,
    F_CURRENCY,
    F_KIND,
    F_ENTERED,
    FIELDS
};
extern const char *const field_head[FIELDS], *const field_name[FIELDS];

/* A text of a file and what it means: "(blank)", "Unknown", else the code; not understood: the
 * text itself, marked. */
struct meaning {
    const char *raw, *code;
    bool invalid;
};
struct pool {
    const struct meaning *meaning;
    uint32_t count;
};
extern const struct pool pools[FIELDS]; /* no texts: the field is none of codes */

/* A unit: its family ('m' kg, 'v' litres, 'p' pieces, 'x' packages, '?' not understood) and how
 * many smallest units (of 10^-9 kg, 10^-6 L, 10^-6 pieces) a thousandth of it is; of a package
 * what it is of cigarettes, the one commodity that has rules. */
struct unit {
    const char *raw, *code;
    char family;
    long long thousandth;
};
#define UNITS 16
extern const struct unit units[UNITS];
/* The regions of the countries of the pools. */
struct region {
    const char *country, *rilo, *wco;
};
#define REGIONS 8
extern const struct region regions[REGIONS];

/* A text for the cell. */
const char *draw_cell(struct rng *r, int field);
void draw_date(struct rng *r, char out[16]);

/* ---- table.c: the rows, in one delivery or two */

#define MOST_LINES 300

struct row {
    char date[16], entered[16];
    const char *cell[FIELDS];
    char prefix;       /* of its case's number */
    uint32_t of, line; /* of 0: of no case */
};
struct table {
    struct row row[MOST_LINES];
    uint32_t rows;
};

void draw_first(struct rng *r, struct table *t);
/* A later delivery: some rows of the first, some of them changed, and new cases. */
void draw_second(struct rng *r, const struct table *first, struct table *t);
void write_table(const struct table *t, FILE *out);
/* SQL that loads seed/1.csv (and 2.csv) and makes of it the table l of current lines. */
void write_pools(FILE *sql); /* once for many tables */
void write_lines(const struct table *const *t, uint32_t tables, const char *folder, FILE *sql);

/* ---- sentence.c: as words, and as SQL that is never NULL */

struct sentence {
    char words[3000], sql[16000];
};
/* saved: the names @mine and @deep may stand in it; two: there are two batches. */
void draw_sentence(struct rng *r, bool saved, bool two, struct sentence *out);

/* ---- question.c: one a call, into the file of questions and as SQL */

void draw_question(struct rng *r, uint32_t n, bool two, FILE *ask, FILE *sql);

/* ---- cross.c: a cross-tab with all that it can show; the SQL gives what it is made from */

void draw_cross(struct rng *r, bool two, const char *as_of, FILE *ask, FILE *sql);

#endif
