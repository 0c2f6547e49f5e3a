/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of sentences as tables: what the manual page prints, and what tests hold against
 * the parser, sentence by sentence. */
#ifndef SAISIE_FILTER_GRAMMAR_H
#define SAISIE_FILTER_GRAMMAR_H

#include "reference/reference.h"

/* EBNF: "x" is typed as it stands, [ ] may be missing, { } may stand any number of times. */
struct grammar_rule {
    const char *name, *is;
};
extern const struct grammar_rule grammar_rules[]; /* ended by a NULL */

/* What values of a type look like. */
struct grammar_form {
    enum field_type type;
    const char *heading, *text;
};
extern const struct grammar_form grammar_forms[]; /* ended by a NULL heading */

/* Names that stand where a field does. */
struct grammar_name {
    const char *name, *text;
};
extern const struct grammar_name grammar_names[]; /* ended by a NULL */

/* Sentences, each of which parses; canonical NULL: it prints as it stands. A sentence may name
 * the saved filters @mine and @golden, and batches 1 and 2. */
struct grammar_example {
    const char *sentence, *canonical, *takes;
};
extern const struct grammar_example grammar_examples[]; /* ended by a NULL */

/* Patterns that are refused, for they cannot be searched in time that grows with the text
 * alone; ended by a NULL. */
extern const struct grammar_name grammar_refused[];

/* Paragraphs of what no rule says, under headings. */
struct grammar_text {
    const char *heading; /* NULL: a further paragraph */
    const char *text;
};
extern const struct grammar_text grammar_texts[]; /* ended by a NULL text */

#endif
