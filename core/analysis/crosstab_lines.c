/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows and columns of a cross-tab: from the groups that occur to lines with subtotals, in
 * order, the first ones of them with the rest in Others, and the total. */
#include "analysis/crosstab_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- in display order */

static const struct value *group_value(const struct crosstab_side *s,
                                       const struct crosstab_line *l)
{
    size_t level = s->axes == 2 && l->kind == LINE_GROUP ? 1 : 0;
    return &s->axis[level].group[l->group.group[level]];
}

static void name_line(const struct crosstab_side *s, struct crosstab_line *l)
{
    const struct value *v = group_value(s, l);
    l->label = v->label;
    l->code = *v->code ? v->code : v->label;
}

static const struct crosstab_line total_line = {
    .kind = LINE_TOTAL, .label = "all", .code = "all", .parent = SIZE_MAX};

/* All groups of a side with their subtotals, and the total. */
static enum status lay_out(struct crosstab_run *x, struct crosstab_side *s,
                           const struct pivot_group *group, size_t count, struct error *e)
{
    size_t n = 0, parent = SIZE_MAX;
    s->line = arena_zero(&x->t->arena, 2 * count + 1, sizeof *s->line);
    if (!s->line)
        return error_no_memory(e);
    for (size_t g = 0; g < count; g++) {
        if (s->axes == 2 && (g == 0 || group[g].group[0] != group[g - 1].group[0])) {
            parent = n;
            s->line[n] = (struct crosstab_line){
                .kind = LINE_SUBTOTAL, .group = group[g], .parent = SIZE_MAX};
            name_line(s, &s->line[n++]);
        }
        s->line[n] = (struct crosstab_line){
            .kind = LINE_GROUP, .depth = s->axes == 2, .group = group[g], .parent = parent};
        name_line(s, &s->line[n++]);
    }
    s->line[n++] = total_line;
    s->count = n;
    return STATUS_OK;
}

/* ---- order */

struct ordering {
    const struct crosstab_line *line;
    const struct crosstab_key *key; /* NULL: display order */
    bool inner_natural;             /* below a subtotal in display order */
    bool outer_natural;
    bool up;
};

static int compare_keys(const struct ordering *o, size_t x, size_t y)
{
    const struct crosstab_key *a = &o->key[x], *b = &o->key[y];
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int order = a->value != b->value     ? (a->value < b->value ? 1 : -1)
                : a->number != b->number ? (a->number < b->number ? 1 : -1)
                                         : 0;
    return o->up && a->rank == 0 ? -order : order;
}

static size_t outer_of(const struct ordering *o, size_t i)
{
    return o->line[i].depth ? o->line[i].parent : i;
}

static int compare_lines(const void *a, const void *b, void *data)
{
    const struct ordering *o = data;
    size_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    size_t ox = outer_of(o, x), oy = outer_of(o, y);
    int order = 0;
    if (ox != oy && !o->outer_natural)
        order = compare_keys(o, ox, oy);
    else if (ox == oy && x != ox && y != oy && !o->inner_natural)
        order = compare_keys(o, x, y);
    /* Display order; a subtotal stands before its children. */
    if (order == 0 && ox != oy)
        return ox < oy ? -1 : 1;
    return order ? order : (x > y) - (x < y);
}

/* In the usual order rows stand by what is behind their totals, so that they stay where they
 * are when shares or changes of the same are shown: a share of the row is 100 % in every total.
 */
static bool by_amounts(const struct crosstab_run *x, size_t m)
{
    const struct crosstab_measure *shown = &x->t->shown[m];
    return x->q->order == ORDER_USUAL && !x->q->sort && shown->statistic == STATISTIC_SUM &&
           shown->show != SHOW_VALUE;
}

static struct crosstab_key amount_key(const struct crosstab_run *x, size_t m, size_t r,
                                      size_t c)
{
    struct crosstab_value v;
    crosstab_figure(x, &x->own, m, r, c, &v);
    return (struct crosstab_key){.rank = v.marks & (MARK_NOTHING | MARK_MIXED) ? 3 : 0,
                                 .value = v.amount.value};
}

/* What lines of a side are sorted by: their keys in one line of the other side. */
static struct crosstab_key *make_keys(const struct crosstab_run *x, int side, size_t m,
                                      size_t other)
{
    const struct crosstab_side *s = &x->side[side];
    struct crosstab_key *key = calloc(s->count, sizeof *key);
    bool evidence = side == SIDE_ROWS && x->q->order == ORDER_EVIDENCE;
    for (size_t i = 0; key && i < s->count; i++)
        key[i] = evidence            ? crosstab_evidence_key(x, m, i, other)
                 : side == SIDE_ROWS ? crosstab_key(x, m, i, other)
                                     : crosstab_key(x, m, other, i);
    for (size_t i = 0; key && side == SIDE_ROWS && by_amounts(x, m) && i < s->count; i++)
        key[i] = amount_key(x, m, i, other);
    return key;
}

/* ---- which stay */

