/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab: reads the question, sends it down the fast or the general road, and finishes
 * the table. Totals are what the lines say and never what the distinct counts of cells add up
 * to. */
#include "analysis/pivot.h"
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/packages.h"
#include "analysis/pivot_dense.h"
#include "analysis/pivot_median.h"
#include "analysis/pivot_parts.h"

#include <stdlib.h>
#include <string.h>

/* 4 million cells of 32 bytes are as much as an answer may hold. */
#define MOST_CELLS 4000000U

/* What is known of a question while it is answered. */
struct asked {
    struct frame *frame;
    struct pivot *p;
    struct side rows, cols;
    struct pivot_money money;
};

/* ---- measures */

/* Which groups the selection has money of; *untold: it has some of no told currency. */
static void mark_money(struct pace *pace, const struct money *money,
                       const struct bitmap *selection, bool *used, bool *untold)
{
    uint32_t at[BLOCK_LINES];
    for (int s = 0; s < 2; s++) {
        if (!money->source[s].amount)
            continue;
        size_t from = 0, n;
        while ((n = block_next(pace, selection, &from, at)) > 0)
            for (size_t i = 0; i < n; i++) {
                uint16_t group = money->source[s].group_of[at[i]];
                if (group != UINT16_MAX)
                    used[group] = true;
                *untold |= money->source[s].state[at[i]] == AMOUNT_CURRENCY;
            }
    }
}

/* MEASURE_VALUE becomes one measure for each currency and kind that the selection holds. */
static enum status add_money(struct asked *w, const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    if (w->money.money)
        return STATUS_OK; /* named twice */
    enum status status = frame_money(w->frame, &w->money.money, e);
    if (status)
        return status;
    size_t groups = w->money.money->groups;
    bool *used = calloc(groups + 1, sizeof *used);
    w->money.measure = malloc((groups + 1) * sizeof *w->money.measure);
    struct measure *all =
        arena_zero(&p->arena, p->measure_count + groups + PIVOT_MEASURES, sizeof *all);
    if (!used || !w->money.measure || !all) {
        free(used);
        return error_no_memory(e);
    }
    bool untold = false, any = false;
    mark_money(frame_pace(w->frame), w->money.money, selection, used, &untold);
    if (p->measure_count)
        memcpy(all, p->measure, p->measure_count * sizeof *all);
    p->measure = all;
    for (size_t g = 0; g < groups; g++) {
        w->money.measure[g] = UINT16_MAX;
        if (!used[g])
            continue;
        struct measure m = measure_of(MEASURE_VALUE);
        m.money_group = (uint16_t)g;
        m.unit = arena_string(&p->arena, w->money.money->group[g].currency);
        m.name = measure_money_name(&p->arena, &w->money.money->group[g]);
        if (!m.name || !m.unit)
            status = error_no_memory(e);
        w->money.measure[g] = (uint16_t)p->measure_count;
        all[p->measure_count++] = m;
        any = true;
    }
    /* Nothing can be added up, which is said under an empty column. */
    if (untold && !any)
        all[p->measure_count++] = measure_of(MEASURE_VALUE);
    free(used);
    return status;
}

static enum status set_measures(struct asked *w, const struct pivot_question *q,
                                const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    p->measure = arena_zero(&p->arena, PIVOT_MEASURES, sizeof *p->measure);
    if (!p->measure)
        return error_no_memory(e);
    for (size_t i = 0; i < q->measure_count; i++) {
        if (q->measures[i] == MEASURE_VALUE) {
            enum status status = add_money(w, selection, e);
            if (status)
                return status;
            continue;
        }
        if (q->measures[i] == MEASURE_CASES) {
            const struct frame_cases *cases;
            enum status status = frame_cases(w->frame, &cases, e);
            if (status)
                return status;
            if (cases->cases_max == 0)
                return measure_refuse_cases(e);
        }
        p->measure[p->measure_count++] = measure_of(q->measures[i]);
    }
    return STATUS_OK;
}

/* ---- cells */

