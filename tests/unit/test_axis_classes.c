/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in classes and in parts of equally many lines, against the plainest reading of their
 * cells; and each group's condition takes its lines and no others. */
#include "filter_fixture.h"

#include "frame/classes.h"

static struct axis axis(struct fixture *x, const char *name)
{
    struct axis a;
    ok(x, axis_open(x->frame, name, &x->arena, &a, &x->e));
    return a;
}

static const char *group_at(const struct axis *a, size_t line)
{
    uint32_t g = a->group_of[column_id(a->column, line)];
    return g == AXIS_NONE ? "." : a->group[g].label;
}

/* The lower end is in the class, the upper is not; 0 is apart. What is in another unit is in no
 * class, what is blank or not understood is in groups of its own. */
static void bounds_begin_a_class(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"0", "kg"}},      {0, {"0.000000001", "kg"}}, {0, {"0.999999", "g"}},
        {0, {"1", "g"}},       {0, {"9.99", "g"}},         {0, {"10", "g"}},
        {0, {"100", "g"}},     {0, {"0.999999", "kg"}},    {0, {"1", "kg"}},
        {0, {"9999", "g"}},    {0, {"10", "kg"}},          {0, {"100", "kg"}},
        {0, {"1", "t"}},       {0, {"1000000", "t"}},      {0, {"", ""}},
        {0, {"?", ""}},        {0, {"!some", "kg"}},       {0, {"5", "!sacks"}},
        {0, {"5", "L"}},       {0, {"5", "USD"}},          {0, {"5", "carton"}},
        {0, {"99999", "pcs"}}, {0, {"10", "mL"}},          {0, {"999", "pcs"}},
    };
    static const struct {
        const char *axis, *lines[24];
    } expected[] = {
        {"class(mass)", {"0",          "under 1 g",
                         "under 1 g",  "1–10 g",
                         "1–10 g",     "10–100 g",
                         "100 g–1 kg", "100 g–1 kg",
                         "1–10 kg",    "1–10 kg",
                         "10–100 kg",  "100 kg–1 t",
                         "1–10 t",     "100 t and more",
                         "(blank)",    "(blank)",
                         "(invalid)",  "(invalid)",
                         ".",          ".",
                         ".",          ".",
                         ".",          "."}},
        {"class(volume)",
         {".",         ".",         ".",      ".", ".", ".", ".",         ".",
          ".",         ".",         ".",      ".", ".", ".", "(blank)",   "(blank)",
          "(invalid)", "(invalid)", "1–10 L", ".", ".", ".", "10–100 ml", "."}},
        {"class(pieces)", {".",         ".",
                           ".",         ".",
                           ".",         ".",
                           ".",         ".",
                           ".",         ".",
                           ".",         ".",
                           ".",         ".",
                           "(blank)",   "(blank)",
                           "(invalid)", "(invalid)",
                           ".",         ".",
                           ".",         "10,000–100,000",
                           ".",         "100–1,000"}},
        {"class(quantity)", {"0",         "under 1",
                             "under 1",   "1–10",
                             "1–10",      "10–100",
                             "100–1,000", "under 1",
                             "1–10",      "1,000–10,000",
                             "10–100",    "100–1,000",
                             "1–10",      "1 million and more",
                             "(blank)",   "Unknown",
                             "(invalid)", "1–10",
                             "1–10",      "1–10",
                             "1–10",      "10,000–100,000",
                             "10–100",    "100–1,000"}},
    };
    fixture_import(x, "a.csv", FIELDS("quantity", "unit"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct axis a = axis(x, expected[i].axis);
        assert_string_equal(a.name, expected[i].axis);
        assert_true(a.ordered);
        assert_false(a.time);
        assert_non_null(a.none);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            if (strcmp(group_at(&a, k), expected[i].lines[k]) != 0) {
                fail_msg("%s, %s %s: %s", a.name, rows[k].cells[0], rows[k].cells[1],
                         group_at(&a, k));
            }
        }
    }
    struct axis again = axis(x, "class(mass)"), first = axis(x, "class(mass)");
    assert_ptr_equal(again.column, first.column); /* made once */
    assert_int_equal(first.column->width, 1);
}

/* ---- quantiles */

#define MANY 3000

