/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trends: a true time axis, gaps and zeros, what is provisional, a year and the one before. */
#include "analysis/trend.h"
#include "random_lines.h"

#include <math.h>

static const int year_of[] = {[GRAIN_DAY] = 365,
                              [GRAIN_WEEK] = 52,
                              [GRAIN_MONTH] = 12,
                              [GRAIN_QUARTER] = 4,
                              [GRAIN_YEAR] = 1};
static const char *const grain_name[] = {"day", "week", "month", "quarter", "year"};

/* ---- the plain count */

/* The first and last day that a cell names; false: it is no date. */
static bool read_span(const char *cell, int32_t *first, int32_t *last)
{
    int y, m = 1, d = 1, known = *cell == '!' ? 0 : sscanf(cell, "%d-%d-%d", &y, &m, &d);
    if (known < 1)
        return false;
    *first = date_from_civil(y, m, d);
    *last = known == 3   ? *first
            : known == 2 ? date_from_civil(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - 1
                         : date_from_civil(y, 12, 31);
    return true;
}

enum place { NOWHERE, TOO_COARSE, PLACED };

/* Where a date stands on the axis of t: the period, from 0. */
static enum place place(const struct trend *t, const char *cell, size_t *period)
{
    int32_t first, last;
    if (!read_span(cell, &first, &last))
        return NOWHERE;
    int32_t a = date_period(first, t->grain) - t->first,
            b = date_period(last, t->grain) - t->first;
    if (b < 0 || a >= (int32_t)t->periods)
        return NOWHERE;
    *period = (size_t)a;
    return a == b ? PLACED : TOO_COARSE;
}

static bool in_series(const struct trend *t, const struct fixture_row *row,
                      const struct series *s)
{
    struct random_value of[8];
    if (s == &t->all)
        return true;
    size_t n = random_groups(row, t->split.name, of);
    for (size_t i = 0; i < n; i++)
        if (of[i].state == s->group.state && !strcmp(of[i].code, s->group.code))
            return true;
    return false;
}

/* The measure over the lines of a series in the periods from .. to - 1 (which may begin before
 * the axis does). */
static struct plain count_plainly(const struct random_table *table, const struct trend *t,
                                  const struct series *s, long from, long to)
{
    struct plain out = plain_begin(table);
    bool seen[RANDOM_MOST + 2] = {false};
    for (size_t i = 0; i < table->lines; i++) {
        size_t period;
        if (bitmap_get(&table->selection, i) &&
            place(t, table->row[i].cells[R_DATE], &period) == PLACED && (long)period >= from &&
            (long)period < to && in_series(t, &table->row[i], s))
            add_line(&table->row[i], &t->measure, seen, &out);
    }
    return out;
}

static void compare(const struct random_table *table, const struct trend *t,
                    const struct series *s, const struct amount *got, long from, long to,
                    const char *what)
{
    struct plain want = count_plainly(table, t, s, from, to);
    /* Of a span in which this currency does not occur, not even the other lines are known. */
    bool absent = t->measure.kind == MEASURE_VALUE && want.amount.counted == 0;
    if (got->value != want.amount.value || got->counted != want.amount.counted ||
        (got->lines != want.amount.lines && !absent))
        fail_msg(
            "%s by %s%s%s, series %s, %s (%ld to %ld): %lld of %u (%u), not %lld of %u (%u)",
            t->measure.name, grain_name[t->grain], t->has_split ? " of " : "",
            t->has_split ? t->split.name : "", s->group.label, what, from, to,
            (long long)got->value, got->counted, got->lines, (long long)want.amount.value,
            want.amount.counted, want.amount.lines);
}

static void compare_series(const struct random_table *table, const struct trend *t,
                           const struct series *s)
{
    long known = (long)(t->mature < t->complete ? t->mature : t->complete),
         n = year_of[t->grain];
    size_t step = 1 + t->periods / 60;
    for (size_t i = 0; i < t->periods; i += step)
        compare(table, t, s, &s->period[i], (long)i, (long)i + 1, "period");
    compare(table, t, s, &s->total, 0, (long)t->periods, "total");
    if (known < 1)
        return;
    compare(table, t, s, &s->last, known - 1, known, "last");
    compare(table, t, s, &s->year, known - n, known, "year");
    compare(table, t, s, &s->before, known - 2 * n, known - n, "before");
    assert_int_equal(s->has_before, known >= 2 * n);
    if (!s->has_before)
        return;
    double year = (double)s->year.value, before = (double)s->before.value;
    assert_int_equal(s->is_new, before <= 0 && year > 0);
    double change = before > 0 ? (year - before) / before : 0;
    assert_true(fabs(s->change - change) < 1e-9 * (1 + fabs(change)));
}

/* The axis reaches from the first date to the as-of date; what is over, what is settled, who
 * reported. */
static void compare_axis(const struct random_table *table, const struct trend *t)
{
    const int32_t as_of = date_from_civil(2025, 6, 30);
    int delay = random_delay(table);
    int32_t from = INT32_MAX;
    assert_int_equal(t->usual_delay, delay);
    for (size_t i = 0; i < table->lines; i++) {
        int32_t first, last;
        if (table->current[i] && read_span(table->row[i].cells[R_DATE], &first, &last))
            from = first < from ? first : from;
    }
    if (from == INT32_MAX) {
        assert_int_equal(t->periods, 0);
        return;
    }
    assert_int_equal(t->first, date_period(from, t->grain));
    assert_int_equal(t->first + (int32_t)t->periods - 1, date_period(as_of, t->grain));
    for (size_t p = 0; p < t->periods; p++) {
        int32_t end = date_period_start(t->first + (int32_t)p + 1, t->grain) - 1;
        assert_int_equal(end <= as_of, p < t->complete);
        assert_int_equal(end + (delay > 0 ? delay : 0) <= as_of, p < t->mature);
    }
    static const char *const who[] = {"TH", "Thailande@TH", "MM", "AU", "NZ"};
    for (size_t p = 0; p < t->periods; p += 1 + t->periods / 60) {
        uint32_t lines = 0;
        bool seen[5] = {false};
        for (size_t i = 0; i < table->lines; i++) {
            size_t at;
            if (!table->current[i] || place(t, table->row[i].cells[R_DATE], &at) != PLACED ||
                at != p)
                continue;
            lines++;
            for (size_t k = 0; k < 5; k++)
                seen[k ? k : 1] |= !strcmp(table->row[i].cells[R_REPORTER], who[k]);
        }
        assert_int_equal(t->lines_all[p], lines);
        assert_int_equal(t->reporters[p], seen[1] + seen[2] + seen[3] + seen[4]);
    }
}

static void compare_rest(const struct random_table *table, const struct trend *t)
{
    uint32_t coarse = 0, undated = 0, placed = 0;
    for (size_t i = 0; i < table->lines; i++) {
        size_t period;
        if (!bitmap_get(&table->selection, i))
            continue;
        enum place p = place(t, table->row[i].cells[R_DATE], &period);
        coarse += p == TOO_COARSE;
        undated += p == NOWHERE;
        placed += p == PLACED;
    }
    assert_int_equal(t->coarse, coarse);
    assert_int_equal(t->undated, undated);
    assert_int_equal(t->seizures, placed);
    struct plain all = count_plainly(table, t, &t->all, 0, (long)t->periods);
    if (t->measure.kind != MEASURE_VALUE || t->measure.money_group != UINT16_MAX)
        assert_true(same_left_out(&all, &t->left_out));
}

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    static const char *const splits[] = {NULL, "product", "transit", "reporter",
                                         "year(entered)"};
    uint32_t seed = 521288629U + draw * 7919U;
    struct random_table table;
    random_table(x, &seed, &table);
    for (int i = 0; i < 8; i++) {
        struct trend_question q = {.grain = (enum date_grain)random_below(&seed, 5),
                                   .split = splits[random_below(&seed, 5)],
                                   .measure =
                                       (enum measure_kind)random_below(&seed, MEASURE_KINDS),
                                   .money_group = UINT16_MAX};
        struct trend *t = NULL;
        enum status status = trend_run(x->frame, &table.selection, &q, &t, &x->e);
        if (status != STATUS_OK && x->cases == 0 && q.measure == MEASURE_CASES)
            continue; /* refused: there are none */
        ok(x, status);
        compare_axis(&table, t);
        compare_rest(&table, t);
        for (size_t s = 0; s < t->series_count; s++)
            compare_series(&table, t, &t->series[s]);
        compare_series(&table, t, &t->all);
        trend_free(&t);
    }
    bitmap_free(&table.selection);
}

