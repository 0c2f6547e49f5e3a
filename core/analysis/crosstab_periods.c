/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of a cross-tab from period to period: on the one before, or on the same one a year
 * before. Only spans of equal length and maturity are compared: a period that late lines can
 * still come to meets the same days of the other one. */
#include "analysis/crosstab_private.h"
#include "analysis/overview.h"
#include "analysis/span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEW 5 /* a percentage of fewer says nothing; see change.h */

static const enum crosstab_back back_of_show[SHOWS] = {
    [SHOW_DIFFERENCE] = BACK_PERIOD,
    [SHOW_CHANGE] = BACK_PERIOD,
    [SHOW_YEAR_DIFFERENCE] = BACK_YEAR,
    [SHOW_YEAR_CHANGE] = BACK_YEAR,
};

bool crosstab_is_change(enum crosstab_show show)
{
    return show == SHOW_DIFFERENCE || show == SHOW_CHANGE || show == SHOW_YEAR_DIFFERENCE ||
           show == SHOW_YEAR_CHANGE;
}

/* ---- days and periods */

/* The same day a year before; of the 29th of February the 28th. */
static int32_t year_before(int32_t day)
{
    int year, month, dom;
    date_to_civil(day, &year, &month, &dom);
    int most = date_days_in_month(year - 1, month);
    return date_from_civil(year - 1, month, dom < most ? dom : most);
}

static int32_t period_before(int32_t period, enum date_grain grain, enum crosstab_back back)
{
    if (back == BACK_PERIOD)
        return period - 1;
    switch (grain) {
    case GRAIN_DAY:
        return year_before(period);
    case GRAIN_WEEK:
        return period - 52;
    case GRAIN_MONTH:
        return period - 12;
    case GRAIN_QUARTER:
        return period - 4;
    default:
        return period - 1;
    }
}

static struct span days_of(int32_t period, enum date_grain grain)
{
    return (struct span){date_period_start(period, grain),
                         date_period_start(period + 1, grain) - 1};
}

/* What of a period is known whole at the last mature day, and the same days of the one before.
 * A year, or a period against that of a year before, meets the same calendar days. */
static void cut_spans(int32_t period, enum date_grain grain, enum crosstab_back back,
                      int32_t mature, struct span *now, struct span *before)
{
    struct span other = days_of(period_before(period, grain, back), grain);
    *now = (struct span){date_period_start(period, grain), mature};
    if (back == BACK_YEAR || grain == GRAIN_YEAR) {
        *before = (struct span){other.from, year_before(mature)};
        before->to = before->to < other.to ? before->to : other.to;
        return;
    }
    int32_t days = mature - now->from, most = other.to - other.from;
    days = days < most ? days : most; /* March to the 30th meets the whole of February */
    now->to = now->from + days;
    *before = (struct span){other.from, other.from + days};
}

/* ---- which parts of the lines are asked for */

static enum status add_span(struct crosstab_run *x, const struct axis *axis, struct span span,
                            const struct crosstab_set **out, struct error *e)
{
    struct bitmap lines = {0};
    struct span_outcome outcome;
    enum status status = span_select(x->frame, axis->column->name, x->selection, span,
                                     axis->grain, &lines, &outcome, e);
    if (!status) {
        x->periods.coarse += outcome.coarse;
        status = crosstab_add_part(x, &lines, out, e);
    }
    bitmap_free(&lines);
    return status;
}

/* The period of an axis that is known in part, where there is one. */
static enum status find_cut(struct crosstab_run *x, const struct axis *axis,
                            struct crosstab_cut *cut, struct error *e)
{
    const struct crosstab_periods *p = &x->periods;
    enum status status = STATUS_OK;
    int32_t period = date_period(p->mature, axis->grain);
    if (days_of(period, axis->grain).to == p->mature)
        return STATUS_OK;
    cut->any = true;
    cut->period = period;
    for (int back = 0; !status && back < BACKS; back++) {
        if (!p->back_wanted[back])
            continue;
        cut_spans(period, axis->grain, (enum crosstab_back)back, p->mature, &cut->now[back],
                  &cut->before[back]);
        status = add_span(x, axis, cut->now[back], &cut->now_set[back], e);
        if (!status)
            status = add_span(x, axis, cut->before[back], &cut->before_set[back], e);
    }
    return status;
}

