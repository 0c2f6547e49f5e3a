/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and cells of hostile CSV, at every size of the blocks that the text arrives in. */
#include "ingest/dialect.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct input {
    const char *text;
    size_t len, block;
};

static enum status read_input(void *data, char *out, size_t room, size_t *got, struct error *e)
{
    struct input *in = data;
    (void)e;
    *got = in->len < in->block ? in->len : in->block;
    *got = *got < room ? *got : room;
    memcpy(out, in->text, *got);
    in->text += *got;
    in->len -= *got;
    return STATUS_OK;
}

/* "row:cell|cell/row:cell|cell", with ! for a record given up and ? for a stray quote. */
static void show(struct input in, char delimiter, bool keep_blank, struct buffer *out)
{
    struct records *r;
    struct record record;
    struct error e;
    bool more = true;
    const struct dialect d = {.delimiter = {delimiter}, .length = 1};
    assert_int_equal(records_open(&r, read_input, &in, &d, &e), STATUS_OK);
    if (keep_blank)
        records_keep_blank_lines(r);
    for (;;) {
        assert_int_equal(records_next(r, &record, &more, &e), STATUS_OK);
        if (!more)
            break;
        buffer_addf(out, "%s%u%s%s:", out->len ? "/" : "", record.row,
                    record.flags & RECORD_GIVEN_UP ? "!" : "",
                    record.flags & RECORD_STRAY_QUOTE ? "?" : "");
        for (size_t i = 0; i < record.count; i++) {
            buffer_adds(out, i ? "|" : "");
            buffer_add(out, record.cells[i].text, record.cells[i].length);
        }
    }
    records_close(&r);
}

static const struct {
    const char *what, *text, *records;
} cases[] = {
    {"line ends", "a,b\nc,d\r\ne,f\rg,h", "1:a|b/2:c|d/3:e|f/4:g|h"},
    {"blank lines are passed over and counted", "\n\na\r\n\r\nb\n", "3:a/5:b"},
    {"empty cells", ",\na,,\n", "1:|/2:a||"},
    {"quotes", "\"a,b\",\"c\"\"d\",\"\"\n", "1:a,b|c\"d|"},
    {"line ends in quotes", "\"a\nb\r\nc\rd\",e\nf\n", "1:a\nb\r\nc\rd|e/5:f"},
    {"blanks beside quotes", "\"a\" ,b, \"c\"\t\nd\n", "1:a|b|c/2:d"},
    {"blanks without quotes stay", " a , b \n", "1: a | b "},
    {"quotes within a plain cell", "5\" disk,x\ny\n", "1?:5\" disk|x/2:y"},
    {"quotes within quotes", "\"a \"b\" c\",d\n", "1?:a \"b\" c|d"},
    {"stray quote never crosses a line", "\"a\" b,c\nd,e\n", "1?:a\" b,c/2:d|e"},
    {"open quote to the end", "a,\"b\nc,d\ne", "1!:a|\"b/2:c|d/3:e"},
    {"open quote on the last line", "a\n\"b,c", "1:a/2!:\"b|c"},
    {"a quoted cell alone", "\"\"\n", "1:"},
    {"doubled quotes at the edges", "\"\"\"a\"\"\"\n", "1:\"a\""},
    {"delimiter at the end", "a,\n", "1:a|"},
    {"nothing", "", ""},
};

static void test_hostile_records(void **state)
{
    (void)state;
    static const size_t blocks[] = {1, 2, 3, 7, 1 << 16};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++) {
            struct buffer out = {0};
            show((struct input){cases[i].text, strlen(cases[i].text), blocks[b]}, ',', false,
                 &out);
            if (strcmp(buffer_text(&out), cases[i].records))
                fail_msg("%s, blocks of %zu: %s, not %s", cases[i].what, blocks[b],
                         buffer_text(&out), cases[i].records);
            buffer_free(&out);
        }
}

