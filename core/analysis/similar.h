/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similar records: what a record says of commodity, route and way, as conditions of which each
 * can be left out, with the lines that all those chosen take. */
#ifndef SAISIE_ANALYSIS_SIMILAR_H
#define SAISIE_ANALYSIS_SIMILAR_H

#include "base/arena.h"
#include "filter/filter.h"

#define SIMILAR_MOST 24

struct similar_condition {
    const char *label;    /* of the field: "Product" */
    const char *value;    /* for people: "Heroin", "2025-01-03 to 2025-07-02" */
    const char *sentence; /* product:heroin */
    bool on, within;      /* within: the sentence one was under */
    size_t other;         /* lines that were taken, were it turned round */
    struct bitmap lines;
};

/* All zero is closed. */
struct similar {
    struct arena arena;
    struct frame *frame; /* borrowed */
    struct similar_condition condition[SIMILAR_MOST];
    size_t count;
    size_t lines;   /* current lines that what is on takes */
    uint32_t cases; /* their distinct cases */
};

/* The conditions of the record at position: those of its values that are understood; product
 * (or what is known above it), route, concealment and conveyance are on. within: the sentence
 * one is under, a condition too, which is off; "" none. On a fault *out is closed. */
enum status similar_open(struct frame *f, size_t position, const char *within,
                         struct similar *out, struct error *e);
void similar_close(struct similar *s);

/* Turns a condition on or off and counts anew. */
enum status similar_toggle(struct similar *s, size_t condition, struct error *e);
/* The sentence of what is on, in s; NULL when memory is out. */
const char *similar_sentence(struct similar *s);

#endif
