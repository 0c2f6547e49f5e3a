/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a question's walk begins, is looked at, and is found to be stopped. */
#include "base/pace.h"

void pace_begin(struct pace *p)
{
    atomic_store(&p->done, 0);
    atomic_store(&p->stop, false);
    p->total = p->looked = 0;
}

void pace_look(struct pace *p, uint64_t done)
{
    p->looked = done;
    /* What was expected is about right: more than all of it is never told. */
    uint64_t told = p->total && done > p->total ? p->total : done;
    if (!progress_step(p->watch, told, p->total, 0))
        atomic_store_explicit(&p->stop, true, memory_order_relaxed);
}

enum status pace_status(const struct pace *p, struct error *e)
{
    return pace_stopped(p) ? error_set(e, STATUS_CANCELLED, "stopped while counting")
                           : STATUS_OK;
}
