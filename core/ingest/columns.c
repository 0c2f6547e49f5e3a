/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of an import: distinct texts get codes and are typed once, as they appear. */
#include "ingest/columns.h"

#include "base/text.h"
#include "ingest/calendar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* FNV-1a with a final mix (Fowler, Noll, Vo; the mix of SplitMix64, Steele et al. 2014). */
uint64_t content_hash(uint64_t seed, const char *bytes, size_t len)
{
    uint64_t h = 0xCBF29CE484222325ULL ^ seed;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001B3ULL;
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9ULL;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBULL;
    h ^= h >> 31;
    return h ? h : 1;
}

static uint64_t value_hash(const struct column *c, enum value_state state, const char *value)
{
    if (!c->seed || state == VALUE_BLANK)
        return 0;
    return state == VALUE_UNKNOWN ? content_hash(c->seed, "\xFFunknown", 8)
                                  : content_hash(c->seed, value, strlen(value));
}

static bool is_content(const char *name)
{
    static const char *const identity[] = {"status", "case_id", "source", "line"};
    for (size_t i = 0; i < sizeof identity / sizeof *identity; i++)
        if (!strcmp(identity[i], name))
            return false;
    return true;
}

/* The text too: a unit may be glued on. */
uint64_t column_open_hash(const char *name, enum value_state state, const char *value,
                          const char *text, size_t len)
{
    if (!is_content(name))
        return 0;
    uint64_t seed = content_hash(0, name, strlen(name));
    return content_hash(seed + (uint64_t)state, value, strlen(value)) +
           content_hash(seed + 16, text, len);
}

/* A number with a unit glued on is known by its text: 5.2kg is another content than 5.2g. */
static uint64_t content_of_value(const struct column *c, const struct note *n, struct cell text,
                                 const char *value)
{
    bool glued = !c->list && n->code != CODE_NONE && n->state == VALUE_VALID;
    return glued && c->seed ? content_hash(c->seed, text.text, text.length)
                            : value_hash(c, n->state, value);
}

static struct note *add_note(struct column *c, uint32_t code)
{
    if (code >= c->note_room) {
        uint32_t room = c->note_room ? c->note_room * 2 : 64;
        struct note *notes = realloc(c->notes, room * sizeof *notes);
        if (!notes)
            return NULL;
        c->notes = notes;
        c->note_room = room;
    }
    c->notes[code] = (struct note){.day = INT32_MIN, .code = CODE_NONE, .magnitude = NAN};
    return &c->notes[code];
}

/* The key of a text that a parent settles, or of a value that was derived where it stood. */
static const struct buffer *parent_key(struct columns *cs, struct cell text, const char *parent)
{
    buffer_clear(&cs->key);
    buffer_add(&cs->key, text.text, text.length);
    buffer_addc(&cs->key, (char)0xFF);
    buffer_adds(&cs->key, parent);
    return &cs->key;
}

/* The key of a text that a profile gave its meaning: another kind of file may mean another. */
static const struct buffer *meant_key(struct columns *cs, struct cell text, const char *code)
{
    parent_key(cs, text, "meant ");
    buffer_adds(&cs->key, code);
    return &cs->key;
}

static const struct code_list *parent_list(const struct columns *cs, const struct column *c)
{
    return c->list && c->list->parent_list
               ? reference_list(cs->typing->reference, c->list->parent_list)
               : NULL;
}

/* ---- spellings that the cache has ---- */

/* Under which key an earlier spelling is found again. What its column settled is not: another
 * file may mean another date or number by the same text. Neither is what would be understood
 * otherwise today, since the tables of units and names changed. */