/* Whether the filter looks at when lines came in, so that early and late periods are not of the
 * same maturity. */
static bool looks_at_arrival(const struct crosstab_run *x)
{
    static const char *const arrival[] = {"entered", "validated", "lag", "batch"};
    for (size_t i = 0; x->filter && i < sizeof arrival / sizeof *arrival; i++)
        if (filter_rests_on(x->filter, arrival[i]))
            return true;
    return false;
}

/* Periods of the same date on the other side: 2025 has no lines in 2024-Q1. */
static bool crosses_itself(const struct crosstab_run *x, int side, const char *date)
{
    const struct crosstab_side *other = &x->side[!side];
    for (size_t i = 0; i < other->axes; i++)
        if (other->axis[i].time && !strcmp(other->axis[i].column->name, date))
            return true;
    return false;
}

enum status crosstab_find_changes(struct crosstab_run *x, struct error *e)
{
    struct crosstab_periods *p = &x->periods;
    bool visible = false, any = false;
    int side;
    size_t axis;
    for (size_t m = 0; m < x->t->measure_count; m++) {
        const struct crosstab_measure *shown = &x->t->shown[m];
        if (!crosstab_is_change(shown->show))
            continue;
        any = true;
        visible |= !x->t->aside[m];
        if (!x->t->aside[m])
            p->back_wanted[back_of_show[shown->show]] = true;
    }
    p->none = !any                                   ? NULL
              : !crosstab_time_axis(x, &side, &axis) ? "there are no periods"
                                                     : NULL;
    if (!any || p->none)
        return STATUS_OK;
    const struct axis *of = &x->side[side].axis[axis];
    const char *date = of->column->name;
    if (looks_at_arrival(x))
        p->none = "the filter looks at when lines came in";
    else if (crosses_itself(x, side, date))
        p->none = "periods stand on both sides";
    else if (!span_as_of(x->frame, &p->mature))
        p->none = "there is no as-of date";
    if (p->none)
        return STATUS_OK;
    int delay = -1;
    struct span data = {0, 0};
    bool reaches = false;
    enum status status = span_of_data(x->frame, date, &data, &reaches, e);
    if (!status && !strcmp(date, "date"))
        status = span_usual_delay(x->frame, &delay, e);
    if (status || !reaches)
        return status;
    x->data_from = data.from;
    x->has_base = p->wanted = p->changes = true;
    p->mature -= delay > 0 ? delay : 0;
    for (size_t i = 0; !status && visible && i < x->side[side].axes; i++) {
        const struct axis *other = &x->side[side].axis[i];
        if (other->time && !strcmp(other->column->name, date))
            status = find_cut(x, other, &p->cut[i], e);
    }
    return status;
}

/* ---- which lines are compared */

static bool parts_days(const struct crosstab_run *x, const char *date, int32_t from, int32_t to)
{
    return x->filter && filter_parts_days(x->filter, date, from, to);
}

/* What line i, a period itself, is compared with. */
static struct crosstab_pair pair_of(const struct crosstab_run *x, int side, size_t i,
                                    enum crosstab_back back)
{
    struct crosstab_pair out = {.any = false};
    const struct crosstab_side *s = &x->side[side];
    size_t level;
    const struct axis *axis = crosstab_period_axis(x, &s->line[i], &level);
    int32_t period;
    if (!axis || !crosstab_period_of(x, &s->line[i], &period))
        return out;
    int32_t other = period_before(period, axis->grain, back);
    struct span now = days_of(period, axis->grain), before = days_of(other, axis->grain);
    const struct crosstab_cut *cut = &x->periods.cut[level];
    out.cut = now.to > x->periods.mature;
    if (out.cut) {
        if (!cut->any || cut->period != period || !cut->now_set[back])
            return out; /* nothing of it is mature, or nobody looks at it */
        now = cut->now[back];
        before = cut->before[back];
    }
    if (other < crosstab_first_whole(x, axis->grain) ||
        parts_days(x, axis->column->name, before.from, now.to))
        return out;
    out.now = i;
    out.before = crosstab_line_at(x, i, other);
    out.now_set = out.cut ? cut->now_set[back] : &x->own;
    out.before_set = out.cut ? cut->before_set[back] : &x->own;
    out.now_span = now;
    out.before_span = before;
    out.period = period;
    out.grain = axis->grain;
    out.any = crosstab_is_comparable(x, i, other);
    return out;
}

