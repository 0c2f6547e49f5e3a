/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as one HTML page that needs nothing else: no script, nothing fetched, every text
 * escaped, readable on a screen and on paper. */
#include "base/text.h"
#include "export/table_private.h"

#include <string.h>

/* The policy forbids the browser whatever the page has no need of, should a text ever get out
 * of its cell. */
static const char page_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>";

static const char style[] =
    "</title>\n<style>\n"
    "body{font:15px/1.4 system-ui,sans-serif;margin:2em;color:#111;background:#fff}\n"
    ".marking{font-weight:bold;text-align:center;border:1px solid;padding:.2em}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "caption{text-align:left;font-weight:bold;padding:.3em 0}\n"
    "th,td{padding:.15em .7em;text-align:left;font-weight:normal;white-space:pre-wrap;"
    "vertical-align:top}\n"
    "thead th{font-weight:bold;border-bottom:2px solid #111;vertical-align:bottom}\n"
    "tbody tr{border-bottom:1px solid #ccc}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    "thead .n{white-space:pre-wrap}\n"
    ".subtotal>*{font-weight:bold;border-top:1px solid #111}\n"
    ".others>*{font-style:italic}\n"
    ".total>*{font-weight:bold;border-top:2px solid #111}\n"
    ".notes{color:#333;max-width:60em}\n"
    "@media print{body{margin:0;font-size:10pt}thead{display:table-header-group}"
    "tr{break-inside:avoid}}\n"
    "</style>\n</head>\n<body>\n";

static const char *const classes[] = {[TABLE_ROW] = "",
                                      [TABLE_SUBTOTAL] = " class=\"subtotal\"",
                                      [TABLE_OTHERS] = " class=\"others\"",
                                      [TABLE_TOTAL] = " class=\"total\""};

/* A text, also inside of an attribute. Line ends and tabs are kept (the style shows them); what
 * could reorder or hide is shown, as on a terminal. */
static void add_text(struct table *t, const char *text, size_t len)
{
    static const struct {
        char c;
        const char *entity;
    } entities[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t from = 0; from <= len;) {
        size_t n = 0;
        while (from + n < len && text[from + n] != '\n' && text[from + n] != '\t')
            n++;
        buffer_clear(&t->scratch);
        text_clean(&t->scratch, text + from, n, -1, false);
        for (const char *p = buffer_text(&t->scratch); *p; p++) {
            size_t i = 0;
            while (i < sizeof entities / sizeof *entities && entities[i].c != *p)
                i++;
            if (i < sizeof entities / sizeof *entities)
                buffer_adds(&t->line, entities[i].entity);
            else
                buffer_addc(&t->line, *p);
        }
        from += n;
        if (from < len)
            buffer_adds(&t->line, text[from] == '\n' ? "<br>" : "\t");
        from++;
    }
}

static void add(struct table *t, const char *text)
{
    add_text(t, text, strlen(text));
}

static void begin_page(struct table *t)
{
    const char *title = t->manner.page ? t->manner.page : t->manner.title;
    buffer_adds(&t->line, page_head);
    add(t, *title ? title : "saisie");
    buffer_adds(&t->line, style);
    if (*t->manner.marking) {
        buffer_adds(&t->line, "<p class=\"marking\">");
        add(t, t->manner.marking);
        buffer_adds(&t->line, "</p>\n");
    }
    if (table_one_of_many(t) && t->manner.page) {
        buffer_adds(&t->line, "<h1>");
        add(t, t->manner.page);
        buffer_adds(&t->line, "</h1>\n");
    }
}

static void begin(struct table *t)
{
    if (table_first(t))
        begin_page(t);
    buffer_adds(&t->line, "<table>\n");
    if (*t->manner.title) {
        buffer_adds(&t->line, "<caption>");
        add(t, t->manner.title);
        buffer_adds(&t->line, "</caption>\n");
    }
    buffer_adds(&t->line, "<thead>\n<tr>");
    for (size_t i = 0; i < t->columns; i++) {
        buffer_adds(&t->line, t->column[i].number == TABLE_NUMBERS
                                  ? "<th scope=\"col\" class=\"n\">"
                                  : "<th scope=\"col\">");
        add(t, table_head(&t->column[i]));
        buffer_adds(&t->line, "</th>");
    }
    buffer_adds(&t->line, "</tr>\n</thead>\n<tbody>\n");
    table_send(t);
}

static void row(struct table *t, enum table_line line, const char *const *cells)
{
    buffer_addf(&t->line, "<tr%s>", classes[line]);
    for (size_t i = 0; i < t->columns; i++) {
        bool head = i == 0 && t->column[i].number != TABLE_NUMBERS;
        buffer_adds(&t->line, head                                   ? "<th scope=\"row\">"
                              : t->column[i].number == TABLE_NUMBERS ? "<td class=\"n\">"
                                                                     : "<td>");
        add(t, cells[i] ? cells[i] : "");
        buffer_adds(&t->line, head ? "</th>" : "</td>");
    }
    buffer_adds(&t->line, "</tr>\n");
    table_send(t);
}

static void end(struct table *t, const char *note)
{
    buffer_adds(&t->line, "</tbody>\n</table>\n");
    if (*note) {
        buffer_adds(&t->line, "<p class=\"notes\">");
        add(t, note);
        buffer_adds(&t->line, "</p>\n");
    }
    if (table_last(t))
        buffer_adds(&t->line, "</body>\n</html>\n");
}

const struct table_form table_form_html = {begin, row, end};
