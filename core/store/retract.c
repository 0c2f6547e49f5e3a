/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What batches have to do with each other: versions, lines taken over, columns; and taking a
 * batch back. */
#include "store/current.h"

#include <stdlib.h>
#include <string.h>

/* Calls for the statements of every batch, in order. */
typedef enum status said_visit(void *data, uint32_t batch, bool retracted,
                               const struct statements *said, struct error *e);

static enum status each_batch(struct cache *c, said_visit *visit, void *data, struct error *e)
{
    struct arena a = {0};
    struct batch *batch;
    size_t count = 0;
    uint32_t lines = cache_line_count(c);
    enum status s = cache_batches(c, &a, &batch, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++) {
        struct statements said;
        s = statements_read(c, batch[i].id, lines, &said, e);
        if (s == STATUS_OK)
            s = visit(data, batch[i].id, batch[i].retracted, &said, e);
        statements_free(&said);
    }
    arena_free(&a);
    return s;
}

static enum status take_links(void *data, uint32_t batch, bool retracted,
                              const struct statements *said, struct error *e)
{
    struct links *all = data;
    (void)batch;
    (void)retracted;
    for (size_t i = 0; i < said->links.count; i++)
        if (!links_add(all, said->links.link[i].line, said->links.link[i].older))
            return error_no_memory(e);
    return STATUS_OK;
}

enum status cache_links(struct cache *c, struct arena *a, struct cache_link **out,
                        size_t *count, struct error *e)
{
    struct links all = {0};
    *count = 0;
    enum status s = each_batch(c, take_links, &all, e);
    if (s == STATUS_OK && !(*out = arena_zero(a, all.count + 1, sizeof **out)))
        s = error_no_memory(e);
    for (size_t i = 0; i < all.count && s == STATUS_OK; i++)
        (*out)[(*count)++] = (struct cache_link){all.link[i].line, all.link[i].older};
    links_free(&all);
    return s;
}

static enum status take_loose(void *data, uint32_t batch, bool retracted,
                              const struct statements *said, struct error *e)
{
    struct bitmap *out = data;
    const struct runs *r = &said->runs[STATEMENT_LOOSE];
    (void)batch;
    (void)retracted;
    (void)e;
    for (size_t i = 0; i < r->count; i++)
        for (uint32_t line = r->run[i].first; line <= r->run[i].last; line++)
            bitmap_set(out, line - 1);
    return STATUS_OK;
}

enum status cache_loose(struct cache *c, struct bitmap *out, struct error *e)
{
    *out = (struct bitmap){0};
    if (!bitmap_init(out, cache_line_count(c)))
        return error_no_memory(e);
    return each_batch(c, take_loose, out, e);
}

/* ---- lines of retracted batches that a live one saw ---- */

struct adopting {
    struct arena *arena;
    struct bitmap free; /* lines of retracted batches that nobody took over yet */
    struct cache_adopted *out;
    size_t count, capacity;
};

static bool adopt(struct adopting *ad, uint32_t line, uint32_t batch)
{
    struct cache_adopted *last = ad->count ? &ad->out[ad->count - 1] : NULL;
    bitmap_unset(&ad->free, line - 1);
    if (last && last->batch == batch && last->last + 1 == line) {
        last->last = line;
        return true;
    }
    if (ad->count == ad->capacity) {
        size_t more = ad->capacity ? ad->capacity * 2 : 16;
        struct cache_adopted *grown = arena_alloc(ad->arena, more * sizeof *grown);
        if (!grown)
            return false;
        if (ad->count)
            memcpy(grown, ad->out, ad->count * sizeof *grown);
        ad->out = grown;
        ad->capacity = more;
    }
    ad->out[ad->count++] = (struct cache_adopted){line, line, batch};
    return true;
}

static enum status take_seen(void *data, uint32_t batch, bool retracted,
                             const struct statements *said, struct error *e)
{
    struct adopting *ad = data;
    const struct runs *r = &said->runs[STATEMENT_SEEN];
    for (size_t i = 0; i < r->count && !retracted; i++)
        for (uint32_t line = r->run[i].first; line <= r->run[i].last; line++)
            if (bitmap_get(&ad->free, line - 1) && !adopt(ad, line, batch))
                return error_no_memory(e);
    return STATUS_OK;
}

