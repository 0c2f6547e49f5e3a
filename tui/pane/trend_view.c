/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trend as lines of sparklines on one time axis. */
#include "pane/trend_view.h"
#include "analysis/change.h"
#include "analysis/notes.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 2
#define LEVELS 8
#define SPARK_MOST 400
#define EACH_MOST 4 /* columns of one period at the most */

/* ---- texts */

static const char *amount_text(struct trend_view *v, const struct amount *a)
{
    char text[64];
    amount_format(&v->trend->measure, a, false, text);
    const char *out = arena_string(&v->texts, text);
    return out ? out : "";
}

static void widen(int *width, const char *text)
{
    int n = text_width(text, strlen(text));
    *width = n > *width ? n : *width;
}

static void make_line(struct trend_view *v, const struct series *s, struct trend_line *l)
{
    l->label = s->group.label ? s->group.label : "all";
    l->total = amount_text(v, &s->total);
    l->last = amount_text(v, &s->last);
    char change[16];
    change_of_series(v->trend, s, change);
    l->change = arena_string(&v->texts, change);
    l->stands_out = change_stands_out(v->trend, s);
    widen(&v->label_widest, l->label);
    widen(&v->total_width, l->total);
    widen(&v->last_width, l->last);
    widen(&v->change_width, l->change ? l->change : "");
}

static void make_head(struct trend_view *v)
{
    static const char *const grain[] = {[GRAIN_DAY] = "day",
                                        [GRAIN_WEEK] = "week",
                                        [GRAIN_MONTH] = "month",
                                        [GRAIN_QUARTER] = "quarter",
                                        [GRAIN_YEAR] = "year"};
    struct trend *t = v->trend;
    struct buffer b = {0};
    char first[16] = "", last[16] = "", known[16] = "";
    size_t end = t->mature < t->complete ? t->mature : t->complete;
    if (t->periods) {
        date_period_format(t->first, t->grain, first);
        date_period_format(t->first + (int32_t)t->periods - 1, t->grain, last);
    }
    buffer_addf(&b, "%s by %s, %s to %s", t->measure.name, grain[t->grain], first, last);
    if (*t->measure.unit && !measure_is_count(&t->measure))
        buffer_addf(&b, ", %s", t->measure.unit);
    if (end) {
        date_period_format(t->first + (int32_t)end - 1, t->grain, known);
        buffer_addf(&b, "; last %s, change: year to it", known);
    }
    free(v->head);
    v->head = strdup(buffer_text(&b));
    buffer_free(&b);
}

static void make_provenance(struct trend_view *v, struct workspace *w)
{
    struct arena a = {0};
    struct buffer b = {0};
    notes_trend(v->trend, &b);
    const char *counts = workspace_counts(w, &a);
    buffer_addf(&b, "%s%s", b.len ? "\n" : "", counts ? counts : "");
    free(v->provenance);
    v->provenance = strdup(buffer_text(&b));
    buffer_free(&b);
    arena_free(&a);
}

enum status trend_view_fill(struct trend_view *v, struct workspace *w, struct error *e)
{
    struct trend *t = v->trend;
    arena_free(&v->texts);
    free(v->order);
    v->order = malloc((t->series_count + 1) * sizeof *v->order);
    v->line = arena_zero(&v->texts, t->series_count + 1, sizeof *v->line);
    if (!v->order || !v->line)
        return error_no_memory(e);
    v->label_widest = 12;
    v->total_width = 5;
    v->last_width = 4;
    v->change_width = 6;
    for (size_t s = 0; s < t->series_count; s++)
        make_line(v, &t->series[s], &v->line[s]);
    make_line(v, &t->all, &v->line[t->series_count]);
    make_head(v);
    make_provenance(v, w);
    trend_view_sort(v);
    return STATUS_OK;
}

/* ---- order */

static int compare(const void *a, const void *b, void *data)
{
    const struct trend_view *v = data;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct series *x = &v->trend->series[i], *y = &v->trend->series[k];
    int128 vx = x->total.value, vy = y->total.value;
    double cx, cy;
    switch (v->sort) {
    case TREND_BY_LABEL:
        return (i > k) - (i < k);
    case TREND_BY_LAST:
        vx = x->last.value;
        vy = y->last.value;
        break;
    case TREND_BY_CHANGE:
        cx = x->has_before && x->before.value > 0 ? x->change : x->is_new ? 1e300 : -1e300;
        cy = y->has_before && y->before.value > 0 ? y->change : y->is_new ? 1e300 : -1e300;
        if (cx < cy || cx > cy)
            return cx < cy ? 1 : -1;
        break;
    default:
        break;
    }
    return vx != vy ? (vx < vy ? 1 : -1) : (i > k) - (i < k);
}

