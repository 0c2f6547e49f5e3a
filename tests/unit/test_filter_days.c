/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sentence parts the days of a span, and on which fields it rests. */
#include "filter_fixture.h"

static void days_are_parted(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence;
        bool parted; /* 2024-01-01 .. 2025-12-31 */
    } records[] = {
        {"", false},
        {"reporter:TH \"tea\"", false},
        {"date:2024..2025", false},
        {"date:2025,2024", false},
        {"date:2025,2020,2024-01..2024-06,2024-07..2024-12", false},
        {"date:2025,2024-01..2024-06,2024-08..2024-12", true}, /* without July */
        {"date:2024-02..2025,2024", false},                    /* spans that overlap */
        {"quarter:2024-Q1,2024-Q2,2024-Q3,2024-Q4,2025-Q1,2025-Q2,2025-Q3,2025-Q4", false},
        {"date:2023", false}, /* none of the days */
        {"-date:2023", false},
        {"date:2024", true},
        {"-date:2025", true},
        {"date>=2024", false},
        {"date>2024", true},
        {"date<2026", false},
        {"date<=2025-12-30", true},
        {"date:?", false},
        {"date:2024..2025,?", false},
        {"date:!invalid", false},
        {"date:\"31.02.2024\"", false},
        {"date:=2024-03", true}, /* the dates known to that month alone */
        {"weekday:mon", true},
        {"year(entered):2024", false},
        {"reporter:TH or (-date:2024-05 product:Heroin)", true},
    };
    int32_t from = date_from_civil(2024, 1, 1), to = date_from_civil(2025, 12, 31);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const struct filter *filter;
        ok(x, filter_parse(x->frame, records[i].sentence, &x->arena, &filter, &x->e));
        if (filter_parts_days(filter, "date", from, to) != records[i].parted)
            fail_msg("%s: should %s", records[i].sentence,
                     records[i].parted ? "part them" : "not");
    }
}

static void fields_are_found(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence, *field;
        bool rests;
    } records[] = {
        {"", "date", false},
        {"date:2024", "date", true},
        {"month:2024-03", "date", true},
        {"weekday(entered):mon", "entered", true},
        {"weekday(entered):mon", "date", false},
        {"batch:1", "batch", true},
        {"-(reporter:TH or (product:Heroin rilo(departure):A/P))", "departure", true},
        {"mass>1kg", "quantity", false},
        {"lag>30", "lag", true},
        {"\"date\"", "date", false},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const struct filter *filter;
        ok(x, filter_parse(x->frame, records[i].sentence, &x->arena, &filter, &x->e));
        if (filter_rests_on(filter, records[i].field) != records[i].rests)
            fail_msg("%s: should %srest on %s", records[i].sentence,
                     records[i].rests ? "" : "not ", records[i].field);
    }
}

/* The one span that the ends of a histogram stand at. */
static void spans_are_found(void **state)
{
    struct fixture *x = *state;
    int32_t year = date_from_civil(2024, 1, 1), next = date_from_civil(2025, 1, 1);
    const struct {
        const char *sentence;
        bool found;
        int64_t from, to;
    } records[] = {
        {"", false, 0, 0},
        {"reporter:TH", false, 0, 0},
        {"date:2024", true, year, next - 1},
        {"reporter:TH year:2024", true, year, next - 1},
        {"date:2024-01-01..2024", true, year, next - 1},
        {"date>=2024", true, year, INT64_MAX},
        {"date:..2024", true, INT64_MIN, next - 1},
        {"date:2024,2020", false, 0, 0},
        {"date:2024 date>=2024-03", false, 0, 0},
        {"-date:2024", false, 0, 0},
        {"date:?", false, 0, 0},
        {"date:=2024", false, 0, 0},
        {"weekday:mon", false, 0, 0},
        {"entered:2024", false, 0, 0},
        {"date:2024 or reporter:TH", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        const struct filter *filter;
        int64_t from = 0, to = 0;
        ok(x, filter_parse(x->frame, records[i].sentence, &x->arena, &filter, &x->e));
        if (filter_span(filter, "date", &from, &to) != records[i].found ||
            from != records[i].from || to != records[i].to)
            fail_msg("%s: %lld..%lld", records[i].sentence, (long long)from, (long long)to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILTER_TEST(days_are_parted),
        FILTER_TEST(fields_are_found),
        FILTER_TEST(spans_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
