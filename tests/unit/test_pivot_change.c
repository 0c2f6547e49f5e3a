/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change of a cross-tab's rows: which years it is of, when there is none, its words and
 * order, and that it opens to its records. The as-of date of all caches is 2025-06-30. */
#include "frame_fixture.h"

#include "analysis/pivot_change.h"

#define ROW_MOST 400

static const char *const fields[] = {"date",     "product", "quantity", "unit",
                                     "reporter", "entered", NULL};

/* ---- which years are whole */

static void test_whole_years(void **state)
{
    (void)state;
    static const struct {
        const char *why, *dates[4], *entered[4];
        int first, last;
        bool known;
    } records[] = {
        {"nothing dated", {"", "?", "!soon"}, {NULL}, 1, 0, false},
        {"begins in January", {"2022-01-20", "2025-02-01"}, {NULL}, 2022, 2024, false},
        {"begins in May: 2022 is not whole", {"2022-05-01", "2025"}, {NULL}, 2023, 2024, false},
        {"entered at once", {"2022-05-01", "2025"}, {"2022-05-01"}, 2023, 2024, true},
        {"181 days are usual: just over", {"2023-01-01"}, {"2023-07-01"}, 2023, 2024, true},
        {"182 days are: 2024 can still grow", {"2023-01-01"}, {"2023-07-02"}, 2023, 2023, true},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct fixture_row rows[4] = {{0}};
        size_t n = 0;
        for (; n < 4 && records[i].dates[n]; n++) {
            rows[n].cells[0] = records[i].dates[n];
            rows[n].cells[5] = records[i].entered[n];
        }
        fixture_import(x, "a.csv", fields, rows, n, NULL);
        fixture_frame(x);
        struct whole_years whole;
        ok(x, pivot_whole_years(x->frame, &whole, &x->e));
        if (whole.first != records[i].first || whole.last != records[i].last ||
            whole.delay_known != records[i].known)
            fail_msg("%s: %d to %d", records[i].why, whole.first, whole.last);
        fixture_tear_down(&own);
    }
}

/* ---- a cache of products with so many lines a year */

static const struct product {
    const char *name;
    int lines[3]; /* 2023, 2024, 2025 */
    const char *quantity, *unit;
    const char *change, *mass_change; /* 2024 against 2023 */
} products[] = {
    {"Cocaine", {10, 15, 1}, "2", "kg", "+50 %", "+50 %"},
    {"Heroin", {20, 10, 9}, "500", "g", "-50 %", "-50 %"},
    {"Khat", {5, 0, 0}, "3", "kg", "-100 %", "-100 %"},
    {"Ketamine and related substances", {0, 7, 0}, "1", "kg", "new", "new"},
    {"Opium", {0, 9, 0}, "1", "kg", "new", "new"},
    {"Resin", {4, 40, 0}, "1", "kg", "few", "few"},
    {"Cannabis: Plants", {30, 60, 2}, "10", "pcs", "+100 %", ""}, /* no mass in any line */
    {"Codeine", {0, 0, 3}, "1", "kg", "", ""},                    /* nothing in either year */
};

enum { PRODUCTS = sizeof products / sizeof *products };

static int set_up(void **state)
{
    static struct fixture_row rows[ROW_MOST];
    static const char *const dates[3][2] = {
        {"2023-01-02", "2023-12"}, {"2024-02-29", "2024"}, {"2025-03-04", "2025-01"}};
    size_t n = 0;
    int status = fixture_set_up(state);
    memset(rows, 0, sizeof rows);
    for (size_t p = 0; p < PRODUCTS; p++)
        for (size_t y = 0; y < 3; y++)
            for (int i = 0; i < products[p].lines[y]; i++)
                rows[n++] = (struct fixture_row){0,
                                                 {dates[y][i % 2], products[p].name,
                                                  products[p].quantity, products[p].unit,
                                                  i % 3 ? "TH" : "MM", ""}};
    rows[n++] = (struct fixture_row){0, {"", "Cocaine", "1", "kg", "TH", ""}};
    assert_true(n < ROW_MOST);
    fixture_import(*state, "a.csv", fields, rows, n, NULL);
    fixture_frame(*state);
    return status;
}

struct asked {
    struct pivot *p;
    struct pivot_years years;
    const struct filter *filter;
    struct bitmap selection;
};

static void ask(struct fixture *x, const char *sentence, const char *rows, const char *cols,
                enum measure_kind kind, struct asked *out)
{
    struct pivot_question q = {
        .rows = {rows}, .cols = {cols}, .measures = {kind}, .measure_count = 1};
    struct filter_outcome outcome;
    struct whole_years whole;
    ok(x, filter_parse(x->frame, sentence, &x->arena, &out->filter, &x->e));
    ok(x, filter_select(x->frame, out->filter, &out->selection, &outcome, &x->e));
    ok(x, pivot_run(x->frame, &out->selection, &q, &out->p, &x->e));
    ok(x, pivot_whole_years(x->frame, &whole, &x->e));
    out->years = pivot_years(out->p, out->filter, whole);
}

static void forget(struct asked *a)
{
    pivot_free(&a->p);
    bitmap_free(&a->selection);
}

