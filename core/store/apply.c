/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a writer was handed, into the tables, and the same values into chunks of columns. */
#include "store/writer_private.h"

#include <string.h>

static enum status flush_chunk(struct writer *w, uint32_t field, struct chunk *c,
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
               ? flush_chunk(w, CACHE_COLUMN_CASE_HASH, &w->case_hashes, e)
               : STATUS_OK;
}

static enum status add_finding(struct writer *w, const struct order *o, struct error *e)
{
    sqlite3_stmt *add = w->statements[ADD_FINDING];
    const char severity = (char)o->numbers[1];
    sqlite3_bind_int64(add, 1, w->batch);
    sqlite3_bind_int64(add, 2, o->numbers[0]);
    sql_bind_text(add, 3, o->texts[0], o->lengths[0]);
    sql_bind_text(add, 4, o->texts[1], o->lengths[1]);
    sql_bind_text(add, 5, &severity, 1);
    sql_bind_text(add, 6, o->texts[2], o->lengths[2]);
    return sql_run(w->cache, add, e);
}

/* A line's value in its row and column: its code, or the place of its long text. */
static enum status add_to_column(struct writer *w, struct slot *slot, uint32_t line,
                                 uint32_t word, const char **text, uint64_t *value,
                                 struct error *e)
{
    *value = word;
    if (slot->long_text) {
        const char *from = *text;
        *text += word;
        if (text_chunk_full(&slot->texts)) {
            enum status s = flush_texts(w, slot->id, &slot->texts, e);
            if (s != STATUS_OK)
                return s;
        }
        return text_chunk_add(&slot->texts, line, from, word, value) ? STATUS_OK
                                                                     : error_no_memory(e);
    }
    if (!chunk_add(&slot->codes, line, word))
        return error_no_memory(e);
    return slot->codes.count == CACHE_CHUNK_LINES ? flush_chunk(w, slot->id, &slot->codes, e)
                                                  : STATUS_OK;
}

/* Takes the next line and its texts off a load. */
static enum status add_line(struct writer *w, const uint32_t *word, const char **text,
                            struct error *e)
{
    enum status s = STATUS_OK;
    uint32_t line = w->next_written++, case_key = word[LOAD_CASE];
    uint64_t hash = (uint64_t)word[LOAD_HASH_HIGH] << 32 | word[LOAD_HASH_LOW];
    sqlite3_stmt *add = w->insert_line;
    sqlite3_bind_int64(add, 1, line);
    sqlite3_bind_int64(add, 2, w->batch);
    sqlite3_bind_int64(add, 3, word[LOAD_ROW]);
    if (case_key)
        sqlite3_bind_int64(add, 4, case_key);
    else
        sqlite3_bind_null(add, 4);
    for (uint32_t i = 0; i < w->slot_count && s == STATUS_OK; i++) {
        uint64_t value;
        s = add_to_column(w, &w->slots[i], line, word[LOAD_HEAD + i], text, &value, e);
        sqlite3_bind_int64(add, 5 + (int)i, (sqlite3_int64)value);
    }
    if (s == STATUS_OK)
        s = sql_run(w->cache, add, e);
    if (s != STATUS_OK)
        return s;
    if (!chunk_add(&w->cases, line, case_key) || !chunk_add(&w->hashes, line, hash))
        return error_no_memory(e);
    if (w->cases.count == CACHE_CHUNK_LINES) {
        s = flush_chunk(w, CACHE_COLUMN_CASE, &w->cases, e);
        if (s == STATUS_OK)
            s = flush_chunk(w, CACHE_COLUMN_HASH, &w->hashes, e);
    }
    return s;
}

enum status writer_apply(void *data, const struct load *l, struct error *e)
{
    static enum status (*const add[])(struct writer *, const struct order *, struct error *) = {
        [ORDER_SPELLING] = add_spelling,
        [ORDER_CASE] = add_case,
        [ORDER_FINDING] = add_finding,
    };
    struct writer *w = data;
    struct order o;
    enum status s = STATUS_OK;
    for (size_t at = 0; s == STATUS_OK && load_next_order(l, &at, &o);)
        s = add[o.kind](w, &o, e);
    const uint32_t *word = (const uint32_t *)(const void *)l->lines.data;
    const char *text = l->texts.data;
    for (uint32_t i = 0; i < l->line_count && s == STATUS_OK; i++) {
        s = add_line(w, word, &text, e);
        word += LOAD_HEAD + w->slot_count;
    }
    return s;
}

enum status writer_flush(struct writer *w, struct error *e)
{
    enum status s = flush_chunk(w, CACHE_COLUMN_CASE, &w->cases, e);
    if (s == STATUS_OK)
        s = flush_chunk(w, CACHE_COLUMN_HASH, &w->hashes, e);
    if (s == STATUS_OK)
        s = flush_chunk(w, CACHE_COLUMN_CASE_HASH, &w->case_hashes, e);
    for (uint32_t i = 0; i < w->slot_count && s == STATUS_OK; i++) {
        s = flush_chunk(w, w->slots[i].id, &w->slots[i].codes, e);
        if (s == STATUS_OK)
            s = flush_texts(w, w->slots[i].id, &w->slots[i].texts, e);
    }
    return s;
}