/* The last pair of whole periods of the lines from `from` to end - 1 that are as deep. */
static struct crosstab_pair last_pair(const struct crosstab_run *x, int side,
                                      const struct crosstab_pair *pair, size_t from, size_t end,
                                      unsigned depth)
{
    struct crosstab_pair out = {.any = false};
    for (size_t i = from; i < end; i++)
        if (x->side[side].line[i].depth == depth && pair[i].any && !pair[i].cut &&
            (!out.any || pair[i].period > out.period))
            out = pair[i];
    return out;
}

/* Lines that are no period stand for the last whole one of those that they sum up. */
static void pair_sums(const struct crosstab_run *x, int side, size_t axis,
                      struct crosstab_pair *pair)
{
    const struct crosstab_side *s = &x->side[side];
    for (size_t i = 0; i < s->count; i++) {
        size_t end = i + 1;
        if (s->line[i].kind == LINE_SUBTOTAL && !crosstab_outer_periods(x, side, axis)) {
            while (end < s->count && s->line[end].depth)
                end++;
            pair[i] = last_pair(x, side, pair, i + 1, end, 1);
        } else if (s->line[i].kind == LINE_TOTAL && crosstab_outer_periods(x, side, axis)) {
            pair[i] = last_pair(x, side, pair, 0, i, 0);
        }
    }
}

enum status crosstab_pair_lines(struct crosstab_run *x, struct error *e)
{
    int side;
    size_t axis;
    if (!x->periods.changes || !crosstab_time_axis(x, &side, &axis))
        return STATUS_OK;
    size_t count = x->side[side].count;
    for (int back = 0; back < BACKS; back++) {
        struct crosstab_pair *pair = arena_zero(&x->t->arena, count + 1, sizeof *pair);
        if (!pair)
            return error_no_memory(e);
        for (size_t i = 0; i < count; i++)
            pair[i] = pair_of(x, side, i, (enum crosstab_back)back);
        pair_sums(x, side, axis, pair);
        x->periods.pair[back] = pair;
    }
    return STATUS_OK;
}

const struct crosstab_pair *crosstab_pairs_of(const struct crosstab_run *x, size_t m)
{
    enum crosstab_show show = x->t->shown[m].show;
    return x->periods.changes && crosstab_is_change(show) ? x->periods.pair[back_of_show[show]]
                                                          : NULL;
}

bool crosstab_last_change(const struct crosstab_run *x, size_t m, char now[16], char before[16])
{
    int side;
    size_t axis;
    const struct crosstab_pair *pair = crosstab_pairs_of(x, m);
    if (!pair || !crosstab_time_axis(x, &side, &axis) || !pair[x->side[side].count - 1].any)
        return false;
    pair += x->side[side].count - 1;
    date_period_format(pair->period, pair->grain, now);
    date_period_format(date_period(pair->before_span.from, pair->grain), pair->grain, before);
    return true;
}

/* What a change at row r and column c compares; NULL: nothing. */
static const struct crosstab_pair *pair_at(const struct crosstab_run *x, size_t m, size_t r,
                                           size_t c, bool *rows)
{
    int side;
    size_t axis;
    const struct crosstab_pair *pair = crosstab_pairs_of(x, m);
    if (!pair || !crosstab_time_axis(x, &side, &axis))
        return NULL;
    *rows = side == SIDE_ROWS;
    pair += *rows ? r : c;
    return pair->any ? pair : NULL;
}

/* ---- changes */

