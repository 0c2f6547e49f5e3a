/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of numbers: tenfold from bound to bound, those of days as delays are spoken of. One
 * table for axes and for the steps of the pane Filter. */
#ifndef SAISIE_FRAME_CLASSES_H
#define SAISIE_FRAME_CLASSES_H

#include "frame/frame.h"

#define CLASSES_MOST 16
#define CLASSES_NONE UINT32_MAX

/* A class has what is at its bound or above and below the bound of the next. */
struct number_class {
    int64_t from; /* millionths of the base unit (kg, L, pieces, days); the first class has all
                     below the second, CLASS_ABOVE_ZERO begins at the least amount there is */
    const char *code;  /* behind class(field): */
    const char *label; /* "10–100 g" */
    const char *range; /* behind field: it takes the same lines; NULL: the code does. That of
                          the least class above zero takes zero too, as no range excludes it */
};
#define CLASS_ABOVE_ZERO INT64_MAX

struct classes {
    enum field_type type;
    int scale;     /* decimals of the amounts or of value.number */
    uint32_t zero; /* the class of zero alone, below the one whose range takes it too; or
                      CLASSES_NONE */
    uint32_t count;
    const struct number_class *one;
};

/* NULL: fields of that type have no numbers. */
const struct classes *classes_of(enum field_type type);
/* Whether it is mass, volume or pieces: frame_amounts, and no column. */
bool classes_of_amounts(enum field_type type);

/* The bounds in smallest units, ascending, the first INT64_MIN. */
void classes_bounds(const struct classes *c, int64_t bound[CLASSES_MOST]);
/* The class of a number: the last whose bound it reaches. */
static inline uint32_t classes_at(const int64_t *bound, uint32_t count, int64_t number)
{
    uint32_t at = 0;
    while (at + 1 < count && number >= bound[at + 1]) {
        at++;
    }
    return at;
}
/* The number of a valid value of a column; not zero where it is none beyond the decimals. */
int64_t classes_number(const struct value *v);

#endif
