/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trend: cross-tabs of the split field by period, laid on a time axis that has no holes. */
#include "analysis/trend.h"
#include "analysis/pivot.h"
#include "analysis/span.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int year; /* periods in a year */
} grains[] = {
    [GRAIN_DAY] = {"day", 365},    [GRAIN_WEEK] = {"week", 52},
    [GRAIN_MONTH] = {"month", 12}, [GRAIN_QUARTER] = {"quarter", 4},
    [GRAIN_YEAR] = {"year", 1},
};

bool trend_parse_grain(const char *name, enum date_grain *out)
{
    for (size_t g = 0; g < sizeof grains / sizeof *grains; g++)
        if (!strcmp(grains[g].name, name)) {
            *out = (enum date_grain)g;
            return true;
        }
    return false;
}

const char *trend_grain_name(enum date_grain grain)
{
    return grains[grain].name;
}

/* What the steps of one question hand on. */
struct run {
    struct frame *frame;
    struct trend *t;
    const struct trend_question *q;
    const char *date;
    const char *time_axis; /* "month" or "month(entered)" */
    struct bitmap dated;   /* the lines of the selection that have a place on the axis */
};

static enum status measure_time(struct run *r, struct error *e)
{
    struct trend *t = r->t;
    struct span data = {0, 0};
    bool any;
    enum status status = span_of_data(r->frame, r->date, &data, &any, e);
    if (!status)
        status = span_usual_delay(r->frame, &t->usual_delay, e);
    if (status || !any)
        return status;
    int32_t as_of;
    if (!span_as_of(r->frame, &as_of))
        as_of = data.to;
    int32_t last_day = as_of > data.to ? as_of : data.to;
    t->first = date_period(data.from, t->grain);
    t->periods = (size_t)(date_period(last_day, t->grain) - t->first) + 1;
    int delay = t->usual_delay > 0 ? t->usual_delay : 0;
    for (size_t i = 0; i < t->periods; i++) {
        int32_t next = date_period_start(t->first + (int32_t)i + 1, t->grain);
        if (next - 1 <= as_of)
            t->complete = i + 1;
        if (next - 1 + delay <= as_of)
            t->mature = i + 1;
    }
    return STATUS_OK;
}

/* The index on the trend's axis of a pivot's column, or SIZE_MAX: a blank, or outside. */
static size_t period_of(const struct trend *t, const struct pivot *p, size_t col)
{
    const struct value *v = &p->cols[0].group[p->col[col].group[0]];
    if (v->state != VALUE_VALID)
        return SIZE_MAX;
    int32_t index = date_period((int32_t)v->number, t->grain) - t->first;
    return index < 0 || (size_t)index >= t->periods ? SIZE_MAX : (size_t)index;
}

/* Who reported at all in each period, before any filter: tells gaps from zeros. */
static enum status measure_coverage(struct run *r, struct error *e)
{
    struct trend *t = r->t;
    t->reporters = arena_zero(&t->arena, t->periods + 1, sizeof *t->reporters);
    t->lines_all = arena_zero(&t->arena, t->periods + 1, sizeof *t->lines_all);
    if (!t->reporters || !t->lines_all)
        return error_no_memory(e);
    struct pivot_question q = {.rows = {"reporter"},
                               .cols = {r->time_axis},
                               .measures = {MEASURE_SEIZURES},
                               .measure_count = 1};
    struct pivot *p;
    enum status status = pivot_run(r->frame, frame_current(r->frame), &q, &p, e);
    if (status)
        return status;
    for (size_t c = 0; c < p->col_count; c++) {
        size_t i = period_of(t, p, c);
        if (i == SIZE_MAX)
            continue;
        t->lines_all[i] = pivot_at(p, 0, p->row_count, c)->lines;
        for (size_t row = 0; row < p->row_count; row++)
            t->reporters[i] += pivot_at(p, 0, row, c)->lines > 0 &&
                               p->rows[0].group[p->row[row].group[0]].state == VALUE_VALID;
    }
    pivot_free(&p);
    return STATUS_OK;
}

