/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns written keys ("jj<Enter>") into the bytes a terminal sends for them. */
#ifndef SCREENS_KEYS_H
#define SCREENS_KEYS_H

#include "buf.h"
#include "grid.h"

#include <stdbool.h>

/* Appends the bytes, as the grid's present modes want them; false with the reason in `why` for
 * a key it doesn't know. */
bool keys_bytes(const char *text, struct grid *grid, struct buf *out, struct buf *why);

#endif
