/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facets that are counted together have the numbers that a cross-tab has of each alone: over
 * random tables, over tables of several blocks, under filters with and without a choice of the
 * facet's own. */
#include "questions.h"
#include "random_lines.h"

#include "analysis/facets.h"

#define AXES_MOST 24

/* The lines of a filter without the choice of one axis. */
static void lines_without(struct fixture *x, const struct filter *filter, const char *axis,
                          struct bitmap *out)
{
    struct arena a = {0};
    struct filter_outcome outcome;
    const struct filter *rest = facet_without(x->frame, filter, axis, &a);
    assert_non_null(rest);
    ok(x, filter_select(x->frame, rest, out, &outcome, &x->e));
    arena_free(&a);
}

static size_t group_at(const struct pivot *p, size_t row)
{
    return p->row[row].group[0];
}

/* Every number of the facet is that of the cross-tab with it as rows. */
static void assert_facet(struct fixture *x, const struct facet *f, const struct bitmap *lines,
                         bool cases)
{
    struct pivot_question q = {.rows = {f->name},
                               .measures = {MEASURE_SEIZURES, MEASURE_CASES},
                               .measure_count = cases ? 2 : 1};
    struct pivot *p;
    ok(x, pivot_run(x->frame, lines, &q, &p, &x->e));
    assert_true(f->done);
    assert_string_equal(f->axis.name, p->rows[0].name);
    assert_int_equal(f->axis.groups, p->rows[0].groups);
    uint32_t seen = 0;
    for (size_t r = 0; r < p->row_count; r++) {
        size_t g = group_at(p, r);
        const struct amount *n = pivot_at(p, 0, r, p->col_count);
        if (f->lines[g] != n->lines)
            fail_msg("%s: %u lines, not %u, of %s", f->name, f->lines[g], n->lines,
                     p->rows[0].group[g].label);
        seen += n->lines > 0;
        if (!cases)
            continue;
        uint32_t distinct = (uint32_t)pivot_at(p, 1, r, p->col_count)->value;
        if (f->cases[g] != distinct)
            fail_msg("%s: %u cases, not %u, of %s", f->name, f->cases[g], distinct,
                     p->rows[0].group[g].label);
    }
    assert_int_equal(f->occurring, seen);
    for (uint32_t g = 0, row = 0; g < f->axis.groups; g++)
        if (facet_has_row(f, g)) {
            assert_true(row < p->row_count && group_at(p, row) == g);
            row++;
        }
    uint32_t occurring = 0;
    for (uint32_t g = 0; g < f->axis.groups; g++)
        occurring += f->lines[g] > 0;
    assert_int_equal(occurring, seen); /* and no group beside */
    assert_int_equal(f->seizures, pivot_at(p, 0, p->row_count, p->col_count)->lines);
    assert_int_equal(f->no_group, p->no_row);
    assert_int_equal(f->overlap, p->rows_overlap);
    if (cases) {
        assert_int_equal(f->distinct,
                         (uint32_t)pivot_at(p, 1, p->row_count, p->col_count)->value);
        assert_int_equal(f->without_case, p->left_out[1].without_case);
        assert_int_equal(f->cases_overlap, p->cases_overlap_rows);
    } else {
        assert_null(f->cases);
    }
    pivot_free(&p);
}

static bool has_cases(struct fixture *x)
{
    const struct frame_cases *cases;
    ok(x, frame_cases(x->frame, &cases, &x->e));
    return cases->cases_max > 0;
}

/* Asks for all axes at once: over lines, or under the filter that takes these. */
static void assert_facets(struct fixture *x, const char *const *axes, size_t count,
                          const struct bitmap *lines, const struct filter *filter,
                          size_t lines_a_thread)
{
    bool cases = has_cases(x);
    for (int time = 0; time < 3; time++, cases = cases && time != 2) {
        struct facet_question q = {.axes = axes,
                                   .count = count,
                                   .lines = lines,
                                   .filter = filter,
                                   .cases = cases,
                                   .lines_a_thread = lines_a_thread};
        struct facet_set *s;
        ok(x, facet_set_run(x->frame, &q, &s, &x->e));
        assert_int_equal(s->count, count);
        for (size_t i = 0; i < count; i++) {
            struct bitmap own = {0};
            if (filter)
                lines_without(x, filter, axes[i], &own);
            assert_string_equal(s->facet[i].name, axes[i]);
            assert_facet(x, &s->facet[i], filter ? &own : lines, cases);
            bitmap_free(&own);
        }
        facet_set_free(&s);
    }
}

