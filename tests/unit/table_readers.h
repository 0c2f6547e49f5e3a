/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads tables back that were written, with readers of their own (CSV: libcsv): any text in any
 * cell must come back as one cell, whatever the format. For the unit test and the fuzz target.
 */
#ifndef SAISIE_TESTS_TABLE_READERS_H
#define SAISIE_TESTS_TABLE_READERS_H

#include "base/text.h"
#include "export/table.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#define READ_CELLS 64

struct read_table {
    struct buffer cell[READ_CELLS];
    size_t cells, columns, records;
};

static inline void read_table_free(struct read_table *t)
{
    for (size_t i = 0; i < READ_CELLS; i++)
        buffer_free(&t->cell[i]);
}

static inline struct buffer *read_next(struct read_table *t)
{
    return t->cells < READ_CELLS ? &t->cell[t->cells++] : NULL;
}

static inline bool read_add(struct read_table *t, const char *bytes, size_t len)
{
    struct buffer *b = read_next(t);
    if (b)
        buffer_add(b, bytes, len);
    return b;
}

/* ---- CSV through libcsv */

static inline void read_csv_cell(void *bytes, size_t len, void *data)
{
    read_add(data, bytes, len);
}

static inline void read_csv_record(int end, void *data)
{
    struct read_table *t = data;
    (void)end;
    if (t->records++ == 0)
        t->columns = t->cells;
}

static inline bool read_csv(const char *text, size_t len, char part, struct read_table *t)
{
    struct csv_parser p;
    csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&p, (unsigned char)part);
    bool ok = csv_parse(&p, text, len, read_csv_cell, read_csv_record, t) == len &&
              csv_fini(&p, read_csv_cell, read_csv_record, t) == 0;
    csv_free(&p);
    return ok;
}

/* ---- TSV: tabs and line ends alone */

static inline bool read_tsv(const char *text, struct read_table *t)
{
    while (*text) {
        size_t len = strcspn(text, "\t\n");
        if (!read_add(t, text, len))
            return false;
        if (text[len] == '\n' && t->records++ == 0)
            t->columns = t->cells;
        text += len + (text[len] != '\0');
    }
    return true;
}

/* ---- Markdown: pipes that no backslash stands before */

static inline bool read_markdown(const char *text, struct read_table *t)
{
    for (int line = 0; *text == '|'; line++) {
        if (line == 1) { /* | --- | ---: | */
            size_t len = strspn(text, "|-: ");
            if (text[len] != '\n')
                return false;
            text += len + 1;
            continue;
        }
        for (text++; *text != '\n'; text++) {
            struct buffer *cell = read_next(t);
            if (!cell)
                return false;
            for (; *text != '|'; text++) {
                if (!*text || *text == '\n' || *text == '<' || *text == '`')
                    return false; /* marked up, or the row ends in its cell */
                if (*text == '\\' && !*++text)
                    return false;
                buffer_addc(cell, *text);
            }
        }
        text++;
        if (t->records++ == 0)
            t->columns = t->cells;
    }
    return *text == '\0' || *text == '\n';
}

/* ---- HTML: the few tags that a table has, and nothing else */

static inline bool read_word(const char **text, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(*text, word, len))
        return false;
    *text += len;
    return true;
}

static inline bool read_html_text(const char **text, struct buffer *out)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&amp;", '&'},  {"&lt;", '<'},   {"&gt;", '>'},
                    {"&quot;", '"'}, {"&#39;", '\''}, {"<br>", '\n'}};
    while (**text && strncmp(*text, "</", 2)) {
        size_t i = 0;
        while (i < sizeof entities / sizeof *entities && !read_word(text, entities[i].entity))
            i++;
        if (i < sizeof entities / sizeof *entities) {
            buffer_addc(out, entities[i].c);
            continue;
        }
        if (strchr("<>&\"'\n", **text) || ((unsigned char)**text < 0x20 && **text != '\t'))
            return false;
        buffer_addc(out, *(*text)++);
    }
    return **text;
}

static inline bool read_html(const char *text, struct read_table *t)
{
    static const char *const opens[] = {"<td>", "<td class=\"n\">", "<th scope=\"row\">",
                                        "<th scope=\"col\">", "<th scope=\"col\" class=\"n\">"};
    static const char *const rows[] = {"<tr>", "<tr class=\"total\">",
                                       "<tr class=\"subtotal\">", "<tr class=\"others\">"};
    text = strstr(text, "<thead>\n");
    if (!text || !read_word(&text, "<thead>\n"))
        return false;
    while (!read_word(&text, "</tbody>\n</table>\n")) {
        size_t r = 0;
        if (read_word(&text, "</thead>\n<tbody>\n"))
            continue;
        while (r < sizeof rows / sizeof *rows && !read_word(&text, rows[r]))
            r++;
        if (r == sizeof rows / sizeof *rows)
            return false;
        while (!read_word(&text, "</tr>\n")) {
            size_t i = 0;
            struct buffer *cell = read_next(t);
            while (i < sizeof opens / sizeof *opens && !read_word(&text, opens[i]))
                i++;
            if (!cell || i == sizeof opens / sizeof *opens || !read_html_text(&text, cell))
                return false;
            if (!read_word(&text, i < 2 ? "</td>" : "</th>"))
                return false;
        }
        if (t->records++ == 0)
            t->columns = t->cells;
    }
    return true;
}

