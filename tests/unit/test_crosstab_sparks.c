/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sparklines of a cross-tab's rows, against a count that goes through the lines once a
 * period. */
#include "crosstab_random.h"

#include "analysis/crosstab_sparks.h"
#include "analysis/trend.h"

static const struct value *no_filter_label(const char *label)
{
    static struct value v;
    v = (struct value){.code = label, .state = VALUE_VALID};
    return &v;
}

static size_t count(const struct random_table *t, const struct crosstab *x, size_t r,
                    const struct axis *period, const char *label)
{
    size_t n = 0;
    for (size_t i = 0; i < t->lines; i++)
        n += bitmap_get(&t->selection, i) && behind_cell(x, &t->row[i], r, x->col_count - 1) &&
             has_group(&t->row[i], period, no_filter_label(label));
    return n;
}

static bool anybody(const struct random_table *t, const struct axis *period, const char *label)
{
    for (size_t i = 0; i < t->lines; i++)
        if (t->current[i] && has_group(&t->row[i], period, no_filter_label(label)))
            return true;
    return false;
}

static void compare_rows(const struct random_table *t, const struct crosstab *x,
                         const struct crosstab_sparks *s, const char *const labels[],
                         const struct crosstab_question *q)
{
    const struct axis period = {.name = s->grain};
    for (size_t r = 0; r < x->row_count; r++) {
        size_t n[CROSSTAB_SPARKS], top = 0;
        for (size_t i = 0; i < s->periods; i++) {
            n[i] = count(t, x, r, &period, labels[i]);
            top = n[i] > top ? n[i] : top;
        }
        for (size_t i = 0; i < s->periods; i++) {
            unsigned got = s->level[r * s->periods + i] & (unsigned)~SPARK_PROVISIONAL;
            bool gap = !anybody(t, &period, labels[i]);
            if ((got == SPARK_GAP) != gap)
                fail_msg("%s: %s, %s: a gap or not", axes_text(q), x->row[r].label, labels[i]);
            if (gap)
                continue;
            if ((got == 0) != (n[i] == 0) || (n[i] && n[i] == top && got != 7))
                fail_msg("%s: %s, %s: level %u for %zu of %zu", axes_text(q), x->row[r].label,
                         labels[i], got, n[i], top);
            for (size_t k = 0; k < i; k++) {
                unsigned other = s->level[r * s->periods + k] & (unsigned)~SPARK_PROVISIONAL;
                if (other != SPARK_GAP && n[k] > n[i] && other < got)
                    fail_msg("%s: %s: %s stands above %s", axes_text(q), x->row[r].label,
                             labels[i], labels[k]);
            }
        }
    }
}

/* The labels of the periods from the first shown one on. */
static void label_periods(const struct crosstab_sparks *s, char text[][24],
                          const char *labels[CROSSTAB_SPARKS])
{
    bool quarters = !strcmp(s->grain, "quarter");
    int year = atoi(s->first), at = quarters ? atoi(s->first + 6) - 1 : atoi(s->first + 5) - 1;
    for (size_t i = 0; i < s->periods; i++, at++) {
        if (quarters)
            snprintf(text[i], 24, "%d-Q%d", year + at / 4, at % 4 + 1);
        else
            snprintf(text[i], 24, "%d-%02d", year + at / 12, at % 12 + 1);
        labels[i] = text[i];
    }
    if (s->periods)
        assert_string_equal(labels[s->periods - 1], s->last);
}

static void test_rows_have_the_levels_of_their_lines(void **state)
{
    (void)state;
    size_t compared = 0;
    for (uint32_t draw = 0; draw < 30; draw++) {
        uint32_t seed = draw * 7919 + 3;
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct random_table t;
        random_table(x, &seed, &t);
        for (int i = 0; i < 6; i++) {
            struct crosstab_question q = draw_question(&seed);
            struct crosstab *tab;
            struct crosstab_sparks s;
            char text[CROSSTAB_SPARKS][24];
            const char *labels[CROSSTAB_SPARKS];
            q.hide_empty = false;
            q.measures[0].kind = MEASURE_SEIZURES;
            q.measure_count = 1;
            q.cols[0] = q.cols[1] = NULL;
            /* Others is asked by its sentence, so that the filter must be that of the
             * selection: everything. */
            bitmap_free(&t.selection);
            assert_true(bitmap_copy(&t.selection, frame_current(x->frame)));
            ok(x, crosstab_run(x->frame, NULL, &t.selection, &q, &tab, &x->e));
            ok(x, crosstab_sparks(x->frame, NULL, &t.selection, tab, &s, &x->e));
            if (s.periods) {
                label_periods(&s, text, labels);
                compare_rows(&t, tab, &s, labels, &q);
                compared++;
            }
            crosstab_sparks_free(&s);
            crosstab_free(&tab);
        }
        random_tear_down(&t);
        fixture_tear_down(&own);
    }
    assert_true(compared > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_have_the_levels_of_their_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
