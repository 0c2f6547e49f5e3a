/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass, volume, pieces and money: what counts, exactly how much, and why the rest does not. */
#include "frame_fixture.h"

static const struct amounts *amounts(struct fixture *x, enum field_type family)
{
    const struct amounts *a = NULL;
    ok(x, frame_amounts(x->frame, family, &a, &x->e));
    return a;
}

#define NO AMOUNT_OTHER_UNIT
#define BLANK AMOUNT_BLANK
#define BAD AMOUNT_INVALID

/* Quantity and unit, and the three measures: amount in the family's smallest unit. */
static void test_quantities(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *quantity, *unit;
        enum amount_state mass, volume, pieces;
        int64_t amount; /* in the family that counts */
    } row[] = {
        {"412", "kg", AMOUNT_COUNTED, NO, NO, 412000000000},
        {"412.000000001", "kg", AMOUNT_COUNTED, NO, NO, 412000000001},
        {"0.5", "g", AMOUNT_COUNTED, NO, NO, 500000},
        {"3", "lb", AMOUNT_COUNTED, NO, NO, 1360777110},
        {"0.1", "ug", AMOUNT_COUNTED, NO, NO, 0}, /* rounded to a microgram */
        {"0", "kg", AMOUNT_COUNTED, NO, NO, 0},   /* none is a quantity */
        {"2000", "tablet", NO, NO, AMOUNT_COUNTED, 2000000000},
        {"2", "dozen", NO, NO, AMOUNT_COUNTED, 24000000},
        {"0.75", "L", NO, AMOUNT_COUNTED, NO, 750000},
        {"5", "carton", AMOUNT_PACKAGE, AMOUNT_PACKAGE, AMOUNT_PACKAGE, 0},
        {"5000", "USD", NO, NO, NO, 0},
        {"", "kg", BLANK, BLANK, BLANK, 0},
        {"?", "kg", BLANK, BLANK, BLANK, 0},
        {"", "", BLANK, BLANK, BLANK, 0},
        {"!some", "kg", BAD, BAD, BAD, 0},
        {"5", "", BAD, BAD, BAD, 0},
        {"5", "!buckets", BAD, BAD, BAD, 0},
        {"5", "?", BAD, BAD, BAD, 0},
        {"9223372036.854775807", "kg", AMOUNT_COUNTED, NO, NO, INT64_MAX},
        {"9223372036.854775808", "kg", BAD, NO, NO, 0}, /* beyond 64 bits of micrograms */
    };
    enum { N = sizeof row / sizeof *row };
    struct fixture_row rows[N];
    memset(rows, 0, sizeof rows);
    for (size_t i = 0; i < N; i++) {
        rows[i].cells[0] = row[i].quantity;
        rows[i].cells[1] = row[i].unit;
    }
    fixture_import(x, "a.csv", FIELDS("quantity", "unit"), rows, N, NULL);
    fixture_frame(x);
    const struct amounts *mass = amounts(x, FIELD_MASS), *volume = amounts(x, FIELD_VOLUME),
                         *pieces = amounts(x, FIELD_PIECES);
    assert_int_equal(mass->scale, 9);
    assert_int_equal(volume->scale, 6);
    assert_int_equal(pieces->scale, 6);
    for (size_t i = 0; i < N; i++) {
        const struct {
            const struct amounts *got;
            enum amount_state state;
        } family[] = {{mass, row[i].mass}, {volume, row[i].volume}, {pieces, row[i].pieces}};
        for (size_t k = 0; k < 3; k++) {
            int64_t amount = family[k].state == AMOUNT_COUNTED ? row[i].amount : 0;
            if (family[k].got->state[i] != family[k].state ||
                family[k].got->amount[i] != amount) {
                fail_msg("%s %s: family %zu has state %d, amount %lld", row[i].quantity,
                         row[i].unit, k, family[k].got->state[i],
                         (long long)family[k].got->amount[i]);
            }
        }
    }
    assert_ptr_equal(mass, amounts(x, FIELD_MASS));
}

