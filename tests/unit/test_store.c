/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: what the writer was given comes back from the tables, the columns and the view. */
#include "store/cache.h"
#include "store/writer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

struct fixture {
    char folder[64];
    char path[96];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
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
    rmdir(f->folder);
    free(f);
    return 0;
}

static void ok(enum status s, const struct error *e)
{
    if (s != STATUS_OK)
        fail_msg("%s (%s)", e->text, e->way_out);
}

static struct cache *open_cache(const char *path, enum cache_mode mode)
{
    struct cache *c;
    struct error e;
    ok(cache_open(path, mode, &c, &e), &e);
    return c;
}

static void spell(struct writer *w, uint32_t field, uint32_t code, const char *text,
                  const char *value, enum value_state state)
{
    struct error e;
    struct spelling s = {
        .text = text, .length = (uint32_t)strlen(text), .value = value, .state = state};
    ok(writer_spelling(w, field, code, &s, &e), &e);
}

static void commit(struct writer **w)
{
    struct error e;
    struct batch b = {.file = "a.csv",
                      .sha256 = "00ff",
                      .bytes = 12,
                      .encoding = "UTF-8",
                      .delimiter = ';',
                      .header = "a;b",
                      .as_of = "2024-05-01",
                      .rows_read = 3,
                      .findings = 1};
    ok(writer_commit(w, &b, &e), &e);
}

/* ---- columns gathered back into one array ---- */

struct column {
    uint64_t values[70000];
    uint32_t chunks;
    unsigned widths[8];
};

static enum status gather(void *data, uint32_t first, uint32_t count, unsigned width,
                          const void *values, struct error *e)
{
    struct column *c = data;
    (void)e;
    c->widths[c->chunks++ % 8] = width;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t v = 0;
        if (width)
            memcpy(&v, (const char *)values + (size_t)i * width, width);
        c->values[first + i] = v;
    }
    return STATUS_OK;
}

static struct column *column(struct cache *c, uint32_t field)
{
    struct error e;
    struct column *col = calloc(1, sizeof *col);
    ok(cache_column(c, field, gather, col, &e), &e);
    return col;
}

/* 70,000 lines of five columns, each as wide as its largest code asks for; chunks break at
 * 65,536. */
static void test_column_widths(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *name;
        uint32_t step;
        unsigned width;
    } columns[] = {{"none", 0, 0}, {"byte", 1, 1}, {"short", 200, 2}, {"long", 70000, 4}};
    enum { LINES = 69999, COLUMNS = 4 };
    struct cache *c = open_cache(f->path, CACHE_WRITE);
    struct writer *w;
    struct error e;
    uint32_t slot[COLUMNS], id[COLUMNS], line;
    ok(writer_begin(c, &w, &e), &e);
    for (size_t i = 0; i < COLUMNS; i++)
        ok(writer_field(w, columns[i].name, columns[i].name, true, false, &slot[i], &id[i], &e),
           &e);
    for (uint32_t n = 1; n <= LINES; n++) {
        uint32_t codes[COLUMNS];
        for (size_t i = 0; i < COLUMNS; i++)
            codes[slot[i]] = n % 256 * columns[i].step;
        ok(writer_line(w, n + 1, 0, (uint64_t)n << 40, codes, NULL, &line, &e), &e);
        assert_int_equal(line, n);
    }
    commit(&w);
    cache_close(&c);

    c = open_cache(f->path, CACHE_READ);
    assert_int_equal(cache_line_count(c), LINES);
    for (size_t i = 0; i < COLUMNS; i++) {
        struct column *col = column(c, id[i]);
        assert_int_equal(col->chunks, 2);
        assert_int_equal(col->widths[0], columns[i].width);
        for (uint32_t n = 1; n <= LINES; n++)
            assert_int_equal(col->values[n], n % 256 * columns[i].step);
        free(col);
    }
    struct column *hash = column(c, CACHE_COLUMN_HASH);
    assert_int_equal(hash->widths[0], 8);
    assert_true(hash->values[LINES] == (uint64_t)LINES << 40);
    free(hash);
    cache_close(&c);
}

