/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting one block of lines for one facet. Lines of a block that is taken whole are read in
 * sequence. Of values that fit in few bits two neighbours are counted at once, in one counter
 * for the two of them; lines that are not selected then count as a value that there is not. All
 * others are counted by position. */
#include "analysis/facets_private.h"

#include <endian.h>
#include <string.h>

#define LEAST_BITS 4
#define MOST_BITS 6
#define NARROW_VALUES 1024
/* From one line in so many on, reading all of them is less than finding the selected ones. */
#define SPARSE 4

struct facet_plan facet_plan_of(const struct axis *axis, bool none, bool count)
{
    const struct column *c = axis->column;
    struct facet_plan p = {.axis = axis, .members = axis->several || none, .count = count};
    bool same = !axis->several && axis->groups == c->values;
    for (uint32_t v = 0; same && v < c->values; v++)
        same = axis->group_of[v] == v;
    p.group = same || axis->several ? NULL : axis->group_of;
    p.ways = c->values <= NARROW_VALUES ? 4 : 2;
    p.stride = (size_t)c->values + 1;
    /* One more than there are values is needed, for lines that are not selected. */
    for (unsigned bits = MOST_BITS; c->width == 1 && bits >= LEAST_BITS; bits--)
        if (c->values < 1U << bits)
            p.bits = bits;
    return p;
}

bool facet_tally_open(struct facet_tally *t, const struct facet_plan *p, bool cases,
                      struct arena *a)
{
    const size_t values = p->stride, groups = (size_t)p->axis->groups + 1;
    *t = (struct facet_tally){.lines = arena_zero(a, p->ways * values, sizeof *t->lines)};
    bool ok = t->lines;
    if (p->bits) {
        t->pair = arena_zero(a, (size_t)4 << (2 * p->bits), sizeof *t->pair);
        ok = ok && t->pair;
    }
    if (cases) {
        t->caseless = arena_zero(a, values, sizeof *t->caseless);
        t->again_value = arena_zero(a, 2 * values, sizeof *t->again_value);
        t->again = arena_zero(a, groups, sizeof *t->again);
        t->last = arena_zero(a, groups, sizeof *t->last);
        ok = ok && t->caseless && t->again_value && t->again && t->last;
    }
    return ok;
}

/* ---- lines */

/* Eight lines of one byte each. */
static inline uint64_t eight(const uint8_t *ids)
{
    uint64_t v;
    memcpy(&v, ids, sizeof v);
    return le64toh(v);
}

static inline void count_pairs(uint32_t *restrict pair, size_t stride, unsigned bits,
                               uint64_t v)
{
    const uint64_t low = 0x0001000100010001U * ((1U << bits) - 1);
    const uint64_t keys = (v & low) | ((v >> (8 - bits)) & (low << bits));
    pair[keys & 0xFFFF]++;
    pair[stride + ((keys >> 16) & 0xFFFF)]++;
    pair[2 * stride + ((keys >> 32) & 0xFFFF)]++;
    pair[3 * stride + (keys >> 48)]++;
}

/* One function for each number of bits, so that these are constants in it. */
static inline __attribute__((always_inline)) void by_twos(const struct facet_block *b,
                                                          size_t words, const uint8_t *ids,
                                                          uint32_t *restrict pair,
                                                          unsigned bits)
{
    const size_t stride = (size_t)1 << (2 * bits);
    for (size_t w = 0; w < words; w++, ids += 64) {
        const uint64_t selected = b->words[w];
        if (selected == UINT64_MAX)
            for (size_t i = 0; i < 64; i += 8)
                count_pairs(pair, stride, bits, eight(ids + i));
        else if (selected)
            for (size_t i = 0; i < 64; i += 8)
                count_pairs(pair, stride, bits,
                            eight(ids + i) | b->unselected[(selected >> i) & 0xFF]);
    }
}

