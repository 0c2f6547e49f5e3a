/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passes over the lines against one line at a time, at every width and around the ends of
 * words of 64 lines. */
#include "filter/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST 300
#define WORDS (MOST / 64 + 1)

static uint64_t seed = 42;

static uint32_t draw(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static bool bit(const uint64_t *words, size_t i)
{
    return (words[i / 64] >> (i % 64)) & 1U;
}

/* No bit beyond the last line may be set. */
static void nothing_beyond(const uint64_t *words, size_t lines)
{
    for (size_t i = lines; i < (size_t)WORDS * 64; i++) {
        assert_false(bit(words, i));
    }
}

static void tables_are_looked_up(void **state)
{
    (void)state;
    static const unsigned widths[] = {1, 2, 4};
    for (int round = 0; round < 3000; round++) {
        unsigned width = widths[round % 3];
        uint32_t values = 1 + draw(width == 1 ? 256 : 1000);
        size_t lines = round < 900 ? (size_t)round / 3 : draw(MOST + 1);
        uint8_t table[1000] = {0}, ids[MOST * 4];
        uint32_t id[MOST];
        uint32_t low = draw(values), high = low + draw(values - low);
        bool run = draw(2);
        for (uint32_t v = 0; v < values; v++) {
            table[v] = run ? v >= low && v <= high : draw(3) == 0;
        }
        for (size_t i = 0; i < lines; i++) {
            id[i] = draw(values);
            memcpy(ids + i * width, &id[i], width); /* little endian */
        }
        struct column c = {.values = values, .width = width, .ids = ids};
        uint64_t out[WORDS] = {0};
        scan_table(NULL, &c, lines, table, out);
        for (size_t i = 0; i < lines; i++) {
            assert_int_equal(bit(out, i), table[id[i]]);
        }
        nothing_beyond(out, lines);
    }
}

static void amounts_states_and_keys_are_compared(void **state)
{
    (void)state;
    for (int round = 0; round < 1000; round++) {
        size_t lines = (size_t)round % (MOST + 1);
        int64_t amount[MOST], from = (int64_t)draw(10) - 5, to = from + draw(6);
        uint8_t kind[MOST];
        uint32_t key[MOST];
        for (size_t i = 0; i < lines; i++) {
            amount[i] = (int64_t)draw(12) - 6;
            kind[i] = (uint8_t)draw(AMOUNT_STATES);
            key[i] = draw(4);
        }
        from = round % 5 == 0 ? INT64_MIN : from;
        to = round % 7 == 0 ? INT64_MAX : to;
        struct amounts m = {.amount = amount, .state = kind};
        uint64_t amounts[WORDS] = {0}, states[WORDS] = {0}, keys[WORDS] = {0};
        scan_amounts(NULL, &m, lines, from, to, amounts);
        scan_states(NULL, kind, lines, AMOUNT_BLANK, states);
        scan_keys(NULL, key, lines, 2, keys);
        for (size_t i = 0; i < lines; i++) {
            bool in = kind[i] == AMOUNT_COUNTED && amount[i] >= from && amount[i] <= to;
            assert_int_equal(bit(amounts, i), in);
            assert_int_equal(bit(states, i), kind[i] == AMOUNT_BLANK);
            assert_int_equal(bit(keys, i), key[i] == 2);
        }
        nothing_beyond(amounts, lines);
        nothing_beyond(states, lines);
        nothing_beyond(keys, lines);
    }
}

/* Two letters alone: hits that overlap, and that would run from one line into the next, are
 * frequent. */
static void texts_are_searched(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t lines = (size_t)round % (MOST + 1);
        uint64_t offset[MOST + 1] = {0};
        char folded[MOST * 8 + 1];
        for (size_t i = 0; i < lines; i++) {
            offset[i + 1] = offset[i] + (draw(4) ? draw(8) : 0);
            for (uint64_t k = offset[i]; k < offset[i + 1]; k++) {
                folded[k] = (char)('a' + (draw(3) == 0));
            }
        }
        char needle[8];
        size_t len = 1 + draw(5);
        for (size_t k = 0; k < len; k++) {
            needle[k] = (char)('a' + draw(2));
        }
        struct text_column c = {.offset = offset, .folded = folded};
        uint64_t any[WORDS] = {0}, begins[WORDS] = {0}, whole[WORDS] = {0}, empty[WORDS] = {0};
        scan_text(NULL, &c, lines, needle, len, false, any);
        scan_text(NULL, &c, lines, needle, len, true, begins);
        scan_text_whole(NULL, &c, lines, needle, len, whole);
        scan_text_whole(NULL, &c, lines, "", 0, empty);
        for (size_t i = 0; i < lines; i++) {
            size_t n = offset[i + 1] - offset[i];
            const char *text = folded + offset[i];
            bool start = n >= len && memcmp(text, needle, len) == 0;
            assert_int_equal(bit(any, i), memmem(text, n, needle, len) != NULL);
            assert_int_equal(bit(begins, i), start);
            assert_int_equal(bit(whole, i), start && n == len);
            assert_int_equal(bit(empty, i), n == 0);
        }
        nothing_beyond(any, lines);
        nothing_beyond(begins, lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_looked_up),
        cmocka_unit_test(amounts_states_and_keys_are_compared),
        cmocka_unit_test(texts_are_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
