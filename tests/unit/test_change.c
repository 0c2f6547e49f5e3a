/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes in words: input, and what stands in the table. */
#include "analysis/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_changes_of_counts(void **state)
{
    (void)state;
    static const struct {
        uint32_t now, before;
        const char *text;
    } records[] = {
        {114, 100, "+14 %"},  {86, 100, "-14 %"}, {100, 100, "+0 %"},
        {1000, 1001, "+0 %"}, {7, 0, "new"},      {0, 0, "few"},
        {9, 4, "few"},        {0, 4, "few"},      {0, 5, "-100 %"},
        {6, 5, "+20 %"},      {1, 0, "new"},      {4000000000U, 5, ">99999 %"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char text[16];
        change_of_counts(records[i].now, records[i].before, text);
        assert_string_equal(text, records[i].text);
    }
}

static void test_changes_of_series(void **state)
{
    (void)state;
    static const struct {
        enum measure_kind kind;
        int now, before;
        bool has_before;
        const char *text;
        int stands_out;
    } records[] = {
        {MEASURE_CASES, 60, 30, true, "+100 %", 1}, {MEASURE_CASES, 30, 60, true, "-50 %", -1},
        {MEASURE_CASES, 31, 30, true, "+3 %", 0},   {MEASURE_CASES, 60, 30, false, "", 0},
        {MEASURE_CASES, 60, 0, true, "new", 1},     {MEASURE_MASS, 3, 2, true, "+50 %", 0},
        {MEASURE_MASS, 3, 0, true, "new", 0},       {MEASURE_MASS, 0, 0, true, "", 0},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct trend t = {.measure = measure_of(records[i].kind)};
        struct series s = {.has_before = records[i].has_before};
        char text[16];
        s.year.value = records[i].now;
        s.before.value = records[i].before;
        s.is_new = records[i].before == 0 && records[i].now > 0;
        if (records[i].before)
            s.change = (double)(records[i].now - records[i].before) / records[i].before;
        change_of_series(&t, &s, text);
        assert_string_equal(text, records[i].text);
        assert_int_equal(change_stands_out(&t, &s), records[i].stands_out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes_of_counts),
        cmocka_unit_test(test_changes_of_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
