/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet of a workbook as a stream of CSV: one line a row, blank rows blank lines, so that the
 * rows keep their numbers. */
#include "ingest/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct sheet {
    struct part *part;
    struct part own;
    struct workbook book;
    char name[256]; /* of the part */
    struct buffer out;
    size_t taken;      /* of out */
    uint64_t produced; /* bytes in all */
    unsigned row;      /* that out has reached */
    unsigned column;   /* of the cell at hand, from 1 */
    unsigned filled;   /* cells of this row that are written */
    unsigned width;    /* of the widest row so far */
    enum cell_type type;
    enum xlsx_format format;
    struct buffer cell;
    bool in_value, phonetic;
    bool in_row;
};

static void put(struct sheet *s, char c)
{
    buffer_addc(&s->out, c);
}

static void start_row(struct sheet *s, const char **attributes)
{
    const char *r = xlsx_attribute(attributes, "r");
    unsigned long row = r ? strtoul(r, NULL, 10) : s->row + 1;
    if (row > XLSX_MOST_ROWS) {
        part_fail(s->part, "a row lies beyond the last that a sheet can have");
        return;
    }
    if (row <= s->row)
        row = s->row + 1;
    /* Lines up to this row are ended; the row at hand is ended when the next begins. */
    for (; s->row < row; s->row++)
        if (s->row)
            put(s, '\n');
    s->column = s->filled = 0;
    s->in_row = true;
}

static void end_row(struct sheet *s)
{
    if (s->filled > s->width)
        s->width = s->filled;
    for (; s->filled && s->filled < s->width; s->filled++)
        put(s, ',');
    s->in_row = false;
}

/* "BC12": 55. */
static unsigned column_of(const char *reference)
{
    unsigned column = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && column <= XLSX_MOST_COLUMNS; reference++)
        column = column * 26 + (unsigned)(*reference - 'A' + 1);
    return column;
}

static void start_cell(struct sheet *s, const char **attributes)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = {{"s", CELL_SHARED},  {"str", CELL_TEXT}, {"inlineStr", CELL_TEXT},
                 {"b", CELL_BOOLEAN}, {"e", CELL_TEXT},   {"d", CELL_TEXT}};
    const char *r = xlsx_attribute(attributes, "r");
    const char *t = xlsx_attribute(attributes, "t");
    const char *style = xlsx_attribute(attributes, "s");
    unsigned column = r ? column_of(r) : s->column + 1;
    s->column = column > s->column ? column : s->column + 1;
    if (s->column > XLSX_MOST_COLUMNS)
        part_fail(s->part, "a cell lies beyond the last column that a sheet can have");
    s->type = CELL_NUMBER;
    for (size_t i = 0; t && i < sizeof types / sizeof *types; i++)
        if (!strcmp(t, types[i].name))
            s->type = types[i].type;
    unsigned long index = style ? strtoul(style, NULL, 10) : 0;
    s->format =
        index < s->book.format_count ? (enum xlsx_format)s->book.formats[index] : XLSX_PLAIN;
    buffer_clear(&s->cell);
}

/* Appends a text in which _x000D_ stands for what XML cannot hold. */
static void add_text(struct buffer *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        unsigned code;
        char digits[5] = "";
        bool escape =
            len - i >= 7 && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_';
        if (escape)
            memcpy(digits, text + i + 2, 4);
        if (escape && strspn(digits, "0123456789abcdefABCDEF") == 4 &&
            sscanf(digits, "%4x", &code) == 1 && code && (code < 0x20 || code == '_')) {
            buffer_addc(out, (char)code);
            i += 7;
        } else {
            buffer_addc(out, text[i++]);
        }
    }
}

static void put_cell(struct sheet *s, const char *text, size_t len)
{
    if (!len)
        return;
    for (unsigned at = s->filled ? s->filled : 1; at < s->column; at++)
        put(s, ',');
    s->filled = s->column;
    bool quote = text[0] == ' ' || text[len - 1] == ' ' || memchr(text, '"', len) ||
                 memchr(text, ',', len) || memchr(text, '\n', len) || memchr(text, '\r', len) ||
                 text[0] == '\t' || text[len - 1] == '\t';
    if (!quote) {
        buffer_add(&s->out, text, len);
        return;
    }
    put(s, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            put(s, '"');
        put(s, text[i]);
    }
    put(s, '"');
}

