/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions walk over a selection block by block; this is the block's size in lines. */
#ifndef SAISIE_ANALYSIS_BLOCK_H
#define SAISIE_ANALYSIS_BLOCK_H

#include "base/bitmap.h"
#include "base/pace.h"

#define BLOCK_LINES 2048

/* The positions of the next block of a selection into at (room for BLOCK_LINES) and how many;
 * 0: it is done, or to stop. *from begins with 0. */
static inline size_t block_next(struct pace *pace, const struct bitmap *selection, size_t *from,
                                uint32_t *at)
{
    size_t n = bitmap_next(selection, from, at, BLOCK_LINES);
    return n && pace_go(pace, n) ? n : 0;
}

#endif
