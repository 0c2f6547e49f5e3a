/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree becomes a selection. Conditions on columns are tables over value ids, worked out once
 * and then looked up line by line; what is left are words of 64 lines. */
#include "filter/tree.h"

#include <stdlib.h>
#include <string.h>

/* Lines that a part takes, and those that it would take if their date were known better: the
 * same ones and more. maybe stands unused (words NULL) while they are the same. */
struct picked {
    struct bitmap sure;
    struct bitmap maybe;
};

struct selecting {
    struct frame *frame;
    struct pace *pace;
    size_t lines;
    struct error *e;
};

static void picked_free(struct picked *p)
{
    bitmap_free(&p->sure);
    bitmap_free(&p->maybe);
}

static bool need_maybe(struct picked *p)
{
    return p->maybe.words || bitmap_copy(&p->maybe, &p->sure);
}

/* ---- conditions on columns */

struct tables {
    uint8_t *table;  /* by value id */
    uint8_t *coarse; /* likewise */
};

static bool tables_open(struct tables *t, uint32_t values)
{
    t->table = calloc(values + (size_t)1, 1);
    t->coarse = calloc(values + (size_t)1, 1);
    return t->table && t->coarse;
}

static void tables_free(struct tables *t)
{
    free(t->table);
    free(t->coarse);
}

static bool match_condition(const struct condition *c, const struct value *value,
                            uint32_t values, struct tables *t)
{
    for (size_t i = 0; i < c->tests; i++) {
        if (!match_values(&c->test[i], value, values, t->table, t->coarse)) {
            return false;
        }
    }
    return true;
}

/* ORs the lines of the tables in. */
static enum status pick_tables(struct selecting *s, const struct column *c,
                               const struct tables *t, struct picked *out)
{
    scan_table(s->pace, c, s->lines, t->table, out->sure.words);
    if (out->maybe.words) {
        bitmap_or(&out->maybe, &out->sure);
    }
    if (memchr(t->coarse, 1, c->values)) {
        if (!need_maybe(out)) {
            return error_no_memory(s->e);
        }
        scan_table(s->pace, c, s->lines, t->coarse, out->maybe.words);
    }
    return STATUS_OK;
}

/* A list of members is taken when one member is. */
static void lift(uint32_t values, const uint32_t *start, const uint32_t *member,
                 const uint8_t *inner, uint8_t *table)
{
    for (uint32_t v = 0; v < values; v++) {
        for (uint32_t m = start[v]; m < start[v + 1]; m++) {
            table[v] |= inner[member[m]];
        }
    }
}

static enum status pick_column(struct selecting *s, const struct condition *c,
                               const char *field, struct picked *out)
{
    const struct column *column;
    enum status status = frame_column(s->frame, field, &column, s->e);
    if (status != STATUS_OK) {
        return status;
    }
    struct tables t = {0}, item = {0};
    bool good = tables_open(&t, column->values);
    if (good && column->items) {
        good = tables_open(&item, column->items) &&
               match_condition(c, column->item, column->items, &item);
        if (good) {
            lift(column->values, column->item_start, column->item_of, item.table, t.table);
        }
    } else if (good) {
        good = match_condition(c, column->value, column->values, &t);
    }
    status = good ? pick_tables(s, column, &t, out) : error_no_memory(s->e);
    tables_free(&t);
    tables_free(&item);
    return status;
}

static enum status pick_field(struct selecting *s, const struct condition *c,
                              struct picked *out)
{
    return pick_column(s, c, c->target.field, out);
}

static enum status pick_axis(struct selecting *s, const struct condition *c,
                             struct picked *out);

/* Lines without a country in any role, which no role tells alone. */
static enum status pick_uninvolved(struct selecting *s, const struct condition *c,
                                   struct picked *out)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < c->tests && status == STATUS_OK; i++) {
        if (c->test[i].kind == TEST_CODE && strcmp(c->test[i].text, AXIS_NO_COUNTRY) == 0) {
            const struct condition none = {c->target, c->compare, &c->test[i], 1};
            status = pick_axis(s, &none, out);
        }
    }
    return status;
}

