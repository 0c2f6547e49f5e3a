/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The middle of many numbers and other ranks, exact, without sorting or moving them. */
#ifndef SAISIE_BASE_MIDDLE_H
#define SAISIE_BASE_MIDDLE_H

#include "base/decimal.h"

#include <stddef.h>
#include <stdint.h>

/* Twice the median of n > 0 numbers: of an even number of them the sum of the middle two. Reads
 * them at most nine times over, whatever they are (Munro and Paterson 1980: counts of ranges,
 * then of the range that holds the middle); amounts that are spread over orders of magnitude
 * two or three times. */
int128 middle_twice(const uint64_t *v, size_t n);

/* The smallest but k of n > k numbers, in the same way. */
uint64_t middle_smallest(const uint64_t *v, size_t n, size_t k);

/* Into which of so many ranges a number falls, ascending: those of one power of two in 32 parts
 * each, as amounts are spread, gram beside ton. Exact below 64. */
#define MIDDLE_RANGES 2048
static inline uint32_t middle_range(uint64_t x)
{
    const unsigned power = 63 - (unsigned)__builtin_clzll(x | 1);
    return power < 5 ? (uint32_t)x : (power - 4) * 32 + (uint32_t)((x >> (power - 5)) & 31);
}

#endif
