/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of conditions: codes by any of their names, texts, numbers, dates and the marks of
 * what is missing. A value that can't be there is a fault that names the nearest one. */
#include "filter/tree.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a value is bound with. */
struct binding {
    struct frame *frame;
    const struct target *target;
    const struct piece *piece;
    struct arena *arena;
    struct error *e;
};

/* The place of an error that has none yet. */
static enum status placed(struct binding *b, enum status status)
{
    if (status == STATUS_MISUSE && b->e) {
        b->e->at = b->piece->at;
        b->e->length = b->piece->length;
    }
    return status;
}

static const char *quoted_text(struct arena *a, const char *before, const char *text,
                               bool always, const char *after)
{
    struct buffer out = {0};
    buffer_adds(&out, before);
    if (always || lexer_needs_quotes(text, true)) {
        lexer_quote(&out, text);
    } else {
        buffer_adds(&out, text);
    }
    buffer_adds(&out, after);
    const char *copy = out.failed ? NULL : arena_string(a, buffer_text(&out));
    buffer_free(&out);
    return copy;
}

static enum status state_test(struct binding *b, enum value_state state, struct test *out)
{
    static const char *const mark[] = {
        [VALUE_BLANK] = "?", [VALUE_UNKNOWN] = "!unknown", [VALUE_INVALID] = "!invalid"};
    const struct target *t = b->target;
    bool only_blank = t->kind == TARGET_CASE || t->kind == TARGET_TEXT;
    if (only_blank && state != VALUE_BLANK) {
        return placed(
            b, error_set(b->e, STATUS_MISUSE, "%s is never %s", t->name, mark[state] + 1));
    }
    if (t->kind == TARGET_AMOUNT && state == VALUE_UNKNOWN) {
        error_set(b->e, STATUS_MISUSE, "%s has no %s", t->name, mark[state]);
        error_way_out(b->e, "%s:? takes what was not reported or unknown", t->name);
        return placed(b, STATUS_MISUSE);
    }
    out->kind = TEST_STATE;
    out->state = state;
    out->canonical = mark[state];
    return STATUS_OK;
}

/* ?, !blank, !unknown, !invalid. *done says that it was one. */
static enum status bind_mark(struct binding *b, struct test *out, bool *done)
{
    static const struct {
        const char *mark;
        enum value_state state;
    } marks[] = {{"?", VALUE_BLANK},
                 {"!blank", VALUE_BLANK},
                 {"!unknown", VALUE_UNKNOWN},
                 {"!invalid", VALUE_INVALID}};
    const struct piece *p = b->piece;
    *done = !p->quoted && (*p->text == '!' || strcmp(p->text, "?") == 0);
    if (!*done) {
        return STATUS_OK;
    }
    if (!p->exact && !p->star_before && !p->star_after) {
        for (size_t i = 0; i < 4; i++) {
            if (strcmp(p->text, marks[i].mark) == 0) {
                return state_test(b, marks[i].state, out);
            }
        }
    }
    error_set(b->e, STATUS_MISUSE, "\"%s\" is no mark", p->text);
    error_way_out(b->e, "the marks are ? (or !blank), !unknown and !invalid");
    return placed(b, STATUS_MISUSE);
}

static enum status text_test(struct binding *b, enum test_kind kind, const char *canonical,
                             struct test *out)
{
    const struct piece *p = b->piece;
    out->kind = kind;
    out->text = filter_folded(b->arena, p->text, p->len, &out->len);
    out->canonical = canonical;
    if (!out->text || !canonical) {
        return error_no_memory(b->e);
    }
    if (out->len == 0) {
        return placed(b, error_set(b->e, STATUS_MISUSE, "there is no letter to look for"));
    }
    return STATUS_OK;
}

/* word*, *word, *word*: the beginning, or anywhere. */
static enum status bind_star(struct binding *b, struct test *out)
{
    const struct piece *p = b->piece;
    bool anywhere = p->star_before;
    const char *canonical = quoted_text(b->arena, anywhere ? "*" : "", p->text, false, "*");
    if (p->len == 0) {
        error_set(b->e, STATUS_MISUSE, "expected letters beside *");
        error_way_out(b->e, "any value at all is -%s:?", b->target->name);
        return placed(b, STATUS_MISUSE);
    }
    if (anywhere && !p->star_after) {
        error_set(b->e, STATUS_MISUSE, "only *word* (anywhere) and word* (begins with) exist");
        error_way_out(b->e, "write %s:%s", b->target->name, canonical ? canonical : "");
        return placed(b, STATUS_MISUSE);
    }
    return text_test(b, anywhere ? TEST_SUBSTRING : TEST_PREFIX, canonical, out);
}