static enum status load_key(struct columns *cs, struct column *c, const struct spelling *s,
                            uint32_t code, uint32_t entry, struct error *e)
{
    struct cell text = {s->text, s->length};
    const struct code_list *parents = parent_list(cs, c);
    bool settled = cs->typed.ambiguous && entry != CODE_NONE && parents &&
                   c->list->codes[entry].parent != CODE_NONE;
    bool meant = s->state == VALUE_VALID && entry != CODE_NONE && !cs->typed.ambiguous &&
                 (cs->typed.state != VALUE_VALID ||
                  (cs->typed.code != CODE_NONE && cs->typed.code != entry));
    const struct buffer *key = NULL;
    if (s->derived)
        key = parent_key(cs, text, s->value);
    else if (settled)
        key = parent_key(cs, text, parents->codes[c->list->codes[entry].parent].code);
    else if (cs->typed.open || s->open)
        key = parent_key(cs, text, "settled");
    else if (meant)
        key = meant_key(cs, text, s->value);
    bool otherwise = !key && (cs->typed.state != s->state ||
                              strcmp(buffer_text(&cs->typed.value), s->value) != 0);
    uint32_t got = MAP_NONE;
    if (otherwise)
        got = MAP_NONE;
    else if (!key)
        got = dictionary_add(&c->keys, s->text, s->length);
    else if (!key->failed)
        got = dictionary_add(&c->keys, key->data, key->len);
    if (got == code)
        return STATUS_OK;
    /* The key is there already, or means another thing: this spelling keeps its number under
     * one that nothing asks for. */
    char unused[32];
    int len = snprintf(unused, sizeof unused, "\xFF\xFF%u", code);
    got = dictionary_add(&c->keys, unused, (size_t)len);
    return got == code ? STATUS_OK : error_no_memory(e);
}

/* What is kept of a date or quantity beside its value. */
static void note_value(const struct column *c, struct note *n, const char *value)
{
    struct date d;
    if (n->state != VALUE_VALID || !c->field)
        return;
    if (c->field->type == FIELD_DATE && date_parse(value, strlen(value), &d)) {
        n->day = d.day;
        n->new_year = d.precision == DATE_DAY && !strcmp(value + strlen(value) - 6, "-01-01");
    } else if (c->quantity) {
        double quantity = strtod(value, NULL);
        n->magnitude = quantity > 0 ? (float)log10(quantity) : NAN;
    }
}

static enum status load_spelling(struct columns *cs, struct column *c, const struct spelling *s,
                                 uint32_t code, struct error *e)
{
    struct note *n = add_note(c, code);
    if (!n)
        return error_no_memory(e);
    enum status status = type_text(cs->typing, c->field, c->list, s->text, s->length, CODE_NONE,
                                   NULL, &cs->typed, e);
    if (status != STATUS_OK)
        return status;
    n->state = s->state;
    n->finding = s->state == cs->typed.state ? cs->typed.finding : FINDING_NONE;
    n->ambiguous = cs->typed.ambiguous && (s->state == VALUE_INVALID || !c->list);
    if (s->state == VALUE_VALID && c->list)
        n->code = reference_code(cs->typing->reference, c->list, s->value);
    else if (!c->list)
        n->code = cs->typed.code;
    n->evidence = (uint8_t)cs->typed.evidence;
    note_value(c, n, s->value);
    n->number = content_hash(0, s->value, strlen(s->value));
    n->hash =
        s->derived ? 0 : content_of_value(c, n, (struct cell){s->text, s->length}, s->value);
    return load_key(cs, c, s, code, n->code, e);
}

/* As the cache keeps it: never 0. */
static uint32_t manner_packed(const struct manner *m)
{
    return 1U | m->order << 1 | m->sign << 9 | (m->serials ? 1U << 17 : 0);
}

static struct manner manner_of(uint32_t packed)
{
    return (struct manner){.order = packed >> 1 & 0xFF,
                           .sign = packed >> 9 & 0xFF,
                           .serials = packed >> 17 & 1,
                           .last = true};
}

