/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing what a pane asks: a field to group by, a measure that the cache has something of. */
#ifndef SAISIE_PANE_CHOICES_H
#define SAISIE_PANE_CHOICES_H

#include "analysis/measure.h"
#include "pane/pane.h"

/* Lets the user choose a field, grain or roll-up by name or label. none: the text of an entry
 * for no field, which gives NULL in *name; NULL: there is no such entry. here: what is chosen
 * now, or NULL. False: nothing was chosen (a fault is told). *name lives in a. */
bool choose_field(struct pane *p, const char *title, const char *none, const char *here,
                  struct arena *a, const char **name);

/* A measure as a pane asks for it. */
struct measure_choice {
    enum measure_kind kind;
    uint16_t money_group; /* of MEASURE_VALUE, else UINT16_MAX */
    const char *name;     /* "mass, kg", "value USD seized" */
};

/* The measures of which the cache holds anything, money by currency and kind. *out lives in a.
 */
enum status measure_choices(struct frame *f, struct arena *a, struct measure_choice **out,
                            size_t *count, struct error *e);
/* The next one after kind and group, in that order, round. */
enum status measure_next(struct frame *f, enum measure_kind *kind, uint16_t *money_group,
                         struct error *e);
/* Lets the user choose one; false: nothing was chosen (a fault is told). */
bool choose_measure(struct pane *p, enum measure_kind *kind, uint16_t *money_group);
/* By name, "mass", "value", "value USD seized"; "" is the usual one. False with the way out. */
bool measure_named(struct frame *f, const char *name, enum measure_kind *kind,
                   uint16_t *money_group, struct error *e);

#endif