static enum status gather_text(void *data, uint32_t first, uint32_t count,
                               const uint32_t *offsets, const char *folded, struct error *e)
{
    struct buffer *b = data;
    (void)e;
    for (uint32_t i = 0; i < count; i++)
        buffer_addf(b, "%u=%.*s|", first + i, (int)(offsets[i + 1] - offsets[i]),
                    folded + offsets[i]);
    return STATUS_OK;
}

/* Two batches; the second brings a field of its own, replaces line 1 and withdraws line 2. */
static void two_batches(const char *path)
{
    struct cache *c = open_cache(path, CACHE_WRITE);
    struct writer *w;
    struct error e;
    uint32_t product, remarks, slot, key, line;
    ok(writer_begin(c, &w, &e), &e);
    ok(writer_field(w, "product", "Produit", false, false, &slot, &product, &e), &e);
    ok(writer_field(w, "remarks", "Remarks", false, true, &slot, &remarks, &e), &e);
    assert_int_equal(product, CACHE_FIRST_FIELD);
    spell(w, product, 1, " Cocaïne ", "cocaine", VALUE_VALID);
    spell(w, product, 2, "?", "?", VALUE_INVALID);
    spell(w, product, 3, "Inconnu", "", VALUE_UNKNOWN);
    ok(writer_case(w, "CEN", "TRN-1", &key, &e), &e);
    struct long_text texts[2] = {{0}, {"In the É door", 14}};
    ok(writer_line(w, 2, key, 7, (uint32_t[]){1, 0}, texts, &line, &e), &e);
    texts[1] = (struct long_text){0};
    ok(writer_line(w, 3, key, 8, (uint32_t[]){2, 0}, texts, &line, &e), &e);
    ok(writer_line(w, 4, 0, 9, (uint32_t[]){3, 0}, texts, &line, &e), &e);
    const struct finding finding = {.row = 3,
                                    .field = "product",
                                    .rule = "Q08",
                                    .severity = 'E',
                                    .meaning = "?",
                                    .text = "?"};
    ok(writer_finding(w, &finding, &e), &e);
    commit(&w);

    ok(writer_begin(c, &w, &e), &e);
    uint32_t extra, extra_slot, product_slot;
    ok(writer_field(w, "o\"dd na;me", "Odd", true, false, &extra_slot, &extra, &e), &e);
    ok(writer_field(w, "product", "ignored", false, false, &product_slot, &product, &e), &e);
    assert_int_equal(product, CACHE_FIRST_FIELD);
    spell(w, extra, 1, "x", "x", VALUE_VALID);
    uint32_t codes[2];
    codes[extra_slot] = 1;
    codes[product_slot] = 1;
    ok(writer_line(w, 2, key, 10, codes, texts, &line, &e), &e);
    assert_int_equal(line, 4);
    ok(writer_supersede(w, 1, 4, &e), &e);
    ok(writer_supersede(w, 2, 0, &e), &e);
    commit(&w);
    cache_close(&c);
}

static enum status count_finding(void *data, const struct finding *f, struct error *e)
{
    (void)e;
    assert_string_equal(f->rule, "Q08");
    ++*(unsigned *)data;
    return STATUS_OK;
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    struct arena a = {0};
    struct error e;
    two_batches(f->path);
    struct cache *c = open_cache(f->path, CACHE_READ);
    struct cache_field *fields;
    size_t count;
    ok(cache_fields(c, &a, &fields, &count, &e), &e);
    assert_int_equal(count, 3);
    assert_string_equal(fields[0].label, "Produit");
    assert_true(fields[1].long_text && fields[2].further);
    assert_string_equal(fields[2].name, "o\"dd na;me");

    struct spelling *spellings;
    uint32_t n;
    ok(cache_spellings(c, fields[0].id, &a, &spellings, &n, &e), &e);
    assert_int_equal(n, 4);
    assert_int_equal(spellings[0].state, VALUE_BLANK);
    assert_string_equal(spellings[1].text, " Cocaïne ");
    assert_string_equal(spellings[1].value, "cocaine");
    assert_string_equal(spellings[2].value, "?");
    assert_int_equal(spellings[2].state, VALUE_INVALID);
    assert_string_equal(spellings[3].value, "");