enum status column_open(struct columns *cs, struct column *c, const struct field *field,
                        const char *name, const char *label, struct error *e)
{
    struct arena a = {0};
    struct spelling *spellings = NULL;
    uint32_t count = 0;
    *c = (struct column){.field = field, .name = name};
    c->evidence.orders = ORDER_ANY;
    c->quantity = field && !strcmp(field->name, "quantity");
    c->seed = is_content(name) ? content_hash(0, name, strlen(name)) : 0;
    c->long_text = field && field->type == FIELD_LONG_TEXT;
    if (field && (field->type == FIELD_COUNTRY || field->list))
        c->list = reference_list(cs->typing->reference, field->list ? field->list : "country");
    uint32_t manner = 0;
    enum status s =
        writer_field(cs->writer, name, label, !field, c->long_text, &c->slot, &c->id, e);
    if (s == STATUS_OK && field && !c->long_text)
        s = cache_manner(cs->cache, name, &manner, e);
    c->assumed = manner_of(manner);
    if (cs->typing->order && field && field->type == FIELD_DATE)
        c->assumed.order = cs->typing->order;
    if (s == STATUS_OK && !c->long_text)
        s = cache_spellings(cs->cache, c->id, &a, &spellings, &count, e);
    for (uint32_t i = 0; i < count && s == STATUS_OK; i++)
        s = load_spelling(cs, c, &spellings[i], i, e);
    arena_free(&a);
    return s;
}

void column_close(struct column *c)
{
    dictionary_free(&c->keys);
    free(c->notes);
}

/* ---- spellings of this file ---- */

static enum status keep_spelling(struct columns *cs, struct column *c, struct cell text,
                                 uint32_t code, bool derived, struct error *e)
{
    const struct spelling s = {.open = c->notes[code].pending,
                               .text = text.text,
                               .length = text.length,
                               .value = buffer_text(&cs->typed.value),
                               .state = cs->typed.state,
                               .derived = derived};
    return writer_spelling(cs->writer, c->id, code, &s, e);
}

static enum status new_spelling(struct columns *cs, struct column *c, struct cell text,
                                uint32_t parent, uint32_t code, struct error *e)
{
    struct typed *t = &cs->typed;
    struct note *n = add_note(c, code);
    if (!n)
        return error_no_memory(e);
    enum status s =
        type_text(cs->typing, c->field, c->list, text.text, text.length, parent, NULL, t, e);
    if (s != STATUS_OK)
        return s;
    n->state = t->state;
    n->finding = t->finding;
    n->code = t->code;
    n->ambiguous = t->ambiguous;
    n->hash = content_of_value(c, n, text, buffer_text(&t->value));
    n->number = content_hash(0, buffer_text(&t->value), t->value.len);
    note_value(c, n, buffer_text(&t->value));
    n->pending = t->open;
    n->evidence = (uint8_t)t->evidence;
    if (!n->pending)
        return keep_spelling(cs, c, text, code, false, e);
    s = type_text(cs->typing, c->field, c->list, text.text, text.length, parent, &c->assumed, t,
                  e);
    n->hash =
        column_open_hash(c->name, t->state, buffer_text(&t->value), text.text, text.length);
    return s;
}

/* Once a text, also where an earlier file brought its spelling. */
static void count_evidence(const struct columns *cs, struct column *c, uint32_t code)
{
    struct note *n = &c->notes[code];
    struct evidence *v = &c->evidence;
    n->counted = true;
    if (n->evidence & EVIDENCE_ORDERS) {
        unsigned before = v->orders;
        v->orders &= n->evidence;
        if (before != v->orders)
            *(v->orders ? &v->narrowed : &v->clashed) = (struct seen){cs->row, code};
    }
    v->signs |= (n->evidence / EVIDENCE_POINT) & (SIGN_POINT | SIGN_COMMA);
    v->serials += (n->evidence & EVIDENCE_SERIAL) != 0;
    v->dates += (n->evidence & EVIDENCE_DATE) != 0;
}

uint32_t column_meant(const struct column *c, const char *text, size_t len)
{
    const char *start;
    len = c->meant_count ? text_trim(text, len, &start) : 0;
    for (size_t i = 0; i < c->meant_count; i++)
        if (strlen(c->meant[i].text) == len && !strncasecmp(c->meant[i].text, start, len))
            return c->meant[i].entry;
    return CODE_NONE;
}