/* Which of a value's currencies is drawn: the one named where the selection has any of it, else
 * the one most lines have. */
static size_t choose_measure(const struct trend_question *q, const struct pivot *p)
{
    size_t best = 0;
    uint32_t most = 0;
    for (size_t m = 0; m < p->measure_count; m++) {
        uint32_t counted = pivot_at(p, m, p->row_count, p->col_count)->counted;
        if (p->measure[m].kind == MEASURE_VALUE && p->measure[m].money_group == q->money_group)
            return m;
        if (counted > most) {
            best = m;
            most = counted;
        }
    }
    return best;
}

static enum status copy_measure(struct trend *t, const struct measure *m, struct error *e)
{
    t->measure = *m;
    t->measure.name = arena_string(&t->arena, m->name);
    t->measure.unit = arena_string(&t->arena, m->unit);
    return t->measure.name && t->measure.unit ? STATUS_OK : error_no_memory(e);
}

static enum status copy_value(struct trend *t, struct value *to, const struct value *from,
                              struct error *e)
{
    *to = *from;
    to->code = arena_string(&t->arena, from->code);
    to->label = arena_string(&t->arena, from->label);
    return to->code && to->label ? STATUS_OK : error_no_memory(e);
}

static void fill_series(const struct trend *t, const struct pivot *p, size_t m, size_t row,
                        struct series *s)
{
    for (size_t c = 0; c < p->col_count; c++) {
        size_t i = period_of(t, p, c);
        if (i != SIZE_MAX)
            s->period[i] = *pivot_at(p, m, row, c);
    }
    s->total = *pivot_at(p, m, row, p->col_count);
    size_t known = t->mature < t->complete ? t->mature : t->complete;
    if (known > 0)
        s->last = s->period[known - 1];
}

/* Which measure of a pivot is the trend's own: currencies differ from span to span. */
static size_t same_measure(const struct trend *t, const struct pivot *p)
{
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == t->measure.kind &&
            p->measure[m].money_group == t->measure.money_group)
            return m;
    return SIZE_MAX;
}

/* The whole of lines, of which some have no group of the split: dates too coarse for it. By
 * period where time is set. */
static enum status count_all(struct run *r, const struct bitmap *lines, bool time,
                             struct pivot **out, struct error *e)
{
    struct pivot_question q = {
        .cols = {time ? r->time_axis : NULL}, .measures = {r->q->measure}, .measure_count = 1};
    return pivot_run(r->frame, lines, &q, out, e);
}

static enum status recount_series(struct run *r, struct error *e)
{
    struct pivot *p;
    enum status status = count_all(r, &r->dated, true, &p, e);
    if (status)
        return status;
    size_t m = same_measure(r->t, p);
    if (m != SIZE_MAX)
        fill_series(r->t, p, m, p->row_count, &r->t->all);
    pivot_free(&p);
    return STATUS_OK;
}

static enum status recount_span(struct run *r, const struct bitmap *inside, struct amount *to,
                                struct error *e)
{
    struct pivot *p;
    enum status status = count_all(r, inside, false, &p, e);
    if (status)
        return status;
    size_t m = same_measure(r->t, p);
    if (m != SIZE_MAX)
        *to = *pivot_at(p, m, p->row_count, p->col_count);
    pivot_free(&p);
    return STATUS_OK;
}

