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
    bool total_shown; /* there is room for it */
    char *head, *title, *provenance;
    struct amount *reporters; /* by period: who reported anything, as a series */
    struct list list;         /* row 0 is all */
    int zoom;      /* > 0: a period takes more columns than it need; < 0: several share one */
    size_t end;    /* behind the last period in sight, counted from the end of the axis */
    bool chart;    /* one series large */
    size_t period; /* the chart's cursor */
    int rows, cols;
};

enum status trend_view_fill(struct trend_view *v, struct workspace *w, struct error *e);
void trend_view_sort(struct trend_view *v);
void trend_view_layout(struct trend_view *v);
/* The series in row of the list; the whole in row 0. */
const struct series *trend_view_series(const struct trend_view *v, size_t row);
/* What of the time axis is in sight. */
struct trend_window {
    size_t from, count; /* periods */
    size_t each;        /* periods that share a column ... */
    int columns;        /* ... or columns that a period takes */
};
void trend_view_window(const struct trend_view *v, struct trend_window *out);
/* One step of zoom; false: there is no further one. */
bool trend_view_zoom(struct trend_view *v, bool in);
/* A year's head on the time axis: it stands where the year begins, the first also where the
 * axis does, unless that would hide the next. */
struct year_tick {
    int col;
    char text[8];
};
#define YEAR_TICKS 100
/* Of what is in sight, in room columns; how many. */
size_t trend_year_ticks(const struct trend *t, const struct trend_window *w, int room,
                        struct year_tick out[YEAR_TICKS]);
void trend_view_paint(struct trend_view *v, struct canvas *c);
/* Periods of a year; 52 weeks. */
size_t trend_view_year(enum date_grain grain);
void trend_chart_paint(struct trend_view *v, struct canvas *c);
void trend_view_free(struct trend_view *v);

#endif
