/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One test while it runs: its world, its program, and why it failed. */
#ifndef SCREENS_TEST_H
#define SCREENS_TEST_H

#include "buf.h"
#include "grid.h"
#include "pty.h"
#include "script.h"

#include <stdbool.h>
#include <stdint.h>

struct test {
    const char *path;   /* the record */
    char *name;         /* its file name without .screen */
    char *here;         /* its folder, absolute */
    char tmp[64];       /* its own temporary folder, removed at the end */
    struct list vars;   /* for $NAME in the record */
    struct list env;    /* of the program */
    struct list golden; /* golden texts already compared, to refuse a name used twice */
    struct script script;
    int rows, cols;
    struct grid *grid; /* NULL before `run` */
    struct session *session;
    size_t mark;      /* bytes received before the last `keys` */
    int64_t end;      /* of the test's time, in now_ms() */
    int64_t deadline; /* milliseconds a step may wait */
    bool update;
    int slower;         /* factor of all times */
    bool ended_as_told; /* `exit` has seen the end */
    bool checked;       /* some step compared something */
    struct buf why;
};

/* Runs the record and prints its line, and what there is to say of a failure. `given` are the
 * NAME=value arguments of the runner, `update` rewrites goldens, `slower` (1 or more)
 * stretches all times. True when it passed. */
bool test_run(const char *path, const struct list *given, bool update, int slower);

/* Steps (steps.c). Each checks its step's words when the record is read, and carries it out. */
struct step_kind;
/* The kind of a step with its words found good, or NULL with the reason in `why`. `running`
 * says whether the program has been started by then, and is updated. */
const struct step_kind *step_check(const struct step *step, bool *running, struct buf *why);
/* Carries the step out; false with the reason in t->why. */
bool step_do(struct test *t, const struct step *step);

/* Runs a command without a terminal in the test's world (call.c). */
bool test_call(struct test *t, char *const argv[]);
/* argv[0] made absolute when it is a relative path: the program starts in another folder. */
void make_absolute(struct list *argv);

#endif
