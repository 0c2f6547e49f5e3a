/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the cache, their versions, the columns of fields, and the readable view. */
#include "store/chunk.h"
#include "store/sql.h"
#include "store/tag_private.h"

#include <string.h>

/* Nothing is ever taken out of these tables but by a purge. A batch that is undone is marked as
 * retracted. Which lines count follows from all batches that are not, in order: those brought
 * them, and a statement says in packed form which known lines each one saw unchanged, replaced,
 * withdrew, or missed in a scope it covers (current.c tells the rules). The outcome stands in
 * exception: runs of lines that count although their batch is retracted, or do not although it
 * is not. Lines without a number that stand for the seizure of another one (tags and notes are
 * of that) are kept packed in carried, one row at most. batch_field holds the columns of each
 * file: its headers in order, then (position NULL) what was derived from them; manner is how
 * the column writes its dates and numbers. An open spelling is one whose meaning its column
 * settled: another file may mean another by it.
 */

/* Tables are STRICT. Foreign keys are declared throughout; the writer checks its numbers itself
 * and turns their enforcement off while it works. spelling.value is NULL where it equals the
 * text, which spares a second copy of every free text. The table of lines gains one column for
 * every field: the code of a spelling, or where a long text stands. chunk holds the codes again
 * as columns, the hash of each line, and those by which a case number is found: an index on the
 * cases would cost as much as they do. Long texts, most of a lean file, are kept once, a few
 * hundred in a text_chunk: a scan reads them from there, a row by its place. Findings stand in
 * the order in which they are read, by batch and row, whenever they were found; what their
 * rules mean, in the words of the program that found them, stands in rule, and how many there
 * are of each in finding_sum, so that neither a page of them nor their summary reads them all.
 */
