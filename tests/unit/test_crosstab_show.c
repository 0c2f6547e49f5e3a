/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cross-tab shows of its measures, against the same worked out from plain counts. */
#include "crosstab_random.h"

#include <math.h>

/* ---- plain figures */

struct plain_figure {
    double number, largest;
    bool nothing, mixed;
    struct plain of;
};

static int compare_amounts(const void *a, const void *b)
{
    int128 x = *(const int128 *)a, y = *(const int128 *)b;
    return (x > y) - (x < y);
}

static double median_of(struct plain *p, int scale)
{
    qsort(p->each, p->amounts, sizeof *p->each, compare_amounts);
    return p->amounts
               ? fixed_double(p->each[(p->amounts - 1) / 2] + p->each[p->amounts / 2], scale) /
                     2
               : 0;
}

static struct plain_figure figure(const struct random_table *t, const struct crosstab *x,
                                  size_t m, size_t r, size_t c)
{
    const struct measure *is = &x->measure[m];
    struct plain_figure out = {.of = plain_begin(t)};
    bool seen[RANDOM_MOST + 2] = {false};
    for (size_t i = 0; i < t->lines; i++)
        if (bitmap_get(&t->selection, i) && behind_value(x, &t->row[i], m, r, c))
            add_line(&t->row[i], is, seen, &out.of);
    bool quantity = measure_is_quantity(is);
    double sum = fixed_double(out.of.amount.value, is->scale);
    for (size_t i = 0; i < out.of.amounts; i++)
        out.largest = fmax(out.largest, fixed_double(out.of.each[i], is->scale));
    out.nothing = quantity && out.of.amounts == 0;
    out.mixed = quantity && out.of.mixed && x->shown[m].statistic != STATISTIC_LARGEST;
    out.number = x->shown[m].statistic == STATISTIC_MEAN     ? sum / out.of.amount.counted
                 : x->shown[m].statistic == STATISTIC_MEDIAN ? median_of(&out.of, is->scale)
                 : x->shown[m].statistic == STATISTIC_PER_SEIZURE ? sum / out.of.amount.lines
                 : x->shown[m].statistic == STATISTIC_LARGEST     ? out.largest
                                                                  : sum;
    return out;
}

struct totals {
    struct plain_figure cell, row, col, all;
};

static bool overlaps(const struct random_table *t, const struct axis *axes, size_t count)
{
    /* A line of the selection has several values of an axis of several. */
    for (size_t i = 0; i < t->lines; i++)
        for (size_t a = 0; a < count && bitmap_get(&t->selection, i); a++) {
            struct random_value of[8];
            if (random_groups(&t->row[i], axes[a].name, of) > 1)
                return true;
        }
    return false;
}

/* Distinct things stand in several lines of a side: those add to more than the total. */
static bool is_several(const struct random_table *t, const struct crosstab *x, size_t m,
                       bool rows)
{
    int128 sum = 0;
    size_t all_r = x->row_count - 1, all_c = x->col_count - 1;
    for (size_t i = 0; i < (rows ? all_r : all_c); i++) {
        const struct crosstab_line *l = rows ? &x->row[i] : &x->col[i];
        if (l->kind == LINE_GROUP)
            sum += figure(t, x, m, rows ? i : all_r, rows ? all_c : i).of.amount.value;
    }
    return sum > figure(t, x, m, all_r, all_c).of.amount.value;
}