static uint32_t draw(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static int compare_numbers(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Bound k of parts is the smallest number that k/parts of the numbers do not exceed; a line is
 * in the part behind as many bounds as are below it. Ties stay together. */
static void parts_have_equally_many(void **state)
{
    struct fixture *x = *state;
    static struct fixture_row rows[MANY];
    static char text[MANY][24];
    static int64_t grams[MANY], sorted[MANY];
    static const struct {
        const char *axis;
        uint32_t parts;
    } axes[] = {{"quartile(mass)", 4},
                {"decile(mass)", 10},
                {"quartile(quantity)", 4},
                {"decile(quantity)", 10}};
    uint32_t seed = 7, gone[MANY + 1] = {0};
    size_t n = 0, withdrawn = 0;
    for (size_t i = 0; i < MANY; i++) {
        uint32_t kind = draw(&seed) % 5;
        grams[i] = kind == 0   ? 1000
                   : kind == 1 ? 500
                               : (int64_t)(draw(&seed) >> draw(&seed) % 20);
        snprintf(text[i], sizeof text[i], "%lld", (long long)grams[i]);
        rows[i] = (struct fixture_row){0, {text[i], "g"}};
        if (draw(&seed) % 9 == 0) { /* does not count among the current ones */
            gone[withdrawn++] = (uint32_t)i + 1;
        } else {
            sorted[n++] = grams[i];
        }
    }
    qsort(sorted, n, sizeof *sorted, compare_numbers);
    fixture_import(x, "a.csv", FIELDS("quantity", "unit"), rows, MANY, gone);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        struct axis a = axis(x, axes[i].axis);
        assert_int_equal(a.groups, axes[i].parts);
        for (size_t k = 0; k < MANY; k++) {
            uint32_t part = 0;
            for (uint32_t p = 1; p < axes[i].parts; p++) {
                part += grams[k] > sorted[(n * p + axes[i].parts - 1) / axes[i].parts - 1];
            }
            uint32_t g = a.group_of[column_id(a.column, k)];
            if (g != part && frame_current(x->frame) &&
                bitmap_get(frame_current(x->frame), k)) {
                fail_msg("%s: %lld g in %u, not %u", a.name, (long long)grams[k], g, part);
            }
        }
    }
}

static void bounds_stand_in_the_labels(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"50", "g", "2024-01-01", "2024-01-03"}},
        {0, {"2", "kg", "2024-01-01", "2024-01-03"}},
        {0, {"0.3", "kg", "2024-01-01", "2024-02-01"}},
        {0, {"1500", "kg", "2024-01-01", ""}},
    };
    static const struct {
        const char *axis, *labels;
    } expected[] = {
        {"quartile(mass)",
         "Q1: up to 0.05 kg|Q2: over 0.05 to 0.3 kg|Q3: over 0.3 to 2 kg|Q4: over 2 kg"},
        {"quartile(lag)", "Q1: up to 2 days|Q2: none|Q3: over 2 to 31 days|Q4: over 31 days|"
                          "(blank)"},
        {"quartile(volume)", ""},
    };
    fixture_import(x, "a.csv", FIELDS("quantity", "unit", "date", "entered"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct axis a = axis(x, expected[i].axis);
        struct buffer b = {0};
        for (uint32_t g = 0; g < a.groups; g++) {
            buffer_addf(&b, "%s%s", g ? "|" : "", a.group[g].label);
        }
        assert_string_equal(buffer_text(&b), expected[i].labels);
        buffer_free(&b);
    }
}

/* ---- conditions */

