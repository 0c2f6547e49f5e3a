/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text: decoding, folding for comparison, width on a terminal, cleaning of hostile text.
 */
#ifndef SAISIE_BASE_TEXT_H
#define SAISIE_BASE_TEXT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at text[0..len). Returns the number of bytes it takes (>= 1 when len >=
 * 1) and its code point in *c, or -1 in *c for a byte that is not UTF-8 (overlong, surrogate,
 * stray): such a byte counts alone. */
size_t text_decode(const char *text, size_t len, int32_t *c);
/* Encodes c into out (4 bytes at most); returns how many. */
size_t text_encode(int32_t c, char out[4]);
bool text_is_utf8(const char *text, size_t len);

/* Appends the folded form: case, accents and compatibility forms removed (é, E, Ⓔ -> e), any
 * script; bytes that are not UTF-8 stay as they are. Equal folded forms compare as the same
 * word. */
void text_fold(struct buffer *out, const char *text, size_t len);
/* Like text_fold, and runs of anything that is no letter or digit become one blank, none at the
 * ends ("In-Mail " and "in mail" agree): the form in which labels and headers are looked up. */
void text_key(struct buffer *out, const char *text, size_t len);
/* The part without white space (also NBSP, U+3000, U+FEFF) at both ends: *start, returns the
 * length. */
size_t text_trim(const char *text, size_t len, const char **start);

/* Columns that one character takes on a terminal: 0 combining, 1, or 2 wide. */
int text_char_width(int32_t c);
/* Columns of a clean text. */
int text_width(const char *text, size_t len);
/* Appends to out a form of text that is safe on any terminal, cut to at most width columns with
 * "…" (or ">" when ascii) where it does not fit; width < 0: no cut. Control characters, C1,
 * bidi and zero-width characters, tags, private use, line separators and noncharacters become
 * <XX> (hex of the code point, e.g. <1B>, <202E>), bytes that are not UTF-8 <\xHH>, TAB and
 * line ends one blank. ascii: characters beyond ASCII lose their accents or become '?'. Returns
 * the columns used. */
int text_clean(struct buffer *out, const char *text, size_t len, int width, bool ascii);
/* Whether text_clean would show something in angle brackets. */
bool text_is_hostile(const char *text, size_t len);

/* Distance of two short texts in single edits (insert, delete, change, swap of neighbours), cut
 * off above limit (then limit + 1). Compares folded forms. For "did you mean". */
int text_distance(const char *a, const char *b, int limit);

#endif
