/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimal numbers without floating point: reading, scaling, writing. */
#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

/* The plain form of every number that is read must fit 63 bytes (sign, "0.", digits). */
#define MOST_WHOLE_DIGITS 62
#define MOST_FRACTION_DIGITS 60
#define EXPONENT_CAP 100000000 /* beyond any length of text that could bring it back */

/* What decimal_parse has read: digits taken, and how the rest compares with one half. */
struct digits {
    uint64_t value;
    uint64_t limit;
    int64_t exponent;
    bool full;    /* no further digit fits */
    int dropped;  /* first digit that did not */
    bool sticky;  /* any digit behind it is not 0 */
    size_t count; /* digits seen */
};

static void add_digit(struct digits *d, int digit, bool fraction)
{
    d->count++;
    if (!d->full && d->value <= (d->limit - (uint64_t)digit) / 10) {
        d->value = d->value * 10 + (uint64_t)digit;
        d->exponent -= fraction;
        return;
    }
    if (d->full) {
        d->sticky |= digit != 0;
    } else {
        d->full = true;
        d->dropped = digit;
    }
    d->exponent += !fraction;
}

static bool rounds_up(const struct digits *d)
{
    return d->dropped > 5 || (d->dropped == 5 && (d->sticky || (d->value & 1)));
}

/* Rounds half to even; where the sum would pass the limit, one digit more is dropped first. */
static void round_digits(struct digits *d)
{
    if (rounds_up(d) && d->value == d->limit) {
        d->sticky |= d->dropped != 0;
        d->dropped = (int)(d->value % 10);
        d->value /= 10;
        d->exponent++;
    }
    d->value += rounds_up(d);
}

/* Reads [+-]digits behind an e; the value is capped, not wrapped. */
static bool read_exponent(const char *text, size_t len, int64_t *exponent)
{
    size_t i = 0;
    bool minus = len > 0 && text[0] == '-';
    int64_t value = 0;

    if (len > 0 && (text[0] == '-' || text[0] == '+')) {
        i++;
    }
    if (i == len) {
        return false;
    }
    for (; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        if (value < EXPONENT_CAP) {
            value = value * 10 + (text[i] - '0');
        }
    }
    *exponent = minus ? -value : value;
    return true;
}

static int digits_of(uint64_t value)
{
    int n = 1;

    while (value >= 10) {
        value /= 10;
        n++;
    }
    return n;
}

/* One form for each value: no zeros at the end of the mantissa, zero is 0 * 10^0. */
static bool settle(struct digits *d, bool minus, struct decimal *out)
{
    if (d->value == 0) {
        *out = (struct decimal){0, 0};
        /* Either every digit was 0, or none was lost: the first nonzero one always fits. */
        return true;
    }
    while (d->value % 10 == 0) {
        d->value /= 10;
        d->exponent++;
    }
    if (digits_of(d->value) + d->exponent > MOST_WHOLE_DIGITS ||
        d->exponent < -MOST_FRACTION_DIGITS) {
        return false;
    }
    out->mantissa = minus ? (int64_t)(0 - d->value) : (int64_t)d->value;
    out->exponent = (int)d->exponent;
    return true;
}

bool decimal_parse(const char *text, size_t len, struct decimal *out)
{
    size_t i = 0;
    bool minus = len > 0 && text[0] == '-';
    struct digits d = {.limit = (uint64_t)INT64_MAX + minus};
    int64_t exponent = 0;

    if (len > 0 && (text[0] == '-' || text[0] == '+')) {
        i++;
    }
    for (; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
        add_digit(&d, text[i] - '0', false);
    }
    if (i < len && text[i] == '.') {
        size_t before = d.count;
        for (i++; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
            add_digit(&d, text[i] - '0', true);
        }
        if (d.count == before) {
            return false;
        }
    }
    if (d.count == 0) {
        return false;
    }
    if (i < len && (text[i] == 'e' || text[i] == 'E')) {
        if (!read_exponent(text + i + 1, len - i - 1, &exponent)) {
            return false;
        }
        i = len;
    }
    if (i != len) {
        return false;
    }
    round_digits(&d);
    d.exponent += exponent;
    return settle(&d, minus, out);
}

