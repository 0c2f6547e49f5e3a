/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps answers: a small table, made with the first of them. */
#include "store/answer.h"
#include "store/sql.h"

#include <string.h>

static const char table[] = "CREATE TABLE IF NOT EXISTS answer("
                            " name TEXT PRIMARY KEY, key BLOB NOT NULL, data BLOB NOT NULL)"
                            " STRICT, WITHOUT ROWID";

enum status cache_answer(struct cache *c, const char *name, const uint8_t *key, struct arena *a,
                         const void **data, size_t *bytes, struct error *e)
{
    sqlite3_stmt *s = NULL;
    int64_t tables = 0;
    bool row = false;
    *data = NULL;
    *bytes = 0;
    /* A cache that was written before there were answers has no table of them. */
    enum status status = sql_number(
        c, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'answer'",
        &tables, e);
    if (status != STATUS_OK || !tables)
        return status;
    status = sql_prepare(c, "SELECT data FROM answer WHERE name = ? AND key = ?", &s, e);
    if (status == STATUS_OK) {
        sql_bind_text(s, 1, name, strlen(name));
        sqlite3_bind_blob(s, 2, key, ANSWER_KEY_BYTES, SQLITE_STATIC);
        status = sql_step(c, s, &row, e);
    }
    if (status == STATUS_OK && row && !(*data = sql_copy(s, 0, a, bytes)))
        status = error_no_memory(e);
    sqlite3_finalize(s);
    return status;
}

static enum status put(struct cache *c, const char *name, const uint8_t *key, const void *data,
                       size_t bytes, struct error *e)
{
    sqlite3_stmt *s = NULL;
    enum status status = sql_exec(c, table, e);
    if (status == STATUS_OK)
        status = sql_prepare(
            c, "INSERT OR REPLACE INTO answer(name, key, data) VALUES(?, ?, ?)", &s, e);
    if (status == STATUS_OK) {
        sql_bind_text(s, 1, name, strlen(name));
        sqlite3_bind_blob(s, 2, key, ANSWER_KEY_BYTES, SQLITE_STATIC);
        sqlite3_bind_blob64(s, 3, data, bytes, SQLITE_STATIC);
        status = sql_run(c, s, e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_keep_answer(struct cache *c, const char *name, const uint8_t *key,
                              const void *data, size_t bytes, struct error *e)
{
    enum status s = sql_exec(c, "BEGIN IMMEDIATE", e);
    if (s != STATUS_OK)
        return s;
    s = put(c, name, key, data, bytes, e);
    if (s == STATUS_OK)
        s = sql_exec(c, "COMMIT", e);
    if (s != STATUS_OK)
        sql_exec(c, "ROLLBACK", NULL);
    return s;
}
