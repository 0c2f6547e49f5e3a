/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions of sentences, through Hyperscan (on ARM Vectorscan, which is the same):
 * each is compiled into an automaton that reads every byte once, so that none can hang.
 *
 * Texts are searched as words are: folded, so case and accents make no difference, in the
 * pattern neither. . takes line ends too. \w, \d, \s and \b know ASCII, which folding leaves of
 * Latin letters; of other scripts \p{L}, \p{Thai} ... */
#ifndef SAISIE_FILTER_PATTERN_H
#define SAISIE_FILTER_PATTERN_H

#include "base/arena.h"
#include "base/error.h"
#include "frame/frame.h"

struct pattern;

/* Compiles what stands between the slashes: raw[0..len), which begins at offset at of the
 * sentence. *out lives in a, or in f (may be NULL), which knows it again. STATUS_MISUSE with
 * the place and the reason where it is no pattern, or needs what cannot be searched in linear
 * time (back references, lookaround). */
enum status pattern_compile(struct frame *f, const char *raw, size_t len, size_t at,
                            struct arena *a, const struct pattern **out, struct error *e);

/* Sets table[i] where the pattern is found in code or label of value i; what has no text is
 * never taken. STATUS_NO_MEMORY. */
enum status pattern_values(const struct pattern *p, const struct value *value, uint32_t values,
                           uint8_t *table);
/* ORs in the lines whose text the pattern is found in; a blank text is never taken. pace: as
 * with the scans of filter/tree.h. */
enum status pattern_texts(struct pace *pace, const struct pattern *p,
                          const struct text_column *c, size_t lines, uint64_t *out);

#endif
