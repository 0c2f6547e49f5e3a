/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fits at the cursor of a sentence: names of fields and groupings, and behind a name the
 * values that occur, with their lines. */
#include "filter/tree.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct completing {
    struct frame *frame;
    struct arena *arena;
    struct error *e;
    const char *typed; /* folded, of what is to be replaced */
    size_t typed_len;
    const struct bitmap *scope; /* the lines that are counted */
    struct candidate *candidate;
    size_t count, room;
};

struct candidate {
    const char *text, *label;
    const struct value *group; /* of values: text and label are made for those that are shown */
    size_t lines;
    size_t order;
    int rank; /* 0 begins with what was typed, 1 a word in it does, 2 it is somewhere in it */
};

/* ---- where the cursor stands */

struct place {
    size_t token; /* start of the term, behind its sign */
    size_t name;  /* length of the name; 0: there is none yet */
    size_t from;  /* start of what is to be replaced */
    bool values;  /* behind a colon */
    bool nothing; /* behind a comparison */
};

static bool in_name(const char *sentence, size_t start, size_t end)
{
    return end > start && !memchr(sentence + start, ':', end - start) &&
           strcspn(sentence + start, " \t\n<>=\"") >= end - start;
}

/* Whether the name before a parenthesis is case, in which sentences stand. */
static bool is_case(const char *sentence, size_t start, size_t end)
{
    start += strspn(sentence + start, "-");
    return start + 4 == end && strncasecmp(sentence + start, "case", 4) == 0;
}

/* The slash that closes the pattern opened at open, or the cursor. */
static size_t pattern_end(const char *sentence, size_t open, size_t cursor)
{
    size_t i = open + 1;
    while (i < cursor && sentence[i] != '/') {
        i += sentence[i] == '\\' ? 2 : 1;
    }
    return i < cursor ? i : cursor;
}

/* The start of the term that the cursor is in. */
static size_t find_token(const char *sentence, size_t cursor)
{
    size_t token = 0;
    bool quote = false, call = false;
    for (size_t i = 0; i < cursor; i++) {
        char c = sentence[i];
        if (c == '~' && !quote && sentence[i + 1] == '/') {
            i = pattern_end(sentence, i + 1, cursor);
            continue;
        }
        if (c == '"') {
            quote = !quote;
        }
        if (quote) {
            continue;
        }
        if (lexer_is_blank(c) && i > token && sentence[i - 1] == ',') {
            continue; /* the list goes on */
        }
        bool name = c == '(' && in_name(sentence, token, i);
        if (name && !is_case(sentence, token, i)) {
            call = true;
        } else if (c == ')' && call) {
            call = false;
        } else if (c == '(' || c == ')' || lexer_is_blank(c)) {
            token = i + 1;
            call = false;
        }
    }
    return token;
}

static struct place find_place(const char *sentence, size_t cursor)
{
    struct place p = {.token = find_token(sentence, cursor)};
    while (p.token < cursor && sentence[p.token] == '-') {
        p.token++;
    }
    p.from = p.token;
    bool quote = false;
    for (size_t i = p.token; i < cursor; i++) {
        char c = sentence[i];
        quote ^= c == '"';
        if (quote) {
            continue;
        }
        if (c == '~' && sentence[i + 1] == '/') {
            p.nothing = true;
            break;
        }
        if (!p.values && !p.nothing && strchr(":<>=~", c)) {
            p.name = i - p.token;
            p.values = c == ':';
            p.nothing = !p.values;
            p.from = i + 1;
        } else if (p.values && c == ',') {
            p.from = i + 1;
        }
    }
    while (p.values && p.from < cursor && lexer_is_blank(sentence[p.from])) {
        p.from++;
    }
    return p;
}

/* ---- candidates */

static int rank_text(const struct completing *c, struct buffer *b, const char *text)
{
    buffer_clear(b);
    text_fold(b, text, strlen(text));
    const char *folded = buffer_text(b);
    const char *hit = memmem(folded, b->len, c->typed, c->typed_len);
    if (!hit) {
        return -1;
    }
    if (hit == folded) {
        return 0;
    }
    for (; hit;
         hit = memmem(hit + 1, b->len - (size_t)(hit + 1 - folded), c->typed, c->typed_len)) {
        if (strchr(" _-(/", hit[-1])) {
            return 1;
        }
    }
    return 2;
}

/* The better of two places where it could fit; -1: it does not. */
static int rank_two(const struct completing *c, struct buffer *b, const char *one,
                    const char *other)
{
    int first = rank_text(c, b, one), second = rank_text(c, b, other);
    return first < 0 ? second : second < 0 ? first : first < second ? first : second;
}

