/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Siblings: what a filter on a product leaves out that goes by nearly the same name. "Cocaine"
 * falls where reporters begin to write "Cocaine HCL": both must be in reach before a fall is
 * believed. */
#ifndef SAISIE_ANALYSIS_SIBLINGS_H
#define SAISIE_ANALYSIS_SIBLINGS_H

#include "filter/filter.h"

struct sibling {
    const struct value *value; /* of the frame */
    uint32_t lines;            /* that the rest of the sentence takes */
};

struct siblings {
    const char *field;       /* "product"; NULL: there are none */
    const struct value *of;  /* what the filter takes: the first of it */
    struct sibling *sibling; /* most lines first */
    size_t count;
};

/* The siblings of what the filter takes of a product, where it asks for one: other values of
 * the field of which one's whole name is the beginning of the other's, word by word. *out lives
 * in a. */
enum status siblings_find(struct frame *f, const struct filter *filter,
                          const struct bitmap *selection, struct arena *a, struct siblings *out,
                          struct error *e);

/* "beside product:Cocaine and not in it: Cocaine HCL (12,345 seizures)", a line of text;
 * nothing where there are none. */
void siblings_note(const struct siblings *s, struct buffer *out);

/* The sentence that takes them too. Text in a; NULL: memory is out. */
const char *siblings_sentence(struct frame *f, const struct siblings *s, const char *sentence,
                              struct arena *a);

#endif
