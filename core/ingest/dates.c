/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as files write them: what one text says, and what it says about its column. */
#include "ingest/dates.h"

#include "base/text.h"
#include "ingest/calendar.h"

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
    /* The basic form of ISO 8601 writes T235959. */
    bool colon = len > 4 && text[0] == 'T' && text[1] >= '0' && text[1] <= '9';
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (!c || (!strchr("0123456789:.,+- TZapmAPMUCG", c)))
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
            return (p->count == 3 || (p->count == 1 && n == 8)) && is_time(text + i, len - i);
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

static struct date_text serial(int number)
{
    /* 1954 to 2119. The spreadsheet's 29 February 1900 lies before, so that one epoch does. */
    enum { LEAST = 20000, MOST = 80000 };
    struct date_text t = {0};
    if (number < LEAST || number > MOST)
        return t;
    t.reading = DATE_SERIAL;
    t.date = (struct date){date_from_civil(1899, 12, 30) + number, DATE_DAY};
    return t;
}

static struct date_text one_part(const struct parts *p)
{
    struct date_text t = {0};
    int n = p->number[0];
    bool ok = false;
    if (p->digits[0] == 5)
        return serial(n);
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
    if (p->digits[0] == 5 && p->separator == '.')
        return serial(p->number[0]);
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

/* ---- day, month and year in an order that the text leaves open ---- */

/* With a year of two digits nearly everything is a date under some order; one that nobody can
 * mean is none, where there is another. */
static void drop_far(struct date_text *t, int32_t today)
{
    unsigned near = 0;
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (t->orders >> i & 1 && t->by[i].day >= date_from_civil(1990, 1, 1) &&
            t->by[i].day <= today)
            near |= 1U << i;
    if (near)
        t->orders = near;
}

static void settle_reading(struct date_text *t)
{
    bool found = false;
    t->reading = t->orders ? DATE_READ : DATE_UNREADABLE;
    for (unsigned i = 0; i < ORDER_COUNT; i++) {
        if (!(t->orders >> i & 1))
            continue;
        if (found && t->by[i].day != t->date.day)
            t->reading = DATE_EITHER;
        else
            t->date = t->by[i];
        found = true;
    }
}

static struct date_text three_parts(const struct parts *p, int32_t today)
{
    struct date_text t = {0};
    const int *n = p->number;
    if (p->digits[0] == 4) {
        bool ok = p->digits[1] <= 2 && p->digits[2] <= 2 && make(n[0], n[1], n[2], &t.date);
        t.reading = ok ? DATE_READ : DATE_UNREADABLE;
        return t;
    }
    bool two = p->digits[2] == 2;
    if (p->digits[0] > 2 || p->digits[1] > 2 || (!two && p->digits[2] != 4))
        return t;
    int year = two ? full_year(n[2], today) : n[2];
    if (make(year, n[1], n[0], &t.by[0]))
        t.orders |= ORDER_DMY;
    if (make(year, n[0], n[1], &t.by[1]))
        t.orders |= ORDER_MDY;
    if (two && p->digits[0] == 2 && make(full_year(n[0], today), n[1], n[2], &t.by[2]))
        t.orders |= ORDER_YMD;
    t.fits = t.orders;
    /* Parted by / or . the year comes last, unless only a call says otherwise. */
    if (two && p->separator != '-' && t.orders & ~(unsigned)ORDER_YMD)
        t.orders &= ~(unsigned)ORDER_YMD;
    if (two)
        drop_far(&t, today);
    settle_reading(&t);
    return t;
}

bool date_in_order(const struct date_text *t, unsigned order, struct date *out)
{
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (order == 1U << i && t->fits & order) {
            *out = t->by[i];
            return true;
        }
    return false;
}

static const struct {
    const char *name, *said;
} orders[ORDER_COUNT] = {{"dmy", "day first"}, {"mdy", "month first"}, {"ymd", "year first"}};

unsigned date_order_named(const char *name)
{
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (!strcmp(orders[i].name, name))
            return 1U << i;
    return 0;
}

const char *date_order_name(unsigned order)
{
    for (unsigned i = 0; i < ORDER_COUNT; i++)
        if (order == 1U << i)
            return orders[i].said;
    return "";
}

/* ---- months by name ---- */

/* Numbers and the month of a text, in their order. */
struct words {
    int number[2];
    size_t digits[2];
    size_t count;
    size_t before; /* numbers that stand before the month */
    int month;
    bool doubted; /* "mar" may be a weekday yet */
};

static bool is_filler(const char *word, size_t len)
{
    static const char *const fillers[] = {"de", "of", "the", "le", "del", "do", "el",
                                          "st", "nd", "rd",  "th", "er",  "o",  "t"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (strlen(fillers[i]) == len && !memcmp(fillers[i], word, len))
            return true;
    return calendar_weekday(word, len) >= 0;
}

/* Takes the word at text; returns its length, 0 when it has no place in a date. */
static size_t take_word(const char *text, size_t len, struct words *w)
{
    size_t n = 0;
    if (*text >= '0' && *text <= '9') {
        int number = 0;
        for (; n < len && n < 5 && text[n] >= '0' && text[n] <= '9'; n++)
            number = number * 10 + (text[n] - '0');
        if (w->count == 2 || n > 4 || n == 3)
            return 0;
        w->number[w->count] = number;
        w->digits[w->count++] = n;
        return n;
    }
    while (n < len && ((unsigned char)text[n] >= 0x80 || (text[n] >= 'a' && text[n] <= 'z')))
        n++;
    int month = calendar_month(text, n);
    if (month && (!w->month || w->doubted)) {
        /* "mar 13 abr 2018": the first was Tuesday. */
        w->doubted = !w->month && calendar_weekday(text, n) >= 0;
        w->month = month;
        w->before = w->count;
        return n;
    }
    return is_filler(text, n) ? n : 0;
}

static bool take_words(const char *text, size_t len, struct words *w)
{
    for (size_t i = 0; i < len;) {
        if (strchr(" .,-/'", text[i])) {
            if (!text[i])
                return false;
            i++;
            continue;
        }
        size_t n = take_word(text + i, len - i, w);
        if (!n)
            return false;
        i += n;
    }
    return w->month && w->count;
}

static bool words_to_date(const struct words *w, int32_t today, struct date *out)
{
    if (w->count == 1) {
        /* "Jan-18" is a month of 2018, but "18-Jan" is a day without a year. */
        if (w->digits[0] != 4 && (w->digits[0] != 2 || w->before))
            return false;
        int year = w->digits[0] == 4 ? w->number[0] : full_year(w->number[0], today);
        return make_month(year, w->month, out);
    }
    size_t year = w->digits[0] == 4 && w->digits[1] < 4 ? 0 : 1;
    if (w->digits[year] == 1 || w->digits[1 - year] > 2)
        return false;
    int full = w->digits[year] == 4 ? w->number[year] : full_year(w->number[year], today);
    return make(full, w->month, w->number[1 - year], out);
}

/* Where a time of day begins, or len. */
static size_t time_of_day(const char *text, size_t len)
{
    const char *colon = memchr(text, ':', len);
    size_t at = colon ? (size_t)(colon - text) : len;
    while (at < len && at && text[at - 1] >= '0' && text[at - 1] <= '9')
        at--;
    return at < len && is_time(text + at, len - at) ? at : len;
}

static struct date_text read_words(const char *text, size_t len, int32_t today)
{
    enum { LONGEST = 64 };
    struct date_text t = {0};
    struct words w = {0};
    struct buffer folded = {0};
    if (len > LONGEST)
        return t;
    text_fold(&folded, text, time_of_day(text, len));
    if (!folded.failed && folded.len && take_words(folded.data, folded.len, &w) &&
        words_to_date(&w, today, &t.date))
        t.reading = DATE_READ;
    buffer_free(&folded);
    return t;
}

struct date_text date_read(const char *text, size_t len, int32_t today)
{
    struct parts p;
    if (!split(text, len, &p))
        return read_words(text, len, today);
    return p.count == 1 ? one_part(&p) : p.count == 2 ? two_parts(&p) : three_parts(&p, today);
}
