/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units of quantity: their families and factors; the currencies among them. */
#include "reference/parts.h"

#include <string.h>

static const struct {
    const char *name;
    enum unit_family family;
} FAMILIES[] = {
    {"mass", UNIT_MASS},       {"volume", UNIT_VOLUME}, {"pieces", UNIT_PIECES},
    {"package", UNIT_PACKAGE}, {"other", UNIT_OTHER},   {"currency", UNIT_CURRENCY},
};

#define MONEY_FACTOR 10000
_Static_assert(SCALE_MONEY == 4, "MONEY_FACTOR is 10^SCALE_MONEY");

enum unit_family units_family(struct cell name)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
        if (cell_is(name, FAMILIES[i].name))
            return FAMILIES[i].family;
    return UNIT_NONE;
}

bool units_convert(enum unit_family family)
{
    return family == UNIT_MASS || family == UNIT_VOLUME || family == UNIT_PIECES;
}

/* How many rows the file holds, so that the table of units is made at once. */
static enum status count_rows(const char *name, const char *header, size_t *count,
                              struct error *e)
{
    struct tsv t;
    enum status s = tsv_open(&t, name, header, e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        ++*count;
    return s;
}

static enum status add_unit(struct reference *r, const struct tsv *t, struct error *e)
{
    struct list *l = lists_named(r, "unit", strlen("unit"));
    enum unit_family family = units_family(t->cells[1]);
    long long factor;
    uint32_t index;
    if (family == UNIT_NONE)
        return tsv_fault(t, "no such family:", t->cells[1], e);
    if (!cell_number(t->cells[2], &factor) ||
        (factor > 0) != (units_convert(family) || family == UNIT_CURRENCY))
        return tsv_fault(t, "factor does not suit the family:", t->cells[2], e);
    enum status s =
        lists_add(r, l, t->cells[0], t->cells[3], t->cells[4], CODE_NONE, &index, e);
    if (s == STATUS_OK)
        s = lists_add_aliases(l, t->cells[5], index, e);
    if (s == STATUS_OK)
        r->units[index] = (struct unit){family, factor, false};
    return s;
}

/* Names a currency in the units, but for the names that a unit bears already: KGS is the som of
 * Kyrgyzstan, and in a column of units it means kilograms. The exact code stays. */
static enum status name_money(struct list *l, struct cell names, uint32_t index,
                              struct error *e)
{
    struct cell part;
    while (cell_part(&names, &part)) {
        bool taken;
        if (!names_has(&l->names, part.text, part.len, &taken) ||
            (!taken && !names_add(&l->names, part.text, part.len, index)))
            return error_no_memory(e);
    }
    return STATUS_OK;
}

static enum status add_money(struct reference *r, const struct tsv *t, struct error *e)
{
    struct list *currency = lists_named(r, "currency", strlen("currency"));
    struct list *unit = lists_named(r, "unit", strlen("unit"));
    const struct cell *c = t->cells;
    uint32_t index;
    enum status s = lists_add(r, currency, c[0], c[1], c[2], CODE_NONE, &index, e);
    if (s == STATUS_OK)
        s = lists_add_aliases(currency, c[3], index, e);
    if (s == STATUS_OK)
        s = lists_append(r, unit, c[0], c[1], c[2], CODE_NONE, &index, e);
    for (size_t i = 0; i < t->columns && s == STATUS_OK; i++)
        s = name_money(unit, c[i], index, e);
    if (s == STATUS_OK)
        r->units[index] = (struct unit){UNIT_CURRENCY, MONEY_FACTOR, false};
    return s;
}

enum status units_read(struct reference *r, struct error *e)
{
    static const char units[] = UNITS_HEADER;
    static const char currencies[] = "code\ten\tfr\taliases";
    size_t count = 0;
    enum status s = count_rows("units.tsv", units, &count, e);
    if (s == STATUS_OK)
        s = count_rows("currencies.tsv", currencies, &count, e);
    if (s == STATUS_OK && !(r->units = arena_zero(&r->arena, count, sizeof *r->units)))
        s = error_no_memory(e);

    struct tsv t;
    if (s == STATUS_OK)
        s = tsv_open(&t, "units.tsv", units, e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_unit(r, &t, e);
    if (s == STATUS_OK)
        s = tsv_open(&t, "currencies.tsv", currencies, e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_money(r, &t, e);
    return s;
}

enum unit_family reference_unit(const struct reference *r, uint32_t unit, int64_t *factor)
{
    if (unit >= r->unit->shown.count) {
        *factor = 0;
        return UNIT_NONE;
    }
    *factor = r->units[unit].factor;
    return r->units[unit].family;
}

bool reference_unit_is_own(const struct reference *r, uint32_t unit)
{
    return unit < r->unit->shown.count && r->units[unit].own;
}

const char *reference_family_name(enum unit_family family)
{
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
        if (FAMILIES[i].family == family)
            return FAMILIES[i].name;
    return "";
}
