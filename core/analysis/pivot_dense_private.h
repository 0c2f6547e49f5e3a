/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the fast road of the cross-tab: what it knows of a question, what one thread
 * counts of it. Only for pivot_dense*.c. */
#ifndef SAISIE_ANALYSIS_PIVOT_DENSE_PRIVATE_H
#define SAISIE_ANALYSIS_PIVOT_DENSE_PRIVATE_H

#include "analysis/side.h"

/* One side in raw space: every group of its axis, whether it occurs or not, and the last one
 * for "no group". */
struct raw_side {
    const struct axis *axis; /* NULL: no axis, one group */
    uint32_t groups;         /* with the one for none */
    uint32_t *group;         /* by value id */
    uint32_t *key;           /* by value id: group times stride */
    uint32_t stride;
    bool has_none;
};

struct dense {
    struct frame *frame;
    struct pivot *p;
    struct raw_side rows, cols;
    size_t cells; /* raw */
    /* Copies of the counts and of the sums, so that lines of one cell do not wait on each
     * other. */
    uint32_t ways, sum_ways;
    bool *outside; /* by raw cell, no group on a side; NULL: there are none such */
    /* Keys of distinct cases: cells, then row margins, column margins, the grand total. */
    size_t case_keys, row_margin, col_margin, grand;
    const struct frame_cases *cases;               /* NULL: no measure counts them */
    const struct amounts *amounts[PIVOT_MEASURES]; /* by measure; NULL: it is a count */
};

#define SUM_BITS 96
typedef unsigned __int128 uint128;

/* What one thread counts. */
struct part {
    const struct dense *d;
    const struct bitmap *selection;
    size_t first_word, end_word;
    uint32_t *lines; /* by raw cell, ways times until they are folded */
    /* By raw cell, ways times until they are folded: the sum, and above SUM_BITS how many
     * lines it rests on. Amounts are never negative and less than 2^63. */
    uint128 *sum[PIVOT_MEASURES];
    uint32_t by_state[PIVOT_MEASURES][AMOUNT_STATES];
    uint32_t *caseless; /* by raw cell: lines of no case */
    /* By case key: lines whose case was counted there already. So many less are the distinct
     * cases than the lines that have one. */
    uint32_t *again, *last;
};

/* Counts the lines of words first_word .. end_word - 1; no case is cut at either end. What it
 * counts in t begins at 0. */
void dense_count(struct part *t);
/* Adds the cases whose lines stand apart, counted with a memory of what was seen. */
enum status dense_count_scattered(struct part *t, struct error *e);

/* Numbers what occurs, makes the cells of the cross-tab and fills them. */
enum status dense_place(const struct dense *d, const struct part *t, struct side *rows,
                        struct side *cols, struct error *e);

#endif