static enum status pick_involves(struct selecting *s, const struct condition *c,
                                 struct picked *out)
{
    static const char *const roles[] = {"reporter", "departure", "transit", "destination",
                                        "origin"};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof roles / sizeof *roles && status == STATUS_OK; i++) {
        /* A role that no file has is not blank in every line: it is not there. */
        if (frame_find_field(s->frame, roles[i])) {
            status = pick_column(s, c, roles[i], out);
        }
    }
    return status == STATUS_OK ? pick_uninvolved(s, c, out) : status;
}

static enum status pick_axis(struct selecting *s, const struct condition *c, struct picked *out)
{
    struct arena a = {0};
    struct axis axis;
    enum status status = axis_open(s->frame, c->target.name, &a, &axis, s->e);
    if (status != STATUS_OK) {
        arena_free(&a);
        return status;
    }
    struct tables t = {0}, group = {0};
    bool good = tables_open(&t, axis.column->values) && tables_open(&group, axis.groups) &&
                match_condition(c, axis.group, axis.groups, &group);
    if (good && axis.several) {
        lift(axis.column->values, axis.start, axis.member, group.table, t.table);
    }
    for (uint32_t v = 0; good && !axis.several && v < axis.column->values; v++) {
        t.table[v] = axis.group_of[v] != AXIS_NONE && group.table[axis.group_of[v]];
    }
    status = good ? pick_tables(s, axis.column, &t, out) : error_no_memory(s->e);
    tables_free(&t);
    tables_free(&group);
    arena_free(&a);
    return status;
}

/* ---- the other conditions */

static enum status pattern_in(struct selecting *s, const struct pattern *p,
                              const struct text_column *text, struct picked *out)
{
    enum status status = pattern_texts(s->pace, p, text, s->lines, out->sure.words);
    return status == STATUS_OK ? status : error_no_memory(s->e);
}

static enum status pick_text(struct selecting *s, const struct condition *c, struct picked *out)
{
    const struct text_column *text;
    enum status status = frame_text(s->frame, c->target.field, &text, s->e);
    for (size_t i = 0; status == STATUS_OK && i < c->tests; i++) {
        const struct test *t = &c->test[i];
        if (t->kind == TEST_STATE) {
            scan_text_whole(s->pace, text, s->lines, "", 0, out->sure.words);
        } else if (t->kind == TEST_PATTERN) {
            status = pattern_in(s, t->pattern, text, out);
        } else {
            scan_text(s->pace, text, s->lines, t->text, t->len, t->kind == TEST_PREFIX,
                      out->sure.words);
        }
    }
    return status;
}

static enum status pick_amounts(struct selecting *s, const struct condition *c,
                                struct picked *out)
{
    const struct amounts *m;
    enum status status = frame_amounts(s->frame, c->target.type, &m, s->e);
    for (size_t i = 0; status == STATUS_OK && i < c->tests; i++) {
        const struct test *t = &c->test[i];
        if (t->kind == TEST_STATE) {
            scan_states(s->pace, m->state, s->lines,
                        t->state == VALUE_BLANK ? AMOUNT_BLANK : AMOUNT_INVALID,
                        out->sure.words);
        } else {
            scan_amounts(s->pace, m, s->lines, t->from, t->to, out->sure.words);
        }
    }
    return status;
}

static enum status pick_batch(struct selecting *s, const struct condition *c,
                              struct picked *out)
{
    for (size_t i = 0; i < c->tests; i++) {
        frame_batch_lines(s->frame, (uint32_t)c->test[i].from, out->sure.words);
    }
    return STATUS_OK;
}

static enum status pick_absent(struct selecting *s, const struct condition *c,
                               struct picked *out)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < c->tests && status == STATUS_OK; i++) {
        struct bitmap lines = {0};
        status = cache_absent(frame_cache(s->frame), (uint32_t)c->test[i].from, &lines, s->e);
        for (size_t w = 0;
             status == STATUS_OK && w < bitmap_words(&lines) && w < bitmap_words(&out->sure);
             w++) {
            out->sure.words[w] |= lines.words[w];
        }
        bitmap_free(&lines);
    }
    return status;
}

/* Cases by a part of their number. */
static enum status pick_cases_like(struct selecting *s, const struct test *t,
                                   const struct frame_cases *cases, struct picked *out)
{
    struct bitmap taken = {0};
    enum status status = case_matching(s->frame, t, cases->cases_max, &taken, s->e);
    if (status == STATUS_OK) {
        case_lines(s->pace, &taken, cases->key, &out->sure);
    }
    bitmap_free(&taken);
    return status;
}