static bool has_nothing(const struct crosstab_run *x, int side, size_t i, size_t m)
{
    size_t rows = x->side[SIDE_ROWS].count - 1, cols = x->side[SIDE_COLS].count - 1;
    struct amount a = side == SIDE_ROWS ? crosstab_amount(x, &x->own, x->of[m], i, cols)
                                        : crosstab_amount(x, &x->own, x->of[m], rows, i);
    return measure_is_count(&x->t->measure[m]) ? a.value == 0 : a.counted == 0;
}

/* Whether a line has nothing in the first measure; of value in all currencies and kinds, or in
 * the one that was asked for. */
static bool is_empty(const struct crosstab_run *x, int side, size_t i)
{
    if (!x->t->measure_count)
        return false;
    if (x->q->sort_money)
        return has_nothing(x, side, i, x->first[0]);
    for (size_t m = 0; m < x->t->measure_count && x->t->asked[m] == 0; m++)
        if (!has_nothing(x, side, i, m))
            return false;
    return true;
}

/* Marks the outer lines that stay: the first so many of order that are not empty. */
static enum status choose(struct crosstab_run *x, int side, const uint32_t *order, uint32_t top,
                          bool *stays, struct error *e)
{
    struct crosstab_side *s = &x->side[side];
    uint32_t n = 0;
    bool *merged = arena_zero(&x->t->arena, s->axes ? s->axis[0].groups + 1 : 1, 1);
    if (!merged)
        return error_no_memory(e);
    for (size_t i = 0; i + 1 < s->count; i++) {
        const struct crosstab_line *l = &s->line[order[i]];
        if (x->q->hide_empty && is_empty(x, side, order[i])) {
            s->hidden |= !l->depth;
            continue;
        }
        if (l->depth)
            stays[order[i]] = stays[l->parent];
        else if (!top || n < top)
            stays[order[i]] = (++n > 0);
        else {
            s->merged_count += (merged[l->group.group[0]] = true);
            s->merged_provisional |= l->provisional;
        }
    }
    if (s->merged_count)
        s->merged = merged;
    return STATUS_OK;
}

/* The lines that stay, in order, then Others, then the total. */
static enum status rebuild(struct crosstab_run *x, struct crosstab_side *s,
                           const uint32_t *order, const bool *stays, struct error *e)
{
    struct crosstab_line *line = arena_zero(&x->t->arena, s->count + 1, sizeof *line);
    if (!line)
        return error_no_memory(e);
    size_t n = 0, parent = SIZE_MAX;
    for (size_t i = 0; i + 1 < s->count; i++) {
        if (!stays[order[i]])
            continue;
        line[n] = s->line[order[i]];
        if (line[n].depth)
            line[n].parent = parent;
        else
            parent = n;
        n++;
    }
    if (s->merged_count) {
        line[n] = (struct crosstab_line){.kind = LINE_OTHERS,
                                         .code = "Others",
                                         .parent = SIZE_MAX,
                                         .merged = s->merged_count,
                                         .provisional = s->merged_provisional};
        line[n].label = arena_printf(&x->t->arena, "Others (%u)", s->merged_count);
        if (!line[n++].label)
            return error_no_memory(e);
    }
    line[n++] = total_line;
    s->line = line;
    s->count = n;
    return STATUS_OK;
}

/* Orders a side by key (NULL: display order), keeps what stays of it. shown: the order of what
 * stays, where it is another one than that by which it is chosen. */
static enum status arrange(struct crosstab_run *x, int side, struct ordering *by,
                           struct ordering *shown, uint32_t top, struct error *e)
{
    struct crosstab_side *s = &x->side[side];
    uint32_t *order = malloc(s->count * sizeof *order);
    bool *stays = calloc(s->count, sizeof *stays);
    enum status status = order && stays ? STATUS_OK : error_no_memory(e);
    for (uint32_t i = 0; !status && i < s->count; i++)
        order[i] = i;
    by->line = shown->line = s->line;
    if (!status) {
        qsort_r(order, s->count - 1, sizeof *order, compare_lines, by);
        status = choose(x, side, order, top, stays, e);
    }
    if (!status) {
        if (shown != by)
            qsort_r(order, s->count - 1, sizeof *order, compare_lines, shown);
        status = rebuild(x, s, order, stays, e);
    }
    free(order);
    free(stays);
    return status;
}

/* ---- columns */

/* Columns stand in display order; the largest stay. */
static enum status arrange_cols(struct crosstab_run *x, struct error *e)
{
    struct ordering display = {.outer_natural = true, .inner_natural = true};
    struct ordering by = display;
    struct crosstab_key *key = NULL;
    if (!x->q->top_cols && !x->q->hide_empty)
        return STATUS_OK;
    if (x->q->top_cols && x->t->measure_count) {
        key = make_keys(x, SIDE_COLS, x->first[0], x->side[SIDE_ROWS].count - 1);
        if (!key)
            return error_no_memory(e);
        by = (struct ordering){.key = key, .inner_natural = true};
    }
    enum status status = arrange(x, SIDE_COLS, &by, &display, x->q->top_cols, e);
    free(key);
    return status;
}

