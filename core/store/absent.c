/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a delivery could have held and did not: lines of the earlier deliveries that it speaks
 * of. A file that has nothing in common with another misses nothing of it. */
#include "store/current.h"
#include "store/tag_private.h"

#include <string.h>

struct missing {
    struct cache *cache;
    struct chains chains; /* seizures, whatever line stands for them */
    const struct batch *batch;
    struct bitmap spoken; /* lines of all seizures that the batch speaks of */
    struct bitmap known;  /* lines of the earlier batches that have some of those */
    struct bitmap keys;
};

static void set_run(struct bitmap *b, uint32_t first, uint32_t last)
{
    for (size_t i = first - 1; first && i < last && i < b->bits;) {
        if (i % 64 == 0 && i + 64 <= last && i + 64 <= b->bits) {
            b->words[i / 64] = UINT64_MAX;
            i += 64;
        } else {
            bitmap_set(b, i++);
        }
    }
}

static void set_runs(struct bitmap *b, const struct runs *r)
{
    for (size_t i = 0; i < r->count; i++)
        set_run(b, r->run[i].first, r->run[i].last);
}

static bool meets(const struct bitmap *b, uint32_t first, uint32_t last)
{
    size_t from = first ? first - 1 : 0;
    uint32_t found;
    return first && bitmap_next(b, &from, &found, 1) && found < last;
}

/* Lines become all lines of their seizures. */
static void widen(struct missing *m, struct bitmap *lines)
{
    const struct links *l = &m->chains.by_line;
    if (!l->count)
        return;
    memcpy(m->keys.words, lines->words, bitmap_words(lines) * sizeof *lines->words);
    for (size_t i = 0; i < l->count; i++)
        bitmap_unset(&m->keys, l->link[i].line - 1);
    for (size_t i = 0; i < l->count; i++)
        if (bitmap_get(lines, l->link[i].line - 1))
            bitmap_set(&m->keys, l->link[i].older - 1);
    memcpy(lines->words, m->keys.words, bitmap_words(lines) * sizeof *lines->words);
    for (size_t i = 0; i < l->count; i++) {
        uint32_t line = l->link[i].line;
        if (bitmap_get(&m->keys, l->link[i].older - 1))
            bitmap_set(lines, line - 1);
        else
            bitmap_unset(lines, line - 1);
    }
}

/* All that a batch holds: what it brought, found unchanged, and took back. */
static enum status speak(struct missing *m, struct error *e)
{
    struct statements said;
    enum status s = statements_read(m->cache, m->batch->id, (uint32_t)m->spoken.bits, &said, e);
    if (s == STATUS_OK) {
        set_run(&m->spoken, m->batch->first_line, m->batch->last_line);
        set_runs(&m->spoken, &said.runs[STATEMENT_SEEN]);
        set_runs(&m->spoken, &said.runs[STATEMENT_WITHDRAWN]);
        widen(m, &m->spoken);
    }
    statements_free(&said);
    return s;
}

static enum status add_earlier(struct missing *m, const struct batch *b, struct error *e)
{
    struct statements said;
    enum status s = statements_read(m->cache, b->id, (uint32_t)m->spoken.bits, &said, e);
    const struct runs *seen = &said.runs[STATEMENT_SEEN];
    bool related = s == STATUS_OK && meets(&m->spoken, b->first_line, b->last_line);
    for (size_t i = 0; i < seen->count && s == STATUS_OK && !related; i++)
        related = meets(&m->spoken, seen->run[i].first, seen->run[i].last);
    if (related) {
        set_run(&m->known, b->first_line, b->last_line);
        set_runs(&m->known, seen);
    }
    statements_free(&said);
    return s;
}

static enum status find(struct missing *m, const struct batch *all, size_t count,
                        struct error *e)
{
    enum status s = chains_read(m->cache, &m->chains, e);
    if (s == STATUS_OK)
        s = speak(m, e);
    for (const struct batch *b = all; b < all + count && s == STATUS_OK; b++)
        if (b->id < m->batch->id && !b->retracted &&
            grain_counts(b->grain) == grain_counts(m->batch->grain))
            s = add_earlier(m, b, e);
    if (s == STATUS_OK)
        widen(m, &m->known);
    return s;
}

enum status absent_find(struct cache *c, uint32_t batch, const struct bitmap *current,
                        struct bitmap *out, struct error *e)
{
    struct missing m = {.cache = c};
    struct arena a = {0};
    struct batch *all;
    size_t count = 0;
    *out = (struct bitmap){0};
    if (!bitmap_init(out, current->bits))
        return error_no_memory(e);
    enum status s = cache_batches(c, &a, &all, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        if (all[i].id == batch && !all[i].retracted)
            m.batch = &all[i];
    if (s == STATUS_OK && m.batch) {
        bool good = bitmap_init(&m.spoken, current->bits) &&
                    bitmap_init(&m.known, current->bits) && bitmap_init(&m.keys, current->bits);
        s = good ? find(&m, all, count, e) : error_no_memory(e);
        if (s == STATUS_OK) {
            bitmap_or(out, &m.known);
            bitmap_and_not(out, &m.spoken);
            bitmap_and(out, current);
        }
    }
    chains_free(&m.chains);
    bitmap_free(&m.spoken);
    bitmap_free(&m.known);
    bitmap_free(&m.keys);
    arena_free(&a);
    return s;
}

enum status cache_absent(struct cache *c, uint32_t batch, struct bitmap *out, struct error *e)
{
    struct bitmap current = {0};
    *out = (struct bitmap){0};
    enum status s = cache_current(c, &current, e);
    if (s == STATUS_OK)
        s = absent_find(c, batch, &current, out, e);
    bitmap_free(&current);
    return s;
}
