/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case(...): lines lifted to their whole cases. Two passes over the case keys, with a bit a
 * case between them: the cases need not stand together. */
#include "filter/tree.h"

/* The cases that have a line of b: a bit by key. Lines of one case mostly stand together, so a
 * key is looked at again only when it changes. */
static void find_cases(struct pace *pace, const struct bitmap *b, const uint32_t *key,
                       struct bitmap *taken)
{
    uint32_t position[1024], last = 0;
    size_t from = 0, n;
    while ((n = bitmap_next(b, &from, position, 1024)) > 0 && pace_go(pace, n)) {
        for (size_t i = 0; i < n; i++) {
            uint32_t k = key[position[i]];
            if (k != last) {
                bitmap_set(taken, k);
                last = k;
            }
        }
    }
}

void case_lines(struct pace *pace, const struct bitmap *taken, const uint32_t *key,
                struct bitmap *b)
{
    for (size_t i = 0; i < b->bits && (i % 4096 || pace_go(pace, 4096)); i += 64) {
        size_t n = b->bits - i < 64 ? b->bits - i : 64;
        uint64_t word = 0;
        for (size_t k = 0; k < n; k++) {
            uint32_t c = key[i + k];
            word |= (taken->words[c / 64] >> (c % 64) & 1U) << k;
        }
        b->words[i / 64] |= word;
    }
}

enum status case_lift(struct frame *f, struct bitmap *b, struct error *e)
{
    const struct frame_cases *cases;
    struct bitmap taken = {0};
    enum status status = frame_cases(f, &cases, e);
    if (status != STATUS_OK) {
        return status;
    }
    if (!bitmap_init(&taken, (size_t)cases->cases_max + 1)) {
        return error_no_memory(e);
    }
    /* What a later delivery replaced says nothing of the case as it is known now. */
    bitmap_and(b, frame_current(f));
    find_cases(frame_pace(f), b, cases->key, &taken);
    /* Key 0 is no case: such a line stands alone, taken when it is taken itself. */
    bitmap_unset(&taken, 0);
    case_lines(frame_pace(f), &taken, cases->key, b);
    bitmap_free(&taken);
    return STATUS_OK;
}