static void filter_lines(struct fixture *x, const char *sentence, struct arena *a,
                         const struct filter **filter, struct bitmap *lines)
{
    struct filter_outcome outcome;
    ok(x, filter_parse(x->frame, sentence, a, filter, &x->e));
    ok(x, filter_select(x->frame, *filter, lines, &outcome, &x->e));
}

/* ---- random tables */

static const char *const random_axes[] = {
    "reporter", "date",         "year",          "month",         "weekday",
    "transit",  "wco(transit)", "rilo(transit)", "wco(reporter)", "month(entered)",
    "product",  "unit",         "quantity",      "currency",      "batch"};
enum { RANDOM_AXES = sizeof random_axes / sizeof *random_axes };

static void assert_random_table(struct fixture *x, uint32_t *seed, const struct random_table *t)
{
    static const char *const sentences[] = {
        "",
        "reporter:TH,AU",
        "transit:MY -product:heroin",
        "date:2024 -transit:LA",
        "year:2024 month(entered):2025-01",
        "wco(reporter):A/P reporter:MM or unit:kg",
        "-reporter:TH weekday:wed",
    };
    const char *axes[AXES_MOST];
    size_t count = 1 + random_below(seed, AXES_MOST - 1);
    for (size_t i = 0; i < count; i++)
        axes[i] = random_axes[random_below(seed, RANDOM_AXES)];
    assert_facets(x, axes, count, &t->selection, NULL, 1 + random_below(seed, 60));
    assert_facets(x, axes, count, frame_current(x->frame), NULL, 1 + random_below(seed, 60));
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct arena a = {0};
        struct bitmap lines = {0};
        const struct filter *filter;
        filter_lines(x, sentences[i], &a, &filter, &lines);
        assert_facets(x, axes, count, &lines, filter, 1 + random_below(seed, 60));
        bitmap_free(&lines);
        arena_free(&a);
    }
}

static void test_facets_of_random_tables(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 30; draw++) {
        uint32_t seed = draw * 7919 + 1;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t = {0};
        random_table(own, &seed, &t);
        assert_random_table(own, &seed, &t);
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
}

/* ---- several blocks */

#define MANY_LINES 80001

static const char *const many_axes[] = {
    "reporter",        "date",     "year",     "transit",    "product",      "departure",
    "month",           "shop",     "unit",     "conveyance", "section",      "line",
    "rilo(departure)", "currency", "quantity", "week",       "wco(transit)", "value_kind"};
enum { MANY_AXES = sizeof many_axes / sizeof *many_axes };

/* Selections that take whole blocks, most lines, few, and none; on one core and on two. */
static void test_facets_of_several_blocks(void **state)
{
    static const char *const sentences[] = {"", "section:drugs", "-unit:kg",
                                            "reporter:TH quantity:5..20",
                                            "reporter:TH -reporter:TH"};
    struct fixture *x = *state;
    questions_fill(x, MANY_LINES);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct arena a = {0};
        struct bitmap lines = {0};
        const struct filter *filter;
        filter_lines(x, sentences[i], &a, &filter, &lines);
        assert_facets(x, many_axes, MANY_AXES, &lines, NULL, SIZE_MAX / 4);
        assert_facets(x, many_axes, MANY_AXES, &lines, NULL, 1000);
        assert_facets(x, many_axes, MANY_AXES, &lines, filter, 1000);
        bitmap_free(&lines);
        arena_free(&a);
    }
}

/* A case of 40,000 lines goes through two blocks, once by neighbours and once with the lines of
 * other cases between them. */