static int by_line(const void *a, const void *b)
{
    const struct cache_adopted *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

enum status cache_adopted(struct cache *c, struct arena *a, struct cache_adopted **out,
                          size_t *count, struct error *e)
{
    struct adopting ad = {.arena = a};
    struct batch *batch;
    size_t batches = 0, retracted = 0;
    *out = NULL;
    *count = 0;
    enum status s = cache_batches(c, a, &batch, &batches, e);
    for (size_t i = 0; i < batches; i++)
        retracted += batch[i].retracted;
    if (s != STATUS_OK || !retracted)
        return s;
    if (!bitmap_init(&ad.free, cache_line_count(c)))
        return error_no_memory(e);
    for (size_t i = 0; i < batches; i++)
        for (uint32_t line = batch[i].first_line;
             batch[i].retracted && line && line <= batch[i].last_line && line <= ad.free.bits;
             line++)
            bitmap_set(&ad.free, line - 1);
    s = each_batch(c, take_seen, &ad, e);
    bitmap_free(&ad.free);
    if (ad.count)
        qsort(ad.out, ad.count, sizeof *ad.out, by_line);
    *out = ad.out;
    *count = ad.count;
    return s;
}

enum status cache_columns(struct cache *c, uint32_t batch, struct arena *a,
                          struct cache_column **out, size_t *count, struct error *e)
{
    int64_t n;
    sqlite3_stmt *s = NULL;
    bool row = false;
    *count = 0;
    enum status status = sql_number(c, "SELECT count(*) FROM batch_field", &n, e);
    if (status == STATUS_OK && !(*out = arena_zero(a, (size_t)n + 1, sizeof **out)))
        status = error_no_memory(e);
    if (status == STATUS_OK)
        status = sql_prepare(c,
                             "SELECT header, name FROM batch_field"
                             " WHERE batch = ? AND position IS NOT NULL ORDER BY position",
                             &s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int64(s, 1, batch);
    while (status == STATUS_OK && *count < (size_t)n) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct cache_column *column = *out + (*count)++;
        column->header = sql_copy(s, 0, a, NULL);
        column->name = sql_copy(s, 1, a, NULL);
        if (!column->header || !column->name)
            status = error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

/* ---- taking back ---- */

static enum status check_batch(struct cache *c, uint32_t batch, bool back, struct error *e)
{
    struct arena a = {0};
    struct batch *all;
    size_t count = 0;
    const struct batch *found = NULL, *same = NULL;
    enum status s = cache_batches(c, &a, &all, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        if (all[i].id == batch)
            found = &all[i];
    for (size_t i = 0; i < count && found && s == STATUS_OK; i++)
        if (&all[i] != found && !all[i].retracted && !strcmp(all[i].sha256, found->sha256))
            same = &all[i];
    if (s == STATUS_OK && (!found || found->retracted != back)) {
        s = error_set(e, STATUS_MISUSE,
                      !found ? "there is no batch %u"
                      : back ? "batch %u is not retracted"
                             : "batch %u is retracted already",
                      batch);
        error_way_out(e, "saisie info lists the batches");
    } else if (s == STATUS_OK && back && same) {
        s = error_set(e, STATUS_FAILED, "batch %u holds the same content as batch %u", same->id,
                      batch);
        error_way_out(e, "take that one back first: saisie undo-import %u", same->id);
    }
    arena_free(&a);
    return s;
}

static enum status mark(struct cache *c, uint32_t batch, bool back, struct error *e)
{
    struct current current = {0};
    enum status s = check_batch(c, batch, back, e);
    if (s == STATUS_OK)
        s = sql_execf(c, e, "UPDATE batch SET retracted = %d WHERE id = %u", !back, batch);
    if (s == STATUS_OK)
        s = current_find(c, &current, NULL, e);
    if (s == STATUS_OK)
        s = current_write(c, &current, e);
    current_free(&current);
    return s == STATUS_OK ? current_meta(c, e) : s;
}

enum status cache_retract(struct cache *c, uint32_t batch, bool back, struct error *e)
{
    if (c->mode != CACHE_WRITE)
        return error_set(e, STATUS_FAILED, "%s: is open for reading only", c->path);
    cache_release(c);
    enum status s = sql_exec(c, "BEGIN IMMEDIATE", e);
    if (s != STATUS_OK)
        return s;
    s = mark(c, batch, back, e);
    if (s == STATUS_OK)
        s = sql_exec(c, "COMMIT", e);
    if (s != STATUS_OK)
        sql_exec(c, "ROLLBACK", NULL);
    return s;
}
