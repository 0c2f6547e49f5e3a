/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of the cross-tab on the screen: cells with their marks, heads, title, and what
 * stands under the table. */
#include "analysis/notes.h"
#include "base/text.h"
#include "pane/pivot_view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_MOST 16 /* columns of a column's head that ask for width */

static int width_of(const char *text)
{
    return text_width(text, strlen(text));
}

/* ---- cells */

const char *pivot_cell(const struct pivot_view *v, size_t m, size_t r, size_t c, char text[64])
{
    const struct crosstab_value *value = crosstab_at(v->table, m, r, c);
    if (!value->amount.lines && value->marks & MARK_NOTHING)
        return NULL;
    if (!value->amount.lines && v->table->shown[m].show == SHOW_VALUE &&
        v->table->shown[m].statistic == STATISTIC_SUM)
        return NULL;
    crosstab_text(v->table, m, r, c, false, text);
    return text;
}

/* What the head of a measure says where several stand side by side. */
static void measure_name_short(const struct crosstab *t, size_t m, char out[64])
{
    static const char *const statistic[STATISTICS] = {[STATISTIC_SUM] = "",
                                                      [STATISTIC_MEAN] = "mean ",
                                                      [STATISTIC_MEDIAN] = "median ",
                                                      [STATISTIC_LARGEST] = "largest ",
                                                      [STATISTIC_PER_SEIZURE] = ""};
    static const char *const show[SHOWS] = {[SHOW_VALUE] = "",
                                            [SHOW_ROW_SHARE] = "row %",
                                            [SHOW_COLUMN_SHARE] = "col %",
                                            [SHOW_SHARE] = "%",
                                            [SHOW_RUNNING] = "running",
                                            [SHOW_DIFFERENCE] = "+/-",
                                            [SHOW_CHANGE] = "+/- %",
                                            [SHOW_YEAR_DIFFERENCE] = "+/- yr",
                                            [SHOW_YEAR_CHANGE] = "% yr",
                                            [SHOW_RANK] = "rank",
                                            [SHOW_INDEX] = "index",
                                            [SHOW_LIFT] = "lift",
                                            [SHOW_EXPECTED] = "expected",
                                            [SHOW_RESIDUAL] = "residual"};
    const struct crosstab_measure *s = &t->shown[m];
    const char *name =
        t->measure[m].kind == MEASURE_MASS || t->measure[m].kind == MEASURE_VOLUME
            ? t->measure[m].unit
            : t->measure[m].name;
    bool alike = true;
    for (size_t i = 0; i < t->measure_count; i++)
        alike &= t->measure[i].kind == t->measure[m].kind || t->aside[i];
    const char *of = alike && s->show != SHOW_VALUE ? "" : name;
    snprintf(out, 64, "%s%s%s%s%s", statistic[s->statistic], of,
             s->statistic == STATISTIC_PER_SEIZURE ? " each" : "",
             *of && *show[s->show] ? " " : "", show[s->show]);
}

/* Totals and subtotals are not shaded. */
static bool in_body(const struct crosstab *t, size_t c)
{
    return !t->col_axes || (t->col[c].kind != LINE_SUBTOTAL && t->col[c].kind != LINE_TOTAL);
}

void pivot_column_measure(struct pivot_view *v, struct pivot_column *k)
{
    char text[64], marks[4];
    k->width = 1;
    k->marks = 0;
    for (size_t r = 0; r < v->table->row_count; r++) {
        const char *cell = pivot_cell(v, k->measure, r, k->col, text);
        int n = cell ? width_of(cell) : 1;
        int m = cell ? crosstab_marks(crosstab_at(v->table, k->measure, r, k->col), marks) : 0;
        k->width = n > k->width ? n : k->width;
        k->marks = m > k->marks ? m : k->marks;
    }
    const char *head = pivot_head(v, (size_t)(k - v->column), v->head_rows - 1, text);
    int n = width_of(head), all = k->width + k->marks;
    n = n > HEAD_MOST ? HEAD_MOST : n;
    /* Marks of what is provisional and of the order stand behind the head. */
    n += pivot_head_provisional(v, (size_t)(k - v->column), v->head_rows - 1);
    n += pivot_is_sorted(v, (size_t)(k - v->column));
    k->width += n > all ? n - all : 0;
    k->shade = v->shade && !v->coloured && in_body(v->table, k->col);
}

/* ---- heads */

/* "Δ 25/24", "Δ 26-Q2": of which period, without its century. */
static const char *change_head(const struct pivot_view *v, char text[64])
{
    const char *now = v->table->changed[0] + 2, *before = v->table->changed[1] + 2;
    const char *sign = v->ascii ? "ch" : "Δ";
    if (strlen(now) == 2)
        snprintf(text, 64, "%s %.2s/%.2s", sign, now, before);
    else
        snprintf(text, 64, "%s %.10s", sign, now);
    return text;
}

bool pivot_is_sorted(const struct pivot_view *v, size_t column)
{
    const struct pivot_column *k = &v->column[column];
    return v->table->sorted && k->col == v->table->sort_col &&
           k->measure == v->table->sort_measure;
}