/* What should be shown; false: nothing. */
static bool expected_number(const struct random_table *t, const struct crosstab *x, size_t m,
                            size_t r, size_t c, double *out, bool *mixed)
{
    size_t all_r = x->row_count - 1, all_c = x->col_count - 1;
    struct totals f = {figure(t, x, m, r, c), figure(t, x, m, r, all_c),
                       figure(t, x, m, all_r, c), figure(t, x, m, all_r, all_c)};
    enum crosstab_show show = x->shown[m].show;
    bool rows = overlaps(t, x->rows, x->row_axes), cols = overlaps(t, x->cols, x->col_axes);
    const struct plain_figure *whole = show == SHOW_ROW_SHARE      ? &f.row
                                       : show == SHOW_COLUMN_SHARE ? &f.col
                                                                   : &f.all;
    *mixed = f.cell.mixed;
    *out = f.cell.number;
    if (show == SHOW_VALUE || show == SHOW_RUNNING)
        return !f.cell.nothing;
    if (show == SHOW_ROW_SHARE || show == SHOW_COLUMN_SHARE || show == SHOW_SHARE) {
        *mixed |= whole->mixed;
        *out = 100 * f.cell.number / whole->number;
        return !((rows && show != SHOW_ROW_SHARE) || (cols && show != SHOW_COLUMN_SHARE)) &&
               !f.cell.nothing && whole->number > 0;
    }
    *mixed |= f.row.mixed | f.col.mixed | f.all.mixed;
    double rp = f.row.number / f.all.number, cp = f.col.number / f.all.number;
    double e = f.row.number * cp;
    bool distinct = measure_is_distinct(&x->measure[m]) &&
                    (is_several(t, x, m, true) || is_several(t, x, m, false));
    if (rows || cols || distinct || f.row.nothing || f.col.nothing || !(f.all.number > 0))
        return false;
    *out = show == SHOW_EXPECTED ? e
           : show == SHOW_LIFT   ? f.cell.number / e
                                 : (f.cell.number - e) / sqrt(e * (1 - rp) * (1 - cp));
    bool total = r == all_r || c == all_c;
    return show == SHOW_EXPECTED ||
           (!total && e > 0 &&
            (show == SHOW_LIFT ? !f.cell.nothing : e * (1 - rp) * (1 - cp) > 0));
}

static void compare_shown(const struct random_table *t, const struct crosstab *x,
                          const struct crosstab_question *q, uint32_t draw)
{
    size_t cells = x->row_count * x->col_count, step = 1 + cells / 40;
    for (size_t m = 0; m < x->measure_count; m++)
        for (size_t i = (draw + m) % step; i < cells; i += step) {
            size_t r = i / x->col_count, c = i % x->col_count;
            /* Whether distinct things stand in several groups, Others does not show. */
            if (measure_is_distinct(&x->measure[m]) && x->shown[m].show >= SHOW_LIFT &&
                (q->top || q->top_cols))
                continue;
            const struct crosstab_value *v = crosstab_at(x, m, r, c);
            struct buffer name = {0};
            double want = 0;
            bool mixed = false;
            bool any = expected_number(t, x, m, r, c, &want, &mixed);
            bool got_any = !(v->marks & (MARK_NOTHING | MARK_MIXED));
            crosstab_measure_print(&x->shown[m], &name);
            bool same = mixed ? !got_any
                              : any == got_any &&
                                    (!any || fabs(v->number - want) <= 1e-9 * (1 + fabs(want)));
            if (!same)
                fail_msg("draw %u: %s: %s at row %zu (%s), column %zu (%s): %g, marks %u, not "
                         "%g%s%s",
                         draw, axes_text(q), buffer_text(&name), r, x->row[r].label, c,
                         x->col[c].label, v->number, v->marks, want, any ? "" : ", nothing",
                         mixed ? ", mixed" : "");
            struct plain_figure f = figure(t, x, m, r, c);
            bool large = x->shown[m].show == SHOW_VALUE &&
                         x->shown[m].statistic == STATISTIC_SUM && !mixed && f.of.amounts &&
                         2 * f.largest > f.number * (1 + 1e-12);
            if (x->shown[m].show == SHOW_VALUE && large != !!(v->marks & MARK_LARGEST))
                fail_msg("draw %u: %s: %s at row %zu, column %zu: largest %g of %g is %smarked",
                         draw, axes_text(q), buffer_text(&name), r, c, f.largest, f.number,
                         large ? "not " : "");
            buffer_free(&name);
        }
}