void trend_view_sort(struct trend_view *v)
{
    if (!v->trend)
        return;
    for (uint32_t i = 0; i < v->trend->series_count; i++)
        v->order[i] = i;
    qsort_r(v->order, v->trend->series_count, sizeof *v->order, compare, v);
}

const struct series *trend_view_series(const struct trend_view *v, size_t row)
{
    return row == 0 ? &v->trend->all : &v->trend->series[v->order[row - 1]];
}

void trend_view_free(struct trend_view *v)
{
    arena_free(&v->texts);
    arena_free(&v->question_arena);
    free(v->order);
    free(v->head);
    free(v->provenance);
}

/* ---- layout */

void trend_view_layout(struct trend_view *v)
{
    struct trend *t = v->trend;
    if (!t)
        return;
    int numbers = v->total_width + v->last_width + v->change_width + 5;
    int most = v->cols >= 120 ? 36 : 21;
    v->label_width = v->label_widest > most ? most : v->label_widest;
    v->spark_width = v->cols - 2 - v->label_width - numbers;
    if (v->spark_width > SPARK_MOST)
        v->spark_width = SPARK_MOST;
    /* Where there is room a period takes several columns, all of them the same. */
    int each = t->periods ? v->spark_width / (int)t->periods : 1;
    if (each >= 1)
        v->spark_width = (int)t->periods * (each > EACH_MOST ? EACH_MOST : each);
    if (v->spark_width < 1)
        v->spark_width = 1;
    if (v->end + 1 > t->periods)
        v->end = t->periods ? t->periods - 1 : 0;
    list_fit(&v->list, t->series_count + 1, v->rows - HEAD_ROWS - 1);
    v->period = t->periods && v->period >= t->periods ? t->periods - 1 : v->period;
}

void trend_view_window(const struct trend_view *v, size_t *from, size_t *count)
{
    size_t periods = v->trend->periods;
    size_t width = v->window ? v->window : (size_t)v->spark_width;
    width = width > periods ? periods : width;
    size_t end = periods - (v->end < periods ? v->end : 0);
    *from = end > width ? end - width : 0;
    *count = periods < width ? periods : width;
}

/* ---- painting */

static double shared_max(const struct trend_view *v, size_t from, size_t count)
{
    double max = 0;
    for (size_t s = 0; v->shared_scale && s < v->trend->series_count; s++)
        for (size_t i = from; i < from + count; i++) {
            double value =
                fixed_double(v->trend->series[s].period[i].value, v->trend->measure.scale);
            max = value > max ? value : max;
        }
    return max;
}

/* The window, and how many columns each of its periods takes. */
static int columns_each(const struct trend_view *v, size_t *from, size_t *count)
{
    trend_view_window(v, from, count);
    int each = *count ? v->spark_width / (int)*count : 1;
    return each < 1 ? 1 : each > EACH_MOST ? EACH_MOST : each;
}

static void paint_spark(const struct trend_view *v, struct canvas *c, int row, int col,
                        const struct series *s, double max)
{
    uint8_t level[SPARK_MOST];
    size_t from, count;
    int at = col, each = columns_each(v, &from, &count);
    size_t width = (size_t)v->spark_width < count ? (size_t)v->spark_width : count;
    trend_spark(v->trend, s, from, count, LEVELS, max, level, width);
    for (size_t i = 0; i < width; i++)
        for (int k = 0; k < each; k++)
            canvas_text(c, row, at++, 1,
                        level[i] & SPARK_PROVISIONAL ? ROLE_PROVISIONAL : ROLE_SPARK,
                        canvas_spark(c, level[i]));
    canvas_text(c, row, at, col + v->spark_width - at, ROLE_TEXT, "");
}

struct painting {
    struct trend_view *v;
    double max;
};

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct painting *p = data;
    struct trend_view *v = p->v;
    const struct series *s = trend_view_series(v, at);
    const struct trend_line *l = &v->line[at == 0 ? v->trend->series_count : v->order[at - 1]];
    enum role role = at == 0 ? ROLE_TOTAL : ROLE_TEXT;
    enum role rise = l->stands_out > 0 ? ROLE_RISE : l->stands_out < 0 ? ROLE_FALL : role;
    int col = 1;
    (void)cursor;
    canvas_text(c, row, col, v->label_width, role, l->label);
    canvas_text(c, row, col + v->label_width, 1, role, "");
    col += v->label_width + 1;
    paint_spark(v, c, row, col, s, at == 0 ? 0 : p->max);
    col += v->spark_width;
    canvas_right(c, row, col, v->total_width + 1, at == 0 ? ROLE_TOTAL : ROLE_NUMBER, l->total);
    col += v->total_width + 1;
    canvas_right(c, row, col, v->last_width + 1, at == 0 ? ROLE_TOTAL : ROLE_NUMBER, l->last);
    col += v->last_width + 1;
    canvas_right(c, row, col, v->change_width + 1, rise, l->change ? l->change : "");
    col += v->change_width + 1;
    canvas_text(c, row, col, c->cols - col, rise,
                l->stands_out > 0   ? canvas_glyph(c, GLYPH_UP)
                : l->stands_out < 0 ? canvas_glyph(c, GLYPH_DOWN)
                                    : "");
}

