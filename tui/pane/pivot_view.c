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
        v->cell[r * v->columns + c] = text;
        int n = text ? text_columns(text) : 1;
        v->plain_width[c] = n > v->plain_width[c] ? n : v->plain_width[c];
    }
}

/* The column of the change behind the total's. */
static void fill_change(struct pivot_view *v)
{
    const struct pivot *p = v->pivot;
    size_t c = p->col_count + 1;
    int now = v->years.year % 100, before = (v->years.year - 1) % 100;
    v->head[c] = kept(arena_printf(&v->texts, "Δ %02d/%02d", now, before));
    snprintf(v->change_ascii, sizeof v->change_ascii, "ch %02d/%02d", now, before);
    v->plain_width[c] = text_columns(v->change_ascii);
    for (size_t r = 0; r <= p->row_count; r++) {
        char text[16];
        pivot_change(p, v->measure, r, v->years, text);
        v->cell[r * v->columns + c] = kept(arena_string(&v->texts, text));
        int n = text_columns(text);
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
    if (v->years.any)
        buffer_addf(&notes, "%schange: %d against %d, the last whole years%s",
                    notes.len ? "\n" : "", v->years.year, v->years.year - 1,
                    v->whole.delay_known ? " beyond the usual delay"
                                         : "; how late lines come is not known");
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

/* Which years are compared; what of the cache is known of them is asked once. */
static enum status find_years(struct pivot_view *v, struct workspace *w, struct error *e)
{
    enum status status = STATUS_OK;
    if (!v->whole_known && v->pivot->col_axes == 1 && v->pivot->cols[0].time) {
        status = pivot_whole_years(w->frame, &v->whole, e);
        v->whole_known = !status;
    }
    v->years = (struct pivot_years){0};
    if (v->whole_known)
        v->years = pivot_years(v->pivot, w->filter, v->whole);
    v->columns = v->pivot->col_count + 1 + v->years.any;
    return status;
}

static enum status make_room(struct pivot_view *v, struct error *e)
{
    size_t rows = v->pivot->row_count + 1;
    arena_free(&v->texts);
    free(v->order);
    v->order = malloc(rows * sizeof *v->order);
    v->label = arena_zero(&v->texts, rows, sizeof *v->label);
    v->head = arena_zero(&v->texts, v->columns, sizeof *v->head);
    v->width = arena_zero(&v->texts, v->columns, sizeof *v->width);
    v->plain_width = arena_zero(&v->texts, v->columns, sizeof *v->plain_width);
    v->cell = arena_zero(&v->texts, rows * v->columns, sizeof *v->cell);
    if (!v->order || !v->label || !v->head || !v->width || !v->plain_width || !v->cell)
        return error_no_memory(e);
    return STATUS_OK;
}

enum status pivot_view_fill(struct pivot_view *v, struct workspace *w, struct error *e)
{
    struct pivot *p = v->pivot;
    size_t rows = p->row_count, cols = p->col_count;
    enum status status = find_years(v, w, e);
    if (!status)
        status = make_room(v, e);
    if (status)
        return status;
    for (size_t r = 0; r < rows; r++)
        v->label[r] = kept(group_label(v, p->rows, p->row_axes, &p->row[r]));
    v->label[rows] = "all";
    v->label_widest = 3;
    v->marked = false;
    for (size_t r = 0; r <= rows; r++) {
        int n = text_columns(v->label[r]);
        v->label_widest = n > v->label_widest ? n : v->label_widest;
    }
    for (size_t c = 0; c <= cols; c++) {
        v->head[c] = c == cols ? "all" : kept(group_label(v, p->cols, p->col_axes, &p->col[c]));
        int widest = text_columns(v->head[c]);
        v->plain_width[c] = widest > HEAD_MOST ? HEAD_MOST : widest;
        if (v->measure < p->measure_count)
            fill_column(v, c);
    }
    if (v->years.any)
        fill_change(v);
    make_measure_head(v);
    make_title(v);
    make_provenance(v, w);
    pivot_view_sort(v);
    return STATUS_OK;
}

size_t pivot_view_find(const struct pivot_view *v, const char *head)
{
    for (size_t c = 0; c < v->columns; c++)
        if (!strcmp(v->head[c], head))
            return c;
    return v->years.any && !strcmp(head, "change") ? v->pivot->col_count + 1 : SIZE_MAX;
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
    if (v->sorted && v->sort_col > p->col_count)
        pivot_sort_by_change(p, v->measure, v->years, v->sort == SORT_UP, v->order);
    else if (v->sorted)
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

/* Columns of what never scrolls: the total, and the change where it is shown. */
static int fixed_columns(const struct pivot_view *v)
{
    size_t total = v->pivot->col_count;
    return cell_columns(v, total) + (v->years_shown ? cell_columns(v, total + 1) : 0);
}

static void fit_columns(struct pivot_view *v)
{
    struct pivot *p = v->pivot;
    int room = v->cols - 2 - v->label_width - fixed_columns(v);
    v->last = v->first;
    while (v->last < p->col_count && room >= cell_columns(v, v->last))
        room -= cell_columns(v, v->last++);
}

/* The mark of the order needs a column of its own beside the head. */
static void widen_sorted(struct pivot_view *v)
{
    size_t sorted = v->sort_col;
    memcpy(v->width, v->plain_width, v->columns * sizeof *v->width);
    if (!v->sorted || !v->head[sorted])
        return;
    bool change = sorted > v->pivot->col_count;
    int head = text_columns(change ? v->change_ascii : v->head[sorted]);
    head = head > HEAD_MOST ? HEAD_MOST : head;
    v->width[sorted] = v->width[sorted] > head ? v->width[sorted] : head + 1;
}

/* How wide the labels are, and whether the change is shown: it gives way to the years, unless
 * the cursor is on it or the rows stand by it. */
static void fit_labels(struct pivot_view *v)
{
    size_t cols = v->pivot->col_count;
    int most = v->cols >= 120 ? 40 : LABEL_MOST, all = 2;
    int least = text_columns(v->measure_head ? v->measure_head : "");
    least = least < LABEL_LEAST ? LABEL_LEAST : least;
    for (size_t c = 0; c <= cols && all < v->cols; c++)
        all += cell_columns(v, c);
    int label = v->label_widest < LABEL_SHORT ? v->label_widest : LABEL_SHORT;
    label = label < least ? least : label;
    bool wanted = pivot_view_on_change(v) || (v->sorted && v->sort_col > cols);
    v->years_shown =
        v->years.any && (wanted || all + label + cell_columns(v, cols + 1) <= v->cols);
    all += v->years_shown ? cell_columns(v, cols + 1) : 0;
    if (v->label_widest > LABEL_SHORT && all + v->label_widest > v->cols)
        most = LABEL_SHORT; /* labels are cut before columns are left out */
    v->label_width = v->label_widest < least ? least : v->label_widest;
    v->label_width = v->label_width > most ? most : v->label_width;
    /* On the narrowest screens numbers are whole and labels are not. */
    int room = v->cols - 2 - fixed_columns(v);
    v->label_width = v->label_width <= room ? v->label_width : room > 0 ? room : 0;
}

void pivot_view_layout(struct pivot_view *v)
{
    struct pivot *p = v->pivot;
    if (!p || !v->width)
        return;
    v->col = v->col >= v->columns ? v->columns - 1 : v->col;
    v->row = v->row > p->row_count ? p->row_count : v->row;
    widen_sorted(v);
    fit_labels(v);
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

bool pivot_view_on_change(const struct pivot_view *v)
{
    return v->years.any && v->col == v->pivot->col_count + 1;
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
    const char *text = v->cell[r * v->columns + k];
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
        canvas_focus(c, screen_row, col + width); /* the last digit: nearest to the bracket */
}

/* The columns in sight from left to right: the body's, then what never scrolls. *k is one of
 * them, or `first` to begin with; false: there is none behind it. */
static bool next_column(const struct pivot_view *v, size_t *k)
{
    size_t total = v->pivot->col_count;
    *k = *k + 1 < v->last ? *k + 1 : *k < total ? total : *k + 1;
    return *k < total + 1 + v->years_shown;
}

static size_t first_column(const struct pivot_view *v)
{
    return v->first < v->last ? v->first : v->pivot->col_count;
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
    size_t k = first_column(v);
    do {
        paint_cell(v, c, screen_row, col, r, k, here && k == v->col);
        col += cell_columns(v, k);
        close_at = k == v->col ? col : close_at;
    } while (next_column(v, &k));
    canvas_text(c, screen_row, col, c->cols - col, ROLE_TEXT, "");
    /* A blank in the mark's place is the bracket's. */
    const char *text = here ? v->cell[r * v->columns + v->col] : NULL;
    if (text && *text && text[strlen(text) - 1] == ' ')
        close_at--;
    if (here && close_at)
        canvas_text(c, screen_row, close_at, 1, ROLE_CURSOR, "]");
}

/* The head of the cursor's column looks like all others: two heads a step would cost more
 * bytes than the brackets that show the cell. */
static void paint_head(const struct pivot_view *v, struct canvas *c, int col, size_t k)
{
    const char *mark = !v->sorted || v->sort_col != k ? ""
                       : v->sort == SORT_UP           ? canvas_glyph(c, GLYPH_UP)
                                                      : canvas_glyph(c, GLYPH_DOWN);
    const char *text =
        k > v->pivot->col_count && canvas_ascii(c) ? v->change_ascii : v->head[k];
    int width = v->width[k] + 1 - (*mark ? 1 : 0);
    int head = canvas_width(c, text), room = width - 1;
    canvas_text(c, 0, col, width, ROLE_HEAD, "");
    head = head > room ? room : head;
    canvas_text(c, 0, col + width - head, head, ROLE_HEAD, text);
    if (*mark)
        canvas_text(c, 0, col + width, 1, ROLE_HEAD, mark);
}

/* The row under the heads: what the table is of, and what of it is out of sight. */
static void paint_title(const struct pivot_view *v, struct canvas *c)
{
    size_t cols = v->pivot->col_count;
    int title = canvas_width(c, v->title ? v->title : "");
    char text[64] = "";
    canvas_rule(c, 1);
    if (title > 0)
        canvas_text(c, 1, 1, title < c->cols - 2 ? title : c->cols - 2, ROLE_DIM, v->title);
    if (v->first > 0 || v->last < cols)
        snprintf(text, sizeof text, " columns %zu to %zu of %zu ", v->first + 1, v->last, cols);
    else if (v->years.any && !v->years_shown)
        snprintf(text, sizeof text, " the change stands behind all ");
    int width = (int)strlen(text);
    if (width && title + width + 4 < c->cols)
        canvas_text(c, 1, c->cols - width - 1, width, ROLE_DIM, text);
}

static void paint_heads(const struct pivot_view *v, struct canvas *c)
{
    int col = 1 + v->label_width;
    canvas_blank(c, 0);
    canvas_text(c, 0, 1, v->label_width, ROLE_HEAD, v->measure_head ? v->measure_head : "");
    size_t k = first_column(v);
    do {
        paint_head(v, c, col, k);
        col += cell_columns(v, k);
    } while (next_column(v, &k));
    paint_title(v, c);
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
