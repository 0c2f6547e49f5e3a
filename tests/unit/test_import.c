/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing whole files: versions over several deliveries, dates by column, the commodity tree,
 * encodings, and refusals that leave the cache as it was. */
#include "ingest/import.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

struct fixture {
    struct reference *reference;
    char folder[64];
    char path[96];
    char file[96];
    struct import_report report;
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(f->folder) || reference_open(&f->reference, &f->error) != STATUS_OK)
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
    snprintf(f->file, sizeof f->file, "%s/file.csv", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char path[128];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, suffixes[i]);
        unlink(path);
    }
    unlink(f->file);
    rmdir(f->folder);
    reference_free(&f->reference);
    import_report_free(&f->report);
    free(f);
    return 0;
}

static enum status load_bytes(struct fixture *f, const void *bytes, size_t len,
                              const struct import_options *options)
{
    struct cache *c;
    int fd = open(f->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    import_report_free(&f->report);
    assert_int_equal(cache_open(f->path, CACHE_WRITE, &c, &f->error), STATUS_OK);
    enum status s = import_file(c, f->reference, f->file, options, &f->report, &f->error);
    cache_discard_new(&c);
    return s;
}

static void load(struct fixture *f, const char *text)
{
    if (load_bytes(f, text, strlen(text), NULL) != STATUS_OK)
        fail_msg("%s (%s)", f->error.text, f->error.way_out);
}

/* What a query says: cells by |, rows by /. */
static void expect(struct fixture *f, const char *sql, const char *answer)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    struct buffer out = {0};
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        buffer_adds(&out, out.len ? "/" : "");
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *text = (const char *)sqlite3_column_text(s, i);
            buffer_addf(&out, "%s%s", i ? "|" : "", text ? text : "null");
        }
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    if (strcmp(buffer_text(&out), answer))
        fail_msg("%s: %s, not %s", sql, buffer_text(&out), answer);
    buffer_free(&out);
}

/* new, changed, withdrawn, unchanged, left out */
static void counts(const struct fixture *f, unsigned new, unsigned changed, unsigned withdrawn,
                   unsigned unchanged, unsigned left_out)
{
    const struct batch *b = &f->report.batch;
    char got[64], wanted[64];
    snprintf(got, sizeof got, "%u %u %u %u %u", b->rows_new, b->rows_changed, b->rows_withdrawn,
             b->rows_unchanged, b->rows_left_out);
    snprintf(wanted, sizeof wanted, "%u %u %u %u %u", new, changed, withdrawn, unchanged,
             left_out);
    assert_string_equal(got, wanted);
    assert_int_equal(b->rows_read, new + changed + withdrawn + unchanged + left_out);
}

static const char current[] = "SELECT case_id, line, quantity FROM seizures ORDER BY 1, 2";

/* A second delivery: A/1 as before (other columns, other language), A/2 changed, B withdrawn, C
 * new. */
static void test_second_delivery(void **state)
{
    struct fixture *f = *state;
    load(f, "Case,Line,Date,Reporter,Quantity\n"
            "A,1,2024-01-05,France,5\nA,2,2024-01-05,France,6\nB,1,2024-01-06,Japan,7\n");
    counts(f, 3, 0, 0, 0, 0);
    load(f, "Quantité;Ligne;Statut;Date;Déclarant;Cas\n"
            "5.0;1;;05.01.2024;FR;A\n6.5;2;changed;2024-01-05;FRANCE;A\n"
            "7;1;withdrawn;2024-01-06;Japan;B\n8;1;new;2024-02-13;Japan;C\n");
    /* 05.01.2024 could be May: as text it is another one than 2024-01-05. */
    counts(f, 1, 2, 1, 0, 0);
    expect(f, current, "A|1|5/A|2|6.5/C|1|8");
    load(
        f,
        "Case,Line,Date,Reporter,Quantity,Status\n"
        "A,2,2024-01-05,FR,6.50,\nB,1,2024-01-06,Japan,7,withdrawn\nC,1,2024-02-13,Japan,9,\n");
    counts(f, 0, 1, 0, 2, 0);
    expect(f, current, "A|1|5/A|2|6.5/C|1|9");
    /* What was withdrawn may come back. */
    load(f, "Case,Line,Date,Reporter,Quantity\nB,1,2024-01-06,Japan,7\n");
    counts(f, 0, 1, 0, 0, 0);
    expect(f, current, "A|1|5/A|2|6.5/B|1|7/C|1|9");
    expect(f, "SELECT count(*) FROM pragma_foreign_key_check", "0");
    expect(f, "SELECT file, rows_read, first_line, last_line FROM batch WHERE id = 4",
           "file.csv|1|8|8");
}

