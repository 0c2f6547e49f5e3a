/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number of the overview opens to exactly its records, under any sentence: the lines
 * behind it are as many as the overview counts, for cases the distinct cases of the lines. */
#include "analysis/cases.h"
#include "analysis/overview_open.h"
#include "filter/filter.h"
#include "random_lines.h"

/* What a sentence takes. */
struct taken {
    uint32_t lines, cases, reporters;
    struct bitmap lines_taken; /* bitmap_free */
};

static void take(struct fixture *x, const char *sentence, struct taken *t)
{
    struct arena a = {0};
    struct filter_outcome outcome = {0};
    const struct filter *filter;
    uint32_t without;
    *t = (struct taken){0};
    assert_non_null(sentence);
    if (filter_parse(x->frame, sentence, &a, &filter, &x->e) ||
        filter_select(x->frame, filter, &t->lines_taken, &outcome, &x->e))
        fail_msg("%s: %s", sentence, x->e.text);
    ok(x, cases_count(x->frame, &t->lines_taken, &t->cases, &without, &x->e));
    ok(x, reporters_count(x->frame, &t->lines_taken, &t->reporters, &x->e));
    t->lines = (uint32_t)outcome.lines;
    arena_free(&a);
}

static void expect(const char *what, const char *opened, uint32_t got, uint32_t want)
{
    if (got != want)
        fail_msg("%s: %s takes %u, the overview says %u", what, opened, got, want);
}

static void expect_span(struct fixture *x, const struct overview *o, const char *sentence,
                        enum overview_part part, const uint32_t want[3])
{
    struct arena a = {0};
    struct taken t;
    const char *opened = overview_open(x->frame, o, sentence, part, 0, &a);
    take(x, opened, &t);
    expect("seizures", opened, t.lines, want[0]);
    expect("cases", opened, t.cases, want[1]);
    expect("reporters", opened, t.reporters, want[2]);
    bitmap_free(&t.lines_taken);
    arena_free(&a);
}

/* The number of a mover is of cases where the cache has any, else of seizures. */
static void expect_mover(struct fixture *x, const struct overview *o, const char *sentence,
                         enum overview_part part, size_t i)
{
    struct arena a = {0};
    struct taken t;
    const char *opened = overview_open(x->frame, o, sentence, part, i, &a);
    uint32_t want = part == OVERVIEW_MOVER_NOW ? o->mover[i].now : o->mover[i].before;
    take(x, opened, &t);
    expect(o->mover[i].code, opened, o->has_cases ? t.cases : t.lines, want);
    bitmap_free(&t.lines_taken);
    arena_free(&a);
}

static void expect_haul(struct fixture *x, const struct overview *o, const char *sentence,
                        size_t i)
{
    struct arena a = {0};
    struct taken t;
    const char *opened = overview_open(x->frame, o, sentence, OVERVIEW_HAUL, i, &a);
    take(x, opened, &t);
    if (!bitmap_get(&t.lines_taken, o->haul[i].position))
        fail_msg("%s doesn't take the haul at %zu", opened, o->haul[i].position);
    bitmap_free(&t.lines_taken);
    arena_free(&a);
}

static void open_all_numbers(struct fixture *x, const char *sentence)
{
    struct overview *o;
    struct taken all, batch, silent;
    struct arena a = {0};
    take(x, sentence, &all);
    ok(x, overview_run(x->frame, &all.lines_taken, 6, &o, &x->e));
    expect_span(x, o, sentence, OVERVIEW_NOW,
                (uint32_t[]){o->seizures_now, o->cases_now, o->reporters_now});
    expect_span(x, o, sentence, OVERVIEW_BEFORE,
                (uint32_t[]){o->seizures_before, o->cases_before, o->reporters_before});
    if (o->since.from <= o->since.to)
        expect_span(x, o, sentence, OVERVIEW_SINCE,
                    (uint32_t[]){o->seizures_since, o->cases_since, o->reporters_since});
    expect_span(x, o, sentence, OVERVIEW_ALL,
                (uint32_t[]){(uint32_t)o->lines, (uint32_t)o->cases, all.reporters});
    const char *opened = overview_open(x->frame, o, sentence, OVERVIEW_BATCH, 0, &a);
    take(x, opened, &batch);
    expect("last batch", opened, batch.lines, o->last_current);
    for (size_t i = 0; i < o->mover_count; i++) {
        expect_mover(x, o, sentence, OVERVIEW_MOVER_NOW, i);
        expect_mover(x, o, sentence, OVERVIEW_MOVER_BEFORE, i);
    }
    for (size_t i = 0; i < o->haul_count; i++)
        expect_haul(x, o, sentence, i);
    for (size_t i = 0; i < o->silent_count; i++) {
        opened = overview_open(x->frame, o, sentence, OVERVIEW_SILENT, i, &a);
        take(x, opened, &silent);
        assert_true(silent.reporters <= 1);
        bitmap_free(&silent.lines_taken);
    }
    overview_free(&o);
    bitmap_free(&all.lines_taken);
    bitmap_free(&batch.lines_taken);
    arena_free(&a);
}

