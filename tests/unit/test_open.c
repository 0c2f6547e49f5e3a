/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number opens to exactly its records: cells and totals of random cross-tabs, lines of
 * the overview. */
#include "random_lines.h"

#include "analysis/open.h"

static size_t lines_of(struct fixture *x, const char *sentence)
{
    struct arena a = {0};
    struct bitmap selection = {0};
    struct filter_outcome outcome = {0};
    const struct filter *filter;
    if (filter_parse(x->frame, sentence, &a, &filter, &x->e) ||
        filter_select(x->frame, filter, &selection, &outcome, &x->e))
        fail_msg("%s: %s", sentence, x->e.text);
    bitmap_free(&selection);
    arena_free(&a);
    return outcome.lines;
}

static void open_every_cell(struct fixture *x, const struct pivot_question *q,
                            const char *sentence)
{
    struct arena a = {0};
    struct bitmap selection = {0};
    struct filter_outcome outcome;
    const struct filter *filter;
    struct pivot *p;
    ok(x, filter_parse(x->frame, sentence, &a, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &selection, &outcome, &x->e));
    ok(x, pivot_run(x->frame, &selection, q, &p, &x->e));
    for (size_t r = 0; r <= p->row_count; r++)
        for (size_t c = 0; c <= p->col_count; c++) {
            const char *opened = open_cell(x->frame, p, sentence, r, c, &a);
            uint32_t want = pivot_at(p, 0, r, c)->lines;
            size_t got = lines_of(x, opened);
            if (got != want)
                fail_msg("cell %zu, %zu of %s x %s: %s takes %zu lines, the cell has %u", r, c,
                         q->rows[0] ? q->rows[0] : "-", q->cols[0] ? q->cols[0] : "-", opened,
                         got, want);
        }
    pivot_free(&p);
    bitmap_free(&selection);
    arena_free(&a);
}

static void test_cells_open_to_their_lines(void **state)
{
    (void)state;
    static const char *const axes[] = {"reporter",      "year",    "month",          "quarter",
                                       "week",          "weekday", "wco(reporter)",  "transit",
                                       "rilo(transit)", "date",    "month(entered)", NULL};
    static const char *const sentences[] = {"", "reporter:?", "-transit:LA",
                                            "year:2024 or weekday:mon", "mass>1kg"};
    for (uint32_t draw = 0; draw < 8; draw++) {
        uint32_t seed = draw * 104729 + 17;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t = {0};
        random_table(own, &seed, &t);
        for (int i = 0; i < 12; i++) {
            struct pivot_question q = {.rows = {axes[random_below(&seed, 12)]},
                                       .cols = {axes[random_below(&seed, 12)]},
                                       .measures = {MEASURE_SEIZURES},
                                       .measure_count = 1};
            if (q.rows[0] && random_below(&seed, 3) == 0)
                q.rows[1] = axes[random_below(&seed, 11)];
            open_every_cell(own, &q, sentences[random_below(&seed, 5)]);
        }
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
}

/* Whatever can be chosen for a side, by itself and across another. */
static void test_every_axis_opens_to_its_lines(void **state)
{
    (void)state;
    static const char *const sentences[] = {"", "-transit:LA", "mass>1kg or reporter:?"};
    for (uint32_t draw = 0; draw < 2; draw++) {
        uint32_t seed = draw * 7919 + 3;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct random_table t = {0};
        do {
            random_tear_down(&t);
            fixture_tear_down(&own);
            assert_int_equal(fixture_set_up(&own), 0);
            x = own;
            random_table(x, &seed, &t);
        } while (t.lines < RANDOM_MOST / 2);
        struct arena a = {0};
        const char **names;
        size_t count;
        ok(x, axis_names(x->frame, &a, &names, &count, &x->e));
        assert_true(count > 20);
        for (size_t i = 0; i < count; i++) {
            const char *other = names[random_below(&seed, (uint32_t)count)];
            struct pivot_question q = {
                .rows = {names[i]}, .measures = {MEASURE_SEIZURES}, .measure_count = 1};
            open_every_cell(x, &q, sentences[i % 3]);
            q.cols[0] = other;
            open_every_cell(x, &q, sentences[(i + 1) % 3]);
        }
        arena_free(&a);
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
}

static void test_a_span_opens_to_whole_dates(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"2025-01-31"}}, {2, {"2025-02"}},    {3, {"2025"}},
                                       {4, {"2025-02-28"}}, {5, {"2025-03-01"}}, {6, {""}}};
    struct arena a = {0};
    fixture_import(x, "a.csv", FIELDS("date"), ROWS(rows), NULL);
    fixture_frame(x);
    struct span span = {date_from_civil(2025, 2, 1), date_from_civil(2025, 2, 28)};
    assert_int_equal(lines_of(x, open_span("", span, &a)), 2);
    assert_string_equal(open_span("", span, &a), "date:2025-02-01..2025-02-28");
    assert_string_equal(open_both("a or b", "c", &a), "(a or b) c");
    assert_string_equal(open_both("", "c", &a), "c");
    assert_string_equal(open_both("a", "", &a), "a");
    arena_free(&a);
}

static void test_a_record_opens_alone(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"2025-01-31", "1", "Heroin"}},
                                       {1, {"2025-01-31", "2", "Cocaine"}},
                                       {2, {"2025-01-31", "1", "Heroin"}}};
    struct arena a = {0};
    fixture_import(x, "a.csv", FIELDS("date", "line", "product"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(lines_of(x, open_record(x->frame, i, &a)), 1);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_open_to_their_lines),
        cmocka_unit_test(test_every_axis_opens_to_its_lines),
        cmocka_unit_test_setup_teardown(test_a_span_opens_to_whole_dates, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_a_record_opens_alone, fixture_set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
