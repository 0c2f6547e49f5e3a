/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading whole columns: spellings, codes, long texts, cases. */
#include "store/chunk.h"
#include "store/sql.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static enum status prepare_for_field(struct cache *c, const char *sql, uint32_t field,
                                     sqlite3_stmt **s, struct error *e)
{
    enum status status = sql_prepare(c, sql, s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int64(*s, 1, field);
    return status;
}

static enum status damaged(struct cache *c, const char *what, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s: %s do not fit together", c->path, what);
    return error_way_out(e, "import the files into a new cache");
}

static enum status take_spelling(sqlite3_stmt *s, struct arena *a, struct spelling *out,
                                 struct error *e)
{
    size_t len;
    bool same = sqlite3_column_type(s, 1) == SQLITE_NULL;
    out->text = sql_copy(s, 0, a, &len);
    out->length = (uint32_t)len;
    out->value = same ? out->text : sql_copy(s, 1, a, NULL);
    out->state = (enum value_state)sqlite3_column_int(s, 2);
    out->derived = sqlite3_column_int(s, 3);
    out->open = sqlite3_column_int(s, 4);
    return out->text && out->value ? STATUS_OK : error_no_memory(e);
}

enum status cache_spellings(struct cache *c, uint32_t field, struct arena *a,
                            struct spelling **out, uint32_t *count, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *count = 0;
    enum status status = prepare_for_field(
        c, "SELECT ifnull(max(code) + 1, 0) FROM spelling WHERE field = ?", field, &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    size_t n = status == STATUS_OK ? (size_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    if (status != STATUS_OK)
        return status;
    if (!(*out = arena_zero(a, n + 1, sizeof **out)))
        return error_no_memory(e);
    status = prepare_for_field(
        c,
        "SELECT text, value, state, derived, open FROM spelling WHERE field = ? ORDER BY code",
        field, &s, e);
    while (status == STATUS_OK && *count < n) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        status = take_spelling(s, a, *out + (*count)++, e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_is_filled(struct cache *c, uint32_t field, bool *filled, struct error *e)
{
    sqlite3_stmt *s;
    enum status status = prepare_for_field(
        c, "SELECT 1 FROM spelling WHERE field = ? AND code > 0 AND state IN (?, ?) LIMIT 1",
        field, &s, e);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int(s, 2, VALUE_VALID);
    sqlite3_bind_int(s, 3, VALUE_INVALID);
    status = sql_step(c, s, filled, e);
    sqlite3_finalize(s);
    return status;
}

/* The code of a line, from the chunk that holds it; 0: no chunk does. */
static enum status line_code(struct cache *c, uint32_t field, uint32_t line, uint32_t *code,
                             struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *code = 0;
    enum status status = prepare_for_field(
        c,
        "SELECT first, count, width, data FROM chunk WHERE field = ? AND first <= ?"
        " ORDER BY first DESC LIMIT 1",
        field, &s, e);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(s, 2, line);
    status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && row) {
        uint32_t at = line - (uint32_t)sqlite3_column_int64(s, 0);
        size_t width = (size_t)sqlite3_column_int(s, 2);
        const uint8_t *bytes = sqlite3_column_blob(s, 3);
        bool within = at < (uint32_t)sqlite3_column_int64(s, 1) && width <= sizeof *code;
        if (within && width && (size_t)sqlite3_column_bytes(s, 3) < (at + 1) * width)
            status = damaged(c, "the columns", e);
        else if (within && width)
            memcpy(code, bytes + at * width, width); /* chunks are little endian, as we are */
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_line_spelling(struct cache *c, uint32_t field, uint32_t line, struct arena *a,
                                struct spelling *out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    uint32_t code;
    *out = (struct spelling){.text = "", .value = "", .state = VALUE_BLANK};
    enum status status = line_code(c, field, line, &code, e);
    if (status == STATUS_OK && code)
        status = prepare_for_field(c,
                                   "SELECT text, value, state, derived, open FROM spelling"
                                   " WHERE field = ? AND code = ?",
                                   field, &s, e);
    if (status != STATUS_OK || !code)
        return status;
    sqlite3_bind_int64(s, 2, code);
    status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && row)
        status = take_spelling(s, a, out, e);
    sqlite3_finalize(s);
    return status;
}

enum status cache_open_spellings(struct cache *c, cache_open_visit *visit, void *data,
                                 struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status =
        sql_prepare(c,
                    "SELECT s.field, s.code, s.text, ifnull(s.value, s.text), s.state, f.name"
                    " FROM spelling AS s JOIN field AS f ON f.id = s.field WHERE s.open"
                    " ORDER BY s.field, s.code",
                    &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct spelling sp = {.text = sqlite3_column_blob(s, 2), .open = true};
        sp.length = (uint32_t)sqlite3_column_bytes(s, 2);
        sp.value = (const char *)sqlite3_column_text(s, 3);
        sp.state = (enum value_state)sqlite3_column_int(s, 4);
        const char *name = (const char *)sqlite3_column_text(s, 5);
        if (!sp.text || !sp.value || !name)
            status = damaged(c, "the spellings", e);
        else
            status = visit(data, (uint32_t)sqlite3_column_int64(s, 0), name,
                           (uint32_t)sqlite3_column_int64(s, 1), &sp, e);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_manner(struct cache *c, const char *field, uint32_t *manner, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *manner = 0;
    enum status status = sql_prepare(c,
                                     "SELECT manner FROM batch_field"
                                     " WHERE name = ? AND manner <> 0"
                                     " ORDER BY batch DESC LIMIT 1",
                                     &s, e);
    if (status == STATUS_OK) {
        sql_bind_text(s, 1, field, strlen(field));
        status = sql_step(c, s, &row, e);
        *manner = status == STATUS_OK && row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    }
    sqlite3_finalize(s);
    return status;
}

void cache_watch(struct cache *c, const struct progress *watch)
{
    c->watch = watch;
}

/* Between two chunks: whether to go on. */
static enum status go_on(struct cache *c, uint32_t lines, sqlite3_stmt *s, struct error *e)
{
    uint64_t done = (uint64_t)sqlite3_column_int64(s, 0);
    if (progress_step(c->watch, done < lines ? done : lines, lines, 0))
        return STATUS_OK;
    return error_set(e, STATUS_CANCELLED, "given up while the cache was read");
}

/* Hands one chunk on, its values aligned for their width (SQLite's blobs may lie anywhere). */
static enum status visit_chunk(struct cache *c, sqlite3_stmt *s, void *aligned,
                               cache_chunk_visit *visit, void *data, struct error *e)
{
    uint32_t first = (uint32_t)sqlite3_column_int64(s, 0);
    uint32_t count = (uint32_t)sqlite3_column_int64(s, 1);
    unsigned width = (unsigned)sqlite3_column_int(s, 2);
    const void *values = sqlite3_column_blob(s, 3);
    size_t bytes = (size_t)sqlite3_column_bytes(s, 3);
    bool known = width == 0 || width == 1 || width == 2 || width == 4 || width == 8;
    if (!known || !first || count > CACHE_CHUNK_LINES || bytes != (size_t)count * width)
        return damaged(c, "the columns", e);
    if (!width)
        return visit(data, first, count, 0, NULL, e);
    if ((uintptr_t)values % width)
        values = memcpy(aligned, values, bytes);
    return visit(data, first, count, width, values, e);
}

enum status cache_column(struct cache *c, uint32_t field, cache_chunk_visit *visit, void *data,
                         struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    void *aligned = malloc(CACHE_CHUNK_LINES * sizeof(uint64_t));
    if (!aligned)
        return error_no_memory(e);
    uint32_t lines = c->watch ? cache_line_count(c) : 0;
    enum status status = prepare_for_field(
        c, "SELECT first, count, width, data FROM chunk WHERE field = ? ORDER BY first", field,
        &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        status = go_on(c, lines, s, e);
        if (status == STATUS_OK)
            status = visit_chunk(c, s, aligned, visit, data, e);
    }
    sqlite3_finalize(s);
    free(aligned);
    return status;
}

/* A text chunk on its way to the visitor. */
struct folding {
    struct buffer folded;
    uint32_t *offsets;
};

static bool fold(struct folding *f, uint32_t count, const char *ends, unsigned width,
                 const char *texts, size_t size)
{
    size_t from = 0;
    buffer_clear(&f->folded);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = 0;
        memcpy(&end, ends + (size_t)i * width, width);
        if (end < from || end > size)
            return false;
        text_fold(&f->folded, texts + from, end - from);
        f->offsets[i + 1] = (uint32_t)f->folded.len;
        from = end;
    }
    return true;
}

static enum status visit_text_chunk(struct cache *c, sqlite3_stmt *s, struct folding *f,
                                    cache_text_visit *visit, void *data, struct error *e)
{
    uint32_t first = (uint32_t)sqlite3_column_int64(s, 0);
    uint32_t count = (uint32_t)sqlite3_column_int64(s, 1);
    const char *ends = sqlite3_column_blob(s, 2);
    size_t bytes = (size_t)sqlite3_column_bytes(s, 2);
    unsigned width = bytes == (size_t)count * 2 ? 2 : 4;
    if (!first || !count || count > CACHE_CHUNK_LINES || bytes != (size_t)count * width)
        return damaged(c, "the long texts", e);
    const char *texts = sqlite3_column_blob(s, 3);
    size_t size = (size_t)sqlite3_column_bytes(s, 3);
    if (!fold(f, count, ends, width, texts ? texts : "", size))
        return damaged(c, "the long texts", e);
    return f->folded.failed ? error_no_memory(e)
                            : visit(data, first, count, f->offsets, buffer_text(&f->folded), e);
}

enum status cache_text_column(struct cache *c, uint32_t field, cache_text_visit *visit,
                              void *data, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    struct folding f = {.offsets = calloc(CACHE_CHUNK_LINES + 1, sizeof *f.offsets)};
    /* Room at once for what a text grows by when folded: no allocation a chunk. */
    if (!f.offsets || !buffer_reserve(&f.folded, 4 * TEXT_CHUNK_BYTES)) {
        free(f.offsets);
        return error_no_memory(e);
    }
    uint32_t lines = c->watch ? cache_line_count(c) : 0;
    enum status status = prepare_for_field(
        c, "SELECT first, count, ends, data FROM text_chunk WHERE field = ? ORDER BY first",
        field, &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        status = go_on(c, lines, s, e);
        if (status == STATUS_OK)
            status = visit_text_chunk(c, s, &f, visit, data, e);
    }
    sqlite3_finalize(s);
    buffer_free(&f.folded);
    free(f.offsets);
    return status;
}

/* The cases whose number has a hash. */
struct hash_search {
    uint32_t hash;
    uint32_t *keys; /* NULL: they are counted */
    size_t count, room;
};

static enum status search_hashes(void *data, uint32_t first, uint32_t count, unsigned width,
                                 const void *values, struct error *e)
{
    struct hash_search *h = data;
    (void)e;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t hash = 0;
        if (width && width <= sizeof hash)
            memcpy(&hash, (const char *)values + (size_t)i * width, width);
        if (hash != h->hash)
            continue;
        if (h->keys && h->count < h->room)
            h->keys[h->count] = first + i;
        h->count++;
    }
    return STATUS_OK;
}

/* Of the keys found by hash, those whose number is text. */
static enum status compare_numbers(struct cache *c, const char *text, struct hash_search *h,
                                   size_t *count, struct error *e)
{
    sqlite3_stmt *s;
    enum status status =
        sql_prepare(c, "SELECT 1 FROM seizure_case WHERE id = ? AND case_id = ?", &s, e);
    for (size_t i = 0; i < h->room && status == STATUS_OK; i++) {
        bool row = false;
        sqlite3_bind_int64(s, 1, h->keys[i]);
        sql_bind_text(s, 2, text, strlen(text));
        status = sql_step(c, s, &row, e);
        if (row)
            h->keys[(*count)++] = h->keys[i];
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_find_case(struct cache *c, const char *text, struct arena *a, uint32_t **keys,
                            size_t *count, struct error *e)
{
    struct hash_search h = {.hash = case_hash(text, strlen(text))};
    *count = 0;
    enum status status = cache_column(c, CACHE_COLUMN_CASE_HASH, search_hashes, &h, e);
    if (status != STATUS_OK)
        return status;
    h.room = h.count;
    h.count = 0;
    if (!(*keys = h.keys = arena_zero(a, h.room + 1, sizeof *h.keys)))
        return error_no_memory(e);
    if (h.room)
        status = cache_column(c, CACHE_COLUMN_CASE_HASH, search_hashes, &h, e);
    return status == STATUS_OK && h.room ? compare_numbers(c, text, &h, count, e) : status;
}

enum status cache_cases(struct cache *c, cache_case_visit *visit, void *data, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status =
        sql_prepare(c, "SELECT id, source, case_id FROM seizure_case ORDER BY id", &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        const char *source = (const char *)sqlite3_column_text(s, 1);
        size_t source_len = (size_t)sqlite3_column_bytes(s, 1);
        const char *id = sqlite3_column_blob(s, 2);
        size_t id_len = (size_t)sqlite3_column_bytes(s, 2);
        status = visit(data, (uint32_t)sqlite3_column_int64(s, 0), source ? source : "",
                       source_len, id ? id : "", id_len, e);
    }
    sqlite3_finalize(s);
    return status;
}
