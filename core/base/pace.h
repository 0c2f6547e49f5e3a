/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far one question has come on its walk over lines, and whether it is to stop. */
#ifndef SAISIE_BASE_PACE_H
#define SAISIE_BASE_PACE_H

#include "base/error.h"
#include "base/progress.h"

#include <stdatomic.h>
#include <stddef.h>

/* The rule. A frame has one pace, and who asks a question sets its watch and begins it. Every
 * loop over lines tells the pace what it has walked, and ends when the pace says so; the thread
 * that asks calls the watch once in PACE_LINES lines, every other thread only looks at a flag.
 * Once told to stop a pace stays so until it is begun anew: loops that come after end at once,
 * and no function that walks hands out a result without pace_status having said STATUS_OK. */
#define PACE_LINES 65536

struct pace {
    const struct progress *watch; /* borrowed; NULL: nobody waits */
    _Atomic uint64_t done;        /* lines walked, whoever walked them */
    uint64_t total;               /* lines that will be, about; 0: not told */
    uint64_t looked;              /* done when the watch was last called */
    uint64_t every;               /* lines between two calls of the watch; 0: PACE_LINES */
    atomic_bool stop;
};

/* A question begins: nothing is walked, nothing is to stop. */
void pace_begin(struct pace *p);
/* Calls the watch and notes its answer. For pace_go alone. */
void pace_look(struct pace *p, uint64_t done);
/* STATUS_CANCELLED with *e once the question was told to stop. */
enum status pace_status(const struct pace *p, struct error *e);

/* About how many lines the question walks in all. The first to say so is the whole question;
 * what its parts say later is not heard. */
static inline void pace_expect(struct pace *p, uint64_t lines)
{
    if (p && !p->total)
        p->total = lines;
}

static inline bool pace_stopped(const struct pace *p)
{
    return p && atomic_load_explicit(&p->stop, memory_order_relaxed);
}

/* n more lines are walked, by the thread that asks; false: stop. p may be NULL. */
static inline bool pace_go(struct pace *p, size_t n)
{
    if (!p)
        return true;
    uint64_t done = atomic_fetch_add_explicit(&p->done, n, memory_order_relaxed) + n;
    if (!pace_stopped(p) && done - p->looked >= (p->every ? p->every : PACE_LINES))
        pace_look(p, done);
    return !pace_stopped(p);
}

/* The same by any thread: half 0 is the one that asks (see base/halves.h). */
static inline bool pace_go_half(struct pace *p, int half, size_t n)
{
    if (!half)
        return pace_go(p, n);
    if (p)
        atomic_fetch_add_explicit(&p->done, n, memory_order_relaxed);
    return !pace_stopped(p);
}

/* How many lines from at on a loop over at .. end - 1 takes next: a block, of whole words of 64
 * lines but for the last; 0: it is done, or to stop.
 *     for (size_t at = 0, n; (n = pace_block(p, half, at, end)) > 0; at += n) */
static inline size_t pace_block(struct pace *p, int half, size_t at, size_t end)
{
    size_t most = p && p->every ? (size_t)(p->every + 63) / 64 * 64 : PACE_LINES;
    size_t n = end - at < most ? end - at : most;
    return n && pace_go_half(p, half, n) ? n : 0;
}

#endif
