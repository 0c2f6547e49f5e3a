/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a record to a line: codes, commodity tree, identity, version, findings. */
#include "ingest/rows_private.h"

#include "base/text.h"
#include "ingest/calendar.h"
#include "ingest/personal.h"
#include "ingest/source.h"

#include <stdlib.h>
#include <string.h>

static const char *const tree_names[TREE_LEVELS] = {"section", "stream", "category", "product"};

/* ---- columns --------------------------------------------------------------------------- */

int rows_find_column(const struct rows *r, const char *name)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].field && !strcmp(r->columns[i].name, name))
            return (int)i;
    return NO_COLUMN;
}

enum status rows_open_column(struct rows *r, const struct field *field, const char *name,
                             const char *label, struct error *e)
{
    struct column *c = &r->columns[r->column_count++];
    if (field && field->type == FIELD_CASE_ID) {
        /* The case table holds it: a spelling a row would say nothing more. */
        *c = (struct column){.field = field, .name = name};
        return STATUS_OK;
    }
    return column_open(&r->shared, c, field, name, label, e);
}

/* Whether a level of the tree can be told from what the file has. */
static bool can_derive(const struct rows *r, enum tree_level level)
{
    for (size_t below = level + 1; below < TREE_LEVELS; below++)
        if (r->tree[below] != NO_COLUMN)
            return true;
    return false;
}

static enum status open_tree(struct rows *r, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t level = 0; level < TREE_LEVELS; level++)
        r->tree[level] = rows_find_column(r, tree_names[level]);
    for (size_t level = 0; level < TREE_PRODUCT && s == STATUS_OK; level++) {
        const struct field *f = reference_field(r->reference, tree_names[level]);
        if (r->tree[level] != NO_COLUMN || !f || !can_derive(r, (enum tree_level)level))
            continue;
        r->tree[level] = (int)r->column_count;
        s = rows_open_column(r, f, f->name, f->label[LANGUAGE_EN], e);
    }
    return s;
}

/* The field that takes what is glued to a number of another, where the file has no column of
 * its own for it. */
static enum status open_beside(struct rows *r, const char *number, const char *unit,
                               int *number_at, int *unit_at, struct error *e)
{
    const struct field *f = reference_field(r->reference, unit);
    *number_at = rows_find_column(r, number);
    *unit_at = rows_find_column(r, unit);
    if (*number_at == NO_COLUMN || *unit_at != NO_COLUMN || !f)
        return STATUS_OK;
    *unit_at = (int)r->column_count;
    return rows_open_column(r, f, f->name, f->label[LANGUAGE_EN], e);
}

/* A date and, as a further field, its weekday. */
static void find_weekday(struct rows *r)
{
    r->weekday = NO_COLUMN;
    r->weekday_date = rows_find_column(r, "date");
    for (size_t i = 0; i < r->mapping->count && r->weekday_date != NO_COLUMN; i++) {
        const char *header = r->mapping->columns[i].header;
        if (!r->columns[i].field && calendar_is_weekday_header(header, strlen(header)))
            r->weekday = (int)i;
    }
}

enum status rows_open(struct rows *r, struct writer *w, struct error *e)
{
    enum { BESIDE = 3 }; /* unit, currency, date */
    size_t room = r->mapping->count + TREE_LEVELS + BESIDE + r->setting_count;
    r->shared.writer = r->findings.writer = w;
    r->shared.typing = &r->typing;
    r->newest = INT32_MIN;
    r->columns = arena_zero(&r->arena, room, sizeof *r->columns);
    r->codes = arena_zero(&r->arena, room, sizeof *r->codes);
    r->slot_codes = arena_zero(&r->arena, room, sizeof *r->slot_codes);
    r->slot_texts = arena_zero(&r->arena, room, sizeof *r->slot_texts);
    if (!r->columns || !r->codes || !r->slot_codes || !r->slot_texts)
        return error_no_memory(e);
    enum status s = STATUS_OK;
    for (size_t i = 0; i < r->mapping->count && s == STATUS_OK; i++) {
        const struct mapped *m = &r->mapping->columns[i];
        s = rows_open_column(r, m->field, m->name, m->header, e);
        if (r->assumed)
            r->columns[i].assumed = r->assumed[i];
    }
    if (s == STATUS_OK)
        s = meanings_open(r, r->profile, e);
    if (s == STATUS_OK)
        s = settings_open(r, e);
    if (s == STATUS_OK)
        s = fiscal_open(r, e);
    if (s == STATUS_OK)
        s = open_tree(r, e);
    if (s == STATUS_OK)
        s = open_beside(r, "quantity", "unit", &r->quantity, &r->unit, e);
    if (s == STATUS_OK)
        s = open_beside(r, "value", "currency", &r->value, &r->currency, e);
    find_weekday(r);
    rules_open(r);
    r->case_id = rows_find_column(r, "case_id");
    r->line = rows_find_column(r, "line");
    r->source = rows_find_column(r, "source");
    r->status = rows_find_column(r, "status");
    r->withdrawn = CODE_NONE;
    if (r->status != NO_COLUMN && r->columns[r->status].list)
        r->withdrawn = reference_code(r->reference, r->columns[r->status].list, "withdrawn");
    for (size_t i = 0; i < r->mapping->count && s == STATUS_OK; i++)
        s = writer_column(w, (uint32_t)i, r->mapping->columns[i].header,
                          r->mapping->columns[i].name, e);
    if (s == STATUS_OK)
        s = cases_open(&r->cases, r->shared.cache, w, e);
    return s;
}

