/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a workbook: what their format shows, and dates of both epochs. */
#include "ingest/xlsx.h"

#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Goes over one thing of a format code that is shown as it stands: "text", \c, _c, *c, [Red].
 * [h], [mm] and [ss] are times. */
static const char *skip_literal(const char *p)
{
    if (*p == '"') {
        const char *end = strchr(p + 1, '"');
        return end ? end + 1 : p + strlen(p);
    }
    if (*p == '[') {
        bool elapsed = p[1] && strchr("hHmMsS", p[1]) && (p[2] == ']' || p[2] == p[1]);
        const char *end = strchr(p, ']');
        return elapsed ? p : end ? end + 1 : p + strlen(p);
    }
    if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
        return p + 2;
    if (!strncmp(p, "AM/PM", 5) || !strncmp(p, "am/pm", 5))
        return p + 5;
    return !strncmp(p, "A/P", 3) || !strncmp(p, "General", 7) ? p + (*p == 'A' ? 3 : 7) : p;
}

enum xlsx_format xlsx_format_of(const char *code)
{
    bool year = false, month = false, day = false, hour = false;
    /* The first section is that of positive numbers, as dates are. */
    for (const char *p = code; *p && *p != ';';) {
        const char *behind = skip_literal(p);
        if (behind != p) {
            p = behind;
            continue;
        }
        year |= *p == 'y' || *p == 'Y' || *p == 'e';
        month |= *p == 'm' || *p == 'M';
        day |= *p == 'd' || *p == 'D';
        hour |= *p == 'h' || *p == 'H' || *p == 's' || *p == 'S';
        p++;
    }
    if (hour)
        return year || day ? XLSX_DAY_TIME : XLSX_TIME; /* m is minutes then */
    if (day)
        return XLSX_DAY;
    return year && month ? XLSX_MONTH : year ? XLSX_YEAR : month ? XLSX_DAY : XLSX_PLAIN;
}

/* The day of a serial number; false beyond what a spreadsheet shows. The one of 1900 counts a
 * 29 February 1900 that never was. */
static bool day_of(double serial, bool from_1904, int32_t *day)
{
    if (!(serial >= 0 && serial < 2958466))
        return false;
    int32_t whole = (int32_t)serial;
    int32_t epoch = from_1904    ? date_from_civil(1904, 1, 1)
                    : whole < 60 ? date_from_civil(1899, 12, 31)
                                 : date_from_civil(1899, 12, 30);
    *day = epoch + whole;
    return true;
}

static void plain(double number, const char *text, char out[64])
{
    size_t digits = 0;
    for (const char *p = text; *p && *p != 'e' && *p != 'E'; p++)
        digits += *p >= '0' && *p <= '9';
    /* Files hold 0.10000000000000001 for 0.1; spreadsheets show 15 digits. */
    if (digits > 15)
        snprintf(out, 64, "%.15g", number);
    else
        snprintf(out, 64, "%s", text);
}

void xlsx_number(const char *text, enum xlsx_format format, bool from_1904, char out[64])
{
    char *end;
    double number = strtod(text, &end);
    int32_t day;
    if (!*text || *end || !isfinite(number)) {
        snprintf(out, 64, "%.63s", text);
        return;
    }
    bool fake = !from_1904 && number >= 60 && number < 61;
    if (format == XLSX_PLAIN || !day_of(number, from_1904, &day)) {
        plain(number, text, out);
        return;
    }
    long second = lround((number - floor(number)) * 86400);
    if (second == 86400) {
        second = 0;
        day++;
    }
    int year, month, dom;
    date_to_civil(day, &year, &month, &dom);
    if (fake) {
        month = 2;
        dom = 29;
        year = 1900;
    }
    int hours = (int)(second / 3600), minutes = (int)(second / 60 % 60),
        seconds = (int)(second % 60);
    if (format == XLSX_TIME)
        snprintf(out, 64, "%02d:%02d:%02d", hours + (number >= 1 ? (int)number * 24 : 0),
                 minutes, seconds);
    else if (second && format != XLSX_MONTH && format != XLSX_YEAR)
        snprintf(out, 64, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, dom, hours, minutes,
                 seconds);
    else if (format == XLSX_DAY_TIME || format == XLSX_DAY)
        snprintf(out, 64, "%04d-%02d-%02d", year, month, dom);
    else if (format == XLSX_MONTH)
        snprintf(out, 64, "%04d-%02d", year, month);
    else
        snprintf(out, 64, "%04d", year);
}