/* Every pair of rows of a level: the larger one has the lower number, equal ones the same. */
static void compare_ranks(const struct crosstab *x, size_t value, size_t rank)
{
    for (size_t c = 0; c < x->col_count; c++)
        for (size_t r = 0; r < x->row_count; r++) {
            const struct crosstab_value *own = crosstab_at(x, rank, r, c);
            uint32_t above = 0;
            bool ranked = x->row[r].kind == LINE_GROUP || x->row[r].kind == LINE_SUBTOTAL;
            ranked &= !(crosstab_at(x, value, r, c)->marks & (MARK_NOTHING | MARK_MIXED));
            for (size_t k = 0; ranked && k < x->row_count; k++)
                above += x->row[k].parent == x->row[r].parent &&
                         x->row[k].kind == x->row[r].kind &&
                         !(crosstab_at(x, value, k, c)->marks & (MARK_NOTHING | MARK_MIXED)) &&
                         crosstab_at(x, value, k, c)->amount.value >
                             crosstab_at(x, value, r, c)->amount.value;
            assert_int_equal(ranked, !(own->marks & (MARK_NOTHING | MARK_MIXED)));
            if (ranked)
                assert_int_equal((int)own->number, above + 1);
        }
}

static const struct crosstab_measure shown_measures[] = {
    {MEASURE_MASS, STATISTIC_MEAN, SHOW_VALUE},
    {MEASURE_PIECES, STATISTIC_LARGEST, SHOW_VALUE},
    {MEASURE_MASS, STATISTIC_MEDIAN, SHOW_VALUE},
    {MEASURE_VALUE, STATISTIC_MEDIAN, SHOW_VALUE},
    {MEASURE_VALUE, STATISTIC_PER_SEIZURE, SHOW_VALUE},
    {MEASURE_MASS, STATISTIC_SUM, SHOW_VALUE},
    {MEASURE_CASES, STATISTIC_SUM, SHOW_ROW_SHARE},
    {MEASURE_SEIZURES, STATISTIC_SUM, SHOW_COLUMN_SHARE},
    {MEASURE_MASS, STATISTIC_SUM, SHOW_SHARE},
    {MEASURE_SEIZURES, STATISTIC_SUM, SHOW_SHARE},
    {MEASURE_SEIZURES, STATISTIC_SUM, SHOW_EXPECTED},
    {MEASURE_SEIZURES, STATISTIC_SUM, SHOW_LIFT},
    {MEASURE_SEIZURES, STATISTIC_SUM, SHOW_RESIDUAL},
    {MEASURE_CASES, STATISTIC_SUM, SHOW_RESIDUAL},
    {MEASURE_MASS, STATISTIC_SUM, SHOW_LIFT},
    {MEASURE_REPORTERS, STATISTIC_SUM, SHOW_SHARE},
    {MEASURE_CASES, STATISTIC_SUM, SHOW_RUNNING},
    {MEASURE_REPORTERS, STATISTIC_SUM, SHOW_RUNNING},
    {MEASURE_MASS, STATISTIC_SUM, SHOW_RUNNING},
    {MEASURE_VALUE, STATISTIC_SUM, SHOW_RUNNING},
};

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    uint32_t seed = 88172645U + draw * 7919U;
    struct random_table t;
    size_t count = sizeof shown_measures / sizeof *shown_measures;
    random_table(x, &seed, &t);
    for (int i = 0; i < 6; i++) {
        struct crosstab_question q = draw_question(&seed);
        q.hide_empty = false;
        for (size_t m = 0; m < 5; m++)
            q.measures[m] = shown_measures[random_below(&seed, (uint32_t)count)];
        q.measures[6] = (struct crosstab_measure){MEASURE_MASS, STATISTIC_SUM, SHOW_VALUE};
        q.measures[5] = (struct crosstab_measure){MEASURE_CASES, STATISTIC_SUM, SHOW_RUNNING};
        q.measures[7] = (struct crosstab_measure){MEASURE_MASS, STATISTIC_SUM, SHOW_RANK};
        q.measure_count = 8;
        struct crosstab *tab = NULL;
        enum status status = crosstab_run(x->frame, NULL, &t.selection, &q, &tab, &x->e);
        if (status != STATUS_OK && x->cases == 0 &&
            strstr(x->e.text, "cases cannot be counted"))
            continue;
        ok(x, status);
        size_t rank = tab->measure_count - 1, all = tab->measure_count;
        assert_int_equal(tab->shown[rank].show, SHOW_RANK);
        compare_ranks(tab, rank - 1, rank);
        tab->measure_count = rank;
        compare_shown(&t, tab, &q, draw);
        tab->measure_count = all;
        crosstab_free(&tab);
    }
    random_tear_down(&t);
}