void rows_close(struct rows *r)
{
    for (size_t i = 0; i < r->column_count; i++)
        column_close(&r->columns[i]);
    cases_close(&r->cases);
    buffer_free(&r->shared.typed.value);
    buffer_free(&r->shared.key);
    buffer_free(&r->findings.text);
    free(r->places);
    free(r->alike);
    arena_free(&r->arena);
}

/* ---- the cells of a row ------------------------------------------------------------------ */

/* Columns behind those of the file have no cell, however long the row is. */
struct cell rows_cell_at(const struct rows *r, const struct record *record, size_t i)
{
    return i < record->count && i < r->mapping->count ? record->cells[i] : (struct cell){"", 0};
}

const struct note *rows_note_at(const struct rows *r, int column)
{
    const struct column *c = &r->columns[column];
    return &c->notes[r->codes[column]];
}

static enum status code_cells(struct rows *r, const struct record *record, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t i = 0; i < r->column_count && s == STATUS_OK; i++) {
        struct column *c = &r->columns[i];
        struct cell cell = rows_cell_at(r, record, i);
        if (c->long_text)
            r->slot_texts[c->slot] = (struct long_text){cell.text, cell.length};
        else if (c->notes)
            s = column_code(&r->shared, c, cell, CODE_NONE, &r->codes[i], e);
    }
    return s;
}

static uint32_t tree_entry(const struct rows *r, enum tree_level level)
{
    return r->tree[level] == NO_COLUMN ? CODE_NONE : rows_note_at(r, r->tree[level])->code;
}

static uint32_t parent_of(const struct rows *r, enum tree_level level, uint32_t entry)
{
    return r->columns[r->tree[level]].list->codes[entry].parent;
}

/* The stream under which an ambiguous name stands in the row's section, when there is but one.
 */
static uint32_t stream_in_section(const struct rows *r, const struct code_list *list,
                                  struct cell cell, uint32_t section)
{
    const struct code_list *streams = reference_list(r->reference, "stream");
    uint32_t found = CODE_NONE;
    for (uint32_t i = 0; streams && section != CODE_NONE && i < streams->count; i++) {
        if (streams->codes[i].parent != section ||
            reference_match(r->reference, list, cell.text, cell.length, i, NULL) == CODE_NONE)
            continue;
        if (found != CODE_NONE)
            return CODE_NONE;
        found = i;
    }
    return found;
}

/* What the row itself says about the parent of an ambiguous name. */
static uint32_t context(const struct rows *r, enum tree_level level, struct cell cell)
{
    uint32_t section = tree_entry(r, TREE_SECTION);
    if (level == TREE_STREAM)
        return section;
    uint32_t stream = tree_entry(r, TREE_STREAM);
    uint32_t category = tree_entry(r, TREE_CATEGORY);
    if (stream == CODE_NONE && level == TREE_PRODUCT && category != CODE_NONE)
        stream = parent_of(r, TREE_CATEGORY, category);
    if (stream != CODE_NONE)
        return stream;
    return stream_in_section(r, r->columns[r->tree[level]].list, cell, section);
}

