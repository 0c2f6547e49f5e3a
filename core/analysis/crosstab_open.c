/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a cell of a cross-tab to its records, subtotals, Others and totals too. */
#include "analysis/crosstab_private.h"
#include "analysis/open.h"

#include <string.h>

/* One line of one side, as a sentence is narrowed by it. */
struct at {
    const struct axis *axis;
    size_t axes;
    const struct crosstab_line *lines; /* of the side */
    size_t count, line;
    const bool *merged;
    bool hidden;  /* some groups are neither shown nor merged */
    bool none;    /* lines without a group on the side's axes are left out */
    bool running; /* up to the line, not the line alone */
};

static const struct crosstab_line *line_of(const struct at *at)
{
    return &at->lines[at->line];
}

/* Whether it narrows by a list of groups. */
static bool is_list(const struct at *at)
{
    return line_of(at)->kind == LINE_OTHERS || at->running;
}

/* How many axes narrow by a group of the line. */
static size_t narrowing(const struct at *at)
{
    return is_list(at)                          ? 0
           : line_of(at)->kind == LINE_GROUP    ? at->axes
           : line_of(at)->kind == LINE_SUBTOTAL ? 1
                                                : 0;
}

/* Whether an axis of this name has narrowed the sentence before: the i-th comes behind those of
 * the other side and its own first ones. */
static bool named_before(const struct at *at, size_t i, const struct at *other)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(at->axis[k].name, at->axis[i].name))
            return true;
    for (size_t k = 0; other && k < other->axes; k++)
        if (!strcmp(other->axis[k].name, at->axis[i].name) &&
            (k < narrowing(other) || is_list(other)))
            return true;
    return false;
}

/* Whether the groups that are shown can be named instead of those that are not: each line has
 * one group. */
static bool has_one_group(const struct axis *axis)
{
    return !axis->several && !open_has_none(axis);
}

static void add_group(const struct at *at, size_t axis, uint32_t group, struct buffer *list,
                      struct arena *a)
{
    const char *text = filter_condition(at->axis[axis].name, &at->axis[axis].group[group], a);
    buffer_addf(list, "%s%s", list->len ? " or " : "", text ? text : "");
    list->failed |= !text;
}

static void add_merged(const struct at *at, struct buffer *list, struct arena *a)
{
    for (uint32_t g = 0; g < at->axis[0].groups; g++)
        if (at->merged[g])
            add_group(at, 0, g, list, a);
}

static const char *end_list(struct buffer *list, const char *before, struct arena *a)
{
    const char *text =
        list->failed ? NULL : arena_printf(a, "%s(%s)", before, buffer_text(list));
    buffer_free(list);
    return text;
}

/* "(product:a or product:b)" of the merged groups, or "-(...)" of those shown, where that is
 * the same and shorter. */
static const char *merged_condition(const struct at *at, struct arena *a)
{
    struct buffer list = {0};
    bool but = has_one_group(&at->axis[0]) && !at->hidden;
    for (size_t i = 0; but && i < at->count; i++)
        if (at->lines[i].kind != LINE_TOTAL && at->lines[i].kind != LINE_OTHERS &&
            !at->lines[i].depth)
            add_group(at, 0, at->lines[i].group.group[0], &list, a);
    if (!but)
        add_merged(at, &list, a);
    return end_list(&list, but ? "-" : "", a);
}

/* All outer groups before the line, and of its own those up to it. */
static const char *running_condition(const struct at *at, struct arena *a)
{
    const struct crosstab_line *l = line_of(at);
    struct buffer list = {0}, children = {0};
    size_t outer = l->depth ? l->parent : at->line;
    for (size_t i = 0; i < outer + !l->depth; i++)
        if (!at->lines[i].depth && at->lines[i].kind != LINE_OTHERS)
            add_group(at, 0, at->lines[i].group.group[0], &list, a);
    if (l->kind == LINE_OTHERS)
        add_merged(at, &list, a);
    for (size_t i = outer + 1; l->depth && i <= at->line; i++)
        add_group(at, 1, at->lines[i].group.group[1], &children, a);
    if (l->depth) {
        const char *own =
            filter_condition(at->axis[0].name, &at->axis[0].group[l->group.group[0]], a);
        buffer_addf(&list, "%s%s (%s)", list.len ? " or " : "", own ? own : "",
                    buffer_text(&children));
        list.failed |= !own || children.failed;
    }
    buffer_free(&children);
    return end_list(&list, "", a);
}

static const char *narrow(struct frame *f, const char *sentence, const struct at *at,
                          const struct at *other, struct arena *a)
{
    if (is_list(at))
        sentence = open_both(
            sentence, at->running ? running_condition(at, a) : merged_condition(at, a), a);
    for (size_t i = 0; sentence && i < at->axes; i++) {
        const struct value *group =
            i < narrowing(at) ? &at->axis[i].group[line_of(at)->group.group[i]] : NULL;
        /* A field that stands on both sides narrows twice: the second must not replace the
         * first. */
        if (group && named_before(at, i, other))
            sentence = open_both(sentence, filter_narrow(f, "", at->axis[i].name, group, a), a);
        else if (group)
            sentence = filter_narrow(f, sentence, at->axis[i].name, group, a);
        else if (at->none && open_has_none(&at->axis[i]) && !(i == 0 && is_list(at)))
            sentence = open_both(sentence, open_any_group(&at->axis[i], a), a);
    }
    return sentence;
}

