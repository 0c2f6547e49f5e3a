/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of units and currencies: spellings, families, exact factors. */
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
    return 0;
}

static uint32_t match(const struct reference *r, const char *list, const char *text)
{
    return reference_match(r, reference_list(r, list), text, strlen(text), CODE_NONE, NULL);
}

/* Smallest units: a microgram, a microlitre, a millionth of a piece, 1/10,000 of a currency.
 * The ones that are no whole number of smallest units are rounded to the nearest. */
static void test_factors(void **state)
{
    static const struct {
        const char *text;
        enum unit_family family;
        int64_t factor;
    } cases[] = {
        {"kg", UNIT_MASS, 1000000000},
        {"g", UNIT_MASS, 1000000},
        {"mg", UNIT_MASS, 1000},
        {"ug", UNIT_MASS, 1},
        {"t", UNIT_MASS, 1000000000000},
        {"lb", UNIT_MASS, 453592370},
        {"short ton", UNIT_MASS, INT64_C(2000) * 453592370},
        {"long ton", UNIT_MASS, INT64_C(2240) * 453592370},
        {"oz", UNIT_MASS, 28349523},         /* lb / 16 = 28.349523125 g */
        {"troy ounce", UNIT_MASS, 31103477}, /* 31.1034768 g */
        {"tola", UNIT_MASS, 11663804},       /* 11.6638038 g */
        {"carat", UNIT_MASS, 200000},
        {"jin", UNIT_MASS, 500000000},
        {"L", UNIT_VOLUME, 1000000},
        {"mL", UNIT_VOLUME, 1000},
        {"uL", UNIT_VOLUME, 1},
        {"m3", UNIT_VOLUME, 1000000000},
        {"gallons (US, liquid)", UNIT_VOLUME, 3785412}, /* 3.785411784 L */
        {"gallons (UK)", UNIT_VOLUME, 4546090},
        {"pcs", UNIT_PIECES, 1000000},
        {"tablet", UNIT_PIECES, 1000000},
        {"plant", UNIT_PIECES, 1000000},
        {"stick", UNIT_PIECES, 1000000},
        {"dozen", UNIT_PIECES, 12000000},
        {"Hundred of units", UNIT_PIECES, 100000000},
        {"Thousand of tablets", UNIT_PIECES, 1000000000},
        {"MIL", UNIT_PIECES, 1000000000},
        {"carton", UNIT_PACKAGE, 0},
        {"bottle", UNIT_PACKAGE, 0},
        {"dose", UNIT_OTHER, 0},
        {"hectare", UNIT_OTHER, 0},
        {"catty", UNIT_OTHER, 0}, /* 0.5 or 0.6 kg, by country */
        {"USD", UNIT_CURRENCY, 10000},
        {"euro", UNIT_CURRENCY, 10000},
    };
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t unit = match(r, "unit", cases[i].text);
        if (unit == CODE_NONE)
            print_error("unit %s\n", cases[i].text);
        assert_int_not_equal(unit, CODE_NONE);
        int64_t factor;
        assert_int_equal(reference_unit(r, unit, &factor), cases[i].family);
        assert_true(factor == cases[i].factor);
    }
    int64_t factor = 1;
    assert_int_equal(reference_unit(r, CODE_NONE, &factor), UNIT_NONE);
    assert_true(factor == 0);
}

