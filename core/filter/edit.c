/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences that the hand of a pane makes: a group becomes a condition, conditions are
 * replaced, values toggled. */
#include "filter/tree.h"

#include "base/decimal.h"

#include <string.h>

/* ---- a group as a condition */

/* A date known to its month stands for itself on the axis of the field, for the span on a
 * calendar's. */
static bool is_coarse_date(const char *name, const struct value *group)
{
    bool coarse = group->precision == DATE_YEAR || group->precision == DATE_MONTH;
    return coarse && !bind_is_grain(name);
}

static const char *group_text(const char *name, const struct value *group, bool exact,
                              struct arena *a)
{
    if (group->state == VALUE_BLANK) {
        return "?";
    }
    if (group->state == VALUE_UNKNOWN) {
        return "!unknown";
    }
    if (group->state == VALUE_INVALID && *group->code == '\0') {
        return "!invalid";
    }
    struct buffer b = {0};
    if (group->state == VALUE_VALID && (exact || is_coarse_date(name, group))) {
        buffer_addc(&b, '=');
    }
    if (group->state == VALUE_INVALID || lexer_needs_quotes(group->code, true)) {
        lexer_quote(&b, group->code);
    } else {
        buffer_adds(&b, group->code);
    }
    const char *text = b.failed ? NULL : arena_string(a, buffer_text(&b));
    buffer_free(&b);
    return text;
}

const char *filter_group_text(const char *name, const struct value *group, struct arena *a)
{
    return group_text(name, group, false, a);
}

const char *filter_condition(const char *name, const struct value *group, struct arena *a)
{
    const char *text = filter_group_text(name, group, a);
    return text ? arena_printf(a, "%s:%s", name, text) : NULL;
}

/* Whether the condition would take other values of the column too: a text that differs in
 * letter case alone, a number that differs beyond the sixth decimal. */
static enum status takes_others(struct frame *f, const struct condition *c,
                                const struct value *group, bool *others, struct error *e)
{
    const struct test *t = c->test;
    *others = false;
    if (c->target.kind != TARGET_COLUMN) {
        return STATUS_OK;
    }
    if (t->kind == TEST_RANGE && c->target.type != FIELD_DATE) {
        char plain[64];
        fixed_format(group->number, 6, -1, '\0', plain);
        *others = strcmp(plain, group->code) != 0;
    }
    if (t->kind != TEST_WHOLE) {
        return STATUS_OK;
    }
    const struct column *column;
    enum status status = frame_column(f, c->target.field, &column, e);
    if (status != STATUS_OK) {
        return status;
    }
    struct arena scratch = {0};
    uint8_t *table = arena_zero(&scratch, (size_t)column->values + 1, 1);
    if (!table || !match_values(t, column->value, column->values, table, NULL)) {
        status = error_no_memory(e);
    } else {
        const uint8_t *first = memchr(table, 1, column->values);
        *others =
            first && memchr(first + 1, 1, (size_t)column->values - (size_t)(first - table) - 1);
    }
    arena_free(&scratch);
    return status;
}

static enum status parse_one(struct frame *f, const char *name, const char *text,
                             struct arena *a, const struct condition **out, struct error *e)
{
    const char *sentence = text ? arena_printf(a, "%s:%s", name, text) : NULL;
    const struct filter *filter = NULL;
    *out = NULL;
    if (!sentence) {
        return error_no_memory(e);
    }
    enum status status = filter_parse(f, sentence, a, &filter, e);
    if (status == STATUS_OK) {
        const struct node *term = filter->root.first;
        *out = term->kind == NODE_CONDITION && !term->next ? term->condition : NULL;
    }
    return status;
}

enum status filter_group_condition(struct frame *f, const char *name, const struct value *group,
                                   struct arena *a, const struct condition **out,
                                   struct error *e)
{
    enum status status = parse_one(f, name, group_text(name, group, false, a), a, out, e);
    bool again = status == STATUS_MISUSE;
    if (status == STATUS_OK && *out) {
        status = takes_others(f, *out, group, &again, e);
    }
    if (again) {
        status = parse_one(f, name, group_text(name, group, true, a), a, out, e);
    }
    return status;
}

/* ---- sentences */

struct editing {
    const struct filter *filter;
    const struct condition *wanted; /* the group's; NULL: it cannot be named */
    struct error e;
};

static bool begin(struct editing *d, struct frame *f, const char *sentence, const char *name,
                  const struct value *group, struct arena *a)
{
    *d = (struct editing){0};
    return filter_parse(f, sentence, a, &d->filter, &d->e) == STATUS_OK &&
           filter_group_condition(f, name, group, a, &d->wanted, &d->e) == STATUS_OK &&
           d->wanted;
}

