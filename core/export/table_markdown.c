/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as Markdown: pipe tables as GitHub and Pandoc read them, texts that stay texts. */
#include "base/text.h"
#include "export/table_private.h"

#include <string.h>
#include <strings.h>

/* What would mark up, link or end a cell where it stands; a backslash before it makes it a
 * letter (CommonMark 0.31, 2.4). "://", "www." and "@" are broken since GitHub links bare
 * addresses. */
static bool needs_escape(const char *text, const char *p, bool block)
{
    if (strchr("\\`*_[]<>|~&$@", *p))
        return true;
    if (*p == ':')
        return p[1] == '/';
    if (*p == '.' && p - text >= 3 && !strncasecmp(p - 3, "www", 3))
        return true;
    /* Blocks begin with these: headings, lists, rules. A cell is no block: +7 % stays so. */
    if (!block)
        return false;
    if (p == text)
        return strchr("#+-=", *p);
    return (*p == ')' || *p == '.') && strspn(text, "0123456789") == (size_t)(p - text);
}

/* A text as Markdown; block: a line of its own, no cell. */
static void add_text(struct table *t, const char *text, size_t len, bool block)
{
    buffer_clear(&t->scratch);
    text_clean(&t->scratch, text, len, -1, false);
    text = buffer_text(&t->scratch);
    for (const char *p = text; *p; p++) {
        if (needs_escape(text, p, block))
            buffer_addc(&t->line, '\\');
        buffer_addc(&t->line, *p);
    }
}

static void paragraph(struct table *t, const char *text, const char *around)
{
    buffer_adds(&t->line, around);
    for (const char *p = text; p;) {
        size_t len;
        const char *next = table_next_line(p, &len);
        add_text(t, p, len, true);
        buffer_adds(&t->line, next ? "\\\n" : ""); /* a hard line break */
        p = next;
    }
    buffer_addf(&t->line, "%s\n", around);
}

static void begin(struct table *t)
{
    if (table_first(t) && *t->manner.marking) {
        paragraph(t, t->manner.marking, "**");
        buffer_addc(&t->line, '\n');
    }
    if (table_one_of_many(t)) {
        buffer_adds(&t->line, "## ");
        paragraph(t, t->manner.title, "");
        buffer_addc(&t->line, '\n');
    }
    for (size_t i = 0; i < t->columns; i++) {
        const char *text = table_head(&t->column[i]);
        buffer_adds(&t->line, "| ");
        add_text(t, text, strlen(text), false);
        buffer_addc(&t->line, ' ');
    }
    buffer_adds(&t->line, "|\n");
    for (size_t i = 0; i < t->columns; i++)
        buffer_adds(&t->line, t->column[i].number == TABLE_NUMBERS ? "| ---: " : "| --- ");
    buffer_adds(&t->line, "|\n");
    table_send(t);
}

static void row(struct table *t, enum table_line line, const char *const *cells)
{
    for (size_t i = 0; i < t->columns; i++) {
        const char *text = cells[i] ? cells[i] : "";
        bool strong = line != TABLE_ROW && t->column[i].number != TABLE_NUMBERS && *text;
        buffer_adds(&t->line, strong ? "| **" : "| ");
        add_text(t, text, strlen(text), false);
        buffer_adds(&t->line, strong ? "** " : " ");
    }
    buffer_adds(&t->line, "|\n");
    table_send(t);
}

static void end(struct table *t, const char *note)
{
    if (*note) {
        buffer_addc(&t->line, '\n');
        paragraph(t, note, "");
    }
    if (!table_last(t))
        buffer_addc(&t->line, '\n');
}

const struct table_form table_form_markdown = {begin, row, end};
