/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pivot: a cross-tab with a cell cursor over body and totals; Enter opens the records behind a
 * cell. */
#include "analysis/notes.h"
#include "analysis/open.h"
#include "base/text.h"
#include "pane/choices.h"
#include "pane/pivot_view.h"
#include "widget/list.h"

#include <stdlib.h>
#include <string.h>

/* ---- the question */

static const char *const no_field[PIVOT_DEPTH] = {NULL};

static void copy_axes(struct pivot_view *v, const char *to[PIVOT_DEPTH],
                      const char *const from[PIVOT_DEPTH])
{
    for (size_t i = 0; i < PIVOT_DEPTH; i++)
        to[i] = from[i] ? arena_string(&v->question_arena, from[i]) : NULL;
}

static enum status pivot_pane_open(struct pane *p, struct error *e)
{
    struct pivot_view *v = p->state;
    (void)e;
    static const char *const rows[PIVOT_DEPTH] = {"product"}, *const cols[PIVOT_DEPTH] = {
                                                                  "year"};
    copy_axes(v, v->question.rows, rows);
    copy_axes(v, v->question.cols, cols);
    v->question.measures[0] =
        frame_has_cases(p->workspace->frame) ? MEASURE_CASES : MEASURE_SEIZURES;
    v->question.measure_count = 1;
    v->money_group = UINT16_MAX;
    return STATUS_OK;
}

static void pivot_pane_close(struct pane *p)
{
    struct pivot_view *v = p->state;
    pivot_free(&v->pivot);
    pivot_view_free(v);
}

/* Which of an answer's measures is shown: of values that of the currency and kind asked for,
 * or where the selection has none of it, that which most lines have. */
static size_t shown_measure(struct pivot_view *v)
{
    const struct pivot *p = v->pivot;
    size_t best = 0;
    uint32_t most = 0;
    for (size_t m = 0; m < p->measure_count; m++) {
        uint32_t counted = pivot_at(p, m, p->row_count, p->col_count)->counted;
        if (p->measure[m].kind != MEASURE_VALUE || p->measure[m].money_group == v->money_group)
            return m;
        if (counted > most) {
            best = m;
            most = counted;
        }
    }
    if (v->money_group == UINT16_MAX && p->measure_count)
        v->money_group = p->measure[best].money_group;
    return best;
}

static enum status pivot_pane_refresh(struct pane *p, struct error *e)
{
    struct pivot_view *v = p->state;
    struct pivot *answer;
    enum status status =
        pivot_run(p->workspace->frame, &p->workspace->selection, &v->question, &answer, e);
    if (status)
        return status;
    pivot_free(&v->pivot);
    v->pivot = answer;
    v->measure = shown_measure(v);
    if (v->share != SHARE_NONE && (answer->rows_overlap || answer->cols_overlap)) {
        v->share = SHARE_NONE;
        app_notice(p->app, "no shares here: a record can stand in several rows or columns");
    }
    status = pivot_view_fill(v, p->workspace, e);
    if (status)
        pivot_free(&v->pivot); /* half its texts are no answer */
    pivot_view_layout(v);
    return status;
}

/* Fields that there are no more give way to the usual ones; which currency is the largest may
 * be another now. */
static void pivot_pane_reopen(struct pane *p)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    struct axis axis;
    bool known = true;
    pivot_free(&v->pivot);
    v->whole_known = false;
    for (size_t i = 0; i < 2 * PIVOT_DEPTH; i++) {
        const char *name =
            i < PIVOT_DEPTH ? v->question.rows[i] : v->question.cols[i - PIVOT_DEPTH];
        known &= !name || axis_open(p->workspace->frame, name, &a, &axis, NULL) == STATUS_OK;
    }
    arena_free(&a);
    v->money_group = UINT16_MAX;
    if (!known)
        pivot_pane_open(p, NULL);
}

static void pivot_pane_measure(struct pane *p, int rows, int cols)
{
    struct pivot_view *v = p->state;
    v->rows = rows;
    v->cols = cols;
    pivot_view_layout(v);
}

