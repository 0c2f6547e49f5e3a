/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A flat bitmap over the lines of a frame: word-wise logic and the walk over set bits. */
#include "base/bitmap.h"

#include <stdlib.h>
#include <string.h>

bool bitmap_init(struct bitmap *b, size_t bits)
{
    size_t words = bits / 64 + 1;

    b->words = calloc(words, sizeof *b->words);
    b->bits = b->words ? bits : 0;
    return b->words;
}

void bitmap_free(struct bitmap *b)
{
    if (b) {
        free(b->words);
        b->words = NULL;
        b->bits = 0;
    }
}

bool bitmap_copy(struct bitmap *to, const struct bitmap *from)
{
    if (!bitmap_init(to, from->bits)) {
        return false;
    }
    if (from->bits) {
        memcpy(to->words, from->words, bitmap_words(from) * sizeof *to->words);
    }
    return true;
}

/* Bits beyond the last line stay 0, so that words can be counted and compared whole. */
static void clear_rest(struct bitmap *b)
{
    if (b->bits % 64) {
        b->words[b->bits / 64] &= ((uint64_t)1 << (b->bits % 64)) - 1;
    }
}

void bitmap_fill(struct bitmap *b)
{
    if (b->bits) {
        memset(b->words, 0xFF, bitmap_words(b) * sizeof *b->words);
        clear_rest(b);
    }
}

void bitmap_and(struct bitmap *b, const struct bitmap *other)
{
    size_t words = bitmap_words(b);

    for (size_t i = 0; i < words; i++) {
        b->words[i] &= other->words[i];
    }
}

void bitmap_or(struct bitmap *b, const struct bitmap *other)
{
    size_t words = bitmap_words(b);

    for (size_t i = 0; i < words; i++) {
        b->words[i] |= other->words[i];
    }
}

void bitmap_and_not(struct bitmap *b, const struct bitmap *other)
{
    size_t words = bitmap_words(b);

    for (size_t i = 0; i < words; i++) {
        b->words[i] &= ~other->words[i];
    }
}

void bitmap_not(struct bitmap *b)
{
    size_t words = bitmap_words(b);

    for (size_t i = 0; i < words; i++) {
        b->words[i] = ~b->words[i];
    }
    clear_rest(b);
}

size_t bitmap_count(const struct bitmap *b)
{
    size_t words = bitmap_words(b);
    size_t count = 0;

    for (size_t i = 0; i < words; i++) {
        count += bitmap_word_count(b->words[i]);
    }
    return count;
}

bool bitmap_equal(const struct bitmap *a, const struct bitmap *b)
{
    return a->bits == b->bits &&
           (a->bits == 0 ||
            memcmp(a->words, b->words, bitmap_words(a) * sizeof *a->words) == 0);
}

size_t bitmap_next(const struct bitmap *b, size_t *from, uint32_t *out, size_t max)
{
    size_t n = 0;

    if (*from >= b->bits || max == 0) {
        return 0;
    }
    size_t words = bitmap_words(b);
    size_t i = *from / 64;
    uint64_t word = b->words[i] & (UINT64_MAX << (*from % 64));
    for (;;) {
        uint32_t base = (uint32_t)(i * 64);
        if (word == UINT64_MAX && max - n >= 64) {
            for (uint32_t j = 0; j < 64; j++) {
                out[n + j] = base + j;
            }
            n += 64;
        } else {
            for (; word && n < max; word &= word - 1) {
                out[n++] = base + (uint32_t)__builtin_ctzll(word);
            }
            if (word) {
                *from = (size_t)out[n - 1] + 1;
                return n;
            }
        }
        if (++i == words) {
            *from = b->bits;
            return n;
        }
        if (n == max) {
            *from = i * 64;
            return n;
        }
        word = b->words[i];
    }
}
