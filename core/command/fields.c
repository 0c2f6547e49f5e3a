/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie fields: the fields that can be filtered, listed and grouped, and how well they are
 * filled. */
#include "analysis/listing.h"
#include "command/codes.h"

#include <stdlib.h>
#include <string.h>

static const char *const type_names[] = {
    [FIELD_TEXT] = "text",       [FIELD_LONG_TEXT] = "narrative", [FIELD_CODE] = "code",
    [FIELD_COUNTRY] = "country", [FIELD_COUNTRIES] = "countries", [FIELD_DATE] = "date",
    [FIELD_NUMBER] = "number",   [FIELD_MASS] = "mass (kg)",      [FIELD_VOLUME] = "volume (L)",
    [FIELD_PIECES] = "pieces",   [FIELD_DAYS] = "days",           [FIELD_CASE_ID] = "case id",
};

/* Lines by state of a coded column. */
static enum status count_states(struct frame *f, const struct column *column, uint32_t *states,
                                struct error *e)
{
    uint32_t *count = calloc(column->values + 1, sizeof *count), at[1024];
    if (!count)
        return error_no_memory(e);
    size_t from = 0, n;
    while ((n = bitmap_next(frame_current(f), &from, at, 1024)) > 0)
        for (size_t i = 0; i < n; i++)
            count[column_id(column, at[i])]++;
    for (uint32_t v = 0; v < column->values; v++)
        states[column->value[v].state] += count[v];
    free(count);
    return STATUS_OK;
}

/* What a field of no catalogue is. */
static const char *help_of(const struct frame_field *field)
{
    return field->field                               ? field->field->help
           : !strcmp(field->name, "batch")            ? "the import that brought the line"
           : !strcmp(field->name, PACKAGE_RULE_FIELD) ? "the rule through which packages count"
                                                      : "as it stood in the file";
}

static enum status field_row(struct call *c, struct workspace *w,
                             const struct frame_field *field, struct table *t, struct error *e)
{
    uint32_t states[4] = {0}, values = 0;
    const struct column *column;
    bool coded = field->type != FIELD_LONG_TEXT && field->type != FIELD_MASS &&
                 field->type != FIELD_VOLUME && field->type != FIELD_PIECES &&
                 field->type != FIELD_CASE_ID;
    if (coded) {
        enum status status = frame_column(w->frame, field->name, &column, e);
        if (!status)
            status = count_states(w->frame, column, states, e);
        if (status)
            return status;
        for (uint32_t v = 0; v < column->values; v++)
            values += column->value[v].state == VALUE_VALID ||
                      column->value[v].state == VALUE_INVALID;
    }
    const char *cells[] = {
        field->name,
        field->label,
        type_names[field->type],
        coded ? arena_printf(&c->arena, "%u", values) : NULL,
        coded ? arena_printf(&c->arena, "%u", states[VALUE_VALID]) : NULL,
        coded ? arena_printf(&c->arena, "%u", states[VALUE_UNKNOWN]) : NULL,
        coded ? arena_printf(&c->arena, "%u", states[VALUE_INVALID]) : NULL,
        coded ? arena_printf(&c->arena, "%u", states[VALUE_BLANK]) : NULL,
        help_of(field),
    };
    table_row(t, cells);
    return STATUS_OK;
}

static enum status run(struct call *c, struct error *e)
{
    if (c->arguments)
        return codes_run(c, e);
    static const struct table_column columns[] = {
        {"field", "Field", false},    {"label", "Label", false}, {"type", "Type", false},
        {"values", "Values", true},   {"valid", "Filled", true}, {"unknown", "Unknown", true},
        {"invalid", "Invalid", true}, {"blank", "Blank", true},  {"help", "What it is", false}};
    struct workspace *w = NULL;
    enum table_format format;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status) {
        struct table t;
        size_t count;
        const struct frame_field *fields = frame_fields(w->frame, &count);
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; !status && i < count; i++)
            status = field_row(c, w, &fields[i], &t, e);
        enum status ended =
            table_end(&t, workspace_provenance(w, &c->arena), status ? NULL : e);
        status = status ? status : ended;
    }
    workspace_close(&w);
    return status;
}

const struct command command_fields = {
    .name = "fields",
    .arguments = "[FIELD]",
    .most = 1,
    .summary = "the fields one can filter, list and group by",
    .details =
        "Also usable where a field is: year, quarter, month, week, weekday (of date, or\n"
        "month(entered) ...), rilo(departure), wco(destination) ..., batch.\n\n"
        "With a FIELD: the codes that it takes, and their other names.\n\n"
        "Units of your own, or other names and factors of those that are there, stand in\n"
        "$XDG_CONFIG_HOME/saisie/units.tsv, or ~/.config/saisie/units.tsv: text in UTF-8, "
        "cells\n"
        "parted by tabs, first the line of the columns. Each row is a unit. family: mass, "
        "volume,\n"
        "pieces, package or other. factor: what one is, such as 12.5 kg (or the number of\n"
        "micrograms, microlitres, millionths of a piece); empty for package and other. "
        "aliases:\n"
        "other names, parted by |. In a row with a code that is there already, empty cells "
        "leave\n"
        "things as they are. Names are read at import; families and factors count at once, "
        "also\n"
        "for what is loaded.\n\n"
        "  code\tfamily\tfactor\ten\tfr\taliases\n"
        "  jar\tvolume\t0.5 L\tjar\tbocal\tjars|pot\n"
        "  lb\t\t\t\t\tlivre anglaise\n\n"
        "Packages (carton, case, box ...) count as pieces, kilograms or litres only through a "
        "rule\n"
        "with a name, for one commodity: saisie fields package_rule lists them, and each "
        "number\n"
        "says through which it came. Rules of your own stand in packages.tsv beside units.tsv; "
        "a\n"
        "row with the name of a rule replaces it, one without an amount switches it off. "
        "scope:\n"
        "the product or stream it is for, empty for any.\n\n"
        "  rule\tunit\tamount\tscope\tsource\n"
        "  beer-case\tcase\t7.92 L\tBeer\t24 cans of 0.33 L\n"
        "  cigarettes-pack\tpack\n\n"
        "  saisie fields\n"
        "  saisie fields unit\n",
    .options = TAKES_FORMAT,
    .run = run,
};
