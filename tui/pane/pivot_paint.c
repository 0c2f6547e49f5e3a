/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Painting the cross-tab: heads, the rule with what the table is of, rows, and the total that
 * always stands below them. */
#include "pane/pivot_view.h"

#include "analysis/trend.h"

#include <stdio.h>
#include <string.h>

/* The columns in sight from left to right: those that scroll, then those that do not. *k is one
 * of them; false: there is none behind it. */
static bool next_column(const struct pivot_view *v, size_t *k)
{
    *k = *k + 1 < v->last ? *k + 1 : *k < v->fixed ? v->fixed : *k + 1;
    return *k < v->columns;
}

static size_t first_column(const struct pivot_view *v)
{
    return v->first < v->last ? v->first : v->fixed;
}

/* ---- cells */

/* How a shade looks without colours: a glyph behind the number, the more ink the more. In ASCII
 * none that could be read as a part of the number, or as a mark. */
static const char *shade_glyph(const struct canvas *c, int shade)
{
    static const char *const ascii[PIVOT_SHADES + 1] = {" ", ".", ":", "=", "#", "@"};
    if (canvas_ascii(c))
        return ascii[shade];
    static const unsigned level[PIVOT_SHADES + 1] = {0, 1, 3, 5, 6, 8};
    return shade ? canvas_spark(c, level[shade]) : " ";
}

static enum role role_of(const struct pivot_view *v, const struct pivot_column *k, size_t r)
{
    const struct crosstab *t = v->table;
    const struct crosstab_value *value = crosstab_at(t, k->measure, r, k->col);
    /* Totals at the right stay plain: the cursor goes down there, and brackets beside bold
     * numbers cost twice as much. */
    bool total = t->row[r].kind == LINE_TOTAL || t->row[r].kind == LINE_SUBTOTAL;
    if (value->marks & MARK_MIXED)
        return ROLE_DIM;
    if (t->shown[k->measure].show == SHOW_RESIDUAL && !(value->marks & MARK_NOTHING)) {
        if (value->number >= 2)
            return ROLE_RISE;
        if (value->number <= -2)
            return ROLE_FALL;
    }
    return total ? ROLE_TOTAL : ROLE_NUMBER;
}

/* *closes: where the closing bracket stands when the cursor is on the cell. */
static void paint_cell(const struct pivot_view *v, struct canvas *c, int screen_row, int col,
                       size_t r, const struct pivot_column *k, bool cursor, int *closes)
{
    char text[64], marks[4];
    const char *cell = pivot_cell(v, k->measure, r, k->col, text);
    const struct crosstab_value *value = crosstab_at(v->table, k->measure, r, k->col);
    enum role role = role_of(v, k, r);
    if (!cell) {
        cell = canvas_ascii(c) ? "." : canvas_glyph(c, GLYPH_DOT);
        role = ROLE_DIM;
    }
    int shade = pivot_shade(v, k, r), n = canvas_width(c, cell), width = k->width;
    if (shade && v->coloured)
        role = (enum role)(ROLE_HEAT_1 + shade - 1);
    int wide = crosstab_marks(value, marks), at = col + 1 + width;
    /* Blanks beside a number stay plain: brackets come and go there, and a change of attribute
     * costs as much as they do. */
    int pad = width + 1 - n;
    if (pad <= 0 || (shade && v->coloured)) {
        canvas_right(c, screen_row, col, width + 1, role, cell);
    } else {
        canvas_text(c, screen_row, col, pad, ROLE_TEXT, "");
        canvas_text(c, screen_row, col + pad, n, role, cell);
    }
    if (k->shade)
        canvas_text(c, screen_row, at++, 1, ROLE_TEXT, shade_glyph(c, shade));
    canvas_text(c, screen_row, at, k->marks, ROLE_TEXT, wide ? marks : "");
    if (cursor) {
        if (n <= width)
            canvas_text(c, screen_row, col + width - (n || wide ? n : 1), 1, ROLE_CURSOR, "[");
        canvas_focus(c, screen_row, col + width); /* the last digit: nearest to the bracket */
    }
    *closes = at + wide;
}

