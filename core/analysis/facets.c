/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facets: which of them are counted over the same lines, their passes over these, and the
 * results. */
#include "analysis/facets.h"

#include "analysis/cases.h"
#include "analysis/facets_private.h"
#include "analysis/measure.h"
#include "base/halves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many facets are counted in one pass: their counters fit in the second cache. */
#define PASS_FACETS 8
/* From twice as many lines on a second core pays. */
#define LINES_A_THREAD 50000
/* Lines times facets that one thread counts in a slice: a few milliseconds. */
#define SLICE 4000000
/* Of so many groups the cases of all lines are kept. */
#define KEPT_GROUPS 4096

/* What one thread does of a pass: words next .. end - 1 are left. */
struct half {
    size_t next, end;
    struct facet_block *block;
    struct facet_follow follow;
    struct facet_tally tally[PASS_FACETS];
};

struct pass {
    bool begun;
    const struct bitmap *lines;
    struct bitmap own; /* lines of a filter without a choice */
    bool whole;        /* all current lines */
    size_t facet[PASS_FACETS], count;
    struct facet_plan plan[PASS_FACETS];
    struct arena arena; /* the tallies */
    struct half half[2];
    size_t apart; /* so many lines of those that stand apart are behind */
};

struct facet_work {
    struct frame *frame;
    struct arena arena; /* all but what a pass alone needs */
    const struct bitmap *lines;
    bool whole; /* lines are all current ones */
    size_t lines_a_thread;
    const struct frame_cases *cases; /* NULL: nobody asks for them */
    bool cases_asked;
    const struct filter **rest; /* by facet: what to count it under; NULL: lines */
    const char **sentence;      /* of rest */
    uint32_t *apart;            /* lines of cases that stand apart, in order of their case */
    struct facet_block *block[2];
    struct pass pass;
};

/* ---- the question */

static enum status find_rests(struct facet_set *s, const struct filter *filter, struct error *e)
{
    struct facet_work *w = s->work;
    struct buffer all = {0}, text = {0};
    enum status status = STATUS_OK;
    filter_print(filter, &all);
    for (size_t i = 0; !status && i < s->count; i++) {
        const struct filter *rest =
            facet_without(w->frame, filter, s->facet[i].name, &w->arena);
        buffer_clear(&text);
        if (rest)
            filter_print(rest, &text);
        if (rest && strcmp(buffer_text(&text), buffer_text(&all))) {
            w->rest[i] = rest;
            w->sentence[i] = arena_string(&w->arena, buffer_text(&text));
        }
        if (!rest || (w->rest[i] && !w->sentence[i]))
            status = error_no_memory(e);
    }
    buffer_free(&all);
    buffer_free(&text);
    return status;
}

static enum status open_work(struct facet_set *s, struct frame *f,
                             const struct facet_question *q, struct error *e)
{
    struct facet_work *w = s->work;
    w->frame = f;
    w->lines = q->lines;
    w->whole = bitmap_equal(q->lines, frame_current(f));
    w->lines_a_thread = q->lines_a_thread ? q->lines_a_thread : LINES_A_THREAD;
    w->cases_asked = q->cases;
    s->facet = arena_zero(&w->arena, q->count + 1, sizeof *s->facet);
    w->rest = arena_zero(&w->arena, q->count + 1, sizeof(const struct filter *));
    w->sentence = arena_zero(&w->arena, q->count + 1, sizeof(const char *));
    if (!s->facet || !w->rest || !w->sentence)
        return error_no_memory(e);
    for (; s->count < q->count; s->count++) {
        s->facet[s->count].name = arena_string(&w->arena, q->axes[s->count]);
        if (!s->facet[s->count].name)
            return error_no_memory(e);
    }
    for (size_t h = 0; h < 2; h++) {
        w->block[h] = malloc(sizeof *w->block[h]);
        if (!w->block[h])
            return error_no_memory(e);
        facet_block_begin(w->block[h]);
    }
    return q->filter ? find_rests(s, q->filter, e) : STATUS_OK;
}