static void test_random_tables_against_plain_figures(void **state)
{
    (void)state;
    const char *draws = getenv("DRAWS");
    uint32_t n = draws ? (uint32_t)atoi(draws) : 10;
    for (uint32_t draw = 0; draw < n; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

/* ---- readable records */

static const char *cell(const struct crosstab *t, size_t m, size_t r, size_t c)
{
    static char text[64];
    crosstab_text(t, m, r, c, false, text);
    return text;
}

static bool has_note(const struct crosstab *t, const char *text)
{
    for (size_t i = 0; i < t->notes; i++)
        if (strstr(t->note[i], text))
            return true;
    return false;
}

/* Mail 2 of 4: one blank is of a simplified report, which never asked. */
static void test_blanks_that_were_never_asked(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"TH", "In mail", "long"}},    {2, {"TH", "In mail", "long"}},
        {3, {"MM", "In baggage", "long"}}, {4, {"MM", "", "long"}},
        {5, {"TH", "", "simplified"}},     {6, {"MM", "", "simplified"}},
        {7, {"MM", "?", "simplified"}},
    };
    fixture_import(x, "a.csv", FIELDS("reporter", "concealment", "form"), ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"concealment"},
                                  .cols = {"reporter"},
                                  .measures = {{MEASURE_SEIZURES, 0, SHOW_COLUMN_SHARE},
                                               {MEASURE_SEIZURES, 0, SHOW_VALUE}},
                                  .measure_count = 2,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    /* Baggage, mail, unknown, blank, all by Myanmar, Thailand, all. */
    static const char *const want[5][3] = {{"33.3 %", "", "20.0 %"},
                                           {"", "100.0 %", "40.0 %"},
                                           {"33.3 %", "", "20.0 %"},
                                           {"33.3 %", "0.0 %", "20.0 %"},
                                           {"100.0 %", "100.0 %", "100.0 %"}};
    for (size_t r = 0; r < 5; r++)
        for (size_t c = 0; c < 3; c++)
            assert_string_equal(cell(t, 0, r, c), want[r][c]);
    assert_string_equal(cell(t, 1, 3, 2), "3"); /* values are of all lines */
    assert_true(has_note(t, "shares without 2 lines of simplified reports, which do not ask "
                            "for concealment"));
    crosstab_free(&t);
}

