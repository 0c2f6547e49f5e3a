/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-tabs against a count that goes through the lines once for every cell. */
#include "analysis/pivot.h"
#include "random_lines.h"

/* ---- the plain count */

/* Whether a line stands in a group (of two axes: in both); group NULL: any, the total. */
static bool stands_in(const struct fixture_row *row, const struct axis *axes, size_t count,
                      const struct pivot_group *group)
{
    for (size_t a = 0; a < count; a++) {
        struct random_value of[8];
        size_t n = random_groups(row, axes[a].name, of);
        bool found = group == NULL && n > 0;
        for (size_t i = 0; group && i < n; i++) {
            const struct value *v = &axes[a].group[group->group[a]];
            found |= v->state == of[i].state && !strcmp(v->code, of[i].code);
        }
        if (!found)
            return false;
    }
    return true;
}

static struct plain count_plainly(const struct random_table *t, const struct pivot *p,
                                  const struct measure *m, size_t r, size_t c)
{
    struct plain out = plain_begin(t);
    bool seen[RANDOM_MOST + 2] = {false};
    for (size_t i = 0; i < t->lines; i++)
        if (bitmap_get(&t->selection, i) &&
            stands_in(&t->row[i], p->rows, p->row_axes, r < p->row_count ? &p->row[r] : NULL) &&
            stands_in(&t->row[i], p->cols, p->col_axes, c < p->col_count ? &p->col[c] : NULL))
            add_line(&t->row[i], m, seen, &out);
    return out;
}

/* ---- the comparison */

static const char *question_text(const struct pivot_question *q)
{
    static char text[200];
    snprintf(text, sizeof text, "%s, %s by %s, %s", q->rows[0] ? q->rows[0] : "-",
             q->rows[1] ? q->rows[1] : "-", q->cols[0] ? q->cols[0] : "-",
             q->cols[1] ? q->cols[1] : "-");
    return text;
}

/* The largest line that counts in a cell, and the stream that all of them are of. */
static void compare_extent(const struct pivot *p, size_t m, size_t r, size_t c,
                           const struct plain *want, const char *question)
{
    const struct extent *got = pivot_extent(p, m, r, c);
    int128 largest = 0;
    for (size_t i = 0; i < want->amounts; i++)
        largest = want->each[i] > largest ? want->each[i] : largest;
    bool same = got->largest == largest;
    if (!want->amounts || p->measure[m].kind == MEASURE_VALUE)
        same &= got->stream == EXTENT_NONE;
    else if (want->mixed)
        same &= got->stream == EXTENT_MIXED;
    else
        same &= got->stream < p->stream->values &&
                p->stream->value[got->stream].state == want->stream.state &&
                !strcmp(p->stream->value[got->stream].code, want->stream.code);
    if (!same)
        fail_msg("%s: extent of %s at row %zu, column %zu: %lld of stream %u, not %lld%s%s",
                 question, p->measure[m].name, r, c, (long long)got->largest, got->stream,
                 (long long)largest, want->mixed ? ", mixed" : " ", want->stream.code);
}

static int compare_amounts(const void *a, const void *b)
{
    int128 x = *(const int128 *)a, y = *(const int128 *)b;
    return (x > y) - (x < y);
}

static void compare_median(const struct pivot *p, size_t m, size_t r, size_t c,
                           struct plain *want, bool asked, const char *question)
{
    int128 twice = -1, middle = -1;
    const size_t n = asked ? want->amounts : 0;
    bool any = pivot_median(p, m, r, c, &twice);
    if (n) {
        qsort(want->each, n, sizeof *want->each, compare_amounts);
        middle = want->each[(n - 1) / 2] + want->each[n / 2];
    }
    if (any != (n > 0) || twice != middle)
        fail_msg("%s: median of %s at row %zu, column %zu: %lld, not %lld", question,
                 p->measure[m].name, r, c, (long long)twice, (long long)middle);
}

static bool is_asked(const struct pivot_question *q, enum measure_kind kind)
{
    for (size_t i = 0; i < q->measure_count; i++)
        if (q->measures[i] == kind && (q->medians >> i) & 1U)
            return true;
    return false;
}

