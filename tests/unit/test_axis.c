/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes: fields, calendar grains without gaps, the two geographies, and their names. */
#include "filter/filter.h"
#include "frame_fixture.h"

static struct axis axis(struct fixture *x, const char *name)
{
    struct axis a;
    ok(x, axis_open(x->frame, name, &x->arena, &a, &x->e));
    return a;
}

/* Codes of the groups joined by '|'; what has no code by its label. */
static const char *groups(struct fixture *x, const struct axis *a)
{
    struct buffer b = {0};
    for (uint32_t g = 0; g < a->groups; g++) {
        buffer_adds(&b, g ? "|" : "");
        buffer_adds(&b, *a->group[g].code ? a->group[g].code : a->group[g].label);
    }
    const char *text = arena_string(&x->arena, buffer_text(&b));
    buffer_free(&b);
    return text;
}

/* The groups of every line joined by ',' within and '|' between lines; "." for none. */
static const char *lines(struct fixture *x, const struct axis *a)
{
    struct buffer b = {0};
    for (size_t i = 0; i < frame_lines(x->frame); i++) {
        uint32_t v = column_id(a->column, i);
        uint32_t from = a->several ? a->start[v] : 0, to = a->several ? a->start[v + 1] : 1;
        buffer_adds(&b, i ? "|" : "");
        for (uint32_t m = from; m < to; m++) {
            uint32_t g = a->several ? a->member[m] : a->group_of[v];
            buffer_adds(&b, m > from ? "," : "");
            buffer_adds(&b, g == AXIS_NONE      ? "."
                            : *a->group[g].code ? a->group[g].code
                                                : a->group[g].label);
        }
    }
    const char *text = arena_string(&x->arena, buffer_text(&b));
    buffer_free(&b);
    return text;
}

struct expected {
    const char *axis, *name, *label, *groups, *lines;
};

static void check(struct fixture *x, const struct expected *expected, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct axis a = axis(x, expected[i].axis);
        assert_string_equal(a.name, expected[i].name);
        assert_string_equal(a.label, expected[i].label);
        assert_string_equal(groups(x, &a), expected[i].groups);
        assert_string_equal(lines(x, &a), expected[i].lines);
    }
}

/* Periods run without gaps; a date coarser than the grain is in no group; what is no date
 * keeps its state. */
static void test_calendar(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"2024-11-30"}}, {0, {"2025-02"}}, {0, {"2024"}},  {0, {"2024-12-31"}},
        {0, {""}},           {0, {"?"}},       {0, {"!soon"}}, {0, {"2024-11-01"}},
    };
    static const struct expected expected[] = {
        {"year", "year", "Year", "2024|2025|(invalid)|Unknown|(blank)",
         "2024|2025|2024|2024|(blank)|Unknown|(invalid)|2024"},
        {"quarter", "quarter", "Quarter", "2024-Q4|2025-Q1|(invalid)|Unknown|(blank)",
         "2024-Q4|2025-Q1|.|2024-Q4|(blank)|Unknown|(invalid)|2024-Q4"},
        {"month(date)", "month", "Month",
         "2024-11|2024-12|2025-01|2025-02|(invalid)|Unknown|(blank)",
         "2024-11|2025-02|.|2024-12|(blank)|Unknown|(invalid)|2024-11"},
        {"weekday", "weekday", "Weekday",
         "mon|tue|wed|thu|fri|sat|sun|(invalid)|Unknown|(blank)",
         "sat|.|.|tue|(blank)|Unknown|(invalid)|fri"},
    };
    fixture_import(x, "a.csv", FIELDS("date"), ROWS(rows), NULL);
    fixture_frame(x);
    check(x, expected, sizeof expected / sizeof *expected);
    struct axis month = axis(x, "month");
    assert_true(month.time);
    assert_int_equal(month.grain, GRAIN_MONTH);
    assert_int_equal(month.group[2].number, date_from_civil(2025, 1, 1));
    assert_int_equal(month.group[6].state, VALUE_BLANK);
    struct axis day = axis(x, "day");
    assert_int_equal(day.groups, 61 + 3); /* 1 November to 31 December */
    assert_string_equal(day.group[60].code, "2024-12-31");
    assert_false(axis(x, "weekday").time);
    assert_false(axis(x, "date").time);
}

