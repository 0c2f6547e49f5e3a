/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for packages: what one holds, by unit and commodity; the shipped ones and the user's.
 */
#include "reference/parts.h"

#include "base/text.h"

#include <string.h>

enum { RULE, UNIT, AMOUNT, SCOPE, SOURCE };

#define HEADER "rule\tunit\tamount\tscope\tsource"

static struct package_rule *rule_named(struct reference *r, struct cell name)
{
    for (size_t i = 0; i < r->rule_count; i++)
        if (cell_is(name, r->rules[i].name))
            return &r->rules[i];
    return NULL;
}

/* The commodity of a rule: a product before a stream of that name. */
static enum status find_scope(struct reference *r, const struct tsv *t,
                              struct package_rule *rule, struct error *e)
{
    static const struct {
        const char *list, *prefix;
    } levels[] = {{"product", "product:"}, {"stream", "stream:"}};
    struct cell c = t->cells[SCOPE];
    uint32_t *to[] = {&rule->product, &rule->stream};
    rule->product = rule->stream = CODE_NONE;
    rule->scope = "";
    for (size_t i = 0; c.len && i < 2; i++) {
        size_t skip = strlen(levels[i].prefix);
        bool named = c.len > skip && !memcmp(c.text, levels[i].prefix, skip);
        const struct code_list *l = reference_list(r, levels[i].list);
        skip = named ? skip : 0;
        *to[i] = reference_match(r, l, c.text + skip, c.len - skip, CODE_NONE, NULL);
        if (*to[i] != CODE_NONE) {
            rule->scope = l->codes[*to[i]].label[LANGUAGE_EN];
            return STATUS_OK;
        }
    }
    return c.len ? tsv_fault(t, "no product or stream of one meaning:", c, e) : STATUS_OK;
}

/* Whether another rule says something of the same package of the same commodity. */
static const struct package_rule *rival(const struct reference *r,
                                        const struct package_rule *rule)
{
    for (size_t i = 0; i < r->rule_count; i++) {
        const struct package_rule *other = &r->rules[i];
        if (other->factor && other->unit == rule->unit && other->product == rule->product &&
            other->stream == rule->stream && strcmp(other->name, rule->name))
            return other;
    }
    return NULL;
}

static enum status fill_rule(struct reference *r, const struct tsv *t,
                             struct package_rule *rule, struct error *e)
{
    const struct cell *c = t->cells;
    const struct code_list *units = &r->unit->shown;
    rule->unit = reference_match(r, units, c[UNIT].text, c[UNIT].len, CODE_NONE, NULL);
    rule->own = t->own != NULL;
    rule->factor = 0;
    if (rule->unit == CODE_NONE)
        return tsv_fault(t, "no such unit:", c[UNIT], e);
    if (c[AMOUNT].len == 0 && rule->own)
        return STATUS_OK; /* switched off */
    int64_t factor;
    enum unit_family of = reference_unit(r, rule->unit, &factor);
    if (of != UNIT_PACKAGE && of != UNIT_OTHER) {
        /* The user's units.tsv may say what a shipped package is. */
        return rule->own
                   ? tsv_fault(t, "the unit is no package, and converted as it is:", c[UNIT], e)
                   : STATUS_OK;
    }
    if (!units_amount(r, c[AMOUNT], &rule->family, &factor))
        return tsv_fault(t, "no amount, such as 200 pcs or 0.75 L:", c[AMOUNT], e);
    enum status s = find_scope(r, t, rule, e);
    if (s != STATUS_OK)
        return s;
    const struct package_rule *other = rival(r, rule);
    if (other) {
        tsv_fault(t, "another rule stands for this package and commodity:",
                  (struct cell){other->name, strlen(other->name)}, e);
        return rule->own ? error_way_out(e, "give the row the name of that rule to replace it")
                         : STATUS_FAILED;
    }
    rule->factor = factor;
    rule->amount = arena_copy(&r->arena, c[AMOUNT].text, c[AMOUNT].len);
    rule->source = arena_copy(&r->arena, c[SOURCE].text, c[SOURCE].len);
    return rule->amount && rule->source ? STATUS_OK : error_no_memory(e);
}

static enum status read_rules(struct reference *r, struct tsv *t, struct error *e)
{
    enum status s = STATUS_OK;
    for (bool more; s == STATUS_OK && (s = tsv_next(t, &more, e)) == STATUS_OK && more;) {
        struct cell name = t->cells[RULE];
        struct package_rule *rule = rule_named(r, name);
        if (name.len == 0)
            return tsv_fault(t, "no name of a rule in", t->cells[UNIT], e);
        if (rule && (rule->own || !t->own))
            return tsv_fault(t, "a second row for the rule", name, e);
        if (!rule) {
            rule = &r->rules[r->rule_count++];
            rule->name = arena_copy(&r->arena, name.text, name.len);
            rule->amount = rule->source = rule->scope = "";
            if (!rule->name)
                return error_no_memory(e);
        }
        s = fill_rule(r, t, rule, e);
    }
    return s;
}

static enum status count_rules(struct tsv t, size_t *count, struct error *e)
{
    enum status s = STATUS_OK;
    for (bool more; (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        ++*count;
    return s;
}

enum status packages_read(struct reference *r, struct error *e)
{
    struct tsv shipped, own;
    size_t count = 0;
    bool there = false;
    enum status s = tsv_open_own(&own, r->folder, "packages.tsv", HEADER, &there, e);
    if (s == STATUS_OK)
        s = tsv_open(&shipped, "packages.tsv", HEADER, e);
    if (s == STATUS_OK)
        s = count_rules(shipped, &count, e);
    if (s == STATUS_OK && there)
        s = count_rules(own, &count, e);
    if (s == STATUS_OK && count >= PACKAGE_RULES_MOST)
        s = error_set(e, STATUS_FAILED, "more than %d rules for packages", PACKAGE_RULES_MOST);
    if (s == STATUS_OK && !(r->rules = arena_zero(&r->arena, count + 1, sizeof *r->rules)))
        s = error_no_memory(e);
    if (s == STATUS_OK)
        s = read_rules(r, &shipped, e);
    if (s == STATUS_OK && there)
        s = read_rules(r, &own, e);
    tsv_close(&own);
    return s;
}

const struct package_rule *reference_package_rules(const struct reference *r, size_t *count)
{
    *count = r->rule_count;
    return r->rules;
}

uint32_t reference_package_rule(const struct reference *r, uint32_t unit, uint32_t product,
                                uint32_t stream)
{
    uint32_t best = CODE_NONE;
    int fit = 0; /* 1 any commodity, 2 its stream, 3 the product itself */
    if (product != CODE_NONE)
        stream = r->product->shown.codes[product].parent;
    for (size_t i = 0; i < r->rule_count; i++) {
        const struct package_rule *rule = &r->rules[i];
        if (!rule->factor || rule->unit != unit)
            continue;
        int is = rule->product != CODE_NONE  ? (rule->product == product ? 3 : 0)
                 : rule->stream != CODE_NONE ? (rule->stream == stream ? 2 : 0)
                                             : 1;
        if (is > fit) {
            fit = is;
            best = (uint32_t)i;
        }
    }
    return best;
}
