/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/date: every day from 1900 to 2100 against the C library, and the records. */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define FIRST_DAY (-25567) /* 1900-01-01 */
#define LAST_DAY 47846     /* 2100-12-31 */

static struct tm utc(int32_t day)
{
    time_t seconds = (time_t)day * 86400;
    struct tm tm;
    assert_non_null(gmtime_r(&seconds, &tm));
    return tm;
}

static void days_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int32_t day = FIRST_DAY; day <= LAST_DAY; day++) {
        struct tm tm = utc(day);
        int year;
        int month;
        int dom;
        date_to_civil(day, &year, &month, &dom);
        assert_int_equal(year, tm.tm_year + 1900);
        assert_int_equal(month, tm.tm_mon + 1);
        assert_int_equal(dom, tm.tm_mday);
        assert_int_equal(date_from_civil(year, month, dom), day);
        assert_int_equal(date_weekday(day), (tm.tm_wday + 6) % 7);
        assert_true(date_is_valid(year, month, dom));
        bool last = utc(day + 1).tm_mon != tm.tm_mon;
        assert_int_equal(dom == date_days_in_month(year, month), last);
    }
    int year;
    int month;
    int dom;
    date_to_civil(FIRST_DAY, &year, &month, &dom);
    assert_int_equal(year * 10000 + month * 100 + dom, 19000101);
    date_to_civil(LAST_DAY, &year, &month, &dom);
    assert_int_equal(year * 10000 + month * 100 + dom, 21001231);
}

static void weeks_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int32_t day = FIRST_DAY; day <= LAST_DAY; day++) {
        struct tm tm = utc(day);
        char expected[32];
        char got[16];
        int year;
        int week;
        assert_true(strftime(expected, sizeof expected, "%G-W%V", &tm) > 0);
        date_iso_week(day, &year, &week);
        date_period_format(date_period(day, GRAIN_WEEK), GRAIN_WEEK, got);
        assert_string_equal(got, expected);
        snprintf(got, sizeof got, "%d-W%02d", year % 10000, week % 100);
        assert_string_equal(got, expected);
    }
}

/* Every day lies in its period, periods follow without gap, and only the first day starts one.
 */
static void periods_are_gapless(void **state)
{
    (void)state;
    for (int g = GRAIN_DAY; g <= GRAIN_YEAR; g++) {
        enum date_grain grain = (enum date_grain)g;
        int32_t last = date_period(FIRST_DAY - 1, grain);
        for (int32_t day = FIRST_DAY; day <= LAST_DAY; day++) {
            int32_t p = date_period(day, grain);
            assert_true(p == last || p == last + 1);
            assert_int_equal(date_period_start(p, grain) == day, p == last + 1);
            assert_true(date_period_start(p, grain) <= day);
            assert_true(date_period_start(p + 1, grain) > day);
            last = p;
        }
    }
}

static void canonical_forms_round_trip(void **state)
{
    (void)state;
    for (int32_t day = FIRST_DAY; day <= LAST_DAY; day++) {
        for (int precision = DATE_YEAR; precision <= DATE_DAY; precision++) {
            static const enum date_grain grains[] = {
                [DATE_YEAR] = GRAIN_YEAR, [DATE_MONTH] = GRAIN_MONTH, [DATE_DAY] = GRAIN_DAY};
            int32_t p = date_period(day, grains[precision]);
            struct date d = {date_period_start(p, grains[precision]),
                             (enum date_precision)precision};
            struct date back;
            char text[16];
            char period[16];
            date_format(d, text);
            assert_true(date_parse(text, strlen(text), &back));
            assert_int_equal(back.day, d.day);
            assert_int_equal(back.precision, d.precision);
            assert_int_equal(date_end(d), date_period_start(p + 1, grains[precision]));
            date_period_format(p, grains[precision], period);
            assert_string_equal(period, text);
        }
    }
}

