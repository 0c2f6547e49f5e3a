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
#define REPORTERS "reporters in period"
#define SPARK_MOST 400
#define SPARK_LEAST 12     /* columns */
#define EACH_MOST 4        /* columns of one period at the most ... */
#define EACH_MOST_ZOOMED 8 /* ... and when one zooms in */
#define COLUMNS_LEAST 4    /* periods that stay in sight */

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
    struct trend *t = v->trend;
    struct buffer b = {0};
    char first[16] = "", last[16] = "", known[16] = "";
    size_t end = t->mature < t->complete ? t->mature : t->complete;
    if (t->periods) {
        date_period_format(t->first, t->grain, first);
        date_period_format(t->first + (int32_t)t->periods - 1, t->grain, last);
        buffer_addf(&b, "total %s to %s", first, last);
    }
    if (end) {
        date_period_format(t->first + (int32_t)end - 1, t->grain, known);
        buffer_addf(&b, ", last %s, change: year on year to last", known);
    }
    free(v->head);
    v->head = strdup(buffer_text(&b));
    buffer_free(&b);
}

/* Who reported anything, drawn as a series. */
static bool make_reporters(struct trend_view *v)
{
    const struct trend *t = v->trend;
    v->reporters = arena_zero(&v->texts, t->periods + 1, sizeof *v->reporters);
    for (size_t i = 0; v->reporters && i < t->periods; i++)
        v->reporters[i].value = t->reporters[i];
    return v->reporters != NULL;
}

/* What is drawn and what of it is in sight: "cases by month, 2023-10 to 2026-09". */
static void make_title(struct trend_view *v)
{
    const struct trend *t = v->trend;
    struct trend_window w;
    struct buffer b = {0};
    char from[16], to[16];
    trend_view_window(v, &w);
    buffer_addf(&b, " %s", t->measure.name);
    if (*t->measure.unit && !measure_is_count(&t->measure) &&
        !strstr(t->measure.name, t->measure.unit))
        buffer_addf(&b, " in %s", t->measure.unit);
    buffer_addf(&b, " by %s", trend_grain_name(t->grain));
    if (w.count) {
        date_period_format(t->first + (int32_t)w.from, t->grain, from);
        date_period_format(t->first + (int32_t)(w.from + w.count) - 1, t->grain, to);
        buffer_addf(&b, ", %s to %s", from, to);
    }
    if (w.each > 1)
        buffer_addf(&b, ", a column is the mean of %zu", w.each);
    buffer_adds(&b, v->shared_scale ? ", one scale " : " ");
    free(v->title);
    v->title = strdup(buffer_text(&b));
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
    if (!v->order || !v->line || !make_reporters(v))
        return error_no_memory(e);
    /* The heads with the mark of the order. */
    v->label_widest = (int)strlen(REPORTERS);
    v->total_width = 6;
    v->last_width = 5;
    v->change_width = 6; /* its mark stands where those of the rows do */
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
    free(v->title);
    free(v->provenance);
}

/* ---- layout */

/* How many periods share a column at a step of zooming out. */
static size_t periods_shared(int zoom)
{
    static const size_t steps[] = {1, 2, 3, 4, 6, 12, 24, 48, 96, 192, 365, 730};
    size_t most = sizeof steps / sizeof *steps - 1, at = zoom < 0 ? (size_t)-zoom : 0;
    return steps[at < most ? at : most];
}

/* Columns of a period when nobody zooms. */
static int columns_each(const struct trend_view *v)
{
    size_t periods = v->trend->periods;
    int each = periods ? v->spark_width / (int)periods : 1;
    return each < 1 ? 1 : each > EACH_MOST ? EACH_MOST : each;
}

void trend_view_layout(struct trend_view *v)
{
    struct trend *t = v->trend;
    if (!t)
        return;
    int numbers = v->total_width + v->last_width + v->change_width + 4;
    int most = v->cols >= 120 ? 36 : v->cols < 72 ? 14 : 21;
    v->label_width = v->label_widest > most ? most : v->label_widest;
    v->spark_width = v->cols - 2 - v->label_width - numbers;
    /* Where it is tight the curve is worth more than the total. */
    v->total_shown = v->spark_width >= SPARK_LEAST;
    if (!v->total_shown)
        v->spark_width += v->total_width + 1;
    if (v->spark_width > SPARK_MOST)
        v->spark_width = SPARK_MOST;
    /* Where there is room a period takes several columns, all of them the same. */
    int each = t->periods ? v->spark_width / (int)t->periods : 1;
    if (each >= 1)
        v->spark_width = (int)t->periods * (each > EACH_MOST ? EACH_MOST : each);
    if (v->spark_width < 1)
        v->spark_width = 1;
    while (v->zoom < 0 && periods_shared(v->zoom + 1) * (size_t)v->spark_width >= t->periods)
        v->zoom++;
    while (v->zoom > 0 && v->spark_width / (columns_each(v) + v->zoom) < COLUMNS_LEAST)
        v->zoom--;
    struct trend_window w;
    trend_view_window(v, &w);
    v->end = v->end > t->periods - w.count ? t->periods - w.count : v->end;
    list_fit(&v->list, t->series_count + 1, v->rows - HEAD_ROWS - 1);
    v->period = t->periods && v->period >= t->periods ? t->periods - 1 : v->period;
    make_title(v);
}

