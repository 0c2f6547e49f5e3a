/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the code lists: closed vocabularies, countries and regions, the commodity tree, and
 * the words for missing values. */
#include "reference/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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
    assert_null(r);
    return 0;
}

static const char *const LISTS[] = {
    "location", "concealment", "conveyance", "detection", "direction", "ecommerce", "form",
    "cites",    "value_kind",  "source",     "status",    "unit",      "currency",  "section",
    "stream",   "category",    "product",    "country",   "wco",       "rilo"};

static const struct code_list *list_of(const struct reference *r, const char *name)
{
    const struct code_list *l = reference_list(r, name);
    assert_non_null(l);
    assert_string_equal(l->name, name);
    return l;
}

/* The code that text matches in the list, "" for none, "?" for ambiguous. */
static const char *match(const struct reference *r, const char *list, const char *text)
{
    const struct code_list *l = list_of(r, list);
    bool ambiguous;
    uint32_t i = reference_match(r, l, text, strlen(text), CODE_NONE, &ambiguous);
    if (i == CODE_NONE)
        return ambiguous ? "?" : "";
    assert_false(ambiguous);
    assert_true(i < l->count);
    return l->codes[i].code;
}

static uint32_t code_of(const struct reference *r, const char *list, const char *code)
{
    uint32_t i = reference_code(r, list_of(r, list), code);
    assert_int_not_equal(i, CODE_NONE);
    return i;
}

/* Input: every list. Expected: each code is found exactly, and by its code and its labels in
 * any case; where a label stands under several parents, with its parent. */
static void test_every_code_matches(void **state)
{
    const struct reference *r = *state;
    for (size_t n = 0; n < sizeof LISTS / sizeof *LISTS; n++) {
        const struct code_list *l = list_of(r, LISTS[n]);
        assert_true(l->count > 0);
        for (uint32_t i = 0; i < l->count; i++) {
            const struct code *c = &l->codes[i];
            assert_int_equal(reference_code(r, l, c->code), i);
            const char *spellings[] = {c->code, c->label[LANGUAGE_EN], c->label[LANGUAGE_FR]};
            for (size_t k = 0; k < 3; k++) {
                bool ambiguous;
                if (strcmp(l->name, "unit") == 0 && strcmp(spellings[k], "KGS") == 0)
                    continue; /* kilograms, see test_reference_units.c */
                uint32_t found = reference_match(r, l, spellings[k], strlen(spellings[k]),
                                                 c->parent, &ambiguous);
                if (found != i)
                    print_error("%s: %s\n", l->name, spellings[k]);
                assert_int_equal(found, i);
                assert_false(ambiguous);
            }
        }
    }
    assert_null(reference_list(r, "no_such_list"));
    assert_null(reference_list(r, "loc"));
}

/* Expected: the closed vocabularies are as long as the published ones. */
static void test_counts(void **state)
{
    static const struct {
        const char *list;
        uint32_t count;
    } cases[] = {
        {"location", 11},  {"concealment", 11}, {"conveyance", 8}, {"detection", 5},
        {"direction", 4},  {"ecommerce", 2},    {"form", 2},       {"cites", 5},
        {"value_kind", 5}, {"status", 3},       {"section", 6},    {"stream", 21},
        {"country", 250},  {"wco", 6},          {"rilo", 13},      {"currency", 181},
    };
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(list_of(r, cases[i].list)->count, cases[i].count);
}

