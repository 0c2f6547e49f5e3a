/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as files write them: what one text says, and what it says about its column. */
#ifndef SAISIE_INGEST_DATES_H
#define SAISIE_INGEST_DATES_H

#include "base/date.h"

enum date_reading {
    DATE_UNREADABLE, /* no date, or one that the calendar does not have */
    DATE_READ,
    DATE_EITHER, /* 03/04/2018: the column must tell the order; day_first, month_first hold */
};

struct date_text {
    enum date_reading reading;
    struct date date;
    struct date day_first, month_first; /* the two readings of DATE_EITHER */
    /* A part over 12 settles the order of the column. */
    bool proves_day_first, proves_month_first;
};

/* ISO with or without a time of day, YYYY-MM, YYYY, YYYYMMDD, MM/YYYY, and day, month, year
 * parted by / . or -. Years of two digits are taken where / or . parts them: up to the year
 * of today this century, else the last. */
struct date_text date_read(const char *text, size_t len, int32_t today);

#endif
