/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The structure that speed rests on: questions are answered from the columns and read no row of
 * the cache; a list reads the rows that it shows and no others. */
#include "questions.h"

#include <ctype.h>

#define TEST_LINES 3000

struct trace {
    size_t statements, rows;
    char first[200]; /* the first statement that read rows */
};

/* Whether sql has this word as a whole. */
static bool has_word(const char *sql, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = sql; (p = strstr(p, word)); p += len) {
        bool before = p > sql && (isalnum((unsigned char)p[-1]) || p[-1] == '_');
        bool after = isalnum((unsigned char)p[len]) || p[len] == '_';
        if (!before && !after)
            return true;
    }
    return false;
}

/* The table line has a namesake, the column line of other tables: it is a table behind FROM,
 * JOIN or a comma. How many lines or cases there are, the highest key tells, and no row is read
 * for it. */
static bool reads_rows(const char *sql)
{
    if (!strcmp(sql, "SELECT max(id) FROM line") ||
        !strcmp(sql, "SELECT max(id) FROM seizure_case"))
        return false;
    return has_word(sql, "FROM line") || has_word(sql, "JOIN line") ||
           has_word(sql, ", line") || has_word(sql, "seizure_case") ||
           has_word(sql, "seizures");
}

static void see(void *data, const char *sql)
{
    struct trace *t = data;
    t->statements++;
    if (!reads_rows(sql))
        return;
    if (t->rows++ == 0)
        snprintf(t->first, sizeof t->first, "%s", sql);
}

static void test_statements_that_read_rows_are_known(void **state)
{
    (void)state;
    assert_true(reads_rows("SELECT f20 FROM line WHERE id = 3"));
    assert_true(reads_rows("SELECT 1 FROM batch JOIN line ON line.batch = batch.id"));
    assert_true(reads_rows("SELECT * FROM seizures"));
    assert_true(reads_rows("SELECT id FROM seizure_case WHERE case_id = ?"));
    assert_false(reads_rows("SELECT line FROM superseded ORDER BY line"));
    assert_false(reads_rows("SELECT first_line FROM batch"));
}

/* Each question is asked of a frame in which nothing is loaded, then once more. */
static void test_no_question_reads_rows(void **state)
{
    struct fixture *x = *state;
    questions_fill(x, TEST_LINES);
    for (size_t i = 0; i < QUESTIONS; i++) {
        fixture_frame(x);
        for (int time = 0; time < 2; time++) {
            struct trace t = {0};
            cache_trace(x->cache, see, &t);
            question_ask(x, &questions[i]);
            cache_trace(x->cache, NULL, NULL);
            if (t.rows)
                fail_msg("%s: %zu statements read rows: %s", questions[i].name, t.rows,
                         t.first);
            /* Columns that are loaded are not read again; overview and trend open nothing. */
            if (time == 1 && t.statements)
                fail_msg("%s: %zu statements on columns that are there", questions[i].name,
                         t.statements);
        }
    }
}

/* Opening asks how many lines and cases there are and reads no other row. */
static void test_opening_reads_no_rows(void **state)
{
    struct fixture *x = *state;
    struct trace t = {0};
    questions_fill(x, TEST_LINES);
    cache_trace(x->cache, see, &t);
    fixture_frame(x);
    cache_trace(x->cache, NULL, NULL);
    assert_true(t.statements > 0);
    if (t.rows)
        fail_msg("%zu statements read rows: %s", t.rows, t.first);
}

#define SHOWN 20

/* Cells of columns cost nothing; case id, row and long text one statement a cell. */
static void test_a_list_reads_the_rows_it_shows(void **state)
{
    static const struct {
        const char *columns[6];
        size_t each; /* statements for one row */
    } lists[] = {
        {{"date", "reporter", "product", "mass", "transit", "shop"}, 0},
        {{"line_id", "batch", "value", "lag", "section", "unit"}, 0},
        {{"case_id", "date", "product"}, 1},
        {{"remarks", "date"}, 1},
        {{"case_id", "remarks", "reporter"}, 2},
    };
    struct fixture *x = *state;
    questions_fill(x, TEST_LINES);
    fixture_frame(x);
    uint32_t *order;
    size_t count;
    ok(x, listing_order(x->frame, frame_current(x->frame),
                        (struct sort_key[]){{"mass", true}, {NULL, false}}, &order, &count,
                        &x->e));
    assert_true(count > 2 * SHOWN);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct list_column column[6];
        struct trace t = {0};
        struct buffer cell = {0};
        for (size_t c = 0; c < 6 && lists[i].columns[c]; c++)
            ok(x, list_column_open(x->frame, lists[i].columns[c], &column[c], &x->e));
        cache_trace(x->cache, see, &t);
        for (size_t r = 0; r < SHOWN; r++)
            for (size_t c = 0; c < 6 && lists[i].columns[c]; c++) {
                buffer_clear(&cell);
                ok(x, list_column_cell(&column[c], order[100 + r], CELL_LABEL, &cell, NULL,
                                       &x->e));
            }
        cache_trace(x->cache, NULL, NULL);
        buffer_free(&cell);
        if (t.rows != lists[i].each * SHOWN || t.statements != t.rows)
            fail_msg("list %zu: %zu statements, %zu of them on rows, for %d rows: %s", i,
                     t.statements, t.rows, SHOWN, t.first);
    }
    free(order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements_that_read_rows_are_known),
        TEST(test_no_question_reads_rows),
        TEST(test_opening_reads_no_rows),
        TEST(test_a_list_reads_the_rows_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
