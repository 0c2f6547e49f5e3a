/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for the program: until something holds, or until it is idle. */
#ifndef SCREENS_WAIT_H
#define SCREENS_WAIT_H

#include "test.h"

enum { WAIT_QUIET_MS = 60 };

typedef bool condition_fn(const struct test *t, const char *text);

/* Takes output until the condition holds; false with the reason in t->why when `ms` or the
 * test's time are over, or the program ended first. */
bool wait_for(struct test *t, condition_fn *condition, const char *text, int64_t ms);

/* Waits until the program is idle: every thread sleeps, all input has been read, and nothing
 * has come for `quiet_ms`; for longer when nothing at all has come since the last keys, as the
 * answer may still be due. A program that ended is idle. */
bool wait_settled(struct test *t, int64_t quiet_ms);

/* What was written before the program ended may still be on its way through the terminal. */
void wait_drain(struct test *t);

/* Appends "; the program has ended with ..." to t->why, or nothing while it runs. */
void wait_say_state(struct test *t);

#endif
