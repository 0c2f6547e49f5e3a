/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual pages, made from the tables that parser, help and completion are made from. */
#ifndef SAISIE_COMMAND_MANUAL_H
#define SAISIE_COMMAND_MANUAL_H

#include "reference/reference.h"

#include <stdio.h>

/* One part of a page that stands above this floor: the keys, the ':' commands. */
struct manual_entry {
    const char *left, *text;
};

/* Text as man(7) reads it: signs that it would take for its own are escaped, letters beyond
 * ASCII are named. */
void manual_escape(FILE *out, const char *text);
/* The first line of a page of that section of the book. */
void manual_begin(FILE *out, const char *name, const char *section, const char *book);
/* .SH heading */
void manual_heading(FILE *out, const char *heading);
/* .SS heading */
void manual_subheading(FILE *out, const char *heading);
/* left in bold, text beside it. */
void manual_entry(FILE *out, const char *left, const char *text);
void manual_paragraph(FILE *out, const char *text);

/* saisie(1) up to and with the verbs; the caller adds what the panes know, then ends it with
 * manual_end. */
void manual_verbs(FILE *out);
void manual_end(FILE *out);
/* saisie-filter(7) */
void manual_filter(const struct reference *r, FILE *out);

#endif
