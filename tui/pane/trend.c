/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trend: a sparkline for each value of a field, what was last, and the change on the year
 * before. */
#include "analysis/trend_open.h"
#include "pane/choices.h"
#include "pane/trend_view.h"

#include <stdlib.h>
#include <string.h>

static enum status trend_pane_open(struct pane *p, struct error *e)
{
    struct trend_view *v = p->state;
    bool has_cases = frame_has_cases(p->workspace->frame);
    (void)e;
    v->question =
        (struct trend_question){.grain = GRAIN_MONTH,
                                .split = "product",
                                .measure = has_cases ? MEASURE_CASES : MEASURE_SEIZURES,
                                .money_group = UINT16_MAX};
    return STATUS_OK;
}

static void trend_pane_close(struct pane *p)
{
    struct trend_view *v = p->state;
    trend_free(&v->trend);
    trend_view_free(v);
}

static enum status trend_pane_refresh(struct pane *p, struct error *e)
{
    struct trend_view *v = p->state;
    struct trend *answer;
    enum status status =
        trend_run(p->workspace->frame, &p->workspace->selection, &v->question, &answer, e);
    if (status) {
        trend_view_layout(v); /* the old answer stays: the cursor has to lie inside of it */
        return status;
    }
    trend_free(&v->trend);
    v->trend = answer;
    status = trend_view_fill(v, p->workspace, e);
    if (status)
        trend_free(&v->trend); /* half its texts are no answer */
    trend_view_layout(v);
    return status;
}

static void trend_pane_reopen(struct pane *p)
{
    struct trend_view *v = p->state;
    struct arena a = {0};
    struct axis axis;
    const char *split = v->question.split;
    trend_free(&v->trend);
    if (split && axis_open(p->workspace->frame, split, &a, &axis, NULL) != STATUS_OK)
        trend_pane_open(p, NULL);
    v->question.money_group = UINT16_MAX;
    arena_free(&a);
}

static void trend_pane_measure(struct pane *p, int rows, int cols)
{
    struct trend_view *v = p->state;
    v->rows = rows;
    v->cols = cols;
    trend_view_layout(v);
}

static void trend_pane_paint(struct pane *p, struct canvas *c)
{
    trend_view_paint(p->state, c);
}

static void trend_pane_provenance(struct pane *p, struct buffer *out)
{
    struct trend_view *v = p->state;
    if (v->head)
        buffer_addf(out, "%s\n", v->head);
    buffer_adds(out, v->provenance ? v->provenance : "");
}

/* ---- choosing */

