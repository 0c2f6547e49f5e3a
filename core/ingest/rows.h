/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a record to a line: codes, commodity tree, identity, version, findings. */
#ifndef SAISIE_INGEST_ROWS_H
#define SAISIE_INGEST_ROWS_H

#include "ingest/cases.h"
#include "ingest/columns.h"
#include "ingest/mapping.h"
#include "ingest/profile.h"
#include "ingest/rules.h"

/* Levels of the commodity tree, from the top; a row may state any of them. */
enum tree_level { TREE_SECTION, TREE_STREAM, TREE_CATEGORY, TREE_PRODUCT, TREE_LEVELS };

enum { NO_COLUMN = -1 };

/* A row of the file as it spells it, and the line that it is. */
struct alike_row {
    uint64_t spelled; /* hash */
    uint32_t line, row;
};

struct rows {
    const struct reference *reference;
    const struct mapping *mapping;
    struct columns shared;
    struct typing typing;
    struct findings findings;
    struct cases cases;
    struct batch *batch;
    const struct manner
        *assumed; /* of the columns of the file, by column; NULL nothing known */
    /* Known cases (bit: key) whose lines merely stand under other numbers; NULL nothing known.
     */
    const struct bitmap *renumbered;
    const struct bitmap *scope; /* lines that the file must hold or withdraw; NULL none */
    /* One a column of the file, then those that are derived without standing in it. */
    struct column *columns;
    size_t column_count;
    uint32_t *codes; /* by column */
    /* What the writer takes, by slot. */
    uint32_t *slot_codes;
    struct long_text *slot_texts;
    size_t slot_room;
    /* Columns that mean something to the row as a whole, or NO_COLUMN. */
    int case_id, line, source, status;
    int quantity, unit, value, currency;
    int weekday, weekday_date; /* a column of weekdays and the date it stands beside */
    int tree[TREE_LEVELS];
    uint32_t withdrawn; /* index in list status */
    struct rules rules;
    char delimiter;
    bool generic;
    bool unstable;          /* line numbers tell no lines apart */
    bool sample;            /* what is known is not asked */
    bool damaged;           /* the source holds bytes that fit no encoding */
    const char *header_raw; /* the header as it stood, to know it again; NULL: none */
    size_t header_length;
    const struct profile *profile; /* that applies, or NULL */
    const struct import_setting *settings;
    size_t setting_count;
    struct setting *set; /* one a setting: its column and code */
    bool training;       /* a case number begins with TRN- */
    /* Which row a line is: where the two stop going up in step. */
    struct {
        uint32_t line, row;
    } * places;
    size_t place_count, place_room;
    /* Rows known by content alone whose content was known before: as the file spells them. */
    struct alike_row *alike;
    size_t alike_count, alike_room;
    enum grain grain;
    struct fiscal fiscal; /* begins 0: none */
    int fiscal_year, fiscal_month, fiscal_date;
    uint32_t fiscal_codes[3]; /* of the row before: year, month, date */
    enum finding_kind fiscal_finding;
    /* What is odd in the row at hand: told where the row is kept. */
    struct {
        enum finding_kind kind;
        const char *field;
        struct cell text;
    } held[8];
    size_t held_count;
    uint32_t without_case;
    int32_t newest; /* newest valid date up to today in date, entered or validated */
    struct arena arena;
};

/* Makes the columns of a mapping. reference, mapping, shared.cache, typing, findings, batch and
 * delimiter are set by the caller, what follows these in the struct where it is so. rows_close
 * in any case. */
enum status rows_open(struct rows *r, struct writer *w, struct error *e);
void rows_close(struct rows *r);
/* Loads one record. */
enum status rows_load(struct rows *r, const struct record *record, struct error *e);
/* After the last record: settles what waited for it. */
enum status rows_settle(struct rows *r, struct error *e);
/* Whether known lines were compared under a supposition about a column (order of dates, decimal
 * sign) that its last row proved wrong. Then the file is to be loaded again from its start,
 * with what was learnt, by column, as rows.assumed. */
bool rows_mistaken(const struct rows *r);
struct manner *rows_learnt(const struct rows *r);

#endif
