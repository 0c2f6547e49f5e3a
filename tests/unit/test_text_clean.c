/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of text_clean: hostile payloads, cuts at every width, and what must hold for any bytes.
 */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

struct row {
    const char *text;
    size_t len;
    const char *clean, *ascii;
    bool hostile;
};
#define ROW(text, clean, ascii, hostile)                                                       \
    {                                                                                          \
        text, sizeof(text) - 1, clean, ascii, hostile                                          \
    }

static const struct row rows[] = {
    ROW("", "", "", false),
    ROW("plain ~", "plain ~", "plain ~", false),
    ROW("\x1B[31mred\x1B]0;t\a", "<1B>[31mred<1B>]0;t<07>", "<1B>[31mred<1B>]0;t<07>", true),
    ROW("a\0b", "a<00>b", "a<00>b", true),
    ROW("\b\x7F", "<08><7F>", "<08><7F>", true),
    ROW("\xC2\x9B"
        "31m\xC2\x85",
        "<9B>31m<85>", "<9B>31m<85>", true),
    ROW("\x9B"
        "31m",
        "<\\x9B>31m", "<\\x9B>31m", true),
    ROW("a\u202Etxt.exe", "a<202E>txt.exe", "a<202E>txt.exe", true),
    ROW("\u2066x\u2069", "<2066>x<2069>", "<2066>x<2069>", true),
    ROW("ze\u200Bro", "ze<200B>ro", "ze<200B>ro", true),
    ROW("\uFEFFbom", "<FEFF>bom", "<FEFF>bom", true),
    ROW("so\u00ADft", "so<AD>ft", "so<AD>ft", true),
    ROW("\U000E0041\U000E007F", "<E0041><E007F>", "<E0041><E007F>", true),
    ROW("a\u2028b\u2029c", "a<2028>b<2029>c", "a<2028>b<2029>c", true),
    ROW("\uE000\U0010FFFD", "<E000><10FFFD>", "<E000><10FFFD>", true),
    ROW("\uFFFE\uFDD0\U0001FFFF", "<FFFE><FDD0><1FFFF>", "<FFFE><FDD0><1FFFF>", true),
    ROW("\u3164\uFFA0\u115F", "<3164><FFA0><115F>", "<3164><FFA0><115F>", true),
    ROW("❤\uFE0F", "❤<FE0F>", "?<FE0F>", true),
    ROW("a\tb\nc\rd\r\ne\n\rf", "a b c d e  f", "a b c d e  f", false),
    ROW("\xC0\xAF\xED\xA0\x80\xFF", "<\\xC0><\\xAF><\\xED><\\xA0><\\x80><\\xFF>",
        "<\\xC0><\\xAF><\\xED><\\xA0><\\x80><\\xFF>", true),
    ROW("caf\xC3", "caf<\\xC3>", "caf<\\xC3>", true),
    ROW("Éa é e\u0301", "Éa é e\u0301", "Ea e e", false),
    ROW("Ærø Straße Łódź", "Ærø Straße Łódź", "AEro Strasse Lodz", false),
    ROW("“a” – ‘b’ … 5 €", "“a” – ‘b’ … 5 €", "\"a\" - 'b' ... 5 EUR", false),
    ROW("a\u00A0b\u3000c", "a\u00A0b\u3000c", "a b c", false),
    ROW("2 ≠ 3 m²", "2 ≠ 3 m²", "2 ? 3 m2", false),
    ROW("中🚢", "中🚢", "??", false),
    ROW("\u0301a", "◌\u0301a", "?a", false),
    ROW("\x1B\u0301", "<1B>◌\u0301", "<1B>?", true),
    ROW("\t\u0338", " ◌\u0338", " ?", false),
    ROW("a\u0301\u0302\u0303\u0304b", "a\u0301\u0302\u0303\u0304b", "ab", false),
    ROW("a\u0301\u0302\u0303\u0304\u0305b", "a\u0301\u0302\u0303\u0304<305>b", "a<305>b", true),
    ROW("\u1161x", "◌\u1161x", "?x", false),
    ROW("हिन्दी ที่", "हिन्दी ที่", NULL, false),
};

static void payloads_are_shown_harmless(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            const char *expected = ascii ? rows[i].ascii : rows[i].clean;
            struct buffer b = {0};
            buffer_adds(&b, "^");
            int width = text_clean(&b, rows[i].text, rows[i].len, -1, ascii);
            if (expected) {
                assert_string_equal(buffer_text(&b) + 1, expected);
                assert_int_equal(width, text_width(expected, strlen(expected)));
            }
            buffer_free(&b);
        }
        assert_int_equal(text_is_hostile(rows[i].text, rows[i].len), rows[i].hostile);
    }
}

/* What each width leaves of a text; ends: the widths 0 .. 10. */
static void cuts_at_every_width(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ascii;
        const char *cut[11];
    } cuts[] = {
        {"abcd",
         false,
         {"", "…", "a…", "ab…", "abcd", "abcd", "abcd", "abcd", "abcd", "abcd", "abcd"}},
        {"abcd",
         true,
         {"", ">", "a>", "ab>", "abcd", "abcd", "abcd", "abcd", "abcd", "abcd", "abcd"}},
        {"中文字",
         false,
         {"", "…", "…", "中…", "中…", "中文…", "中文字", "中文字", "中文字", "中文字",
          "中文字"}},
        {"a🚢b🚢",
         false,
         {"", "…", "a…", "a…", "a🚢…", "a🚢b…", "a🚢b🚢", "a🚢b🚢", "a🚢b🚢", "a🚢b🚢", "a🚢b🚢"}},
        {"e\u0301e\u0301e\u0301",
         false,
         {"", "…", "e\u0301…", "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301",
          "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301",
          "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301"}},
        {"a\u202E\x9B",
         false,
         {"", "…", "a…", "a…", "a…", "a…", "a…", "a…", "a<202E>…", "a<202E>…", "a<202E>…"}},
    };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        for (int width = 0; width <= 10; width++) {
            struct buffer b = {0};
            int used = text_clean(&b, cuts[i].text, strlen(cuts[i].text), width, cuts[i].ascii);
            assert_string_equal(buffer_text(&b), cuts[i].cut[width]);
            assert_int_equal(used, text_width(buffer_text(&b), b.len));
            buffer_free(&b);
        }
    }
}