static void check_condition(struct fixture *x, const struct axis *a, uint32_t g)
{
    const char *sentence = filter_condition(a->name, &a->group[g], &x->arena);
    const struct filter *filter;
    struct filter_outcome outcome;
    struct bitmap lines = {0};
    assert_non_null(sentence);
    ok(x, filter_parse(x->frame, sentence, &x->arena, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    for (size_t i = 0; i < frame_lines(x->frame); i++) {
        bool in = a->group_of[column_id(a->column, i)] == g;
        if (bitmap_get(frame_current(x->frame), i) && in != bitmap_get(&lines, i)) {
            fail_msg("%s (%s): line %zu", sentence, a->group[g].label, i + 1);
        }
    }
    assert_string_equal(canonical(x, sentence), sentence);
    bitmap_free(&lines);
    if (a->group[g].state != VALUE_VALID) {
        return;
    }
    /* By its label too, and it is what completion offers. */
    char *by_label = arena_printf(&x->arena, "%s:\"%s\"", a->name, a->group[g].label);
    if (a->name[0] == 'c') {
        assert_string_equal(canonical(x, by_label), sentence);
    }
    char *begun = arena_printf(&x->arena, "%s:", a->name);
    struct filter_completion *offer;
    size_t from, count, found = 0;
    ok(x, filter_complete(x->frame, begun, strlen(begun), 100, &x->arena, &from, &offer, &count,
                          &x->e));
    for (size_t i = 0; i < count; i++) {
        found += strcmp(offer[i].text, a->group[g].code) == 0;
    }
    assert_int_equal(found, outcome.lines > 0);
}

static void conditions_take_their_group(void **state)
{
    struct fixture *x = *state;
    static const char *const heads[] = {"class", "quartile", "decile"};
    static const char *const fields[] = {"mass", "volume", "pieces", "quantity", "lag"};
    size_t checked = 0;
    for (size_t h = 0; h < 3; h++) {
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            struct axis a = axis(x, arena_printf(&x->arena, "%s(%s)", heads[h], fields[i]));
            for (uint32_t g = 0; g < a.groups; g++, checked++) {
                check_condition(x, &a, g);
            }
        }
    }
    assert_true(checked > 100);
}

static void classes_are_typed_in_several_ways(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *typed, *canonical, *lines;
    } records[] = {
        {"class(mass):\"1–10 kg\"", "class(mass):1kg..<10kg", "1,12,13"},
        {"class(mass):1-10kg", "class(mass):1kg..<10kg", "1,12,13"},
        {"Class(Mass):1kg..10kg", "class(mass):1kg..<10kg", "1,12,13"},
        {"class(mass):1kg–10kg", "class(mass):1kg..<10kg", "1,12,13"},
        {"class(pieces):\"10000–100000\"", "class(pieces):10000..<100000", "7"},
        {"class(mass):\"under 1 g\",1t..<10t", "class(mass):<1g,1t..<10t", "3,10"},
        {"-class(mass):<1g,1kg..<10kg,?", NULL, "2,3,4,6,7,8,9,11,14,16"},
        {"class(mass):!invalid", NULL, "6,11"},
        {"class(mass):!unknown", NULL, ""}, /* with what is blank */
        {"class(lag):\"the same day\"", "class(lag):0", "8,9"},
        {"quartile(mass):q4", "quartile(mass):Q4", "3"},
    };
    static const struct {
        const char *typed, *text, *way_out;
    } wrong[] = {
        {"class(mass):5kg", "class(mass) has no class \"5kg\"",
         "they are 0 to 100t..; other bounds: mass:from..<to"},
        {"quartile(mass):Q5", "quartile(mass) has no class \"Q5\"",
         "they are Q1 to Q4; other bounds: mass:from..<to"},
        {"class(mass):1*", "class(mass) takes whole values, without *", ""},
        {"class(reporter):1", "class is of a number, and \"reporter\" is none",
         "write class(mass), class(lag) ..."},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const char *wanted = records[i].canonical ? records[i].canonical : records[i].typed;
        const char *once = canonical(x, records[i].typed);
        assert_non_null(once);
        assert_string_equal(once, wanted);
        assert_string_equal(selected(x, records[i].typed, NULL), records[i].lines);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(canonical(x, wrong[i].typed));
        assert_string_equal(x->e.text, wrong[i].text);
        assert_string_equal(x->e.way_out, wrong[i].way_out);
    }
}

static void other_fields_have_none(void **state)
{
    struct fixture *x = *state;
    struct axis a;
    assert_int_equal(axis_open(x->frame, "class(reporter)", &x->arena, &a, &x->e),
                     STATUS_MISUSE);
    assert_string_equal(x->e.text, "class takes a number, reporter is none");
    assert_int_equal(axis_open(x->frame, "decile(nothing)", &x->arena, &a, &x->e),
                     STATUS_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bounds_begin_a_class),
        TEST(parts_have_equally_many),
        TEST(bounds_stand_in_the_labels),
        FILTER_TEST(conditions_take_their_group),
        FILTER_TEST(classes_are_typed_in_several_ways),
        FILTER_TEST(other_fields_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
