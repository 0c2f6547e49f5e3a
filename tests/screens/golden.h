/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Golden screens: comparing, rewriting, and the picture of a difference. */
#ifndef SCREENS_GOLDEN_H
#define SCREENS_GOLDEN_H

#include "buf.h"

#include <stdbool.h>

/* Compares `actual` (lines) with the file. With `update` the file is rewritten if it differs,
 * and the answer is true. False with words and a picture in `why`. */
bool golden_check(const char *path, const struct buf *actual, bool update, struct buf *why);

#endif