enum status facet_set_open(struct frame *f, const struct facet_question *q,
                           struct facet_set **out, struct error *e)
{
    *out = NULL;
    struct facet_set *s = calloc(1, sizeof *s);
    if (s)
        s->work = calloc(1, sizeof *s->work);
    enum status status = s && s->work ? open_work(s, f, q, e) : error_no_memory(e);
    if (status)
        facet_set_free(&s);
    *out = s;
    return status;
}

/* What nothing is counted with any more. */
static void close_blocks(struct facet_work *w)
{
    free(w->block[0]);
    free(w->block[1]);
    free(w->apart);
    w->block[0] = w->block[1] = NULL;
    w->apart = NULL;
}

static void pass_close(struct pass *p)
{
    bitmap_free(&p->own);
    arena_free(&p->arena);
    *p = (struct pass){0};
}

void facet_set_free(struct facet_set **s)
{
    if (!s || !*s)
        return;
    struct facet_work *w = (*s)->work;
    if (w) {
        pass_close(&w->pass);
        close_blocks(w);
        arena_free(&w->arena);
    }
    free(w);
    free(*s);
    *s = NULL;
}

/* ---- cases that stand apart */

/* Sorts by the upper halves, eleven bits at a time. */
static void sort_by_case(uint64_t *line, uint64_t *room, size_t n, uint32_t most)
{
    uint64_t *from = line, *to = room;
    for (unsigned shift = 32; shift < 64 && most >> (shift - 32); shift += 11) {
        size_t start[2048] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            start[(from[i] >> shift) & 2047]++;
        for (size_t k = 0; k < 2048; k++) {
            size_t here = start[k];
            start[k] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[start[(from[i] >> shift) & 2047]++] = from[i];
        uint64_t *other = from;
        from = to;
        to = other;
    }
    if (from != line)
        memcpy(line, from, n * sizeof *line);
}

/* Once a question. */
static enum status order_apart(struct facet_work *w, struct error *e)
{
    const struct frame_cases *cases = w->cases;
    const size_t n = cases->scattered_lines;
    if (!n || w->apart)
        return STATUS_OK;
    w->apart = malloc(n * sizeof *w->apart);
    uint64_t *line = malloc(2 * n * sizeof *line);
    if (!w->apart || !line) {
        free(line);
        return error_no_memory(e);
    }
    uint32_t at[1024];
    size_t from = 0, count, all = 0;
    while ((count = bitmap_next(&cases->scattered, &from, at, 1024)) > 0)
        for (size_t i = 0; i < count && all < n; i++)
            line[all++] = (uint64_t)cases->key[at[i]] << 32 | at[i];
    sort_by_case(line, line + n, all, cases->cases_max);
    for (size_t i = 0; i < all; i++)
        w->apart[i] = (uint32_t)line[i];
    free(line);
    return STATUS_OK;
}

static void count_cases(struct pass *p, struct half *h)
{
    for (size_t i = 0; i < p->count; i++)
        facet_count_cases(&p->plan[i], h->block, &h->tally[i]);
}

static void count_apart(struct facet_work *w)
{
    struct pass *p = &w->pass;
    struct half *h = &p->half[0];
    const size_t n = w->cases ? w->cases->scattered_lines : 0;
    if (!p->apart) {
        h->follow.carry = 0;
        h->follow.goes_on = false;
    }
    while (p->apart < n && pace_go(frame_pace(w->frame), FACET_LINES)) {
        facet_block_apart(h->block, p->lines, w->cases, w->apart, n, &p->apart, &h->follow);
        count_cases(p, h);
    }
}

/* ---- from values to groups */

/* The groups of a value: how many, and *list points at them. */
static uint32_t groups_of(const struct axis *axis, uint32_t v, const uint32_t **list)
{
    if (axis->several) {
        *list = axis->member + axis->start[v];
        return axis->start[v + 1] - axis->start[v];
    }
    *list = &axis->group_of[v];
    return **list != AXIS_NONE;
}

static void add_lines(struct facet *f, const uint32_t *lines)
{
    const uint32_t *group;
    for (uint32_t v = 0; v < f->axis.column->values; v++) {
        if (!lines[v])
            continue;
        uint32_t n = groups_of(&f->axis, v, &group);
        *(n ? &f->seizures : &f->no_group) += lines[v];
        f->overlap |= n > 1;
        for (uint32_t i = 0; i < n; i++)
            f->lines[group[i]] += lines[v];
    }
    f->first = f->axis.groups;
    for (uint32_t g = 0; g < f->axis.groups; g++) {
        if (!f->lines[g])
            continue;
        f->occurring++;
        if (f->axis.group[g].state == VALUE_VALID) {
            f->first = f->first < g ? f->first : g;
            f->last = g;
        }
    }
}

/* Cases are lines less those of none and those whose case was counted before. Returns how many
 * of the lines with a group have no case; *again_all grows by pairs of one value. */
static uint32_t add_cases(struct facet *f, const struct facet_tally *t, uint32_t *again_all)
{
    const uint32_t *group;
    uint32_t caseless = 0;
    for (uint32_t g = 0; g < f->axis.groups; g++)
        f->cases[g] = f->lines[g] - t->again[g];
    for (uint32_t v = 0; v < f->axis.column->values; v++) {
        uint32_t n = groups_of(&f->axis, v, &group);
        caseless += n ? t->caseless[v] : 0;
        *again_all += n ? t->again_value[v] : 0;
        for (uint32_t i = 0; i < n; i++)
            f->cases[group[i]] -= t->caseless[v] + t->again_value[v];
    }
    return caseless;
}

static void tell_facet(struct facet_set *s, struct facet *f, uint32_t distinct,
                       uint32_t caseless)
{
    uint64_t sum = 0;
    if (f->cases) {
        for (uint32_t g = 0; g < f->axis.groups; g++)
            sum += f->cases[g];
        f->distinct = distinct;
        f->without_case = caseless;
        f->cases_overlap = sum > distinct;
    }
    f->done = true;
    s->done++;
}

/* ---- a pass */

/* A word near the middle at which no case is cut in two; 0: there is none. */
static size_t find_cut(const struct facet_work *w, const struct bitmap *lines)
{
    const size_t words = bitmap_words(lines);
    if (lines->bits < 2 * w->lines_a_thread)
        return 0;
    for (size_t i = words / 2; i > 0 && i < words; i++)
        if (!w->cases || !(w->cases->follows.words[i] & 1U))
            return i;
    return 0;
}

/* Whether a line that counts has no group on the axis. */
static enum status has_none(struct frame *f, const struct axis *axis, bool *none,
                            struct error *e)
{
    const uint32_t *lines;
    enum status status = frame_value_lines(f, axis->column, &lines, e);
    *none = false;
    for (uint32_t v = 0; !status && v < axis->column->values; v++)
        *none |= lines[v] && (axis->several ? axis->start[v] == axis->start[v + 1]
                                            : axis->group_of[v] == AXIS_NONE);
    return status;
}

/* Tags change under a frame, and so does what a saved filter takes. */
static bool can_be_kept(const struct facet *f)
{
    return f->name[0] != '@' && strcmp(f->axis.column->name, "tag") &&
           f->axis.groups <= KEPT_GROUPS;
}

/* The cases of an axis over all lines, if they were counted before: by group, then all of them,
 * then lines of no case. */
static uint32_t *kept_cases(struct facet_work *w, const struct facet *f, bool make)
{
    char name[256];
    if (!w->pass.whole || !w->cases_asked || !can_be_kept(f) ||
        snprintf(name, sizeof name, "cases by %s", f->axis.name) >= (int)sizeof name)
        return NULL;
    return make ? frame_keep(w->frame, name, (f->axis.groups + 2) * sizeof(uint32_t))
                : frame_kept(w->frame, name);
}

/* Over all lines: their values are counted already, and their cases perhaps. */
static enum status take_known(struct facet_set *s, struct facet *f, struct error *e)
{
    struct facet_work *w = s->work;
    const uint32_t *lines, *kept = kept_cases(w, f, false);
    if (!w->pass.whole || (w->cases_asked && !kept))
        return STATUS_OK;
    enum status status = frame_value_lines(w->frame, f->axis.column, &lines, e);
    if (status)
        return status;
    add_lines(f, lines);
    if (kept)
        memcpy(f->cases, kept, f->axis.groups * sizeof *kept);
    tell_facet(s, f, kept ? kept[f->axis.groups] : 0, kept ? kept[f->axis.groups + 1] : 0);
    return STATUS_OK;
}

static enum status add_facet(struct facet_set *s, size_t i, struct error *e)
{
    struct facet_work *w = s->work;
    struct pass *p = &w->pass;
    struct facet *f = &s->facet[i];
    bool none;
    enum status status = axis_open(w->frame, f->name, &w->arena, &f->axis, e);
    if (!status)
        status = has_none(w->frame, &f->axis, &none, e);
    if (status)
        return status;
    const size_t groups = (size_t)f->axis.groups + 1;
    f->lines = arena_zero(&w->arena, groups, sizeof *f->lines);
    f->cases = w->cases_asked ? arena_zero(&w->arena, groups, sizeof *f->cases) : NULL;
    if (!f->lines || (w->cases_asked && !f->cases))
        return error_no_memory(e);
    status = take_known(s, f, e);
    if (status || f->done)
        return status;
    p->plan[p->count] = facet_plan_of(&f->axis, none, !p->whole);
    p->facet[p->count++] = i;
    return STATUS_OK;
}

static bool same_lines(const struct facet_work *w, size_t i, size_t k)
{
    return !w->rest[i] ? !w->rest[k] : w->rest[k] && !strcmp(w->sentence[i], w->sentence[k]);
}

/* The first facet that is not done, and those of the same lines with it; the very first has a
 * pass of its own, as it is waited for. */
static enum status choose_facets(struct facet_set *s, struct error *e)
{
    struct facet_work *w = s->work;
    struct pass *p = &w->pass;
    size_t first = 0;
    while (s->facet[first].done)
        first++;
    p->lines = w->lines;
    p->whole = w->whole;
    enum status status = STATUS_OK;
    if (w->rest[first]) {
        struct filter_outcome outcome;
        status = filter_select(w->frame, w->rest[first], &p->own, &outcome, e);
        p->lines = &p->own;
        p->whole = !status && bitmap_equal(&p->own, frame_current(w->frame));
    }
    size_t most = first ? PASS_FACETS : 1;
    for (size_t i = first; !status && i < s->count && p->count < most; i++)
        if (!s->facet[i].done && same_lines(w, first, i))
            status = add_facet(s, i, e);
    return status;
}

static enum status pass_begin(struct facet_set *s, struct error *e)
{
    struct facet_work *w = s->work;
    struct pass *p = &w->pass;
    enum status status = STATUS_OK;
    if (w->cases_asked && !w->cases) {
        status = frame_cases(w->frame, &w->cases, e);
        if (!status && !w->cases->cases_max)
            status = measure_refuse_cases(e);
        if (!status)
            status = order_apart(w, e);
    }
    if (!status)
        status = choose_facets(s, e);
    if (status || !p->count)
        return status;
    pace_expect(frame_pace(w->frame), p->lines->bits);
    const size_t cut = find_cut(w, p->lines), words = bitmap_words(p->lines);
    p->half[0].end = cut ? cut : words;
    p->half[1].next = cut ? cut : words;
    p->half[1].end = words;
    for (size_t h = 0; h < 2; h++) {
        p->half[h].block = w->block[h];
        /* Both also where one thread does it all: as many allocations at any size. */
        for (size_t i = 0; i < p->count; i++)
            if (!facet_tally_open(&p->half[h].tally[i], &p->plan[i], w->cases, &p->arena))
                return error_no_memory(e);
    }
    p->begun = true;
    return STATUS_OK;
}

static void count_half(struct facet_work *w, int half)
{
    struct pass *p = &w->pass;
    struct half *h = &p->half[half];
    struct pace *pace = frame_pace(w->frame);
    for (size_t lines = 0; lines * p->count < SLICE && h->next < h->end; lines += FACET_LINES) {
        if (!pace_go_half(pace, half, FACET_LINES))
            return;
        size_t words = h->end - h->next < FACET_WORDS ? h->end - h->next : FACET_WORDS;
        facet_block_make(h->block, p->lines, h->next, words, w->cases, &h->follow);
        h->next += words;
        for (size_t i = 0; i < p->count; i++)
            if (p->plan[i].count)
                facet_count_lines(&p->plan[i], h->block, &h->tally[i]);
        if (w->cases)
            count_cases(p, h);
    }
}

static void count_halves(void *data, int half, size_t from, size_t end)
{
    (void)half;
    for (size_t h = from; h < end; h++)
        count_half(data, (int)h);
}

/* ---- results */

static void add_tally(const struct facet_plan *p, struct facet_tally *to,
                      const struct facet_tally *from)
{
    const uint32_t values = p->axis->column->values, groups = p->axis->groups;
    for (uint32_t v = 0; v < values; v++)
        to->lines[v] += from->lines[v];
    for (uint32_t v = 0; to->again && v < values; v++) {
        to->caseless[v] += from->caseless[v];
        to->again_value[v] += from->again_value[v];
    }
    for (uint32_t g = 0; to->again && g < groups; g++)
        to->again[g] += from->again[g];
    to->again_all += from->again_all;
}

static enum status finish_facet(struct facet_set *s, size_t at, struct error *e)
{
    struct facet_work *w = s->work;
    struct pass *p = &w->pass;
    const struct facet_plan *plan = &p->plan[at];
    struct facet *f = &s->facet[p->facet[at]];
    struct facet_tally *t = &p->half[0].tally[at], *other = &p->half[1].tally[at];
    const uint32_t *lines = t->lines;
    facet_tally_fold(plan, t);
    facet_tally_fold(plan, other);
    add_tally(plan, t, other);
    if (!plan->count) {
        enum status status = frame_value_lines(w->frame, f->axis.column, &lines, e);
        if (status)
            return status;
    }
    add_lines(f, lines);
    uint32_t caseless = 0, again = t->again_all;
    if (f->cases)
        caseless = add_cases(f, t, &again);
    if (!plan->members)
        again = (uint32_t)(p->half[0].follow.repeats + p->half[1].follow.repeats);
    tell_facet(s, f, f->seizures - caseless - again, caseless);
    uint32_t *kept = f->cases ? kept_cases(w, f, true) : NULL;
    if (kept) {
        memcpy(kept, f->cases, f->axis.groups * sizeof *kept);
        kept[f->axis.groups] = f->distinct;
        kept[f->axis.groups + 1] = f->without_case;
    }
    return STATUS_OK;
}

static enum status finish_pass(struct facet_set *s, struct error *e)
{
    struct pass *p = &s->work->pass;
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < p->count; i++)
        status = finish_facet(s, i, e);
    pass_close(p);
    if (s->done == s->count)
        close_blocks(s->work);
    return status;
}

