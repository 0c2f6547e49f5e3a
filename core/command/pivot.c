/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie pivot: a cross-tab. */
#include "analysis/notes.h"
#include "command/command.h"

#include <stdlib.h>
#include <string.h>

/* What one call prints. */
struct job {
    struct call *call;
    struct pivot *p;
    enum table_format format;
    size_t limit;
};

static const char *group_text(const struct job *j, const struct axis *axis, uint32_t group)
{
    const struct value *v = &axis->group[group];
    if (v->state == VALUE_BLANK)
        return "(blank)";
    if (v->state == VALUE_UNKNOWN)
        return "Unknown";
    /* What is no date has one group on calendar axes, with a label and no code. */
    return !table_plain(j->format) || !*v->code ? v->label : v->code;
}

static const char *column_name(struct job *j, size_t c, size_t m)
{
    struct pivot *p = j->p;
    struct arena *a = &j->call->arena;
    const char *measure = p->measure[m].name;
    struct buffer b = {0};
    if (!table_plain(j->format))
        measure = arena_string(a, notes_measure(&p->measure[m], &b));
    buffer_free(&b);
    if (p->col_count == 0)
        return measure;
    const char *group = "all";
    if (c < p->col_count) {
        group = group_text(j, &p->cols[0], p->col[c].group[0]);
        if (p->col_axes == 2)
            group = arena_printf(a, "%s / %s", group,
                                 group_text(j, &p->cols[1], p->col[c].group[1]));
    }
    return p->measure_count == 1 ? group : arena_printf(a, "%s %s", group, measure);
}

static size_t value_columns(const struct job *j)
{
    return (j->p->col_count + 1) * j->p->measure_count;
}

static enum status make_heads(struct job *j, struct table_column **out, struct error *e)
{
    struct pivot *p = j->p;
    struct table_column *heads =
        arena_zero(&j->call->arena, p->row_axes + value_columns(j) + 1, sizeof *heads);
    if (!heads)
        return error_no_memory(e);
    for (size_t i = 0; i < p->row_axes; i++)
        heads[i] = (struct table_column){p->rows[i].name, p->rows[i].label, false};
    if (p->row_axes == 0)
        heads[0] = (struct table_column){"all", "", false};
    size_t first = p->row_axes ? p->row_axes : 1, n = 0;
    for (size_t c = 0; c <= p->col_count; c++)
        for (size_t m = 0; m < p->measure_count; m++)
            heads[first + n++] = (struct table_column){column_name(j, c, m), NULL, true};
    *out = heads;
    return STATUS_OK;
}

static void print_row(struct job *j, size_t r, struct table *t, const char **cells,
                      char (*texts)[64])
{
    struct pivot *p = j->p;
    size_t first = p->row_axes ? p->row_axes : 1, n = 0;
    cells[0] = "all";
    for (size_t i = 0; i < p->row_axes; i++)
        cells[i] = r < p->row_count ? group_text(j, &p->rows[i], p->row[r].group[i])
                   : i == 0         ? "all"
                                    : "";
    for (size_t c = 0; c <= p->col_count; c++)
        for (size_t m = 0; m < p->measure_count; m++) {
            const struct amount *a = pivot_at(p, m, r, c);
            amount_format(&p->measure[m], a, table_plain(j->format), texts[n]);
            /* No line at all in a cell: a dot for the eye, 0 for a program's counts. */
            cells[first + n] = !table_plain(j->format) && a->lines == 0 ? "·" : texts[n];
            n++;
        }
    table_row(t, cells);
}

static enum status print(struct job *j, struct workspace *w, struct error *e)
{
    struct pivot *p = j->p;
    struct table_column *heads = NULL;
    enum status status = make_heads(j, &heads, e);
    size_t columns = (p->row_axes ? p->row_axes : 1) + value_columns(j);
    const char **cells = calloc(columns + 1, sizeof *cells);
    char(*texts)[64] = calloc(value_columns(j) + 1, sizeof *texts);
    uint32_t *order = malloc((p->row_count + 1) * sizeof *order);
    if (!status && (!cells || !texts || !order))
        status = error_no_memory(e);
    if (!status) {
        struct table t;
        struct buffer notes = {0}, measure = {0};
        bool ordered = p->row_axes == 2 || (p->row_axes == 1 && p->rows[0].time);
        pivot_sort_rows(p, 0, p->col_count, false, order);
        for (uint32_t r = 0; ordered && r < p->row_count; r++)
            order[r] = r;
        call_table(j->call, w, &t, j->format, heads, columns);
        for (size_t r = 0; r < p->row_count && r < j->limit; r++)
            print_row(j, order[r], &t, cells, texts);
        table_rule(&t);
        print_row(j, p->row_count, &t, cells, texts);
        if (p->col_count && p->measure_count == 1)
            buffer_adds(&notes, notes_measure(&p->measure[0], &measure));
        notes_pivot(p, &notes);
        status = table_end(&t, call_note(j->call, w, buffer_text(&notes)), e);
        buffer_free(&notes);
        buffer_free(&measure);
    }
    free(cells);
    free(texts);
    free(order);
    return status;
}

static enum status set_axes(struct call *c, enum option_id option,
                            const char *axes[PIVOT_DEPTH], struct error *e)
{
    const char **names = NULL;
    size_t count;
    if (!c->option[option])
        return STATUS_OK;
    enum status status = call_split(c, c->option[option], &names, &count, e);
    if (!status && count > PIVOT_DEPTH)
        return error_set(e, STATUS_MISUSE, "%s takes at most %d fields",
                         option_table[option].name, PIVOT_DEPTH);
    for (size_t i = 0; !status && i < count; i++)
        axes[i] = names[i];
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    struct pivot_question q = {0};
    struct job j = {.call = c};
    enum status status = call_format(c, &j.format, e);
    if (!status)
        status = call_limit(c, &j.limit, e);
    if (!status)
        status = set_axes(c, OPTION_ROWS, q.rows, e);
    if (!status)
        status = set_axes(c, OPTION_COLS, q.cols, e);
    if (!status && !q.rows[0] && !q.cols[0])
        status = error_set(e, STATUS_MISUSE, "pivot needs --rows F or --cols F");
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = call_measures(c, w, q.measures, &q.measure_count, e);
    if (!status)
        status = pivot_run(w->frame, &w->selection, &q, &j.p, e);
    if (!status)
        status = print(&j, w, e);
    pivot_free(&j.p);
    workspace_close(&w);
    return status;
}

const struct command command_pivot = {
    .name = "pivot",
    .arguments = "",
    .summary = "a cross-tab: rows, columns, measures",
    .details =
        "Totals are computed from the records: distinct cases are never added up, and a\n"
        "quantity adds one unit family only; what it left out stands under the table.\n\n"
        "  saisie pivot --rows product --cols year\n"
        "  saisie pivot --rows 'rilo(departure)' --cols destination --measure mass\n"
        "  saisie pivot --rows product --measure cases,seizures,mass --format csv\n",
    .options = TAKES(OPTION_ROWS) | TAKES(OPTION_COLS) | TAKES(OPTION_MEASURE) |
               TAKES(OPTION_WHERE) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