static void test_spellings(void **state)
{
    static const struct {
        const char *list, *text, *code;
    } cases[] = {
        {"location", "Intérieur des terres", "Inland"},
        {"location", "INTERIEUR", "Inland"},
        {"location", "express-courier", "Express Courier"},
        {"location", "Frontière de zone franche", "Border of free trade zone"},
        {"location", "Unknown", "Unknown"},
        {"location", "Inconnu", "Unknown"},
        {"location", "", ""},
        {"location", "Bar", ""},
        {"concealment", "  in   MAIL ", "In mail"},
        {"concealment", "Dans un moyen de transport", "In transport"},
        {"concealment", "Sur des marchés", "On market places"},
        {"concealment", "Sur des places de marche", "On market places"},
        {"concealment", "Dans la messagerie express", "In express courier"},
        {"conveyance", "Rail/Train", "Rail Train"},
        {"conveyance", "Messagerie Express", "Express courier"},
        {"conveyance", "Commercial air", "Air"},
        {"detection", "Sélection aléatoire", "Random selection"},
        {"direction", "importation", "Import"},
        {"ecommerce", "non-e-commerce", "no"},
        {"ecommerce", "Y", "yes"},
        {"cites", "Annexe I/II", "CITES Appendix I/II"},
        {"cites", "Non CITES", "Non-CITES"},
        {"country", "kr", "KR"},
        {"country", "KOR", "KR"},
        {"country", "Korea, Rep. of", "KR"},
        {"country", "South Korea", "KR"},
        {"country", "Corée (Rép. de)", "KR"},
        {"country", "Korea, Democratic People's Republic of", "KP"},
        {"country", "NA", "NA"},
        {"country", "na", "NA"},
        {"country", "Namibie", "NA"},
        {"country", "Cote d'Ivoire", "CI"},
        {"country", "Czech Rep.", "CZ"},
        {"country", "Dominican Rep.", "DO"},
        {"country", "Hong Kong, SAR of China", "HK"},
        {"country", "Macau, SAR of China", "MO"},
        {"country", "Moldova, Rep. of", "MD"},
        {"country", "North Macedonia (Rep. of)", "MK"},
        {"country", "Union of Myanmar (Rep. of the)", "MM"},
        {"country", "Kosovo under UNSCR 1244", "XK"},
        {"country", "KOS", "XK"},
        {"country", "PSX", "PS"},
        {"country", "United Kingdom of Great Britain and Northern Ireland", "GB"},
        {"country", "Iran (Islamic Republic of)", "IR"},
        {"country", "Venezuela (Bolivarian Republic of)", "VE"},
        {"country", "Bolivia (Plurinational State of)", "BO"},
        {"country", "Lao Peoples Democratic Republic", "LA"},
        {"country", "TURKIYE", "TR"},
        {"country", "Turkey", "TR"},
        {"country", "Trinidad & Tobago", "TT"},
        {"country", "Niger", "NE"},
        {"country", "Congo", "CG"},
        {"country", "RDC", "CD"},
        {"country", "Atlantis", ""},
        {"currency", "us dollar", "USD"},
        {"currency", "Riyal saoudien", "SAR"},
        {"wco", "Asie/Pacifique", "A/P"},
        {"rilo", "AP", "A/P"},
        {"section", "Stupéfiants", "Drugs"},
        {"section", "LBC/FT", "AML/CTF"},
        {"stream", "Tobacco products trafficking", "Tobacco products"},
        {"stream", "New Psychoactive Substances", "New psychoactive substances"},
        {"stream", "ODS and HFCs", "ODS & HFCs"},
        {"stream", "Cocaine", "Cocaine"},
        {"product", "Cocaine", "Cocaine"},
        {"product", "Ecstasy", "MDMA (ecstasy)"},
        {"product", "Plants", "?"},
        {"product", "pesticides", "?"},
        {"product", "Cannabis: Plants", "Cannabis: Plants"},
        {"product", "Cannabis (résine)", "Resin"},
        {"product", "Résine (cannabis)", "Resin"},
        {"product", "Cannabis (herbal)", "Herbal"},
        {"product", "Herbe (Cannabis)", "Herbal"},
        {"product", "CANNABIS (HUILE)", "Liquid/oil"},
        {"product", "Cannabis - plantes", "Cannabis: Plants"},
        {"product", "Khat (séché)", "Dried Khat"},
        {"product", "Cocaïne (base)", "Cocaine base"},
        {"product", "Base (cocaine)", "Cocaine base"},
        {"product", "Cocaine (liquid)", "Cocaine solution"},
        {"conveyance", "Camion", "Vehicle"},
        {"conveyance", "poids lourd", "Vehicle"},
        {"conveyance", "Voiture", "Vehicle"},
        {"conveyance", "Avion", "Air"},
        {"conveyance", "Bateau", "Vessel"},
        {"conveyance", "Colis postal", "Regular Mail"},
        {"conveyance", "Train", "Rail Train"},
        {"product", "shabu", ""}, /* street names are no aliases */
    };
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = match(r, cases[i].list, cases[i].text);
        if (strcmp(got, cases[i].code) != 0)
            print_error("%s: %s\n", cases[i].list, cases[i].text);
        assert_string_equal(got, cases[i].code);
    }
    assert_int_equal(reference_code(r, list_of(r, "country"), "kr"), CODE_NONE);
}