/* ISO weeks: the last days of December may be of week 1 of the next year, the first of January
 * of week 53. No group for states that no line has. */
static void test_weeks(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"2024-12-29", "2021-01-03"}}, /* Sunday of 2024-W52; of 2020-W53 */
        {0, {"2024-12-30", "2020-12-27"}}, /* Monday of 2025-W01; Sunday of 2020-W52 */
        {0, {"2025-01-13", "2021-01-04"}},
    };
    static const struct expected expected[] = {
        {"week", "week", "Week", "2024-W52|2025-W01|2025-W02|2025-W03",
         "2024-W52|2025-W01|2025-W03"},
        {"week(entered)", "week(entered)", "Entered (Week)", "2020-W52|2020-W53|2021-W01",
         "2020-W53|2020-W52|2021-W01"},
    };
    fixture_import(x, "a.csv", FIELDS("date", "entered"), ROWS(rows), NULL);
    fixture_frame(x);
    check(x, expected, sizeof expected / sizeof *expected);
}

/* A stray date far away: days only as they occur. */
static void test_stray_date(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"1024-01-01"}}, {0, {"2024-01-03"}}, {0, {"2024-01-01"}}};
    static const struct expected expected[] = {
        {"day", "day", "Day", "1024-01-01|2024-01-01|2024-01-03",
         "1024-01-01|2024-01-03|2024-01-01"},
    };
    fixture_import(x, "a.csv", FIELDS("date"), ROWS(rows), NULL);
    fixture_frame(x);
    check(x, expected, 1);
    assert_int_equal(axis(x, "year").groups, 1001);
}

/* Countries in their regions, in the order of the region list; lists name a region once. */
static void test_rollups(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"TH", "LA>FR>MY"}}, {0, {"FR", "AQ"}},    {0, {"AQ", ""}},
        {0, {"!Atlantis", "?"}}, {0, {"?", "!Mu>TH"}}, {0, {"XK", "TH"}},
    };
    static const struct {
        const char *axis, *lines;
    } expected[] = {
        {"wco(departure)", "A/P|EUR|(none)|(invalid)|Unknown|EUR"},
        {"rilo(departure)", "A/P|WE|(none)|(invalid)|Unknown|(none)"},
        {"wco(transit)", "A/P,EUR|(none)|(blank)|Unknown|(invalid),A/P|A/P"},
        {"rilo(transit)", "A/P,WE|(none)|(blank)|Unknown|(invalid),A/P|A/P"},
        {"transit", "LA,FR,MY|AQ|(blank)|Unknown|Mu,TH|TH"},
    };
    fixture_import(x, "a.csv", FIELDS("departure", "transit"), ROWS(rows), NULL);
    fixture_frame(x);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct axis a = axis(x, expected[i].axis);
        assert_string_equal(a.name, expected[i].axis);
        assert_string_equal(lines(x, &a), expected[i].lines);
    }
    struct axis a = axis(x, "wco(departure)");
    assert_string_equal(a.label, "Departure (WCO)");
    assert_int_equal(a.groups, 5); /* no line's departure is blank: no such group */
    const struct code_list *wco = reference_list(x->reference, "wco");
    uint32_t last = 0;
    for (uint32_t g = 0; g < 2; g++) {
        uint32_t at = reference_code(x->reference, wco, a.group[g].code);
        assert_true(at != CODE_NONE && (g == 0 || at > last));
        last = at;
    }
}

/* A country in any role: once a line and country, whatever roles it has; what is no country is
 * none; and the condition of each group takes its lines. */