static enum status code_meant(struct columns *cs, struct column *c, struct cell text,
                              uint32_t entry, uint32_t *code, struct error *e)
{
    const char *value = c->list->codes[entry].code;
    const struct buffer *key = meant_key(cs, text, value);
    uint32_t known = c->keys.count;
    *code = key->failed ? MAP_NONE : dictionary_add(&c->keys, key->data, key->len);
    if (*code == MAP_NONE)
        return error_no_memory(e);
    if (*code != known)
        return STATUS_OK;
    struct note *n = add_note(c, *code);
    if (!n)
        return error_no_memory(e);
    cs->typed.state = n->state = VALUE_VALID;
    buffer_clear(&cs->typed.value);
    buffer_adds(&cs->typed.value, value);
    n->code = entry;
    n->number = content_hash(0, value, strlen(value));
    n->hash = content_of_value(c, n, text, value);
    return keep_spelling(cs, c, text, *code, false, e);
}

enum status column_code(struct columns *cs, struct column *c, struct cell text, uint32_t parent,
                        uint32_t *code, struct error *e)
{
    *code = 0;
    if (!text.length)
        return STATUS_OK;
    bool alone = parent == CODE_NONE;
    if (alone && c->last && c->last_length == text.length &&
        !memcmp(c->last, text.text, text.length)) {
        *code = c->last_code;
        return STATUS_OK;
    }
    uint32_t entry = column_meant(c, text.text, text.length);
    if (entry != CODE_NONE)
        return code_meant(cs, c, text, entry, code, e);
    uint32_t known = c->keys.count;
    if (alone) {
        *code = dictionary_add(&c->keys, text.text, text.length);
    } else {
        const struct buffer *key = parent_key(cs, text, parent_list(cs, c)->codes[parent].code);
        *code = key->failed ? MAP_NONE : dictionary_add(&c->keys, key->data, key->len);
    }
    if (*code == MAP_NONE)
        return error_no_memory(e);
    if (alone) {
        c->last = c->keys.texts[*code];
        c->last_length = text.length;
        c->last_code = *code;
    }
    enum status s = *code == known ? new_spelling(cs, c, text, parent, *code, e) : STATUS_OK;
    if (s == STATUS_OK && c->notes[*code].evidence && !c->notes[*code].counted)
        count_evidence(cs, c, *code);
    return s;
}

enum status column_given(struct columns *cs, struct column *c, const char *text, uint32_t *code,
                         struct error *e)
{
    static const struct manner last = {.last = true};
    struct typed *t = &cs->typed;
    enum status s =
        type_text(cs->typing, c->field, c->list, text, strlen(text), CODE_NONE, &last, t, e);
    if (s == STATUS_OK && t->state == VALUE_INVALID) {
        error_set(e, STATUS_MISUSE, "%s is no %.60s", text, c->name);
        error_way_out(e, "saisie fields %.60s tells what it can be", c->name);
        return STATUS_MISUSE;
    }
    const struct cell none = {"", 0};
    const struct buffer *key = parent_key(cs, none, buffer_text(&t->value));
    uint32_t known = c->keys.count;
    *code = key->failed ? MAP_NONE : dictionary_add(&c->keys, key->data, key->len);
    if (s != STATUS_OK || *code == MAP_NONE)
        return s != STATUS_OK ? s : error_no_memory(e);
    if (*code != known)
        return STATUS_OK;
    struct note *n = add_note(c, *code);
    if (!n)
        return error_no_memory(e);
    n->number = content_hash(0, buffer_text(&t->value), t->value.len);
    n->state = t->state;
    n->code = t->code;
    note_value(c, n, buffer_text(&t->value));
    return keep_spelling(cs, c, none, *code, true, e);
}

enum status column_refused(struct columns *cs, struct column *c, struct cell text,
                           uint32_t *code, struct error *e)
{
    const struct buffer *key = parent_key(cs, text, "refused");
    uint32_t known = c->keys.count;
    *code = key->failed ? MAP_NONE : dictionary_add(&c->keys, key->data, key->len);
    if (*code == MAP_NONE)
        return error_no_memory(e);
    if (*code != known)
        return STATUS_OK;
    struct note *n = add_note(c, *code);
    if (!n)
        return error_no_memory(e);
    cs->typed.state = n->state = VALUE_INVALID;
    buffer_clear(&cs->typed.value);
    buffer_add(&cs->typed.value, text.text, text.length);
    n->hash = value_hash(c, n->state, buffer_text(&cs->typed.value));
    return cs->typed.value.failed ? error_no_memory(e)
                                  : keep_spelling(cs, c, text, *code, false, e);
}

