/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's thread, what it tells, and how it ends. */
#include "workspace/job.h"

#include <signal.h>
#include <string.h>

static void *thread(void *data)
{
    struct job *j = data;
    j->status = j->run(j->data, j, &j->error);
    atomic_store(&j->ended, true);
    return NULL;
}

static bool step(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct job *j = data;
    atomic_store(&j->done, done);
    atomic_store(&j->total, total);
    atomic_store(&j->rows, rows);
    return !atomic_load(&j->cancelled);
}

enum status job_start(struct job *j, job_run *run, void *data, struct error *e)
{
    *j = (struct job){.run = run, .data = data, .progress = {.step = step, .data = j}};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int fault = pthread_create(&j->thread, NULL, thread, j);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (fault)
        return error_set(e, STATUS_FAILED, "no thread can be started: %s", strerror(fault));
    j->started = true;
    return STATUS_OK;
}

bool job_is_open(const struct job *j)
{
    return j->started;
}

struct job_state job_look(struct job *j)
{
    return (struct job_state){.done = atomic_load(&j->done),
                              .total = atomic_load(&j->total),
                              .rows = atomic_load(&j->rows),
                              .cancelled = atomic_load(&j->cancelled),
                              .ended = atomic_load(&j->ended)};
}

void job_cancel(struct job *j)
{
    atomic_store(&j->cancelled, true);
}

enum status job_join(struct job *j, struct error *e)
{
    if (!j->started)
        return STATUS_OK;
    pthread_join(j->thread, NULL);
    j->started = false;
    if (j->status != STATUS_OK && e)
        *e = j->error;
    return j->status;
}

const struct progress *job_progress(struct job *j)
{
    return &j->progress;
}

bool job_cancelled(struct job *j)
{
    return atomic_load(&j->cancelled);
}

void job_step(struct job *j)
{
    atomic_store(&j->done, 0);
    atomic_store(&j->total, 0);
    atomic_store(&j->rows, 0);
}
