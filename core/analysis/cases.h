/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact counts of distinct cases. Lines of a case mostly stand together, so that the distinct
 * cases of a selection are its lines less those that go on with a case, and these are found a
 * word of lines at a time. The few cases whose lines do not stand together are remembered one
 * by one. */
#ifndef SAISIE_ANALYSIS_CASES_H
#define SAISIE_ANALYSIS_CASES_H

#include "base/map.h"
#include "frame/frame.h"

struct case_counter {
    const struct frame_cases *cases;
    uint32_t *last;        /* by key: the case counted last */
    struct numbering seen; /* (key, case) of scattered cases */
    bool failed;           /* memory ran out while counting: the counts are worthless */
};

/* Counts for keys 0 .. keys - 1. entries: about how many keys a line counts in, to reserve
 * memory once. */
enum status case_counter_open(struct frame *f, size_t keys, size_t entries,
                              struct case_counter *c, struct error *e);
void case_counter_close(struct case_counter *c);

/* Whether the line's case is new to key; lines must come in order of position. 0: the line has
 * no case. */
static inline bool case_counter_new(struct case_counter *c, uint32_t key, uint32_t position)
{
    uint32_t number = c->cases->key[position];
    if (number == 0 || c->last[key] == number)
        return false;
    c->last[key] = number;
    if (!bitmap_get(&c->cases->scattered, position))
        return true;
    bool is_new = false;
    if (numbering_add(&c->seen, ((uint64_t)key << 32) | number, &is_new) == MAP_NONE)
        c->failed = true;
    return is_new;
}

/* Which lines of a word of a selection have a line of the selection before them that is of
 * their case; follows: the word of frame_cases. *carry hands on from word to word in order and
 * begins with 0. Each line floods what follows it, in steps that double (Kogge and Stone 1973).
 */
static inline uint64_t case_repeats(uint64_t lines, uint64_t follows, uint64_t *carry)
{
    if (!(lines | *carry))
        return 0;
    uint64_t flood = lines | (follows & *carry), through = follows;
    for (int step = 1; step < 64; step *= 2) {
        flood |= through & (flood << step);
        through &= through << step;
    }
    uint64_t repeats = lines & follows & ((flood << 1) | *carry);
    *carry = flood >> 63;
    return repeats;
}

/* Distinct cases and lines without a case of a selection. */
enum status cases_count(struct frame *f, const struct bitmap *selection, uint32_t *cases,
                        uint32_t *without, struct error *e);

/* Reporting administrations as bits, for counting distinct ones of many sets. */
struct reporter_index {
    const struct column *column;
    uint32_t *bit;  /* by value id of the field reporter; REPORTER_NONE: it is no valid one */
    uint32_t words; /* of 64 bits, that a set of them takes */
};
#define REPORTER_NONE UINT32_MAX
enum status reporter_index_open(struct frame *f, struct reporter_index *r, struct error *e);
void reporter_index_close(struct reporter_index *r);

/* Distinct reporting administrations (valid values of the field reporter) of a selection. */
enum status reporters_count(struct frame *f, const struct bitmap *selection,
                            uint32_t *reporters, struct error *e);

#endif
