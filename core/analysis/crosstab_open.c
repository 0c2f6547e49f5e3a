/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a cell of a cross-tab to its records, subtotals, Others and totals too. */
#include "analysis/crosstab_private.h"
#include "analysis/open.h"

#include <string.h>

/* One line of one side, as a sentence is narrowed by it. */
struct at {
    const struct axis *axis;
    size_t axes;
    const struct crosstab_line *line;
    const bool *merged;
    bool hidden; /* some groups are neither shown nor merged */
    bool none;   /* lines without a group on the side's axes are left out */
};

/* How many axes narrow by a group of the line. */
static size_t narrowing(const struct at *at)
{
    return at->line->kind == LINE_GROUP ? at->axes : at->line->kind == LINE_SUBTOTAL ? 1 : 0;
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
            (k < narrowing(other) || other->line->kind == LINE_OTHERS))
            return true;
    return false;
}

/* Whether the groups that are shown can be named instead of those that are not: each line has
 * one group. */
static bool has_one_group(const struct axis *axis)
{
    return !axis->several && !open_has_none(axis);
}

/* "(product:a or product:b)" of the merged groups, or "-(...)" of those shown, where that is
 * the same and shorter. */
static const char *merged_condition(const struct at *at, const struct crosstab_line *lines,
                                    size_t count, struct arena *a)
{
    const struct axis *axis = &at->axis[0];
    struct buffer list = {0};
    bool but = has_one_group(axis) && !at->hidden;
    for (size_t i = 0; but && i < count; i++)
        if (lines[i].kind != LINE_TOTAL && lines[i].kind != LINE_OTHERS && !lines[i].depth)
            buffer_addf(&list, "%s%s", list.len ? " or " : "",
                        filter_condition(axis->name, &axis->group[lines[i].group.group[0]], a));
    for (uint32_t g = 0; !but && g < axis->groups; g++)
        if (at->merged[g])
            buffer_addf(&list, "%s%s", list.len ? " or " : "",
                        filter_condition(axis->name, &axis->group[g], a));
    const char *text =
        list.failed ? NULL : arena_printf(a, "%s(%s)", but ? "-" : "", buffer_text(&list));
    buffer_free(&list);
    return text;
}

static const char *narrow(struct frame *f, const char *sentence, const struct at *at,
                          const struct at *other, const struct crosstab_line *lines,
                          size_t count, struct arena *a)
{
    if (at->line->kind == LINE_OTHERS)
        sentence = open_both(sentence, merged_condition(at, lines, count, a), a);
    for (size_t i = 0; sentence && i < at->axes; i++) {
        const struct value *group =
            i < narrowing(at) ? &at->axis[i].group[at->line->group.group[i]] : NULL;
        /* A field that stands on both sides narrows twice: the second must not replace the
         * first. */
        if (group && named_before(at, i, other))
            sentence = open_both(sentence, filter_narrow(f, "", at->axis[i].name, group, a), a);
        else if (group)
            sentence = filter_narrow(f, sentence, at->axis[i].name, group, a);
        else if (at->none && open_has_none(&at->axis[i]) &&
                 !(i == 0 && at->line->kind == LINE_OTHERS))
            sentence = open_both(sentence, open_any_group(&at->axis[i], a), a);
    }
    return sentence;
}

static const char *open_lines(struct frame *f, const struct crosstab *t, const char *sentence,
                              size_t r, size_t c, struct arena *a)
{
    const struct crosstab_inside *in = t->inside;
    const struct at row = {t->rows,
                           t->row_axes,
                           &t->row[r],
                           in->merged[SIDE_ROWS],
                           in->hidden[SIDE_ROWS],
                           in->base->no_row > 0},
                    col = {t->cols,
                           t->col_axes,
                           &t->col[c],
                           in->merged[SIDE_COLS],
                           in->hidden[SIDE_COLS],
                           in->base->no_col > 0};
    sentence = narrow(f, sentence, &row, NULL, t->row, t->row_count, a);
    return narrow(f, sentence, &col, &row, t->col, t->col_count, a);
}

const char *crosstab_open(struct frame *f, const struct crosstab *t, size_t m, size_t r,
                          size_t c, struct arena *a)
{
    (void)m;
    return open_lines(f, t, t->sentence, r, c, a);
}

const char *crosstab_exclude(struct frame *f, const struct crosstab *t, size_t r, size_t c,
                             struct arena *a)
{
    const char *cell = open_lines(f, t, "", r, c, a);
    if (!cell || !*cell)
        return cell ? t->sentence : NULL;
    return open_both(t->sentence, arena_printf(a, "-(%s)", cell), a);
}
