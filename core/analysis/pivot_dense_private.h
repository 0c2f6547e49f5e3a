/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the fast road of the cross-tab: what it knows of a question, what one thread
 * counts of it. Only for pivot_dense*.c. */
#ifndef SAISIE_ANALYSIS_PIVOT_DENSE_PRIVATE_H
#define SAISIE_ANALYSIS_PIVOT_DENSE_PRIVATE_H

#include "analysis/cases.h"
#include "analysis/side.h"
#include "base/pace.h"

struct raw_axis {
    const struct column *column;
    uint32_t *group; /* by value id: what it adds to the raw group */
    uint32_t *key;   /* the same times the side's stride */
};

/* One side in raw space: every group of its axis, or every pair of groups of both, whether it
 * occurs or not, and the last one of each axis for "no group". Where a line has several groups,
 * every list of them is a raw group, and its members are told apart afterwards. */
struct raw_side {
    struct side *side;
    struct raw_axis axis[PIVOT_DEPTH];
    uint32_t groups; /* raw ones; 1 without an axis */
    uint32_t stride;
    bool *none; /* by raw group: lines in it have no place; NULL: no line is in such a one */
    /* Groups as the table shows them: the raw ones, or the members of the lists. */
    uint32_t shown;
    uint32_t *number; /* by shown group: the row (column), SIDE_ABSENT; once it is numbered */
};

/* Opens the raw space of a side, borrowed until raw_close. */
enum status raw_open(struct frame *f, struct side *s, uint32_t stride, struct raw_side *r,
                     struct error *e);
void raw_close(struct raw_side *r);
/* How many raw groups and shown ones a side has, known before it is opened; raw UINT64_MAX: it
 * has no raw space. */
uint64_t raw_groups(const struct side *s);
uint64_t raw_shown(const struct side *s);
/* Marks the shown groups of a raw one as occurring. */
void raw_mark(const struct raw_side *r, uint32_t raw);
/* Numbers what is marked. */
enum status raw_number(struct raw_side *r, struct arena *a, struct error *e);

static inline bool raw_several(const struct raw_side *r)
{
    return r->side->axes == 1 && r->side->axis[0].several;
}

/* The shown groups of a raw one that has a place: how many, and *list points at them, at *one
 * where it is one. */
static inline uint32_t raw_members(const struct raw_side *r, uint32_t raw, uint32_t *one,
                                   const uint32_t **list)
{
    *one = raw;
    *list = one;
    if (!raw_several(r))
        return 1;
    const struct axis *axis = &r->side->axis[0];
    if (raw >= axis->column->values)
        return 0; /* the group for none */
    *list = axis->member + axis->start[raw];
    return axis->start[raw + 1] - axis->start[raw];
}

struct dense {
    struct frame *frame;
    struct pivot *p;
    struct raw_side rows, cols;
    size_t cells; /* raw */
    /* Copies of the counts and of the sums, so that lines of one cell do not wait on each
     * other. */
    uint32_t ways, sum_ways;
    bool *outside; /* by raw cell, no group on a side; NULL: there are none such */
    /* Keys of distinct cases, in shown groups: cells, then row margins, column margins, the
     * grand total. */
    size_t case_keys, row_margin, col_margin, grand;
    const struct frame_cases *cases;               /* NULL: no measure counts them */
    const struct amounts *amounts[PIVOT_MEASURES]; /* by measure; NULL: it is a count */
    struct reporter_index reporters;               /* column NULL: no measure counts them */
};

#define SUM_BITS 96
typedef unsigned __int128 uint128;

/* A sum with its extent, where these are asked for: all that a line adds to stands together. Of
 * streams each bit of their number is kept, and of its complement in the upper half, so that
 * lines of several have a bit set in both. */
struct wide_sum {
    uint128 sum;
    int64_t largest;
    uint64_t streams;
};

/* What one thread counts. */
struct part {
    const struct dense *d;
    const struct bitmap *selection;
    struct pace *pace; /* of the frame */
    int half;          /* 0: counted by the thread that asks */
    size_t first_word, end_word;
    uint32_t *lines; /* by raw cell, ways times until they are folded */
    /* By raw cell, sum_ways times until they are folded: the sum, and above SUM_BITS how many
     * lines it rests on. Amounts are never negative and less than 2^63. */
    uint128 *sum[PIVOT_MEASURES];
    /* In place of sum, where extents are asked for: within wide_memory, so that no sum stands
     * in two lines of the processor's cache. */
    struct wide_sum *wide[PIVOT_MEASURES];
    void *wide_memory[PIVOT_MEASURES];
    uint32_t by_state[PIVOT_MEASURES][AMOUNT_STATES];
    uint32_t *caseless; /* by raw cell: lines of no case */
    /* By case key: lines whose case was counted there already. So many less are the distinct
     * cases than the lines that have one. */
    uint32_t *again, *last;
    uint64_t *reported;   /* by raw cell: the set of its reporters, of so many words */
    uint32_t *unreported; /* by raw cell: lines of no known reporter */
};

static inline void wide_add(struct wide_sum *to, const struct wide_sum *from)
{
    to->sum += from->sum;
    to->largest = from->largest > to->largest ? from->largest : to->largest;
    to->streams |= from->streams;
}

/* Counts the lines of words first_word .. end_word - 1; no case is cut at either end. What it
 * counts in t begins at 0. */
void dense_count(struct part *t);
/* Adds the cases whose lines stand apart, counted with a memory of what was seen. */
enum status dense_count_scattered(struct part *t, struct error *e);

/* Numbers what occurs, makes the cells of the cross-tab and fills them. */
enum status dense_place(struct dense *d, const struct part *t, struct error *e);

#endif
