/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of base/text: decoding, trimming, folding, keys, and the distance of words. */
#include "base/text.h"
#include "base/text_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static void characters_round_trip(void **state)
{
    (void)state;
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        int32_t back;
        if (c == 0xD800) {
            c = 0xE000;
        }
        size_t n = text_encode(c, bytes);
        if (text_decode(bytes, n, &back) != n || back != c || !text_is_utf8(bytes, n)) {
            fail_msg("U+%04X does not come back", (unsigned)c);
        }
        for (size_t cut = 1; cut < n; cut++) {
            if (text_decode(bytes, cut, &back) != 1 || back != -1) {
                fail_msg("U+%04X cut to %zu bytes is read", (unsigned)c, cut);
            }
        }
    }
    int32_t c = 5;
    assert_int_equal(text_decode("", 0, &c), 0);
    assert_int_equal(c, -1);
    char bytes[4];
    assert_int_equal(text_encode(0xD800, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

/* Every sequence of two bytes, and samples of three and four, as utf8proc judges them. */
static void decoding_agrees_with_utf8proc(void **state)
{
    (void)state;
    static const unsigned char tails[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90,
                                          0x9F, 0xA0, 0xBF, 0xC0, 0xED, 0xFF};
    for (int first = 0x80; first < 0x100; first++) {
        for (int second = 0; second < 0x100; second++) {
            for (int tail = 0; tail < 144; tail++) {
                char bytes[4] = {(char)first, (char)second, (char)tails[tail / 12],
                                 (char)tails[tail % 12]};
                for (size_t len = 1; len <= 4; len++) {
                    utf8proc_int32_t expected;
                    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)bytes,
                                                          (utf8proc_ssize_t)len, &expected);
                    int32_t got;
                    size_t taken = text_decode(bytes, len, &got);
                    if (taken != (n < 0 ? 1 : (size_t)n) || got != (n < 0 ? -1 : expected)) {
                        fail_msg("%02X %02X %02X %02X of %zu", first, second, tails[tail / 12],
                                 tails[tail % 12], len);
                    }
                }
            }
        }
    }
}

static void finds_bytes_that_are_not_utf8(void **state)
{
    (void)state;
    for (size_t len = 1; len < 40; len++) {
        for (size_t at = 0; at < len; at++) {
            char text[40];
            memset(text, 'a', sizeof text);
            assert_true(text_is_utf8(text, len));
            text[at] = '\x9B';
            assert_false(text_is_utf8(text, len));
        }
    }
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8("Зажигалка 中文 🚢 abcdefghijkl", 39));
}

static void trims_white_space(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"", ""},
        {"a", "a"},
        {" \t\r\n\v\f a b \n", "a b"},
        {"\u00A0\u3000\uFEFFx\uFEFF\u3000\u00A0", "x"},
        {"\u2003é\u2003", "é"},
        {"   ", ""},
        {"\u3000", ""},
        {"\xA0x\xA0", "\xA0x\xA0"}, /* a Latin-1 byte is no UTF-8 blank */
        {"x\xC2", "x\xC2"},
        {"x \x80", "x \x80"},
        {"中 ", "中"},
        {"\u200Bx\u200B", "\u200Bx\u200B"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *start;
        size_t len = text_trim(rows[i].text, strlen(rows[i].text), &start);
        assert_int_equal(len, strlen(rows[i].expected));
        assert_memory_equal(start, rows[i].expected, len);
    }
}

