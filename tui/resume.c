/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session and the panes. */
#include "resume.h"

/* Of a cache without lines panes know nothing worth keeping. */
static bool is_empty(struct app *a)
{
    return bitmap_count(frame_current(a->workspace->frame)) == 0;
}

void resume_open(struct app *a)
{
    struct error e = {0};

    if (session_open(cache_path(a->workspace->cache), &a->session, &e) != STATUS_OK) {
        app_fault(a, &e);
        return;
    }
    unsigned bad = a->session->bad;
    for (size_t i = 0; i < a->pane_count && !is_empty(a); i++) {
        if (a->pane[i].ops->recall) {
            bad += a->pane[i].ops->recall(&a->pane[i], a->session);
        }
    }
    if (bad && !a->session->path) {
        app_notice(a, "what was kept of the last time cannot be read; nothing is kept");
    } else if (bad) {
        app_notice(a, "%u line%s of what was kept of the last time passed over: %s", bad,
                   bad == 1 ? "" : "s", a->session->path);
    }
}

void resume_keep(struct app *a)
{
    struct error e = {0};

    if (!a->session || is_empty(a)) {
        return;
    }
    for (size_t i = 0; i < a->pane_count; i++) {
        const struct pane_ops *ops = a->pane[i].ops;
        if (ops->keep) {
            session_clear(a->session, ops->name);
            ops->keep(&a->pane[i], a->session);
        }
    }
    if (session_write(a->session, &e) != STATUS_OK) {
        app_fault(a, &e);
    }
}

void resume_close(struct app *a)
{
    resume_keep(a);
    session_free(&a->session);
}
