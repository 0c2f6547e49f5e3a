/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented cases: one call makes the lines of one case, the same for the same seed and number.
 */
#ifndef SAMPLE_CASES_H
#define SAMPLE_CASES_H

#include "world.h"

#include <stdbool.h>
#include <stdint.h>

#define MAX_CASE_LINES 6
#define MAX_TRANSIT 3
#define REMARKS_SIZE 480

/* The unit that stands beside the quantity. */
enum shown_unit {
    SHOW_KG,
    SHOW_G,
    SHOW_PIECES,
    SHOW_STICKS,
    SHOW_LITRES,
    SHOW_CARTONS,
    SHOW_CURRENCY,
};

enum invalid {
    VALID,
    INVALID_PRODUCT,  /* a product that no list has */
    INVALID_COUNTRY,  /* departure mis-spelt */
    INVALID_DATE,     /* 30 February */
    INVALID_QUANTITY, /* "approx 5" */
    INVALID_LOCATION, /* a location that no list has */
    INVALID_KINDS
};

enum status { STATUS_NONE, STATUS_NEW, STATUS_CHANGED, STATUS_WITHDRAWN, STATUS_REPEATED };

struct line {
    int case_no; /* groups lines; ids are given from it when written */
    int number;  /* case number within its reporter, in case ids */
    int line_no; /* 1.. within the case */
    int date;    /* days since 1970-01-01 */
    bool month_only;
    int reporter; /* index in REPORTERS */
    int location;
    int post; /* which of the reporter's posts of that location */
    int direction;
    int procedure;  /* index in PROCEDURES, -1 blank */
    int conveyance; /* -1 blank */
    int departure;  /* index in COUNTRIES, COUNTRY_BLANK or COUNTRY_UNKNOWN */
    int transit[MAX_TRANSIT];
    int n_transit;
    int destination;
    int origin;
    int product;
    int brand;        /* index in BRANDS, -1 blank */
    int64_t quantity; /* mg, pieces, ml or whole currency units */
    enum shown_unit unit;
    int currency;  /* cash: index in CURRENCIES */
    int64_t value; /* in the reporter's currency, 0 blank */
    bool hs;
    int concealment; /* -1 blank */
    int detection;   /* -1 blank */
    int ecommerce;   /* -1 blank, 0 no, 1 yes */
    int operation;   /* index in OPERATIONS, -1 blank */
    bool simplified;
    int entered;
    int validated;  /* 0: not yet */
    uint32_t style; /* how its values are spelt */
    enum invalid invalid;
    int story; /* planted by story number, 0: none */
    enum status status;
    char remarks[REMARKS_SIZE];
};

struct scene {
    const struct world *world;
    uint64_t seed;
    int first_day; /* of seizures */
    int last_day;
    int grow_product; /* product that grows in earnest, -1: none */
};

extern const char *const BRANDS[];
extern const int N_BRANDS;
extern const char *const OPERATIONS[];
extern const int N_OPERATIONS;
extern const char *const CURRENCIES[];
extern const int N_CURRENCIES;
extern const char *const PROCEDURES[];
extern const int N_PROCEDURES;

/* Days since 1970-01-01 of a date of the Gregorian calendar, and back. */
int day_of(int year, int month, int day);
void date_of(int days, int *year, int *month, int *day);

/* Fills lines[0..n-1] with case case_no and returns n (1..MAX_CASE_LINES). */
int make_case(const struct scene *s, int case_no, struct line *lines);

/* The pieces that planted cases are made of. */
/* Location of l is set: draws conveyance, concealment, detection and e-commerce to go with it.
 */
void draw_circumstances(struct rng *r, struct line *l);
/* A quantity of l's product and the unit in which its reporter shows it. */
void draw_quantity(struct rng *r, struct line *l);
/* Entered and validated, after the habits of its reporter; the date is set. */
void draw_entry(struct rng *r, struct line *l);
/* The unit that a reporter shows for this quantity. */
enum shown_unit usual_unit(const struct line *l);
/* Three significant digits. */
int64_t round_quantity(int64_t v);

/* remarks.c: writes a narrative for a long-form line into l->remarks (empty at times). */
void write_remarks(struct rng *r, struct line *l);
/* What stands in l->remarks is replaced by a narrative around a given cover load. */
void write_cover_remarks(struct rng *r, struct line *l, const char *cover);

#endif
