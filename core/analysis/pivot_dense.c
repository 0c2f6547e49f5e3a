/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast road of the cross-tab. Lines are counted in the raw space of groups (every group of
 * an axis, whether it occurs or not), each thread its own part; what occurs is numbered
 * afterwards. */
#include "analysis/pivot_dense.h"
#include "analysis/pivot_dense_private.h"

#include <pthread.h>
#include <stdlib.h>

#define DENSE_CELLS (1U << 20)
/* Up to so many cells are counted in four copies (summed in two), all of them in the nearest
 * caches. */
#define FOURFOLD_CELLS 2048

bool dense_fits(const struct pivot *p, const struct side *rows, const struct side *cols)
{
    if (rows->axes > 1 || cols->axes > 1 || rows->axis[0].several || cols->axis[0].several)
        return false;
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == MEASURE_VALUE)
            return false;
    uint64_t groups_r = rows->axes ? rows->axis[0].groups : 0;
    uint64_t groups_c = cols->axes ? cols->axis[0].groups : 0;
    return (groups_r + 1) * (groups_c + 1) <= DENSE_CELLS && p->measure_count <= PIVOT_MEASURES;
}

/* ---- the question */

static enum status raw_open(struct frame *f, struct raw_side *r, const struct side *s,
                            uint32_t stride, struct error *e)
{
    *r = (struct raw_side){.stride = stride, .groups = 1};
    if (s->axes == 0)
        return STATUS_OK;
    r->axis = &s->axis[0];
    r->groups = r->axis->groups + 1;
    uint32_t values = r->axis->column->values;
    const uint32_t *lines;
    enum status status = frame_value_lines(f, r->axis->column, &lines, e);
    if (status)
        return status;
    r->group = malloc(2 * (values ? values : 1) * sizeof *r->group);
    if (!r->group)
        return error_no_memory(e);
    r->key = r->group + values;
    for (uint32_t v = 0; v < values; v++) {
        uint32_t group = r->axis->group_of[v];
        r->has_none |= group == AXIS_NONE && lines[v];
        r->group[v] = group == AXIS_NONE ? r->axis->groups : group;
        r->key[v] = r->group[v] * stride;
    }
    return STATUS_OK;
}

static bool mark_outside(struct dense *d)
{
    if (!d->rows.has_none && !d->cols.has_none)
        return true;
    d->outside = calloc(d->cells, sizeof *d->outside);
    for (size_t r = 0, cell = 0; d->outside && r < d->rows.groups; r++)
        for (size_t c = 0; c < d->cols.groups; c++, cell++)
            d->outside[cell] = (d->rows.axis && r == d->rows.groups - 1) ||
                               (d->cols.axis && c == d->cols.groups - 1);
    return d->outside != NULL;
}

static enum status open_measures(struct dense *d, struct error *e)
{
    static const enum field_type family[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                          [MEASURE_VOLUME] = FIELD_VOLUME,
                                                          [MEASURE_PIECES] = FIELD_PIECES};
    enum status status = STATUS_OK;
    for (size_t m = 0; !status && m < d->p->measure_count; m++) {
        enum measure_kind kind = d->p->measure[m].kind;
        if (kind == MEASURE_CASES)
            status = frame_cases(d->frame, &d->cases, e);
        else if (family[kind])
            status = frame_amounts(d->frame, family[kind], &d->amounts[m], e);
    }
    return status;
}

static enum status dense_open(struct dense *d, const struct side *rows, const struct side *cols,
                              struct error *e)
{
    enum status status = open_measures(d, e);
    if (status)
        return status;
    const uint32_t stride = cols->axes ? cols->axis[0].groups + 1 : 1;
    status = raw_open(d->frame, &d->rows, rows, stride, e);
    if (!status)
        status = raw_open(d->frame, &d->cols, cols, 1, e);
    if (status)
        return status;
    d->cells = (size_t)d->rows.groups * stride;
    d->ways = d->cells <= FOURFOLD_CELLS ? 4 : 1;
    d->sum_ways = d->cells <= FOURFOLD_CELLS ? 2 : 1;
    d->row_margin = d->cells;
    d->col_margin = d->row_margin + d->rows.groups;
    d->grand = d->col_margin + d->cols.groups;
    d->case_keys = d->grand + 1;
    return mark_outside(d) ? STATUS_OK : error_no_memory(e);
}