enum status pivot_make_cells(struct pivot *p, const struct side *rows, const struct side *cols,
                             struct error *e)
{
    memcpy(p->rows, rows->axis, sizeof p->rows);
    memcpy(p->cols, cols->axis, sizeof p->cols);
    p->row_axes = rows->axes;
    p->col_axes = cols->axes;
    p->row = rows->group;
    p->col = cols->group;
    p->row_count = rows->count;
    p->col_count = cols->count;
    size_t cells = (p->row_count + 1) * (p->col_count + 1);
    if (cells * (p->measure_count ? p->measure_count : 1) > MOST_CELLS) {
        error_set(e, STATUS_MISUSE, "a table of %zu rows and %zu columns is too large",
                  p->row_count, p->col_count);
        return error_way_out(e, "narrow the filter, or take a coarser field");
    }
    if (p->extents) {
        const size_t all = p->measure_count * cells;
        p->extent = arena_zero(&p->arena, all + 1, sizeof *p->extent);
        for (size_t i = 0; p->extent && i < all; i++)
            p->extent[i].stream = EXTENT_NONE;
        if (!p->extent)
            return error_no_memory(e);
    }
    p->cell = arena_zero(&p->arena, p->measure_count * cells + 1, sizeof *p->cell);
    p->left_out = arena_zero(&p->arena, p->measure_count + 1, sizeof *p->left_out);
    return p->cell && p->left_out ? STATUS_OK : error_no_memory(e);
}

/* Whether distinct ones stand in several rows (columns). */
static void find_overlap(const struct pivot *p, size_t m, bool *in_rows, bool *in_cols)
{
    int128 row_sum = 0, col_sum = 0;
    for (size_t r = 0; r < p->row_count; r++)
        row_sum += pivot_at(p, m, r, p->col_count)->value;
    for (size_t c = 0; c < p->col_count; c++)
        col_sum += pivot_at(p, m, p->row_count, c)->value;
    int128 grand = pivot_at(p, m, p->row_count, p->col_count)->value;
    *in_rows = row_sum > grand;
    *in_cols = col_sum > grand;
}

/* Seizures are the lines themselves; a measure named twice is the same. */
static void finish_cells(struct pivot *p)
{
    const size_t cells = (p->row_count + 1) * (p->col_count + 1);
    size_t first[MEASURE_KINDS];
    for (int k = 0; k < MEASURE_KINDS; k++)
        first[k] = SIZE_MAX;
    for (size_t m = 0; m < p->measure_count; m++) {
        struct amount *cell = p->cell + m * cells;
        enum measure_kind kind = p->measure[m].kind;
        if (first[kind] == SIZE_MAX)
            first[kind] = m;
        else if (measure_is_distinct(&p->measure[m])) {
            memcpy(cell, p->cell + first[kind] * cells, cells * sizeof *cell);
            p->left_out[m] = p->left_out[first[kind]];
        }
        for (size_t c = 0; kind == MEASURE_SEIZURES && c < cells; c++) {
            cell[c].value = cell[c].lines;
            cell[c].counted = cell[c].lines;
        }
    }
    if (first[MEASURE_CASES] != SIZE_MAX)
        find_overlap(p, first[MEASURE_CASES], &p->cases_overlap_rows, &p->cases_overlap_cols);
    if (first[MEASURE_REPORTERS] != SIZE_MAX)
        find_overlap(p, first[MEASURE_REPORTERS], &p->reporters_overlap_rows,
                     &p->reporters_overlap_cols);
}

static enum status count_lines(struct asked *w, const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    if (dense_fits(p, &w->rows, &w->cols))
        return dense_run(w->frame, selection, p, &w->rows, &w->cols, DENSE_LINES_A_THREAD, e);
    enum status status = side_number(&w->rows, selection, &p->arena, e);
    if (!status)
        status = side_number(&w->cols, selection, &p->arena, e);
    if (!status)
        status = pivot_make_cells(p, &w->rows, &w->cols, e);
    return status ? status
                  : pivot_walk(w->frame, selection, p, &w->rows, &w->cols, &w->money, e);
}