static void test_mixed_streams_are_not_added(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"TH", "Cannabis", "5", "kg"}},  {2, {"TH", "Cocaine", "1", "kg"}},
        {3, {"MM", "Cannabis", "10", "kg"}}, {4, {"MM", "Cannabis", "30", "kg"}},
        {5, {"MM", "Cannabis", "20", "kg"}},
    };
    fixture_import(x, "a.csv", FIELDS("reporter", "stream", "quantity", "unit"), ROWS(rows),
                   NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .measures = {{MEASURE_MASS, 0, 0},
                                               {MEASURE_MASS, STATISTIC_MEAN, 0},
                                               {MEASURE_MASS, STATISTIC_LARGEST, 0},
                                               {MEASURE_MASS, 0, SHOW_SHARE}},
                                  .measure_count = 4,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    static const char *const apart[3][4] = {{"60.000", "20.000", "30.000", "mixed"},
                                            {"mixed", "mixed", "5.000", "mixed"},
                                            {"mixed", "mixed", "30.000", "mixed"}};
    for (size_t r = 0; r < 3; r++)
        for (size_t m = 0; m < 4; m++)
            assert_string_equal(cell(t, m, r, 0), apart[r][m]);
    assert_int_equal(crosstab_at(t, 0, 0, 0)->marks & MARK_LARGEST, 0); /* 30 of 60 */
    char plain[64];
    crosstab_text(t, 0, 1, 0, true, plain);
    assert_string_equal(plain, "");
    assert_true(has_note(t, "mixed: several streams are not added up"));
    crosstab_free(&t);
    q.mixed = true;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    static const char *const added[3][4] = {{"60.000", "20.000", "30.000", "90.9 %"},
                                            {"6.000", "3.000", "5.000", "9.1 %"},
                                            {"66.000", "13.200", "30.000", "100.0 %"}};
    for (size_t r = 0; r < 3; r++)
        for (size_t m = 0; m < 4; m++)
            assert_string_equal(cell(t, m, r, 0), added[r][m]);
    assert_int_equal(crosstab_at(t, 0, 1, 0)->marks & MARK_LARGEST, MARK_LARGEST); /* 5 of 6 */
    assert_false(has_note(t, "mixed:"));
    crosstab_free(&t);
}

/* The classic two by two table: 30 of 40 and 20 of 60. */
static void test_expected_and_residual(void **state)
{
    struct fixture *x = *state;
    struct fixture_row rows[100];
    for (size_t i = 0; i < 100; i++) {
        bool thai = i < 40, mail = thai ? i < 30 : i < 60;
        rows[i] = (struct fixture_row){(uint32_t)i + 1,
                                       {thai ? "TH" : "MM", mail ? "In mail" : "In baggage"}};
    }
    fixture_import(x, "a.csv", FIELDS("reporter", "concealment"), rows, 100, NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"concealment"},
                                  .measures = {{MEASURE_CASES, 0, SHOW_EXPECTED},
                                               {MEASURE_CASES, 0, SHOW_LIFT},
                                               {MEASURE_CASES, 0, SHOW_RESIDUAL},
                                               {MEASURE_CASES, 0, SHOW_ROW_SHARE}},
                                  .measure_count = 4,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    /* Thailand, in mail: expected 40 x 50 / 100 = 20, observed 30; (30 - 20) / sqrt(20 x 0.6 x
     * 0.5) = 4.08. */
    assert_string_equal(cell(t, 0, 1, 1), "20.0");
    assert_string_equal(cell(t, 1, 1, 1), "1.50");
    assert_string_equal(cell(t, 2, 1, 1), "+4.1");
    assert_string_equal(cell(t, 2, 0, 1), "-4.1");
    assert_string_equal(cell(t, 3, 1, 1), "75.0 %");
    assert_string_equal(cell(t, 0, 1, 2), "40.0");
    assert_string_equal(cell(t, 2, 1, 2), "");
    crosstab_free(&t);
}

/* The data begin in March 2023, so 2024 is the first whole year; 2025 is not over. */
static void test_index_on_the_first_whole_period(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"2023-03-01", "TH"}}, {2, {"2023-05-01", "MM"}}, {3, {"2024-01-31", "TH"}},
        {4, {"2024-02-01", "TH"}}, {5, {"2025-02-01", "TH"}}, {6, {"2025-04-01", "TH"}},
        {7, {"2025-05-01", "TH"}}, {8, {"2025-05-02", "MM"}}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .cols = {"year"},
                                  .measures = {{MEASURE_CASES, 0, SHOW_INDEX}},
                                  .measure_count = 1,
                                  .order = ORDER_NATURAL};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    static const char *const want[3][4] = {
        {"", "", "", ""}, {"50.0", "100.0", "150.0", ""}, {"100.0", "100.0", "200.0", ""}};
    for (size_t r = 0; r < 3; r++)
        for (size_t c = 0; c < 4; c++)
            assert_string_equal(cell(t, 0, r, c), want[r][c]);
    assert_true(has_note(t, "index: 2024 is 100"));
    crosstab_free(&t);
    /* Periods may stand on the rows, below something else. */
    q = (struct crosstab_question){.rows = {"reporter", "year"},
                                   .measures = {{MEASURE_CASES, 0, SHOW_INDEX}},
                                   .measure_count = 1,
                                   .order = ORDER_NATURAL};
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    /* Myanmar, 2023, 2025, Thailand, 2023, 2024, 2025, all. */
    static const char *const nested[8] = {"", "", "", "", "50.0", "100.0", "150.0", ""};
    assert_int_equal(t->row_count, 8);
    for (size_t r = 0; r < 8; r++)
        assert_string_equal(cell(t, 0, r, 0), nested[r]);
    crosstab_free(&t);
}

