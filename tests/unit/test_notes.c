/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under an answer: what it left out, and where totals are no sums. */
#include "analysis/notes.h"
#include "frame_fixture.h"

static const struct fixture_row rows[] = {
    /* case, product, transit, quantity, unit, date, reporter */
    {1, {"Heroin", "LA>MM", "5", "kg", "2024-03-05", "TH"}},
    {1, {"Cocaine", "MM", "3", "pcs", "2024", "TH"}},
    {2, {"Heroin", "LA", "", "kg", "2024-04", "MM"}},
    {2, {"Heroin", "LA", "2", "carton", "2024-04-01", "!Siam"}},
    {0, {"Heroin", "LA", "!some", "kg", ""}},
};
#define NOTE_FIELDS FIELDS("product", "transit", "quantity", "unit", "date", "reporter")

static void test_notes_of_a_cross_tab(void **state)
{
    static const struct {
        const char *rows, *cols;
        enum measure_kind measure;
        const char *notes;
    } records[] = {
        {"product", NULL, MEASURE_SEIZURES, ""},
        {"product", NULL, MEASURE_CASES,
         "all: distinct cases; rows add to 1 more: some in several\n"
         "cases: 1 line of no case left out"},
        {"product", NULL, MEASURE_REPORTERS,
         "all: distinct reporters; rows add to 1 more: some in several\n"
         "reporters: 2 lines of no known reporter left out"},
        {"product", NULL, MEASURE_MASS,
         "mass: 4 lines left out (1 without an amount, 1 not understood, 1 in another unit, 1 "
         "in "
         "packages of unknown content)"},
        {"transit", NULL, MEASURE_SEIZURES,
         "rows overlap: a record with several values of transit counts in each"},
        {"product", "transit", MEASURE_SEIZURES,
         "columns overlap: a record with several values of transit counts in each"},
        {"product", "day", MEASURE_SEIZURES,
         "2 lines left out: their dates are too coarse for these periods"},
        {"month", NULL, MEASURE_SEIZURES,
         "1 line left out: its date is too coarse for these periods"},
    };
    struct fixture *x = *state;
    fixture_import(x, "a.csv", NOTE_FIELDS, ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct pivot_question q = {.rows = {records[i].rows},
                                   .cols = {records[i].cols},
                                   .measures = {records[i].measure},
                                   .measure_count = 1};
        struct pivot *p;
        struct buffer b = {0};
        ok(x, pivot_run(x->frame, frame_current(x->frame), &q, &p, &x->e));
        notes_pivot(p, &b);
        assert_string_equal(buffer_text(&b), records[i].notes);
        buffer_free(&b);
        pivot_free(&p);
    }
}

/* Which rules for packages a sum rests on: of the lines that stand in the table alone. */
static void test_notes_of_packages(void **state)
{
    static const struct fixture_row packed[] = {
        {1, {"Cigarettes", "LA", "5", "carton", "2024-03-05"}},
        {2, {"Cigarettes", "LA", "5", "carton", "2024"}},
        {3, {"Cigarettes", "LA", "5", "pack", "2024-03-06"}},
        {4, {"Beer", "LA", "5", "pack", "2024-03-06"}},
        {5, {"Cigarettes", "LA", "5", "stick", "2024-03-06"}},
    };
    static const struct {
        const char *rows;
        enum measure_kind measure;
        const char *notes;
    } records[] = {
        {"product", MEASURE_PIECES,
         "pieces: 1 line through rule cigarettes-pack (20 pcs each), 2 through rule "
         "cigarettes-carton (200 pcs each)\n"
         "pieces: 1 line left out (1 in packages of unknown content)"},
        {"month", MEASURE_PIECES,
         "pieces: 1 line through rule cigarettes-pack (20 pcs each), 1 through rule "
         "cigarettes-carton (200 pcs each)\n"
         "pieces: 1 line left out (1 in packages of unknown content)\n"
         "1 line left out: its date is too coarse for these periods"},
        {"product", MEASURE_MASS,
         "mass: 5 lines left out (4 in another unit, 1 in packages of unknown content)"},
    };
    struct fixture *x = *state;
    fixture_import(x, "a.csv", NOTE_FIELDS, ROWS(packed), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct pivot_question q = {
            .rows = {records[i].rows}, .measures = {records[i].measure}, .measure_count = 1};
        struct pivot *p;
        struct buffer b = {0};
        ok(x, pivot_run(x->frame, frame_current(x->frame), &q, &p, &x->e));
        notes_pivot(p, &b);
        assert_string_equal(buffer_text(&b), records[i].notes);
        buffer_free(&b);
        pivot_free(&p);
    }
}

static void test_notes_of_a_trend(void **state)
{
    struct fixture *x = *state;
    fixture_import(x, "a.csv", NOTE_FIELDS, ROWS(rows), NULL);
    fixture_frame(x);
    struct trend_question q = {
        .grain = GRAIN_MONTH, .measure = MEASURE_MASS, .money_group = UINT16_MAX};
    struct trend *t;
    struct buffer b = {0};
    ok(x, trend_run(x->frame, frame_current(x->frame), &q, &t, &x->e));
    notes_trend(t, &b);
    assert_string_equal(
        buffer_text(&b),
        "mass: 2 lines left out (1 without an amount, 1 in packages of unknown content)\n"
        "1 line left out: its date is too coarse for these periods\n"
        "1 line left out: it has no usable date");
    buffer_free(&b);
    trend_free(&t);
}

static void test_heads_of_measures(void **state)
{
    (void)state;
    static const struct {
        enum measure_kind kind;
        const char *head;
    } records[] = {{MEASURE_CASES, "cases (distinct)"},
                   {MEASURE_SEIZURES, "seizures"},
                   {MEASURE_REPORTERS, "reporters (distinct)"},
                   {MEASURE_MASS, "mass, kg"},
                   {MEASURE_VOLUME, "volume, L"},
                   {MEASURE_PIECES, "pieces"}};
    struct buffer b = {0};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct measure m = measure_of(records[i].kind);
        assert_string_equal(notes_measure(&m, &b), records[i].head);
    }
    buffer_free(&b);
}

/* A sum that rests on nothing is blank, a zero is a zero; small amounts are not shown as none.
 */
static void test_amounts_as_they_are_shown(void **state)
{
    (void)state;
    static const struct {
        enum measure_kind kind;
        long long value;
        uint32_t counted;
        const char *shown, *plain;
    } records[] = {
        {MEASURE_SEIZURES, 1234567, 1234567, "1,234,567", "1234567"},
        {MEASURE_CASES, 0, 0, "0", "0"},
        {MEASURE_MASS, 0, 0, "", ""},
        {MEASURE_MASS, 0, 1, "0.000", "0"},
        {MEASURE_MASS, 1234567890123, 2, "1,234.568", "1234.567890123"},
        {MEASURE_MASS, 12, 1, "0.000000012", "0.000000012"},
        {MEASURE_PIECES, 2500000, 1, "2", "2.5"}, /* half to even */
        {MEASURE_VOLUME, 1500000, 1, "1.500", "1.5"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct measure m = measure_of(records[i].kind);
        struct amount a = {
            .value = records[i].value, .lines = 5, .counted = records[i].counted};
        char text[64];
        amount_format(&m, &a, false, text);
        assert_string_equal(text, records[i].shown);
        amount_format(&m, &a, true, text);
        assert_string_equal(text, records[i].plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_notes_of_a_cross_tab),
        TEST(test_notes_of_packages),
        TEST(test_notes_of_a_trend),
        cmocka_unit_test(test_heads_of_measures),
        cmocka_unit_test(test_amounts_as_they_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