static const char *const sentences[] = {
    "",
    "product:Heroin or reporter:AU",
    "-product:Khat",
    "product:Heroin,Khat date:2024-01..2025-03",
    "reporter:?",
    "mass>1kg",
};

static void test_random_tables(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 24; draw++) {
        uint32_t seed = draw * 7919 + 5;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t = {0};
        random_table(own, &seed, &t);
        for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
            open_all_numbers(own, sentences[i]);
        bitmap_free(&t.selection);
        fixture_tear_down(&own);
    }
}

/* Two batches, movers that rise, fall, are new and are gone, a silent reporter, hauls of cases
 * with two lines. As of 2025-06-30. */
static void test_a_table_with_all_parts(void **state)
{
    static const struct {
        const char *product, *reporter;
        int year, first, last; /* months */
        int each;              /* lines a month */
    } series[] = {
        {"Heroin", "TH", 2024, 1, 12, 3},  {"Heroin", "TH", 2025, 1, 2, 4},
        {"Khat", "MM", 2025, 1, 6, 3},     {"Tortoises", "MM", 2025, 1, 6, 2},
        {"Cocaine", "AU", 2024, 1, 12, 4}, {"Cannabis: Plants", "MM", 2024, 1, 12, 2},
    };
    struct fixture *x = *state;
    static char dates[300][16];
    struct fixture_row rows[300];
    uint32_t n = 0;
    for (size_t s = 0; s < sizeof series / sizeof *series; s++)
        for (int m = series[s].first; m <= series[s].last; m++)
            for (int k = 0; k < series[s].each; k++, n++) {
                snprintf(dates[n], sizeof dates[n], "%d-%02d-%02d", series[s].year, m, 3 + k);
                rows[n] = (struct fixture_row){
                    n / 2 + 1,
                    {dates[n], series[s].reporter, series[s].product, k ? "12" : "3", "kg"}};
            }
    const char *const *fields = FIELDS("date", "reporter", "product", "quantity", "unit");
    fixture_import(x, "first.csv", fields, rows, n - 20, NULL);
    fixture_import(x, "second.csv", fields, rows + n - 20, 20, (const uint32_t[]){1, n - 3, 0});
    fixture_frame(x);
    struct overview *o;
    ok(x, overview_run(x->frame, frame_current(x->frame), 6, &o, &x->e));
    assert_int_equal(o->last_current, 19);
    assert_int_equal(o->silent_count, 2);
    assert_true(o->mover_count >= 4 && o->haul_count == 6);
    overview_free(&o);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        open_all_numbers(x, sentences[i]);
    open_all_numbers(x, "product:Cocaine");
    open_all_numbers(x, "reporter:TH,AU");
}

/* Without case ids the numbers are of seizures. */
static void test_no_case_ids(void **state)
{
    struct fixture *x = *state;
    struct fixture_row rows[24];
    for (size_t i = 0; i < 24; i++)
        rows[i] = (struct fixture_row){
            0, {i % 3 ? "2025-02-03" : "2024-02-03", i % 2 ? "TH" : "", "Heroin", "5", "kg"}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter", "product", "quantity", "unit"), rows,
                   24, NULL);
    fixture_frame(x);
    struct overview *o;
    ok(x, overview_run(x->frame, frame_current(x->frame), 6, &o, &x->e));
    assert_false(o->has_cases);
    assert_int_equal(o->mover_count, 1);
    assert_int_equal(o->mover[0].now, 16);
    overview_free(&o);
    open_all_numbers(x, "");
    open_all_numbers(x, "reporter:TH");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables),
        TEST(test_a_table_with_all_parts),
        TEST(test_no_case_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
