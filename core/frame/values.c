/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what spellings were understood as to the distinct values of a column in display order,
 * so that a value's id is its rank. */
#include "base/decimal.h"
#include "base/text.h"
#include "frame/frame_private.h"

#include "base/date.h"

#include <math.h>
#include <stdlib.h>

#define LABEL_BLANK "(blank)"
#define LABEL_UNKNOWN "Unknown"
#define MEMBER_SEPARATOR '>'

/* What a value is sorted by: the class first (valid, invalid, unknown, blank), then its size
 * (dates, numbers), then the folded label, then the code. Equal in all is the same value. */
struct draft {
    struct value value;
    uint8_t rank;
    double size; /* tells numbers apart that are beyond the fixed point */
    const char *fold;
    uint32_t thing;
};

static int draft_compare(const void *left, const void *right)
{
    const struct draft *a = left, *b = right;
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->value.number != b->value.number) {
        return a->value.number < b->value.number ? -1 : 1;
    }
    if (a->value.precision != b->value.precision) {
        return a->value.precision < b->value.precision ? -1 : 1;
    }
    if (a->size < b->size || a->size > b->size) {
        return a->size < b->size ? -1 : 1;
    }
    int order = strcmp(a->fold, b->fold);
    return order ? order : strcmp(a->value.code, b->value.code);
}

static bool is_number(enum field_type type)
{
    return type == FIELD_NUMBER || type == FIELD_MASS || type == FIELD_VOLUME ||
           type == FIELD_PIECES || type == FIELD_DAYS;
}

/* What one build works with. */
struct build {
    struct arena scratch; /* folded labels */
    struct arena *keep;   /* the frame's */
    struct buffer buffer;
    const struct reference *reference;
    const struct code_list *list; /* of codes and countries */
    enum field_type type;
};

static void draft_number(struct draft *d)
{
    struct decimal number;
    if (!decimal_parse(d->value.code, strlen(d->value.code), &number)) {
        d->value.state = VALUE_INVALID;
        return;
    }
    d->size = (double)number.mantissa * pow(10.0, number.exponent);
    if (!decimal_scale(number, MICRO, &d->value.number)) {
        d->value.number = number.mantissa < 0 ? INT64_MIN : INT64_MAX;
    }
}

static void draft_date(struct draft *d)
{
    struct date date;
    if (!date_parse(d->value.code, strlen(d->value.code), &date)) {
        d->value.state = VALUE_INVALID;
        return;
    }
    d->value.number = date.day;
    d->value.precision = (uint8_t)date.precision;
}

/* The label of a code in the list, or the text itself. */
static const char *code_label(const struct build *b, const char *code)
{
    uint32_t i = b->list ? reference_code(b->reference, b->list, code) : CODE_NONE;
    return i == CODE_NONE ? NULL : b->list->codes[i].label[LANGUAGE_EN];
}

/* "LA>MY" is shown as "Laos > Malaysia". */
static void draft_countries(struct build *b, struct draft *d)
{
    char member[64];
    buffer_clear(&b->buffer);
    for (const char *at = d->value.code; *at;) {
        size_t len = strcspn(at, ">");
        const char *label = NULL;
        if (len < sizeof member) {
            memcpy(member, at, len);
            member[len] = '\0';
            label = code_label(b, member);
        }
        if (b->buffer.len) {
            buffer_adds(&b->buffer, " > ");
        }
        buffer_add(&b->buffer, label ? label : at, label ? strlen(label) : len);
        at += len + (at[len] == MEMBER_SEPARATOR);
    }
    d->value.label = arena_copy(b->keep, buffer_text(&b->buffer), b->buffer.len);
}

/* The value of one thing, with its place in the order. False when memory is out. */
static bool draft_make(struct build *b, const struct understood *thing, struct draft *d)
{
    d->value = (struct value){.code = thing->text, .state = thing->state};
    d->fold = "";
    if (thing->state == VALUE_VALID && is_number(b->type)) {
        draft_number(d);
    } else if (thing->state == VALUE_VALID && b->type == FIELD_DATE) {
        draft_date(d);
    } else if (thing->state == VALUE_VALID && b->type == FIELD_COUNTRIES) {
        draft_countries(b, d);
        if (!d->value.label) {
            return false;
        }
    } else if (thing->state == VALUE_VALID && b->list) {
        /* Some lists have a code for what was reported as unknown: that is the state. */
        if (strcmp(thing->text, "Unknown") == 0) {
            d->value.state = VALUE_UNKNOWN;
        }
        d->value.label = code_label(b, thing->text);
    }
    if (d->value.state == VALUE_UNKNOWN || d->value.state == VALUE_BLANK) {
        d->rank = d->value.state == VALUE_UNKNOWN ? 2 : 3;
        d->value.code = "";
        d->value.label = d->value.state == VALUE_UNKNOWN ? LABEL_UNKNOWN : LABEL_BLANK;
        return true;
    }
    bool invalid = d->value.state == VALUE_INVALID;
    d->rank = invalid ? 1 : 0;
    if (invalid || (!is_number(b->type) && b->type != FIELD_DATE)) {
        const char *label = d->value.label ? d->value.label : d->value.code;
        buffer_clear(&b->buffer);
        text_fold(&b->buffer, label, strlen(label));
        d->fold = arena_copy(&b->scratch, buffer_text(&b->buffer), b->buffer.len);
    }
    return d->fold != NULL;
}

