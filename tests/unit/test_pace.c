/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question that is told to stop at its first, second, third ... look, up to the last one,
 * hands out nothing, keeps nothing, and the same question asked again has the same answer. */
#include "questions.h"

#include "analysis/pivot_dense.h"
#include "analysis/similar.h"

#define LINES_ASKED 700

/* A watch that says stop at its call number stop_at, and counts calls. */
struct stopper {
    unsigned calls, stop_at; /* 0: never */
    uint64_t done, total;
    bool back; /* it was told less than before, or more than all */
};

static bool look(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct stopper *s = data;
    (void)rows;
    s->back |= done < s->done || (total && done > total);
    s->done = done;
    s->total = total;
    return ++s->calls != s->stop_at;
}

/* FNV-1a over whatever an answer is of. */
static void mix(uint64_t *hash, const void *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ ((const unsigned char *)data)[i]) * UINT64_C(1099511628211);
}

static void mix_amount(uint64_t *hash, const struct amount *a)
{
    mix(hash, &a->value, sizeof a->value);
    mix(hash, &a->counted, sizeof a->counted);
    mix(hash, &a->lines, sizeof a->lines);
}

static enum status ask_pivot(struct fixture *x, const struct question *q,
                             const struct bitmap *lines, uint64_t *hash)
{
    struct pivot_question p = {.rows = {q->rows[0], q->rows[1]},
                               .cols = {q->cols[0], q->cols[1]},
                               .measure_count = q->measure_count};
    struct pivot *answer;
    memcpy(p.measures, q->measures, sizeof p.measures);
    enum status status = pivot_run(x->frame, lines, &p, &answer, &x->e);
    assert_int_equal(status == STATUS_OK, answer != NULL);
    for (size_t m = 0; answer && m < answer->measure_count; m++)
        for (size_t r = 0; r <= answer->row_count; r++)
            for (size_t c = 0; c <= answer->col_count; c++)
                mix_amount(hash, pivot_at(answer, m, r, c));
    pivot_free(&answer);
    return status;
}

static enum status ask_trend(struct fixture *x, const struct question *q,
                             const struct bitmap *lines, uint64_t *hash)
{
    struct trend_question t = {q->text, q->grain, q->rows[0], q->measures[0], UINT16_MAX};
    struct trend *answer;
    enum status status = trend_run(x->frame, lines, &t, &answer, &x->e);
    assert_int_equal(status == STATUS_OK, answer != NULL);
    for (size_t s = 0; answer && s <= answer->series_count; s++) {
        const struct series *of = s < answer->series_count ? &answer->series[s] : &answer->all;
        mix_amount(hash, &of->total);
        mix_amount(hash, &of->year);
        mix_amount(hash, &of->before);
    }
    trend_free(&answer);
    return status;
}

static enum status ask_lines(struct fixture *x, const struct question *q,
                             const struct bitmap *lines, uint64_t *hash)
{
    struct arena a = {0};
    struct sort_key keys[LISTING_KEYS + 1] = {{0}};
    uint32_t *order = NULL;
    size_t count = 0;
    ok(x, listing_parse_sort(x->frame, q->text, &a, keys, &x->e));
    enum status status = listing_order(x->frame, lines, keys, &order, &count, &x->e);
    assert_int_equal(status == STATUS_OK, order != NULL);
    mix(hash, order, count * sizeof *order);
    free(order);
    arena_free(&a);
    return status;
}

static enum status ask_overview(struct fixture *x, const struct question *q,
                                const struct bitmap *lines, uint64_t *hash)
{
    struct overview *answer;
    (void)q;
    enum status status = overview_run(x->frame, lines, 5, &answer, &x->e);
    assert_int_equal(status == STATUS_OK, answer != NULL);
    if (answer) {
        uint32_t counts[] = {answer->cases_now, answer->cases_before, answer->seizures_now,
                             answer->reporters_now, answer->seizures_since};
        mix(hash, counts, sizeof counts);
    }
    for (size_t i = 0; answer && i < answer->haul_count; i++)
        mix(hash, &answer->haul[i].position, sizeof answer->haul[i].position);
    overview_free(&answer);
    return status;
}

static enum status facets_under(struct fixture *x, const struct filter *filter,
                                const struct bitmap *lines, uint64_t *hash)
{
    struct facet_set *s;
    enum status status = question_facets(x, filter, lines, &s);
    assert_int_equal(status == STATUS_OK, s != NULL);
    for (size_t i = 0; s && i < s->count; i++) {
        const struct facet *f = &s->facet[i];
        mix(hash, f->lines, f->axis.groups * sizeof *f->lines);
        mix(hash, f->cases, f->axis.groups * sizeof *f->cases);
        mix(hash, &f->distinct, sizeof f->distinct);
    }
    facet_set_free(&s);
    return status;
}

