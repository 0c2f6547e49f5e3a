/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines without a number that stand for the seizure of another line, as they are kept: one
 * packed value, written anew only where it changed. current.c finds them. */
#include "store/current.h"

#include <string.h>

static void put(struct buffer *out, uint64_t n)
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

/* By line: the gap from the one before, and the line that it was first known as. */
static bool unpack(const void *data, size_t len, uint32_t lines, struct links *out)
{
    const unsigned char *at = data, *end = at + len;
    uint32_t gap, first, line = 0;
    while (at < end) {
        if (!get(&at, end, &gap) || !get(&at, end, &first) || !gap || gap > lines - line ||
            !first || first > lines || !links_add(out, line + gap, first))
            return false;
        line += gap;
    }
    return true;
}

enum status carried_read(struct cache *c, struct links *out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *out = (struct links){0};
    enum status status = sql_prepare(c, "SELECT data FROM carried", &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && row &&
        !unpack(sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0),
                cache_line_count(c), out)) {
        error_set(e, STATUS_FAILED, "%s: what lines took another's place cannot be read",
                  c->path);
        status = error_way_out(e, "import the files into a new cache");
    }
    sqlite3_finalize(s);
    return status;
}

/* Whether the bytes are kept already. */
static enum status kept(struct cache *c, const struct buffer *packed, bool *same,
                        struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status = sql_prepare(c, "SELECT data FROM carried", &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    if (status == STATUS_OK) {
        size_t len = row ? (size_t)sqlite3_column_bytes(s, 0) : 0;
        *same = len == packed->len &&
                (!len || !memcmp(sqlite3_column_blob(s, 0), packed->data, len));
    }
    sqlite3_finalize(s);
    return status;
}

enum status carried_write(struct cache *c, const struct links *carried, struct error *e)
{
    sqlite3_stmt *s = NULL;
    struct buffer packed = {0};
    bool same = false;
    uint32_t before = 0;
    for (size_t i = 0; i < carried->count; i++) {
        put(&packed, carried->link[i].line - before);
        put(&packed, carried->link[i].older);
        before = carried->link[i].line;
    }
    enum status status = packed.failed ? error_no_memory(e) : kept(c, &packed, &same, e);
    if (status == STATUS_OK && !same)
        status = sql_exec(c, "DELETE FROM carried", e);
    if (status == STATUS_OK && !same && packed.len) {
        status = sql_prepare(c, "INSERT INTO carried(data) VALUES(?)", &s, e);
        if (status == STATUS_OK) {
            sqlite3_bind_blob64(s, 1, packed.data, packed.len, SQLITE_STATIC);
            status = sql_run(c, s, e);
        }
        sqlite3_finalize(s);
    }
    buffer_free(&packed);
    return status;
}