/* Without line numbers the order of lines within the case stands for them. */
static void test_lines_by_order(void **state)
{
    struct fixture *f = *state;
    load(f, "Case,Date,Quantity\nA,2024-01-05,5\nB,2024-01-05,1\nA,2024-01-05,6\n");
    load(f, "Case,Date,Quantity\nA,2024-01-05,5\nA,2024-01-05,60\nA,2024-01-05,7\n");
    counts(f, 1, 1, 0, 1, 0);
    load(f, "Case,Date,Quantity\nA,2024-01-05,5\nA,2024-01-05,60\nA,2024-01-05,8\n");
    counts(f, 0, 1, 0, 2, 0);
    expect(f, "SELECT case_id, quantity FROM seizures ORDER BY 1, 2 + 0", "A|5/A|60/A|8/B|1");
}

static void test_same_line_twice(void **state)
{
    struct fixture *f = *state;
    load(f, "Case,Line,Date,Quantity\n"
            "A,1,2024-01-05,5\nA,1,2024-01-05,5\nA,1,2024-01-05,6\n");
    counts(f, 1, 1, 0, 0, 1);
    assert_int_equal(f->report.left_out_count, 1);
    assert_int_equal(f->report.left_out[0].row, 3);
    expect(f, current, "A|1|6");
    expect(f, "SELECT row, rule, severity FROM findings ORDER BY row", "3|Q01|W/4|Q01|W");
}

/* Rows without a case number belong to no case; identical ones are all kept. */
static void test_without_case(void **state)
{
    struct fixture *f = *state;
    load(f, "Reporter,Date,Quantity\nFR,2024-01-05,5\nFR,2024-01-05,5\n");
    counts(f, 2, 0, 0, 0, 0);
    assert_int_equal(f->report.lines_without_case, 2);
    load(f, "Case,Reporter,Date,Quantity,Status\n,FR,2024-01-05,5,\nX,FR,2024-01-05,5,W\n");
    /* The first of the two again; the withdrawn line was never delivered. */
    counts(f, 0, 0, 1, 1, 0);
    expect(f, "SELECT count(*), count(case_id) FROM seizures", "2|0");
    /* What is unchanged was told when it came. */
    expect(f, "SELECT row, rule FROM findings ORDER BY row, rule", "3|Q01/3|Q13");
}

/* One date over 12 settles the column; without one nothing does, and it is said. */
static void test_date_order(void **state)
{
    struct fixture *f = *state;
    static const char values[] = "SELECT row, date FROM seizures WHERE batch = %d ORDER BY 1";
    char sql[96];
    load(f, "Reporter,Date\nFR,03/04/2024\nFR,13/04/2024\nFR,05/05/2024\n");
    snprintf(sql, sizeof sql, values, 1);
    expect(f, sql, "2|2024-04-03/3|2024-04-13/4|2024-05-05");
    assert_string_equal(f->report.batch.as_of, "2024-05-05");
    /* The same text is another date here, so it is another row. */
    load(f, "Reporter,Date\nFR,03/04/2024\nJP,04/13/2024\n");
    counts(f, 2, 0, 0, 0, 0);
    snprintf(sql, sizeof sql, values, 2);
    expect(f, sql, "2|2024-03-04/3|2024-04-13");
    load(f, "Reporter,Date\nFR,03/04/2024\nFR,2024-06-01\n");
    snprintf(sql, sizeof sql, values, 3);
    expect(f, sql, "2|03/04/2024/3|2024-06-01");
    expect(f, "SELECT batch, row, field, rule, text FROM findings", "3|2|date|Q03|03/04/2024");
    expect(f, "SELECT value FROM meta WHERE key = 'as_of'", "2024-06-01");
}

/* Levels above a product follow from it; an ambiguous name needs them. */
static void test_tree(void **state)
{
    struct fixture *f = *state;
    load(f, "Reporter,Stream,Product\nFR,,Heroin\nFR,Cannabis,Plants\nFR,,Plants\n"
            "FR,Unknown,Heroin\n");
    expect(f, "SELECT section, stream, product FROM seizures ORDER BY row",
           "Drugs|Opioids and opiates|Heroin/Drugs|Cannabis|Cannabis: Plants/"
           "null|null|Plants/null|Unknown|Heroin");
    expect(f, "SELECT row, field, rule FROM findings", "4|product|Q08");
    expect(f,
           "SELECT s.value, s.derived, s.text FROM spelling AS s JOIN field AS f"
           " ON f.id = s.field WHERE f.name = 'stream' AND s.derived",
           "Opioids and opiates|1|");
    load(f, "Reporter,Stream,Product\nFR,Cannabis,Plants\nFR,,Heroin\nFR,,Plants\n");
    expect(f,
           "SELECT count(*) FROM spelling AS s JOIN field AS f ON f.id = s.field"
           " WHERE f.name IN ('stream', 'product')",
           "8"); /* nothing was spelled anew */
}

