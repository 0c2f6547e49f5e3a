/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab as it is shown: rows and columns in order, with subtotals, Others and totals,
 * and of every measure what is to be shown of it (the value, a share, a change ...). Panes, the
 * command line and exports read this one struct, so that none of them can disagree. Every line
 * of it, Others and subtotals too, is counted from records, never added up from cells. */
#ifndef SAISIE_ANALYSIS_CROSSTAB_H
#define SAISIE_ANALYSIS_CROSSTAB_H

#include "analysis/pivot.h"
#include "filter/filter.h"

#define CROSSTAB_MEASURES 8

enum statistic {
    STATISTIC_SUM,     /* the count or the sum */
    STATISTIC_MEAN,    /* of the lines that have an amount */
    STATISTIC_MEDIAN,  /* of the same, exact; of an even number the mean of the middle two */
    STATISTIC_LARGEST, /* the largest line */
    STATISTIC_PER_SEIZURE, /* the sum by all seizures of the cell */
    STATISTICS,
};

/* What is shown of it. Names as written: row-share(cases), change(mass) ... */
enum crosstab_show {
    SHOW_VALUE,
    SHOW_ROW_SHARE,    /* of the row's total */
    SHOW_COLUMN_SHARE, /* of the column's total */
    SHOW_SHARE,        /* of the grand total */
    SHOW_RUNNING,    /* sum along the periods (else along the columns as shown); not of distinct
                        cases, where it is the distinct cases up to there */
    SHOW_DIFFERENCE, /* on the period before */
    SHOW_CHANGE,     /* the same in percent; "new", "few" as change.h has it */
    SHOW_YEAR_DIFFERENCE, /* on the same period a year before */
    SHOW_YEAR_CHANGE,
    SHOW_RANK,  /* among the rows of the column, 1 the largest, ties share the lower number */
    SHOW_INDEX, /* 100 x / x of the first period (domain: 100 x_t / x_base) */
    SHOW_LIFT,  /* observed / expected */
    SHOW_EXPECTED, /* row total x column total / grand total */
    SHOW_RESIDUAL, /* adjusted: (O-E)/sqrt(E) / sqrt((1-row share)(1-column share)) */
    SHOWS,
};

struct crosstab_measure {
    enum measure_kind kind;
    enum statistic statistic;
    enum crosstab_show show;
};
/* "cases", "median(mass)", "row-share(cases)", "change(mean(mass))"; STATUS_MISUSE tells what
 * there is, or why the two do not go together (a share of a median is none). */
enum status crosstab_measure_parse(const char *text, struct crosstab_measure *out,
                                   struct error *e);
void crosstab_measure_print(const struct crosstab_measure *m, struct buffer *out);
/* Whether kind, statistic and show go together; STATUS_MISUSE tells why not. */
enum status crosstab_measure_check(const struct crosstab_measure *m, struct error *e);

/* Whether it compares two periods. */
bool crosstab_is_change(enum crosstab_show show);

enum crosstab_order {
    ORDER_USUAL, /* by the total, largest first, of shares and changes by what is behind it;
                    periods and classes in their own order */
    ORDER_DOWN,
    ORDER_UP,
    ORDER_NATURAL,  /* display order of the axis */
    ORDER_EVIDENCE, /* change columns: by the two-period exact test, strongest rise first; rows
                       below 5 in both spans last */
};

struct crosstab_question {
    const char *rows[PIVOT_DEPTH], *cols[PIVOT_DEPTH]; /* axis names; borrowed for the run */
    struct crosstab_measure measures[CROSSTAB_MEASURES];
    size_t measure_count;
    size_t aside; /* so many of them, the last ones, are for the total column alone, beside the
                     table: they have no notes where there is nothing, and of periods that are
                     not over they look at none */
    enum crosstab_order order; /* of the rows; nested ones within their parents */
    const char *sort;          /* the column's code path ("2025", "TH/air"), "all"; NULL: all */
    size_t sort_measure;
    const char *sort_money; /* of value the currency and kind that rows and columns go by,
                               "value USD seized"; NULL: that of which most lines have any */
    /* So many (outer) rows and columns, the rest is Others; 0: all. Rows: the first ones of the
     * order, in the natural order and of columns the largest totals of the first measure. */
    uint32_t top, top_cols;
    bool hide_empty; /* rows and columns without anything in the first measure are left out */
    bool mixed;      /* quantities of several streams are added all the same */
};

enum crosstab_kind { LINE_GROUP, LINE_SUBTOTAL, LINE_OTHERS, LINE_TOTAL };

