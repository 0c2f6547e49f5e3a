/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie fields FIELD: the codes that a field takes, and how they may be written. */
#include "command/codes.h"

#include "base/decimal.h"

#include <string.h>
#include <unistd.h>

/* All names but the code itself, as they are compared. */
static const char *other_names(const struct code_list *list, uint32_t code, struct arena *a)
{
    struct buffer b = {0};
    uint32_t from = 0;
    for (const char *name; (name = reference_code_name(list, code, &from));)
        if (strcmp(name, list->codes[code].code) != 0)
            buffer_addf(&b, "%s%s", b.len ? "|" : "", name);
    const char *text = arena_copy(a, buffer_text(&b), b.len);
    buffer_free(&b);
    return text;
}

/* "0.45359237 kg": what one of a unit is; "" where it is not converted. */
static const char *one_of(enum unit_family family, int64_t factor, struct arena *a)
{
    static const struct {
        enum unit_family family;
        int scale;
        const char *base;
    } bases[] = {{UNIT_MASS, SCALE_MASS, "kg"},
                 {UNIT_VOLUME, SCALE_VOLUME, "L"},
                 {UNIT_PIECES, SCALE_PIECES, "pcs"}};
    char number[64];
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (bases[i].family == family) {
            fixed_format(factor, bases[i].scale, -1, '\0', number);
            return arena_printf(a, "%s %s", number, bases[i].base);
        }
    return "";
}

/* Where the user's table of that name is, or would be. */
static const char *own_table(struct call *c, const char *name, const char *columns)
{
    const char *folder = reference_folder(c->reference);
    if (!folder)
        return "no folder for a table of your own: neither XDG_CONFIG_HOME nor HOME is set";
    const char *path = arena_printf(&c->arena, "%s/%s", folder, name);
    bool there = path && access(path, R_OK) == 0;
    return arena_printf(
        &c->arena, "%s %s\ncolumns, parted by tabs: %s; saisie fields --help tells more",
        there ? "with your table" : "a table of your own would be", path, columns);
}

static enum status write_units(struct call *c, const struct code_list *list,
                               enum table_format format, struct error *e)
{
    static const struct table_column columns[] = {
        {"code", "Code", false},     {"label", "Label", false}, {"family", "Family", false},
        {"one_is", "One is", false}, {"table", "Table", false}, {"names", "Also", false}};
    struct table t;
    call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t factor;
        enum unit_family family = reference_unit(c->reference, i, &factor);
        const char *cells[] = {list->codes[i].code,
                               list->codes[i].label[LANGUAGE_EN],
                               reference_family_name(family),
                               one_of(family, factor, &c->arena),
                               reference_unit_is_own(c->reference, i) ? "yours" : "saisie",
                               other_names(list, i, &c->arena)};
        table_row(&t, cells);
    }
    return table_end(&t, own_table(c, "units.tsv", "code, family, factor, en, fr, aliases"), e);
}

static enum status write_rules(struct call *c, enum table_format format, struct error *e)
{
    static const struct table_column columns[] = {
        {"rule", "Rule", false}, {"unit", "Unit", false},   {"amount", "Holds", false},
        {"scope", "For", false}, {"table", "Table", false}, {"source", "Source", false}};
    const struct code_list *units = reference_list(c->reference, "unit");
    size_t count;
    const struct package_rule *rule = reference_package_rules(c->reference, &count);
    struct table t;
    call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        const char *cells[] = {rule[i].name,
                               units->codes[rule[i].unit].code,
                               rule[i].factor ? rule[i].amount : "(switched off)",
                               *rule[i].scope ? rule[i].scope : "any commodity",
                               rule[i].own ? "yours" : "saisie",
                               rule[i].source};
        table_row(&t, cells);
    }
    return table_end(&t, own_table(c, "packages.tsv", "rule, unit, amount, scope, source"), e);
}

static enum status write_codes(struct call *c, const struct code_list *list,
                               enum table_format format, struct error *e)
{
    static const struct table_column columns[] = {
        {"code", "Code", false}, {"label", "Label", false}, {"names", "Also", false}};
    struct table t;
    call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < list->count; i++) {
        const char *cells[] = {list->codes[i].code, list->codes[i].label[LANGUAGE_EN],
                               other_names(list, i, &c->arena)};
        table_row(&t, cells);
    }
    return table_end(&t, NULL, e);
}

enum status codes_run(struct call *c, struct error *e)
{
    const char *name = c->argument[0];
    const struct field *field = reference_field(c->reference, name);
    const struct code_list *list = NULL;
    enum table_format format;
    enum status status = call_format(c, &format, e);
    if (status)
        return status;
    if (strcmp(name, PACKAGE_RULE_FIELD) == 0)
        return write_rules(c, format, e);
    if (!field) {
        const char *near = reference_field_near(c->reference, name);
        error_set(e, STATUS_MISUSE, "no field \"%s\"", name);
        return near ? error_way_out(e, "did you mean %s?", near)
                    : error_way_out(e, "the fields are listed by: saisie fields");
    }
    bool country = field->type == FIELD_COUNTRY || field->type == FIELD_COUNTRIES;
    if (field->list || country)
        list = reference_list(c->reference, country ? "country" : field->list);
    if (!list) {
        error_set(e, STATUS_MISUSE, "the field %s has no list of codes", name);
        return error_way_out(e, "its values are listed by: saisie facets %s", name);
    }
    return strcmp(list->name, "unit") == 0 ? write_units(c, list, format, e)
                                           : write_codes(c, list, format, e);
}
