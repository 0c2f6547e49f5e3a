/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cross-tab is asked: its fields, measures, what is shown of them, its order, how many
 * rows. By key and by ':' command. */
#include "app.h"
#include "pane/choices.h"
#include "pane/pivot_view.h"

#include "frame/axis.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields */

static const char *kept(struct pivot_view *v, const char *name)
{
    return name ? arena_string(&v->names, name) : NULL;
}

void pivot_ask_order(struct pivot_view *v, enum crosstab_order order, const char *sort,
                     size_t measure)
{
    v->question.order = order;
    v->question.sort = sort;
    v->question.sort_measure = measure;
}

/* A new question: it begins at its first row's total, in the usual order. */
static unsigned begin_anew(struct pane *p)
{
    struct pivot_view *v = p->state;
    pivot_ask_order(v, ORDER_USUAL, NULL, 0);
    v->row = v->first = 0;
    v->col = SIZE_MAX;
    list_go(&v->list, 0);
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

/* Other rows: what was folded, and how many of them there were to be, was said of the old. */
static void other_rows(struct pivot_view *v)
{
    v->folds = 0;
    v->question.top = 0;
}

void pivot_ask_usual(struct pane *p)
{
    struct pivot_view *v = p->state;
    v->question.rows[0] = "product";
    v->question.cols[0] = "year";
    v->question.rows[1] = v->question.cols[1] = NULL;
    v->question.measures[0] = (struct crosstab_measure){
        .kind = frame_has_cases(p->workspace->frame) ? MEASURE_CASES : MEASURE_SEIZURES};
    v->question.measure_count = 1;
    begin_anew(p);
}

static bool is_axis(struct pane *p, const char *name, struct error *e)
{
    struct arena a = {0};
    struct axis axis;
    enum status status = axis_open(p->workspace->frame, name, &a, &axis, e);
    arena_free(&a);
    return status == STATUS_OK;
}

void pivot_ask_again(struct pane *p)
{
    struct pivot_view *v = p->state;
    bool known = true;
    for (size_t i = 0; i < PIVOT_DEPTH; i++) {
        known &= !v->question.rows[i] || is_axis(p, v->question.rows[i], NULL);
        known &= !v->question.cols[i] || is_axis(p, v->question.cols[i], NULL);
    }
    if (!known)
        pivot_ask_usual(p);
}

/* Puts fields on a side; on a fault the old ones stay. */
static bool set_side(struct pane *p, const char *axes[PIVOT_DEPTH],
                     const char *const names[PIVOT_DEPTH], struct error *e)
{
    struct pivot_view *v = p->state;
    for (size_t i = 0; i < PIVOT_DEPTH && names[i]; i++)
        if (!is_axis(p, names[i], e))
            return false;
    for (size_t i = 0; i < PIVOT_DEPTH; i++)
        axes[i] = kept(v, names[i]);
    if (axes == v->question.rows)
        other_rows(v);
    begin_anew(p);
    return true;
}

/* inner: the second field of the side, inside the groups of the first. */
static unsigned choose_side(struct pane *p, bool rows, bool inner)
{
    struct pivot_view *v = p->state;
    struct arena a = {0};
    struct error e = {0};
    const char **axes = rows ? v->question.rows : v->question.cols;
    const char *names[PIVOT_DEPTH] = {axes[0], axes[1]};
    if (inner && !axes[0]) {
        app_notice(p->app, "%s a first field", rows ? "r chooses" : "c chooses");
        return HANDLED;
    }
    const char *title = rows ? (inner ? "Rows, inside the first field" : "Rows")
                             : (inner ? "Columns, inside the first field" : "Columns");
    if (choose_field(p, title, rows && !inner ? NULL : "(none)", axes[inner], &a,
                     &names[inner])) {
        if (!inner)
            names[1] = NULL;
        if (!set_side(p, axes, names, &e))
            app_fault(p->app, &e);
    }
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
    other_rows(v);
    return begin_anew(p);
}

/* The next coarser or finer calendar on whichever side has one. */
static unsigned next_grain(struct pane *p)
{
    static const char *const grains[] = {"year", "quarter", "month", "week", "weekday", "year"};
    struct pivot_view *v = p->state;
    const char **sides[] = {v->question.cols, v->question.rows};
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < PIVOT_DEPTH && sides[s][i]; i++)
            for (size_t g = 0; g + 1 < sizeof grains / sizeof *grains; g++)
                if (!strcmp(sides[s][i], grains[g])) {
                    sides[s][i] = grains[g + 1];
                    pivot_ask_order(v, ORDER_USUAL, NULL, 0);
                    v->first = 0;
                    v->col = SIZE_MAX;
                    p->stale = true;
                    return HANDLED | HANDLED_RECOMPUTE;
                }
    app_notice(p->app, "neither side is a period: c or r chooses one");
    return HANDLED;
}