static unsigned recompute(struct pane *p)
{
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

/* NULL: one series of all. On a fault the old split stays. */
static bool set_split(struct pane *p, const char *name, struct error *e)
{
    struct trend_view *v = p->state;
    struct arena a = {0};
    struct axis axis;
    bool ok = !name || axis_open(p->workspace->frame, name, &a, &axis, e) == STATUS_OK;
    arena_free(&a);
    if (!ok)
        return false;
    v->question.split = name ? arena_string(&v->question_arena, name) : NULL;
    v->chart = false;
    list_go(&v->list, 0);
    p->stale = true;
    return true;
}

static unsigned choose_split(struct pane *p)
{
    struct trend_view *v = p->state;
    struct arena a = {0};
    struct error e = {0};
    const char *name;
    if (choose_field(p, "One line for each", "(all in one line)", v->question.split, &a,
                     &name) &&
        !set_split(p, name, &e))
        app_fault(p->app, &e);
    arena_free(&a);
    return HANDLED | HANDLED_RECOMPUTE;
}

static bool trend_pane_set(struct pane *p, const char *what, const char *value, struct error *e)
{
    struct trend_view *v = p->state;
    if (!strcmp(what, "split"))
        return set_split(p, *value ? value : NULL, e);
    if (!strcmp(what, "by")) {
        if (!trend_parse_grain(*value ? value : "month", &v->question.grain)) {
            error_set(e, STATUS_MISUSE, "there is no period %s", value);
            error_way_out(e, "day, week, month, quarter and year are the periods");
            return false;
        }
        v->zoom = 0;
        v->end = 0;
    } else if (!measure_named(p->workspace->frame, value, &v->question.measure,
                              &v->question.money_group, e)) {
        return false;
    }
    p->stale = true;
    return true;
}

static unsigned next_measure(struct pane *p)
{
    struct trend_view *v = p->state;
    struct error e = {0};
    if (measure_next(p->workspace->frame, &v->question.measure, &v->question.money_group, &e) !=
        STATUS_OK) {
        app_fault(p->app, &e);
        return HANDLED;
    }
    return recompute(p);
}

static unsigned pick_measure(struct pane *p)
{
    struct trend_view *v = p->state;
    if (!choose_measure(p, &v->question.measure, &v->question.money_group))
        return HANDLED | HANDLED_REPAINT;
    return recompute(p);
}

static unsigned next_grain(struct pane *p)
{
    static const enum date_grain next[] = {[GRAIN_MONTH] = GRAIN_QUARTER,
                                           [GRAIN_QUARTER] = GRAIN_YEAR,
                                           [GRAIN_YEAR] = GRAIN_WEEK,
                                           [GRAIN_WEEK] = GRAIN_MONTH,
                                           [GRAIN_DAY] = GRAIN_MONTH};
    struct trend_view *v = p->state;
    v->question.grain = next[v->question.grain];
    v->zoom = 0;
    v->end = 0;
    v->period = SIZE_MAX / 2;
    return recompute(p);
}

/* ---- window, chart, opening */

static const char *why_no_zoom(const struct trend_view *v, bool in)
{
    struct trend_window w;
    trend_view_window(v, &w);
    if (v->chart)
        return "the chart shows as many periods as fit";
    if (in)
        return "this is as near as it gets: p chooses shorter periods";
    return w.count < v->trend->periods ? "no wider: Left shows the rest, less than a column"
                                       : "all periods are in sight";
}

static unsigned zoom(struct pane *p, bool in)
{
    struct trend_view *v = p->state;
    if (v->chart || !trend_view_zoom(v, in))
        app_notice(p->app, "%s", why_no_zoom(v, in));
    return HANDLED | HANDLED_REPAINT;
}

/* The chart's cursor to a period. */
static unsigned read_period(struct trend_view *v, size_t period)
{
    size_t last = v->trend->periods ? v->trend->periods - 1 : 0;
    v->period = period > last ? last : period;
    return HANDLED | HANDLED_REPAINT;
}

static unsigned slide(struct pane *p, int by, int count)
{
    struct trend_view *v = p->state;
    size_t n = count > 0 ? (size_t)count : 1;
    if (v->chart)
        return read_period(v, by < 0 ? (v->period > n ? v->period - n : 0) : v->period + n);
    struct trend_window w;
    trend_view_window(v, &w);
    if (w.count == v->trend->periods)
        app_notice(p->app, "all periods are in sight: + zooms in, Enter shows one line large");
    n *= w.each;
    if (by < 0)
        v->end += n < w.from ? n : w.from;
    else
        v->end = v->end > n ? v->end - n : 0;
    trend_view_layout(v);
    return HANDLED | HANDLED_REPAINT;
}

/* In the chart a page is a year; up and down go to the line above or below. */
static unsigned move_in_chart(struct trend_view *v, enum action action, int count)
{
    size_t year = trend_view_year(v->trend->grain);
    switch (action) {
    case ACTION_PAGE_UP:
        return read_period(v, v->period > year ? v->period - year : 0);
    case ACTION_PAGE_DOWN:
        return read_period(v, v->period + year);
    case ACTION_FIRST:
        return read_period(v, 0);
    case ACTION_LAST:
        return read_period(v, SIZE_MAX);
    default:
        return list_action(&v->list, action, count);
    }
}

/* The sentence of the series under the cursor, in the chart of the period under the cursor. */
static const char *sentence_here(struct pane *p, struct arena *a)
{
    struct trend_view *v = p->state;
    return trend_open(p->workspace->frame, v->trend, p->workspace->sentence,
                      trend_view_series(v, v->list.cursor),
                      v->chart ? v->period : TREND_NO_PERIOD, a);
}

static unsigned open_here(struct pane *p)
{
    struct trend_view *v = p->state;
    if (!v->trend->periods) {
        app_notice(p->app, "no line has a date: there is nothing to open");
        return HANDLED | HANDLED_REPAINT;
    }
    if (!v->chart) {
        size_t known =
            v->trend->mature < v->trend->complete ? v->trend->mature : v->trend->complete;
        v->chart = true;
        v->period = known ? known - 1 : 0;
        return HANDLED | HANDLED_REPAINT;
    }
    if (!trend_view_series(v, v->list.cursor)->period[v->period].lines) {
        app_notice(p->app, "there are no records in this period");
        return HANDLED;
    }
    struct arena a = {0};
    const char *sentence = sentence_here(p, &a);
    if (sentence)
        app_open(p->app, "records", sentence);
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

static unsigned keep_here(struct pane *p)
{
    struct trend_view *v = p->state;
    struct arena a = {0};
    const char *sentence = v->trend->periods ? sentence_here(p, &a) : NULL;
    if (sentence)
        app_filter(p->app, sentence);
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

static unsigned trend_pane_action(struct pane *p, enum action action, int count)
{
    struct trend_view *v = p->state;
    if (!v->trend)
        return HANDLED_NOT;
    switch (action) {
    case ACTION_LEFT:
        return slide(p, -1, count);
    case ACTION_RIGHT:
        return slide(p, 1, count);
    case ACTION_ZOOM_IN:
        return zoom(p, true);
    case ACTION_ZOOM_OUT:
        return zoom(p, false);
    case ACTION_OPEN:
        return open_here(p);
    case ACTION_CLOSE:
    case ACTION_QUIT:
        if (!v->chart)
            return HANDLED_NOT;
        v->chart = false;
        return HANDLED | HANDLED_REPAINT;
    case ACTION_KEEP:
        return keep_here(p);
    case ACTION_ROWS:
        return choose_split(p);
    case ACTION_MEASURE:
        return next_measure(p);
    case ACTION_MEASURES:
        return pick_measure(p);
    case ACTION_GRAIN:
        return next_grain(p);
    case ACTION_SCALE:
        v->shared_scale = !v->shared_scale;
        trend_view_layout(v);
        app_notice(p->app,
                   v->shared_scale ? "one scale for all lines" : "each line has its own scale");
        return HANDLED | HANDLED_REPAINT;
    case ACTION_SORT:
        v->sort = (enum trend_sort)((v->sort + 1) % TREND_SORTS);
        trend_view_sort(v);
        return HANDLED | HANDLED_REPAINT;
    default:
        return v->chart ? move_in_chart(v, action, count)
                        : list_action(&v->list, action, count);
    }
}

/* The row, and in the chart the period (from 1). */
static uint64_t trend_pane_place(struct pane *p)
{
    struct trend_view *v = p->state;
    return (uint64_t)v->list.cursor << 32 | (v->chart ? (uint32_t)v->period + 1 : 0);
}

static void trend_pane_go(struct pane *p, uint64_t place)
{
    struct trend_view *v = p->state;
    list_go(&v->list, (size_t)(place >> 32));
    v->chart = (uint32_t)place > 0;
    v->period = v->chart ? (uint32_t)place - 1 : v->period;
    trend_view_layout(v);
}

const struct pane_ops pane_trend = {
    .name = "trend",
    .title = "Trend",
    .intro = "A line for each value of a field, on one time axis. Gaps are periods in which\n"
             "nobody reported; what late lines can still change is provisional and in\n"
             "neither last nor change. Enter shows one line large, and there the records\n"
             "of a period; its cursor goes by a period, with PgUp and PgDn by a year.\n"
             "In the table Left and Right move the window, + and - zoom.",
    .state_size = sizeof(struct trend_view),
    .open = trend_pane_open,
    .close = trend_pane_close,
    .measure = trend_pane_measure,
    .refresh = trend_pane_refresh,
    .reopen = trend_pane_reopen,
    .paint = trend_pane_paint,
    .provenance = trend_pane_provenance,
    .action = trend_pane_action,
    .settings = "by split measure",
    .set = trend_pane_set,
    .place = trend_pane_place,
    .go = trend_pane_go,
};
