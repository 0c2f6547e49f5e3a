/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case keys by line, and which cases do not stand together: distinct cases are counted by
 * looking at the line before, which is right for all but those. */
#include "frame/frame_private.h"

#include <stdlib.h>

struct fill_keys {
    uint32_t *key;
    size_t lines;
    uint32_t max;
};

static enum status fill_keys(void *data, uint32_t first, uint32_t count, unsigned width,
                             const void *values, struct error *e)
{
    struct fill_keys *fill = data;
    if (width == 0) {
        return STATUS_OK;
    }
    bool damaged = first == 0 || (size_t)first - 1 + count > fill->lines;
    if (!damaged && width == 4) {
        uint32_t highest = 0, *to = fill->key + (first - 1);
        memcpy(to, values, count * sizeof *to);
        for (uint32_t i = 0; i < count; i++) {
            highest = to[i] > highest ? to[i] : highest;
        }
        damaged = highest > fill->max;
    }
    for (uint32_t i = 0; width != 4 && !damaged && i < count; i++) {
        uint64_t key = chunk_value(values, width, i);
        damaged = key > fill->max;
        fill->key[first - 1 + i] = (uint32_t)key;
    }
    if (damaged) {
        error_set(e, STATUS_FAILED, "the cases of the cache are damaged near line %u",
                  (unsigned)first);
        return error_way_out(e, "import the files into a new cache");
    }
    return STATUS_OK;
}

/* One word of current lines: which follow a line of their case, which are of none. *last: the
 * key of the current line before. */
struct word {
    uint64_t follows, caseless;
};

static struct word word_of(const uint32_t *key, uint64_t current, uint32_t *last)
{
    struct word w = {0, 0};
    if (current == UINT64_MAX) {
        for (size_t i = 0; i < 64; i++) {
            w.caseless = w.caseless >> 1 | (uint64_t)(key[i] == 0) << 63;
            w.follows = w.follows >> 1 | (uint64_t)(key[i] == *last) << 63;
            *last = key[i];
        }
        w.follows &= ~w.caseless;
        return w;
    }
    for (uint64_t left = current; left; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        w.caseless |= (uint64_t)(key[bit] == 0) << bit;
        w.follows |= (uint64_t)(key[bit] == *last && key[bit]) << bit;
        *last = key[bit];
    }
    return w;
}

/* Follows the cases as if none were torn; the keys that come back after another stood between
 * are set in torn. Whether there are any. */
static bool follow_cases(const struct frame *f, struct frame_cases *cases, struct bitmap *seen,
                         struct bitmap *torn)
{
    uint32_t last = 0;
    bool any = false;
    for (size_t i = 0; i < bitmap_words(&f->current); i++) {
        const uint32_t *key = cases->key + i * 64;
        const uint64_t current = f->current.words[i];
        struct word w = word_of(key, current, &last);
        cases->without += bitmap_word_count(w.caseless);
        cases->caseless.words[i] = w.caseless;
        cases->follows.words[i] = w.follows | ~current;
        for (uint64_t left = current & ~(w.follows | w.caseless); left; left &= left - 1) {
            uint32_t k = key[__builtin_ctzll(left)];
            if (bitmap_get(seen, k)) {
                bitmap_set(torn, k);
                any = true;
            }
            bitmap_set(seen, k);
        }
    }
    if (f->lines % 64) { /* as in any bitmap: nothing behind the last line */
        cases->follows.words[f->lines / 64] &= ((uint64_t)1 << f->lines % 64) - 1;
    }
    return any;
}

/* The lines of torn cases are looked at one by one from now on. */
static void mark_scattered(const struct frame *f, struct frame_cases *cases,
                           const struct bitmap *torn)
{
    for (size_t i = 0; i < bitmap_words(&f->current); i++) {
        for (uint64_t left = f->current.words[i]; left; left &= left - 1) {
            size_t at = i * 64 + (size_t)__builtin_ctzll(left);
            if (bitmap_get(torn, cases->key[at])) {
                bitmap_set(&cases->scattered, at);
                bitmap_unset(&cases->follows, at);
                cases->scattered_lines++;
            }
        }
    }
}

static enum status load_cases(struct frame *f, struct held_cases *h, struct error *e)
{
    struct bitmap seen = {0}, torn = {0};
    struct frame_cases *cases = &h->cases;
    cases->cases_max = cache_case_count(f->cache);
    h->key = calloc(f->lines ? f->lines : 1, sizeof *h->key);
    enum status status = STATUS_OK;
    if (!h->key || !bitmap_init(&cases->scattered, f->lines) ||
        !bitmap_init(&cases->follows, f->lines) || !bitmap_init(&cases->caseless, f->lines) ||
        !bitmap_init(&seen, (size_t)cases->cases_max + 1) ||
        !bitmap_init(&torn, (size_t)cases->cases_max + 1)) {
        status = error_no_memory(e);
    }
    if (status == STATUS_OK) {
        cases->key = h->key;
        struct fill_keys fill = {h->key, f->lines, cases->cases_max};
        status = cache_column(f->cache, CACHE_COLUMN_CASE, fill_keys, &fill, e);
    }
    if (status == STATUS_OK) {
        if (follow_cases(f, cases, &seen, &torn)) {
            mark_scattered(f, cases, &torn);
        }
    }
    bitmap_free(&seen);
    bitmap_free(&torn);
    return status;
}

void cases_free(struct held_cases *h)
{
    free(h->key);
    bitmap_free(&h->cases.scattered);
    bitmap_free(&h->cases.follows);
    bitmap_free(&h->cases.caseless);
}

enum status frame_cases(struct frame *f, const struct frame_cases **out, struct error *e)
{
    struct held_cases *h = &f->cases;
    if (!h->loaded) {
        enum status status = load_cases(f, h, e);
        if (status != STATUS_OK) {
            cases_free(h);
            *h = (struct held_cases){0};
            return status;
        }
        h->loaded = true;
        f->bytes +=
            f->lines * sizeof *h->key + 3 * bitmap_words(&h->cases.follows) * sizeof(uint64_t);
    }
    *out = &h->cases;
    return STATUS_OK;
}
