/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Siblings of what a filter takes: which names are near, how many lines they have under the
 * rest of the sentence, and the sentence that takes them too. */
#include "frame_fixture.h"

#include "analysis/siblings.h"

static void fill(struct fixture *x)
{
    static const struct fixture_row rows[] = {
        {1, {"Cocaine", "TH"}},
        {2, {"!Cocaine HCL", "TH"}},
        {3, {"!COCAINE HCL", "MM"}},
        {4, {"!Cocaine-base", "TH"}},
        {5, {"!Cocaineish", "TH"}},
        {6, {"Heroin", "TH"}},
        {7, {"!Heroin base", "MM"}},
        {8, {"", "TH"}},
        {9, {"?", "TH"}},
        {10, {"!Khat\nleaf", "TH"}},
        {11, {"!Khat\nleaf \033[31mdry", "TH"}},
    };
    fixture_import(x, "a.csv", FIELDS("product", "reporter"), ROWS(rows), NULL);
    fixture_frame(x);
}

static void test_records(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *sentence, *note, *wider;
        size_t lines; /* of the wider sentence */
    } records[] = {
        {"product:Cocaine reporter:TH",
         "beside product:Cocaine, not in it: Cocaine HCL (1 seizure), Cocaine-base (1)",
         "product:Cocaine,\"Cocaine HCL\",Cocaine-base reporter:TH", 3},
        {"product:=\"Cocaine HCL\"", NULL, NULL, 3},
        {"product:Heroin", "beside product:Heroin, not in it: Heroin base (1 seizure)",
         "product:Heroin,\"Heroin base\"", 2},
        {"product:Heroin reporter:TH", "", NULL, 0}, /* none under the rest */
        {"reporter:TH", "", NULL, 0},                /* nobody asked for a product */
        /* A note is one line, and names hold what they like. */
        {"product:=\"khat\nleaf\"",
         "beside product:Khat leaf, not in it: Khat leaf <1B>[31mdry (1 seizure)", NULL, 0},
        {"product:?", "", NULL, 0},
        {"", "", NULL, 0},
    };
    fill(x);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct arena a = {0};
        struct bitmap selection = {0};
        struct filter_outcome outcome;
        const struct filter *filter;
        struct siblings s;
        struct buffer note = {0};
        ok(x, filter_parse(x->frame, records[i].sentence, &a, &filter, &x->e));
        ok(x, filter_select(x->frame, filter, &selection, &outcome, &x->e));
        ok(x, siblings_find(x->frame, filter, &selection, &a, &s, &x->e));
        siblings_note(&s, &note);
        if (records[i].note)
            assert_string_equal(buffer_text(&note), records[i].note);
        else
            assert_true(s.count > 0);
        if (records[i].wider) {
            const char *wider = siblings_sentence(x->frame, &s, records[i].sentence, &a);
            struct bitmap all = {0};
            ok(x, filter_parse(x->frame, wider, &a, &filter, &x->e));
            ok(x, filter_select(x->frame, filter, &all, &outcome, &x->e));
            if (outcome.lines != records[i].lines)
                fail_msg("%s: %zu lines", wider, outcome.lines);
            bitmap_free(&all);
        }
        buffer_free(&note);
        bitmap_free(&selection);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
