/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change of a cross-tab's rows between two years. */
#include "analysis/pivot_change.h"
#include "analysis/change.h"
#include "analysis/open.h"
#include "analysis/span.h"

#include <stdlib.h>
#include <string.h>

#define DATE_FIELD "date"

/* ---- which years */

enum status pivot_whole_years(struct frame *f, struct whole_years *out, struct error *e)
{
    struct span data = {0, 0};
    bool any = false;
    int delay, year, month, day;
    int32_t as_of;
    *out = (struct whole_years){1, 0, false};
    if (!frame_find_field(f, DATE_FIELD) || !span_as_of(f, &as_of))
        return STATUS_OK;
    enum status status = span_of_data(f, DATE_FIELD, &data, &any, e);
    if (!status)
        status = span_usual_delay(f, &delay, e);
    if (status || !any)
        return status;
    date_to_civil(data.from, &year, &month, &day);
    out->first = month == 1 ? year : year + 1;
    /* The year whose last day is known is the one before that of the next day. */
    date_to_civil(as_of - (delay > 0 ? delay : 0) + 1, &year, &month, &day);
    out->last = year - 1;
    out->delay_known = delay >= 0;
    return STATUS_OK;
}

static bool is_of_date(const struct axis *axis)
{
    return axis->time && !strcmp(axis->column->name, DATE_FIELD);
}

/* The column of a year that has lines; SIZE_MAX: none. */
static size_t column_of(const struct pivot *p, int year)
{
    for (size_t c = 0; c < p->col_count; c++) {
        const struct value *v = &p->cols[0].group[p->col[c].group[0]];
        if (v->state == VALUE_VALID && atoi(v->code) == year)
            return pivot_at(p, 0, p->row_count, c)->lines ? c : SIZE_MAX;
    }
    return SIZE_MAX;
}

struct pivot_years pivot_years(const struct pivot *p, const struct filter *filter,
                               struct whole_years whole)
{
    static const char *const maturity[] = {"entered", "validated", "lag", "batch"};
    struct pivot_years out = {.year = whole.last};
    if (p->col_axes != 1 || !is_of_date(&p->cols[0]) || p->cols[0].grain != GRAIN_YEAR ||
        !p->measure_count || whole.last - 1 < whole.first)
        return out;
    for (size_t i = 0; i < p->row_axes; i++)
        if (is_of_date(&p->rows[i]))
            return out;
    for (size_t i = 0; i < sizeof maturity / sizeof *maturity; i++)
        if (filter_rests_on(filter, maturity[i]))
            return out;
    out.before = column_of(p, whole.last - 1);
    out.now = column_of(p, whole.last);
    out.any = out.before != SIZE_MAX && out.now != SIZE_MAX &&
              !filter_parts_days(filter, DATE_FIELD, date_from_civil(whole.last - 1, 1, 1),
                                 date_from_civil(whole.last, 12, 31));
    return out;
}

/* ---- what changed */

void pivot_change(const struct pivot *p, size_t m, size_t r, struct pivot_years years,
                  char out[16])
{
    const struct amount *now = pivot_at(p, m, r, years.now),
                        *before = pivot_at(p, m, r, years.before);
    out[0] = '\0';
    if (now->lines || before->lines)
        change_of_amounts(&p->measure[m], now, before, out);
}

enum rank { RANK_PERCENT, RANK_NEW, RANK_FEW, RANK_NOTHING };

struct change_order {
    const struct pivot *p;
    size_t measure;
    struct pivot_years years;
    bool ascending;
};

/* The words of the change are its rank, so that order and table agree. */
static enum rank rank_of(const struct change_order *o, uint32_t r)
{
    char text[16];
    pivot_change(o->p, o->measure, r, o->years, text);
    return !*text                 ? RANK_NOTHING
           : !strcmp(text, "new") ? RANK_NEW
           : !strcmp(text, "few") ? RANK_FEW
                                  : RANK_PERCENT;
}

/* now / before of a row that has a percentage, else now. */
static double size_of(const struct change_order *o, uint32_t r, enum rank rank)
{
    int scale = o->p->measure[o->measure].scale;
    double now = fixed_double(pivot_at(o->p, o->measure, r, o->years.now)->value, scale);
    if (rank != RANK_PERCENT)
        return now;
    return now / fixed_double(pivot_at(o->p, o->measure, r, o->years.before)->value, scale);
}

static int compare(const void *a, const void *b, void *data)
{
    const struct change_order *o = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    enum rank rx = rank_of(o, x), ry = rank_of(o, y);
    if (rx != ry)
        return rx < ry ? -1 : 1;
    double sx = size_of(o, x, rx), sy = size_of(o, y, ry);
    if (sx < sy || sx > sy)
        return ((sx < sy) != (o->ascending && rx == RANK_PERCENT)) ? 1 : -1;
    return (x > y) - (x < y);
}

void pivot_sort_by_change(const struct pivot *p, size_t m, struct pivot_years years,
                          bool ascending, uint32_t *order)
{
    struct change_order o = {p, m, years, ascending};
    for (uint32_t r = 0; r < p->row_count; r++)
        order[r] = r;
    qsort_r(order, p->row_count, sizeof *order, compare, &o);
}

/* ---- its records */

const char *pivot_open_change(struct frame *f, const struct pivot *p, const char *sentence,
                              size_t r, struct pivot_years years, struct arena *a)
{
    const char *row = open_cell(f, p, sentence, r, p->col_count, a);
    return open_both(
        row, arena_printf(a, "%s:%d,%d", p->cols[0].name, years.year - 1, years.year), a);
}
