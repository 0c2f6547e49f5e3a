/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of a selection: their lines as positions, and the cases that have several of them,
 * found once for all facets. */
#include "analysis/cases.h"
#include "analysis/facets_private.h"

void facet_block_begin(struct facet_block *b)
{
    for (unsigned bits = 0; bits < 256; bits++) {
        b->unselected[bits] = 0;
        for (unsigned i = 0; i < 8; i++)
            b->unselected[bits] |= (uint64_t)((bits >> i) & 1U ? 0 : 0xFF) << (8 * i);
    }
}

void facet_block_place(struct facet_block *b)
{
    size_t n = 0;
    for (size_t w = 0; w < b->count; w++)
        for (uint64_t word = b->words[w]; word; word &= word - 1)
            b->at[n++] = (uint16_t)(w * 64 + (size_t)__builtin_ctzll(word));
    b->placed = true;
}

static void add_other(struct facet_block *b, uint32_t line, uint32_t token)
{
    b->other[b->others] = line;
    b->token[b->others++] = token;
}

/* The case at hand has a third line, or may have one in the next block. */
static void part_pair(struct facet_block *b, struct facet_follow *f)
{
    b->pairs--;
    f->token++;
    add_other(b, b->first[b->pairs], f->token);
    add_other(b, b->second[b->pairs], f->token);
    f->paired = false;
}

/* A line whose case has the line before it; goes_on: that is a repeat itself. */
static inline void add_repeat(struct facet_block *b, struct facet_follow *f, uint32_t before,
                              bool goes_on, uint32_t line)
{
    if (!goes_on) {
        b->first[b->pairs] = before;
        b->second[b->pairs++] = line;
        f->paired = true;
        return;
    }
    if (f->paired)
        part_pair(b, f);
    add_other(b, line, f->token);
}

static void follow_word(struct facet_block *b, struct facet_follow *f, size_t w,
                        uint64_t follows)
{
    const size_t base = b->base + w * 64;
    const uint64_t lines = b->words[w], repeats = case_repeats(lines, follows, &f->carry);
    for (uint64_t left = repeats; left; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        uint64_t below = lines & (((uint64_t)1 << bit) - 1);
        if (below) {
            unsigned last = 63 - (unsigned)__builtin_clzll(below);
            add_repeat(b, f, (uint32_t)(base + last), (repeats >> last) & 1U,
                       (uint32_t)(base + bit));
        } else {
            add_repeat(b, f, (uint32_t)f->before, f->goes_on, (uint32_t)(base + bit));
        }
    }
    f->repeats += bitmap_word_count(repeats);
    if (lines) {
        unsigned top = 63 - (unsigned)__builtin_clzll(lines);
        f->before = base + top;
        f->goes_on = (repeats >> top) & 1U;
    }
}

static void find_caseless(struct facet_block *b, const struct frame_cases *cases)
{
    for (size_t w = 0; cases->without && w < b->count; w++) {
        uint64_t lines = b->words[w] & cases->caseless.words[b->base / 64 + w];
        for (; lines; lines &= lines - 1)
            b->alone[b->caseless++] =
                (uint32_t)(b->base + w * 64 + (size_t)__builtin_ctzll(lines));
    }
}

void facet_block_make(struct facet_block *b, const struct bitmap *selection, size_t first,
                      size_t count, const struct frame_cases *cases, struct facet_follow *f)
{
    uint64_t all = UINT64_MAX;
    b->words = selection->words + first;
    b->count = count;
    b->base = first * 64;
    b->lines = b->pairs = b->others = b->caseless = 0;
    b->placed = f->paired = false;
    for (size_t w = 0; w < count; w++) {
        b->lines += bitmap_word_count(b->words[w]);
        all &= b->words[w];
    }
    b->whole = all == UINT64_MAX;
    b->whole_words = (selection->bits - b->base) / 64;
    b->whole_words = b->whole_words < count ? b->whole_words : count;
    if (!cases)
        return;
    for (size_t w = 0; w < count; w++)
        follow_word(b, f, w, cases->follows.words[first + w]);
    if (f->carry && f->goes_on && f->paired)
        part_pair(b, f);
    find_caseless(b, cases);
}

void facet_block_apart(struct facet_block *b, const struct bitmap *selection,
                       const struct frame_cases *cases, const uint32_t *order, size_t count,
                       size_t *from, struct facet_follow *f)
{
    b->count = b->lines = b->pairs = b->others = b->caseless = 0;
    f->paired = false;
    size_t i = *from;
    for (; i < count && b->pairs + b->others < FACET_LINES; i++) {
        if (!bitmap_get(selection, order[i]))
            continue;
        if (f->carry && cases->key[order[i]] == cases->key[f->before]) {
            add_repeat(b, f, (uint32_t)f->before, f->goes_on, order[i]);
            f->repeats++;
            f->goes_on = true;
        } else {
            f->goes_on = false;
        }
        f->carry = 1;
        f->before = order[i];
    }
    if (f->goes_on && f->paired)
        part_pair(b, f);
    *from = i;
}