/* All columns of a window are of equal periods, so that heights compare. */
void trend_view_window(const struct trend_view *v, struct trend_window *out)
{
    size_t periods = v->trend->periods, room = (size_t)v->spark_width;
    out->each = periods_shared(v->zoom);
    out->columns = columns_each(v) + (v->zoom > 0 ? v->zoom : 0);
    out->count = room / (size_t)out->columns * out->each;
    if (out->count > periods)
        out->count = periods - periods % out->each;
    size_t most = periods - out->count;
    out->from = most - (v->end < most ? v->end : most);
}

bool trend_view_zoom(struct trend_view *v, bool in)
{
    struct trend_window w;
    trend_view_window(v, &w);
    if (in && v->zoom >= 0 &&
        (w.columns >= EACH_MOST_ZOOMED || v->spark_width / (w.columns + 1) < COLUMNS_LEAST))
        return false;
    /* Out while something is out of sight, but for what makes no whole column. */
    if (!in && v->trend->periods - w.count < w.each)
        return false;
    v->zoom += in ? 1 : -1;
    trend_view_layout(v);
    return true;
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

static void paint_spark(const struct trend_view *v, const struct trend *t, struct canvas *c,
                        int row, int col, const struct series *s, double max)
{
    uint8_t level[SPARK_MOST];
    struct trend_window w;
    trend_view_window(v, &w);
    size_t columns = w.count / w.each;
    int at = col;
    trend_spark(t, s, w.from, w.count, LEVELS, max, level, columns);
    for (size_t i = 0; i < columns; i++)
        for (int k = 0; k < w.columns; k++)
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
    paint_spark(v, v->trend, c, row, col, s, at == 0 ? 0 : p->max);
    col += v->spark_width;
    if (v->total_shown) {
        canvas_right(c, row, col, v->total_width + 1, at == 0 ? ROLE_TOTAL : ROLE_NUMBER,
                     l->total);
        col += v->total_width + 1;
    }
    canvas_right(c, row, col, v->last_width + 1, at == 0 ? ROLE_TOTAL : ROLE_NUMBER, l->last);
    col += v->last_width + 1;
    canvas_right(c, row, col, v->change_width + 1, rise, l->change ? l->change : "");
    col += v->change_width + 1;
    canvas_text(c, row, col, c->cols - col, rise,
                l->stands_out > 0   ? canvas_glyph(c, GLYPH_UP)
                : l->stands_out < 0 ? canvas_glyph(c, GLYPH_DOWN)
                                    : "");
}

size_t trend_year_ticks(const struct trend *t, const struct trend_window *w, int room,
                        struct year_tick out[YEAR_TICKS])
{
    enum { WIDE = 4 };
    size_t n = 0;
    int before = INT32_MIN;
    bool begun = false; /* the last tick stands where its year begins */
    for (size_t i = 0; i < w->count / w->each && n < YEAR_TICKS; i++) {
        int year, month, day, at = (int)i * w->columns;
        date_to_civil(date_period_start(t->first + (int32_t)(w->from + i * w->each), t->grain),
                      &year, &month, &day);
        bool begins = year != before;
        before = year;
        if (!begins || at + WIDE > room)
            continue;
        if (n > 0 && at <= out[n - 1].col + WIDE) {
            if (begun)
                continue;
            n--;
        }
        begun = i > 0 || month == 1;
        out[n].col = at;
        snprintf(out[n++].text, sizeof out->text, "%04d", year % 10000);
    }
    return n;
}

static void paint_ticks(const struct trend_view *v, struct canvas *c, int col)
{
    struct trend_window w;
    struct year_tick tick[YEAR_TICKS];
    trend_view_window(v, &w);
    size_t n = trend_year_ticks(v->trend, &w, v->spark_width, tick);
    for (size_t i = 0; i < n; i++)
        canvas_text(c, 0, col + tick[i].col, 4, ROLE_HEAD, tick[i].text);
}

/* A head of the numbers, marked where it gives the order. */
static int paint_number_head(const struct trend_view *v, struct canvas *c, int col, int width,
                             const char *text, enum trend_sort sort)
{
    bool sorted = v->sort == sort;
    enum role role = sorted ? ROLE_MATCH : ROLE_HEAD;
    canvas_right(c, 0, col, width + 1 - sorted, role, text);
    if (sorted)
        canvas_text(c, 0, col + width, 1, role, canvas_glyph(c, GLYPH_DOWN));
    return col + width + 1;
}

static void paint_heads(const struct trend_view *v, struct canvas *c)
{
    const struct trend *t = v->trend;
    const char *split = t->has_split ? t->split.label : "all";
    bool by_label = v->sort == TREND_BY_LABEL;
    int col = 1, label = canvas_width(c, split), title;
    label = label > v->label_width - 1 ? v->label_width - 1 : label;
    canvas_blank(c, 0);
    canvas_text(c, 0, col, label, by_label ? ROLE_MATCH : ROLE_HEAD, split);
    if (by_label)
        canvas_text(c, 0, col + label, 1, ROLE_MATCH, canvas_glyph(c, GLYPH_UP));
    col += v->label_width + 1;
    paint_ticks(v, c, col);
    col += v->spark_width;
    if (v->total_shown)
        col = paint_number_head(v, c, col, v->total_width, "total", TREND_BY_TOTAL);
    col = paint_number_head(v, c, col, v->last_width, "last", TREND_BY_LAST);
    paint_number_head(v, c, col, v->change_width + (v->sort == TREND_BY_CHANGE), "change",
                      TREND_BY_CHANGE);
    canvas_rule(c, 1);
    title = canvas_width(c, v->title ? v->title : "");
    if (title > 0)
        canvas_text(c, 1, 1, title < c->cols - 2 ? title : c->cols - 2, ROLE_DIM, v->title);
}

/* Who reported anything at all: the doubt that stands under every curve. */
static void paint_reporters(const struct trend_view *v, struct canvas *c, int row)
{
    const struct trend *t = v->trend;
    struct trend whole = *t; /* administrations are counted whole */
    const struct series s = {.period = v->reporters};
    size_t known = t->mature < t->complete ? t->mature : t->complete;
    int col = 1;
    char text[32] = "";
    whole.measure = measure_of(MEASURE_SEIZURES);
    canvas_text(c, row, 0, 1, ROLE_TEXT, "");
    canvas_text(c, row, col, v->label_width + 1, ROLE_DIM, REPORTERS);
    col += v->label_width + 1;
    paint_spark(v, &whole, c, row, col, &s, 0);
    if (known)
        snprintf(text, sizeof text, "%u", t->reporters[known - 1]);
    col += v->spark_width;
    if (v->total_shown) {
        canvas_text(c, row, col, v->total_width + 1, ROLE_DIM, "");
        col += v->total_width + 1;
    }
    canvas_right(c, row, col, v->last_width + 1, ROLE_DIM, text);
    col += v->last_width + 1;
    canvas_text(c, row, col, c->cols - col, ROLE_TEXT, "");
}

/* Without a date there is no axis, and a total over no period would read as none at all. */
static void paint_no_axis(const struct trend_view *v, struct canvas *c)
{
    for (int row = 0; row < c->rows; row++)
        canvas_blank(c, row);
    canvas_text(c, 0, 1, c->cols - 1, ROLE_HEAD, v->trend->measure.name);
    canvas_rule(c, 1);
    canvas_text(c, HEAD_ROWS + 1, 1, c->cols - 1, ROLE_TEXT,
                "No line has a date up to the as-of date: there is no time axis.");
}

void trend_view_paint(struct trend_view *v, struct canvas *c)
{
    if (!v->trend) {
        for (int row = 0; row < c->rows; row++)
            canvas_blank(c, row);
        return;
    }
    if (!v->trend->periods) {
        paint_no_axis(v, c);
        return;
    }
    if (v->chart) {
        trend_chart_paint(v, c);
        return;
    }
    struct trend_window w;
    trend_view_window(v, &w);
    struct painting p = {v, shared_max(v, w.from, w.count)};
    struct canvas upper = *c;
    paint_heads(v, c);
    upper.rows = c->rows - 1;
    list_paint(&v->list, &upper, HEAD_ROWS, true, paint_row, &p);
    paint_reporters(v, c, c->rows - 1);
}
