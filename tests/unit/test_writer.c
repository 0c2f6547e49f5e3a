/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer's thread: what was handed over in many loads comes back whole, a fault comes back
 * as a value, and an abandoned import leaves nothing. */
#include "store/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

/* More lines and cases than one chunk holds, and some hundred loads. */
enum { LINES = 150000, GIANT = 70001, GIANT_LENGTH = 100000 };

struct fixture {
    char folder[64];
    char path[96];
    struct cache *cache;
    struct writer *writer;
    uint32_t product, remarks;
    char *giant;
};

static void ok(enum status s, const struct error *e)
{
    if (s != STATUS_OK)
        fail_msg("%s (%s)", e->text, e->way_out);
}

static void begin(struct fixture *f)
{
    struct error e;
    uint32_t slot;
    ok(writer_begin(f->cache, &f->writer, &e), &e);
    ok(writer_field(f->writer, "product", "Product", false, false, &slot, &f->product, &e), &e);
    ok(writer_field(f->writer, "remarks", "Remarks", false, true, &slot, &f->remarks, &e), &e);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct error e;
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
    ok(cache_open(f->path, CACHE_WRITE, &f->cache, &e), &e);
    f->giant = malloc(GIANT_LENGTH + 1);
    memset(f->giant, 'g', GIANT_LENGTH);
    f->giant[GIANT_LENGTH] = '\0';
    begin(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char path[128];
    writer_abandon(&f->writer);
    cache_close(&f->cache);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
        unlink(path);
    }
    rmdir(f->folder);
    free(f->giant);
    free(f);
    return 0;
}

/* The remark of a line: blank for one in three, once far more than a chunk. */
static const char *remark(const struct fixture *f, uint32_t line, char text[32])
{
    if (line == GIANT)
        return f->giant;
    snprintf(text, 32, line % 3 ? "Remark %u" : "", line);
    return text;
}

static uint32_t code(uint32_t line)
{
    return line < 1000 ? line % 3 : line; /* the width of its chunks grows from 2 to 4 bytes */
}

/* Two lines a case, a spelling a line. */
static enum status hand_over(struct fixture *f, uint32_t line, struct error *e)
{
    char text[32], case_id[32];
    uint32_t key = line / 2 + 1, got;
    snprintf(case_id, sizeof case_id, "TRN-%u", key);
    struct long_text texts[2] = {{0}, {.text = remark(f, line, text)}};
    texts[1].length = (uint32_t)strlen(texts[1].text);
    enum status s = STATUS_OK;
    if (line == 1 || line % 2 == 0) {
        s = writer_case(f->writer, "CEN", case_id, &got, e);
        assert_int_equal(got, key);
    }
    if (s == STATUS_OK)
        s = writer_line(f->writer, line + 1, key, (uint64_t)line << 33,
                        (uint32_t[]){code(line), 0}, texts, &got, e);
    if (s == STATUS_OK)
        assert_int_equal(got, line);
    return s;
}

static void hand_over_all(struct fixture *f)
{
    struct error e;
    for (uint32_t line = 1; line <= LINES; line++) {
        ok(hand_over(f, line, &e), &e);
        /* Who reads meanwhile finds all that was handed over. */
        if (line == LINES / 2) {
            assert_int_equal(cache_line_count(f->cache), line);
            assert_int_equal(cache_case_count(f->cache), line / 2 + 1);
        }
    }
    struct batch b = {.file = "f.csv",
                      .sha256 = "00",
                      .encoding = "UTF-8",
                      .delimiter = ',',
                      .header = "h",
                      .as_of = "2024-12-31"};
    ok(writer_commit(&f->writer, &b, &e), &e);
}

/* ---- what comes back --------------------------------------------------------------------- */

struct expected {
    const struct fixture *f;
    uint32_t next;
    uint64_t (*value)(uint32_t line);
};

static enum status compare_values(void *data, uint32_t first, uint32_t count, unsigned width,
                                  const void *values, struct error *e)
{
    struct expected *x = data;
    (void)e;
    assert_int_equal(first, x->next);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t value = 0;
        memcpy(&value, (const char *)values + (size_t)i * width, width);
        if (value != x->value(first + i))
            fail_msg("line %u: %llu", first + i, (unsigned long long)value);
    }
    x->next = first + count;
    return STATUS_OK;
}

static enum status compare_texts(void *data, uint32_t first, uint32_t count,
                                 const uint32_t *offsets, const char *folded, struct error *e)
{
    struct expected *x = data;
    (void)e;
    assert_int_equal(first, x->next);
    for (uint32_t i = 0; i < count; i++) {
        char room[32];
        const char *text = remark(x->f, first + i, room);
        size_t len = strlen(text);
        if (*text == 'R')
            room[0] = 'r'; /* folded */
        if (offsets[i + 1] - offsets[i] != len || memcmp(folded + offsets[i], text, len))
            fail_msg("the remark of line %u", first + i);
    }
    x->next = first + count;
    return STATUS_OK;
}

