/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a writer was handed, into the tables, and the same values into chunks of columns. */
#include "store/writer_private.h"

#include <string.h>

enum status writer_flush_chunk(struct writer *w, uint32_t field, struct chunk *c,
                               struct error *e)
{
    if (!c->count)
        return STATUS_OK;
    sqlite3_stmt *add = w->statements[ADD_CHUNK];
    size_t bytes;
    unsigned width = chunk_pack(c, &bytes);
    sqlite3_bind_int64(add, 1, field);
    sqlite3_bind_int64(add, 2, c->first);
    sqlite3_bind_int64(add, 3, c->count);
    sqlite3_bind_int(add, 4, (int)width);
    if (width)
        sqlite3_bind_blob64(add, 5, c->values, bytes, SQLITE_STATIC);
    else
        sqlite3_bind_null(add, 5);
    chunk_clear(c);
    return sql_run(w->cache, add, e);
}

static enum status flush_texts(struct writer *w, uint32_t field, struct text_chunk *c,
                               struct error *e)
{
    if (!c->count)
        return STATUS_OK;
    sqlite3_stmt *add = w->statements[ADD_TEXT_CHUNK];
    sqlite3_bind_int64(add, 1, field);
    sqlite3_bind_int64(add, 2, c->first);
    sqlite3_bind_int64(add, 3, c->count);
    sqlite3_bind_blob64(add, 4, c->ends.data, text_chunk_pack(c), SQLITE_STATIC);
    sqlite3_bind_blob64(add, 5, buffer_text(&c->texts), c->texts.len, SQLITE_STATIC);
    enum status s = sql_run(w->cache, add, e);
    text_chunk_clear(c);
    return s;
}

static enum status add_spelling(struct writer *w, const struct order *o, struct error *e)
{
    sqlite3_stmt *add = w->statements[ADD_SPELLING];
    size_t len = o->lengths[0], value_len = o->lengths[1];
    sqlite3_bind_int64(add, 1, o->numbers[0]);
    sqlite3_bind_int64(add, 2, o->numbers[1]);
    sql_bind_text(add, 3, o->texts[0], len);
    if (value_len == len && !memcmp(o->texts[1], o->texts[0], len))
        sqlite3_bind_null(add, 4);
    else
        sql_bind_text(add, 4, o->texts[1], value_len);
    sqlite3_bind_int64(add, 5, o->numbers[2]);
    sqlite3_bind_int64(add, 6, o->numbers[3]);
    sqlite3_bind_int64(add, 7, o->numbers[4]);
    return sql_run(w->cache, add, e);
}

static enum status add_case(struct writer *w, const struct order *o, struct error *e)
{
    sqlite3_stmt *add = w->statements[ADD_CASE];
    sqlite3_bind_int64(add, 1, o->numbers[0]);
    sql_bind_text(add, 2, o->texts[0], o->lengths[0]);
    sql_bind_text(add, 3, o->texts[1], o->lengths[1]);
    enum status s = sql_run(w->cache, add, e);
    if (s != STATUS_OK)
        return s;
    if (!chunk_add(&w->case_hashes, o->numbers[0], case_hash(o->texts[1], o->lengths[1])))
        return error_no_memory(e);
    return w->case_hashes.count == CACHE_CHUNK_LINES
               ? writer_flush_chunk(w, CACHE_COLUMN_CASE_HASH, &w->case_hashes, e)
               : STATUS_OK;
}

/* Puts a long text into its column; *place is what the row keeps. */
static enum status add_text(struct writer *w, struct slot *slot, uint32_t line,
                            const char *text, uint32_t len, uint64_t *place, struct error *e)
{
    if (text_chunk_full(&slot->texts)) {
        enum status s = flush_texts(w, slot->id, &slot->texts, e);
        if (s != STATUS_OK)
            return s;
    }
    return text_chunk_add(&slot->texts, line, text, len, place) ? STATUS_OK
                                                                : error_no_memory(e);
}

static void bind_key(sqlite3_stmt *add, int at, uint32_t key)
{
    if (key)
        sqlite3_bind_int64(add, at, key);
    else
        sqlite3_bind_null(add, at);
}

/* The row of a line. before: the line before it, whose values are still bound, or NULL. The id
 * is left to SQLite, which then need not look for it: it is one more than the last. */
