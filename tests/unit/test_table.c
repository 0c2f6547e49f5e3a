/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as text, CSV and JSON: quoting, formulas, escapes, hostile text, output that fails. */
#include "export/decimal_sign.h"
#include "export/table.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_csv_cells(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        bool number;
        const char *want;
    } records[] = {
        {"plain", false, "plain"},
        {"", false, ""},
        {NULL, false, ""},
        {"a,b", false, "\"a,b\""},
        {"say \"no\"", false, "\"say \"\"no\"\"\""},
        {"\"", false, "\"\"\"\""},
        {"two\nlines", false, "\"two\nlines\""},
        {"two\r\nlines", false, "\"two\r\nlines\""},
        {" first blank", false, "\" first blank\""},
        {"caf\xc3\xa9", false, "caf\xc3\xa9"},
        /* What a spreadsheet would run. */
        {"=1+1", false, "\"'=1+1\""},
        {"+33 1", false, "\"'+33 1\""},
        {"-5+1", false, "\"'-5+1\""},
        {"-5 ", false, "\"'-5 \""},
        {"\n=1", false, "\"'\n=1\""},
        {"\xef\xbc\x9d"
         "1",
         false,
         "\"'\xef\xbc\x9d"
         "1\""}, /* a wide sign */
        {"last blank ", false, "\"last blank \""},
        {"@SUM(A1)", false, "\"'@SUM(A1)\""},
        {"\t=1", false, "\"'\t=1\""},
        {"\r=1", false, "\"'\r=1\""},
        {"=HYPERLINK(\"x\",\"y\")", false, "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
        /* Numbers stay numbers, whoever says so; what is said to be one and is none is a text.
         */
        {"-5", true, "-5"},
        {"-5", false, "-5"},
        {"-12.50", false, "-12.50"},
        {"-5+1", true, "\"'-5+1\""},
        {"new", true, "new"},
        /* A lone sign is a text. */
        {"-", false, "-"},
        {"+", false, "+"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct buffer b = {0};
        csv_record(&b, &records[i].cell, &records[i].number, 1);
        assert_true(b.len > 0 && b.data[b.len - 1] == '\n');
        b.data[b.len - 1] = '\0';
        assert_string_equal(b.data, records[i].want);
        buffer_free(&b);
    }
}

static void test_json_strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } records[] = {
        {"", "\"\""},
        {"caf\xc3\xa9", "\"caf\xc3\xa9\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"a\nb\tc\rd", "\"a\\nb\\u0009c\\u000dd\""},
        {"\x1b[31m", "\"\\u001b[31m\""},
        {"\x7f", "\"\\u007f\""},
        {"\xc2\x9b", "\"\\u009b\""},     /* C1 */
        {"\xe2\x80\xa8", "\"\\u2028\""}, /* line separator */
        {"a\xe2\x80\xae"
         "b",
         "\"a\\u202eb\""},                          /* right-to-left override */
        {"\xe2\x81\xa6", "\"\\u2066\""},            /* isolate */
        {"\xf3\xa0\x81\x81", "\"\\udb40\\udc41\""}, /* a tag character: a pair of surrogates */
        {"\xf0\x9f\x9a\xa2", "\"\xf0\x9f\x9a\xa2\""}, /* a ship is a ship */
        {"\xe4\xb8\xad", "\"\xe4\xb8\xad\""},
        {"\xff\xc0\x80", "\"\\ufffd\\ufffd\\ufffd\""},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct buffer b = {0};
        json_string(&b, records[i].text);
        assert_string_equal(buffer_text(&b), records[i].want);
        buffer_free(&b);
    }
}

static const struct table_column columns[] = {{"name", "Name", false},
                                              {"kg", "Mass, kg", true}};

