/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import finds wrong or odd: the rules, and every finding with its row. */
#include "ingest/findings.h"

#include <string.h>

static const struct finding_rule kinds[FINDING_KINDS] = {
    [FINDING_NO_CASE] = {"Q01", 'E', "no case number: the line belongs to no case"},
    [FINDING_SAME_LINE] = {"Q01", 'W', "the same line of a case again: left out"},
    [FINDING_SAME_LINE_DIFFERS] =
        {"Q01", 'W', "a line of a case stands twice with different content: the later counts"},
    [FINDING_WITHDRAWN_UNSEEN] = {"Q01", 'I', "withdraws a line that was never delivered"},
    [FINDING_IDENTICAL] =
        {"Q13", 'I',
         "identical rows, equal to an earlier one in every cell: kept, may be two seizures"},
    [FINDING_BAD_DATE] = {"Q02", 'E', "no date, or none that the calendar has"},
    [FINDING_DATE_OLD] = {"Q02", 'W', "date before 1990"},
    [FINDING_DATE_FUTURE] = {"Q02", 'W', "date after the day of the export, or of the import"},
    [FINDING_DATE_ORDER] =
        {"Q03", 'W', "day and month cannot be told apart: no date of the column settles it"},
    [FINDING_DATE_ORDERS] =
        {"Q03", 'W', "dates of the column contradict each other: --date-order settles it"},
    [FINDING_DATE_HEAP] =
        {"Q03", 'W', "far more dates than by chance are a 1 January: years made into days?"},
    [FINDING_REPORTER] = {"Q04", 'E', "reporting country not known"},
    [FINDING_COUNTRY] = {"Q05", 'W', "country not known"},
    [FINDING_ROUTE_STAYS] = {"Q06", 'W',
                             "departs and ends in the reporting country, and is not internal"},
    [FINDING_ROUTE_IMPORT] = {"Q07", 'W', "import, but bound for another country"},
    [FINDING_ROUTE_EXPORT] = {"Q07", 'W', "export, but departed from another country"},
    [FINDING_ROUTE_TRANSIT] = {"Q07", 'W', "transit, but departs or ends where it is reported"},
    [FINDING_COMMODITY] = {"Q08", 'E', "not in the commodity tree, or ambiguous there"},
    [FINDING_TREE] = {"Q08", 'W', "the levels of the commodity tree contradict each other"},
    [FINDING_NUMBER] = {"Q09", 'E', "no plain number"},
    [FINDING_NUMBER_SIGN] = {"Q09", 'W',
                             "the sign may part thousands or decimals, no number of the column "
                             "settles it: read with a decimal point"},
    [FINDING_NOT_POSITIVE] = {"Q09", 'W', "quantity is not above 0"},
    [FINDING_UNIT] = {"Q10", 'E', "unit not known"},
    [FINDING_UNIT_DIFFERS] = {"Q10", 'E',
                              "the unit within the number is another than the one beside it"},
    [FINDING_UNIT_FAMILY] = {"Q10", 'E', "the commodity is not measured in units of this kind"},
    [FINDING_OUTLIER] = {"Q11", 'W',
                         "quantity far from what is usual for the commodity in this file"},
    [FINDING_OUTLIER_THOUSAND] =
        {"Q11", 'W', "quantity about 1,000 times the usual, or a thousandth: g for kg?"},
    [FINDING_EMAIL] = {"Q16", 'W', "an e-mail address in free text: records name no persons"},
    [FINDING_PHONE] = {"Q16", 'W', "a telephone number in free text: records name no persons"},
    [FINDING_PASSPORT] = {"Q16", 'W',
                          "a passport number in free text: records name no persons"},
    [FINDING_NAME] = {"Q16", 'W', "a name in free text: records name no persons"},
    [FINDING_BIRTH] = {"Q16", 'W', "a date of birth in free text: records name no persons"},
    [FINDING_CURRENCY] = {"Q17", 'W', "currency not known"},
    [FINDING_CURRENCY_SIGN] = {"Q17", 'W', "a sign of several currencies: none is guessed"},
    [FINDING_CODE] = {"CODE", 'W', "not in the code list of its field"},
    [FINDING_QUOTE_OPEN] = {"ROW", 'W', "a quote is never closed: the line is taken literally"},
    [FINDING_QUOTE_STRAY] = {"ROW", 'W', "a quote inside a cell is not doubled"},
    [FINDING_ROW_SHORT] = {"ROW", 'I', "fewer cells than the header: the rest is blank"},
    [FINDING_ROW_LONG] = {"ROW", 'W', "more cells than the header: the rest stands here alone"},
    [FINDING_TOTAL] = {"ROW", 'W', "a row of totals: left out"},
    [FINDING_FOOTER] = {"ROW", 'W', "a note below the table: left out"},
    [FINDING_ROW_BLANK] = {"ROW", 'I', "a row of blank cells alone: left out"},
    [FINDING_HEADER_AGAIN] = {"ROW", 'I', "the header again: left out"},
    [FINDING_BYTES] = {"Q15", 'W', "bytes that fit no encoding: kept as they are"},
    [FINDING_NUL] = {"Q15", 'W', "a NUL byte in a text: kept as it is"},
};

