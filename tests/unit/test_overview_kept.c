/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview that is kept in the cache: used without a look at any column, the same as the
 * one computed, and passed over as soon as anything that it was made from is another. */
#include "analysis/cases.h"
#include "analysis/overview_kept.h"
#include "random_lines.h"

#include <sqlite3.h>
#include <sys/stat.h>

#define ROWS_ASKED 5

static void same_lists(const struct overview *a, const struct overview *b)
{
    assert_int_equal(a->silent_count, b->silent_count);
    for (size_t i = 0; i < a->silent_count; i++) {
        assert_string_equal(a->silent[i].code, b->silent[i].code);
        assert_string_equal(a->silent[i].label, b->silent[i].label);
        assert_string_equal(a->silent[i].last, b->silent[i].last);
        assert_int_equal(a->silent[i].months, b->silent[i].months);
        assert_true(a->silent[i].usual == b->silent[i].usual);
    }
    assert_int_equal(a->haul_count, b->haul_count);
    for (size_t i = 0; i < a->haul_count; i++) {
        assert_int_equal(a->haul[i].position, b->haul[i].position);
        assert_string_equal(a->haul[i].product, b->haul[i].product);
        assert_string_equal(a->haul[i].reporter, b->haul[i].reporter);
        assert_string_equal(a->haul[i].date, b->haul[i].date);
        assert_string_equal(a->haul[i].amount, b->haul[i].amount);
    }
    assert_int_equal(a->mover_count, b->mover_count);
    for (size_t i = 0; i < a->mover_count; i++) {
        assert_string_equal(a->mover[i].code, b->mover[i].code);
        assert_string_equal(a->mover[i].label, b->mover[i].label);
        assert_int_equal(a->mover[i].now, b->mover[i].now);
        assert_int_equal(a->mover[i].before, b->mover[i].before);
        assert_true(a->mover[i].p == b->mover[i].p);
    }
}

static void same(const struct overview *a, const struct overview *b)
{
    assert_string_equal(a->as_of, b->as_of);
    assert_string_equal(a->mover_field, b->mover_field);
    assert_int_equal(a->has_cases, b->has_cases);
    assert_memory_equal(&a->now, &b->now, sizeof a->now);
    assert_memory_equal(&a->before, &b->before, sizeof a->before);
    assert_memory_equal(&a->since, &b->since, sizeof a->since);
    assert_int_equal(a->cases_now, b->cases_now);
    assert_int_equal(a->cases_before, b->cases_before);
    assert_int_equal(a->seizures_now, b->seizures_now);
    assert_int_equal(a->seizures_before, b->seizures_before);
    assert_int_equal(a->reporters_now, b->reporters_now);
    assert_int_equal(a->reporters_before, b->reporters_before);
    assert_int_equal(a->cases_since, b->cases_since);
    assert_int_equal(a->seizures_since, b->seizures_since);
    assert_int_equal(a->reporters_since, b->reporters_since);
    assert_int_equal(a->usual_delay, b->usual_delay);
    assert_ptr_equal(a->last, b->last);
    assert_int_equal(a->last_current, b->last_current);
    assert_int_equal(a->lines, b->lines);
    assert_int_equal(a->cases, b->cases);
    assert_int_equal(a->fields, b->fields);
    assert_int_equal(a->without_case, b->without_case);
    assert_int_equal(a->reporters, b->reporters);
    same_lists(a, b);
}

static bool recalls(struct fixture *x, const struct bitmap *lines, size_t rows)
{
    struct overview o = {.mover_field = "product"};
    bool found = overview_recall(x->frame, lines, rows, &o);
    arena_free(&o.arena);
    return found;
}

/* A new frame recalls what is kept, and that is what its columns say. */
static void expect_kept(struct fixture *x)
{
    struct overview *kept, *computed;
    fixture_frame(x);
    const struct bitmap *all = frame_current(x->frame);
    assert_true(recalls(x, all, ROWS_ASKED));
    ok(x, overview_run(x->frame, all, ROWS_ASKED, &kept, &x->e));
    ok(x, overview_compute(x->frame, all, ROWS_ASKED, &computed, &x->e));
    same(kept, computed);
    uint32_t cases, without, reporters;
    ok(x, cases_count(x->frame, all, &cases, &without, &x->e));
    ok(x, reporters_count(x->frame, all, &reporters, &x->e));
    assert_int_equal(kept->cases, cases);
    assert_int_equal(kept->without_case, without);
    assert_int_equal(kept->reporters, reporters);
    overview_free(&kept);
    overview_free(&computed);
    bool there, fits;
    ok(x, overview_check(x->frame, &there, &fits, &x->e));
    assert_true(there && fits);
}

