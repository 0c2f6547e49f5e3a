/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the cross-tab as it is shown: the pivots behind it, and what its files do for
 * each other.
 *
 * A line of a side looks at the records in one of three views: by all axes of its side (groups
 * and the total), by the outer axis alone (subtotals), or by none, over the merged groups
 * (Others). Each pair of views is a pivot of its own over the same selection, so that every
 * number is counted from lines; a set holds them with the place of each line in each. */
#ifndef SAISIE_ANALYSIS_CROSSTAB_PRIVATE_H
#define SAISIE_ANALYSIS_CROSSTAB_PRIVATE_H

#include "analysis/crosstab.h"

enum view { VIEW_FULL, VIEW_OUTER, VIEW_OTHERS, VIEWS };
enum { SIDE_ROWS, SIDE_COLS, SIDES };
#define CROSSTAB_ABSENT UINT32_MAX

/* The lines of one side while the answer is made. */
struct crosstab_side {
    const char *const *names; /* of the question */
    const struct axis *axis;  /* of the base pivot */
    size_t axes;
    struct crosstab_line *line; /* the total is the last */
    size_t count;
    bool *merged; /* by group of the outer axis: it went into Others; NULL: none did */
    uint32_t merged_count;
    bool hidden; /* outer groups are neither shown nor merged, as they are empty */
};

struct crosstab_set {
    struct pivot *p[VIEWS][VIEWS];      /* by view of row and column; NULL: no line needs it */
    uint32_t *row_at[VIEWS];            /* [v][r]: the place of row r in p[view of r][v] */
    uint32_t *col_at[VIEWS];            /* [v][c]: the place of column c in p[v][view of c] */
    uint32_t *measure_at[VIEWS][VIEWS]; /* by measure of the base pivot */
};

/* One answer while it is made. */
struct crosstab_run {
    struct frame *frame;
    const struct filter *filter;
    const struct bitmap *selection;
    const struct crosstab_question *q;
    struct crosstab *t;
    struct pivot_question asked;     /* measures of the pivots, each once */
    size_t first[CROSSTAB_MEASURES]; /* of a measure of the question: its first value */
    size_t *of;                      /* of a value: its measure in the base pivot */
    struct crosstab_side side[SIDES];
    struct crosstab_set own; /* over the selection */
    struct bitmap placed;    /* lines with a place on both sides; no words: all have one */
    int delay;               /* usual days from seizure to entry; -1: not known */
    const char *provisional; /* the first provisional period's label; NULL: none is */
    int32_t provisional_day;
};

/* What is kept of it. */
struct crosstab_inside {
    struct pivot *base;        /* owns what the axes point at */
    const bool *merged[SIDES]; /* see struct crosstab_side */
    bool hidden[SIDES];
};

static inline enum view crosstab_view(const struct crosstab_line *l)
{
    return l->kind == LINE_SUBTOTAL ? VIEW_OUTER
           : l->kind == LINE_OTHERS ? VIEW_OTHERS
                                    : VIEW_FULL;
}

/* ---- crosstab_set.c */

/* Which lines have a place on both sides, where some have none. */
enum status crosstab_find_placed(struct crosstab_run *x, struct error *e);
/* Asks one pivot of a set over the lines of selection. */
enum status crosstab_set_ask(struct crosstab_run *x, struct crosstab_set *set,
                             const struct bitmap *selection, enum view rows, enum view cols,
                             struct error *e);
/* Asks all pivots that the lines of both sides need and that the set does not have. */
enum status crosstab_set_complete(struct crosstab_run *x, struct crosstab_set *set,
                                  const struct bitmap *selection, struct error *e);
/* Finds the place of each line (again, when the lines have changed). */
enum status crosstab_set_locate(struct crosstab_run *x, struct crosstab_set *set,
                                struct error *e);
void crosstab_set_free(struct crosstab_set *set);
/* What measure m of the base pivot is at row r and column c. */
struct amount crosstab_amount(const struct crosstab_run *x, const struct crosstab_set *set,
                              size_t m, size_t r, size_t c);

/* ---- crosstab_lines.c */

/* Rows and columns in order, with subtotals, Others and totals; asks for the pivots of own that
 * this needs. */
enum status crosstab_make_lines(struct crosstab_run *x, struct error *e);

/* ---- crosstab_show.c */

/* What a row or column is sorted by: rank first (0 a value, higher ones stand behind it,
 * whichever way the rest is turned), then value, then number. */
struct crosstab_key {
    int rank;
    int128 value;
    double number;
};
/* Makes the measures that are shown from those of the base pivot. */
enum status crosstab_make_measures(struct crosstab_run *x, struct error *e);
struct crosstab_key crosstab_key(const struct crosstab_run *x, size_t m, size_t r, size_t c);
/* All values; the lines are final. */
enum status crosstab_make_values(struct crosstab_run *x, struct error *e);

/* ---- crosstab_notes.c */

/* Marks the lines that late records can still come to. */
enum status crosstab_mark_provisional(struct crosstab_run *x, struct error *e);
enum status crosstab_make_notes(struct crosstab_run *x, struct error *e);

/* ---- crosstab_measure.c */

/* Whether what is shown is a percentage, and whether with a sign. */
bool crosstab_is_percent(const struct crosstab_measure *m);

#endif
