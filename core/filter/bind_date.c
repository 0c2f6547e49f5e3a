/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of conditions: spans of days, named by year, quarter, month, week, day, or counted back
 * from the as-of date. */
#include "filter/tree.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static bool digits(const char *text, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *out = *out * 10 + (text[i] - '0');
    }
    return n > 0;
}

/* A period of a grain by its name; *grain is the grain it is written in. */
static bool read_period(const char *text, size_t len, enum date_grain *grain, int32_t *period)
{
    struct date d;
    int year, n;
    if (date_parse(text, len, &d)) {
        static const enum date_grain grain_of[] = {
            [DATE_YEAR] = GRAIN_YEAR, [DATE_MONTH] = GRAIN_MONTH, [DATE_DAY] = GRAIN_DAY};
        *grain = grain_of[d.precision];
        *period = date_period(d.day, *grain);
        return true;
    }
    if (len < 7 || text[4] != '-' || !digits(text, 4, &year) || year < 1000) {
        return false;
    }
    char mark = (char)(text[5] | 0x20);
    if (mark == 'q' && len == 7 && digits(text + 6, 1, &n) && n >= 1 && n <= 4) {
        *grain = GRAIN_QUARTER;
        *period = date_period(date_from_civil(year, n * 3 - 2, 1), GRAIN_QUARTER);
        return true;
    }
    if (mark == 'w' && len == 8 && digits(text + 6, 2, &n) && n >= 1 && n <= 53) {
        /* 4 January is always in week 1. */
        *grain = GRAIN_WEEK;
        *period = date_period(date_from_civil(year, 1, 4), GRAIN_WEEK) + n - 1;
        int is_year, is_week;
        date_iso_week(date_period_start(*period, GRAIN_WEEK), &is_year, &is_week);
        return is_year == year && is_week == n;
    }
    return false;
}

/* The day n months before: the same day of the month, or the month's last. */
static int32_t months_before(int32_t day, int n)
{
    int year, month, dom;
    date_to_civil(day, &year, &month, &dom);
    int months = year * 12 + month - 1 - n;
    year = months / 12;
    month = months % 12 + 1;
    int most = date_days_in_month(year, month);
    return date_from_civil(year, month, dom < most ? dom : most);
}

/* last-90d, last-2w, last-6m, last-2y: up to the as-of date, which is in it. */
static bool read_relative(struct frame *f, const char *text, size_t len, struct bound *out,
                          struct arena *a)
{
    int n;
    if (len < 7 || len > 10 || strncmp(text, "last-", 5) != 0 ||
        !digits(text + 5, len - 6, &n) || n < 1 || !strchr("dwmy", text[len - 1])) {
        return false;
    }
    const char *as_of = frame_as_of(f);
    struct date now;
    out->from = INT64_MAX; /* an empty cache has no as-of date, and no lines */
    out->to = INT64_MIN;
    out->canonical = arena_copy(a, text, len);
    if (!date_parse(as_of, strlen(as_of), &now)) {
        return true;
    }
    char unit = text[len - 1];
    int32_t start = unit == 'd'   ? now.day - n
                    : unit == 'w' ? now.day - 7 * n
                                  : months_before(now.day, unit == 'm' ? n
                                                           : n > 900   ? 10800
                                                                       : 12 * n);
    out->from = start + 1;
    out->to = now.day;
    return true;
}

static enum status wrong_date(const struct target *t, const char *text, size_t len,
                              struct error *e)
{
    static const char *const form[] = {[GRAIN_DAY] = "2025-03-05",
                                       [GRAIN_WEEK] = "2025-W10",
                                       [GRAIN_MONTH] = "2025-03",
                                       [GRAIN_QUARTER] = "2025-Q1",
                                       [GRAIN_YEAR] = "2025"};
    if (t->kind == TARGET_GRAIN) {
        static const char *const name[] = {"day", "week", "month", "quarter", "year"};
        error_set(e, STATUS_MISUSE, "\"%.*s\" is no %s", (int)len, text, name[t->grain]);
        return error_way_out(e, "%s takes %s; spans of any length: date:%.*s", t->name,
                             form[t->grain], (int)len, text);
    }
    error_set(e, STATUS_MISUSE, "\"%.*s\" is no date", (int)len, text);
    return error_way_out(e,
                         "%s takes 2024, 2024-Q2, 2024-03, 2024-W10, 2024-03-05, "
                         "2024-03..2025, last-90d",
                         t->name);
}

enum status bind_date(struct frame *f, const struct target *t, const char *text, size_t len,
                      struct arena *a, struct bound *out, struct error *e)
{
    enum date_grain grain;
    int32_t period;
    *out = (struct bound){0};
    if (read_period(text, len, &grain, &period) &&
        (t->kind != TARGET_GRAIN || grain == t->grain)) {
        char form[16];
        date_period_format(period, grain, form);
        out->from = date_period_start(period, grain);
        out->to = date_period_start(period + 1, grain) - 1;
        out->canonical = arena_string(a, form);
    } else if (t->kind == TARGET_GRAIN || !read_relative(f, text, len, out, a)) {
        return wrong_date(t, text, len, e);
    }
    return out->canonical ? STATUS_OK : error_no_memory(e);
}

const char *const bind_weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int bind_weekday(const char *text, size_t len)
{
    static const char *const names[7][2] = {
        {"monday", "lundi"},    {"tuesday", "mardi"},   {"wednesday", "mercredi"},
        {"thursday", "jeudi"},  {"friday", "vendredi"}, {"saturday", "samedi"},
        {"sunday", "dimanche"},
    };
    for (int day = 0; day < 7 && len >= 3; day++) {
        for (int language = 0; language < 2; language++) {
            const char *name = names[day][language];
            size_t n = strlen(name), i = 0;
            while (i < len && i < n && (text[i] | 0x20) == name[i]) {
                i++;
            }
            /* Three letters tell all days apart, in both languages. */
            if (i == len && (len == 3 || len == n)) {
                return day;
            }
        }
    }
    return -1;
}