/* Lines of words from first on, one by one: what a whole word of the column does not hold. */
static void count_rest(const struct facet_plan *p, const struct facet_block *b, size_t first,
                       uint32_t *lines)
{
    for (size_t w = first; w < b->count; w++)
        for (uint64_t left = b->words[w]; left; left &= left - 1)
            lines[column_id(p->axis->column,
                            b->base + w * 64 + (size_t)__builtin_ctzll(left))]++;
}

static void count_by_twos(const struct facet_plan *p, const struct facet_block *b,
                          struct facet_tally *t)
{
    const uint8_t *ids = (const uint8_t *)p->axis->column->ids + b->base;
    const size_t words = b->whole_words;
    if (p->bits == 4)
        by_twos(b, words, ids, t->pair, 4);
    else if (p->bits == 5)
        by_twos(b, words, ids, t->pair, 5);
    else
        by_twos(b, words, ids, t->pair, 6);
    count_rest(p, b, words, t->lines);
}

/* Counts id(i) for every i below n: four at a time, in turn in the copies of the counters. */
#define COUNT_EACH(id, n)                                                                      \
    do {                                                                                       \
        size_t i = 0;                                                                          \
        for (; i + 4 <= (n); i += 4) {                                                         \
            lines[id(i)]++;                                                                    \
            second[id(i + 1)]++;                                                               \
            third[id(i + 2)]++;                                                                \
            fourth[id(i + 3)]++;                                                               \
        }                                                                                      \
        for (; i < (n); i++)                                                                   \
            lines[id(i)]++;                                                                    \
    } while (0)
#define ID_IN_TURN(i) ids[i]
#define ID_AT(i) ids[at[i]]
#define COUNT_SINGLY(type)                                                                     \
    do {                                                                                       \
        const type *restrict ids = (const type *)p->axis->column->ids + b->base;               \
        if (b->whole)                                                                          \
            COUNT_EACH(ID_IN_TURN, b->lines);                                                  \
        else                                                                                   \
            COUNT_EACH(ID_AT, b->lines);                                                       \
    } while (0)

static void count_singly(const struct facet_plan *p, struct facet_block *b, uint32_t *lines)
{
    if (!b->whole && !b->placed)
        facet_block_place(b);
    const uint16_t *restrict at = b->at;
    const size_t copies = p->ways - 1;
    uint32_t *second = lines + p->stride, *third = lines + 2 % p->ways * p->stride,
             *fourth = lines + copies * p->stride;
    if (p->axis->column->width == 1)
        COUNT_SINGLY(uint8_t);
    else if (p->axis->column->width == 2)
        COUNT_SINGLY(uint16_t);
    else
        COUNT_SINGLY(uint32_t);
}

void facet_count_lines(const struct facet_plan *p, struct facet_block *b, struct facet_tally *t)
{
    if (!b->lines)
        return;
    if (p->bits && b->lines * SPARSE >= b->count * 64)
        count_by_twos(p, b, t);
    else
        count_singly(p, b, t->lines);
}

void facet_tally_fold(const struct facet_plan *p, struct facet_tally *t)
{
    const uint32_t values = p->axis->column->values;
    for (size_t way = 1; way < p->ways; way++)
        for (size_t v = 0; v < values; v++)
            t->lines[v] += t->lines[way * p->stride + v];
    const size_t pairs = p->bits ? (size_t)1 << (2 * p->bits) : 0, none = (1U << p->bits) - 1;
    for (size_t k = 0; k < 4 * pairs; k++) {
        size_t one = k & none, other = (k & (pairs - 1)) >> p->bits;
        if (one < values)
            t->lines[one] += t->pair[k];
        if (other < values)
            t->lines[other] += t->pair[k];
    }
    for (size_t v = 0; t->again_value && v < values; v++)
        t->again_value[v] += t->again_value[p->stride + v];
}

/* ---- cases */

/* Two lines of one case: whether the second is in the group of the first. In turn in two copies
 * of the counters. */
