/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of classes by type of number. */
#include "frame/classes.h"

#include <string.h>

#define M INT64_C(1000000)

static const struct number_class masses[] = {
    {INT64_MIN, "0", "0", NULL},
    {CLASS_ABOVE_ZERO, "<1g", "under 1 g", "0..<1g"},
    {1000, "1g..<10g", "1–10 g", NULL},
    {10000, "10g..<100g", "10–100 g", NULL},
    {100000, "100g..<1kg", "100 g–1 kg", NULL},
    {M, "1kg..<10kg", "1–10 kg", NULL},
    {10 * M, "10kg..<100kg", "10–100 kg", NULL},
    {100 * M, "100kg..<1t", "100 kg–1 t", NULL},
    {1000 * M, "1t..<10t", "1–10 t", NULL},
    {10000 * M, "10t..<100t", "10–100 t", NULL},
    {100000 * M, "100t..", "100 t and more", NULL},
};

static const struct number_class volumes[] = {
    {INT64_MIN, "0", "0", NULL},
    {CLASS_ABOVE_ZERO, "<10ml", "under 10 ml", "0..<10ml"},
    {10000, "10ml..<100ml", "10–100 ml", NULL},
    {100000, "100ml..<1L", "100 ml–1 L", NULL},
    {M, "1L..<10L", "1–10 L", NULL},
    {10 * M, "10L..<100L", "10–100 L", NULL},
    {100 * M, "100L..<1000L", "100–1,000 L", NULL},
    {1000 * M, "1000L..<10000L", "1,000–10,000 L", NULL},
    {10000 * M, "10000L..", "10,000 L and more", NULL},
};

#define TENFOLD                                                                                \
    {CLASS_ABOVE_ZERO, "<1", "under 1", "0..<1"}, {M, "1..<10", "1–10", NULL},                 \
        {10 * M, "10..<100", "10–100", NULL}, {100 * M, "100..<1000", "100–1,000", NULL},      \
        {1000 * M, "1000..<10000", "1,000–10,000", NULL},                                      \
        {10000 * M, "10000..<100000", "10,000–100,000", NULL},                                 \
        {100000 * M, "100000..<1000000", "100,000–1 million", NULL},                           \
    {                                                                                          \
        1000000 * M, "1000000..", "1 million and more", NULL                                   \
    }

static const struct number_class pieces[] = {{INT64_MIN, "0", "0", NULL}, TENFOLD};

static const struct number_class numbers[] = {
    {INT64_MIN, "<0", "below 0", "..<0"}, {0, "0", "0", NULL}, TENFOLD};

static const struct number_class days[] = {
    {INT64_MIN, "..-1", "before the seizure", NULL},
    {0, "0", "the same day", NULL},
    {M, "1..7", "1 to 7 days", NULL},
    {8 * M, "8..30", "8 to 30 days", NULL},
    {31 * M, "31..90", "31 to 90 days", NULL},
    {91 * M, "91..180", "91 to 180 days", NULL},
    {181 * M, "181..365", "181 to 365 days", NULL},
    {366 * M, "366..", "more than a year", NULL},
};

#define LIST(list) sizeof list / sizeof *list, list
static const struct classes types[] = {
    {FIELD_MASS, SCALE_MASS, 0, LIST(masses)},
    {FIELD_VOLUME, SCALE_VOLUME, 0, LIST(volumes)},
    {FIELD_PIECES, SCALE_PIECES, 0, LIST(pieces)},
    {FIELD_NUMBER, 6, 1, LIST(numbers)},
    {FIELD_DAYS, 6, CLASSES_NONE, LIST(days)},
};

const struct classes *classes_of(enum field_type type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == type) {
            return &types[i];
        }
    }
    return NULL;
}

bool classes_of_amounts(enum field_type type)
{
    return type == FIELD_MASS || type == FIELD_VOLUME || type == FIELD_PIECES;
}

void classes_bounds(const struct classes *c, int64_t bound[CLASSES_MOST])
{
    int64_t factor = 1;
    for (int i = 6; i < c->scale; i++) {
        factor *= 10;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        int64_t from = c->one[i].from;
        bound[i] = from == INT64_MIN ? from : from == CLASS_ABOVE_ZERO ? 1 : from * factor;
    }
}

int64_t classes_number(const struct value *v)
{
    bool zero = v->number == 0 && !strpbrk(v->code, "123456789");
    return v->number || zero ? v->number : *v->code == '-' ? -1 : 1;
}
