/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps saved filters: a small table, made with the first of them. */
#include "store/saved.h"
#include "store/tag_private.h"

#include "base/text.h"

#include <string.h>
#include <time.h>

static const char table[] =
    "CREATE TABLE IF NOT EXISTS saved_filter("
    " name TEXT PRIMARY KEY, sentence TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID";

static enum status has_table(struct cache *c, bool *has, struct error *e)
{
    int64_t n = 0;
    enum status s = sql_number(
        c, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'saved_filter'",
        &n, e);
    *has = n > 0;
    return s;
}

static enum status read_all(struct cache *c, struct arena *a, struct saved_filter *out,
                            size_t most, size_t *count, struct error *e)
{
    sqlite3_stmt *q;
    bool row = false;
    enum status s =
        sql_prepare(c, "SELECT name, sentence, at FROM saved_filter ORDER BY name", &q, e);
    while (s == STATUS_OK && *count < most) {
        s = sql_step(c, q, &row, e);
        if (s != STATUS_OK || !row)
            break;
        struct saved_filter one = {sql_copy(q, 0, a, NULL), sql_copy(q, 1, a, NULL),
                                   sql_copy(q, 2, a, NULL)};
        if (!one.name || !one.sentence || !one.at)
            s = error_no_memory(e);
        out[(*count)++] = one;
    }
    sqlite3_finalize(q);
    return s;
}

enum status cache_saved_filters(struct cache *c, struct arena *a, struct saved_filter **out,
                                size_t *count, struct error *e)
{
    bool has;
    int64_t n = 0;
    *count = 0;
    *out = NULL;
    enum status s = has_table(c, &has, e);
    if (s == STATUS_OK && has)
        s = sql_number(c, "SELECT count(*) FROM saved_filter", &n, e);
    if (s != STATUS_OK)
        return s;
    *out = arena_zero(a, (size_t)n + 1, sizeof **out);
    if (!*out)
        return error_no_memory(e);
    return n ? read_all(c, a, *out, (size_t)n, count, e) : STATUS_OK;
}

enum status cache_find_saved(struct cache *c, const char *name, struct arena *a,
                             struct saved_filter *out, struct error *e)
{
    struct saved_filter *all;
    size_t count;
    *out = (struct saved_filter){0};
    enum status s = cache_saved_filters(c, a, &all, &count, e);
    for (size_t i = 0; s == STATUS_OK && i < count && !out->name; i++)
        if (text_distance(all[i].name, name, 0) == 0)
            *out = all[i];
    return s;
}

/* In a transaction of c, which writes. */
static enum status put(struct cache *c, const char *name, const char *sentence, struct arena *a,
                       const char **before, struct error *e)
{
    struct saved_filter known;
    char at[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    enum status s = sql_exec(c, table, e);
    if (s == STATUS_OK)
        s = cache_find_saved(c, name, a, &known, e);
    if (s != STATUS_OK)
        return s;
    *before = known.sentence;
    if (known.name)
        s = sql_execf(c, e, "DELETE FROM saved_filter WHERE name = %Q", known.name);
    if (s == STATUS_OK && sentence)
        return sql_execf(c, e,
                         "INSERT INTO saved_filter(name, sentence, at) VALUES(%Q, %Q, %Q)",
                         name, sentence, at);
    if (s == STATUS_OK && !known.name) {
        error_set(e, STATUS_MISUSE, "there is no saved filter @%s", name);
        return error_way_out(e, "saisie filters lists them");
    }
    return s;
}

enum status cache_save_filter(struct cache *c, const char *name, const char *sentence,
                              struct arena *a, const char **before, struct error *e)
{
    struct cache *own = c;
    *before = NULL;
    if (!tag_is_name(name)) {
        error_set(e, STATUS_MISUSE, "\"%s\" is no name", name);
        return error_way_out(e, "a name is one word of letters, digits, - and _");
    }
    enum status s = STATUS_OK;
    if (c->mode == CACHE_WRITE)
        cache_release(c);
    else
        s = cache_open(c->path, CACHE_WRITE, &own, e);
    if (s == STATUS_OK)
        s = sql_exec(own, "BEGIN IMMEDIATE", e);
    if (s == STATUS_OK) {
        s = put(own, name, sentence, a, before, e);
        if (s == STATUS_OK)
            s = sql_exec(own, "COMMIT", e);
        if (s != STATUS_OK)
            sql_exec(own, "ROLLBACK", NULL);
    }
    if (own != c)
        cache_close(&own);
    return s == STATUS_OK && c->held ? cache_renew(c, e) : s;
}

enum status saved_carry(struct cache *from, struct cache *to, struct error *e)
{
    struct arena a = {0};
    struct saved_filter *all;
    size_t count;
    enum status s = cache_saved_filters(from, &a, &all, &count, e);
    if (s == STATUS_OK && count)
        s = sql_exec(to, table, e);
    for (size_t i = 0; s == STATUS_OK && i < count; i++)
        s = sql_execf(to, e, "INSERT INTO saved_filter(name, sentence, at) VALUES(%Q, %Q, %Q)",
                      all[i].name, all[i].sentence, all[i].at);
    arena_free(&a);
    return s;
}
