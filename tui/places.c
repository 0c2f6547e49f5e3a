/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back: places[place_at] is where one is; behind it are those that u returns to, before
 * it those of Ctrl-R. */
#include "app.h"

#include <stdlib.h>
#include <string.h>

#define MOST_PLACES 1000

uint64_t places_mark(struct pane *p)
{
    return p->placed ? p->place : p->ops->place ? p->ops->place(p) : 0;
}

/* Writes down where one is before one leaves: a mere change of pane makes no place, so that one
 * u undoes one narrowing. */
void app_note_place(struct app *a)
{
    struct place *now = a->place_at < a->place_count ? &a->places[a->place_at] : NULL;

    for (size_t i = 0; now && i < a->pane_count; i++) {
        struct pane *p = &a->pane[i];
        bool fresh = !p->old && !p->stale && p->generation == a->workspace->generation;
        if (fresh || p->placed) {
            now->mark[i] = places_mark(p);
            now->marked[i] = true;
        }
    }
    if (now) {
        now->pane = a->here;
    }
}

static void drop_places(struct app *a, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        free(a->places[i].sentence);
    }
    memmove(a->places + from, a->places + to, (a->place_count - to) * sizeof *a->places);
    a->place_count -= to - from;
}

/* Under a new sentence panes begin at their first row. */
static void begin_lists(struct app *a)
{
    for (size_t i = 0; i < a->pane_count; i++) {
        a->pane[i].placed = false;
    }
}

/* A new place behind the current one; what was forward is forgotten. Memory out: the way back
 * stays as it was. */
void places_add(struct app *a)
{
    const struct place *now = a->place_count ? &a->places[a->place_at] : NULL;

    if (now && now->pane == a->here && strcmp(now->sentence, a->workspace->sentence) == 0) {
        return; /* nothing was narrowed */
    }
    if (a->place_count) {
        drop_places(a, a->place_at + 1, a->place_count);
    }
    if (a->place_count == MOST_PLACES) {
        drop_places(a, 0, 1);
        a->place_at = a->place_count - 1; /* right even where there is no room for more */
    }
    struct place *grown = realloc(a->places, (a->place_count + 1) * sizeof *grown);
    if (!grown) {
        return;
    }
    a->places = grown;
    struct place *fresh = &grown[a->place_count];
    *fresh = (struct place){.pane = a->here,
                            .sentence = strdup(a->workspace->sentence),
                            .lines = a->workspace->outcome.lines,
                            .counted = a->workspace->selected};
    if (!fresh->sentence) {
        return;
    }
    a->place_at = a->place_count++;
}

void app_go_place(struct app *a, size_t to)
{
    const struct place *p = &a->places[to];
    struct error e = {0};

    app_note_place(a);
    if (strcmp(p->sentence, a->workspace->sentence) != 0 &&
        workspace_ask(a->workspace, p->sentence, &e) != STATUS_OK) {
        app_fault(a, &e);
        return;
    }
    a->place_at = to;
    a->here = p->pane;
    for (size_t i = 0; i < a->pane_count; i++) {
        struct pane *pane = &a->pane[i];
        pane->place = p->mark[i];
        pane->placed = p->marked[i];
        /* A pane whose answer is fresh has no refresh to wait for. */
        if (pane->placed && !pane->old && !pane->stale &&
            pane->generation == a->workspace->generation) {
            if (pane->ops->go) {
                pane->ops->go(pane, pane->place);
            }
            pane->placed = false;
        }
    }
}

void places_back(struct app *a, bool forward)
{
    if (forward ? a->place_at + 1 >= a->place_count : a->place_at == 0) {
        app_notice(a,
                   forward ? "there is nothing to go forward to" : "this is where you began");
        return;
    }
    app_go_place(a, forward ? a->place_at + 1 : a->place_at - 1);
}

bool app_filter(struct app *a, const char *sentence)
{
    struct error e = {0};

    app_note_place(a);
    if (workspace_ask(a->workspace, sentence, &e) != STATUS_OK) {
        app_fault(a, &e);
        return false;
    }
    begin_lists(a);
    places_add(a);
    return true;
}

bool app_open(struct app *a, const char *pane, const char *sentence)
{
    struct error e = {0};
    size_t to = app_find_pane(a, pane);

    if (to == a->pane_count) {
        app_notice(a, "no pane %s", pane);
        return false;
    }
    app_note_place(a);
    if (workspace_ask(a->workspace, sentence, &e) != STATUS_OK) {
        app_fault(a, &e);
        return false;
    }
    a->here = to;
    begin_lists(a);
    places_add(a);
    return true;
}

void places_free(struct app *a)
{
    drop_places(a, 0, a->place_count);
    free(a->places);
}