/* What a hand gets that asked for something that has no name: the sentence as it is. */
static const char *unchanged(const struct editing *d, const char *sentence, struct arena *a)
{
    return d->e.status == STATUS_NO_MEMORY ? NULL : arena_string(a, sentence);
}

static const char *finish(struct buffer *b, struct arena *a)
{
    const char *text = b->failed ? NULL : arena_string(a, buffer_text(b));
    buffer_free(b);
    return text;
}

static void between(struct buffer *b)
{
    if (b->len) {
        buffer_addc(b, ' ');
    }
}

static void put_condition(struct buffer *b, const struct condition *c)
{
    struct node n = {.kind = NODE_CONDITION, .condition = c};
    between(b);
    node_print(&n, b);
}

static void put_node(struct buffer *b, const struct node *n)
{
    between(b);
    node_print(n, b);
}

static bool same_test(const struct condition *c, const char *canonical, size_t *at)
{
    for (size_t i = 0; i < c->tests && c->compare == COMPARE_LIST; i++) {
        if (strcmp(c->test[i].canonical, canonical) == 0) {
            *at = i;
            return true;
        }
    }
    return false;
}

/* The condition of a term, if it is of the name and the sign. */
static const struct condition *condition_on(const struct node *n, const char *name,
                                            bool exclude)
{
    bool negative;
    const struct condition *c = node_condition(n, &negative);
    return c && negative == exclude && strcmp(c->target.name, name) == 0 ? c : NULL;
}

const char *filter_narrow(struct frame *f, const char *sentence, const char *name,
                          const struct value *group, struct arena *a)
{
    struct editing d;
    if (!begin(&d, f, sentence, name, group, a)) {
        return unchanged(&d, sentence, a);
    }
    struct buffer b = {0};
    bool placed = false;
    for (const struct node *n = d.filter->root.first; n; n = n->next) {
        const struct condition *c = condition_on(n, d.wanted->target.name, false);
        size_t at;
        if (!c) {
            put_node(&b, n);
        } else if (c->target.several) {
            /* A line may have both. */
            placed |= c->tests == 1 && same_test(c, d.wanted->test->canonical, &at);
            put_node(&b, n);
        } else if (!placed) {
            put_condition(&b, d.wanted);
            placed = true;
        }
    }
    if (!placed) {
        put_condition(&b, d.wanted);
    }
    return finish(&b, a);
}

/* The term whose list is to change: the one that has the value, else the first. */
static const struct node *list_of(const struct editing *d, bool exclude, bool *has)
{
    const struct node *list = NULL;
    *has = false;
    for (const struct node *n = d->filter->root.first; n && !*has; n = n->next) {
        const struct condition *c = condition_on(n, d->wanted->target.name, exclude);
        size_t at;
        if (c && c->compare == COMPARE_LIST) {
            *has = same_test(c, d->wanted->test->canonical, &at);
            list = *has || !list ? n : list;
        }
    }
    return list;
}

/* The list without the value, or with it. */
static void put_toggled(struct buffer *b, const struct condition *c, const char *canonical,
                        bool has, bool exclude)
{
    if (has && c->tests == 1) {
        return;
    }
    between(b);
    buffer_adds(b, exclude ? "-" : "");
    buffer_adds(b, c->target.name);
    char mark = ':';
    for (size_t i = 0; i < c->tests; i++) {
        if (!has || strcmp(c->test[i].canonical, canonical) != 0) {
            buffer_addc(b, mark);
            buffer_adds(b, c->test[i].canonical);
            mark = ',';
        }
    }
    if (!has) {
        buffer_addc(b, mark);
        buffer_adds(b, canonical);
    }
}

const char *filter_toggle(struct frame *f, const char *sentence, const char *name,
                          const struct value *group, bool exclude, struct arena *a)
{
    struct editing d;
    if (!begin(&d, f, sentence, name, group, a)) {
        return unchanged(&d, sentence, a);
    }
    bool has;
    const struct node *list = list_of(&d, exclude, &has);
    const char *canonical = d.wanted->test->canonical;
    struct buffer b = {0};
    for (const struct node *n = d.filter->root.first; n; n = n->next) {
        if (n == list) {
            const struct condition *c = exclude ? n->first->condition : n->condition;
            put_toggled(&b, c, canonical, has, exclude);
        } else {
            put_node(&b, n);
        }
    }
    if (!list) {
        between(&b);
        buffer_addf(&b, "%s%s:%s", exclude ? "-" : "", d.wanted->target.name, canonical);
    }
    return finish(&b, a);
}

bool filter_has(struct frame *f, const char *sentence, const char *name,
                const struct value *group, bool exclude)
{
    struct arena a = {0};
    struct editing d;
    bool has = false;
    if (begin(&d, f, sentence, name, group, &a)) {
        list_of(&d, exclude, &has);
    }
    arena_free(&a);
    return has;
}
