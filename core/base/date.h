/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar dates with a precision: a day, a month, or a year is known. Proleptic Gregorian. */
#ifndef SAISIE_BASE_DATE_H
#define SAISIE_BASE_DATE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_precision { DATE_NONE = 0, DATE_YEAR, DATE_MONTH, DATE_DAY };

/* day counts from 1970-01-01; a date known to its month or year stands on that span's first
 * day. */
struct date {
    int32_t day;
    enum date_precision precision;
};

/* Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms",
 * days_from_civil). */
int32_t date_from_civil(int year, int month, int day);
void date_to_civil(int32_t day, int *year, int *month, int *dom);
bool date_is_valid(int year, int month, int day);
int date_days_in_month(int year, int month);

/* Reads the canonical forms 2024, 2024-03, 2024-03-05 exactly (years 1000 to 9999). */
bool date_parse(const char *text, size_t len, struct date *out);
/* Writes the canonical form (at most 10 characters and NUL). */
void date_format(struct date d, char out[16]);
/* First day after the span that the date names (next day, next month's or year's first day). */
int32_t date_end(struct date d);

/* 0 Monday .. 6 Sunday. */
int date_weekday(int32_t day);
/* ISO 8601 week: year and week 1..53. */
void date_iso_week(int32_t day, int *year, int *week);

/* Periods of a calendar grain, numbered without gaps so that neighbours differ by one. */
enum date_grain { GRAIN_DAY, GRAIN_WEEK, GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR };
/* The number of the period that holds day (days: the day; weeks from Monday 1969-12-29 = 0;
 * months 12*year+month-1; quarters 4*year+quarter-1; years the year). */
int32_t date_period(int32_t day, enum date_grain grain);
/* First day of period number p. */
int32_t date_period_start(int32_t p, enum date_grain grain);
/* "2024-03-05", "2024-W10", "2024-03", "2024-Q1", "2024" (at most 10 characters and NUL). */
void date_period_format(int32_t p, enum date_grain grain, char out[16]);
/* Whether a date of this precision lies whole in one period of the grain. */
bool date_fits_grain(enum date_precision precision, enum date_grain grain);

#endif
