/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random questions for the cross-tab as it is shown, and which lines stand behind a line of it,
 * read from the cells. */
#ifndef SAISIE_TESTS_CROSSTAB_RANDOM_H
#define SAISIE_TESTS_CROSSTAB_RANDOM_H

#include "analysis/crosstab.h"
#include "random_lines.h"

static const char *const random_axes[] = {
    "reporter", "product", "transit", "unit", "year",    "quarter",       "month",
    "week",     "day",     "weekday", "date", "entered", "year(entered)", "value_kind"};

static inline void draw_axes(uint32_t *seed, const char *out[PIVOT_DEPTH], uint32_t least)
{
    uint32_t n = least + random_below(seed, 3 - least);
    for (uint32_t i = 0; i < n; i++)
        out[i] = random_axes[random_below(seed, sizeof random_axes / sizeof *random_axes)];
    if (n == 2 && !strcmp(out[0], out[1]))
        out[1] = NULL;
}

/* Axes, order, tops and empty lines; the measures are the caller's. */
static inline struct crosstab_question draw_question(uint32_t *seed)
{
    struct crosstab_question q = {.order = (enum crosstab_order)random_below(seed, 4)};
    draw_axes(seed, q.rows, random_below(seed, 6) > 0);
    draw_axes(seed, q.cols, 0);
    q.top = random_below(seed, 2) ? 1 + random_below(seed, 4) : 0;
    q.top_cols = random_below(seed, 3) ? 0 : 1 + random_below(seed, 3);
    q.hide_empty = random_below(seed, 4) == 0;
    return q;
}

static inline const char *axes_text(const struct crosstab_question *q)
{
    static char text[200];
    snprintf(text, sizeof text, "%s, %s by %s, %s, order %d, top %u, %u%s",
             q->rows[0] ? q->rows[0] : "-", q->rows[1] ? q->rows[1] : "-",
             q->cols[0] ? q->cols[0] : "-", q->cols[1] ? q->cols[1] : "-", (int)q->order,
             q->top, q->top_cols, q->hide_empty ? ", no empty" : "");
    return text;
}

/* Whether a group of the line is the wanted one; NULL: any. */
static inline bool has_group(const struct fixture_row *row, const struct axis *axis,
                             const struct value *wanted)
{
    struct random_value of[8];
    size_t n = random_groups(row, axis->name, of);
    bool found = !wanted && n > 0;
    for (size_t i = 0; wanted && i < n; i++)
        found |= wanted->state == of[i].state && !strcmp(wanted->code, of[i].code);
    return found;
}

/* Whether the outer group is in Others: it is none of those shown. */
static inline bool in_others(const struct fixture_row *row, const struct axis *axis,
                             const struct crosstab_line *line, size_t count)
{
    struct random_value of[8];
    size_t n = random_groups(row, axis->name, of);
    for (size_t i = 0; i < n; i++) {
        bool shown = false;
        for (size_t l = 0; l < count; l++)
            if (!line[l].depth && line[l].kind != LINE_OTHERS && line[l].kind != LINE_TOTAL) {
                const struct value *v = &axis->group[line[l].group.group[0]];
                shown |= v->state == of[i].state && !strcmp(v->code, of[i].code);
            }
        if (!shown)
            return true;
    }
    return false;
}

/* Whether a line of the file stands behind line i of a side. */
static inline bool stands_behind(const struct fixture_row *row, const struct axis *axes,
                                 size_t axis_count, const struct crosstab_line *line,
                                 size_t count, size_t i)
{
    const struct crosstab_line *l = &line[i];
    for (size_t a = 0; a < axis_count; a++) {
        bool by_group = l->kind == LINE_GROUP || (l->kind == LINE_SUBTOTAL && a == 0);
        if (l->kind == LINE_OTHERS && a == 0 && !in_others(row, &axes[a], line, count))
            return false;
        if (!has_group(row, &axes[a], by_group ? &axes[a].group[l->group.group[a]] : NULL))
            return false;
    }
    return true;
}

static inline bool behind_cell(const struct crosstab *t, const struct fixture_row *row,
                               size_t r, size_t c)
{
    return stands_behind(row, t->rows, t->row_axes, t->row, t->row_count, r) &&
           stands_behind(row, t->cols, t->col_axes, t->col, t->col_count, c);
}

/* The same with what comes before line i: all outer lines before its own, and of that the
 * children up to it. */
static inline bool stands_up_to(const struct fixture_row *row, const struct axis *axes,
                                size_t axis_count, const struct crosstab_line *line,
                                size_t count, size_t i)
{
    size_t outer = line[i].depth ? line[i].parent : i;
    for (size_t k = 0; k <= i; k++) {
        bool before = !line[k].depth && (k < outer || k == i);
        bool sibling = line[i].depth && line[k].depth && line[k].parent == outer;
        if ((before || sibling) && stands_behind(row, axes, axis_count, line, count, k))
            return true;
    }
    return false;
}

static inline bool runs_along_rows(const struct crosstab *t)
{
    bool cols = false, rows = false;
    for (size_t a = 0; a < t->col_axes; a++)
        cols |= t->cols[a].time;
    for (size_t a = 0; a < t->row_axes; a++)
        rows |= t->rows[a].time;
    return !cols && (rows || !t->col_axes);
}

/* Whether a line of the file stands behind a value, running or not. */
static inline bool behind_value(const struct crosstab *t, const struct fixture_row *row,
                                size_t m, size_t r, size_t c)
{
    bool rows = runs_along_rows(t), running = t->shown[m].show == SHOW_RUNNING;
    bool (*by_row)(const struct fixture_row *, const struct axis *, size_t,
                   const struct crosstab_line *, size_t, size_t) =
        running && rows && t->row[r].kind != LINE_TOTAL ? stands_up_to : stands_behind;
    bool (*by_col)(const struct fixture_row *, const struct axis *, size_t,
                   const struct crosstab_line *, size_t, size_t) =
        running && !rows && t->col[c].kind != LINE_TOTAL ? stands_up_to : stands_behind;
    return by_row(row, t->rows, t->row_axes, t->row, t->row_count, r) &&
           by_col(row, t->cols, t->col_axes, t->col, t->col_count, c);
}

#endif