static void dense_close(struct dense *d)
{
    free(d->rows.group);
    free(d->cols.group);
    free(d->outside);
}

/* ---- parts */

static void part_close(struct part *t)
{
    free(t->lines);
    free(t->caseless);
    free(t->again);
    free(t->last);
    for (size_t m = 0; m < PIVOT_MEASURES; m++)
        free(t->sum[m]);
}

static bool part_open(struct part *t, const struct dense *d, const struct bitmap *selection)
{
    t->d = d;
    t->selection = selection;
    t->lines = calloc(d->cells * d->ways, sizeof *t->lines);
    bool ok = t->lines;
    if (d->cases) {
        t->caseless = calloc(d->cells, sizeof *t->caseless);
        t->again = calloc(d->case_keys, sizeof *t->again);
        t->last = calloc(d->case_keys, sizeof *t->last);
        ok = ok && t->caseless && t->again && t->last;
    }
    for (size_t m = 0; m < d->p->measure_count; m++)
        if (d->amounts[m]) {
            t->sum[m] = calloc(d->cells * d->sum_ways, sizeof *t->sum[m]);
            ok = ok && t->sum[m];
        }
    return ok;
}

static void part_add(struct part *to, const struct part *from)
{
    const struct dense *d = to->d;
    for (size_t c = 0; c < d->cells; c++)
        to->lines[c] += from->lines[c];
    for (size_t c = 0; d->cases && c < d->cells; c++)
        to->caseless[c] += from->caseless[c];
    for (size_t k = 0; d->cases && k < d->case_keys; k++)
        to->again[k] += from->again[k];
    for (size_t m = 0; m < d->p->measure_count; m++) {
        if (!d->amounts[m])
            continue;
        for (size_t c = 0; c < d->cells; c++)
            to->sum[m][c] += from->sum[m][c];
        for (int s = 0; s < AMOUNT_STATES; s++)
            to->by_state[m][s] += from->by_state[m][s];
    }
}

/* A word near the middle at which no case is cut in two; 0: there is none, one thread does it
 * all. */
static size_t find_cut(const struct dense *d, size_t words)
{
    for (size_t w = words / 2; w > 0 && w < words; w++)
        if (!d->cases || !(d->cases->follows.words[w] & 1U))
            return w;
    return 0;
}

static void *count_in_thread(void *part)
{
    dense_count(part);
    return NULL;
}

static enum status count_parts(struct dense *d, const struct bitmap *selection,
                               struct part *sum, size_t lines_a_thread, struct error *e)
{
    size_t words = bitmap_words(selection);
    size_t cut = selection->bits >= 2 * lines_a_thread ? find_cut(d, words) : 0;
    if (!part_open(sum, d, selection))
        return error_no_memory(e);
    sum->end_word = cut ? cut : words;
    if (!cut) {
        dense_count(sum);
        return STATUS_OK;
    }
    struct part second = {.first_word = cut, .end_word = words};
    pthread_t thread;
    enum status status = STATUS_OK;
    if (!part_open(&second, d, selection)) {
        status = error_no_memory(e);
    } else if (pthread_create(&thread, NULL, count_in_thread, &second) != 0) {
        dense_count(sum); /* no second thread to be had: one after the other */
        dense_count(&second);
        part_add(sum, &second);
    } else {
        dense_count(sum);
        pthread_join(thread, NULL);
        part_add(sum, &second);
    }
    part_close(&second);
    return status;
}

enum status dense_run(struct frame *f, const struct bitmap *selection, struct pivot *p,
                      struct side *rows, struct side *cols, size_t lines_a_thread,
                      struct error *e)
{
    struct dense d = {.frame = f, .p = p};
    struct part sum = {0};
    enum status status = dense_open(&d, rows, cols, e);
    if (!status)
        status = count_parts(&d, selection, &sum, lines_a_thread, e);
    if (!status)
        status = dense_count_scattered(&sum, e);
    if (!status)
        status = dense_place(&d, &sum, rows, cols, e);
    part_close(&sum);
    dense_close(&d);
    return status;
}
