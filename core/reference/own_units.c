/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's table of units, laid over those that are compiled in: new units, other factors and
 * labels, further names. */
#include "reference/parts.h"

#include "base/decimal.h"
#include "base/text.h"

#include <string.h>

enum { CODE, FAMILY, FACTOR, EN, FR, ALIASES };

/* What the rows before say, to find rows that contradict each other. */
struct overlay {
    struct reference *r;
    struct list *unit, *currency;
    const struct tsv *t;
    struct names claimed; /* names that the table gives, to the units that get them */
    bool *stated;         /* by unit: a row before was about it */
};

bool units_amount(const struct reference *r, struct cell text, enum unit_family *family,
                  int64_t *factor)
{
    size_t digits = 0;
    struct decimal number;
    while (digits < text.len &&
           (text.text[digits] == '.' || (text.text[digits] >= '0' && text.text[digits] <= '9')))
        digits++;
    if (!decimal_parse(text.text, digits, &number))
        return false;
    /* By its code: names are found only when all lists are read. */
    const char *name;
    size_t len = text_trim(text.text + digits, text.len - digits, &name);
    uint32_t unit = dictionary_find(&r->unit->exact, name, len);
    int64_t one;
    *family = reference_unit(r, unit, &one);
    return units_convert(*family) && decimal_scale(number, one, factor) && *factor > 0;
}

/* The factor of a row: a whole number of smallest units, or an amount in another unit of the
 * family ("12.5 kg"). */
static enum status read_factor(const struct overlay *o, enum unit_family family,
                               int64_t *factor, struct error *e)
{
    struct cell c = o->t->cells[FACTOR];
    long long whole = 0;
    enum unit_family of = family;
    bool number = c.len == 0 || cell_number(c, &whole);
    *factor = whole;
    if (!number && !units_amount(o->r, c, &of, factor))
        return tsv_fault(o->t, "no factor, such as 1000000 or 12.5 kg:", c, e);
    if (of != family)
        return tsv_fault(o->t, "the factor is an amount of another family:", c, e);
    if ((*factor > 0) != units_convert(family))
        return tsv_fault(o->t,
                         units_convert(family) ? "this family needs a factor above 0, not"
                                               : "this family has no factor, but here stands",
                         c, e);
    return STATUS_OK;
}

static enum status give_name(struct list *l, struct cell name, uint32_t index, struct error *e)
{
    return names_take(&l->names, name.text, name.len, index) ? STATUS_OK : error_no_memory(e);
}

/* Whether name, as names are compared, is the code of a unit but index. Another spelling of a
 * code ("KG") may not be taken from it either. */
static enum status is_other_code(struct overlay *o, struct cell name, uint32_t index,
                                 bool *other, struct error *e)
{
    struct buffer key = {0}, code = {0};
    struct names *n = &o->unit->names;
    uint32_t at;
    bool failed = !names_bearer(n, name.text, name.len, &at);
    *other = false;
    names_key(&key, name.text, name.len);
    for (; !failed && at != MAP_NONE; at = n->targets[at].before) {
        const struct code *holder = &o->unit->codes[n->targets[at].target];
        buffer_clear(&code);
        names_key(&code, holder->code, strlen(holder->code));
        *other |=
            n->targets[at].target != index && !strcmp(buffer_text(&code), buffer_text(&key));
        failed = key.failed || code.failed;
    }
    buffer_free(&key);
    buffer_free(&code);
    return failed ? error_no_memory(e) : STATUS_OK;
}

/* Gives the unit a name, which it takes from the unit that bears it, but for codes and for
 * names that this table gave away before. */
static enum status claim(struct overlay *o, struct cell name, uint32_t index, struct error *e)
{
    bool other;
    uint32_t at;
    enum status s = is_other_code(o, name, index, &other, e);
    if (s != STATUS_OK)
        return s;
    if (other)
        return tsv_fault(o->t, "that is the code of another unit:", name, e);
    if (!names_bearer(&o->claimed, name.text, name.len, &at))
        return error_no_memory(e);
    if (at != MAP_NONE && o->claimed.targets[at].target != index)
        return tsv_fault(o->t, "two units of this table bear the name", name, e);
    if (at == MAP_NONE && !names_add(&o->claimed, name.text, name.len, index))
        return error_no_memory(e);
    return give_name(o->unit, name, index, e);
}

static enum status claim_all(struct overlay *o, uint32_t index, struct error *e)
{
    const struct cell *c = o->t->cells;
    struct cell aliases = c[ALIASES], part;
    enum status s = claim(o, c[CODE], index, e);
    for (int i = EN; i <= FR && s == STATUS_OK; i++)
        if (c[i].len)
            s = claim(o, c[i], index, e);
    while (s == STATUS_OK && cell_part(&aliases, &part))
        if (part.len)
            s = claim(o, part, index, e);
    return s;
}