static enum status ask(struct fixture *x, const struct question *q, uint64_t *hash)
{
    static enum status (*const how[])(struct fixture *, const struct question *,
                                      const struct bitmap *,
                                      uint64_t *) = {[ASK_PIVOT] = ask_pivot,
                                                     [ASK_TREND] = ask_trend,
                                                     [ASK_ORDER] = ask_lines,
                                                     [ASK_OVERVIEW] = ask_overview};
    struct arena a = {0};
    const struct filter *filter;
    struct filter_outcome outcome;
    struct bitmap lines = {0};
    ok(x, filter_parse(x->frame, q->sentence, &a, &filter, &x->e));
    enum status status = filter_select(x->frame, filter, &lines, &outcome, &x->e);
    if (status == STATUS_OK) {
        mix(hash, lines.words, bitmap_words(&lines) * sizeof *lines.words);
        mix(hash, &outcome, sizeof outcome);
        status = q->kind == ASK_FILTER   ? STATUS_OK
                 : q->kind == ASK_FACETS ? facets_under(x, filter, &lines, hash)
                                         : how[q->kind](x, q, &lines, hash);
        bitmap_free(&lines);
    }
    assert_null(lines.words);
    arena_free(&a);
    return status;
}

/* Begins a question under a watch that stops at that call. */
static void begin(struct fixture *x, struct progress *watch, struct stopper *s,
                  unsigned stop_at)
{
    struct pace *pace = frame_pace(x->frame);
    *s = (struct stopper){.stop_at = stop_at};
    *watch = (struct progress){.step = look, .data = s};
    pace->watch = watch;
    pace->every = 1;
    pace_begin(pace);
}

static uint64_t ask_whole(struct fixture *x, const struct question *q)
{
    struct progress watch;
    struct stopper s;
    uint64_t hash = 0;
    begin(x, &watch, &s, 0);
    ok(x, ask(x, q, &hash));
    if (!s.calls || s.back || !s.total)
        fail_msg("%s: looked %u times, told back or forth: %d, of %u", q->name, s.calls, s.back,
                 (unsigned)s.total);
    return hash;
}

/* right: its answer in a frame where nothing was ever stopped. */
static void stop_everywhere(struct fixture *x, const struct question *q, uint64_t right)
{
    struct progress watch;
    struct stopper s;
    enum status status = STATUS_CANCELLED;
    for (unsigned n = 1; status != STATUS_OK; n++) {
        uint64_t hash = 0;
        begin(x, &watch, &s, n);
        status = ask(x, q, &hash);
        bool whole = status == STATUS_OK && s.calls < n && hash == right;
        bool stopped = status == STATUS_CANCELLED && s.calls == n;
        if (!whole && !stopped)
            fail_msg("%s, stopped at look %u: status %d after %u looks", q->name, n,
                     (int)status, s.calls);
        if (n % 4 == 0 && ask_whole(x, q) != right)
            fail_msg("%s, stopped at look %u: another answer then", q->name, n);
    }
}

/* A cross-tab is pivots. */
static void test_questions(void **state)
{
    struct fixture *x = *state;
    static const struct question more[] = {
        {.name = "a pattern", .kind = ASK_FILTER, .sentence = "remarks~/vacu+m/"},
        {.name = "blank texts", .kind = ASK_FILTER, .sentence = "remarks:? or remarks:tea"},
        {.name = "whole cases", .kind = ASK_FILTER, .sentence = "case(product:heroin)"},
        {.name = "case numbers", .kind = ASK_FILTER, .sentence = "case_id:TRN-1*"},
        {.name = "a case", .kind = ASK_FILTER, .sentence = "case_id:TRN-17"},
        {.name = "by case", .kind = ASK_ORDER, .sentence = "", .text = "-case_id"},
    };
    enum { MORE = sizeof more / sizeof *more };
    const struct question *q[QUESTIONS + MORE];
    uint64_t right[QUESTIONS + MORE];
    questions_fill(x, LINES_ASKED);
    fixture_frame(x);
    size_t n = 0;
    for (size_t i = 0; i < QUESTIONS; i++)
        if (questions[i].kind != ASK_CROSSTAB &&
            (*questions[i].sentence || questions[i].kind != ASK_FILTER))
            q[n++] = &questions[i];
    for (size_t i = 0; i < MORE; i++)
        q[n++] = &more[i];
    for (size_t i = 0; i < n; i++)
        right[i] = ask_whole(x, q[i]);
    fixture_frame(x);
    for (size_t i = 0; i < n; i++)
        stop_everywhere(x, q[i], right[i]);
}