/* Years under the time axis, each where its first period in sight stands. */
static void paint_ticks(const struct trend_view *v, struct canvas *c, int col)
{
    struct trend *t = v->trend;
    size_t from, count;
    int each = columns_each(v, &from, &count);
    size_t width = (size_t)v->spark_width < count ? (size_t)v->spark_width : count;
    int free_from = 0, before = INT32_MIN;
    for (size_t i = 0; i < width; i++) {
        int year, month, day, at = (int)i * each;
        size_t period = from + i * count / width;
        date_to_civil(date_period_start(t->first + (int32_t)period, t->grain), &year, &month,
                      &day);
        if (year == before || at < free_from || at + 4 > v->spark_width) {
            before = at < free_from ? before : year;
            continue;
        }
        char text[8];
        snprintf(text, sizeof text, "%04d", year % 10000);
        canvas_text(c, 0, col + at, 4, ROLE_HEAD, text);
        before = year;
        free_from = at + 5;
    }
}

static void paint_heads(const struct trend_view *v, struct canvas *c)
{
    struct trend *t = v->trend;
    int col = 1;
    canvas_blank(c, 0);
    canvas_text(c, 0, col, v->label_width, v->sort == TREND_BY_LABEL ? ROLE_MATCH : ROLE_HEAD,
                t->has_split ? t->split.label : "all");
    col += v->label_width + 1;
    paint_ticks(v, c, col);
    col += v->spark_width;
    canvas_right(c, 0, col, v->total_width + 1,
                 v->sort == TREND_BY_TOTAL ? ROLE_MATCH : ROLE_HEAD, "total");
    col += v->total_width + 1;
    canvas_right(c, 0, col, v->last_width + 1,
                 v->sort == TREND_BY_LAST ? ROLE_MATCH : ROLE_HEAD, "last");
    col += v->last_width + 1;
    canvas_right(c, 0, col, v->change_width + 1,
                 v->sort == TREND_BY_CHANGE ? ROLE_MATCH : ROLE_HEAD, "change");
    canvas_rule(c, 1);
}

/* Who reported anything at all: the doubt that stands under every curve. */
static void paint_reporters(const struct trend_view *v, struct canvas *c, int row)
{
    struct trend *t = v->trend;
    struct amount *periods = calloc(t->periods + 1, sizeof *periods);
    struct series s = {.period = periods};
    for (size_t i = 0; periods && i < t->periods; i++)
        periods[i].value = t->reporters[i];
    int col = 1;
    char text[32] = "";
    canvas_text(c, row, 0, 1, ROLE_TEXT, "");
    canvas_text(c, row, col, v->label_width + 1, ROLE_DIM, "reporters in period");
    col += v->label_width + 1;
    if (periods) {
        int scale = t->measure.scale;
        t->measure.scale = 0; /* administrations are counted whole */
        paint_spark(v, c, row, col, &s, 0);
        t->measure.scale = scale;
        size_t known = t->mature < t->complete ? t->mature : t->complete;
        if (known)
            snprintf(text, sizeof text, "%u", t->reporters[known - 1]);
    }
    col += v->spark_width + v->total_width + 1;
    canvas_right(c, row, col - v->total_width - 1, v->total_width + 1, ROLE_DIM, "");
    canvas_right(c, row, col, v->last_width + 1, ROLE_DIM, text);
    col += v->last_width + 1;
    canvas_text(c, row, col, c->cols - col, ROLE_TEXT, "");
    free(periods);
}

void trend_view_paint(struct trend_view *v, struct canvas *c)
{
    if (!v->trend) {
        for (int row = 0; row < c->rows; row++)
            canvas_blank(c, row);
        return;
    }
    if (v->chart) {
        trend_chart_paint(v, c);
        return;
    }
    size_t from, count;
    trend_view_window(v, &from, &count);
    struct painting p = {v, shared_max(v, from, count)};
    struct canvas upper = *c;
    paint_heads(v, c);
    upper.rows = c->rows - 1;
    list_paint(&v->list, &upper, HEAD_ROWS, true, paint_row, &p);
    paint_reporters(v, c, c->rows - 1);
}
