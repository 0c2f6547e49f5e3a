/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvterm 0.1 knows no dim text (SGR 2): this rewrites it, in the stream, to an alternate font
 * (SGR 19), which libvterm does keep for each cell, and nobody else uses. */
#ifndef SCREENS_DIM_H
#define SCREENS_DIM_H

#include "buf.h"

enum { DIM_FONT = 9, DIM_LONGEST = 128 };

/* Where in the stream we stand; zero-initialised is its start. */
struct dim {
    enum { DIM_GROUND, DIM_ESCAPE, DIM_CSI, DIM_STRING } state;
    char pending[DIM_LONGEST]; /* a control sequence not yet ended */
    size_t len;
};

/* Appends the rewritten bytes to `out`; sequences cut between two calls are held back. */
void dim_feed(struct dim *d, const char *bytes, size_t len, struct buf *out);

#endif
