/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a row or a column of the cross-tab by a part of its label or code. */
#include "app.h"
#include "pane/pivot_view.h"
#include "prompt.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool holds(const char *text, const char *needle)
{
    struct buffer folded = {0};
    text_fold(&folded, text ? text : "", text ? strlen(text) : 0);
    bool found = strstr(buffer_text(&folded), needle) != NULL;
    buffer_free(&folded);
    return found;
}

static bool line_holds(const struct crosstab_line *line, const char *needle)
{
    return line->kind != LINE_TOTAL &&
           (holds(line->label, needle) || holds(line->code, needle));
}

/* The next row shown with it, round the end; rows_shown: there is none. */
static size_t find_row(const struct pivot_view *v, bool back)
{
    size_t n = v->rows_shown;
    for (size_t i = 1; i <= n; i++) {
        size_t from = v->row < n ? v->row : back ? 0 : n - 1;
        size_t row = back ? (from + n - i) % n : (from + i) % n;
        if (line_holds(&v->table->row[v->row_at[row]], v->needle))
            return row;
    }
    return n;
}

static size_t find_column(const struct pivot_view *v, bool back)
{
    size_t n = v->columns;
    for (size_t i = 1; i <= n; i++) {
        size_t k = back ? (v->col + n - i) % n : (v->col + i) % n;
        if (line_holds(&v->table->col[v->column[k].col], v->needle))
            return k;
    }
    return n;
}

/* Rows first: a table has one way down, and columns are looked at where no row has it. */
static void find(struct pane *p, bool back)
{
    struct pivot_view *v = p->state;
    size_t row = find_row(v, back), col = row == v->rows_shown ? find_column(v, back) : 0;
    if (row < v->rows_shown)
        v->row = row;
    else if (col < v->columns)
        v->col = col;
    else
        app_notice(p->app, "no row or column shown has \"%s\"", v->needle);
}

static bool take_words(struct app *a, const char *line, struct error *e)
{
    struct pane *p = a->prompt_data;
    struct pivot_view *v = p->state;
    struct buffer folded = {0};
    text_fold(&folded, line, strlen(line));
    char *needle = folded.len ? strdup(buffer_text(&folded)) : NULL;
    bool ok = !folded.len || needle;
    buffer_free(&folded);
    if (!ok) {
        error_no_memory(e);
        return false;
    }
    free(v->needle);
    v->needle = needle;
    return true;
}

unsigned pivot_find_action(struct pane *p, enum action action)
{
    struct pivot_view *v = p->state;
    if (action == ACTION_FIND || action == ACTION_FIND_BACK) {
        struct prompt_kind kind = {
            .name = "find",
            .mark = action == ACTION_FIND ? "find " : "find back ",
            .hint = "part of a row's or column's name or code; n next  N the other way",
            .accept = take_words,
            .data = p,
        };
        if (!prompt_run(p->app, &kind, ""))
            return HANDLED | HANDLED_REPAINT;
        v->backward = action == ACTION_FIND_BACK;
    }
    if (!v->needle)
        app_notice(p->app, "f looks for a row or column");
    else if (v->table && v->columns)
        find(p, action == ACTION_FIND_PREVIOUS ? !v->backward : v->backward);
    return HANDLED | HANDLED_REPAINT;
}
