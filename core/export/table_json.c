/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as JSON: {"rows":[{...}],"provenance":"..."}, several as {"tables":[...]}. */
#include "base/text.h"
#include "export/table_private.h"

#include <string.h>

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

static void begin(struct table *t)
{
    if (table_one_of_many(t)) {
        buffer_adds(&t->line, table_first(t) ? "{\"tables\":[\n{\"title\":" : ",\n{\"title\":");
        json_string(&t->line, t->manner.title);
        buffer_adds(&t->line, ",\"rows\":[");
    } else {
        buffer_adds(&t->line, "{\"rows\":[");
    }
    table_send(t);
}

static void row(struct table *t, enum table_line line, const char *const *cells)
{
    (void)line;
    buffer_adds(&t->line, t->rows ? ",\n{" : "\n{");
    for (size_t i = 0; i < t->columns; i++) {
        bool number = t->column[i].number == TABLE_NUMBERS && cells[i];
        if (i)
            buffer_addc(&t->line, ',');
        json_string(&t->line, t->column[i].name);
        buffer_addc(&t->line, ':');
        if (!cells[i] || (number && !*cells[i]))
            buffer_adds(&t->line, "null");
        else if (number && table_is_number(cells[i]))
            buffer_adds(&t->line, cells[i]);
        else /* "new", "few": a word among numbers */
            json_string(&t->line, cells[i]);
    }
    buffer_addc(&t->line, '}');
    table_send(t);
}

static void end(struct table *t, const char *note)
{
    buffer_adds(&t->line, "\n]");
    if (!t->manner.bare) {
        buffer_adds(&t->line, ",\"provenance\":");
        json_string(&t->line, note);
    }
    if (t->manner.carry && *t->manner.marking) {
        buffer_adds(&t->line, ",\"marking\":");
        json_string(&t->line, t->manner.marking);
    }
    buffer_adds(&t->line, table_one_of_many(t) && table_last(t) ? "}\n]}\n"
                          : table_one_of_many(t)                ? "}"
                                                                : "}\n");
}

const struct table_form table_form_json = {begin, row, end};
