/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the trend looks: lines of sparklines, and one series large. */
#ifndef SAISIE_PANE_TREND_VIEW_H
#define SAISIE_PANE_TREND_VIEW_H

#include "analysis/trend.h"
#include "pane/pane.h"
#include "widget/list.h"

enum trend_sort { TREND_BY_TOTAL, TREND_BY_LAST, TREND_BY_CHANGE, TREND_BY_LABEL, TREND_SORTS };

/* Texts of one line of the table. */
struct trend_line {
    const char *label, *total, *last, *change;
    int stands_out; /* 1 a rise, -1 a fall that is no chance */
};

struct trend_view {
    struct trend_question question;
    struct arena question_arena; /* name of its split */
    struct trend *trend;         /* the answer; NULL before the first */
    enum trend_sort sort;
    bool shared_scale;
    uint32_t *order; /* series as shown, behind the line of all */
    struct arena texts;
    struct trend_line *line; /* by series of the answer, all of them last */
    int label_width, total_width, last_width, change_width, spark_width;
    int label_widest;
    char *head, *provenance;
    struct list list; /* row 0 is all */
    size_t window;    /* periods in sight; 0: as many as there are columns */
    size_t end;       /* behind the last period in sight, counted from the end of the axis */
    bool chart;       /* one series large */
    size_t period;    /* the chart's cursor */
    int rows, cols;
};

enum status trend_view_fill(struct trend_view *v, struct workspace *w, struct error *e);
void trend_view_sort(struct trend_view *v);
void trend_view_layout(struct trend_view *v);
/* The series in row of the list; the whole in row 0. */
const struct series *trend_view_series(const struct trend_view *v, size_t row);
/* First period in sight and how many. */
void trend_view_window(const struct trend_view *v, size_t *from, size_t *count);
void trend_view_paint(struct trend_view *v, struct canvas *c);
void trend_chart_paint(struct trend_view *v, struct canvas *c);
void trend_view_free(struct trend_view *v);

#endif
