/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about a row as a whole: its route against its direction, its commodity against the tree
 * and the unit. They look at codes alone. */
#ifndef SAISIE_INGEST_RULES_H
#define SAISIE_INGEST_RULES_H

#include "base/error.h"

#include <stdint.h>

struct rows;
struct record;

/* The fields that rules compare. */
enum rule_part {
    PART_DIRECTION,
    PART_REPORTER,
    PART_DEPARTURE,
    PART_DESTINATION,
    PART_SECTION,
    PART_STREAM,
    PART_PRODUCT,
    PART_UNIT,
    RULE_PARTS
};

struct rules {
    int column[RULE_PARTS]; /* NO_COLUMN: the rows have none */
    uint32_t import, export, transit, internal;
};

/* Finds the columns; they are open. */
void rules_open(struct rows *r);
/* Adds what the row at hand breaks. */
enum status rules_row(struct rows *r, const struct record *record, struct error *e);

#endif
