/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as files write them: what one text says, and what it says about its column. */
#include "ingest/dates.h"

#include <string.h>

struct parts {
    int number[3];
    size_t digits[3];
    size_t count;
    char separator;
};

/* Whether what follows a date is a time of day: "T10:20:30.5Z", " 12:00:00 AM", "+07:00". */
static bool is_time(const char *text, size_t len)
{
    bool colon = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (!c || (!strchr("0123456789:.,+- TZapmAPM", c)))
            return false;
        colon |= c == ':';
    }
    return colon;
}

/* Up to three runs of digits parted by one and the same sign. */
static bool split(const char *text, size_t len, struct parts *p)
{
    size_t i = 0;
    *p = (struct parts){0};
    for (;;) {
        size_t n = 0;
        int number = 0;
        for (; i < len && text[i] >= '0' && text[i] <= '9' && n < 8; i++, n++)
            number = number * 10 + (text[i] - '0');
        if (!n)
            return false;
        p->number[p->count] = number;
        p->digits[p->count++] = n;
        if (i == len)
            return true;
        char c = text[i];
        if (c == ' ' || c == 'T')
            return p->count == 3 && is_time(text + i, len - i);
        bool parts = c && strchr("/.-", c) && (!p->separator || c == p->separator);
        if (!parts || p->count == 3)
            return false;
        p->separator = c;
        i++;
    }
}

static bool make(int year, int month, int day, struct date *out)
{
    if (year < 1000 || year > 9999 || !date_is_valid(year, month, day))
        return false;
    *out = (struct date){date_from_civil(year, month, day), DATE_DAY};
    return true;
}

static bool make_month(int year, int month, struct date *out)
{
    if (!make(year, month, 1, out))
        return false;
    out->precision = DATE_MONTH;
    return true;
}

static struct date_text one_part(const struct parts *p)
{
    struct date_text t = {0};
    int n = p->number[0];
    bool ok = false;
    if (p->digits[0] == 8) {
        ok = make(n / 10000, n / 100 % 100, n % 100, &t.date);
    } else if (p->digits[0] == 4) {
        ok = make(n, 1, 1, &t.date);
        t.date.precision = DATE_YEAR;
    }
    t.reading = ok ? DATE_READ : DATE_UNREADABLE;
    return t;
}

static struct date_text two_parts(const struct parts *p)
{
    struct date_text t = {0};
    bool ok = false;
    if (p->digits[0] == 4 && p->digits[1] <= 2)
        ok = make_month(p->number[0], p->number[1], &t.date);
    else if (p->digits[0] <= 2 && p->digits[1] == 4)
        ok = make_month(p->number[1], p->number[0], &t.date);
    t.reading = ok ? DATE_READ : DATE_UNREADABLE;
    return t;
}

static int full_year(int year, int32_t today)
{
    int this_year, month, day;
    date_to_civil(today, &this_year, &month, &day);
    year += this_year - this_year % 100;
    return year > this_year ? year - 100 : year;
}

static struct date_text three_parts(const struct parts *p, int32_t today)
{
    struct date_text t = {0};
    int a = p->number[0], b = p->number[1], year = p->number[2];
    if (p->digits[0] == 4) {
        bool ok = p->digits[1] <= 2 && p->digits[2] <= 2 && make(a, b, year, &t.date);
        t.reading = ok ? DATE_READ : DATE_UNREADABLE;
        return t;
    }
    if (p->digits[0] > 2 || p->digits[1] > 2)
        return t;
    if (p->digits[2] == 2 && p->separator != '-')
        year = full_year(year, today);
    else if (p->digits[2] != 4)
        return t;
    bool day_first = make(year, b, a, &t.day_first);
    bool month_first = make(year, a, b, &t.month_first);
    t.date = day_first ? t.day_first : t.month_first;
    if (day_first || month_first)
        t.reading = day_first && month_first && a != b ? DATE_EITHER : DATE_READ;
    t.proves_day_first = day_first && a > 12;
    t.proves_month_first = month_first && b > 12;
    return t;
}

struct date_text date_read(const char *text, size_t len, int32_t today)
{
    struct parts p;
    if (!split(text, len, &p))
        return (struct date_text){0};
    return p.count == 1 ? one_part(&p) : p.count == 2 ? two_parts(&p) : three_parts(&p, today);
}