static void compare_cells(const struct random_table *t, const struct pivot *p,
                          const struct pivot_question *q, uint32_t draw)
{
    /* Of large tables every so many cells, and the grand total always. */
    size_t cells = (p->row_count + 1) * (p->col_count + 1), step = 1 + cells / 400;
    for (size_t m = 0; m < p->measure_count; m++)
        for (size_t r = 0; r <= p->row_count; r++)
            for (size_t c = 0; c <= p->col_count; c++) {
                if ((r * (p->col_count + 1) + c + m + 1) % step &&
                    !(r == p->row_count && c == p->col_count))
                    continue;
                struct plain want = count_plainly(t, p, &p->measure[m], r, c);
                const struct amount *got = pivot_at(p, m, r, c);
                if (got->value != want.amount.value || got->lines != want.amount.lines ||
                    got->counted != want.amount.counted)
                    fail_msg(
                        "draw %u: %s: %s at row %zu, column %zu: %lld of %u (%u), not %lld "
                        "of %u (%u)",
                        draw, question_text(q), p->measure[m].name, r, c, (long long)got->value,
                        got->counted, got->lines, (long long)want.amount.value,
                        want.amount.counted, want.amount.lines);
                compare_median(p, m, r, c, &want, is_asked(q, p->measure[m].kind),
                               question_text(q));
                if (q->extents)
                    compare_extent(p, m, r, c, &want, question_text(q));
                if (r == p->row_count && c == p->col_count &&
                    !same_left_out(&want, &p->left_out[m]))
                    fail_msg("draw %u: %s: %s leaves out other lines", draw, question_text(q),
                             p->measure[m].name);
            }
}

/* A group of a line that is none of the table's. */
static bool is_missing(const struct axis *axis, const struct pivot_group *group, size_t count,
                       size_t a, const struct random_value *of)
{
    for (size_t g = 0; g < count; g++) {
        const struct value *v = &axis->group[group[g].group[a]];
        if (v->state == of->state && !strcmp(v->code, of->code))
            return false;
    }
    return true;
}

/* What a side must be: every group that occurs, once, in display order; and how many lines have
 * no place on it, or several. */
static void compare_side(const struct random_table *t, const struct axis *axes,
                         size_t axis_count, const struct pivot_group *group, size_t count,
                         uint32_t without, const char *what)
{
    uint32_t none = 0;
    for (size_t i = 0; i < t->lines; i++) {
        if (!bitmap_get(&t->selection, i))
            continue;
        bool placed = stands_in(&t->row[i], axes, axis_count, NULL);
        none += !placed;
        for (size_t a = 0; placed && a < axis_count; a++) {
            struct random_value of[8];
            size_t n = random_groups(&t->row[i], axes[a].name, of);
            for (size_t k = 0; k < n; k++)
                if (is_missing(&axes[a], group, count, a, &of[k]))
                    fail_msg("%s: no group %s %s", what, axes[a].name, of[k].code);
        }
    }
    if (none != without)
        fail_msg("%s: %u lines without a place, not %u", what, without, none);
    for (size_t g = 1; g < count; g++) {
        const uint32_t *x = group[g - 1].group, *y = group[g].group;
        if (x[0] > y[0] || (x[0] == y[0] && (axis_count < 2 || x[1] >= y[1])))
            fail_msg("%s: groups %zu and %zu are out of order", what, g - 1, g);
    }
    /* A lone time axis has no gaps; every other group occurs. */
    for (size_t g = 0; g < count; g++) {
        const struct value *v = &axes[0].group[group[g].group[0]];
        bool occurs = false;
        for (size_t i = 0; i < t->lines && !occurs; i++)
            occurs = bitmap_get(&t->selection, i) &&
                     stands_in(&t->row[i], axes, axis_count, &group[g]);
        if (!occurs && (axis_count != 1 || !axes[0].time || v->state != VALUE_VALID || g == 0))
            fail_msg("%s: group %zu does not occur", what, g);
        if (axis_count == 1 && axes[0].time && g > 0 && v->state == VALUE_VALID)
            assert_int_equal(
                date_period((int32_t)v->number, axes[0].grain),
                1 + date_period((int32_t)axes[0].group[group[g - 1].group[0]].number,
                                axes[0].grain));
    }
}