/* Numbers the sorted drafts and keeps one value of each. */
static bool drafts_keep(struct build *b, const struct draft *draft, uint32_t n, uint32_t things,
                        const struct value **values, uint32_t *count, uint32_t *id_of)
{
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < n; i++) {
        distinct += i == 0 || draft_compare(&draft[i - 1], &draft[i]) != 0;
    }
    struct value *value = arena_alloc(b->keep, distinct * sizeof *value);
    if (!value) {
        return false;
    }
    uint32_t id = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || draft_compare(&draft[i - 1], &draft[i]) != 0) {
            struct value *v = &value[++id];
            *v = draft[i].value;
            v->code = *v->code ? arena_string(b->keep, v->code) : "";
            v->label = v->label ? v->label : v->code;
            if (!v->code) {
                return false;
            }
        }
        if (draft[i].thing < things) {
            id_of[draft[i].thing] = id;
        }
    }
    *values = value;
    *count = distinct;
    return true;
}

static const struct code_list *list_of(const struct reference *r, enum field_type type,
                                       const char *list)
{
    if (type == FIELD_COUNTRY || type == FIELD_COUNTRIES) {
        list = "country";
    }
    return list ? reference_list(r, list) : NULL;
}

enum status values_build(struct frame *f, const struct understood *things, uint32_t n,
                         enum field_type type, const char *list, const struct value **values,
                         uint32_t *count, uint32_t *id_of, struct error *e)
{
    struct build b = {.keep = &f->arena,
                      .reference = f->reference,
                      .list = list_of(f->reference, type, list),
                      .type = type};
    struct draft *draft = calloc((size_t)n + 2, sizeof *draft);
    bool good = draft != NULL;
    for (uint32_t i = 0; good && i < n; i++) {
        draft[i].thing = i;
        good = draft_make(&b, &things[i], &draft[i]);
    }
    if (good) {
        /* Unknown and blank always have an id. */
        draft_make(&b, &(struct understood){"", VALUE_UNKNOWN}, &draft[n]);
        draft_make(&b, &(struct understood){"", VALUE_BLANK}, &draft[n + 1]);
        draft[n].thing = draft[n + 1].thing = UINT32_MAX;
        qsort(draft, (size_t)n + 2, sizeof *draft, draft_compare);
        good = !b.buffer.failed && drafts_keep(&b, draft, n + 2, n, values, count, id_of);
    }
    free(draft);
    buffer_free(&b.buffer);
    arena_free(&b.scratch);
    return good ? STATUS_OK : error_no_memory(e);
}

/* The members of every value's list, in order, into thing (room for them all); start[v] is
 * where those of value v begin. */
static bool split_members(const struct reference *r, const struct column *c,
                          struct arena *scratch, struct understood *thing, uint32_t *start)
{
    const struct code_list *countries = reference_list(r, "country");
    uint32_t n = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        start[v] = n;
        const struct value *value = &c->value[v];
        if (value->state == VALUE_BLANK || value->state == VALUE_UNKNOWN) {
            thing[n++] = (struct understood){"", value->state};
            continue;
        }
        for (const char *at = value->code; *at;) {
            size_t len = strcspn(at, ">");
            char *text = arena_copy(scratch, at, len);
            if (!text) {
                return false;
            }
            bool known = countries && reference_code(r, countries, text) != CODE_NONE;
            enum value_state state = known                                ? VALUE_VALID
                                     : reference_is_unknown(r, text, len) ? VALUE_UNKNOWN
                                                                          : VALUE_INVALID;
            if (len) {
                thing[n++] = (struct understood){text, state};
            }
            at += len + (at[len] == MEMBER_SEPARATOR);
        }
    }
    start[c->values] = n;
    return true;
}

static size_t count_members(const struct column *c)
{
    size_t most = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        most++;
        for (const char *at = c->value[v].code; *at; at++) {
            most += *at == MEMBER_SEPARATOR;
        }
    }
    return most;
}

enum status values_items(struct frame *f, struct column *c, struct error *e)
{
    size_t most = count_members(c);
    struct arena scratch = {0};
    struct understood *thing = arena_alloc(&scratch, most * sizeof *thing);
    uint32_t *raw_start = arena_alloc(&scratch, ((size_t)c->values + 1) * sizeof *raw_start);
    uint32_t *id = arena_alloc(&scratch, most * sizeof *id);
    uint32_t *start = arena_alloc(&f->arena, ((size_t)c->values + 1) * sizeof *start);
    uint32_t *item_of = arena_alloc(&f->arena, most * sizeof *item_of);
    if (!thing || !raw_start || !id || !start || !item_of ||
        !split_members(f->reference, c, &scratch, thing, raw_start)) {
        arena_free(&scratch);
        return error_no_memory(e);
    }
    enum status status = values_build(f, thing, raw_start[c->values], FIELD_COUNTRY, NULL,
                                      &c->item, &c->items, id, e);
    uint32_t n = 0;
    for (uint32_t v = 0; status == STATUS_OK && v < c->values; v++) {
        start[v] = n;
        for (uint32_t m = raw_start[v]; m < raw_start[v + 1]; m++) {
            bool again = false;
            for (uint32_t k = start[v]; k < n && !again; k++) {
                again = item_of[k] == id[m];
            }
            if (!again) {
                item_of[n++] = id[m];
            }
        }
    }
    start[c->values] = n;
    c->item_start = start;
    c->item_of = item_of;
    arena_free(&scratch);
    return status;
}