static void records(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int32_t day;
        enum date_precision precision;
    } rows[] = {
        {"1970-01-01", true, 0, DATE_DAY},
        {"1969-12-31", true, -1, DATE_DAY},
        {"2024-03-05", true, 19787, DATE_DAY},
        {"2024-03", true, 19783, DATE_MONTH},
        {"2024", true, 19723, DATE_YEAR},
        {"2024-02-29", true, 19782, DATE_DAY},
        {"2000-02-29", true, 11016, DATE_DAY},
        {"1000-01-01", true, -354285, DATE_DAY},
        {"9999-12-31", true, 2932896, DATE_DAY},
        {"2023-02-29", false, 0, DATE_NONE},
        {"1900-02-29", false, 0, DATE_NONE},
        {"2024-04-31", false, 0, DATE_NONE},
        {"2024-00-01", false, 0, DATE_NONE},
        {"2024-13", false, 0, DATE_NONE},
        {"2024-01-00", false, 0, DATE_NONE},
        {"0999", false, 0, DATE_NONE},
        {"", false, 0, DATE_NONE},
        {"24-03-05", false, 0, DATE_NONE},
        {"2024-3-5", false, 0, DATE_NONE},
        {"2024/03/05", false, 0, DATE_NONE},
        {"2024-03/05", false, 0, DATE_NONE},
        {"2024-03-05 ", false, 0, DATE_NONE},
        {" 2024", false, 0, DATE_NONE},
        {"2024-", false, 0, DATE_NONE},
        {"20240305", false, 0, DATE_NONE},
        {"-024", false, 0, DATE_NONE},
        {"2024-+3", false, 0, DATE_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d = {0};
        assert_int_equal(date_parse(rows[i].text, strlen(rows[i].text), &d), rows[i].ok);
        assert_int_equal(d.day, rows[i].day);
        assert_int_equal(d.precision, rows[i].precision);
    }
    struct date d;
    assert_true(date_parse("2024-03-05T00:00", 10, &d)); /* len decides, not the NUL */
    char text[16];
    date_format((struct date){0}, text);
    assert_string_equal(text, "");
}

static void numbers_of_periods(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        enum date_grain grain;
        int32_t period;
        const char *text;
    } rows[] = {
        {2024, 3, 5, GRAIN_DAY, 19787, "2024-03-05"},
        {1969, 12, 28, GRAIN_WEEK, -1, "1969-W52"},
        {1969, 12, 29, GRAIN_WEEK, 0, "1970-W01"},
        {1970, 1, 4, GRAIN_WEEK, 0, "1970-W01"},
        {1970, 1, 5, GRAIN_WEEK, 1, "1970-W02"},
        {2021, 1, 3, GRAIN_WEEK, 2661, "2020-W53"},
        {2024, 3, 5, GRAIN_MONTH, 24290, "2024-03"},
        {2024, 3, 5, GRAIN_QUARTER, 8096, "2024-Q1"},
        {2024, 12, 31, GRAIN_QUARTER, 8099, "2024-Q4"},
        {2024, 3, 5, GRAIN_YEAR, 2024, "2024"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t day = date_from_civil(rows[i].year, rows[i].month, rows[i].day);
        char text[16];
        assert_int_equal(date_period(day, rows[i].grain), rows[i].period);
        date_period_format(rows[i].period, rows[i].grain, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void what_fits_a_grain(void **state)
{
    (void)state;
    /* rows: none, year, month, day; columns: day, week, month, quarter, year */
    static const bool expected[4][5] = {
        {false, false, false, false, false},
        {false, false, false, false, true},
        {false, false, true, true, true},
        {true, true, true, true, true},
    };
    for (int p = DATE_NONE; p <= DATE_DAY; p++) {
        for (int g = GRAIN_DAY; g <= GRAIN_YEAR; g++) {
            assert_int_equal(date_fits_grain((enum date_precision)p, (enum date_grain)g),
                             expected[p][g]);
        }
    }
}

/* The whole range of 32 bits goes there and back. */
static void far_days(void **state)
{
    (void)state;
    static const int32_t days[] = {INT32_MIN, INT32_MIN + 1, -1000000000,   -719468,
                                   -719469,   1000000000,    INT32_MAX - 1, INT32_MAX};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int year;
        int month;
        int dom;
        char text[16];
        date_to_civil(days[i], &year, &month, &dom);
        assert_true(date_is_valid(year, month, dom));
        assert_int_equal(date_from_civil(year, month, dom), days[i]);
        date_format((struct date){days[i], DATE_DAY}, text);
        assert_true(strlen(text) < 16);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(weeks_agree_with_the_c_library),
        cmocka_unit_test(periods_are_gapless),
        cmocka_unit_test(canonical_forms_round_trip),
        cmocka_unit_test(records),
        cmocka_unit_test(numbers_of_periods),
        cmocka_unit_test(what_fits_a_grain),
        cmocka_unit_test(far_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
