/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview: spans, the exact test, movers, silent reporters and large hauls. */
#include "analysis/overview.h"
#include "random_lines.h"

#include <math.h>

/* Twice the upper tail of Bin(now + before, 1/2), worked out as exact fractions; 1, 9 is the
 * binom.test(9, 10) of the textbooks, 0.02148. */
static void test_exact_test(void **state)
{
    (void)state;
    static const struct {
        uint32_t before, now;
        double p;
    } records[] = {
        {0, 0, 1},
        {3, 3, 1},
        {5, 6, 1},
        {0, 5, 2.0 / 32},
        {5, 0, 2.0 / 32},
        {0, 10, 2.0 / 1024},
        {1, 9, 22.0 / 1024},
        {2, 8, 112.0 / 1024},
        {2, 12, 212.0 / 16384},
        {20, 40, 0.01348929373119186},
        {0, 60, 1.734723475976807e-18},
        {1000, 1100, 0.030720707864242296},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        double p = overview_exact_test(records[i].before, records[i].now);
        if (fabs(p - records[i].p) > 1e-9 * records[i].p)
            fail_msg("%u, %u: %.15g, not %.15g", records[i].before, records[i].now, p,
                     records[i].p);
    }
}

static void add_row(struct fixture_row *rows, size_t *n, const char *date, const char *reporter,
                    const char *product, const char *quantity)
{
    rows[*n] =
        (struct fixture_row){(uint32_t)*n + 1, {date, reporter, product, quantity, "kg"}};
    ++*n;
}

/* As of 2025-06-30: this year to that day, and the same days of the year before. */
static void test_a_year_so_far(void **state)
{
    static const struct {
        const char *product;
        int now, before;
    } products[] = {{"Heroin", 12, 2}, {"Khat", 5, 5}, {"Cocaine", 4, 4}};
    struct fixture *x = *state;
    struct fixture_row rows[80];
    size_t n = 0;
    for (size_t p = 0; p < 3; p++) {
        for (int i = 0; i < products[p].now; i++)
            add_row(rows, &n, i % 2 ? "2025-01-01" : "2025-06-30", "TH", products[p].product,
                    "2");
        for (int i = 0; i < products[p].before; i++)
            add_row(rows, &n, i % 2 ? "2024-01-01" : "2024-06-30", "MM", products[p].product,
                    "1");
    }
    /* Outside of both spans; a month that lies whole in this year's; no date at all. */
    add_row(rows, &n, "2024-07-01", "TH", "Heroin", "1");
    add_row(rows, &n, "2025-07-01", "TH", "Heroin", "1");
    add_row(rows, &n, "2025-03", "TH", "Heroin", "1");
    add_row(rows, &n, "", "TH", "Heroin", "1");
    /* The haul. */
    add_row(rows, &n, "2025-02-02", "AU", "Heroin", "100");
    fixture_import(x, "a.csv", FIELDS("date", "reporter", "product", "quantity", "unit"), rows,
                   n, NULL);
    fixture_frame(x);
    struct overview *o;
    ok(x, overview_run(x->frame, frame_current(x->frame), 5, &o, &x->e));
    assert_string_equal(o->as_of, "2025-06-30");
    assert_int_equal(o->seizures_now, 12 + 5 + 4 + 1 + 1);
    assert_int_equal(o->cases_now, 23);
    assert_int_equal(o->seizures_before, 2 + 5 + 4);
    assert_int_equal(o->cases_before, 11);
    assert_int_equal(o->reporters_now, 2);
    assert_int_equal(o->reporters_before, 1);
    assert_int_equal(o->usual_delay, -1);
    assert_int_equal(o->lines, n);
    assert_int_equal(o->last_current, n);
    /* Cocaine has 4 and 4: too few to speak of. */
    assert_int_equal(o->mover_count, 2);
    assert_string_equal(o->mover[0].code, "Heroin");
    assert_int_equal(o->mover[0].now, 14);
    assert_int_equal(o->mover[0].before, 2);
    assert_true(fabs(o->mover[0].p - 274.0 / 65536) < 1e-12);
    assert_string_equal(o->mover[1].code, "Khat");
    assert_true(o->mover[1].p > 0.999);
    assert_int_equal(o->haul_count, 5);
    assert_int_equal(o->haul[0].position, n - 1);
    assert_string_equal(o->haul[0].product, "Heroin");
    assert_non_null(strstr(o->haul[0].reporter, "Australia"));
    assert_non_null(strstr(o->haul[0].amount, "100"));
    assert_non_null(strstr(o->haul[0].amount, "kg"));
    overview_free(&o);
    assert_null(o);
}

