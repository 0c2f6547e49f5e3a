/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab: lines grouped by up to two fields a side, several measures at once, every
 * margin computed from the lines themselves. Without column fields it is the counts of a facet.
 */
#ifndef SAISIE_ANALYSIS_PIVOT_H
#define SAISIE_ANALYSIS_PIVOT_H

#include "analysis/measure.h"
#include "frame/axis.h"

#define PIVOT_DEPTH 2
#define PIVOT_MEASURES 8

struct pivot_question {
    const char *rows[PIVOT_DEPTH]; /* axis names; NULL behind the last */
    const char *cols[PIVOT_DEPTH];
    enum measure_kind measures[PIVOT_MEASURES];
    size_t measure_count;
    /* Only where they are asked for, as they cost time: see pivot_extent and pivot_median. */
    bool extents;
    unsigned medians; /* of which measures: bit i is that of measures[i] */
    bool bare; /* cells alone: not what is known of the selection as a whole (cases, reporters,
                  without_case, rules for packages) */
};

/* What stands out in a quantity: the largest line that counts in it, and the one stream (value
 * id of the column stream; blank and what was not understood are streams of their own) that all
 * its counted lines belong to. Sticks and tortoises are both pieces: a sum over several streams
 * tells nothing. */
#define EXTENT_NONE UINT32_MAX        /* no line counts, or streams are not known */
#define EXTENT_MIXED (UINT32_MAX - 1) /* several streams */
struct extent {
    int64_t largest; /* fixed point as the amount; 0 where no line counts */
    uint32_t stream; /* money: EXTENT_NONE, its currency and kind are what keeps it apart */
};

/* One row or column: a group of each of its axes. */
struct pivot_group {
    uint32_t group[PIVOT_DEPTH];
};

struct pivot {
    struct arena arena; /* owns everything; pivot_free */
    struct axis rows[PIVOT_DEPTH], cols[PIVOT_DEPTH];
    size_t row_axes, col_axes;
    /* Groups that occur, in the axes' display order (first axis first). Time axes with one
     * field a side are without gaps between the first and last period that occurs. */
    struct pivot_group *row, *col; /* none on a side without axes: it has its total alone */
    size_t row_count, col_count;
    struct measure *measure;
    size_t measure_count;
    struct amount *cell;         /* see pivot_at */
    bool extents;                /* they were asked for */
    struct extent *extent;       /* see pivot_extent; NULL: no measure has any */
    int128 **median;             /* by measure, NULL: not asked for; see pivot_median */
    const struct column *stream; /* whose value ids they name; NULL: there is none */
    struct left_out *left_out;   /* by measure, over all lines of the question */
    bool rows_overlap,
        cols_overlap; /* an axis has several groups a line: margins are less than the sums */
    bool cases_overlap_rows,
        cases_overlap_cols; /* distinct cases stand in several rows (columns) */
    bool reporters_overlap_rows, reporters_overlap_cols; /* distinct reporters do */
    uint32_t no_row,
        no_col; /* lines without a group on the rows' (columns') axes: dates too coarse */
    uint32_t seizures, cases, reporters; /* of the whole selection: for the provenance line */
    uint32_t without_case;               /* lines of no case in the selection */
};

/* The cell of measure m at row r and column c; r == row_count: the column's total, c ==
 * col_count: the row's total (both: the grand total). Totals take all lines that have a group
 * on both sides. */
static inline const struct amount *pivot_at(const struct pivot *p, size_t m, size_t r, size_t c)
{
    return &p->cell[(m * (p->row_count + 1) + r) * (p->col_count + 1) + c];
}

/* The extent of measure m there, of mass, volume, pieces and value alone, where they were asked
 * for. */
static inline const struct extent *pivot_extent(const struct pivot *p, size_t m, size_t r,
                                                size_t c)
{
    return &p->extent[(m * (p->row_count + 1) + r) * (p->col_count + 1) + c];
}

/* Twice the median of the lines that count in measure m there (of an even number of them the
 * sum of the middle two), fixed point as the amount; false: none does, or nobody asked. */
static inline bool pivot_median(const struct pivot *p, size_t m, size_t r, size_t c,
                                int128 *twice)
{
    if (!p->median || !p->median[m] || !pivot_at(p, m, r, c)->counted)
        return false;
    *twice = p->median[m][r * (p->col_count + 1) + c];
    return true;
}

/* Answers from the frame over the lines of selection (borrowed). *out is owned by the caller.
 * STATUS_MISUSE: an unknown axis; cases asked for where no line has a case (the reason is told,
 * way out: seizures); more than 4 million cells (way out: narrow, or fewer fields). */
enum status pivot_run(struct frame *f, const struct bitmap *selection,
                      const struct pivot_question *q, struct pivot **out, struct error *e);
void pivot_free(struct pivot **p);

/* Order of rows by a measure's value in a column (c == col_count: total), largest first, ties
 * in display order, rows with nothing to sum last either way: indices into row; order has room
 * for row_count. */
void pivot_sort_rows(const struct pivot *p, size_t m, size_t c, bool ascending,
                     uint32_t *order);

#endif
