/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every period of every line of a trend opens to exactly its records: random tables, fields of
 * one and of several values, roll-ups, blank and Unknown, all grains. */
#include "random_lines.h"

#include "analysis/trend_open.h"

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

/* Returns how many periods had lines, so that the test can tell that it compared any. */
static size_t open_series(struct fixture *x, const struct trend *t, const struct series *s,
                          const char *sentence)
{
    struct arena a = {0};
    size_t compared = 0;
    for (size_t i = 0; i < t->periods; i++) {
        if (!s->period[i].lines)
            continue; /* the pane opens nothing there */
        const char *opened = trend_open(x->frame, t, sentence, s, i, &a);
        size_t got = lines_of(x, opened);
        if (got != s->period[i].lines)
            fail_msg("%s takes %zu lines, the period has %u", opened, got, s->period[i].lines);
        compared++;
    }
    arena_free(&a);
    return compared;
}

static size_t open_trend(struct fixture *x, const struct trend_question *q,
                         const char *sentence)
{
    struct arena a = {0};
    struct bitmap selection = {0};
    struct filter_outcome outcome;
    const struct filter *filter;
    struct trend *t;
    ok(x, filter_parse(x->frame, sentence, &a, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &selection, &outcome, &x->e));
    ok(x, trend_run(x->frame, &selection, q, &t, &x->e));
    size_t compared = open_series(x, t, &t->all, sentence);
    for (size_t s = 0; s < t->series_count; s++)
        compared += open_series(x, t, &t->series[s], sentence);
    trend_free(&t);
    bitmap_free(&selection);
    arena_free(&a);
    return compared;
}

static void test_periods_open_to_their_lines(void **state)
{
    (void)state;
    static const char *const splits[] = {
        "reporter", "transit", "wco(reporter)", "product",          "rilo(transit)",
        "year",     "month",   "weekday",       "quarter(entered)", NULL};
    static const enum date_grain grains[] = {GRAIN_YEAR, GRAIN_QUARTER, GRAIN_MONTH,
                                             GRAIN_WEEK};
    static const char *const sentences[] = {
        "",          "reporter:?", "-transit:LA", "year:2024 or weekday:mon", "month:2024-01",
        "transit:LA"};
    size_t compared = 0;
    for (uint32_t draw = 0; draw < 6; draw++) {
        uint32_t seed = draw * 7919 + 23;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t = {0};
        random_table(own, &seed, &t);
        for (int i = 0; i < 12; i++) {
            const struct trend_question q = {.grain = grains[random_below(&seed, 4)],
                                             .split = splits[random_below(&seed, 10)],
                                             .measure = MEASURE_SEIZURES,
                                             .money_group = UINT16_MAX};
            compared += open_trend(own, &q, sentences[random_below(&seed, 6)]);
        }
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
    assert_true(compared > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_periods_open_to_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