static uint64_t value_of_code(uint32_t line)
{
    return code(line);
}

static uint64_t value_of_case(uint32_t line)
{
    return line / 2 + 1;
}

static uint64_t value_of_hash(uint32_t line)
{
    return (uint64_t)line << 33;
}

static void test_columns(struct fixture *f)
{
    struct error e;
    const struct {
        uint32_t field;
        uint64_t (*value)(uint32_t line);
    } columns[] = {{f->product, value_of_code},
                   {CACHE_COLUMN_CASE, value_of_case},
                   {CACHE_COLUMN_HASH, value_of_hash}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct expected x = {.f = f, .next = 1, .value = columns[i].value};
        ok(cache_column(f->cache, columns[i].field, compare_values, &x, &e), &e);
        assert_int_equal(x.next, LINES + 1);
    }
    struct expected x = {.f = f, .next = 1};
    ok(cache_text_column(f->cache, f->remarks, compare_texts, &x, &e), &e);
    assert_int_equal(x.next, LINES + 1);
}

static void test_rows(struct fixture *f)
{
    static const uint32_t lines[] = {1, 2, 3, 65536, 65537, GIANT - 1, GIANT, GIANT + 1, LINES};
    struct error e;
    sqlite3 *db;
    sqlite3_stmt *s;
    struct buffer text = {0};
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT v.remarks, v.case_id, l.f16 FROM seizures AS v"
                                        " JOIN line AS l ON l.id = v.id WHERE v.id = ?",
                                        -1, &s, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char room[32], case_id[32];
        const char *expected = remark(f, lines[i], room);
        buffer_clear(&text);
        ok(cache_line_text(f->cache, lines[i], f->remarks, &text, &e), &e);
        assert_string_equal(buffer_text(&text), expected);
        snprintf(case_id, sizeof case_id, "TRN-%u", lines[i] / 2 + 1);
        sqlite3_bind_int64(s, 1, lines[i]);
        assert_int_equal(sqlite3_step(s), SQLITE_ROW);
        const char *seen = (const char *)sqlite3_column_text(s, 0);
        assert_int_equal(seen == NULL, !*expected);
        assert_string_equal(seen ? seen : "", expected);
        assert_string_equal((const char *)sqlite3_column_text(s, 1), case_id);
        assert_int_equal(sqlite3_column_int64(s, 2), code(lines[i]));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    buffer_free(&text);
}

static void test_many_loads(void **state)
{
    struct fixture *f = *state;
    struct arena a = {0};
    struct error e;
    uint32_t *keys;
    size_t count;
    hand_over_all(f);
    test_columns(f);
    test_rows(f);
    for (uint32_t key = 1; key <= LINES / 2 + 1; key += 12345) {
        char case_id[32];
        snprintf(case_id, sizeof case_id, "TRN-%u", key);
        ok(cache_find_case(f->cache, case_id, &a, &keys, &count, &e), &e);
        assert_int_equal(count, 1);
        assert_int_equal(keys[0], key);
    }
    ok(cache_find_case(f->cache, "TRN-0", &a, &keys, &count, &e), &e);
    assert_int_equal(count, 0);
    arena_free(&a);
}

static void test_fault_comes_back(void **state)
{
    struct fixture *f = *state;
    struct error e = {0};
    struct spelling s = {.text = "Heroin", .length = 6, .value = "heroin"};
    /* The same code twice is a fault of the caller's that only the table knows. */
    ok(writer_spelling(f->writer, f->product, 1, &s, &e), &e);
    ok(writer_spelling(f->writer, f->product, 1, &s, &e), &e);
    enum status status = STATUS_OK;
    for (uint32_t line = 1; line <= LINES && status == STATUS_OK; line++)
        status = hand_over(f, line, &e);
    assert_int_equal(status, STATUS_FAILED);
    assert_non_null(strstr(e.text, "spelling"));
    writer_abandon(&f->writer);
    assert_int_equal(cache_line_count(f->cache), 0);
}

static void test_abandoned_on_the_way(void **state)
{
    struct fixture *f = *state;
    struct error e;
    for (uint32_t line = 1; line <= 20000; line++)
        ok(hand_over(f, line, &e), &e);
    writer_abandon(&f->writer);
    assert_int_equal(cache_line_count(f->cache), 0);
    assert_int_equal(cache_case_count(f->cache), 0);
    begin(f);
    hand_over_all(f);
    test_columns(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_many_loads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fault_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_abandoned_on_the_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