/* ---- what was not understood, by its text */

static enum status target_values(struct binding *b, const struct value **values,
                                 uint32_t *count)
{
    const struct column *c = NULL;
    *count = 0;
    if (b->target->kind != TARGET_COLUMN) {
        return STATUS_OK;
    }
    enum status status = frame_column(b->frame, b->target->field, &c, b->e);
    if (status == STATUS_OK) {
        *values = c->items ? c->item : c->value;
        *count = c->items ? c->items : c->values;
    }
    return status;
}

/* The test for a text that was not understood and occurs in the data; *found says so. */
static enum status bind_invalid(struct binding *b, struct test *out, bool *found)
{
    const struct piece *p = b->piece;
    const struct value *value = NULL;
    uint32_t count = 0;
    *found = false;
    enum status status = target_values(b, &value, &count);
    const char *key = filter_key(b->arena, p->text, p->len);
    struct buffer other = {0};
    for (uint32_t i = 0; status == STATUS_OK && key && i < count; i++) {
        if (value[i].state != VALUE_INVALID) {
            continue;
        }
        if ((p->quoted || p->exact) && strcmp(value[i].code, p->text) == 0) {
            out->kind = TEST_INVALID;
            out->text = p->text;
            *found = true;
            break;
        }
        buffer_clear(&other);
        text_key(&other, value[i].code, strlen(value[i].code));
        if (*key && strcmp(key, buffer_text(&other)) == 0) {
            out->kind = TEST_KEY;
            out->text = key;
            *found = true;
        }
    }
    bool failed = other.failed || !key;
    buffer_free(&other);
    if (*found) {
        out->canonical = quoted_text(b->arena, "", p->text, p->quoted || p->exact, "");
        failed = failed || !out->canonical;
    }
    return status == STATUS_OK && failed ? error_no_memory(b->e) : status;
}

/* ---- codes */

static enum status code_test(struct binding *b, uint32_t index, struct test *out)
{
    const struct code_list *list = b->target->list;
    const char *code = list->codes[index].code;
    const char *label = list->codes[index].label[LANGUAGE_EN];
    if (strcmp(code, "Unknown") == 0) {
        return state_test(b, VALUE_UNKNOWN, out); /* the frame holds it as that state */
    }
    bool by_label = lexer_needs_quotes(code, true) && label &&
                    reference_match(frame_reference(b->frame), list, label, strlen(label),
                                    CODE_NONE, NULL) == index;
    out->kind = TEST_CODE;
    out->text = code;
    out->len = strlen(code);
    out->canonical = quoted_text(b->arena, "", by_label ? label : code, false, "");
    return out->canonical ? STATUS_OK : error_no_memory(b->e);
}

/* "Cannabis: Plants": a label below the label of its parent. */
static uint32_t match_below_parent(struct binding *b)
{
    const struct reference *r = frame_reference(b->frame);
    const struct code_list *list = b->target->list;
    const struct code_list *parents =
        list->parent_list ? reference_list(r, list->parent_list) : NULL;
    const char *colon = strstr(b->piece->text, ": ");
    if (!parents || !colon) {
        return CODE_NONE;
    }
    uint32_t parent = reference_match(r, parents, b->piece->text,
                                      (size_t)(colon - b->piece->text), CODE_NONE, NULL);
    return parent == CODE_NONE
               ? CODE_NONE
               : reference_match(r, list, colon + 2, strlen(colon + 2), parent, NULL);
}