static void test_involves(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {0, {"TH", "LA>FR>MY", "TH"}}, {0, {"?", "AQ", ""}},        {0, {"", "", ""}},
        {0, {"!Atlantis", "?", "?"}},  {0, {"MY", "!Mu>TH", "LA"}}, {0, {"LA", "", "TH"}},
        {0, {"TH", "", "LA"}},
    };
    static const struct expected expected[] = {
        {"involves", "involves", "Involves", "AQ|FR|LA|MY|TH|(none)",
         "FR,LA,MY,TH|AQ|(none)|(none)|LA,MY,TH|LA,TH|LA,TH"},
    };
    fixture_import(x, "a.csv", FIELDS("departure", "transit", "destination"), ROWS(rows), NULL);
    fixture_frame(x);
    check(x, expected, 1);
    struct axis a = axis(x, "involves");
    assert_true(a.several);
    for (uint32_t g = 0; g < a.groups; g++) {
        const struct filter *filter;
        struct bitmap taken = {0};
        ok(x, filter_parse(x->frame, filter_condition("involves", &a.group[g], &x->arena),
                           &x->arena, &filter, &x->e));
        ok(x, filter_select(x->frame, filter, &taken, NULL, &x->e));
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            uint32_t v = column_id(a.column, i);
            bool in = false;
            for (uint32_t m = a.start[v]; m < a.start[v + 1]; m++) {
                in |= a.member[m] == g;
            }
            assert_int_equal(in, bitmap_get(&taken, i));
        }
        bitmap_free(&taken);
    }
}

/* A field as it is: a group a value. A further field that is called month wins the name. */
static void test_names(void **state)
{
    struct fixture *x = *state;
    static const struct fixture_row rows[] = {
        {1, {"2024-05-01", "TH", "x", "May", "story", "3", "kg"}}};
    static const char *const expected[] = {
        "date",
        "reporter",
        "quantity",
        "unit",
        "shop",
        "month",
        "batch",
        "involves",
        "year",
        "quarter",
        "month(date)",
        "week",
        "day",
        "weekday",
        "wco(reporter)",
        "rilo(reporter)",
        "class(quantity)",
        "class(mass)",
        "class(volume)",
        "class(pieces)",
        "quartile(quantity)",
        "quartile(mass)",
        "quartile(volume)",
        "quartile(pieces)",
        "decile(quantity)",
        "decile(mass)",
        "decile(volume)",
        "decile(pieces)",
    };
    static const struct {
        const char *name, *text, *way_out;
    } wrong[] = {
        {"wekday", "nothing to group by called \"wekday\"", "did you mean weekday?"},
        {"rilo(reporte)", "no field \"reporte\"", "did you mean reporter?"},
        {"month(reporter)", "month takes a date, reporter is none",
         "month(date), month(entered) ..."},
        {"wco(date)", "wco takes a country field, date is none",
         "wco(departure), wco(destination) ..."},
        {"remarks", "remarks is a narrative", "search it with a word"},
        {"mass", "mass is a measure", "use it as a measure, or narrow with >"},
    };
    fixture_import(x, "a.csv",
                   FIELDS("date", "reporter", "+shop", "+month", "remarks", "quantity", "unit"),
                   ROWS(rows), NULL);
    fixture_frame(x);
    const char **names;
    size_t n;
    ok(x, axis_names(x->frame, &x->arena, &names, &n, &x->e));
    assert_int_equal(n, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(names[i], expected[i]);
        assert_string_equal(axis(x, names[i]).name, names[i]); /* each can be opened */
    }
    struct axis month = axis(x, "month");
    assert_string_equal(month.group[month.group_of[column_id(month.column, 0)]].label, "May");
    struct axis batch = axis(x, "batch");
    assert_string_equal(batch.group[batch.group_of[column_id(batch.column, 0)]].label,
                        "1 a.csv");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct axis a;
        assert_int_equal(axis_open(x->frame, wrong[i].name, &x->arena, &a, &x->e),
                         STATUS_MISUSE);
        assert_non_null(strstr(x->e.text, wrong[i].text));
        assert_string_equal(x->e.way_out, wrong[i].way_out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_calendar), TEST(test_weeks), TEST(test_stray_date),
        TEST(test_rollups),  TEST(test_names), TEST(test_involves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
