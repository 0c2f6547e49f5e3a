/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator's own random numbers: integers only, so that every compiler and machine makes
 * the same bytes. */
#include "rng.h"

static uint64_t splitmix64(uint64_t *s)
{
    uint64_t z = (*s += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void rng_seed(struct rng *r, uint64_t seed, uint64_t stream)
{
    uint64_t s = seed;
    uint64_t mixed = splitmix64(&s) ^ (stream * 0xD1342543DE82EF95u);
    for (int i = 0; i < 4; i++) {
        r->s[i] = splitmix64(&mixed);
    }
}

static uint64_t rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

/* xoshiro256** of Blackman and Vigna. */
uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->s;
    uint64_t result = rotl(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

int rng_below(struct rng *r, int n)
{
    return n <= 1 ? 0 : (int)(((rng_next(r) >> 32) * (uint64_t)n) >> 32);
}

int rng_range(struct rng *r, int low, int high)
{
    return low + rng_below(r, high - low + 1);
}

bool rng_permille(struct rng *r, int permille)
{
    return rng_below(r, 1000) < permille;
}

/* Sum of twelve uniforms: mean 6, variance 1; three draws give four 16-bit uniforms each. */
int rng_normal_q16(struct rng *r)
{
    int64_t sum = 0;
    for (int i = 0; i < 3; i++) {
        uint64_t x = rng_next(r);
        sum += (int64_t)(x & 0xFFFF) + (int64_t)((x >> 16) & 0xFFFF) +
               (int64_t)((x >> 32) & 0xFFFF) + (int64_t)(x >> 48);
    }
    return (int)(sum - 6 * 65536);
}

/* 2^(1/2), 2^(1/4) ... in units of 2^-31: the binary digits of the exponent pick factors. */
static const uint64_t ROOTS[16] = {3037000499u, 2553802833u, 2341847523u, 2242560871u,
                                   2194507416u, 2170868211u, 2159144271u, 2153306066u,
                                   2150392886u, 2148937775u, 2148210588u, 2147847087u,
                                   2147665360u, 2147574502u, 2147529074u, 2147506361u};

int64_t rng_scale_exp2(int64_t median, int exponent_q16)
{
    int whole = exponent_q16 >> 16;
    unsigned fraction = (unsigned)exponent_q16 & 0xFFFFu;
    uint64_t f = (uint64_t)1 << 31;
    for (int k = 0; k < 16; k++) {
        if (fraction & (0x8000u >> k)) {
            f = (f * ROOTS[k]) >> 31;
        }
    }
    /* f stands between 1 and 2 in Q31; 20 bits of it are enough for printed values. */
    uint64_t v = (uint64_t)median * (f >> 11);
    int shift = 20 - whole;
    if (shift >= 63) {
        return 0;
    }
    return (int64_t)(shift >= 0 ? v >> shift : v << -shift);
}

int64_t rng_lognormal(struct rng *r, int64_t median, int sigma_16)
{
    int64_t exponent = (int64_t)rng_normal_q16(r) * sigma_16 / 16;
    return rng_scale_exp2(median, (int)exponent);
}

int rng_pick(struct rng *r, const int *weights, int n)
{
    int total = 0;
    for (int i = 0; i < n; i++) {
        total += weights[i];
    }
    int x = rng_below(r, total);
    for (int i = 0; i < n; i++) {
        x -= weights[i];
        if (x < 0) {
            return i;
        }
    }
    return n - 1;
}

int rng_pick_cumulative(struct rng *r, const int *ends, int n)
{
    int x = rng_below(r, ends[n - 1]);
    int low = 0;
    int high = n - 1;
    while (low < high) {
        int mid = (low + high) / 2;
        if (x < ends[mid]) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return low;
}