const struct finding_rule *findings_rules(void)
{
    return kinds;
}

static enum status note_field(struct findings *f, enum finding_kind kind, const char *field,
                              struct error *e)
{
    const char *before = f->field[kind];
    if (before && (!*before || !strcmp(before, field)))
        return STATUS_OK;
    f->field[kind] = before ? "" : arena_string(f->arena, field);
    return f->field[kind] ? STATUS_OK : error_no_memory(e);
}

enum status findings_add(struct findings *f, enum finding_kind kind, uint32_t row,
                         const char *field, const char *text, size_t len, struct error *e)
{
    enum { MOST_TEXT = 2000 };
    if (!f->count[kind]++ || row < f->first_row[kind])
        f->first_row[kind] = row;
    f->total++;
    buffer_clear(&f->text);
    buffer_add(&f->text, text, len < MOST_TEXT ? len : MOST_TEXT);
    if (f->text.failed)
        return error_no_memory(e);
    if (note_field(f, kind, field, e))
        return STATUS_NO_MEMORY;
    const struct finding found = {.row = row,
                                  .field = field,
                                  .rule = kinds[kind].rule,
                                  .severity = kinds[kind].severity,
                                  .meaning = kinds[kind].meaning,
                                  .text = buffer_text(&f->text)};
    return writer_finding(f->writer, &found, e);
}

enum status findings_left_out(struct findings *f, enum finding_kind kind, uint32_t row,
                              struct error *e)
{
    if (!f->left_out &&
        !(f->left_out = arena_zero(f->arena, LEFT_OUT_KEPT, sizeof *f->left_out)))
        return error_no_memory(e);
    if (f->left_out_count < LEFT_OUT_KEPT)
        f->left_out[f->left_out_count++] = (struct finding){.row = row,
                                                            .field = "",
                                                            .rule = kinds[kind].rule,
                                                            .severity = kinds[kind].severity,
                                                            .meaning = kinds[kind].meaning,
                                                            .text = kinds[kind].meaning};
    return STATUS_OK;
}

enum status findings_report(struct findings *f, struct import_report *report, struct error *e)
{
    report->left_out = f->left_out;
    report->left_out_count = f->left_out_count;
    report->rules = arena_zero(&report->arena, FINDING_KINDS, sizeof *report->rules);
    if (!report->rules)
        return error_no_memory(e);
    for (size_t k = FINDING_NONE + 1; k < FINDING_KINDS; k++)
        if (f->count[k]) {
            report->rules[report->rule_count].rule = kinds[k].rule;
            report->rules[report->rule_count].severity = kinds[k].severity;
            report->rules[report->rule_count].meaning = kinds[k].meaning;
            report->rules[report->rule_count].field = f->field[k] ? f->field[k] : "";
            report->rules[report->rule_count].count = f->count[k];
            report->rules[report->rule_count++].first_row = f->first_row[k];
        }
    return STATUS_OK;
}