/* Unknown headers, second columns of a field and names of the catalogue. */
static void test_mapping(void **state)
{
    struct fixture *f = *state;
    load(f, "Reporter,Country,Lag,Ünknown  Héader!,,2nd,Foo,foo\nFR,DE,1,2,3,4,5,6\n");
    static const char *const names[] = {"reporter", "country",    "lag_2", "unknown_header",
                                        "column_5", "column_2nd", "foo",   "foo_2"};
    assert_int_equal(f->report.column_count, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(f->report.columns[i].field, names[i]);
        assert_int_equal(f->report.columns[i].further, i > 0);
    }
    expect(f, "SELECT reporter, country, unknown_header, foo_2 FROM seizures", "FR|DE|2|6");
    expect(f, "SELECT label FROM field WHERE name = 'unknown_header'", "Ünknown  Héader!");
    /* A later file may bring columns of its own; earlier lines have none. */
    load(f, "Reporter,Brand new,Remarks\nJP,x,In the door\n");
    expect(f, "SELECT reporter, brand_new, foo, remarks FROM seizures ORDER BY id",
           "FR|null|5|null/JP|x|null|In the door");
}

static void test_generic(void **state)
{
    struct fixture *f = *state;
    static const struct import_options generic = {.generic = true};
    static const char text[] = "product,x\n Heroin ,-\n";
    assert_int_equal(load_bytes(f, text, strlen(text), &generic), STATUS_OK);
    expect(f, "SELECT product_2, x FROM seizures", "Heroin|-");
    expect(f, "SELECT text FROM spelling WHERE code = 1 ORDER BY field", " Heroin /-");
}

static void test_ragged_rows(void **state)
{
    struct fixture *f = *state;
    load(f, "Reporter,Quantity\nFR\nJP,2,extra,more\nDE,3,,\n\"IT,5\n");
    expect(f, "SELECT row, reporter, quantity FROM seizures ORDER BY row",
           "2|FR|null/3|JP|2/4|DE|3/5|IT|5");
    expect(f, "SELECT row, rule, severity, text FROM findings WHERE rule = 'ROW' ORDER BY row",
           "2|ROW|I|FR/3|ROW|W|extra,more/5|ROW|W|\"IT,5");
    load(f, "Reporter,Date,Office,Quantity\nFR,2024-01-01,X,2\nTOTAL,,,2\n");
    counts(f, 1, 0, 0, 0, 1);
}

static void test_encodings(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *encoding;
    } files[] = {
        {"Office\nOrly\xC3\xA9\n", 14, "UTF-8"},
        {"\xEF\xBB\xBFOffice\nOrly\xC3\xA9\n", 17, "UTF-8"},
        {"Office\nOrly\xE9\n", 13, "Windows-1252 (assumed)"},
        {"\xFF\xFEO\0f\0f\0i\0c\0e\0\n\0O\0r\0l\0y\0\xE9\0\n\0", 28, "UTF-16LE"},
        {"\xFE\xFF\0O\0f\0f\0i\0c\0e\0\n\0O\0r\0l\0y\0\xE9\0\r\0\n", 30, "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(load_bytes(f, files[i].bytes, files[i].len, NULL), STATUS_OK);
        assert_string_equal(f->report.batch.encoding, files[i].encoding);
    }
    expect(f, "SELECT DISTINCT office FROM seizures", "Orlyé");
    /* The same row in every encoding: known since the first. */
    expect(f, "SELECT count(*) FROM seizures", "1");
    expect(f, "SELECT sum(rows_unchanged) FROM batch", "4");
    expect(f, "SELECT sha256 FROM batch WHERE id = 1",
           "31849c94a2b6bbd45dfb828594bed6e0ae5154c5c05db6550aa50f648f81e65c");
}

/* ---- refusals ---- */

static size_t read_cache(const struct fixture *f, char *out, size_t room)
{
    int fd = open(f->path, O_RDONLY);
    ssize_t n = fd < 0 ? 0 : read(fd, out, room);
    close(fd);
    assert_true(n >= 0 && (size_t)n < room);
    return (size_t)n;
}

static bool stop(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    (void)data;
    assert_true(done <= total && rows > 0);
    return false;
}