static struct at at_line(const struct crosstab *t, int side, size_t line, bool running)
{
    const struct crosstab_inside *in = t->inside;
    bool rows = side == SIDE_ROWS;
    struct at at = {.axis = rows ? t->rows : t->cols,
                    .axes = rows ? t->row_axes : t->col_axes,
                    .lines = rows ? t->row : t->col,
                    .count = rows ? t->row_count : t->col_count,
                    .line = line,
                    .merged = in->merged[side],
                    .hidden = in->hidden[side],
                    .none = (rows ? in->base->no_row : in->base->no_col) > 0};
    at.running = running && side == in->running_side && line_of(&at)->kind != LINE_TOTAL;
    return at;
}

static const char *open_lines(struct frame *f, const struct crosstab *t, const char *sentence,
                              size_t r, size_t c, bool running, struct arena *a)
{
    const struct at row = at_line(t, SIDE_ROWS, r, running),
                    col = at_line(t, SIDE_COLS, c, running);
    return narrow(f, narrow(f, sentence, &row, NULL, a), &col, &row, a);
}

/* The value of a line's own period, and its axis. */
static const struct value *period_value(const struct crosstab *t, bool rows, size_t line,
                                        const struct axis **axis)
{
    const struct crosstab_line *l = rows ? &t->row[line] : &t->col[line];
    const struct axis *axes = rows ? t->rows : t->cols;
    size_t level = l->kind == LINE_SUBTOTAL ? 0 : (rows ? t->row_axes : t->col_axes) - 1;
    level -= level && !axes[level].time;
    *axis = &axes[level];
    return &axes[level].group[l->group.group[level]];
}

/* Whether a line stands in two periods, as months below their years do. */
static bool in_two_periods(const struct crosstab *t, bool rows, size_t line)
{
    const struct crosstab_line *l = rows ? &t->row[line] : &t->col[line];
    const struct axis *axes = rows ? t->rows : t->cols;
    return l->kind == LINE_GROUP && (rows ? t->row_axes : t->col_axes) == 2 && axes[0].time &&
           axes[1].time;
}

/* The lines of one of the two periods of a change, or of a part of it. */
static const char *open_half(struct frame *f, const struct crosstab *t, bool rows, size_t r,
                             size_t c, size_t at, const struct span *span, struct arena *a)
{
    const char *lines = open_lines(f, t, "", rows ? at : r, rows ? c : at, false, a);
    const struct axis *axis;
    if (!span || !lines)
        return lines;
    period_value(t, rows, at, &axis);
    char from[16], to[16];
    date_format((struct date){span->from, DATE_DAY}, from);
    date_format((struct date){span->to, DATE_DAY}, to);
    return open_both(lines, arena_printf(a, "%s:%s..%s", axis->column->name, from, to), a);
}

/* The lines of both periods: of whole ones "year:2025,2024". */
static const char *open_change(struct frame *f, const struct crosstab *t,
                               const struct crosstab_pair *pair, size_t r, size_t c,
                               struct arena *a)
{
    bool rows = t->inside->pair_rows;
    const char *now, *before;
    bool whole = !pair->cut;
    if (whole && (pair->before == SIZE_MAX || !in_two_periods(t, rows, pair->now))) {
        now =
            open_lines(f, t, t->sentence, rows ? pair->now : r, rows ? c : pair->now, false, a);
        const struct axis *axis;
        if (pair->before == SIZE_MAX || !now)
            return now;
        const struct value *other = period_value(t, rows, pair->before, &axis);
        return filter_toggle(f, now, axis->name, other, false, a);
    }
    now = open_half(f, t, rows, r, c, pair->now, whole ? NULL : &pair->now_span, a);
    if (pair->before == SIZE_MAX)
        return open_both(t->sentence, now, a);
    before = open_half(f, t, rows, r, c, pair->before, whole ? NULL : &pair->before_span, a);
    if (!now || !before)
        return NULL;
    return open_both(t->sentence, arena_printf(a, "((%s) or (%s))", now, before), a);
}

const char *crosstab_open(struct frame *f, const struct crosstab *t, size_t m, size_t r,
                          size_t c, struct arena *a)
{
    bool running = m < t->measure_count && t->shown[m].show == SHOW_RUNNING;
    const struct crosstab_pair *pair = m < t->measure_count ? t->inside->pair[m] : NULL;
    pair = pair ? &pair[t->inside->pair_rows ? r : c] : NULL;
    if (pair && pair->any)
        return open_change(f, t, pair, r, c, a);
    return open_lines(f, t, t->sentence, r, c, running, a);
}

const char *crosstab_exclude(struct frame *f, const struct crosstab *t, size_t r, size_t c,
                             struct arena *a)
{
    const char *cell = open_lines(f, t, "", r, c, false, a);
    if (!cell || !*cell)
        return cell ? t->sentence : NULL;
    return open_both(t->sentence, arena_printf(a, "-(%s)", cell), a);
}