    /* The same, line by line. */
    static const struct {
        unsigned line;
        const char *text;
    } product[] = {{1, " Cocaïne "}, {2, "?"}, {3, "Inconnu"}, {4, " Cocaïne "}};
    for (size_t i = 0; i < sizeof product / sizeof *product; i++) {
        struct spelling one;
        ok(cache_line_spelling(c, fields[0].id, product[i].line, &a, &one, &e), &e);
        assert_string_equal(one.text, product[i].text);
    }
    struct spelling none;
    ok(cache_line_spelling(c, fields[2].id, 1, &a, &none, &e), &e);
    assert_int_equal(none.state, VALUE_BLANK);
    bool filled;
    ok(cache_is_filled(c, fields[0].id, &filled, &e), &e);
    assert_true(filled);
    ok(cache_is_filled(c, fields[1].id, &filled, &e), &e);
    assert_false(filled);

    /* The later field has no chunk for the lines before it. */
    struct column *later = column(c, fields[2].id);
    assert_int_equal(later->chunks, 1);
    assert_int_equal(later->values[1], 0);
    assert_int_equal(later->values[4], 1);
    free(later);

    struct buffer text = {0};
    ok(cache_text_column(c, fields[1].id, gather_text, &text, &e), &e);
    assert_string_equal(buffer_text(&text), "1=in the e door|2=|3=|");
    buffer_clear(&text);
    ok(cache_line_text(c, 1, fields[1].id, &text, &e), &e);
    assert_string_equal(buffer_text(&text), "In the É door");
    buffer_free(&text);

    struct bitmap current;
    ok(cache_current(c, &current, &e), &e);
    assert_int_equal(current.bits, 4);
    assert_int_equal(current.words[0], 0xC);
    bitmap_free(&current);

    struct line_origin origin;
    ok(cache_line(c, 4, &a, &origin, &e), &e);
    assert_int_equal(origin.batch, 2);
    assert_int_equal(origin.row, 2);
    assert_string_equal(origin.case_id, "TRN-1");
    ok(cache_line(c, 3, &a, &origin, &e), &e);
    assert_string_equal(origin.source, "");
    assert_int_equal(cache_line(c, 5, &a, &origin, &e), STATUS_FAILED);

    uint32_t *keys;
    ok(cache_find_case(c, "TRN-1", &a, &keys, &count, &e), &e);
    assert_int_equal(count, 1);
    ok(cache_find_case(c, "trn-1", &a, &keys, &count, &e), &e);
    assert_int_equal(count, 0);