/* What a table of three rows, a rule and a total becomes. */
static char *write_table(enum table_format format, const char *first)
{
    char *text = NULL;
    size_t size;
    struct table t;
    struct error e = {0};
    FILE *out = open_memstream(&text, &size);
    table_begin(&t, out, format, columns, 2);
    table_row(&t, (const char *[]){first, "1234.5"});
    table_row(&t, (const char *[]){"b", ""});
    table_rule(&t);
    table_row(&t, (const char *[]){"all", "7"});
    assert_int_equal(table_end(&t, "a note", &e), STATUS_OK);
    fclose(out);
    return text;
}

static void test_formats(void **state)
{
    (void)state;
    static const struct {
        enum table_format format;
        const char *want;
    } records[] = {
        {TABLE_CSV, "name,kg\n\xe5\xa4\xa7,1234.5\nb,\nall,7\n"},
        {TABLE_JSON, "{\"rows\":[\n{\"name\":\"\xe5\xa4\xa7\",\"kg\":1234.5},\n"
                     "{\"name\":\"b\",\"kg\":null},\n{\"name\":\"all\",\"kg\":7}\n"
                     "],\"provenance\":\"a note\"}\n"},
        /* Names at the left, numbers at the right, a wide character takes two columns. */
        {TABLE_TEXT, "Name  Mass, kg\n"
                     "──────────────\n"
                     "\xe5\xa4\xa7      1234.5\n"
                     "b\n"
                     "──────────────\n"
                     "all          7\n"
                     "\na note\n"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *got = write_table(records[i].format, "\xe5\xa4\xa7");
        assert_string_equal(got, records[i].want);
        free(got);
    }
}

/* Text is cleaned always; CSV keeps what the file said, it goes to a program. */
static void test_hostile_text(void **state)
{
    (void)state;
    char *text = write_table(TABLE_TEXT, "\x1b[2J\xe2\x80\xae"
                                         "x\ny");
    assert_null(strchr(text, '\x1b'));
    assert_null(strstr(text, "\xe2\x80\xae"));
    assert_non_null(strstr(text, "<1B>[2J<202E>x y"));
    free(text);
    text = write_table(TABLE_CSV, "\x1b[2J");
    assert_non_null(strchr(text, '\x1b'));
    free(text);
}

/* So is what stands below, line by line: a filter holds what was typed or saved by anybody. */
static void test_hostile_note(void **state)
{
    (void)state;
    static const struct table_column one[] = {{"a", NULL, TABLE_WORDS}};
    char *text = NULL;
    size_t size;
    struct table t;
    struct error e = {0};
    FILE *out = open_memstream(&text, &size);
    table_begin(&t, out, TABLE_TEXT, one, 1);
    table_row(&t, (const char *[]){"x"});
    assert_int_equal(table_end(&t, "filter: \033[2J\xe2\x80\xae\n5 seizures", &e), STATUS_OK);
    fclose(out);
    assert_non_null(strstr(text, "\n\nfilter: <1B>[2J<202E>\n5 seizures\n"));
    free(text);
}

/* On a terminal CSV and its header are cleaned too. */
static void test_csv_on_a_terminal(void **state)
{
    (void)state;
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) || unlockpt(master)) {
        print_message("skipped: no pseudo terminal here\n");
        skip();
    }
    FILE *out = fopen(ptsname(master), "r+");
    assert_non_null(out);
    const struct table_column hostile[] = {{"a\x1b[31mb", NULL, false}};
    struct table t;
    struct error e = {0};
    char got[512] = "";
    table_begin(&t, out, TABLE_CSV, hostile, 1);
    table_row(&t, (const char *[]){"c\x1b[2Jd"});
    assert_int_equal(table_end(&t, NULL, &e), STATUS_OK);
    ssize_t n = read(master, got, sizeof got - 1);
    assert_true(n > 0);
    assert_null(strchr(got, '\x1b'));
    assert_non_null(strstr(got, "a<1B>[31mb"));
    fclose(out);
    close(master);
}

