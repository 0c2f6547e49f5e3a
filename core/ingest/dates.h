/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as files write them: what one text says, and what it says about its column. */
#ifndef SAISIE_INGEST_DATES_H
#define SAISIE_INGEST_DATES_H

#include "base/date.h"

enum date_reading {
    DATE_UNREADABLE, /* no date, or one that the calendar does not have */
    DATE_READ,
    DATE_EITHER, /* 03/04/2018: the column must tell the order */
    DATE_SERIAL, /* 43113: a day of a spreadsheet, if the column holds nothing else */
};

/* Orders in which day, month and year may stand, as bits. */
enum { ORDER_DMY = 1, ORDER_MDY = 2, ORDER_YMD = 4, ORDER_ANY = 7, ORDER_COUNT = 3 };

struct date_text {
    enum date_reading reading;
    struct date date; /* of DATE_READ; of DATE_SERIAL under the epoch of 1900 */
    unsigned fits;    /* the orders under which it is a date of the calendar */
    unsigned orders;  /* those that it can be meant in; 0: it says nothing about the order */
    struct date by[ORDER_COUNT]; /* the date under each of them, in order of bit */
};

/* ISO with or without a time of day and a zone, YYYY-MM, YYYY, YYYYMMDD, MM/YYYY; day, month,
 * year parted by / . or -, the year of two digits at the end or (with -) at the beginning;
 * months by name ("13 janv. 2018", "January 13, 2018", "Jan-18", "2018-Mar", "13 de enero de
 * 2018"), with a weekday beside it; days of a spreadsheet. A year of two digits is of this
 * century up to the year of today, else of the last; with such a year only readings from 1990
 * to today count where there are any. */
struct date_text date_read(const char *text, size_t len, int32_t today);
/* The date of a text under one order (a bit); false: under that order it is none. */
bool date_in_order(const struct date_text *t, unsigned order, struct date *out);
/* "dmy", "mdy" or "ymd" to its bit; 0 for another text. */
unsigned date_order_named(const char *name);
/* "day first", "month first", "year first"; "" for 0. */
const char *date_order_name(unsigned order);

#endif
