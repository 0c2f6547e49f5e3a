/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One series large: a column a period, an axis with round numbers, a cursor that reads each
 * period. */
#include "analysis/change.h"
#include "pane/trend_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEAD_ROWS 2
#define AXIS 10 /* columns of the labels at the left */
#define FULL 7  /* the highest level of a spark glyph */

/* The least round number that is not below x. */
static double round_up(double x)
{
    if (x <= 0)
        return 1;
    double power = pow(10, floor(log10(x)));
    static const double steps[] = {1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= x * 0.999999)
            return steps[i] * power;
    return 10 * power;
}

static double value_at(const struct trend_view *v, const struct series *s, size_t period)
{
    return fixed_double(s->period[period].value, v->trend->measure.scale);
}

/* The periods in sight: as many as there are columns, the cursor among them. */
static void chart_window(const struct trend_view *v, const struct canvas *c, size_t *from,
                         size_t *count, int *width)
{
    size_t room = c->cols > AXIS + 2 ? (size_t)(c->cols - AXIS - 2) : 1,
           periods = v->trend->periods;
    *count = periods < room ? periods : room;
    *width = (int)(room / (*count ? *count : 1));
    *width = *width > 6 ? 6 : *width;
    *from = periods - *count;
    if (v->period < *from)
        *from = v->period;
}

size_t trend_view_year(enum date_grain grain)
{
    static const size_t periods[] = {[GRAIN_DAY] = 365,
                                     [GRAIN_WEEK] = 52,
                                     [GRAIN_MONTH] = 12,
                                     [GRAIN_QUARTER] = 4,
                                     [GRAIN_YEAR] = 1};
    return periods[grain];
}

/* Beside a period that late lines no longer change: the same of the year before. */
static void paint_year_before(const struct trend_view *v, struct canvas *c, int col,
                              const struct series *s)
{
    const struct trend *t = v->trend;
    size_t year = trend_view_year(t->grain), i = v->period;
    char before[64], change[16] = "";
    if (i < year || i >= t->mature || i >= t->complete || !t->lines_all[i - year])
        return;
    amount_format(&t->measure, &s->period[i - year], false, before);
    if (measure_is_count(&t->measure))
        change_of_counts((uint32_t)s->period[i].value, (uint32_t)s->period[i - year].value,
                         change);
    const char *number = *before ? before : "nothing", *comma = *change ? ", " : "";
    char text[128];
    /* A number is not cut: shorter words, or none. */
    snprintf(text, sizeof text, "; year before %s%s%s", number, comma, change);
    if (col + canvas_width(c, text) >= c->cols)
        snprintf(text, sizeof text, "; before %s%s%s", number, comma, change);
    if (col + canvas_width(c, text) < c->cols)
        canvas_printf(c, 0, col, ROLE_DIM, "%s", text);
}

static void paint_reading(const struct trend_view *v, struct canvas *c, const struct series *s)
{
    struct trend *t = v->trend;
    char period[16], amount[64];
    date_period_format(t->first + (int32_t)v->period, t->grain, period);
    amount_format(&t->measure, &s->period[v->period], false, amount);
    const char *state = t->lines_all[v->period] == 0                         ? "nobody reported"
                        : v->period >= t->mature || v->period >= t->complete ? "provisional"
                                                                             : "";
    canvas_blank(c, 0);
    int used =
        1 + canvas_printf(c, 0, 1, ROLE_HEAD, "%s", s->group.label ? s->group.label : "all");
    used += canvas_printf(c, 0, used, ROLE_HEAD, "   %s: ", period);
    used += canvas_printf(c, 0, used, ROLE_TOTAL, "%s", *amount ? amount : "nothing to sum");
    used += canvas_printf(c, 0, used, ROLE_HEAD, " %s", t->measure.unit);
    char counted[64], lines[64];
    fixed_format(s->period[v->period].counted, 0, 0, ',', counted);
    fixed_format(s->period[v->period].lines, 0, 0, ',', lines);
    if (!measure_is_count(&t->measure))
        used += canvas_printf(c, 0, used, ROLE_DIM, " in %s of %s seizures", counted, lines);
    else if (t->measure.kind != MEASURE_SEIZURES)
        used += canvas_printf(c, 0, used, ROLE_DIM, " in %s seizures", lines);
    if (*state)
        canvas_printf(c, 0, used, ROLE_PROVISIONAL, "  %s", state);
    else
        paint_year_before(v, c, used, s);
    canvas_rule(c, 1);
}

