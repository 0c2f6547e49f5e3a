/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one text means in a field: its value, by the type of the field. */
#include "ingest/typing.h"

#include "base/decimal.h"
#include "base/text.h"
#include "ingest/personal.h"

#include <string.h>

struct cell_text {
    const char *text; /* trimmed */
    size_t len;
};

static void set_value(struct typed *out, enum value_state state, enum finding_kind finding,
                      const char *value, size_t len)
{
    out->state = state;
    out->finding = finding;
    buffer_clear(&out->value);
    buffer_add(&out->value, value, len);
}

/* Text that was not understood keeps standing as its value. */
static void set_invalid(struct typed *out, enum finding_kind finding, struct cell_text c)
{
    set_value(out, VALUE_INVALID, finding, c.text, c.len);
}

static const struct {
    const char *field;
    enum finding_kind finding;
} findings_by_field[] = {
    {"section", FINDING_COMMODITY},  {"stream", FINDING_COMMODITY},
    {"category", FINDING_COMMODITY}, {"product", FINDING_COMMODITY},
    {"unit", FINDING_UNIT},          {"currency", FINDING_CURRENCY},
    {"reporter", FINDING_REPORTER},
};

static enum finding_kind not_found(const struct field *f)
{
    for (size_t i = 0; i < sizeof findings_by_field / sizeof *findings_by_field; i++)
        if (!strcmp(findings_by_field[i].field, f->name))
            return findings_by_field[i].finding;
    return f->type == FIELD_CODE ? FINDING_CODE : FINDING_COUNTRY;
}

static void type_code(const struct typing *t, const struct field *f,
                      const struct code_list *list, struct cell_text c, uint32_t parent,
                      struct typed *out)
{
    uint32_t code =
        list ? reference_match(t->reference, list, c.text, c.len, parent, &out->ambiguous)
             : CODE_NONE;
    if (code == CODE_NONE) {
        bool sign = out->ambiguous && !strcmp(f->name, "currency");
        set_invalid(out, sign ? FINDING_CURRENCY_SIGN : not_found(f), c);
        return;
    }
    bool money = !strcmp(f->name, "unit") && !strcmp(list->codes[code].code, UNIT_OF_MONEY);
    out->ambiguous = false;
    out->code = code;
    set_value(out, VALUE_VALID, money ? FINDING_CURRENCY_SIGN : FINDING_NONE,
              list->codes[code].code, strlen(list->codes[code].code));
}

/* ---- several countries in one cell ---- */

static bool add_country(const struct typing *t, const struct code_list *list,
                        struct cell_text c, struct typed *out)
{
    uint32_t code = reference_match(t->reference, list, c.text, c.len, CODE_NONE, NULL);
    if (out->value.len)
        buffer_addc(&out->value, '>');
    if (code == CODE_NONE)
        buffer_add(&out->value, c.text, c.len);
    else
        buffer_adds(&out->value, list->codes[code].code);
    return code != CODE_NONE;
}

/* A member may hold a comma of its own ("Korea, Rep. of"): whole it is tried first. */
static void add_member(const struct typing *t, const struct code_list *list, struct cell_text c,
                       unsigned *found, unsigned *lost, struct typed *out)
{
    c.len = text_trim(c.text, c.len, &c.text);
    if (!c.len)
        return;
    const char *comma = memmem(c.text, c.len, ", ", 2);
    if (comma &&
        reference_match(t->reference, list, c.text, c.len, CODE_NONE, NULL) == CODE_NONE) {
        size_t len = (size_t)(comma - c.text);
        add_member(t, list, (struct cell_text){c.text, len}, found, lost, out);
        add_member(t, list, (struct cell_text){comma + 2, c.len - len - 2}, found, lost, out);
        return;
    }
    ++*(add_country(t, list, c, out) ? found : lost);
}

static void type_countries(const struct typing *t, const struct field *f, struct cell_text c,
                           struct typed *out)
{
    const struct code_list *list = reference_list(t->reference, "country");
    unsigned found = 0, lost = 0;
    buffer_clear(&out->value);
    for (size_t from = 0; from < c.len;) {
        size_t to = from;
        while (to < c.len && !(c.text[to] && strchr(">;/|", c.text[to])))
            to++;
        add_member(t, list, (struct cell_text){c.text + from, to - from}, &found, &lost, out);
        from = to + 1;
    }
    out->state = VALUE_VALID;
    out->finding = lost ? not_found(f) : FINDING_NONE;
    if (!found)
        set_invalid(out, not_found(f), c);
}

/* ---- dates and numbers ---- */

enum finding_kind type_date_range(const struct typing *t, struct date d)
{
    if (d.day < date_from_civil(1990, 1, 1))
        return FINDING_DATE_OLD;
    return d.day > t->latest ? FINDING_DATE_FUTURE : FINDING_NONE;
}

static void set_date(const struct typing *t, struct date d, struct typed *out)
{
    char text[16];
    out->date.reading = DATE_READ;
    out->date.date = d;
    date_format(d, text);
    set_value(out, VALUE_VALID, type_date_range(t, d), text, strlen(text));
}

