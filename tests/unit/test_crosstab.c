/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab as it is shown, against a count that goes through the lines once a value. */
#include "crosstab_random.h"

/* ---- the plain count */

static struct plain count_plainly(const struct random_table *t, const struct crosstab *x,
                                  const struct measure *m, size_t r, size_t c)
{
    struct plain out = plain_begin(t);
    bool seen[RANDOM_MOST + 2] = {false};
    for (size_t i = 0; i < t->lines; i++)
        if (bitmap_get(&t->selection, i) && behind_cell(x, &t->row[i], r, c))
            add_line(&t->row[i], m, seen, &out);
    return out;
}

static void compare_values(const struct random_table *t, const struct crosstab *x,
                           const struct crosstab_question *q, uint32_t draw)
{
    size_t cells = x->row_count * x->col_count, step = 1 + cells / 300;
    for (size_t m = 0; m < x->measure_count; m++)
        for (size_t r = 0; r < x->row_count; r++)
            for (size_t c = 0; c < x->col_count; c++) {
                bool corner = r + 1 == x->row_count && c + 1 == x->col_count;
                /* What hide_empty left out is neither shown nor in Others. */
                bool vague = q->hide_empty &&
                             (x->row[r].kind == LINE_OTHERS || x->col[c].kind == LINE_OTHERS);
                if (vague || ((r * x->col_count + c + m + 1) % step && !corner))
                    continue;
                struct plain want = count_plainly(t, x, &x->measure[m], r, c);
                const struct amount *got = &crosstab_at(x, m, r, c)->amount;
                if (got->value != want.amount.value || got->lines != want.amount.lines ||
                    got->counted != want.amount.counted)
                    fail_msg("draw %u: %s: %s at row %zu (%s), column %zu (%s): %lld of %u "
                             "(%u), not %lld of %u (%u)",
                             draw, axes_text(q), x->measure[m].name, r, x->row[r].label, c,
                             x->col[c].label, (long long)got->value, got->counted, got->lines,
                             (long long)want.amount.value, want.amount.counted,
                             want.amount.lines);
            }
}

/* ---- the lines of a side */

/* A side's outer lines are parted by their children, then come Others, then the total. */
static void check_side(const struct crosstab_line *line, size_t count, size_t axes,
                       const char *what)
{
    assert_true(count > 0 && line[count - 1].kind == LINE_TOTAL);
    for (size_t i = 0; i + 1 < count; i++) {
        const struct crosstab_line *l = &line[i];
        if (l->kind == LINE_OTHERS) {
            if (i + 2 != count || !l->merged || l->depth)
                fail_msg("%s: Others is line %zu of %zu", what, i, count);
        } else if (axes == 2 && l->kind == LINE_SUBTOTAL) {
            assert_int_equal(l->depth, 0);
        } else {
            assert_int_equal(l->kind, LINE_GROUP);
            assert_int_equal(l->depth, axes == 2);
            if (axes == 2 && (l->parent >= i || line[l->parent].kind != LINE_SUBTOTAL ||
                              line[l->parent].group.group[0] != l->group.group[0]))
                fail_msg("%s: line %zu is not below its subtotal", what, i);
        }
        assert_non_null(l->label);
        assert_true(*l->code);
    }
}

/* Each next row of a level has no more (going up: no less) than the one before it, those with
 * nothing to sum last. */
static void check_order(const struct crosstab *x, const struct crosstab_question *q)
{
    if (q->order != ORDER_DOWN && q->order != ORDER_UP)
        return;
    size_t all = x->col_count - 1, outer = SIZE_MAX, inner = SIZE_MAX;
    for (size_t r = 0; r + 1 < x->row_count && x->row[r].kind != LINE_OTHERS; r++) {
        size_t before = x->row[r].depth ? inner : outer;
        if (before != SIZE_MAX) {
            size_t m = x->sort_measure; /* of value that of one currency and kind */
            const struct amount *a = &crosstab_at(x, m, before, all)->amount,
                                *b = &crosstab_at(x, m, r, all)->amount;
            bool count = measure_is_count(&x->measure[m]);
            bool right = !count && !b->counted   ? true
                         : !count && !a->counted ? false
                         : q->order == ORDER_UP  ? a->value <= b->value
                                                 : a->value >= b->value;
            if (!right)
                fail_msg("%s: row %zu is out of order", axes_text(q), r);
        }
        inner = x->row[r].depth ? r : SIZE_MAX;
        outer = x->row[r].depth ? outer : r;
    }
}

