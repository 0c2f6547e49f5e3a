/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text means in a field: value, state and finding, as a table. */
#include "ingest/typing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct reference *reference;

static const struct {
    const char *field; /* "": a further field */
    const char *text, *value;
    enum value_state state;
    enum finding_kind finding;
} cases[] = {
    {"reporter", "France", "FR", VALUE_VALID, FINDING_NONE},
    {"reporter", " Viet Nam\u00a0", "VN", VALUE_VALID, FINDING_NONE},
    {"reporter", "NA", "NA", VALUE_VALID, FINDING_NONE},
    {"reporter", "Atlantis", "Atlantis", VALUE_INVALID, FINDING_REPORTER},
    {"origin", "Atlantis", "Atlantis", VALUE_INVALID, FINDING_COUNTRY},
    {"origin", "Unknown", "", VALUE_UNKNOWN, FINDING_NONE},
    {"origin", "-", "", VALUE_BLANK, FINDING_NONE},
    {"transit", "LA>MY", "LA>MY", VALUE_VALID, FINDING_NONE},
    {"transit", "Malaysia; Lao PDR", "MY>LA", VALUE_VALID, FINDING_NONE},
    {"transit", "Hong Kong, China", "HK", VALUE_VALID, FINDING_NONE},
    {"transit", "France, Hong Kong, China", "FR>HK", VALUE_VALID, FINDING_NONE},
    {"transit", "FR/Atlantis", "FR>Atlantis", VALUE_VALID, FINDING_COUNTRY},
    {"transit", "Atlantis", "Atlantis", VALUE_INVALID, FINDING_COUNTRY},
    {"date", "2024-03-05", "2024-03-05", VALUE_VALID, FINDING_NONE},
    {"date", "2024-03-05T10:20:30Z", "2024-03-05", VALUE_VALID, FINDING_NONE},
    {"date", "2024-03", "2024-03", VALUE_VALID, FINDING_NONE},
    {"date", "2024", "2024", VALUE_VALID, FINDING_NONE},
    {"date", "20240305", "2024-03-05", VALUE_VALID, FINDING_NONE},
    {"date", "25/03/2024", "2024-03-25", VALUE_VALID, FINDING_NONE},
    {"date", "01/13/2018 12:00:00 AM", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "03.03.2024", "2024-03-03", VALUE_VALID, FINDING_NONE},
    {"date", "13/02/18", "2018-02-13", VALUE_VALID, FINDING_NONE},
    {"date", "04/03/2024", "04/03/2024", VALUE_INVALID, FINDING_DATE_ORDER},
    {"date", "2023-02-29", "2023-02-29", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "31/31/2024", "31/31/2024", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "18-01-05", "18-01-05", VALUE_INVALID, FINDING_DATE_ORDER},
    {"date", "13 janv. 2018", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "1er août 2018", "2018-08-01", VALUE_VALID, FINDING_NONE},
    {"date", "January 13, 2018", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "13th Feb 2018 10:30 PM", "2018-02-13", VALUE_VALID, FINDING_NONE},
    {"date", "13-JAN-18", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "13 de enero de 2018", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "sábado, 13 de enero de 2018", "2018-01-13", VALUE_VALID, FINDING_NONE},
    {"date", "mar 13 mar 2018", "2018-03-13", VALUE_VALID, FINDING_NONE},
    {"date", "mar 3 abr 2018", "2018-04-03", VALUE_VALID, FINDING_NONE},
    {"date", "5 de março de 2018", "2018-03-05", VALUE_VALID, FINDING_NONE},
    {"date", "Jan-18", "2018-01", VALUE_VALID, FINDING_NONE},
    {"date", "2018-Mar", "2018-03", VALUE_VALID, FINDING_NONE},
    {"date", "décembre 2018", "2018-12", VALUE_VALID, FINDING_NONE},
    {"date", "18-Jan", "18-Jan", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "31 Feb 2018", "31 Feb 2018", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "spring 2018", "spring 2018", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "1998-11", "1998-11", VALUE_VALID, FINDING_NONE},
    {"date", "20181231T235959Z", "2018-12-31", VALUE_VALID, FINDING_NONE},
    {"date", "20181231T23:59:59Z", "2018-12-31", VALUE_VALID, FINDING_NONE},
    {"date", "2018-12-31 23:59:59 UTC", "2018-12-31", VALUE_VALID, FINDING_NONE},
    {"date", "2018-12-31T23:59:59.123+07:00", "2018-12-31", VALUE_VALID, FINDING_NONE},
    {"date", "31-12-05", "2005-12-31", VALUE_VALID, FINDING_NONE},
    {"date", "43113", "43113", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "TOTAL", "TOTAL", VALUE_INVALID, FINDING_BAD_DATE},
    {"date", "1985-01-01", "1985-01-01", VALUE_VALID, FINDING_DATE_OLD},
    {"date", "2099-01-01", "2099-01-01", VALUE_VALID, FINDING_DATE_FUTURE},
    {"quantity", "490.0", "490", VALUE_VALID, FINDING_NONE},
    {"quantity", "\u20090.5 ", "0.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "0", "0", VALUE_VALID, FINDING_NOT_POSITIVE},
    {"quantity", "-3", "-3", VALUE_VALID, FINDING_NOT_POSITIVE},
    {"value", "-3", "-3", VALUE_VALID, FINDING_NONE},
    {"quantity", "1,5", "1.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1,234.5", "1234.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1.234,5", "1234.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1.234.567", "1234567", VALUE_VALID, FINDING_NONE},
    {"quantity", "12,34,567.5", "1234567.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1\u00A0234,5", "1234.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1\u2009234\u2009567", "1234567", VALUE_VALID, FINDING_NONE},
    {"quantity", "1\u202F234.567", "1234.567", VALUE_VALID, FINDING_NONE},
    {"quantity", "1'234'567.5", "1234567.5", VALUE_VALID, FINDING_NONE},
    {"quantity", "1\u2019234", "1234", VALUE_VALID, FINDING_NONE},
    {"quantity", "0.234", "0.234", VALUE_VALID, FINDING_NONE},
    {"quantity", "1234,567", "1234.567", VALUE_VALID, FINDING_NONE},
    {"quantity", "1.5e3", "1500", VALUE_VALID, FINDING_NONE},
    {"quantity", "2,5E-2", "0.025", VALUE_VALID, FINDING_NONE},
    {"quantity", "1.234", "1.234", VALUE_INVALID, FINDING_NUMBER_SIGN},
    {"quantity", "1,234", "1,234", VALUE_INVALID, FINDING_NUMBER_SIGN},
    {"quantity", "5kg", "5", VALUE_VALID, FINDING_NONE},
    {"quantity", "5.2 kg", "5.2", VALUE_VALID, FINDING_NONE},
    {"quantity", "12 tabs", "12", VALUE_VALID, FINDING_NONE},
    {"quantity", "3e", "3e", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "5 of them", "5 of them", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "approx 5", "approx 5", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "5-10", "5-10", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "5 - 10 kg", "5 - 10 kg", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "5 ± 1", "5 ± 1", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "1,23,4", "1,23,4", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "12 34", "12 34", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "1.2.3", "1.2.3", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "1.234,567,8", "1.234,567,8", VALUE_INVALID, FINDING_NUMBER},
    {"line", "5kg", "5kg", VALUE_INVALID, FINDING_NUMBER},
    {"value", "500 USD", "500", VALUE_VALID, FINDING_NONE},
    {"value", "500 kg", "500 kg", VALUE_INVALID, FINDING_NUMBER},
    {"value", "$500", "500", VALUE_VALID, FINDING_NONE},
    {"value", "US$ 500.5", "500.5", VALUE_VALID, FINDING_NONE},
    {"value", "-\u00a35", "-5", VALUE_VALID, FINDING_NONE},
    {"value", "5\u00a0\u20ac", "5", VALUE_VALID, FINDING_NONE},
    {"value", "\u20ac.5", "0.5", VALUE_VALID, FINDING_NONE},
    {"value", "Rs. 500", "500", VALUE_VALID, FINDING_NONE},
    {"value", "THB 500", "500", VALUE_VALID, FINDING_NONE},
    {"value", "$5 USD", "5", VALUE_VALID, FINDING_NONE},
    {"value", "$5 EUR", "$5 EUR", VALUE_INVALID, FINDING_NUMBER},
    {"value", "$5 kg", "$5 kg", VALUE_INVALID, FINDING_NUMBER},
    {"value", "top 5", "top 5", VALUE_INVALID, FINDING_NUMBER},
    {"value", "TOP 5", "5", VALUE_VALID, FINDING_NONE},
    {"value", "Baht 500", "500", VALUE_VALID, FINDING_NONE},
    {"value", "RMB 500", "500", VALUE_VALID, FINDING_NONE},
    {"value", "Rs. 5,00,000/-", "500000", VALUE_VALID, FINDING_NONE},
    {"value", "5000/= UGX", "5000", VALUE_VALID, FINDING_NONE},
    {"value", "CHF 5.-", "5", VALUE_VALID, FINDING_NONE},
    {"value", "\u20ac 5,\u2013", "5", VALUE_VALID, FINDING_NONE},
    {"value", "5/2", "5/2", VALUE_INVALID, FINDING_NUMBER},
    {"mass", "5/-", "5/-", VALUE_INVALID, FINDING_NUMBER},
    {"value", "no 5", "no 5", VALUE_INVALID, FINDING_NUMBER},
    {"value", "kg 5", "kg 5", VALUE_INVALID, FINDING_NUMBER},
    {"value", "$", "$", VALUE_INVALID, FINDING_NUMBER},
    {"value", "$ five", "$ five", VALUE_INVALID, FINDING_NUMBER},
    {"value", "$5-10", "$5-10", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "$5,000.00", "5000", VALUE_VALID, FINDING_NONE},
    {"mass", "$5", "$5", VALUE_INVALID, FINDING_NUMBER},
    {"line", "$5", "$5", VALUE_INVALID, FINDING_NUMBER},
    {"unit", "$", "money", VALUE_VALID, FINDING_CURRENCY_SIGN},
    {"unit", "US$", "USD", VALUE_VALID, FINDING_NONE},
    {"currency", "$", "$", VALUE_INVALID, FINDING_CURRENCY_SIGN},
    {"currency", "\u20ac", "EUR", VALUE_VALID, FINDING_NONE},
    {"mass", "5,5 kg", "5.5", VALUE_VALID, FINDING_NONE},
    {"mass", "500 g", "500 g", VALUE_INVALID, FINDING_NUMBER},
    {"quantity", "N/A", "", VALUE_BLANK, FINDING_NONE},
    {"location", "Mail centre", "Mail Centre", VALUE_VALID, FINDING_NONE},
    {"location", "On the moon", "On the moon", VALUE_INVALID, FINDING_CODE},
    {"unit", "furlong", "furlong", VALUE_INVALID, FINDING_UNIT},
    {"currency", "XQX", "XQX", VALUE_INVALID, FINDING_CURRENCY},
    {"product", "Unobtainium", "Unobtainium", VALUE_INVALID, FINDING_COMMODITY},
    {"hs", "0805", "0805", VALUE_VALID, FINDING_NONE},
    {"hs", "unknown", "", VALUE_UNKNOWN, FINDING_NONE},
    {"", "unknown", "unknown", VALUE_VALID, FINDING_NONE},
    {"", "-", "-", VALUE_VALID, FINDING_NONE},
    {"", " 2024.8040 ", "2024.8040", VALUE_VALID, FINDING_NONE},
    {"", " \t", "", VALUE_BLANK, FINDING_NONE},
};

static void test_types(void **state)
{
    (void)state;
    const struct typing t = {.reference = reference,
                             .today = date_from_civil(2026, 1, 1),
                             .latest = date_from_civil(2025, 12, 31)};
    struct typed typed = {0};
    struct error e;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct field *f = NULL;
        const struct code_list *list = NULL;
        if (*cases[i].field) {
            f = reference_field(reference, cases[i].field);
            assert_non_null(f);
            list = f->type == FIELD_COUNTRY ? reference_list(reference, "country")
                   : f->list                ? reference_list(reference, f->list)
                                            : NULL;
        }
        assert_int_equal(type_text(&t, f, list, cases[i].text, strlen(cases[i].text), CODE_NONE,
                                   NULL, &typed, &e),
                         STATUS_OK);
        if (strcmp(buffer_text(&typed.value), cases[i].value) ||
            typed.state != cases[i].state || typed.finding != cases[i].finding)
            fail_msg("%s \"%s\": \"%s\", state %d, finding %d", cases[i].field, cases[i].text,
                     buffer_text(&typed.value), (int)typed.state, (int)typed.finding);
    }
    buffer_free(&typed.value);
}