static bool is_safe(int32_t c)
{
    const char *category = c < 0 ? "C" : utf8proc_category_string(c);
    return category[0] != 'C' && strcmp(category, "Zl") != 0 && strcmp(category, "Zp") != 0;
}

static void assert_clean(const char *text, size_t len, int width, bool ascii)
{
    struct buffer once = {0};
    struct buffer twice = {0};
    int used = text_clean(&once, text, len, width, ascii);
    assert_true(width < 0 || used <= width);
    assert_int_equal(used, text_width(buffer_text(&once), once.len));
    int base = 0;
    for (size_t i = 0; i < once.len;) {
        int32_t c;
        i += text_decode(once.data + i, once.len - i, &c);
        assert_true(is_safe(c));
        assert_true(!ascii || (c >= 0x20 && c < 0x7F));
        bool mark = text_char_width(c) == 0;
        assert_true(!mark || base);
        base = 1;
    }
    assert_false(text_is_hostile(buffer_text(&once), once.len));
    assert_int_equal(text_clean(&twice, buffer_text(&once), once.len, width, ascii), used);
    assert_string_equal(buffer_text(&twice), buffer_text(&once));
    buffer_free(&once);
    buffer_free(&twice);
}

/* Random bytes and random characters: safe, within the width, and clean the second time. */
static void anything_comes_out_clean(void **state)
{
    (void)state;
    static const int32_t spice[] = {0x1B,   0x9B, 0x202E, 0x200D,  0xFEFF,  0x301,
                                    0x338,  0xE9, 0x20,   0x4E2D,  0x1F6A2, 0x9,
                                    0xD,    0xA,  0x1161, 0x1100,  0xE01,   0xE34,
                                    0xE000, 0x41, 0xFE0F, 0xE0041, 0x3000,  0x2026};
    uint64_t seed = 88172645463325252ULL;
    for (int i = 0; i < 30000; i++) {
        char text[80];
        size_t len = 0;
        for (int k = 0; k < 12; k++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            uint64_t kind = seed >> 60;
            if (kind < 3) {
                text[len++] = (char)(seed >> 20);
            } else if (kind < 12) {
                len += text_encode(spice[(seed >> 20) % (sizeof spice / sizeof *spice)],
                                   text + len);
            } else {
                len += text_encode((int32_t)((seed >> 20) % 0x20000), text + len);
            }
        }
        assert_clean(text, len, (int)(seed >> 10) % 14 - 1, i % 2);
    }
}

/* Every character there is, alone: never raw when its category is none that a terminal shows,
 * and what is hostile is what stands in brackets. */
static void every_character_alone(void **state)
{
    (void)state;
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        if (c == 0xD800) {
            c = 0xE000;
        }
        size_t n = text_encode(c, bytes);
        struct buffer b = {0};
        char code[16];
        snprintf(code, sizeof code, "<%02X>", (unsigned)c);
        text_clean(&b, bytes, n, -1, false);
        bool bracketed = strcmp(buffer_text(&b), code) == 0;
        if (bracketed != text_is_hostile(bytes, n)) {
            fail_msg("U+%04X", (unsigned)c);
        }
        if (!is_safe(c) && !bracketed && c != '\t' && c != '\n' && c != '\r') {
            fail_msg("U+%04X goes out raw", (unsigned)c);
        }
        buffer_free(&b);
    }
}

/* ncurses counts columns with wcwidth: for what goes out raw both must agree, else lines shift.
 * Where wcwidth does not know a character of a newer Unicode there is nothing to compare. */
static void widths_agree_with_the_c_library(void **state)
{
    (void)state;
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        skip();
    }
    for (int32_t c = 0x20; c <= 0x10FFFF; c++) {
        char bytes[4];
        if (c == 0xD800) {
            c = 0xE000;
        }
        if (text_is_hostile(bytes, text_encode(c, bytes))) {
            continue;
        }
        int expected = wcwidth((wchar_t)c);
        if (expected >= 0 && text_char_width(c) != expected) {
            fail_msg("U+%04X takes %d, not %d", (unsigned)c, expected, text_char_width(c));
        }
    }
    setlocale(LC_CTYPE, "C");
    assert_int_equal(text_char_width(0x1B), 0);
    assert_int_equal(text_char_width(0x202E), 0);
    assert_int_equal(text_char_width(0xA7), 1); /* ambiguous */
    assert_int_equal(text_char_width(0x4E2D), 2);
    assert_int_equal(text_char_width(0x1F6A2), 2);
    assert_int_equal(text_width("a中e\u0301🚢", strlen("a中e\u0301🚢")), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payloads_are_shown_harmless),
        cmocka_unit_test(cuts_at_every_width),
        cmocka_unit_test(anything_comes_out_clean),
        cmocka_unit_test(every_character_alone),
        cmocka_unit_test(widths_agree_with_the_c_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
