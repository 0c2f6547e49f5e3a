/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A digest of the logical content: the same for two caches whose current lines say the same. */
#include "store/current.h"

#include "base/text.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

struct digest {
    struct cache *cache;
    struct arena arena;
    struct cache_field *field; /* in order of name: ids hang on the order of imports */
    size_t fields;
    struct spelling **spelling; /* by field, by code */
    uint32_t *spellings;
    struct bitmap current, apart;
    struct buffer line;
    uint32_t lines;
    /* Sum of the SHA-256 of all lines modulo 2^256: whatever their order. */
    uint32_t sum[SHA256_DIGEST_SIZE / 4];
};

static int by_name(const void *a, const void *b)
{
    const struct cache_field *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* status says what a delivery does to a line: "new" in one, blank in the next. */
static enum status read_fields(struct digest *d, struct error *e)
{
    struct cache_field *all;
    size_t count = 0;
    enum status s = cache_fields(d->cache, &d->arena, &all, &count, e);
    if (s != STATUS_OK)
        return s;
    d->field = all;
    for (size_t i = 0; i < count; i++)
        if (all[i].live && strcmp(all[i].name, "status"))
            d->field[d->fields++] = all[i];
    if (d->fields)
        qsort(d->field, d->fields, sizeof *d->field, by_name);
    d->spelling = arena_zero(&d->arena, d->fields + 1, sizeof *d->spelling);
    d->spellings = arena_zero(&d->arena, d->fields + 1, sizeof *d->spellings);
    if (!d->spelling || !d->spellings)
        return error_no_memory(e);
    for (size_t i = 0; i < d->fields && s == STATUS_OK; i++)
        if (!d->field[i].long_text)
            s = cache_spellings(d->cache, d->field[i].id, &d->arena, &d->spelling[i],
                                &d->spellings[i], e);
    return s;
}

/* Lengths before the texts: no text can pass for two. */
static void put(struct buffer *b, const char *name, char state, const char *text, size_t len)
{
    buffer_addf(b, "%s %c %zu ", name, state, len);
    buffer_add(b, text, len);
}

static void put_column(struct buffer *b, sqlite3_stmt *s, int column, const char *name)
{
    const char *text = sqlite3_column_blob(s, column), *start;
    size_t len = text_trim(text ? text : "", (size_t)sqlite3_column_bytes(s, column), &start);
    if (len)
        put(b, name, 'T', start, len);
}

static void add_sum(struct digest *d)
{
    uint8_t hash[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;
    uint64_t carry = 0;
    sha256_init(&sha);
    sha256_update(&sha, d->line.len, (const uint8_t *)buffer_text(&d->line));
    sha256_digest(&sha, sizeof hash, hash);
    for (size_t i = 0; i < SHA256_DIGEST_SIZE / 4; i++) {
        uint32_t word;
        memcpy(&word, hash + i * 4, sizeof word);
        carry += (uint64_t)d->sum[i] + word;
        d->sum[i] = (uint32_t)carry;
        carry >>= 32;
    }
    d->lines++;
}

static enum status add_line(struct digest *d, sqlite3_stmt *s, struct error *e)
{
    enum { FIRST = 3 };
    static const char states[] = {
        [VALUE_VALID] = 'V', [VALUE_UNKNOWN] = 'U', [VALUE_INVALID] = 'I'};
    buffer_clear(&d->line);
    if (bitmap_get(&d->apart, (size_t)sqlite3_column_int64(s, 0) - 1))
        put(&d->line, "apart", states[VALUE_VALID], "", 0);
    if (sqlite3_column_type(s, 2) != SQLITE_NULL) {
        put_column(&d->line, s, 1, "source");
        put_column(&d->line, s, 2, "case");
    }
    for (size_t i = 0; i < d->fields; i++) {
        int column = FIRST + (int)i;
        if (d->field[i].long_text) {
            put_column(&d->line, s, column, d->field[i].name);
            continue;
        }
        sqlite3_int64 code = sqlite3_column_int64(s, column);
        if (code < 0 || code >= d->spellings[i])
            return error_set(e, STATUS_FAILED, "%s: a line has a spelling that is not there",
                             d->cache->path);
        const struct spelling *sp = &d->spelling[i][code];
        if (sp->state == VALUE_BLANK)
            continue;
        const char *value = sp->state == VALUE_UNKNOWN ? "" : sp->value;
        put(&d->line, d->field[i].name, states[sp->state], value, strlen(value));
    }
    add_sum(d);
    return d->line.failed ? error_no_memory(e) : STATUS_OK;
}

static enum status add_lines(struct digest *d, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    sqlite3_str *sql = sqlite3_str_new(d->cache->db);
    sqlite3_str_appendall(sql, "SELECT line.id, k.source, k.case_id");
    sql_line_columns(sql, d->field, d->fields);
    sqlite3_str_appendall(
        sql, " FROM line LEFT JOIN seizure_case AS k ON k.id = line.case_key ORDER BY line.id");
    char *text = sqlite3_str_finish(sql);
    enum status status = text ? sql_prepare(d->cache, text, &s, e) : error_no_memory(e);
    sqlite3_free(text);
    while (status == STATUS_OK) {
        status = sql_step(d->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        uint64_t line = (uint64_t)sqlite3_column_int64(s, 0);
        if (line && line <= d->current.bits && bitmap_get(&d->current, line - 1))
            status = add_line(d, s, e);
    }
    sqlite3_finalize(s);
    return status;
}

static void finish(struct digest *d, char out[65])
{
    uint8_t hash[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, sizeof d->lines, (const uint8_t *)&d->lines);
    sha256_update(&sha, sizeof d->sum, (const uint8_t *)d->sum);
    sha256_digest(&sha, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        out[i * 2] = "0123456789abcdef"[hash[i] >> 4];
        out[i * 2 + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    out[64] = '\0';
}

enum status cache_digest(struct cache *c, char out[65], struct error *e)
{
    struct digest d = {.cache = c};
    enum status s = read_fields(&d, e);
    if (s == STATUS_OK)
        s = cache_current(c, &d.current, e);
    if (s == STATUS_OK)
        s = cache_apart(c, &d.apart, e);
    if (s == STATUS_OK)
        s = add_lines(&d, e);
    if (s == STATUS_OK)
        finish(&d, out);
    bitmap_free(&d.current);
    bitmap_free(&d.apart);
    buffer_free(&d.line);
    arena_free(&d.arena);
    return s;
}