/* A round number of the axis: grouped as far as there is room, then in millions. */
static void axis_label(double x, char out[64])
{
    if (x < 10) {
        snprintf(out, 64, "%.3g", x);
        return;
    }
    fixed_format((int128)llround(x), 0, 0, ',', out);
    if (strlen(out) > AXIS) {
        fixed_format((int128)llround(x / 1e6), 0, 0, ',', out);
        strcat(out, " M");
    }
}

static void paint_axis(struct canvas *c, int top, int height, double max)
{
    for (int row = 0; row < height; row++) {
        char text[64] = "";
        /* A label at the top, in the middle, and the zero. */
        if (row == 0 || row == height / 2)
            axis_label(max * (height - row) / height, text);
        canvas_right(c, top + row, 0, AXIS, ROLE_DIM, text);
        canvas_text(c, top + row, AXIS, 2, ROLE_RULE, " ");
    }
}

static void paint_column(const struct trend_view *v, struct canvas *c, const struct series *s,
                         size_t period, int col, int width, int top, int height, double max)
{
    struct trend *t = v->trend;
    bool open = period >= t->mature || period >= t->complete;
    double share = value_at(v, s, period) / max;
    int levels = (int)(share * height * FULL + 0.5);
    levels = levels == 0 && share > 0 ? 1 : levels;
    for (int row = 0; row < height; row++) {
        int here = levels - (height - 1 - row) * FULL;
        const char *glyph = here <= 0 ? " "
                            : open    ? canvas_glyph(c, GLYPH_PROVISIONAL)
                                      : canvas_spark(c, (unsigned)(here > FULL ? FULL : here));
        for (int k = 0; k < width; k++)
            canvas_text(c, top + row, col + k, 1, open ? ROLE_PROVISIONAL : ROLE_SPARK,
                        width > 1 && k == width - 1 ? " " : glyph);
    }
}

static void paint_period_marks(const struct trend_view *v, struct canvas *c, size_t from,
                               size_t count, int width, int row)
{
    const struct trend *t = v->trend;
    const struct trend_window w = {.from = from, .count = count, .each = 1, .columns = width};
    struct year_tick tick[YEAR_TICKS];
    canvas_blank(c, row);
    canvas_blank(c, row + 1);
    for (size_t i = 0; i < count; i++) {
        int col = AXIS + 2 + (int)i * width;
        if (t->lines_all[from + i] == 0)
            canvas_text(c, row, col, 1, ROLE_DIM, canvas_glyph(c, GLYPH_DOT));
        if (from + i == v->period) {
            canvas_text(c, row, col, 1, ROLE_CURSOR, canvas_glyph(c, GLYPH_UP));
            canvas_focus(c, row, col);
        }
    }
    size_t n = trend_year_ticks(t, &w, c->cols - AXIS - 2, tick);
    for (size_t i = 0; i < n; i++)
        canvas_text(c, row + 1, AXIS + 2 + tick[i].col, 4, ROLE_HEAD, tick[i].text);
}

void trend_chart_paint(struct trend_view *v, struct canvas *c)
{
    const struct series *s = trend_view_series(v, v->list.cursor);
    int top = HEAD_ROWS, height = c->rows - HEAD_ROWS - 2, width;
    size_t from, count;
    if (!v->trend->periods || height < 2) {
        for (int row = 0; row < c->rows; row++)
            canvas_blank(c, row);
        return;
    }
    chart_window(v, c, &from, &count, &width);
    double max = 0;
    for (size_t i = from; i < from + count; i++)
        max = value_at(v, s, i) > max ? value_at(v, s, i) : max;
    max = round_up(max);
    paint_reading(v, c, s);
    paint_axis(c, top, height, max);
    for (size_t i = 0; i < count; i++)
        paint_column(v, c, s, from + i, AXIS + 2 + (int)i * width, width, top, height, max);
    int used = AXIS + 2 + (int)count * width;
    for (int row = top; row < top + height; row++)
        canvas_text(c, row, used, c->cols - used, ROLE_TEXT, "");
    paint_period_marks(v, c, from, count, width, top + height);
}
