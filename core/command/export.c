/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie export: the records that a filter takes, as a CSV file that appears whole or not at
 * all. */
#include "analysis/listing.h"
#include "command/list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        ++*count;
    }
    *columns = out;
    return STATUS_OK;
}

static enum status write_rows(struct call *c, struct workspace *w, FILE *file, size_t *rows,
                              struct error *e)
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
    *rows = l.rows;
    free(order);
    return status;
}

static enum status fail(const char *what, const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "cannot %s %s: %s", what, path, strerror(errno));
    return error_way_out(e, "choose a folder that you may write in");
}

static enum status write_file(struct call *c, struct workspace *w, struct error *e)
{
    const char *path = c->argument[0];
    struct stat st;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
        error_set(e, STATUS_FAILED, "%s is there already", path);
        return error_way_out(e, "choose another name, or move it away first");
    }
    const char *part = arena_printf(&c->arena, "%s.part", path);
    if (!part)
        return error_no_memory(e);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file) {
        if (fd >= 0)
            close(fd);
        return fail("write", path, e);
    }
    size_t rows = 0;
    enum status status = write_rows(c, w, file, &rows, e);
    if (fclose(file) == EOF && !status)
        status = fail("write", path, e);
    if (!status && rename(part, path) != 0)
        status = fail("name", path, e);
    if (status)
        unlink(part);
    else
        fprintf(c->out, "%s: %zu records\n%s\n", path, rows, call_note(c, w, NULL));
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
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
        "Training data carry their marking in a column of its own.\n\n"
        "  saisie export thai-meth.csv --where 'reporter:TH product:methamphetamine'\n",
    .options = 1U << OPTION_WHERE | 1U << OPTION_COLUMNS,
    .run = run,
};