const char *pivot_head(const struct pivot_view *v, size_t column, int head_row, char text[64])
{
    const struct crosstab *t = v->table;
    const struct pivot_column *k = &v->column[column];
    const struct crosstab_line *line = &t->col[k->col];
    if (t->aside[k->measure])
        return head_row == v->head_rows - 1 ? change_head(v, text) : "";
    bool names_measures = v->several || t->col_axes == 0;
    if (names_measures && head_row == v->head_rows - 1) {
        if (t->col_axes == 0 && !v->several)
            return line->label;
        measure_name_short(t, k->measure, text);
        return text;
    }
    if (t->col_axes < 2)
        return t->col_axes && line->kind == LINE_TOTAL && v->cols_overlap ? "all^"
                                                                          : line->label;
    /* What has no groups inside it, totals and Others, stands next to its numbers. */
    bool apart = line->parent == SIZE_MAX && line->kind != LINE_SUBTOTAL;
    if (head_row == 0)
        return apart ? "" : line->parent == SIZE_MAX ? line->label : t->col[line->parent].label;
    return line->kind == LINE_SUBTOTAL ? "all" : line->label;
}

bool pivot_head_provisional(const struct pivot_view *v, size_t column, int head_row)
{
    const struct crosstab *t = v->table;
    const struct crosstab_line *line = &t->col[v->column[column].col];
    if (t->aside[v->column[column].measure])
        return false;
    bool measures = v->several && head_row == v->head_rows - 1;
    if (t->col_axes == 2 && head_row == 0) {
        if (line->parent == SIZE_MAX && line->kind != LINE_SUBTOTAL)
            return false;
        line = line->parent == SIZE_MAX ? line : &t->col[line->parent];
    }
    return line->provisional && !measures;
}

/* ---- shading */

static void find_tops(struct pivot_view *v)
{
    const struct crosstab *t = v->table;
    for (size_t m = 0; m < t->measure_count && m < CROSSTAB_MEASURES; m++) {
        v->top[m] = 0;
        for (size_t r = 0; r + 1 < t->row_count; r++)
            for (size_t c = 0; t->row[r].kind == LINE_GROUP && c < t->col_count; c++) {
                if (!in_body(t, c))
                    continue;
                const struct crosstab_value *value = crosstab_at(t, m, r, c);
                double n = value->marks & MARK_NOTHING ? 0 : fabs(value->number);
                v->top[m] = n > v->top[m] ? n : v->top[m];
            }
    }
}

/* Counts and quantities are skewed, so their shades go by the square root; shares by
 * themselves, residuals by how surely they are no chance. */
int pivot_shade(const struct pivot_view *v, const struct pivot_column *k, size_t r)
{
    const struct crosstab *t = v->table;
    const struct crosstab_value *value = crosstab_at(t, k->measure, r, k->col);
    bool body =
        t->row[r].kind != LINE_SUBTOTAL && t->row[r].kind != LINE_TOTAL && in_body(t, k->col);
    if (!v->shade || !body || k->measure >= CROSSTAB_MEASURES || value->marks & MARK_NOTHING)
        return 0;
    double n = fabs(value->number), top = v->top[k->measure];
    switch (t->shown[k->measure].show) {
    case SHOW_RESIDUAL:
        return n < 2 ? 0 : n < 3 ? 2 : n < 5 ? 3 : n < 10 ? 4 : PIVOT_SHADES;
    case SHOW_ROW_SHARE:
    case SHOW_COLUMN_SHARE:
    case SHOW_SHARE:
        return n > 0 && top > 0 ? 1 + (int)((PIVOT_SHADES - 0.001) * n / top) : 0;
    case SHOW_RANK:
    case SHOW_CHANGE:
    case SHOW_YEAR_CHANGE:
        return 0;
    default:
        return n > 0 && top > 0 ? 1 + (int)((PIVOT_SHADES - 0.001) * sqrt(n / top)) : 0;
    }
}

/* ---- round the table */

static void add_side(struct buffer *b, const struct axis *axes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_addf(b, "%s%s", i ? " / " : "", axes[i].name);
}

/* What is shown of the measure, as the title says it. */
static const char *const show_words[SHOWS] = {
    [SHOW_VALUE] = "",
    [SHOW_ROW_SHARE] = ", % of row",
    [SHOW_COLUMN_SHARE] = ", % of column",
    [SHOW_SHARE] = ", % of all",
    [SHOW_RUNNING] = ", running",
    [SHOW_DIFFERENCE] = ", against the period before",
    [SHOW_CHANGE] = ", % against the period before",
    [SHOW_YEAR_DIFFERENCE] = ", against the year before",
    [SHOW_YEAR_CHANGE] = ", % against the year before",
    [SHOW_RANK] = ", rank in the column",
    [SHOW_INDEX] = ", first period = 100",
    [SHOW_LIFT] = ", as a multiple of what is expected",
    [SHOW_EXPECTED] = ", expected",
    [SHOW_RESIDUAL] = ", adjusted residual",
};

