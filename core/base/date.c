/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar dates with a precision, ISO weeks and the periods of a calendar grain. */
#include "base/date.h"

#include <string.h>

#define DAYS_OF_ERA 146097 /* 400 years */

/* Division towards minus infinity; b > 0. */
static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

static int32_t floor_mod(int32_t a, int32_t b)
{
    int32_t rest = a % b;

    return rest < 0 ? rest + b : rest;
}

/* Years begin in March, so that the leap day is the last of its year. */
int32_t date_from_civil(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = floor_div(y, 400);
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    /* 64 bits: for the last days the product alone is beyond 32. */
    return (int32_t)((int64_t)era * DAYS_OF_ERA + day_of_era - 719468);
}

void date_to_civil(int32_t day, int *year, int *month, int *dom)
{
    /* 64 bits: the shift of the epoch must not overflow for the last days. */
    int64_t shifted = (int64_t)day + 719468;
    int32_t era =
        (int32_t)((shifted >= 0 ? shifted : shifted - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA);
    int32_t day_of_era = (int32_t)(shifted - (int64_t)era * DAYS_OF_ERA);
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * day_of_year + 2) / 153;

    *dom = day_of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month < 1 || month > 12 ? 0 : days[month - 1] + (month == 2 && leap);
}

bool date_is_valid(int year, int month, int day)
{
    return day >= 1 && day <= date_days_in_month(year, month);
}

/* Reads exactly n digits; -1 if anything else stands there. */
static int digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, size_t len, struct date *out)
{
    int year = 0;
    int month = 1;
    int day = 1;
    enum date_precision precision = DATE_YEAR;

    if (len != 4 && len != 7 && len != 10) {
        return false;
    }
    year = digits(text, 4);
    if (len >= 7) {
        month = text[4] == '-' ? digits(text + 5, 2) : -1;
        precision = DATE_MONTH;
    }
    if (len == 10) {
        day = text[7] == '-' ? digits(text + 8, 2) : -1;
        precision = DATE_DAY;
    }
    if (year < 1000 || !date_is_valid(year, month, day)) {
        return false;
    }
    out->day = date_from_civil(year, month, day);
    out->precision = precision;
    return true;
}

/* Writes value with at least width digits; returns the place behind. */
static char *put_number(char *to, int value, int width)
{
    char reversed[12] = {0};
    int n = 0;

    if (value < 0) {
        *to++ = '-';
        value = -value;
    }
    for (; value > 0 || n < width; value /= 10) {
        reversed[n++] = (char)('0' + value % 10);
    }
    while (n > 0) {
        *to++ = reversed[--n];
    }
    return to;
}

void date_format(struct date d, char out[16])
{
    int year;
    int month;
    int dom;
    char *end = out;

    date_to_civil(d.day, &year, &month, &dom);
    if (d.precision >= DATE_YEAR) {
        end = put_number(end, year, 4);
    }
    if (d.precision >= DATE_MONTH) {
        *end++ = '-';
        end = put_number(end, month, 2);
    }
    if (d.precision >= DATE_DAY) {
        *end++ = '-';
        end = put_number(end, dom, 2);
    }
    *end = '\0';
}

int32_t date_end(struct date d)
{
    switch (d.precision) {
    case DATE_YEAR:
        return date_period_start(date_period(d.day, GRAIN_YEAR) + 1, GRAIN_YEAR);
    case DATE_MONTH:
        return date_period_start(date_period(d.day, GRAIN_MONTH) + 1, GRAIN_MONTH);
    case DATE_DAY:
        return d.day + 1;
    case DATE_NONE:
        break;
    }
    return d.day; /* no span at all */
}

int date_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    return (floor_mod(day, 7) + 3) % 7;
}

void date_iso_week(int32_t day, int *year, int *week)
{
    /* A week belongs to the year that holds its Thursday. */
    int32_t thursday = day - date_weekday(day) + 3;
    int month;
    int dom;

    date_to_civil(thursday, year, &month, &dom);
    *week = (thursday - date_from_civil(*year, 1, 1)) / 7 + 1;
}

int32_t date_period(int32_t day, enum date_grain grain)
{
    int year;
    int month;
    int dom;

    if (grain == GRAIN_DAY) {
        return day;
    }
    if (grain == GRAIN_WEEK) {
        return floor_div(day - date_weekday(day) + 3, 7);
    }
    date_to_civil(day, &year, &month, &dom);
    if (grain == GRAIN_MONTH) {
        return 12 * year + month - 1;
    }
    return grain == GRAIN_QUARTER ? 4 * year + (month - 1) / 3 : year;
}

int32_t date_period_start(int32_t p, enum date_grain grain)
{
    switch (grain) {
    case GRAIN_DAY:
        return p;
    case GRAIN_WEEK:
        return 7 * p - 3;
    case GRAIN_MONTH:
        return date_from_civil(floor_div(p, 12), floor_mod(p, 12) + 1, 1);
    case GRAIN_QUARTER:
        return date_from_civil(floor_div(p, 4), floor_mod(p, 4) * 3 + 1, 1);
    case GRAIN_YEAR:
        break;
    }
    return date_from_civil(p, 1, 1);
}

void date_period_format(int32_t p, enum date_grain grain, char out[16])
{
    int32_t start = date_period_start(p, grain);
    char *end = out;

    if (grain == GRAIN_WEEK) {
        int year;
        int week;
        date_iso_week(start, &year, &week);
        end = put_number(end, year, 4);
        *end++ = '-';
        *end++ = 'W';
        end = put_number(end, week, 2);
        *end = '\0';
    } else if (grain == GRAIN_QUARTER) {
        end = put_number(end, floor_div(p, 4), 4);
        *end++ = '-';
        *end++ = 'Q';
        end = put_number(end, floor_mod(p, 4) + 1, 1);
        *end = '\0';
    } else {
        enum date_precision precision = grain == GRAIN_DAY     ? DATE_DAY
                                        : grain == GRAIN_MONTH ? DATE_MONTH
                                                               : DATE_YEAR;
        date_format((struct date){start, precision}, out);
    }
}

bool date_fits_grain(enum date_precision precision, enum date_grain grain)
{
    static const enum date_precision needed[] = {
        [GRAIN_DAY] = DATE_DAY,       [GRAIN_WEEK] = DATE_DAY,  [GRAIN_MONTH] = DATE_MONTH,
        [GRAIN_QUARTER] = DATE_MONTH, [GRAIN_YEAR] = DATE_YEAR,
    };

    return precision >= needed[grain];
}
