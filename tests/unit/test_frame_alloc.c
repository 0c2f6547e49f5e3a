/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame allocates as often for 200,000 lines as for 1,000, and asks the cache for no row of
 * the line table. malloc, calloc and realloc of the program's own objects are counted through
 * the linker (--wrap). */
#include "allocations.h"
#include "frame_fixture.h"

/* Lines that differ in number alone: the same spellings, one case in three lines. */
static void fill(struct fixture *x, uint32_t lines)
{
    static const char *const fields[] = {"date",     "entered", "reporter", "transit",
                                         "quantity", "unit",    "value",    "currency",
                                         "product",  "shop",    "remarks"};
    static const char *const cells[][4] = {
        {"2024-01-05", "2024-02", "", "?"},
        {"2024-02-01", "2024-02-28", "", ""},
        {"TH", "MM", "!x", ""},
        {"LA>MY", "MY", "?", ""},
        {"5", "0.25", "", "!few"},
        {"kg", "g", "USD", ""},
        {"100", "", "", "7.5"},
        {"USD", "EUR", "", "!doubloon"},
        {"Heroin", "Ketamine", "?", ""},
        {"a", "b", "c", ""},
        {"hidden in tea", "", "tea", "box"},
    };
    enum { FIELDS_HERE = sizeof fields / sizeof *fields };
    struct writer *w;
    uint32_t slot[FIELDS_HERE], id[FIELDS_HERE], key = 0, line;
    ok(x, writer_begin(x->cache, &w, &x->e));
    for (size_t s = 0; s < FIELDS_HERE; s++) {
        ok(x, writer_field(w, fields[s], fields[s], strcmp(fields[s], "shop") == 0,
                           strcmp(fields[s], "remarks") == 0, &slot[s], &id[s], &x->e));
    }
    for (uint32_t n = 0; n < lines; n++) {
        uint32_t codes[FIELDS_HERE] = {0};
        struct long_text texts[FIELDS_HERE] = {{0}};
        if (n % 3 == 0) {
            char name[16];
            snprintf(name, sizeof name, "TRN-%u", (unsigned)n);
            ok(x, writer_case(w, "test", name, &key, &x->e));
        }
        for (size_t s = 0; s < FIELDS_HERE; s++) {
            const char *cell = cells[s][n / (s + 1) % 4];
            if (s == FIELDS_HERE - 1) {
                texts[slot[s]] = (struct long_text){cell, (uint32_t)strlen(cell)};
            } else {
                codes[slot[s]] = fixture_spell(x, w, id[s], cell);
            }
        }
        ok(x, writer_line(w, n + 2, n % 50 ? key : 0, n, codes, texts, &line, &x->e));
    }
    fixture_commit(x, &w, "a.csv");
}

/* Everything that a question can load. */
static void load_all(struct fixture *x)
{
    static const char *const axes[] = {"year",          "week",        "weekday",
                                       "wco(reporter)", "class(mass)", "decile(mass)",
                                       "quartile(lag)", "involves",    "rilo(transit)"};
    const struct frame_cases *cases;
    const struct amounts *amounts;
    const struct money *money;
    const struct text_column *text;
    size_t n;
    struct frame *f = fixture_frame(x);
    const struct frame_field *field = frame_fields(f, &n);
    for (size_t i = 0; i < n; i++) {
        const struct column *c;
        if (field[i].type != FIELD_CASE_ID && field[i].type != FIELD_LONG_TEXT &&
            field[i].type != FIELD_MASS && field[i].type != FIELD_VOLUME &&
            field[i].type != FIELD_PIECES) {
            ok(x, frame_column(f, field[i].name, &c, &x->e));
        }
    }
    ok(x, frame_cases(f, &cases, &x->e));
    ok(x, frame_amounts(f, FIELD_MASS, &amounts, &x->e));
    ok(x, frame_amounts(f, FIELD_VOLUME, &amounts, &x->e));
    ok(x, frame_amounts(f, FIELD_PIECES, &amounts, &x->e));
    ok(x, frame_money(f, &money, &x->e));
    ok(x, frame_text(f, "remarks", &text, &x->e));
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        struct arena arena = {0};
        struct axis a;
        ok(x, axis_open(f, axes[i], &arena, &a, &x->e));
        arena_free(&arena);
    }
}

struct trace {
    size_t statements, on_lines;
};

static void count_statement(void *data, const char *sql)
{
    struct trace *t = data;
    t->statements++;
    t->on_lines += strstr(sql, "FROM line") != NULL || strstr(sql, "JOIN line") != NULL ||
                   strstr(sql, "seizures") != NULL;
}

static size_t count(uint32_t lines)
{
    void *state = NULL;
    assert_int_equal(fixture_set_up(&state), 0);
    struct fixture *x = state;
    struct trace trace = {0};
    fill(x, lines);
    cache_trace(x->cache, count_statement, &trace);
    allocations = 0;
    load_all(x);
    size_t n = allocations;
    cache_trace(x->cache, NULL, NULL);
    assert_true(trace.statements > 0);
    assert_int_equal(frame_lines(x->frame), lines);
    fixture_tear_down(&state);
    /* How many lines there are is asked once, and nothing else of the line table. */
    assert_true(trace.on_lines <= 1);
    return n;
}

static void test_allocations(void **state)
{
    (void)state;
    size_t few = count(1000), many = count(200000);
    assert_true(few > 10); /* the counting itself works */
    assert_int_equal(few, many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_allocations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