static enum status reserve(struct completing *c, size_t more)
{
    c->candidate = calloc(more + 1, sizeof *c->candidate);
    c->room = more;
    return c->candidate ? STATUS_OK : error_no_memory(c->e);
}

static struct candidate *add(struct completing *c, int rank)
{
    struct candidate *one = &c->candidate[c->count];
    *one = (struct candidate){.rank = rank, .order = c->count};
    c->count++;
    return one;
}

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    if (a->lines != b->lines) {
        return a->lines > b->lines ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* ---- names */

static bool is_plain_number(enum field_type type)
{
    return type == FIELD_NUMBER || type == FIELD_DAYS || type == FIELD_MASS ||
           type == FIELD_VOLUME || type == FIELD_PIECES;
}

static enum status add_name(struct completing *c, struct buffer *b, const char *name,
                            const char *label, char sign)
{
    int rank = rank_two(c, b, name, label);
    if (rank < 0) {
        return STATUS_OK;
    }
    struct candidate *one = add(c, rank);
    one->text = arena_printf(c->arena, "%s%c", name, sign);
    one->label = arena_printf(c->arena, "%s  %s", name, label);
    return one->text && one->label ? STATUS_OK : error_no_memory(c->e);
}

static const char *axis_label(const char *name)
{
    return *name == '@'                      ? "saved filter"
           : strncmp(name, "rilo(", 5) == 0  ? "RILO perimeter"
           : strncmp(name, "wco(", 4) == 0   ? "WCO region"
           : strncmp(name, "class(", 6) == 0 ? "classes"
           : strncmp(name, "quartile(", 9) == 0 || strncmp(name, "decile(", 7) == 0
               ? "parts of equally many lines"
               : "calendar";
}

static enum status complete_names(struct completing *c)
{
    size_t fields, axes = 0;
    const struct frame_field *field = frame_fields(c->frame, &fields);
    const char **axis = NULL;
    enum status status = axis_names(c->frame, c->arena, &axis, &axes, c->e);
    if (status == STATUS_OK) {
        status = reserve(c, fields + axes + 3);
    }
    struct buffer b = {0};
    for (size_t i = 0; i < fields && status == STATUS_OK; i++) {
        status = add_name(c, &b, field[i].name, field[i].label,
                          is_plain_number(field[i].type) ? '>' : ':');
    }
    if (status == STATUS_OK) {
        status = add_name(c, &b, "involves", "a country in any role", ':');
    }
    if (status == STATUS_OK) {
        status = add_name(c, &b, "commodity", "a section, stream, category or product", ':');
    }
    if (status == STATUS_OK) {
        status = add_name(c, &b, "case", "the whole case has it", '(');
    }
    for (size_t i = 0; i < axes && status == STATUS_OK; i++) {
        if (!frame_find_field(c->frame, axis[i]) && strcmp(axis[i], AXIS_INVOLVES) != 0) {
            status = add_name(c, &b, axis[i], axis_label(axis[i]), *axis[i] == '@' ? ' ' : ':');
        }
    }
    status = b.failed ? error_no_memory(c->e) : status;
    buffer_free(&b);
    return status;
}

/* ---- values */

/* Lines of the scope by group of the axis; malloc, owned by the caller. */
static uint32_t *count_groups(const struct bitmap *scope, const struct axis *axis)
{
    const struct column *column = axis->column;
    uint32_t *by_value = calloc((size_t)column->values + 1, sizeof *by_value);
    uint32_t *by_group = calloc((size_t)axis->groups + 1, sizeof *by_group);
    if (!by_value || !by_group) {
        free(by_value);
        free(by_group);
        return NULL;
    }
    uint32_t line[2048];
    size_t from = 0, n;
    while ((n = bitmap_next(scope, &from, line, 2048)) > 0) {
        for (size_t i = 0; i < n; i++) {
            by_value[column_id(column, line[i])]++;
        }
    }
    for (uint32_t v = 0; v < column->values; v++) {
        for (uint32_t m = axis->several ? axis->start[v] : 0;
             axis->several && m < axis->start[v + 1]; m++) {
            by_group[axis->member[m]] += by_value[v];
        }
        if (!axis->several && axis->group_of[v] != AXIS_NONE) {
            by_group[axis->group_of[v]] += by_value[v];
        }
    }
    free(by_value);
    return by_group;
}

static const char *group_mark(const struct value *group)
{
    return group->state == VALUE_BLANK     ? "?"
           : group->state == VALUE_UNKNOWN ? "!unknown"
           : *group->code == '\0'          ? "!invalid"
                                           : group->code;
}

static enum status complete_axis(struct completing *c, const char *name)
{
    struct axis axis;
    enum status status = axis_open(c->frame, name, c->arena, &axis, c->e);
    if (status != STATUS_OK) {
        return status;
    }
    uint32_t *lines = count_groups(c->scope, &axis);
    if (!lines) {
        return error_no_memory(c->e);
    }
    status = reserve(c, axis.groups);
    struct buffer b = {0};
    for (uint32_t g = 0; g < axis.groups && status == STATUS_OK; g++) {
        const struct value *group = &axis.group[g];
        int rank = lines[g] ? rank_two(c, &b, group_mark(group), group->label) : -1;
        if (rank >= 0) {
            struct candidate *one = add(c, rank);
            one->group = group;
            one->lines = lines[g];
        }
    }
    status = status == STATUS_OK && b.failed ? error_no_memory(c->e) : status;
    buffer_free(&b);
    free(lines);
    return status;
}

/* A role that a country can have, and the country (index of the list) of each of its values. */
struct role {
    const struct column *column;
    uint32_t *country; /* by item where it has items, else by value; behind the last: none */
};

static enum status open_roles(struct completing *c, const struct code_list *countries,
                              struct role *role, size_t *roles)
{
    static const char *const names[] = {"reporter", "departure", "transit", "destination",
                                        "origin"};
    *roles = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!frame_find_field(c->frame, names[i])) {
            continue;
        }
        struct role *r = &role[*roles];
        enum status status = frame_column(c->frame, names[i], &r->column, c->e);
        if (status != STATUS_OK) {
            return status;
        }
        bool list = r->column->items > 0;
        uint32_t n = list ? r->column->items : r->column->values;
        const struct value *value = list ? r->column->item : r->column->value;
        r->country = arena_alloc(c->arena, ((size_t)n + 1) * sizeof *r->country);
        if (!r->country) {
            return error_no_memory(c->e);
        }
        for (uint32_t v = 0; v < n; v++) {
            uint32_t code =
                value[v].state == VALUE_VALID
                    ? reference_code(frame_reference(c->frame), countries, value[v].code)
                    : CODE_NONE;
            r->country[v] = code == CODE_NONE ? countries->count : code;
        }
        ++*roles;
    }
    return STATUS_OK;
}