/* text, folded, key */
static const struct {
    const char *text, *folded, *key;
} foldings[] = {
    {"", "", ""},
    {"Le Havre", "le havre", "le havre"},
    {"In-Mail ", "in-mail ", "in mail"},
    {"  A.B-C__d  ", "  a.b-c__d  ", "a b c d"},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ@[`{09", "abcdefghijklmnopqrstuvwxyz@[`{09",
     "abcdefghijklmnopqrstuvwxyz 09"},
    {"é E Ⓔ É e\u0301", "e e e e e", "e e e e e"},
    {"CÔTE D’IVOIRE", "cote d’ivoire", "cote d ivoire"},
    {"Ærø Łódź Đakovo Straße STRASSE", "aero lodz dakovo strasse strasse",
     "aero lodz dakovo strasse strasse"},
    {"Œuvre ŒUVRE Þór ĲSSEL", "oeuvre oeuvre thor ijssel", "oeuvre oeuvre thor ijssel"},
    {"İstanbul Iğdır ISPARTA", "istanbul igdir isparta", "istanbul igdir isparta"},
    {"ΑΘΉΝΑΣ Αθήνας", "αθηνασ αθηνασ", "αθηνασ αθηνασ"},
    {"ᾳ ᾼ α\u0345", "α α α", "α α α"},
    {"Київ ЁЖ", "киів еж", "киів еж"},
    {"ＡＢＣ１２３ ﬁn", "abc123 fin", "abc123 fin"},
    {"m² ½ № ™", "m2 1⁄2 no tm", "m2 1 2 no tm"},
    {"so\u00ADft ze\u200Bro\uFEFF", "soft zero", "soft zero"},
    {"مُحَمَّد", "محمد", "محمد"},
    {"हिन्दी", "हिन्दी", "हिन्दी"},
    {"ที่", "ที่", "ที่"},
    {"中文（广州）", "中文(广州)", "中文 广州"},
    {"r\xE9sum\xE9 \xC9", "r\xE9sum\xE9 \xC9", "r sum"},
    {"a\xC3", "a\xC3", "a"},
    {"---", "---", ""},
    {"\t\u00A0\u3000", "\t  ", ""},
    {"🚢 ship", "🚢 ship", "ship"},
};

static void folds_and_makes_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof foldings / sizeof *foldings; i++) {
        struct buffer folded = {0};
        struct buffer key = {0};
        buffer_adds(&key, "before"); /* what stands there takes no part */
        text_fold(&folded, foldings[i].text, strlen(foldings[i].text));
        text_key(&key, foldings[i].text, strlen(foldings[i].text));
        assert_string_equal(buffer_text(&folded), foldings[i].folded);
        assert_int_equal(folded.len, strlen(foldings[i].folded));
        assert_string_equal(buffer_text(&key) + 6, foldings[i].key);
        buffer_free(&folded);
        buffer_free(&key);
    }
    /* words that differ in a letter stay different */
    static const char *const pairs[][2] = {
        {"बस", "बस\u093E"}, {"バス", "ハス"}, {"ガ", "カ"}, {"ทา", "ที"}, {"a1", "a11"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buffer a = {0};
        struct buffer b = {0};
        text_fold(&a, pairs[i][0], strlen(pairs[i][0]));
        text_fold(&b, pairs[i][1], strlen(pairs[i][1]));
        assert_string_not_equal(buffer_text(&a), buffer_text(&b));
        buffer_free(&a);
        buffer_free(&b);
    }
    struct buffer b = {0};
    text_fold(&b, "A\0B", 3);
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0b", 3);
    buffer_free(&b);
}

/* ASCII alone: the fast path agrees with one byte at a time, at every length and place. */
static void ascii_folds_bytewise(void **state)
{
    (void)state;
    char text[128];
    for (int i = 0; i < 128; i++) {
        text[i] = (char)i;
    }
    for (size_t start = 0; start < 128; start++) {
        for (size_t end = start; end <= 128; end++) {
            struct buffer b = {0};
            text_fold(&b, text + start, end - start);
            assert_int_equal(b.len, end - start);
            for (size_t i = start; i < end; i++) {
                char lower = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
                assert_int_equal(b.data[i - start], lower);
            }
            buffer_free(&b);
        }
    }
}

/* For every character: folding twice changes nothing, and where only accents and no letters of
 * other scripts are in play, utf8proc's own mapping says the same. */
