/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pivot: a cross-tab with a cell cursor over body, subtotals and totals; Enter opens the
 * records behind a cell. */
#include "app.h"
#include "pane/pivot_view.h"

#include "analysis/siblings.h"

#include <string.h>

static enum status pivot_pane_open(struct pane *p, struct error *e)
{
    struct pivot_view *v = p->state;
    v->money_group = UINT16_MAX;
    pivot_ask_usual(p);
    (void)e;
    return STATUS_OK;
}

static void pivot_pane_close(struct pane *p)
{
    pivot_view_free(p->state);
}

/* The question with the change of the last period on that of the year before, which stands
 * beside the total where the columns are periods. */
static struct crosstab_question with_change(const struct pivot_view *v)
{
    struct crosstab_question q = v->question;
    q.sort_money = pivot_money(v);
    if (q.measure_count == 1 && q.cols[0] && q.measures[0].show != SHOW_YEAR_CHANGE) {
        q.aside = 1;
        q.measures[q.measure_count++] =
            (struct crosstab_measure){.kind = q.measures[0].kind,
                                      .statistic = q.measures[0].statistic,
                                      .show = SHOW_YEAR_CHANGE};
    }
    return q;
}

static enum status pivot_pane_refresh(struct pane *p, struct error *e)
{
    struct pivot_view *v = p->state;
    struct workspace *w = p->workspace;
    struct crosstab *answer;
    struct crosstab_question q = with_change(v);
    enum status status = crosstab_run(w->frame, w->filter, &w->selection, &q, &answer, e);
    if (status == STATUS_MISUSE && q.sort) {
        /* The column that the rows stood by may have gone with another filter. */
        pivot_ask_order(v, ORDER_USUAL, NULL, 0);
        q = with_change(v);
        status = crosstab_run(w->frame, w->filter, &w->selection, &q, &answer, e);
    }
    if (!status && !answer->changed[0] && q.sort && q.aside &&
        q.sort_measure + 1 == q.measure_count) {
        /* By a change that cannot be told under this filter: as usual, until it can. */
        crosstab_free(&answer);
        q.order = ORDER_USUAL;
        q.sort = NULL;
        q.sort_measure = 0;
        status = crosstab_run(w->frame, w->filter, &w->selection, &q, &answer, e);
    }
    if (status)
        return status;
    crosstab_free(&v->table);
    v->table = answer;
    v->coloured = p->app->theme->colours >= 8;
    v->ascii = p->app->theme->ascii_glyphs;
    status = pivot_view_fill(v, w, e);
    if (status)
        crosstab_free(&v->table); /* half its texts are no answer */
    pivot_view_layout(v);
    return status;
}

static void pivot_pane_reopen(struct pane *p)
{
    struct pivot_view *v = p->state;
    crosstab_free(&v->table);
    v->columns = v->rows_shown = 0;
    v->money_group = UINT16_MAX;
    v->folds = 0;
    pivot_ask_again(p);
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

/* ---- opening */

/* Takes in what goes by nearly the same name and the filter leaves out. */
static unsigned add_siblings(struct pane *p)
{
    struct workspace *w = p->workspace;
    struct arena a = {0};
    struct error e = {0};
    struct siblings s;
    if (siblings_find(w->frame, w->filter, &w->selection, &a, &s, &e))
        app_fault(p->app, &e);
    else if (!s.count)
        app_notice(p->app, "nothing of nearly the same name is left out here");
    else
        app_filter(p->app, siblings_sentence(w->frame, &s, w->sentence, &a));
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

enum opening { OPEN_RECORDS, OPEN_TREND, OPEN_KEEP, OPEN_EXCLUDE };

static unsigned open_here(struct pane *p, enum opening how)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    if (!v->table || !v->columns)
        return HANDLED;
    struct frame *f = p->workspace->frame;
    size_t r = pivot_view_row(v), c = pivot_view_col(v), m = pivot_view_measure(v);
    if (!crosstab_at(v->table, m, r, c)->amount.lines) {
        app_notice(p->app, "there are no records behind this cell");
        return HANDLED;
    }
    const char *sentence = how == OPEN_EXCLUDE ? crosstab_exclude(f, v->table, r, c, &a)
                                               : crosstab_open(f, v->table, m, r, c, &a);
    if (sentence && how == OPEN_RECORDS)
        app_open(p->app, "records", sentence);
    else if (sentence && how == OPEN_TREND)
        app_open(p->app, "trend", sentence);
    else if (sentence && app_filter(p->app, sentence))
        v->row = how == OPEN_KEEP ? 0 : v->row; /* what was kept is the first row now */
    arena_free(&a);
    return HANDLED | HANDLED_REPAINT;
}

/* ---- moving */

static void move_rows(struct pivot_view *v, enum action action, int count)
{
    size_t last = v->rows_shown, n = count > 0 ? (size_t)count : 1;
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
        v->first = v->col < v->fixed ? v->col : v->first;
    } else {
        size_t from = v->col < v->first ? v->col : v->first;
        v->first = from > page ? from - page : 0;
        v->col = v->first;
    }
}

