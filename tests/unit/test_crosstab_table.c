/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-tabs that are taken away: heads, subtotals, Others, letters behind numbers, the same
 * bytes in memory as in a file, and every number of it in every format for programs. */
#include "analysis/presets.h"
#include "crosstab_random.h"
#include "export/crosstab_table.h"
#include "filter_fixture.h"

static struct crosstab *ask(struct fixture *x, const char *sentence,
                            const struct crosstab_question *q)
{
    const struct filter *filter;
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    struct crosstab *t;
    ok(x, filter_parse(x->frame, sentence, &x->arena, &filter, &x->e));
    ok(x, filter_select(x->frame, filter, &lines, &outcome, &x->e));
    ok(x, crosstab_run(x->frame, filter, &lines, q, &t, &x->e));
    bitmap_free(&lines);
    return t;
}

static char *write_to_file(const struct crosstab *t, const struct crosstab_table *how)
{
    char *text = NULL;
    size_t len;
    struct error e = {0};
    FILE *out = open_memstream(&text, &len);
    if (crosstab_write(t, how, out, &e))
        fail_msg("%s", e.text);
    fclose(out);
    return text;
}

static void test_forms(void **state)
{
    struct fixture *x = *state;
    static const struct {
        struct crosstab_question q;
        struct crosstab_table how;
        const char *want;
    } records[] = {
        /* Programs: a record a group, codes, no subtotals. */
        {{.rows = {"section", "reporter"},
          .measures = {{.kind = MEASURE_SEIZURES}},
          .measure_count = 1},
         {.format = TABLE_CSV, .manner = {.bare = true}},
         "section,reporter,seizures\nDrugs,TH,4\nDrugs,AU,1\nDrugs,MM,1\nDrugs,NZ,1\nDrugs,SG,"
         "1\nDrugs,tailand,1\nall,,9\n"},
        {{.rows = {"section", "reporter"},
          .measures = {{.kind = MEASURE_SEIZURES}},
          .measure_count = 1},
         {.format = TABLE_CSV, .manner = {.bare = true}, .subtotals = true},
         "section,reporter,seizures\nDrugs,all,9\nDrugs,TH,4\nDrugs,AU,1\nDrugs,MM,1\nDrugs,NZ,"
         "1\nDrugs,SG,1\n"
         "Drugs,tailand,1\nall,,9\n"},
        /* People: labels, with them; a row too many is left out, the total is not. */
        {{.rows = {"section", "reporter"},
          .measures = {{.kind = MEASURE_SEIZURES}},
          .measure_count = 1},
         {.format = TABLE_MARKDOWN, .manner = {.bare = true}, .limit = 2},
         "| Section | Reporter | seizures |\n| --- | --- | ---: |\n| **Drugs** | **all** | 9 "
         "|\n"
         "| Drugs | Thailand | 4 |\n| **all** |  | 9 |\n"},
        /* Others on both sides, two measures. */
        {{.rows = {"reporter"},
          .cols = {"concealment"},
          .measures = {{.kind = MEASURE_SEIZURES}, {.kind = MEASURE_CASES}},
          .measure_count = 2,
          .top = 1,
          .top_cols = 1},
         {.format = TABLE_TSV, .manner = {.bare = true}},
         "reporter\tIn mail seizures\tIn mail cases\tOthers seizures\tOthers cases\t"
         "all seizures\tall cases\nTH\t1\t1\t3\t2\t4\t2\nOthers\t2\t1\t3\t3\t5\t4\n"
         "all\t3\t2\t6\t5\t9\t6\n"},
        /* Neither rows nor columns of a side: its total alone. */
        {{.cols = {"reporter"}, .measures = {{.kind = MEASURE_CASES}}, .measure_count = 1},
         {.format = TABLE_JSON,
          .manner = {.carry = true, .marking = "RESTRICTED"},
          .provenance = "filter: x"},
         "{\"rows\":[\n{\"all\":\"all\",\"AU\":0,\"MM\":1,\"NZ\":1,\"SG\":1,\"TH\":2,"
         "\"tailand\":1,\"all\":6}\n"
         "],\"provenance\":\"cases (distinct)\\ncases: 1 line of no case left out\\nfilter: "
         "x\",\"marking\":\"RESTRICTED\"}\n"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct crosstab *t = ask(x, "section:drugs", &records[i].q);
        char *text = write_to_file(t, &records[i].how);
        assert_string_equal(text, records[i].want);
        struct buffer b = {0};
        struct error e = {0};
        assert_int_equal(crosstab_write_buffer(t, &records[i].how, &b, &e), STATUS_OK);
        assert_string_equal(buffer_text(&b), text);
        buffer_free(&b);
        free(text);
        crosstab_free(&t);
    }
}

/* ---- every number, in every format for programs, as the cross-tab gives it */

static void compare(const struct crosstab *t, enum table_format format, uint32_t draw)
{
    const struct crosstab_table how = {
        .format = format, .manner = {.bare = true}, .subtotals = true};
    char *text = write_to_file(t, &how), *p = text;
    size_t first = t->row_axes ? t->row_axes : 1;
    char part = format == TABLE_TSV ? '\t' : ',';
    p = strchr(p, '\n') + 1;
    for (size_t r = 0; r < t->row_count; r++) {
        char *line = p;
        p = strchr(p, '\n');
        *p++ = '\0';
        /* From the right: labels may have the separator in quotes, numbers have neither. */
        for (size_t n = t->col_count * t->measure_count; n-- > 0;) {
            char want[64], *cell = strrchr(line, part);
            crosstab_text(t, n % t->measure_count, r, n / t->measure_count, true, want);
            assert_non_null(cell);
            if (strcmp(cell + 1, want))
                fail_msg("draw %u: row %zu, value %zu: %s, not %s", draw, r, n, cell + 1, want);
            *cell = '\0';
        }
        assert_true(first == 2 ? strchr(line, part) != NULL : *line != '\0');
    }
    assert_true(!*p);
    free(text);
}

static void test_every_number(void **state)
{
    static const char *const measures[] = {"cases",      "seizures",        "mass",
                                           "pieces",     "share(seizures)", "row-share(cases)",
                                           "mean(mass)", "rank(cases)",     "lift(seizures)"};
    (void)state;
    unsigned compared = 0;
    for (uint32_t draw = 0; draw < 30; draw++) {
        struct random_table table;
        void *fixture = NULL;
        uint32_t seed = 4000 + draw;
        fixture_set_up(&fixture);
        struct fixture *x = fixture;
        random_table(x, &seed, &table);
        for (int n = 0; n < 5; n++) {
            struct crosstab_question q = draw_question(&seed);
            struct crosstab *t = NULL;
            q.measure_count = 1 + random_below(&seed, 3);
            for (size_t m = 0; m < q.measure_count; m++)
                ok(x, crosstab_measure_parse(
                          measures[random_below(&seed, sizeof measures / sizeof *measures)],
                          &q.measures[m], &x->e));
            /* Without any case in the cache cases are refused. */
            if (crosstab_run(x->frame, NULL, &table.selection, &q, &t, &x->e))
                continue;
            compare(t, TABLE_CSV, draw);
            compare(t, TABLE_TSV, draw);
            crosstab_free(&t);
            compared++;
        }
        random_tear_down(&table);
        fixture_tear_down(&fixture);
    }
    assert_true(compared > 120);
}

/* ---- presets */

static void test_presets(void **state)
{
    (void)state;
    size_t count;
    const struct preset *p = preset_list(&count);
    struct error e = {0};
    assert_true(count >= 19);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(preset_find(p[i].name), &p[i]);
        assert_true(strlen(p[i].question) <= 60);
        size_t tables = preset_tables(&p[i]);
        assert_true(tables > 0);
        for (size_t k = 0; k < tables; k++) {
            assert_true(p[i].table[k].rows[0] != NULL);
            assert_true(tables == 1 || p[i].table[k].title);
            assert_true(!p[i].table[k].years || !strcmp(p[i].table[k].cols[0], "year"));
        }
    }
    assert_null(preset_find("list"));
    assert_int_equal(preset_refuse("top-reporter", &e), STATUS_MISUSE);
    assert_non_null(strstr(e.way_out, "did you mean top-reporters?"));
}