/* Case 1 goes on in 2025: it is counted where it begins. */
static void test_running_cases(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{1, {"2024-03-01", "TH"}},
                                              {2, {"2024-05-01", "MM"}},
                                              {1, {"2025-01-31", "TH"}},
                                              {3, {"2025-02-01", "TH"}}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab_question q = {
        .rows = {"reporter"},
        .cols = {"year"},
        .measures = {{MEASURE_CASES, 0, SHOW_RUNNING}, {MEASURE_SEIZURES, 0, SHOW_RUNNING}},
        .measure_count = 2,
        .order = ORDER_NATURAL};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    static const char *const want[2][3][3] = {
        {{"1", "1", "1"}, {"1", "2", "2"}, {"2", "3", "3"}},
        {{"1", "1", "1"}, {"1", "3", "3"}, {"2", "4", "4"}}};
    for (size_t m = 0; m < 2; m++)
        for (size_t r = 0; r < 3; r++)
            for (size_t c = 0; c < 3; c++)
                assert_string_equal(cell(t, m, r, c), want[m][r][c]);
    assert_true(has_note(t, "running: the distinct cases up to there"));
    struct arena a = {0};
    assert_string_equal(crosstab_open(x->frame, t, 0, 1, 1, &a),
                        "(reporter:TH) (year:2024 or year:2025)");
    arena_free(&a);
    crosstab_free(&t);
}

/* 1234567890.12 is no 1234567890.119999886: of large sums fewer decimals are known. */
static void test_decimals_that_are_known(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{1, {"TH", "1234567890.12", "IDR", "declared"}},
                                              {2, {"MM", "99999999999999", "IDR", "declared"}},
                                              {3, {"VN", "0.5", "IDR", "declared"}},
                                              {4, {"VN", "0.25", "IDR", "declared"}}};
    fixture_import(x, "a.csv", FIELDS("reporter", "value", "currency", "value_kind"),
                   ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"reporter"},
                                  .measures = {{MEASURE_VALUE, STATISTIC_MEDIAN, 0}},
                                  .measure_count = 1,
                                  .order = ORDER_NATURAL};
    static const char *const want[] = {"99999999999999", "1234567890.12", "0.375"};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    for (size_t r = 0; r < 3; r++) {
        char plain[64];
        crosstab_text(t, 0, r, 0, true, plain);
        assert_string_equal(plain, want[r]);
    }
    crosstab_free(&t);
}