/* What is kept is of another state: it is neither used nor called a fault. */
static void expect_stale(struct fixture *x)
{
    struct overview *run, *computed;
    bool there, fits;
    fixture_frame(x);
    const struct bitmap *all = frame_current(x->frame);
    assert_false(recalls(x, all, ROWS_ASKED));
    ok(x, overview_run(x->frame, all, ROWS_ASKED, &run, &x->e));
    ok(x, overview_compute(x->frame, all, ROWS_ASKED, &computed, &x->e));
    same(run, computed);
    overview_free(&run);
    overview_free(&computed);
    ok(x, overview_check(x->frame, &there, &fits, &x->e));
    assert_false(there);
}

static void keep(struct fixture *x)
{
    ok(x, overview_keep(x->cache, x->reference, &x->e));
}

static void test_random(void **state)
{
    (void)state;
    for (uint32_t draw = 0; draw < 30; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        struct fixture *x = own;
        struct random_table t;
        uint32_t seed = 521288629U + draw * 7919U;
        random_table(x, &seed, &t);
        expect_stale(x);
        keep(x);
        if (t.lines)
            expect_kept(x);
        else
            expect_stale(x);
        bitmap_free(&t.selection);
        fixture_tear_down(&own);
    }
}

static const struct fixture_row first[] = {
    {1, {"2025-01-05", "TH", "Heroin", "12", "kg"}},
    {1, {"2025-02-05", "TH", "Cocaine", "7", "g"}},
    {2, {"2025-03-05", "MM", "Heroin", "3", "catty"}},
    {3, {"2024-03-05", "AU", "Heroin", "1", "kg"}},
};
static const struct fixture_row second[] = {
    {4, {"2025-04-05", "NZ", "Heroin", "900", "kg"}},
    {0, {"2025-05-05", "LK", "Khat", "4", "kg"}},
};
#define OF_BOTH FIELDS("date", "reporter", "product", "quantity", "unit")

static void count_columns(void *data, const char *sql)
{
    *(int *)data += strstr(sql, "FROM chunk") || strstr(sql, "FROM spelling");
}

/* No column and no spelling is read for it; rows beyond those kept, or another selection, are
 * computed. */
static void test_no_column_is_read(void **state)
{
    struct fixture *x = *state;
    struct overview *o;
    struct bitmap some = {0};
    int read = 0;
    fixture_import(x, "a.csv", OF_BOTH, ROWS(first), NULL);
    keep(x);
    fixture_frame(x);
    cache_trace(x->cache, count_columns, &read);
    ok(x, overview_run(x->frame, frame_current(x->frame), 2, &o, &x->e));
    assert_int_equal(read, 0);
    assert_int_equal(o->haul_count, 2);
    assert_string_equal(o->haul[0].amount, "12.000 kg");
    overview_free(&o);
    assert_false(recalls(x, frame_current(x->frame), 1000));
    assert_true(bitmap_init(&some, frame_lines(x->frame)));
    bitmap_set(&some, 1);
    assert_false(recalls(x, &some, 2));
    ok(x, overview_run(x->frame, &some, 2, &o, &x->e));
    assert_true(read > 0);
    assert_int_equal(o->lines, 1);
    overview_free(&o);
    bitmap_free(&some);
    cache_trace(x->cache, NULL, NULL);
}

/* Each thing that changes what counts leaves the kept overview behind; kept anew it fits. */
static void test_deliveries(void **state)
{
    struct fixture *x = *state;
    struct cache_purged gone;
    static const uint32_t withdrawn[] = {1, 0};
    fixture_import(x, "a.csv", OF_BOTH, ROWS(first), NULL);
    keep(x);
    expect_kept(x);
    fixture_import(x, "b.csv", OF_BOTH, ROWS(second), withdrawn);
    expect_stale(x);
    keep(x);
    expect_kept(x);
    frame_free(&x->frame);
    ok(x, cache_retract(x->cache, 1, false, &x->e));
    expect_stale(x);
    keep(x);
    expect_kept(x);
    ok(x, cache_retract(x->cache, 1, true, &x->e));
    expect_stale(x);
    keep(x);
    expect_kept(x);
    ok(x, cache_retract(x->cache, 2, false, &x->e));
    expect_stale(x);
    keep(x);
    expect_kept(x);
    frame_free(&x->frame);
    ok(x, cache_purge(x->cache, &gone, &x->e));
    assert_int_equal(gone.batches, 1);
    expect_stale(x);
    keep(x);
    expect_kept(x);
}

