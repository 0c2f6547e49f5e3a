/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the cross-tab looks. Texts are made once an answer; painting only places them. */
#include "pane/pivot_view.h"
#include "analysis/notes.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 2
#define LABEL_MOST 30 /* columns of a row's label at 80 columns */
#define LABEL_LEAST 12
#define LABEL_SHORT 24
#define HEAD_MOST 16 /* columns of a column's head that ask for width */

/* ---- texts */

static const char *kept(const char *text)
{
    return text ? text
                : ""; /* memory out: no text is not a dot, which says that nothing is there */
}

static const char *group_label(struct pivot_view *v, const struct axis *axes, size_t count,
                               const struct pivot_group *g)
{
    const char *text = axes[0].group[g->group[0]].label;
    if (count == 1)
        return text;
    return kept(arena_printf(&v->texts, "%s / %s", text, axes[1].group[g->group[1]].label));
}

/* What a cell is a share of. */
static const struct amount *whole_of(const struct pivot_view *v, size_t r, size_t c)
{
    const struct pivot *p = v->pivot;
    switch (v->share) {
    case SHARE_COLUMN:
        return pivot_at(p, v->measure, p->row_count, c);
    case SHARE_ROW:
        return pivot_at(p, v->measure, r, p->col_count);
    default:
        return pivot_at(p, v->measure, p->row_count, p->col_count);
    }
}

/* Whether a quantity rests on fewer lines than the cell has: other units, no amount. */
static bool is_partial(const struct measure *m, const struct amount *a)
{
    return !measure_is_count(m) && a->counted < a->lines;
}

/* NULL: nothing to count, a dot. mark: what stands behind the number, in a column of its own
 * where any cell of the table's column has a mark. */
static const char *cell_text(struct pivot_view *v, size_t r, size_t c, const char *mark)
{
    const struct pivot *p = v->pivot;
    const struct measure *m = &p->measure[v->measure];
    const struct amount *a = pivot_at(p, v->measure, r, c);
    char text[64];
    if (a->lines == 0)
        return measure_is_count(m) ? NULL : "";
    if (v->share != SHARE_NONE) {
        double whole = fixed_double(whole_of(v, r, c)->value, m->scale);
        if (whole <= 0 || (!measure_is_count(m) && !a->counted))
            return mark;
        return kept(arena_printf(&v->texts, "%.1f %%%s",
                                 100 * fixed_double(a->value, m->scale) / whole, mark));
    }
    amount_format(m, a, false, text);
    return kept(arena_printf(&v->texts, "%s%s", text, mark));
}

static int text_columns(const char *text)
{
    return text_width(text, strlen(text));
}

/* Fills a column's texts and finds its width. */
static void fill_column(struct pivot_view *v, size_t c)
{
    const struct pivot *p = v->pivot;
    const struct measure *m = &p->measure[v->measure];
    bool marked = false;
    for (size_t r = 0; r <= p->row_count; r++)
        marked |= is_partial(m, pivot_at(p, v->measure, r, c));
    v->marked |= marked;
    for (size_t r = 0; r <= p->row_count; r++) {
        bool partial = is_partial(m, pivot_at(p, v->measure, r, c));
        const char *text = cell_text(v, r, c, partial ? "*" : marked ? " " : "");
        v->cell[r * (p->col_count + 1) + c] = text;
        int n = text ? text_columns(text) : 1;
        v->plain_width[c] = n > v->plain_width[c] ? n : v->plain_width[c];
    }
}

/* The notes, with the mark of the cells before the one that explains it. */
static void add_notes(const struct pivot_view *v, struct buffer *out)
{
    struct buffer notes = {0};
    const char *name = measure_name(v->question.measures[0]);
    size_t len = strlen(name);
    notes_pivot(v->pivot, &notes);
    if (!v->pivot->measure_count)
        buffer_adds(&notes, "value: no line here has one");
    for (const char *at = buffer_text(&notes); *at;) {
        size_t n = strcspn(at, "\n");
        bool explains = v->marked && !strncmp(at, name, len) && at[len] == ':';
        buffer_addf(out, "%s%.*s\n", explains ? "* " : "", (int)n, at);
        at += n + (at[n] == '\n');
    }
    buffer_free(&notes);
}

