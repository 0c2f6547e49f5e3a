/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packages in quantities: the rule of each pair of unit and commodity, worked out once for
 * their distinct values; and the column that tells which rule a line went through. */
#include "frame/amounts.h"

#include <stdlib.h>

#define ASK_STREAM UINT16_MAX /* of a product that is none: the line's stream tells */

_Static_assert(PACKAGE_RULES_MOST < ASK_STREAM, "a rule's number fits 16 bits");

/* The index of a value in a code list; CODE_NONE where it is no valid code. */
static uint32_t entry_of(const struct frame *f, const struct code_list *list,
                         const struct value *v)
{
    return v->state == VALUE_VALID ? reference_code(f->reference, list, v->code) : CODE_NONE;
}

/* Whether any rule is about the unit. */
static bool has_rule(const struct frame *f, uint32_t unit)
{
    size_t count;
    const struct package_rule *rule = reference_package_rules(f->reference, &count);
    for (size_t i = 0; unit != CODE_NONE && i < count; i++) {
        if (rule[i].unit == unit && rule[i].factor) {
            return true;
        }
    }
    return false;
}

static bool fill_unit(const struct frame *f, struct packages *p, uint32_t v, uint32_t unit,
                      struct arena *scratch)
{
    const struct code_list *products = reference_list(f->reference, "product"),
                           *streams = reference_list(f->reference, "stream");
    p->by_product[v] = arena_alloc(scratch, p->product->values * sizeof **p->by_product);
    p->by_stream[v] = arena_alloc(scratch, p->stream->values * sizeof **p->by_stream);
    if (!p->by_product[v] || !p->by_stream[v]) {
        return false;
    }
    for (uint32_t i = 0; i < p->product->values; i++) {
        uint32_t product = entry_of(f, products, &p->product->value[i]);
        uint32_t rule = reference_package_rule(f->reference, unit, product, CODE_NONE);
        p->by_product[v][i] = product == CODE_NONE ? ASK_STREAM : (uint16_t)(rule + 1);
    }
    for (uint32_t i = 0; i < p->stream->values; i++) {
        uint32_t stream = entry_of(f, streams, &p->stream->value[i]);
        uint32_t rule = reference_package_rule(f->reference, unit, CODE_NONE, stream);
        p->by_stream[v][i] = (uint16_t)(rule + 1);
    }
    return true;
}

enum status packages_open(struct frame *f, const struct column *unit, struct arena *scratch,
                          struct packages *p, struct error *e)
{
    const struct code_list *units = reference_list(f->reference, "unit");
    size_t count;
    *p = (struct packages){.rule = reference_package_rules(f->reference, &count)};
    for (uint32_t v = 0; v < unit->values; v++) {
        uint32_t u = entry_of(f, units, &unit->value[v]);
        if (!has_rule(f, u)) {
            continue;
        }
        if (!p->by_product) {
            enum status status = frame_column(f, "product", &p->product, e);
            status = status == STATUS_OK ? frame_column(f, "stream", &p->stream, e) : status;
            if (status != STATUS_OK) {
                return status;
            }
            p->by_product = arena_zero(scratch, unit->values, sizeof *p->by_product);
            p->by_stream = arena_zero(scratch, unit->values, sizeof *p->by_stream);
            if (!p->by_product || !p->by_stream) {
                return error_no_memory(e);
            }
        }
        if (!fill_unit(f, p, v, u, scratch)) {
            return error_no_memory(e);
        }
    }
    return STATUS_OK;
}

uint16_t packages_at(const struct packages *p, uint32_t unit, size_t position)
{
    if (!p->by_product || !p->by_product[unit]) {
        return 0;
    }
    uint16_t rule = p->by_product[unit][column_id(p->product, position)];
    return rule != ASK_STREAM ? rule : p->by_stream[unit][column_id(p->stream, position)];
}

bool packages_possible(struct frame *f)
{
    const struct code_list *units = reference_list(f->reference, "unit");
    const struct cache_field *unit = frame_stored(f, "unit");
    struct spelling *spelling;
    uint32_t n;
    struct arena a = {0};
    bool found = false;
    if (unit && frame_stored(f, "quantity") &&
        cache_spellings(f->cache, unit->id, &a, &spelling, &n, NULL) == STATUS_OK) {
        for (uint32_t i = 1; i < n && !found; i++) {
            found = spelling[i].state == VALUE_VALID &&
                    has_rule(f, reference_code(f->reference, units, spelling[i].value));
        }
    }
    arena_free(&a);
    return found;
}

/* ---- the column of rules */

/* The amounts of all families: a line went through one rule at most, whose family tells where
 * it is counted. */
static enum status rules_of_lines(struct frame *f, const uint16_t *out[3], struct error *e)
{
    static const enum field_type families[] = {FIELD_MASS, FIELD_VOLUME, FIELD_PIECES};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < 3; i++) {
        const struct amounts *a = NULL;
        status = frame_amounts(f, families[i], &a, e);
        out[i] = status == STATUS_OK ? a->rule : NULL;
    }
    return status;
}

enum status derived_package_rule(struct frame *f, const struct column **out, struct error *e)
{
    const uint16_t *rule_of[3];
    size_t count;
    const struct package_rule *rule = reference_package_rules(f->reference, &count);
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    struct value *value = arena_zero(&f->arena, count + 2, sizeof *value);
    if (!h || !value) {
        return error_no_memory(e);
    }
    enum status status = rules_of_lines(f, rule_of, e);
    if (status != STATUS_OK) {
        return status;
    }
    /* Only rules that lines went through are values, in the order of the table. */
    struct arena scratch = {0};
    uint32_t *id = arena_zero(&scratch, count + 1, sizeof *id), n = 0;
    for (size_t k = 0; id && k < 3; k++) {
        for (size_t i = 0; rule_of[k] && i < f->lines; i++) {
            id[rule_of[k][i]] = 1;
        }
    }
    for (size_t r = 0; id && r < count; r++) {
        if (id[r + 1]) {
            id[r + 1] = n;
            const char *label =
                arena_printf(&f->arena, "%s: %s each", rule[r].name, rule[r].amount);
            value[n++] = (struct value){.code = rule[r].name,
                                        .label = label ? label : rule[r].name,
                                        .state = VALUE_VALID};
        }
    }
    value[n] = (struct value){.code = "", .label = "Unknown", .state = VALUE_UNKNOWN};
    value[n + 1] = (struct value){.code = "", .label = "(blank)", .state = VALUE_BLANK};
    h->column = (struct column){.name = PACKAGE_RULE_FIELD,
                                .label = "Package rule",
                                .type = FIELD_TEXT,
                                .values = n + 2,
                                .value = value};
    status = id ? column_make_ids(f, h, n + 1, e) : error_no_memory(e);
    for (size_t k = 0; status == STATUS_OK && k < 3; k++) {
        for (size_t i = 0; rule_of[k] && i < f->lines; i++) {
            if (rule_of[k][i]) {
                column_put(h, i, id[rule_of[k][i]]);
            }
        }
    }
    arena_free(&scratch);
    if (status == STATUS_OK) {
        h->next = f->columns;
        f->columns = h;
        *out = &h->column;
    }
    return status;
}