static void folding_is_stable_and_agrees(void **state)
{
    (void)state;
    int compared = 0;
    for (int32_t c = 1; c <= 0x1FFFF; c++) {
        if (c == 0xD800) {
            c = 0xE000;
        }
        char bytes[5];
        size_t n = text_encode(c, bytes);
        bytes[n] = '\0';
        struct buffer once = {0};
        struct buffer twice = {0};
        text_fold(&once, bytes, n);
        text_fold(&twice, buffer_text(&once), once.len);
        if (strcmp(buffer_text(&once), buffer_text(&twice)) != 0) {
            fail_msg("U+%04X folds again", (unsigned)c);
        }
        bool latin_or_greek =
            c < 0x530 || (c >= 0x1E00 && c < 0x2C00) || (c >= 0x1D400 && c < 0x1F200);
        bool plain = false;
        utf8proc_uint8_t *mapped = NULL;
        utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)n, &mapped,
                     (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                         UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                                         UTF8PROC_IGNORE));
        assert_non_null(mapped);
        for (const char *p = (const char *)mapped; *p;) {
            int32_t piece;
            p += text_decode(p, strlen(p), &piece);
            plain |= text_plain_letter(piece) != NULL;
        }
        utf8proc_category_t category = utf8proc_category(c);
        bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
        /* utf8proc makes a letter of the iota below a vowel, or not, by how it is written */
        bool iota = c == 0x37A || (c >= 0x1F80 && c <= 0x1FFF);
        if (latin_or_greek && !plain && !iota && !(mark && !text_is_accent(c))) {
            compared++;
            if (strcmp(buffer_text(&once), (const char *)mapped) != 0) {
                fail_msg("U+%04X: %s, not %s", (unsigned)c, buffer_text(&once), mapped);
            }
        }
        free(mapped);
        buffer_free(&once);
        buffer_free(&twice);
    }
    assert_true(compared > 5000);
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int limit, expected;
    } rows[] = {
        {"", "", 3, 0},
        {"reporter", "reporter", 0, 0},
        {"reporter", "Réporter", 0, 0},
        {"reporter", "reportre", 3, 1},
        {"ab", "ba", 1, 1},
        {"ca", "abc", 5, 3},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"abc", "", 5, 3},
        {"abc", "", 2, 3},
        {"field", "filed", 2, 1},
        {"qty", "quantity", 2, 3},
        {"中文", "中国", 3, 1},
        {"abcdef", "uvwxyz", 3, 4},
        {"a", "b", 0, 1},
        {"abab", "baba", 4, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(text_distance(rows[i].a, rows[i].b, rows[i].limit), rows[i].expected);
        assert_int_equal(text_distance(rows[i].b, rows[i].a, rows[i].limit), rows[i].expected);
    }
}

/* The definition of optimal string alignment, by recursion. */
static int naive(const char *a, size_t na, const char *b, size_t nb)
{
    if (na == 0 || nb == 0) {
        return (int)(na + nb);
    }
    int best = naive(a, na - 1, b, nb - 1) + (a[na - 1] != b[nb - 1]);
    int deleted = naive(a, na - 1, b, nb) + 1;
    int inserted = naive(a, na, b, nb - 1) + 1;
    best = deleted < best ? deleted : best;
    best = inserted < best ? inserted : best;
    if (na > 1 && nb > 1 && a[na - 1] == b[nb - 2] && a[na - 2] == b[nb - 1]) {
        int swapped = naive(a, na - 2, b, nb - 2) + 1;
        best = swapped < best ? swapped : best;
    }
    return best;
}

static void distance_agrees_with_definition(void **state)
{
    (void)state;
    uint32_t seed = 2463534242U;
    for (int i = 0; i < 1500; i++) {
        char words[2][6] = {{0}};
        size_t lengths[2];
        for (int w = 0; w < 2; w++) {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            lengths[w] = seed % 6;
            for (size_t k = 0; k < lengths[w]; k++) {
                words[w][k] = (char)('a' + (seed >> (8 + 2 * k)) % 3);
            }
        }
        int expected = naive(words[0], lengths[0], words[1], lengths[1]);
        for (int limit = 0; limit < 6; limit++) {
            assert_int_equal(text_distance(words[0], words[1], limit),
                             expected > limit ? limit + 1 : expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_round_trip),
        cmocka_unit_test(decoding_agrees_with_utf8proc),
        cmocka_unit_test(finds_bytes_that_are_not_utf8),
        cmocka_unit_test(trims_white_space),
        cmocka_unit_test(folds_and_makes_keys),
        cmocka_unit_test(ascii_folds_bytewise),
        cmocka_unit_test(folding_is_stable_and_agrees),
        cmocka_unit_test(distances),
        cmocka_unit_test(distance_agrees_with_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