/* Writes the digits of value backwards; returns how many. */
static int reverse_digits(uint128 value, char out[40])
{
    int n = 0;

    /* 128-bit division is slow, so 18 digits are split off at a time. */
    while (value > UINT64_MAX) {
        uint64_t low = (uint64_t)(value % 1000000000000000000ULL);
        value /= 1000000000000000000ULL;
        for (int i = 0; i < 18; i++, low /= 10) {
            out[n++] = (char)('0' + low % 10);
        }
    }
    uint64_t rest = (uint64_t)value;
    do {
        out[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    return n;
}

void decimal_format(struct decimal d, char out[64])
{
    char reversed[40];
    uint64_t value = d.mantissa < 0 ? 0 - (uint64_t)d.mantissa : (uint64_t)d.mantissa;
    int exponent = d.exponent;
    size_t at = 0;

    while (value && value % 10 == 0) {
        value /= 10;
        exponent++;
    }
    if (value == 0) {
        exponent = 0;
    }
    int n = reverse_digits(value, reversed);
    if (d.mantissa < 0) {
        out[at++] = '-';
    }
    if (n + exponent > MOST_WHOLE_DIGITS || exponent < -MOST_FRACTION_DIGITS) {
        /* Only made by hand, never read: the plain form has no room, this one stays true. */
        snprintf(out + at, 64 - at, "%llue%d", (unsigned long long)value, exponent);
        return;
    }
    if (n + exponent <= 0) {
        out[at++] = '0';
        out[at++] = '.';
        for (int i = n + exponent; i < 0; i++) {
            out[at++] = '0';
        }
    }
    for (int i = n; i > 0; i--) {
        if (i == -exponent && i < n) {
            out[at++] = '.';
        }
        out[at++] = reversed[i - 1];
    }
    for (int i = 0; i < exponent; i++) {
        out[at++] = '0';
    }
    out[at] = '\0';
}

static uint128 power_of_ten(int n)
{
    uint128 power = 1;

    for (int i = 0; i < n; i++) {
        power *= 10;
    }
    return power;
}

/* value / 10^digits, rounded half to even. */
static uint128 shift_right(uint128 value, int shift)
{
    if (shift <= 0) {
        return value;
    }
    if (shift > 38) {
        return 0; /* half of 10^39 is more than 128 bits hold */
    }
    uint128 power = power_of_ten(shift);
    uint128 result = value / power;
    uint128 rest = value % power;
    uint128 half = power / 2;
    return result + (rest > half || (rest == half && (result & 1)));
}

bool decimal_scale(struct decimal d, int64_t factor, int64_t *out)
{
    int128 product = (int128)d.mantissa * factor;
    uint128 value = product < 0 ? -(uint128)product : (uint128)product;
    uint128 limit = (uint128)INT64_MAX + (product < 0);
    int exponent = d.exponent;

    if (exponent < 0) {
        /* -exponent would overflow for INT_MIN, and beyond 39 digits nothing is left anyway. */
        value = exponent < -39 ? 0 : shift_right(value, -exponent);
    }
    for (; exponent > 0 && value > 0; exponent--) {
        if (value > limit) {
            return false;
        }
        value *= 10;
    }
    if (value > limit) {
        return false;
    }
    *out = product < 0 ? (int64_t)(0 - (uint64_t)value) : (int64_t)value;
    return true;
}

/* Constant from the program's first lines on. */
static struct {
    char thousands, sign;
} people = {',', '.'};

void decimal_set_people(char thousands, char sign)
{
    people.thousands = thousands;
    people.sign = sign;
}

void fixed_format(int128 value, int scale, int decimals, char thousands, char out[64])
{
    char reversed[40];
    const bool here = thousands == ',';
    uint128 rest = value < 0 ? -(uint128)value : (uint128)value;
    int places = scale;
    size_t at = 0;

    if (decimals >= 0 && decimals < scale) {
        rest = shift_right(rest, scale - decimals);
        places = decimals;
    }
    while (decimals < 0 && places > 0 && rest % 10 == 0) {
        rest /= 10;
        places--;
    }
    int n = reverse_digits(rest, reversed);
    if (value < 0 && rest != 0) {
        out[at++] = '-';
    }
    if (n <= places) {
        out[at++] = '0';
    }
    for (int i = n - 1; i >= places; i--) {
        out[at++] = reversed[i];
        if (thousands && i > places && (i - places) % 3 == 0) {
            out[at++] = here ? people.thousands : thousands;
        }
    }
    if (places > 0) {
        out[at++] = here ? people.sign : '.';
    }
    for (int i = places - 1; i >= 0; i--) {
        out[at++] = i < n ? reversed[i] : '0';
    }
    out[at] = '\0';
}

double fixed_double(int128 value, int scale)
{
    /* Whole numbers up to 2^53 and powers up to 10^22 are doubles, so their quotient is rounded
     * once (Clinger, "How to read floating point numbers accurately", 1990). */
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int128 exact = (int128)1 << 53;

    if (value >= -exact && value <= exact && scale >= 0 && scale <= 22) {
        return (double)(int64_t)value / powers[scale];
    }
    /* Whole digits and an exponent: no point that a locale could spell otherwise. */
    char text[80];
    fixed_format(value, 0, 0, '\0', text);
    size_t len = strlen(text);
    snprintf(text + len, sizeof text - len, "e%d", -scale);
    return strtod(text, NULL);
}
