/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/arena: pieces stay apart, aligned and whole; blocks double. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* Pieces of many sizes, each filled with its own byte, are all still whole at the end. */
static void pieces_do_not_overlap(void **state)
{
    (void)state;
    struct arena a = {0};
    enum { PIECES = 3000 };
    static unsigned char *pieces[PIECES];
    for (int i = 0; i < PIECES; i++) {
        size_t size = (size_t)(i * 37 % 301);
        pieces[i] = arena_alloc(&a, size);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], i % 251, size);
        if (i % 3 == 0) {
            assert_string_equal(arena_copy(&a, "odd", 3), "odd");
        }
    }
    for (int i = 0; i < PIECES; i++) {
        for (int j = 0; j < i * 37 % 301; j++) {
            assert_int_equal(pieces[i][j], i % 251);
        }
    }
    arena_free(&a);
    assert_int_equal(arena_size(&a), 0);
    assert_non_null(arena_alloc(&a, 1));
    arena_free(&a);
    arena_free(NULL);
}

/* 64 MB in pieces of 100 bytes: size grows a few times only, so blocks are few. */
static void blocks_double(void **state)
{
    (void)state;
    struct arena a = {0};
    int blocks = 0;
    size_t size = 0;
    for (int i = 0; i < 640000; i++) {
        assert_non_null(arena_alloc(&a, 100));
        if (arena_size(&a) != size) {
            size = arena_size(&a);
            blocks++;
        }
    }
    assert_true(size >= 64000000 && size < 3 * 72000000);
    assert_true(blocks <= 18);
    arena_free(&a);
}

static void zeroes_copies_and_prints(void **state)
{
    (void)state;
    struct arena a = {0};
    memset(arena_alloc(&a, 500), 0xFF, 500);
    arena_free(&a);
    const char *zero = arena_zero(&a, 100, 7);
    for (int i = 0; i < 700; i++) {
        assert_int_equal(zero[i], 0);
    }
    assert_null(arena_zero(&a, SIZE_MAX / 2, 3));
    assert_null(arena_alloc(&a, SIZE_MAX - 4));
    assert_null(arena_copy(&a, "x", SIZE_MAX));
    assert_non_null(arena_zero(&a, 0, 8));
    assert_memory_equal(arena_copy(&a, "a\0b", 3), "a\0b\0", 4);
    assert_string_equal(arena_copy(&a, NULL, 0), "");
    assert_string_equal(arena_string(&a, "Le Havre"), "Le Havre");
    assert_string_equal(arena_printf(&a, "%d-%s", 12, "ab"), "12-ab");
    assert_int_equal(strlen(arena_printf(&a, "%5000d", 1)), 5000);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(blocks_double),
        cmocka_unit_test(zeroes_copies_and_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