void pivot_ask_question(struct pane *p, const struct crosstab_question *q)
{
    struct pivot_view *v = p->state;
    v->question = *q;
    for (size_t i = 0; i < PIVOT_DEPTH; i++) {
        v->question.rows[i] = kept(v, q->rows[i]);
        v->question.cols[i] = kept(v, q->cols[i]);
    }
    begin_anew(p);
    pivot_ask_order(v, q->order, kept(v, q->sort), q->sort_measure);
}

/* ---- measures */

/* The measure of the question that the column under the cursor shows. */
static struct crosstab_measure *measure_here(struct pivot_view *v)
{
    size_t at = 0;
    if (v->table && v->columns && v->question.measure_count > 1)
        at = v->table->asked[pivot_view_measure(v)];
    return &v->question.measures[at < v->question.measure_count ? at : 0];
}

static unsigned asked(struct pane *p)
{
    struct pivot_view *v = p->state;
    /* One more than the measures is the change beside them. */
    if (v->question.sort_measure > v->question.measure_count)
        pivot_ask_order(v, ORDER_USUAL, NULL, 0);
    p->stale = true;
    return HANDLED | HANDLED_RECOMPUTE;
}

/* Another measure in the place of that under the cursor, and of what else is shown of the same:
 * shares of cases beside kilograms would be read as shares of these. */
static unsigned ask_measure(struct pane *p, enum measure_kind kind, uint16_t group)
{
    struct pivot_view *v = p->state;
    const enum measure_kind before = measure_here(v)->kind;
    struct error e = {0};
    for (size_t i = 0; i < v->question.measure_count; i++) {
        struct crosstab_measure *m = &v->question.measures[i];
        struct crosstab_measure wanted = {
            .kind = kind, .statistic = m->statistic, .show = m->show};
        if (m->kind != before)
            continue;
        /* A median of cases is none: what does not go with the new measure is let go. */
        if (crosstab_measure_check(&wanted, &e) != STATUS_OK)
            wanted = (struct crosstab_measure){.kind = kind};
        *m = wanted;
    }
    v->money_group = group;
    return asked(p);
}

static unsigned next_measure(struct pane *p)
{
    struct pivot_view *v = p->state;
    struct error e = {0};
    enum measure_kind kind = measure_here(v)->kind;
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
    enum measure_kind kind = measure_here(v)->kind;
    uint16_t group = v->money_group;
    if (!choose_measure(p, &kind, &group))
        return HANDLED | HANDLED_REPAINT;
    return ask_measure(p, kind, group);
}

/* One more measure beside those there are, or one of them away again. */
static unsigned add_measure(struct pane *p)
{
    struct pivot_view *v = p->state;
    struct crosstab_question *q = &v->question;
    enum measure_kind kind = measure_here(v)->kind;
    uint16_t group = v->money_group;
    if (!choose_measure(p, &kind, &group))
        return HANDLED | HANDLED_REPAINT;
    for (size_t i = 0; i < q->measure_count; i++) {
        struct crosstab_measure *m = &q->measures[i];
        if (m->kind != kind || m->show != SHOW_VALUE || m->statistic != STATISTIC_SUM)
            continue;
        if (kind == MEASURE_VALUE && group != v->money_group) {
            v->money_group = group; /* the same, of another currency */
            return asked(p);
        }
        if (q->measure_count == 1) {
            app_notice(p->app, "it is the only one: v chooses another");
            return HANDLED | HANDLED_REPAINT;
        }
        memmove(m, m + 1, (--q->measure_count - i) * sizeof *m);
        return asked(p);
    }
    if (q->measure_count == CROSSTAB_MEASURES) {
        app_notice(p->app, "%d measures are the most", CROSSTAB_MEASURES);
        return HANDLED | HANDLED_REPAINT;
    }
    q->measures[q->measure_count++] = (struct crosstab_measure){.kind = kind};
    v->money_group = kind == MEASURE_VALUE ? group : v->money_group;
    return asked(p);
}

