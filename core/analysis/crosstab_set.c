/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pivots behind a cross-tab: one for each pair of views, all over one selection. */
#include "analysis/crosstab_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines without a place */

/* The lines whose value has a group on the axis stay in b. */
static enum status keep_grouped(struct frame *f, const struct axis *axis, struct bitmap *b,
                                struct error *e)
{
    if (axis->several)
        return STATUS_OK; /* a blank list has the group blank */
    uint8_t *has = calloc(axis->column->values + 1, 1);
    if (!has)
        return error_no_memory(e);
    for (uint32_t v = 0; v < axis->column->values; v++)
        has[v] = axis->group_of[v] != AXIS_NONE;
    enum status status = crosstab_keep(f, axis->column, has, b, e);
    free(has);
    return status;
}

enum status crosstab_find_placed(struct crosstab_run *x, struct error *e)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    if (!base->no_row && !base->no_col)
        return STATUS_OK;
    if (!bitmap_copy(&x->placed, frame_current(x->frame)))
        return error_no_memory(e);
    for (int s = 0; s < SIDES; s++)
        for (size_t i = 0; i < x->side[s].axes; i++) {
            enum status status = keep_grouped(x->frame, &x->side[s].axis[i], &x->placed, e);
            if (status)
                return status;
        }
    return STATUS_OK;
}

/* ---- lines of the merged groups */

/* The lines that have a merged group stay in b. */
static enum status keep_merged(struct frame *f, const struct crosstab_side *s, struct bitmap *b,
                               struct error *e)
{
    const struct axis *axis = &s->axis[0];
    uint8_t *is = calloc(axis->column->values + 1, 1);
    if (!is)
        return error_no_memory(e);
    for (uint32_t v = 0; v < axis->column->values; v++) {
        if (!axis->several)
            is[v] = axis->group_of[v] != AXIS_NONE && s->merged[axis->group_of[v]];
        for (uint32_t i = axis->several ? axis->start[v] : 0;
             axis->several && i < axis->start[v + 1]; i++)
            is[v] |= s->merged[axis->member[i]];
    }
    enum status status = crosstab_keep(f, axis->column, is, b, e);
    free(is);
    return status;
}

/* ---- asking */

/* The axes of a side that a view looks by. */
static void view_axes(const struct crosstab_side *s, enum view view,
                      const char *out[PIVOT_DEPTH])
{
    for (size_t i = 0; i < PIVOT_DEPTH; i++)
        out[i] = view == VIEW_OTHERS || (view == VIEW_OUTER && i > 0) ? NULL : s->names[i];
}

/* Measures of the base pivot in another one of the set: it has those of its own lines' money.
 */
static enum status match_measures(struct crosstab_run *x, struct crosstab_set *set,
                                  enum view rows, enum view cols, struct error *e)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL], *p = set->p[rows][cols];
    uint32_t *at = arena_alloc(&x->t->arena, (base->measure_count + 1) * sizeof *at);
    if (!at)
        return error_no_memory(e);
    for (size_t m = 0; m < base->measure_count; m++) {
        at[m] = CROSSTAB_ABSENT;
        for (size_t k = 0; k < p->measure_count; k++)
            if (p->measure[k].kind == base->measure[m].kind &&
                p->measure[k].money_group == base->measure[m].money_group)
                at[m] = (uint32_t)k;
    }
    set->measure_at[rows][cols] = at;
    return STATUS_OK;
}

enum status crosstab_set_ask(struct crosstab_run *x, struct crosstab_set *set,
                             const struct bitmap *selection, enum view rows, enum view cols,
                             struct error *e)
{
    struct pivot_question q = x->asked;
    struct bitmap lines = {0};
    enum status status = STATUS_OK;
    view_axes(&x->side[SIDE_ROWS], rows, q.rows);
    view_axes(&x->side[SIDE_COLS], cols, q.cols);
    bool drops = rows != VIEW_FULL || cols != VIEW_FULL;
    q.bare = drops || set != &x->own;
    bool narrows = (drops && x->placed.words) || rows == VIEW_OTHERS || cols == VIEW_OTHERS;
    if (narrows && !bitmap_copy(&lines, selection))
        return error_no_memory(e);
    if (drops && x->placed.words)
        bitmap_and(&lines, &x->placed);
    if (rows == VIEW_OTHERS)
        status = keep_merged(x->frame, &x->side[SIDE_ROWS], &lines, e);
    if (!status && cols == VIEW_OTHERS)
        status = keep_merged(x->frame, &x->side[SIDE_COLS], &lines, e);
    if (!status)
        status = pivot_run(x->frame, narrows ? &lines : selection, &q, &set->p[rows][cols], e);
    if (!status)
        status = match_measures(x, set, rows, cols, e);
    bitmap_free(&lines);
    return status;
}

