/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The current lines as they are kept and read: by batch, and the runs that differ from it. */
#include "store/current.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct span {
    uint32_t first, last;
    bool current;
};
struct spans {
    struct span *span;
    size_t count, capacity;
};

static bool spans_add(struct spans *s, uint32_t first, uint32_t last, bool current)
{
    if (s->count == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 64;
        struct span *grown = realloc(s->span, more * sizeof *grown);
        if (!grown)
            return false;
        s->span = grown;
        s->capacity = more;
    }
    s->span[s->count++] = (struct span){first, last, current};
    return true;
}

static enum status read_spans(struct cache *c, struct spans *out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status =
        sql_prepare(c, "SELECT first, last, current FROM exception ORDER BY first", &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        if (!spans_add(out, (uint32_t)sqlite3_column_int64(s, 0),
                       (uint32_t)sqlite3_column_int64(s, 1), sqlite3_column_int(s, 2)))
            status = error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

static void put_range(struct bitmap *b, uint32_t first, uint32_t last, bool set)
{
    for (size_t i = first - 1; i < last && i < b->bits;) {
        if (i % 64 == 0 && i + 64 <= last && i + 64 <= b->bits) {
            b->words[i / 64] = set ? UINT64_MAX : 0;
            i += 64;
            continue;
        }
        if (set)
            bitmap_set(b, i);
        else
            bitmap_unset(b, i);
        i++;
    }
}

/* The lines of the batches for which condition holds. */
static enum status lines_of(struct cache *c, const char *condition, struct bitmap *out,
                            struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    int64_t lines;
    *out = (struct bitmap){0};
    /* The batches know it too, and asking them reads no line. */
    enum status status = sql_number(c, "SELECT max(last_line) FROM batch", &lines, e);
    if (status != STATUS_OK)
        return status;
    if (!bitmap_init(out, (size_t)lines))
        return error_no_memory(e);
    char sql[160];
    snprintf(sql, sizeof sql,
             "SELECT first_line, last_line FROM batch WHERE first_line > 0 AND %s", condition);
    status = sql_prepare(c, sql, &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        put_range(out, (uint32_t)sqlite3_column_int64(s, 0),
                  (uint32_t)sqlite3_column_int64(s, 1), true);
    }
    sqlite3_finalize(s);
    return status;
}

static enum status live_lines(struct cache *c, struct bitmap *out, struct error *e)
{
    return lines_of(c, "NOT retracted", out, e);
}

enum status cache_apart(struct cache *c, struct bitmap *out, struct error *e)
{
    return lines_of(c, "grain IN ('aggregate', 'licit')", out, e);
}

enum status cache_current(struct cache *c, struct bitmap *out, struct error *e)
{
    struct spans spans = {0};
    enum status s = live_lines(c, out, e);
    if (s == STATUS_OK)
        s = read_spans(c, &spans, e);
    for (size_t i = 0; i < spans.count && s == STATUS_OK; i++)
        if (spans.span[i].first && spans.span[i].first <= spans.span[i].last)
            put_range(out, spans.span[i].first, spans.span[i].last, spans.span[i].current);
    free(spans.span);
    return s;
}

/* Runs of lines that differ from what their batch says. */
static enum status find_spans(struct cache *c, const struct bitmap *current, struct spans *out,
                              struct error *e)
{
    struct bitmap live;
    enum status s = live_lines(c, &live, e);
    for (size_t w = 0; s == STATUS_OK && w < bitmap_words(&live); w++) {
        uint64_t differ = live.words[w] ^ current->words[w];
        for (; differ; differ &= differ - 1) {
            uint32_t line = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(differ) + 1;
            bool is = bitmap_get(current, line - 1);
            struct span *last = out->count ? &out->span[out->count - 1] : NULL;
            if (last && last->last + 1 == line && last->current == is)
                last->last = line;
            else if (!spans_add(out, line, line, is))
                s = error_no_memory(e);
        }
    }
    bitmap_free(&live);
    return s;
}

static enum status drop(struct cache *c, sqlite3_stmt *s, const struct span *span,
                        struct error *e)
{
    sqlite3_bind_int64(s, 1, span->first);
    return sql_run(c, s, e);
}

static enum status add(struct cache *c, sqlite3_stmt *s, const struct span *span,
                       struct error *e)
{
    sqlite3_bind_int64(s, 1, span->first);
    sqlite3_bind_int64(s, 2, span->last);
    sqlite3_bind_int(s, 3, span->current);
    return sql_run(c, s, e);
}

/* Both in order of first line: what both have is left alone. */
static enum status merge(struct cache *c, const struct spans *old, const struct spans *new,
                         struct error *e)
{
    sqlite3_stmt *out = NULL, *in = NULL;
    size_t o = 0, n = 0;
    enum status s = sql_prepare(c, "DELETE FROM exception WHERE first = ?", &out, e);
    if (s == STATUS_OK)
        s = sql_prepare(c, "INSERT INTO exception(first, last, current) VALUES(?, ?, ?)", &in,
                        e);
    while (s == STATUS_OK && (o < old->count || n < new->count)) {
        const struct span *a = o < old->count ? &old->span[o] : NULL;
        const struct span *b = n < new->count ? &new->span[n] : NULL;
        if (a && b && a->first == b->first && a->last == b->last && a->current == b->current) {
            o++;
            n++;
        } else if (a && (!b || a->first <= b->first)) {
            s = drop(c, out, a, e);
            o++;
        } else {
            s = add(c, in, b, e);
            n++;
        }
    }
    sqlite3_finalize(out);
    sqlite3_finalize(in);
    return s;
}

enum status current_write(struct cache *c, const struct current *current, struct error *e)
{
    struct spans old = {0}, new = {0};
    enum status s = read_spans(c, &old, e);
    if (s == STATUS_OK)
        s = find_spans(c, &current->lines, &new, e);
    if (s == STATUS_OK)
        s = merge(c, &old, &new, e);
    if (s == STATUS_OK)
        s = carried_write(c, &current->carried, e);
    free(old.span);
    free(new.span);
    return s;
}

enum status current_meta(struct cache *c, struct error *e)
{
    return sql_exec(c,
                    "DELETE FROM meta WHERE key IN ('as_of', 'marking');"
                    "INSERT INTO meta(key, value) SELECT 'as_of', as_of FROM batch"
                    " WHERE NOT retracted AND as_of <> '' AND grain IN ('line', 'case')"
                    " ORDER BY as_of DESC LIMIT 1;"
                    "INSERT INTO meta(key, value) SELECT 'marking', marking FROM batch"
                    " WHERE NOT retracted AND marking <> '' ORDER BY id LIMIT 1;",
                    e);
}
