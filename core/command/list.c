/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie list: the records that a filter takes. */
#include "command/list.h"
#include "analysis/listing.h"
#include "analysis/notes.h"
#include "analysis/packages.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_LIMIT 100 /* rows that are printed as a table when nobody says */

enum status list_open_columns(struct call *c, struct workspace *w, struct list_column **columns,
                              size_t *count, struct error *e)
{
    const char **names = NULL;
    enum status status = c->option[OPTION_COLUMNS]
                             ? call_split(c, c->option[OPTION_COLUMNS], &names, count, e)
                             : listing_default_columns(w->frame, &c->arena, &names, count, e);
    if (status)
        return status;
    struct list_column *out = arena_zero(&c->arena, *count + 1, sizeof *out);
    if (!out)
        return error_no_memory(e);
    for (size_t i = 0; i < *count; i++)
        if ((status = list_column_open(w->frame, names[i], &out[i], e)))
            return status;
    *columns = out;
    return STATUS_OK;
}

enum status list_rows(struct call *c, const struct list_rows *l, struct table *t,
                      struct error *e)
{
    size_t columns = l->columns + (l->marking ? 1 : 0);
    struct buffer *cells = calloc(columns + 1, sizeof *cells);
    const char **texts = calloc(columns + 1, sizeof *texts);
    enum status status = cells && texts ? STATUS_OK : error_no_memory(e);
    for (size_t i = 0; !status && i < l->rows && !table_unread(t->out); i++) {
        for (size_t k = 0; !status && k < l->columns; k++) {
            buffer_clear(&cells[k]);
            status = list_column_cell(&l->column[k], l->order[i], l->form, &cells[k], NULL, e);
            texts[k] = buffer_text(&cells[k]);
        }
        if (l->marking)
            texts[l->columns] = l->marking;
        if (!status)
            table_row(t, texts);
        if (i % 65536 == 65535 && !progress_step(c->progress, i, l->rows, i))
            status = error_set(e, STATUS_CANCELLED, "stopped after %zu rows", i + 1);
    }
    for (size_t k = 0; cells && k < columns; k++)
        buffer_free(&cells[k]);
    free(cells);
    free(texts);
    return status;
}

enum status list_heads(struct call *c, const struct list_rows *l, enum table_format format,
                       struct table_column **out, struct error *e)
{
    struct table_column *heads = arena_zero(&c->arena, l->columns + 2, sizeof *heads);
    if (!heads)
        return error_no_memory(e);
    for (size_t k = 0; k < l->columns; k++) {
        const struct list_column *column = &l->column[k];
        /* An invalid number is a text: it must not stand bare in JSON. */
        enum table_cells cells = !column->number                         ? TABLE_WORDS
                                 : table_plain(format) && column->column ? TABLE_SPELLED
                                                                         : TABLE_NUMBERS;
        heads[k] = (struct table_column){column->name, column->label, cells};
    }
    if (l->marking)
        heads[l->columns] = (struct table_column){"marking", NULL, false};
    *out = heads;
    return STATUS_OK;
}

enum status list_notes(struct workspace *w, const struct list_column *columns, size_t count,
                       struct buffer *notes, struct error *e)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; !status && k < count; k++) {
        struct left_out through = {.through_count = 0};
        if (columns[k].amounts)
            status =
                packages_lines(w->frame, &w->selection, columns[k].amounts, NULL, &through, e);
        notes_through(&columns[k].measure, &through, notes);
    }
    return notes->failed ? error_no_memory(e) : status;
}

static enum status print(struct call *c, struct workspace *w, enum table_format format,
                         size_t limit, struct error *e)
{
    struct sort_key keys[LISTING_KEYS] = {{NULL, false}};
    struct list_rows l = {.form = table_plain(format) ? CELL_CODE : CELL_LABEL};
    struct list_column *columns = NULL;
    uint32_t *order = NULL;
    size_t count = 0;
    enum status status = list_open_columns(c, w, &columns, &l.columns, e);
    if (!status && c->option[OPTION_SORT])
        status = listing_parse_sort(w->frame, c->option[OPTION_SORT], &c->arena, keys, e);
    if (!status)
        status = listing_order(w->frame, &w->selection, keys, &order, &count, e);
    struct table_column *heads = NULL;
    l.column = columns;
    if (!status)
        status = list_heads(c, &l, format, &heads, e);
    if (!status) {
        struct table t;
        l.order = order;
        l.rows = count < limit ? count : limit;
        call_table(c, w, &t, format, heads, l.columns);
        status = list_rows(c, &l, &t, e);
        struct buffer notes = {0};
        if (l.rows < count)
            buffer_addf(&notes, "the first %zu of %zu records", l.rows, count);
        if (!status)
            status = list_notes(w, columns, l.columns, &notes, e);
        if (status)
            table_abandon(&t);
        else
            status = table_end(&t, call_note(c, w, notes.len ? buffer_text(&notes) : NULL), e);
        buffer_free(&notes);
    }
    free(order);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    enum table_format format;
    size_t limit;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_limit(c, &limit, e);
    if (!status && !c->option[OPTION_LIMIT] && format == TABLE_TEXT)
        limit = TEXT_LIMIT;
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = print(c, w, format, limit, e);
    workspace_close(&w);
    return status;
}

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "the records that a filter takes",
    .details = "As a table the first 100 are shown; --limit 0 shows all. CSV, TSV, JSON and\n"
               "excel hold codes (TH), tables, Markdown and HTML labels (Thailand).\n\n"
               "  saisie list --where 'section:drugs reporter:TH,MM mass>5kg' --sort -mass\n"
               "  saisie list --columns date,case_id,product,mass,remarks --format csv\n",
    .options = TAKES(OPTION_APART) | TAKES(OPTION_WHERE) | TAKES(OPTION_COLUMNS) |
               TAKES(OPTION_SORT) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