/* Rows without end are kept whole, in order. */
static void test_many_rows_of_text(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    struct table t;
    struct error e = {0};
    FILE *out = open_memstream(&text, &size);
    table_begin(&t, out, TABLE_TEXT, columns, 2);
    for (int i = 0; i < 3000; i++) {
        char name[16];
        snprintf(name, sizeof name, "row %d", i);
        table_row(&t, (const char *[]){name, "1"});
    }
    assert_int_equal(table_end(&t, "", &e), STATUS_OK);
    fclose(out);
    size_t lines = 0;
    for (const char *p = text; (p = strchr(p, '\n')); p++)
        lines++;
    assert_int_equal(lines, 3002);
    assert_non_null(strstr(text, "row 2999"));
    free(text);
}

static void test_a_full_disk_is_told(void **state)
{
    (void)state;
    static const enum table_format formats[] = {TABLE_TEXT, TABLE_CSV, TABLE_JSON};
    for (size_t i = 0; i < 3; i++) {
        FILE *out = fopen("/dev/full", "w");
        if (!out) {
            print_message("skipped: no /dev/full here\n");
            skip();
        }
        struct table t;
        struct error e = {0};
        table_begin(&t, out, formats[i], columns, 2);
        table_row(&t, (const char *[]){"a", "1"});
        assert_int_equal(table_end(&t, "note", &e), STATUS_FAILED);
        assert_non_null(strstr(e.text, "could not be written"));
        fclose(out);
    }
}

/* The same table in the forms that people and spreadsheets take away. */
static void test_forms(void **state)
{
    (void)state;
    static const struct table_column heads[] = {{"name", "Name", TABLE_WORDS},
                                                {"kg", "Mass, kg", TABLE_NUMBERS},
                                                {"hs", "HS", TABLE_SPELLED}};
    static const struct {
        enum table_format format;
        struct table_manner manner;
        const char *want;
    } records[] = {
        {TABLE_CSV,
         {.carry = true},
         "name,kg,hs\na;b,-1.5,0805\nall,7,\n\n# a note\n# another\n"},
        {TABLE_CSV, {.carry = true, .bare = true}, "name,kg,hs\na;b,-1.5,0805\nall,7,\n"},
        {TABLE_TSV, {0}, "name\tkg\ths\na;b\t-1.5\t0805\nall\t7\t\n\n# a note\n# another\n"},
        {TABLE_EXCEL,
         {.comma = true},
         "\xef\xbb\xbfname;kg;hs\r\n\"a;b\";-1,5;\"=\"\"0805\"\"\"\r\nall;7;\r\n"
         "\r\n# a note\r\n# another\r\n"},
        {TABLE_EXCEL,
         {.bare = true},
         "\xef\xbb\xbfname,kg,hs\r\n\"a;b\",-1.5,\"=\"\"0805\"\"\"\r\nall,7,\r\n"},
        {TABLE_MARKDOWN,
         {.marking = "RESTRICTED"},
         "**RESTRICTED**\n\n| Name | Mass, kg | HS |\n| --- | ---: | --- |\n"
         "| a;b | -1.5 | 0805 |\n| **all** | 7 |  |\n\na note\\\nanother\n"},
        {TABLE_JSON,
         {.carry = true, .marking = "RESTRICTED"},
         "{\"rows\":[\n{\"name\":\"a;b\",\"kg\":-1.5,\"hs\":\"0805\"},\n"
         "{\"name\":\"all\",\"kg\":7,\"hs\":\"\"}\n"
         "],\"provenance\":\"a note\\nanother\",\"marking\":\"RESTRICTED\"}\n"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *text = NULL;
        size_t size;
        struct table t;
        struct error e = {0};
        FILE *out = open_memstream(&text, &size);
        table_begin_as(&t, out, records[i].format, heads, 3, &records[i].manner);
        table_row(&t, (const char *[]){"a;b", "-1.5", "0805"});
        table_row_as(&t, TABLE_TOTAL, (const char *[]){"all", "7", ""});
        assert_int_equal(table_end(&t, "a note\nanother", &e), STATUS_OK);
        fclose(out);
        assert_string_equal(text, records[i].want);
        free(text);
    }
}

/* A line of the note begins no heading, list or rule in Markdown; a cell needs no such care. */
static void test_markdown_notes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell, *note;
    } records[] = {
        {"# a", "# a", "\\# a"},
        {"- a", "- a", "\\- a"},
        {"+7 %", "+7 %", "\\+7 %"},
        {"1. a", "1. a", "1\\. a"},
        {"12) a", "12) a", "12\\) a"},
        {"===", "===", "\\==="},
        {"a - b", "a - b", "a - b"},
        {"WWW.a.b", "WWW\\.a.b", "WWW\\.a.b"},
        {"1.234,5", "1.234,5", "1\\.234,5"},
        {"[a](http://b)", "\\[a\\](http\\://b)", "\\[a\\](http\\://b)"},
    };
    static const struct table_column column = {"c", NULL, TABLE_WORDS};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *text = NULL, want[200];
        size_t size;
        struct table t;
        struct error e = {0};
        FILE *out = open_memstream(&text, &size);
        table_begin(&t, out, TABLE_MARKDOWN, &column, 1);
        table_row(&t, &records[i].text);
        assert_int_equal(table_end(&t, records[i].text, &e), STATUS_OK);
        fclose(out);
        snprintf(want, sizeof want, "| c |\n| --- |\n| %s |\n\n%s\n", records[i].cell,
                 records[i].note);
        assert_string_equal(text, want);
        free(text);
    }
}