static enum status which_one(struct binding *b)
{
    const struct code_list *list = b->target->list;
    const char *key = filter_key(b->arena, b->piece->text, b->piece->len);
    struct buffer names = {0}, other = {0};
    for (uint32_t i = 0; key && i < list->count; i++) {
        bool same = false;
        for (int language = 0; language < LANGUAGE_COUNT && !same; language++) {
            const char *label = list->codes[i].label[language];
            buffer_clear(&other);
            text_key(&other, label ? label : "", label ? strlen(label) : 0);
            same = strcmp(buffer_text(&other), key) == 0;
        }
        if (same) {
            buffer_adds(&names, names.len ? " or " : "");
            lexer_quote(&names, list->codes[i].code);
        }
    }
    error_set(b->e, STATUS_MISUSE, "\"%s\" can be more than one %s", b->piece->text,
              b->target->name);
    if (names.len) {
        error_way_out(b->e, "write %s:%s", b->target->name, buffer_text(&names));
    }
    buffer_free(&names);
    buffer_free(&other);
    return placed(b, STATUS_MISUSE);
}

/* What the text is at another level of the tree, or a street name of: the way out. */
static bool is_other_commodity(struct binding *b)
{
    struct buffer which = {0};
    const char *text = b->piece->text;
    const char *own = b->target->list->name;
    size_t found = commodity_named(b->frame, text, own, &which);
    if (found == 1) {
        int level = (int)strcspn(buffer_text(&which), ":");
        error_way_out(b->e, "%s is a %.*s: write %s", text, level, buffer_text(&which),
                      buffer_text(&which));
    } else if (found) {
        error_way_out(b->e, "write %s", buffer_text(&which));
    } else {
        found = commodity_meant(b->frame, text, &which);
        if (found) {
            error_way_out(b->e, "did you mean %s? (%s is a street or trade name)",
                          buffer_text(&which), text);
        }
    }
    buffer_free(&which);
    return found > 0;
}

/* The name of a mark without its sign means the mark: date:invalid. *e holds what is wrong. */
static void mark_meant(const struct binding *b)
{
    static const char *const marks[] = {"blank", "unknown", "invalid"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strcasecmp(b->piece->text, marks[i]) == 0) {
            error_way_out(b->e, "write %s:%s%s", b->target->name, i ? "!" : "? or ",
                          i ? marks[i] : "!blank");
        }
    }
}

static enum status no_such_value(struct binding *b)
{
    const struct reference *r = frame_reference(b->frame);
    const struct code_list *list = b->target->list;
    const char *near = reference_match_near(r, list, b->piece->text);
    uint32_t i =
        near ? reference_match(r, list, near, strlen(near), CODE_NONE, NULL) : CODE_NONE;
    const char *code = i == CODE_NONE ? NULL : list->codes[i].code;
    const struct value *value = NULL;
    uint32_t count = 0, begin = 0;
    if (target_values(b, &value, &count) != STATUS_OK) {
        count = 0;
    }
    /* What is short is by distance near to too much: what begins so comes first. */
    const char *begun = match_beginning(value, count, b->piece->text, &begin);
    near = near ? near : match_near(value, count, b->piece->text);
    error_set(b->e, STATUS_MISUSE, "%s has no value \"%s\"", b->target->name, b->piece->text);
    if (commodity_is_level(list->name) && is_other_commodity(b)) {
        return placed(b, STATUS_MISUSE);
    }
    if (begin == 1) {
        error_way_out(b->e, "did you mean %s?", begun);
    } else if (begin) {
        error_way_out(b->e, "did you mean %s:%s (%s and %u more)?", b->target->name,
                      quoted_text(b->arena, "", b->piece->text, false, "*"), begun, begin - 1);
    } else if (near && code && strcmp(code, near) != 0) {
        error_way_out(b->e, "did you mean %s (%s)?", near, code);
    } else if (near) {
        error_way_out(b->e, "did you mean %s?", near);
    } else {
        error_way_out(b->e, "letters in any value: %s:*word*", b->target->name);
    }
    mark_meant(b);
    return placed(b, STATUS_MISUSE);
}

