/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the field catalogue: its order, its types, and the headers that find a field. */
#include "base/buffer.h"
#include "base/text.h"
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

/* Name of the field that header finds, "" for none. */
static const char *find(const struct reference *r, const char *header)
{
    const struct field *f = reference_field_by_header(r, header, strlen(header));
    return f ? f->name : "";
}

/* Expected: the documented order, the types that the frame relies on, and a list where and only
 * where the type is a code. */
static void test_order_and_types(void **state)
{
    static const struct {
        const char *name;
        enum field_type type;
        const char *list;
    } cases[] = {
        {"case_id", FIELD_CASE_ID, NULL},
        {"line", FIELD_NUMBER, NULL},
        {"date", FIELD_DATE, NULL},
        {"reporter", FIELD_COUNTRY, NULL},
        {"office", FIELD_TEXT, NULL},
        {"location", FIELD_CODE, "location"},
        {"place", FIELD_TEXT, NULL},
        {"direction", FIELD_CODE, "direction"},
        {"procedure", FIELD_TEXT, NULL},
        {"conveyance", FIELD_CODE, "conveyance"},
        {"departure", FIELD_COUNTRY, NULL},
        {"transit", FIELD_COUNTRIES, NULL},
        {"destination", FIELD_COUNTRY, NULL},
        {"origin", FIELD_COUNTRY, NULL},
        {"section", FIELD_CODE, "section"},
        {"stream", FIELD_CODE, "stream"},
        {"category", FIELD_CODE, "category"},
        {"product", FIELD_CODE, "product"},
        {"brand", FIELD_TEXT, NULL},
        {"quantity", FIELD_NUMBER, NULL},
        {"unit", FIELD_CODE, "unit"},
        {"mass", FIELD_MASS, NULL},
        {"volume", FIELD_VOLUME, NULL},
        {"pieces", FIELD_PIECES, NULL},
        {"value", FIELD_NUMBER, NULL},
        {"currency", FIELD_CODE, "currency"},
        {"hs", FIELD_TEXT, NULL},
        {"concealment", FIELD_CODE, "concealment"},
        {"detection", FIELD_CODE, "detection"},
        {"ecommerce", FIELD_CODE, "ecommerce"},
        {"operation", FIELD_TEXT, NULL},
        {"source", FIELD_CODE, "source"},
        {"form", FIELD_CODE, "form"},
        {"entered", FIELD_DATE, NULL},
        {"validated", FIELD_DATE, NULL},
        {"lag", FIELD_DAYS, NULL},
        {"value_kind", FIELD_CODE, "value_kind"},
        {"species", FIELD_TEXT, NULL},
        {"cites", FIELD_CODE, "cites"},
        {"remarks", FIELD_LONG_TEXT, NULL},
        {"status", FIELD_CODE, "status"},
    };
    const struct reference *r = *state;
    size_t count;
    const struct field *fields = reference_fields(r, &count);
    assert_int_equal(count, sizeof cases / sizeof *cases);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(fields[i].name, cases[i].name);
        assert_int_equal(fields[i].type, cases[i].type);
        if (cases[i].list)
            assert_string_equal(fields[i].list, cases[i].list);
        else
            assert_null(fields[i].list);
        assert_ptr_equal(reference_field(r, cases[i].name), &fields[i]);
        bool derived =
            strcmp(cases[i].name, "mass") == 0 || strcmp(cases[i].name, "volume") == 0 ||
            strcmp(cases[i].name, "pieces") == 0 || strcmp(cases[i].name, "lag") == 0;
        assert_int_equal(fields[i].role, derived ? FIELD_DERIVED : FIELD_STORED);
        assert_true(strlen(fields[i].help) > 0);
    }
    assert_null(reference_field(r, "Date"));
    assert_null(reference_field(r, "route"));
}

/* Expected: name, labels and aliases of a field find that field and no other, and the aliases
 * stand in text_key form. */