static void end_cell(struct sheet *s)
{
    const char *text = buffer_text(&s->cell);
    struct buffer plain = {0};
    char number[64];
    if (s->type == CELL_SHARED && s->cell.len) {
        char *end;
        unsigned long i = strtoul(text, &end, 10);
        if (*end || i >= s->book.text_count) {
            part_fail(s->part, "a cell names a text that is not there");
            return;
        }
        size_t from = i ? s->book.ends[i - 1] : 0;
        add_text(&plain, buffer_text(&s->book.texts) + from, s->book.ends[i] - from);
    } else if (s->type == CELL_BOOLEAN && s->cell.len) {
        buffer_adds(&plain, *text == '0' ? "FALSE" : "TRUE");
    } else if (s->type == CELL_NUMBER && s->cell.len && s->cell.len < sizeof number) {
        xlsx_number(text, s->format, s->book.from_1904, number);
        buffer_adds(&plain, number);
    } else {
        add_text(&plain, text, s->cell.len);
    }
    put_cell(s, buffer_text(&plain), plain.len);
    s->out.failed |= plain.failed;
    buffer_free(&plain);
}

static void start(void *data, const char *name, const char **attributes)
{
    struct sheet *s = data;
    name = xlsx_local(name);
    if (!strcmp(name, "row"))
        start_row(s, attributes);
    else if (!strcmp(name, "c") && s->in_row)
        start_cell(s, attributes);
    else if (!strcmp(name, "rPh"))
        s->phonetic = true;
    s->in_value = s->in_row && !s->phonetic && (!strcmp(name, "v") || !strcmp(name, "t"));
}

static void end(void *data, const char *name)
{
    struct sheet *s = data;
    name = xlsx_local(name);
    s->in_value = false;
    if (!strcmp(name, "row"))
        end_row(s);
    else if (!strcmp(name, "c") && s->in_row)
        end_cell(s);
    else if (!strcmp(name, "rPh"))
        s->phonetic = false;
}

static void take(void *data, const char *text, int len)
{
    struct sheet *s = data;
    if (!s->in_value)
        return;
    buffer_add(&s->cell, text, (size_t)len);
    if (s->cell.len > XLSX_MOST_CELL)
        part_fail(s->part, "a cell is longer than any spreadsheet writes");
}

/* ---- as a stream ---- */

static enum status read_sheet(void *state, char *out, size_t room, size_t *got, struct error *e)
{
    struct sheet *s = state;
    while (s->taken == s->out.len && !s->own.done) {
        buffer_clear(&s->out);
        s->taken = 0;
        enum status status = part_feed(&s->own, e);
        if (status == STATUS_OK && (s->out.failed || s->cell.failed))
            status = error_no_memory(e);
        s->produced += s->out.len;
        if (status == STATUS_OK)
            status = stream_check_size(s->book.path, s->produced, s->own.packed, e);
        if (status != STATUS_OK)
            return status;
    }
    *got = s->out.len - s->taken < room ? s->out.len - s->taken : room;
    memcpy(out, buffer_text(&s->out) + s->taken, *got);
    s->taken += *got;
    return STATUS_OK;
}

static enum status rewind_sheet(void *state, struct error *e)
{
    struct sheet *s = state;
    bool there;
    part_close(&s->own);
    buffer_clear(&s->out);
    s->taken = 0;
    s->produced = 0;
    s->row = s->width = 0;
    s->in_row = s->in_value = s->phonetic = false;
    s->part = &s->own;
    return part_open(&s->own, &s->book, s->name, &there, s, start, end, take, e);
}

static void close_sheet(void *state)
{
    struct sheet *s = state;
    part_close(&s->own);
    workbook_close(&s->book);
    buffer_free(&s->out);
    buffer_free(&s->cell);
    free(s);
}

enum status stream_xlsx(struct stream *s, struct zip *zip, const char *part, struct error *e)
{
    static const struct stream_kind kind = {read_sheet, rewind_sheet, close_sheet};
    struct sheet *sheet = calloc(1, sizeof *sheet);
    if (!sheet) {
        zip_discard(zip);
        return error_no_memory(e);
    }
    s->state = sheet;
    s->kind = &kind;
    s->rows = s->utf8 = true;
    enum status status =
        workbook_open(&sheet->book, s->path, zip, part, sheet->name, sizeof sheet->name, e);
    return status == STATUS_OK ? rewind_sheet(sheet, e) : status;
}