static void test_random_tables_against_the_plain_count(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 40; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

/* ---- readable records, as of 2025-06-30 */

static struct trend *ask(struct fixture *x, const struct bitmap *lines, enum date_grain grain,
                         const char *split, enum measure_kind measure)
{
    struct trend_question q = {
        .grain = grain, .split = split, .measure = measure, .money_group = UINT16_MAX};
    struct trend *t = NULL;
    ok(x, trend_run(x->frame, lines, &q, &t, &x->e));
    return t;
}

/* A month in which nobody reported is a gap; one with reports, none of them of this series, is
 * a zero. Lines are entered within 20 days: June is over, and not yet settled. */
static void test_gaps_and_zeros(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"2025-01-05", "2025-01-25", "Heroin", "TH"}},
                                       {2, {"2025-03-05", "2025-03-25", "Cocaine", "MM"}},
                                       {3, {"2025-04-05", "2025-04-25", "Heroin", "TH"}},
                                       {4, {"2025-04-06", "2025-04-26", "Heroin", "MM"}},
                                       {5, {"2025-06-05", "2025-06-25", "Heroin", "?"}}};
    static const int heroin[6] = {1, 0, 0, 2, 0, 1};
    static const uint32_t all[6] = {1, 0, 1, 2, 0, 1}, reporters[6] = {1, 0, 1, 2, 0, 0};
    static const uint8_t spark[6] = {4, SPARK_GAP, 0, 7, SPARK_GAP, 4 | SPARK_PROVISIONAL};
    fixture_import(x, "a.csv", FIELDS("date", "entered", "product", "reporter"), ROWS(rows),
                   NULL);
    fixture_frame(x);
    struct trend *t = ask(x, frame_current(x->frame), GRAIN_MONTH, "product", MEASURE_CASES);
    assert_int_equal(t->periods, 6);
    assert_int_equal(t->usual_delay, 20);
    assert_int_equal(t->complete, 6);
    assert_int_equal(t->mature, 5);
    assert_int_equal(t->series_count, 2);
    const struct series *s = &t->series[1];
    assert_string_equal(s->group.code, "Heroin");
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal((int)s->period[i].value, heroin[i]);
        assert_int_equal(t->lines_all[i], all[i]);
        assert_int_equal(t->reporters[i], reporters[i]);
    }
    uint8_t level[6];
    trend_spark(t, s, 0, 6, 8, 0, level, 6);
    for (size_t i = 0; i < 6; i++)
        if (level[i] != spark[i])
            fail_msg("spark %zu: %02x, not %02x", i, level[i], spark[i]);
    /* Narrower than the periods: several share a column, a gap only where all of them are. */
    trend_spark(t, s, 0, 6, 8, 0, level, 3);
    assert_false(level[0] & SPARK_GAP);
    assert_true(level[2] & SPARK_PROVISIONAL);
    trend_free(&t);
}

