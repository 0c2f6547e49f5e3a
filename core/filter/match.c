/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which distinct values a test takes: worked out once a value, never once a line. */
#include "filter/tree.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

static bool has_text(const struct value *v)
{
    return v->state == VALUE_VALID || v->state == VALUE_INVALID;
}

static bool folded_fits(const struct test *t, const char *folded, size_t len)
{
    switch (t->kind) {
    case TEST_WHOLE:
        return len == t->len && memcmp(folded, t->text, len) == 0;
    case TEST_PREFIX:
        return len >= t->len && memcmp(folded, t->text, t->len) == 0;
    default:
        return memmem(folded, len, t->text, t->len) != NULL;
    }
}

/* Code or label, folded, against a text that is folded already. */
static bool match_folded(const struct test *t, const struct value *value, uint32_t values,
                         uint8_t *table)
{
    struct buffer b = {0};
    for (uint32_t i = 0; i < values && !b.failed; i++) {
        const struct value *v = &value[i];
        if (!has_text(v) || table[i]) {
            continue;
        }
        buffer_clear(&b);
        text_fold(&b, v->code, strlen(v->code));
        bool fits = folded_fits(t, buffer_text(&b), b.len);
        if (!fits && v->label != v->code) {
            buffer_clear(&b);
            text_fold(&b, v->label, strlen(v->label));
            fits = folded_fits(t, buffer_text(&b), b.len);
        }
        table[i] = (uint8_t)fits;
    }
    bool good = !b.failed;
    buffer_free(&b);
    return good;
}

static bool match_key(const struct test *t, const struct value *value, uint32_t values,
                      uint8_t *table)
{
    struct buffer b = {0};
    for (uint32_t i = 0; i < values && !b.failed; i++) {
        if (value[i].state == VALUE_INVALID) {
            buffer_clear(&b);
            text_key(&b, value[i].code, strlen(value[i].code));
            table[i] |= strcmp(buffer_text(&b), t->text) == 0;
        }
    }
    bool good = !b.failed;
    buffer_free(&b);
    return good;
}

static void match_code(const struct test *t, const struct value *value, uint32_t values,
                       uint8_t *table)
{
    for (uint32_t i = 0; i < values; i++) {
        bool state = t->kind == TEST_CODE      ? value[i].state == VALUE_VALID
                     : t->kind == TEST_INVALID ? value[i].state == VALUE_INVALID
                                               : has_text(&value[i]);
        table[i] |= state && strcmp(value[i].code, t->text) == 0;
    }
}

static void match_state(const struct test *t, const struct value *value, uint32_t values,
                        uint8_t *table)
{
    for (uint32_t i = 0; i < values; i++) {
        table[i] |= value[i].state == t->state;
    }
}

/* A date known to its month or year fits where its whole span lies inside; where only a part
 * does, it is coarser than the question. Numbers are spans of one. */
static void match_range(const struct test *t, const struct value *value, uint32_t values,
                        uint8_t *table, uint8_t *coarse)
{
    for (uint32_t i = 0; i < values; i++) {
        if (value[i].state != VALUE_VALID) {
            continue;
        }
        int64_t from = value[i].number, to = from;
        if (value[i].precision != DATE_NONE) {
            to = date_end((struct date){(int32_t)from, value[i].precision}) - 1;
        }
        table[i] |= t->from <= from && to <= t->to;
        if (coarse && from != to) {
            coarse[i] |= from <= t->to && t->from <= to;
        }
    }
}

static void match_weekday(const struct test *t, const struct value *value, uint32_t values,
                          uint8_t *table, uint8_t *coarse)
{
    for (uint32_t i = 0; i < values; i++) {
        if (value[i].state != VALUE_VALID) {
            continue;
        }
        if (value[i].precision == DATE_DAY) {
            table[i] |= date_weekday((int32_t)value[i].number) == (int)t->from;
        } else if (coarse) {
            coarse[i] = 1;
        }
    }
}

bool match_values(const struct test *t, const struct value *value, uint32_t values,
                  uint8_t *table, uint8_t *coarse)
{
    switch (t->kind) {
    case TEST_CODE:
    case TEST_EXACT:
    case TEST_INVALID:
        match_code(t, value, values, table);
        return true;
    case TEST_KEY:
        return match_key(t, value, values, table);
    case TEST_WHOLE:
    case TEST_PREFIX:
    case TEST_SUBSTRING:
        return match_folded(t, value, values, table);
    case TEST_PATTERN:
        return pattern_values(t->pattern, value, values, table) == STATUS_OK;
    case TEST_STATE:
        match_state(t, value, values, table);
        return true;
    case TEST_RANGE:
        match_range(t, value, values, table, coarse);
        return true;
    case TEST_WEEKDAY:
        match_weekday(t, value, values, table, coarse);
        return true;
    default: /* TEST_BATCH, TEST_CASE have no values */
        return true;
    }
}

const char *match_near(const struct value *value, uint32_t count, const char *text)
{
    const char *near = NULL;
    int best = strlen(text) < 4 ? 2 : 3;
    for (uint32_t i = 0; i < count; i++) {
        if (*value[i].code == '\0') {
            continue;
        }
        int distance = text_distance(text, value[i].label, best - 1);
        if (distance < best) {
            best = distance;
            near = value[i].label;
        }
    }
    return near;
}

const char *match_beginning(const struct value *value, uint32_t count, const char *text,
                            uint32_t *found)
{
    const char *first = NULL;
    struct buffer key = {0}, label = {0};
    text_key(&key, text, strlen(text));
    *found = 0;
    for (uint32_t i = 0; i < count && !key.failed && key.len >= 3; i++) {
        buffer_clear(&label);
        text_key(&label, value[i].label, strlen(value[i].label));
        if (value[i].state == VALUE_VALID &&
            strncmp(buffer_text(&label), buffer_text(&key), key.len) == 0) {
            first = first ? first : value[i].label;
            ++*found;
        }
    }
    buffer_free(&key);
    buffer_free(&label);
    return first;
}