static enum status make_series(struct run *r, struct error *e)
{
    struct trend *t = r->t;
    struct pivot_question q = {.rows = {r->q->split},
                               .cols = {r->time_axis},
                               .measures = {r->q->measure},
                               .measure_count = 1};
    struct pivot *p;
    enum status status = pivot_run(r->frame, &r->dated, &q, &p, e);
    if (status)
        return status;
    size_t m = choose_measure(r->q, p), count = p->row_count;
    t->series = arena_zero(&t->arena, count + 1, sizeof *t->series);
    struct amount *cells = arena_zero(&t->arena, (count + 1) * (t->periods + 1), sizeof *cells);
    if (!t->series || !cells)
        status = error_no_memory(e);
    if (!status && m < p->measure_count)
        status = copy_measure(t, &p->measure[m], e);
    else
        t->measure = measure_of(r->q->measure);
    for (size_t s = 0; !status && s <= count; s++) {
        struct series *series = s < count ? &t->series[s] : &t->all;
        series->period = cells + s * (t->periods + 1);
        if (m < p->measure_count)
            fill_series(t, p, m, s, series);
        if (s < count)
            status = copy_value(t, &series->group, &p->rows[0].group[p->row[s].group[0]], e);
    }
    if (!status) {
        t->series_count = count;
        t->all.group.label = "all";
        t->unsplit = p->no_row;
        t->seizures = p->seizures;
        t->cases = p->cases;
        t->without_case = p->without_case;
        if (m < p->measure_count)
            t->left_out = p->left_out[m];
    }
    if (!status && p->no_row)
        status = recount_series(r, e);
    pivot_free(&p);
    return status;
}

/* Sums of a span for every series, counted from the lines: distinct cases of months don't add
 * up to a year's. */
static enum status add_span(struct run *r, struct span span, bool before, struct error *e)
{
    struct trend *t = r->t;
    struct bitmap inside;
    struct span_outcome outcome;
    enum status status =
        span_select(r->frame, r->date, &r->dated, span, t->grain, &inside, &outcome, e);
    if (status)
        return status;
    struct pivot_question q = {
        .rows = {r->q->split}, .measures = {r->q->measure}, .measure_count = 1};
    struct pivot *p;
    status = pivot_run(r->frame, &inside, &q, &p, e);
    if (status) {
        bitmap_free(&inside);
        return status;
    }
    size_t m = same_measure(t, p);
    size_t s = 0;
    for (size_t row = 0; m != SIZE_MAX && row <= p->row_count; row++) {
        struct series *series = &t->all;
        if (row < p->row_count) {
            /* Both stand in the axis' order, and the span's groups are among the trend's. */
            const char *code = p->rows[0].group[p->row[row].group[0]].code;
            enum value_state state = p->rows[0].group[p->row[row].group[0]].state;
            while (s < t->series_count &&
                   (t->series[s].group.state != state || strcmp(t->series[s].group.code, code)))
                s++;
            if (s == t->series_count)
                break;
            series = &t->series[s];
        }
        *(before ? &series->before : &series->year) = *pivot_at(p, m, row, p->col_count);
    }
    struct amount *all = before ? &t->all.before : &t->all.year;
    if (m != SIZE_MAX)
        *all = *pivot_at(p, m, p->row_count, p->col_count);
    if (p->no_row)
        status = recount_span(r, &inside, all, e);
    bitmap_free(&inside);
    pivot_free(&p);
    return status;
}

static void set_change(const struct trend *t, struct series *s, bool has_before)
{
    s->has_before = has_before;
    if (!has_before)
        return;
    double year = fixed_double(s->year.value, t->measure.scale);
    double before = fixed_double(s->before.value, t->measure.scale);
    s->is_new = before <= 0 && year > 0;
    s->change = before > 0 ? (year - before) / before : 0;
}

/* The last year that is complete and mature, against the equal span a year earlier. */
static enum status measure_change(struct run *r, struct error *e)
{
    struct trend *t = r->t;
    int32_t known = (int32_t)(t->mature < t->complete ? t->mature : t->complete);
    int32_t year = grains[t->grain].year;
    if (known < 1)
        return STATUS_OK;
    int32_t start[3];
    for (int i = 0; i < 3; i++)
        start[i] = date_period_start(t->first + known - (2 - i) * year, t->grain);
    enum status status = add_span(r, (struct span){start[1], start[2] - 1}, false, e);
    if (!status)
        status = add_span(r, (struct span){start[0], start[1] - 1}, true, e);
    bool has_before = known >= 2 * year;
    for (size_t s = 0; s < t->series_count; s++)
        set_change(t, &t->series[s], has_before);
    set_change(t, &t->all, has_before);
    return status;
}

