/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One side of a cross-tab: up to two axes whose groups, combined, become dense row (or column)
 * numbers. */
#ifndef SAISIE_ANALYSIS_SIDE_H
#define SAISIE_ANALYSIS_SIDE_H

#include "analysis/pivot.h"
#include "base/map.h"

struct side {
    struct pace *pace; /* of the frame */
    struct axis axis[PIVOT_DEPTH];
    size_t axes;
    uint64_t space;  /* product of the axes' groups */
    uint32_t *dense; /* by combined key, where space is small: the number, or SIDE_ABSENT */
    struct numbering sparse; /* combined keys, where it is large */
    uint32_t *renumber;      /* sparse number -> number in display order */
    uint32_t most;           /* the most groups that one line can have */
    uint64_t *scratch;       /* room for most keys, used within one call */
    uint32_t count;          /* groups that occur */
    struct pivot_group *group;
};

#define SIDE_ABSENT UINT32_MAX

/* Opens the axes by name (texts and groups live in a). */
enum status side_open(struct frame *f, const char *const names[PIVOT_DEPTH], struct arena *a,
                      struct side *s, struct error *e);
/* Finds the groups that occur in the selection and numbers them in display order; a lone time
 * axis gets the periods between its first and last one too. */
enum status side_number(struct side *s, const struct bitmap *selection, struct arena *a,
                        struct error *e);
/* The same in two steps, for who has walked over the lines already: marks one combined key
 * (sides whose dense is set), then numbers what is marked. */
void side_mark(struct side *s, uint64_t key);
enum status side_number_marked(struct side *s, struct arena *a, struct error *e);
void side_close(struct side *s);

/* The numbers of the groups of one line into out (room for s->most), and how many; 0: the line
 * has no place (or the side no axes). */
uint32_t side_of(const struct side *s, uint32_t position, uint32_t *out);

#endif