static void pivot_pane_provenance(struct pane *p, struct buffer *out)
{
    struct pivot_view *v = p->state;
    buffer_adds(out, v->provenance ? v->provenance : "");
}

/* ---- choosing */

/* Puts fields on a side; on a fault the old ones stay. */
static bool set_side(struct pane *p, const char *axes[PIVOT_DEPTH],
                     const char *const names[PIVOT_DEPTH], struct error *e)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < PIVOT_DEPTH && names[i]; i++) {
        struct axis axis;
        status = axis_open(p->workspace->frame, names[i], &a, &axis, e);
    }
    arena_free(&a);
    if (status)
        return false;
    copy_axes(v, axes, names);
    pivot_view_sort_by(v, SORT_USUAL, NULL);
    v->col = v->first = 0;
    list_go(&v->list, 0);
    v->row = 0;
    p->stale = true;
    return true;
}

static unsigned choose_side(struct pane *p, bool rows)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    struct error e = {0};
    const char **axes = rows ? v->question.rows : v->question.cols;
    const char *names[PIVOT_DEPTH] = {NULL};
    if (choose_field(p, rows ? "Rows" : "Columns", rows ? NULL : "(none)", axes[0], &a,
                     &names[0]) &&
        !set_side(p, axes, names, &e))
        app_fault(p->app, &e);
    arena_free(&a);
    return HANDLED | HANDLED_RECOMPUTE;
}

