/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside base/text*.c: what Unicode's tables do not say about letters, accents and marks. */
#ifndef SAISIE_BASE_TEXT_TABLES_H
#define SAISIE_BASE_TEXT_TABLES_H

#include <stdbool.h>
#include <stdint.h>

/* The longest compatibility decomposition (U+FDFA) takes 18 characters. */
#define TEXT_PIECES 32

/* The ASCII letters people write for a letter that has no decomposition (ø, ł, ß, æ), of the
 * same case; NULL for all others. */
const char *text_plain_letter(int32_t c);
/* Whether c is a mark that only decorates its letter (an accent, a point, a vowel sign of
 * Hebrew or Arabic). Marks that are letters of their script (vowels of Hindi or Thai, the
 * voicing of kana) are not. */
bool text_is_accent(int32_t c);
/* The pieces of c in compatibility form without accents, folded in case if told so; returns how
 * many (0: c vanishes). *accents counts what was taken away. */
int text_pieces(int32_t c, bool fold_case, int32_t out[TEXT_PIECES], int *accents);

#endif
