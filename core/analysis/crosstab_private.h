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
#include "analysis/span.h"
#include "base/map.h"

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
    bool merged_provisional;
    bool hidden; /* outer groups are neither shown nor merged, as they are empty */
};

struct crosstab_set {
    struct pivot *p[VIEWS][VIEWS];      /* by view of row and column; NULL: no line needs it */
    uint32_t *row_at[VIEWS];            /* [v][r]: the place of row r in p[view of r][v] */
    uint32_t *col_at[VIEWS];            /* [v][c]: the place of column c in p[v][view of c] */
    uint32_t *measure_at[VIEWS][VIEWS]; /* by measure of the base pivot */
};

/* More sets than that of the selection itself: over parts of it. */
#define CROSSTAB_SETS 9
struct crosstab_part {
    struct crosstab_set set;
    struct bitmap lines;
};

/* What a change is a change on. */
enum crosstab_back { BACK_PERIOD, BACK_YEAR, BACKS };

/* A period that is known in part, and which days of it are compared with which. */
struct crosstab_cut {
    bool any;
    int32_t period;
    struct span now[BACKS], before[BACKS];
    const struct crosstab_set *now_set[BACKS], *before_set[BACKS]; /* NULL: nobody asked */
};

/* Two lines of the side of periods that are compared. */
struct crosstab_pair {
    bool any, cut;
    size_t now, before; /* before SIZE_MAX: there is no line in that period */
    const struct crosstab_set *now_set, *before_set;
    struct span now_span, before_span;
    int32_t period; /* of now */
    enum date_grain grain;
};

/* Which line is which period, and what it is compared with. */
struct crosstab_periods {
    bool wanted;
    struct numbering series, lines;
    size_t *line; /* by number of lines */
    bool all;     /* the next two are filled: the lines before some were merged or hidden */
    struct numbering all_series, all_lines;
    bool changes;     /* some measure shows a change, and changes can be told */
    const char *none; /* why none can; NULL: they can, or nobody asked */
    bool back_wanted[BACKS];
    int32_t mature; /* the last day that hardly any late line can come to */
    struct crosstab_cut cut[PIVOT_DEPTH]; /* by axis */
    uint32_t coarse; /* lines whose date is too coarse to be placed in a part of a period */
    struct crosstab_pair *pair[BACKS]; /* by line of the side of periods */
};

/* One answer while it is made. */
struct crosstab_run {
    struct frame *frame;
    const struct filter *filter;
    const struct bitmap *selection;
    const struct crosstab_question *q;
    struct crosstab *t;
    struct pivot_question asked; /* measures of the pivots, each once */
    /* By measure of the question: that of the table which rows and columns go by; of value that
     * of one currency and kind. */
    size_t first[CROSSTAB_MEASURES];
    size_t *of; /* of a value: its measure in the base pivot */
    struct crosstab_side side[SIDES];
    struct bitmap placed;    /* lines with a place on both sides; no words: all have one */
    struct crosstab_set own; /* over the selection */
    struct crosstab_part part[CROSSTAB_SETS];
    size_t parts;
    const struct crosstab_set *answered; /* over the lines that were asked: of shares */
    uint32_t never_asked;                /* lines of the selection that were not */
    struct crosstab_periods periods;
    int32_t data_from; /* the first day of the data, where an index or a change asks for it */
    bool has_base;
    int delay;               /* usual days from seizure to entry; -1: not known */
    const char *provisional; /* the first provisional period's label; NULL: none is */
    int32_t provisional_day;
};

/* What is kept of it. */
struct crosstab_inside {
    /* By measure and line of the side of periods, where the measure shows a change; NULL. */
    const struct crosstab_pair *const *pair;
    bool pair_rows;            /* that side are the rows */
    struct pivot *base;        /* owns what the axes point at */
    const bool *merged[SIDES]; /* see struct crosstab_side */
    int running_side;          /* see crosstab_running_side */
    bool hidden[SIDES];
};

