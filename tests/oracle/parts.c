/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chance, texts and days for the oracle; the calendar is the C library's. */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* splitmix64 */
uint32_t below(struct rng *r, uint32_t n)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (uint32_t)((z ^ (z >> 31)) >> 32) % n;
}

void csv_text(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\n")) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (const char *p = text; *p; p++)
        fprintf(out, *p == '"' ? "\"\"" : "%c", *p);
    fputc('"', out);
}

void sql_text(FILE *out, const char *text)
{
    fputc('\'', out);
    for (const char *p = text; *p; p++)
        fprintf(out, *p == '\'' ? "''" : "%c", *p);
    fputc('\'', out);
}

FILE *open_in(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

bool read_day(const char *text, struct day *out)
{
    static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    int year, month = 1, day = 1;
    *out = (struct day){.known = sscanf(text, "%4d-%2d-%2d", &year, &month, &day)};
    if (out->known < 1)
        return false;
    struct tm from = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    struct tm to = from;
    if (out->known == 1)
        to.tm_year++;
    if (out->known == 2)
        to.tm_mon++;
    if (out->known < 3)
        to.tm_mday = 0; /* the day before the first */
    timegm(&from);
    timegm(&to);
    if (from.tm_mday != day)
        return false; /* the 30th of February */
    strftime(out->first, sizeof out->first, "%F", &from);
    strftime(out->last, sizeof out->last, "%F", &to);
    strftime(out->year, sizeof out->year, "%Y", &from);
    strftime(out->month, sizeof out->month, "%Y-%m", &from);
    strftime(out->week, sizeof out->week, "%G-W%V", &from);
    snprintf(out->quarter, sizeof out->quarter, "%.4s-Q%d", out->year, from.tm_mon / 3 + 1);
    out->weekday = weekdays[from.tm_wday];
    return true;
}
