/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of months and weekdays, whole and short, in English, French, Spanish and Portuguese. */
#ifndef SAISIE_INGEST_CALENDAR_H
#define SAISIE_INGEST_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 1 to 12, or 0 for any other word. The text is folded (text_fold). */
int calendar_month(const char *folded, size_t len);
/* 0 (Monday) to 6, or -1. The text is folded. */
int calendar_weekday(const char *folded, size_t len);
/* The weekday of a cell as it stands, or -1. */
int calendar_weekday_cell(const char *text, size_t len);
/* The weekday of a day counted from 1970-01-01. */
int calendar_weekday_of(int32_t day);
/* Whether the header of a column says that it holds weekdays. */
bool calendar_is_weekday_header(const char *text, size_t len);

#endif
