/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generated tables in every dialect, encoding and packing that is offered: what is imported is
 * what was written. Then workbooks, members, standard input as whole imports. */
#include "ingest/import.h"

#include "workbook.h"

#include <fcntl.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <zlib.h>

struct fixture {
    struct reference *reference;
    char folder[64], cache[96], file[96];
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/saisie-reading-XXXXXX");
    if (!mkdtemp(f->folder) || reference_open(&f->reference, &f->error) != STATUS_OK)
        return -1;
    snprintf(f->cache, sizeof f->cache, "%s/cache.db", f->folder);
    snprintf(f->file, sizeof f->file, "%s/table", f->folder);
    *state = f;
    return 0;
}

static void remove_cache(struct fixture *f)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char path[128];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", f->cache, suffixes[i]);
        unlink(path);
    }
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    remove_cache(f);
    unlink(f->file);
    rmdir(f->folder);
    reference_free(&f->reference);
    free(f);
    return 0;
}

static enum status load(struct fixture *f, const char *path, const struct import_options *o,
                        struct batch *batch)
{
    struct cache *c;
    struct import_report report;
    assert_int_equal(cache_open(f->cache, CACHE_WRITE, &c, &f->error), STATUS_OK);
    enum status s = import_file(c, f->reference, path, o, &report, &f->error);
    if (s == STATUS_OK && batch)
        *batch = report.batch;
    import_report_free(&report);
    cache_discard_new(&c);
    return s;
}

/* Cells by 0x1F, rows by 0x1E. */
static void ask(struct fixture *f, const char *sql, struct buffer *out)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(f->cache, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *text = (const char *)sqlite3_column_text(s, i);
            buffer_adds(out, text ? text : "");
            buffer_addc(out, i + 1 < sqlite3_column_count(s) ? '\x1F' : '\x1E');
        }
    sqlite3_finalize(s);
    sqlite3_close(db);
}

/* ---- generated tables ---- */

enum { COLUMNS = 4, ROWS = 12 };

struct shape {
    const char *delimiter;
    char quote;
    bool backslash;
    const char *line_end;
    const char *encoding, *mark; /* for iconv, and the bytes before the text */
    unsigned preamble, header_rows;
    bool packed, told;
};

static uint64_t seed;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % below;
}

static void draw_cell(const struct shape *s, struct buffer *out)
{
    static const char *const latin[] = {"a", "b", "z", "7", "\u00e9", "\u00d1", "x y", "-"};
    bool wide = !strncmp(s->encoding, "UTF", 3);
    unsigned parts = draw(7);
    buffer_clear(out);
    for (unsigned i = 0; i < parts; i++)
        switch (draw(8)) {
        case 0:
            buffer_adds(out, s->delimiter);
            break;
        case 1:
            buffer_addc(out, s->quote);
            break;
        case 2:
            buffer_adds(out, s->backslash || s->told ? "\\" : "/");
            break;
        case 3:
            buffer_adds(out, i && i + 1 < parts ? s->line_end : "q");
            break;
        case 4:
            buffer_adds(out, wide ? "\u0416\u4e2d" : "k");
            break;
        default:
            buffer_adds(out, latin[draw(8)]);
        }
    /* Blanks at the ends are no part of a value, and a lone sign can mean a blank. */
    if (out->len) {
        buffer_addc(out, 'w');
        memmove(out->data + 1, out->data, out->len - 1);
        out->data[0] = 'w';
        buffer_addc(out, 'w');
    }
}

static void write_cell(const struct shape *s, const char *text, size_t len, bool quoted,
                       struct buffer *out)
{
    quoted |= strstr(text, s->delimiter) || strchr(text, s->quote) || strpbrk(text, "\r\n");
    if (!quoted) {
        for (size_t i = 0; i < len; i++) {
            if (s->backslash && text[i] == '\\')
                buffer_addc(out, '\\');
            buffer_addc(out, text[i]);
        }
        return;
    }
    buffer_addc(out, s->quote);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == s->quote || (s->backslash && text[i] == '\\'))
            buffer_addc(out, s->backslash ? '\\' : s->quote);
        buffer_addc(out, text[i]);
    }
    buffer_addc(out, s->quote);
}