/* Sri Lanka has nothing in 2025 and more up to then. */
static void test_rows_sorted_by_running_numbers(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"2024-03-01", "LK"}}, {2, {"2024-05-01", "LK"}}, {3, {"2024-06-01", "LK"}},
        {4, {"2024-06-01", "TH"}}, {5, {"2025-02-01", "TH"}}, {6, {"2025-02-01", "MM"}}};
    static const struct {
        enum measure_kind kind;
        enum crosstab_order order;
        uint32_t top;
        const char *want[4];
    } records[] = {{MEASURE_SEIZURES, ORDER_DOWN, 0, {"LK", "TH", "MM", "all"}},
                   {MEASURE_CASES, ORDER_DOWN, 0, {"LK", "TH", "MM", "all"}},
                   {MEASURE_SEIZURES, ORDER_UP, 0, {"MM", "TH", "LK", "all"}},
                   {MEASURE_CASES, ORDER_DOWN, 1, {"LK", "Others", "all"}}};
    fixture_import(x, "a.csv", FIELDS("date", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct crosstab_question q = {.rows = {"reporter"},
                                      .cols = {"year"},
                                      .measures = {{records[i].kind, 0, SHOW_RUNNING}},
                                      .measure_count = 1,
                                      .order = records[i].order,
                                      .sort = "2025",
                                      .top = records[i].top};
        struct crosstab *t = NULL;
        ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
        for (size_t r = 0; r < t->row_count; r++)
            assert_string_equal(t->row[r].code, records[i].want[r]);
        crosstab_free(&t);
    }
}

static void test_shares_that_are_not_offered(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {{1, {"TH", "LA>MY"}}, {2, {"TH", "LA"}}};
    fixture_import(x, "a.csv", FIELDS("reporter", "transit"), ROWS(rows), NULL);
    fixture_frame(x);
    struct crosstab_question q = {.rows = {"transit"},
                                  .cols = {"reporter"},
                                  .measures = {{MEASURE_SEIZURES, 0, SHOW_COLUMN_SHARE},
                                               {MEASURE_SEIZURES, 0, SHOW_ROW_SHARE},
                                               {MEASURE_SEIZURES, 0, SHOW_RESIDUAL}},
                                  .measure_count = 3};
    struct crosstab *t = NULL;
    ok(x, crosstab_run(x->frame, NULL, frame_current(x->frame), &q, &t, &x->e));
    assert_string_equal(cell(t, 0, 0, 0), "");
    assert_string_equal(cell(t, 1, 0, 0), "100.0 %");
    assert_string_equal(cell(t, 2, 0, 0), "");
    assert_true(has_note(t, "no shares where a record counts in several"));
    assert_true(has_note(t, "no expected seizures: some stand in several"));
    crosstab_free(&t);
}

static void test_measures_as_they_are_written(void **state)
{
    (void)state;
    static const char *const good[] = {
        "mean(mass)",         "median(value)",   "rank(mean(mass))",
        "row-share(cases)",   "largest(pieces)", "residual(seizures)",
        "per-seizure(value)", "running(cases)",  "index(reporters)"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct crosstab_measure m;
        struct error e = {0};
        struct buffer b = {0};
        if (crosstab_measure_parse(good[i], &m, &e))
            fail_msg("%s: %s", good[i], e.text);
        crosstab_measure_print(&m, &b);
        assert_string_equal(buffer_text(&b), good[i]);
        buffer_free(&b);
    }
    static const struct {
        const char *text, *says, *way_out;
    } bad[] = {
        {"mean(cases)", "cases is a count and has no mean", "mass, volume"},
        {"share(mean(mass))", "a mean is no part of a whole", "share(mass)"},
        {"residual(mass)", "counts alone", "lift(mass)"},
        {"share(share(cases))", "no measure", "row-share"},
        {"mean(share(mass))", "no measure", "row-share"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct crosstab_measure m;
        struct error e = {0};
        assert_int_equal(crosstab_measure_parse(bad[i].text, &m, &e), STATUS_MISUSE);
        assert_non_null(strstr(e.text, bad[i].says));
        assert_non_null(strstr(e.way_out, bad[i].way_out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables_against_plain_figures),
        cmocka_unit_test(test_measures_as_they_are_written),
        TEST(test_blanks_that_were_never_asked),
        TEST(test_mixed_streams_are_not_added),
        TEST(test_expected_and_residual),
        TEST(test_index_on_the_first_whole_period),
        TEST(test_running_cases),
        TEST(test_rows_sorted_by_running_numbers),
        TEST(test_decimals_that_are_known),
        TEST(test_shares_that_are_not_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