enum status crosstab_add_part(struct crosstab_run *x, struct bitmap *lines,
                              const struct crosstab_set **out, struct error *e)
{
    if (x->parts == CROSSTAB_SETS) {
        bitmap_free(lines);
        return error_set(e, STATUS_FAILED, "too many parts of a cross-tab");
    }
    struct crosstab_part *part = &x->part[x->parts++];
    part->lines = *lines;
    *lines = (struct bitmap){0};
    *out = &part->set;
    return STATUS_OK;
}

static void views_of(const struct crosstab_side *s, bool out[VIEWS])
{
    memset(out, 0, VIEWS * sizeof *out);
    for (size_t i = 0; i < s->count; i++)
        out[crosstab_view(&s->line[i])] = true;
}

enum status crosstab_set_complete(struct crosstab_run *x, struct crosstab_set *set,
                                  const struct bitmap *selection, struct error *e)
{
    bool rows[VIEWS], cols[VIEWS];
    enum status status = STATUS_OK;
    views_of(&x->side[SIDE_ROWS], rows);
    views_of(&x->side[SIDE_COLS], cols);
    for (int r = 0; r < VIEWS; r++)
        for (int c = 0; !status && c < VIEWS; c++)
            if (rows[r] && cols[c] && !set->p[r][c])
                status = crosstab_set_ask(x, set, selection, (enum view)r, (enum view)c, e);
    return status;
}

void crosstab_set_free(struct crosstab_set *set)
{
    for (int r = 0; r < VIEWS; r++)
        for (int c = 0; c < VIEWS; c++)
            pivot_free(&set->p[r][c]);
}

/* ---- places */

static int compare_groups(const struct pivot_group *a, const struct pivot_group *b, size_t axes)
{
    for (size_t i = 0; i < axes; i++)
        if (a->group[i] != b->group[i])
            return a->group[i] < b->group[i] ? -1 : 1;
    return 0;
}

/* Groups stand in the display order of the axes, which is that of their numbers. */
static uint32_t find_group(const struct pivot_group *group, size_t count, size_t axes,
                           const struct pivot_group *wanted)
{
    size_t from = 0, end = count;
    while (from < end) {
        size_t middle = from + (end - from) / 2;
        int order = compare_groups(&group[middle], wanted, axes);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            from = middle + 1;
        else
            end = middle;
    }
    return CROSSTAB_ABSENT;
}

static uint32_t place_of(const struct pivot *p, int side, const struct crosstab_line *l)
{
    size_t count = side == SIDE_ROWS ? p->row_count : p->col_count;
    if (l->kind == LINE_TOTAL || l->kind == LINE_OTHERS)
        return (uint32_t)count; /* of Others' pivot, which has no axis there, it is all */
    return side == SIDE_ROWS ? find_group(p->row, count, p->row_axes, &l->group)
                             : find_group(p->col, count, p->col_axes, &l->group);
}

enum status crosstab_set_locate(struct crosstab_run *x, struct crosstab_set *set,
                                struct error *e)
{
    for (int s = 0; s < SIDES; s++)
        for (int v = 0; v < VIEWS; v++) {
            const struct crosstab_side *side = &x->side[s];
            uint32_t *at = arena_alloc(&x->t->arena, (side->count + 1) * sizeof *at);
            if (!at)
                return error_no_memory(e);
            for (size_t i = 0; i < side->count; i++) {
                enum view own = crosstab_view(&side->line[i]);
                const struct pivot *p = s == SIDE_ROWS ? set->p[own][v] : set->p[v][own];
                at[i] = p ? place_of(p, s, &side->line[i]) : CROSSTAB_ABSENT;
            }
            (s == SIDE_ROWS ? set->row_at : set->col_at)[v] = at;
        }
    return STATUS_OK;
}

bool crosstab_place(const struct crosstab_run *x, const struct crosstab_set *set, size_t m,
                    size_t r, size_t c, struct crosstab_place *out)
{
    enum view rows = crosstab_view(&x->side[SIDE_ROWS].line[r]),
              cols = crosstab_view(&x->side[SIDE_COLS].line[c]);
    *out = (struct crosstab_place){
        .p = set->p[rows][cols],
        .m = set->measure_at[rows][cols] ? set->measure_at[rows][cols][m] : CROSSTAB_ABSENT,
        .r = set->row_at[cols][r],
        .c = set->col_at[rows][c]};
    return out->p && out->r != CROSSTAB_ABSENT && out->c != CROSSTAB_ABSENT;
}

struct amount crosstab_amount_at(const struct crosstab_place *at)
{
    if (at->m != CROSSTAB_ABSENT)
        return *pivot_at(at->p, at->m, at->r, at->c);
    /* Money that these lines have none of: the lines are there all the same. */
    struct amount none = {.lines = pivot_at(at->p, 0, at->r, at->c)->lines};
    return none;
}

struct amount crosstab_amount(const struct crosstab_run *x, const struct crosstab_set *set,
                              size_t m, size_t r, size_t c)
{
    struct crosstab_place at;
    return crosstab_place(x, set, m, r, c, &at) ? crosstab_amount_at(&at) : (struct amount){0};
}