static void make_provenance(struct pivot_view *v, struct workspace *w)
{
    struct arena a = {0};
    struct buffer b = {0};
    add_notes(v, &b);
    const char *counts = workspace_counts(w, &a);
    buffer_adds(&b, counts ? counts : "");
    free(v->provenance);
    v->provenance = strdup(buffer_text(&b));
    buffer_free(&b);
    arena_free(&a);
}

static void make_measure_head(struct pivot_view *v)
{
    struct buffer b = {0};
    if (v->measure < v->pivot->measure_count)
        notes_measure(&v->pivot->measure[v->measure], &b);
    else
        buffer_adds(&b, measure_name(v->question.measures[0]));
    free(v->measure_head);
    v->measure_head = strdup(buffer_text(&b));
    buffer_free(&b);
}

static void add_side(struct buffer *b, const struct axis *axes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_addf(b, "%s%s", i ? " / " : "", axes[i].name);
}

/* What the table is of: "product by year, % of column". */
static void make_title(struct pivot_view *v)
{
    static const char *const shares[] = {[SHARE_NONE] = "",
                                         [SHARE_COLUMN] = ", % of column",
                                         [SHARE_ROW] = ", % of row",
                                         [SHARE_ALL] = ", % of all"};
    const struct pivot *p = v->pivot;
    struct buffer b = {0};
    buffer_adds(&b, " ");
    add_side(&b, p->rows, p->row_axes);
    buffer_adds(&b, p->col_axes ? " by " : "");
    add_side(&b, p->cols, p->col_axes);
    buffer_addf(&b, "%s ", shares[v->share]);
    free(v->title);
    v->title = strdup(buffer_text(&b));
    buffer_free(&b);
}

enum status pivot_view_fill(struct pivot_view *v, struct workspace *w, struct error *e)
{
    struct pivot *p = v->pivot;
    size_t rows = p->row_count, cols = p->col_count;
    bool measured = v->measure < p->measure_count;
    arena_free(&v->texts);
    free(v->order);
    v->order = malloc((rows + 1) * sizeof *v->order);
    v->label = arena_zero(&v->texts, rows + 1, sizeof *v->label);
    v->head = arena_zero(&v->texts, cols + 1, sizeof *v->head);
    v->width = arena_zero(&v->texts, cols + 1, sizeof *v->width);
    v->plain_width = arena_zero(&v->texts, cols + 1, sizeof *v->plain_width);
    v->cell = arena_zero(&v->texts, (rows + 1) * (cols + 1), sizeof *v->cell);
    if (!v->order || !v->label || !v->head || !v->width || !v->plain_width || !v->cell)
        return error_no_memory(e);
    for (size_t r = 0; r < rows; r++)
        v->label[r] = group_label(v, p->rows, p->row_axes, &p->row[r]);
    v->label[rows] = "all";
    v->label_widest = 3;
    v->marked = false;
    for (size_t r = 0; r <= rows; r++) {
        int n = text_columns(v->label[r]);
        v->label_widest = n > v->label_widest ? n : v->label_widest;
    }
    for (size_t c = 0; c <= cols; c++) {
        v->head[c] = c == cols ? "all" : group_label(v, p->cols, p->col_axes, &p->col[c]);
        int widest = text_columns(v->head[c]);
        v->plain_width[c] = widest > HEAD_MOST ? HEAD_MOST : widest;
        if (measured)
            fill_column(v, c);
    }
    make_measure_head(v);
    make_title(v);
    make_provenance(v, w);
    pivot_view_sort(v);
    return STATUS_OK;
}

size_t pivot_view_find(const struct pivot_view *v, const char *head)
{
    for (size_t c = 0; c <= v->pivot->col_count; c++)
        if (!strcmp(v->head[c], head))
            return c;
    return SIZE_MAX;
}

void pivot_view_sort_by(struct pivot_view *v, enum pivot_sort sort, const char *head)
{
    char *copy = head ? strdup(head) : NULL;
    free(v->sort_head);
    v->sort_head = copy;
    v->sort = sort;
}