/* A record that comes byte by byte is never in sight as a whole, so libcsv takes it apart. */
static void test_plain_records_are_those_of_libcsv(void **state)
{
    (void)state;
    static const char alphabet[] = {'a',  'b',  ' ', ',',  ';',   '\t',
                                    '\n', '\r', '"', '\0', '\xE9'};
    static const char delimiters[] = {',', ';', '\t'};
    uint64_t random = 1;
    for (int i = 0; i < 60000; i++) {
        char text[80];
        size_t len = 0, most = (size_t)i % sizeof text;
        /* One half holds no quotes: all its records are plain. */
        size_t letters = i % 2 ? sizeof alphabet : 8;
        while (len < most) {
            random = random * 6364136223846793005ULL + 1442695040888963407ULL;
            text[len++] = alphabet[(random >> 33) % letters];
        }
        char delimiter = delimiters[i / 2 % 3];
        struct buffer whole = {0}, bytes = {0};
        show((struct input){text, len, sizeof text}, delimiter, i % 5 == 0, &whole);
        show((struct input){text, len, 1}, delimiter, i % 5 == 0, &bytes);
        if (whole.len != bytes.len ||
            memcmp(buffer_text(&whole), buffer_text(&bytes), whole.len))
            fail_msg("text %d: %s, byte by byte %s", i, buffer_text(&whole),
                     buffer_text(&bytes));
        buffer_free(&whole);
        buffer_free(&bytes);
    }
}

static void test_nul_is_kept(void **state)
{
    (void)state;
    struct buffer out = {0};
    show((struct input){"a\0b,\"c\0d\"\n", 10, 1 << 16}, ',', false, &out);
    assert_int_equal(out.len, 9);
    assert_memory_equal(out.data, "1:a\0b|c\0d", 9);
    buffer_free(&out);
}

/* 64 lines or 1 MB of an open quote are enough: that line is literal, the rest is read. */
static void test_quote_is_given_up(void **state)
{
    (void)state;
    struct buffer text = {0}, out = {0};
    buffer_adds(&text, "\"open,x\n");
    for (int i = 2; i <= 200; i++)
        buffer_addf(&text, "%d\n", i);
    buffer_adds(&text, "\"closed\"\n");
    show((struct input){text.data, text.len, 100}, ',', false, &out);
    assert_memory_equal(out.data, "1!:\"open|x/2:2/3:3/", 18);
    assert_non_null(strstr(out.data, "/200:200/201:closed"));
    buffer_clear(&text);
    buffer_clear(&out);
    buffer_adds(&text, "\"");
    for (size_t i = 0; i < (2 << 20) / 8; i++)
        buffer_adds(&text, "........");
    buffer_adds(&text, "\nnext\n");
    show((struct input){text.data, text.len, 1 << 16}, ',', false, &out);
    assert_int_equal(out.len, 3 + 1 + (2 << 20) + 7);
    assert_string_equal(out.data + out.len - 7, "/2:next");
    buffer_free(&text);
    buffer_free(&out);
}

static void test_blank_rows_of_one_column(void **state)
{
    (void)state;
    struct buffer out = {0};
    show((struct input){"a\n\r\n\nb\n", 7, 1}, ',', true, &out);
    assert_string_equal(buffer_text(&out), "1:a/2:/3:/4:b");
    buffer_free(&out);
}

static void test_delimiter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char delimiter;
    } samples[] = {
        {"a,b\n1,2\n", ','},
        {"a;b\n1,5;2,5\n1,5;2,5\n", ';'},
        {"a\tb\n1,2,3\t4\n", '\t'},
        {"a|b|c\n1|2|3\n", '|'},
        {"one\ntwo\n", ','},
        {"a;b\n\"x;y;z\";2\n", ';'},
        {"a,b;c\n1,2;3\n1,2;3;4\n", ','},
        {"a;b;c\n1;2\n1\n", ';'},
        {"", ','},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct dialect d = {0};
        struct error e;
        const char *text = samples[i].text;
        assert_int_equal(dialect_find((struct sample){text, strlen(text), true}, &d, &e),
                         STATUS_OK);
        if (d.length != 1 || d.delimiter[0] != samples[i].delimiter || d.quote != '"' ||
            d.backslash)
            fail_msg("%s: '%s' %c %d", text, d.delimiter, d.quote, d.backslash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_records),
        cmocka_unit_test(test_plain_records_are_those_of_libcsv),
        cmocka_unit_test(test_nul_is_kept),
        cmocka_unit_test(test_quote_is_given_up),
        cmocka_unit_test(test_blank_rows_of_one_column),
        cmocka_unit_test(test_delimiter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
