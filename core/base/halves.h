/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work on many things in two threads, each its half. */
#ifndef SAISIE_BASE_HALVES_H
#define SAISIE_BASE_HALVES_H

#include <stddef.h>

/* Works on from .. end - 1; half: 0 or 1, what it may write of data. */
typedef void halves_work(void *data, int half, size_t from, size_t end);

/* Where to part n things: at the middle, moved down to a multiple of unit; 0 (one thread does
 * it all) where a half would be less than least. */
static inline size_t halves_cut(size_t n, size_t least, size_t unit)
{
    return n >= 2 * least ? n / 2 / unit * unit : 0;
}

/* Works on 0 .. cut - 1 and cut .. n - 1 at once, on 0 .. n - 1 in this thread where cut is 0;
 * one after the other where there is no second thread to be had. Returns when both are done. */
void halves_run(size_t n, size_t cut, halves_work *work, void *data);

#endif
