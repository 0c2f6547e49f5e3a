/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import finds wrong or odd: the rules, and every finding with its row. */
#ifndef SAISIE_INGEST_FINDINGS_H
#define SAISIE_INGEST_FINDINGS_H

#include "ingest/import.h"
#include "store/writer.h"

/* Several kinds share the rule ROW; the rules are those of the list of validation rules. */
enum finding_kind {
    FINDING_NONE,
    FINDING_NO_CASE,
    FINDING_SAME_LINE,
    FINDING_SAME_LINE_DIFFERS,
    FINDING_WITHDRAWN_UNSEEN,
    FINDING_IDENTICAL,
    FINDING_BAD_DATE,
    FINDING_DATE_OLD,
    FINDING_DATE_FUTURE,
    FINDING_DATE_ORDER,
    FINDING_DATE_ORDERS,
    FINDING_DATE_HEAP,
    FINDING_REPORTER,
    FINDING_COUNTRY,
    FINDING_ROUTE_STAYS,
    FINDING_ROUTE_IMPORT,
    FINDING_ROUTE_EXPORT,
    FINDING_ROUTE_TRANSIT,
    FINDING_COMMODITY,
    FINDING_TREE,
    FINDING_NUMBER,
    FINDING_NUMBER_SIGN,
    FINDING_NOT_POSITIVE,
    FINDING_UNIT,
    FINDING_UNIT_DIFFERS,
    FINDING_UNIT_FAMILY,
    FINDING_OUTLIER,
    FINDING_OUTLIER_THOUSAND,
    FINDING_EMAIL,
    FINDING_PHONE,
    FINDING_PASSPORT,
    FINDING_NAME,
    FINDING_BIRTH,
    FINDING_CURRENCY,
    FINDING_CURRENCY_SIGN,
    FINDING_CODE,
    FINDING_QUOTE_OPEN,
    FINDING_QUOTE_STRAY,
    FINDING_ROW_SHORT,
    FINDING_ROW_LONG,
    FINDING_TOTAL,
    FINDING_FOOTER,
    FINDING_ROW_BLANK,
    FINDING_HEADER_AGAIN,
    FINDING_BYTES,
    FINDING_NUL,
    FINDING_KINDS
};

enum { LEFT_OUT_KEPT = 100 };

struct findings {
    struct writer *writer;
    struct arena *arena; /* of the report */
    uint32_t count[FINDING_KINDS];
    uint32_t first_row[FINDING_KINDS];
    const char *field[FINDING_KINDS]; /* of all of them, in the arena; "" they differ */
    uint32_t total;
    struct finding *left_out;
    size_t left_out_count;
    struct buffer text;
};

/* A rule as it is told: several may share an id, each with a meaning of its own. */
struct finding_rule {
    const char *rule; /* Q01 ... of the list of validation rules, ROW, CODE */
    char severity;    /* E error, W warning, I information */
    const char *meaning;
};
/* All of them, FINDING_KINDS in number, by kind; the first (FINDING_NONE) is empty. */
const struct finding_rule *findings_rules(void);

/* Counts and keeps a finding. text is cut at 2,000 bytes. */
enum status findings_add(struct findings *f, enum finding_kind kind, uint32_t row,
                         const char *field, const char *text, size_t len, struct error *e);
/* Notes a row that was not loaded and why. */
enum status findings_left_out(struct findings *f, enum finding_kind kind, uint32_t row,
                              struct error *e);
/* Sums by kind into the report. */
enum status findings_report(struct findings *f, struct import_report *report, struct error *e);

#endif
