/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of persons in free text: what is found, and what is none. */
#include "ingest/personal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const struct {
    const char *text;
    enum finding_kind kind; /* FINDING_NONE: nothing is found */
    const char *part;
} cases[] = {
    {"Contact j.doe+x@mail.example.org.", FINDING_EMAIL, "j.doe+x@mail.example.org"},
    {"mail a@b", FINDING_NONE, ""},
    {"=SUM(@A1)", FINDING_NONE, ""},
    {"3 pcs @ 5.00 each", FINDING_NONE, ""},
    {"Call +66 81-234 5678 after noon", FINDING_PHONE, "+66 81-234 5678"},
    {"Tel: 020 7946 0958", FINDING_PHONE, "020 7946 0958"},
    {"tél. n° 01 23 45 67 89", FINDING_NONE,
     ""}, /* the sign of degrees is no letter of a word */
    {"téléphone 01 23 45 67 89", FINDING_PHONE, "01 23 45 67 89"},
    {"+5 kg and 12 g", FINDING_NONE, ""},
    {"Phone number on the label not in use.", FINDING_NONE, ""},
    {"2 mobile phones, 1234567 chargers", FINDING_NONE, ""},
    {"container MSKU 1234567, seal 98765432", FINDING_NONE, ""},
    {"flight TG 0917 of 2024-03-05, AWB 217-12345678", FINDING_NONE, ""},
    {"case 2024/0012345678", FINDING_NONE, ""},
    {"Passport no. AB1234567 held", FINDING_PASSPORT, "AB1234567"},
    {"passeport: 12AB34567", FINDING_NONE, ""}, /* digits come last */
    {"Passport of 2019 shown", FINDING_NONE, ""},
    {"DOB 12/03/1980", FINDING_BIRTH, "12/03/1980"},
    {"Date of birth: 1980-03-12.", FINDING_BIRTH, "1980-03-12"},
    {"née le 12.03.1980", FINDING_BIRTH, "12.03.1980"},
    {"born in 1980", FINDING_BIRTH, "1980"},
    {"birth control pills 500", FINDING_NONE, ""},
    {"Name: Anna Example, traveller", FINDING_NAME, "Anna Example"},
    {"Prénom : Zoé", FINDING_NAME, "Zoé"},
    {"Vessel name: Ocean Star", FINDING_NONE, ""},
    {"Brand name: Acme", FINDING_NONE, ""},
    {"name: not known", FINDING_NONE, ""},
    {"No name on the parcel: returned", FINDING_NONE, ""},
    {"", FINDING_NONE, ""},
    {"@", FINDING_NONE, ""},
    {"+", FINDING_NONE, ""},
};

static void test_kinds(void **state)
{
    (void)state;
    struct personal found[PERSONAL_MOST];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = personal_find(cases[i].text, strlen(cases[i].text), found);
        if (n != (cases[i].kind != FINDING_NONE))
            fail_msg("%s: %zu found", cases[i].text, n);
        if (!n)
            continue;
        assert_int_equal(found[0].kind, cases[i].kind);
        assert_int_equal(found[0].length, strlen(cases[i].part));
        assert_memory_equal(found[0].text, cases[i].part, found[0].length);
    }
}

/* One of each kind, however often it stands there. */
static void test_several(void **state)
{
    (void)state;
    struct personal found[PERSONAL_MOST];
    static const char text[] =
        "Name: Anna, DOB 1980-03-12, passport X123456, phone 0812345678, "
        "a@b.org; Name: Ben, b@c.org, tel 0812345679";
    assert_int_equal(personal_find(text, sizeof text - 1, found), PERSONAL_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