#define SEE_PAIRS(type)                                                                        \
    do {                                                                                       \
        const type *restrict ids = p->axis->column->ids;                                       \
        size_t i = 0;                                                                          \
        for (; i + 2 <= b->pairs; i += 2) {                                                    \
            const uint32_t v = ids[b->second[i]], w = ids[b->second[i + 1]];                   \
            again[v] += ids[b->first[i]] == v;                                                 \
            other[w] += ids[b->first[i + 1]] == w;                                             \
        }                                                                                      \
        if (i < b->pairs)                                                                      \
            again[ids[b->second[i]]] += ids[b->first[i]] == ids[b->second[i]];                 \
    } while (0)

/* Of pairs with equal values, counted by value; what the values share beyond that, the callers
 * look at. */
static void see_pairs(const struct facet_plan *p, const struct facet_block *b,
                      struct facet_tally *t)
{
    uint32_t *restrict again = t->again_value, *restrict other = t->again_value + p->stride;
    if (p->axis->column->width == 1)
        SEE_PAIRS(uint8_t);
    else if (p->axis->column->width == 2)
        SEE_PAIRS(uint16_t);
    else
        SEE_PAIRS(uint32_t);
}

static inline void see(struct facet_tally *t, uint32_t group, uint32_t token)
{
    t->again[group] += t->last[group] == token;
    t->last[group] = token;
}

/* The groups of a value: how many, and *list points at them, at *one where it is one. */
static inline uint32_t groups_of(const struct axis *axis, uint32_t v, uint32_t *one,
                                 const uint32_t **list)
{
    *list = one;
    if (axis->several) {
        *list = axis->member + axis->start[v];
        return axis->start[v + 1] - axis->start[v];
    }
    *one = axis->group_of[v];
    return *one != AXIS_NONE;
}

static void see_members(const struct facet_plan *p, struct facet_tally *t, size_t line,
                        uint32_t token)
{
    uint32_t one, n;
    const uint32_t *list;
    n = groups_of(p->axis, column_id(p->axis->column, line), &one, &list);
    for (uint32_t i = 0; i < n; i++)
        see(t, list[i], token);
    if (n) {
        t->again_all += t->last_all == token;
        t->last_all = token;
    }
}

/* Of pairs with values that differ, the groups that both have. */
static void see_shared(const struct facet_plan *p, const struct facet_block *b,
                       struct facet_tally *t)
{
    const struct column *c = p->axis->column;
    for (size_t i = 0; i < b->pairs; i++) {
        uint32_t v = column_id(c, b->first[i]), w = column_id(c, b->second[i]);
        if (v == w)
            continue;
        if (!p->members) {
            t->again[p->group[w]] += p->group[v] == p->group[w];
            continue;
        }
        uint32_t one[2], n[2];
        const uint32_t *list[2];
        n[0] = groups_of(p->axis, v, &one[0], &list[0]);
        n[1] = groups_of(p->axis, w, &one[1], &list[1]);
        for (uint32_t k = 0; k < n[1]; k++)
            for (uint32_t m = 0; m < n[0]; m++)
                t->again[list[1][k]] += list[0][m] == list[1][k];
        t->again_all += n[0] && n[1];
    }
}

void facet_count_cases(const struct facet_plan *p, const struct facet_block *b,
                       struct facet_tally *t)
{
    const struct column *c = p->axis->column;
    see_pairs(p, b, t);
    if (p->members || p->group)
        see_shared(p, b, t);
    for (size_t i = 0; i < b->others; i++) {
        if (p->members) {
            see_members(p, t, b->other[i], b->token[i]);
            continue;
        }
        uint32_t v = column_id(c, b->other[i]);
        see(t, p->group ? p->group[v] : v, b->token[i]);
    }
    for (size_t i = 0; i < b->caseless; i++)
        t->caseless[column_id(c, b->alone[i])]++;
}
