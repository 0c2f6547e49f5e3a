/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as aligned text, CSV or JSON. */
#include "export/table.h"
#include "base/text.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDEST 60 /* columns of one cell in aligned text */

bool table_parse_format(const char *name, enum table_format *out)
{
    static const struct {
        const char *name;
        enum table_format format;
    } formats[] = {
        {"table", TABLE_TEXT}, {"text", TABLE_TEXT}, {"csv", TABLE_CSV}, {"json", TABLE_JSON}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (!strcmp(formats[i].name, name)) {
            *out = formats[i].format;
            return true;
        }
    return false;
}

/* What a spreadsheet may take for a formula; a lone sign is a text. */
static bool is_formula(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]) && text[1];
}

static void csv_cell(struct buffer *out, const char *text, bool number)
{
    bool guard = !number && is_formula(text);
    if (!guard && !text[strcspn(text, ",\"\r\n")] && *text != ' ') {
        buffer_adds(out, text);
        return;
    }
    buffer_addc(out, '"');
    if (guard)
        buffer_addc(out, '\'');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            buffer_addc(out, '"');
        buffer_addc(out, *p);
    }
    buffer_addc(out, '"');
}

void csv_record(struct buffer *out, const char *const *cells, const bool *number, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_addc(out, ',');
        csv_cell(out, cells[i] ? cells[i] : "", number && number[i]);
    }
    buffer_addc(out, '\n');
}

/* \uXXXX, beyond the first plane as a pair of surrogates (RFC 8259). */
static void json_escape(struct buffer *out, unsigned c)
{
    if (c < 0x10000)
        buffer_addf(out, "\\u%04x", c);
    else
        buffer_addf(out, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
}

void json_string(struct buffer *out, const char *text)
{
    buffer_addc(out, '"');
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        int32_t c;
        size_t n = text_decode(text + i, len - i, &c);
        if (c < 0)
            buffer_adds(out, "\\ufffd");
        else if (c == '"' || c == '\\')
            buffer_addf(out, "\\%c", (char)c);
        else if (c == '\n')
            buffer_adds(out, "\\n");
        else if (c < 0x20 || (c >= 0x7f && text_is_hostile(text + i, n)))
            json_escape(out, (unsigned)c);
        else
            buffer_add(out, text + i, n);
        i += n;
    }
    buffer_addc(out, '"');
}

/* Ends a record; on its way to a terminal it is cleaned. */
static void csv_end(struct table *t)
{
    if (t->clean) {
        struct buffer shown = {0};
        text_clean(&shown, buffer_text(&t->line), t->line.len, -1, false);
        buffer_clear(&t->line);
        buffer_add(&t->line, buffer_text(&shown), shown.len);
        t->line.failed |= shown.failed;
        buffer_free(&shown);
    }
    buffer_addc(&t->line, '\n');
}

void table_begin(struct table *t, FILE *out, enum table_format format,
                 const struct table_column *columns, size_t count)
{
    *t = (struct table){.out = out,
                        .format = format,
                        .clean = format == TABLE_TEXT || isatty(fileno(out)),
                        .column = columns,
                        .columns = count,
                        .rule_row = SIZE_MAX};
    if (format == TABLE_CSV) {
        for (size_t i = 0; i < count; i++) {
            if (i)
                buffer_addc(&t->line, ',');
            csv_cell(&t->line, columns[i].name, false);
        }
        csv_end(t);
        fwrite(buffer_text(&t->line), 1, t->line.len, out);
    } else if (format == TABLE_JSON) {
        fputs("{\"rows\":[", out);
    }
}

static void keep_row(struct table *t, const char *const *cells)
{
    if (t->cells + t->columns > t->capacity) {
        size_t capacity = t->capacity ? 2 * t->capacity : 256 + t->columns;
        const char **grown = realloc(t->cell, capacity * sizeof *grown);
        if (!grown) {
            t->failed = true;
            return;
        }
        t->cell = grown;
        t->capacity = capacity;
    }
    for (size_t i = 0; i < t->columns; i++) {
        const char *text = cells[i] ? cells[i] : "";
        buffer_clear(&t->line);
        text_clean(&t->line, text, strlen(text), WIDEST, false);
        char *copy = arena_copy(&t->arena, buffer_text(&t->line), t->line.len);
        t->failed |= !copy;
        t->cell[t->cells++] = copy ? copy : "";
    }
    t->rows++;
}