static void paint_label(const struct pivot_view *v, struct canvas *c, int screen_row, size_t r)
{
    const struct crosstab_line *line = &v->table->row[r];
    enum role role =
        line->kind == LINE_TOTAL || line->kind == LINE_SUBTOTAL ? ROLE_TOTAL : ROLE_TEXT;
    int indent = v->table->row_axes == 2 && line->kind != LINE_TOTAL ? 2 : 0, col = 1;
    indent = indent < v->label_width ? indent : v->label_width;
    if (indent) {
        bool folded = line->kind == LINE_SUBTOTAL && v->folded[line->group.group[0]];
        const char *glyph = line->kind != LINE_SUBTOTAL
                                ? ""
                                : canvas_glyph(c, folded ? GLYPH_FOLDED : GLYPH_OPEN);
        canvas_text(c, screen_row, col, indent, ROLE_TEXT, glyph);
        col += indent;
    }
    int width = v->label_width - indent;
    const char *label = line->kind == LINE_TOTAL && v->rows_overlap ? "all^" : line->label;
    canvas_text(c, screen_row, col, width, role, label);
    int n = canvas_width(c, label);
    if (line->provisional && n < width)
        canvas_text(c, screen_row, col + n, 1, ROLE_PROVISIONAL,
                    canvas_glyph(c, GLYPH_PROVISIONAL));
}

/* Returns the column behind it. */
static int paint_sparks(const struct pivot_view *v, struct canvas *c, int screen_row, int col,
                        size_t r)
{
    const struct crosstab_sparks *s = &v->sparks;
    if (!v->sparked || !s->periods)
        return col;
    canvas_text(c, screen_row, col++, 1, ROLE_TEXT, "");
    for (size_t i = 0; i < s->periods; i++) {
        unsigned level = s->level[r * s->periods + i];
        canvas_text(c, screen_row, col++, 1,
                    level & SPARK_PROVISIONAL ? ROLE_PROVISIONAL : ROLE_SPARK,
                    canvas_spark(c, level));
    }
    return col;
}

static void paint_row(const struct pivot_view *v, struct canvas *c, int screen_row,
                      size_t shown)
{
    size_t r = shown < v->rows_shown ? v->row_at[shown] : v->table->row_count - 1;
    bool here = shown == v->row;
    int col = 1 + v->label_width, closes = 0, close_at = 0;
    canvas_text(c, screen_row, 0, 1, ROLE_CURSOR, here ? canvas_glyph(c, GLYPH_CURSOR) : " ");
    paint_label(v, c, screen_row, r);
    size_t k = first_column(v);
    do {
        paint_cell(v, c, screen_row, col, r, &v->column[k], here && k == v->col, &closes);
        col += pivot_column_columns(v, &v->column[k]);
        close_at = k == v->col ? closes : close_at;
    } while (next_column(v, &k));
    col = paint_sparks(v, c, screen_row, col, r);
    canvas_text(c, screen_row, col, c->cols - col, ROLE_TEXT, "");
    if (here && close_at)
        canvas_text(c, screen_row, close_at, 1, ROLE_CURSOR, "]");
}

/* ---- heads */

