/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/map: dictionary and numbering against a naive search. */
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Texts of 0 to 40 bytes over two letters and NUL: many repeat, many share long parts. */
static void dictionary_agrees_with_search(void **state)
{
    (void)state;
    enum { TEXTS = 4000 };
    static char texts[TEXTS][40];
    static size_t lengths[TEXTS];
    uint64_t seed = 2463534242ULL;
    uint32_t count = 0;
    struct dictionary d = {0};
    assert_int_equal(dictionary_find(&d, "x", 1), MAP_NONE);
    for (int i = 0; i < TEXTS; i++) {
        char text[40];
        size_t len = next_random(&seed) % 41;
        memset(text, 'a', sizeof text);
        for (int flips = 0; flips < 3 && len; flips++) {
            text[next_random(&seed) % len] = "ab\0"[next_random(&seed) % 3];
        }
        uint32_t expected = 0;
        while (expected < count &&
               (lengths[expected] != len || memcmp(texts[expected], text, len) != 0)) {
            expected++;
        }
        assert_int_equal(dictionary_find(&d, text, len),
                         expected == count ? MAP_NONE : expected);
        assert_int_equal(dictionary_add(&d, text, len), expected);
        if (expected == count) {
            memcpy(texts[count], text, len);
            lengths[count++] = len;
        }
        assert_int_equal(d.count, count);
        assert_true(d.count <= d.slot_count * 7ULL / 10);
    }
    assert_true(count > 1000 && count < TEXTS);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(d.lengths[i], lengths[i]);
        assert_memory_equal(d.texts[i], texts[i], lengths[i]);
        assert_int_equal(d.texts[i][lengths[i]], '\0');
    }
    dictionary_free(&d);
    assert_int_equal(d.count, 0);
    dictionary_free(NULL);
}

/* One byte changed anywhere in a text of any length makes another text. */
static void dictionary_sees_every_byte(void **state)
{
    (void)state;
    struct dictionary d = {0};
    uint32_t codes = 0;
    for (size_t len = 0; len <= 70; len++) {
        char text[70];
        memset(text, 'k', sizeof text);
        assert_int_equal(dictionary_add(&d, text, len), codes++);
        for (size_t i = 0; i < len; i++) {
            text[i] = 'l';
            assert_int_equal(dictionary_add(&d, text, len), codes++);
            text[i] = 'k';
        }
        assert_int_equal(dictionary_add(&d, text, len), codes - len - 1);
    }
    assert_int_equal(dictionary_find(&d, NULL, 0), 0);
    dictionary_free(&d);
}

/* The longest run of taken slots tells whether a hash spreads a pattern of keys. */
static size_t longest_run(const struct numbering *n)
{
    size_t longest = 0;
    size_t run = 0;
    for (uint32_t i = 0; i < n->slot_count; i++) {
        run = n->slots[i] ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Keys as they come: row numbers, packed pairs of codes, high bits alone, doubles, noise. */
static uint64_t pattern_key(int pattern, uint32_t i, uint64_t *seed)
{
    double x = i;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t keys[] = {
        i,
        (uint64_t)(i / 300) << 32 | i % 300,
        (uint64_t)i << 40,
        bits,
        (uint64_t)i * 64,
        next_random(seed) % 60000,
    };
    return keys[pattern];
}

static void numbering_agrees_with_array(void **state)
{
    (void)state;
    enum { KEYS = 50000 };
    for (int pattern = 0; pattern < 6; pattern++) {
        struct numbering n = {0};
        uint64_t seed = 123456789;
        assert_int_equal(numbering_find(&n, 0), MAP_NONE);
        for (uint32_t i = 0; i < KEYS; i++) {
            bool is_new = false;
            uint64_t key = pattern_key(pattern, i, &seed);
            uint32_t before = numbering_find(&n, key);
            uint32_t count = n.count;
            uint32_t number = numbering_add(&n, key, &is_new);
            assert_int_equal(is_new, before == MAP_NONE);
            assert_int_equal(number, is_new ? count : before);
            assert_int_equal(n.count, count + is_new);
            assert_true(n.keys[number] == key);
            if (pattern < 5) {
                assert_true(is_new); /* those patterns never repeat */
            }
        }
        assert_true(longest_run(&n) < 600);
        for (uint32_t i = 0; i < n.count; i++) {
            assert_int_equal(numbering_find(&n, n.keys[i]), i);
            assert_int_equal(numbering_add(&n, n.keys[i], NULL), i);
        }
        assert_int_equal(numbering_find(&n, UINT64_MAX - 1), MAP_NONE);
        numbering_free(&n);
        numbering_free(NULL);
    }
}

/* The keys 0 .. 2999 in a random order, twice, against a table by key. */
static void numbering_agrees_with_search(void **state)
{
    (void)state;
    enum { RANGE = 3000 };
    static uint32_t expected[RANGE];
    memset(expected, 0xFF, sizeof expected);
    struct numbering n = {0};
    uint64_t seed = 521288629;
    uint32_t count = 0;
    for (int i = 0; i < 20000; i++) {
        uint64_t k = next_random(&seed) % RANGE;
        if (expected[k] == MAP_NONE) {
            expected[k] = count++;
        }
        assert_int_equal(numbering_add(&n, k * 0x100000001ULL, NULL), expected[k]);
    }
    assert_int_equal(n.count, count);
    numbering_free(&n);
}

static void reserved_room_is_enough(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 10, 11, 12, 700, 1000, 100000};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        struct numbering n = {0};
        assert_true(numbering_reserve(&n, counts[k]));
        const uint64_t *keys = n.keys;
        const uint32_t *slots = n.slots;
        for (uint32_t i = 0; i < counts[k]; i++) {
            assert_int_equal(numbering_add(&n, i * 7919ULL, NULL), i);
        }
        assert_ptr_equal(n.keys, keys);
        assert_ptr_equal(n.slots, slots);
        assert_true(numbering_reserve(&n, 5));
        assert_int_equal(n.count, counts[k]);
        numbering_free(&n);
    }
    struct numbering n = {0};
    assert_false(numbering_reserve(&n, (size_t)1 << 40));
    numbering_free(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dictionary_agrees_with_search),
        cmocka_unit_test(dictionary_sees_every_byte),
        cmocka_unit_test(numbering_agrees_with_array),
        cmocka_unit_test(numbering_agrees_with_search),
        cmocka_unit_test(reserved_room_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