static bool move(struct pivot_view *v, enum action action, int count)
{
    size_t n = count > 0 ? (size_t)count : 1;
    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
    case ACTION_FIRST:
    case ACTION_LAST:
        move_rows(v, action, count);
        return true;
    case ACTION_FIRST_COLUMN:
    case ACTION_LAST_COLUMN:
        v->col = action == ACTION_FIRST_COLUMN ? 0 : v->columns - 1;
        return true;
    case ACTION_LEFT:
        v->col = v->col > n ? v->col - n : 0;
        return true;
    case ACTION_RIGHT:
        v->col += n;
        return true;
    case ACTION_PAGE_LEFT:
    case ACTION_PAGE_RIGHT:
        page_columns(v, action == ACTION_PAGE_RIGHT);
        return true;
    default:
        return false;
    }
}

/* ---- folding */

/* The subtotal at the cursor, or that of the row at it; SIZE_MAX: there is none. */
static size_t subtotal_here(const struct pivot_view *v)
{
    size_t r = pivot_view_row(v);
    const struct crosstab_line *line = &v->table->row[r];
    return line->kind == LINE_SUBTOTAL ? r : line->parent;
}

/* Keeps the cursor on row r of the table, or on the subtotal that it is folded into. */
static void stay_on(struct pivot_view *v, size_t r)
{
    for (size_t i = 0; i < v->rows_shown; i++)
        if (v->row_at[i] <= r)
            v->row = i;
}

static unsigned fold(struct pane *p, bool all)
{
    struct pivot_view *v = p->state;
    if (!v->table || v->table->row_axes < 2) {
        app_notice(p->app, "nothing folds here: R puts a second field on the rows");
        return HANDLED;
    }
    size_t r = pivot_view_row(v), subtotal = subtotal_here(v);
    bool on_total = v->row == v->rows_shown;
    if (all) {
        bool open = false;
        for (size_t i = 0; i < v->table->row_count; i++) {
            const struct crosstab_line *line = &v->table->row[i];
            open |= line->kind == LINE_SUBTOTAL && !v->folded[line->group.group[0]];
        }
        memset(v->folded, open, v->folds * sizeof *v->folded);
    } else if (subtotal != SIZE_MAX) {
        uint32_t group = v->table->row[subtotal].group.group[0];
        v->folded[group] = !v->folded[group];
        r = subtotal;
    }
    pivot_view_fold(v);
    if (on_total)
        v->row = v->rows_shown;
    else
        stay_on(v, r);
    return HANDLED | HANDLED_REPAINT;
}

