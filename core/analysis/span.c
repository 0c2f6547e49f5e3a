/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines by date, through one table over the distinct dates. */
#include "analysis/span.h"
#include "analysis/block.h"

#include <stdlib.h>
#include <string.h>

enum place { OUTSIDE, INSIDE, COARSE, UNDATED, PLACES };

static struct date date_of(const struct value *v)
{
    return (struct date){(int32_t)v->number, (enum date_precision)v->precision};
}

static enum place place_of(const struct value *v, struct span span, enum date_grain grain)
{
    if (v->state != VALUE_VALID)
        return UNDATED;
    struct date d = date_of(v);
    int32_t last = date_end(d) - 1;
    if (last < span.from || d.day > span.to)
        return OUTSIDE;
    /* "2025" on an axis that ends in June is not outside of it: it is known too little. */
    bool whole = d.day >= span.from && last <= span.to;
    return whole && date_fits_grain(d.precision, grain) ? INSIDE : COARSE;
}

enum status span_select(struct frame *f, const char *date, const struct bitmap *selection,
                        struct span span, enum date_grain grain, struct bitmap *out,
                        struct span_outcome *outcome, struct error *e)
{
    const struct column *column;
    enum status status = frame_column(f, date, &column, e);
    if (status)
        return status;
    uint8_t *place = malloc(column->values ? column->values : 1);
    if (!place || !bitmap_init(out, selection->bits)) {
        free(place);
        return error_no_memory(e);
    }
    for (uint32_t v = 0; v < column->values; v++)
        place[v] = (uint8_t)place_of(&column->value[v], span, grain);
    uint32_t count[PLACES] = {0}, at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++) {
            uint8_t p = place[column_id(column, at[i])];
            count[p]++;
            if (p == INSIDE)
                bitmap_set(out, at[i]);
        }
    free(place);
    *outcome = (struct span_outcome){count[INSIDE], count[COARSE], count[UNDATED]};
    return STATUS_OK;
}

bool span_as_of(const struct frame *f, int32_t *day)
{
    const char *text = frame_as_of(f);
    struct date d;
    if (!text || !date_parse(text, strlen(text), &d))
        return false;
    *day = d.day;
    return true;
}

/* How many current lines have each value. */
static uint32_t *count_values(struct frame *f, const struct column *column)
{
    uint32_t *count = calloc(column->values ? column->values : 1, sizeof *count);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while (count && (n = bitmap_next(frame_current(f), &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++)
            count[column_id(column, at[i])]++;
    return count;
}

enum status span_of_data(struct frame *f, const char *date, struct span *out, bool *any,
                         struct error *e)
{
    const struct column *column;
    enum status status = frame_column(f, date, &column, e);
    if (status)
        return status;
    uint32_t *count = count_values(f, column);
    if (!count)
        return error_no_memory(e);
    int32_t as_of;
    bool bounded = span_as_of(f, &as_of);
    *any = false;
    for (uint32_t v = 0; v < column->values; v++) {
        struct date d = date_of(&column->value[v]);
        if (!count[v] || column->value[v].state != VALUE_VALID || (bounded && d.day > as_of))
            continue;
        int32_t last = date_end(d) - 1;
        if (bounded && last > as_of)
            last = as_of;
        if (!*any || d.day < out->from)
            out->from = d.day;
        if (!*any || last > out->to)
            out->to = last;
        *any = true;
    }
    free(count);
    return STATUS_OK;
}

enum status span_usual_delay(struct frame *f, int *days, struct error *e)
{
    *days = -1;
    const struct column *lag;
    if (!frame_find_field(f, "lag"))
        return STATUS_OK;
    enum status status = frame_column(f, "lag", &lag, e);
    if (status)
        return status;
    uint32_t *count = count_values(f, lag);
    if (!count)
        return error_no_memory(e);
    uint64_t all = 0, below = 0;
    for (uint32_t v = 0; v < lag->values; v++)
        if (lag->value[v].state == VALUE_VALID)
            all += count[v];
    /* Values stand in order of size. */
    for (uint32_t v = 0; v < lag->values && all; v++) {
        if (lag->value[v].state != VALUE_VALID)
            continue;
        below += count[v];
        if (below * 10 >= all * 9) {
            *days = (int)(lag->value[v].number / 1000000);
            break;
        }
    }
    if (*days < 0 && all)
        *days = 0;
    free(count);
    return STATUS_OK;
}
