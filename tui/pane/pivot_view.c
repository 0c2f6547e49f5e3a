/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the cross-tab is in sight: its columns, the rows that are not folded away, widths and
 * the cursor. */
#include "pane/pivot_view.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_MOST 30 /* columns of a row's label at 80 columns */
#define LABEL_WIDE 40 /* and from 120 on */
#define LABEL_LEAST 12
#define LABEL_SHORT 24

/* ---- columns */

/* Whether a measure of the answer is shown: of values alone, those of one currency and kind;
 * the change beside the totals alone. */
static bool is_shown(const struct pivot_view *v, size_t m, bool total)
{
    const struct measure *measure = &v->table->measure[m];
    if (v->table->aside[m] && !(total && v->table->changed[0]))
        return false;
    return measure->kind != MEASURE_VALUE || measure->money_group == v->money_group;
}

/* Of values that currency and kind which was asked for, or where the selection has none of it,
 * that which most lines have. */
static void find_money(struct pivot_view *v)
{
    const struct crosstab *t = v->table;
    size_t r = t->row_count - 1, c = t->col_count - 1;
    uint32_t most = 0;
    uint16_t best = UINT16_MAX;
    for (size_t m = 0; m < t->measure_count; m++) {
        const struct crosstab_value *all = crosstab_at(t, m, r, c);
        if (t->measure[m].kind != MEASURE_VALUE)
            continue;
        if (t->measure[m].money_group == v->money_group)
            return;
        if (all->amount.counted >= most) {
            most = all->amount.counted;
            best = t->measure[m].money_group;
        }
    }
    v->money_group = best;
}

/* Where the column that the cursor was on has gone, as other measures came beside it. */
static void stay_on_column(struct pivot_view *v, const struct pivot_column *old, size_t count)
{
    if (v->col >= count || old[count - 1].col + 1 != v->table->col_count)
        return; /* another table, of which nothing is known */
    size_t col = old[v->col].col, measure = old[v->col].measure, best = SIZE_MAX;
    for (size_t k = 0; k < v->columns; k++)
        if (v->column[k].col == col && (best == SIZE_MAX || v->column[k].measure == measure))
            best = k;
    if (best != SIZE_MAX) {
        v->first += best > v->col ? best - v->col : 0;
        v->col = best;
    }
}

static enum status make_columns(struct pivot_view *v, struct error *e)
{
    const struct crosstab *t = v->table;
    struct pivot_column *old = v->column;
    size_t count = v->columns;
    find_money(v);
    v->columns = 0;
    v->column = calloc(t->col_count * t->measure_count + 1, sizeof *v->column);
    if (!v->column) {
        free(old);
        return error_no_memory(e);
    }
    size_t shown = 0;
    for (size_t c = 0; c < t->col_count; c++) {
        if (c + 1 == t->col_count)
            v->fixed = v->columns;
        for (size_t m = 0; m < t->measure_count; m++)
            if (is_shown(v, m, c + 1 == t->col_count)) {
                v->column[v->columns++] = (struct pivot_column){.col = c, .measure = m};
                shown += c == 0 && !t->aside[m];
            }
    }
    v->several = shown > 1;
    if (v->col != SIZE_MAX)
        stay_on_column(v, old, count);
    free(old);
    v->head_rows = 1 + (t->col_axes == 2) + (v->several && t->col_axes > 0);
    return STATUS_OK;
}

const char *pivot_money(const struct pivot_view *v)
{
    for (size_t m = 0; v->table && m < v->table->measure_count; m++)
        if (v->table->measure[m].kind == MEASURE_VALUE &&
            v->table->measure[m].money_group == v->money_group)
            return v->table->measure[m].name;
    return NULL;
}

static size_t first_total(const struct pivot_view *v)
{
    size_t k = v->columns;
    while (k > 0 && v->column[k - 1].col + 1 == v->table->col_count)
        k--;
    return k;
}

/* ---- rows */

/* Whether the subtotal at row r is folded. */
static bool is_folded(const struct pivot_view *v, size_t r)
{
    const struct crosstab_line *line = &v->table->row[r];
    return line->kind == LINE_SUBTOTAL && v->folded && line->group.group[0] < v->folds &&
           v->folded[line->group.group[0]];
}

void pivot_view_fold(struct pivot_view *v)
{
    const struct crosstab *t = v->table;
    v->rows_shown = 0;
    for (size_t r = 0; t && r + 1 < t->row_count; r++) {
        size_t parent = t->row[r].parent;
        if (parent == SIZE_MAX || !is_folded(v, parent))
            v->row_at[v->rows_shown++] = r;
    }
}

static enum status make_rows(struct pivot_view *v, struct error *e)
{
    const struct crosstab *t = v->table;
    free(v->row_at);
    v->row_at = calloc(t->row_count + 1, sizeof *v->row_at);
    uint32_t groups = t->row_axes == 2 ? t->rows[0].groups : 0;
    if (v->folds != groups) {
        free(v->folded);
        v->folded = calloc(groups + 1, sizeof *v->folded);
        v->folds = groups;
    }
    if (!v->row_at || (groups && !v->folded))
        return error_no_memory(e);
    v->label_widest = 3;
    for (size_t r = 0; r < t->row_count; r++) {
        const char *label = t->row[r].label;
        int n = text_width(label, strlen(label)) + (t->row_axes == 2 ? 2 : 0);
        v->label_widest = n > v->label_widest ? n : v->label_widest;
    }
    pivot_view_fold(v);
    return STATUS_OK;
}

