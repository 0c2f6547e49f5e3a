/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small reader of the tab-separated data files: comment lines, one header line, rows. */
#include "reference/tsv.h"

#include "reference/data.h"

#include <limits.h>
#include <string.h>

/* The next line that is neither empty nor a comment; false at the end. */
static bool next_line(struct tsv *t, struct cell *line)
{
    while (t->rest < t->end) {
        const char *stop = memchr(t->rest, '\n', (size_t)(t->end - t->rest));
        if (!stop)
            stop = t->end;
        *line = (struct cell){t->rest, (size_t)(stop - t->rest)};
        t->rest = stop < t->end ? stop + 1 : stop;
        t->line++;
        if (line->len > 0 && line->text[0] != '#')
            return true;
    }
    return false;
}

enum status tsv_fault(const struct tsv *t, const char *what, struct cell cell, struct error *e)
{
    return error_set(e, STATUS_FAILED, "reference data %s, line %u: %s \"%.*s\"", t->name,
                     t->line, what, (int)(cell.len > 80 ? 80 : cell.len), cell.text);
}

enum status tsv_open(struct tsv *t, const char *name, const char *header, struct error *e)
{
    struct data_file file;
    *t = (struct tsv){.name = name};
    if (!reference_data(name, &file))
        return error_set(e, STATUS_FAILED, "reference data %s is not compiled in", name);
    t->rest = file.text;
    t->end = file.text + file.size;
    t->columns = 1;
    for (const char *p = header; *p; p++)
        t->columns += *p == '\t';
    struct cell line = {"", 0};
    if (t->columns > TSV_COLUMNS || !next_line(t, &line) || !cell_is(line, header))
        return tsv_fault(t, "unexpected header line", line, e);
    return STATUS_OK;
}

enum status tsv_next(struct tsv *t, bool *more, struct error *e)
{
    struct cell line;
    *more = next_line(t, &line);
    if (!*more)
        return STATUS_OK;
    const char *p = line.text, *end = line.text + line.len;
    for (size_t i = 0; i < t->columns; i++) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        bool last = i + 1 == t->columns;
        if (last != (tab == NULL))
            return tsv_fault(t, "wrong number of columns in", line, e);
        t->cells[i] = (struct cell){p, (size_t)((tab ? tab : end) - p)};
        p = tab ? tab + 1 : end;
    }
    return STATUS_OK;
}

bool cell_part(struct cell *rest, struct cell *part)
{
    if (rest->len == 0)
        return false;
    const char *bar = memchr(rest->text, '|', rest->len);
    size_t len = bar ? (size_t)(bar - rest->text) : rest->len;
    size_t used = bar ? len + 1 : len;
    *part = (struct cell){rest->text, len};
    rest->text += used;
    rest->len -= used;
    return true;
}

bool cell_is(struct cell c, const char *text)
{
    return strlen(text) == c.len && memcmp(c.text, text, c.len) == 0;
}

bool cell_number(struct cell c, long long *out)
{
    long long n = 0;
    for (size_t i = 0; i < c.len; i++) {
        int digit = c.text[i] - '0';
        if (digit < 0 || digit > 9 || n > (LLONG_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *out = n;
    return c.len > 0;
}
