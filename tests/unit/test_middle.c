/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians by counting ranges against sorting. */
#include "base/middle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define MOST 40000

static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* ---- what numbers can be like */

static uint64_t any(uint64_t r)
{
    return r;
}

static uint64_t of_any_size(uint64_t r)
{
    return r >> (r & 63);
}

static uint64_t one_and_rarely_more(uint64_t r)
{
    return r % 50 ? 1000000 : r % 5000;
}

static uint64_t all_the_same(uint64_t r)
{
    (void)r;
    return 123456789;
}

static uint64_t none_or_all(uint64_t r)
{
    return r & 1 ? UINT64_MAX : 0;
}

static uint64_t close_together(uint64_t r)
{
    return ((uint64_t)1 << 60) + r % 3000;
}

/* Of one power of two, then of one part of it, and so on down: each look leaves nearly all. */
static uint64_t nested(uint64_t r)
{
    return ((uint64_t)1 << 62) | (r % 7 ? (uint64_t)1 << (r % 61) : 0);
}

static uint64_t grams(uint64_t r)
{
    static const uint64_t usual[] = {1000, 1000, 5000, 250, 100000, 0};
    return usual[r % 6];
}

static uint64_t (*const kinds[])(uint64_t) = {any,          of_any_size, one_and_rarely_more,
                                              all_the_same, none_or_all, close_together,
                                              nested,       grams};

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void test_middles_are_those_of_the_sorted(void **state)
{
    (void)state;
    static uint64_t v[MOST], sorted[MOST];
    static const size_t sizes[] = {1,   2,   3,   4,    5,    16,   17,   511,   512,
                                   513, 514, 999, 1000, 2047, 2048, 4099, 39999, 40000};
    uint64_t seed = 88172645463325252U;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            for (int order = 0; order < 3; order++) {
                const size_t n = sizes[s];
                for (size_t i = 0; i < n; i++)
                    sorted[i] = v[i] = kinds[k](random_next(&seed));
                qsort(sorted, n, sizeof *sorted, compare);
                for (size_t i = 0; order && i < n; i++)
                    v[i] = order == 1 ? sorted[i] : sorted[n - 1 - i];
                int128 want = (int128)sorted[(n - 1) / 2] + sorted[n / 2];
                if (middle_twice(v, n) != want)
                    fail_msg("kind %zu, %zu numbers, order %d", k, n, order);
            }
}

/* What is asked is read and left as it stands. */
static void test_numbers_stay_where_they_are(void **state)
{
    (void)state;
    uint64_t v[] = {9, 1, 5, 3};
    assert_true(middle_twice(v, 4) == 8);
    assert_true(middle_twice(v, 3) == 10);
    assert_true(v[0] == 9 && v[1] == 1 && v[2] == 5 && v[3] == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_middles_are_those_of_the_sorted),
        cmocka_unit_test(test_numbers_stay_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