static enum status settle_names(struct rows *r, const struct record *record, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t level = TREE_STREAM; level < TREE_LEVELS && s == STATUS_OK; level++) {
        int at = r->tree[level];
        if (at == NO_COLUMN || !rows_note_at(r, at)->ambiguous)
            continue;
        struct column *c = &r->columns[at];
        struct cell cell = rows_cell_at(r, record, (size_t)at);
        uint32_t parent = context(r, (enum tree_level)level, cell);
        if (parent == CODE_NONE || reference_match(r->reference, c->list, cell.text,
                                                   cell.length, parent, NULL) == CODE_NONE)
            continue;
        s = column_code(&r->shared, c, cell, parent, &r->codes[at], e);
    }
    return s;
}

static enum status derive_at(struct rows *r, const struct record *record, int at,
                             uint32_t entry, struct error *e)
{
    struct cell cell = rows_cell_at(r, record, (size_t)at);
    return column_derived(&r->shared, &r->columns[at], cell, entry, &r->codes[at], e);
}

static enum status derive(struct rows *r, const struct record *record, enum tree_level level,
                          uint32_t entry, struct error *e)
{
    int at = r->tree[level];
    if (at == NO_COLUMN || entry == CODE_NONE || rows_note_at(r, at)->state != VALUE_BLANK)
        return STATUS_OK;
    return derive_at(r, record, at, entry, e);
}

/* Levels that the row leaves blank follow from the ones below. */
static enum status derive_tree(struct rows *r, const struct record *record, struct error *e)
{
    uint32_t product = tree_entry(r, TREE_PRODUCT);
    enum status s = STATUS_OK;
    if (product != CODE_NONE) {
        s = derive(r, record, TREE_CATEGORY, reference_category(r->reference, product), e);
        if (s == STATUS_OK)
            s = derive(r, record, TREE_STREAM, parent_of(r, TREE_PRODUCT, product), e);
    }
    uint32_t category = tree_entry(r, TREE_CATEGORY);
    if (s == STATUS_OK && category != CODE_NONE)
        s = derive(r, record, TREE_STREAM, parent_of(r, TREE_CATEGORY, category), e);
    uint32_t stream = tree_entry(r, TREE_STREAM);
    if (s == STATUS_OK && stream != CODE_NONE)
        s = derive(r, record, TREE_SECTION, parent_of(r, TREE_STREAM, stream), e);
    return s;
}

/* The unit within the number contradicts the one beside it: the number is none. */
static enum status refuse_number(struct rows *r, const struct record *record, int number,
                                 struct error *e)
{
    struct cell cell = rows_cell_at(r, record, (size_t)number);
    rows_hold(r, FINDING_UNIT_DIFFERS, r->columns[number].name, cell);
    return column_refused(&r->shared, &r->columns[number], cell, &r->codes[number], e);
}

/* A sign that several currencies share ("$") says no more than the currency beside it, and
 * guesses none where there is none: a quantity is money then, a value has no currency. */
static enum status part_sign(struct rows *r, const struct record *record, int number, int unit,
                             struct error *e)
{
    const struct code_list *list = reference_list(r->reference, "currency");
    const struct note *beside = rows_note_at(r, unit);
    struct cell cell = rows_cell_at(r, record, (size_t)number);
    uint32_t glued = rows_note_at(r, number)->code;
    if (beside->state == VALUE_VALID && beside->code != CODE_NONE) {
        const char *sign, *code = r->columns[unit].list->codes[beside->code].code;
        size_t len = text_trim(cell.text, cell.length, &sign);
        len = type_money_sign(sign, len, &sign);
        bool fits =
            beside->code == glued ||
            reference_match_fits(list, sign, len, reference_code(r->reference, list, code));
        return fits ? STATUS_OK : refuse_number(r, record, number, e);
    }
    rows_hold(r, FINDING_CURRENCY_SIGN, r->columns[number].name, cell);
    return glued != CODE_NONE && beside->state == VALUE_BLANK
               ? derive_at(r, record, unit, glued, e)
               : STATUS_OK;
}

/* A unit glued to a number goes to the field of units where the row leaves that blank. */
static enum status part_unit(struct rows *r, const struct record *record, int number, int unit,
                             struct error *e)
{
    if (number == NO_COLUMN || unit == NO_COLUMN)
        return STATUS_OK;
    uint32_t glued = rows_note_at(r, number)->code;
    if (rows_note_at(r, number)->ambiguous)
        return part_sign(r, record, number, unit, e);
    if (glued == CODE_NONE || rows_note_at(r, unit)->code == glued)
        return STATUS_OK;
    return rows_note_at(r, unit)->state == VALUE_BLANK ? derive_at(r, record, unit, glued, e)
                                                       : refuse_number(r, record, number, e);
}

