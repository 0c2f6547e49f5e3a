/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of a cross-tab from period to period: equal spans, what is new or few, the periods of
 * totals, order by evidence, and the lines that a change opens to. The cache is of 2025-06-30.
 */
#include "crosstab_random.h"
#include "filter/filter.h"

#define MOST 80

struct made {
    struct fixture_row row[MOST];
    char kg[MOST][16];
    size_t count;
};

/* So many lines of a day. */
static void add(struct made *m, size_t n, const char *day, const char *reporter,
                const char *quantity)
{
    for (size_t i = 0; i < n; i++) {
        m->row[m->count] =
            (struct fixture_row){(uint32_t)m->count + 1, {day, reporter, quantity, "kg"}};
        m->count++;
    }
}

static void import_lines(struct fixture *x)
{
    struct made m = {.count = 0};
    add(&m, 5, "2023-01-03", "TH", "2");
    add(&m, 6, "2024-02-01", "TH", "1");
    add(&m, 4, "2024-11-01", "TH", "4");
    add(&m, 9, "2025-03-01", "TH", "1");
    add(&m, 3, "2025-04-01", "MM", "");
    add(&m, 2, "2024-03-01", "AU", "1");
    add(&m, 4, "2025-03-01", "AU", "3");
    add(&m, 20, "2024-05-01", "NZ", "1");
    add(&m, 6, "2025-05-01", "NZ", "1");
    fixture_import(x, "a.csv", FIELDS("date", "reporter", "quantity", "unit"), m.row, m.count,
                   NULL);
    fixture_frame(x);
}

static struct crosstab *ask(struct fixture *x, const struct crosstab_question *q,
                            const char *sentence)
{
    const struct filter *filter;
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    struct crosstab *t = NULL;
    ok(x, filter_parse(x->frame, sentence, &x->arena, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    ok(x, crosstab_run(x->frame, filter, &lines, q, &t, &x->e));
    bitmap_free(&lines);
    return t;
}

static const char *cell(const struct crosstab *t, size_t m, size_t r, size_t c)
{
    static char text[64];
    crosstab_text(t, m, r, c, false, text);
    return text;
}

static size_t lines_of(struct fixture *x, const char *sentence)
{
    const struct filter *filter;
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    if (filter_parse(x->frame, sentence, &x->arena, &filter, &x->e))
        fail_msg("%s: %s", sentence, x->e.text);
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    bitmap_free(&lines);
    return outcome.lines;
}

static bool has_note(const struct crosstab *t, const char *text)
{
    for (size_t i = 0; i < t->notes; i++)
        if (strstr(t->note[i], text))
            return true;
    return false;
}

/* 2025 is half over and meets the first half of 2024; the total is of the last whole pair. */
static void test_years(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, SHOW_CHANGE},
                                               {MEASURE_CASES, 0, SHOW_DIFFERENCE},
                                               {MEASURE_MASS, 0, SHOW_CHANGE}},
                                  .measure_count = 3,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = ask(x, &q, "");
    /* Australia, Myanmar, New Zealand, Thailand, all by 2023, 2024, 2025, all. */
    static const char *const want[3][5][4] = {{{"", "new", "few", "new"},
                                               {"", "", "new", ""},
                                               {"", "new", "-70 %", "new"},
                                               {"", "+100 %", "+50 %", "+100 %"},
                                               {"", "+540 %", "-21 %", "+540 %"}},
                                              {{"", "+2", "+2", "+2"},
                                               {"", "", "+3", ""},
                                               {"", "+20", "-14", "+20"},
                                               {"", "+5", "+3", "+5"},
                                               {"", "+27", "-6", "+27"}},
                                              {{"", "new", "few", "new"},
                                               {"", "", "", ""},
                                               {"", "new", "-70 %", "new"},
                                               {"", "+120 %", "+50 %", "+120 %"},
                                               {"", "+340 %", "-4 %", "+340 %"}}};
    for (size_t m = 0; m < 3; m++)
        for (size_t r = 0; r < 5; r++)
            for (size_t c = 0; c < 4; c++)
                if (strcmp(cell(t, m, r, c), want[m][r][c]) != 0)
                    fail_msg("measure %zu, row %zu, column %zu: \"%s\", not \"%s\"", m, r, c,
                             cell(t, m, r, c), want[m][r][c]);
    assert_int_equal(crosstab_at(t, 0, 3, 2)->marks & MARK_CUT, MARK_CUT);
    assert_int_equal(crosstab_at(t, 0, 3, 1)->marks & MARK_CUT, 0);
    assert_true(has_note(t, "change in 2025: 2025-01-01 to 2025-06-30 against 2024-01-01 to "
                            "2024-06-30"));
    /* 9 and 6 of half a year, 10 and 5 of whole ones, and these again in the total. */
    static const uint32_t lines[4] = {5, 15, 15, 15};
    for (size_t c = 0; c < 4; c++) {
        const char *sentence = crosstab_open(x->frame, t, 0, 3, c, &x->arena);
        assert_int_equal(crosstab_at(t, 0, 3, c)->amount.lines, lines[c]);
        assert_int_equal(lines_of(x, sentence), lines[c]);
    }
    crosstab_free(&t);
}

