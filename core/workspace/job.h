/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job: long work on a thread of its own. Who started it goes on, looks now and then how far
 * it is, and can stop it. */
#ifndef SAISIE_WORKSPACE_JOB_H
#define SAISIE_WORKSPACE_JOB_H

#include "base/error.h"
#include "base/progress.h"

#include <pthread.h>
#include <stdatomic.h>

struct job;
/* The work, on its thread. It hands job_progress to what takes long and looks at job_cancelled
 * between its steps. What it shares with the starter it writes before it returns, and the
 * starter reads after job_join; all else needs atomics. */
typedef enum status job_run(void *data, struct job *job, struct error *e);

/* All zero is a job that was never started. It must not move while it runs. */
struct job {
    /* private */
    job_run *run;
    void *data;
    pthread_t thread;
    bool started;
    struct progress progress;
    atomic_bool cancelled, ended;
    _Atomic uint64_t done, total, rows;
    enum status status;
    struct error error;
};

/* How far the step at hand is, as its progress told. */
struct job_state {
    uint64_t done, total, rows;
    bool cancelled, ended;
};

/* Starts run(data) on a thread without signals, so that they reach the starter. */
enum status job_start(struct job *j, job_run *run, void *data, struct error *e);
/* Whether it was started and not yet joined. */
bool job_is_open(const struct job *j);
struct job_state job_look(struct job *j);
/* Asks the work to stop and take everything back; returns at once. */
void job_cancel(struct job *j);
/* Waits for the end; the work's status and error. The job is then as if never started. */
enum status job_join(struct job *j, struct error *e);

/* ---- for the work */

/* To be handed to what takes long: keeps what it tells, says stop once cancelled. Borrowed. */
const struct progress *job_progress(struct job *j);
bool job_cancelled(struct job *j);
/* A new step begins: nothing of it is done. */
void job_step(struct job *j);

#endif