static void test_a_preset_as_a_question(void **state)
{
    struct fixture *x = *state;
    struct crosstab_question q;
    const char *narrowed;
    const struct preset_table *years = &preset_find("top-reporters")->table[0];
    ok(x, preset_question(x->frame, years, "section:Drugs or section:Revenue", &x->arena, &q,
                          &narrowed, &x->e));
    assert_string_equal(q.rows[0], "reporter");
    assert_int_equal(q.measures[0].kind, MEASURE_CASES);
    /* As of 2025-06-30 with data from January 2024 on there is one whole year: no pair. */
    assert_string_equal(narrowed, "section:Drugs or section:Revenue");
    assert_null(q.sort);
    const struct preset_table *cash = &preset_find("currency-conveyance")->table[0];
    ok(x, preset_question(x->frame, cash, "section:Drugs or section:Revenue", &x->arena, &q,
                          &narrowed, &x->e));
    assert_string_equal(narrowed,
                        "(section:Drugs or section:Revenue) stream:\"Cash smuggling\" ");
}

int main(void)
{
#define ASKED(test) cmocka_unit_test_setup_teardown(test, filter_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {ASKED(test_forms), cmocka_unit_test(test_every_number),
                                       cmocka_unit_test(test_presets),
                                       ASKED(test_a_preset_as_a_question)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
