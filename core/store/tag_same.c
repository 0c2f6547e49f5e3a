/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All versions of seizures: what was said of lines at one time, found again at a later one. */
#include "store/tag_private.h"

/* The lines that the seizures were first known as. */
static bool find_firsts(const struct chains *k, const struct bitmap *lines, uint32_t count,
                        struct bitmap *out)
{
    uint32_t at[512];
    size_t from = 0, n;
    if (!bitmap_init(out, count))
        return false;
    while ((n = bitmap_next(lines, &from, at, 512)) > 0)
        for (size_t i = 0; i < n; i++)
            if (at[i] < count)
                bitmap_set(out, chains_first(k, at[i] + 1) - 1);
    return true;
}

enum status cache_same_seizures(struct cache *c, const struct bitmap *lines, struct bitmap *out,
                                struct error *e)
{
    struct chains k = {0};
    struct bitmap firsts = {0};
    uint32_t count = cache_line_count(c);
    *out = (struct bitmap){0};
    enum status s = chains_read(c, &k, e);
    if (s == STATUS_OK &&
        (!find_firsts(&k, lines, count, &firsts) || !bitmap_copy(out, &firsts)))
        s = error_no_memory(e);
    for (size_t i = 0; s == STATUS_OK && i < k.by_line.count; i++) {
        const struct line_link *link = &k.by_line.link[i];
        /* A first line may stand for another seizure by now. */
        if (bitmap_get(&firsts, link->older - 1))
            bitmap_set(out, link->line - 1);
        else
            bitmap_unset(out, link->line - 1);
    }
    bitmap_free(&firsts);
    chains_free(&k);
    return s;
}
