/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What columns are called: many of one name, in time that grows with their number alone. */
#include "ingest/mapping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct reference *reference;

static int set_up(void **state)
{
    (void)state;
    struct error e;
    return reference_open(&reference, &e) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    reference_free(&reference);
    return 0;
}

static void map(const char *const *headers, size_t count, struct arena *a, struct mapping *out)
{
    const struct mapping_told told = {.generic = true};
    struct error e = {0};
    struct cell *cells = arena_zero(a, count, sizeof *cells);
    assert_non_null(cells);
    for (size_t i = 0; i < count; i++)
        cells[i] = (struct cell){headers[i], (uint32_t)strlen(headers[i])};
    const struct record header = {.count = count, .cells = cells};
    assert_int_equal(mapping_make(reference, &header, &told, a, out, &e), STATUS_OK);
}

static void test_equal_names_are_numbered(void **state)
{
    static const char *const headers[] = {"x",   "X",   "x_2", "x 2", "x",
                                          "tag", "Tag", "x_3", "x"};
    static const char *const names[] = {"x",     "x_2",   "x_2_2", "x_2_3", "x_3",
                                        "tag_2", "tag_3", "x_3_2", "x_4"};
    struct arena a = {0};
    struct mapping m;
    (void)state;
    map(headers, sizeof headers / sizeof *headers, &a, &m);
    for (size_t i = 0; i < m.count; i++)
        assert_string_equal(m.columns[i].name, names[i]);
    arena_free(&a);
}

/* Each name compared with all before took 20,000 columns half a minute. */
static void test_many_of_one_name(void **state)
{
    enum { COLUMNS = 20000 };
    const char **headers = calloc(COLUMNS, sizeof *headers);
    struct arena a = {0};
    struct mapping m;
    (void)state;
    assert_non_null(headers);
    for (size_t i = 0; i < COLUMNS; i++)
        headers[i] = "x";
    clock_t from = clock();
    map(headers, COLUMNS, &a, &m);
    assert_true(clock() - from < 2 * CLOCKS_PER_SEC);
    assert_string_equal(m.columns[COLUMNS - 1].name, "x_20000");
    arena_free(&a);
    free(headers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_names_are_numbered),
        cmocka_unit_test(test_many_of_one_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
