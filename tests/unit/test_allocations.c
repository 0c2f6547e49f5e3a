/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question allocates as often at 200,000 lines as at 1,000 of the same vocabulary: nothing is
 * allocated by line. malloc, calloc and realloc are counted through the linker (--wrap). */
#include "allocations.h"
#include "questions.h"

/* Allocations of each question: cold (its columns are loaded with it), warm, and warm again. */
struct counts {
    size_t of[QUESTIONS][3], lines[QUESTIONS];
};

static void count(uint32_t lines, struct counts *out)
{
    void *state = NULL;
    assert_int_equal(fixture_set_up(&state), 0);
    struct fixture *x = state;
    questions_fill(x, lines);
    for (size_t i = 0; i < QUESTIONS; i++) {
        fixture_frame(x);
        for (int time = 0; time < 3; time++) {
            size_t before = allocations;
            out->lines[i] = question_ask(x, &questions[i]);
            out->of[i][time] = allocations - before;
        }
    }
    fixture_tear_down(&state);
}

static void test_questions_allocate_alike_at_any_size(void **state)
{
    (void)state;
    static struct counts few, many;
    count(1000, &few);
    count(200000, &many);
    size_t faults = 0;
    for (size_t i = 0; i < QUESTIONS; i++) {
        static const char *const when[] = {"cold", "warm", "warm again"};
        assert_true(few.of[i][1] > 0); /* the counting itself works */
        if (few.lines[i] == 0 || many.lines[i] < 190 * few.lines[i])
            fail_msg("%s: %zu and %zu lines", questions[i].name, few.lines[i], many.lines[i]);
        /* The overview copies texts of the 5 largest hauls, blank or not: 4 texts each. */
        size_t texts = questions[i].kind == ASK_OVERVIEW ? 5 * 4 : 0;
        for (int t = 0; t < 3; t++)
            if (many.of[i][t] > few.of[i][t] + texts || few.of[i][t] > many.of[i][t] + texts) {
                print_error("%s, %s: %zu allocations at 1,000 lines, %zu at 200,000\n",
                            questions[i].name, when[t], few.of[i][t], many.of[i][t]);
                faults++;
            }
        if (few.of[i][1] != few.of[i][2]) {
            print_error("%s: %zu allocations, then %zu\n", questions[i].name, few.of[i][1],
                        few.of[i][2]);
            faults++;
        }
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions_allocate_alike_at_any_size)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
