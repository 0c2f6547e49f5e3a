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
    for (size_t m = 0; m < p->measure_count; m++)
        if (p->measure[m].kind == MEASURE_VALUE)
            return false;
    uint64_t groups_r = raw_groups(rows), groups_c = raw_groups(cols);
    return groups_r <= DENSE_CELLS && groups_c <= DENSE_CELLS &&
           groups_r * groups_c <= DENSE_CELLS &&
           raw_shown(rows) * raw_shown(cols) <= DENSE_CELLS &&
           p->measure_count <= PIVOT_MEASURES;
}

/* ---- the question */

static bool mark_outside(struct dense *d)
{
    if (!d->rows.none && !d->cols.none)
        return true;
    d->outside = calloc(d->cells, sizeof *d->outside);
    for (size_t r = 0, cell = 0; d->outside && r < d->rows.groups; r++)
        for (size_t c = 0; c < d->cols.groups; c++, cell++)
            d->outside[cell] =
                (d->rows.none && d->rows.none[r]) || (d->cols.none && d->cols.none[c]);
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
        else if (kind == MEASURE_REPORTERS && !d->reporters.column)
            status = reporter_index_open(d->frame, &d->reporters, e);
        else if (family[kind])
            status = frame_amounts(d->frame, family[kind], &d->amounts[m], e);
    }
    return status;
}

static enum status dense_open(struct dense *d, struct side *rows, struct side *cols,
                              struct error *e)
{
    const uint32_t stride = (uint32_t)raw_groups(cols);
    enum status status = raw_open(d->frame, rows, stride, &d->rows, e);
    if (!status)
        status = raw_open(d->frame, cols, 1, &d->cols, e);
    if (!status)
        status = open_measures(d, e);
    if (status)
        return status;
    d->cells = (size_t)d->rows.groups * stride;
    d->ways = d->cells <= FOURFOLD_CELLS ? 4 : 1;
    d->sum_ways = d->cells <= FOURFOLD_CELLS ? 2 : 1;
    d->row_margin = (size_t)d->rows.shown * d->cols.shown;
    d->col_margin = d->row_margin + d->rows.shown;
    d->grand = d->col_margin + d->cols.shown;
    d->case_keys = d->grand + 1;
    return mark_outside(d) ? STATUS_OK : error_no_memory(e);
}

static void dense_close(struct dense *d)
{
    raw_close(&d->rows);
    raw_close(&d->cols);
    free(d->outside);
    reporter_index_close(&d->reporters);
}

/* ---- parts */

static void part_close(struct part *t)
{
    free(t->lines);
    free(t->caseless);
    free(t->again);
    free(t->last);
    free(t->reported);
    free(t->unreported);
    for (size_t m = 0; m < PIVOT_MEASURES; m++) {
        free(t->sum[m]);
        free(t->wide_memory[m]);
    }
}

static void open_wide(struct part *t, size_t m)
{
    const size_t size = sizeof(struct wide_sum);
    char *memory = calloc(t->d->cells * t->d->sum_ways + 1, size);
    t->wide_memory[m] = memory;
    if (memory)
        t->wide[m] = (struct wide_sum *)(memory + (size - (uintptr_t)memory % size) % size);
}

static bool part_open(struct part *t, const struct dense *d, const struct bitmap *selection)
{
    t->d = d;
    t->selection = selection;
    t->pace = frame_pace(d->frame);
    t->lines = calloc(d->cells * d->ways, sizeof *t->lines);
    bool ok = t->lines;
    if (d->cases) {
        t->caseless = calloc(d->cells, sizeof *t->caseless);
        t->again = calloc(d->case_keys, sizeof *t->again);
        t->last = calloc(d->case_keys, sizeof *t->last);
        ok = ok && t->caseless && t->again && t->last;
    }
    if (d->reporters.column) {
        t->reported = calloc(d->cells * d->reporters.words, sizeof *t->reported);
        t->unreported = calloc(d->cells, sizeof *t->unreported);
        ok = ok && t->reported && t->unreported;
    }
    for (size_t m = 0; m < d->p->measure_count; m++) {
        if (!d->amounts[m])
            continue;
        if (d->p->extents)
            open_wide(t, m);
        else
            t->sum[m] = calloc(d->cells * d->sum_ways, sizeof *t->sum[m]);
        ok = ok && (t->sum[m] || t->wide[m]);
    }
    return ok;
}

static void part_add_reporters(struct part *to, const struct part *from)
{
    const struct dense *d = to->d;
    for (size_t i = 0; to->reported && i < d->cells * d->reporters.words; i++)
        to->reported[i] |= from->reported[i];
    for (size_t c = 0; to->reported && c < d->cells; c++)
        to->unreported[c] += from->unreported[c];
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
        for (size_t c = 0; to->sum[m] && c < d->cells; c++)
            to->sum[m][c] += from->sum[m][c];
        for (size_t c = 0; to->wide[m] && c < d->cells; c++)
            wide_add(&to->wide[m][c], &from->wide[m][c]);
        for (int s = 0; s < AMOUNT_STATES; s++)
            to->by_state[m][s] += from->by_state[m][s];
    }
    part_add_reporters(to, from);
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
    struct part second = {.half = 1, .first_word = cut, .end_word = words};
    pthread_t thread;
    enum status status = STATUS_OK;
    if (!part_open(&second, d, selection)) {
        status = error_no_memory(e);
    } else if (pthread_create(&thread, NULL, count_in_thread, &second) != 0) {
        dense_count(sum); /* no second thread to be had: one after the other */
        second.half = 0;
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
        status = pace_status(sum.pace, e);
    if (!status)
        status = dense_place(&d, &sum, e);
    part_close(&sum);
    dense_close(&d);
    return status;
}