static enum status bind_code(struct binding *b, struct test *out)
{
    const struct piece *p = b->piece;
    const struct reference *r = frame_reference(b->frame);
    bool found = false, ambiguous = false;
    bool may_be_none = b->target->kind == TARGET_ROLLUP || b->target->kind == TARGET_INVOLVES;
    if (may_be_none && strcmp(p->text, "(none)") == 0) {
        /* The axis' group of countries that stand in no region, or of no country at all. */
        out->kind = TEST_CODE;
        out->text = "(none)";
        out->canonical = "\"(none)\"";
        return STATUS_OK;
    }
    if (p->quoted || p->exact) {
        /* What was not understood keeps its text; quotes name it even where it is like a label.
         */
        enum status status = bind_invalid(b, out, &found);
        if (status != STATUS_OK || (found && out->kind == TEST_INVALID)) {
            return status;
        }
    }
    uint32_t i = reference_code(r, b->target->list, p->text);
    if (i == CODE_NONE) {
        i = reference_match(r, b->target->list, p->text, p->len, CODE_NONE, &ambiguous);
    }
    if (i == CODE_NONE) {
        i = match_below_parent(b);
    }
    if (i != CODE_NONE) {
        return code_test(b, i, out);
    }
    if (ambiguous) {
        return which_one(b);
    }
    if (reference_is_unknown(r, p->text, p->len)) {
        return state_test(b, VALUE_UNKNOWN, out);
    }
    enum status status = bind_invalid(b, out, &found);
    return status != STATUS_OK || found ? status : no_such_value(b);
}

/* ---- numbers and dates */

static enum status bind_bound(struct binding *b, const char *text, size_t len,
                              struct bound *out)
{
    bool date = b->target->type == FIELD_DATE;
    return date ? bind_date(b->frame, b->target, text, len, b->arena, out, b->e)
                : bind_number(b->frame, b->target, text, len, b->arena, out, b->e);
}

/* from..to, either may be missing, or from..<to without to itself, so that ranges can stand
 * edge to edge. In 5..10kg the unit is that of both. */
static enum status bind_range(struct binding *b, const char *dots, struct test *out)
{
    const char *text = b->piece->text, *end = dots + 2 + (dots[2] == '<');
    bool below = dots[2] == '<';
    size_t from_len = (size_t)(dots - text), to_len = b->piece->len - (size_t)(end - text);
    struct bound from = {.canonical = ""}, to = {.canonical = ""};
    enum status status = STATUS_OK;
    if (to_len == 0 && (from_len == 0 || below)) {
        return placed(b, error_set(b->e, STATUS_MISUSE,
                                   below ? "expected a value behind ..<"
                                         : "expected a value before or after .."));
    }
    if (to_len) {
        status = bind_bound(b, end, to_len, &to);
    }
    if (status == STATUS_OK && from_len) {
        status = bind_bound(b, text, from_len, &from);
    }
    if (status == STATUS_OK && from_len && to_len && from.bare && !to.bare &&
        b->target->type != FIELD_DATE) {
        const char *unit = end + strspn(end, "+-.0123456789");
        char *with = arena_printf(b->arena, "%.*s%s", (int)from_len, text, unit);
        status = with ? bind_bound(b, with, strlen(with), &from) : error_no_memory(b->e);
    }
    if (status != STATUS_OK) {
        return placed(b, status);
    }
    out->kind = TEST_RANGE;
    out->from = from_len ? from.from : INT64_MIN;
    out->to = below    ? (to.from > INT64_MIN ? to.from - 1 : to.from)
              : to_len ? to.to
                       : INT64_MAX;
    if (out->from > out->to && from.from != INT64_MAX) {
        error_set(b->e, STATUS_MISUSE, "%s runs backwards", text);
        error_way_out(b->e, "the smaller end stands first");
        return placed(b, STATUS_MISUSE);
    }
    out->canonical =
        arena_printf(b->arena, "%s..%s%s", from.canonical, below ? "<" : "", to.canonical);
    return out->canonical ? STATUS_OK : error_no_memory(b->e);
}

/* Whether the piece is one date or number as columns hold them. */
static bool is_plain(const struct target *t, const struct piece *p)
{
    struct date date;
    struct decimal number;
    return t->type == FIELD_DATE ? date_parse(p->text, p->len, &date)
                                 : decimal_parse(p->text, p->len, &number);
}

