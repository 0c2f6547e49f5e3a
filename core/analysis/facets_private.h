/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the facets: a block of a selection, made once for all facets that are counted
 * over it, and what one thread counts of one facet. Only for facets*.c. */
#ifndef SAISIE_ANALYSIS_FACETS_PRIVATE_H
#define SAISIE_ANALYSIS_FACETS_PRIVATE_H

#include "analysis/facets.h"

/* Lines of a block: so many that the counters of a facet are fetched into the nearest cache
 * seldom, so few that the block's positions stay in the second. */
#define FACET_WORDS 512
#define FACET_LINES (64 * FACET_WORDS)

struct facet_block {
    const uint64_t *words;    /* of the selection; at most FACET_WORDS */
    size_t count;             /* of them */
    size_t base;              /* position of the first line */
    size_t lines;             /* selected */
    bool whole;               /* all lines of it are */
    size_t whole_words;       /* of count: those of which the columns have all 64 lines */
    bool placed;              /* at is filled */
    uint64_t unselected[256]; /* by eight bits: a byte of ones for each that is 0 */
    uint16_t at[FACET_LINES]; /* the selected lines behind base */
    /* Cases with several lines of the selection: of two lines these, of more all lines with a
     * number of the case that no other has. Positions. */
    size_t pairs, others, caseless;
    uint32_t first[FACET_LINES], second[FACET_LINES];
    uint32_t other[FACET_LINES + 4], token[FACET_LINES + 4];
    uint32_t alone[FACET_LINES]; /* lines of no case */
};

/* Where one thread is in following the cases through the words of a selection. */
struct facet_follow {
    uint64_t carry; /* of case_repeats */
    size_t before;  /* the selected line before this word */
    bool goes_on;   /* that line was a repeat */
    bool paired;    /* the case at hand is the last pair of the block */
    uint32_t token;
    uint64_t repeats; /* in all */
};

/* Once, before the block is first made. */
void facet_block_begin(struct facet_block *b);
/* Fills the block with the words first .. of the selection, and follows the cases through them
 * (NULL: nobody asks for cases). */
void facet_block_make(struct facet_block *b, const struct bitmap *selection, size_t first,
                      size_t count, const struct frame_cases *cases, struct facet_follow *f);
/* Fills at. */
void facet_block_place(struct facet_block *b);
/* The cases whose lines stand apart, as blocks without words: order are positions in order of
 * their case; from *from on, until it is count. */
void facet_block_apart(struct facet_block *b, const struct bitmap *selection,
                       const struct frame_cases *cases, const uint32_t *order, size_t count,
                       size_t *from, struct facet_follow *f);

/* How a facet's lines are counted; see facets_count.c. */
struct facet_plan {
    const struct axis *axis;
    const uint32_t *group; /* by value id; NULL: every value is its own group */
    bool members;  /* a line has several groups, or perhaps none: cases are told one by one */
    bool count;    /* lines are not known yet */
    unsigned bits; /* of a value, where lines are counted by twos; else 0 */
    size_t ways;   /* copies of the counters (4 or 2), so that equal neighbours do not wait */
    size_t stride; /* counters of one copy */
};

/* What one thread counts of one facet; all begin at 0. */
struct facet_tally {
    uint32_t *lines;    /* by value, ways times */
    uint32_t *pair;     /* by two values, four times */
    uint32_t *caseless; /* by value */
    /* Lines whose case was counted there already: of pairs of one value by that (twice), all
     * others by group; and with members those that were counted in any group. */
    uint32_t *again, *last, *again_value;
    uint32_t again_all, last_all;
};

struct facet_plan facet_plan_of(const struct axis *axis, bool none, bool count);
/* Room for a tally in a; false when memory is out. */
bool facet_tally_open(struct facet_tally *t, const struct facet_plan *p, bool cases,
                      struct arena *a);
void facet_count_lines(const struct facet_plan *p, struct facet_block *b,
                       struct facet_tally *t);
void facet_count_cases(const struct facet_plan *p, const struct facet_block *b,
                       struct facet_tally *t);
/* Adds the copies of the counters of lines up in the first. */
void facet_tally_fold(const struct facet_plan *p, struct facet_tally *t);

#endif
