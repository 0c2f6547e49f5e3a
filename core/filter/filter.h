/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter language: a sentence -> a tree -> a selection. What the panes narrow, a sentence
 * says.
 *
 *   sentence   = terms { "or" terms }           one of them holds
 *   terms      = { term [ "and" ] }             all of them hold
 *   term       = [ "-" ] ( condition | word | "(" sentence ")" | "case(" sentence ")"
 *                | "@" name of a saved filter )
 *   condition  = name ( ":" value { "," value } | comparison number [ unit ] | "~" pattern )
 *              | "~" pattern                 in any text field
 *   pattern    = "/" regular expression "/" (a slash inside is "\/"; see pattern.h)
 *   name       = field, grain (year month ... year(entered)), roll-up (rilo(departure) ...),
 *                class(mass) quartile(mass) decile(mass) ... of a number,
 *                involves, commodity (at the one level that has it), batch, absent, case_id,
 *                identical, tag (several a line), note (words in it)
 *   value      = word | "quoted" | range (2024-03..2025, ..2024, 5..10kg; without its end:
 *                5..<10kg) | word"*" (begins
 *                with) | "*"word"*" (has in it) | "="value (exactly this one) | "?" or "!blank"
 *                | "!unknown" | "!invalid"
 *   comparison = ">" | ">=" | "<" | "<=" | "=" (the same as ":")
 *   word       = a folded substring of any text field; "quoted words" too, where "" is a quote
 *
 * -x is the exact complement of x among the current lines, blanks included. A date coarser than
 * the question is left out of x and counted (filter_outcome). Ranges of dates take whole spans:
 * 2024-03..2025 is 2024-03-01 to 2025-12-31. A text field's value is its whole text, folded; a
 * long text's value is looked for in it. =value is the one text in its letter case, or the date
 * known to that month and no nearer: what the cell of a table needs to be opened. What was not
 * understood is named by its text. identical:yes are the rows that are equal to an earlier one
 * of their file in every cell, identical:first those earlier ones, identical:any both.
 * absent:3 are the lines that batch 3 could have held and did not (cache_absent).
 *
 * commodity:cannabis is stream:Cannabis, and prints so. A name that several levels have is a
 * fault that tells them; so are street names, which are suggested and never understood.
 *
 * A pattern is looked for in the folded text, of codes in the code and in the label: case and
 * accents make no difference, ^ and $ are the ends of the text, what has no text is never
 * found. What could not be searched in linear time is a fault with the reason.
 *
 * Conditions hold for one line. case(x) takes all lines of the cases that have a current line
 * of x: case(x) case(y) is a case with a line of each, case(x y) one with a line that is both.
 * A line of no case stands alone: case(x) takes it where x does. -case(x) is every other line.
 *
 * @name is the saved filter of that name, @name:in the same as a condition, @name:rest every
 * other line. One that rests on itself is a fault. */
#ifndef SAISIE_FILTER_FILTER_H
#define SAISIE_FILTER_FILTER_H

#include "frame/axis.h"
#include "frame/frame.h"

struct filter;

/* Parses sentence against the fields of f. *out lives in a; the empty sentence is a filter that
 * takes everything. f must outlive it. On a fault STATUS_MISUSE: e->at and
 * e->length mark the place, the text says what was expected, the way out names the nearest
 * field or value. */
enum status filter_parse(struct frame *f, const char *sentence, struct arena *a,
                         const struct filter **out, struct error *e);

/* Appends the canonical sentence; parsing it gives the same filter and prints the same. */
void filter_print(const struct filter *filter, struct buffer *out);
bool filter_is_empty(const struct filter *filter);

struct filter_outcome {
    size_t lines;  /* selected */
    size_t coarse; /* current lines that the sentence does not take but would, were their date
                      known better */
};

/* The current lines that the filter takes, into *out (owned by the caller, bitmap_free). */
enum status filter_select(struct frame *f, const struct filter *filter, struct bitmap *out,
                          struct filter_outcome *outcome, struct error *e);

/* The filter without its top-level conditions on the axis or field named (facet counts "without
 * its own choice"); lives in a. */
const struct filter *filter_without(const struct filter *filter, const char *name,
                                    struct arena *a);

/* Whether any condition, wherever it stands, rests on the field, or is of that name ("batch").
 */
bool filter_rests_on(const struct filter *filter, const char *field);
/* The frame_splitter of saved filters: the lines that the one of that name takes. */
enum status filter_split(struct frame *f, const char *name, struct bitmap *in, struct error *e);
/* Whether the saved filter name stands in it, at any depth of saved filters. */
bool filter_uses(const struct filter *filter, const char *name);
/* Whether any condition on the date field takes some of the days from .. to (both in it) and
 * not others. Without one the filter treats all of them alike. */
bool filter_parts_days(const struct filter *filter, const char *field, int32_t from,
                       int32_t to);
/* Whether the only top-level condition on the date field is one span of days, taken: from .. to
 * with both in it, INT64_MIN and INT64_MAX where it is open. */
bool filter_span(const struct filter *filter, const char *field, int64_t *from, int64_t *to);

/* ---- sentences made by hand of a pane */

/* How a group stands in the sentence: name:code, quoted where needed, "?" blank, "!unknown" (in
 * a). */
const char *filter_condition(const char *name, const struct value *group, struct arena *a);
/* sentence narrowed by the group, whose lines and no others it takes: a positive top-level
 * condition on name is replaced (added to, where a line can have several values), others stay
 * (drill into a cell). A sentence with a fault comes back as it is. Text in a; NULL when memory
 * is out. */
const char *filter_narrow(struct frame *f, const char *sentence, const char *name,
                          const struct value *group, struct arena *a);
/* sentence with the group's value toggled inside the positive top-level condition on name
 * (facet choice), or with exclude in its negative one. */
const char *filter_toggle(struct frame *f, const char *sentence, const char *name,
                          const struct value *group, bool exclude, struct arena *a);
/* Whether the positive (or, exclude, the negative) top-level condition on name has this group.
 */
bool filter_has(struct frame *f, const char *sentence, const char *name,
                const struct value *group, bool exclude);

/* ---- completion */

struct filter_completion {
    const char *text;  /* replaces sentence[from..cursor) */
    const char *label; /* what is shown: "TH  Thailand" */
    size_t count; /* lines with it that the rest of the sentence takes; 0 unknown (names) */
};
/* Fields, operators' values and words that fit at cursor, best first, at most limit; all in a.
 */
enum status filter_complete(struct frame *f, const char *sentence, size_t cursor, size_t limit,
                            struct arena *a, size_t *from, struct filter_completion **out,
                            size_t *count, struct error *e);

#endif
