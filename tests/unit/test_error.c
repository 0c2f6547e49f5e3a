/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/error: what a filled error says. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void says_what_and_the_way_out(void **state)
{
    (void)state;
    struct error e;
    memset(&e, 0x5A, sizeof e);
    assert_int_equal(error_set(&e, STATUS_MISUSE, "no field %s in %d", "hs", 7), STATUS_MISUSE);
    assert_int_equal(e.status, STATUS_MISUSE);
    assert_string_equal(e.text, "no field hs in 7");
    assert_string_equal(e.way_out, "");
    assert_int_equal(e.at, 0);
    assert_int_equal(e.length, 0);
    assert_int_equal(error_way_out(&e, "say %s", "fields"), STATUS_MISUSE);
    assert_string_equal(e.way_out, "say fields");
    error_set(&e, STATUS_FAILED, "other");
    assert_string_equal(e.way_out, "");
}

static void may_wrap_itself(void **state)
{
    (void)state;
    struct error e;
    error_set(&e, STATUS_FAILED, "line 3");
    error_set(&e, STATUS_FAILED, "a.csv: %s", e.text);
    assert_string_equal(e.text, "a.csv: line 3");
}

static void nobody_listens(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, STATUS_CANCELLED, "x"), STATUS_CANCELLED);
    assert_int_equal(error_way_out(NULL, "x"), STATUS_FAILED);
    assert_int_equal(error_no_memory(NULL), STATUS_NO_MEMORY);
    error_clear(NULL);
}

/* A cut never leaves a piece of a character: whole é or 中 or emoji, or nothing. */
static void cuts_between_characters(void **state)
{
    (void)state;
    const char *const letters[] = {"a", "é", "中", "🚢"};
    for (size_t k = 0; k < 4; k++) {
        size_t size = strlen(letters[k]);
        for (size_t shift = 0; shift < 4; shift++) {
            char text[1024] = {0};
            size_t len = shift;
            memset(text, 'x', shift);
            while (len + size < 900) {
                memcpy(text + len, letters[k], size);
                len += size;
            }
            struct error e;
            error_set(&e, STATUS_FAILED, "%s", text);
            size_t got = strlen(e.text);
            assert_true(got <= 511 && got > 511 - size);
            assert_int_equal((got - shift) % size, 0);
            assert_memory_equal(e.text, text, got);
        }
    }
}

static void out_of_memory_and_clear(void **state)
{
    (void)state;
    struct error e;
    assert_int_equal(error_no_memory(&e), STATUS_NO_MEMORY);
    assert_int_equal(e.status, STATUS_NO_MEMORY);
    assert_true(strlen(e.text) > 0 && strlen(e.way_out) > 0);
    error_clear(&e);
    assert_int_equal(e.status, STATUS_OK);
    assert_string_equal(e.text, "");
    assert_string_equal(e.way_out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_and_the_way_out),
        cmocka_unit_test(may_wrap_itself),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(out_of_memory_and_clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
