/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To a record by its row, by a part of the list, or by a date, wherever one is. */
#include "pane/records_private.h"

#include "app.h"
#include "prompt.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Days of a date that was asked for: first .. last, both in it. */
struct days {
    int64_t first, last;
};

/* ---- what was typed */

static bool misfit(const char *text, struct error *e)
{
    error_set(e, STATUS_MISUSE, "\"%s\" is no row, part or date", text);
    error_way_out(e, "1200 is a row, 50%% a part, 2025-03 or 2025-Q1 a date");
    e->length = strlen(text);
    return false;
}

static bool parse_days(const char *text, struct days *out)
{
    struct date d;
    int year, quarter, end = 0;

    if (date_parse(text, strlen(text), &d)) {
        *out = (struct days){d.day, date_end(d) - 1};
        return true;
    }
    if (sscanf(text, "%4d-%*1[Qq]%1d%n", &year, &quarter, &end) == 2 && !text[end] &&
        year >= 1000 && quarter >= 1 && quarter <= 4) {
        int32_t period = year * 4 + quarter - 1;
        *out = (struct days){date_period_start(period, GRAIN_QUARTER),
                             date_period_start(period + 1, GRAIN_QUARTER) - 1};
        return true;
    }
    return false;
}

/* "1200" and "1,200" with *part false, "12.5%" with *part true; false: neither. */
static bool parse_number(const char *text, double *out, bool *part)
{
    char digits[32];
    size_t n = 0;

    for (const char *at = text; *at; at++) {
        if (*at == '%' && !at[1] && n) {
            continue;
        }
        if (*at == ',' && at != text) {
            continue;
        }
        if (!strchr("0123456789.", *at) || n + 1 == sizeof digits) {
            return false;
        }
        digits[n++] = *at;
    }
    digits[n] = '\0';
    *part = n && text[strlen(text) - 1] == '%';
    char *end;
    *out = strtod(digits, &end);
    return n && !*end && (*part || !strchr(digits, '.'));
}

/* ---- dates in the order */

/* The column of dates to look in: that which the records are sorted by, else the date. */
static const struct column *date_column(struct pane *p, bool *sorted, struct error *e)
{
    struct records *r = p->state;
    const struct column *column = NULL;
    const char *name = r->keys[0].field;
    const struct frame_field *f = name ? frame_find_field(p->workspace->frame, name) : NULL;

    *sorted = f && f->type == FIELD_DATE;
    return frame_column(p->workspace->frame, *sorted ? name : "date", &column, e) == STATUS_OK
               ? column
               : NULL;
}

static const struct value *value_at(const struct records *r, const struct column *c, size_t row)
{
    return &c->value[column_id(c, r->order[row])];
}

/* Whether the row stands before the days in an order by their column: what is no date stands
 * behind all dates either way. */
static bool before(const struct records *r, const struct column *c, struct days days,
                   size_t row)
{
    const struct value *v = value_at(r, c, row);

    return v->state == VALUE_VALID &&
           (r->keys[0].descending ? v->number > days.last : v->number < days.first);
}

static bool within(const struct records *r, const struct column *c, struct days days,
                   size_t row)
{
    const struct value *v = value_at(r, c, row);

    return v->state == VALUE_VALID && v->number >= days.first && v->number <= days.last;
}

/* The first row of the days; in a list sorted by date, where there is none, the one that would
 * stand behind it. r->count: none. */
static size_t find_days(const struct records *r, const struct column *c, struct days days,
                        bool sorted)
{
    size_t low = 0, high = r->count;

    while (sorted && low < high) {
        size_t middle = low + (high - low) / 2;
        if (before(r, c, days, middle)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (!sorted && low < r->count && !within(r, c, days, low)) {
        low++;
    }
    return low;
}

static bool go_days(struct pane *p, struct days days, const char *text, struct error *e)
{
    struct records *r = p->state;
    bool sorted;
    const struct column *c = date_column(p, &sorted, e);

    if (!c) {
        return false;
    }
    size_t row = find_days(r, c, days, sorted);
    bool found = row < r->count && within(r, c, days, row);
    if (!found && !sorted) {
        error_set(e, STATUS_FAILED, "no record here is of %s", text);
        return false;
    }
    if (!found && row < r->count && value_at(r, c, row)->state == VALUE_VALID) {
        app_notice(p->app, "no record here is of %s; the next is of %s", text,
                   value_at(r, c, row)->label);
    } else if (!found) {
        app_notice(p->app, "no record here is of %s; the dates end before it", text);
        row = row > 0 ? row - 1 : 0;
    } else if (!sorted) {
        app_notice(p->app, "the first of %s; the records are not sorted by date", text);
    }
    list_go(&r->list, row);
    return true;
}

/* ---- all three */

bool records_goto(struct pane *p, const char *text, struct error *e)
{
    struct records *r = p->state;
    struct days days;
    double number;
    bool part;

    if (!app_refresh(p->app, p)) {
        error_set(e, STATUS_CANCELLED, "stopped: the records are not counted");
        return false;
    }
    if (!r->count) {
        error_set(e, STATUS_FAILED, "there is no record to go to");
        return false;
    }
    if (!parse_number(text, &number, &part)) {
        return parse_days(text, &days) ? go_days(p, days, text, e) : misfit(text, e);
    }
    if (part && number > 100) {
        return misfit(text, e);
    }
    if (!part && (number < 1 || number > (double)r->count)) {
        error_set(e, STATUS_MISUSE, "there is no row %s here", text);
        error_way_out(e, "the last row is %zu%s", r->count,
                      number >= 1900 && number < 2100 ? "; a year is told with its month" : "");
        e->length = strlen(text);
        return false;
    }
    list_go(&r->list,
            part ? (size_t)(number / 100 * (double)(r->count - 1) + 0.5) : (size_t)number - 1);
    return true;
}

static bool accept(struct app *a, const char *line, struct error *e)
{
    size_t skip = strspn(line, " \t"), len = strcspn(line + skip, " \t");
    char text[48];

    if (len == 0) {
        return true;
    }
    snprintf(text, sizeof text, "%.*s", (int)(len < 47 ? len : 47), line + skip);
    bool good = records_goto(a->prompt_data, text, e);
    e->at += skip;
    return good;
}

unsigned records_ask_goto(struct pane *p)
{
    struct prompt_kind kind = {
        .name = "goto",
        .mark = "go to ",
        .hint = "a row: 1200   a part: 50%   a date: 2025-03-05, 2025-03, 2025-Q1",
        .accept = accept,
        .data = p,
    };

    prompt_run(p->app, &kind, "");
    return HANDLED | HANDLED_REPAINT;
}
