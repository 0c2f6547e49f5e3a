/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie export: the records that a filter takes, as a CSV file that appears whole or not at
 * all. */
#include "analysis/listing.h"
#include "command/list.h"
#include "command/original.h"

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

static enum status fail(const char *what, const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "cannot %s %s: %s", what, path, strerror(errno));
    return error_way_out(e, "choose a folder that you may write in");
}

static enum status refuse(const char *path, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s is there already", path);
    return error_way_out(e, "choose another name, or move it away first");
}

/* The file on its way: without a name where the folder can hold such files, so that nothing of
 * it is left whatever ends the program; else under a name of its own beside the path. */
struct part {
    const char *name; /* NULL: it has none */
    FILE *file;
};

static enum status open_part(struct call *c, const char *path, struct part *p, struct error *e)
{
    const char *slash = strrchr(path, '/');
    const char *folder = !slash          ? "."
                         : slash == path ? "/"
                                         : arena_copy(&c->arena, path, (size_t)(slash - path));
    if (!folder)
        return error_no_memory(e);
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EACCES && errno != ENOSPC) {
        char *name = arena_printf(&c->arena, "%s.XXXXXX", path);
        if (!name)
            return error_no_memory(e);
        fd = mkostemp(name, O_CLOEXEC);
        p->name = fd < 0 ? NULL : name;
    }
    p->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (p->file)
        return STATUS_OK;
    enum status status = fail("write", path, e);
    if (fd >= 0)
        close(fd);
    return status;
}

/* Gives the file its name, unless another has it meanwhile. */
static enum status name_part(const struct part *p, const char *path, struct error *e)
{
    char link_path[64];
    if (fflush(p->file) == EOF || fsync(fileno(p->file)) != 0)
        return fail("write", path, e);
    snprintf(link_path, sizeof link_path, "/proc/self/fd/%d", fileno(p->file));
    int named = p->name ? renameat2(AT_FDCWD, p->name, AT_FDCWD, path, RENAME_NOREPLACE)
                        : linkat(AT_FDCWD, link_path, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
    if (named != 0)
        return errno == EEXIST ? refuse(path, e) : fail("name", path, e);
    return STATUS_OK;
}

static enum status write_file(struct call *c, struct workspace *w, struct error *e)
{
    const char *path = c->argument[0];
    struct stat st;
    /* Whatever stands there: a link, a pipe or a device is no place for a new file either. */
    if (lstat(path, &st) == 0)
        return refuse(path, e);
    struct part part = {0};
    enum status status = open_part(c, path, &part, e);
    if (status)
        return status;
    size_t rows = 0;
    struct buffer notes = {0};
    status = c->option[OPTION_ORIGINAL] ? original_rows(c, w, part.file, &rows, e)
                                        : write_rows(c, w, part.file, &rows, &notes, e);
    if (!status)
        status = name_part(&part, path, e);
    if (fclose(part.file) == EOF && !status)
        status = fail("write", path, e);
    if (status && part.name)
        unlink(part.name);
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