/* One row or column as shown. The children of a subtotal follow it; the total is the last. */
struct crosstab_line {
    enum crosstab_kind kind;
    unsigned depth;           /* 0, or 1 under a subtotal */
    struct pivot_group group; /* GROUP: of all axes; SUBTOTAL: group[0] */
    const char *label;        /* of its own level; "all", "Others (12)" */
    const char *code; /* the same for programs: the label where the group has no code; "all",
                         "Others" */
    size_t parent;    /* of depth 1: its subtotal's place; else SIZE_MAX */
    uint32_t merged;  /* OTHERS: how many groups */
    bool provisional; /* a period in which late lines can still come */
};

/* Marks of a value; the notes explain those that occur. */
enum {
    MARK_PARTIAL = 1, /* a quantity that left lines of the cell out */
    MARK_LARGEST = 2, /* one line is more than half of it */
    MARK_MIXED = 4,   /* several streams: not added, nothing to show */
    MARK_OVERLAP = 8, /* totals: less than their parts add up to, some stand in several */
    MARK_PROVISIONAL = 16,
    MARK_NEW = 32,      /* a change from nothing */
    MARK_FEW = 64,      /* a change of a handful: no percentage */
    MARK_NOTHING = 128, /* there is nothing to show: no line, no amount, not comparable */
    MARK_CUT = 256,     /* compared over a part of the period (the same part of both) */
};

struct crosstab_value {
    struct amount
        amount;      /* of the lines behind it (for SHOW_VALUE of a sum: the value itself) */
    double number;   /* what is shown: in the measure's unit, shares and changes in percent */
    int64_t largest; /* quantities: the largest line */
    unsigned marks;
};

struct crosstab {
    struct arena arena; /* owns everything; crosstab_free */
    struct axis rows[PIVOT_DEPTH], cols[PIVOT_DEPTH];
    size_t row_axes, col_axes;
    struct crosstab_line *row, *col;
    size_t row_count, col_count;    /* with the total, which is the last line of each side */
    struct crosstab_measure *shown; /* by measure; value: one a currency and kind */
    struct measure *measure;
    size_t *asked; /* by measure: its place in the question */
    bool *aside;   /* by measure: it is one of those beside the table */
    size_t measure_count;
    const char *changed[2]; /* the periods of the total column's change: now, before; or NULL */
    bool sorted; /* the outer rows stand by measure sort_measure in column sort_col */
    size_t sort_col, sort_measure;
    struct crosstab_value *value; /* see crosstab_at */
    const char *const *note;      /* lines of the notes, most important first */
    const unsigned *note_mark;    /* by note: the mark that it explains, 0 none */
    size_t notes;
    const char *sentence; /* of the filter that it was asked under */
    uint32_t seizures, cases, reporters, without_case;
    struct crosstab_inside *inside; /* what opening a cell needs */
};

static inline const struct crosstab_value *crosstab_at(const struct crosstab *t, size_t m,
                                                       size_t r, size_t c)
{
    return &t->value[(m * t->row_count + r) * t->col_count + c];
}

/* Answers over the lines that filter takes (selection: the same as a bitmap, borrowed). *out is
 * owned by the caller, borrows from the frame and keeps nothing of the question. STATUS_MISUSE:
 * as pivot_run, and a column to sort by that is none. */
enum status crosstab_run(struct frame *f, const struct filter *filter,
                         const struct bitmap *selection, const struct crosstab_question *q,
                         struct crosstab **out, struct error *e);
void crosstab_free(struct crosstab **t);

/* What names column c to sort by: "2025", "TH/air", "all". Text in a; NULL: memory is out. */
const char *crosstab_column_key(const struct crosstab *t, size_t c, struct arena *a);

/* How a table heads a measure: "cases (distinct)", "mass, kg". Borrowed from b, which is
 * cleared first. */
const char *crosstab_head(const struct crosstab *t, size_t m, struct buffer *b);

/* The text of a value: for people (separators, unit decimals, "+14 %", "new", "mixed"; "" where
 * no line stands, which views show as a dot), or plain (all digits, a point, no separators;
 * percentages as 14.2; "" where there is nothing, of counts 0). */
void crosstab_text(const struct crosstab *t, size_t m, size_t r, size_t c, bool plain,
                   char out[64]);

/* The sentence that takes exactly the lines behind a cell (subtotals, Others and totals too),
 * as many as its amount.lines; of a change, those of both spans. Text in a; NULL: memory is
 * out. */
const char *crosstab_open(struct frame *f, const struct crosstab *t, size_t m, size_t r,
                          size_t c, struct arena *a);
/* The sentence without these lines; of the grand total, which is all, the sentence as it is. */
const char *crosstab_exclude(struct frame *f, const struct crosstab *t, size_t r, size_t c,
                             struct arena *a);
#endif