static size_t outer_lines(const struct crosstab_line *line, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < count; i++)
        n += !line[i].depth && line[i].kind != LINE_OTHERS;
    return n;
}

static void check_tops(const struct crosstab *x, const struct crosstab_question *q)
{
    size_t rows = outer_lines(x->row, x->row_count), cols = outer_lines(x->col, x->col_count);
    bool others = x->row_count > 1 && x->row[x->row_count - 2].kind == LINE_OTHERS;
    assert_true(!q->top || rows <= q->top);
    assert_true(!q->top_cols || cols <= q->top_cols);
    assert_true(!others || rows == q->top);
    /* Of several axes Others has no less than the rest of the lines. */
    for (size_t r = 0; q->hide_empty && x->measure_count && r + 1 < x->row_count; r++) {
        bool any = false;
        for (size_t m = 0; m < x->measure_count && x->asked[m] == 0; m++) {
            const struct amount *a = &crosstab_at(x, m, r, x->col_count - 1)->amount;
            any |= measure_is_count(&x->measure[m]) ? a->value != 0 : a->counted > 0;
        }
        assert_true(any);
    }
}

/* What is not shown has no more than what is. */
static void check_chosen(const struct random_table *t, const struct crosstab *x,
                         const struct crosstab_question *q)
{
    if (!q->top || q->order == ORDER_UP || q->hide_empty || x->row_count < 2 ||
        !measure_is_count(&x->measure[0]) || x->row[x->row_count - 2].kind != LINE_OTHERS)
        return;
    int128 least = -1;
    for (size_t r = 0; r + 2 < x->row_count; r++) {
        int128 value = crosstab_at(x, 0, r, x->col_count - 1)->amount.value;
        if (!x->row[r].depth && (least < 0 || value < least))
            least = value;
    }
    for (uint32_t g = 0; g < x->rows[0].groups; g++) {
        struct crosstab_line line[2] = {{.kind = LINE_GROUP, .group = {{g, 0}}},
                                        {.kind = LINE_TOTAL}};
        bool shown = false, seen[RANDOM_MOST + 2] = {false};
        for (size_t r = 0; r + 2 < x->row_count; r++)
            shown |= x->row[r].group.group[0] == g;
        struct plain out = plain_begin(t);
        for (size_t i = 0; i < t->lines; i++)
            if (bitmap_get(&t->selection, i) &&
                stands_behind(&t->row[i], x->rows, 1, line, 2, 0) &&
                behind_cell(x, &t->row[i], x->row_count - 1, x->col_count - 1))
                add_line(&t->row[i], &x->measure[0], seen, &out);
        if (!shown && out.amount.value > least)
            fail_msg("%s: group %s is in Others", axes_text(q), x->rows[0].group[g].label);
    }
}

/* ---- random questions */

static const struct crosstab_measure plain_measures[] = {
    {MEASURE_CASES, 0, 0}, {MEASURE_SEIZURES, 0, 0}, {MEASURE_REPORTERS, 0, 0},
    {MEASURE_MASS, 0, 0},  {MEASURE_VOLUME, 0, 0},   {MEASURE_PIECES, 0, 0},
    {MEASURE_VALUE, 0, 0}};

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    uint32_t seed = 2463534242U + draw * 7919U;
    struct random_table t;
    random_table(x, &seed, &t);
    for (int i = 0; i < 8; i++) {
        struct crosstab_question q = draw_question(&seed);
        /* The first measure is another one each time. */
        for (size_t m = 0; m < 7; m++)
            q.measures[m] = plain_measures[(m + draw + (uint32_t)i) % 7];
        q.measure_count = 7;
        q.mixed = true;
        struct crosstab *tab = NULL;
        enum status status = crosstab_run(x->frame, NULL, &t.selection, &q, &tab, &x->e);
        if (status != STATUS_OK && x->cases == 0 &&
            strstr(x->e.text, "cases cannot be counted"))
            break;
        ok(x, status);
        check_side(tab->row, tab->row_count, tab->row_axes, axes_text(&q));
        check_side(tab->col, tab->col_count, tab->col_axes, axes_text(&q));
        check_order(tab, &q);
        check_tops(tab, &q);
        check_chosen(&t, tab, &q);
        compare_values(&t, tab, &q, draw);
        crosstab_free(&tab);
    }
    random_tear_down(&t);
}