/* The head of the columns from k to the last of the same group on that head row. */
static void paint_head(const struct pivot_view *v, struct canvas *c, int head_row, int col,
                       int width, size_t k)
{
    char text[64];
    const char *head = pivot_head(v, k, head_row, text);
    bool lowest = head_row == v->head_rows - 1;
    bool sorted = lowest && pivot_is_sorted(v, k),
         provisional = pivot_head_provisional(v, k, head_row);
    int room = width - 1 - sorted - provisional, n = canvas_width(c, head);
    n = n > room ? room : n;
    canvas_text(c, head_row, col, width, ROLE_HEAD, "");
    if (!lowest && n > 0) {
        /* Over its columns from the left, with a line as far as they go. */
        canvas_text(c, head_row, col + 1, n, ROLE_HEAD, head);
        int at = col + 1 + n;
        if (provisional)
            canvas_text(c, head_row, at++, 1, ROLE_HEAD, canvas_glyph(c, GLYPH_PROVISIONAL));
        for (at++; at < col + width; at++)
            canvas_text(c, head_row, at, 1, ROLE_DIM, canvas_glyph(c, GLYPH_RULE));
        return;
    }
    if (n > 0)
        canvas_text(c, head_row, col + 1 + room - n, n, ROLE_HEAD, head);
    if (provisional)
        canvas_text(c, head_row, col + width - 1 - sorted, 1, ROLE_HEAD,
                    canvas_glyph(c, GLYPH_PROVISIONAL));
    if (sorted)
        canvas_text(c, head_row, col + width - 1, 1, ROLE_HEAD,
                    canvas_glyph(c, v->question.order == ORDER_UP ? GLYPH_UP : GLYPH_DOWN));
}

/* Columns of one head on a row above the lowest stand under it together. */
static bool same_head(const struct pivot_view *v, size_t a, size_t b, int head_row)
{
    const struct crosstab *t = v->table;
    size_t x = v->column[a].col, y = v->column[b].col;
    if (t->aside[v->column[b].measure])
        return false;
    if (head_row == v->head_rows - 1)
        return a == b;
    if (t->col_axes == 2 && head_row == 0) {
        x = t->col[x].parent == SIZE_MAX ? x : t->col[x].parent;
        y = t->col[y].parent == SIZE_MAX ? y : t->col[y].parent;
    }
    return x == y;
}

static void paint_head_row(const struct pivot_view *v, struct canvas *c, int head_row)
{
    int col = 1 + v->label_width;
    canvas_blank(c, head_row);
    if (head_row == v->head_rows - 1)
        canvas_text(c, head_row, 1, v->label_width, ROLE_HEAD,
                    v->measure_head ? v->measure_head : "");
    size_t k = first_column(v);
    bool more;
    do {
        size_t begin = k;
        int width = 0;
        do {
            width += pivot_column_columns(v, &v->column[k]);
            more = next_column(v, &k);
        } while (more && same_head(v, begin, k, head_row));
        paint_head(v, c, head_row, col, width, begin);
        col += width;
    } while (more);
    if (v->sparked && v->sparks.periods && head_row == v->head_rows - 1) {
        char text[32];
        snprintf(text, sizeof text, "%zu %ss", v->sparks.periods, v->sparks.grain);
        canvas_text(c, head_row, col + 1, (int)v->sparks.periods, ROLE_HEAD, text);
    }
}

/* The row under the heads: what the table is of, and what of it is out of sight. */
static void paint_title(const struct pivot_view *v, struct canvas *c)
{
    int row = v->head_rows, title = canvas_width(c, v->title ? v->title : "");
    char text[64] = "";
    canvas_rule(c, row);
    if (title > 0)
        canvas_text(c, row, 1, title < c->cols - 2 ? title : c->cols - 2, ROLE_DIM, v->title);
    if (v->first > 0 || v->last < v->fixed)
        snprintf(text, sizeof text, " columns %zu to %zu of %zu ", v->first + 1, v->last,
                 v->fixed);
    int width = (int)strlen(text);
    if (width && title + width + 4 < c->cols)
        canvas_text(c, row, c->cols - width - 1, width, ROLE_DIM, text);
}

void pivot_view_paint(struct pivot_view *v, struct canvas *c)
{
    if (!v->table || !v->columns) {
        for (int row = 0; row < c->rows; row++)
            canvas_blank(c, row);
        return;
    }
    for (int row = 0; row < v->head_rows; row++)
        paint_head_row(v, c, row);
    paint_title(v, c);
    int row = v->head_rows + 1;
    for (size_t i = v->list.top; i < v->rows_shown && row < c->rows - 1; i++)
        paint_row(v, c, row++, i);
    if (row < c->rows)
        paint_row(v, c, row++, v->rows_shown);
    for (; row < c->rows; row++)
        canvas_blank(c, row);
}
