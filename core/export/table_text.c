/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as aligned text: rows are kept until the widths of the columns are known. */
#include "base/text.h"
#include "export/table_private.h"

#include <stdlib.h>
#include <string.h>

#define WIDEST 60 /* columns of one cell in aligned text */

static void begin(struct table *t)
{
    if (table_one_of_many(t)) {
        text_clean(&t->line, t->manner.title, strlen(t->manner.title), -1, false);
        buffer_adds(&t->line, "\n\n");
        table_send(t);
    }
}

static void keep_row(struct table *t, enum table_line line, const char *const *cells)
{
    (void)line;
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
}

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
        if (t->column[i].number == TABLE_NUMBERS)
            pad(&t->line, blank);
        buffer_adds(&t->line, cells[i]);
        if (t->column[i].number != TABLE_NUMBERS && i + 1 < t->columns)
            pad(&t->line, blank);
    }
    while (t->line.len && t->line.data[t->line.len - 1] == ' ')
        t->line.len--;
    buffer_addc(&t->line, '\n');
    table_send(t);
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

static void write_rows(struct table *t)
{
    int *width = calloc(t->columns + 1, sizeof *width);
    const char **head = calloc(t->columns + 1, sizeof *head);
    t->failed |= !width || !head;
    for (size_t i = 0; !t->failed && i < t->columns; i++) {
        buffer_clear(&t->line);
        const char *text = table_head(&t->column[i]);
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

/* Notes name what files and filters do: they are cleaned as cells are, line by line. */
static void write_note(struct table *t, const char *note)
{
    buffer_addc(&t->line, '\n');
    for (const char *p = note; p;) {
        size_t len;
        const char *next = table_next_line(p, &len);
        text_clean(&t->line, p, len, -1, false);
        buffer_addc(&t->line, '\n');
        p = next;
    }
    table_send(t);
}

static void end(struct table *t, const char *note)
{
    write_rows(t);
    buffer_clear(&t->line);
    if (*note)
        write_note(t, note);
    if (!table_last(t))
        fputc('\n', t->out);
}

const struct table_form table_form_text = {begin, keep_row, end};
