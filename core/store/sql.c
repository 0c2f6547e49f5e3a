/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers around SQLite statements: run, step, bind, and faults as errors. */
#include "store/sql.h"

#include <stdarg.h>
#include <string.h>

/* What SQLite can run into in daily use, and what the user can do about it. */
static const struct {
    int code;
    const char *what;
    const char *way_out;
} faults[] = {
    {SQLITE_BUSY, "another program is writing to it", "wait until the other import has ended"},
    {SQLITE_LOCKED, "another program is writing to it",
     "wait until the other import has ended"},
    {SQLITE_FULL, "the disk is full", "make room, then try again; nothing was changed"},
    {SQLITE_READONLY, "it may not be written", "check the rights of the file and its folder"},
    {SQLITE_PERM, "its rights do not allow it", "check the rights of the file"},
    {SQLITE_CANTOPEN, "it cannot be opened", "check the rights of the file and its folder"},
    {SQLITE_NOTADB, "it is no cache of saisie", "name another file with --cache"},
    {SQLITE_CORRUPT, "it is damaged", "import the files into a new cache"},
    {SQLITE_TOOBIG, "a value is too large", "a cell may hold up to 1 GB"},
    {SQLITE_IOERR, "the disk reported a fault", "check the disk"},
};

enum status sql_fault(struct cache *c, struct error *e, const char *doing)
{
    int code = sqlite3_errcode(c->db) & 0xff;
    if (code == SQLITE_NOMEM)
        return error_no_memory(e);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].code == code) {
            error_set(e, STATUS_FAILED, "%s: cannot %s: %s", c->path, doing, faults[i].what);
            error_way_out(e, "%s", faults[i].way_out);
            return STATUS_FAILED;
        }
    return error_set(e, STATUS_FAILED, "%s: cannot %s: %s", c->path, doing,
                     sqlite3_errmsg(c->db));
}

enum status sql_exec(struct cache *c, const char *sql, struct error *e)
{
    writer_rest(c->writer);
    if (sqlite3_exec(c->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fault(c, e, "use the cache");
    return STATUS_OK;
}

enum status sql_execf(struct cache *c, struct error *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    if (!sql)
        return error_no_memory(e);
    enum status s = sql_exec(c, sql, e);
    sqlite3_free(sql);
    return s;
}

enum status sql_prepare(struct cache *c, const char *sql, sqlite3_stmt **out, struct error *e)
{
    *out = NULL;
    writer_rest(c->writer);
    if (sqlite3_prepare_v2(c->db, sql, -1, out, NULL) != SQLITE_OK)
        return sql_fault(c, e, "use the cache");
    return STATUS_OK;
}

enum status sql_step(struct cache *c, sqlite3_stmt *s, bool *row, struct error *e)
{
    int r = sqlite3_step(s);
    *row = r == SQLITE_ROW;
    if (r == SQLITE_ROW || r == SQLITE_DONE)
        return STATUS_OK;
    enum status status = sql_fault(c, e, "read or write");
    sqlite3_reset(s);
    return status;
}

enum status sql_run(struct cache *c, sqlite3_stmt *s, struct error *e)
{
    bool row;
    enum status status = sql_step(c, s, &row, e);
    sqlite3_reset(s);
    return status;
}

enum status sql_number(struct cache *c, const char *sql, int64_t *out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *out = 0;
    enum status status = sql_prepare(c, sql, &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && row)
        *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return status;
}

int sql_bind_text(sqlite3_stmt *s, int i, const char *text, size_t len)
{
    if (len && memchr(text, 0, len))
        return sqlite3_bind_blob64(s, i, text, len, SQLITE_STATIC);
    return sqlite3_bind_text64(s, i, text ? text : "", len, SQLITE_STATIC, SQLITE_UTF8);
}

const char *sql_copy(sqlite3_stmt *s, int column, struct arena *a, size_t *len)
{
    const char *bytes = sqlite3_column_blob(s, column);
    size_t n = (size_t)sqlite3_column_bytes(s, column);
    if (len)
        *len = n;
    return arena_copy(a, bytes ? bytes : "", n);
}