static void weigh_weekday(struct rows *r, const struct record *record)
{
    if (r->weekday == NO_COLUMN)
        return;
    const struct note *n = rows_note_at(r, r->weekday_date);
    struct cell day = rows_cell_at(r, record, (size_t)r->weekday);
    int weekday = n->pending ? calendar_weekday_cell(day.text, day.length) : -1;
    if (weekday >= 0)
        column_weekday(&r->shared, &r->columns[r->weekday_date],
                       rows_cell_at(r, record, (size_t)r->weekday_date), weekday);
}

/* Order of columns and language of headers don't matter: the parts are added. *open: the part
 * of the texts that wait for their column. */
uint64_t rows_content(struct rows *r, uint64_t *open)
{
    /* A sum, a permit and a seizure that read the same are three things. */
    uint64_t hash = grain_counts(r->grain) ? 0 : UINT64_C(0x9E3779B97F4A7C15) * r->grain;
    *open = 0;
    for (size_t i = 0; i < r->setting_count; i++)
        hash += r->set[i].applied ? r->set[i].hash : 0;
    for (size_t i = 0; i < r->column_count; i++) {
        const struct column *c = &r->columns[i];
        if (c->long_text) {
            const char *start;
            const struct long_text *t = &r->slot_texts[c->slot];
            size_t len = text_trim(t->text, t->length, &start);
            hash += len ? content_hash(c->seed, start, len) : 0;
        } else if (c->notes) {
            const struct note *n = &c->notes[r->codes[i]];
            *(n->pending ? open : &hash) += n->hash;
        }
    }
    return hash;
}

static void note_dates(struct rows *r)
{
    for (size_t i = 0; i < r->column_count; i++) {
        const struct column *c = &r->columns[i];
        if (!c->field || c->field->type != FIELD_DATE)
            continue;
        int32_t day = c->notes[r->codes[i]].day;
        if (day > r->newest && day <= r->typing.today)
            r->newest = day;
    }
}

/* ---- findings of a row that is kept -------------------------------------------------------
 */

/* A text ends at a NUL for many a program; what stands behind it is easily overlooked. */
static enum status find_nul(struct rows *r, const struct record *record, struct error *e)
{
    enum status s = STATUS_OK;
    if (!record->raw || !memchr(record->raw, '\0', record->raw_length))
        return s;
    for (size_t i = 0; i < r->mapping->count && i < record->count && s == STATUS_OK; i++) {
        struct cell cell = record->cells[i];
        if (cell.length && memchr(cell.text, '\0', cell.length))
            s = findings_add(&r->findings, FINDING_NUL, record->row, r->columns[i].name,
                             cell.text, cell.length, e);
    }
    return s;
}

static enum status find_in_shape(struct rows *r, const struct record *record, struct error *e)
{
    static const struct {
        unsigned flag;
        enum finding_kind kind;
    } flags[] = {{RECORD_GIVEN_UP, FINDING_QUOTE_OPEN},
                 {RECORD_STRAY_QUOTE, FINDING_QUOTE_STRAY}};
    enum status s = STATUS_OK;
    for (size_t i = 0; i < sizeof flags / sizeof *flags && s == STATUS_OK; i++)
        if (record->flags & flags[i].flag)
            s = findings_add(&r->findings, flags[i].kind, record->row, "", record->raw,
                             record->raw_length, e);
    if (s == STATUS_OK && r->damaged && source_is_damaged(record->raw, record->raw_length))
        s = findings_add(&r->findings, FINDING_BYTES, record->row, "", record->raw,
                         record->raw_length, e);
    if (s == STATUS_OK)
        s = find_nul(r, record, e);
    size_t width = r->mapping->count;
    if (s == STATUS_OK && record->count < width)
        s = findings_add(&r->findings, FINDING_ROW_SHORT, record->row, "", record->raw,
                         record->raw_length, e);
    struct buffer rest = {0};
    bool any = false;
    for (size_t i = width; i < record->count; i++) {
        if (i > width)
            buffer_addc(&rest, r->delimiter);
        buffer_add(&rest, record->cells[i].text, record->cells[i].length);
        any |= record->cells[i].length > 0;
    }
    if (s == STATUS_OK && any)
        s = rest.failed ? error_no_memory(e)
                        : findings_add(&r->findings, FINDING_ROW_LONG, record->row, "",
                                       rest.data, rest.len, e);
    buffer_free(&rest);
    return s;
}

