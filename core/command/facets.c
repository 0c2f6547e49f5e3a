/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie facets: the values of fields with their counts. */
#include "command/command.h"

#include <stdlib.h>

/* Rows of one field, largest first. */
static enum status facet_rows(struct workspace *w, const char *name, size_t limit, bool codes,
                              struct table *t, struct error *e)
{
    bool has_cases = frame_has_cases(w->frame);
    struct pivot_question q = {.rows = {name},
                               .measures = {MEASURE_SEIZURES, MEASURE_CASES},
                               .measure_count = has_cases ? 2 : 1};
    struct pivot *p;
    enum status status = pivot_run(w->frame, &w->selection, &q, &p, e);
    if (status)
        return status;
    uint32_t *order = malloc((p->row_count + 1) * sizeof *order);
    if (!order)
        status = error_no_memory(e);
    else
        pivot_sort_rows(p, 0, p->col_count, false, order);
    for (size_t i = 0; !status && i < p->row_count && i < limit; i++) {
        const struct value *v = &p->rows[0].group[p->row[order[i]].group[0]];
        const struct amount *lines = pivot_at(p, 0, order[i], p->col_count);
        char seizures[64], distinct[64] = "", share[64];
        amount_format(&p->measure[0], lines, codes, seizures);
        if (has_cases)
            amount_format(&p->measure[1], pivot_at(p, 1, order[i], p->col_count), codes,
                          distinct);
        snprintf(share, sizeof share, "%.1f",
                 p->seizures ? 100.0 * lines->lines / p->seizures : 0.0);
        const char *cells[] = {p->rows[0].name,
                               v->state == VALUE_BLANK ? "(blank)" : v->label,
                               v->state == VALUE_UNKNOWN ? "Unknown" : v->code,
                               seizures,
                               distinct,
                               share};
        table_row(t, cells);
    }
    free(order);
    pivot_free(&p);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {
        {"field", "Field", false}, {"label", "Value", false},
        {"code", "Code", false},   {"seizures", "Seizures", true},
        {"cases", "Cases", true},  {"share", "% of seizures", true}};
    struct workspace *w = NULL;
    enum table_format format;
    size_t limit, count = 0;
    const char **names = NULL;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_limit(c, &limit, e);
    if (!status)
        status = call_split(c, c->argument[0], &names, &count, e);
    if (!status)
        status = call_workspace(c, &w, e);
    /* Whether all can be asked, before the answer to one of them is written. */
    for (size_t i = 0; !status && i < count; i++) {
        struct axis axis;
        status = axis_open(w->frame, names[i], &c->arena, &axis, e);
    }
    if (!status) {
        struct table t;
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; !status && i < count; i++)
            status = facet_rows(w, names[i], limit, table_plain(format), &t, e);
        if (status)
            table_abandon(&t);
        else
            status = table_end(&t, call_note(c, w, NULL), e);
    }
    workspace_close(&w);
    return status;
}

const struct command command_facets = {
    .name = "facets",
    .arguments = "F[,F]",
    .least = 1,
    .most = 1,
    .summary = "the values of fields with their counts",
    .details = "  saisie facets reporter,conveyance --where 'section:drugs' --limit 10\n"
               "  saisie facets 'rilo(departure)' --format csv\n",
    .options = TAKES(OPTION_WHERE) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