static enum status pick_case(struct selecting *s, const struct condition *c, struct picked *out)
{
    const struct frame_cases *cases;
    struct arena a = {0};
    enum status status = frame_cases(s->frame, &cases, s->e);
    for (size_t i = 0; status == STATUS_OK && i < c->tests; i++) {
        const struct test *t = &c->test[i];
        if (t->kind != TEST_CASE && t->kind != TEST_STATE) {
            status = pick_cases_like(s, t, cases, out);
            continue;
        }
        uint32_t none[1] = {0}, *keys = none;
        size_t count = 1;
        if (t->kind != TEST_STATE) {
            status = cache_find_case(frame_cache(s->frame), t->text, &a, &keys, &count, s->e);
        }
        for (size_t k = 0; status == STATUS_OK && k < count; k++) {
            scan_keys(s->pace, cases->key, s->lines, keys[k], out->sure.words);
        }
    }
    arena_free(&a);
    return status;
}

static enum status pick_condition(struct selecting *s, const struct node *n, struct picked *out)
{
    static enum status (*const pick[])(struct selecting *, const struct condition *,
                                       struct picked *) = {
        [TARGET_COLUMN] = pick_field,   [TARGET_TEXT] = pick_text,
        [TARGET_AMOUNT] = pick_amounts, [TARGET_GRAIN] = pick_field,
        [TARGET_WEEKDAY] = pick_field,  [TARGET_ROLLUP] = pick_axis,
        [TARGET_CLASS] = pick_axis,     [TARGET_INVOLVES] = pick_involves,
        [TARGET_BATCH] = pick_batch,    [TARGET_CASE] = pick_case,
        [TARGET_ABSENT] = pick_absent,
    };
    return pick[n->condition->target.kind](s, n->condition, out);
}

/* ---- words */

static enum status pick_word_in(struct selecting *s, const struct node *n,
                                const struct frame_field *field, struct picked *out)
{
    if (field->type == FIELD_LONG_TEXT) {
        const struct text_column *text;
        enum status status = frame_text(s->frame, field->name, &text, s->e);
        if (status == STATUS_OK && n->pattern) {
            status = pattern_in(s, n->pattern, text, out);
        } else if (status == STATUS_OK) {
            scan_text(s->pace, text, s->lines, n->word, n->word_len, false, out->sure.words);
        }
        return status;
    }
    const struct column *column;
    enum status status = frame_column(s->frame, field->name, &column, s->e);
    if (status != STATUS_OK) {
        return status;
    }
    struct test t = {.kind = n->pattern ? TEST_PATTERN : TEST_SUBSTRING,
                     .text = n->word,
                     .len = n->word_len,
                     .pattern = n->pattern};
    struct tables tables = {0};
    bool good = tables_open(&tables, column->values) &&
                match_values(&t, column->value, column->values, tables.table, NULL);
    status = good ? pick_tables(s, column, &tables, out) : error_no_memory(s->e);
    tables_free(&tables);
    return status;
}

static enum status pick_word(struct selecting *s, const struct node *n, struct picked *out)
{
    size_t count;
    const struct frame_field *field = frame_fields(s->frame, &count);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool text = field[i].type == FIELD_TEXT || field[i].type == FIELD_LONG_TEXT ||
                    field[i].type == FIELD_CODE || field[i].type == FIELD_COUNTRY ||
                    field[i].type == FIELD_COUNTRIES;
        /* A word is looked for in what files say, not in what was said of it or made of it. */
        static const char *const others[] = {"batch", "tag", "note", PACKAGE_RULE_FIELD};
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            text = text && strcmp(field[i].name, others[k]) != 0;
        }
        if (text) {
            status = pick_word_in(s, n, &field[i], out);
        }
    }
    return status;
}

/* ---- AND, OR, NOT */

static enum status pick(struct selecting *s, const struct node *n, struct picked *out);

static enum status combine(struct selecting *s, bool all, struct picked *to,
                           struct picked *with)
{
    void (*const join)(struct bitmap *, const struct bitmap *) = all ? bitmap_and : bitmap_or;
    if (with->maybe.words || to->maybe.words) {
        if (!need_maybe(to)) {
            return error_no_memory(s->e);
        }
        join(&to->maybe, with->maybe.words ? &with->maybe : &with->sure);
    }
    join(&to->sure, &with->sure);
    return STATUS_OK;
}