/* Where the pace stops it, all blocks are whole or not begun, so that one may go on later. */
static enum status go_on(struct facet_set *s, struct error *e)
{
    struct facet_work *w = s->work;
    struct pass *p = &w->pass;
    const struct half *second = &p->half[1];
    halves_run(2, second->next < second->end ? 1 : 0, count_halves, w);
    if (p->half[0].next < p->half[0].end || second->next < second->end)
        return pace_status(frame_pace(w->frame), e);
    count_apart(w);
    enum status status = pace_status(frame_pace(w->frame), e);
    return status ? status : finish_pass(s, e);
}

enum status facet_set_step(struct facet_set *s, struct error *e)
{
    struct pass *p = &s->work->pass;
    if (s->done == s->count)
        return STATUS_OK;
    enum status status = p->begun ? STATUS_OK : pass_begin(s, e);
    if (!status && p->count)
        return go_on(s, e);
    pass_close(p); /* stopped before it began; or all that was left is known */
    if (s->done == s->count)
        close_blocks(s->work);
    return status;
}

enum status facet_set_run(struct frame *f, const struct facet_question *q,
                          struct facet_set **out, struct error *e)
{
    const uint64_t passes = 1 + (q->count + PASS_FACETS - 1) / PASS_FACETS;
    enum status status = facet_set_open(f, q, out, e);
    pace_expect(frame_pace(f), passes * q->lines->bits);
    while (!status && (*out)->done < (*out)->count)
        status = facet_set_step(*out, e);
    if (status)
        facet_set_free(out);
    return status;
}
