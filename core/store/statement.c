/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs and links of lines: gathered, packed, kept and read again. */
#include "store/statement.h"

#include <stdlib.h>

static bool room(void **array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 64;
    void *grown = realloc(*array, more * size);
    if (!grown)
        return false;
    *array = grown;
    *capacity = more;
    return true;
}

bool runs_add(struct runs *r, uint32_t line)
{
    if (r->count && r->run[r->count - 1].last + 1 == line) {
        r->run[r->count - 1].last = line;
        return true;
    }
    if (!room((void **)&r->run, r->count, &r->capacity, sizeof *r->run))
        return false;
    r->run[r->count++] = (struct line_run){line, line};
    return true;
}

static int by_first(const void *a, const void *b)
{
    const struct line_run *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

void runs_sort(struct runs *r)
{
    size_t kept = 0;
    if (r->count)
        qsort(r->run, r->count, sizeof *r->run, by_first);
    for (size_t i = 1; i < r->count; i++) {
        struct line_run *last = &r->run[kept];
        if (r->run[i].first > last->last && r->run[i].first - last->last > 1)
            r->run[++kept] = r->run[i];
        else if (r->run[i].last > last->last)
            last->last = r->run[i].last;
    }
    r->count = r->count ? kept + 1 : 0;
}

void runs_free(struct runs *r)
{
    free(r->run);
    *r = (struct runs){0};
}

bool links_add(struct links *l, uint32_t line, uint32_t older)
{
    if (!room((void **)&l->link, l->count, &l->capacity, sizeof *l->link))
        return false;
    l->link[l->count++] = (struct line_link){line, older};
    return true;
}

void links_free(struct links *l)
{
    free(l->link);
    *l = (struct links){0};
}

static void put(struct buffer *out, uint32_t n)
{
    for (; n > 0x7F; n >>= 7)
        buffer_addc(out, (char)(n | 0x80U));
    buffer_addc(out, (char)n);
}

static bool get(const unsigned char **at, const unsigned char *end, uint32_t *n)
{
    uint64_t value = 0;
    for (unsigned shift = 0; *at < end && shift < 35; shift += 7) {
        unsigned char byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7FU) << shift;
        if (byte & 0x80U)
            continue;
        *n = (uint32_t)value;
        return value <= UINT32_MAX;
    }
    return false;
}

void runs_pack(const struct runs *r, struct buffer *out)
{
    uint32_t end = 0;
    for (size_t i = 0; i < r->count; i++) {
        put(out, r->run[i].first - end);
        put(out, r->run[i].last - r->run[i].first);
        end = r->run[i].last;
    }
}

void links_pack(const struct links *l, struct buffer *out)
{
    uint32_t end = 0;
    for (size_t i = 0; i < l->count; i++) {
        put(out, l->link[i].line - end);
        put(out, l->link[i].line - l->link[i].older);
        end = l->link[i].line;
    }
}

bool runs_unpack(const void *data, size_t len, uint32_t lines, struct runs *r)
{
    const unsigned char *at = data, *stop = at + len;
    uint32_t gap, length, end = 0;
    while (at < stop) {
        if (!get(&at, stop, &gap) || !get(&at, stop, &length) || !gap || gap > lines - end ||
            length > lines - end - gap ||
            !room((void **)&r->run, r->count, &r->capacity, sizeof *r->run))
            return false;
        r->run[r->count++] = (struct line_run){end + gap, end + gap + length};
        end += gap + length;
    }
    return true;
}

bool links_unpack(const void *data, size_t len, uint32_t lines, struct links *l)
{
    const unsigned char *at = data, *stop = at + len;
    uint32_t gap, back, end = 0;
    while (at < stop) {
        if (!get(&at, stop, &gap) || !get(&at, stop, &back) || !gap || gap > lines - end)
            return false;
        end += gap;
        if (!back || back >= end || !links_add(l, end, end - back))
            return false;
    }
    return true;
}

void statements_free(struct statements *s)
{
    for (size_t i = 0; i < STATEMENT_KINDS; i++)
        runs_free(&s->runs[i]);
    links_free(&s->links);
}

enum status statements_write(struct cache *c, uint32_t batch, struct statements *s,
                             struct error *e)
{
    sqlite3_stmt *add;
    struct buffer packed = {0};
    enum status status =
        sql_prepare(c, "INSERT INTO statement(batch, kind, data) VALUES(?, ?, ?)", &add, e);
    for (int kind = STATEMENT_SEEN; kind < STATEMENT_KINDS && status == STATUS_OK; kind++) {
        buffer_clear(&packed);
        runs_sort(&s->runs[kind]);
        if (kind == STATEMENT_LINK)
            links_pack(&s->links, &packed);
        else
            runs_pack(&s->runs[kind], &packed);
        if (packed.failed)
            status = error_no_memory(e);
        if (status != STATUS_OK || !packed.len)
            continue;
        sqlite3_bind_int64(add, 1, batch);
        sqlite3_bind_int(add, 2, kind);
        sqlite3_bind_blob64(add, 3, packed.data, packed.len, SQLITE_STATIC);
        status = sql_run(c, add, e);
    }
    sqlite3_finalize(add);
    buffer_free(&packed);
    return status;
}

enum status statements_read(struct cache *c, uint32_t batch, uint32_t lines,
                            struct statements *s, struct error *e)
{
    sqlite3_stmt *read;
    bool row = false;
    *s = (struct statements){0};
    enum status status =
        sql_prepare(c, "SELECT kind, data FROM statement WHERE batch = ?", &read, e);
    if (status == STATUS_OK)
        sqlite3_bind_int64(read, 1, batch);
    while (status == STATUS_OK) {
        status = sql_step(c, read, &row, e);
        if (status != STATUS_OK || !row)
            break;
        int kind = sqlite3_column_int(read, 0);
        const void *data = sqlite3_column_blob(read, 1);
        size_t len = (size_t)sqlite3_column_bytes(read, 1);
        bool good = kind > 0 && kind < STATEMENT_KINDS && data &&
                    (kind == STATEMENT_LINK ? links_unpack(data, len, lines, &s->links)
                                            : runs_unpack(data, len, lines, &s->runs[kind]));
        if (!good) {
            error_set(e, STATUS_FAILED, "%s: what batch %u says of lines cannot be read",
                      c->path, batch);
            status = error_way_out(e, "import the files into a new cache");
        }
    }
    sqlite3_finalize(read);
    return status;
}
