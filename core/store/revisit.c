/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a writer once more, after the last one: their codes as columns, for what only
 * all rows together can tell. */
#include "store/writer_private.h"

#include <stdlib.h>
#include <string.h>

struct revisit {
    struct writer *w;
    size_t count;
    sqlite3_stmt **column; /* chunks from the first line on, all of the same lines */
    uint32_t **codes;
};

static void widen(uint32_t *out, uint32_t count, unsigned width, const unsigned char *bytes)
{
    memset(out, 0, count * sizeof *out);
    for (uint32_t i = 0; i < count && width; i++)
        memcpy(&out[i], bytes + (size_t)i * width, width);
}

static enum status read_chunk(struct revisit *r, size_t i, uint32_t line, uint32_t *count,
                              struct error *e)
{
    sqlite3_stmt *s = r->column[i];
    bool row = false;
    enum status status = sql_step(r->w->cache, s, &row, e);
    if (status != STATUS_OK)
        return status;
    uint32_t first = row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    uint32_t n = row ? (uint32_t)sqlite3_column_int64(s, 1) : 0;
    unsigned width = row ? (unsigned)sqlite3_column_int(s, 2) : 0;
    bool fits = first == line && n && n <= CACHE_CHUNK_LINES && (!*count || n == *count) &&
                width <= sizeof(uint32_t) &&
                (size_t)sqlite3_column_bytes(s, 3) == (size_t)n * width;
    if (!fits)
        return error_set(e, STATUS_FAILED, "%s: the columns do not fit together",
                         r->w->cache->path);
    *count = n;
    widen(r->codes[i], n, width, sqlite3_column_blob(s, 3));
    return STATUS_OK;
}

static enum status open_columns(struct revisit *r, const uint32_t *slots, struct error *e)
{
    enum status s = STATUS_OK;
    for (size_t i = 0; i < r->count && s == STATUS_OK; i++) {
        if (!(r->codes[i] = malloc(CACHE_CHUNK_LINES * sizeof **r->codes)))
            return error_no_memory(e);
        s = sql_prepare(r->w->cache,
                        "SELECT first, count, width, data FROM chunk"
                        " WHERE field = ? AND first >= ? ORDER BY first",
                        &r->column[i], e);
        if (s != STATUS_OK)
            break;
        sqlite3_bind_int64(r->column[i], 1, r->w->slots[slots[i]].id);
        sqlite3_bind_int64(r->column[i], 2, r->w->first_line);
    }
    return s;
}

static enum status walk(struct revisit *r, writer_visit *visit, void *data, struct error *e)
{
    enum status s = STATUS_OK;
    for (uint32_t line = r->w->first_line; line < r->w->next_line && s == STATUS_OK;) {
        uint32_t count = 0;
        /* What the visitor handed over is written before the next chunks are read. */
        writer_rest(r->w);
        for (size_t i = 0; i < r->count && s == STATUS_OK; i++)
            s = read_chunk(r, i, line, &count, e);
        if (s == STATUS_OK)
            s = visit(data, line, count, (const uint32_t *const *)r->codes, e);
        line += count;
    }
    writer_rest(r->w);
    return s;
}

enum status writer_revisit(struct writer *w, const uint32_t *slots, size_t count,
                           writer_visit *visit, void *data, struct error *e)
{
    struct revisit r = {.w = w, .count = count};
    if (!count || w->next_line == w->first_line)
        return STATUS_OK;
    enum status s = handover_settle(w->handover, e);
    if (s == STATUS_OK)
        s = writer_flush(w, e);
    r.column = calloc(count, sizeof *r.column);
    r.codes = calloc(count, sizeof *r.codes);
    if (s == STATUS_OK && (!r.column || !r.codes))
        s = error_no_memory(e);
    if (s == STATUS_OK)
        s = open_columns(&r, slots, e);
    if (s == STATUS_OK)
        s = walk(&r, visit, data, e);
    for (size_t i = 0; i < count && r.column && r.codes; i++) {
        sqlite3_finalize(r.column[i]);
        free(r.codes[i]);
    }
    free(r.column);
    free(r.codes);
    return s;
}