/* Both numbers of a change; a period without lines has none of anything. */
static bool both_figures(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                         struct crosstab_value *now, struct crosstab_value *before)
{
    bool rows;
    const struct crosstab_pair *pair = pair_at(x, m, r, c, &rows);
    if (!pair)
        return false;
    crosstab_figure(x, pair->now_set, m, rows ? pair->now : r, rows ? c : pair->now, now);
    *before = (struct crosstab_value){
        .marks = measure_is_quantity(&x->t->measure[m]) ? MARK_NOTHING : 0};
    if (pair->before != SIZE_MAX)
        crosstab_figure(x, pair->before_set, m, rows ? pair->before : r,
                        rows ? c : pair->before, before);
    return true;
}

/* Lines that have no amount tell nothing of it; no lines at all are none, but of none there is
 * no mean. */
static bool is_untold(const struct crosstab_value *v, enum statistic statistic)
{
    return v->marks & MARK_NOTHING && (v->amount.lines || statistic != STATISTIC_SUM);
}

static bool is_percent(enum crosstab_show show)
{
    return show == SHOW_CHANGE || show == SHOW_YEAR_CHANGE;
}

static void set_percent(const struct measure *is, const struct crosstab_value *now,
                        const struct crosstab_value *before, struct crosstab_value *v)
{
    bool count = measure_is_count(is);
    int128 few = count ? before->amount.value : (int128)before->amount.counted;
    bool any = count ? now->amount.value > 0 : now->amount.counted > 0;
    if (!before->amount.lines && any)
        v->marks |= MARK_NEW;
    else if (few < FEW && (count || few > 0))
        v->marks |= few || !now->amount.value ? MARK_FEW : MARK_NEW;
    else if (before->number > 0)
        v->number = 100 * (now->number - before->number) / before->number;
    else
        v->marks |= MARK_NOTHING;
}

void crosstab_show_change(const struct crosstab_run *x, size_t m, size_t r, size_t c,
                          struct crosstab_value *v)
{
    struct crosstab_value now, before;
    bool rows;
    const struct crosstab_pair *pair = pair_at(x, m, r, c, &rows);
    enum crosstab_show show = x->t->shown[m].show;
    v->marks &= MARK_PROVISIONAL;
    v->number = 0;
    v->largest = 0;
    if (!pair || !both_figures(x, m, r, c, &now, &before)) {
        v->marks |= MARK_NOTHING;
        return;
    }
    v->amount = (struct amount){.value = now.amount.value - before.amount.value,
                                .lines = now.amount.lines + before.amount.lines,
                                .counted = now.amount.counted + before.amount.counted};
    v->marks |= (now.marks | before.marks) & (MARK_PARTIAL | MARK_MIXED);
    v->marks |= pair->cut ? MARK_CUT : 0;
    enum statistic statistic = x->t->shown[m].statistic;
    bool is_new =
        is_percent(show) && !before.amount.lines; /* from no lines: new all the same */
    if (is_untold(&now, statistic) || (!is_new && is_untold(&before, statistic)) ||
        !v->amount.lines)
        v->marks |= MARK_NOTHING;
    if (v->marks & (MARK_NOTHING | MARK_MIXED))
        return;
    if (is_percent(show))
        set_percent(&x->t->measure[m], &now, &before, v);
    else
        v->number = now.number - before.number;
}

/* ---- evidence */

/* How little a rise looks like chance: above 0 rises, below 0 falls, the surer the farther. */
static double evidence_of(uint32_t before, uint32_t now)
{
    double p = overview_exact_test(before, now), sure;
    if (p > 1e-300)
        sure = -log10(p);
    else /* beyond what a number holds: by the distance in standard deviations */
        sure = 300 + fabs((double)now - before) / sqrt((double)now + before);
    return now >= before ? sure : -sure;
}

struct crosstab_key crosstab_evidence_key(const struct crosstab_run *x, size_t m, size_t r,
                                          size_t c)
{
    struct crosstab_value now, before;
    if (!crosstab_is_change(x->t->shown[m].show) || !measure_is_count(&x->t->measure[m]))
        return crosstab_key(x, m, r, c);
    if (!both_figures(x, m, r, c, &now, &before))
        return (struct crosstab_key){.rank = 3};
    if (now.amount.value < FEW && before.amount.value < FEW)
        return (struct crosstab_key){.rank = 2, .value = now.amount.value};
    return (struct crosstab_key){
        .number = evidence_of((uint32_t)before.amount.value, (uint32_t)now.amount.value)};
}
