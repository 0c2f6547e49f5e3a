/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its loop, its panes, and the way back. Keys are drained, acted on, then what is
 * stale is computed and the screen painted once. */
#include "app.h"
#include "keys.h"
#include "notes.h"
#include "resume.h"
#include "saved.h"
#include "trail.h"
#include "tui.h"

#include "workspace/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_LOST 129
#define EXIT_TERMINATED 143
#define SOON 50 /* milliseconds between two looks at a job */

void app_end(struct app *a, int status)
{
    a->ending = true;
    a->status = status;
}

void app_notice(struct app *a, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(a->notice, sizeof a->notice, format, args);
    va_end(args);
    a->notice_is_error = false;
}

void app_fault(struct app *a, const struct error *e)
{
    app_notice(a, "%s%s%s", e->text, e->way_out[0] ? "; " : "", e->way_out);
    a->notice_is_error = true;
}

/* ---- waiting and painting */

void app_push_overlay(struct app *a, struct overlay *o)
{
    o->below = a->overlay;
    a->overlay = o;
}

void app_pop_overlay(struct app *a)
{
    a->overlay = a->overlay->below;
}

static void take_events(struct app *a, unsigned events)
{
    if (events & TERM_LOST) {
        app_end(a, EXIT_LOST);
    } else if (events & TERM_ENDED) {
        app_end(a, EXIT_TERMINATED);
    }
}

/* Whether the pane works on while no key waits. */
static bool has_more(const struct app *a)
{
    const struct pane *p = &a->pane[a->here];

    return p->more && !p->old && !p->stale && p->generation == a->workspace->generation;
}

static void go_back_to_answer(struct app *a, struct pane *p);

/* Looks what the pane has to answer, and paints; whether it is still to be answered, since a
 * key waits. A question that gave way shows where one is before it begins again. */
static bool answer_and_paint(struct app *a)
{
    struct pane *p = &a->pane[a->here];

    go_back_to_answer(a, p);
    if (p->gave_way) {
        screen_paint(a);
    }
    /* Moves that were made meanwhile may ask for something else: another field's values. */
    if (app_refresh_until(a, p, PATIENCE_KEYS) && p->stale) {
        app_refresh_until(a, p, PATIENCE_KEYS);
    }
    if (!a->yielded) {
        screen_paint(a);
    }
    return a->yielded;
}

int app_key(struct app *a)
{
    int key = term_key(a->term);

    while (key < 0 && !a->ending) {
        patience_begin(a);
        bool asking = answer_and_paint(a), more = !asking && has_more(a);
        unsigned events = term_wait(a->term, asking || more ? 0 : a->ticking ? a->ticking : -1);
        take_events(a, events);
        if (!events && more) {
            patience_begin(a);
            a->pane[a->here].ops->more(&a->pane[a->here]);
            continue;
        }
        if (!events && !a->overlay && a->ticking && !asking) {
            return APP_TICK;
        }
        if (events & TERM_INTERRUPT) {
            key = APP_INTERRUPT;
        } else if (events & TERM_KEYS) {
            key = term_key(a->term);
        }
    }
    if (a->ending) {
        return -1;
    }
    a->notice[0] = '\0';
    patience_begin(a);
    return key;
}

enum status app_await(struct app *a, struct job *job, const char *work, struct error *e)
{
    struct job_state now;

    a->work = work;
    while (now = job_look(job), !now.ended) {
        if (!progress_step(&a->watch, now.done, now.total, now.rows)) {
            job_cancel(job); /* Ctrl-C just before this wait */
        }
        unsigned events = term_wait(a->term, SOON);
        take_events(a, events);
        if (events & TERM_INTERRUPT || a->ending) {
            job_cancel(job);
        }
    }
    a->work = NULL;
    return job_join(job, e);
}

/* The lines first, what stands under every number, then the pane's own question. */
static enum status answer(struct app *a, struct pane *p, enum patience patience,
                          struct error *e)
{
    struct workspace *w = a->workspace;