/* Counts a line once for each country, whatever number of roles it has there. last holds the
 * line that was counted last, + 1; what is no country counts as one behind them. */
static inline void count_country(uint32_t country, uint32_t line, uint32_t *lines,
                                 uint32_t *last)
{
    lines[country] += last[country] != line + 1;
    last[country] = line + 1;
}

static void count_line(const struct role *role, size_t roles, uint32_t line, uint32_t *lines,
                       uint32_t *last)
{
    for (const struct role *r = role; r < role + roles; r++) {
        const struct column *column = r->column;
        uint32_t v = column_id(column, line);
        if (!column->items) {
            count_country(r->country[v], line, lines, last);
            continue;
        }
        for (uint32_t m = column->item_start[v]; m < column->item_start[v + 1]; m++) {
            count_country(r->country[column->item_of[m]], line, lines, last);
        }
    }
}

static void count_countries(const struct bitmap *scope, const struct role *role, size_t roles,
                            uint32_t *lines, uint32_t *last)
{
    uint32_t line[2048];
    size_t from = 0, n;
    while ((n = bitmap_next(scope, &from, line, 2048)) > 0) {
        for (size_t i = 0; i < n; i++) {
            count_line(role, roles, line[i], lines, last);
        }
    }
}

/* Countries that stand in any role, with the lines of each. */
static enum status complete_involves(struct completing *c)
{
    const struct code_list *countries = reference_list(frame_reference(c->frame), "country");
    uint32_t most = countries ? countries->count : 0;
    struct role role[5];
    size_t roles = 0;
    uint32_t *lines = arena_zero(c->arena, (size_t)most + 1, 2 * sizeof *lines);
    enum status status = lines ? reserve(c, most) : error_no_memory(c->e);
    if (status == STATUS_OK) {
        status = open_roles(c, countries, role, &roles);
    }
    if (status == STATUS_OK && roles) {
        count_countries(c->scope, role, roles, lines, lines + most + 1);
    }
    struct buffer b = {0};
    for (uint32_t i = 0; i < most && status == STATUS_OK; i++) {
        const struct code *code = &countries->codes[i];
        int rank = lines[i] ? rank_two(c, &b, code->code, code->label[LANGUAGE_EN]) : -1;
        if (rank >= 0) {
            struct candidate *one = add(c, rank);
            one->lines = lines[i];
            one->text = code->code;
            one->label = arena_printf(c->arena, "%s  %s", code->code, code->label[LANGUAGE_EN]);
            status = one->label ? STATUS_OK : error_no_memory(c->e);
        }
    }
    status = status == STATUS_OK && b.failed ? error_no_memory(c->e) : status;
    buffer_free(&b);
    return status;
}