static void test_random_tables_against_the_plain_count(void **state)
{
    (void)state;
    const char *draws = getenv("DRAWS");
    uint32_t n = draws ? (uint32_t)atoi(draws) : 20;
    for (uint32_t draw = 0; draw < n; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

/* ---- readable records */

static struct crosstab *ask(struct fixture *x, const struct crosstab_question *q)
{
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), q, &t, &x->e));
    return t;
}

/* A table as lines of text: "Heroin|2|1|3". */
static const char *table_text(struct fixture *x, const struct crosstab *t, size_t m)
{
    struct buffer out = {0};
    for (size_t c = 0; c < t->col_count; c++)
        buffer_addf(&out, "|%s", t->col[c].label);
    for (size_t r = 0; r < t->row_count; r++) {
        buffer_addf(&out, "\n%s%s", t->row[r].depth ? " " : "", t->row[r].label);
        for (size_t c = 0; c < t->col_count; c++) {
            char text[64];
            crosstab_text(t, m, r, c, false, text);
            buffer_addf(&out, "|%s", text);
        }
    }
    const char *text = arena_string(&x->arena, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static const struct fixture_row few[] = {
    {1, {"2024-02-01", "Heroin", "TH", "1500", "kg"}},
    {1, {"2024-02-01", "Cocaine", "TH", "2", "kg"}},
    {2, {"2024-05-01", "Heroin", "TH", "3", "kg"}},
    {3, {"2025-01-09", "Heroin", "MM", "", "kg"}},
    {4, {"2025", "Khat", "MM", "7", "pcs"}},
    {5, {"2025-06-20", "Opium", "AU", "4", "kg"}},
};
static const char *const few_fields[] = {"date",     "product", "reporter",
                                         "quantity", "unit",    NULL};

static void test_product_by_year(void **state)
{
    struct fixture *x = *state;
    fixture_import(x, "a.csv", few_fields, ROWS(few), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"product"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, 0}, {MEASURE_MASS, 0, 0}},
                                  .measure_count = 2};
    struct crosstab *t = ask(x, &q);
    assert_string_equal(table_text(x, t, 0), "|2024|2025|all\n"
                                             "Heroin|2|1|3\n"
                                             "Cocaine|1||1\n"
                                             "Khat||1|1\n"
                                             "Opium||1|1\n"
                                             "all|2|3|5");
    assert_string_equal(table_text(x, t, 1), "|2024|2025|all\n"
                                             "Heroin|1,503.000||1,503.000\n"
                                             "Cocaine|2.000||2.000\n"
                                             "Khat|||\n"
                                             "Opium||4.000|4.000\n"
                                             "all|1,505.000|4.000|1,509.000");
    assert_int_equal(crosstab_at(t, 1, 0, 1)->marks & MARK_NOTHING, MARK_NOTHING);
    assert_int_equal(crosstab_at(t, 1, 0, 2)->marks & MARK_PARTIAL, MARK_PARTIAL);
    assert_int_equal(crosstab_at(t, 0, 4, 0)->marks & MARK_OVERLAP, MARK_OVERLAP);
    assert_int_equal(crosstab_at(t, 0, 4, 1)->marks & MARK_OVERLAP, 0);
    /* The cache is of 2025-06-30. */
    assert_false(t->col[0].provisional);
    assert_true(t->col[1].provisional);
    assert_int_equal(t->seizures, 6);
    assert_int_equal(t->cases, 5);
    assert_int_equal(t->notes, 4);
    assert_string_equal(t->note[0], "all: distinct cases; rows add to 1 more: some in several");
    assert_string_equal(t->note[1], "mass: 2 lines left out (1 without an amount, 1 in another "
                                    "unit)");
    assert_string_equal(t->note[2], "largest: one line is more than half of what is marked so");
    assert_int_equal(t->note_mark[2], MARK_LARGEST);
    assert_string_equal(
        t->note[3], "2025 is not over at the as-of date; how late lines arrive is not known");
    crosstab_free(&t);
}