void pivot_view_sort(struct pivot_view *v)
{
    struct pivot *p = v->pivot;
    if (!p || !v->order)
        return;
    size_t col = v->sort_head ? pivot_view_find(v, v->sort_head) : SIZE_MAX;
    v->sort_col = col == SIZE_MAX ? p->col_count : col;
    for (uint32_t r = 0; r < p->row_count; r++)
        v->order[r] = r;
    bool natural = v->sort == SORT_NATURAL || (v->sort == SORT_USUAL && p->row_axes &&
                                               (p->rows[0].time || p->row_axes == 2));
    v->sorted = !natural && v->measure < p->measure_count;
    if (v->sorted)
        pivot_sort_rows(p, v->measure, v->sort_col, v->sort == SORT_UP, v->order);
}

void pivot_view_free(struct pivot_view *v)
{
    arena_free(&v->texts);
    arena_free(&v->question_arena);
    free(v->order);
    free(v->measure_head);
    free(v->title);
    free(v->provenance);
    free(v->sort_head);
}

/* ---- layout */

/* A cell takes its width and a column before it; the brackets of the cursor stand in that and
 * in the next cell's. */
static int cell_columns(const struct pivot_view *v, size_t c)
{
    return v->width[c] + 1;
}

static void fit_columns(struct pivot_view *v)
{
    struct pivot *p = v->pivot;
    int total = cell_columns(v, p->col_count);
    int room = v->cols - 2 - v->label_width - total;
    v->last = v->first;
    while (v->last < p->col_count && room >= cell_columns(v, v->last))
        room -= cell_columns(v, v->last++);
}

/* The mark of the order needs a column of its own beside the head. */
static void widen_sorted(struct pivot_view *v)
{
    size_t cols = v->pivot->col_count, sorted = v->sort_col;
    memcpy(v->width, v->plain_width, (cols + 1) * sizeof *v->width);
    if (!v->sorted || !v->head[sorted])
        return;
    int head = text_columns(v->head[sorted]);
    head = head > HEAD_MOST ? HEAD_MOST : head;
    v->width[sorted] = v->width[sorted] > head ? v->width[sorted] : head + 1;
}

void pivot_view_layout(struct pivot_view *v)
{
    struct pivot *p = v->pivot;
    if (!p || !v->width)
        return;
    widen_sorted(v);
    int most = v->cols >= 120 ? 40 : LABEL_MOST, all = 2;
    for (size_t c = 0; c <= p->col_count && all < v->cols; c++)
        all += cell_columns(v, c);
    if (v->label_widest > LABEL_SHORT && all + v->label_widest > v->cols)
        most = LABEL_SHORT; /* labels are cut before columns are left out */
    int least = text_columns(v->measure_head ? v->measure_head : "");
    least = least < LABEL_LEAST ? LABEL_LEAST : least;
    v->label_width = v->label_widest < least ? least : v->label_widest;
    v->label_width = v->label_width > most ? most : v->label_width;
    v->col = v->col > p->col_count ? p->col_count : v->col;
    v->row = v->row > p->row_count ? p->row_count : v->row;
    list_fit(&v->list, p->row_count, v->rows - HEAD_ROWS - 1);
    if (v->row < p->row_count)
        list_go(&v->list, v->row);
    if (v->col < p->col_count && v->first > v->col)
        v->first = v->col;
    fit_columns(v);
    while (v->col < p->col_count && v->col >= v->last && v->first < v->col) {
        v->first++;
        fit_columns(v);
    }
}

size_t pivot_view_row(const struct pivot_view *v)
{
    return v->row < v->pivot->row_count ? v->order[v->row] : v->pivot->row_count;
}

/* ---- painting */

static void paint_cell(const struct pivot_view *v, struct canvas *c, int screen_row, int col,
                       size_t r, size_t k, bool cursor)
{
    const struct pivot *p = v->pivot;
    const char *text = v->cell[r * (p->col_count + 1) + k];
    bool total = r == p->row_count || k == p->col_count;
    enum role role = total ? ROLE_TOTAL : ROLE_NUMBER;
    if (!text) {
        text = canvas_ascii(c) ? "." : canvas_glyph(c, GLYPH_DOT);
        role = ROLE_DIM;
    }
    int width = v->width[k], n = canvas_width(c, text);
    canvas_right(c, screen_row, col, width + 1, role, text);
    if (cursor && n <= width)
        canvas_text(c, screen_row, col + width - n, 1, ROLE_CURSOR, "[");
    if (cursor)
        canvas_focus(c, screen_row, col + 1);
}