enum status column_derived(struct columns *cs, struct column *c, struct cell text,
                           uint32_t entry, uint32_t *code, struct error *e)
{
    const char *value = c->list->codes[entry].code;
    const struct buffer *key = parent_key(cs, text, value);
    uint32_t known = c->keys.count;
    *code = key->failed ? MAP_NONE : dictionary_add(&c->keys, key->data, key->len);
    if (*code == MAP_NONE)
        return error_no_memory(e);
    if (*code != known)
        return STATUS_OK;
    struct note *n = add_note(c, *code);
    if (!n)
        return error_no_memory(e);
    n->code = entry;
    cs->typed.state = VALUE_VALID;
    buffer_clear(&cs->typed.value);
    buffer_adds(&cs->typed.value, value);
    return keep_spelling(cs, c, text, *code, true, e);
}

/* ---- what waits for the last row ---- */

void column_weekday(const struct columns *cs, struct column *c, struct cell text, int weekday)
{
    unsigned agrees = 0;
    struct date_text d;
    const char *start;
    size_t len = text_trim(text.text, text.length, &start);
    d = date_read(start, len, cs->typing->today);
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (d.orders >> i & 1 && calendar_weekday_of(d.by[i].day) == weekday)
            agrees |= 1U << i;
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        c->evidence.weekdays[i] += agrees == 1U << i;
}

/* The order that the weekdays beside the dates speak for: by chance one row in seven agrees
 * with a wrong one. */
static unsigned order_by_weekdays(const struct evidence *v)
{
    uint32_t all = 0;
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        all += v->weekdays[i];
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (all && v->weekdays[i] >= all - all / 10)
            return 1U << i;
    return 0;
}

static struct manner judge(const struct typing *t, struct column *c)
{
    struct evidence *v = &c->evidence;
    struct manner how = {.last = true};
    bool one_order = v->orders && !(v->orders & (v->orders - 1));
    bool one_sign = v->signs && !(v->signs & (v->signs - 1));
    how.order = order_by_weekdays(v);
    if (!how.order && one_order)
        how.order = v->orders;
    if (t->order && c->field->type == FIELD_DATE)
        how.order = t->order;
    how.sign = one_sign ? v->signs : t->sign;
    how.serials = v->serials > 1 && !v->dates;
    v->how = how;
    return how;
}

static enum status settle_spelling(struct columns *cs, struct column *c, uint32_t code,
                                   const struct manner *how, int32_t *newest, struct error *e)
{
    struct cell text = {c->keys.texts[code], c->keys.lengths[code]};
    struct note *n = &c->notes[code];
    enum status s = type_text(cs->typing, c->field, c->list, text.text, text.length, CODE_NONE,
                              how, &cs->typed, e);
    if (s != STATUS_OK)
        return s;
    n->state = cs->typed.state;
    n->finding = cs->typed.finding;
    c->late |= n->finding != FINDING_NONE;
    note_value(c, n, buffer_text(&cs->typed.value));
    if (n->day > *newest && n->day <= cs->typing->today)
        *newest = n->day;
    return keep_spelling(cs, c, text, code, false, e);
}

enum status column_settle(struct columns *cs, struct column *c, int32_t *newest,
                          struct error *e)
{
    enum status s = STATUS_OK;
    const struct manner how = judge(cs->typing, c);
    bool any = false;
    for (uint32_t code = 0; code < c->keys.count && s == STATUS_OK; code++) {
        if (!c->notes[code].pending)
            continue;
        any = true;
        s = settle_spelling(cs, c, code, &how, newest, e);
    }
    c->mistaken = any && manner_packed(&how) != manner_packed(&c->assumed);
    c->assumed = how;
    if (s == STATUS_OK && any)
        s = writer_manner(cs->writer, c->name, manner_packed(&how), e);
    return s;
}
