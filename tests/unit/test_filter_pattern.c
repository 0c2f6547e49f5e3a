/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns drawn at random over texts of two letters, against the regular expressions of the C
 * library, text by text; and what becomes of letters beyond ASCII and of what is too much. */
#include "filter/pattern.h"

#include "base/buffer.h"

#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST 400

static uint64_t seed = 11;

static uint32_t draw(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static void draw_pattern(struct buffer *b, int depth)
{
    static const char *const atoms[] = {"a", "b", "b", ".", "[ab]", "[^a]", "c"};
    static const char *const times[] = {"", "", "", "*", "+", "?", "{1,2}", "{2}"};
    uint32_t n = 1 + draw(3);
    for (uint32_t i = 0; i < n; i++) {
        if (depth > 0 && draw(3) == 0) {
            buffer_addc(b, '(');
            draw_pattern(b, depth - 1);
            if (draw(2)) {
                buffer_addc(b, '|');
                draw_pattern(b, depth - 1);
            }
            buffer_addc(b, ')');
        } else {
            buffer_adds(b, atoms[draw(7)]);
        }
        buffer_adds(b, times[draw(8)]);
    }
}

/* Lines without text, and texts in which hits that run over several lines are frequent. */
static void draw_texts(uint64_t *offset, char *folded, size_t lines)
{
    uint32_t rare = 1 + draw(12);
    for (size_t i = 0; i < lines; i++) {
        offset[i + 1] = offset[i] + (draw(4) ? draw(8) : 0);
        for (uint64_t k = offset[i]; k < offset[i + 1]; k++) {
            folded[k] = draw(rare) ? 'b' : draw(9) ? 'a' : 'c';
        }
    }
}

static void patterns_find_what_the_library_finds(void **state)
{
    (void)state;
    static char folded[MOST * 8 + 1];
    size_t taken = 0, all = 0;
    for (int round = 0; round < 1500; round++) {
        uint64_t offset[MOST + 1] = {0}, out[MOST / 64 + 1] = {0};
        size_t lines = draw(MOST + 1);
        struct arena a = {0};
        struct buffer b = {0};
        struct error e;
        const struct pattern *p;
        regex_t other;
        buffer_adds(&b, draw(5) ? "" : "^");
        draw_pattern(&b, 2);
        buffer_adds(&b, draw(5) ? "" : "$");
        draw_texts(offset, folded, lines);
        if (pattern_compile(NULL, buffer_text(&b), b.len, 0, &a, &p, &e) != STATUS_OK) {
            fail_msg("%s: %s", buffer_text(&b), e.text);
        }
        assert_int_equal(regcomp(&other, buffer_text(&b), REG_EXTENDED | REG_NOSUB), 0);
        struct text_column c = {.offset = offset, .folded = folded};
        assert_int_equal(pattern_texts(NULL, p, &c, lines, out), STATUS_OK);
        for (size_t i = 0; i < lines; i++) {
            char text[9] = "";
            memcpy(text, folded + offset[i], offset[i + 1] - offset[i]);
            bool wanted = *text && regexec(&other, text, 0, NULL, 0) == 0;
            bool got = out[i / 64] >> (i % 64) & 1;
            if (wanted != got) {
                fail_msg("/%s/ %s \"%s\" of line %zu of %zu", buffer_text(&b),
                         got ? "finds" : "does not find", text, i, lines);
            }
            taken += got;
            all++;
        }
        regfree(&other);
        buffer_free(&b);
        arena_free(&a);
    }
    assert_true(taken > all / 20 && taken < all - all / 20);
}

/* The pattern and a text as files have it: what is found is said of the folded text. */
static void letters_are_folded(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool found;
    } rows[] = {
        {"THÉ", "Le the vert", true},
        {"caf[éè]s?$", "Café", true},
        {"stra(ß|x)e", "STRASSE", true},
        {"æ+n", "ÆÆN", true},
        {"æ+n", "aæen", false},
        {"\\Qé.\\E", "e.", true},
        {"\\Qé.\\E", "ex", false},
        {"\\é\\.", "É.", true},
        {"ยา.บ้า", "ยาxบ้า", true},
        {"^.{2}$", "กข", true},
        {"^.*\\p{Thai}{3}", "abc กขค", true},
        {"\\w", "กขค", false},
        {"\\p{L}x", "กx", true},
        {"[^a]b", "éb", true},
        {"a.b", "a\nb", true},
        {"[]a]b", "]b", true},
        {"\\/", "and/or", true},
        {"(?i)Tea", "TEA", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct error e;
        const struct pattern *p;
        struct value v = {.code = rows[i].text, .label = rows[i].text};
        uint8_t table = 0;
        if (pattern_compile(NULL, rows[i].pattern, strlen(rows[i].pattern), 0, &a, &p, &e) !=
            STATUS_OK) {
            fail_msg("%s: %s", rows[i].pattern, e.text);
        }
        assert_int_equal(pattern_values(p, &v, 1, &table), STATUS_OK);
        if (table != rows[i].found) {
            fail_msg("/%s/ on \"%s\"", rows[i].pattern, rows[i].text);
        }
        arena_free(&a);
    }
}

/* Patterns that other engines take minutes or for ever with: taken or refused, at once. */
static void nothing_hangs(void **state)
{
    (void)state;
    static const char *const patterns[] = {"(a+)+$",
                                           "(a|aa)+$",
                                           "(a*)*b",
                                           "(.*a){25}",
                                           "(\\p{L}{1,20}x){1,10}",
                                           "((((a{1,99}){1,99}){1,99}){1,99}){1,99}",
                                           "(\\w{1,99}x){1,99}",
                                           "([^a]{1,50}x){1,50}"};
    static char text[100001];
    memset(text, 'a', sizeof text - 2);
    text[sizeof text - 2] = '!';
    uint64_t offset[2] = {0, sizeof text - 1};
    struct text_column c = {.offset = offset, .folded = text};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct arena a = {0};
        struct error e;
        const struct pattern *p;
        uint64_t out = 0;
        enum status status =
            pattern_compile(NULL, patterns[i], strlen(patterns[i]), 0, &a, &p, &e);
        assert_true(status == STATUS_OK || status == STATUS_MISUSE);
        if (status == STATUS_OK) {
            assert_int_equal(pattern_texts(NULL, p, &c, 1, &out), STATUS_OK);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_find_what_the_library_finds),
        cmocka_unit_test(letters_are_folded),
        cmocka_unit_test(nothing_hangs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