static enum status pick_children(struct selecting *s, const struct node *n, struct picked *out)
{
    bool all = n->kind == NODE_AND;
    if (all) {
        bitmap_fill(&out->sure);
    }
    enum status status = STATUS_OK;
    for (const struct node *child = n->first; child && status == STATUS_OK;
         child = child->next) {
        struct picked one = {0};
        status = pick(s, child, &one);
        if (status == STATUS_OK) {
            status = combine(s, all, out, &one);
        }
        picked_free(&one);
    }
    return status;
}

/* The exact complement: what is coarser than x's question is in -x, and nothing is left out. */
static enum status pick_not(struct selecting *s, const struct node *n, struct picked *out)
{
    struct picked inner = {0};
    enum status status = pick(s, n->first, &inner);
    if (status == STATUS_OK) {
        bitmap_or(&out->sure, &inner.sure);
        bitmap_not(&out->sure);
    }
    picked_free(&inner);
    return status;
}

/* Lines whose date is too coarse lift their cases to what may be taken. */
static enum status pick_whole_case(struct selecting *s, const struct node *n,
                                   struct picked *out)
{
    picked_free(out);
    enum status status = pick(s, n->first, out);
    if (status == STATUS_OK) {
        status = case_lift(s->frame, &out->sure, s->e);
    }
    if (status == STATUS_OK && out->maybe.words) {
        status = case_lift(s->frame, &out->maybe, s->e);
    }
    return status;
}

static enum status pick_saved(struct selecting *s, const struct node *n, struct picked *out)
{
    picked_free(out);
    return pick(s, n->first, out);
}

static enum status pick(struct selecting *s, const struct node *n, struct picked *out)
{
    static enum status (*const how[])(struct selecting *, const struct node *,
                                      struct picked *) = {
        [NODE_AND] = pick_children, [NODE_OR] = pick_children,
        [NODE_NOT] = pick_not,      [NODE_CASE] = pick_whole_case,
        [NODE_SAVED] = pick_saved,  [NODE_CONDITION] = pick_condition,
        [NODE_WORD] = pick_word};
    if (!bitmap_init(&out->sure, s->lines)) {
        return error_no_memory(s->e);
    }
    return how[n->kind](s, n, out);
}

/* About how often a node walks over all lines. Of the fields that a word is looked for in
 * narratives alone take their time: of the others the values are looked at. */
static size_t passes(struct frame *f, const struct node *n)
{
    size_t fields, count = n->kind == NODE_CASE || n->kind == NODE_CONDITION;
    const struct frame_field *field = frame_fields(f, &fields);
    for (size_t i = 0; n->kind == NODE_WORD && i < fields; i++) {
        count += field[i].type == FIELD_LONG_TEXT;
    }
    bool leaf = n->kind == NODE_CONDITION || n->kind == NODE_WORD;
    for (const struct node *child = leaf ? NULL : n->first; child; child = child->next) {
        count += passes(f, child);
    }
    return count;
}

enum status filter_select(struct frame *f, const struct filter *filter, struct bitmap *out,
                          struct filter_outcome *outcome, struct error *e)
{
    struct selecting s = {f, frame_pace(f), frame_lines(f), e};
    struct picked all = {0};
    pace_expect(s.pace, (uint64_t)passes(f, &filter->root) * s.lines);
    enum status status = pick(&s, &filter->root, &all);
    if (status == STATUS_OK) {
        status = pace_status(s.pace, e);
    }
    if (status != STATUS_OK) {
        picked_free(&all);
        return status;
    }
    const struct bitmap *current = frame_current(f);
    bitmap_and(&all.sure, current);
    size_t lines = bitmap_count(&all.sure), coarse = 0;
    if (all.maybe.words) {
        bitmap_and(&all.maybe, current);
        bitmap_and_not(&all.maybe, &all.sure);
        coarse = bitmap_count(&all.maybe);
    }
    if (outcome) {
        *outcome = (struct filter_outcome){.lines = lines, .coarse = coarse};
    }
    *out = all.sure;
    bitmap_free(&all.maybe);
    return STATUS_OK;
}