static void leave_open(struct typed *out, const struct manner *how, enum finding_kind finding,
                       struct cell_text c)
{
    out->open = !how->last;
    set_invalid(out, finding, c);
}

static void type_date(const struct typing *t, struct cell_text c, const struct manner *how,
                      struct typed *out)
{
    struct date_text *d = &out->date;
    struct date date;
    *d = date_read(c.text, c.len, t->today);
    out->evidence = d->reading == DATE_SERIAL       ? EVIDENCE_SERIAL
                    : d->reading == DATE_UNREADABLE ? 0
                                                    : EVIDENCE_DATE | d->orders;
    if (d->reading == DATE_UNREADABLE)
        set_invalid(out, FINDING_BAD_DATE, c);
    else if (d->reading == DATE_SERIAL && how->serials)
        set_date(t, d->date, out);
    else if (d->reading == DATE_SERIAL)
        leave_open(out, how, FINDING_BAD_DATE, c);
    else if (t->order && d->fits && !how->last)
        leave_open(out, how, FINDING_DATE_ORDER, c); /* another call may tell another order */
    else if (t->order && d->fits)
        date_in_order(d, t->order, &date) ? set_date(t, date, out)
                                          : set_invalid(out, FINDING_BAD_DATE, c);
    else if (d->reading == DATE_READ)
        set_date(t, d->date, out);
    else if (date_in_order(d, how->order, &date))
        set_date(t, date, out);
    else
        leave_open(out, how, FINDING_DATE_ORDER, c);
}

/* The unit behind a number: of a quantity any, of a value a currency, of a mass, volume or
 * pieces only the unit that the field has anyway. False where it may not stand there. */
static bool glued_unit(const struct typing *t, const struct field *f, struct cell_text c,
                       uint32_t *code)
{
    static const struct {
        enum field_type type;
        enum unit_family family;
        int64_t factor;
    } bases[] = {{FIELD_MASS, UNIT_MASS, 1000000000},
                 {FIELD_VOLUME, UNIT_VOLUME, 1000000},
                 {FIELD_PIECES, UNIT_PIECES, 1000000}};
    bool money = !strcmp(f->name, "value");
    const struct code_list *list = reference_list(t->reference, money ? "currency" : "unit");
    *code = reference_match(t->reference, list, c.text, c.len, CODE_NONE, NULL);
    if (*code == CODE_NONE || f->type == FIELD_DAYS)
        return false;
    if (f->type == FIELD_NUMBER)
        return money || !strcmp(f->name, "quantity");
    int64_t factor;
    enum unit_family family = reference_unit(t->reference, *code, &factor);
    *code = CODE_NONE;
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (bases[i].type == f->type)
            return bases[i].family == family && bases[i].factor == factor;
    return false;
}

/* Whether a number may be money. */
static bool may_be_money(const struct field *f)
{
    return !strcmp(f->name, "value") || !strcmp(f->name, "quantity");
}

/* A currency before a number: a sign or a name; of three letters alone in capitals ("top 5" is
 * no money of Tonga). */
static bool is_prefix(const struct typing *t, const struct field *f,
                      const struct number_prefix *p)
{
    enum { CODE_LENGTH = 3 };
    const struct code_list *list = reference_list(t->reference, "currency");
    bool several, small = false;
    size_t letters = 0;
    uint32_t code = reference_match(t->reference, list, p->text, p->len, CODE_NONE, &several);
    for (size_t i = 0; i < p->len; i++) {
        small |= p->text[i] >= 'a' && p->text[i] <= 'z';
        letters += (p->text[i] | 0x20) >= 'a' && (p->text[i] | 0x20) <= 'z';
    }
    bool like_code = letters == p->len && letters == CODE_LENGTH;
    return may_be_money(f) && (code != CODE_NONE || several) && !(like_code && small);
}

/* Without the strokes that end sums of money: 5,000/- and 5,000/= and 5.- */
static struct cell_text unstroked(struct cell_text c)
{
    static const char *const strokes[] = {"/-", "/=", ".-", ",-", ".\u2013", ",\u2013"};
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++) {
        size_t len = strlen(strokes[i]);
        if (c.len >= len && !memcmp(c.text, strokes[i], len)) {
            c.len = text_trim(c.text + len, c.len - len, &c.text);
            break;
        }
    }
    return c;
}

/* What is glued on a number, before it or behind it, as the index of a unit (value: of a
 * currency); false where it may not stand there. */
static bool glued(const struct typing *t, const struct field *f,
                  const struct number_prefix *before, struct cell_text behind,
                  struct typed *out)
{
    const struct code_list *list = reference_list(t->reference, "currency");
    struct cell_text c = behind.len ? behind : (struct cell_text){before->text, before->len};
    bool several = false;
    uint32_t currency = CODE_NONE;
    if (!c.len)
        return true;
    if (may_be_money(f))
        currency = reference_match(t->reference, list, c.text, c.len, CODE_NONE, &several);
    out->ambiguous = several;
    if (several && !strcmp(f->name, "value"))
        out->code = CODE_NONE;
    else if (!glued_unit(t, f, c, &out->code))
        return false;
    /* Both ("$5 USD"): the code behind says which dollar. */
    return !before->len || !behind.len ||
           reference_match_fits(list, before->text, before->len, currency);
}