/* Whether totals say less than their parts add up to. */
static void find_overlaps(struct pivot_view *v)
{
    const struct crosstab *t = v->table;
    v->rows_overlap = v->cols_overlap = false;
    for (size_t k = 0; k < v->columns; k++) {
        size_t m = v->column[k].measure, c = v->column[k].col;
        if (t->aside[m])
            continue;
        v->rows_overlap |= crosstab_at(t, m, t->row_count - 1, c)->marks & MARK_OVERLAP;
        for (size_t r = 0; c + 1 == t->col_count && t->col_count > 1 && r + 1 < t->row_count;
             r++)
            v->cols_overlap |= crosstab_at(t, m, r, c)->marks & MARK_OVERLAP;
    }
}

enum status pivot_view_fill(struct pivot_view *v, struct workspace *w, struct error *e)
{
    /* From the totals one looks at the last periods, however wide they have become. */
    bool time = v->table->col_axes && v->table->cols[0].time;
    bool at_end = time && v->columns && v->last == v->fixed && v->col >= v->fixed;
    enum status status = make_columns(v, e);
    if (!status)
        status = make_rows(v, e);
    crosstab_sparks_free(&v->sparks);
    if (!status && v->sparked)
        status = crosstab_sparks(w->frame, w->filter, &w->selection, v->table, &v->sparks, e);
    if (status)
        return status;
    if (v->col == SIZE_MAX) {
        v->col = first_total(v);
        v->first = time && v->col ? v->col - 1 : 0;
    } else if (at_end && first_total(v)) {
        v->first = first_total(v) - 1;
    }
    find_overlaps(v);
    pivot_texts(v, w);
    return STATUS_OK;
}

void pivot_view_free(struct pivot_view *v)
{
    crosstab_free(&v->table);
    crosstab_sparks_free(&v->sparks);
    arena_free(&v->names);
    free(v->column);
    free(v->row_at);
    free(v->folded);
    free(v->measure_head);
    free(v->title);
    free(v->provenance);
    free(v->needle);
}

/* ---- layout */

int pivot_column_columns(const struct pivot_view *v, const struct pivot_column *k)
{
    (void)v;
    return 1 + k->width + k->marks + k->shade;
}

static int measured(struct pivot_view *v, size_t k)
{
    if (!v->column[k].width)
        pivot_column_measure(v, &v->column[k]);
    return pivot_column_columns(v, &v->column[k]);
}

/* Columns of what never scrolls. */
static int fixed_columns(struct pivot_view *v)
{
    int all = v->sparked && v->sparks.periods ? 1 + (int)v->sparks.periods : 0;
    for (size_t k = v->fixed; k < v->columns; k++)
        all += measured(v, k);
    return all;
}

static void fit_columns(struct pivot_view *v)
{
    int room = v->cols - 2 - v->label_width - fixed_columns(v);
    v->last = v->first;
    while (v->last < v->fixed && room >= measured(v, v->last))
        room -= measured(v, v->last++);
}

/* Labels are cut before columns are left out. */
static void fit_labels(struct pivot_view *v)
{
    int most = v->cols >= 120 ? LABEL_WIDE : LABEL_MOST;
    int all = 2 + (v->sparked && v->sparks.periods ? 1 + (int)v->sparks.periods : 0);
    const char *head = v->measure_head ? v->measure_head : "";
    int least = text_width(head, strlen(head));
    least = least < LABEL_LEAST ? LABEL_LEAST : least > LABEL_SHORT ? LABEL_SHORT : least;
    for (size_t k = 0; k < v->columns && all < v->cols; k++)
        all += measured(v, k);
    if (v->label_widest > LABEL_SHORT && all + v->label_widest > v->cols)
        most = LABEL_SHORT;
    v->label_width = v->label_widest < least ? least : v->label_widest;
    v->label_width = v->label_width > most ? most : v->label_width;
    /* On the narrowest screens numbers are whole and labels are not. */
    int room = v->cols - 2 - fixed_columns(v);
    room -= v->col < v->fixed ? measured(v, v->col) : 0;
    v->label_width = v->label_width <= room ? v->label_width : room > 0 ? room : 0;
}

/* Totals stand still at the right unless they would take most of the screen. */
static void fix_totals(struct pivot_view *v)
{
    v->fixed = first_total(v);
    if (v->fixed > 0 && fixed_columns(v) > (v->cols - LABEL_LEAST) / 2)
        v->fixed = v->columns;
}

void pivot_view_layout(struct pivot_view *v)
{
    if (!v->table || !v->columns || v->col == SIZE_MAX)
        return; /* what the cursor will stand on is not there yet */
    fix_totals(v);
    v->col = v->col >= v->columns ? v->columns - 1 : v->col;
    v->row = v->row > v->rows_shown ? v->rows_shown : v->row;
    fit_labels(v);
    list_fit(&v->list, v->rows_shown, v->rows - v->head_rows - 2);
    if (v->row < v->rows_shown)
        list_go(&v->list, v->row);
    if (v->col < v->fixed && v->first > v->col)
        v->first = v->col;
    v->first = v->first < v->fixed || !v->fixed ? v->first : v->fixed - 1;
    fit_columns(v);
    while (v->col < v->fixed && v->col >= v->last && v->first < v->col) {
        v->first++;
        fit_columns(v);
    }
    /* What has room at the right is shown. */
    while (v->first > 0 && v->last == v->fixed) {
        size_t first = v->first--;
        fit_columns(v);
        if (v->last < v->fixed) {
            v->first = first;
            fit_columns(v);
            break;
        }
    }
}

size_t pivot_view_row(const struct pivot_view *v)
{
    return v->row < v->rows_shown ? v->row_at[v->row] : v->table->row_count - 1;
}

size_t pivot_view_col(const struct pivot_view *v)
{
    return v->column[v->col].col;
}

size_t pivot_view_measure(const struct pivot_view *v)
{
    return v->column[v->col].measure;
}
