/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/bitmap: every operation against one bit at a time. */
#include "base/bitmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

enum density { EMPTY, SPARSE, HALF, DENSE, FULL, DENSITIES };
static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 640, 1000, 4096};
#define SIZES (sizeof sizes / sizeof *sizes)

static struct bitmap make(size_t bits, enum density density, uint64_t *seed)
{
    static const unsigned per_mille[] = {0, 20, 500, 995, 1000};
    struct bitmap b;
    assert_true(bitmap_init(&b, bits));
    for (size_t i = 0; i < bits; i++) {
        assert_false(bitmap_get(&b, i));
        if (next_random(seed) % 1000 < per_mille[density]) {
            bitmap_set(&b, i);
        }
    }
    return b;
}

static void assert_tail_clear(const struct bitmap *b)
{
    if (b->bits % 64) {
        assert_true((b->words[b->bits / 64] >> (b->bits % 64)) == 0);
    }
}

static void logic_is_bitwise(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252ULL;
    static void (*const operations[])(struct bitmap *, const struct bitmap *) = {
        bitmap_and, bitmap_or, bitmap_and_not};
    for (size_t s = 0; s < SIZES; s++) {
        for (int pair = 0; pair < DENSITIES * DENSITIES; pair++) {
            struct bitmap a = make(sizes[s], (enum density)(pair / DENSITIES), &seed);
            struct bitmap b = make(sizes[s], (enum density)(pair % DENSITIES), &seed);
            for (int op = 0; op < 3; op++) {
                struct bitmap c;
                assert_true(bitmap_copy(&c, &a));
                assert_true(bitmap_equal(&c, &a));
                operations[op](&c, &b);
                size_t count = 0;
                for (size_t i = 0; i < sizes[s]; i++) {
                    bool x = bitmap_get(&a, i);
                    bool y = bitmap_get(&b, i);
                    bool expected = op == 0 ? x && y : op == 1 ? x || y : x && !y;
                    assert_int_equal(bitmap_get(&c, i), expected);
                    count += expected;
                }
                assert_int_equal(bitmap_count(&c), count);
                bitmap_not(&c);
                assert_int_equal(bitmap_count(&c), sizes[s] - count);
                assert_tail_clear(&c);
                bitmap_fill(&c);
                assert_int_equal(bitmap_count(&c), sizes[s]);
                assert_tail_clear(&c);
                bitmap_free(&c);
            }
            bitmap_free(&a);
            bitmap_free(&b);
        }
    }
}

static void equality_and_single_bits(void **state)
{
    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        struct bitmap a;
        struct bitmap b;
        assert_true(bitmap_init(&a, sizes[s]) && bitmap_init(&b, sizes[s]));
        for (size_t i = 0; i < sizes[s]; i++) {
            bitmap_set(&a, i);
            assert_false(bitmap_equal(&a, &b));
            assert_true(bitmap_get(&a, i));
            bitmap_unset(&a, i);
            assert_true(bitmap_equal(&a, &b));
        }
        bitmap_free(&a);
        assert_true(bitmap_init(&a, sizes[s] + 1));
        assert_false(bitmap_equal(&a, &b));
        bitmap_free(&a);
        bitmap_free(&b);
    }
    bitmap_free(NULL);
}

/* Blocks of any size, from any bit, give the set bits in order, without gap or repeat. */
static void walk_finds_every_bit(void **state)
{
    (void)state;
    uint64_t seed = 362436069;
    static const size_t blocks[] = {1, 2, 63, 64, 65, 100, 1024, 8192};
    static uint32_t out[8192];
    for (size_t s = 0; s < SIZES; s++) {
        for (int density = 0; density < DENSITIES; density++) {
            struct bitmap b = make(sizes[s], (enum density)density, &seed);
            for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
                size_t start = sizes[s] ? next_random(&seed) % (sizes[s] + 1) : 0;
                size_t from = k % 2 ? start : 0;
                size_t seen = from;
                size_t n;
                while ((n = bitmap_next(&b, &from, out, blocks[k])) > 0) {
                    assert_true(n <= blocks[k]);
                    for (size_t i = 0; i < n; i++, seen++) {
                        while (!bitmap_get(&b, seen)) {
                            seen++;
                            assert_true(seen < sizes[s]);
                        }
                        assert_int_equal(out[i], seen);
                    }
                    assert_true(from >= seen && from <= sizes[s]);
                }
                for (; seen < sizes[s]; seen++) {
                    assert_false(bitmap_get(&b, seen));
                }
                assert_int_equal(bitmap_next(&b, &from, out, 1), 0);
            }
            bitmap_free(&b);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logic_is_bitwise),
        cmocka_unit_test(equality_and_single_bits),
        cmocka_unit_test(walk_finds_every_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