static enum status add_row(struct writer *w, uint32_t line, const uint32_t *word,
                           const uint32_t *before, const char **text, struct error *e)
{
    enum { BATCH = 1, ROW, CASE, FIRST_FIELD };
    sqlite3_stmt *add = w->insert_line;
    if (!before)
        sqlite3_bind_int64(add, BATCH, w->batch);
    sqlite3_bind_int64(add, ROW, word[LOAD_ROW]);
    if (!before || before[LOAD_CASE] != word[LOAD_CASE])
        bind_key(add, CASE, word[LOAD_CASE]);
    for (uint32_t i = 0; i < w->slot_count; i++) {
        uint64_t value = word[LOAD_HEAD + i];
        if (w->slots[i].long_text) {
            const char *from = *text;
            *text += value;
            enum status s = add_text(w, &w->slots[i], line, from, (uint32_t)value, &value, e);
            if (s != STATUS_OK)
                return s;
        } else if (before && before[LOAD_HEAD + i] == value) {
            continue;
        }
        sqlite3_bind_int64(add, FIRST_FIELD + (int)i, (sqlite3_int64)value);
    }
    enum status s = sql_run(w->cache, add, e);
    if (s == STATUS_OK && sqlite3_last_insert_rowid(w->cache->db) != line)
        return error_set(e, STATUS_FAILED, "%s: its lines are not numbered one by one",
                         w->cache->path);
    return s;
}

/* One value of every line of a load, word being that of the first, into the column. */
static enum status add_values(struct writer *w, uint32_t field, struct chunk *c,
                              const struct load *l, const uint32_t *word, struct error *e)
{
    size_t stride = LOAD_HEAD + (size_t)w->slot_count;
    uint32_t line = w->next_written, rest = l->line_count;
    enum status s = STATUS_OK;
    while (rest && s == STATUS_OK) {
        uint32_t room = CACHE_CHUNK_LINES - c->count;
        uint32_t count = rest < room ? rest : room;
        if (!chunk_gather(c, line, word, stride, count))
            return error_no_memory(e);
        if (c->count == CACHE_CHUNK_LINES)
            s = writer_flush_chunk(w, field, c, e);
        line += count;
        word += stride * count;
        rest -= count;
    }
    return s;
}

static enum status add_lines(struct writer *w, const struct load *l, struct error *e)
{
    const uint32_t *first = (const uint32_t *)(const void *)l->lines.data;
    const uint32_t *word = first, *before = NULL;
    const char *text = l->texts.data;
    enum status s = STATUS_OK;
    for (uint32_t i = 0; i < l->line_count && s == STATUS_OK; i++) {
        s = add_row(w, w->next_written + i, word, before, &text, e);
        before = word;
        word += LOAD_HEAD + w->slot_count;
    }
    if (s == STATUS_OK)
        s = add_values(w, CACHE_COLUMN_CASE, &w->cases, l, first + LOAD_CASE, e);
    if (s == STATUS_OK)
        s = add_values(w, CACHE_COLUMN_HASH, &w->hashes, l, first + LOAD_HASH_LOW, e);
    for (uint32_t i = 0; i < w->slot_count && s == STATUS_OK; i++)
        if (!w->slots[i].long_text)
            s = add_values(w, w->slots[i].id, &w->slots[i].codes, l, first + LOAD_HEAD + i, e);
    w->next_written += l->line_count;
    return s;
}

enum status writer_apply(void *data, const struct load *l, struct error *e)
{
    static enum status (*const add[])(struct writer *, const struct order *, struct error *) = {
        [ORDER_SPELLING] = add_spelling,
        [ORDER_CASE] = add_case,
        [ORDER_FINDING] = writer_add_finding,
    };
    struct writer *w = data;
    struct order o;
    enum status s = STATUS_OK;
    for (size_t at = 0; s == STATUS_OK && load_next_order(l, &at, &o);)
        s = add[o.kind](w, &o, e);
    return s == STATUS_OK && l->line_count ? add_lines(w, l, e) : s;
}

enum status writer_flush(struct writer *w, struct error *e)
{
    enum status s = writer_flush_chunk(w, CACHE_COLUMN_CASE, &w->cases, e);
    if (s == STATUS_OK)
        s = writer_flush_chunk(w, CACHE_COLUMN_HASH, &w->hashes, e);
    if (s == STATUS_OK)
        s = writer_flush_chunk(w, CACHE_COLUMN_CASE_HASH, &w->case_hashes, e);
    for (uint32_t i = 0; i < w->slot_count && s == STATUS_OK; i++) {
        s = writer_flush_chunk(w, w->slots[i].id, &w->slots[i].codes, e);
        if (s == STATUS_OK)
            s = flush_texts(w, w->slots[i].id, &w->slots[i].texts, e);
    }
    return s;
}
