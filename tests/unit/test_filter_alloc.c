/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter allocates as often over 100,000 lines as over 1,000, and asks the cache for nothing
 * but the case that it names. malloc, calloc and realloc of the program's own objects are
 * counted through the linker (--wrap). */
#include "allocations.h"
#include "filter/filter.h"
#include "frame_fixture.h"

/* 450 offices make a column of 16 bits. */
static void fill(struct fixture *x, uint32_t lines)
{
    static const char *const fields[] = {"date", "reporter", "transit", "quantity",
                                         "unit", "office",   "remarks"};
    static const char *const cells[][3] = {{"2024-01-05", "2024-02", ""},
                                           {"TH", "MM", "!x"},
                                           {"LA>MY", "MY", ""},
                                           {"5", "0.25", ""},
                                           {"kg", "g", "kg"}};
    enum { FIELDS_HERE = sizeof fields / sizeof *fields };
    struct writer *w;
    uint32_t slot[FIELDS_HERE], id[FIELDS_HERE], key, line;
    ok(x, writer_begin(x->cache, &w, &x->e));
    for (size_t s = 0; s < FIELDS_HERE; s++) {
        ok(x, writer_field(w, fields[s], fields[s], false, s == FIELDS_HERE - 1, &slot[s],
                           &id[s], &x->e));
    }
    ok(x, writer_case(w, "test", "TRN-1", &key, &x->e));
    for (uint32_t n = 0; n < lines; n++) {
        uint32_t codes[FIELDS_HERE] = {0};
        struct long_text texts[FIELDS_HERE] = {{0}};
        char office[16];
        snprintf(office, sizeof office, "Office %u", (unsigned)(n % 450));
        for (size_t s = 0; s < 5; s++) {
            codes[slot[s]] = fixture_spell(x, w, id[s], cells[s][n / (s + 1) % 3]);
        }
        codes[slot[5]] = fixture_spell(x, w, id[5], office);
        const char *text = n % 7 ? "tea" : "hidden in tea packets";
        texts[slot[6]] = (struct long_text){text, (uint32_t)strlen(text)};
        ok(x, writer_line(w, n + 2, n < 3 ? key : 0, n, codes, texts, &line, &x->e));
    }
    fixture_commit(x, &w, "a.csv");
}

static const char *const sentences[] = {
    "",
    "reporter:TH,MM",
    "-reporter:!invalid date:2024",
    "office:\"office 44\"*",
    "(transit:LA or mass>1kg) weekday:fri",
    "hidden",
    "remarks:packet -remarks:tea*",
    "involves:TH rilo(reporter):A/P",
    "batch:new case_id:TRN-1",
};
#define SENTENCES (sizeof sentences / sizeof *sentences)

static size_t statements, on_cases;

static void count_statement(void *data, const char *sql)
{
    (void)data;
    statements++;
    on_cases += strstr(sql, "FROM seizure_case WHERE id = ? AND case_id = ?") != NULL;
}

/* Counts of allocations and of lines of every sentence, the columns being there already. */
static void run(uint32_t lines, size_t counts[SENTENCES], size_t taken[SENTENCES])
{
    void *state = NULL;
    assert_int_equal(fixture_set_up(&state), 0);
    struct fixture *x = state;
    fill(x, lines);
    struct frame *f = fixture_frame(x);
    for (int warm = 1; warm >= 0; warm--) {
        statements = on_cases = 0;
        cache_trace(x->cache, warm ? NULL : count_statement, NULL);
        for (size_t i = 0; i < SENTENCES; i++) {
            struct arena arena = {0};
            struct bitmap b = {0};
            const struct filter *filter;
            struct filter_outcome outcome;
            size_t before = allocations;
            ok(x, filter_parse(f, sentences[i], &arena, &filter, &x->e));
            ok(x, filter_select(f, filter, &b, &outcome, &x->e));
            counts[i] = allocations - before;
            taken[i] = outcome.lines;
            bitmap_free(&b);
            arena_free(&arena);
        }
    }
    /* case_id:TRN-1 counts and takes the cases of its hash, then compares the one found. */
    assert_int_equal(on_cases, 1);
    assert_int_equal(statements, 3);
    fixture_tear_down(&state);
}

static void allocations_do_not_grow(void **state)
{
    (void)state;
    size_t few[SENTENCES], many[SENTENCES], few_lines[SENTENCES], many_lines[SENTENCES];
    run(1000, few, few_lines);
    run(100000, many, many_lines);
    for (size_t i = 0; i < SENTENCES; i++) {
        if (few[i] != many[i]) {
            fail_msg("%s: %zu allocations for 1,000 lines, %zu for 100,000", sentences[i],
                     few[i], many[i]);
        }
        assert_true(few[i] > 0 && few_lines[i] > 0 && many_lines[i] >= few_lines[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(allocations_do_not_grow)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
