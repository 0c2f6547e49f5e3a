/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number of a cross-tab opens to exactly its records: groups, subtotals, Others, totals.
 */
#include "crosstab_random.h"
#include "filter/filter.h"
#include "store/saved.h"

static void select_lines(struct fixture *x, const char *sentence, struct bitmap *out,
                         const struct filter **filter, struct arena *a)
{
    struct filter_outcome outcome;
    if (filter_parse(x->frame, sentence, a, filter, &x->e) ||
        filter_select(x->frame, *filter, out, &outcome, &x->e))
        fail_msg("%s: %s", sentence, x->e.text);
}

/* Without what hide_empty leaves out, as in test_crosstab. */
static void check_cell(struct fixture *x, const struct random_table *t,
                       const struct bitmap *asked, const struct crosstab *tab, size_t m,
                       size_t r, size_t c, const struct crosstab_question *q)
{
    struct arena a = {0};
    struct bitmap got = {0}, rest = {0};
    const struct filter *filter;
    const char *sentence = crosstab_open(x->frame, tab, m, r, c, &a);
    assert_non_null(sentence);
    select_lines(x, sentence, &got, &filter, &a);
    bool vague =
        q->hide_empty && (tab->row[r].kind == LINE_OTHERS || tab->col[c].kind == LINE_OTHERS);
    if (bitmap_count(&got) != crosstab_at(tab, m, r, c)->amount.lines)
        fail_msg("%s, under %s: row %s, column %s: %s takes %zu lines, the cell has %u",
                 axes_text(q), tab->sentence, tab->row[r].label, tab->col[c].label, sentence,
                 bitmap_count(&got), crosstab_at(tab, m, r, c)->amount.lines);
    /* Of a change that many lines are those of both spans; which they are, it is not told. */
    vague |= tab->shown[m].show > SHOW_RUNNING;
    for (size_t i = 0; !vague && i < t->lines; i++)
        if (bitmap_get(&got, i) !=
            (bitmap_get(asked, i) && behind_value(tab, &t->row[i], m, r, c)))
            fail_msg("%s: row %s, column %s: %s and line %zu", axes_text(q), tab->row[r].label,
                     tab->col[c].label, sentence, i);
    if (m > 0) {
        bitmap_free(&got);
        arena_free(&a);
        return;
    }
    const char *without = crosstab_exclude(x->frame, tab, r, c, &a);
    assert_non_null(without);
    select_lines(x, without, &rest, &filter, &a);
    for (size_t i = 0; strcmp(without, tab->sentence) && i < t->lines; i++)
        if (bitmap_get(&rest, i) != (bitmap_get(asked, i) && !bitmap_get(&got, i)))
            fail_msg("%s: %s and line %zu", axes_text(q), without, i);
    bitmap_free(&got);
    bitmap_free(&rest);
    arena_free(&a);
}

static void open_every_cell(struct fixture *x, const struct random_table *t,
                            const struct crosstab_question *q, const char *sentence)
{
    struct arena a = {0};
    struct bitmap selection = {0};
    const struct filter *filter;
    struct crosstab *tab;
    select_lines(x, sentence, &selection, &filter, &a);
    ok(x, crosstab_run(x->frame, filter, &selection, q, &tab, &x->e));
    size_t cells = tab->row_count * tab->col_count, step = 1 + cells / 60, at = 0;
    for (size_t r = 0; r < tab->row_count; r++)
        for (size_t c = 0; c < tab->col_count; c++, at++) {
            bool special = tab->row[r].kind != LINE_GROUP && tab->col[c].kind != LINE_GROUP;
            if (at % step == 0 || (special && at % (1 + step / 4) == 0))
                check_cell(x, t, &selection, tab, at % tab->measure_count, r, c, q);
        }
    crosstab_free(&tab);
    bitmap_free(&selection);
    arena_free(&a);
}

static void test_cells_open_to_their_lines(void **state)
{
    (void)state;
    static const char *const sentences[] = {"",
                                            "reporter:?",
                                            "-transit:LA",
                                            "product:Heroin,Khat",
                                            "year:2024 or weekday:mon",
                                            "mass>1kg"};
    for (uint32_t draw = 0; draw < 10; draw++) {
        uint32_t seed = draw * 104729 + 17;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct random_table t;
        random_table(own, &seed, &t);
        for (int i = 0; i < 10; i++) {
            struct crosstab_question q = draw_question(&seed);
            q.measures[0].kind = i % 3 ? MEASURE_SEIZURES : MEASURE_MASS;
            q.measures[1] = (struct crosstab_measure){MEASURE_SEIZURES, 0, SHOW_RUNNING};
            q.measures[2] = (struct crosstab_measure){MEASURE_MASS, 0, SHOW_CHANGE};
            q.measures[3] = (struct crosstab_measure){MEASURE_CASES, 0, SHOW_YEAR_DIFFERENCE};
            q.measure_count = ((struct fixture *)own)->cases ? 4 : 3;
            open_every_cell(own, &t, &q, sentences[random_below(&seed, 6)]);
        }
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
}

/* Whatever can be chosen for a side, saved filters too, with few of its groups and the rest. */
static void test_others_of_every_axis(void **state)
{
    (void)state;
    uint32_t seed = 5;
    void *own = NULL;
    struct random_table t = {0};
    do {
        if (own)
            fixture_tear_down(&own);
        random_tear_down(&t);
        assert_int_equal(fixture_set_up(&own), 0);
        random_table(own, &seed, &t);
    } while (t.lines < RANDOM_MOST / 2);
    struct fixture *x = own;
    frame_set_splitter(x->frame, filter_split);
    struct arena a = {0};
    const char **names, *before;
    ok(x, cache_save_filter(x->cache, "thai", "reporter:TH", &a, &before, &x->e));
    size_t count;
    bool saved = false;
    ok(x, axis_names(x->frame, &a, &names, &count, &x->e));
    for (size_t i = 0; i < count; i++) {
        const char *other = names[random_below(&seed, (uint32_t)count)];
        saved |= names[i][0] == '@';
        struct crosstab_question q = {.rows = {names[i]},
                                      .cols = {other},
                                      .measures = {{MEASURE_SEIZURES, 0, 0}},
                                      .measure_count = 1,
                                      .top = 1 + (uint32_t)i % 3,
                                      .top_cols = 2};
        struct bitmap all = {0};
        const struct filter *filter;
        struct crosstab *tab;
        select_lines(x, i % 2 ? "-transit:LA" : "", &all, &filter, &a);
        ok(x, crosstab_run(x->frame, filter, &all, &q, &tab, &x->e));
        for (size_t r = 0; r < tab->row_count; r++)
            for (size_t c = 0; c < tab->col_count; c++) {
                struct bitmap got = {0};
                const char *sentence = crosstab_open(x->frame, tab, 0, r, c, &a);
                select_lines(x, sentence, &got, &filter, &a);
                if (bitmap_count(&got) != crosstab_at(tab, 0, r, c)->amount.lines)
                    fail_msg("%s by %s: %s takes %zu lines, the cell has %u", names[i], other,
                             sentence, bitmap_count(&got),
                             crosstab_at(tab, 0, r, c)->amount.lines);
                bitmap_free(&got);
            }
        crosstab_free(&tab);
        bitmap_free(&all);
    }
    assert_true(saved && count > 20);
    arena_free(&a);
    random_tear_down(&t);
    fixture_tear_down(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_open_to_their_lines),
        cmocka_unit_test(test_others_of_every_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