/* Of each measure of a kind that medians are asked of. */
static enum status fill_medians(struct asked *w, const struct pivot_question *q,
                                const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    bool asked[MEASURE_KINDS] = {false};
    for (size_t i = 0; i < q->measure_count; i++)
        asked[q->measures[i]] |= (q->medians >> i) & 1U;
    p->median = arena_zero(&p->arena, p->measure_count + 1, sizeof *p->median);
    if (!p->median)
        return error_no_memory(e);
    enum status status = STATUS_OK;
    for (size_t m = 0; !status && m < p->measure_count; m++)
        if (asked[p->measure[m].kind] && measure_is_quantity(&p->measure[m]))
            status = pivot_fill_median(w->frame, selection, p, m, &w->rows, &w->cols, &w->money,
                                       MEDIAN_AMOUNTS, e);
    return status;
}

/* About how many lines the question walks: distinct cases take a further look at all. */
static uint64_t walked(const struct pivot_question *q, const struct bitmap *selection,
                       uint64_t lines)
{
    uint64_t n = lines;
    for (size_t m = 0; m < q->measure_count; m++)
        n += (q->measures[m] == MEASURE_CASES ? selection->bits : 0) +
             ((q->medians >> m) & 1U ? 2 * lines : 0);
    return n;
}

static enum status run(struct asked *w, const struct pivot_question *q,
                       const struct bitmap *selection, struct error *e)
{
    struct pivot *p = w->p;
    p->extents = q->extents;
    p->seizures = (uint32_t)bitmap_count(selection);
    pace_expect(frame_pace(w->frame), walked(q, selection, p->seizures));
    enum status status = side_open(w->frame, q->rows, &p->arena, &w->rows, e);
    if (!status)
        status = side_open(w->frame, q->cols, &p->arena, &w->cols, e);
    if (!status)
        status = set_measures(w, q, selection, e);
    if (!status && p->extents && frame_find_field(w->frame, "stream"))
        status = frame_column(w->frame, "stream", &p->stream, e);
    if (!status)
        status = count_lines(w, selection, e);
    if (!status && q->medians)
        status = fill_medians(w, q, selection, e);
    if (status)
        return status;
    finish_cells(p);
    if (q->bare)
        return pace_status(frame_pace(w->frame), e);
    status = packages_count(w->frame, selection, p, e);
    if (status)
        return status;
    status = cases_count(w->frame, selection, &p->cases, &p->without_case, e);
    if (!status)
        status = reporters_count(w->frame, selection, &p->reporters, e);
    return status ? status : pace_status(frame_pace(w->frame), e);
}

enum status pivot_run(struct frame *f, const struct bitmap *selection,
                      const struct pivot_question *q, struct pivot **out, struct error *e)
{
    *out = NULL;
    struct pivot *p = calloc(1, sizeof *p);
    if (!p)
        return error_no_memory(e);
    struct asked w = {.frame = f, .p = p};
    enum status status = run(&w, q, selection, e);
    side_close(&w.rows);
    side_close(&w.cols);
    free(w.money.measure);
    if (status) {
        pivot_free(&p);
        return status;
    }
    *out = p;
    return STATUS_OK;
}

void pivot_free(struct pivot **p)
{
    if (!p || !*p)
        return;
    arena_free(&(*p)->arena);
    free(*p);
    *p = NULL;
}

/* ---- order */

struct row_order {
    const struct pivot *p;
    size_t measure, col;
    bool ascending;
};

static int compare_rows(const void *a, const void *b, void *data)
{
    const struct row_order *o = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct amount *ax = pivot_at(o->p, o->measure, x, o->col);
    const struct amount *ay = pivot_at(o->p, o->measure, y, o->col);
    bool count = measure_is_count(&o->p->measure[o->measure]);
    if (!count && !ax->counted != !ay->counted)
        return ax->counted ? -1 : 1;
    if (ax->value != ay->value)
        return ((ax->value < ay->value) != o->ascending) ? 1 : -1;
    return (x > y) - (x < y);
}

void pivot_sort_rows(const struct pivot *p, size_t m, size_t c, bool ascending, uint32_t *order)
{
    struct row_order o = {p, m, c, ascending};
    for (uint32_t r = 0; r < p->row_count; r++)
        order[r] = r;
    qsort_r(order, p->row_count, sizeof *order, compare_rows, &o);
}