/* Whether margins are less than the sums of their rows (columns), for lines and for cases. */
static void compare_overlap(const struct pivot *p)
{
    for (size_t m = 0; m < p->measure_count; m++) {
        if (!measure_is_count(&p->measure[m]))
            continue;
        int128 rows = 0, cols = 0, all = pivot_at(p, m, p->row_count, p->col_count)->value;
        for (size_t r = 0; r < p->row_count; r++)
            rows += pivot_at(p, m, r, p->col_count)->value;
        for (size_t c = 0; c < p->col_count; c++)
            cols += pivot_at(p, m, p->row_count, c)->value;
        const bool overlap[MEASURE_KINDS][2] = {
            [MEASURE_CASES] = {p->cases_overlap_rows, p->cases_overlap_cols},
            [MEASURE_SEIZURES] = {p->rows_overlap, p->cols_overlap},
            [MEASURE_REPORTERS] = {p->reporters_overlap_rows, p->reporters_overlap_cols}};
        assert_int_equal(rows > all, overlap[p->measure[m].kind][0]);
        assert_int_equal(cols > all, overlap[p->measure[m].kind][1]);
    }
}

static void compare_selection(const struct random_table *t, const struct pivot *p)
{
    bool seen[RANDOM_MOST + 2] = {false}, reporter[4] = {false};
    static const char *const reporters[4] = {"TH", "MM", "AU", "NZ"};
    uint32_t cases = 0, without = 0, lines = 0, who = 0;
    for (size_t i = 0; i < t->lines; i++) {
        if (!bitmap_get(&t->selection, i))
            continue;
        uint32_t key = t->row[i].case_key;
        lines++;
        without += key == 0;
        cases += key && !seen[key];
        seen[key] = true;
        struct random_value v = random_read(t->row[i].cells[R_REPORTER]);
        for (size_t k = 0; k < 4; k++)
            if (v.state == VALUE_VALID && !strcmp(v.code, reporters[k]) && !reporter[k])
                reporter[k] = (++who > 0);
    }
    assert_int_equal(p->seizures, lines);
    assert_int_equal(p->cases, cases);
    assert_int_equal(p->without_case, without);
    assert_int_equal(p->reporters, who);
}

/* ---- random questions */

static const char *const axes[] = {
    "reporter", "product", "transit", "unit", "year",    "quarter",       "month",
    "week",     "day",     "weekday", "date", "entered", "year(entered)", "value_kind"};

static void draw_axes(uint32_t *seed, const char *out[PIVOT_DEPTH], bool may_be_none)
{
    uint32_t n = may_be_none ? random_below(seed, 3) : 1 + random_below(seed, 2);
    for (uint32_t i = 0; i < n; i++)
        out[i] = axes[random_below(seed, sizeof axes / sizeof *axes)];
    if (n == 2 && !strcmp(out[0], out[1]))
        out[1] = NULL;
}

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    uint32_t seed = 2463534242U + draw * 7919U;
    struct random_table t;
    random_table(x, &seed, &t);
    for (int i = 0; i < 6; i++) {
        struct pivot_question q = {.measures = {MEASURE_CASES, MEASURE_SEIZURES,
                                                MEASURE_REPORTERS, MEASURE_MASS, MEASURE_VOLUME,
                                                MEASURE_PIECES, MEASURE_VALUE},
                                   .measure_count = 7,
                                   .extents = i % 2,
                                   .medians = i % 3 ? random_below(&seed, 128) : 0};
        draw_axes(&seed, q.rows, false);
        draw_axes(&seed, q.cols, true);
        struct pivot *p = NULL;
        enum status status = pivot_run(x->frame, &t.selection, &q, &p, &x->e);
        if (status != STATUS_OK && x->cases == 0 &&
            strstr(x->e.text, "cases cannot be counted"))
            break;
        ok(x, status);
        compare_side(&t, p->rows, p->row_axes, p->row, p->row_count, p->no_row,
                     question_text(&q));
        compare_side(&t, p->cols, p->col_axes, p->col, p->col_count, p->no_col,
                     question_text(&q));
        compare_cells(&t, p, &q, draw);
        compare_overlap(p);
        compare_selection(&t, p);
        pivot_free(&p);
    }
    random_tear_down(&t);
}

