/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a selection by the values of one column: the lines whose value is marked. One look a
 * line, in two threads. */
#include "analysis/crosstab_private.h"
#include "base/halves.h"

#define WORDS_A_THREAD 4096

struct keeping {
    struct pace *pace;
    const struct column *column;
    const uint8_t *is; /* by value id: 0 or 1 */
    uint64_t *words;
};

#define KEEP_WORDS(type)                                                                       \
    do {                                                                                       \
        for (size_t w = from; w < end; w++) {                                                  \
            const type *ids = (const type *)k->column->ids + w * 64;                           \
            uint64_t kept = 0;                                                                 \
            if (k->words[w] == UINT64_MAX)                                                     \
                for (unsigned bit = 0; bit < 64; bit++)                                        \
                    kept = kept >> 1 | (uint64_t)k->is[ids[bit]] << 63;                        \
            else                                                                               \
                for (uint64_t left = k->words[w]; left; left &= left - 1) {                    \
                    unsigned bit = (unsigned)__builtin_ctzll(left);                            \
                    kept |= (uint64_t)k->is[ids[bit]] << bit;                                  \
                }                                                                              \
            k->words[w] = kept;                                                                \
        }                                                                                      \
    } while (0)

static void keep_words(const struct keeping *k, size_t from, size_t end)
{
    if (k->column->width == 1)
        KEEP_WORDS(uint8_t);
    else if (k->column->width == 2)
        KEEP_WORDS(uint16_t);
    else
        KEEP_WORDS(uint32_t);
}

static void keep_half(void *data, int half, size_t from, size_t end)
{
    const struct keeping *k = data;
    for (size_t at = from * 64, n; (n = pace_block(k->pace, half, at, end * 64)) > 0; at += n)
        keep_words(k, at / 64, (at + n) / 64);
}

enum status crosstab_keep(struct frame *f, const struct column *column, const uint8_t *is,
                          struct bitmap *b, struct error *e)
{
    struct keeping k = {frame_pace(f), column, is, b->words};
    size_t words = bitmap_words(b);
    halves_run(words, halves_cut(words, WORDS_A_THREAD, 1), keep_half, &k);
    return pace_status(k.pace, e);
}
