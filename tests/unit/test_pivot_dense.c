/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both roads of the cross-tab lead to the same table, on one core and on two. */
#include "random_lines.h"

#include "analysis/pivot_dense.h"
#include "analysis/pivot_median.h"
#include "analysis/pivot_parts.h"

/* One table by one road. lines_a_thread 0: the general one. */
static struct pivot *by_road(struct fixture *x, const struct bitmap *lines,
                             const char *const row[PIVOT_DEPTH],
                             const char *const col[PIVOT_DEPTH], bool extents,
                             size_t lines_a_thread)
{
    static const enum measure_kind kinds[] = {MEASURE_CASES, MEASURE_SEIZURES, MEASURE_MASS,
                                              MEASURE_PIECES, MEASURE_REPORTERS};
    struct pivot *p = calloc(1, sizeof *p);
    struct side rows, cols;
    const struct pivot_money money = {0};
    p->measure_count = sizeof kinds / sizeof *kinds;
    p->measure = arena_zero(&p->arena, p->measure_count, sizeof *p->measure);
    for (size_t m = 0; m < p->measure_count; m++)
        p->measure[m] = measure_of(kinds[m]);
    p->extents = extents;
    if (extents)
        ok(x, frame_column(x->frame, "stream", &p->stream, &x->e));
    ok(x, side_open(x->frame, row, &p->arena, &rows, &x->e));
    ok(x, side_open(x->frame, col, &p->arena, &cols, &x->e));
    if (lines_a_thread) {
        assert_true(dense_fits(p, &rows, &cols));
        ok(x, dense_run(x->frame, lines, p, &rows, &cols, lines_a_thread, &x->e));
    } else {
        ok(x, side_number(&rows, lines, &p->arena, &x->e));
        ok(x, side_number(&cols, lines, &p->arena, &x->e));
        ok(x, pivot_make_cells(p, &rows, &cols, &x->e));
        ok(x, pivot_walk(x->frame, lines, p, &rows, &cols, &money, &x->e));
    }
    /* Of mass and pieces; where there are two threads, a few amounts at a time. */
    p->median = arena_zero(&p->arena, p->measure_count, sizeof *p->median);
    for (size_t m = 2; m < 4; m++)
        ok(x, pivot_fill_median(x->frame, lines, p, m, &rows, &cols, &money,
                                lines_a_thread == 1 ? 5 : MEDIAN_AMOUNTS, &x->e));
    side_close(&rows);
    side_close(&cols);
    return p;
}

static void assert_same(const struct pivot *a, const struct pivot *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->col_count, b->col_count);
    assert_int_equal(a->rows_overlap, b->rows_overlap);
    assert_int_equal(a->cols_overlap, b->cols_overlap);
    assert_int_equal(a->no_row, b->no_row);
    assert_int_equal(a->no_col, b->no_col);
    for (size_t m = 0; m < a->measure_count; m++) {
        assert_memory_equal(&a->left_out[m], &b->left_out[m], sizeof a->left_out[m]);
        for (size_t r = 0; r <= a->row_count; r++)
            for (size_t c = 0; c <= a->col_count; c++) {
                const struct amount *x = pivot_at(a, m, r, c), *y = pivot_at(b, m, r, c);
                assert_int_equal(x->lines, y->lines);
                if (a->measure[m].kind == MEASURE_SEIZURES)
                    continue; /* finished later from the lines */
                assert_true(x->value == y->value);
                assert_int_equal(x->counted, y->counted);
                int128 middle = 0, other = 0;
                assert_int_equal(pivot_median(a, m, r, c, &middle),
                                 pivot_median(b, m, r, c, &other));
                assert_true(middle == other);
                if (!a->extents)
                    continue;
                const struct extent *v = pivot_extent(a, m, r, c),
                                    *w = pivot_extent(b, m, r, c);
                assert_true(v->largest == w->largest);
                assert_int_equal(v->stream, w->stream);
            }
    }
    for (size_t r = 0; r < a->row_count; r++)
        assert_memory_equal(&a->row[r], &b->row[r], sizeof a->row[r]);
    for (size_t c = 0; c < a->col_count; c++)
        assert_memory_equal(&a->col[c], &b->col[c], sizeof a->col[c]);
}

static void compare_roads(struct fixture *x, uint32_t *seed)
{
    static const char *const axes[] = {"reporter", "year",          "month",
                                       "weekday",  "wco(reporter)", "entered",
                                       "transit",  "rilo(transit)", NULL};
    struct bitmap lines;
    assert_true(bitmap_copy(&lines, frame_current(x->frame)));
    for (size_t i = 0; random_below(seed, 2) && i < lines.bits; i++)
        if (random_below(seed, 3) == 0)
            bitmap_unset(&lines, i);
    for (size_t i = 0; i < 12; i++) {
        const char *row[PIVOT_DEPTH] = {axes[random_below(seed, 9)]};
        const char *col[PIVOT_DEPTH] = {axes[random_below(seed, 9)]};
        /* The fast road takes lists on sides of one axis alone. */
        if (row[0] && !strstr(row[0], "transit") && random_below(seed, 3) == 0)
            row[1] = axes[random_below(seed, 6)];
        if (col[0] && !strstr(col[0], "transit") && random_below(seed, 3) == 0)
            col[1] = axes[random_below(seed, 6)];
        struct pivot *general = by_road(x, &lines, row, col, i % 2, 0);
        struct pivot *one = by_road(x, &lines, row, col, i % 2, SIZE_MAX / 4);
        struct pivot *two = by_road(x, &lines, row, col, i % 2, 1);
        assert_same(general, one);
        assert_same(general, two);
        pivot_free(&general);
        pivot_free(&one);
        pivot_free(&two);
    }
    bitmap_free(&lines);
}

static void test_roads_agree(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 40; draw++) {
        uint32_t seed = draw * 7919 + 1;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t = {0};
        random_table(own, &seed, &t);
        compare_roads(own, &seed);
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
}

/* 6,400 lines of cases of three lines, so that any cut of the lines at a word would part a
 * case. */
static void test_a_case_is_not_cut_in_two(void **state)
{
    struct fixture *x = *state;
    static struct fixture_row rows[6400];
    for (uint32_t i = 0; i < 6400; i++)
        rows[i] = (struct fixture_row){i / 3 + 1, {i % 2 ? "TH" : "MM"}};
    fixture_import(x, "a.csv", FIELDS("reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    const char *const row[PIVOT_DEPTH] = {"reporter"}, *const none[PIVOT_DEPTH] = {NULL};
    struct pivot *p = by_road(x, frame_current(x->frame), row, none, false, 1);
    assert_int_equal((int)pivot_at(p, 0, p->row_count, p->col_count)->value, 2134);
    assert_int_equal((int)pivot_at(p, 0, 0, p->col_count)->value, 2133);
    assert_int_equal((int)pivot_at(p, 0, 1, p->col_count)->value, 2134);
    pivot_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roads_agree),
        cmocka_unit_test_setup_teardown(test_a_case_is_not_cut_in_two, fixture_set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