/* The next of a round of shows that goes with the measure. */
static unsigned next_show(struct pane *p, const enum crosstab_show *round, size_t count)
{
    struct crosstab_measure *m = measure_here(p->state), wanted = *m;
    size_t at = 0;
    while (at < count && round[at] != m->show)
        at++;
    for (size_t i = 1; i <= count; i++) {
        wanted.show = round[(at < count ? at + i : i) % count];
        if (crosstab_measure_check(&wanted, NULL) == STATUS_OK)
            break;
    }
    *m = wanted;
    return asked(p);
}

static unsigned next_share(struct pane *p)
{
    static const enum crosstab_show round[] = {SHOW_VALUE, SHOW_COLUMN_SHARE, SHOW_ROW_SHARE,
                                               SHOW_SHARE};
    return next_show(p, round, sizeof round / sizeof *round);
}

static unsigned next_difference(struct pane *p)
{
    static const enum crosstab_show round[] = {SHOW_VALUE, SHOW_CHANGE, SHOW_DIFFERENCE,
                                               SHOW_YEAR_CHANGE, SHOW_YEAR_DIFFERENCE};
    return next_show(p, round, sizeof round / sizeof *round);
}

/* Everything that can be shown of the measure. */
static unsigned show_as(struct pane *p)
{
    static const struct {
        enum statistic statistic;
        enum crosstab_show show;
        const char *text;
    } all[] = {
        {STATISTIC_SUM, SHOW_VALUE, "the number itself"},
        {STATISTIC_SUM, SHOW_COLUMN_SHARE, "share of the column"},
        {STATISTIC_SUM, SHOW_ROW_SHARE, "share of the row"},
        {STATISTIC_SUM, SHOW_SHARE, "share of all"},
        {STATISTIC_SUM, SHOW_CHANGE, "change in %, on the period before"},
        {STATISTIC_SUM, SHOW_DIFFERENCE, "difference, on the period before"},
        {STATISTIC_SUM, SHOW_YEAR_CHANGE, "change in %, on the same period a year before"},
        {STATISTIC_SUM, SHOW_YEAR_DIFFERENCE, "difference, on the same period a year before"},
        {STATISTIC_SUM, SHOW_RUNNING, "running, up to the period"},
        {STATISTIC_SUM, SHOW_INDEX, "index, first whole period = 100"},
        {STATISTIC_SUM, SHOW_RANK, "rank in its column"},
        {STATISTIC_SUM, SHOW_EXPECTED, "expected, were rows and columns independent"},
        {STATISTIC_SUM, SHOW_LIFT, "lift: observed / expected"},
        {STATISTIC_SUM, SHOW_RESIDUAL, "adjusted residual: unusual beyond 2"},
        {STATISTIC_MEAN, SHOW_VALUE, "mean of a line"},
        {STATISTIC_MEDIAN, SHOW_VALUE, "median of a line"},
        {STATISTIC_LARGEST, SHOW_VALUE, "largest line"},
        {STATISTIC_PER_SEIZURE, SHOW_VALUE, "quantity per seizure"},
    };
    enum { ALL = sizeof all / sizeof *all };
    struct crosstab_measure *m = measure_here(p->state);
    const char *items[ALL];
    size_t index[ALL], count = 0;
    int here = -1;
    for (size_t i = 0; i < ALL; i++) {
        struct crosstab_measure wanted = {
            .kind = m->kind, .statistic = all[i].statistic, .show = all[i].show};
        if (crosstab_measure_check(&wanted, NULL) != STATUS_OK)
            continue;
        if (all[i].statistic == m->statistic && all[i].show == m->show)
            here = (int)count;
        index[count] = i;
        items[count++] = all[i].text;
    }
    int chosen = app_choose(p->app, "Show", items, count, here);
    if (chosen < 0)
        return HANDLED | HANDLED_REPAINT;
    m->statistic = all[index[chosen]].statistic;
    m->show = all[index[chosen]].show;
    return asked(p);
}

