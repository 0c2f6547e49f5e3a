/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimal numbers: read without rounding, scaled to fixed point, summed in 128 bits. */
#ifndef SAISIE_BASE_DECIMAL_H
#define SAISIE_BASE_DECIMAL_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 int128;

/* mantissa * 10^exponent. decimal_parse leaves no zeros at the end of the mantissa (1500 is
 * 15 * 10^2, zero 0 * 10^0), so that equal numbers are equal structs. */
struct decimal {
    int64_t mantissa;
    int exponent;
};

/* Reads a plain decimal with '.' as its point: optional sign, digits, optional fraction,
 * optional exponent (1e-3); the digits before the point may be missing (.5), those behind it
 * may not. Digits beyond what 64 bits hold are rounded half to even. False if anything else
 * stands in text, or if the number has more than 62 whole digits or, once rounded, more than 60
 * decimals (its plain form would not fit decimal_format). */
bool decimal_parse(const char *text, size_t len, struct decimal *out);
/* Writes the shortest plain form that reads back the same (no exponent), at most 64 bytes. */
void decimal_format(struct decimal d, char out[64]);
/* d * factor, rounded half to even to a whole number: the fixed-point form of a quantity whose
 * unit is factor smallest units (kg: factor 10^9 -> micrograms). False on overflow of 64 bits.
 */
bool decimal_scale(struct decimal d, int64_t factor, int64_t *out);
/* Writes value / 10^scale (scale 0 to 38) with exactly decimals places (rounded half to even,
 * decimals <= scale), or with decimals < 0 as many as needed. What rounds to zero has no minus.
 * thousands: '\0' plain, with a point; else as people here write it (decimal_set_people). At
 * most 64 bytes. */
void fixed_format(int128 value, int scale, int decimals, char thousands, char out[64]);
/* The nearest double, for ratios and drawing only, never for sums. */
double fixed_double(int128 value, int scale);

/* How people here write numbers: what parts thousands, and the decimal sign. Told once as the
 * program begins, as setlocale is; until then ',' and '.'. */
void decimal_set_people(char thousands, char sign);

#endif