/* Labels that the row gives replace those of a unit that is there. */
static enum status relabel(struct overlay *o, uint32_t index, struct error *e)
{
    for (int k = 0; k < LANGUAGE_COUNT; k++) {
        struct cell label = o->t->cells[EN + k];
        if (label.len == 0)
            continue;
        char *text = arena_copy(&o->r->arena, label.text, label.len);
        if (!text)
            return error_no_memory(e);
        o->unit->codes[index].label[k] = text;
    }
    return STATUS_OK;
}

/* A row about a unit that is there: what it leaves empty stays. */
static enum status change_unit(struct overlay *o, uint32_t index, struct error *e)
{
    const struct cell *c = o->t->cells;
    struct unit *u = &o->r->units[index];
    enum unit_family family = c[FAMILY].len ? units_family(c[FAMILY]) : u->family;
    if (family == UNIT_NONE)
        return tsv_fault(o->t, "no such family:", c[FAMILY], e);
    if ((u->family == UNIT_CURRENCY) != (family == UNIT_CURRENCY) ||
        (u->family == UNIT_CURRENCY && c[FACTOR].len))
        return tsv_fault(
            o->t, "a currency gets names and labels alone, and no unit becomes one:", c[CODE],
            e);
    int64_t factor = u->factor;
    enum status s = STATUS_OK;
    if (u->family != UNIT_CURRENCY && (c[FACTOR].len || family != u->family))
        s = read_factor(o, family, &factor, e);
    if (s != STATUS_OK)
        return s;
    *u = (struct unit){family, factor, true};
    return relabel(o, index, e);
}

static enum status new_unit(struct overlay *o, uint32_t *index, struct error *e)
{
    const struct cell *c = o->t->cells;
    enum unit_family family = units_family(c[FAMILY]);
    int64_t factor;
    if (c[CODE].len == 0)
        return tsv_fault(o->t, "no code in", c[EN], e);
    if (family == UNIT_NONE)
        return tsv_fault(
            o->t, "a new unit needs a family (mass, volume, pieces, package, other), not",
            c[FAMILY], e);
    if (family == UNIT_CURRENCY)
        return tsv_fault(o->t, "currencies are those of ISO 4217, without", c[CODE], e);
    enum status s = read_factor(o, family, &factor, e);
    if (s == STATUS_OK)
        s = lists_append(o->r, o->unit, c[CODE], c[EN], c[FR], CODE_NONE, index, e);
    if (s == STATUS_OK)
        o->r->units[*index] = (struct unit){family, factor, true};
    return s;
}

static enum status lay_over(struct overlay *o, struct error *e)
{
    struct cell code = o->t->cells[CODE];
    uint32_t index = dictionary_find(&o->unit->exact, code.text, code.len);
    if (index != MAP_NONE && o->stated[index])
        return tsv_fault(o->t, "a second row for the unit", code, e);
    enum status s = index == MAP_NONE ? new_unit(o, &index, e) : change_unit(o, index, e);
    if (s != STATUS_OK)
        return s;
    o->stated[index] = true;
    s = claim_all(o, index, e);
    /* A currency bears its further names where a currency is asked for, too. */
    uint32_t money = dictionary_find(&o->currency->exact, code.text, code.len);
    struct cell aliases = o->t->cells[ALIASES], part;
    while (s == STATUS_OK && money != MAP_NONE && cell_part(&aliases, &part))
        s = give_name(o->currency, part, money, e);
    return s;
}

/* Room for as many units as the table has rows. */
static enum status make_room(struct overlay *o, struct error *e)
{
    struct reference *r = o->r;
    struct tsv t = *o->t;
    size_t rows = 0, count = o->unit->shown.count;
    enum status s = STATUS_OK;
    for (bool more; (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        rows++;
    if (s != STATUS_OK)
        return s;
    struct unit *units = arena_zero(&r->arena, count + rows, sizeof *units);
    o->stated = arena_zero(&r->arena, count + rows, sizeof *o->stated);
    if (!units || !o->stated)
        return error_no_memory(e);
    memcpy(units, r->units, count * sizeof *units);
    r->units = units;
    return STATUS_OK;
}

enum status own_units_read(struct reference *r, struct error *e)
{
    struct tsv t;
    bool there;
    struct overlay o = {.r = r,
                        .unit = lists_named(r, "unit", strlen("unit")),
                        .currency = lists_named(r, "currency", strlen("currency")),
                        .t = &t};
    enum status s = tsv_open_own(&t, r->folder, "units.tsv", UNITS_HEADER, &there, e);
    if (s == STATUS_OK && there) {
        s = make_room(&o, e);
        for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
            s = lay_over(&o, e);
    }
    names_free(&o.claimed);
    tsv_close(&t);
    return s;
}
