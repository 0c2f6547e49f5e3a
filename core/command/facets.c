/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie facets: the values of fields with their counts. */
#include "command/command.h"

#include "analysis/facets.h"
#include "analysis/notes.h"

#include <stdlib.h>

struct row {
    uint32_t lines, group;
};

static int more_lines(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return x->lines != y->lines ? (x->lines < y->lines ? 1 : -1)
                                : (x->group > y->group) - (x->group < y->group);
}

static void put_row(const struct facet *f, const struct row *r, size_t all, bool codes,
                    struct table *t)
{
    const struct measure seizures = measure_of(MEASURE_SEIZURES),
                         cases = measure_of(MEASURE_CASES);
    const struct value *v = &f->axis.group[r->group];
    const struct amount lines = {.value = r->lines, .lines = r->lines, .counted = r->lines};
    char number[64], distinct[64] = "", share[64];
    amount_format(&seizures, &lines, codes, number);
    if (f->cases) {
        const struct amount n = {
            .value = f->cases[r->group], .lines = r->lines, .counted = r->lines};
        amount_format(&cases, &n, codes, distinct);
    }
    snprintf(share, sizeof share, "%.1f", all ? 100.0 * r->lines / (double)all : 0.0);
    const char *cells[] = {f->axis.name,
                           v->state == VALUE_BLANK ? "(blank)" : v->label,
                           v->state == VALUE_UNKNOWN ? "Unknown" : v->code,
                           number,
                           distinct,
                           share};
    table_row(t, cells);
}

/* Rows of one field, largest first, of classes by size. all: lines of the question. */
static enum status facet_rows(const struct facet *f, size_t all, size_t limit, bool codes,
                              struct table *t, struct error *e)
{
    struct row *rows = malloc(((size_t)f->axis.groups + 1) * sizeof *rows);
    size_t count = 0;
    if (!rows)
        return error_no_memory(e);
    for (uint32_t g = 0; g < f->axis.groups; g++)
        if (facet_has_row(f, g))
            rows[count++] = (struct row){f->lines[g], g};
    if (!f->axis.ordered || f->axis.time)
        qsort(rows, count, sizeof *rows, more_lines);
    for (size_t i = 0; i < count && i < limit; i++)
        put_row(f, &rows[i], all, codes, t);
    free(rows);
    return STATUS_OK;
}

/* All of them over the lines of the whole sentence, what it says of a field too. */
static enum status count_facets(struct workspace *w, const char *const *names, size_t count,
                                struct facet_set **out, struct error *e)
{
    const struct frame_cases *cases;
    enum status status = frame_cases(w->frame, &cases, e);
    if (status)
        return status;
    struct facet_question q = {
        .axes = names, .count = count, .lines = &w->selection, .cases = cases->cases_max > 0};
    return facet_set_run(w->frame, &q, out, e);
}

/* The lines that stand in no row, a note a field. */
static const char *rowless(struct call *c, const struct facet_set *set)
{
    struct buffer b = {0};
    for (size_t i = 0; i < set->count; i++)
        if (set->facet[i].axis.none)
            notes_no_group(&set->facet[i].axis, 1, set->facet[i].no_group, &b);
    const char *text = b.failed || !b.len ? NULL : arena_string(&c->arena, buffer_text(&b));
    buffer_free(&b);
    return text;
}

static enum status run(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {
        {"field", "Field", false}, {"label", "Value", false},
        {"code", "Code", false},   {"seizures", "Seizures", true},
        {"cases", "Cases", true},  {"share", "% of seizures", true}};
    struct workspace *w = NULL;
    struct facet_set *set = NULL;
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
    if (!status)
        status = count_facets(w, names, count, &set, e);
    if (!status) {
        struct table t;
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; !status && i < count; i++)
            status = facet_rows(&set->facet[i], bitmap_count(&w->selection), limit,
                                table_plain(format), &t, e);
        if (status)
            table_abandon(&t);
        else
            status = table_end(&t, call_note(c, w, rowless(c, set)), e);
    }
    facet_set_free(&set);
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
               "  saisie facets 'rilo(departure)' --format csv\n"
               "  saisie facets 'class(mass)' --where product:heroin\n",
    .options = TAKES(OPTION_WHERE) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
