/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as records whose cells are parted by one character: CSV, TSV, and the CSV of a
 * spreadsheet in a country. */
#include "base/text.h"
#include "export/table_private.h"

#include <string.h>

/* How cells are written. */
struct dialect {
    char part;
    const char *quoted; /* a cell that has one of these is quoted; NULL: none ever is */
    const char *end;
    bool comma; /* decimal comma */
    bool keep;  /* a spreadsheet is kept from reading codes as numbers and dates */
};

static const struct dialect csv = {',', ",\"\r\n", "\n", false, false};
static const struct dialect tsv = {'\t', NULL, "\n", false, false};

static struct dialect excel(const struct table *t)
{
    /* Quoted where it has any separator of any country: opened in another one, a cell still
     * stays one cell where the separator there is the same. */
    return (struct dialect){t->manner.comma ? ';' : ',', ",;\t\"\r\n", "\r\n", t->manner.comma,
                            true};
}

/* What a spreadsheet may take for a formula; a lone sign is a text, and -5 a number. Some take
 * the wide forms of the signs as well (＝ ＋ － ＠: U+FF1D, U+FF0B, U+FF0D, U+FF20). */
static bool is_formula(const char *text)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};
    if (!text[0] || !text[1] || table_is_number(text))
        return false;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (!strncmp(text, wide[i], 3))
            return text[3];
    return strchr("=+-@\t\r\n", text[0]);
}

/* Blanks at the ends of a bare cell are dropped by some readers. */
static bool has_blank_ends(const char *text)
{
    size_t len = strlen(text);
    return len &&
           (text[0] == ' ' || text[0] == '\t' || text[len - 1] == ' ' || text[len - 1] == '\t');
}

/* A day as ISO 8601 writes it, which a spreadsheet of any country reads as that day. */
static bool is_day(const char *text)
{
    for (size_t i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    return !text[10];
}

/* Whether a spreadsheet would show another text than this: 0805 without its nought, 2025-03 as
 * a day, 1.5 as the first of May, 12E3 as 12000, a long number rounded. */
static bool is_mistaken(const char *text)
{
    if (!text[0] || !strchr("0123456789.-", text[0]) ||
        text[strspn(text, "0123456789.,:/-+%eE ")] || !strpbrk(text, "0123456789"))
        return false;
    const char *digits = text + (*text == '-');
    if (!digits[strspn(digits, "0123456789")]) /* whole: fifteen digits are kept */
        return (digits[0] == '0' && digits[1]) || strlen(digits) > 15;
    return !is_day(text);
}

static void quoted(struct buffer *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            buffer_addc(out, '"');
        buffer_addc(out, *p);
    }
}

static void number_cell(struct buffer *out, const struct dialect *d, const char *text)
{
    for (const char *p = text; *p; p++)
        buffer_addc(out, *p == '.' && d->comma ? ',' : *p);
}

static void cell(struct buffer *out, const struct dialect *d, const char *text, bool number)
{
    if (number && table_is_number(text)) {
        number_cell(out, d, text);
        return;
    }
    if (d->keep && is_mistaken(text)) { /* a formula of this text alone */
        buffer_addf(out, "\"=\"\"%s\"\"\"", text);
        return;
    }
    bool guard = is_formula(text);
    if (!guard && !text[strcspn(text, d->quoted)] && !has_blank_ends(text)) {
        buffer_adds(out, text);
        return;
    }
    buffer_adds(out, guard ? "\"'" : "\"");
    quoted(out, text);
    buffer_addc(out, '"');
}

/* TSV knows no quotes: what would part cells or records is shown as its picture (U+2400 and
 * what follows). A quote at the beginning is guarded too: pasted, it would swallow the cells
 * behind it. */
static void tsv_cell(struct buffer *out, const char *text, bool number)
{
    if (!(number && table_is_number(text)) && (is_formula(text) || *text == '"'))
        buffer_addc(out, '\'');
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        int32_t c;
        char picture[4];
        size_t n = text_decode(text + i, len - i, &c);
        bool control = (c >= 0 && c < 0x20) || c == 0x7f;
        if (control)
            buffer_add(out, picture, text_encode(c == 0x7f ? 0x2421 : 0x2400 + c, picture));
        else if (c == 0x85 || c == 0x2028 || c == 0x2029) /* line ends of Unicode: ␤ */
            buffer_adds(out, "\xe2\x90\xa4");
        else
            buffer_add(out, text + i, n);
        i += n;
    }
}