static void test_no_name_in_two_fields(void **state)
{
    const struct reference *r = *state;
    size_t count;
    const struct field *fields = reference_fields(r, &count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(find(r, fields[i].name), fields[i].name);
        assert_string_equal(find(r, fields[i].label[LANGUAGE_EN]), fields[i].name);
        assert_string_equal(find(r, fields[i].label[LANGUAGE_FR]), fields[i].name);
        for (const char *const *a = fields[i].aliases; *a; a++) {
            assert_string_equal(find(r, *a), fields[i].name);
            struct buffer key = {0};
            text_key(&key, *a, strlen(*a));
            assert_string_equal(buffer_text(&key), *a);
            buffer_free(&key);
            for (size_t j = 0; j < count; j++)
                for (const char *const *b = fields[j].aliases; j != i && *b; b++)
                    assert_string_not_equal(*a, *b);
        }
    }
}

static void test_headers(void **state)
{
    static const struct {
        const char *header, *field;
    } cases[] = {
        /* UNODC individual drug seizures */
        {"REGION", ""},
        {"SUBREGION", ""},
        {"COUNTRY", "reporter"},
        {"ADMINISTRATIVE_DIVISION", ""},
        {"PLACE", "place"},
        {"SEIZURE_DATE", "date"},
        {"DRUG_NAME", "product"},
        {"AMOUNT", "quantity"},
        {"DRUG_UNIT", "unit"},
        {"HIDING_PLACE", "concealment"},
        {"INSTALLATION", "location"},
        {"TRANSPORT", "conveyance"},
        {"PRODUCING_COUNTRY", "origin"},
        {"DEPARTURE_COUNTRY", "departure"},
        {"DESTINATION_COUNTRY", "destination"},
        {"ROUTING", ""},
        /* English exports */
        {"Case ID", "case_id"},
        {"Seizure Line No", "line"},
        {"Date of seizure", "date"},
        {"Reporting country", "reporter"},
        {"Customs office", "office"},
        {"Location type", "location"},
        {"Means of conveyance", "conveyance"},
        {"Country(ies) of transit", "transit"},
        {"Country of origin", "origin"},
        {"Sub-commodity", "product"},
        {"Right holder", "brand"},
        {"Mass kg", "mass"},
        {"Weight (kg)", "mass"},
        {"Net weight kg", "mass"},
        {"Volume (l)", "volume"},
        {"Pieces", "pieces"},
        {"HS code", "hs"},
        {"E-commerce", "ecommerce"},
        {"CITES Appendix", "cites"},
        {"  remarks:", "remarks"},
        /* French exports */
        {"Pays déclarant", "reporter"},
        {"Date de saisie", "date"},
        {"Numéro de cas", "case_id"},
        {"Ligne", "line"},
        {"Moyen de transport", "conveyance"},
        {"Pays de départ", "departure"},
        {"PAYS DE DEPART", "departure"},
        {"Pays de transit", "transit"},
        {"Pays de destination", "destination"},
        {"Pays d'origine", "origin"},
        {"Pays d’origine", "origin"},
        {"Méthode de détection", "detection"},
        {"Dissimulation", "concealment"},
        {"Quantité", "quantity"},
        {"Unité", "unit"},
        {"Valeur", "value"},
        {"Devise", "currency"},
        {"Produit", "product"},
        {"Flux", "stream"},
        {"Section", "section"},
        {"Sous-catégorie", "product"},
        {"Nombre de pièces", "pieces"},
        {"Observations", "remarks"},
        {"", ""},
        {"---", ""},
        {"Photo count", ""},
    };
    const struct reference *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = find(r, cases[i].header);
        if (strcmp(got, cases[i].field) != 0)
            print_error("header %s\n", cases[i].header);
        assert_string_equal(got, cases[i].field);
    }
}

static void test_near(void **state)
{
    const struct reference *r = *state;
    assert_string_equal(reference_field_near(r, "conveiance"), "conveyance");
    assert_string_equal(reference_field_near(r, "orgin"), "origin");
    assert_null(reference_field_near(r, "zzzzzzzzzzzz"));
    assert_null(reference_field_near(r, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_types),
        cmocka_unit_test(test_no_name_in_two_fields),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_near),
    };
    return cmocka_run_group_tests(tests, open_reference, free_reference);
}
