/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about a row as a whole, as a table: what breaks each, and what is told of the row. */
#include "ingest/rows_private.h"

#include <string.h>

static const char *const part_names[RULE_PARTS] = {
    [PART_DIRECTION] = "direction", [PART_REPORTER] = "reporter",
    [PART_DEPARTURE] = "departure", [PART_DESTINATION] = "destination",
    [PART_SECTION] = "section",     [PART_STREAM] = "stream",
    [PART_PRODUCT] = "product",     [PART_UNIT] = "unit",
};

/* ---- what breaks them: code[] by part, CODE_NONE where the row has no valid value ---- */

/* Both are given and differ. */
static bool differ(uint32_t a, uint32_t b)
{
    return a != CODE_NONE && b != CODE_NONE && a != b;
}

static bool agree(uint32_t a, uint32_t b)
{
    return a != CODE_NONE && a == b;
}

static bool stays(const struct rows *r, const uint32_t *code)
{
    return agree(code[PART_DEPARTURE], code[PART_DESTINATION]) &&
           agree(code[PART_DEPARTURE], code[PART_REPORTER]) &&
           differ(code[PART_DIRECTION], r->rules.internal);
}

static bool import_goes_on(const struct rows *r, const uint32_t *code)
{
    return agree(code[PART_DIRECTION], r->rules.import) &&
           differ(code[PART_DESTINATION], code[PART_REPORTER]);
}

static bool export_comes_from(const struct rows *r, const uint32_t *code)
{
    return agree(code[PART_DIRECTION], r->rules.export) &&
           differ(code[PART_DEPARTURE], code[PART_REPORTER]);
}

static bool transit_ends(const struct rows *r, const uint32_t *code)
{
    return agree(code[PART_DIRECTION], r->rules.transit) &&
           (agree(code[PART_DEPARTURE], code[PART_REPORTER]) ||
            agree(code[PART_DESTINATION], code[PART_REPORTER]));
}

/* Two levels of the tree are given, and the lower stands elsewhere in it. */
static bool stands_elsewhere(const struct rows *r, const uint32_t *code, enum rule_part lower,
                             enum rule_part upper)
{
    return code[lower] != CODE_NONE && code[upper] != CODE_NONE &&
           differ(r->columns[r->rules.column[lower]].list->codes[code[lower]].parent,
                  code[upper]);
}

static bool tree_parts(const struct rows *r, const uint32_t *code)
{
    return stands_elsewhere(r, code, PART_PRODUCT, PART_STREAM) ||
           stands_elsewhere(r, code, PART_STREAM, PART_SECTION);
}

static bool unit_does_not_suit(const struct rows *r, const uint32_t *code)
{
    int64_t factor;
    if (code[PART_UNIT] == CODE_NONE)
        return false;
    unsigned families = reference_families(r->reference, code[PART_STREAM], code[PART_PRODUCT]);
    return families &&
           !(families >> reference_unit(r->reference, code[PART_UNIT], &factor) & 1);
}

#define PART(part) (1U << (part))
#define ROUTE                                                                                  \
    (PART(PART_DIRECTION) | PART(PART_REPORTER) | PART(PART_DEPARTURE) | PART(PART_DESTINATION))

static const struct {
    enum finding_kind kind;
    bool (*breaks)(const struct rows *, const uint32_t *code);
    enum rule_part field; /* that the finding is of */
    unsigned tells;       /* parts whose texts it shows */
} rules[] = {
    {FINDING_ROUTE_STAYS, stays, PART_DIRECTION, ROUTE},
    {FINDING_ROUTE_IMPORT, import_goes_on, PART_DESTINATION, ROUTE},
    {FINDING_ROUTE_EXPORT, export_comes_from, PART_DEPARTURE, ROUTE},
    {FINDING_ROUTE_TRANSIT, transit_ends, PART_DIRECTION, ROUTE},
    {FINDING_TREE, tree_parts, PART_STREAM,
     PART(PART_SECTION) | PART(PART_STREAM) | PART(PART_PRODUCT)},
    {FINDING_UNIT_FAMILY, unit_does_not_suit, PART_UNIT,
     PART(PART_UNIT) | PART(PART_STREAM) | PART(PART_PRODUCT)},
};

/* ---- the row ---- */

void rules_open(struct rows *r)
{
    const struct code_list *list = reference_list(r->reference, "direction");
    for (size_t i = 0; i < RULE_PARTS; i++)
        r->rules.column[i] = rows_find_column(r, part_names[i]);
    r->rules.import = reference_code(r->reference, list, "Import");
    r->rules.export = reference_code(r->reference, list, "Export");
    r->rules.transit = reference_code(r->reference, list, "Transit");
    r->rules.internal = reference_code(r->reference, list, "Internal");
}

/* "direction Import, reporter JP ...": as the row spells it; the code where it follows from
 * another field. */
static void tell(const struct rows *r, const struct record *record, unsigned parts,
                 struct buffer *out)
{
    for (size_t i = 0; i < RULE_PARTS; i++) {
        int at = r->rules.column[i];
        if (!(parts >> i & 1) || at == NO_COLUMN || rows_note_at(r, at)->code == CODE_NONE)
            continue;
        struct cell cell = rows_cell_at(r, record, (size_t)at);
        if (out->len)
            buffer_adds(out, ", ");
        buffer_adds(out, part_names[i]);
        buffer_addc(out, ' ');
        if (cell.length)
            buffer_add(out, cell.text, cell.length);
        else
            buffer_adds(out, r->columns[at].list->codes[rows_note_at(r, at)->code].code);
    }
}

enum status rules_row(struct rows *r, const struct record *record, struct error *e)
{
    uint32_t code[RULE_PARTS];
    for (size_t i = 0; i < RULE_PARTS; i++)
        code[i] = r->rules.column[i] == NO_COLUMN ? CODE_NONE
                                                  : rows_note_at(r, r->rules.column[i])->code;
    enum status s = STATUS_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && s == STATUS_OK; i++) {
        if (!rules[i].breaks(r, code))
            continue;
        struct buffer text = {0};
        tell(r, record, rules[i].tells, &text);
        s = text.failed
                ? error_no_memory(e)
                : findings_add(&r->findings, rules[i].kind, record->row,
                               part_names[rules[i].field], buffer_text(&text), text.len, e);
        buffer_free(&text);
    }
    return s;
}