static const char tables[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE batch("
    " id INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " encoding TEXT NOT NULL, delimiter TEXT NOT NULL, header TEXT NOT NULL,"
    " imported_at TEXT NOT NULL, as_of TEXT NOT NULL, rows_read INTEGER NOT NULL,"
    " rows_new INTEGER NOT NULL, rows_changed INTEGER NOT NULL,"
    " rows_withdrawn INTEGER NOT NULL, rows_unchanged INTEGER NOT NULL,"
    " rows_left_out INTEGER NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,"
    " findings INTEGER NOT NULL, retracted INTEGER NOT NULL DEFAULT 0,"
    " marking TEXT NOT NULL, complete TEXT NOT NULL, absent INTEGER NOT NULL DEFAULT 0,"
    " lines_withdrawn INTEGER NOT NULL DEFAULT 0, profile TEXT NOT NULL,"
    " grain TEXT NOT NULL CHECK (grain IN ('line', 'case', 'aggregate', 'licit'))) STRICT;"
    "CREATE TABLE batch_field("
    " batch INTEGER NOT NULL REFERENCES batch(id), position INTEGER, header ANY,"
    " name TEXT NOT NULL, manner INTEGER NOT NULL DEFAULT 0, UNIQUE(batch, position)) STRICT;"
    "CREATE TABLE statement("
    " batch INTEGER NOT NULL REFERENCES batch(id), kind INTEGER NOT NULL, data BLOB NOT NULL,"
    " PRIMARY KEY(batch, kind)) STRICT;"
    "CREATE TABLE exception("
    " first INTEGER PRIMARY KEY, last INTEGER NOT NULL, current INTEGER NOT NULL) STRICT;"
    "CREATE TABLE carried(data BLOB NOT NULL) STRICT;"
    "CREATE TABLE field("
    " id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, label TEXT NOT NULL,"
    " further INTEGER NOT NULL, long_text INTEGER NOT NULL) STRICT;"
    "CREATE TABLE spelling("
    " field INTEGER NOT NULL REFERENCES field(id), code INTEGER NOT NULL, text ANY NOT NULL,"
    " value TEXT, state INTEGER NOT NULL, derived INTEGER NOT NULL, open INTEGER NOT NULL,"
    " PRIMARY KEY(field, code)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX spelling_open ON spelling(field, code) WHERE open;"
    "CREATE TABLE seizure_case("
    " id INTEGER PRIMARY KEY, source TEXT NOT NULL, case_id ANY NOT NULL) STRICT;"
    "CREATE TABLE line("
    " id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch(id),"
    " row INTEGER NOT NULL, case_key INTEGER REFERENCES seizure_case(id)) STRICT;"
    "CREATE TABLE rule("
    " id INTEGER PRIMARY KEY, rule TEXT NOT NULL, severity TEXT NOT NULL,"
    " meaning TEXT NOT NULL) STRICT;"
    "CREATE TABLE finding("
    " batch INTEGER NOT NULL REFERENCES batch(id), row INTEGER NOT NULL,"
    " rule INTEGER NOT NULL REFERENCES rule(id), field TEXT NOT NULL, text ANY NOT NULL,"
    " PRIMARY KEY(batch, row, rule, field)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE finding_sum("
    " batch INTEGER NOT NULL REFERENCES batch(id), rule INTEGER NOT NULL REFERENCES rule(id),"
    " count INTEGER NOT NULL, first_row INTEGER NOT NULL,"
    " PRIMARY KEY(batch, rule)) STRICT, WITHOUT ROWID;"
    "CREATE VIEW findings AS SELECT f.batch AS batch, f.row AS row, f.field AS field,"
    " r.rule AS rule, r.severity AS severity, r.meaning AS meaning, f.text AS text"
    " FROM finding AS f JOIN rule AS r ON r.id = f.rule;"
    "CREATE TABLE chunk("
    " field INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,"
    " width INTEGER NOT NULL, data BLOB, UNIQUE(field, first)) STRICT;"
    "CREATE TABLE text_chunk("
    " field INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,"
    " ends BLOB NOT NULL, data BLOB NOT NULL, UNIQUE(field, first)) STRICT;";

/* Of the views before any field, one more than the table of lines has. */
enum { OWN_COLUMNS = 5 };

enum status schema_create(struct cache *c, struct error *e)
{
    /* Large pages: fewer of them to fill and write, and less of a chunk read page by page. */
    enum status s = sql_exec(c, "PRAGMA page_size=16384; BEGIN IMMEDIATE", e);
    if (s != STATUS_OK)
        return s;
    s = sql_execf(c, e, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                  CACHE_APPLICATION_ID, CACHE_SCHEMA_VERSION);
    if (s == STATUS_OK)
        s = sql_exec(c, tables, e);
    if (s == STATUS_OK)
        s = sql_exec(c, tag_tables, e);
    if (s == STATUS_OK)
        s = schema_view(c, e);
    if (s == STATUS_OK)
        s = sql_exec(c, "COMMIT", e);
    if (s != STATUS_OK)
        sql_exec(c, "ROLLBACK", NULL);
    return s;
}

enum status schema_check(struct cache *c, bool *empty, struct error *e)
{
    int64_t application, version, objects;
    enum status s = sql_number(c, "PRAGMA application_id", &application, e);
    if (s == STATUS_OK)
        s = sql_number(c, "PRAGMA user_version", &version, e);
    if (s == STATUS_OK)
        s = sql_number(c, "SELECT count(*) FROM sqlite_schema", &objects, e);
    if (s != STATUS_OK)
        return s;
    *empty = !application && !version && !objects;
    if (*empty)
        return STATUS_OK;
    if (application != CACHE_APPLICATION_ID || version < 1) {
        error_set(e, STATUS_FAILED, "%s: a database, but no cache of saisie", c->path);
        return error_way_out(e, "name another file with --cache");
    }
    if (version < CACHE_SCHEMA_VERSION) {
        error_set(e, STATUS_FAILED,
                  "%s: written by an older saisie (schema %lld, this program writes %d)",
                  c->path, (long long)version, CACHE_SCHEMA_VERSION);
        return error_way_out(e, "import the files into a new cache");
    }
    if (version > CACHE_SCHEMA_VERSION) {
        error_set(e, STATUS_FAILED,
                  "%s: written by a newer saisie (schema %lld, this program knows %d)", c->path,
                  (long long)version, CACHE_SCHEMA_VERSION);
        return error_way_out(e, "use the newer program, or name another file with --cache");
    }
    return STATUS_OK;
}

enum status schema_check_fields(struct cache *c, struct error *e)
{
    int64_t fields;
    enum status s = sql_number(c, "SELECT count(*) FROM field", &fields, e);
    if (s != STATUS_OK)
        return s;
    int limit = sqlite3_limit(c->db, SQLITE_LIMIT_COLUMN, -1) - OWN_COLUMNS;
    if (fields <= limit)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: a cache holds at most %d fields", c->path, limit);
    return error_way_out(e, "import files with other columns into a cache of their own");
}

/* The definition of the table of lines with further columns before its last parenthesis; NULL
 * where it cannot be made. Freed by sqlite3_free. */
static char *wider_line(struct cache *c, uint32_t first, uint32_t count, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    char *wider = NULL;
    enum status status = sql_prepare(
        c, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'line'", &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    const char *old = row ? (const char *)sqlite3_column_text(s, 0) : NULL;
    const char *end = old ? strrchr(old, ')') : NULL;
    if (end) {
        sqlite3_str *sql = sqlite3_str_new(c->db);
        sqlite3_str_append(sql, old, (int)(end - old));
        for (uint32_t i = 0; i < count; i++)
            sqlite3_str_appendf(sql, ", f%u INTEGER NOT NULL DEFAULT 0", first + i);
        sqlite3_str_appendall(sql, end);
        wider = sqlite3_str_finish(sql);
    }
    if (status == STATUS_OK && !wider) {
        if (old)
            error_no_memory(e);
        else
            error_set(e, STATUS_FAILED, "%s: has no table of lines", c->path);
    }
    sqlite3_finalize(s);
    return wider;
}

/* What ALTER TABLE ... ADD COLUMN does, once for all of them: each one alone would parse the
 * whole schema anew, and check every line that is there (SQLite: "Making Other Kinds Of Table
 * Schema Changes"; a column with a constant default leaves the rows as they are). */
static enum status widen_line(struct cache *c, const char *wider, struct error *e)
{
    int64_t version;
    enum status s = sql_number(c, "PRAGMA schema_version", &version, e);
    if (s == STATUS_OK)
        s = sql_exec(c, "PRAGMA writable_schema=ON", e);
    if (s == STATUS_OK)
        s = sql_execf(
            c, e,
            "UPDATE sqlite_schema SET sql = %Q WHERE type = 'table' AND name = 'line';"
            "PRAGMA schema_version=%lld",
            wider, (long long)version + 1);
    /* Off again whatever came of it, and the schema read anew. */
    enum status reset = sql_exec(c, "PRAGMA writable_schema=RESET", s == STATUS_OK ? e : NULL);
    return s == STATUS_OK ? reset : s;
}

enum status schema_add_fields(struct cache *c, uint32_t first, uint32_t count, struct error *e)
{
    int64_t columns = 0;
    if (!count)
        return STATUS_OK;
    char *wider = wider_line(c, first, count, e);
    if (!wider)
        return e ? e->status : STATUS_FAILED;
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    enum status s = widen_line(c, wider, e);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_free(wider);
    if (s == STATUS_OK)
        s = sql_number(c,
                       "SELECT count(*) = (SELECT count(*) FROM field) FROM"
                       " pragma_table_info('line') WHERE name GLOB 'f[0-9]*'",
                       &columns, e);
    return s == STATUS_OK && !columns
               ? error_set(e, STATUS_FAILED, "%s: its fields and columns differ", c->path)
               : s;
}

/* One column of the view. Scalar subqueries, since SQLite joins at most 64 tables. A further
 * field may be called like one of the view's own columns: then "_field" follows its name. */
static void view_column(sqlite3_str *sql, sqlite3_stmt *field)
{
    int id = sqlite3_column_int(field, 0);
    const char *name = (const char *)sqlite3_column_text(field, 1);
    const char *suffix = sqlite3_column_int(field, 3) ? "_field" : "";
    if (sqlite3_column_int(field, 2))
        sqlite3_str_appendf(
            sql,
            ",\n (SELECT CAST(substr(t.data, 1 + (line.f%d & %d), line.f%d >> %d) AS TEXT)"
            " FROM text_chunk AS t WHERE line.f%d <> 0 AND t.field = %d"
            " AND t.first <= line.id ORDER BY t.first DESC LIMIT 1) AS \"%w%s\"",
            id, (1 << TEXT_PLACE_BITS) - 1, id, TEXT_PLACE_BITS, id, id, name, suffix);
    else
        sqlite3_str_appendf(sql,
                            ",\n (SELECT CASE s.state WHEN %d THEN NULL WHEN %d THEN 'Unknown'"
                            " ELSE ifnull(s.value, s.text) END FROM spelling AS s"
                            " WHERE s.field = %d AND s.code = line.f%d) AS \"%w%s\"",
                            VALUE_BLANK, VALUE_UNKNOWN, id, id, name, suffix);
}

static const char view_head[] =
    "DROP VIEW IF EXISTS %s; CREATE VIEW %s AS SELECT line.id AS id,"
    " line.batch AS batch, line.row AS row,\n"
    " (SELECT k.case_id FROM seizure_case AS k WHERE k.id = line.case_key) AS case_id";
/* The source that a case belongs to, where no file brought a field of that name. */
static const char view_source[] =
    ",\n (SELECT k.source FROM seizure_case AS k WHERE k.id = line.case_key) AS source";

static const char view_current[] =
    "\nFROM line WHERE ifnull("
    "(SELECT CASE WHEN x.last >= line.id THEN x.current END FROM exception AS x"
    " WHERE x.first <= line.id ORDER BY x.first DESC LIMIT 1),\n"
    " (SELECT NOT b.retracted FROM batch AS b WHERE b.id = line.batch))\n"
    " AND (SELECT b.grain %s ('aggregate', 'licit') FROM batch AS b WHERE b.id = line.batch)";

static enum status make_view(struct cache *c, const char *name, const char *grain,
                             struct error *e)
{
    sqlite3_stmt *field = NULL;
    bool row = false;
    int64_t sources;
    enum status s =
        sql_number(c, "SELECT count(*) FROM field WHERE name = 'source'", &sources, e);
    sqlite3_str *sql = sqlite3_str_new(c->db);
    sqlite3_str_appendf(sql, view_head, name, name);
    if (s == STATUS_OK && !sources)
        sqlite3_str_appendall(sql, view_source);
    if (s == STATUS_OK)
        s = sql_prepare(c,
                        "SELECT id, name, long_text, name IN ('id', 'batch', 'row')"
                        " FROM field WHERE name <> 'case_id' ORDER BY id",
                        &field, e);
    while (s == STATUS_OK) {
        s = sql_step(c, field, &row, e);
        if (s != STATUS_OK || !row)
            break;
        view_column(sql, field);
    }
    sqlite3_finalize(field);
    sqlite3_str_appendf(sql, view_current, grain);
    char *text = sqlite3_str_finish(sql);
    if (s == STATUS_OK)
        s = text ? sql_exec(c, text, e) : error_no_memory(e);
    sqlite3_free(text);
    return s;
}

/* What is no seizure has a view of its own: whoever counts seizures by hand shall not count it.
 */
enum status schema_view(struct cache *c, struct error *e)
{
    enum status s = make_view(c, "seizures", "NOT IN", e);
    return s == STATUS_OK ? make_view(c, "apart", "IN", e) : s;
}