/* Subtotals are counted from the lines: case 1 has two products in one country. */
static void test_nested_rows_with_others(void **state)
{
    struct fixture *x = *state;
    fixture_import(x, "a.csv", few_fields, ROWS(few), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter", "product"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, 0}},
                                  .measure_count = 1,
                                  .top = 1};
    struct crosstab *t = ask(x, &q);
    assert_string_equal(table_text(x, t, 0), "|2024|2025|all\n"
                                             "Myanmar||2|2\n"
                                             " Heroin||1|1\n"
                                             " Khat||1|1\n"
                                             "Others (2)|2|1|3\n"
                                             "all|2|3|5");
    crosstab_free(&t);
    q = (struct crosstab_question){.rows = {"reporter", "product"},
                                   .cols = {"month"},
                                   .measures = {{MEASURE_CASES, 0, 0}},
                                   .measure_count = 1,
                                   .hide_empty = true,
                                   .top_cols = 1,
                                   .sort = "2024-02",
                                   .order = ORDER_DOWN};
    t = ask(x, &q);
    /* Khat's date is too coarse for months. */
    assert_string_equal(table_text(x, t, 0), "|2024-02|Others (3)|all\n"
                                             "Thailand|1|1|2\n"
                                             " Cocaine|1||1\n"
                                             " Heroin|1|1|2\n"
                                             "Australia||1|1\n"
                                             " Opium||1|1\n"
                                             "Myanmar||1|1\n"
                                             " Heroin||1|1\n"
                                             "all|1|3|4");
    crosstab_free(&t);
}

static void test_a_table_without_columns_or_rows(void **state)
{
    struct fixture *x = *state;
    fixture_import(x, "a.csv", few_fields, ROWS(few), NULL);
    fixture_frame(x);
    struct crosstab_question q = {
        .rows = {"reporter"}, .measures = {{MEASURE_SEIZURES, 0, 0}}, .measure_count = 1};
    struct crosstab *t = ask(x, &q);
    assert_string_equal(table_text(x, t, 0), "|all\nThailand|3\nMyanmar|2\nAustralia|1\nall|6");
    crosstab_free(&t);
    q = (struct crosstab_question){
        .cols = {"reporter"}, .measures = {{MEASURE_SEIZURES, 0, 0}}, .measure_count = 1};
    t = ask(x, &q);
    assert_string_equal(table_text(x, t, 0), "|Australia|Myanmar|Thailand|all\nall|1|2|3|6");
    crosstab_free(&t);
    q.cols[0] = NULL;
    t = ask(x, &q);
    assert_string_equal(table_text(x, t, 0), "|all\nall|6");
    crosstab_free(&t);
}

static void test_a_column_that_is_not_there(void **state)
{
    struct fixture *x = *state;
    fixture_import(x, "a.csv", few_fields, ROWS(few), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_SEIZURES, 0, 0}},
                                  .measure_count = 1,
                                  .sort = "2023"};
    struct crosstab *t = NULL;
    assert_int_equal(crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e),
                     STATUS_MISUSE);
    assert_null(t);
    assert_string_equal(x->e.text, "there is no column \"2023\" to sort by");
}

static void test_measures_as_they_are_written(void **state)
{
    (void)state;
    static const char *const good[] = {"cases",  "seizures", "mass",
                                       "volume", "pieces",   "value"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct crosstab_measure m;
        struct error e = {0};
        struct buffer b = {0};
        assert_int_equal(crosstab_measure_parse(good[i], &m, &e), STATUS_OK);
        crosstab_measure_print(&m, &b);
        assert_string_equal(buffer_text(&b), good[i]);
        buffer_free(&b);
    }
    static const char *const bad[] = {"",
                                      "weight",
                                      "cases)",
                                      "(cases)",
                                      "share()",
                                      "mass(cases)",
                                      "a measure whose name is longer than any of them is"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct crosstab_measure m;
        struct error e = {0};
        assert_int_equal(crosstab_measure_parse(bad[i], &m, &e), STATUS_MISUSE);
        assert_non_null(strstr(e.text, bad[i]));
        assert_non_null(strstr(e.way_out, "cases, seizures"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables_against_the_plain_count),
        cmocka_unit_test(test_measures_as_they_are_written),
        TEST(test_product_by_year),
        TEST(test_nested_rows_with_others),
        TEST(test_a_table_without_columns_or_rows),
        TEST(test_a_column_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