/* Usual is who reported in 6 of 12 months; silent, who then has three complete months of
 * nothing.
 */
static void test_silence(void **state)
{
    static const struct {
        const char *reporter;
        int first, last; /* months: 1 is January 2024 */
        bool silent;
    } reporters[] = {{"TH", 5, 12, true},
                     {"AU", 5, 17, false},
                     {"MM", 5, 9, false},
                     {"NZ", 9, 15, true},
                     {"ID", 1, 5, false}};
    struct fixture *x = *state;
    static char dates[200][32];
    struct fixture_row rows[200];
    size_t n = 0;
    for (size_t r = 0; r < 5; r++)
        for (int m = reporters[r].first; m <= reporters[r].last; m++)
            for (int k = 0; k < (r == 0 ? 3 : 1); k++) {
                snprintf(dates[n], sizeof dates[n], "%d-%02d-10", 2024 + (m - 1) / 12,
                         (m - 1) % 12 + 1);
                add_row(rows, &n, dates[n], reporters[r].reporter, "Heroin", "1");
            }
    fixture_import(x, "a.csv", FIELDS("date", "reporter", "product", "quantity", "unit"), rows,
                   n, NULL);
    fixture_frame(x);
    struct overview *o;
    /* Whatever the filter narrows: silence is of all that was reported. */
    struct bitmap none;
    assert_true(bitmap_init(&none, frame_lines(x->frame)));
    ok(x, overview_run(x->frame, &none, 5, &o, &x->e));
    assert_int_equal(o->silent_count, 2);
    assert_string_equal(o->silent[0].code, "TH"); /* the more usual one first */
    assert_string_equal(o->silent[0].last, "2024-12");
    assert_int_equal(o->silent[0].months, 6);
    assert_true(fabs(o->silent[0].usual - 24 / 12.0) < 1e-9);
    assert_string_equal(o->silent[1].code, "NZ");
    assert_int_equal(o->silent[1].months, 3);
    assert_int_equal(o->seizures_now, 0);
    overview_free(&o);
    bitmap_free(&none);
}

/* Lines and cases whose date, a day, a month or a year, lies whole in the span. */
static void compare_span(const struct random_table *t, int32_t from, int32_t to,
                         uint32_t seizures, uint32_t cases)
{
    bool seen[RANDOM_MOST + 2] = {false};
    uint32_t lines = 0, distinct = 0;
    for (size_t i = 0; i < t->lines; i++) {
        uint32_t key = t->row[i].case_key;
        struct date d;
        const char *cell = t->row[i].cells[R_DATE];
        if (!bitmap_get(&t->selection, i) || !date_parse(cell, strlen(cell), &d) ||
            d.day < from || date_end(d) - 1 > to)
            continue;
        lines++;
        distinct += key && !seen[key];
        seen[key] = true;
    }
    assert_int_equal(seizures, lines);
    assert_int_equal(cases, distinct);
}

/* Counts of random tables, line by line. */
static void test_random_spans(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 20; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct random_table t;
        struct overview *o;
        uint32_t seed = 362436069U + draw * 7919U;
        random_table(x, &seed, &t);
        ok(x, overview_run(x->frame, &t.selection, 3, &o, &x->e));
        /* The year ends before the days in which lines are still coming in. */
        int delay = random_delay(&t);
        int32_t as_of = date_from_civil(2025, 6, 30), end = as_of - (delay > 0 ? delay : 0);
        int year, month, day;
        date_to_civil(end, &year, &month, &day);
        assert_int_equal(o->usual_delay, delay);
        int same_day = month == 2 && day == 29 ? 28 : day;
        compare_span(&t, date_from_civil(year, 1, 1), end, o->seizures_now, o->cases_now);
        compare_span(&t, date_from_civil(year - 1, 1, 1),
                     date_from_civil(year - 1, month, same_day), o->seizures_before,
                     o->cases_before);
        compare_span(&t, end + 1, as_of, o->seizures_since, o->cases_since);
        overview_free(&o);
        bitmap_free(&t.selection);
        fixture_tear_down(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_test),
        TEST(test_a_year_so_far),
        TEST(test_silence),
        cmocka_unit_test(test_random_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
