/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact amounts by line through tables over the distinct values; shared by the unit families
 * and by money. Inside core/frame alone. */
#ifndef SAISIE_FRAME_AMOUNTS_H
#define SAISIE_FRAME_AMOUNTS_H

#include "frame/frame_private.h"

/* The rules for packages by distinct value of unit and commodity; the tables live in the
 * scratch arena. All zero: no line is in a package with a rule. */
struct packages {
    const struct package_rule *rule; /* all rules of the reference */
    const struct column *product, *stream;
    uint16_t **by_product, **by_stream; /* by unit value (NULL: no rule), then product or stream
                                           value: index of the rule + 1, 0 none */
};
enum status packages_open(struct frame *f, const struct column *unit, struct arena *scratch,
                          struct packages *p, struct error *e);
/* The rule of a line in a unit (its value id): index + 1, or 0. */
uint16_t packages_at(const struct packages *p, uint32_t unit, size_t position);

/* Quantity and unit of lines, seen by one unit family. All tables live in the scratch arena. A
 * file has so many distinct quantities that putting them in order would take longer than all
 * else, and nothing here asks for their order. */
struct quantities {
    const struct column *quantity, *unit;
    struct held_column raw; /* the quantity, where it is not loaded as a column */
    enum unit_family family;
    struct packages packages;
    struct decimal *decimal; /* by quantity value */
    uint8_t *quantity_state; /* by quantity value: enum amount_state */
    uint8_t *unit_state;     /* by unit value: enum amount_state */
    int64_t *factor;         /* by unit value: smallest units of the family */
    int64_t *micro;          /* by quantity value: millionths; INT64_MIN: that is not exact */
    int64_t *whole;  /* by unit value: the factor in millions, 0: it is no multiple of them */
    int64_t **table; /* by unit value, then quantity value: the product; NULL: too many */
};
enum status quantities_open(struct frame *f, enum unit_family family, struct arena *scratch,
                            struct quantities *q, struct error *e);
void quantities_close(struct frame *f, struct quantities *q);
/* The amount at a position: 0 unless AMOUNT_COUNTED. *rule: of the package rule that it was
 * counted through, index + 1; 0 none. */
enum amount_state quantities_at(const struct quantities *q, size_t position, int64_t *amount,
                                uint16_t *rule);

/* A number column in one fixed unit. */
struct plain {
    const struct column *column;
    int64_t *amount; /* by value, 0 unless counted */
    uint8_t *state;  /* by value: enum amount_state */
};
/* The number column name (a stored field, or a catalogue field that is then blank), times
 * factor. */
enum status plain_open(struct frame *f, const char *name, int64_t factor, struct arena *scratch,
                       struct plain *p, struct error *e);

#endif