static unsigned pivot_pane_action(struct pane *p, enum action action, int count)
{
    struct pivot_view *v = p->state;
    unsigned handled = HANDLED | HANDLED_REPAINT;
    switch (action) {
    case ACTION_OPEN:
        return open_here(p, OPEN_RECORDS);
    case ACTION_TREND:
        return open_here(p, OPEN_TREND);
    case ACTION_KEEP:
        return open_here(p, OPEN_KEEP);
    case ACTION_EXCLUDE:
        return open_here(p, OPEN_EXCLUDE);
    case ACTION_SIBLINGS:
        return add_siblings(p);
    case ACTION_FOLD:
    case ACTION_FOLD_ALL:
        handled = fold(p, action == ACTION_FOLD_ALL);
        break;
    case ACTION_FIND:
    case ACTION_FIND_BACK:
    case ACTION_FIND_NEXT:
    case ACTION_FIND_PREVIOUS:
        handled = pivot_find_action(p, action);
        break;
    default:
        if (!v->table || !move(v, action, count))
            handled = pivot_ask_action(p, action, count);
    }
    pivot_view_layout(v);
    return handled;
}

/* Where one was: the cursor, and what was in sight round it, so that nothing moves when one
 * comes back. What does not fit (no screen shows it) is found anew from the cursor. */
enum { PLACE_COL = 20, PLACE_FIRST = 12, PLACE_ROW = 24, PLACE_ABOVE = 8 };

static uint64_t place_part(size_t n, int bits)
{
    uint64_t most = (UINT64_C(1) << bits) - 1;
    return n < most ? n : most;
}

static size_t take_part(uint64_t *place, int bits)
{
    uint64_t part = *place & ((UINT64_C(1) << bits) - 1);
    *place >>= bits;
    return (size_t)part;
}

static uint64_t pivot_pane_place(struct pane *p)
{
    struct pivot_view *v = p->state;
    size_t above = v->row > v->list.top ? v->row - v->list.top : 0;
    size_t left = v->col > v->first ? v->col - v->first : 0;
    uint64_t place = place_part(v->row, PLACE_ROW);
    place = place << PLACE_ABOVE | place_part(above, PLACE_ABOVE);
    place = place << PLACE_FIRST | place_part(left, PLACE_FIRST);
    return place << PLACE_COL | place_part(v->col, PLACE_COL);
}

static void pivot_pane_go(struct pane *p, uint64_t place)
{
    struct pivot_view *v = p->state;
    v->col = take_part(&place, PLACE_COL);
    size_t left = take_part(&place, PLACE_FIRST), above = take_part(&place, PLACE_ABOVE);
    v->row = take_part(&place, PLACE_ROW);
    v->first = v->col > left ? v->col - left : 0;
    v->list.top = v->row > above ? v->row - above : 0;
    pivot_view_layout(v);
}

static void pivot_pane_paint(struct pane *p, struct canvas *c)
{
    pivot_view_paint(p->state, c);
}

const struct pane_ops pane_pivot = {
    .name = "pivot",
    .title = "Pivot",
    .intro =
        "A cross-tab. r c choose its fields, R C a second one inside the first, v V what is "
        "counted, M one more measure, % d w what is shown of it: shares, changes and more. s "
        "sorts by the column under the cursor: down, up, changes also by evidence. Enter opens "
        "the records behind any number, Others and totals too; = keeps them as the filter, - "
        "leaves them out, T is their trend. Space and Z fold, P asks tables known by name.\n"
        "Totals are counted from the records, never added up. A dot: no record. Marks: * left "
        "lines out (A adds mixed streams), ! one line is more than half, ~ compared over a "
        "part "
        "of the period, few: below 5. # shades, the more the darker; residuals: the surer.",
    .state_size = sizeof(struct pivot_view),
    .open = pivot_pane_open,
    .close = pivot_pane_close,
    .measure = pivot_pane_measure,
    .refresh = pivot_pane_refresh,
    .reopen = pivot_pane_reopen,
    .paint = pivot_pane_paint,
    .provenance = pivot_pane_provenance,
    .action = pivot_pane_action,
    .settings = "rows cols measure sort top table preset",
    .set = pivot_ask_set,
    .place = pivot_pane_place,
    .go = pivot_pane_go,
};
