/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long work tells how far it is and is told to stop. */
#ifndef SAISIE_BASE_PROGRESS_H
#define SAISIE_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    /* Called now and then with units done of total (0: unknown) and rows so far; false: stop,
     * the work then takes everything back and returns STATUS_CANCELLED. May be NULL. */
    bool (*step)(void *data, uint64_t done, uint64_t total, uint64_t rows);
    void *data;
    /* One of several pieces of work begins: its name, as it stands (it may be a file's). May be
     * NULL. */
    void (*begin)(void *data, const char *name);
};

/* NULL-safe call of begin. */
static inline void progress_begin(const struct progress *p, const char *name)
{
    if (p && p->begin)
        p->begin(p->data, name);
}

/* NULL-safe call of step. */
static inline bool progress_step(const struct progress *p, uint64_t done, uint64_t total,
                                 uint64_t rows)
{
    return !p || !p->step || p->step(p->data, done, total, rows);
}

#endif