/* ---- order and rows */

/* By the column under the cursor, then the other way, then as usual; changes by what is sure to
 * be no chance in between. */
static unsigned next_sort(struct pane *p)
{
    struct pivot_view *v = p->state;
    struct crosstab_question *q = &v->question;
    if (!v->table || !v->columns)
        return HANDLED;
    bool evidence = crosstab_is_change(v->table->shown[pivot_view_measure(v)].show);
    bool same = pivot_is_sorted(v, v->col) && q->order != ORDER_USUAL;
    if (!same)
        pivot_ask_order(v, ORDER_DOWN,
                        kept(v, crosstab_column_key(v->table, pivot_view_col(v), &v->names)),
                        v->table->asked[pivot_view_measure(v)]);
    else if (q->order == ORDER_DOWN && evidence)
        q->order = ORDER_EVIDENCE;
    else if (q->order != ORDER_UP)
        q->order = ORDER_UP;
    else
        pivot_ask_order(v, ORDER_USUAL, NULL, 0);
    if (q->order == ORDER_EVIDENCE)
        app_notice(p->app, "by evidence: the rise that is least likely chance first");
    return asked(p);
}

static bool has_column(const struct pivot_view *v, const char *key)
{
    struct arena a = {0};
    bool found = !v->table; /* not asked yet: it is found out then */
    for (size_t c = 0; v->table && !found && c < v->table->col_count; c++) {
        const char *is = crosstab_column_key(v->table, c, &a);
        found = (is && !strcmp(is, key)) || !strcmp(v->table->col[c].label, key);
    }
    arena_free(&a);
    return found;
}

/* "-2025": by that column, largest first; "2025": smallest first; "none": display order. */
static bool set_sort(struct pane *p, const char *value, struct error *e)
{
    struct pivot_view *v = p->state;
    bool down = *value == '-';
    const char *key = value + down;
    if (!strcmp(value, "none"))
        pivot_ask_order(v, ORDER_NATURAL, NULL, 0);
    else if (!*key)
        pivot_ask_order(v, ORDER_USUAL, NULL, 0);
    else if (!strcmp(key, "change"))
        pivot_ask_order(v, down ? ORDER_DOWN : ORDER_UP, "all", v->question.measure_count);
    else if (has_column(v, key))
        pivot_ask_order(v, down ? ORDER_DOWN : ORDER_UP, kept(v, key), 0);
    else {
        error_set(e, STATUS_MISUSE, "there is no column %s to sort by", key);
        error_way_out(e, "name it as it is headed, or all, change, none");
        return false;
    }
    p->stale = true;
    return true;
}

/* All, the ten first, the twenty first; or as many as were typed. */
static unsigned next_top(struct pane *p, int count)
{
    struct pivot_view *v = p->state;
    uint32_t *top = &v->question.top;
    *top = count > 0 ? (uint32_t)count : *top == 0 ? 10 : *top == 10 ? 20 : 0;
    if (*top)
        app_notice(p->app, "the first %u rows and Others; t again: %s, :top 7: as many", *top,
                   *top == 10 ? "20" : "all");
    return asked(p);
}

static unsigned toggle(struct pane *p, bool *what, const char *on, const char *off)
{
    *what = !*what;
    app_notice(p->app, "%s", *what ? on : off);
    return asked(p);
}

static unsigned toggle_mixed(struct pane *p)
{
    struct pivot_view *v = p->state;
    if (!pivot_asks_quantity(v)) {
        app_notice(p->app, "A is for quantities: v chooses mass, volume or pieces");
        return HANDLED;
    }
    return toggle(p, &v->question.mixed, "quantities of all streams are added",
                  "quantities of different streams are not added");
}

/* ---- keys */