static const struct {
    const char *text;
    size_t len;
    const char *reason;
} refusals[] = {
    {"", 0, "is empty"},
    {"\n\n", 2, "blank lines alone"},
    {"Reporter,Date\n", 14, "a header and no rows"},
    {"foo,bar\n1,2\n", 12, "no column is known"},
    {"\x7F\x45LF\0\0\0\1\n", 9, "binary"},
    {"PK\3\4rest", 8, "cut or damaged"},
    {"Reporter,Date\nFR,2024-01-05\n", 28, "as batch 1"},
};

static void test_refusals(void **state)
{
    struct fixture *f = *state;
    enum { ROOM = 1 << 20 };
    char *before = malloc(ROOM), *after = malloc(ROOM);
    struct cache *c;
    /* Nothing was there: nothing remains. */
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(load_bytes(f, refusals[i].text, refusals[i].len, NULL), STATUS_FAILED);
        assert_int_equal(access(f->path, F_OK), -1);
    }
    load(f, "Reporter,Date\nFR,2024-01-05\n");
    size_t len = read_cache(f, before, ROOM);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        assert_int_equal(load_bytes(f, refusals[i].text, refusals[i].len, NULL), STATUS_FAILED);
        if (!strstr(f->error.text, refusals[i].reason) || !*f->error.way_out)
            fail_msg("%s (%s)", f->error.text, f->error.way_out);
        assert_int_equal(read_cache(f, after, ROOM), len);
        assert_memory_equal(before, after, len);
    }
    assert_int_equal(cache_open(f->path, CACHE_WRITE, &c, &f->error), STATUS_OK);
    assert_int_equal(import_file(c, f->reference, f->folder, NULL, &f->report, &f->error),
                     STATUS_FAILED);
    assert_non_null(strstr(f->error.text, "folder"));
    assert_int_equal(import_file(c, f->reference, "/nowhere", NULL, &f->report, &f->error),
                     STATUS_FAILED);
    assert_non_null(strstr(f->error.text, "no such file"));
    const struct import_options bad_day = {.as_of = "2024-13-01"};
    assert_int_equal(import_file(c, f->reference, f->file, &bad_day, &f->report, &f->error),
                     STATUS_MISUSE);
    cache_close(&c);
    free(before);
    free(after);
}

/* Stopped in the middle of 3 MB: as if it had not begun. */
static void test_cancel(void **state)
{
    struct fixture *f = *state;
    struct buffer text = {0};
    const struct progress progress = {.step = stop};
    const struct import_options options = {.progress = &progress};
    load(f, "Reporter,Date\nFR,2024-01-05\n");
    buffer_adds(&text, "Reporter,Date,Brand\n");
    for (int i = 0; text.len < 3 << 20; i++)
        buffer_addf(&text, "FR,2024-01-05,brand %d\n", i);
    assert_int_equal(load_bytes(f, text.data, text.len, &options), STATUS_CANCELLED);
    expect(f, "SELECT count(*), (SELECT count(*) FROM field) FROM seizures", "1|2");
    assert_int_equal(load_bytes(f, text.data, text.len, NULL), STATUS_OK);
    buffer_free(&text);
}

/* Every finding is kept with its row, also those that had to wait for the last one. */
static void test_many_findings(void **state)
{
    struct fixture *f = *state;
    struct buffer text = {0};
    buffer_adds(&text, "Reporter,Date,Quantity,Brand\n");
    for (int i = 0; i < 1500; i++)
        buffer_addf(&text, "FR,01/02/2024,x,brand %d\n", i);
    assert_int_equal(load_bytes(f, text.data, text.len, NULL), STATUS_OK);
    assert_int_equal(f->report.rule_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(f->report.rules[i].count, 1500);
        assert_int_equal(f->report.rules[i].first_row, 2);
    }
    assert_int_equal(f->report.batch.findings, 3000);
    expect(f, "SELECT rule, count(*), max(row) FROM findings GROUP BY rule",
           "Q03|1500|1501/Q09|1500|1501");
    expect(f, "SELECT count, first_row FROM finding_sum", "1500|2/1500|2");
    buffer_free(&text);
}

static void test_training_is_marked(void **state)
{
    struct fixture *f = *state;
    load(f, "Case,Date\nA-1,2024-01-05\n");
    expect(f, "SELECT count(*) FROM meta WHERE key = 'marking'", "0");
    load(f, "Case,Date\nTRN-1,2024-01-05\n");
    expect(f, "SELECT value FROM meta WHERE key = 'marking'", "TRAINING DATA");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_second_delivery), TEST(test_lines_by_order),
        TEST(test_same_line_twice), TEST(test_without_case),
        TEST(test_date_order),      TEST(test_tree),
        TEST(test_mapping),         TEST(test_generic),
        TEST(test_ragged_rows),     TEST(test_encodings),
        TEST(test_refusals),        TEST(test_cancel),
        TEST(test_many_findings),   TEST(test_training_is_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
