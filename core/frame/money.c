/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money of every line: seized cash (a quantity in a currency) apart from values (declared,
 * estimated ...), one group for each currency and kind. Money in a currency that is not told is
 * in no group: its lines may be in different ones. */
#include "frame/amounts.h"

#include <stdlib.h>
#include <string.h>

#define MONEY_ONE 10000 /* 10^SCALE_MONEY */
#define NOWHERE UINT16_MAX
#define NOT_SAID "?"

_Static_assert(SCALE_MONEY == 4, "MONEY_ONE states the scale");

/* By value of a column: the class it stands in; values that say nothing share the last one. */
struct classes {
    const struct column *column;
    uint32_t *class_of;
    const char **name; /* by class; the last is "?" */
    uint32_t count;
};

static bool classes_open(const struct column *c, struct arena *scratch, struct classes *k)
{
    k->column = c;
    k->class_of = arena_alloc(scratch, c->values * sizeof *k->class_of);
    k->name = arena_alloc(scratch, ((size_t)c->values + 1) * sizeof *k->name);
    if (!k->class_of || !k->name) {
        return false;
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        if (c->value[v].state == VALUE_VALID) {
            k->name[n] = c->value[v].code;
            k->class_of[v] = n++;
        } else {
            k->class_of[v] = UINT32_MAX;
        }
    }
    for (uint32_t v = 0; v < c->values; v++) {
        k->class_of[v] = k->class_of[v] == UINT32_MAX ? n : k->class_of[v];
    }
    k->name[n] = NOT_SAID;
    k->count = n + 1;
    return true;
}

static enum status add_group(struct money_group *group, uint32_t *groups, const char *currency,
                             const char *kind, struct error *e)
{
    if (*groups >= NOWHERE) {
        return error_set(e, STATUS_FAILED, "more than %d currencies and kinds of value",
                         (int)NOWHERE);
    }
    group[(*groups)++] = (struct money_group){currency, kind};
    return STATUS_OK;
}

static enum status source_memory(struct frame *f, struct held_money *h, int source,
                                 struct error *e)
{
    h->amount[source] = calloc(f->lines + 1, sizeof **h->amount);
    h->group_of[source] = malloc((f->lines + 1) * sizeof **h->group_of);
    h->state[source] = malloc(f->lines + 1);
    return h->amount[source] && h->group_of[source] && h->state[source] ? STATUS_OK
                                                                        : error_no_memory(e);
}

/* Money in no known currency: how much it says does not matter. */
static enum amount_state untold(struct held_money *h, int source, size_t i)
{
    h->amount[source][i] = 0;
    h->untold[source] = true;
    return AMOUNT_CURRENCY;
}

/* What both sources have in common on the way to their groups: class of a line -> group. */
struct grouping {
    struct money_group *group;
    uint32_t groups;
    uint16_t *group_at; /* by class */
};

/* Seized cash. A class is a currency, genuine or counterfeit: forged notes are no money. */
struct seized {
    struct quantities q;
    const struct column *kind;
    bool *forged; /* by value of kind */
};

static size_t seized_at(const struct seized *s, size_t i)
{
    return 2 * (size_t)column_id(s->q.unit, i) + s->forged[column_id(s->kind, i)];
}

static bool seized_untold(const struct seized *s, size_t i)
{
    return strcmp(s->q.unit->value[column_id(s->q.unit, i)].code, UNIT_OF_MONEY) == 0;
}

static enum status seized_open(struct frame *f, struct seized *s, struct arena *scratch,
                               struct error *e)
{
    enum status status = quantities_open(f, UNIT_CURRENCY, scratch, &s->q, e);
    status = status == STATUS_OK ? frame_column(f, "value_kind", &s->kind, e) : status;
    if (status != STATUS_OK) {
        return status;
    }
    s->forged = arena_zero(scratch, s->kind->values, sizeof *s->forged);
    for (uint32_t v = 0; s->forged && v < s->kind->values; v++) {
        s->forged[v] = s->kind->value[v].state == VALUE_VALID &&
                       strcmp(s->kind->value[v].code, "counterfeit") == 0;
    }
    return s->forged ? STATUS_OK : error_no_memory(e);
}

/* A group for each class that occurs. */
static enum status name_seized(const struct seized *s, const bool *occurs, struct grouping *g,
                               struct error *e)
{
    size_t classes = 2 * (size_t)s->q.unit->values;
    enum status status = STATUS_OK;
    for (size_t c = 0; status == STATUS_OK && c < classes; c++) {
        if (occurs[c]) {
            g->group_at[c] = (uint16_t)g->groups;
            status = add_group(g->group, &g->groups, s->q.unit->value[c / 2].code,
                               c % 2 ? "forged" : "seized", e);
        }
    }
    return status;
}

static enum status fill_from(struct frame *f, const struct seized *s, struct held_money *h,
                             struct grouping *g, struct arena *scratch, struct error *e)
{
    size_t classes = 2 * (size_t)s->q.unit->values;
    bool *occurs = arena_zero(scratch, classes, sizeof *occurs);
    g->group = arena_alloc(&f->arena, classes * sizeof *g->group);
    g->group_at = arena_alloc(scratch, classes * sizeof *g->group_at);
    if (!occurs || !g->group || !g->group_at) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < f->lines; i++) {
        uint16_t rule;
        enum amount_state state = quantities_at(&s->q, i, &h->amount[0][i], &rule);
        if (state == AMOUNT_COUNTED && seized_untold(s, i)) {
            state = untold(h, 0, i);
        }
        h->state[0][i] = (uint8_t)state;
        if (state == AMOUNT_COUNTED) {
            occurs[seized_at(s, i)] = true;
        }
    }
    enum status status = name_seized(s, occurs, g, e);
    for (size_t i = 0; status == STATUS_OK && i < f->lines; i++) {
        h->group_of[0][i] =
            h->state[0][i] == AMOUNT_COUNTED ? g->group_at[seized_at(s, i)] : NOWHERE;
    }
    return status;
}