unsigned pivot_ask_action(struct pane *p, enum action action, int count)
{
    struct pivot_view *v = p->state;
    switch (action) {
    case ACTION_ROWS:
        return choose_side(p, true, false);
    case ACTION_COLUMNS:
        return choose_side(p, false, false);
    case ACTION_ROWS_INSIDE:
        return choose_side(p, true, true);
    case ACTION_COLUMNS_INSIDE:
        return choose_side(p, false, true);
    case ACTION_SWAP:
        return swap_sides(p);
    case ACTION_MEASURE:
        return next_measure(p);
    case ACTION_MEASURES:
        return pick_measure(p);
    case ACTION_MEASURE_BESIDE:
        return add_measure(p);
    case ACTION_GRAIN:
        return next_grain(p);
    case ACTION_SHARE:
        return next_share(p);
    case ACTION_DIFFERENCE:
        return next_difference(p);
    case ACTION_SHOW_AS:
        return show_as(p);
    case ACTION_SORT:
        return next_sort(p);
    case ACTION_TOP:
        return next_top(p, count);
    case ACTION_HIDE_EMPTY:
        return toggle(p, &v->question.hide_empty, "empty rows and columns are hidden",
                      "empty rows and columns are shown");
    case ACTION_MIXED:
        return toggle_mixed(p);
    case ACTION_SHADE:
        return toggle(p, &v->shade, "shaded: the more, the darker", "no shades");
    case ACTION_COPY:
        return pivot_take_copy(p);
    case ACTION_EXPORT:
        return pivot_take_export(p);
    case ACTION_PRESET:
        return pivot_take_preset(p);
    case ACTION_SPARKS:
        return toggle(p, &v->sparked, "the last periods of each row", "no sparklines");
    default:
        return HANDLED_NOT;
    }
}

/* ---- ':' commands */

static bool set_measures(struct pane *p, const char *value, struct error *e)
{
    struct pivot_view *v = p->state;
    struct crosstab_measure measures[CROSSTAB_MEASURES];
    struct crosstab_measure one;
    enum measure_kind kind;
    uint16_t group;
    size_t n = 0;
    if (!strchr(value, '(') && !strchr(value, ',')) {
        if (!measure_named(p->workspace->frame, value, &kind, &group, e))
            return false;
        v->question.measures[0] = (struct crosstab_measure){.kind = kind};
        v->question.measure_count = 1;
        v->money_group = group;
        p->stale = true;
        return true;
    }
    struct arena a = {0};
    bool ok = true;
    int depth = 0;
    for (const char *from = value, *at = value; ok; at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at && (*at != ',' || depth > 0))
            continue;
        const char *name = arena_copy(&a, from, (size_t)(at - from));
        ok =
            name && n < CROSSTAB_MEASURES && crosstab_measure_parse(name, &one, e) == STATUS_OK;
        if (ok)
            measures[n++] = one;
        else if (n == CROSSTAB_MEASURES)
            error_set(e, STATUS_MISUSE, "%d measures are the most", CROSSTAB_MEASURES);
        if (!*at)
            break;
        from = at + 1;
    }
    arena_free(&a);
    if (ok) {
        memcpy(v->question.measures, measures, sizeof measures);
        v->question.measure_count = n;
        p->stale = true;
    }
    return ok;
}

static bool set_top(struct pane *p, const char *value, struct error *e)
{
    struct pivot_view *v = p->state;
    char *end;
    unsigned long n = strtoul(value, &end, 10);
    if (*end || *value == '-' || n > UINT32_MAX) {
        error_set(e, STATUS_MISUSE, "top takes a number of rows, not \"%.40s\"", value);
        return false;
    }
    v->question.top = (uint32_t)n;
    p->stale = true;
    return true;
}

bool pivot_ask_set(struct pane *p, const char *what, const char *value, struct error *e)
{
    static const char *const usual[PIVOT_DEPTH] = {"product"}, *const none[PIVOT_DEPTH] = {
                                                                   NULL};
    struct pivot_view *v = p->state;
    if (!strcmp(what, "measure"))
        return set_measures(p, value, e);
    if (!strcmp(what, "sort"))
        return set_sort(p, value, e);
    if (!strcmp(what, "top"))
        return set_top(p, value, e);
    if (!strcmp(what, "table"))
        return pivot_take_write(p, value, e);
    if (!strcmp(what, "preset"))
        return pivot_take_named(p, value, e);
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
    bool ok = set_side(p, rows ? v->question.rows : v->question.cols,
                       n      ? names
                       : rows ? usual
                              : none,
                       e);
    arena_free(&a);
    return ok;
}