/* ---- JSON: strings, null and numbers of {"rows":[{..}]} */

static inline bool read_json_string(const char **text, struct buffer *out)
{
    unsigned high = 0;
    if (*(*text)++ != '"')
        return false;
    for (; **text != '"'; (*text)++) {
        unsigned char c = (unsigned char)**text;
        if (c < 0x20)
            return false;
        if (c != '\\') {
            buffer_addc(out, (char)c);
            continue;
        }
        c = (unsigned char)*++*text;
        if (c == 'u') {
            char hex[5] = {0}, utf8[4], *end;
            strncpy(hex, *text + 1, 4);
            unsigned code = (unsigned)strtoul(hex, &end, 16);
            if (end != hex + 4)
                return false;
            *text += 4;
            if (code >= 0xd800 && code < 0xdc00) {
                high = code;
                continue;
            }
            if (code >= 0xdc00 && code < 0xe000)
                code = 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00);
            buffer_add(out, utf8, text_encode((int32_t)code, utf8));
        } else if (c == 'n' || c == '"' || c == '\\') {
            buffer_addc(out, c == 'n' ? '\n' : (char)c);
        } else {
            return false;
        }
    }
    (*text)++;
    return true;
}

static inline bool read_json(const char *text, struct read_table *t)
{
    if (!read_word(&text, "{\"rows\":["))
        return false;
    while (read_word(&text, t->records ? ",\n{" : "\n{")) {
        do {
            struct buffer key = {0}, *cell = read_next(t);
            bool ok = cell && read_json_string(&text, &key) && read_word(&text, ":");
            buffer_free(&key);
            if (!ok)
                return false;
            if (read_word(&text, "null"))
                continue;
            if (*text == '"') {
                if (!read_json_string(&text, cell))
                    return false;
                continue;
            }
            size_t len = strcspn(text, ",}");
            buffer_add(cell, text, len);
            text += len;
        } while (read_word(&text, ","));
        if (!read_word(&text, "}"))
            return false;
        if (t->records++ == 0)
            t->columns = t->cells;
    }
    return read_word(&text, "\n],\"provenance\":");
}

/* ---- what a text should come back as */

static inline void clean_into(struct buffer *out, const char *text, size_t len)
{
    struct buffer b = {0};
    text_clean(&b, text, len, -1, false);
    buffer_adds(out, buffer_text(&b));
    buffer_free(&b);
}

static inline bool read_is_control(const char *text, const char **picture)
{
    static const struct {
        const char *bytes, *picture;
    } wide[] = {{"\xc2\x85", "\xe2\x90\xa4"},
                {"\xe2\x80\xa8", "\xe2\x90\xa4"},
                {"\xe2\x80\xa9", "\xe2\x90\xa4"}};
    for (size_t i = 0; i < 3; i++)
        if (!strncmp(text, wide[i].bytes, strlen(wide[i].bytes))) {
            *picture = wide[i].picture;
            return true;
        }
    return false;
}

static inline void want_tsv(struct buffer *out, const char *text)
{
    const char *picture;
    while (*text) {
        unsigned char c = (unsigned char)*text;
        int32_t code;
        size_t n = text_decode(text, strlen(text), &code);
        if (c < 0x20 || c == 0x7f) {
            buffer_adds(out, "\xe2\x90");
            buffer_addc(out, (char)(c == 0x7f ? 0xa1 : 0x80 + c));
        } else if (code > 0 && read_is_control(text, &picture)) {
            buffer_adds(out, picture);
        } else {
            buffer_add(out, text, n);
        }
        text += n;
    }
}

static inline void want_json(struct buffer *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        int32_t c;
        size_t n = text_decode(text + i, len - i, &c);
        if (c < 0)
            buffer_adds(out, "\xef\xbf\xbd");
        else
            buffer_add(out, text + i, n);
        i += n;
    }
}

static inline void want_markdown(struct buffer *out, const char *text)
{
    struct buffer b = {0};
    clean_into(&b, text, strlen(text));
    const char *from = buffer_text(&b), *end = from + b.len;
    while (*from == ' ')
        from++;
    while (end > from && end[-1] == ' ')
        end--;
    buffer_add(out, from, (size_t)(end - from));
    buffer_free(&b);
}

static inline void want_html(struct buffer *out, const char *text)
{
    for (;; text++) {
        size_t len = strcspn(text, "\n\t");
        clean_into(out, text, len);
        text += len;
        if (!*text)
            return;
        buffer_addc(out, *text);
    }
}