static bool is_personal(enum finding_kind kind)
{
    return kind >= FINDING_EMAIL && kind <= FINDING_BIRTH;
}

static enum status find_persons(struct rows *r, uint32_t row, const struct column *c,
                                struct cell cell, struct error *e)
{
    struct personal found[PERSONAL_MOST];
    size_t count = personal_find(cell.text, cell.length, found);
    enum status s = STATUS_OK;
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        s = findings_add(&r->findings, found[i].kind, row, c->name, found[i].text,
                         found[i].length, e);
    return s;
}

void rows_hold(struct rows *r, enum finding_kind kind, const char *field, struct cell text)
{
    if (r->held_count == sizeof r->held / sizeof *r->held)
        return;
    r->held[r->held_count].kind = kind;
    r->held[r->held_count].field = field;
    r->held[r->held_count++].text = text;
}

enum status rows_find_in_cells(struct rows *r, const struct record *record, struct error *e)
{
    enum status s = find_in_shape(r, record, e);
    for (size_t i = 0; i < r->held_count && s == STATUS_OK; i++)
        s = findings_add(&r->findings, r->held[i].kind, record->row, r->held[i].field,
                         r->held[i].text.text, r->held[i].text.length, e);
    for (size_t i = 0; i < r->column_count && s == STATUS_OK; i++) {
        const struct column *c = &r->columns[i];
        const struct note *n = c->notes ? &c->notes[r->codes[i]] : NULL;
        struct cell cell = rows_cell_at(r, record, i);
        if (c->long_text || (n && is_personal(n->finding)))
            s = find_persons(r, record->row, c, cell, e);
        else if (n && !n->pending && n->finding != FINDING_NONE)
            s = findings_add(&r->findings, n->finding, record->row, c->name, cell.text,
                             cell.length, e);
    }
    return s == STATUS_OK ? rules_row(r, record, e) : s;
}

static enum status leave_out(struct rows *r, const struct record *record,
                             enum finding_kind kind, struct error *e)
{
    r->batch->rows_left_out++;
    enum status s =
        findings_add(&r->findings, kind, record->row, "", record->raw, record->raw_length, e);
    return s == STATUS_OK ? findings_left_out(&r->findings, kind, record->row, e) : s;
}

enum status rows_load(struct rows *r, const struct record *record, struct error *e)
{
    if (aside_is_empty(r, record))
        return STATUS_OK;
    r->held_count = 0;
    r->batch->rows_read++;
    r->shared.row = record->row;
    enum finding_kind aside = aside_kind(r, record);
    if (aside != FINDING_NONE)
        return leave_out(r, record, aside, e);
    enum status s = code_cells(r, record, e);
    if (s == STATUS_OK)
        s = fiscal_apply(r, record, e);
    if (s == STATUS_OK)
        s = settings_apply(r, e);
    if (s == STATUS_OK)
        s = settle_names(r, record, e);
    if (s == STATUS_OK)
        s = derive_tree(r, record, e);
    if (s == STATUS_OK)
        s = part_unit(r, record, r->quantity, r->unit, e);
    if (s == STATUS_OK)
        s = part_unit(r, record, r->value, r->currency, e);
    if (s != STATUS_OK)
        return s;
    weigh_weekday(r, record);
    note_dates(r);
    return rows_decide(r, record, e);
}

bool rows_mistaken(const struct rows *r)
{
    bool any = false;
    for (size_t i = 0; i < r->column_count; i++)
        any |= r->columns[i].mistaken;
    return any && r->cases.lines && !r->assumed;
}

struct manner *rows_learnt(const struct rows *r)
{
    struct manner *learnt = calloc(r->column_count + 1, sizeof *learnt);
    for (size_t i = 0; learnt && i < r->column_count; i++)
        learnt[i] = r->columns[i].assumed;
    return learnt;
}

enum status rows_settle(struct rows *r, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t i = 0; i < r->column_count && s == STATUS_OK; i++)
        if (r->columns[i].notes && r->columns[i].field)
            s = column_settle(&r->shared, &r->columns[i], &r->newest, e);
    if (s == STATUS_OK && !rows_mistaken(r))
        s = rows_look_back(r, e);
    if (s == STATUS_OK && r->scope)
        s = cases_absent(&r->cases, r->scope, e);
    return s;
}
