/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A facet of dates as a histogram: periods that are zoomed into, and two ends that are moved by
 * keys and become a span of the filter. What lies between them is counted before it is asked
 * for. */
#include "pane/filter_view.h"

#include "app.h"

#include "analysis/cases.h"
#include "analysis/open.h"
#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

#define GAPS_MOST 1200 /* periods that are shown with those between where nothing is */

static const struct {
    enum date_grain grain;
    const char *name;
} grains[] = {{GRAIN_YEAR, "year"},
              {GRAIN_QUARTER, "quarter"},
              {GRAIN_MONTH, "month"},
              {GRAIN_DAY, "day"}};
#define GRAINS (sizeof grains / sizeof *grains)

static bool shows_dates(const struct facets *f)
{
    return f->field_count && f->field[f->shown_field].date;
}

static enum date_grain grain_of(const struct facets *f)
{
    return grains[f->dates.grain].grain;
}

const char *dates_grain(const struct facets *f)
{
    return grains[f->dates.grain].name;
}

int dates_stage(const struct pane *p)
{
    const struct facets *f = p->state;

    return f->on_values && shows_dates(f);
}

/* ---- the rows */

bool dates_show_gaps(const struct facet *periods)
{
    return !periods->occurring || periods->last < periods->first + GAPS_MOST;
}

/* Dates that are known to less than the grain, each with its count by date. */
bool dates_list_coarse(struct facets *f)
{
    const struct facet *v = f->coarse;

    for (uint32_t i = 0; v && i < v->axis.groups; i++) {
        const struct value *g = &v->axis.group[i];
        uint32_t count = facets_count_of(f, v, i);
        if (!count || g->state != VALUE_VALID ||
            date_fits_grain((enum date_precision)g->precision, grain_of(f))) {
            continue;
        }
        struct facet_value *to = &f->value[f->value_count++];
        *to = (struct facet_value){.group = *g, .count = count, .coarse = true};
        to->group.label = arena_printf(counts_arena(f->counts), "%s, no %s", g->label,
                                       g->precision == DATE_YEAR ? "month" : "day");
        if (!to->group.label) {
            return false;
        }
        f->most = count > f->most ? count : f->most;
    }
    return true;
}

static bool is_period(const struct facet_value *v)
{
    return v->group.state == VALUE_VALID && !v->coarse;
}

/* The period of the row: first and last day. */
static bool period_at(const struct facets *f, size_t row, int32_t *from, int32_t *to)
{
    if (row >= f->value_count || !is_period(&f->value[row])) {
        return false;
    }
    int32_t period = date_period((int32_t)f->value[row].group.number, grain_of(f));
    *from = date_period_start(period, grain_of(f));
    *to = date_period_start(period + 1, grain_of(f)) - 1;
    return true;
}

/* ---- zooming */

/* The end that goes with the hand to where that is; keys that came together moved it unseen. */
static void follow(struct facets *f)
{
    struct facet_dates *d = &f->dates;
    int32_t from, to;

    if (d->follows && f->on_values && period_at(f, f->values.cursor, &from, &to)) {
        from = from < d->anchor_from ? from : d->anchor_from;
        to = to > d->anchor_to ? to : d->anchor_to;
        d->counted &= from == d->from && to == d->to;
        d->from = from;
        d->to = to;
    }
}

unsigned dates_zoom(struct pane *p, bool finer)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    int32_t from, to;

    if (!shows_dates(f)) {
        return HANDLED;
    }
    if (finer ? d->grain + 1 == GRAINS : d->grain == 0) {
        app_notice(p->app, finer ? "days are the shortest periods" : "years are the longest");
        return HANDLED | HANDLED_REPAINT;
    }
    follow(f);
    d->seek = period_at(f, f->values.cursor, &from, &to);
    d->seek_day = d->seek ? from : 0;
    d->grain += finer ? 1 : -1U;
    return HANDLED | HANDLED_REPAINT | HANDLED_RECOMPUTE;
}

/* After the rows were made anew: the hand goes to the period of the day that it was on. */
void dates_found(struct facets *f)
{
    struct facet_dates *d = &f->dates;
    size_t row = 0;

    for (size_t i = 0; d->seek && i < f->value_count; i++) {
        if (is_period(&f->value[i]) && f->value[i].group.number <= d->seek_day) {
            row = i;
        }
    }
    if (d->seek) {
        f->values.cursor = f->values.top = row;
        /* What follows the period it was zoomed into is of interest, not what precedes it. */
        list_fit(&f->values, f->value_count, f->values.page);
    }
    d->seek = false;
}

/* ---- the two ends */

static int32_t clamp_day(int64_t day)
{
    return day <= INT32_MIN ? INT32_MIN : day >= INT32_MAX ? INT32_MAX : (int32_t)day;
}

void dates_sync(struct pane *p)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    int64_t from, to;

    d->set = d->own = d->follows = d->counted = false;
    if (shows_dates(f) &&
        filter_span(p->workspace->filter, f->field[f->shown_field].name, &from, &to)) {
        d->set = true;
        d->from = clamp_day(from);
        d->to = clamp_day(to);
    }
}

unsigned dates_end(struct pane *p, bool last)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    int32_t from, to;

    if (!f->on_values || !shows_dates(f)) {
        app_notice(p->app, "ends are set on the values of a date");
        return HANDLED | HANDLED_REPAINT;
    }
    if (!period_at(f, f->values.cursor, &from, &to)) {
        app_notice(p->app, "an end is a period: %s is none",
                   f->value[f->values.cursor].group.label);
        return HANDLED | HANDLED_REPAINT;
    }
    follow(f);
    bool fits = d->set && (last ? from >= d->from : to <= d->to);
    d->own = true;
    d->counted = false;
    if (fits) {
        d->follows = false;
        d->from = last ? d->from : from;
        d->to = last ? to : d->to;
    } else {
        /* A first end: the other one goes with the hand until it is set. */
        d->set = d->follows = true;
        d->from = d->anchor_from = from;
        d->to = d->anchor_to = to;
    }
    return HANDLED | HANDLED_REPAINT;
}

