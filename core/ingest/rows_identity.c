/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which case and line a row is, what is known of it, and what becomes of it: new, changed,
 * unchanged, withdrawn. */
#include "ingest/rows_private.h"

#include "base/text.h"
#include "ingest/source.h"

#include <stdlib.h>
#include <string.h>

/* ---- identity and versions ---- */

/* The identity that the source column gives: canonical where it is known, else as it
   stands. */
static const char *source_of(const struct rows *r)
{
    if (r->source == NO_COLUMN)
        return "";
    const struct column *c = &r->columns[r->source];
    const struct note *n = rows_note_at(r, r->source);
    if (n->code != CODE_NONE)
        return c->list->codes[n->code].code;
    return n->state == VALUE_INVALID ? c->keys.texts[r->codes[r->source]] : "";
}

static enum status find_case(struct rows *r, const struct record *record, uint32_t *key,
                             struct error *e)
{
    *key = 0;
    if (r->case_id == NO_COLUMN)
        return STATUS_OK;
    struct cell cell = rows_cell_at(r, record, (size_t)r->case_id);
    const char *id;
    size_t len = text_trim(cell.text, cell.length, &id);
    /* One with a NUL in it is no number either: cut there it might be another's. */
    if (reference_is_blank(id, len, false) || reference_is_unknown(r->reference, id, len) ||
        memchr(id, 0, len)) {
        rows_hold(r, FINDING_NO_CASE, "case_id", cell);
        return STATUS_OK;
    }
    r->training |= len >= 4 && !memcmp(id, "TRN-", 4);
    return cases_key(&r->cases, source_of(r), id, len, key, e);
}

static uint64_t line_number(const struct rows *r)
{
    if (r->line == NO_COLUMN || r->unstable)
        return 0;
    const struct note *n = rows_note_at(r, r->line);
    if (n->state != VALUE_VALID && n->state != VALUE_INVALID)
        return 0;
    /* By value: 1, 01 and 1.0 are one line. */
    return n->number;
}

/* Who a row is: a line of a case by its number, or content alone. */
struct identity {
    uint32_t key;    /* of the case, 0: none */
    uint64_t number; /* hash of the line number, 0: none */
    uint64_t hash;   /* of the content */
    uint64_t stored; /* without what waits for its column: that is added when it is loaded */
};

static enum status store_line(struct rows *r, const struct record *record,
                              const struct identity *id, uint32_t *line, struct error *e)
{
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].notes)
            r->slot_codes[r->columns[i].slot] = r->codes[i];
    r->without_case += !id->key;
    enum status s = rows_find_in_cells(r, record, e);
    if (s == STATUS_OK)
        s = writer_line(r->shared.writer, record->row, id->key, id->stored, r->slot_codes,
                        r->slot_texts, line, e);
    return s == STATUS_OK ? rows_place(r, *line, record->row, e) : s;
}

/* The commodity of a row as the lowest level of the tree tells it. */
static uint64_t commodity(const struct rows *r)
{
    for (size_t level = TREE_LEVELS; level-- > 0;) {
        if (r->tree[level] == NO_COLUMN)
            continue;
        const struct note *n = rows_note_at(r, r->tree[level]);
        if (n->code != CODE_NONE) {
            const char *code = r->columns[r->tree[level]].list->codes[n->code].code;
            return content_hash(level, code, strlen(code));
        }
        if (n->state == VALUE_INVALID)
            return n->number;
    }
    return 0;
}

static enum status identify(struct rows *r, const struct record *record, struct identity *id,
                            struct error *e)
{
    const uint64_t content = ((uint64_t)1 << CACHE_COMMODITY_SHIFT) - 1;
    uint64_t open, rest = rows_content(r, &open);
    id->number = line_number(r);
    enum status s = find_case(r, record, &id->key, e);
    if (id->key && !id->number) {
        uint64_t group = commodity(r) << CACHE_COMMODITY_SHIFT;
        id->hash = ((rest + open) & content) | group;
        id->stored = (rest & content) | group;
        return s;
    }
    if (!id->key) {
        /* Without a case, source and line number are content like any other. */
        const char *source = source_of(r);
        rest += (*source ? content_hash(3, source, strlen(source)) : 0) + id->number;
        id->number = 0;
    }
    id->hash = rest + open;
    id->stored = rest;
    return s;
}

/* A line that nobody delivered, and that is taken back: it is kept, and withdrawn at once. */
static enum status store_withdrawn(struct rows *r, const struct record *record,
                                   const struct identity *id, uint32_t *line, struct error *e)
{
    r->batch->rows_withdrawn++;
    enum status s = STATUS_OK;
    if (!r->sample)
        s = findings_add(&r->findings, FINDING_WITHDRAWN_UNSEEN, record->row, "status",
                         record->raw, record->raw_length, e);
    if (s == STATUS_OK)
        s = store_line(r, record, id, line, e);
    return s == STATUS_OK ? writer_supersede(r->shared.writer, *line, 0, e) : s;
}

/* That a line is withdrawn which counts no more is said all the same: it stays so when the
 * batch that withdrew it first is undone. */