static void test_spellings(void **state)
{
    static const struct {
        const char *code;
        const char *spellings[24];
    } cases[] = {
        {"kg",
         {"kgs", "KGS", "KGM", "kilo", "kilos", "kilogram", "Kilograms", "kilogramme",
          "kilogrammes", "kg."}},
        {"g", {"gr", "gm", "gram", "grams", "gramme", "grammes", "GRM"}},
        {"mg", {"Milligram"}},
        {"ug", {"Microgram", "µg", "mcg"}},
        {"t", {"ton", "Tons", "tonne", "tonnes", "MT"}},
        {"lb", {"lbs", "pound", "pounds"}},
        {"oz", {"Ounce", "ounces"}},
        {"tola", {"vori", "bhori", "tolas"}},
        {"L", {"l", "ltr", "LTR", "litre", "litres", "liter", "liters"}},
        {"mL", {"ml", "Millilitre", "Cc", "Cubic Centimeter", "cm³"}},
        {"cL", {"cl"}},
        {"gal", {"gallon", "Gallons (US, liquid)"}},
        {"pcs",
         {"pc", "piece", "Pieces", "PCE", "Unit", "units", "u", "ea", "no.", "nos", "item",
          "items", "head", "pièce", "Joint"}},
        {"tablet", {"Tablet", "tablets", "tab", "tabs", "Pill", "pills", "comprimés"}},
        {"capsule", {"Capsule", "capsules"}},
        {"ampoule", {"Ampoule", "ampoules"}},
        {"vial", {"Vials"}},
        {"blotter", {"Blotting paper", "Blotter", "Stamp", "Trip"}},
        {"plant", {"Plants", "Bush"}},
        {"stick", {"sticks", "cigarettes"}},
        {"round", {"rounds", "cartridge", "cartridges"}},
        {"pair", {"pairs"}},
        {"set", {"sets"}},
        {"bottle", {"Bottles", "Flacons"}},
        {"package", {"Packages"}},
        {"carton", {"cartons"}},
        {"case", {"cases"}},
        {"box", {"boxes"}},
        {"pack", {"packs"}},
        {"block", {"Block"}},
        {"dose", {"Dose", "doses", "Injection"}},
        {"ha", {"Hectars"}},
        {"acre", {"Acres"}},
        {"m2", {"m²"}},
        {"m3", {"m³"}},
        {"seed", {"seeds"}},
        {"viss", {"Viss"}},
        {"thousand_doses", {"Thousand of doses"}},
    };
    const struct reference *r = *state;
    const struct code_list *units = reference_list(r, "unit");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (const char *const *s = cases[i].spellings; *s; s++) {
            uint32_t unit = match(r, "unit", *s);
            if (unit == CODE_NONE)
                print_error("unit %s\n", *s);
            assert_int_not_equal(unit, CODE_NONE);
            assert_string_equal(units->codes[unit].code, cases[i].code);
        }
    }
    assert_int_equal(match(r, "unit", "furlong"), CODE_NONE);
    /* A cartridge, or a carton of cigarettes: the word alone does not say. */
    assert_int_equal(match(r, "unit", "cartouche"), CODE_NONE);
}

/* Every alias that the notes on the domain ask for (section 6), and the family it falls in. */
static void test_expected_aliases(void **state)
{
    static const struct {
        enum unit_family family;
        const char *names; /* parted by blanks; _ for a blank inside */
    } cases[] = {
        {UNIT_MASS,
         "kg kgs KGM kilo kilos kilogram kilograms kilogramme kilogrammes "
         "kilogram(s) kilogramme(s) g gr gm gram grams gramme grammes gram(s) GRM mg t "
         "ton tons tonne tonnes MT lb lbs oz tola jin vori bhori catty_(CN) "
         "catty_(HK/SG) HK_catty"},
        {UNIT_OTHER, "catty tael maund dose doses dose(s) m\u00b2 m2"},
        {UNIT_VOLUME, "l L ltr litre litres litre(s) liter liters liter(s) LTR ml cl gal "
                      "m\u00b3 m3"},
        {UNIT_PIECES,
         "pc pcs piece pieces piece(s) PCE unit units unit(s) u ea no. nos item items "
         "item(s) head tablet tablets tablet(s) tab tabs tab(s) pill pills pill(s) "
         "capsule capsules capsule(s) ampoule ampoules ampoule(s) vial vials vial(s) "
         "blotter blotters blotter(s) plant plants plant(s) seed seeds seed(s) stick "
         "sticks stick(s) MIL round rounds round(s) cartridge cartridges "
         "cartridge(s)"},
        {UNIT_PACKAGE,
         "pair pairs pair(s) set sets set(s) pack packs pack(s) carton cartons "
         "carton(s) case cases case(s) bottle bottles bottle(s) box boxes box(es)"},
        {UNIT_CURRENCY, "USD EUR AUD THB US$ \u20ac"},
    };
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char names[1024], *rest = names;
        strncpy(names, cases[i].names, sizeof names - 1);
        names[sizeof names - 1] = '\0';
        for (char *name; (name = strsep(&rest, " "));) {
            for (char *p = name; *p; p++)
                *p = *p == '_' ? ' ' : *p;
            int64_t factor;
            uint32_t unit = match(r, "unit", name);
            if (reference_unit(r, unit, &factor) != cases[i].family)
                print_error("unit %s\n", name);
            assert_int_equal(reference_unit(r, unit, &factor), cases[i].family);
        }
    }
}

/* Every currency is a unit of its family, under its exact code and its names; only KGS, read
 * as a spelling, is kilograms. */
