/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of conditions, with the units of the field's family, as fixed point. */
#include "filter/tree.h"

#include <string.h>

static const struct {
    enum field_type type;
    enum unit_family family;
    int scale;
    const char *base; /* the unit that is printed; "" none */
    const char *example;
} families[] = {
    {FIELD_MASS, UNIT_MASS, SCALE_MASS, "kg", "5kg, 500g, 1.5t"},
    {FIELD_VOLUME, UNIT_VOLUME, SCALE_VOLUME, "L", "2L, 500ml"},
    {FIELD_PIECES, UNIT_PIECES, SCALE_PIECES, "", "1000"},
};

/* Plain numbers of columns have 6 decimals (struct value). */
#define SCALE_PLAIN 6

static int family_of(enum field_type type)
{
    for (int i = 0; i < 3; i++) {
        if (families[i].type == type) {
            return i;
        }
    }
    return -1;
}

static int64_t power_of_ten(int n)
{
    int64_t p = 1;
    while (n-- > 0) {
        p *= 10;
    }
    return p;
}

/* How much of text is the number itself. */
static size_t number_bytes(const char *text, size_t len)
{
    size_t n = len && (*text == '-' || *text == '+');
    while (n < len && ((text[n] >= '0' && text[n] <= '9') || text[n] == '.')) {
        n++;
    }
    return n;
}

/* How many smallest units of the family the unit is; 0: it is none of it. */
static int64_t unit_factor(struct frame *f, int family, const char *text, size_t len,
                           enum unit_family *is)
{
    const struct reference *r = frame_reference(f);
    const struct code_list *units = reference_list(r, "unit");
    int64_t factor = 0;
    *is = UNIT_NONE;
    uint32_t i = units ? reference_match(r, units, text, len, CODE_NONE, NULL) : CODE_NONE;
    if (i != CODE_NONE) {
        *is = reference_unit(r, i, &factor);
    }
    return family >= 0 && *is == families[family].family ? factor : 0;
}

bool bind_is_unit(struct frame *f, const struct target *t, const char *text, size_t len)
{
    enum unit_family is;
    return unit_factor(f, family_of(t->type), text, len, &is) > 0;
}

static enum status wrong_number(const struct target *t, int family, const char *text,
                                size_t len, struct error *e)
{
    error_set(e, STATUS_MISUSE, "\"%.*s\" is no number", (int)len, text);
    return error_way_out(e, "%s takes numbers like %s", t->name,
                         family >= 0 ? families[family].example : "5, 0.25, 5..10");
}

static enum status wrong_unit(const struct target *t, int family, const char *unit, size_t len,
                              enum unit_family is, struct error *e)
{
    if (t->type == FIELD_DAYS) {
        error_set(e, STATUS_MISUSE, "%s is a number of days, without the unit \"%.*s\"",
                  t->name, (int)len, unit);
        return error_way_out(e, "write lag>60 for what was entered after 60 days");
    }
    if (family < 0) {
        error_set(e, STATUS_MISUSE, "%s is a plain number, without the unit \"%.*s\"", t->name,
                  (int)len, unit);
        return error_way_out(e,
                             is == UNIT_CURRENCY ? "narrow by currency:%.*s as well"
                                                 : "mass>5kg, volume<2L and pieces>10 know "
                                                   "units",
                             (int)len, unit);
    }
    error_set(e, STATUS_MISUSE, "\"%.*s\" is no unit of %s", (int)len, unit, t->name);
    return error_way_out(e, "%s takes numbers like %s", t->name, families[family].example);
}

enum status bind_number(struct frame *f, const struct target *t, const char *text, size_t len,
                        struct arena *a, struct bound *out, struct error *e)
{
    int family = family_of(t->type);
    int scale = family >= 0 ? families[family].scale : SCALE_PLAIN;
    size_t n = number_bytes(text, len);
    struct decimal d;
    if (n == 0 || !decimal_parse(text, n, &d)) {
        return wrong_number(t, family, text, len, e);
    }
    if (text[len - 1] == '+') {
        error_set(e, STATUS_MISUSE, "%.*s has a + behind it", (int)len, text);
        return error_way_out(e, "write %s>=%.*s", t->name, (int)len - 1, text);
    }
    int64_t factor = power_of_ten(scale);
    if (n < len) {
        enum unit_family is;
        factor = unit_factor(f, family, text + n, len - n, &is);
        if (factor == 0) {
            return wrong_unit(t, family, text + n, len - n, is, e);
        }
    }
    int64_t fixed;
    if (!decimal_scale(d, factor, &fixed)) {
        return error_set(e, STATUS_MISUSE, "%.*s is too large a number for %s", (int)len, text,
                         t->name);
    }
    char plain[64];
    fixed_format(fixed, scale, -1, '\0', plain);
    out->from = out->to = fixed;
    out->bare = n == len;
    /* With or without its unit it is the same number, so it is written one way. */
    out->canonical = arena_printf(a, "%s%s", plain, family >= 0 ? families[family].base : "");
    return out->canonical ? STATUS_OK : error_no_memory(e);
}
