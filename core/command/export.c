/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie export: the records that a filter takes, as a CSV file that appears whole or not at
 * all. */
#include "analysis/listing.h"
#include "command/list.h"
#include "command/original.h"
#include "export/whole_file.h"

#include <stdlib.h>
#include <string.h>

/* Without --columns everything goes out: what a colleague needs to load it again. */
static enum status all_columns(struct call *c, struct workspace *w,
                               struct list_column **columns, size_t *count, struct error *e)
{
    size_t fields;
    const struct frame_field *field = frame_fields(w->frame, &fields);
    struct list_column *out = arena_zero(&c->arena, fields + 1, sizeof *out);
    if (!out)
        return error_no_memory(e);
    *count = 0;
    for (size_t i = 0; i < fields; i++) {
        /* Derived fields are found again from the stored ones. */
        if (field[i].field && field[i].field->role == FIELD_DERIVED)
            continue;
        enum status status = list_column_open(w->frame, field[i].name, &out[*count], e);
        if (status)
            return status;
        bool made =
            !strcmp(field[i].name, PACKAGE_RULE_FIELD) && !out[*count].column->cache_field;
        *count += !made;
    }
    *columns = out;
    return STATUS_OK;
}

static enum status write_rows(struct call *c, struct workspace *w, FILE *file, size_t *rows,
                              struct buffer *notes, struct error *e)
{
    struct list_rows l = {.form = CELL_CODE};
    struct list_column *columns = NULL;
    struct table_column *heads = NULL;
    uint32_t *order = NULL;
    if (*workspace_marking(w))
        l.marking = workspace_marking(w);
    enum status status = c->option[OPTION_COLUMNS]
                             ? list_open_columns(c, w, &columns, &l.columns, e)
                             : all_columns(c, w, &columns, &l.columns, e);
    l.column = columns;
    if (!status)
        status = list_heads(c, &l, TABLE_CSV, &heads, e);
    if (!status)
        status = listing_order(w->frame, &w->selection, NULL, &order, &l.rows, e);
    if (!status) {
        struct table t;
        l.order = order;
        table_begin(&t, file, TABLE_CSV, heads, l.columns + (l.marking ? 1 : 0));
        status = list_rows(c, &l, &t, e);
        if (status)
            table_abandon(&t);
        else
            status = table_end(&t, NULL, e);
    }
    if (!status)
        status = list_notes(w, columns, l.columns, notes, e);
    *rows = l.rows;
    free(order);
    return status;
}

static enum status write_file(struct call *c, struct workspace *w, struct error *e)
{
    const char *path = c->argument[0];
    struct whole_file file;
    size_t rows = 0;
    struct buffer notes = {0};
    enum status status = whole_file_open(path, &c->arena, &file, e);
    if (status)
        return status;
    status = c->option[OPTION_ORIGINAL] ? original_rows(c, w, file.file, &rows, e)
                                        : write_rows(c, w, file.file, &rows, &notes, e);
    status = whole_file_close(&file, status, e);
    if (!status)
        fprintf(c->out, "%s: %zu records\n%s\n", path, rows,
                call_note(c, w, buffer_text(&notes)));
    buffer_free(&notes);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    if (c->option[OPTION_BATCH] && !c->option[OPTION_ORIGINAL])
        return error_set(e, STATUS_MISUSE,
                         "--batch goes with --original; else narrow with"
                         " --where batch:N");
    if (c->option[OPTION_ORIGINAL] && c->option[OPTION_COLUMNS])
        return error_set(e, STATUS_MISUSE, "--original has the columns of the files");
    enum status status = call_workspace(c, &w, e);
    if (!status)
        status = write_file(c, w, e);
    workspace_close(&w);
    return status;
}

const struct command command_export = {
    .name = "export",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "the records that a filter takes, as a CSV file",
    .details =
        "Without --columns all fields go out. A file that is there is never overwritten.\n"
        "Texts that a spreadsheet would run as a formula get an apostrophe before them.\n"
        "Training data carry their marking in a column of its own.\n"
        "--original writes the texts of the files as they stood there, under their headers and "
        "in\n"
        "their order, without that apostrophe: of the current lines, or with --batch N all "
        "that\n"
        "batch N brought.\n\n"
        "  saisie export thai-meth.csv --where 'reporter:TH product:methamphetamine'\n",
    .options = TAKES(OPTION_APART) | TAKES(OPTION_WHERE) | TAKES(OPTION_COLUMNS) |
               TAKES(OPTION_ORIGINAL) | TAKES(OPTION_BATCH),
    .run = run,
};