/* Packages of a commodity: through which rule they are pieces, and why not else. */
static void test_packages(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *product, *stream, *quantity, *unit, *own;
        enum amount_state pieces, mass;
        int64_t amount;
        const char *rule;
    } row[] = {
        {"Cigarettes", "", "10", "carton", "", AMOUNT_COUNTED, NO, 2000000000,
         "cigarettes-carton"},
        {"Cigarettes", "Alcohol products", "1.5", "pack", "", AMOUNT_COUNTED, NO, 30000000,
         "cigarettes-pack"},
        {"Cigarettes", "", "2", "master_case", "", AMOUNT_COUNTED, NO, 20000000000,
         "cigarettes-master-case"},
        {"Cigarettes", "", "10", "stick", "", AMOUNT_COUNTED, NO, 10000000, ""},
        {"Cigarettes", "", "10", "carton", "1990", AMOUNT_COUNTED, NO, 1990000000, ""},
        {"Cigarettes", "", "10", "box", "", AMOUNT_PACKAGE, AMOUNT_PACKAGE, 0, ""},
        {"Cigarettes", "", "!some", "carton", "", BAD, BAD, 0, ""},
        {"Cigarettes", "", "-1", "carton", "", BAD, BAD, 0, ""},
        {"Cigarettes", "", "", "carton", "", BLANK, BLANK, 0, ""},
        {"Cigarettes", "", "92233720368547.75807", "carton", "", BAD, NO, 0,
         ""}, /* beyond 64 bits */
        {"Beer", "", "10", "carton", "", AMOUNT_PACKAGE, AMOUNT_PACKAGE, 0, ""},
        {"", "Tobacco products", "10", "carton", "", AMOUNT_PACKAGE, AMOUNT_PACKAGE, 0, ""},
        {"!smokes", "", "10", "carton", "", AMOUNT_PACKAGE, AMOUNT_PACKAGE, 0, ""},
    };
    enum { N = sizeof row / sizeof *row };
    struct fixture_row rows[N];
    memset(rows, 0, sizeof rows);
    for (size_t i = 0; i < N; i++) {
        const char *cells[] = {row[i].product, row[i].stream, row[i].quantity, row[i].unit,
                               row[i].own};
        memcpy(rows[i].cells, cells, sizeof cells);
    }
    fixture_import(x, "a.csv", FIELDS("product", "stream", "quantity", "unit", "pieces"), rows,
                   N, NULL);
    fixture_frame(x);
    const struct amounts *pieces = amounts(x, FIELD_PIECES), *mass = amounts(x, FIELD_MASS);
    const struct column *rule;
    ok(x, frame_column(x->frame, PACKAGE_RULE_FIELD, &rule, &x->e));
    assert_int_equal(rule->values, 5); /* three rules, unknown, blank */
    for (size_t i = 0; i < N; i++) {
        const char *through = rule->value[column_id(rule, i)].code;
        if (pieces->state[i] != row[i].pieces || mass->state[i] != row[i].mass ||
            pieces->amount[i] != row[i].amount || strcmp(through, row[i].rule) != 0)
            fail_msg("row %zu: states %d and %d, amount %lld, rule %s", i, pieces->state[i],
                     mass->state[i], (long long)pieces->amount[i], through);
    }
}

/* Without a package that a rule is for no such field is listed; who asks gets an empty one. */
static void test_no_packages(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{0, {"Cigarettes", "10", "box"}},
                                              {0, {"Cigarettes", "10", "kg"}}};
    const struct column *rule;
    fixture_import(x, "a.csv", FIELDS("product", "quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    assert_null(frame_find_field(x->frame, PACKAGE_RULE_FIELD));
    ok(x, frame_column(x->frame, PACKAGE_RULE_FIELD, &rule, &x->e));
    assert_int_equal(rule->values, 2); /* unknown, blank */
    assert_null(amounts(x, FIELD_PIECES)->rule);
}

/* A file's own mass counts before quantity and unit, which stand in where it has none. */
static void test_own_mass(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"1.5", "900", "g"}},    {0, {"", "900", "g"}}, {0, {"!heavy", "900", "g"}},
        {0, {"!heavy", "900", "L"}}, {0, {"2", "", ""}},    {0, {"", "", ""}},
    };
    static const struct {
        int64_t amount;
        enum amount_state state;
    } expected[] = {
        {1500000000, AMOUNT_COUNTED}, {900000000, AMOUNT_COUNTED},  {900000000, AMOUNT_COUNTED},
        {0, AMOUNT_INVALID},          {2000000000, AMOUNT_COUNTED}, {0, AMOUNT_BLANK},
    };
    fixture_import(x, "a.csv", FIELDS("mass", "quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    const struct amounts *mass = amounts(x, FIELD_MASS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(mass->state[i], expected[i].state);
        assert_true(mass->amount[i] == expected[i].amount);
    }
    assert_int_equal(amounts(x, FIELD_VOLUME)->state[3], AMOUNT_COUNTED);
    /* Loading it does not make mass a field to group by. */
    const struct column *c;
    assert_int_equal(frame_column(x->frame, "mass", &c, &x->e), STATUS_MISUSE);
}