    patience_ask(a, p, patience, "filtering");
    enum status status = workspace_select(w, e);
    if (status == STATUS_OK) {
        status = workspace_count(w, e);
    }
    if (status != STATUS_OK) {
        return status;
    }
    patience_ask(a, p, patience, p->ops->work);
    return p->ops->refresh(p, e);
}

/* An answer is there: the cursor goes where it belongs, moves made meanwhile come after. */
static void take_answer(struct pane *p)
{
    p->answered = true;
    p->old = p->gave_way = false;
    p->answer = p->generation;
    if (p->placed && p->ops->go) {
        p->ops->go(p, p->place);
    }
    p->placed = false;
    patience_replay(p);
}

/* It was stopped, or gave way: the old answer stands, and is known to be old. */
static void keep_answer(struct app *a, struct pane *p)
{
    p->old = true;
    p->gave_way = a->yielded;
    if (a->yielded) {
        p->generation = 0; /* to be asked again */
        return;
    }
    patience_forget(p);
    app_notice(a, "stopped: %s; Ctrl-L asks again%s",
               p->answered ? "the old answer stands" : "there is no answer",
               a->workspace->selected ? "" : ", u goes back");
}

/* The place one is in learns how many lines its sentence takes. */
static void count_place(struct app *a)
{
    struct place *now = a->place_at < a->place_count ? &a->places[a->place_at] : NULL;

    if (now && !now->counted && strcmp(now->sentence, a->workspace->sentence) == 0) {
        now->lines = a->workspace->outcome.lines;
        now->counted = true;
    }
}

/* Where one went back to the question whose answer is shown, it is old no more. */
static void go_back_to_answer(struct app *a, struct pane *p)
{
    const struct workspace *w = a->workspace;

    if (p->old && !p->stale && p->answer == w->generation && w->selected) {
        p->generation = w->generation;
        patience_forget(p);
        take_answer(p);
    }
}

bool app_refresh_until(struct app *a, struct pane *p, enum patience patience)
{
    struct error e = {0};
    const unsigned generation = a->workspace->generation;

    if (p->stale) {
        p->answer = 0;
    }
    go_back_to_answer(a, p);
    if (!p->stale && p->generation == generation && (!p->old || patience != PATIENCE_WAITS)) {
        return !p->old;
    }
    if (p->stale || p->asking != generation) {
        p->gave_way = false;
        patience_forget(p);
    }
    p->asking = generation;
    /* Before the work, so that a question that fails is told once and not asked for ever. */
    p->stale = p->lazy = false;
    p->generation = generation;
    enum status status = answer(a, p, patience, &e);
    a->patience = PATIENCE_WAITS;
    a->walking = NULL;
    pace_begin(frame_pace(a->workspace->frame));
    if (status == STATUS_OK) {
        count_place(a);
        take_answer(p);
        return true;
    }
    if (status == STATUS_CANCELLED) {
        keep_answer(a, p);
        return false;
    }
    p->gave_way = false;
    patience_forget(p);
    workspace_give_up(a->workspace);
    app_fault(a, &e);
    return false;
}

bool app_refresh(struct app *a, struct pane *p)
{
    return app_refresh_until(a, p, PATIENCE_WAITS);
}

/* ---- panes */

void app_go(struct app *a, size_t pane)
{
    if (pane < a->pane_count) {
        /* What was stopped there is asked again. */
        struct pane *p = &a->pane[pane];
        p->generation = p->old && pane != a->here ? 0 : p->generation;
        a->here = pane;
    }
}

size_t app_find_pane(const struct app *a, const char *name)
{
    size_t i = 0;

    while (i < a->pane_count && strcasecmp(a->pane[i].ops->name, name) != 0) {
        i++;
    }
    return i;
}