static inline void trim_blanks(struct buffer *b)
{
    struct buffer t = {0};
    want_markdown(&t, buffer_text(b));
    buffer_clear(b);
    buffer_adds(b, buffer_text(&t));
    buffer_free(&t);
}

/* Whether a cell is the text, or the text behind the apostrophe that keeps it from running. */
static inline bool same_or_guarded(const char *got, const char *want)
{
    static const char *const starts[] = {"=",
                                         "+",
                                         "-",
                                         "@",
                                         "\t",
                                         "\r",
                                         "\n",
                                         "\"",
                                         "\xe2\x90",
                                         "\xef\xbc\x9d",
                                         "\xef\xbc\x8b",
                                         "\xef\xbc\x8d",
                                         "\xef\xbc\xa0"};
    if (!strcmp(got, want)) { /* nothing that would run stands bare */
        return !*want || !want[1] || !strchr("=+-@\t\r\n", *want) || table_is_number(want);
    }
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (!strncmp(want, starts[i], strlen(starts[i])))
            return *got == '\'' && !strcmp(got + 1, want);
    return false;
}

/* Reads text (a table of format) and compares its cells with want, row by row. NULL where all
 * is as it should be, else what is not. */
static inline const char *read_back(enum table_format format, bool comma, const char *text,
                                    size_t len, const char *const *want, size_t count)
{
    static struct read_table t;
    const char *fault = NULL;
    bool ok = false;
    read_table_free(&t);
    memset(&t, 0, sizeof t);
    if (format == TABLE_CSV)
        ok = read_csv(text, len, ',', &t);
    else if (format == TABLE_EXCEL)
        ok = read_word(&text, "\xef\xbb\xbf") && read_csv(text, len - 3, comma ? ';' : ',', &t);
    else if (format == TABLE_TSV)
        ok = read_tsv(text, &t);
    else if (format == TABLE_JSON)
        ok = read_json(text, &t);
    else if (format == TABLE_MARKDOWN)
        ok = read_markdown(text, &t);
    else if (format == TABLE_HTML)
        ok = read_html(text, &t);
    size_t head = format == TABLE_JSON ? 0 : t.columns;
    if (!ok)
        fault = "it cannot be read";
    else if (t.cells - head != count || t.records * t.columns != t.cells)
        fault = "it has other cells than were written";
    for (size_t i = 0; !fault && i < count; i++) {
        struct buffer wanted = {0}, *cell = &t.cell[head + i];
        const char *got = buffer_text(cell);
        if (format == TABLE_TSV)
            want_tsv(&wanted, want[i]);
        else if (format == TABLE_JSON)
            want_json(&wanted, want[i]);
        else if (format == TABLE_HTML)
            want_html(&wanted, want[i]);
        else if (format == TABLE_MARKDOWN)
            want_markdown(&wanted, want[i]);
        else
            buffer_adds(&wanted, want[i]);
        if (format == TABLE_MARKDOWN)
            trim_blanks(cell);
        got = buffer_text(cell);
        size_t wide = cell->len;
        if (format == TABLE_EXCEL && wide > 3 && !strncmp(got, "=\"", 2) &&
            got[wide - 1] == '"') {
            cell->data[wide - 1] = '\0';
            if (strcmp(got + 2, buffer_text(&wanted)) ||
                got[2 + strspn(got + 2, "0123456789.,:/-+%eE ")])
                fault = "a text kept from Excel is another";
        } else if (table_plain(format) && format != TABLE_JSON) {
            if (!same_or_guarded(got, buffer_text(&wanted)))
                fault = "a cell is another";
        } else if (strcmp(got, buffer_text(&wanted))) {
            fault = "a cell is another";
        }
        buffer_free(&wanted);
    }
    read_table_free(&t);
    return fault;
}

/* Writes a table of two columns with text in each cell but one in the middle of it, and a total
 * that has it too, in every format; the first fault. */
static inline const char *text_comes_back(const char *text)
{
    static const struct table_column columns[] = {{"a", NULL, false}, {"b", NULL, false}};
    const char *const cells[] = {text, "x", "y", text, text, text};
    const char *fault = NULL;
    for (int f = TABLE_CSV; !fault && f < TABLE_FORMATS; f++)
        for (int comma = 0; !fault && comma < (f == TABLE_EXCEL ? 2 : 1); comma++) {
            struct table t;
            char *out = NULL;
            size_t len;
            struct table_manner manner = {.comma = comma, .bare = f != TABLE_JSON};
            FILE *file = open_memstream(&out, &len);
            table_begin_as(&t, file, (enum table_format)f, columns, 2, &manner);
            for (size_t i = 0; i < 6; i += 2)
                table_row(&t, cells + i);
            if (table_end(&t, text, NULL))
                fault = "it cannot be written";
            fclose(file);
            if (!fault)
                fault = read_back((enum table_format)f, comma, out, len, cells, 6);
            free(out);
        }
    return fault;
}

#endif