static void test_random_tables_against_the_plain_count(void **state)
{
    (void)state;
    const char *draws = getenv("DRAWS");
    uint32_t n = draws ? (uint32_t)atoi(draws) : 15;
    for (uint32_t draw = 0; draw < n; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

/* ---- readable records */

static struct pivot *ask(struct fixture *x, const struct pivot_question *q)
{
    struct pivot *p = NULL;
    ok(x, pivot_run(x->frame, frame_current(x->frame), q, &p, &x->e));
    return p;
}

/* Lines of two cases in turn: each is counted once a cell, and once in each margin. */
static void test_lines_of_a_case_that_stand_apart(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"Heroin", "TH"}}, {2, {"Heroin", "TH"}},
                                       {1, {"Heroin", "MM"}}, {2, {"Cocaine", "TH"}},
                                       {1, {"Heroin", "TH"}}, {0, {"Heroin", "TH"}}};
    fixture_import(x, "a.csv", FIELDS("product", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    struct pivot_question q = {.rows = {"product"},
                               .cols = {"reporter"},
                               .measures = {MEASURE_CASES, MEASURE_CASES},
                               .measure_count = 2};
    struct pivot *p = ask(x, &q);
    /* Cocaine, Heroin; Myanmar, Thailand; and the totals. */
    static const int want[3][3] = {{0, 1, 1}, {1, 2, 2}, {1, 2, 2}};
    assert_int_equal(p->row_count, 2);
    assert_int_equal(p->col_count, 2);
    for (size_t m = 0; m < 2; m++) /* named twice, the same answer twice */
        for (size_t r = 0; r < 3; r++)
            for (size_t c = 0; c < 3; c++)
                assert_int_equal((int)pivot_at(p, m, r, c)->value, want[r][c]);
    assert_int_equal(p->left_out[0].without_case, 1);
    assert_true(p->cases_overlap_rows);
    assert_true(p->cases_overlap_cols);
    pivot_free(&p);
}

/* Rows by a measure: largest first, ties as they stand; nothing to sum goes last either way. */
static void test_rows_in_order_of_a_measure(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"Ash", "5", "kg"}},
                                       {2, {"Birch", "9", "kg"}},
                                       {3, {"Cedar", "", "kg"}},
                                       {4, {"Date", "0", "kg"}},
                                       {5, {"Elm", "5", "kg"}}};
    fixture_import(x, "a.csv", FIELDS("product", "quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    struct pivot_question q = {
        .rows = {"product"}, .measures = {MEASURE_MASS}, .measure_count = 1};
    struct pivot *p = ask(x, &q);
    static const uint32_t down[5] = {1, 0, 4, 3, 2}, up[5] = {3, 0, 4, 1, 2};
    uint32_t order[5];
    pivot_sort_rows(p, 0, p->col_count, false, order);
    assert_memory_equal(order, down, sizeof down);
    pivot_sort_rows(p, 0, p->col_count, true, order);
    assert_memory_equal(order, up, sizeof up);
    pivot_free(&p);
}

/* Where no file told streams, none is named; the largest line is known all the same. */
static void test_extents_without_streams(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {
        {1, {"Ash", "5", "kg"}}, {2, {"Ash", "9", "kg"}}, {3, {"Birch", "", "kg"}}};
    fixture_import(x, "a.csv", FIELDS("product", "quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    struct pivot_question q = {
        .rows = {"product"}, .measures = {MEASURE_MASS}, .measure_count = 1, .extents = true};
    struct pivot *p = ask(x, &q);
    static const int64_t kilograms[3] = {9, 0, 9};
    assert_null(p->stream);
    for (size_t r = 0; r < 3; r++) {
        assert_true(pivot_extent(p, 0, r, 0)->largest ==
                    (int64_t)(kilograms[r] * random_power(p->measure[0].scale)));
        assert_true(pivot_extent(p, 0, r, 0)->stream == EXTENT_NONE);
    }
    pivot_free(&p);
}

/* Of nothing there are no groups, and the totals are nothing. */
static void test_nothing_selected(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{1, {"2024-01-01", "Heroin"}}};
    struct bitmap none;
    fixture_import(x, "a.csv", FIELDS("date", "product"), ROWS(rows), NULL);
    fixture_frame(x);
    assert_true(bitmap_init(&none, frame_lines(x->frame)));
    struct pivot_question q = {.rows = {"product"},
                               .cols = {"month"},
                               .measures = {MEASURE_CASES, MEASURE_MASS},
                               .measure_count = 2};
    struct pivot *p = NULL;
    ok(x, pivot_run(x->frame, &none, &q, &p, &x->e));
    assert_int_equal(p->row_count + p->col_count, 0);
    assert_int_equal((int)pivot_at(p, 0, 0, 0)->value, 0);
    assert_int_equal(pivot_at(p, 1, 0, 0)->counted, 0);
    pivot_free(&p);
    bitmap_free(&none);
}

