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

/* Calls for the current lines in order: which keys come back after another stood between. */
static void find_torn(const struct frame *f, const uint32_t *key, struct bitmap *seen,
                      struct bitmap *torn, bool *any_torn, size_t *without)
{
    uint32_t position[1024], last = 0;
    size_t from = 0, n;
    *any_torn = false;
    while ((n = bitmap_next(&f->current, &from, position, 1024)) > 0) {
        for (size_t i = 0; i < n; i++) {
            uint32_t k = key[position[i]];
            *without += k == 0;
            if (k != last && k != 0) {
                if (bitmap_get(seen, k)) {
                    bitmap_set(torn, k);
                    *any_torn = true;
                }
                bitmap_set(seen, k);
            }
            last = k;
        }
    }
}

static void mark_lines(const struct frame *f, struct frame_cases *cases,
                       const struct bitmap *torn, bool any_torn)
{
    uint32_t position[1024], last = 0;
    size_t from = 0, n;
    bitmap_fill(&cases->follows);
    bitmap_and_not(&cases->follows, &f->current);
    while ((n = bitmap_next(&f->current, &from, position, 1024)) > 0) {
        for (size_t i = 0; i < n; i++) {
            uint32_t k = cases->key[position[i]];
            if (k == 0) {
                bitmap_set(&cases->caseless, position[i]);
            } else if (any_torn && bitmap_get(torn, k)) {
                bitmap_set(&cases->scattered, position[i]);
                cases->scattered_lines++;
            } else if (k == last) {
                bitmap_set(&cases->follows, position[i]);
            }
            last = k;
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
        bool any_torn;
        find_torn(f, h->key, &seen, &torn, &any_torn, &cases->without);
        mark_lines(f, cases, &torn, any_torn);
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