bool dates_drop(struct pane *p)
{
    struct facets *f = p->state;

    if (!f->dates.own) {
        return false;
    }
    dates_sync(p);
    return true;
}

static void put_day(struct buffer *out, int32_t day, enum date_grain grain)
{
    char text[16];

    if (day > INT32_MIN && day < INT32_MAX) {
        date_period_format(date_period(day, grain), grain, text);
        buffer_adds(out, text);
    }
}

static bool fits_both(int32_t from, int32_t to, enum date_grain g)
{
    return (from == INT32_MIN || date_period_start(date_period(from, g), g) == from) &&
           (to == INT32_MAX || date_period_start(date_period(to, g) + 1, g) - 1 == to);
}

/* Both ends in whole years, else in the periods that are shown, else in the longest that end
 * with them: "2024..2025", "2024-03..2025-02". */
static void put_span(struct buffer *out, int32_t from, int32_t to, enum date_grain shown)
{
    const enum date_grain order[] = {GRAIN_YEAR, shown, GRAIN_QUARTER, GRAIN_MONTH, GRAIN_DAY};
    size_t i = 0;

    while (order[i] != GRAIN_DAY && !fits_both(from, to, order[i])) {
        i++;
    }
    enum date_grain grain = order[i];
    put_day(out, from, grain);
    if (from == INT32_MIN || to == INT32_MAX ||
        date_period(from, grain) != date_period(to, grain)) {
        buffer_adds(out, "..");
        put_day(out, to, grain);
    }
}

static const char *condition(const struct facets *f, struct arena *a)
{
    struct buffer b = {0};

    put_span(&b, f->dates.from, f->dates.to, grain_of(f));
    const char *text =
        b.failed ? NULL
                 : arena_printf(a, "%s:%s", f->field[f->shown_field].name, buffer_text(&b));
    buffer_free(&b);
    return text;
}

/* The filter with the ends in place of its own choice of the field; NULL when memory is out. */
static const char *narrowed(struct pane *p, struct arena *a)
{
    struct facets *f = p->state;
    const char *span = condition(f, a);
    const struct filter *rest = facet_rest(p, &f->field[f->shown_field], a);
    struct buffer b = {0};

    if (rest) {
        filter_print(rest, &b);
    }
    const char *text = rest && span && !b.failed ? open_both(buffer_text(&b), span, a) : NULL;
    buffer_free(&b);
    return text;
}

bool dates_apply(struct pane *p)
{
    struct facets *f = p->state;
    struct arena a = {0};

    if (!f->dates.own) {
        return false;
    }
    follow(f);
    const char *sentence = narrowed(p, &a);
    if (sentence) {
        app_filter(p->app, sentence);
    }
    arena_free(&a);
    return true;
}

/* ---- what lies between them */

static enum status count_between(struct pane *p, struct error *e)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    struct arena a = {0};
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    const struct filter *filter;
    uint32_t without;
    const char *sentence = narrowed(p, &a);
    enum status s = sentence ? filter_parse(p->workspace->frame, sentence, &a, &filter, e)
                             : error_no_memory(e);

    if (s == STATUS_OK) {
        s = filter_select(p->workspace->frame, filter, &lines, &outcome, e);
    }
    if (s == STATUS_OK) {
        d->lines = outcome.lines;
        s = cases_count(p->workspace->frame, &lines, &d->cases, &without, e);
        bitmap_free(&lines);
    }
    arena_free(&a);
    return s;
}

void dates_fetch(struct pane *p)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    struct error e = {0};

    follow(f);
    if (d->own && !d->counted) {
        d->counted = true; /* what fails is told once */
        if (count_between(p, &e) != STATUS_OK) {
            d->lines = 0;
            app_fault(p->app, &e);
        }
    }
}

bool dates_note(struct pane *p, struct buffer *out)
{
    struct facets *f = p->state;
    struct facet_dates *d = &f->dates;
    struct arena a = {0};
    char cases[64], lines[64];

    if (!d->own || !shows_dates(f)) {
        return false;
    }
    dates_fetch(p); /* the lines below a pane are asked for before its rows */
    const char *span = condition(f, &a);
    fixed_format((int128)d->cases, 0, 0, ',', cases);
    fixed_format((int128)d->lines, 0, 0, ',', lines);
    buffer_addf(out, "%s: %s cases, %s seizures; Enter narrows, Esc does not", span ? span : "",
                cases, lines);
    arena_free(&a);
    return true;
}

/* ---- how a row shows it */

const char *dates_mark(const struct facets *f, const struct facet_value *v, bool ascii)
{
    const struct facet_dates *d = &f->dates;

    if (!d->set || !shows_dates(f) || !is_period(v)) {
        return "";
    }
    int32_t period = date_period((int32_t)v->group.number, grain_of(f));
    int32_t from = date_period_start(period, grain_of(f));
    int32_t to = date_period_start(period + 1, grain_of(f)) - 1;
    bool first = d->from >= from && d->from <= to, last = d->to >= from && d->to <= to;
    if (first || last) {
        return first && last ? "[]" : first ? "[" : "]";
    }
    return from > d->from && to < d->to ? (ascii ? "|" : "│") : "";
}