bool pivot_asks_quantity(const struct pivot_view *v)
{
    for (size_t i = 0; i < v->question.measure_count; i++) {
        enum measure_kind kind = v->question.measures[i].kind;
        if (kind == MEASURE_MASS || kind == MEASURE_VOLUME || kind == MEASURE_PIECES)
            return true;
    }
    return false;
}

/* By what the rows stand, where it is not the usual order. */
static void add_order(const struct pivot_view *v, struct buffer *b)
{
    const struct crosstab *t = v->table;
    char text[64];
    if (v->question.order == ORDER_USUAL)
        return;
    if (v->question.order == ORDER_NATURAL || !t->sorted) {
        buffer_adds(b, ", in their own order");
        return;
    }
    for (size_t k = 0; k < v->columns; k++) {
        if (!pivot_is_sorted(v, k))
            continue;
        const struct crosstab_line *line = &t->col[t->sort_col];
        bool aside = t->aside[t->sort_measure], inside = line->parent != SIZE_MAX;
        buffer_addf(
            b, ", by %s%s%s", inside ? t->col[line->parent].label : "", inside ? " " : "",
            aside || !t->col_axes ? pivot_head(v, k, v->head_rows - 1, text) : line->label);
        break;
    }
    buffer_adds(b, v->question.order == ORDER_UP         ? ", smallest first"
                   : v->question.order == ORDER_EVIDENCE ? ", by evidence"
                                                         : "");
}

static char *title_of(const struct pivot_view *v)
{
    const struct crosstab *t = v->table;
    struct buffer b = {0};
    buffer_adds(&b, " ");
    add_side(&b, t->rows, t->row_axes);
    buffer_adds(&b, t->col_axes && t->row_axes ? " by " : "");
    add_side(&b, t->cols, t->col_axes);
    if (!v->several && v->columns)
        buffer_adds(&b, show_words[t->shown[v->column[0].measure].show]);
    add_order(v, &b);
    if (v->question.top)
        buffer_addf(&b, ", first %u", v->question.top);
    if (v->question.hide_empty)
        buffer_adds(&b, ", empty hidden");
    if (v->question.mixed && pivot_asks_quantity(v))
        buffer_adds(&b, ", all streams added");
    buffer_adds(&b, " ");
    char *text = strdup(buffer_text(&b));
    buffer_free(&b);
    return text;
}

static char *measure_head_of(const struct pivot_view *v)
{
    static const char *const statistic[STATISTICS] = {[STATISTIC_MEAN] = "mean ",
                                                      [STATISTIC_MEDIAN] = "median ",
                                                      [STATISTIC_LARGEST] = "largest ",
                                                      [STATISTIC_PER_SEIZURE] = "per seizure "};
    struct buffer b = {0}, name = {0};
    if (!v->several && v->columns) {
        size_t m = v->column[0].measure;
        const char *of = statistic[v->table->shown[m].statistic];
        buffer_addf(&b, "%s%s", of ? of : "", notes_measure(&v->table->measure[m], &name));
    }
    char *text = strdup(buffer_text(&b));
    buffer_free(&b);
    buffer_free(&name);
    return text;
}

/* A table of nothing but "mixed" says first what one can do. */
static bool is_mostly_mixed(const struct crosstab *t)
{
    size_t mixed = 0, rows = t->row_count - 1;
    for (size_t m = 0; m < t->measure_count; m++)
        for (size_t r = 0; r < rows; r++)
            mixed += (crosstab_at(t, m, r, t->col_count - 1)->marks & MARK_MIXED) != 0;
    return mixed && 2 * mixed >= rows;
}

static void add_mixed_note(struct buffer *b)
{
    buffer_adds(b, "mixed: of several streams, not added up; C stream parts them, A adds\n");
}

void pivot_texts(struct pivot_view *v, struct workspace *w)
{
    struct arena a = {0};
    struct buffer b = {0};
    bool first = is_mostly_mixed(v->table);
    if (first)
        add_mixed_note(&b);
    for (size_t i = 0; i < v->table->notes; i++) {
        char letter[4];
        if (v->table->note_mark[i] == MARK_MIXED) {
            if (!first)
                add_mixed_note(&b);
            continue;
        }
        const struct crosstab_value marked = {.marks = v->table->note_mark[i]};
        crosstab_marks(&marked, letter);
        if (v->table->note_mark[i] & MARK_OVERLAP)
            memcpy(letter, "^", 2);
        buffer_addf(&b, "%s%s%s\n", letter, *letter ? " " : "", v->table->note[i]);
    }
    const char *counts = workspace_counts(w, &a);
    buffer_adds(&b, counts ? counts : "");
    free(v->provenance);
    free(v->title);
    free(v->measure_head);
    v->provenance = strdup(buffer_text(&b));
    v->title = title_of(v);
    v->measure_head = measure_head_of(v);
    find_tops(v);
    buffer_free(&b);
    arena_free(&a);
}