static enum status bind_size(struct binding *b, struct test *out)
{
    const struct piece *p = b->piece;
    bool found = false;
    if (p->star_before || p->star_after) {
        error_set(b->e, STATUS_MISUSE, "%s takes no *", b->target->name);
        error_way_out(b->e, "ranges are written with two points: from..to");
        return placed(b, STATUS_MISUSE);
    }
    if (p->quoted) {
        enum status status = bind_invalid(b, out, &found);
        if (status != STATUS_OK || found) {
            return status;
        }
    }
    if (p->exact && b->target->kind == TARGET_COLUMN && is_plain(b->target, p)) {
        /* One value and no other: a date known to its month, a number beyond six decimals. */
        out->kind = TEST_EXACT;
        out->text = p->text;
        out->canonical = quoted_text(b->arena, "=", p->text, false, "");
        return out->canonical ? STATUS_OK : error_no_memory(b->e);
    }
    const char *dots = strstr(p->text, "..");
    if (dots) {
        return bind_range(b, dots, out);
    }
    struct bound bound;
    struct error *e = b->e;
    enum status status = bind_bound(b, p->text, p->len, &bound);
    if (status == STATUS_MISUSE) {
        struct error kept = e ? *e : (struct error){0};
        enum status looked = bind_invalid(b, out, &found);
        if (looked != STATUS_OK || found) {
            return looked;
        }
        if (e) {
            *e = kept;
        }
        mark_meant(b);
        return placed(b, status);
    }
    if (status == STATUS_OK) {
        out->kind = TEST_RANGE;
        out->from = bound.from;
        out->to = bound.to;
        out->canonical = bound.canonical;
    }
    return status;
}

/* ---- the rest */

static enum status bind_text(struct binding *b, struct test *out)
{
    const struct piece *p = b->piece;
    if (p->exact && b->target->kind == TARGET_COLUMN) {
        out->kind = TEST_EXACT;
        out->text = p->text;
        out->len = p->len;
        out->canonical = quoted_text(b->arena, "=", p->text, false, "");
        return out->canonical ? STATUS_OK : error_no_memory(b->e);
    }
    bool identical = !strcmp(b->target->name, "identical");
    if (identical && !p->quoted && !strcmp(p->text, "any")) {
        /* The first as well as the later ones. */
        *out = (struct test){.kind = TEST_SUBSTRING, .text = "", .canonical = "any"};
        return STATUS_OK;
    }
    if (identical && strcasecmp(p->text, "yes") && strcasecmp(p->text, "first")) {
        error_set(b->e, STATUS_MISUSE, "identical has no value \"%s\"", p->text);
        error_way_out(b->e, "yes are second and later copies, first what they copy, any both; "
                            "-identical:any all others");
        return placed(b, STATUS_MISUSE);
    }
    if (*b->target->name == '@' && strcmp(p->text, "in") && strcmp(p->text, "rest")) {
        error_set(b->e, STATUS_MISUSE, "\"%s\" is no part of %s", p->text, b->target->name);
        error_way_out(b->e, "write %s:in or %s:rest", b->target->name, b->target->name);
        return placed(b, STATUS_MISUSE);
    }
    bool narrative = b->target->kind == TARGET_TEXT;
    return text_test(b, narrative ? TEST_SUBSTRING : TEST_WHOLE,
                     quoted_text(b->arena, "", p->text, false, ""), out);
}

static enum status bind_batch(struct binding *b, struct test *out)
{
    const struct piece *p = b->piece;
    size_t count = 0;
    const struct batch *batch = frame_batches(b->frame, &count);
    out->kind = TEST_BATCH;
    if (strcmp(p->text, "new") == 0 && !p->quoted) {
        const struct batch *last = frame_last_batch(b->frame);
        out->from = last ? last->id : 0;
        out->canonical = "new";
        return STATUS_OK;
    }
    char *end;
    unsigned long id = strtoul(p->text, &end, 10);
    bool number = *p->text >= '0' && *p->text <= '9' && *end == '\0';
    for (size_t i = 0; i < count; i++) {
        if (number ? batch[i].id == id : strcmp(batch[i].file, p->text) == 0) {
            out->from = batch[i].id;
            out->canonical = arena_printf(b->arena, "%u", (unsigned)batch[i].id);
            return out->canonical ? STATUS_OK : error_no_memory(b->e);
        }
    }
    error_set(b->e, STATUS_MISUSE, "there is no batch \"%s\"", p->text);
    if (count) {
        error_way_out(b->e, "batches are %u to %u, or new for the last one",
                      (unsigned)batch[0].id, (unsigned)batch[count - 1].id);
    }
    return placed(b, STATUS_MISUSE);
}