static enum status fill_seized(struct frame *f, struct held_money *h, struct grouping *g,
                               struct arena *scratch, struct error *e)
{
    struct seized s;
    enum status status = seized_open(f, &s, scratch, e);
    status = status == STATUS_OK ? source_memory(f, h, 0, e) : status;
    if (status == STATUS_OK) {
        status = fill_from(f, &s, h, g, scratch, e);
    }
    quantities_close(f, &s.q);
    return status;
}

/* Values. A class is a pair of currency and kind. */
struct values {
    struct plain value;
    struct classes currency, kind;
    bool *occurs; /* by pair */
    uint32_t pairs;
};

static uint32_t pair_at(const struct values *v, size_t i)
{
    return v->currency.class_of[column_id(v->currency.column, i)] * v->kind.count +
           v->kind.class_of[column_id(v->kind.column, i)];
}

static bool values_untold(const struct values *v, size_t i)
{
    return v->currency.class_of[column_id(v->currency.column, i)] + 1 == v->currency.count;
}

static enum status values_open(struct frame *f, struct values *v, struct arena *scratch,
                               struct error *e)
{
    const struct column *currency, *kind;
    enum status status = plain_open(f, "value", MONEY_ONE, scratch, &v->value, e);
    status = status == STATUS_OK ? frame_column(f, "currency", &currency, e) : status;
    status = status == STATUS_OK ? frame_column(f, "value_kind", &kind, e) : status;
    if (status != STATUS_OK) {
        return status;
    }
    if (!classes_open(currency, scratch, &v->currency) ||
        !classes_open(kind, scratch, &v->kind)) {
        return error_no_memory(e);
    }
    v->pairs = v->currency.count * v->kind.count;
    v->occurs = arena_zero(scratch, v->pairs, sizeof *v->occurs);
    return v->occurs ? STATUS_OK : error_no_memory(e);
}

static enum status fill_values(struct frame *f, struct held_money *h, struct grouping *g,
                               struct arena *scratch, struct error *e)
{
    struct values v = {0};
    enum status status = values_open(f, &v, scratch, e);
    status = status == STATUS_OK ? source_memory(f, h, 1, e) : status;
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < f->lines; i++) {
        uint32_t id = column_id(v.value.column, i);
        h->amount[1][i] = v.value.amount[id];
        h->state[1][i] = v.value.state[id];
        if (h->state[1][i] == AMOUNT_COUNTED && values_untold(&v, i)) {
            h->state[1][i] = (uint8_t)untold(h, 1, i);
        }
        if (h->state[1][i] == AMOUNT_COUNTED) {
            v.occurs[pair_at(&v, i)] = true;
        }
    }
    struct money_group *group =
        arena_alloc(&f->arena, ((size_t)g->groups + v.pairs) * sizeof *group);
    uint16_t *group_at = arena_alloc(scratch, v.pairs * sizeof *group_at);
    if (!group || !group_at) {
        return error_no_memory(e);
    }
    memcpy(group, g->group, g->groups * sizeof *group);
    g->group = group;
    for (uint32_t p = 0; status == STATUS_OK && p < v.pairs; p++) {
        if (v.occurs[p]) {
            group_at[p] = (uint16_t)g->groups;
            status = add_group(g->group, &g->groups, v.currency.name[p / v.kind.count],
                               v.kind.name[p % v.kind.count], e);
        }
    }
    for (size_t i = 0; status == STATUS_OK && i < f->lines; i++) {
        h->group_of[1][i] =
            h->state[1][i] == AMOUNT_COUNTED ? group_at[pair_at(&v, i)] : NOWHERE;
    }
    return status;
}

static void drop_source(struct held_money *h, int source)
{
    free(h->amount[source]);
    free(h->group_of[source]);
    free(h->state[source]);
    h->amount[source] = NULL;
    h->group_of[source] = NULL;
    h->state[source] = NULL;
}

enum status frame_money(struct frame *f, const struct money **out, struct error *e)
{
    struct held_money *h = &f->money;
    *out = &h->money;
    if (h->loaded) {
        return STATUS_OK;
    }
    struct arena scratch = {0};
    struct grouping g = {0};
    enum status status = fill_seized(f, h, &g, &scratch, e);
    uint32_t seized = g.groups;
    status = status == STATUS_OK ? fill_values(f, h, &g, &scratch, e) : status;
    arena_free(&scratch);
    bool used[2] = {seized > 0 || h->untold[0], g.groups > seized || h->untold[1]};
    h->money.group = g.group;
    h->money.groups = g.groups;
    for (int s = 0; s < 2; s++) {
        if (status != STATUS_OK || !used[s]) {
            drop_source(h, s);
            continue;
        }
        h->money.source[s].amount = h->amount[s];
        h->money.source[s].group_of = h->group_of[s];
        h->money.source[s].state = h->state[s];
        f->bytes += f->lines * (sizeof **h->amount + sizeof **h->group_of + 1);
    }
    h->loaded = status == STATUS_OK;
    return status;
}
