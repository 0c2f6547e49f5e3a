/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a text as a cell. It is read as a date, a number, the name of a field, and as a
 * value of every field of the catalogue under every manner of a column. What was read can be
 * written, and is then read as the same. */
#include "ingest/calendar.h"
#include "ingest/dates.h"
#include "ingest/numbers.h"
#include "ingest/typing.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TODAY = 20000 };

static void check_date(struct date d)
{
    char text[16];
    struct date again;
    date_format(d, text);
    if (!date_parse(text, strlen(text), &again) || again.day != d.day ||
        again.precision != d.precision)
        abort();
}

static void read_date(const char *text, size_t len)
{
    struct date_text t = date_read(text, len, TODAY);
    if (t.reading == DATE_READ)
        check_date(t.date);
    for (unsigned order = 1; order <= ORDER_YMD; order *= 2) {
        struct date d;
        if (date_in_order(&t, order, &d))
            check_date(d);
    }
    if (t.orders & ~(unsigned)ORDER_ANY || t.fits & ~(unsigned)ORDER_ANY)
        abort();
}

static void read_number(const char *text, size_t len)
{
    struct number_text t = number_read(text, len);
    if (t.reading != NUMBER_UNREADABLE && t.end > len)
        abort();
}

static void read_field(const struct reference *r, const struct field *f, const char *text,
                       size_t len, struct typed *out)
{
    static const struct manner manners[] = {
        {0},
        {.order = ORDER_DMY, .sign = SIGN_COMMA, .last = true},
        {.order = ORDER_MDY, .sign = SIGN_POINT, .serials = true, .last = true}};
    const struct typing t = {.reference = r, .today = TODAY, .latest = TODAY};
    const struct code_list *list = NULL;
    struct error e;
    if (f->type == FIELD_COUNTRY || f->list)
        list = reference_list(r, f->list ? f->list : "country");
    for (size_t i = 0; i < sizeof manners / sizeof *manners; i++) {
        if (type_text(&t, f, list, text, len, CODE_NONE, &manners[i], out, &e) != STATUS_OK)
            abort();
        if (out->value.failed || (i && out->open) ||
            (list && out->state == VALUE_VALID && out->code >= list->count))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reference *reference;
    static struct typed typed;
    struct error e;
    if (!reference && reference_open(&reference, &e) != STATUS_OK)
        abort();
    if (!size)
        return 0;
    /* Of its own size, so that nothing behind it is read unseen. The first byte picks a field.
     */
    size_t fields, len = size - 1;
    char *text = malloc(len + 1);
    memcpy(text, data + 1, len);
    text = realloc(text, len ? len : 1);
    const struct field *field = reference_fields(reference, &fields);
    read_date(text, len);
    read_number(text, len);
    calendar_weekday_cell(text, len);
    reference_field_by_header(reference, text, len);
    if (field[*data % fields].type != FIELD_CASE_ID)
        read_field(reference, &field[*data % fields], text, len, &typed);
    free(text);
    return 0;
}
