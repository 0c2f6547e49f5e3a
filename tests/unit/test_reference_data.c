/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the data files themselves: each alias of each row finds the row's code, and the
 * reader refuses what is no such file. */
#include "reference/reference.h"
#include "reference/tsv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int open_reference(void **state)
{
    struct error e = {0};
    struct reference *r;
    if (reference_open(&r, &e) != STATUS_OK) {
        print_error("%s\n", e.text);
        return -1;
    }
    *state = r;
    return 0;
}

static int free_reference(void **state)
{
    struct reference *r = *state;
    reference_free(&r);
    return 0;
}

static const char *text_of(struct cell c, char out[128])
{
    assert_true(c.len < 128);
    memcpy(out, c.text, c.len);
    out[c.len] = '\0';
    return out;
}

/* Where the parts of a row stand: column numbers, or -1. */
struct layout {
    const char *file, *header, *list;
    int list_column, code_column, aliases_column;
};

static const struct layout LAYOUTS[] = {
    {"codes.tsv", "list\tcode\ten\tfr\taliases", NULL, 0, 1, 4},
    {"commodities.tsv", "list\tcode\tparent\tcategory\ten\tfr\taliases", NULL, 0, 1, 6},
    {"countries.tsv", "code\ten\tfr\twco\trilo\tsource\taliases", "country", -1, 0, 6},
    {"units.tsv", "code\tfamily\tfactor\ten\tfr\taliases", "unit", -1, 0, 5},
    {"currencies.tsv", "code\ten\tfr\taliases", "currency", -1, 0, 3},
};

static size_t check_row(const struct reference *r, const struct layout *at, const struct tsv *t)
{
    char list_name[128], code[128];
    const struct code_list *l =
        reference_list(r, at->list ? at->list : text_of(t->cells[at->list_column], list_name));
    assert_non_null(l);
    uint32_t index = reference_code(r, l, text_of(t->cells[at->code_column], code));
    assert_int_not_equal(index, CODE_NONE);
    struct cell rest = t->cells[at->aliases_column], part;
    size_t aliases = 0;
    bool money = strcmp(l->name, "currency") == 0, several;
    for (; cell_part(&rest, &part); aliases++) {
        uint32_t found =
            reference_match(r, l, part.text, part.len, l->codes[index].parent, &several);
        /* Signs of several currencies name none, but fit each. */
        if (money && several && reference_match_fits(l, part.text, part.len, index))
            found = index;
        if (found != index)
            print_error("%s: %.*s is not %s\n", l->name, (int)part.len, part.text, code);
        assert_int_equal(found, index);
        /* An alias that reads as a blank cell could never be matched. */
        assert_false(reference_is_blank(part.text, part.len, strcmp(l->name, "country") == 0));
    }
    return aliases;
}

static void test_every_alias_matches(void **state)
{
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof LAYOUTS / sizeof *LAYOUTS; i++) {
        struct tsv t;
        struct error e = {0};
        bool more;
        size_t aliases = 0;
        assert_int_equal(tsv_open(&t, LAYOUTS[i].file, LAYOUTS[i].header, &e), STATUS_OK);
        while (tsv_next(&t, &more, &e) == STATUS_OK && more)
            aliases += check_row(r, &LAYOUTS[i], &t);
        assert_int_equal(e.status, STATUS_OK);
        assert_true(aliases > 20);
    }
}

/* Input: a file that is not there, a header that is another. Expected: a failure that names the
 * file. */
static void test_reader_refuses(void **state)
{
    (void)state;
    struct tsv t;
    struct error e = {0};
    assert_int_equal(tsv_open(&t, "nothing.tsv", "a\tb", &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "nothing.tsv"));
    error_clear(&e);
    assert_int_equal(tsv_open(&t, "units.tsv", "code\tfamily", &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "units.tsv"));
}

/* Input: rows in memory. Expected: comments and empty lines are passed over, empty cells kept,
 * rows of another width refused with their line number. */
static void test_reader_rows(void **state)
{
    (void)state;
    static const char text[] = "# note\n\na\t\tc\nx\ty\tz\none\ttwo\n";
    struct tsv t = {.name = "text", .rest = text, .end = text + sizeof text - 1, .columns = 3};
    struct error e = {0};
    bool more;
    assert_int_equal(tsv_next(&t, &more, &e), STATUS_OK);
    assert_true(more && cell_is(t.cells[0], "a") && cell_is(t.cells[1], ""));
    assert_true(cell_is(t.cells[2], "c"));
    assert_int_equal(tsv_next(&t, &more, &e), STATUS_OK);
    assert_true(more && cell_is(t.cells[2], "z"));
    assert_int_equal(tsv_next(&t, &more, &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "line 5"));

    static const char wide[] = "a\tb\tc\td";
    t = (struct tsv){.name = "wide", .rest = wide, .end = wide + sizeof wide - 1, .columns = 3};
    assert_int_equal(tsv_next(&t, &more, &e), STATUS_FAILED);
}

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        long long value;
    } numbers[] = {
        {"0", true, 0},
        {"453592370", true, 453592370},
        {"", false, 0},
        {"1.5", false, 0},
        {"-1", false, 0},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        long long n = 0;
        struct cell c = {numbers[i].text, strlen(numbers[i].text)};
        assert_int_equal(cell_number(c, &n), numbers[i].ok);
        if (numbers[i].ok)
            assert_true(n == numbers[i].value);
    }
    struct cell rest = {"a|bc|", 5}, part;
    assert_true(cell_part(&rest, &part) && cell_is(part, "a"));
    assert_true(cell_part(&rest, &part) && cell_is(part, "bc"));
    assert_false(cell_part(&rest, &part));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_alias_matches),
        cmocka_unit_test(test_reader_refuses),
        cmocka_unit_test(test_reader_rows),
        cmocka_unit_test(test_cells),
    };
    return cmocka_run_group_tests(tests, open_reference, free_reference);
}
