/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the user's own tables: what they add and change, and what a fault in them says. */
#include "reference/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define RULES "rule\tunit\tamount\tscope\tsource\n"
#define HEADER "code\tfamily\tfactor\ten\tfr\taliases\n"

static char folder[256];

static int make_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/saisie-own.XXXXXX", base && *base ? base : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static const char *path_of(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int remove_folder(void **state)
{
    (void)state;
    remove(path_of("units.tsv"));
    return rmdir(folder);
}

/* The reference with a table of this text. */
static struct reference *with(const char *name, const char *text, struct error *e)
{
    struct reference *r = NULL;
    FILE *f = fopen(path_of(name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    error_clear(e);
    reference_open_with(folder, &r, e);
    remove(path_of(name));
    return r;
}

static const char *unit_of(const struct reference *r, const char *text)
{
    const struct code_list *units = reference_list(r, "unit");
    uint32_t i = reference_match(r, units, text, strlen(text), CODE_NONE, NULL);
    return i == CODE_NONE ? "" : units->codes[i].code;
}

static int64_t factor_of(const struct reference *r, const char *code, enum unit_family *family)
{
    int64_t factor;
    *family = reference_unit(r, reference_code(r, reference_list(r, "unit"), code), &factor);
    return factor;
}

/* A table -> what a name means afterwards, and what one of that is. */
static void test_what_a_table_says(void **state)
{
    static const struct {
        const char *rows, *name, *code;
        enum unit_family family;
        int64_t factor;
    } cases[] = {
        /* New units: the factor in smallest units, or as an amount of another. */
        {"jar\tvolume\t0.5 L\tjar\tbocal\tjars|pot\n", "Pots", "", UNIT_NONE, 0},
        {"jar\tvolume\t0.5 L\tjar\tbocal\tjars|pot\n", "Pot", "jar", UNIT_VOLUME, 500000},
        {"jar\tvolume\t500000\tjar\tbocal\tjars\n", "Bocal", "jar", UNIT_VOLUME, 500000},
        {"chest\tmass\t12.5kg\n", "chest", "chest", UNIT_MASS, 12500000000},
        {"gross\tpieces\t12 dozen\t\t\tgrosses\n", "Grosses", "gross", UNIT_PIECES, 144000000},
        {"crate2\tpackage\n", "CRATE2", "crate2", UNIT_PACKAGE, 0},
        /* One that is there: what stays empty stays. */
        {"lb\t\t\t\t\tlivre anglaise\n", "Livre anglaise", "lb", UNIT_MASS, 453592370},
        {"lb\t\t\t\t\tlivre anglaise\n", "pounds", "lb", UNIT_MASS, 453592370},
        {"catty\tmass\t604.79 g\n", "catties", "catty", UNIT_MASS, 604790000},
        {"tola\t\t11664000\n", "bhori", "tola", UNIT_MASS, 11664000},
        {"stick\tother\t\n", "cigarettes", "stick", UNIT_OTHER, 0},
        /* A name that another unit bears changes hands. */
        {"jin\t\t\t\t\tcatty of ours|taels\n", "taels", "jin", UNIT_MASS, 500000000},
        {"tin2\tvolume\t1 L\t\t\ttin\n", "Tin", "tin2", UNIT_VOLUME, 1000000},
        {"THB\t\t\t\t\tbahts\n", "Bahts", "THB", UNIT_CURRENCY, 10000},
        /* Windows line ends, comments, blank lines. */
        {"# mine\r\n\r\njar\tvolume\t0.5 L\t\t\tjars\r\n", "jars", "jar", UNIT_VOLUME, 500000},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        char text[512];
        enum unit_family family;
        snprintf(text, sizeof text, "%s" HEADER "%s", i % 2 ? "\xEF\xBB\xBF" : "",
                 cases[i].rows);
        struct reference *r = with("units.tsv", text, &e);
        if (!r)
            print_error("%zu: %s\n", i, e.text);
        assert_non_null(r);
        assert_string_equal(unit_of(r, cases[i].name), cases[i].code);
        assert_true(factor_of(r, cases[i].code, &family) == cases[i].factor);
        assert_int_equal(family, cases[i].family);
        assert_string_equal(unit_of(r, "kg"), "kg");
        reference_free(&r);
    }
}

/* The table is read at every start: each name compared with all took 8,000 rows 7 s. */
static void test_a_long_table(void **state)
{
    enum { ROWS = 8000, A_ROW = 80 };
    struct error e = {0};
    char *text = malloc(sizeof HEADER + (size_t)ROWS * A_ROW);
    assert_non_null(text);
    size_t len = (size_t)sprintf(text, HEADER);
    (void)state;
    for (int i = 0; i < ROWS; i++)
        len += (size_t)sprintf(text + len, "u%d\tmass\t%d g\tunit %d\tunité %d\tus%d\n", i,
                               i + 1, i, i, i);
    clock_t from = clock();
    struct reference *r = with("units.tsv", text, &e);
    assert_non_null(r);
    assert_true(clock() - from < 2 * CLOCKS_PER_SEC);
    assert_string_equal(unit_of(r, "Unité 7999"), "u7999");
    reference_free(&r);
    free(text);
}

/* A fault -> the line and what it says; always with the file and the way out. */
static void test_faults(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "line 0: unexpected header line"},
        {"code\tfamily\n", "line 1: unexpected header line"},
        {HEADER "x\tmas\t1\n", "line 2: a new unit needs a family"},
        {HEADER "\n# kept\nx\tmass\t\n", "line 4: this family needs a factor above 0"},
        {HEADER "x\tmass\t0\n", "line 2: this family needs a factor above 0"},
        {HEADER "x\tmass\t-3 kg\n", "line 2: no factor"},
        {HEADER "x\tmass\t3 blobs\n", "line 2: no factor"},
        {HEADER "x\tmass\t99999999999999 kg\n", "line 2: no factor"},
        {HEADER "x\tmass\t3 L\n", "line 2: the factor is an amount of another family"},
        {HEADER "x\tpackage\t3\n", "line 2: this family has no factor"},
        {HEADER "kg\tpackage\t3\n", "line 2: this family has no factor"},
        {HEADER "carton\tpieces\n", "line 2: this family needs a factor above 0"},
        {HEADER "EUR\tmass\t1 g\n", "line 2: a currency gets names and labels alone"},
        {HEADER "x\tcurrency\n", "line 2: currencies are those of ISO 4217"},
        {HEADER "\tmass\t1 g\n", "line 2: no code"},
        {HEADER "x\tmass\t1 g\t\t\tKG\n", "line 2: that is the code of another unit: \"KG\""},
        {HEADER "usd\tmass\t1 g\n", "line 2: that is the code of another unit: \"usd\""},
        {HEADER "x\tmass\t1 g\t\t\tfoo\ny\tmass\t1 g\t\t\tFoo\n",
         "line 3: two units of this table bear the name \"Foo\""},
        {HEADER "x\tmass\t1 g\nx\tmass\t2 g\n", "line 3: a second row for the unit \"x\""},
        {HEADER "x\tmass\t1 g\ta\tb\tc\td\n", "line 2: wrong number of columns"},
        {HEADER "x\xFF\tmass\t1 g\n", "line 2: no UTF-8 text"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        struct reference *r = with("units.tsv", cases[i].text, &e);
        assert_null(r);
        if (!strstr(e.text, cases[i].says))
            print_error("%zu: %s\n", i, e.text);
        assert_non_null(strstr(e.text, cases[i].says));
        assert_non_null(strstr(e.text, path_of("units.tsv")));
        assert_int_equal(e.status, STATUS_FAILED);
        assert_string_not_equal(e.way_out, "");
    }
}

/* No folder, an empty one, one that is no folder: nothing is said, nothing is there. */
static void test_none(void **state)
{
    const char *folders[] = {NULL, folder, "/dev/null", "/nowhere/at/all"};
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct error e = {0};
        struct reference *r = NULL;
        assert_int_equal(reference_open_with(folders[i], &r, &e), STATUS_OK);
        if (folders[i])
            assert_string_equal(reference_folder(r), folders[i]);
        else
            assert_null(reference_folder(r));
        assert_string_equal(unit_of(r, "kilos"), "kg");
        assert_false(reference_unit_is_own(r, 0));
        reference_free(&r);
    }
}