/* Of a cache without current lines panes know nothing worth keeping. */
static void begin_anew(struct pane *p)
{
    struct error e = {0};

    if (p->ops->close) {
        p->ops->close(p);
    }
    memset(p->state, 0, p->ops->state_size);
    p->rows = p->cols = 0; /* measured again */
    p->answered = false;
    if (p->ops->open && p->ops->open(p, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    }
}

void app_reload(struct app *a)
{
    struct error e = {0};
    bool kept = true, empty = bitmap_count(frame_current(a->workspace->frame)) == 0;

    for (size_t i = 0; i < a->pane_count; i++) {
        struct pane *p = &a->pane[i];
        p->place = places_mark(p);
    }
    if (workspace_reload(a->workspace, &kept, &e) != STATUS_OK) {
        app_fault(a, &e);
        return;
    }
    patience_open(a);
    for (size_t i = 0; i < a->place_count; i++) {
        a->places[i].counted = false;
    }
    for (size_t i = 0; i < a->pane_count; i++) {
        struct pane *p = &a->pane[i];
        p->stale = true;
        p->lazy = p->old = p->gave_way = false;
        p->answered = p->answered && !p->ops->reopen;
        if (!p->ops->reopen) {
            continue;
        }
        if (empty) {
            begin_anew(p);
        } else {
            p->placed = true;
            p->ops->reopen(p);
        }
    }
    if (!kept) {
        app_notice(a, "the filter speaks of what is there no more: it was taken away");
        places_add(a);
    }
}

/* ---- acting */

static void act_pane(struct app *a, int key)
{
    for (size_t i = 0; i < a->pane_count; i++) {
        if (pane_digit(&a->pane[i]) == key - '0') {
            app_go(a, i);
        }
    }
}

/* To the next pane of the tab line, round; step is modulo the panes. */
static void go_beside(struct app *a, size_t step)
{
    size_t to = a->here;

    do {
        to = (to + step) % a->pane_count;
    } while (!pane_has_digit(&a->pane[to]));
    app_go(a, to);
}

static bool tell_panes(struct app *a, enum pane_event event)
{
    bool taken = false;

    for (size_t i = 0; i < a->pane_count && !taken; i++) {
        const struct pane_ops *ops = a->pane[i].ops;
        taken = ops->event && ops->event(&a->pane[i], event);
    }
    return taken;
}

static void act_everywhere(struct app *a, enum action action, int key)
{
    struct error e = {0};
    struct pane *p = &a->pane[a->here];

    switch (action) {
    case ACTION_QUIT:
        if (!tell_panes(a, PANE_QUIT)) {
            app_end(a, 0);
        }
        break;
    case ACTION_HELP:
        help_run(a);
        break;
    case ACTION_NOTES:
        notes_run(a);
        break;
    case ACTION_COMMAND:
        prompt_command(a, "");
        break;
    case ACTION_IMPORT:
        import_run(a);
        break;
    case ACTION_FILTER:
        prompt_filter(a);
        break;
    case ACTION_CLEAR:
        app_filter(a, "");
        break;
    case ACTION_BACK:
    case ACTION_FORWARD:
        places_back(a, action == ACTION_FORWARD);
        break;
    case ACTION_HISTORY:
    case ACTION_SAVED:
        if (action == ACTION_SAVED ? !saved_choose(a, &e) : !trail_choose(a, &e)) {
            app_fault(a, &e);
        }
        break;
    case ACTION_NEXT_PANE:
        go_beside(a, 1);
        break;
    case ACTION_PREVIOUS_PANE:
        go_beside(a, a->pane_count - 1);
        break;
    case ACTION_PANE:
        act_pane(a, key);
        break;
    case ACTION_REDRAW:
        term_redraw(a->term);
        p->generation = p->old ? 0 : p->generation; /* what was stopped is asked again */
        break;
    default:
        break;
    }
}

static bool is_move(enum action a)
{
    return a >= ACTION_UP && a <= ACTION_LAST;
}

/* Whether the key may act now. A pane acts on what it shows, so it is brought up to date
 * before; where that takes long, keys that do not rest on the answer do not wait for it. */
static bool make_ready(struct app *a, struct pane *p, enum action action)
{
    bool up_down = action == ACTION_UP || action == ACTION_DOWN || action == ACTION_PAGE_UP ||
                   action == ACTION_PAGE_DOWN;

    if ((p->lazy && p->generation == a->workspace->generation && up_down) ||
        !patience_old(a, p)) {
        return true;
    }
    if (patience_rests(action) || (!p->answered && action > ACTION_LAST)) {
        return app_refresh(a, p) || !p->old;
    }
    if (action >= ACTION_UP && !p->gave_way) {
        app_refresh_until(a, p, PATIENCE_SERVES);
    }
    if (p->old && p->generation != a->workspace->generation && is_move(action) &&
        (p->ops->anew || !p->answered)) {
        patience_note(p, action);
    }
    return p->answered || action < ACTION_UP || !p->old;
}

/* The pane first (a card that is open takes q and u as it likes), then the program. */
void app_act(struct app *a, enum action action, int key)
{
    struct pane *p = &a->pane[a->here];

    if (action == ACTION_NONE || !make_ready(a, p, action)) {
        return;
    }
    unsigned did = p->ops->action(p, action, 0);
    if (did & HANDLED_RECOMPUTE) {
        p->stale = true;
    }
    if (did == HANDLED_NOT) {
        act_everywhere(a, action, key);
    }
    if (!is_move(action)) {
        resume_keep(a);
    }
}

static void loop(struct app *a)
{
    int key;

    while ((key = app_key(a)) >= 0) {
        if (key == APP_TICK) {
            tell_panes(a, PANE_TICK);
            continue;
        }
        if (key == APP_INTERRUPT) {
            struct pane *p = &a->pane[a->here];
            if (p->gave_way && p->old) {
                p->generation = a->workspace->generation; /* not to be asked again */
                keep_answer(a, p);
            } else if (!tell_panes(a, PANE_INTERRUPT)) {
                app_notice(a, "q leaves saisie");
            }
            continue;
        }
        app_act(a, keys_action(key, pane_keys(&a->pane[a->here])), key);
    }
}

/* ---- from the door in and out */

static enum status open_panes(struct app *a, struct error *e)
{
    size_t count;
    const struct pane_entry *entry = panes_table(&count);

    for (size_t i = 0; i < count && i < PANES_MAX; i++) {
        struct pane *p = &a->pane[i];
        *p = (struct pane){
            .ops = entry[i].ops, .app = a, .workspace = a->workspace, .stale = true};
        p->state = calloc(1, p->ops->state_size ? p->ops->state_size : 1);
        if (!p->state) {
            return error_no_memory(e);
        }
        a->pane_count = i + 1;
        enum status s = p->ops->open ? p->ops->open(p, e) : STATUS_OK;
        if (s != STATUS_OK) {
            return s;
        }
    }
    return STATUS_OK;
}

static void load_theme(struct app *a, const char *name)
{
    struct error e = {0};

    if (!name || !*name) {
        name = getenv("SAISIE_THEME");
    }
    if (theme_load(a->theme, name && *name ? name : "default", &e) != STATUS_OK) {
        app_fault(a, &e);
    }
}

static void close_app(struct app *a)
{
    for (size_t i = 0; i < a->pane_count; i++) {
        if (a->pane[i].ops->close) {
            a->pane[i].ops->close(&a->pane[i]);
        }
    }
    for (size_t i = 0; i < PANES_MAX; i++) {
        free(a->pane[i].state);
        free(a->pane[i].moves);
    }
    places_free(a);
    term_close(&a->term);
    theme_free(&a->theme);
}

int tui_run(struct workspace *w, const char *theme, bool clean, struct error *e)
{
    struct app a = {.workspace = w};
    enum status s = term_open(&a.term, e);

    if (s == STATUS_OK) {
        s = theme_new(term_colours(a.term), term_utf8(a.term), term_blocks(a.term), &a.theme,
                      e);
    }
    if (s == STATUS_OK) {
        load_theme(&a, theme);
        s = open_panes(&a, e);
    }
    if (s == STATUS_OK) {
        places_add(&a);
        patience_open(&a);
        if (!clean) {
            resume_open(&a);
        }
        loop(&a);
        resume_close(&a);
        cache_watch(w->cache, NULL);
    } else {
        a.status = 1;
    }
    close_app(&a);
    return a.status;
}