static void test_questions_that_are_refused(void **state)
{
    struct fixture *x = *state;
    const struct fixture_row rows[] = {{0, {"Heroin", "TH", "tea"}}};
    fixture_import(x, "a.csv", FIELDS("product", "reporter", "remarks"), ROWS(rows), NULL);
    fixture_frame(x);
    static const struct {
        const char *row;
        enum measure_kind measure;
        enum status status;
        const char *text, *way_out;
    } records[] = {
        {"product", MEASURE_CASES, STATUS_FAILED, "no line of this cache has a case id",
         "--measure seizures"},
        {"prodcut", MEASURE_SEIZURES, STATUS_MISUSE, "prodcut", "product"},
        {"remarks", MEASURE_SEIZURES, STATUS_MISUSE, "remarks", ""},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct pivot_question q = {
            .rows = {records[i].row}, .measures = {records[i].measure}, .measure_count = 1};
        struct pivot *p = NULL;
        struct error e = {0};
        assert_int_equal(pivot_run(x->frame, frame_current(x->frame), &q, &p, &e),
                         records[i].status);
        assert_null(p);
        assert_non_null(strstr(e.text, records[i].text));
        assert_non_null(strstr(e.way_out, records[i].way_out));
    }
}

/* More cells than an answer may hold: refused before memory is asked for. */
static void test_a_table_that_is_too_large(void **state)
{
    struct fixture *x = *state;
    enum { N = 2100 };
    static struct fixture_row rows[N];
    static char text[N][2][16];
    for (uint32_t i = 0; i < N; i++) {
        snprintf(text[i][0], sizeof text[i][0], "a%u", i);
        snprintf(text[i][1], sizeof text[i][1], "b%u", i);
        rows[i] = (struct fixture_row){1, {text[i][0], text[i][1]}};
    }
    fixture_import(x, "a.csv", FIELDS("brand", "place"), ROWS(rows), NULL);
    fixture_frame(x);
    struct pivot_question q = {
        .rows = {"brand"}, .cols = {"place"}, .measures = {MEASURE_CASES}, .measure_count = 1};
    struct pivot *p = NULL;
    assert_int_equal(pivot_run(x->frame, frame_current(x->frame), &q, &p, &x->e),
                     STATUS_MISUSE);
    assert_non_null(strstr(x->e.text, "2100 rows and 2100 columns"));
    /* The same two fields on one side are 2,100 of 4.4 million pairs, and fine. */
    q = (struct pivot_question){
        .rows = {"brand", "place"}, .measures = {MEASURE_CASES}, .measure_count = 1};
    p = ask(x, &q);
    assert_int_equal(p->row_count, N);
    for (size_t r = 0; r < N; r++)
        assert_int_equal((int)pivot_at(p, 0, r, 0)->value, 1);
    assert_int_equal((int)pivot_at(p, 0, N, 0)->value, 1);
    pivot_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lines_of_a_case_that_stand_apart),
        TEST(test_rows_in_order_of_a_measure),
        TEST(test_extents_without_streams),
        TEST(test_nothing_selected),
        TEST(test_questions_that_are_refused),
        TEST(test_a_table_that_is_too_large),
        cmocka_unit_test(test_random_tables_against_the_plain_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