    struct finding *findings;
    struct finding_sum *sums;
    ok(cache_finding_sums(c, 0, NULL, &a, &sums, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_int_equal(sums[0].count, 1);
    assert_string_equal(sums[0].meaning, "?");
    unsigned seen = 0;
    ok(cache_visit_findings(c, 0, "Q08", 10, count_finding, &seen, &e), &e);
    ok(cache_visit_findings(c, 0, "Q09", 10, count_finding, &seen, &e), &e);
    assert_int_equal(seen, 1);
    uint32_t batch_at = sums[0].batch, row_at = sums[0].first_row;
    ok(cache_row_findings(c, batch_at, row_at, &a, &findings, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_string_equal(findings[0].rule, "Q08");
    ok(cache_row_findings(c, batch_at, row_at + 1, &a, &findings, &count, &e), &e);
    assert_int_equal(count, 0);
    struct batch *batches;
    ok(cache_batches(c, &a, &batches, &count, &e), &e);
    assert_int_equal(count, 2);
    assert_int_equal(batches[1].first_line, 4);
    assert_int_equal(batches[0].delimiter, ';');
    const char *as_of;
    ok(cache_meta(c, "as_of", &a, &as_of, &e), &e);
    assert_string_equal(as_of, "2024-05-01");
    cache_close(&c);
    arena_free(&a);
}

/* The view shows current lines with readable values: line 1 was replaced, line 2 withdrawn. */
static void test_view(void **state)
{
    struct fixture *f = *state;
    two_batches(f->path);
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT id, case_id, product, \"o\"\"dd na;me\""
                                        " FROM seizures ORDER BY id",
                                        -1, &s, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(s, 0), 3);
    assert_string_equal(sqlite3_column_text(s, 2), "Unknown");
    assert_null(sqlite3_column_text(s, 1));
    assert_null(sqlite3_column_text(s, 3));
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 1), "TRN-1");
    assert_string_equal(sqlite3_column_text(s, 2), "cocaine");
    assert_string_equal(sqlite3_column_text(s, 3), "x");
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA foreign_key_check", -1, &s, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
    sqlite3_close(db);
}

/* Whatever the umask, the file is its owner's alone. */
static void test_rights(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    mode_t before = umask(0);
    struct cache *c = open_cache(f->path, CACHE_WRITE);
    umask(before);
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    cache_close(&c);
}

/* A cache that was made for an import that failed goes; one with a batch stays. */
static void test_discard(void **state)
{
    struct fixture *f = *state;
    struct writer *w;
    struct error e;
    struct cache *c = open_cache(f->path, CACHE_WRITE);
    ok(writer_begin(c, &w, &e), &e);
    writer_abandon(&w);
    cache_discard_new(&c);
    assert_int_equal(access(f->path, F_OK), -1);
    c = open_cache(f->path, CACHE_WRITE);
    ok(writer_begin(c, &w, &e), &e);
    commit(&w);
    cache_discard_new(&c);
    assert_int_equal(access(f->path, F_OK), 0);
}

/* Another program's first batch, not yet committed, keeps the file; and a writer whose file was
 * discarded before it began says so instead of writing what nobody finds. */
static void test_discard_beside_a_writer(void **state)
{
    struct fixture *f = *state;
    struct writer *w;
    struct error e;
    struct cache *made = open_cache(f->path, CACHE_WRITE);
    struct cache *other = open_cache(f->path, CACHE_WRITE);
    ok(writer_begin(other, &w, &e), &e);
    cache_discard_new(&made);
    assert_int_equal(access(f->path, F_OK), 0);
    commit(&w);
    cache_close(&other);
    assert_int_equal(unlink(f->path), 0);

    made = open_cache(f->path, CACHE_WRITE);
    other = open_cache(f->path, CACHE_WRITE);
    cache_discard_new(&made);
    assert_int_equal(access(f->path, F_OK), -1);
    assert_int_equal(writer_begin(other, &w, &e), STATUS_FAILED);
    assert_null(w);
    assert_non_null(strstr(e.text, "removed"));
    assert_true(*e.way_out);
    cache_close(&other);
}

/* One line of so many new fields, named letter and number. */
static enum status one_line(struct cache *c, char letter, unsigned fields, struct error *e)
{
    struct writer *w;
    char name[16], sha[2] = {letter};
    struct batch b = {.file = "a.csv",
                      .sha256 = sha,
                      .encoding = "UTF-8",
                      .delimiter = ';',
                      .header = "",
                      .as_of = ""};
    uint32_t slot, id, line, *codes = calloc(fields, sizeof *codes);
    struct long_text *texts = calloc(fields, sizeof *texts);
    enum status s = writer_begin(c, &w, e);
    ok(s, e);
    for (unsigned i = 0; i < fields && s == STATUS_OK; i++) {
        snprintf(name, sizeof name, "%c%u", letter, i);
        s = writer_field(w, name, name, true, false, &slot, &id, e);
        if (s == STATUS_OK)
            spell(w, id, codes[i] = 1, name, name, VALUE_VALID);
    }
    if (s == STATUS_OK)
        s = writer_line(w, 2, 0, fields, codes, texts, &line, e);
    if (s == STATUS_OK)
        s = writer_commit(&w, &b, e);
    else
        writer_abandon(&w);
    free(codes);
    free(texts);
    return s;
}

static int64_t number_of(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

/* The columns of an import's new fields are made in one go (one by one 1,900 took 6 s), also
 * beside lines that are there; past what a table holds nothing is made. */
static void test_many_fields(void **state)
{
    struct fixture *f = *state;
    struct error e;
    struct cache *c = open_cache(f->path, CACHE_WRITE);
    clock_t from = clock();
    ok(one_line(c, 'a', 1900, &e), &e);
    assert_true(clock() - from < 2 * CLOCKS_PER_SEC);
    assert_int_equal(one_line(c, 'b', 96, &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "at most 1995 fields"));
    ok(one_line(c, 'c', 95, &e), &e);
    cache_close(&c);
    static const struct {
        const char *sql;
        int64_t number;
    } asked[] = {
        {"SELECT count(*) FROM pragma_table_info('line')", 1999},
        {"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", 0},
        {"SELECT count(*) FROM seizures WHERE a1899 = 'a1899' AND c94 IS NULL", 1},
        {"SELECT count(*) FROM seizures WHERE a1899 IS NULL AND c94 = 'c94'", 1},
        {"SELECT count(*) FROM field", 1995},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        assert_int_equal(number_of(f->path, asked[i].sql), asked[i].number);
}

static void put_file(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
}

static void refused(const char *path, enum cache_mode mode, const char *text)
{
    struct cache *c;
    struct error e;
    assert_int_equal(cache_open(path, mode, &c, &e), STATUS_FAILED);
    assert_null(c);
    assert_non_null(strstr(e.text, text));
    assert_true(*e.way_out);
}

static void test_refusals(void **state)
{
    struct fixture *f = *state;
    refused(f->path, CACHE_READ, "no cache yet");
    refused(f->folder, CACHE_READ, "folder");
    put_file(f->path, "", 0);
    refused(f->path, CACHE_READ, "nothing was imported");
    static const char note[] = "Dear analyst, this is a letter and no database at all. "
                               "It is longer than the header of one, which has 100 bytes.";
    put_file(f->path, note, sizeof note);
    refused(f->path, CACHE_READ, "no cache of saisie");
    refused(f->path, CACHE_WRITE, "no cache of saisie");
    unlink(f->path);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL);
    refused(f->path, CACHE_WRITE, "no cache of saisie");
    sqlite3_exec(db, "PRAGMA application_id=0x53414953; PRAGMA user_version=99", NULL, NULL,
                 NULL);
    refused(f->path, CACHE_READ, "schema 99");
    sqlite3_close(db);
}

/* A second writer waits and is told; a reader holds its moment while a writer commits. */
static void test_two_connections(void **state)
{
    struct fixture *f = *state;
    struct writer *w;
    struct error e;
    uint32_t slot, id, line;
    two_batches(f->path);
    struct cache *reader = open_cache(f->path, CACHE_READ);
    struct cache *writer = open_cache(f->path, CACHE_WRITE);
    ok(cache_hold(reader, &e), &e);
    ok(writer_begin(writer, &w, &e), &e);
    ok(writer_field(w, "product", "", false, false, &slot, &id, &e), &e);
    ok(writer_line(w, 2, 0, 1, (uint32_t[]){1}, NULL, &line, &e), &e);
    commit(&w);
    assert_int_equal(cache_line_count(reader), 4);
    cache_release(reader);
    assert_int_equal(cache_line_count(reader), 5);
    assert_int_equal(writer_begin(reader, &w, &e), STATUS_FAILED);
    cache_close(&reader);
    cache_close(&writer);
}

static void note_statement(void *data, const char *sql)
{
    buffer_addf(data, "%s\n", sql);
}

static void test_trace(void **state)
{
    struct fixture *f = *state;
    struct error e;
    struct arena a = {0};
    struct buffer log = {0};
    struct line_origin origin;
    two_batches(f->path);
    struct cache *c = open_cache(f->path, CACHE_READ);
    cache_trace(c, note_statement, &log);
    free(column(c, CACHE_FIRST_FIELD));
    assert_non_null(strstr(buffer_text(&log), "FROM chunk"));
    assert_null(strstr(buffer_text(&log), "FROM line"));
    ok(cache_line(c, 1, &a, &origin, &e), &e);
    assert_non_null(strstr(buffer_text(&log), "FROM line"));
    cache_close(&c);
    buffer_free(&log);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_column_widths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_view, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rights, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_discard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_discard_beside_a_writer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_connections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_trace, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
