/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as files write them: thousands, decimal signs, exponents, and what is glued on. */
#ifndef SAISIE_INGEST_NUMBERS_H
#define SAISIE_INGEST_NUMBERS_H

#include "base/decimal.h"

enum number_reading {
    NUMBER_UNREADABLE, /* a range, "approx 5", a sign without digits ... */
    NUMBER_READ,
    NUMBER_EITHER, /* 1.234 or 1,234: the column must tell which sign parts decimals */
};

/* The sign that parts whole from decimals, as bits. */
enum { SIGN_POINT = 1, SIGN_COMMA = 2 };

struct number_text {
    enum number_reading reading;
    struct decimal value; /* of NUMBER_READ */
    struct decimal by[2]; /* of NUMBER_EITHER: with a decimal point, with a decimal comma */
    unsigned proves;      /* the sign that the text shows to part decimals in it; 0: neither */
    size_t end;           /* what follows (a unit) begins here; len: nothing does */
};

/* Blanks (also NBSP and thin ones) and apostrophes part thousands, point and comma thousands or
 * decimals: with both, the last parts decimals; one that stands twice parts thousands; one that
 * stands once parts decimals, unless three digits follow it and one to three that are no zero
 * come before. Thousands may be grouped the Indian way. */
struct number_text number_read(const char *text, size_t len);

/* What stands before the digits and is no number ("US$ 5", "-€5", "USD 5"): len 0 where nothing
 * does. Whether it is a currency is for the caller to find. */
struct number_prefix {
    const char *text;
    size_t len;
    size_t end; /* the number begins here */
    bool minus; /* a minus stands before it */
};
struct number_prefix number_prefix(const char *text, size_t len);

#endif