static void csv_row(struct table *t, const char *const *cells)
{
    for (size_t i = 0; i < t->columns; i++) {
        if (i)
            buffer_addc(&t->line, ',');
        csv_cell(&t->line, cells[i] ? cells[i] : "", t->column[i].number);
    }
    csv_end(t);
}

static void json_row(struct table *t, const char *const *cells)
{
    buffer_adds(&t->line, t->rows ? ",\n{" : "\n{");
    for (size_t i = 0; i < t->columns; i++) {
        if (i)
            buffer_addc(&t->line, ',');
        json_string(&t->line, t->column[i].name);
        buffer_addc(&t->line, ':');
        if (!cells[i] || (t->column[i].number && !*cells[i]))
            buffer_adds(&t->line, "null");
        else if (t->column[i].number)
            buffer_adds(&t->line, cells[i]);
        else
            json_string(&t->line, cells[i]);
    }
    buffer_addc(&t->line, '}');
    t->rows++;
}

void table_row(struct table *t, const char *const *cells)
{
    if (t->format == TABLE_TEXT) {
        keep_row(t, cells);
        return;
    }
    buffer_clear(&t->line);
    if (t->format == TABLE_CSV)
        csv_row(t, cells);
    else
        json_row(t, cells);
    t->failed |= t->line.failed;
    fwrite(buffer_text(&t->line), 1, t->line.len, t->out);
}

void table_rule(struct table *t)
{
    t->rule_row = t->rows;
}

/* ---- aligned text */

static void pad(struct buffer *out, int n)
{
    while (n-- > 0)
        buffer_addc(out, ' ');
}

static void text_line(struct table *t, const char *const *cells, const int *width)
{
    buffer_clear(&t->line);
    for (size_t i = 0; i < t->columns; i++) {
        int blank = width[i] - text_width(cells[i], strlen(cells[i]));
        if (i)
            buffer_adds(&t->line, "  ");
        if (t->column[i].number)
            pad(&t->line, blank);
        buffer_adds(&t->line, cells[i]);
        if (!t->column[i].number && i + 1 < t->columns)
            pad(&t->line, blank);
    }
    while (t->line.len && t->line.data[t->line.len - 1] == ' ')
        t->line.len--;
    buffer_addc(&t->line, '\n');
    fwrite(buffer_text(&t->line), 1, t->line.len, t->out);
}

static void text_rule(struct table *t, const int *width)
{
    int all = -2;
    for (size_t i = 0; i < t->columns; i++)
        all += width[i] + 2;
    while (all-- > 0)
        fputs("─", t->out);
    fputc('\n', t->out);
}

static void write_text(struct table *t)
{
    int *width = calloc(t->columns + 1, sizeof *width);
    const char **head = calloc(t->columns + 1, sizeof *head);
    t->failed |= !width || !head;
    for (size_t i = 0; !t->failed && i < t->columns; i++) {
        buffer_clear(&t->line);
        const char *text = t->column[i].head ? t->column[i].head : t->column[i].name;
        text_clean(&t->line, text, strlen(text), WIDEST, false);
        head[i] = arena_copy(&t->arena, buffer_text(&t->line), t->line.len);
        t->failed |= !head[i];
        width[i] = text_width(buffer_text(&t->line), t->line.len);
        for (size_t r = 0; r < t->rows; r++) {
            const char *cell = t->cell[r * t->columns + i];
            int w = text_width(cell, strlen(cell));
            width[i] = w > width[i] ? w : width[i];
        }
    }
    if (!t->failed) {
        text_line(t, head, width);
        text_rule(t, width);
    }
    for (size_t r = 0; !t->failed && r < t->rows; r++) {
        if (r == t->rule_row)
            text_rule(t, width);
        text_line(t, t->cell + r * t->columns, width);
    }
    free(width);
    free(head);
}

void table_abandon(struct table *t)
{
    buffer_free(&t->line);
    arena_free(&t->arena);
    free(t->cell);
    t->cell = NULL;
}

enum status table_end(struct table *t, const char *note, struct error *e)
{
    if (t->format == TABLE_TEXT) {
        write_text(t);
        if (note && *note)
            fprintf(t->out, "\n%s\n", note);
    } else if (t->format == TABLE_JSON) {
        buffer_clear(&t->line);
        buffer_adds(&t->line, "\n],\"provenance\":");
        json_string(&t->line, note ? note : "");
        buffer_adds(&t->line, "}\n");
        fwrite(buffer_text(&t->line), 1, t->line.len, t->out);
    }
    bool failed = t->failed || t->line.failed;
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
