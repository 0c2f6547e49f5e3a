/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the formats by name, and how one is begun, filled and ended in any of them. */
#include "base/text.h"
#include "export/table_private.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const struct table_form *form;
    bool plain;
} formats[TABLE_FORMATS] = {
    [TABLE_TEXT] = {&table_form_text, false},
    [TABLE_CSV] = {&table_form_csv, true},
    [TABLE_TSV] = {&table_form_tsv, true},
    [TABLE_JSON] = {&table_form_json, true},
    [TABLE_MARKDOWN] = {&table_form_markdown, false},
    [TABLE_HTML] = {&table_form_html, false},
    [TABLE_EXCEL] = {&table_form_excel, true},
};

bool table_parse_format(const char *name, enum table_format *out)
{
    static const struct {
        const char *name;
        enum table_format format;
    } names[] = {{"table", TABLE_TEXT}, {"text", TABLE_TEXT},         {"csv", TABLE_CSV},
                 {"tsv", TABLE_TSV},    {"json", TABLE_JSON},         {"md", TABLE_MARKDOWN},
                 {"html", TABLE_HTML},  {"markdown", TABLE_MARKDOWN}, {"htm", TABLE_HTML},
                 {"excel", TABLE_EXCEL}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].name, name)) {
            *out = names[i].format;
            return true;
        }
    return false;
}

const char *table_format_names(void)
{
    return "table, csv, tsv, json, markdown, html and excel";
}

bool table_plain(enum table_format format)
{
    return formats[format].plain;
}

bool table_is_number(const char *text)
{
    static const char digits[] = "0123456789";
    text += *text == '-';
    size_t whole = strspn(text, digits);
    if (whole == 0 || (whole > 1 && *text == '0'))
        return false;
    text += whole;
    if (*text != '.')
        return !*text;
    size_t part = strspn(text + 1, digits);
    return part > 0 && !text[1 + part];
}

void table_send(struct table *t)
{
    t->failed |= t->line.failed;
    fwrite(buffer_text(&t->line), 1, t->line.len, t->out);
    buffer_clear(&t->line);
}

const char *table_head(const struct table_column *column)
{
    return column->head ? column->head : column->name;
}

const char *table_next_line(const char *text, size_t *len)
{
    *len = strcspn(text, "\n");
    return text[*len] ? text + *len + 1 : NULL;
}

void table_begin_as(struct table *t, FILE *out, enum table_format format,
                    const struct table_column *columns, size_t count,
                    const struct table_manner *manner)
{
    *t = (struct table){.out = out,
                        .format = format,
                        .form = formats[format].form,
                        .manner = *manner,
                        .clean = !formats[format].plain || isatty(fileno(out)),
                        .column = columns,
                        .columns = count,
                        .rule_row = SIZE_MAX};
    if (manner->bare || !manner->marking)
        t->manner.marking = "";
    if (!manner->title)
        t->manner.title = manner->page ? manner->page : "";
    t->form->begin(t);
}

void table_begin(struct table *t, FILE *out, enum table_format format,
                 const struct table_column *columns, size_t count)
{
    table_begin_as(t, out, format, columns, count, &(struct table_manner){0});
}

void table_row_as(struct table *t, enum table_line line, const char *const *cells)
{
    if (line == TABLE_TOTAL && t->rule_row == SIZE_MAX)
        table_rule(t);
    t->form->row(t, line, cells);
    t->rows++;
}

void table_row(struct table *t, const char *const *cells)
{
    table_row_as(t, t->rule_row == SIZE_MAX ? TABLE_ROW : TABLE_TOTAL, cells);
}

void table_rule(struct table *t)
{
    t->rule_row = t->rows;
}

void table_abandon(struct table *t)
{
    buffer_free(&t->line);
    buffer_free(&t->scratch);
    arena_free(&t->arena);
    free(t->cell);
    t->cell = NULL;
}

enum status table_end(struct table *t, const char *note, struct error *e)
{
    buffer_clear(&t->line);
    t->form->end(t, note && !t->manner.bare ? note : "");
    table_send(t);
    bool failed = t->failed || t->scratch.failed;
    table_abandon(t);
    if (failed)
        return error_no_memory(e);
    return table_written(t->out, e);
}

bool table_unread(FILE *out)
{
    struct pollfd fd = {.fd = fileno(out), .events = POLLOUT};
    return ferror(out) && poll(&fd, 1, 0) == 1 && (fd.revents & (POLLERR | POLLHUP));
}

enum status table_written(FILE *out, struct error *e)
{
    if ((fflush(out) == EOF || ferror(out)) && !table_unread(out)) {
        error_set(e, STATUS_FAILED, "the output could not be written");
        return error_way_out(e, "look at the space left on the disk");
    }
    return STATUS_OK;
}
