/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in steps: each step has the lines and cases that its sentence takes, and every line
 * is in one of them or in another unit. */
#include "filter_fixture.h"

#include "analysis/cases.h"
#include "analysis/steps.h"

static void check_step(struct fixture *x, const char *field, const struct step *step)
{
    const char *sentence = filter_condition(field, &step->group, &x->arena);
    const struct filter *filter;
    struct filter_outcome outcome;
    struct bitmap lines = {0};
    uint32_t cases, without;
    assert_non_null(sentence);
    ok(x, filter_parse(x->frame, sentence, &x->arena, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    ok(x, cases_count(x->frame, &lines, &cases, &without, &x->e));
    if (outcome.lines != step->seizures || cases != step->cases)
        fail_msg("%s (%s): %u lines and %u cases, the filter takes %zu and %u", sentence,
                 step->group.label, step->seizures, step->cases, outcome.lines, cases);
    bitmap_free(&lines);
}

static void steps_are_what_their_sentences_take(void **state)
{
    struct fixture *x = *state;
    static const char *const fields[] = {"mass", "volume", "pieces", "lag", "quantity"};
    const struct bitmap *all = frame_current(x->frame);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct steps *s = NULL;
        ok(x, steps_run(x->frame, all, fields[i], &s, &x->e));
        for (size_t k = 0; k < s->count; k++)
            check_step(x, fields[i], &s->step[k]);
        assert_true(s->count > 1);
        assert_int_equal(s->seizures + s->other, bitmap_count(all));
        steps_free(&s);
        assert_null(s);
    }
}

static void edges_begin_a_step(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *field, *label;
        uint32_t lines;
    } records[] = {
        {"mass", "under 1 g", 1},                                  /* 0.1 mg */
        {"mass", "100 g–1 kg", 1},                                 /* 500 g */
        {"mass", "1–10 kg", 3},                                    /* 5, 6 and 1.5 kg */
        {"mass", "1–10 t", 1},                                     /* 2 t */
        {"volume", "10–100 L", 1},                                 /* 10 L */
        {"volume", "1–10 L", 1},                                   /* 4,000 mL */
        {"lag", "the same day", 2},     {"lag", "1 to 7 days", 3}, /* 5 days, 1 day, 6 days */
        {"lag", "more than a year", 1},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct steps *s = NULL;
        uint32_t found = 0;
        ok(x, steps_run(x->frame, frame_current(x->frame), records[i].field, &s, &x->e));
        for (size_t k = 0; k < s->count; k++)
            if (!strcmp(s->step[k].group.label, records[i].label))
                found = s->step[k].seizures;
        if (found != records[i].lines)
            fail_msg("%s, %s: %u lines", records[i].field, records[i].label, found);
        steps_free(&s);
    }
}

static void other_fields_have_none(void **state)
{
    struct fixture *x = *state;
    struct steps *s = NULL;
    const struct column *c;
    assert_int_equal(steps_run(x->frame, frame_current(x->frame), "product", &s, &x->e),
                     STATUS_MISUSE);
    assert_null(s);
    ok(x, frame_column(x->frame, "quantity", &c, &x->e));
    assert_false(steps_suit(FIELD_NUMBER, c)); /* so few are chosen one by one */
    assert_true(steps_suit(FIELD_MASS, NULL));
    assert_false(steps_suit(FIELD_TEXT, c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILTER_TEST(steps_are_what_their_sentences_take),
        FILTER_TEST(edges_begin_a_step),
        FILTER_TEST(other_fields_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
