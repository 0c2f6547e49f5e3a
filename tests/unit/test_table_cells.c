/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text in any cell comes back from every format as that one cell: chosen texts that mean
 * something in one of them, and texts drawn from their characters. */
#include "table_readers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void expect_back(const char *text)
{
    const char *fault = text_comes_back(text);
    if (fault) {
        for (const char *p = text; *p; p++)
            printf("%02x ", (unsigned char)*p);
        printf("\n");
        fail_msg("\"%s\": %s", text, fault);
    }
}

static void test_chosen_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", " ", "a", "a,b", "a;b", "a\tb", "\"", "\"\"", "a\"b", "'", "two\nlines",
        "two\r\nlines", "\n", "\r", "trailing\n", " both ", "\tboth\t",
        /* Formulas, and numbers that are none. */
        "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "-1.5", "-1+2", "-", "\t=1",
        "\r=1",
        "\xef\xbc\x9d"
        "1",
        "0805", "2025-03", "2025-03-31", "1.5", "12E3", "1234567890123456", "3/4", "00", "-007",
        "1e5", "5%", "12:30", "1,5",
        /* Markup. */
        "<script>alert(1)</script>", "</td></tr></table>", "&lt;", "&#60;", "<!--", "<br>",
        "a|b", "a\\|b", "\\", "\\\\", "a\\", "`a`", "``", "**a**", "_a_", "[a](http://b)",
        "![a](b)", "http://a.b", "www.a.b", "a@b.c", "# a", "- a", "+ a", "1. a", "1) a", "> a",
        "---", "===", "~~a~~", "$a$", ":-:", "| --- |", "\\\n",
        /* What acts on a terminal or hides. */
        "\x1b[2J", "\x07", "\x7f", "\xc2\x9b", "\xc2\x85", "\xe2\x80\xa8",
        "\xe2\x80\xae"
        "abc",
        "\xe2\x80\x8b", "\xef\xbb\xbf", "\xf3\xa0\x81\x81", "\x01\x02", "\x1c",
        /* Not UTF-8. */
        "\xff", "\xc0\x80", "\xe2\x80", "\xe2", "a\xf0\x9f", "\xed\xa0\x80",
        /* Other scripts. */
        "caf\xc3\xa9", "\xe5\xa4\xa7\xe9\xba\xbb", "\xd8\xad\xd8\xb4\xd9\x8a\xd8\xb4",
        "e\xcc\x81"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_back(texts[i]);
}

/* The same sequence on every machine. */
static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % below;
}

static void test_drawn_texts(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"",       "'",
                                         ",",        ";",
                                         "\t",       "\n",
                                         "\r",       "\r\n",
                                         "|",        "\\",
                                         "`",        "*",
                                         "_",        "<",
                                         ">",        "&",
                                         "=",        "+",
                                         "-",        "@",
                                         "#",        " ",
                                         "a",        "Z",
                                         "0",        "7",
                                         ".",        "e",
                                         ":",        "/",
                                         "%",        "www",
                                         "://",      "(",
                                         ")",        "[",
                                         "]",        "!",
                                         "~",        "$",
                                         "\x1b",     "\xe2\x80\xae",
                                         "\xc3\xa9", "\xff",
                                         "\xe2\x80", "<td>",
                                         "</td>",    "&amp;",
                                         "<br>",     "\xe2\x80\xa8",
                                         "\xc2\x85", "\xcc\x81"};
    unsigned seed = 20260930;
    for (int i = 0; i < 20000; i++) {
        struct buffer text = {0};
        for (unsigned n = 1 + draw(&seed, 8); n > 0; n--)
            buffer_adds(&text, pieces[draw(&seed, sizeof pieces / sizeof *pieces)]);
        expect_back(buffer_text(&text));
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chosen_texts),
                                       cmocka_unit_test(test_drawn_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
