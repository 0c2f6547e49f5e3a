/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While something takes long (reading a large cache, counting its lines): how far it is, in the
 * key bar's place; whether a key waits that it gives way to; whether Ctrl-C was pressed. */
#include "app.h"

#include <stdio.h>
#include <stdlib.h>

#define PATIENCE                                                                               \
    0.1          /* seconds before anything is shown or gives way, and between two showings */
#define LONG 2.0 /* seconds left from which on they are told */
#define MOST_MOVES 1000

struct moves {
    size_t count;
    enum action action[MOST_MOVES];
};

static double since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

static void tell(struct app *a, const char *work, uint64_t done, uint64_t total)
{
    struct canvas c = {.theme = a->theme};
    double spent = since(&a->part);
    double left = done ? spent * ((double)total - (double)done) / (double)done : 0;
    char far[64] = "", text[160];

    if (total && spent > 2 * PATIENCE && left >= LONG) {
        snprintf(far, sizeof far, ", %u %%, %.0f s left", (unsigned)(done * 100 / total), left);
    } else if (total) {
        snprintf(far, sizeof far, ", %u %%", (unsigned)(done * 100 / total));
    }
    snprintf(text, sizeof text, "%s%s; Ctrl-C stops", work, far);
    term_size(a->term, &c.rows, &c.cols);
    canvas_text(&c, c.rows - 1, 0, c.cols, ROLE_NOTICE, "");
    canvas_text(&c, c.rows - 1, 1, c.cols - 1, ROLE_NOTICE, text);
    term_flush(a->term, c.rows - 1, 0);
    clock_gettime(CLOCK_MONOTONIC, &a->told);
}

/* A question that gave way before has been waited for already. */
static double patience_of(const struct app *a)
{
    return a->pane[a->here].gave_way ? 0 : PATIENCE;
}

static bool gives_way(const struct app *a)
{
    return a->patience == PATIENCE_SERVES ||
           (a->patience == PATIENCE_KEYS && term_waits(a->term)) || term_leaves(a->term);
}

static bool look(struct app *a, const char *work, uint64_t done, uint64_t total)
{
    if (term_interrupted(a->term)) {
        return false;
    }
    double spent = since(&a->asked), most = patience_of(a);
    if (done < a->done || !a->done) {
        clock_gettime(CLOCK_MONOTONIC, &a->part); /* one column after the other is read */
    }
    a->done = done;
    if (spent >= most && gives_way(a)) {
        a->yielded = true;
        return false;
    }
    if (spent >= most && since(&a->told) >= PATIENCE) {
        tell(a, work, done, total);
    }
    return true;
}

/* A pane without an answer is shown without one, and the new sentence over the answer before,
 * which then is known to be old: while the filter walks alone, since later the pane may be
 * between two answers, and what is painted may not read while a column is read. */
static void show_old(struct app *a, bool walks)
{
    struct pane *p = &a->pane[a->here];
    bool safe = !p->answered || (walks && !a->workspace->selected);

    if (a->walking && safe && !p->old && since(&a->asked) >= PATIENCE) {
        p->old = true;
        screen_paint(a);
    }
}

static bool look_reading(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct app *a = data;

    (void)rows;
    show_old(a, false);
    return look(a, a->work ? a->work : "reading the cache", done, total);
}

static bool look_walking(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct app *a = data;

    (void)rows;
    show_old(a, true);
    return look(a, a->walking ? a->walking : "counting", done, total);
}

void patience_open(struct app *a)
{
    a->watch = (struct progress){.step = look_reading, .data = a};
    a->walk = (struct progress){.step = look_walking, .data = a};
    cache_watch(a->workspace->cache, &a->watch);
    frame_pace(a->workspace->frame)->watch = &a->walk;
    patience_begin(a);
}

void patience_begin(struct app *a)
{
    clock_gettime(CLOCK_MONOTONIC, &a->asked);
    a->done = 0;
    a->patience = PATIENCE_WAITS;
    a->yielded = false;
    a->walking = NULL;
    pace_begin(frame_pace(a->workspace->frame));
}

void patience_ask(struct app *a, const struct pane *p, enum patience patience, const char *work)
{
    pace_begin(frame_pace(a->workspace->frame));
    /* What another pane is asked for meanwhile (a card in Records, from the list of findings)
     * gives way to nothing. */
    a->patience = p == &a->pane[a->here] ? patience : PATIENCE_WAITS;
    a->walking = work ? work : "counting";
    a->done = 0;
}

/* ---- the answer before */

bool patience_old(const struct app *a, const struct pane *p)
{
    return p->old || p->stale || p->generation != a->workspace->generation;
}

/* All others leave the pane, move in it, or change its question. */
bool patience_rests(enum action action)
{
    static const enum action free[] = {
        ACTION_SORT,  ACTION_SORT_NEXT, ACTION_ROWS,    ACTION_COLUMNS, ACTION_WIDER,
        ACTION_SWAP,  ACTION_NARROWER,  ACTION_MEASURE, ACTION_GRAIN,   ACTION_SCALE,
        ACTION_SHARE, ACTION_MEASURES,  ACTION_ZOOM_IN, ACTION_ZOOM_OUT};
    bool rests = action > ACTION_LAST || action == ACTION_NOTES;

    for (size_t i = 0; i < sizeof free / sizeof *free; i++) {
        rests = rests && action != free[i];
    }
    return rests;
}

void patience_note(struct pane *p, enum action action)
{
    bool again = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP ||
                 action == ACTION_PAGE_DOWN || action == ACTION_FIRST || action == ACTION_LAST;

    /* Sideways a pane stays where it is. */
    if (!again && p->answered) {
        return;
    }
    if (!p->moves) {
        p->moves = calloc(1, sizeof *p->moves);
    }
    if (p->moves && p->moves->count < MOST_MOVES) {
        p->moves->action[p->moves->count++] = action;
    }
}

void patience_replay(struct pane *p)
{
    struct moves *m = p->moves;

    p->moves = NULL;
    for (size_t i = 0; m && i < m->count; i++) {
        p->stale |= (p->ops->action(p, m->action[i], 0) & HANDLED_RECOMPUTE) != 0;
    }
    free(m);
}

void patience_forget(struct pane *p)
{
    free(p->moves);
    p->moves = NULL;
}