static enum status complete_values(struct completing *c, const char *name, size_t len)
{
    struct target t;
    struct error unknown;
    enum status status = bind_target(c->frame, name, len, c->arena, &t, &unknown);
    if (status != STATUS_OK) { /* behind an unknown name nothing fits */
        return status == STATUS_MISUSE ? STATUS_OK : error_no_memory(c->e);
    }
    static const bool has_axis[] = {
        [TARGET_COLUMN] = true, [TARGET_GRAIN] = true, [TARGET_WEEKDAY] = true,
        [TARGET_ROLLUP] = true, [TARGET_CLASS] = true, [TARGET_BATCH] = true,
        [TARGET_CASE] = false};
    if (t.kind == TARGET_INVOLVES) {
        return complete_involves(c);
    }
    if (t.kind == TARGET_ABSENT) {
        return complete_axis(c, "batch");
    }
    return has_axis[t.kind] ? complete_axis(c, t.name) : STATUS_OK;
}

/* What is typed for a group, and what is shown of it. */
static enum status name_group(struct completing *c, const char *name, struct candidate *one)
{
    const struct value *g = one->group;
    const struct condition *condition;
    enum status status = filter_group_condition(c->frame, name, g, c->arena, &condition, c->e);
    if (status == STATUS_NO_MEMORY) {
        return status;
    }
    one->text = status == STATUS_OK && condition ? condition->test->canonical
                                                 : filter_group_text(name, g, c->arena);
    bool both = strcmp(group_mark(g), g->label) != 0;
    one->label = both ? arena_printf(c->arena, "%s  %s", group_mark(g), g->label) : g->label;
    return one->text && one->label ? STATUS_OK : error_no_memory(c->e);
}

static enum status give(struct completing *c, const char *name, size_t limit,
                        struct filter_completion **out, size_t *count)
{
    size_t n = c->count < limit ? c->count : limit;
    qsort(c->candidate, c->count, sizeof *c->candidate, compare_candidates);
    *out = arena_zero(c->arena, n + 1, sizeof **out);
    if (!*out) {
        return error_no_memory(c->e);
    }
    for (size_t i = 0; i < n; i++) {
        struct candidate *one = &c->candidate[i];
        enum status status = one->group ? name_group(c, name, one) : STATUS_OK;
        if (status != STATUS_OK) {
            return status;
        }
        (*out)[i] = (struct filter_completion){one->text, one->label, one->lines};
    }
    *count = n;
    return STATUS_OK;
}

/* Values with the lines that the rest of the sentence leaves them; where it leaves none of
 * those that begin so, with all that have them. */
static enum status complete_under(struct completing *c, const char *sentence, size_t cursor,
                                  const char *name, size_t len)
{
    struct bitmap scope;
    enum status status = complete_scope(c->frame, sentence, cursor, c->arena, &scope, c->e);
    c->scope = scope.words ? &scope : frame_current(c->frame);
    if (status == STATUS_OK) {
        status = complete_values(c, name, len);
    }
    if (status == STATUS_OK && scope.words && c->count == 0) {
        free(c->candidate);
        c->candidate = NULL;
        c->scope = frame_current(c->frame);
        status = complete_values(c, name, len);
    }
    bitmap_free(&scope);
    return status;
}

enum status filter_complete(struct frame *f, const char *sentence, size_t cursor, size_t limit,
                            struct arena *a, size_t *from, struct filter_completion **out,
                            size_t *count, struct error *e)
{
    size_t len = strlen(sentence);
    cursor = cursor < len ? cursor : len;
    struct place p = find_place(sentence, cursor);
    size_t start = p.from, end = cursor;
    while (p.values && start < end && strchr("\"*=", sentence[start])) {
        start++;
    }
    struct completing c = {.frame = f, .arena = a, .e = e};
    c.typed = filter_folded(a, sentence + start, end - start, &c.typed_len);
    const char *name = arena_copy(a, sentence + p.token, p.name);
    *from = p.from;
    *out = NULL;
    *count = 0;
    if (!c.typed || !name) {
        return error_no_memory(e);
    }
    enum status status = STATUS_OK;
    if (p.values) {
        status = complete_under(&c, sentence, cursor, name, p.name);
    } else if (!p.nothing) {
        status = complete_names(&c);
    }
    if (status == STATUS_OK && c.candidate) {
        status = give(&c, name, limit, out, count);
    }
    free(c.candidate);
    return status;
}
