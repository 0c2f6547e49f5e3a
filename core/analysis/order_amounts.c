/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting lines by an amount: one pass deals them out to buckets by the size of the amount and
 * its ten highest bits, whatever its magnitude; then each bucket, small and in the cache of the
 * processor, is put in order by itself. Amounts are mostly round, so that many buckets hold one
 * amount alone and need nothing more. */
#include "analysis/order_amounts.h"

#include <stdlib.h>
#include <string.h>

enum {
    MANTISSA = 10,                  /* bits that tell buckets of one magnitude apart */
    NEGATIVE = 0,                   /* the bucket of amounts below 0 */
    COUNTED = (63 << MANTISSA) + 1, /* buckets of amounts that count */
    NOT_COUNTED = COUNTED,          /* behind them */
    BUCKETS = COUNTED + 1,
    FEW = 24, /* are sorted by insertion */
};

struct item {
    uint64_t key; /* goes up in the order asked for */
    uint32_t line;
};

/* Goes up with the amount. */
static uint32_t bucket_of(int64_t amount)
{
    if (amount < 0)
        return NEGATIVE;
    uint64_t u = (uint64_t)amount;
    if (u < 1U << MANTISSA)
        return (uint32_t)u + 1;
    unsigned top = 63U - (unsigned)__builtin_clzll(u);
    uint32_t high = (uint32_t)(u >> (top - MANTISSA)) & ((1U << MANTISSA) - 1);
    return ((top - MANTISSA + 1) << MANTISSA) + high + 1;
}

static uint32_t place_of(const struct amounts *a, uint32_t line, bool descending)
{
    if (a->state[line] != AMOUNT_COUNTED)
        return NOT_COUNTED;
    uint32_t bucket = bucket_of(a->amount[line]);
    return descending ? COUNTED - 1 - bucket : bucket;
}

static uint64_t key_of(const struct amounts *a, uint32_t line, bool descending)
{
    uint64_t key = (uint64_t)a->amount[line] ^ (uint64_t)1 << 63;
    return descending ? ~key : key;
}

static void insert_few(struct item *item, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct item moved = item[i];
        size_t k = i;
        for (; k > 0 && item[k - 1].key > moved.key; k--)
            item[k] = item[k - 1];
        item[k] = moved;
    }
}

/* By bytes from the lowest that differs to the highest; the order ends in item. */
static void sort_many(struct item *item, struct item *spare, size_t n, uint64_t differ)
{
    struct item *from = item, *to = spare;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (!(differ >> shift & 0xFF))
            continue;
        uint32_t start[257] = {0};
        for (size_t i = 0; i < n; i++)
            start[(from[i].key >> shift & 0xFF) + 1]++;
        for (size_t b = 0; b < 256; b++)
            start[b + 1] += start[b];
        for (size_t i = 0; i < n; i++)
            to[start[from[i].key >> shift & 0xFF]++] = from[i];
        struct item *swap = from;
        from = to;
        to = swap;
    }
    if (from != item)
        memcpy(item, from, n * sizeof *item);
}

/* One bucket of lines, from spare into lines. */
static void sort_bucket(const struct amounts *a, bool descending, const uint32_t *from,
                        uint32_t *to, size_t n, struct item *items, size_t room)
{
    uint64_t first = n ? key_of(a, from[0], descending) : 0, differ = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t key = key_of(a, from[i], descending);
        items[i] = (struct item){key, from[i]};
        differ |= key ^ first;
    }
    if (differ && n <= FEW)
        insert_few(items, n);
    else if (differ)
        sort_many(items, items + room, n, differ);
    for (size_t i = 0; i < n; i++)
        to[i] = items[i].line;
}

enum status order_amounts(const struct amounts *a, bool descending, uint32_t *lines,
                          uint32_t *spare, size_t count, struct error *e)
{
    uint32_t *start = calloc(BUCKETS + 1, sizeof *start);
    if (!start)
        return error_no_memory(e);
    for (size_t i = 0; i < count; i++)
        start[place_of(a, lines[i], descending) + 1]++;
    size_t room = 1;
    for (uint32_t b = 0; b < BUCKETS; b++) {
        if (b != NOT_COUNTED && start[b + 1] > room)
            room = start[b + 1];
        start[b + 1] += start[b];
    }
    struct item *items = malloc(2 * room * sizeof *items);
    if (!items) {
        free(start);
        return error_no_memory(e);
    }
    for (size_t i = 0; i < count; i++)
        spare[start[place_of(a, lines[i], descending)]++] = lines[i];
    /* Each start now stands at the end of its bucket. */
    for (uint32_t b = 0; b < COUNTED; b++) {
        uint32_t begin = b ? start[b - 1] : 0;
        sort_bucket(a, descending, spare + begin, lines + begin, start[b] - begin, items, room);
    }
    size_t rest = start[COUNTED - 1];
    memcpy(lines + rest, spare + rest, (count - rest) * sizeof *lines);
    free(items);
    free(start);
    return STATUS_OK;
}
