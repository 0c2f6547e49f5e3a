/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the cross-tab looks: texts of its cells, widths, what is in sight, painting. */
#ifndef SAISIE_PANE_PIVOT_VIEW_H
#define SAISIE_PANE_PIVOT_VIEW_H

#include "analysis/pivot_change.h"
#include "pane/pane.h"
#include "widget/list.h"

enum share { SHARE_NONE, SHARE_COLUMN, SHARE_ROW, SHARE_ALL, SHARES };
/* Usual: by the total, largest first; periods and nested rows in their own order. */
enum pivot_sort { SORT_USUAL, SORT_DOWN, SORT_UP, SORT_NATURAL };

struct pivot_view {
    struct pivot_question question;
    struct arena question_arena; /* names of its axes */
    uint16_t money_group; /* which of its currencies and kinds; UINT16_MAX: the largest */
    struct pivot *pivot;  /* the answer; NULL before the first */
    size_t measure;       /* which of its measures is shown */
    enum share share;
    struct whole_years whole; /* of the cache */
    bool whole_known;
    struct pivot_years years; /* any: a column behind the total has the change between them */
    bool years_shown;         /* it has room, or the cursor */
    size_t columns;           /* of the table: the body's, the total, the change */
    enum pivot_sort sort;
    char *sort_head; /* the column it goes by, as headed, so that it stays with it under another
                        filter; NULL: the total */
    size_t sort_col; /* where that stands now; the total's where it is not there */
    bool sorted;     /* the rows stand by that column */
    uint32_t *order; /* rows as shown */
    struct arena texts;
    const char **label; /* by row of the answer, the total last */
    const char **head;  /* by column */
    const char **cell;  /* by row (the total last) and column */
    int *width;         /* by column */
    int *plain_width;   /* the same without the mark of the order */
    int label_width, label_widest;
    bool marked; /* cells that left lines out have a mark */
    char *measure_head, *title, *provenance;
    char change_ascii[16]; /* the head of the change where there is no delta */
    struct list list;      /* rows but the total, which always stands below them */
    size_t row;            /* the cursor's, as shown; row_count: the total */
    size_t col;            /* the cursor's; col_count: the total; behind it the change */
    size_t first;          /* first column in sight */
    size_t last;           /* behind the last one in sight */
    int rows, cols;        /* of the screen */
};

/* Makes the texts of a new answer (or of another measure of it). */
enum status pivot_view_fill(struct pivot_view *v, struct workspace *w, struct error *e);
/* What the rows go by from the next pivot_view_sort on; head is copied. */
void pivot_view_sort_by(struct pivot_view *v, enum pivot_sort sort, const char *head);
/* The column headed so ("all" the total, "change" the change); SIZE_MAX: none. */
size_t pivot_view_find(const struct pivot_view *v, const char *head);
/* Puts the rows in order. */
void pivot_view_sort(struct pivot_view *v);
/* Keeps the cursor inside the table and in sight. */
void pivot_view_layout(struct pivot_view *v);
/* Whether the cursor is on the change. */
bool pivot_view_on_change(const struct pivot_view *v);
/* The answer's row under the cursor. */
size_t pivot_view_row(const struct pivot_view *v);
void pivot_view_paint(struct pivot_view *v, struct canvas *c);
void pivot_view_free(struct pivot_view *v);

#endif
