/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and notes through a purge, and whether they fit together. */
#include "store/tag_private.h"

#include <stdio.h>

/* ---- a purge: every table anew under the new line numbers ---- */

struct carrying {
    struct cache *from, *to;
    const uint32_t *now;
    uint32_t lines;
};

static uint32_t now(const struct carrying *k, sqlite3_int64 line)
{
    return line >= 1 && line <= k->lines ? k->now[line] : 0;
}

/* Rows of read, whose first column is a line, into write under the new number. */
static enum status carry_rows(struct carrying *k, const char *read, const char *write,
                              struct error *e)
{
    sqlite3_stmt *in, *out = NULL;
    bool row = false;
    enum status s = sql_prepare(k->from, read, &in, e);
    if (s == STATUS_OK)
        s = sql_prepare(k->to, write, &out, e);
    while (s == STATUS_OK) {
        s = sql_step(k->from, in, &row, e);
        if (s != STATUS_OK || !row)
            break;
        uint32_t line = now(k, sqlite3_column_int64(in, 0));
        if (!line)
            continue;
        sqlite3_bind_int64(out, 1, line);
        for (int i = 1; i < sqlite3_column_count(in); i++)
            sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
        s = sql_run(k->to, out, e);
    }
    sqlite3_finalize(in);
    sqlite3_finalize(out);
    return s;
}

/* The lines of an act under their new numbers; of what was erased nothing is left to undo. */
static enum status renumber(const struct carrying *k, sqlite3_stmt *in, struct buffer *out,
                            struct error *e)
{
    struct runs old = {0}, new = {0};
    bool good = runs_unpack(sqlite3_column_blob(in, 0), (size_t)sqlite3_column_bytes(in, 0),
                            k->lines, &old);
    enum status s =
        good ? STATUS_OK
             : error_set(e, STATUS_FAILED, "%s: an act cannot be read", k->from->path);
    for (size_t i = 0; i < old.count && s == STATUS_OK; i++)
        for (uint32_t line = old.run[i].first; line <= old.run[i].last; line++)
            if (now(k, line) && !runs_add(&new, now(k, line)))
                s = error_no_memory(e);
    runs_sort(&new);
    buffer_clear(out);
    runs_pack(&new, out);
    runs_free(&old);
    runs_free(&new);
    return s == STATUS_OK && out->failed ? error_no_memory(e) : s;
}

static enum status carry_acts(struct carrying *k, struct error *e)
{
    sqlite3_stmt *in, *out = NULL;
    struct buffer packed = {0};
    bool row = false;
    enum status s = sql_prepare(
        k->from, "SELECT lines, id, kind, text, at, first_note FROM act ORDER BY id", &in, e);
    if (s == STATUS_OK)
        s = sql_prepare(k->to,
                        "INSERT INTO act(lines, id, kind, text, at, first_note)"
                        " VALUES(?, ?, ?, ?, ?, ?)",
                        &out, e);
    while (s == STATUS_OK) {
        s = sql_step(k->from, in, &row, e);
        if (s != STATUS_OK || !row)
            break;
        s = renumber(k, in, &packed, e);
        if (s != STATUS_OK || !packed.len)
            continue;
        sqlite3_bind_blob64(out, 1, packed.data, packed.len, SQLITE_STATIC);
        for (int i = 1; i < 6; i++)
            sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
        s = sql_run(k->to, out, e);
    }
    sqlite3_finalize(in);
    sqlite3_finalize(out);
    buffer_free(&packed);
    return s;
}

static enum status carry(struct carrying *k, struct error *e)
{
    struct arena a = {0};
    struct cache_tag *tag;
    size_t count = 0;
    enum status s = cache_tags(k->from, &a, &tag, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        s = sql_execf(k->to, e, "INSERT INTO tag(id, name) VALUES(%u, %Q)", tag[i].id,
                      tag[i].name);
    arena_free(&a);
    if (s == STATUS_OK)
        s = carry_rows(k, "SELECT line, tag FROM tag_line",
                       "INSERT OR IGNORE INTO tag_line(line, tag) VALUES(?, ?)", e);
    if (s == STATUS_OK)
        s = sql_exec(k->to,
                     "DELETE FROM tag WHERE id NOT IN (SELECT DISTINCT tag FROM tag_line)", e);
    if (s == STATUS_OK)
        s = carry_rows(k, "SELECT line, id, at, text FROM note",
                       "INSERT INTO note(line, id, at, text) VALUES(?, ?, ?, ?)", e);
    return s == STATUS_OK ? carry_acts(k, e) : s;
}

enum status tags_carry(struct cache *from, struct cache *to, const uint32_t *seizure,
                       struct error *e)
{
    struct carrying k = {from, to, seizure, cache_line_count(from)};
    enum status s = sql_exec(to, "BEGIN IMMEDIATE", e);
    if (s != STATUS_OK)
        return s;
    s = carry(&k, e);
    if (s == STATUS_OK)
        s = sql_exec(to, "COMMIT", e);
    if (s != STATUS_OK)
        sql_exec(to, "ROLLBACK", NULL);
    return s;
}

/* ---- a check: that lines are there, foreign keys tell ---- */

static enum status check_lines(struct cache *c, const struct chains *chains, cache_fault *fault,
                               void *data, struct error *e)
{
    static const char sql[] = "SELECT DISTINCT line FROM tag_line"
                              " UNION SELECT DISTINCT line FROM note ORDER BY line";
    sqlite3_stmt *s;
    bool row = false;
    char text[120];
    enum status status = sql_prepare(c, sql, &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        uint32_t line = (uint32_t)sqlite3_column_int64(s, 0);
        if (chains_first(chains, line) == line)
            continue;
        snprintf(text, sizeof text, "a tag or note names a later version of a seizure: line %u",
                 line);
        fault(data, text);
    }
    sqlite3_finalize(s);
    return status;
}

static enum status check_acts(struct cache *c, cache_fault *fault, void *data, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    char text[80];
    uint32_t lines = cache_line_count(c);
    enum status status = sql_prepare(c, "SELECT lines, id FROM act", &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct runs r = {0};
        if (!runs_unpack(sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0), lines,
                         &r)) {
            snprintf(text, sizeof text, "act %lld on tags names lines that are not there",
                     (long long)sqlite3_column_int64(s, 1));
            fault(data, text);
        }
        runs_free(&r);
    }
    sqlite3_finalize(s);
    return status;
}

enum status tags_check(struct cache *c, cache_fault *fault, void *data, struct error *e)
{
    struct chains chains;
    /* A line that took another's place is named where it stood for a seizure of its own. */
    enum status s = chains_read_versions(c, &chains, e);
    if (s == STATUS_OK)
        s = check_lines(c, &chains, fault, data, e);
    if (s == STATUS_OK)
        s = check_acts(c, fault, data, e);
    chains_free(&chains);
    return s;
}
