/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks by counting ranges. */
#include "base/middle.h"

#include <string.h>

/* Up to so many numbers are put about the middle one where they are copied to. */
#define FEW 512
#define RANGES MIDDLE_RANGES
#define RANGE_BITS 11

/* ---- few numbers */

/* Moves the k-th smallest to v[k], with none larger before it (Hoare's FIND, 1961). */
static void find(uint64_t *v, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        const uint64_t pivot = v[k];
        size_t i = low, j = high;
        for (;;) {
            while (v[i] < pivot)
                i++;
            while (pivot < v[j])
                j--;
            if (i <= j) {
                const uint64_t swap = v[i];
                v[i++] = v[j];
                v[j] = swap;
                if (j == 0)
                    break;
                j--;
            }
            if (i > j)
                break;
        }
        if (j < k)
            low = i;
        if (k < i)
            high = j;
    }
}

/* ---- many */

/* Numbers from low to high; before: how many are smaller. */
struct range {
    uint64_t low, high;
    size_t before, count;
};

static struct range range_of_part(uint32_t part)
{
    if (part < 32)
        return (struct range){.low = part, .high = part};
    const unsigned shift = part / 32 - 1;
    const uint64_t low = (uint64_t)(32 + part % 32) << shift;
    return (struct range){.low = low, .high = low + (((uint64_t)1 << shift) - 1)};
}

/* Which of the ranges holds the k-th smallest, of those that are not before; *before moves on.
 */
static uint32_t holds(const uint32_t *count, size_t k, size_t *before)
{
    uint32_t i = 0;
    while (*before + count[i] <= k)
        *before += count[i++];
    return i;
}

static struct range first_range(const uint64_t *v, size_t n, size_t k)
{
    uint32_t count[RANGES] = {0};
    size_t before = 0;
    for (size_t i = 0; i < n; i++)
        count[middle_range(v[i])]++;
    const uint32_t part = holds(count, k, &before);
    struct range r = range_of_part(part);
    r.before = before;
    r.count = count[part];
    return r;
}

/* The part of a range, of RANGES parts or less, that holds the k-th smallest. */
static struct range narrow(const uint64_t *v, size_t n, size_t k, struct range r)
{
    uint32_t count[RANGES] = {0};
    const uint64_t width = r.high - r.low;
    const unsigned bits = 64 - (unsigned)__builtin_clzll(width | 1),
                   shift = bits > RANGE_BITS ? bits - RANGE_BITS : 0;
    for (size_t i = 0; i < n; i++)
        if (v[i] - r.low <= width)
            count[(v[i] - r.low) >> shift]++;
    const uint32_t part = holds(count, k, &r.before);
    r.low += (uint64_t)part << shift;
    r.high = r.low + (((uint64_t)1 << shift) - 1);
    r.count = count[part];
    return r;
}

/* The k-th smallest of a range of few numbers. */
static uint64_t pick(const uint64_t *v, size_t n, size_t k, const struct range *r)
{
    uint64_t few[FEW];
    size_t found = 0;
    for (size_t i = 0; i < n && found < r->count; i++)
        if (v[i] - r->low <= r->high - r->low)
            few[found++] = v[i];
    find(few, found, k - r->before);
    return few[k - r->before];
}

static uint64_t kth(const uint64_t *v, size_t n, size_t k)
{
    struct range r = first_range(v, n, k);
    while (r.low < r.high && r.count > FEW)
        r = narrow(v, n, k, r);
    return r.low == r.high ? r.low : pick(v, n, k, &r);
}

/* The smallest but k of numbers of which x is the smallest but k - 1. */
static uint64_t next(const uint64_t *v, size_t n, size_t k, uint64_t x)
{
    uint64_t above = UINT64_MAX;
    size_t not_above = 0;
    for (size_t i = 0; i < n; i++) {
        not_above += v[i] <= x;
        above = v[i] > x && v[i] < above ? v[i] : above;
    }
    return not_above > k ? x : above;
}

uint64_t middle_smallest(const uint64_t *v, size_t n, size_t k)
{
    uint64_t few[FEW];
    if (n > FEW)
        return kth(v, n, k);
    memcpy(few, v, n * sizeof *few);
    find(few, n, k);
    return few[k];
}

int128 middle_twice(const uint64_t *v, size_t n)
{
    const size_t k = (n - 1) / 2;
    const uint64_t x = middle_smallest(v, n, k);
    return (int128)x + (n % 2 ? x : next(v, n, k + 1, x));
}
