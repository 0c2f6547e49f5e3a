/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import finds wrong or odd: one finding a row for the first 1,000 of each kind, and
 * the count of all. */
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
    FINDING_BAD_DATE,
    FINDING_DATE_RANGE,
    FINDING_DATE_ORDER,
    FINDING_REPORTER,
    FINDING_COUNTRY,
    FINDING_COMMODITY,
    FINDING_NUMBER,
    FINDING_NUMBER_SIGN,
    FINDING_NOT_POSITIVE,
    FINDING_UNIT,
    FINDING_UNIT_DIFFERS,
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
    FINDING_KINDS
};

enum { FINDINGS_KEPT = 1000, LEFT_OUT_KEPT = 100 };

struct findings {
    struct writer *writer;
    struct arena *arena; /* of the report */
    uint32_t count[FINDING_KINDS];
    uint32_t first_row[FINDING_KINDS];
    uint32_t total;
    struct finding *left_out;
    size_t left_out_count;
    struct buffer text;
};

/* Counts a finding and keeps it while its kind has fewer than FINDINGS_KEPT. text is cut at
 * 2,000 bytes. */
enum status findings_add(struct findings *f, enum finding_kind kind, uint32_t row,
                         const char *field, const char *text, size_t len, struct error *e);
/* Counts more of a kind that are not kept. */
void findings_count(struct findings *f, enum finding_kind kind, uint32_t row, uint32_t more);
/* Notes a row that was not loaded and why. */
enum status findings_left_out(struct findings *f, enum finding_kind kind, uint32_t row,
                              struct error *e);
/* Sums by kind into the report. */
enum status findings_report(struct findings *f, struct import_report *report, struct error *e);

#endif
