/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are the header, what the columns are called then, and in which dialect they stand.
 */
#include "base/buffer.h"
#include "ingest/dialect.h"
#include "ingest/import.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct reference *reference;
static char folder[64], cache[96], file[96];

static int set_up(void **state)
{
    (void)state;
    struct error e;
    strcpy(folder, "/tmp/saisie-header-XXXXXX");
    if (!mkdtemp(folder) || reference_open(&reference, &e) != STATUS_OK)
        return -1;
    snprintf(cache, sizeof cache, "%s/cache.db", folder);
    snprintf(file, sizeof file, "%s/table.csv", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file);
    rmdir(folder);
    reference_free(&reference);
    return 0;
}

#define BOOK "A,2024-05-01,3,kg\nB,2024-05-02,4,kg\nC,2024-05-03,5,kg\n"
#define WORDS "a,b,c,d,e\nf,g,h,i,j\nk,l,m,n,o\n"

/* names: header>field of each column; above, rows: lines above the header, and its own. */
static const struct {
    const char *what, *text;
    bool generic;
    int told; /* rows of the header; -1: none are */
    unsigned above, rows;
    const char *names;
} cases[] = {
    {"names of fields", "Case,Date,Quantity,Unit\n" BOOK, false, -1, 0, 1,
     "Case>case_id Date>date Quantity>quantity Unit>unit"},
    {"titles above", "Seizures\n\nof May\nCase,Date,Quantity,Unit\n" BOOK, false, -1, 2, 1,
     "Case>case_id Date>date Quantity>quantity Unit>unit"},
    {"a title with a comma above names that are not known",
     "Seizures, of May\nv1,v2,v3,v4,v5\n" WORDS, true, -1, 1, 1,
     "v1>v1 v2>v2 v3>v3 v4>v4 v5>v5"},
    {"a narrow header is no title", "v1,v2,v3,v4\n" WORDS, true, -1, 0, 1,
     "v1>v1 v2>v2 v3>v3 v4>v4"},
    {"a group that is a field's name as well makes nothing a field",
     "Case,Date,Goods,\n,,Price,Unit\n" BOOK, false, 2, 0, 2,
     "Case>case_id Date>date Goods Price>goods_price Unit>unit"},
    {"a group that stands alone in its column is its name",
     "Case,Date,Goods,Unit\nno.,,,\n" BOOK, false, 2, 0, 2,
     "Case no.>case_id Date>date Goods>product Unit>unit"},
    {"taken as it is, all names are kept", "Goods,,Way,\nThing,Unit,From,To\n" BOOK, true, 2, 0,
     2, "Goods Thing>goods_thing Goods Unit>goods_unit Way From>way_from Way To>way_to"},
    {"names below a group, beside names above", "Case,Date,Route,\n,,Origin,by way of\n" BOOK,
     false, -1, 0, 2, "Case>case_id Date>date Origin>origin Route by way of>route_by_way_of"},
    {"two languages", "Case,Date,Quantity,Unit\nAffaire,Date,Quantit\u00e9,Unit\u00e9\n" BOOK,
     false, -1, 0, 2, "Affaire>case_id Date>date Quantit\u00e9>quantity Unit\u00e9>unit"},
    {"the same name twice, and none", "Case,Date,,Date\n" BOOK, false, -1, 0, 1,
     "Case>case_id Date>date >column_3 Date>date_2"},
};

static void test_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct import_options o = {.dry = true,
                                   .generic = cases[i].generic,
                                   .header_told = cases[i].told >= 0,
                                   .header_rows = (unsigned)cases[i].told};
        struct import_report r;
        struct error e;
        struct cache *c;
        struct buffer names = {0};
        int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        size_t len = strlen(cases[i].text);
        assert_int_equal(write(fd, cases[i].text, len), (ssize_t)len);
        close(fd);
        assert_int_equal(cache_open(cache, CACHE_WRITE, &c, &e), STATUS_OK);
        if (import_file(c, reference, file, &o, &r, &e) != STATUS_OK)
            fail_msg("%s: %s", cases[i].what, e.text);
        for (size_t k = 0; k < r.column_count; k++)
            buffer_addf(&names, "%s%s>%s", k ? " " : "", r.columns[k].header,
                        r.columns[k].field);
        if (strcmp(buffer_text(&names), cases[i].names) || r.preamble != cases[i].above ||
            r.header_rows != cases[i].rows)
            fail_msg("%s: %u above, header of %u: %s", cases[i].what, r.preamble, r.header_rows,
                     buffer_text(&names));
        buffer_free(&names);
        import_report_free(&r);
        cache_discard_new(&c);
    }
}

/* Tables one below the other, with blank lines and titles between. */
static void test_tables(void **state)
{
    (void)state;
    static const char text[] =
        "Seizures\n\nCase,Date,Unit\nA,2024-05-01,kg\n\nSecond table\n"
        "Case,Quantity,Unit\nB,5,kg\n,,\nCase,Brand,Date\nC,x,2024-05-01\n";
    static const char *const second[] = {"", "Date", "Quantity", "Brand", NULL};
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, text, sizeof text - 1), (ssize_t)(sizeof text - 1));
    close(fd);
    for (unsigned table = 0; table <= 4; table++) {
        struct import_options o = {.dry = true, .table = table};
        struct import_report r;
        struct error e;
        struct cache *c;
        assert_int_equal(cache_open(cache, CACHE_WRITE, &c, &e), STATUS_OK);
        enum status s = import_file(c, reference, file, &o, &r, &e);
        if (table && second[table]) {
            assert_int_equal(s, STATUS_OK);
            assert_string_equal(r.columns[1].header, second[table]);
        } else {
            assert_int_equal(s, STATUS_FAILED);
            assert_non_null(
                strstr(e.text, table ? "has no table 4, but 3" : "second begins at row 7"));
        }
        import_report_free(&r);
        cache_discard_new(&c);
    }
}

/* What the trials of a dialect find. */
static void test_dialects(void **state)
{
    (void)state;
    static const struct {
        const char *what, *text, *found;
    } dialects[] = {
        {"|| is one sign", "a||b||c\n1||2||3\n4||||5\n", "|| \""},
        {"|| below a title", "Seizures of May\nas of today\na||b||c\n1||2||3\n4||||5\n",
         "|| \""},
        {"| with empty cells is two", "a|b|c|d\n1||2|3\n4||5|6\n", "| \""},
        {"| that stands alone too", "a||b|c\n1||2|3\n4||5|6\n", "| \""},
        {"backslashes before quotes", "a,b\n\"1\\\"\",2\n\"\\\"3, 4\",5\n", ", \" \\"},
        {"backslashes that escape themselves alone", "a,b\nC:\\\\dir\\\\,2\n3,4\n", ", \" \\"},
        {"paths", "a,b\nC:\\dir\\new,2\n3,4\n", ", \""},
        {"a path that ends in quotes", "a;b\n\"C:\\;\";2\n3;4\n", "; \""},
        {"single quotes", "a,b\n'1,2',3\n'4,5',6\n", ", '"},
    };
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        struct dialect d = {0};
        struct error e;
        char found[32];
        struct sample sample = {dialects[i].text, strlen(dialects[i].text), true};
        assert_int_equal(dialect_find(sample, &d, &e), STATUS_OK);
        snprintf(found, sizeof found, "%s %c%s", d.delimiter, d.quote,
                 d.backslash ? " \\" : "");
        if (strcmp(found, dialects[i].found))
            fail_msg("%s: %s", dialects[i].what, found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_headers),
                                       cmocka_unit_test(test_tables),
                                       cmocka_unit_test(test_dialects)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