static void test_currencies_are_units(void **state)
{
    const struct reference *r = *state;
    const struct code_list *units = reference_list(r, "unit");
    const struct code_list *currencies = reference_list(r, "currency");
    for (uint32_t i = 0; i < currencies->count; i++) {
        const char *code = currencies->codes[i].code;
        uint32_t unit = reference_code(r, units, code);
        int64_t factor;
        assert_int_not_equal(unit, CODE_NONE);
        assert_int_equal(reference_unit(r, unit, &factor), UNIT_CURRENCY);
        assert_true(factor == 10000);
        assert_int_equal(match(r, "unit", currencies->codes[i].label[LANGUAGE_EN]), unit);
        bool som = strcmp(code, "KGS") == 0;
        assert_int_equal(match(r, "unit", code) == unit, !som);
        assert_int_equal(match(r, "currency", code), i);
    }
}

/* Expected of the data file: families that convert have a factor, the others none. */
static void test_families(void **state)
{
    const struct reference *r = *state;
    const struct code_list *units = reference_list(r, "unit");
    for (uint32_t i = 0; i < units->count; i++) {
        int64_t factor;
        enum unit_family family = reference_unit(r, i, &factor);
        assert_int_not_equal(family, UNIT_NONE);
        assert_int_equal(factor > 0, family != UNIT_PACKAGE && family != UNIT_OTHER);
    }
}

/* A sign that one currency has names it; one that several have ("") names none, and is a unit
 * of money. The letters alone are no sign: "a" is no Australian dollar. */
static void test_signs(void **state)
{
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"\u20ac", "EUR"},   {"\u00a3", "GBP"},   {"US$", "USD"},    {"us $", "USD"},
        {"U.S.$", "USD"},    {"A$", "AUD"},       {"AU$", "AUD"},    {"NZ$", "NZD"},
        {"HK$", "HKD"},      {"S$", "SGD"},       {"C$", "CAD"},     {"NT$", "TWD"},
        {"R$", "BRL"},       {"\u20b9", "INR"},   {"\u0e3f", "THB"}, {"\u20a9", "KRW"},
        {"CN\u00a5", "CNY"}, {"US\uff04", "USD"}, {"RMB", "CNY"},    {"$", ""},
        {"\u00a5", ""},      {"\uff04", ""},      {"\uffe5", ""},    {"Rs.", ""},
        {"\u20a8", ""},      {"kr", ""},
    };
    const struct reference *r = *state;
    const struct code_list *units = reference_list(r, "unit");
    const struct code_list *currencies = reference_list(r, "currency");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text, *code = cases[i].code;
        bool several;
        uint32_t currency =
            reference_match(r, currencies, text, strlen(text), CODE_NONE, &several);
        uint32_t unit = match(r, "unit", text);
        if (several != !*code || unit == CODE_NONE)
            print_error("sign %s\n", text);
        assert_int_equal(several, !*code);
        assert_int_not_equal(unit, CODE_NONE);
        assert_string_equal(currency == CODE_NONE ? "" : currencies->codes[currency].code,
                            code);
        assert_string_equal(units->codes[unit].code, *code ? code : UNIT_OF_MONEY);
    }
    uint32_t yen = reference_code(r, currencies, "JPY"),
             dollar = reference_code(r, currencies, "USD");
    assert_true(reference_match_fits(currencies, "\u00a5", 2, yen));
    assert_false(reference_match_fits(currencies, "\u00a5", 2, dollar));
    static const char *const no_signs[] = {"a", "c", "s", "hk", "nz"};
    for (size_t i = 0; i < sizeof no_signs / sizeof *no_signs; i++)
        assert_int_equal(match(r, "unit", no_signs[i]), CODE_NONE);
}

/* No sign that several currencies share stands for one of them where a unit is asked for. */
static void test_shared_signs_are_money(void **state)
{
    const struct reference *r = *state;
    const struct code_list *currencies = reference_list(r, "currency");
    for (uint32_t i = 0; i < currencies->count; i++) {
        uint32_t from = 0;
        for (const char *name; (name = reference_code_name(currencies, i, &from));) {
            bool several;
            reference_match(r, currencies, name, strlen(name), CODE_NONE, &several);
            if (several)
                assert_int_equal(match(r, "unit", name), match(r, "unit", UNIT_OF_MONEY));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factors),
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_expected_aliases),
        cmocka_unit_test(test_currencies_are_units),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_shared_signs_are_money),
    };
    return cmocka_run_group_tests(tests, open_reference, free_reference);
}