static enum status bind_weekday_value(struct binding *b, struct test *out)
{
    int day = bind_weekday(b->piece->text, b->piece->len);
    if (day < 0) {
        error_set(b->e, STATUS_MISUSE, "\"%s\" is no day of the week", b->piece->text);
        error_way_out(b->e, "%s takes mon, tue, wed, thu, fri, sat, sun", b->target->name);
        return placed(b, STATUS_MISUSE);
    }
    out->kind = TEST_WEEKDAY;
    out->from = day;
    out->canonical = bind_weekdays[day];
    return STATUS_OK;
}

static enum status bind_case(struct binding *b, struct test *out)
{
    out->kind = TEST_CASE;
    out->text = b->piece->text;
    out->canonical = quoted_text(b->arena, "", b->piece->text, false, "");
    return out->canonical ? STATUS_OK : error_no_memory(b->e);
}

static bool is_size(const struct target *t)
{
    return t->kind == TARGET_AMOUNT || t->kind == TARGET_GRAIN ||
           (t->kind == TARGET_COLUMN &&
            (t->type == FIELD_DATE || t->type == FIELD_NUMBER || t->type == FIELD_DAYS));
}

enum status bind_value(struct frame *f, const struct target *t, const struct piece *p,
                       struct arena *a, struct test *out, struct error *e)
{
    struct binding b = {f, t, p, a, e};
    bool done;
    enum status status = bind_mark(&b, out, &done);
    if (done) {
        return status;
    }
    if (is_size(t)) {
        return bind_size(&b, out);
    }
    if (p->star_before || p->star_after) {
        if (t->kind == TARGET_BATCH || t->kind == TARGET_ABSENT || t->kind == TARGET_WEEKDAY ||
            t->kind == TARGET_CLASS) {
            error_set(e, STATUS_MISUSE, "%s takes whole values, without *", t->name);
            return placed(&b, STATUS_MISUSE);
        }
        return bind_star(&b, out);
    }
    if (p->len == 0) {
        return placed(&b, error_set(e, STATUS_MISUSE, "expected a value after %s:", t->name));
    }
    if (t->kind == TARGET_CLASS) {
        return placed(&b, bind_class(f, t, p, a, out, e));
    }
    static enum status (*const bind[])(struct binding *, struct test *) = {
        [TARGET_COLUMN] = bind_text,           [TARGET_TEXT] = bind_text,
        [TARGET_WEEKDAY] = bind_weekday_value, [TARGET_BATCH] = bind_batch,
        [TARGET_ABSENT] = bind_batch,          [TARGET_CASE] = bind_case,
        [TARGET_ROLLUP] = bind_code,           [TARGET_INVOLVES] = bind_code,
    };
    return t->list ? bind_code(&b, out) : bind[t->kind](&b, out);
}

enum status bind_comparison(struct frame *f, const struct target *t, enum compare compare,
                            const struct piece *p, struct arena *a, struct test *out,
                            struct error *e)
{
    struct binding b = {f, t, p, a, e};
    if (!is_size(t)) {
        error_set(e, STATUS_MISUSE, "%s has no larger and smaller values", t->name);
        error_way_out(e, "write %s:%s", t->name, p->text);
        return placed(&b, STATUS_MISUSE);
    }
    struct bound bound;
    bool marked = p->star_before || p->star_after || p->exact;
    enum status status = marked ? error_set(e, STATUS_MISUSE, "expected one number or date")
                                : bind_bound(&b, p->text, p->len, &bound);
    if (status != STATUS_OK) {
        return placed(&b, status);
    }
    out->kind = TEST_RANGE;
    out->canonical = bound.canonical;
    out->from = INT64_MIN;
    out->to = INT64_MAX;
    bool up = compare == COMPARE_MORE || compare == COMPARE_LEAST;
    if (compare == COMPARE_MORE && bound.to == INT64_MAX) {
        out->to = INT64_MIN; /* nothing is beyond the largest number */
    } else if (compare == COMPARE_LESS && bound.from == INT64_MIN) {
        out->from = INT64_MAX;
    } else if (up) {
        out->from = compare == COMPARE_LEAST ? bound.from : bound.to + 1;
    } else {
        out->to = compare == COMPARE_MOST ? bound.to : bound.from - 1;
    }
    return STATUS_OK;
}
