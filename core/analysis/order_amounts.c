/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting lines by an amount: one pass deals them out to buckets by the size of the amount and
 * its ten highest bits, whatever its magnitude; then each bucket, small and in the cache of the
 * processor, is put in order by itself. Amounts are mostly round, so that many buckets hold one
 * amount alone and need nothing more. */
#include "analysis/order_amounts.h"

#include "base/halves.h"

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

/* From so many lines on a second thread pays. */
#define ORDER_LINES_A_THREAD 100000

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

/* What the threads share; start and items are by half. */
struct dealing {
    struct pace *pace;
    const struct amounts *amounts;
    bool descending;
    uint32_t *lines, *spare;
    uint32_t *start[2]; /* by bucket: lines in it, then where the next one goes */
    struct item *items[2];
    size_t room; /* in one of the two parts of items */
};

static void count_lines(void *data, int half, size_t from, size_t end)
{
    const struct dealing *d = data;
    for (size_t at = from, n; (n = pace_block(d->pace, half, at, end)) > 0; at += n)
        for (size_t i = at; i < at + n; i++)
            d->start[half][place_of(d->amounts, d->lines[i], d->descending)]++;
}

static void deal_lines(void *data, int half, size_t from, size_t end)
{
    const struct dealing *d = data;
    uint32_t *start = d->start[half];
    for (size_t at = from, n; (n = pace_block(d->pace, half, at, end)) > 0; at += n)
        for (size_t i = at; i < at + n; i++)
            d->spare[start[place_of(d->amounts, d->lines[i], d->descending)]++] = d->lines[i];
}

/* Where each half's lines of each bucket go: those of the first before those of the second, so
 * that equal ones stay in order. Returns the most lines of a bucket that is sorted. */
static size_t number_buckets(struct dealing *d)
{
    size_t most = 1;
    uint32_t at = 0;
    for (uint32_t b = 0; b < BUCKETS; b++) {
        uint32_t first = d->start[0][b], both = first + d->start[1][b];
        d->start[0][b] = at;
        d->start[1][b] = at + first;
        at += both;
        if (b != NOT_COUNTED && both > most)
            most = both;
    }
    return most;
}

/* Once all are dealt, the second half's starts stand at the ends of the buckets. */
static void sort_buckets(void *data, int half, size_t from, size_t end)
{
    const struct dealing *d = data;
    const uint32_t *ends = d->start[1];
    for (size_t b = from; b < end; b++) {
        uint32_t begin = b ? ends[b - 1] : 0;
        if (!pace_go_half(d->pace, half, ends[b] - begin))
            return;
        sort_bucket(d->amounts, d->descending, d->spare + begin, d->lines + begin,
                    ends[b] - begin, d->items[half], d->room);
    }
}

/* The bucket at which half of the lines that count are before. */
static size_t middle_bucket(const uint32_t *ends)
{
    size_t b = 0;
    while (b < COUNTED && ends[b] < ends[COUNTED - 1] / 2)
        b++;
    return b;
}

enum status order_amounts(struct pace *pace, const struct amounts *a, bool descending,
                          uint32_t *lines, uint32_t *spare, size_t count, struct error *e)
{
    struct dealing d = {pace, a, descending, .lines = lines, .spare = spare};
    uint32_t *start = calloc(2 * BUCKETS, sizeof *start);
    if (!start)
        return error_no_memory(e);
    d.start[0] = start;
    d.start[1] = start + BUCKETS;
    const size_t cut = halves_cut(count, ORDER_LINES_A_THREAD, 1);
    halves_run(count, cut, count_lines, &d);
    /* Each step rests on the one before having been done to its end. */
    if (!pace_stopped(pace)) {
        d.room = number_buckets(&d);
        d.items[0] = malloc(4 * d.room * sizeof *d.items[0]);
        if (!d.items[0]) {
            free(start);
            return error_no_memory(e);
        }
        d.items[1] = d.items[0] + 2 * d.room;
        halves_run(count, cut, deal_lines, &d);
    }
    if (!pace_stopped(pace)) {
        halves_run(COUNTED, cut ? middle_bucket(d.start[1]) : 0, sort_buckets, &d);
        size_t rest = d.start[1][COUNTED - 1];
        memcpy(lines + rest, spare + rest, (count - rest) * sizeof *lines);
    }
    free(d.items[0]);
    free(start);
    return pace_status(pace, e);
}