static void test_when_there_is_a_change(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence, *rows, *cols;
        bool any;
    } records[] = {
        {"", "product", "year", true},
        {"reporter:TH", "product", "year", true},
        {"year:2023,2024", "product", "year", true},
        {"year:2024,2023,2025", "product", "year", true},
        {"date:2023..2024", "product", "year", true},
        {"date>=2023", "product", "year", true},
        {"-date:2025", "product", "year", true},
        {"-date:?", "product", "year", true},
        {"date:2023-01..2024-12-31", "product", "year", true},
        {"", NULL, "year", true},
        /* parts of a year, or one of the two alone */
        {"year:2024", "product", "year", false},
        {"-year:2023", "product", "year", false},
        {"date>2023-06", "product", "year", false},
        {"date<2024-12-31", "product", "year", false},
        {"month:2024-02,2023-01", "product", "year", false},
        {"weekday:mon", "product", "year", false},
        {"reporter:TH or (reporter:MM date:2024)", "product", "year", false},
        /* another maturity */
        {"-entered:2025", "product", "year", false},
        {"batch:new", "product", "year", false},
        {"lag:?", "product", "year", false},
        /* no years of the date to compare */
        {"", "product", "month", false},
        {"", "product", "reporter", false},
        {"", "product", "year(entered)", false},
        {"", "product", NULL, false},
        {"", "month", "year", false},
        {"product:Codeine", "product", "year", false},
        {"product:Ketamine", "product", "year", false},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct asked a = {0};
        ask(x, records[i].sentence, records[i].rows, records[i].cols, MEASURE_SEIZURES, &a);
        if (a.years.any != records[i].any)
            fail_msg("%s: %s a change of %s", records[i].sentence,
                     a.years.any ? "there is" : "there is no", records[i].cols);
        if (a.years.any)
            assert_int_equal(a.years.year, 2024);
        forget(&a);
    }
}

static void test_changes_in_words(void **state)
{
    struct fixture *x = *state;
    for (int mass = 0; mass < 2; mass++) {
        struct asked a = {0};
        char text[16];
        ask(x, "", "product", "year", mass ? MEASURE_MASS : MEASURE_SEIZURES, &a);
        assert_true(a.years.any);
        assert_int_equal(a.p->row_count, PRODUCTS);
        for (size_t r = 0; r < a.p->row_count; r++)
            for (size_t i = 0; i < PRODUCTS; i++) {
                if (strcmp(a.p->rows[0].group[a.p->row[r].group[0]].code, products[i].name))
                    continue;
                pivot_change(a.p, 0, r, a.years, text);
                const char *want = mass ? products[i].mass_change : products[i].change;
                if (strcmp(text, want))
                    fail_msg("%s: %s, not %s", products[i].name, text, want);
            }
        /* 69 and 141 lines; 49 kg and 91 kg: from the lines, not from the rows' changes. */
        pivot_change(a.p, 0, a.p->row_count, a.years, text);
        assert_string_equal(text, mass ? "+86 %" : "+104 %");
        forget(&a);
    }
}

static void test_order_by_change(void **state)
{
    struct fixture *x = *state;
    static const char *const down[] = {"Cannabis: Plants",
                                       "Cocaine",
                                       "Heroin",
                                       "Khat",
                                       "Opium",
                                       "Ketamine and related substances",
                                       "Resin",
                                       "Codeine"},
                             *const up[] = {"Khat",    "Heroin",
                                            "Cocaine", "Cannabis: Plants",
                                            "Opium",   "Ketamine and related substances",
                                            "Resin",   "Codeine"};
    struct asked a = {0};
    uint32_t order[PRODUCTS];
    ask(x, "", "product", "year", MEASURE_SEIZURES, &a);
    for (int ascending = 0; ascending < 2; ascending++) {
        pivot_sort_by_change(a.p, 0, a.years, ascending, order);
        for (size_t i = 0; i < PRODUCTS; i++)
            assert_string_equal(a.p->rows[0].group[a.p->row[order[i]].group[0]].code,
                                ascending ? up[i] : down[i]);
    }
    forget(&a);
}

static void test_changes_open_to_their_lines(void **state)
{
    struct fixture *x = *state;
    static const char *const sentences[] = {"", "reporter:TH", "year:2023..2025",
                                            "date:2023..2024",
                                            "product:Cocaine,Heroin or reporter:MM"};
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct asked a = {0};
        ask(x, sentences[i], "product", "year", MEASURE_SEIZURES, &a);
        assert_true(a.years.any);
        for (size_t r = 0; r <= a.p->row_count; r++) {
            const struct filter *filter;
            struct filter_outcome outcome;
            struct bitmap lines = {0};
            const char *opened =
                pivot_open_change(x->frame, a.p, sentences[i], r, a.years, &x->arena);
            ok(x, filter_parse(x->frame, opened, &x->arena, &filter, &x->e));
            ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
            uint32_t want = pivot_at(a.p, 0, r, a.years.now)->lines +
                            pivot_at(a.p, 0, r, a.years.before)->lines;
            if (outcome.lines != want)
                fail_msg("%s takes %zu lines, not %u", opened, outcome.lines, want);
            bitmap_free(&lines);
        }
        forget(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_years),
        cmocka_unit_test_setup_teardown(test_when_there_is_a_change, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_changes_in_words, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_order_by_change, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_changes_open_to_their_lines, set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
