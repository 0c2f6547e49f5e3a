/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the pane Pivot: its question, the table that answers it, and which rows and
 * columns of that are in sight. Only for pivot*.c. */
#ifndef SAISIE_PANE_PIVOT_VIEW_H
#define SAISIE_PANE_PIVOT_VIEW_H

#include "analysis/crosstab_sparks.h"
#include "export/crosstab_table.h"
#include "pane/pane.h"
#include "widget/list.h"

/* A column of the screen: one measure of one column of the table. */
struct pivot_column {
    size_t col, measure;
    int width; /* of its texts and its head, marks excepted; 0: not looked at yet */
    int marks; /* columns for marks behind the number */
    int shade; /* column for a shade that is a glyph */
};

struct pivot_view {
    struct crosstab_question question;
    struct arena names;     /* of its axes and of the column it is sorted by */
    uint16_t money_group;   /* of values the currency and kind that is shown, there are dozens;
                               UINT16_MAX: that which most lines have */
    struct crosstab *table; /* the answer; NULL before the first */

    /* Columns of the screen from left to right; those from `fixed` on never scroll. */
    struct pivot_column *column;
    size_t columns, fixed;
    int head_rows; /* heads above the rule: outer groups, groups, measures */
    bool several;  /* several measures stand side by side */
    /* Rows of the table in sight, children of folded ones left out; the total is not among
     * them: it always stands below. */
    size_t *row_at;
    size_t rows_shown;
    bool *folded; /* by group of the outer row axis */
    uint32_t folds;
    int label_width, label_widest;
    bool shade, coloured, ascii;   /* a shade is a glyph where there are no colours */
    double top[CROSSTAB_MEASURES]; /* the largest number of a measure's body, for shading */
    bool sparked;                  /* a sparkline stands at the right of each row */
    struct crosstab_sparks sparks;
    bool rows_overlap, cols_overlap; /* totals are less than rows (columns) add up to: "all^" */
    char *measure_head, *title, *provenance;

    struct list list; /* rows shown */
    size_t row;       /* the cursor's, as shown; rows_shown: the total */
    size_t col;       /* the cursor's column of the screen; SIZE_MAX: a new answer's total */
    size_t first;     /* first column in sight */
    size_t last;      /* behind the last one in sight that scrolls */
    int rows, cols;   /* of the screen */

    char *needle; /* what is looked for, folded; NULL: nothing was yet */
    bool backward;
};

/* ---- pivot_view.c */

/* Takes over a new answer: its columns, rows and texts around the table. The cursor stays as
 * far as it can. */
enum status pivot_view_fill(struct pivot_view *v, struct workspace *w, struct error *e);
/* The name of the currency and kind that is shown; NULL: none yet. Of the table's. */
const char *pivot_money(const struct pivot_view *v);
/* Which rows are shown, once one was folded. */
void pivot_view_fold(struct pivot_view *v);
/* Keeps the cursor inside the table and in sight. */
void pivot_view_layout(struct pivot_view *v);
/* The table's row, column and measure under the cursor. */
size_t pivot_view_row(const struct pivot_view *v);
size_t pivot_view_col(const struct pivot_view *v);
size_t pivot_view_measure(const struct pivot_view *v);
void pivot_view_free(struct pivot_view *v);

/* ---- pivot_text.c */

/* What a cell shows, the marks behind it apart. "" where there is nothing to show, NULL where
 * no record is behind it (a dot). */
const char *pivot_cell(const struct pivot_view *v, size_t m, size_t r, size_t c, char text[64]);
/* Width and marks of a column, looked at when it is first needed. */
void pivot_column_measure(struct pivot_view *v, struct pivot_column *k);
/* The columns of the screen that it takes: a blank, the number, a shade, the marks. */
int pivot_column_columns(const struct pivot_view *v, const struct pivot_column *k);
/* Whether the rows stand by it. */
bool pivot_is_sorted(const struct pivot_view *v, size_t column);
/* Whether what that head row says of it is a period in which late lines can still come. */
bool pivot_head_provisional(const struct pivot_view *v, size_t column, int head_row);
/* A column's head on one of the head rows. */
const char *pivot_head(const struct pivot_view *v, size_t column, int head_row, char text[64]);
/* The level of shading of a value, 0 (none) to PIVOT_SHADES. */
#define PIVOT_SHADES 5
int pivot_shade(const struct pivot_view *v, const struct pivot_column *k, size_t r);
/* Whether a quantity is among what is asked. */
bool pivot_asks_quantity(const struct pivot_view *v);
/* Title, measure head, notes and provenance of the answer. */
void pivot_texts(struct pivot_view *v, struct workspace *w);

/* ---- pivot_paint.c */
void pivot_view_paint(struct pivot_view *v, struct canvas *c);

/* ---- pivot_ask.c: what one asks. Each is an action: flags of enum handled. */

unsigned pivot_ask_action(struct pane *p, enum action action, int count);
/* The usual question of this cache. */
void pivot_ask_usual(struct pane *p);
/* What the rows stand by; sort is borrowed. */
void pivot_ask_order(struct pivot_view *v, enum crosstab_order order, const char *sort,
                     size_t measure);
/* Another question, whose texts are copied. */
void pivot_ask_question(struct pane *p, const struct crosstab_question *q);
/* Fields that the cache has no more give way to the usual ones. */
void pivot_ask_again(struct pane *p);
bool pivot_ask_set(struct pane *p, const char *what, const char *value, struct error *e);

/* ---- pivot_take.c: what leaves the pane, and the tables that are known by name */

unsigned pivot_take_copy(struct pane *p);
unsigned pivot_take_export(struct pane *p);
/* Writes the table into the new file typed, in the format that its name ends with. */
bool pivot_take_write(struct pane *p, const char *file, struct error *e);
unsigned pivot_take_preset(struct pane *p);
/* Asks the first table of the preset of that name. */
bool pivot_take_named(struct pane *p, const char *name, struct error *e);

/* ---- pivot_find.c */
unsigned pivot_find_action(struct pane *p, enum action action);

#endif