/* Dates that are known to the year or the month, and one that reaches beyond the axis. */
static void test_coarse_dates(void **state)
{
    static const struct {
        enum date_grain grain;
        uint32_t seizures, coarse, undated;
    } records[] = {{GRAIN_DAY, 1, 4, 2},
                   {GRAIN_WEEK, 1, 4, 2},
                   {GRAIN_MONTH, 2, 3, 2},
                   {GRAIN_QUARTER, 2, 3, 2},
                   {GRAIN_YEAR, 5, 0, 2}};
    struct fixture *x = *state;
    const struct fixture_row rows[] = {
        {1, {"2025-01-05"}}, {2, {"2025-03"}},     {3, {"2024"}}, {4, {"2025"}},
        {5, {""}},           {6, {"!31.13.2025"}}, {7, {"2025"}}};
    fixture_import(x, "a.csv", FIELDS("date"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct trend *t =
            ask(x, frame_current(x->frame), records[i].grain, NULL, MEASURE_SEIZURES);
        if (t->seizures != records[i].seizures || t->coarse != records[i].coarse ||
            t->undated != records[i].undated)
            fail_msg("by %s: %u placed, %u too coarse, %u undated; not %u, %u, %u",
                     grain_name[records[i].grain], t->seizures, t->coarse, t->undated,
                     records[i].seizures, records[i].coarse, records[i].undated);
        trend_free(&t);
    }
}

/* 12 months against the 12 before them: cases of several months are counted once a year. */
static void test_a_year_and_the_one_before(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {
        {1, {"2023-01-10", "Khat", "1"}},   {2, {"2023-07-10", "Heroin", "4"}},
        {2, {"2023-08-10", "Heroin", "4"}}, {3, {"2024-07-01", "Heroin", "5"}},
        {3, {"2025-06-30", "Heroin", "5"}}, {4, {"2025-01-01", "Heroin", "0"}},
        {5, {"2025-05-05", "Opium", "2"}}};
    fixture_import(x, "a.csv", FIELDS("date", "product", "pieces"), ROWS(rows), NULL);
    fixture_frame(x);
    struct trend *t = ask(x, frame_current(x->frame), GRAIN_MONTH, "product", MEASURE_CASES);
    const struct series *heroin = &t->series[0], *khat = &t->series[1], *opium = &t->series[2];
    assert_int_equal(t->series_count, 3);
    assert_string_equal(khat->group.code, "Khat");
    assert_int_equal((int)heroin->year.value, 2);
    assert_int_equal((int)heroin->before.value, 1);
    assert_true(heroin->has_before && fabs(heroin->change - 1) < 1e-12 && !heroin->is_new);
    assert_true(opium->is_new && (int)opium->before.value == 0);
    assert_true(!khat->is_new && khat->change == 0);
    assert_int_equal((int)t->all.year.value, 3);
    trend_free(&t);
    t = ask(x, frame_current(x->frame), GRAIN_MONTH, "product", MEASURE_PIECES);
    assert_true(fabs(t->series[0].change - 0.25) < 1e-12); /* 10 on 8 */
    trend_free(&t);
    /* By year, 2024 on 2023. */
    t = ask(x, frame_current(x->frame), GRAIN_YEAR, NULL, MEASURE_CASES);
    assert_int_equal(t->complete, 2); /* 2025 is not over */
    assert_int_equal((int)t->all.last.value, 1);
    assert_true(t->all.has_before);
    trend_free(&t);
}

/* Delays of 1 to 10 days: 9 of 10 lines keep 9 days. Entered before the seizure is no delay. */
static void test_the_usual_delay(void **state)
{
    (void)state;
    static const struct {
        size_t lines;
        int first, want;
    } records[] = {{10, 1, 9}, {1, 5, 5}, {20, 1, 18}, {11, 1, 10}, {5, -30, 0}};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct fixture_row rows[20];
        char text[20][16];
        for (size_t k = 0; k < records[i].lines; k++) {
            struct date d = {date_from_civil(2025, 1, 1) + records[i].first + (int32_t)k,
                             DATE_DAY};
            date_format(d, text[k]);
            rows[k] = (struct fixture_row){1, {"2025-01-01", text[k]}};
        }
        fixture_import(x, "a.csv", FIELDS("date", "entered"), rows, records[i].lines, NULL);
        fixture_frame(x);
        struct trend *t = ask(x, frame_current(x->frame), GRAIN_MONTH, NULL, MEASURE_SEIZURES);
        assert_int_equal(t->usual_delay, records[i].want);
        trend_free(&t);
        fixture_tear_down(&own);
    }
}

static void test_no_date_at_all(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"Heroin", ""}}, {2, {"Heroin", "?"}}};
    fixture_import(x, "a.csv", FIELDS("product", "date"), ROWS(rows), NULL);
    fixture_frame(x);
    struct trend *t = ask(x, frame_current(x->frame), GRAIN_MONTH, "product", MEASURE_SEIZURES);
    assert_int_equal(t->seizures, 0);
    assert_int_equal(t->undated, 2);
    trend_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_gaps_and_zeros),
        TEST(test_coarse_dates),
        TEST(test_a_year_and_the_one_before),
        cmocka_unit_test(test_the_usual_delay),
        TEST(test_no_date_at_all),
        cmocka_unit_test(test_random_tables_against_the_plain_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