static void test_a_case_longer_than_a_block(void **state)
{
    static struct fixture_row rows[90000];
    struct fixture *x = *state;
    for (uint32_t i = 0; i < 90000; i++) {
        uint32_t key = i < 10000 ? i + 2 : i < 50000 ? 1 : 10000 + i / 3;
        if (i >= 60000 && i % 4 == 0)
            key = 60000 + i % 40;
        rows[i] = (struct fixture_row){key, {i % 7 ? "TH" : "MM", i % 5 ? "LA>MY" : "MY"}};
    }
    /* Keys in the order of their first line. */
    static uint32_t number[70000];
    for (uint32_t i = 0, n = 0; i < 90000; i++) {
        uint32_t *k = &number[rows[i].case_key];
        *k = *k ? *k : ++n;
        rows[i].case_key = *k;
    }
    fixture_import(x, "a.csv", FIELDS("reporter", "transit"), ROWS(rows), NULL);
    fixture_frame(x);
    const char *const axes[] = {"reporter", "transit", "batch"};
    struct bitmap some;
    assert_true(bitmap_copy(&some, frame_current(x->frame)));
    assert_facets(x, axes, 3, &some, NULL, 1000);
    for (size_t i = 0; i < some.bits; i += 3)
        bitmap_unset(&some, i);
    assert_facets(x, axes, 3, &some, NULL, 1000);
    assert_facets(x, axes, 3, &some, NULL, SIZE_MAX / 4);
    bitmap_free(&some);
}

/* ---- the order of slices, and faults */

static void test_the_first_facet_comes_first(void **state)
{
    struct fixture *x = *state;
    questions_fill(x, MANY_LINES);
    fixture_frame(x);
    struct facet_question q = {
        .axes = many_axes, .count = MANY_AXES, .lines = frame_current(x->frame), .cases = true};
    struct facet_set *s;
    ok(x, facet_set_open(x->frame, &q, &s, &x->e));
    assert_int_equal(s->done, 0);
    for (size_t before = 0; s->done < s->count; before = s->done) {
        ok(x, facet_set_step(s, &x->e));
        if (before == 0 && s->done)
            assert_true(s->done == 1 && s->facet[0].done);
    }
    facet_set_free(&s);
}

struct limit {
    unsigned calls, most;
};

static bool stop_at_limit(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct limit *l = data;
    (void)done, (void)total, (void)rows;
    return ++l->calls < l->most;
}

/* What a key stops goes on behind it, with nothing left out or counted twice. */
static void test_what_is_stopped_goes_on(void **state)
{
    struct fixture *x = *state;
    unsigned steps = 0, stopped = 0;
    struct limit limit;
    struct progress watch = {.step = stop_at_limit, .data = &limit};
    struct arena a = {0};
    struct bitmap lines = {0};
    const struct filter *filter;
    questions_fill(x, MANY_LINES);
    fixture_frame(x);
    filter_lines(x, "section:drugs reporter:TH", &a, &filter, &lines);
    struct facet_question q = {.axes = many_axes,
                               .count = MANY_AXES,
                               .lines = &lines,
                               .filter = filter,
                               .cases = true,
                               .lines_a_thread = 1000};
    struct facet_set *s;
    ok(x, facet_set_open(x->frame, &q, &s, &x->e));
    frame_pace(x->frame)->watch = &watch;
    frame_pace(x->frame)->every = 20000;
    while (s->done < s->count) {
        limit = (struct limit){.most = 1 + steps++ % 50};
        pace_begin(frame_pace(x->frame));
        enum status status = facet_set_step(s, &x->e);
        stopped += status == STATUS_CANCELLED;
        assert_true(status == STATUS_OK || status == STATUS_CANCELLED);
    }
    frame_pace(x->frame)->watch = NULL;
    pace_begin(frame_pace(x->frame));
    assert_true(stopped > 3);
    for (size_t i = 0; i < s->count; i++) {
        struct bitmap own = {0};
        lines_without(x, filter, many_axes[i], &own);
        assert_facet(x, &s->facet[i], &own, true);
        bitmap_free(&own);
    }
    facet_set_free(&s);
    bitmap_free(&lines);
    arena_free(&a);
}

static void test_an_unknown_axis_is_a_fault(void **state)
{
    struct fixture *x = *state;
    questions_fill(x, 100);
    fixture_frame(x);
    const char *const axes[] = {"reporter", "repoter"};
    struct facet_question q = {
        .axes = axes, .count = 2, .lines = frame_current(x->frame), .cases = true};
    struct facet_set *s;
    assert_int_equal(facet_set_run(x->frame, &q, &s, &x->e), STATUS_MISUSE);
    assert_non_null(strstr(x->e.text, "repoter"));
    assert_null(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facets_of_random_tables),
        TEST(test_facets_of_several_blocks),
        TEST(test_a_case_longer_than_a_block),
        TEST(test_the_first_facet_comes_first),
        TEST(test_what_is_stopped_goes_on),
        TEST(test_an_unknown_axis_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