void csv_record(struct buffer *out, const char *const *cells, const bool *number, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_addc(out, ',');
        cell(out, &csv, cells[i] ? cells[i] : "", number && number[i]);
    }
    buffer_addc(out, '\n');
}

/* ---- records of a table */

/* Cleans what is added to line behind from: a terminal must not get it as it is. */
static void clean_from(struct table *t, size_t from)
{
    buffer_clear(&t->scratch);
    text_clean(&t->scratch, buffer_text(&t->line) + from, t->line.len - from, -1, false);
    t->line.len = from;
    buffer_add(&t->line, buffer_text(&t->scratch), t->scratch.len);
}

static void add_cell(struct table *t, const struct dialect *d, const char *text, bool number)
{
    size_t from = t->line.len;
    if (d->quoted)
        cell(&t->line, d, text, number);
    else
        tsv_cell(&t->line, text, number);
    if (t->clean)
        clean_from(t, from);
}

static void send(struct table *t, const struct dialect *d)
{
    buffer_adds(&t->line, d->end);
    table_send(t);
}

static void head(struct table *t, const struct dialect *d)
{
    for (size_t i = 0; i < t->columns; i++) {
        if (i)
            buffer_addc(&t->line, d->part);
        add_cell(t, d, t->column[i].name, false);
    }
    send(t, d);
}

static void record(struct table *t, const struct dialect *d, const char *const *cells)
{
    for (size_t i = 0; i < t->columns; i++) {
        if (i)
            buffer_addc(&t->line, d->part);
        add_cell(t, d, cells[i] ? cells[i] : "", t->column[i].number != TABLE_WORDS);
    }
    send(t, d);
}

static void remark(struct table *t, const struct dialect *d, const char *text, size_t len)
{
    char *line = arena_printf(&t->arena, "# %.*s", (int)len, text);
    t->failed |= !line;
    add_cell(t, d, line ? line : "", false);
    send(t, d);
}

static void caption(struct table *t, const struct dialect *d)
{
    if (table_one_of_many(t) && !t->manner.bare)
        remark(t, d, t->manner.title, strlen(t->manner.title));
}

/* The note as records behind an empty one, each with "# " at its beginning. */
static void notes(struct table *t, const struct dialect *d, const char *note)
{
    if (*note)
        send(t, d);
    for (const char *p = *note ? note : NULL; p;) {
        size_t len;
        const char *next = table_next_line(p, &len);
        remark(t, d, p, len);
        p = next;
    }
    if (!table_last(t))
        send(t, d);
}

static void csv_begin(struct table *t)
{
    caption(t, &csv);
    head(t, &csv);
}

static void csv_row(struct table *t, enum table_line line, const char *const *cells)
{
    (void)line;
    record(t, &csv, cells);
}

static void csv_end(struct table *t, const char *note)
{
    notes(t, &csv, t->manner.carry ? note : "");
}

static void tsv_begin(struct table *t)
{
    caption(t, &tsv);
    head(t, &tsv);
}

static void tsv_row(struct table *t, enum table_line line, const char *const *cells)
{
    (void)line;
    record(t, &tsv, cells);
}

static void tsv_end(struct table *t, const char *note)
{
    notes(t, &tsv, note);
}

static void excel_begin(struct table *t)
{
    struct dialect d = excel(t);
    if (table_first(t))
        fputs("\xef\xbb\xbf", t->out);
    caption(t, &d);
    head(t, &d);
}

static void excel_row(struct table *t, enum table_line line, const char *const *cells)
{
    struct dialect d = excel(t);
    (void)line;
    record(t, &d, cells);
}

static void excel_end(struct table *t, const char *note)
{
    struct dialect d = excel(t);
    notes(t, &d, note);
}

const struct table_form table_form_csv = {csv_begin, csv_row, csv_end};
const struct table_form table_form_tsv = {tsv_begin, tsv_row, tsv_end};
const struct table_form table_form_excel = {excel_begin, excel_row, excel_end};
