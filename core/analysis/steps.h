/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and amounts in steps: how many lines and distinct cases lie in each, so that a field
 * of a hundred thousand sizes can be chosen from. */
#ifndef SAISIE_ANALYSIS_STEPS_H
#define SAISIE_ANALYSIS_STEPS_H

#include "frame/frame.h"

struct step {
    struct value group; /* code: as it stands in a sentence behind "field:" */
    uint32_t seizures, cases;
};

struct steps {
    struct arena arena; /* owns everything; steps_free */
    struct step *step;  /* those that occur, by size, then invalid, unknown, blank */
    size_t count;
    uint32_t seizures, cases; /* of all lines in them; cases distinct */
    uint32_t other; /* lines in a unit of another family, or in packages: in no step */
};

/* Whether a field of that type is shown in steps: an amount, days, and numbers of more than a
 * few values (column, else NULL). */
bool steps_suit(enum field_type type, const struct column *c);

/* Answers over lines (borrowed); STATUS_MISUSE where the field has no numbers. *out is owned by
 * the caller. Steps are the classes of frame/classes.h, zero within the first above it. */
enum status steps_run(struct frame *f, const struct bitmap *lines, const char *field,
                      struct steps **out, struct error *e);
void steps_free(struct steps **s);

#endif