/* So many distinct quantities that products are worked out by line: the same amounts. */
static void test_many_quantities(void **state)
{
    struct fixture *x = *state;
    enum { TEXTS = 450000, LINES = 40 };
    static const char *const units[] = {"kg", "g",   "mg",    "lb",  "t",
                                        "oz", "ozt", "carat", "tola"};
    static const int64_t factor[] = {1000000000, 1000000,  1000,   453592370, 1000000000000,
                                     28349523,   31103477, 200000, 11663804};
    struct writer *w;
    uint32_t slot[2], id[2], line;
    ok(x, writer_begin(x->cache, &w, &x->e));
    ok(x, writer_field(w, "quantity", "Quantity", false, false, &slot[0], &id[0], &x->e));
    ok(x, writer_field(w, "unit", "Unit", false, false, &slot[1], &id[1], &x->e));
    for (uint32_t q = 1; q <= TEXTS; q++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%u.5", (unsigned)q);
        struct spelling s = {text, (uint32_t)len, text, VALUE_VALID, false, false};
        ok(x, writer_spelling(w, id[0], q, &s, &x->e));
    }
    for (uint32_t n = 0; n < LINES; n++) {
        uint32_t codes[2];
        codes[slot[0]] = 1 + n * 11000;
        codes[slot[1]] = fixture_spell(x, w, id[1], units[n % 9]);
        ok(x, writer_line(w, n + 2, 0, n, codes, NULL, &line, &x->e));
    }
    fixture_commit(x, &w, "a.csv");
    fixture_frame(x);
    const struct amounts *mass = amounts(x, FIELD_MASS);
    for (uint32_t n = 0; n < LINES; n++) {
        int64_t twice = 2 * (1 + (int64_t)n * 11000) + 1; /* the quantity is q + 1/2 */
        int64_t f = factor[n % 9];
        int64_t exact = twice / 2 * f + f / 2;
        if (f % 2 && exact % 2) {
            exact++; /* a half to the even neighbour */
        }
        if (mass->amount[n] != exact) {
            fail_msg("line %u: %lld, not %lld", n, (long long)mass->amount[n],
                     (long long)exact);
        }
    }
}

/* Seized cash and values never share a group; a kind that is not said is "?", and without a
 * currency money is in no group. */
static void test_money(void **state)
{
    struct fixture *x = *state;
    static const struct {
        struct fixture_row row;
        const char *seized, *value; /* group and amount, NULL: not counted */
    } line[] = {
        {{0, {"5000.25", "USD", "", "", ""}}, "USD seized 50002500", NULL},
        {{0, {"7", "EUR", "900", "USD", "genuine"}}, "EUR seized 70000", "USD genuine 9000000"},
        {{0, {"3", "kg", "0.00005", "USD", ""}}, NULL, "USD ? 0"}, /* half to even */
        {{0, {"3", "kg", "2", "", "counterfeit"}}, NULL, NULL},
        {{0, {"", "", "2", "!gold", "?"}}, NULL, NULL},
        {{0, {"", "USD", "", "USD", "genuine"}}, NULL, NULL},
        {{0, {"!much", "USD", "!much", "USD", ""}}, NULL, NULL},
        {{0, {"1", "USD", "999999999999999999", "USD", ""}}, "USD seized 10000", NULL},
    };
    static const struct {
        int source;
        enum amount_state state[8];
    } states[] = {
        {0,
         {AMOUNT_COUNTED, AMOUNT_COUNTED, AMOUNT_OTHER_UNIT, AMOUNT_OTHER_UNIT, AMOUNT_BLANK,
          AMOUNT_BLANK, AMOUNT_INVALID, AMOUNT_COUNTED}},
        {1,
         {AMOUNT_BLANK, AMOUNT_COUNTED, AMOUNT_COUNTED, AMOUNT_CURRENCY, AMOUNT_CURRENCY,
          AMOUNT_BLANK, AMOUNT_INVALID, AMOUNT_INVALID}},
    };
    struct fixture_row rows[8];
    const struct money *m;
    for (size_t i = 0; i < 8; i++) {
        rows[i] = line[i].row;
    }
    fixture_import(x, "a.csv", FIELDS("quantity", "unit", "value", "currency", "value_kind"),
                   rows, 8, NULL);
    fixture_frame(x);
    ok(x, frame_money(x->frame, &m, &x->e));
    assert_int_equal(m->groups, 4);
    for (int s = 0; s < 2; s++) {
        for (size_t i = 0; i < 8; i++) {
            const char *expected = s == 0 ? line[i].seized : line[i].value;
            char got[64] = "";
            uint16_t g = m->source[s].group_of[i];
            if (g != UINT16_MAX) {
                snprintf(got, sizeof got, "%s %s %lld", m->group[g].currency, m->group[g].kind,
                         (long long)m->source[s].amount[i]);
            }
            assert_string_equal(got, expected ? expected : "");
            assert_int_equal(m->source[s].state[i], states[s].state[i]);
        }
    }
}

/* Without any cash or value there are no groups, and no arrays. */
static void test_no_money(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{0, {"5", "kg"}}, {0, {"5", ""}}};
    const struct money *m;
    fixture_import(x, "a.csv", FIELDS("quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    ok(x, frame_money(x->frame, &m, &x->e));
    assert_int_equal(m->groups, 0);
    assert_null(m->source[0].amount);
    assert_null(m->source[1].amount);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_quantities), TEST(test_packages),        TEST(test_no_packages),
        TEST(test_own_mass),   TEST(test_many_quantities), TEST(test_money),
        TEST(test_no_money),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