static enum status withdraw_version(struct rows *r, const struct record *record,
                                    const struct identity *id, struct version *v,
                                    struct error *e)
{
    enum status s;
    if (!v->line) {
        s = store_withdrawn(r, record, id, &v->line, e);
    } else {
        ++*(v->current ? &r->batch->rows_withdrawn : &r->batch->rows_unchanged);
        s = writer_supersede(r->shared.writer, v->line, 0, e);
    }
    v->current = 0;
    v->known = v->seen = true;
    return s;
}

static enum status leave_out_again(struct rows *r, const struct record *record, struct error *e)
{
    r->batch->rows_left_out++;
    enum status s = findings_add(&r->findings, FINDING_SAME_LINE, record->row, "line",
                                 record->raw, record->raw_length, e);
    return s == STATUS_OK ? findings_left_out(&r->findings, FINDING_SAME_LINE, record->row, e)
                          : s;
}

static enum status renew_version(struct rows *r, const struct record *record,
                                 const struct identity *id, struct version *v, struct error *e)
{
    bool again = v->seen;
    uint32_t older = v->line, line;
    v->seen = true;
    bool same = v->current && v->hash == id->hash;
    cases_heard(&r->cases, id->key, id->hash, v->current != 0, same);
    if (same) {
        if (again)
            return leave_out_again(r, record, e);
        r->batch->rows_unchanged++;
        return writer_seen(r->shared.writer, v->current, e);
    }
    enum status s = store_line(r, record, id, &line, e);
    if (s == STATUS_OK && again)
        s = findings_add(&r->findings, FINDING_SAME_LINE_DIFFERS, record->row, "line",
                         record->raw, record->raw_length, e);
    if (s == STATUS_OK && older)
        s = writer_supersede(r->shared.writer, older, line, e);
    if (s != STATUS_OK)
        return s;
    ++*(v->known ? &r->batch->rows_changed : &r->batch->rows_new);
    *v = (struct version){
        .line = line, .current = line, .hash = id->hash, .known = true, .seen = true};
    return STATUS_OK;
}

/* A row that is known by its content alone. */
static enum status load_content(struct rows *r, const struct record *record,
                                const struct identity *id, bool taken_back, struct error *e)
{
    uint32_t known = cases_take(&r->cases, id->key, id->hash), line = 0;
    bool is_current = cases_is_current(&r->cases, known);
    enum status s;
    if (known && taken_back) {
        ++*(is_current ? &r->batch->rows_withdrawn : &r->batch->rows_unchanged);
        return writer_supersede(r->shared.writer, known, 0, e);
    }
    if (known) {
        ++*(is_current ? &r->batch->rows_unchanged : &r->batch->rows_new);
        s = writer_seen(r->shared.writer, known, e);
        if (s == STATUS_OK && !is_current)
            s = writer_adopted(r->shared.writer, known, record->row, e);
        return s == STATUS_OK ? rows_alike(r, id->key, known, record->row, e) : s;
    }
    if (taken_back) {
        s = store_withdrawn(r, record, id, &line, e);
    } else {
        r->batch->rows_new++;
        s = store_line(r, record, id, &line, e);
        if (s == STATUS_OK && cases_has_known(&r->cases, id->key, id->hash))
            s = rows_alike(r, id->key, line, record->row, e);
    }
    return s == STATUS_OK && id->key ? writer_loose(r->shared.writer, line, e) : s;
}

/* Lines that are told apart by number and lines that are told apart by content never meet: the
 * same seizure would count twice. A number that is left blank here and there is another matter.
 */
static enum status check_kind(struct rows *r, const struct record *record,
                              const struct identity *id, struct error *e)
{
    const struct known_case *known = cases_known(&r->cases, id->key);
    unsigned other = id->number ? CASE_LOOSE : CASE_NUMBERED;
    bool stray = !id->number && r->line != NO_COLUMN && !r->unstable;
    if (!known || known->kinds != other || stray)
        return STATUS_OK;
    struct cell cell = rows_cell_at(r, record, (size_t)r->case_id);
    struct buffer clean = {0};
    text_clean(&clean, cell.text, cell.length, 40, false);
    error_set(e, STATUS_FAILED, "row %u: case %s came %s line numbers before, and comes %s now",
              record->row, buffer_text(&clean), id->number ? "without" : "with",
              id->number ? "with them" : "without");
    buffer_free(&clean);
    return error_way_out(
        e, id->number ? "import it with --unstable-lines: lines are then told apart "
                        "by content"
                      : "undo the import that brought it (saisie info), and load both "
                        "with --unstable-lines");
}

enum status rows_decide(struct rows *r, const struct record *record, struct error *e)
{
    struct identity id;
    struct version *v;
    enum status s = identify(r, record, &id, e);
    bool taken_back =
        r->withdrawn != CODE_NONE && rows_note_at(r, r->status)->code == r->withdrawn;
    if (s == STATUS_OK)
        s = check_kind(r, record, &id, e);
    if (s != STATUS_OK)
        return s;
    if (!id.key || !id.number)
        return load_content(r, record, &id, taken_back, e);
    s = cases_version(&r->cases, id.key, id.number, &v, e);
    if (s != STATUS_OK)
        return s;
    return taken_back ? withdraw_version(r, record, &id, v, e)
                      : renew_version(r, record, &id, v, e);
}