static void write_file(struct fixture *f, const struct shape *s, struct buffer *text)
{
    size_t in_left = text->len, room = text->len * 4 + 16;
    char *bytes = malloc(room), *in = text->data, *out = bytes;
    iconv_t to = iconv_open(s->encoding, "UTF-8");
    assert_true(to != (iconv_t)-1);
    assert_int_not_equal(iconv(to, &in, &in_left, &out, &room), -1);
    iconv_close(to);
    size_t mark = strlen(s->mark), len = (size_t)(out - bytes);
    if (s->packed) {
        gzFile z = gzopen(f->file, "wb");
        assert_true(mark == 0 || gzwrite(z, s->mark, (unsigned)mark) > 0);
        assert_int_equal(gzwrite(z, bytes, (unsigned)len), (int)len);
        gzclose(z);
    } else {
        int fd = open(f->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_int_equal(write(fd, s->mark, mark), (ssize_t)mark);
        assert_int_equal(write(fd, bytes, len), (ssize_t)len);
        close(fd);
    }
    free(bytes);
}

static void write_table(struct fixture *f, const struct shape *s, struct buffer *want)
{
    static const char *const heads[2][COLUMNS] = {{"Case", "Office", "Place", "Brand"},
                                                  {"Cas", "Bureau", "Ville", "Marque"}};
    struct buffer text = {0}, cell = {0};
    for (unsigned i = 0; i < s->preamble; i++)
        buffer_addf(&text, "Seizures of the year, part %u%s", i, s->line_end);
    if (s->preamble && draw(2))
        buffer_adds(&text, s->line_end);
    for (unsigned row = 0; row < s->header_rows; row++)
        for (size_t i = 0; i < COLUMNS; i++)
            buffer_addf(&text, "%s%s", heads[row][i],
                        i + 1 < COLUMNS ? s->delimiter : s->line_end);
    for (unsigned row = 0; row < ROWS; row++)
        for (size_t i = 0; i < COLUMNS; i++) {
            if (i) {
                draw_cell(s, &cell);
            } else {
                buffer_clear(&cell);
                buffer_addf(&cell, "C%03u", row);
            }
            buffer_add(want, buffer_text(&cell), cell.len);
            buffer_addc(want, i + 1 < COLUMNS ? '\x1F' : '\x1E');
            /* Enough quotes to tell which they are. */
            write_cell(s, buffer_text(&cell), cell.len, row < 4 || draw(3) == 0, &text);
            buffer_adds(&text, i + 1 < COLUMNS ? s->delimiter : s->line_end);
        }
    write_file(f, s, &text);
    buffer_free(&text);
    buffer_free(&cell);
}

static void round_trip(struct fixture *f, const struct shape *s)
{
    struct buffer want = {0}, got = {0};
    struct import_options o = {.header_told = s->told, .header_rows = s->header_rows};
    uint64_t began = seed;
    write_table(f, s, &want);
    if (s->told) {
        strcpy(o.dialect.delimiter, s->delimiter);
        o.dialect.length = strlen(s->delimiter);
        o.dialect.quote = s->quote;
        o.dialect.backslash = s->backslash;
        o.dialect.escape_told = true;
        o.encoding = *s->mark ? NULL : s->encoding;
    }
    if (load(f, f->file, &o, NULL) != STATUS_OK)
        fail_msg("seed %llu: %s (%s)", (unsigned long long)began, f->error.text,
                 f->error.way_out);
    ask(f, "SELECT case_id, office, place, brand FROM seizures ORDER BY case_id", &got);
    if (strcmp(buffer_text(&got), buffer_text(&want)))
        fail_msg(
            "seed %llu, delimiter %s, quote %c%s, %s, %u above, %u header rows%s: %s, not %s",
            (unsigned long long)began, s->delimiter, s->quote, s->backslash ? ", \\" : "",
            s->encoding, s->preamble, s->header_rows, s->told ? ", told" : "",
            buffer_text(&got), buffer_text(&want));
    buffer_free(&want);
    buffer_free(&got);
    remove_cache(f);
}

static void test_generated_tables(void **state)
{
    static const char *const delimiters[] = {",", ";", "\t", "|", "||", "::", "^", "~"};
    static const struct {
        const char *name, *mark;
    } encodings[] = {{"UTF-8", ""},        {"UTF-8", "\xEF\xBB\xBF"}, {"UTF-16LE", "\xFF\xFE"},
                     {"UTF-16LE", ""},     {"UTF-16BE", "\xFE\xFF"},  {"UTF-16BE", ""},
                     {"WINDOWS-1252", ""}, {"ISO-8859-1", ""}};
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (unsigned i = 0; i < 384; i++) {
        seed = i + 1;
        const unsigned e = i % 8;
        const struct shape s = {.delimiter = delimiters[i / 8 % 8],
                                .quote = i / 64 % 2 ? '\'' : '"',
                                .backslash = i / 128 % 3 == 1,
                                .line_end = ends[draw(3)],
                                .encoding = encodings[e].name,
                                .mark = encodings[e].mark,
                                .preamble = draw(3),
                                .header_rows = 1 + draw(2),
                                .packed = draw(4) == 0,
                                .told = i / 128 % 3 == 2};
        round_trip(*state, &s);
    }
}

/* ---- whole files of other kinds ---- */

static void expect(struct fixture *f, const char *sql, const char *want)
{
    struct buffer got = {0};
    ask(f, sql, &got);
    for (size_t i = 0; i < got.len; i++)
        got.data[i] = got.data[i] == '\x1F' ? '|' : got.data[i] == '\x1E' ? '/' : got.data[i];
    assert_string_equal(buffer_text(&got), want);
    buffer_free(&got);
}

static void test_workbook(void **state)
{
    struct fixture *f = *state;
    static const struct workbook_part parts[] = {
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"May\" r:id=\"rId1\"/><sheet "
                            "name=\"June\" r:id=\"rId2\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS},
        {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                          "</cellXfs></styleSheet>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>Seizures of May</v></c></row>"
         "<row r=\"3\"><c t=\"str\"><v>Case</v></c><c t=\"str\"><v>Date</v></c><c t=\"str\"><v>"
         "Quantity</v></c></row><row r=\"4\"><c t=\"str\"><v>A\nB</v></c><c "
         "s=\"1\"><v>43113</v>"
         "</c><c><v>1.234</v></c></row><row r=\"6\"><c t=\"str\"><v>C</v></c><c s=\"1\">"
         "<v>43102</v></c><c t=\"str\"><v>x</v></c></row></sheetData><mergeCells><mergeCell "
         "ref=\"A1:C1\"/></mergeCells></worksheet>"},
        {"xl/worksheets/sheet2.xml",
         "<worksheet><sheetData><row><c t=\"str\"><v>Case</v></c><c t=\"str\"><v>Date</v></c>"
         "</row><row><c t=\"str\"><v>D</v></c><c s=\"1\"><v>43120</v></c></row></sheetData>"
         "</worksheet>"},
        {NULL, NULL}};
    struct import_options o = {.part = "May"};
    struct batch b;
    assert_int_equal(workbook_write(f->file, parts), 0);
    if (load(f, f->file, &o, &b) != STATUS_OK)
        fail_msg("%s", f->error.text);
    o.part = "June";
    assert_int_equal(load(f, f->file, &o, &b), STATUS_OK);
    assert_int_equal(load(f, f->file, &o, &b), STATUS_FAILED); /* the same content */
    expect(f, "SELECT case_id, date, quantity FROM seizures ORDER BY case_id",
           "A\nB|2018-01-13|1.234/C|2018-01-02|x/D|2018-01-20|/");
    expect(f, "SELECT file FROM batch ORDER BY id", "table#May/table#June/");
    /* Rows have the numbers of the sheet; the point of a cell is a point. */
    expect(f, "SELECT row, rule, text FROM findings", "6|Q09|x/");
}

static void test_standard_input(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "Case,Date\nA,13/01/2018\nB,02/03/2018\n";
    int fd = open(f->file, O_RDWR | O_CREAT | O_TRUNC, 0600), old = dup(STDIN_FILENO);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    lseek(fd, 0, SEEK_SET);
    dup2(fd, STDIN_FILENO);
    enum status s = load(f, "-", NULL, NULL);
    dup2(old, STDIN_FILENO);
    close(old);
    close(fd);
    if (s != STATUS_OK)
        fail_msg("%s", f->error.text);
    expect(f, "SELECT case_id, date FROM seizures ORDER BY case_id",
           "A|2018-01-13/B|2018-03-02/");
}

/* What is found is told, and nothing is written: no cache is made, none is changed. */
static void test_dry_run(void **state)
{
    struct fixture *f = *state;
    static const char text[] =
        "Case;Date;Quantity;foo\nA;01/02/2018;1,5;x\nB;01/13/2018;1.234;\n";
    struct import_options o = {.dry = true};
    struct import_report r;
    struct cache *c;
    int fd = open(f->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    assert_int_equal(cache_open(f->cache, CACHE_WRITE, &c, &f->error), STATUS_OK);
    assert_int_equal(import_file(c, f->reference, f->file, &o, &r, &f->error), STATUS_OK);
    assert_string_equal(r.dialect, "delimiter ;, quote \"");
    assert_string_equal(r.columns[1].evidence, "month first");
    assert_string_equal(r.columns[1].cells[0].text, "01/02/2018");
    assert_string_equal(r.columns[1].cells[0].value, "2018-01-02");
    assert_string_equal(r.columns[2].evidence, "decimal comma");
    assert_string_equal(r.columns[2].cells[1].value, "1234");
    assert_true(r.columns[3].further && r.columns[3].cells[1].state == 'b');
    assert_null(r.columns[0].cells[2].text);
    import_report_free(&r);
    cache_discard_new(&c);
    assert_int_equal(access(f->cache, F_OK), -1);
    assert_int_equal(load(f, f->file, NULL, NULL), STATUS_OK);
    o.generic = true;
    assert_int_equal(load(f, f->file, &o, NULL), STATUS_FAILED); /* the same content */
    fd = open(f->file, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "C;;7;\n", 6), 6);
    close(fd);
    assert_int_equal(load(f, f->file, &o, NULL), STATUS_OK);
    expect(f, "SELECT count(*), (SELECT count(*) FROM batch) FROM seizures", "2|1/");
}

/* 300 MB of the same letter in 300 kB, and a file that is cut. */
static void test_packed_bomb(void **state)
{
    struct fixture *f = *state;
    enum { BLOCK = 1 << 20 };
    char *block = malloc(BLOCK);
    memset(block, 'a', BLOCK);
    gzFile z = gzopen(f->file, "wb9");
    for (int i = 0; i < 300; i++)
        assert_int_equal(gzwrite(z, block, BLOCK), BLOCK);
    gzclose(z);
    free(block);
    assert_int_equal(load(f, f->file, NULL, NULL), STATUS_FAILED);
    assert_non_null(strstr(f->error.text, "beyond measure"));
    assert_int_equal(truncate(f->file, 1000), 0);
    assert_int_equal(load(f, f->file, NULL, NULL), STATUS_FAILED);
    assert_non_null(strstr(f->error.text, "cut or damaged"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_generated_tables), TEST(test_workbook), TEST(test_standard_input),
        TEST(test_packed_bomb),      TEST(test_dry_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
