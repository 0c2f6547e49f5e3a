/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows of a file before and after, and what its columns showed. */
#include "ingest/preview.h"

#include "ingest/rows_private.h"

#include <string.h>

enum status preview_row(struct preview *p, const struct record *record, struct error *e)
{
    struct arena *a = &p->rows->arena;
    size_t width = p->rows->mapping->count;
    if (p->count == IMPORT_SHOWN)
        return STATUS_OK;
    if (!p->texts && !(p->texts = arena_zero(a, IMPORT_SHOWN * width, sizeof *p->texts)))
        return error_no_memory(e);
    for (size_t i = 0; i < width; i++) {
        struct cell c = i < record->count ? record->cells[i] : (struct cell){"", 0};
        if (!(p->texts[p->count * width + i] = arena_copy(a, c.text, c.length)))
            return error_no_memory(e);
    }
    p->count++;
    return STATUS_OK;
}

static const char *date_evidence(const struct evidence *v)
{
    if (v->how.serials)
        return "days of a spreadsheet";
    if (*date_order_name(v->how.order))
        return date_order_name(v->how.order);
    return !v->dates                ? "no dates"
           : v->orders == ORDER_ANY ? "year, month, day"
                                    : "order not settled";
}

static const char *evidence_of(const struct column *c, unsigned order_told)
{
    const struct evidence *v = &c->evidence;
    if (!c->notes || !c->field)
        return "";
    if (c->field->type == FIELD_DATE)
        return order_told ? date_order_name(order_told) : date_evidence(v);
    if (!(v->signs & (SIGN_POINT | SIGN_COMMA)))
        return "";
    return v->how.sign == SIGN_COMMA   ? "decimal comma"
           : v->how.sign == SIGN_POINT ? "decimal point"
                                       : "point and comma";
}

/* "3 carton": the unit, or of a value the currency, that was understood with a number. */
static const char *with_unit(const struct preview *p, const struct column *c,
                             const struct typed *t, struct arena *a)
{
    const char *value = buffer_text(&t->value);
    bool money = c->field && !strcmp(c->field->name, "value");
    if (t->state != VALUE_VALID || !c->field || c->field->type != FIELD_NUMBER ||
        t->code == CODE_NONE)
        return arena_string(a, value);
    const struct code_list *list =
        reference_list(p->rows->reference, money ? "currency" : "unit");
    if (!list || t->code >= list->count)
        return arena_string(a, value);
    const struct code *unit = &list->codes[t->code];
    const char *label = unit->label[LANGUAGE_EN];
    return arena_printf(a, "%s %s", value, money || !label || !*label ? unit->code : label);
}

/* Typed anew, for spellings keep no values. */
static enum status show(struct preview *p, const struct column *c, const char *text,
                        struct arena *a, struct import_cell *out, struct error *e)
{
    static const char states[] = {
        [VALUE_VALID] = ' ', [VALUE_BLANK] = 'b', [VALUE_UNKNOWN] = 'u', [VALUE_INVALID] = '!'};
    struct manner how = c->evidence.how;
    struct typed *t = &p->rows->shared.typed;
    how.last = true;
    enum status s = type_text(&p->rows->typing, c->field, c->list, text, strlen(text),
                              CODE_NONE, &how, t, e);
    if (s != STATUS_OK)
        return s;
    uint32_t meant = column_meant(c, text, strlen(text));
    if (meant != CODE_NONE) {
        t->state = VALUE_VALID;
        buffer_clear(&t->value);
        buffer_adds(&t->value, c->list->codes[meant].code);
    }
    *out = (struct import_cell){arena_string(a, text), with_unit(p, c, t, a), states[t->state]};
    return out->text && out->value ? STATUS_OK : error_no_memory(e);
}

/* What the header says stands before what the numbers show. */
static enum status add_currency(struct import_report *report, struct import_column *c,
                                struct error *e)
{
    c->evidence = arena_printf(&report->arena, "%s by its header%s%s", report->header_currency,
                               *c->evidence ? ", " : "", c->evidence);
    return c->evidence ? STATUS_OK : error_no_memory(e);
}

/* Fiscal year and month show the date that comes of both. */
static enum status show_fiscal(struct preview *p, struct import_report *report, struct error *e)
{
    const struct rows *r = p->rows;
    size_t width = r->mapping->count;
    char date[16];
    if (!r->fiscal.begins || r->fiscal_year == NO_COLUMN || r->fiscal_month == NO_COLUMN)
        return STATUS_OK;
    struct import_column *year = &report->columns[r->fiscal_year];
    struct import_column *month = &report->columns[r->fiscal_month];
    year->evidence = "fiscal year";
    month->evidence = "month of it";
    year->dates = month->dates = true;
    for (size_t k = 0; k < p->count; k++) {
        const char *const *row = p->texts + k * width;
        if (!fiscal_text(r, row[r->fiscal_year], row[r->fiscal_month], date))
            continue;
        year->cells[k].value = month->cells[k].value = arena_string(&report->arena, date);
        if (!year->cells[k].value)
            return error_no_memory(e);
    }
    return STATUS_OK;
}

enum status preview_settle(struct preview *p, struct import_report *report, struct error *e)
{
    enum status s = STATUS_OK;
    size_t width = p->rows->mapping->count;
    for (size_t i = 0; i < width; i++) {
        const struct column *c = &p->rows->columns[i];
        report->columns[i].evidence = evidence_of(c, p->rows->typing.order);
        if (report->header_currency && c->field && !strcmp(c->field->name, "value"))
            s = add_currency(report, &report->columns[i], e);
        for (size_t k = 0; k < p->count && s == STATUS_OK; k++)
            s = show(p, c, p->texts[k * width + i], &report->arena,
                     &report->columns[i].cells[k], e);
    }
    return s == STATUS_OK ? show_fiscal(p, report, e) : s;
}