static void test_order_by_evidence(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, SHOW_CHANGE}},
                                  .measure_count = 1,
                                  .order = ORDER_EVIDENCE,
                                  .sort = "2025"};
    struct crosstab *t = ask(x, &q, "");
    static const char *const order[] = {"Thailand", "New Zealand", "Australia", "Myanmar",
                                        "all"};
    for (size_t r = 0; r < 5; r++)
        assert_string_equal(t->row[r].label, order[r]);
    crosstab_free(&t);
}

/* Spans of unequal length or maturity are not compared. */
static void test_what_is_not_compared(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, SHOW_CHANGE}},
                                  .measure_count = 1,
                                  .order = ORDER_NATURAL};
    static const char *const sentences[] = {"date:2024-03..2025", "batch:1"};
    for (size_t i = 0; i < 2; i++) {
        struct crosstab *t = ask(x, &q, sentences[i]);
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t c = 0; c < t->col_count; c++)
                assert_string_equal(cell(t, 0, r, c), "");
        crosstab_free(&t);
    }
    q.cols[0] = "product";
    struct crosstab *t = ask(x, &q, "");
    assert_string_equal(cell(t, 0, 0, 0), "");
    assert_true(has_note(t, "there are no periods"));
    crosstab_free(&t);
}

/* Months against those of the year before; a change of the year is that of the same month. */
static void test_months_on_the_year_before(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"month"},
                                  .measures = {{MEASURE_SEIZURES, 0, SHOW_YEAR_DIFFERENCE}},
                                  .measure_count = 1,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = ask(x, &q, "");
    for (size_t c = 0; c < t->col_count; c++) {
        const char *code = t->col[c].code;
        bool march = !strcmp(code, "2025-03"), may = !strcmp(code, "2025-05");
        if (march)
            assert_string_equal(cell(t, 0, 0, c), "+2"); /* Australia: 4 after 2 */
        if (may)
            assert_string_equal(cell(t, 0, 2, c), "-14"); /* New Zealand: 6 after 20 */
        if (march || may)
            assert_int_equal(
                lines_of(x, crosstab_open(x->frame, t, 0, march ? 0 : 2, c, &x->arena)),
                march ? 6 : 26);
    }
    crosstab_free(&t);
}

/* ---- what random draws have found (test_crosstab_changes) */

static struct crosstab *change_of(struct fixture *x, const char *outer, const char *inner,
                                  struct crosstab_measure measure)
{
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {outer, inner},
                                  .measures = {measure},
                                  .measure_count = 1,
                                  .order = ORDER_NATURAL};
    return ask(x, &q, "");
}