/* Similar records: opened at any look or not at all; a condition that is not counted is not
 * turned. */
static void test_similar(void **state)
{
    struct fixture *x = *state;
    struct progress watch;
    struct stopper s;
    struct similar like;
    questions_fill(x, LINES_ASKED);
    fixture_frame(x);
    begin(x, &watch, &s, 0);
    ok(x, similar_open(x->frame, 3, "", &like, &x->e));
    const size_t lines = like.lines;
    similar_close(&like);
    for (unsigned n = 1, calls = s.calls; n <= calls; n++) {
        begin(x, &watch, &s, n);
        assert_int_equal(similar_open(x->frame, 3, "", &like, &x->e), STATUS_CANCELLED);
        assert_int_equal(like.count, 0);
    }
    begin(x, &watch, &s, 0);
    ok(x, similar_open(x->frame, 3, "", &like, &x->e));
    assert_int_equal(like.lines, lines);
    bool was = like.condition[0].on;
    begin(x, &watch, &s, 1);
    if (similar_toggle(&like, 0, &x->e) == STATUS_CANCELLED)
        assert_int_equal(like.condition[0].on, was);
    similar_close(&like);
}

/* Two threads: the one that asks is told, the other one looks at the flag. */
static void test_two_threads(void **state)
{
    static const char *const row[PIVOT_DEPTH] = {"product"}, *const col[PIVOT_DEPTH] = {
                                                                 "month"};
    struct fixture *x = *state;
    struct progress watch;
    struct stopper s;
    questions_fill(x, 20000);
    fixture_frame(x);
    unsigned calls = 1;
    for (unsigned n = 0; n <= calls; n++) {
        struct pivot *p = calloc(1, sizeof *p);
        struct side rows, cols;
        assert_non_null(p);
        p->measure = arena_zero(&p->arena, 1, sizeof *p->measure);
        p->measure_count = 1;
        p->measure[0] = measure_of(MEASURE_CASES);
        ok(x, side_open(x->frame, row, &p->arena, &rows, &x->e));
        ok(x, side_open(x->frame, col, &p->arena, &cols, &x->e));
        begin(x, &watch, &s, n);
        enum status status =
            dense_run(x->frame, frame_current(x->frame), p, &rows, &cols, 64, &x->e);
        assert_int_equal(status, n ? STATUS_CANCELLED : STATUS_OK);
        calls = n ? calls : s.calls;
        side_close(&rows);
        side_close(&cols);
        pivot_free(&p);
    }
    assert_true(calls > 2);
}

/* Nobody watches: nothing is called, nothing stops; and one look in PACE_LINES lines. */
static void test_pace(void **state)
{
    (void)state;
    struct stopper s = {0};
    struct progress watch = {.step = look, .data = &s};
    struct pace pace = {.watch = &watch};
    pace_begin(&pace);
    size_t at = 0;
    for (size_t n; (n = pace_block(&pace, 0, at, 10 * PACE_LINES + 3)) > 0; at += n) {
    }
    assert_int_equal(at, 10 * PACE_LINES + 3);
    assert_int_equal(s.calls, 10);
    pace_begin(&pace);
    s = (struct stopper){.stop_at = 3};
    pace_expect(&pace, 4 * PACE_LINES);
    pace_expect(&pace, 7); /* a part: not heard */
    for (at = 0; pace_go(&pace, 2048); at += 2048) {
    }
    assert_int_equal(s.calls, 3);
    assert_int_equal(s.total, 4 * PACE_LINES);
    assert_int_equal(pace_block(&pace, 1, 0, 1), 0);
    struct error e;
    assert_int_equal(pace_status(&pace, &e), STATUS_CANCELLED);
    pace_begin(&pace);
    pace.watch = NULL;
    assert_int_equal(pace_status(&pace, &e), STATUS_OK);
    assert_true(pace_go(&pace, 10 * PACE_LINES));
    assert_true(pace_go(NULL, 1));
    assert_int_equal(pace_block(NULL, 0, 5, 9), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pace),
        cmocka_unit_test_setup_teardown(test_questions, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_similar, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_two_threads, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
