/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kinds of axes share. Inside core/frame alone. */
#ifndef SAISIE_FRAME_AXIS_PRIVATE_H
#define SAISIE_FRAME_AXIS_PRIVATE_H

#include "frame/axis.h"
#include "frame/frame_private.h"

/* Groups of the values that say nothing a calendar or a geography could place; each kept apart
 * from the others, and only where it occurs. */
struct unplaced {
    bool occurs[VALUE_INVALID + 1];    /* by state */
    uint32_t group[VALUE_INVALID + 1]; /* by state, once numbered */
};
/* Which states the lines of column c (its items too) have: the only look at lines an axis
 * takes. */
enum status axis_unplaced(struct frame *f, const struct column *c, struct unplaced *u,
                          struct error *e);
/* Appends their groups at group[n] (room for 3) and returns the new number of groups. */
uint32_t axis_add_unplaced(struct unplaced *u, struct value *group, uint32_t n);

/* A grain of a date column ("month", "weekday"), by its name; false: no such grain. */
bool axis_is_grain(const char *name);
/* Fills groups of *out, whose column and names are set. */
enum status axis_calendar(struct frame *f, const char *grain, struct arena *a, struct axis *out,
                          struct error *e);
/* Names of the grains, NULL-ended. */
const char *const *axis_grains(void);

/* Roll-ups "wco" and "rilo" of a country column. */
bool axis_is_rollup(const char *name);
enum status axis_rollup(struct frame *f, const char *geography, struct arena *a,
                        struct axis *out, struct error *e);
const char *const *axis_rollups(void);

/* Numbers in classes: "class", "quartile" and "decile" of a field whose type has any. The names
 * of *out are set. */
bool axis_is_class(const char *name);
bool axis_has_classes(enum field_type type);
enum status axis_classes(struct frame *f, const char *head, const char *field,
                         enum field_type type, struct arena *a, struct axis *out,
                         struct error *e);
const char *const *axis_class_heads(void);

/* A country in any role: sets name, label and column of *out. */
enum status axis_involves(struct frame *f, struct axis *out, struct error *e);
/* Its name where a file has any role; else NULL. */
const char *axis_involves_name(const struct frame *f);

#endif