static inline enum view crosstab_view(const struct crosstab_line *l)
{
    return l->kind == LINE_SUBTOTAL ? VIEW_OUTER
           : l->kind == LINE_OTHERS ? VIEW_OTHERS
                                    : VIEW_FULL;
}

/* ---- crosstab_keep.c */

/* Takes the lines off b whose value in the column is not marked; is: 0 or 1 by value id. */
enum status crosstab_keep(struct frame *f, const struct column *column, const uint8_t *is,
                          struct bitmap *b, struct error *e);

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
/* Where a value of measure m of the base pivot stands in the pivots of a set; false: no line is
 * there. m CROSSTAB_ABSENT: none of its lines have any of this money. */
struct crosstab_place {
    const struct pivot *p;
    uint32_t m, r, c;
};
bool crosstab_place(const struct crosstab_run *x, const struct crosstab_set *set, size_t m,
                    size_t r, size_t c, struct crosstab_place *out);
struct amount crosstab_amount_at(const struct crosstab_place *at);
/* What measure m of the base pivot is at row r and column c. */
struct amount crosstab_amount(const struct crosstab_run *x, const struct crosstab_set *set,
                              size_t m, size_t r, size_t c);

/* A set over the lines of a part of the selection, which it takes over (also on failure); to be
 * asked for before the lines are made. Its numbers come with those of own. */
enum status crosstab_add_part(struct crosstab_run *x, struct bitmap *lines,
                              const struct crosstab_set **out, struct error *e);

/* ---- crosstab_lines.c */

/* Rows and columns in order, with subtotals, Others and totals; asks for the pivots of all sets
 * that this needs. */
enum status crosstab_make_lines(struct crosstab_run *x, struct error *e);

/* ---- crosstab_figure.c */

/* Makes the measures that are shown from those of the base pivot. */
enum status crosstab_make_measures(struct crosstab_run *x, struct error *e);
/* The statistic of measure m of the table over the lines of a set at row r and column c, not
 * yet what is shown of it: amount, number, largest, and the marks PARTIAL, LARGEST, MIXED and
 * NOTHING. */
void crosstab_figure(const struct crosstab_run *x, const struct crosstab_set *set, size_t m,
                     size_t r, size_t c, struct crosstab_value *out);
/* Number and marks of a value whose amount is there; extent: of its lines, NULL not known. */
void crosstab_judge(const struct crosstab_run *x, size_t m, const struct extent *extent,
                    struct crosstab_value *v);
/* Which side the measure's totals are less than the sums of: several values a line, or distinct
 * things that stand in several places. */
bool crosstab_overlaps(const struct crosstab_run *x, int side);
bool crosstab_distinct_overlap(const struct crosstab_run *x, int side, size_t m);

/* What a row or column is sorted by: rank first (0 a value, higher ones stand behind it,
 * whichever way the rest is turned), then value, then number. */
struct crosstab_key {
    int rank;
    int128 value;
    double number;
};
struct crosstab_key crosstab_key_of(const struct crosstab_run *x, size_t m,
                                    const struct crosstab_value *v);

/* ---- crosstab_show.c */

struct crosstab_key crosstab_key(const struct crosstab_run *x, size_t m, size_t r, size_t c);
/* All values; the lines are final. */
enum status crosstab_make_values(struct crosstab_run *x, struct error *e);

/* ---- crosstab_rank.c, crosstab_running.c: what takes all values of a measure at once */

enum status crosstab_fill_rank(struct crosstab_run *x, size_t m, struct error *e);
/* The side that running numbers go along: that of periods, else the columns. */
int crosstab_running_side(const struct crosstab_run *x);
enum status crosstab_fill_running(struct crosstab_run *x, size_t m, struct error *e);
/* What rows are sorted by in column c, by row: the numbers up to there. The total, and rows
 * that are stepped through themselves, keep the keys they have. */
enum status crosstab_running_keys(struct crosstab_run *x, size_t m, size_t c,
                                  struct crosstab_key *key, struct error *e);