static void expect_largest(struct fixture *x, const char *amount)
{
    struct overview *o;
    ok(x, overview_run(x->frame, frame_current(x->frame), 1, &o, &x->e));
    assert_string_equal(o->haul[0].amount, amount);
    overview_free(&o);
}

/* A unit of the user's own changes masses: what was kept without it is not used with it. */
static void test_own_units(void **state)
{
    struct fixture *x = *state;
    struct reference *plain = x->reference, *own;
    char path[128];
    snprintf(path, sizeof path, "%s/units.tsv", x->folder);
    fixture_import(x, "a.csv", OF_BOTH, ROWS(first), NULL);
    keep(x);
    expect_kept(x);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("code\tfamily\tfactor\ten\tfr\taliases\ncatty\tmass\t50 kg\n", f);
    fclose(f);
    enum status opened = reference_open_with(x->folder, &own, &x->e);
    unlink(path);
    ok(x, opened);
    x->reference = own;
    expect_stale(x);
    keep(x);
    expect_kept(x);
    expect_largest(x, "150.000 kg");
    x->reference = plain;
    expect_stale(x);
    expect_largest(x, "12.000 kg");
    frame_free(&x->frame);
    reference_free(&own);
}

/* All lines whatever became of them, and rows that are no seizures, are other selections or
 * other answers. */
static void test_other_frames(void **state)
{
    struct fixture *x = *state;
    struct frame *other;
    static const uint32_t withdrawn[] = {1, 0};
    struct overview o = {0};
    fixture_import(x, "a.csv", OF_BOTH, ROWS(first), NULL);
    fixture_import(x, "b.csv", OF_BOTH, ROWS(second), withdrawn);
    keep(x);
    ok(x, frame_open_all(x->cache, x->reference, &other, &x->e));
    assert_false(overview_recall(other, frame_current(other), 5, &o));
    frame_free(&other);
    ok(x, frame_open_apart(x->cache, x->reference, &other, &x->e));
    assert_false(overview_recall(other, frame_current(other), 5, &o));
    frame_free(&other);
}

/* Runs a statement with the bytes bound, through a connection of its own. */
static void change(struct fixture *x, const char *sql, const void *bytes, int n)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_blob(s, 1, bytes, n, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
    sqlite3_close(db);
}

static int read_answer(struct fixture *x, unsigned char *out, int most)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT data FROM answer", -1, &s, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int n = sqlite3_column_bytes(s, 0);
    assert_true(n > 0 && n <= most);
    memcpy(out, sqlite3_column_blob(s, 0), (size_t)n);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

/* Cut short at any byte it is passed over; with any byte changed it is read safely, and the
 * check tells that it is not what the lines say. */
static void test_damaged(void **state)
{
    struct fixture *x = *state;
    static const char update[] = "UPDATE answer SET data = ?";
    static unsigned char whole[8192], bad[8192];
    bool there, fits;
    fixture_import(x, "a.csv", OF_BOTH, ROWS(first), NULL);
    keep(x);
    int n = read_answer(x, whole, sizeof whole);
    for (int cut = 0; cut < n; cut += 3) {
        change(x, update, whole, cut);
        fixture_frame(x);
        assert_false(recalls(x, frame_current(x->frame), 5));
    }
    for (int i = 0; i < n; i += 5) {
        memcpy(bad, whole, (size_t)n);
        bad[i] ^= 0x80;
        change(x, update, bad, n);
        fixture_frame(x);
        recalls(x, frame_current(x->frame), 5);
        ok(x, overview_check(x->frame, &there, &fits, &x->e));
        assert_true(there);
        assert_false(fits);
    }
    change(x, update, whole, n);
    expect_kept(x);
    change(x, "DROP TABLE answer", NULL, 0); /* as in a cache of before there were any */
    expect_stale(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random), TEST(test_no_column_is_read), TEST(test_deliveries),
        TEST(test_own_units),          TEST(test_other_frames),      TEST(test_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
