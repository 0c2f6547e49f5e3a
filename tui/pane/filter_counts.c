/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of the pane Filter: those of the field that is shown at once, those of all others
 * while no key waits, so that one finds them there when one goes on. */
#include "pane/filter_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLICE_MS 8 /* between two looks for a key */

struct one {
    struct facet_set *set;
    struct one *next;
};

struct facet_counts {
    struct arena arena;
    unsigned generation; /* of the workspace; and its sentence */
    const char *sentence;
    const struct filter *filter;
    struct bitmap lines; /* what it takes */
    bool cases;
    struct facet_set *all;
    struct one *ones; /* what was asked for before all had it */
};

void counts_free(struct facet_counts **c)
{
    if (!*c) {
        return;
    }
    for (struct one *o = (*c)->ones; o; o = o->next) {
        facet_set_free(&o->set);
    }
    facet_set_free(&(*c)->all);
    bitmap_free(&(*c)->lines);
    arena_free(&(*c)->arena);
    free(*c);
    *c = NULL;
}

static bool is_current(const struct facet_counts *c, const struct workspace *w)
{
    return c && c->generation == w->generation && strcmp(c->sentence, w->sentence) == 0;
}

/* Its own copy of the question: keys may change the workspace's between two slices. */
static enum status copy_question(struct facet_counts *c, struct workspace *w, struct error *e)
{
    const struct frame_cases *cases = NULL;

    c->generation = w->generation;
    c->sentence = arena_string(&c->arena, w->sentence);
    if (!c->sentence || !bitmap_copy(&c->lines, &w->selection)) {
        return error_no_memory(e);
    }
    enum status s = filter_parse(w->frame, c->sentence, &c->arena, &c->filter, e);
    if (s == STATUS_OK) {
        s = frame_cases(w->frame, &cases, e);
    }
    c->cases = s == STATUS_OK && cases->cases_max > 0;
    return s;
}

enum status counts_open(struct pane *p, struct facet_counts **out, struct error *e)
{
    struct facets *f = p->state;
    struct workspace *w = p->workspace;

    *out = is_current(f->counts, w) ? f->counts : is_current(f->next, w) ? f->next : NULL;
    if (*out) {
        return STATUS_OK;
    }
    counts_free(&f->next);
    struct facet_counts *c = calloc(1, sizeof *c);
    enum status s = c ? copy_question(c, w, e) : error_no_memory(e);
    if (s != STATUS_OK) {
        counts_free(&c);
        return s;
    }
    *out = f->next = c;
    return STATUS_OK;
}

void counts_take(struct facets *f, struct facet_counts *c)
{
    if (c != f->counts) {
        counts_free(&f->counts);
        f->counts = c;
        f->next = NULL;
    }
}

bool counts_have_cases(const struct facet_counts *c)
{
    return c->cases;
}

struct arena *counts_arena(struct facet_counts *c)
{
    return &c->arena;
}

static enum status open_set(struct pane *p, struct facet_counts *c, const char *const *axes,
                            size_t count, struct facet_set **out, struct error *e)
{
    struct facet_question q = {.axes = axes,
                               .count = count,
                               .lines = &c->lines,
                               .filter = c->filter,
                               .cases = c->cases};

    return facet_set_open(p->workspace->frame, &q, out, e);
}

static const struct facet *find_done(const struct facet_set *set, const char *axis)
{
    for (size_t i = 0; set && i < set->count; i++) {
        if (set->facet[i].done && strcmp(set->facet[i].name, axis) == 0) {
            return &set->facet[i];
        }
    }
    return NULL;
}

enum status counts_of(struct pane *p, struct facet_counts *c, const char *axis,
                      const struct facet **out, struct error *e)
{
    struct one *o = c->ones;

    *out = find_done(c->all, axis);
    if (*out) {
        return STATUS_OK;
    }
    while (o && strcmp(o->set->facet[0].name, axis) != 0) {
        o = o->next;
    }
    if (!o) {
        struct facet_set *set;
        enum status status = open_set(p, c, &axis, 1, &set, e);
        if (status != STATUS_OK) {
            return status;
        }
        o = arena_zero(&c->arena, 1, sizeof *o);
        if (!o) {
            facet_set_free(&set);
            return error_no_memory(e);
        }
        o->set = set;
        o->next = c->ones;
        c->ones = o;
    }
    enum status s = STATUS_OK;
    while (s == STATUS_OK && o->set->done < 1) {
        s = facet_set_step(o->set, e);
    }
    *out = &o->set->facet[0];
    return s;
}

/* ---- all of them */

/* The fields in sight, those below, those above; then the periods of dates. */
static enum status open_all(struct pane *p, struct facet_counts *c, struct error *e)
{
    struct facets *f = p->state;
    const char **axes = arena_zero(&c->arena, 2 * f->field_count + 1, sizeof *axes);
    size_t n = 0;

    for (size_t i = 0; axes && i < f->field_count; i++) {
        const struct facet_field *field = &f->field[(f->fields.top + i) % f->field_count];
        if (!field->steps) {
            axes[n++] = field->name;
        }
    }
    for (size_t i = 0; axes && i < f->field_count; i++) {
        if (f->field[i].date) {
            axes[n] = arena_printf(&c->arena, "%s(%s)", dates_grain(f), f->field[i].name);
            n += axes[n] != NULL;
        }
    }
    return axes ? open_set(p, c, axes, n, &c->all, e) : error_no_memory(e);
}

/* How many of the field's values are there under the filter. */
static void count_fitting(struct facet_field *field, const struct facet *counts)
{
    field->fitting = 0;
    field->counted = true;
    for (uint32_t g = 0; g < counts->axis.groups; g++) {
        enum value_state state = counts->axis.group[g].state;
        field->fitting +=
            counts->lines[g] > 0 && (state == VALUE_VALID || state == VALUE_INVALID);
    }
}

static void take_counts(struct facets *f, const struct facet_counts *c)
{
    for (size_t i = 0; i < f->field_count; i++) {
        const struct facet *counts =
            f->field[i].counted ? NULL : find_done(c->all, f->field[i].name);
        if (counts) {
            count_fitting(&f->field[i], counts);
        }
    }
}

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void counts_begin_more(struct pane *p)
{
    struct facets *f = p->state;

    p->more = true;
    for (size_t i = 0; i < f->field_count; i++) {
        f->field[i].counted = f->field[i].counted && f->field[i].steps;
    }
}

void counts_more(struct pane *p)
{
    struct facets *f = p->state;
    struct facet_counts *c = f->counts;
    struct error e = {0};
    const double begun = now_ms();

    p->more = false;
    if (!is_current(c, p->workspace)) {
        return;
    }
    pace_begin(frame_pace(p->workspace->frame)); /* what was stopped before is another matter */
    enum status s = c->all ? STATUS_OK : open_all(p, c, &e);
    while (s == STATUS_OK && c->all->done < c->all->count && now_ms() - begun < SLICE_MS) {
        s = facet_set_step(c->all, &e);
    }
    if (s != STATUS_OK && s != STATUS_CANCELLED) {
        app_fault(p->app, &e);
        return;
    }
    take_counts(f, c);
    p->more = c->all && c->all->done < c->all->count;
}