/* ---- crosstab_asked.c */

/* Sets answered and never_asked. */
enum status crosstab_find_asked(struct crosstab_run *x, struct error *e);

/* ---- crosstab_time.c */

/* The side and the axis of it that periods stand on: columns before rows, inner before outer;
 * false: none of a date. */
bool crosstab_time_axis(const struct crosstab_run *x, int *side, size_t *axis);
/* The period's number of a line on that axis; false: it has none (Others, totals, blanks). */
bool crosstab_period_of(const struct crosstab_run *x, const struct crosstab_line *l,
                        int32_t *period);
/* The axis of a line's own period and its level; NULL: it is no period. */
const struct axis *crosstab_period_axis(const struct crosstab_run *x,
                                        const struct crosstab_line *l, size_t *level);
/* Finds the lines of all periods, where periods.wanted; when the lines have changed. */
enum status crosstab_find_periods(struct crosstab_run *x, struct error *e);
/* The line that differs from line i of the side of periods in its period alone; SIZE_MAX: none.
 */
size_t crosstab_line_at(const struct crosstab_run *x, size_t i, int32_t period);
/* Whether line i of the side of periods and its series in another period are both whole and
 * counted: that line is shown, or there is nothing in that period; not where it was merged or
 * hidden. */
bool crosstab_is_comparable(const struct crosstab_run *x, size_t i, int32_t period);
/* Whether the outer lines of the side are periods of the same date as those of its axis. */
bool crosstab_outer_periods(const struct crosstab_run *x, int side, size_t axis);
/* 100 x / x of the first period that the data cover whole. */
void crosstab_show_index(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                         struct crosstab_value *v);
/* The first period of a grain that the data cover whole. */
int32_t crosstab_first_whole(const struct crosstab_run *x, enum date_grain grain);
/* Finds where the data begin, for it. */
enum status crosstab_find_base(struct crosstab_run *x, struct error *e);

/* ---- crosstab_periods.c */

/* Finds whether and over which days changes can be told; before the lines are made. */
enum status crosstab_find_changes(struct crosstab_run *x, struct error *e);
/* What each line of the side of periods is compared with; when the lines have changed. */
enum status crosstab_pair_lines(struct crosstab_run *x, struct error *e);
/* By line of the side of periods, what measure m compares; NULL: it shows no change. */
const struct crosstab_pair *crosstab_pairs_of(const struct crosstab_run *x, size_t m);
/* Labels of the periods that the total of the side of periods compares; false: none. */
bool crosstab_last_change(const struct crosstab_run *x, size_t m, char now[16],
                          char before[16]);
void crosstab_show_change(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                          struct crosstab_value *v);
/* The key of ORDER_EVIDENCE. */
struct crosstab_key crosstab_evidence_key(const struct crosstab_run *x, size_t m, size_t r,
                                          size_t c);

/* ---- crosstab_notes.c */

/* Marks the lines that late records can still come to. */
enum status crosstab_mark_provisional(struct crosstab_run *x, struct error *e);
enum status crosstab_make_notes(struct crosstab_run *x, struct error *e);

/* ---- crosstab_measure.c */

/* How a thing that is shown is written. */
enum crosstab_form {
    FORM_AMOUNT,  /* an amount: as tables show it */
    FORM_MEASURE, /* a number in the measure's unit */
    FORM_PERCENT,
    FORM_CHANGE, /* percent with a sign, "new", "few" */
    FORM_SIGNED, /* an amount with a sign */
    FORM_WHOLE,
    FORM_RATIO,    /* two decimals */
    FORM_RESIDUAL, /* one decimal with a sign */
    FORM_INDEX,    /* one decimal */
};
enum crosstab_form crosstab_form(const struct crosstab_measure *m);
/* Shares, lift, expected values and residuals: not over lines that were never asked. */
bool crosstab_is_relative(enum crosstab_show show);

#endif