/* ---- rows */

static bool names_line(const struct crosstab_line *l, const char *text, size_t len)
{
    return (strlen(l->code) == len && !strncmp(l->code, text, len)) ||
           (strlen(l->label) == len && !strncmp(l->label, text, len));
}

const char *crosstab_column_key(const struct crosstab *t, size_t c, struct arena *a)
{
    const struct crosstab_line *l = &t->col[c];
    return l->depth ? arena_printf(a, "%s/%s", t->col[l->parent].code, l->code)
                    : arena_string(a, l->code);
}

/* The column of a code path; STATUS_MISUSE: there is none. */
static enum status find_col(const struct crosstab_run *x, const char *path, size_t *out,
                            struct error *e)
{
    const struct crosstab_side *s = &x->side[SIDE_COLS];
    *out = s->count - 1;
    if (!path || !strcmp(path, "all"))
        return STATUS_OK;
    size_t len = strlen(path);
    for (size_t c = 0; c < s->count; c++) {
        const struct crosstab_line *l = &s->line[c];
        /* A code may have a slash in it, so the path is taken apart where the parent's ends. */
        size_t outer = l->depth ? strlen(s->line[l->parent].code) : 0;
        bool below = l->depth && len > outer && path[outer] == '/' &&
                     !strncmp(path, s->line[l->parent].code, outer) &&
                     names_line(l, path + outer + 1, len - outer - 1);
        *out = c;
        if (below || (!l->depth && names_line(l, path, len)))
            return STATUS_OK;
    }
    error_set(e, STATUS_MISUSE, "there is no column \"%s\" to sort by", path);
    return error_way_out(e, "all, or the code of a column%s",
                         s->axes == 2 ? ": OUTER, or OUTER/INNER" : "");
}

static enum status arrange_rows(struct crosstab_run *x, struct error *e)
{
    const struct crosstab_question *q = x->q;
    const struct crosstab_side *s = &x->side[SIDE_ROWS];
    size_t col = s->count - 1, m = x->first[0];
    enum status status = find_col(x, q->sort, &col, e);
    if (status || !s->axes || !x->t->measure_count)
        return status;
    if (q->sort_measure < q->measure_count && x->first[q->sort_measure] < x->t->measure_count)
        m = x->first[q->sort_measure];
    struct crosstab_key *key = make_keys(x, SIDE_ROWS, m, col);
    if (!key)
        return error_no_memory(e);
    bool usual = q->order == ORDER_USUAL, natural = q->order == ORDER_NATURAL;
    struct ordering shown = {.key = key,
                             .outer_natural = natural || (usual && s->axis[0].ordered),
                             .inner_natural =
                                 natural || (usual && s->axis[s->axes - 1].ordered),
                             .up = q->order == ORDER_UP};
    struct ordering largest = {.key = key, .inner_natural = true};
    /* By what is not shown: no column says so. */
    bool unseen = by_amounts(x, m) && x->t->shown[m].show != SHOW_COLUMN_SHARE &&
                  x->t->shown[m].show != SHOW_SHARE;
    x->t->sorted = !shown.outer_natural && !unseen;
    x->t->sort_col = col;
    x->t->sort_measure = m;
    if (x->t->shown[m].show == SHOW_RUNNING)
        status = crosstab_running_keys(x, m, col, key, e);
    if (!status)
        status =
            arrange(x, SIDE_ROWS, shown.outer_natural ? &largest : &shown, &shown, q->top, e);
    free(key);
    return status;
}

/* The numbers of all sets for the lines as they are. */
static enum status ask_sets(struct crosstab_run *x, struct error *e)
{
    enum status status = crosstab_set_complete(x, &x->own, x->selection, e);
    if (!status)
        status = crosstab_set_locate(x, &x->own, e);
    if (!status)
        status = crosstab_find_periods(x, e);
    if (!status)
        status = crosstab_pair_lines(x, e);
    for (size_t i = 0; !status && i < x->parts; i++) {
        status = crosstab_set_complete(x, &x->part[i].set, &x->part[i].lines, e);
        if (!status)
            status = crosstab_set_locate(x, &x->part[i].set, e);
    }
    return status;
}

enum status crosstab_make_lines(struct crosstab_run *x, struct error *e)
{
    const struct pivot *base = x->own.p[VIEW_FULL][VIEW_FULL];
    enum status status = lay_out(x, &x->side[SIDE_ROWS], base->row, base->row_count, e);
    if (!status)
        status = lay_out(x, &x->side[SIDE_COLS], base->col, base->col_count, e);
    if (!status)
        status = crosstab_mark_provisional(x, e);
    if (!status)
        status = ask_sets(x, e);
    if (!status)
        status = arrange_cols(x, e);
    if (!status)
        status = ask_sets(x, e);
    if (!status)
        status = arrange_rows(x, e);
    return status ? status : ask_sets(x, e);
}