size_t type_money_sign(const char *text, size_t len, const char **sign)
{
    struct number_prefix p = number_prefix(text, len);
    if (p.len) {
        *sign = p.text;
        return p.len;
    }
    struct number_text n = number_read(text, len);
    struct cell_text c;
    c.len = text_trim(text + n.end, len - n.end, &c.text);
    c = unstroked(c);
    *sign = c.text;
    return c.len;
}

static struct number_text negated(struct number_text n)
{
    struct decimal *all[] = {&n.value, &n.by[0], &n.by[1]};
    for (size_t i = 0; i < 3; i++)
        all[i]->mantissa = -all[i]->mantissa;
    return n;
}

static void type_number(const struct typing *t, const struct field *f, struct cell_text c,
                        const struct manner *how, struct typed *out)
{
    struct cell_text unit;
    char text[64];
    struct number_prefix p = number_prefix(c.text, c.len);
    if (p.len && !is_prefix(t, f, &p)) {
        set_invalid(out, FINDING_NUMBER, c);
        return;
    }
    struct number_text n = number_read(c.text + p.end, c.len - p.end);
    unit.len = text_trim(c.text + p.end + n.end, c.len - p.end - n.end, &unit.text);
    unit = may_be_money(f) ? unstroked(unit) : unit;
    if (n.reading == NUMBER_UNREADABLE || !glued(t, f, &p, unit, out)) {
        out->code = CODE_NONE;
        out->ambiguous = false;
        set_invalid(out, FINDING_NUMBER, c);
        return;
    }
    n = p.len && p.minus ? negated(n) : n;
    out->evidence = n.proves * EVIDENCE_POINT;
    enum finding_kind finding = FINDING_NONE;
    if (n.reading == NUMBER_EITHER) {
        if (!how->sign && !how->last) {
            leave_open(out, how, FINDING_NUMBER_SIGN, c);
            return;
        }
        n.value = n.by[how->sign == SIGN_COMMA];
        finding = how->sign ? FINDING_NONE : FINDING_NUMBER_SIGN;
    }
    decimal_format(n.value, text);
    bool positive =
        n.value.mantissa > 0 || !strcmp(f->name, "value") || !strcmp(f->name, "line");
    set_value(out, VALUE_VALID, positive ? finding : FINDING_NOT_POSITIVE, text, strlen(text));
}

/* Free text: a NUL would end it in the database's text functions, so its value shows the
 * replacement character in its place; the original keeps the NUL. */
static void type_free(struct cell_text c, struct typed *out)
{
    set_value(out, VALUE_VALID, FINDING_NONE, "", 0);
    for (const char *nul; (nul = memchr(c.text, 0, c.len));) {
        size_t len = (size_t)(nul - c.text);
        buffer_add(&out->value, c.text, len);
        buffer_adds(&out->value, "\xEF\xBF\xBD");
        c.text += len + 1;
        c.len -= len + 1;
    }
    buffer_add(&out->value, c.text, c.len);
    struct personal found[PERSONAL_MOST];
    out->finding = personal_find(c.text, c.len, found) ? found[0].kind : FINDING_NONE;
}

static bool names_country(const struct field *f)
{
    return f->type == FIELD_COUNTRY || f->type == FIELD_COUNTRIES;
}

enum status type_text(const struct typing *t, const struct field *field,
                      const struct code_list *list, const char *text, size_t len,
                      uint32_t parent, const struct manner *how, struct typed *out,
                      struct error *e)
{
    static const struct manner nothing = {0};
    struct cell_text c;
    how = how ? how : &nothing;
    c.len = text_trim(text, len, &c.text);
    out->code = CODE_NONE;
    out->ambiguous = out->open = false;
    out->evidence = 0;
    out->date = (struct date_text){0};
    bool blank = field ? reference_is_blank(c.text, c.len, names_country(field)) : !c.len;
    if (blank)
        set_value(out, VALUE_BLANK, FINDING_NONE, "", 0);
    else if (field && reference_is_unknown(t->reference, c.text, c.len))
        set_value(out, VALUE_UNKNOWN, FINDING_NONE, "", 0);
    else if (!field)
        type_free(c, out);
    else
        switch (field->type) {
        case FIELD_CODE:
        case FIELD_COUNTRY:
            type_code(t, field, list, c, parent, out);
            break;
        case FIELD_COUNTRIES:
            type_countries(t, field, c, out);
            break;
        case FIELD_DATE:
            type_date(t, c, how, out);
            break;
        case FIELD_NUMBER:
        case FIELD_MASS:
        case FIELD_VOLUME:
        case FIELD_PIECES:
        case FIELD_DAYS:
            type_number(t, field, c, how, out);
            break;
        case FIELD_TEXT:
        case FIELD_LONG_TEXT:
        case FIELD_CASE_ID:
            type_free(c, out);
            break;
        }
    return out->value.failed ? error_no_memory(e) : STATUS_OK;
}