static size_t column(const struct crosstab *t, const char *label)
{
    for (size_t c = 0; c < t->col_count; c++)
        if (!strcmp(t->col[c].label, label))
            return c;
    fail_msg("there is no column %s", label);
    return 0;
}

/* Of no lines there is no mean, so nothing differs from it. */
static void test_no_mean_of_no_lines(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab *t =
        change_of(x, "year", NULL,
                  (struct crosstab_measure){MEASURE_MASS, STATISTIC_MEAN, SHOW_DIFFERENCE});
    assert_string_equal(cell(t, 0, 0, 1), ""); /* Australia: nothing in 2023 */
    assert_string_equal(cell(t, 0, 0, 2), "+2.000");
    crosstab_free(&t);
    t = change_of(x, "year", NULL,
                  (struct crosstab_measure){MEASURE_MASS, STATISTIC_MEAN, SHOW_CHANGE});
    assert_string_equal(cell(t, 0, 0, 1), "new");
    crosstab_free(&t);
}

/* From no case to none is nothing new, whatever lines without a case come. */
static void test_lines_without_a_case_are_no_new_cases(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"2023-01-05", "MM"}}, {0, {"2024-05-01", "TH"}}, {2, {"2024-06-01", "MM"}}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab *t =
        change_of(x, "year", NULL, (struct crosstab_measure){MEASURE_CASES, 0, SHOW_CHANGE});
    assert_string_equal(cell(t, 0, 1, column(t, "2024")), "few");
    crosstab_free(&t);
}

/* 2024 has lines, but none of the first measure: it is not shown, and counts all the same. */
static void test_on_a_period_that_is_left_out_as_empty(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{1, {"2022-01-05", "TH", "1", "kg"}},
                                              {2, {"2023-05-01", "TH", "", "kg"}},
                                              {3, {"2024-06-01", "TH", "2", "kg"}}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter", "quantity", "unit"), ROWS(rows),
                   NULL);
    fixture_frame(x);
    struct crosstab_question q = {
        .rows = {"reporter"},
        .cols = {"year"},
        .measures = {{MEASURE_MASS, 0, 0}, {MEASURE_SEIZURES, 0, SHOW_CHANGE}},
        .measure_count = 2,
        .order = ORDER_NATURAL,
        .hide_empty = true};
    struct crosstab *t = ask(x, &q, "");
    assert_int_equal(t->col_count, 3); /* 2022, 2024, all */
    assert_string_equal(cell(t, 1, 0, 1), "");
    crosstab_free(&t);
}

/* A quarter below its year meets one below another year, and opens to both. */
static void test_periods_below_periods(void **state)
{
    struct fixture *x = *state;
    import_lines(x);
    struct crosstab_measure difference = {MEASURE_SEIZURES, 0, SHOW_YEAR_DIFFERENCE};
    struct crosstab *t = change_of(x, "year", "quarter", difference);
    size_t c = column(t, "2025-Q1"), thai = 3;
    assert_string_equal(cell(t, 0, thai, c), "+3"); /* 9 after 6 */
    assert_int_equal(lines_of(x, crosstab_open(x->frame, t, 0, thai, c, &x->arena)), 15);
    crosstab_free(&t);
    /* Of a year below a quarter there is a part alone. */
    t = change_of(x, "quarter", "year", difference);
    for (c = 0; c < t->col_count; c++)
        if (t->col[c].kind == LINE_GROUP)
            assert_string_equal(cell(t, 0, thai, c), "");
    crosstab_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_years),
        TEST(test_order_by_evidence),
        TEST(test_what_is_not_compared),
        TEST(test_months_on_the_year_before),
        TEST(test_no_mean_of_no_lines),
        TEST(test_lines_without_a_case_are_no_new_cases),
        TEST(test_on_a_period_that_is_left_out_as_empty),
        TEST(test_periods_below_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
