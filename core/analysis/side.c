/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One side of a cross-tab: combined group keys, numbered densely in display order. */
#include "analysis/side.h"
#include "analysis/block.h"

#include <stdlib.h>
#include <string.h>

/* Up to this many combined keys an array is kept, beyond it a hash. */
#define DENSE_KEYS (1U << 22)

static uint32_t most_members(const struct axis *axis)
{
    if (!axis->several)
        return 1;
    uint32_t most = 1;
    for (uint32_t v = 0; v < axis->column->values; v++)
        if (axis->start[v + 1] - axis->start[v] > most)
            most = axis->start[v + 1] - axis->start[v];
    return most;
}

enum status side_open(struct frame *f, const char *const names[PIVOT_DEPTH], struct arena *a,
                      struct side *s, struct error *e)
{
    *s = (struct side){.pace = frame_pace(f), .space = 1, .most = 1};
    for (size_t i = 0; i < PIVOT_DEPTH && names[i]; i++) {
        enum status status = axis_open(f, names[i], a, &s->axis[i], e);
        if (status)
            return status;
        s->axes++;
        s->space *= s->axis[i].groups ? s->axis[i].groups : 1;
        s->most *= most_members(&s->axis[i]);
    }
    s->scratch = malloc(s->most * sizeof *s->scratch);
    if (!s->scratch)
        return error_no_memory(e);
    if (s->space <= DENSE_KEYS) {
        s->dense = malloc(s->space * sizeof *s->dense);
        if (!s->dense)
            return error_no_memory(e);
        memset(s->dense, 0xff, s->space * sizeof *s->dense);
    }
    return STATUS_OK;
}

void side_close(struct side *s)
{
    free(s->dense);
    free(s->renumber);
    free(s->scratch);
    numbering_free(&s->sparse);
    *s = (struct side){0};
}

/* The groups of a line on one axis: *members points at them, the result counts them. */
static uint32_t members(const struct axis *axis, uint32_t position, const uint32_t **list)
{
    uint32_t v = column_id(axis->column, position);
    if (axis->several) {
        *list = axis->member + axis->start[v];
        return axis->start[v + 1] - axis->start[v];
    }
    *list = axis->group_of + v;
    return axis->group_of[v] != AXIS_NONE;
}

/* The combined keys of a line, in the order of the groups; 0: one of the axes has no group for
 * it. */
static uint32_t keys_of(const struct side *s, uint32_t position, uint64_t *out)
{
    const uint32_t *first, *second;
    uint32_t n = members(&s->axis[0], position, &first);
    if (s->axes == 1) {
        for (uint32_t i = 0; i < n; i++)
            out[i] = first[i];
        return n;
    }
    uint32_t m = members(&s->axis[1], position, &second);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++)
            out[i * m + j] = (uint64_t)first[i] * s->axis[1].groups + second[j];
    return n * m;
}

static enum status mark_keys(struct side *s, const struct bitmap *selection, struct error *e)
{
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    enum status status = STATUS_OK;
    while (!status && (n = block_next(s->pace, selection, &from, at)) > 0)
        for (size_t i = 0; i < n; i++) {
            uint32_t k = keys_of(s, at[i], s->scratch);
            for (uint32_t j = 0; j < k; j++)
                if (s->dense)
                    s->dense[s->scratch[j]] = 0;
                else if (numbering_add(&s->sparse, s->scratch[j], NULL) == MAP_NONE)
                    status = error_no_memory(e);
        }
    return status;
}

/* Periods in which nothing happened belong on a time axis; blanks and unknowns behind it only
 * if they occur. */
static void fill_time(struct side *s)
{
    const struct axis *axis = &s->axis[0];
    if (s->axes != 1 || !axis->time || !s->dense)
        return;
    uint32_t first = SIDE_ABSENT, last = 0;
    for (uint32_t g = 0; g < axis->groups; g++)
        if (s->dense[g] != SIDE_ABSENT && axis->group[g].state == VALUE_VALID) {
            if (first == SIDE_ABSENT)
                first = g;
            last = g;
        }
    for (uint32_t g = first; first != SIDE_ABSENT && g <= last; g++)
        s->dense[g] = 0;
}

static int compare_keys(const void *a, const void *b, void *keys)
{
    uint64_t x = ((const uint64_t *)keys)[*(const uint32_t *)a];
    uint64_t y = ((const uint64_t *)keys)[*(const uint32_t *)b];
    return (x > y) - (x < y);
}

static void split_key(const struct side *s, uint64_t key, struct pivot_group *out)
{
    *out = (struct pivot_group){{0}};
    if (s->axes == 2) {
        out->group[0] = (uint32_t)(key / s->axis[1].groups);
        out->group[1] = (uint32_t)(key % s->axis[1].groups);
    } else {
        out->group[0] = (uint32_t)key;
    }
}

static enum status number_dense(struct side *s, struct arena *a, struct error *e)
{
    for (uint64_t k = 0; k < s->space; k++)
        if (s->dense[k] != SIDE_ABSENT)
            s->dense[k] = s->count++;
    s->group = arena_zero(a, s->count ? s->count : 1, sizeof *s->group);
    if (!s->group)
        return error_no_memory(e);
    for (uint64_t k = 0; k < s->space; k++)
        if (s->dense[k] != SIDE_ABSENT)
            split_key(s, k, &s->group[s->dense[k]]);
    return STATUS_OK;
}

static enum status number_sparse(struct side *s, struct arena *a, struct error *e)
{
    s->count = s->sparse.count;
    size_t size = (s->count ? s->count : 1) * sizeof(uint32_t);
    uint32_t *order = malloc(size);
    s->renumber = malloc(size);
    s->group = arena_zero(a, s->count ? s->count : 1, sizeof *s->group);
    if (!order || !s->renumber || !s->group) {
        free(order);
        return error_no_memory(e);
    }
    for (uint32_t i = 0; i < s->count; i++)
        order[i] = i;
    qsort_r(order, s->count, sizeof *order, compare_keys, s->sparse.keys);
    for (uint32_t i = 0; i < s->count; i++) {
        s->renumber[order[i]] = i;
        split_key(s, s->sparse.keys[order[i]], &s->group[i]);
    }
    free(order);
    return STATUS_OK;
}

void side_mark(struct side *s, uint64_t key)
{
    s->dense[key] = 0;
}

enum status side_number_marked(struct side *s, struct arena *a, struct error *e)
{
    if (s->axes == 0)
        return STATUS_OK; /* no groups: there is only the total */
    fill_time(s);
    return s->dense ? number_dense(s, a, e) : number_sparse(s, a, e);
}

enum status side_number(struct side *s, const struct bitmap *selection, struct arena *a,
                        struct error *e)
{
    enum status status = s->axes ? mark_keys(s, selection, e) : STATUS_OK;
    if (!status)
        status = pace_status(s->pace, e);
    return status ? status : side_number_marked(s, a, e);
}

uint32_t side_of(const struct side *s, uint32_t position, uint32_t *out)
{
    if (s->axes == 0)
        return 0;
    if (s->axes == 1 && s->dense && !s->axis[0].several) {
        uint32_t group = s->axis[0].group_of[column_id(s->axis[0].column, position)];
        if (group == AXIS_NONE)
            return 0;
        out[0] = s->dense[group];
        return 1;
    }
    uint32_t n = keys_of(s, position, s->scratch);
    for (uint32_t i = 0; i < n; i++)
        out[i] = s->dense ? s->dense[s->scratch[i]]
                          : s->renumber[numbering_find(&s->sparse, s->scratch[i])];
    return n;
}