/* Two tables in one output: what stands around them stands once. */
static char *two_tables(enum table_format format)
{
    static const char *const titles[] = {"Location", "<Direction>"};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < 2; i++) {
        struct table t;
        struct error e = {0};
        struct table_manner manner = {.page = "Operations",
                                      .title = titles[i],
                                      .marking = "RESTRICTED",
                                      .carry = true,
                                      .nth = i,
                                      .of = 2};
        table_begin_as(&t, out, format, columns, 2, &manner);
        table_row_as(&t, TABLE_SUBTOTAL, (const char *[]){"b", "1"});
        assert_int_equal(table_end(&t, "a note", &e), STATUS_OK);
    }
    fclose(out);
    return text;
}

static void test_several_tables(void **state)
{
    (void)state;
    static const struct {
        enum table_format format;
        const char *want;
    } records[] = {
        {TABLE_CSV, "# Location\nname,kg\nb,1\n\n# a note\n\n"
                    "# <Direction>\nname,kg\nb,1\n\n# a note\n"},
        {TABLE_JSON, "{\"tables\":[\n"
                     "{\"title\":\"Location\",\"rows\":[\n{\"name\":\"b\",\"kg\":1}\n],"
                     "\"provenance\":\"a note\",\"marking\":\"RESTRICTED\"},\n"
                     "{\"title\":\"<Direction>\",\"rows\":[\n{\"name\":\"b\",\"kg\":1}\n],"
                     "\"provenance\":\"a note\",\"marking\":\"RESTRICTED\"}\n]}\n"},
        {TABLE_MARKDOWN,
         "**RESTRICTED**\n\n## Location\n\n| Name | Mass, kg |\n| --- | ---: |\n"
         "| **b** | 1 |\n\na note\n\n"
         "## \\<Direction\\>\n\n| Name | Mass, kg |\n| --- | ---: |\n"
         "| **b** | 1 |\n\na note\n"},
        {TABLE_TEXT,
         "Location\n\nName  Mass, kg\n──────────────\nb            1\n\na note\n\n"
         "<Direction>\n\nName  Mass, kg\n──────────────\nb            1\n\na note\n"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *text = two_tables(records[i].format);
        assert_string_equal(text, records[i].want);
        free(text);
    }
    char *page = two_tables(TABLE_HTML);
    assert_true(!strncmp(page, "<!DOCTYPE html>\n<html lang=\"en\">", 32));
    assert_ptr_equal(strstr(strstr(page, "<body>") + 1, "<body>"), NULL);
    assert_non_null(strstr(page, "<caption>&lt;Direction&gt;</caption>"));
    assert_non_null(strstr(page, "<p class=\"marking\">RESTRICTED</p>"));
    assert_non_null(strstr(page, "<tr class=\"subtotal\"><th scope=\"row\">b</th>"
                                 "<td class=\"n\">1</td></tr>"));
    assert_string_equal(strstr(page, "</body>"), "</body>\n</html>\n");
    assert_null(strstr(page, "<script"));
    free(page);
}

static void test_decimal_signs(void **state)
{
    (void)state;
    static const struct {
        const char *locale;
        bool comma;
    } records[] = {{"fr_FR.UTF-8", true},  {"de_DE@euro", true},
                   {"de_CH.UTF-8", false}, {"pt-BR", true},
                   {"es_ES", true},        {"es_MX.UTF-8", false},
                   {"es", true},           {"en_US.UTF-8", false},
                   {"en_GB", false},       {"en_DK.UTF-8", true},
                   {"en_ZA", true},        {"C", false},
                   {"POSIX", false},       {"C.UTF-8", false},
                   {"th_TH", false},       {"ja_JP.UTF-8", false},
                   {"ar_MA", true},        {"ar_SA", false},
                   {"sr_Latn_RS", true},   {"sr_RS@latin", true},
                   {"id_ID", true},        {"", false},
                   {NULL, false}};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (decimal_comma(records[i].locale) != records[i].comma)
            fail_msg("%s", records[i].locale);
    static const struct {
        const char *locale;
        char thousands;
    } parted[] = {{"fr_FR.UTF-8", ' '},
                  {"de_DE", '.'},
                  {"de_AT", ' '},
                  {"de_CH", '\''},
                  {"pt_PT", ' '},
                  {"pt_BR", '.'},
                  {"es_ES", '.'},
                  {"es_MX", ','},
                  {"ru_RU.UTF-8", ' '},
                  {"en_ZA", ' '},
                  {"en_US", ','},
                  {"C", ','},
                  {"", ','},
                  {NULL, ','},
                  {"de", '.'},
                  {"d", ','}};
    for (size_t i = 0; i < sizeof parted / sizeof *parted; i++)
        if (decimal_thousands(parted[i].locale) != parted[i].thousands)
            fail_msg("%s", parted[i].locale);
    /* The first of the three that says something. */
    setenv("LC_ALL", "", 1);
    setenv("LC_NUMERIC", "fr_FR", 1);
    setenv("LANG", "en_US", 1);
    assert_true(decimal_comma_here());
    setenv("LC_ALL", "C", 1);
    assert_false(decimal_comma_here());
}

static void test_names_of_formats(void **state)
{
    (void)state;
    enum table_format f = TABLE_TEXT;
    assert_true(table_parse_format("csv", &f) && f == TABLE_CSV);
    assert_true(table_parse_format("json", &f) && f == TABLE_JSON);
    assert_true(table_parse_format("excel", &f) && f == TABLE_EXCEL);
    assert_true(table_parse_format("markdown", &f) && f == TABLE_MARKDOWN);
    assert_true(table_parse_format("table", &f) && f == TABLE_TEXT);
    assert_false(table_parse_format("CSV ", &f));
    assert_false(table_parse_format("", &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_cells),
        cmocka_unit_test(test_json_strings),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_hostile_note),
        cmocka_unit_test(test_csv_on_a_terminal),
        cmocka_unit_test(test_many_rows_of_text),
        cmocka_unit_test(test_a_full_disk_is_told),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_markdown_notes),
        cmocka_unit_test(test_several_tables),
        cmocka_unit_test(test_decimal_signs),
        cmocka_unit_test(test_names_of_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
