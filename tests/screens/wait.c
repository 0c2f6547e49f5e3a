/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for the program, always with an end. */
#include "wait.h"

#include <signal.h>
#include <string.h>

enum { MUTE_MS = 150, DRAIN_MS = 20 };

static int64_t step_end(const struct test *t, int64_t ms)
{
    int64_t end = now_ms() + ms;
    return end < t->end ? end : t->end;
}

void wait_drain(struct test *t)
{
    for (int64_t quiet = now_ms(); now_ms() - quiet < DRAIN_MS && now_ms() < t->end;)
        if (session_pump(t->session, 5))
            quiet = now_ms();
}

void wait_say_state(struct test *t)
{
    int value;
    enum session_state state = session_state(t->session, &value);
    if (state == SESSION_EXITED)
        buf_fmt(&t->why, "; the program has ended with status %d", value);
    else if (state == SESSION_KILLED)
        buf_fmt(&t->why, "; the program was killed by signal %s", sigabbrev_np(value));
    else if (state == SESSION_STOPPED)
        buf_str(&t->why, "; the program is stopped");
}

bool wait_for(struct test *t, condition_fn *condition, const char *text, int64_t ms)
{
    int64_t start = now_ms();
    for (int64_t end = step_end(t, ms); now_ms() < end;) {
        session_pump(t->session, 0);
        if (condition(t, text))
            return true;
        if (session_over(t->session)) {
            wait_drain(t);
            if (condition(t, text))
                return true;
            break;
        }
        session_pump(t->session, 50);
    }
    buf_fmt(&t->why, "not within %.2f s", (double)(now_ms() - start) / 1000);
    wait_say_state(t);
    return false;
}

bool wait_settled(struct test *t, int64_t quiet_ms)
{
    int64_t quiet = now_ms();
    bool busy = false;
    for (int64_t end = step_end(t, t->deadline); now_ms() < end;) {
        bool got = session_pump(t->session, 5) > 0;
        if (session_over(t->session)) {
            wait_drain(t);
            return true;
        }
        busy = session_busy(t->session);
        if (got || busy)
            quiet = now_ms();
        bool mute = session_raw(t->session)->len == t->mark;
        int64_t mute_ms = MUTE_MS * t->slower;
        int64_t needed = mute && quiet_ms < mute_ms ? mute_ms : quiet_ms;
        if (now_ms() - quiet >= needed)
            return true;
    }
    buf_fmt(&t->why, "not idle in time: %s",
            busy ? "it is still working, or leaves input unread" : "output keeps coming");
    return false;
}