/* "Plants" under two streams: the stream settles it, a third stream does not. */
static void test_parent_settles(void **state)
{
    const struct reference *r = *state;
    const struct code_list *products = list_of(r, "product");
    static const struct {
        const char *stream, *text, *code;
    } cases[] = {
        {"Cannabis", "Plants", "Cannabis: Plants"},
        {"Flora", "plants", "Flora: Plants"},
        {"Other hazardous materials", "Pesticides", "Other hazardous materials: Pesticides"},
        {"IPR products", "Pesticides", "IPR products: Pesticides"},
        {"Waste", "Pesticides", NULL},
        {"Waste", "Heroin", "Heroin"}, /* one code alone: found against its parent */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool ambiguous;
        uint32_t found = reference_match(r, products, cases[i].text, strlen(cases[i].text),
                                         code_of(r, "stream", cases[i].stream), &ambiguous);
        assert_int_equal(ambiguous, cases[i].code == NULL);
        if (cases[i].code)
            assert_string_equal(products->codes[found].code, cases[i].code);
        else
            assert_int_equal(found, CODE_NONE);
    }
    assert_string_equal(
        products->codes[code_of(r, "product", "Flora: Plants")].label[LANGUAGE_EN], "Plants");
}

/* Every stream, category and product hangs on a code above it; flat lists hang on nothing. */
static void test_tree(void **state)
{
    const struct reference *r = *state;
    for (size_t n = 0; n < sizeof LISTS / sizeof *LISTS; n++) {
        const struct code_list *l = list_of(r, LISTS[n]);
        for (uint32_t i = 0; i < l->count; i++) {
            if (l->parent_list)
                assert_true(l->codes[i].parent < list_of(r, l->parent_list)->count);
            else
                assert_int_equal(l->codes[i].parent, CODE_NONE);
        }
    }
    assert_string_equal(list_of(r, "product")->parent_list, "stream");
    const struct code_list *products = list_of(r, "product"),
                           *categories = list_of(r, "category");
    for (uint32_t i = 0; i < products->count; i++) {
        uint32_t category = reference_category(r, i);
        if (category != CODE_NONE)
            assert_int_equal(categories->codes[category].parent, products->codes[i].parent);
    }
    assert_int_equal(reference_category(r, code_of(r, "product", "Pangolin")),
                     code_of(r, "category", "Mammals"));
    assert_int_equal(reference_category(r, code_of(r, "product", "Agarwood")),
                     code_of(r, "category", "Timber"));
    assert_int_equal(reference_category(r, code_of(r, "product", "Diesel")),
                     code_of(r, "category", "Petroleum products"));
    assert_int_equal(reference_category(r, code_of(r, "product", "Metal")),
                     code_of(r, "category", "Metal"));
    assert_int_equal(reference_category(r, code_of(r, "product", "Heroin")), CODE_NONE);
    assert_int_equal(reference_category(r, CODE_NONE), CODE_NONE);
}

