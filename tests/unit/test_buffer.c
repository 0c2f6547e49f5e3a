/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/buffer: growing, printing, and the mark of failure that sticks. */
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void grows_and_stays_terminated(void **state)
{
    (void)state;
    struct buffer b = {0};
    assert_string_equal(buffer_text(&b), "");
    char expected[4096];
    size_t len = 0;
    for (int i = 0; i < 400; i++) {
        buffer_addc(&b, (char)('a' + i % 26));
        expected[len++] = (char)('a' + i % 26);
        buffer_adds(&b, "xyz");
        memcpy(expected + len, "xyz", 3);
        len += 3;
        buffer_add(&b, "\0", (size_t)(i % 2));
        expected[len] = '\0';
        len += (size_t)(i % 2);
        assert_int_equal(b.len, len);
        assert_int_equal(b.data[b.len], '\0');
        assert_true(b.capacity > b.len);
    }
    assert_memory_equal(b.data, expected, len);
    buffer_clear(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(buffer_text(&b), "");
    buffer_free(&b);
    buffer_free(NULL);
    assert_null(b.data);
}

/* Every length around the borders of growth prints whole, at the end of what stands there. */
static void prints_at_every_length(void **state)
{
    (void)state;
    for (int before = 0; before < 80; before += 13) {
        for (int n = 1; n < 300; n++) {
            struct buffer b = {0};
            for (int i = 0; i < before; i++) {
                buffer_addc(&b, '.');
            }
            buffer_addf(&b, "%*d", n, 7);
            assert_int_equal(b.len, before + n);
            assert_int_equal(strlen(b.data), before + n);
            assert_int_equal(b.data[b.len - 1], '7');
            buffer_free(&b);
        }
    }
}

static void failure_sticks(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_adds(&b, "kept");
    assert_null(buffer_reserve(&b, SIZE_MAX - 2));
    assert_true(b.failed);
    buffer_adds(&b, "lost");
    buffer_addc(&b, 'l');
    buffer_addf(&b, "%d", 1);
    assert_string_equal(buffer_text(&b), "kept");
    buffer_clear(&b);
    assert_true(b.failed);
    buffer_free(&b);
    assert_false(b.failed);
}

static void reserve_gives_room(void **state)
{
    (void)state;
    struct buffer b = {0};
    char *end = buffer_reserve(&b, 1000);
    assert_non_null(end);
    assert_int_equal(*end, '\0');
    memset(end, 'q', 1000);
    end[1000] = '\0';
    b.len += 1000;
    assert_int_equal(strlen(buffer_text(&b)), 1000);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_stays_terminated),
        cmocka_unit_test(prints_at_every_length),
        cmocka_unit_test(failure_sticks),
        cmocka_unit_test(reserve_gives_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