static void paint_row(const struct pivot_view *v, struct canvas *c, int screen_row,
                      size_t shown)
{
    const struct pivot *p = v->pivot;
    size_t r = shown < p->row_count ? v->order[shown] : p->row_count;
    bool here = shown == v->row;
    int col = 1 + v->label_width;
    canvas_text(c, screen_row, 0, 1, ROLE_CURSOR, here ? canvas_glyph(c, GLYPH_CURSOR) : " ");
    canvas_text(c, screen_row, 1, v->label_width, r == p->row_count ? ROLE_TOTAL : ROLE_TEXT,
                v->label[r]);
    int close_at = 0; /* behind the cell under the cursor */
    for (size_t k = v->first; k < v->last; k++) {
        paint_cell(v, c, screen_row, col, r, k, here && k == v->col);
        col += cell_columns(v, k);
        close_at = k == v->col ? col : close_at;
    }
    paint_cell(v, c, screen_row, col, r, p->col_count, here && v->col == p->col_count);
    if (v->col == p->col_count)
        close_at = col + cell_columns(v, p->col_count);
    col += cell_columns(v, p->col_count);
    canvas_text(c, screen_row, col, c->cols - col, ROLE_TEXT, "");
    /* A blank in the mark's place is the bracket's. */
    const char *text = here ? v->cell[r * (p->col_count + 1) + v->col] : NULL;
    if (text && *text && text[strlen(text) - 1] == ' ')
        close_at--;
    if (here && close_at)
        canvas_text(c, screen_row, close_at, 1, ROLE_CURSOR, "]");
}

static void paint_head(const struct pivot_view *v, struct canvas *c, int col, size_t k)
{
    const char *mark = !v->sorted || v->sort_col != k ? ""
                       : v->sort == SORT_UP           ? canvas_glyph(c, GLYPH_UP)
                                                      : canvas_glyph(c, GLYPH_DOWN);
    enum role role = k == v->col ? ROLE_MATCH : ROLE_HEAD;
    int width = v->width[k] + 1 - (*mark ? 1 : 0);
    int head = canvas_width(c, v->head[k]), room = width - 1;
    canvas_text(c, 0, col, width, ROLE_HEAD, "");
    head = head > room ? room : head;
    canvas_text(c, 0, col + width - head, head, role, v->head[k]);
    if (*mark)
        canvas_text(c, 0, col + width, 1, role, mark);
}

static void paint_heads(const struct pivot_view *v, struct canvas *c)
{
    const struct pivot *p = v->pivot;
    int col = 1 + v->label_width;
    canvas_blank(c, 0);
    canvas_text(c, 0, 1, v->label_width, ROLE_HEAD, v->measure_head ? v->measure_head : "");
    for (size_t k = v->first; k < v->last; k++) {
        paint_head(v, c, col, k);
        col += cell_columns(v, k);
    }
    paint_head(v, c, col, p->col_count);
    col += cell_columns(v, p->col_count);
    canvas_rule(c, 1);
    int title = canvas_width(c, v->title ? v->title : "");
    if (title > 0)
        canvas_text(c, 1, 1, title < c->cols - 2 ? title : c->cols - 2, ROLE_DIM, v->title);
    if (v->first > 0 || v->last < p->col_count) {
        char text[64];
        snprintf(text, sizeof text, " columns %zu to %zu of %zu ", v->first + 1, v->last,
                 p->col_count);
        int width = (int)strlen(text);
        if (title + width + 4 < c->cols)
            canvas_text(c, 1, c->cols - width - 1, width, ROLE_DIM, text);
    }
}

void pivot_view_paint(struct pivot_view *v, struct canvas *c)
{
    if (!v->pivot || !v->cell) {
        for (int row = 0; row < c->rows; row++)
            canvas_blank(c, row);
        return;
    }
    paint_heads(v, c);
    int row = HEAD_ROWS;
    for (size_t i = v->list.top; i < v->pivot->row_count && row < c->rows - 1; i++)
        paint_row(v, c, row++, i);
    if (row < c->rows)
        paint_row(v, c, row++, v->pivot->row_count);
    for (; row < c->rows; row++)
        canvas_blank(c, row);
}