static void test_regions(void **state)
{
    const struct reference *r = *state;
    static const struct {
        const char *country, *wco, *rilo;
    } cases[] = {
        {"KR", "A/P", "A/P"}, {"IR", "A/P", "A/P"}, {"SD", "MENA", NULL}, {"TR", "EUR", "ECE"},
        {"KZ", "EUR", "CIS"}, {"IL", "EUR", NULL},  {"BI", "ESA", "CA"},  {"US", "AMS", "NAM"},
        {"GT", "AMS", "CAM"}, {"NG", "WCA", "WA"},  {"SA", "MENA", "ME"}, {"AQ", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t country = code_of(r, "country", cases[i].country);
        assert_int_equal(reference_wco(r, country),
                         cases[i].wco ? code_of(r, "wco", cases[i].wco) : CODE_NONE);
        assert_int_equal(reference_rilo(r, country),
                         cases[i].rilo ? code_of(r, "rilo", cases[i].rilo) : CODE_NONE);
    }
    assert_int_equal(reference_wco(r, CODE_NONE), CODE_NONE);
    assert_int_equal(reference_rilo(r, CODE_NONE), CODE_NONE);

    uint32_t wco_members = 0, rilo_members = 0;
    for (uint32_t i = 0; i < list_of(r, "country")->count; i++) {
        wco_members += reference_wco(r, i) == code_of(r, "wco", "A/P");
        rilo_members += reference_rilo(r, i) == code_of(r, "rilo", "A/P");
    }
    assert_int_equal(wco_members, 35);
    assert_int_equal(rilo_members, 35);
}

static void test_near(void **state)
{
    const struct reference *r = *state;
    assert_string_equal(reference_match_near(r, list_of(r, "location"), "Airprot"), "Airport");
    assert_string_equal(reference_match_near(r, list_of(r, "country"), "Germny"), "Germany");
    assert_string_equal(reference_match_near(r, list_of(r, "country"), "Allemange"), "Germany");
    assert_null(reference_match_near(r, list_of(r, "location"), "xylophone quartet"));
    assert_null(reference_match_near(r, list_of(r, "location"), ""));
}

static void test_unknown(void **state)
{
    const struct reference *r = *state;
    static const char *const yes[] = {"Unknown",   "UNKNOWN ", "inconnu",     "Inconnue",
                                      "not known", "n/k",      "UNK",         "Desconocido",
                                      "?",         "???",      "indéterminé", "未知"};
    static const char *const no[] = {"",    " ", "-", "N/A", "Other", "Unknown person",
                                     "??x", "NA"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(reference_is_unknown(r, yes[i], strlen(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(reference_is_unknown(r, no[i], strlen(no[i])));
}

static void test_blank(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool blank, blank_country;
    } cases[] = {
        {"", true, true},          {"  \t", true, true}, {"\xc2\xa0", true, true},
        {"-", true, true},         {" -- ", true, true}, {"\xe2\x80\x94", true, true},
        {".", true, true},         {"...", true, true},  {"N/A", true, true},
        {"n.a.", true, true},      {"n/a", true, true},  {"#N/A", true, true},
        {"NA", true, false},       {"na", true, false},  {" Na ", true, false},
        {"Namibia", false, false}, {"0", false, false},  {"AN", false, false},
        {"n", false, false},       {"-5", false, false}, {"Unknown", false, false},
        {"NAA", false, false},     {"/", false, false},  {"\xff", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *t = cases[i].text;
        assert_int_equal(reference_is_blank(t, strlen(t), false), cases[i].blank);
        assert_int_equal(reference_is_blank(t, strlen(t), true), cases[i].blank_country);
    }
}

static void test_free_null(void **state)
{
    (void)state;
    struct reference *none = NULL;
    reference_free(NULL);
    reference_free(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_matches),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_parent_settles),
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_blank),
        cmocka_unit_test(test_free_null),
    };
    return cmocka_run_group_tests(tests, open_reference, free_reference);
}