static enum status run(struct run *r, const struct bitmap *selection, struct error *e)
{
    struct trend *t = r->t;
    r->date = r->q->date ? r->q->date : "date";
    t->grain = r->q->grain;
    r->time_axis = strcmp(r->date, "date")
                       ? arena_printf(&t->arena, "%s(%s)", grains[t->grain].name, r->date)
                       : grains[t->grain].name;
    if (!r->time_axis)
        return error_no_memory(e);
    enum status status = STATUS_OK;
    if (r->q->split) {
        status = axis_open(r->frame, r->q->split, &t->arena, &t->split, e);
        t->has_split = true;
    }
    if (!status)
        status = measure_time(r, e);
    if (status)
        return status;
    int32_t end = date_period_start(t->first + (int32_t)t->periods, t->grain);
    struct span all = {date_period_start(t->first, t->grain), end - 1};
    struct span_outcome outcome = {0, 0, 0};
    status = span_select(r->frame, r->date, selection, all, t->grain, &r->dated, &outcome, e);
    t->coarse = outcome.coarse;
    t->undated = (uint32_t)bitmap_count(selection) - outcome.inside - outcome.coarse;
    if (!status)
        status = measure_coverage(r, e);
    if (!status)
        status = make_series(r, e);
    return status ? status : measure_change(r, e);
}

enum status trend_run(struct frame *f, const struct bitmap *selection,
                      const struct trend_question *q, struct trend **out, struct error *e)
{
    *out = NULL;
    struct trend *t = calloc(1, sizeof *t);
    if (!t)
        return error_no_memory(e);
    struct run r = {.frame = f, .t = t, .q = q};
    /* The span of all, who reported at all, the series, and the two spans of the change. */
    pace_expect(frame_pace(f),
                (q->measure == MEASURE_CASES ? 8 : 5) * (uint64_t)selection->bits);
    enum status status = run(&r, selection, e);
    bitmap_free(&r.dated);
    if (status)
        trend_free(&t);
    *out = t;
    return status;
}

void trend_free(struct trend **t)
{
    if (!t || !*t)
        return;
    arena_free(&(*t)->arena);
    free(*t);
    *t = NULL;
}

/* ---- sparklines */

/* Mean of the periods [from, to) that are no gaps; false: all of them are. */
static bool mean_of(const struct trend *t, const struct series *s, size_t from, size_t to,
                    double *mean)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        if (t->lines_all[i] > 0) {
            sum += fixed_double(s->period[i].value, t->measure.scale);
            n++;
        }
    *mean = n ? sum / (double)n : 0;
    return n > 0;
}

void trend_spark(const struct trend *t, const struct series *s, size_t from, size_t count,
                 int levels, double max, uint8_t *out, size_t width)
{
    size_t columns = width < count ? width : count;
    double top = max, mean;
    for (size_t c = 0; max <= 0 && c < columns; c++)
        if (mean_of(t, s, from + c * count / columns, from + (c + 1) * count / columns,
                    &mean) &&
            mean > top)
            top = mean;
    for (size_t c = 0; c < columns; c++) {
        size_t first = from + c * count / columns, end = from + (c + 1) * count / columns;
        if (!mean_of(t, s, first, end, &mean)) {
            out[c] = SPARK_GAP;
        } else if (mean <= 0 || top <= 0) {
            out[c] = 0;
        } else {
            double share = mean / top > 1 ? 1 : mean / top;
            int level = 1 + (int)(share * (levels - 1) - 0.5);
            out[c] = (uint8_t)(level < 1 ? 1 : level > levels - 1 ? levels - 1 : level);
        }
        if (end > t->mature || end > t->complete)
            out[c] |= SPARK_PROVISIONAL;
    }
}