static unsigned swap_sides(struct pane *p)
{
    struct pivot_view *v = p->state;
    if (!v->question.cols[0]) {
        app_notice(p->app, "there is no column field to swap with: c chooses one");
        return HANDLED;
    }
    const char *rows[PIVOT_DEPTH];
    memcpy(rows, v->question.rows, sizeof rows);
    memcpy(v->question.rows, v->question.cols, sizeof rows);
    memcpy(v->question.cols, rows, sizeof rows);
    pivot_view_sort_by(v, SORT_USUAL, NULL);
    v->row = v->col = v->first = 0;
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

static unsigned ask_measure(struct pane *p, enum measure_kind kind, uint16_t group)
{
    struct pivot_view *v = p->state;
    v->question.measures[0] = kind;
    v->money_group = group;
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

static unsigned next_measure(struct pane *p)
{
    struct pivot_view *v = p->state;
    struct error e = {0};
    enum measure_kind kind = v->question.measures[0];
    uint16_t group = v->money_group;
    if (measure_next(p->workspace->frame, &kind, &group, &e) != STATUS_OK) {
        app_fault(p->app, &e);
        return HANDLED;
    }
    return ask_measure(p, kind, group);
}

static unsigned pick_measure(struct pane *p)
{
    struct pivot_view *v = p->state;
    enum measure_kind kind = v->question.measures[0];
    uint16_t group = v->money_group;
    if (!choose_measure(p, &kind, &group))
        return HANDLED | HANDLED_REPAINT;
    return ask_measure(p, kind, group);
}

/* The next coarser or finer calendar on whichever side has one. */
static unsigned next_grain(struct pane *p)
{
    static const char *const grains[] = {"year", "quarter", "month", "week", "year"};
    struct pivot_view *v = p->state;
    const char **sides[] = {v->question.cols, v->question.rows};
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < PIVOT_DEPTH && sides[s][i]; i++)
            for (size_t g = 0; g + 1 < sizeof grains / sizeof *grains; g++)
                if (!strcmp(sides[s][i], grains[g])) {
                    sides[s][i] = grains[g + 1];
                    pivot_view_sort_by(v, SORT_USUAL, NULL);
                    v->col = v->first = 0;
                    p->stale = true;
                    return HANDLED | HANDLED_RECOMPUTE;
                }
    app_notice(p->app, "neither side is a period: c or r chooses one");
    return HANDLED;
}

static unsigned next_share(struct pane *p)
{
    struct pivot_view *v = p->state;
    v->share = (enum share)((v->share + 1) % SHARES);
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

/* By the column under the cursor, then the other way, then in display order. */
static unsigned next_sort(struct pane *p)
{
    struct pivot_view *v = p->state;
    if (!v->pivot)
        return HANDLED;
    bool same = v->sorted && v->sort_col == v->col;
    enum pivot_sort sort = !same ? SORT_DOWN : v->sort == SORT_UP ? SORT_NATURAL : SORT_UP;
    pivot_view_sort_by(v, sort, v->head[v->col]);
    pivot_view_sort(v);
    pivot_view_layout(v);
    return HANDLED | HANDLED_REPAINT;
}

/* "-2025": by that column, largest first; "2025": smallest first; "none": display order. */
static bool set_sort(struct pane *p, const char *value, struct error *e)
{
    struct pivot_view *v = p->state;
    bool down = *value == '-';
    const char *head = value + down;
    size_t col = v->pivot && *head ? pivot_view_find(v, head) : SIZE_MAX;
    if (!strcmp(value, "none")) {
        pivot_view_sort_by(v, SORT_NATURAL, NULL);
    } else if (!*head) {
        pivot_view_sort_by(v, SORT_USUAL, NULL);
    } else if (col != SIZE_MAX) {
        pivot_view_sort_by(v, down ? SORT_DOWN : SORT_UP, v->head[col]);
    } else {
        error_set(e, STATUS_MISUSE, "there is no column %s to sort by", head);
        error_way_out(e, "name it as it is headed, or all, change, none");
        return false;
    }
    pivot_view_sort(v);
    pivot_view_layout(v);
    return true;
}

static bool pivot_pane_set(struct pane *p, const char *what, const char *value, struct error *e)
{
    struct pivot_view *v = p->state;
    if (!strcmp(what, "measure")) {
        enum measure_kind kind;
        uint16_t group;
        if (!measure_named(p->workspace->frame, value, &kind, &group, e))
            return false;
        ask_measure(p, kind, group);
        return true;
    }
    if (!strcmp(what, "sort"))
        return set_sort(p, value, e);
    struct arena a = {0};
    const char *names[PIVOT_DEPTH] = {NULL};
    size_t n = 0;
    for (const char *from = value; *from;) {
        size_t len = strcspn(from, ",");
        if (n == PIVOT_DEPTH) {
            arena_free(&a);
            error_set(e, STATUS_MISUSE, "a side takes two fields at the most");
            error_way_out(e, "%s %s", what, "reporter,product");
            return false;
        }
        names[n++] = arena_copy(&a, from, len);
        from += len + (from[len] == ',');
    }
    bool rows = !strcmp(what, "rows");
    static const char *const usual[PIVOT_DEPTH] = {"product"};
    bool ok = set_side(p, rows ? v->question.rows : v->question.cols,
                       n      ? names
                       : rows ? usual
                              : no_field,
                       e);
    arena_free(&a);
    return ok;
}

/* ---- moving and opening */

/* Lines behind the cell under the cursor. */
static uint32_t lines_here(const struct pivot_view *v)
{
    size_t row = pivot_view_row(v);
    if (pivot_view_on_change(v))
        return pivot_at(v->pivot, 0, row, v->years.now)->lines +
               pivot_at(v->pivot, 0, row, v->years.before)->lines;
    return pivot_at(v->pivot, 0, row, v->col)->lines;
}

static unsigned open_here(struct pane *p, bool keep)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    if (!v->pivot)
        return HANDLED;
    struct frame *f = p->workspace->frame;
    const char *now = p->workspace->sentence;
    size_t row = pivot_view_row(v);
    if (v->pivot->measure_count && !lines_here(v)) {
        app_notice(p->app, "there are no records behind this cell");
        return HANDLED;
    }
    const char *sentence = pivot_view_on_change(v)
                               ? pivot_open_change(f, v->pivot, now, row, v->years, &a)
                               : open_cell(f, v->pivot, now, row, v->col, &a);
    if (sentence && keep)
        app_filter(p->app, sentence);
    else if (sentence)
        app_open(p->app, "records", sentence);
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

static void move_rows(struct pivot_view *v, enum action action, int count)
{
    size_t last = v->pivot->row_count, n = count > 0 ? (size_t)count : 1;
    size_t page = v->list.page > 0 ? (size_t)v->list.page : 1;
    switch (action) {
    case ACTION_UP:
        v->row = v->row > n ? v->row - n : 0;
        break;
    case ACTION_DOWN:
        v->row += n;
        break;
    case ACTION_PAGE_UP:
        v->row = v->row > n * page ? v->row - n * page : 0;
        break;
    case ACTION_PAGE_DOWN:
        v->row += n * page;
        break;
    case ACTION_FIRST:
        v->row = 0;
        break;
    default:
        v->row = last;
    }
    v->row = v->row > last ? last : v->row;
}

/* A page of columns: on to the first one out of sight at that side. */
static void page_columns(struct pivot_view *v, bool right)
{
    size_t page = v->last > v->first ? v->last - v->first : 1;
    if (right) {
        v->col = v->col < v->last ? v->last : v->col + 1;
        v->first = v->col < v->pivot->col_count ? v->col : v->first;
    } else {
        size_t from = v->col < v->first ? v->col : v->first;
        v->first = from > page ? from - page : 0;
        v->col = v->first;
    }
}

static unsigned pivot_pane_action(struct pane *p, enum action action, int count)
{
    struct pivot_view *v = p->state;
    size_t n = count > 0 ? (size_t)count : 1;
    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
    case ACTION_FIRST:
    case ACTION_LAST:
        if (v->pivot)
            move_rows(v, action, count);
        break;
    case ACTION_LEFT:
        v->col = v->col > n ? v->col - n : 0;
        break;
    case ACTION_RIGHT:
        v->col += n;
        break;
    case ACTION_PAGE_LEFT:
    case ACTION_PAGE_RIGHT:
        if (v->pivot)
            page_columns(v, action == ACTION_PAGE_RIGHT);
        break;
    case ACTION_OPEN:
        return open_here(p, false);
    case ACTION_KEEP:
        return open_here(p, true);
    case ACTION_ROWS:
        return choose_side(p, true);
    case ACTION_COLUMNS:
        return choose_side(p, false);
    case ACTION_SWAP:
        return swap_sides(p);
    case ACTION_MEASURE:
        return next_measure(p);
    case ACTION_MEASURES:
        return pick_measure(p);
    case ACTION_GRAIN:
        return next_grain(p);
    case ACTION_SHARE:
        return next_share(p);
    case ACTION_SORT:
        return next_sort(p);
    default:
        return HANDLED_NOT;
    }
    pivot_view_layout(v);
    return HANDLED | HANDLED_REPAINT;
}

/* Where one was is a pair of numbers; tables of more columns than 32 bits are none. */
static uint64_t pivot_pane_place(struct pane *p)
{
    struct pivot_view *v = p->state;
    return (uint64_t)v->row << 32 | (uint32_t)v->col;
}

static void pivot_pane_go(struct pane *p, uint64_t place)
{
    struct pivot_view *v = p->state;
    v->row = (size_t)(place >> 32);
    v->col = (uint32_t)place;
    pivot_view_layout(v);
}

static void pivot_pane_paint(struct pane *p, struct canvas *c)
{
    pivot_view_paint(p->state, c);
}

const struct pane_ops pane_pivot = {
    .name = "pivot",
    .title = "Pivot",
    .intro = "A cross-tab of what the filter takes. r and c choose the fields of rows and\n"
             "columns, v the measure, % shares. Enter opens the records behind the cell\n"
             "under the cursor, totals too; u comes back to it. all is counted from the\n"
             "records: distinct cases are never added up. s sorts by the column under the\n"
             "cursor. * marks an amount that left lines out, the note says which. The last\n"
             "column is the change between the last two whole years.",
    .state_size = sizeof(struct pivot_view),
    .open = pivot_pane_open,
    .close = pivot_pane_close,
    .measure = pivot_pane_measure,
    .refresh = pivot_pane_refresh,
    .reopen = pivot_pane_reopen,
    .paint = pivot_pane_paint,
    .provenance = pivot_pane_provenance,
    .action = pivot_pane_action,
    .settings = "rows cols measure sort",
    .set = pivot_pane_set,
    .place = pivot_pane_place,
    .go = pivot_pane_go,
};