/* A folder where the file should be cannot be read, which is told. */
static void test_unreadable(void **state)
{
    struct error e = {0};
    struct reference *r = NULL;
    char path[300];
    (void)state;
    snprintf(path, sizeof path, "%s", path_of("units.tsv"));
    assert_int_equal(symlink(folder, path), 0);
    assert_int_equal(reference_open_with(folder, &r, &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, path));
    assert_null(r);
    remove(path);
}

static uint32_t code(const struct reference *r, const char *list, const char *name)
{
    const struct code_list *l = reference_list(r, list);
    uint32_t found = *name ? reference_code(r, l, name) : CODE_NONE;
    assert_true(!*name || found != CODE_NONE);
    return found;
}

/* Rules -> which one a package of a commodity goes through, and what it holds then. */
static void test_rules(void **state)
{
    static const struct {
        const char *rows, *unit, *product, *stream, *rule;
        enum unit_family family;
        int64_t factor;
    } cases[] = {
        /* The shipped ones are for cigarettes alone. */
        {"", "pack", "Cigarettes", "", "cigarettes-pack", UNIT_PIECES, 20000000},
        {"", "carton", "Cigarettes", "", "cigarettes-carton", UNIT_PIECES, 200000000},
        {"", "master_case", "Cigarettes", "", "cigarettes-master-case", UNIT_PIECES,
         10000000000},
        {"", "box", "Cigarettes", "", "", UNIT_NONE, 0},
        {"", "case", "Cigarettes", "", "", UNIT_NONE, 0},
        {"", "carton", "Beer", "", "", UNIT_NONE, 0},
        {"", "carton", "", "Tobacco products", "", UNIT_NONE, 0},
        {"", "carton", "", "", "", UNIT_NONE, 0},
        {"", "stick", "Cigarettes", "", "", UNIT_NONE, 0},
        /* One's own: for a product, a stream, or any commodity; the nearest counts. */
        {"beer\tcase\t7.92 L\tBeer\tcans\n", "case", "Beer", "", "beer", UNIT_VOLUME, 7920000},
        {"b\tbale\t20 kg\tstream:Cannabis\n", "bale", "", "Cannabis", "b", UNIT_MASS,
         20000000000},
        {"b\tbale\t20 kg\tCannabis\n", "bale", "Herbal", "", "b", UNIT_MASS, 20000000000},
        {"t\tcarton\t10 pcs\tstream:Tobacco products\n", "carton", "E-cigarettes",
         "Alcohol products", "t", UNIT_PIECES, 10000000},
        {"t\tcarton\t10 pcs\tTobacco\n", "carton", "Cigarettes", "", "cigarettes-carton",
         UNIT_PIECES, 200000000},
        {"a\tset\t3 pcs\nb\tset\t4 pcs\tBeer\n", "set", "Wine", "", "a", UNIT_PIECES, 3000000},
        {"a\tset\t3 pcs\nb\tset\t4 pcs\tBeer\n", "set", "Beer", "", "b", UNIT_PIECES, 4000000},
        {"d\tdoses\t1 pcs\t\n", "dose", "", "", "d", UNIT_PIECES, 1000000},
        /* The name of a shipped rule replaces it, and switches it off. */
        {"cigarettes-carton\tcarton\t100 pcs\tCigarettes\tours\n", "carton", "Cigarettes", "",
         "cigarettes-carton", UNIT_PIECES, 100000000},
        {"cigarettes-carton\tcarton\n", "carton", "Cigarettes", "", "", UNIT_NONE, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        char text[512];
        size_t count;
        snprintf(text, sizeof text, RULES "%s", cases[i].rows);
        struct reference *r = with("packages.tsv", text, &e);
        if (!r)
            print_error("%zu: %s\n", i, e.text);
        assert_non_null(r);
        const struct package_rule *rules = reference_package_rules(r, &count);
        uint32_t found = reference_package_rule(r, code(r, "unit", cases[i].unit),
                                                code(r, "product", cases[i].product),
                                                code(r, "stream", cases[i].stream));
        const char *name = found == CODE_NONE ? "" : rules[found].name;
        if (strcmp(name, cases[i].rule) != 0)
            print_error("%zu: %s\n", i, name);
        assert_string_equal(name, cases[i].rule);
        if (found != CODE_NONE) {
            assert_int_equal(rules[found].family, cases[i].family);
            assert_true(rules[found].factor == cases[i].factor);
        }
        reference_free(&r);
    }
}

static void test_faults_of_rules(void **state)
{
    static const struct {
        const char *rows, *says, *way_out;
    } cases[] = {
        {"\tset\t3 pcs\n", "line 2: no name of a rule", "correct that line"},
        {"a\tblob\t3 pcs\n", "line 2: no such unit: \"blob\"", "correct that line"},
        {"a\tkg\t3 pcs\n", "line 2: the unit is no package", "correct that line"},
        {"a\tset\t3 sets\n", "line 2: no amount", "correct that line"},
        {"a\tset\t3 USD\n", "line 2: no amount", "correct that line"},
        {"a\tset\t0 pcs\n", "line 2: no amount", "correct that line"},
        {"a\tset\t3 pcs\tGadgets\n", "line 2: no product or stream", "correct that line"},
        {"a\tset\t3 pcs\na\tset\t4 pcs\n", "line 3: a second row", "correct that line"},
        {"a\tset\t3 pcs\nb\tset\t4 pcs\n", "line 3: another rule stands", "to replace it"},
        {"a\tcarton\t3 pcs\tCigarettes\n", "commodity: \"cigarettes-carton\"", "to replace it"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        char text[512];
        snprintf(text, sizeof text, RULES "%s", cases[i].rows);
        struct reference *r = with("packages.tsv", text, &e);
        assert_null(r);
        if (!strstr(e.text, cases[i].says) || !strstr(e.way_out, cases[i].way_out))
            print_error("%zu: %s: %s\n", i, e.text, e.way_out);
        assert_non_null(strstr(e.text, cases[i].says));
        assert_non_null(strstr(e.text, path_of("packages.tsv")));
        assert_non_null(strstr(e.way_out, cases[i].way_out));
    }
}

/* Who says in units.tsv what a carton is needs no rule for it: the shipped one is silent. */
static void test_a_package_that_is_none(void **state)
{
    struct error e = {0};
    (void)state;
    struct reference *r = with("units.tsv", HEADER "carton\tpieces\t200 pcs\n", &e);
    assert_non_null(r);
    assert_int_equal(reference_package_rule(r, code(r, "unit", "carton"),
                                            code(r, "product", "Cigarettes"), CODE_NONE),
                     CODE_NONE);
    reference_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_table_says),
        cmocka_unit_test(test_a_long_table),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_faults_of_rules),
        cmocka_unit_test(test_a_package_that_is_none),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
