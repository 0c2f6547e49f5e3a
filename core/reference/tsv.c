/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small reader of tab-separated tables, those compiled in and the user's own. */
#include "reference/tsv.h"

#include "base/buffer.h"
#include "base/text.h"
#include "reference/data.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN_MOST (1 << 20) /* bytes of a user's table */

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
        if (t->own && line->len > 0 && line->text[line->len - 1] == '\r')
            line->len--;
        if (line->len > 0 && line->text[0] != '#')
            return true;
    }
    return false;
}

enum status tsv_fault(const struct tsv *t, const char *what, struct cell cell, struct error *e)
{
    error_set(e, STATUS_FAILED, "%s%s, line %u: %s \"%.*s\"", t->own ? "" : "reference data ",
              t->name, t->line, what, (int)(cell.len > 80 ? 80 : cell.len), cell.text);
    if (t->own)
        error_way_out(e, "correct that line or remove it; saisie fields --help tells how the "
                         "table is written");
    return STATUS_FAILED;
}

/* Reads the header line of a file whose text is known. */
static enum status begin(struct tsv *t, const char *header, struct error *e)
{
    t->columns = 1;
    for (const char *p = header; *p; p++)
        t->columns += *p == '\t';
    struct cell line = {"", 0};
    if (t->columns > TSV_COLUMNS || !next_line(t, &line) || !cell_is(line, header))
        return tsv_fault(t, "unexpected header line", line, e);
    return STATUS_OK;
}

enum status tsv_open(struct tsv *t, const char *name, const char *header, struct error *e)
{
    struct data_file file;
    *t = (struct tsv){.name = name};
    if (!reference_data(name, &file))
        return error_set(e, STATUS_FAILED, "reference data %s is not compiled in", name);
    t->rest = file.text;
    t->end = file.text + file.size;
    return begin(t, header, e);
}

static enum status cannot_read(const char *path, const char *why, struct error *e)
{
    error_set(e, STATUS_FAILED, "cannot read your table %s: %s", path, why);
    return error_way_out(e, "mend it or move it away; saisie works without it");
}

/* The whole file into *text, malloc'ed. */
static enum status read_whole(FILE *file, const char *path, char **text, size_t *size,
                              struct error *e)
{
    *text = malloc(OWN_MOST + 1);
    if (!*text)
        return error_no_memory(e);
    *size = fread(*text, 1, OWN_MOST + 1, file);
    if (ferror(file))
        return cannot_read(path, strerror(errno), e);
    if (*size > OWN_MOST)
        return cannot_read(path, "it is larger than 1 MB", e);
    return STATUS_OK;
}

enum status tsv_open_own(struct tsv *t, const char *folder, const char *name,
                         const char *header, bool *there, struct error *e)
{
    *t = (struct tsv){.name = name};
    *there = false;
    if (!folder)
        return STATUS_OK;
    struct buffer path = {0};
    buffer_addf(&path, "%s/%s", folder, name);
    char *kept = path.failed ? NULL : strdup(buffer_text(&path));
    buffer_free(&path);
    if (!kept)
        return error_no_memory(e);
    t->name = kept;
    t->path = kept;
    FILE *file = fopen(kept, "re");
    if (!file)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_OK
                                                   : cannot_read(kept, strerror(errno), e);
    *there = true;
    size_t size = 0;
    enum status s = read_whole(file, kept, &t->own, &size, e);
    fclose(file);
    if (s != STATUS_OK)
        return s;
    t->rest = t->own;
    t->end = t->own + size;
    if (size >= 3 && !memcmp(t->own, "\xEF\xBB\xBF", 3))
        t->rest += 3;
    return begin(t, header, e);
}

void tsv_close(struct tsv *t)
{
    free(t->own);
    free(t->path);
    t->own = t->path = NULL;
}

enum status tsv_next(struct tsv *t, bool *more, struct error *e)
{
    struct cell line;
    *more = next_line(t, &line);
    if (!*more)
        return STATUS_OK;
    if (t->own && !text_is_utf8(line.text, line.len))
        return tsv_fault(t, "no UTF-8 text:", (struct cell){"", 0}, e);
    const char *p = line.text, *end = line.text + line.len;
    for (size_t i = 0; i < t->columns; i++) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        bool last = i + 1 == t->columns;
        /* Editors that trim lines take the last, empty cells away. */
        bool whole = last ? !tab : tab || t->own;
        if (!whole)
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