/* A name that stands under several streams needs the stream. */
static void test_parent_settles(void **state)
{
    (void)state;
    const struct typing t = {.reference = reference};
    const struct code_list *products = reference_list(reference, "product");
    const struct code_list *streams = reference_list(reference, "stream");
    struct typed typed = {0};
    struct error e;
    const struct field *f = reference_field(reference, "product");
    assert_int_equal(type_text(&t, f, products, "Plants", 6, CODE_NONE, NULL, &typed, &e),
                     STATUS_OK);
    assert_true(typed.ambiguous);
    assert_int_equal(typed.state, VALUE_INVALID);
    uint32_t cannabis = reference_match(reference, streams, "Cannabis", 8, CODE_NONE, NULL);
    assert_int_equal(type_text(&t, f, products, "Plants", 6, cannabis, NULL, &typed, &e),
                     STATUS_OK);
    assert_int_equal(typed.state, VALUE_VALID);
    assert_int_equal(products->codes[typed.code].parent, cannabis);
    buffer_free(&typed.value);
}

static void test_evidence(void **state)
{
    (void)state;
    int32_t today = date_from_civil(2026, 1, 1);
    static const struct {
        const char *text;
        unsigned orders;
        enum date_reading reading;
    } texts[] = {
        {"25/03/2024", ORDER_DMY, DATE_READ},
        {"03/25/2024", ORDER_MDY, DATE_READ},
        {"04/03/2024", ORDER_DMY | ORDER_MDY, DATE_EITHER},
        {"05/05/2024", ORDER_DMY | ORDER_MDY, DATE_READ},
        {"18-01-05", ORDER_DMY | ORDER_YMD, DATE_EITHER},
        {"99-01-31", ORDER_YMD, DATE_READ},
        {"18/01/05", ORDER_DMY, DATE_READ},
        {"2024-03-04", 0, DATE_READ},
        {"43113", 0, DATE_SERIAL},
        {"43113.75", 0, DATE_SERIAL},
        {"99999", 0, DATE_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct date_text d = date_read(texts[i].text, strlen(texts[i].text), today);
        if (d.reading != texts[i].reading || d.orders != texts[i].orders)
            fail_msg("%s: reading %d, orders %u", texts[i].text, (int)d.reading, d.orders);
    }
    struct date_text d = date_read("04/03/2024", 10, today);
    assert_int_equal(d.by[0].day, date_from_civil(2024, 3, 4));
    assert_int_equal(d.by[1].day, date_from_civil(2024, 4, 3));
    d = date_read("43113", 5, today);
    assert_int_equal(d.date.day, date_from_civil(2018, 1, 13));
    struct date by_year;
    d = date_read("18/01/05", 8, today);
    assert_true(date_in_order(&d, ORDER_YMD, &by_year));
    assert_int_equal(by_year.day, date_from_civil(2018, 1, 5));
}

static int open_reference(void **state)
{
    struct error e;
    (void)state;
    return reference_open(&reference, &e) == STATUS_OK ? 0 : -1;
}

static int close_reference(void **state)
{
    (void)state;
    reference_free(&reference);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_parent_settles),
        cmocka_unit_test(test_evidence),
    };
    return cmocka_run_group_tests(tests, open_reference, close_reference);
}
