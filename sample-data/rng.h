/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers of the sample's generator: xoshiro256** seeded by splitmix64, all integers. */
#ifndef SAMPLE_RNG_H
#define SAMPLE_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

/* A stream of its own for each (seed, stream): cases do not depend on one another. */
void rng_seed(struct rng *r, uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *r);
/* 0 .. n-1; 0 for n < 1. */
int rng_below(struct rng *r, int n);
/* low .. high, both included. */
int rng_range(struct rng *r, int low, int high);
bool rng_permille(struct rng *r, int permille);
/* A standard normal value in units of 1/65536. */
int rng_normal_q16(struct rng *r);
/* median times 2^(exponent/65536), rounded down. median < 2^42. */
int64_t rng_scale_exp2(int64_t median, int exponent_q16);
/* Log-normal: median times 2^(normal * sigma_16/16). */
int64_t rng_lognormal(struct rng *r, int64_t median, int sigma_16);
/* An index with a probability in proportion to its weight. */
int rng_pick(struct rng *r, const int *weights, int n);
/* The same for running sums of weights (the last is the total, > 0). */
int rng_pick_cumulative(struct rng *r, const int *ends, int n);

#endif
