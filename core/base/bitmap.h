/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A flat bitmap over the lines of a frame: one bit a line, 64 lines a word. */
#ifndef SAISIE_BASE_BITMAP_H
#define SAISIE_BASE_BITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits beyond the last line are always 0. Owned by whoever called bitmap_init. */
struct bitmap {
    uint64_t *words;
    size_t bits;
};

/* All bits 0; false when memory is out. */
bool bitmap_init(struct bitmap *b, size_t bits);
void bitmap_free(struct bitmap *b);
bool bitmap_copy(struct bitmap *to,
                 const struct bitmap *from); /* to must be uninitialised or freed */
void bitmap_fill(struct bitmap *b);
void bitmap_and(struct bitmap *b, const struct bitmap *other);
void bitmap_or(struct bitmap *b, const struct bitmap *other);
void bitmap_and_not(struct bitmap *b, const struct bitmap *other);
void bitmap_not(struct bitmap *b);
size_t bitmap_count(const struct bitmap *b);
bool bitmap_equal(const struct bitmap *a, const struct bitmap *b);

static inline size_t bitmap_words(const struct bitmap *b)
{
    return (b->bits + 63) / 64;
}
/* Set bits of a word. In plain arithmetic: what the oldest processors that this is built for
 * can do, the compiler would do through a table, byte by byte. */
static inline unsigned bitmap_word_count(uint64_t word)
{
    word -= (word >> 1) & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    return (unsigned)((word * 0x0101010101010101U) >> 56);
}
static inline bool bitmap_get(const struct bitmap *b, size_t i)
{
    return (b->words[i / 64] >> (i % 64)) & 1U;
}
static inline void bitmap_set(struct bitmap *b, size_t i)
{
    b->words[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline void bitmap_unset(struct bitmap *b, size_t i)
{
    b->words[i / 64] &= ~((uint64_t)1 << (i % 64));
}

/* Writes the positions of set bits from bit *from on into out (room for max) and moves *from
 * behind the last one looked at. Returns how many; 0 at the end. The block loop of every
 * question. */
size_t bitmap_next(const struct bitmap *b, size_t *from, uint32_t *out, size_t max);

#endif
