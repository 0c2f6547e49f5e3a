/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similar records: which conditions a record gives, what each of them changes, and that the
 * sentence takes as many lines as were told. */
#include "frame_fixture.h"

#include "analysis/similar.h"

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

static void fill(struct fixture *x)
{
    static const struct fixture_row rows[] = {
        {1, {"2025-03-10", "Heroin", "TH", "LA>MM", "In mail", "2", "kg"}},
        {1, {"2025-03-10", "Heroin", "TH", "MM", "In mail", "3", "kg"}},
        {2, {"2025-05-01", "Heroin", "TH", "", "In baggage", "40", "kg"}},
        {3, {"2024-01-01", "Heroin", "LA", "LA>MM", "In mail", "1", "kg"}},
        {4, {"2025-03-11", "Cocaine", "TH", "LA>MM", "?", "2", "kg"}},
        {5, {"2025-03", "!Blorp", "", "", "", "", ""}},
        {6, {"2025-03-12", "Heroin", "TH", "LA>MM", "In mail", "2", "kg"}},
    };
    static const uint32_t superseded[] = {7, 0};
    fixture_import(
        x, "a.csv",
        FIELDS("date", "product", "departure", "transit", "concealment", "quantity", "unit"),
        ROWS(rows), superseded);
    fixture_frame(x);
}

static size_t find(const struct similar *s, const char *label)
{
    size_t i = 0;
    while (i < s->count && strcmp(s->condition[i].label, label))
        i++;
    return i;
}

/* Every count that is told is that of its sentence, before and after each turn. */
static void compare(struct fixture *x, struct similar *s)
{
    assert_int_equal(s->lines, lines_of(x, similar_sentence(s)));
    for (size_t i = 0; i < s->count; i++) {
        size_t told = s->condition[i].other;
        ok(x, similar_toggle(s, i, &x->e));
        assert_int_equal(s->lines, told);
        assert_int_equal(s->lines, lines_of(x, similar_sentence(s)));
        ok(x, similar_toggle(s, i, &x->e));
    }
}

static void test_counts_are_those_of_the_sentence(void **state)
{
    struct fixture *x = *state;
    fill(x);
    for (size_t position = 0; position < 6; position++) {
        struct similar s;
        ok(x, similar_open(x->frame, position, "date:2025 or product:cocaine", &s, &x->e));
        compare(x, &s);
        similar_close(&s);
    }
}

static void test_conditions_of_a_record(void **state)
{
    struct fixture *x = *state;
    struct similar s;
    fill(x);
    ok(x, similar_open(x->frame, 0, "", &s, &x->e));
    /* The line and the other one of its case; not the one that was withdrawn. */
    assert_int_equal(s.lines, 2);
    assert_int_equal(s.cases, 1);
    size_t product = find(&s, "Product"), transit = find(&s, "Transit");
    size_t departure = find(&s, "Departure"), date = find(&s, "Date"), mass = find(&s, "Mass");
    assert_true(product < s.count && s.condition[product].on);
    assert_true(departure < s.count && s.condition[departure].on);
    assert_true(transit < s.count && !s.condition[transit].on);
    /* All countries of its transit. */
    ok(x, similar_toggle(&s, transit, &x->e));
    assert_int_equal(s.lines, 1);
    ok(x, similar_toggle(&s, transit, &x->e));
    /* Loosened by where it came from: the record from Laos too, which is a year older. */
    ok(x, similar_toggle(&s, departure, &x->e));
    assert_int_equal(s.lines, 3);
    assert_string_equal(s.condition[date].value, "2024-12-10 to 2025-06-08");
    ok(x, similar_toggle(&s, date, &x->e));
    assert_int_equal(s.lines, 2);
    assert_string_equal(s.condition[mass].value, "1 to 4 kg");
    similar_close(&s);
}

/* What was not understood, is unknown or blank makes no condition. */
static void test_nothing_known(void **state)
{
    struct fixture *x = *state;
    struct similar s;
    fill(x);
    ok(x, similar_open(x->frame, 5, "", &s, &x->e));
    assert_int_equal(s.count, 0);
    assert_int_equal(s.lines, 6);
    assert_string_equal(similar_sentence(&s), "");
    similar_close(&s);
    ok(x, similar_open(x->frame, 4, "", &s, &x->e));
    assert_int_equal(find(&s, "Concealment"), s.count);
    similar_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_counts_are_those_of_the_sentence),
        TEST(test_conditions_of_a_record),
        TEST(test_nothing_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
