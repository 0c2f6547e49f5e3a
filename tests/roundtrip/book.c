/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table as a workbook: shared strings, rich text, inline strings, and numbers. */
#include "roundtrip.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

/* XML has no carriage return that a parser leaves alone: spreadsheets write _x000D_. */
static void add_escaped(struct text *out, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        const char *name = c == '&'    ? "&amp;"
                           : c == '<'  ? "&lt;"
                           : c == '>'  ? "&gt;"
                           : c == '"'  ? "&quot;"
                           : c == '\r' ? "_x000D_"
                                       : NULL;
        if (name)
            text_adds(out, name);
        else
            text_add(out, &c, 1);
    }
}

static void add_reference(struct text *out, size_t row, size_t column)
{
    char text[40];
    snprintf(text, sizeof text, " r=\"%c%zu\"", (char)('A' + column), row);
    text_adds(out, text);
}

/* A text as spreadsheets keep them: shared (some of them in pieces with a font each), or in the
 * cell. */
static void add_cell(const struct text *cell, size_t row, size_t column, struct text *sheet,
                     struct text *strings, size_t *shared)
{
    char number[32];
    if (!cell->len && draw(2))
        return; /* most leave empty cells out */
    text_adds(sheet, "<c");
    add_reference(sheet, row, column);
    bool digits = cell->len && cell->len < 10 && cell->bytes[0] != '0' &&
                  strspn(cell->bytes, "0123456789") == cell->len;
    if (!cell->len) {
        text_adds(sheet, "/>");
        return;
    }
    if (digits && draw(2)) {
        text_adds(sheet, "><v>");
        text_adds(sheet, cell->bytes);
        text_adds(sheet, "</v></c>");
        return;
    }
    if (draw(3) == 0) {
        text_adds(sheet, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        add_escaped(sheet, cell->bytes, cell->len);
        text_adds(sheet, "</t></is></c>");
        return;
    }
    snprintf(number, sizeof number, "%zu", (*shared)++);
    text_adds(sheet, " t=\"s\"><v>");
    text_adds(sheet, number);
    text_adds(sheet, "</v></c>");
    size_t cut = draw(3) ? 0 : draw((unsigned)cell->len);
    while (cut && ((unsigned char)cell->bytes[cut] & 0xC0) == 0x80)
        cut--;
    text_adds(strings, "<si>");
    if (cut) {
        text_adds(strings, "<r><rPr><b/></rPr><t xml:space=\"preserve\">");
        add_escaped(strings, cell->bytes, cut);
        text_adds(strings, "</t></r><r>");
    }
    text_adds(strings, "<t xml:space=\"preserve\">");
    add_escaped(strings, cell->bytes + cut, cell->len - cut);
    text_adds(strings, cut ? "</t></r></si>" : "</t></si>");
}

static bool add_part(zip_t *zip, const char *name, const struct text *text)
{
    zip_source_t *s = zip_source_buffer(zip, text->bytes, text->len, 0);
    return s && zip_file_add(zip, name, s, 0) >= 0;
}

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

static void fill_sheet(const struct table *t, unsigned preamble, struct text *sheet,
                       struct text *strings)
{
    size_t shared = 0;
    char line[80];
    text_adds(sheet, HEAD "<worksheet " MAIN "><sheetData>");
    text_adds(strings, HEAD "<sst " MAIN ">");
    for (size_t row = 0; row < preamble + t->rows; row++) {
        snprintf(line, sizeof line, "<row r=\"%zu\">", row + 1);
        text_adds(sheet, line);
        if (row < preamble) {
            struct text title = {0};
            text_adds(&title, preamble_line(t, (unsigned)row));
            add_cell(&title, row + 1, 0, sheet, strings, &shared);
            text_release(&title);
        } else {
            for (size_t i = 0; i < t->columns; i++)
                add_cell(&t->cells[(row - preamble) * t->columns + i], row + 1, i, sheet,
                         strings, &shared);
        }
        text_adds(sheet, "</row>");
    }
    text_adds(sheet, "</sheetData></worksheet>");
    text_adds(strings, "</sst>");
}

bool write_book(const struct table *t, unsigned preamble, const char *path)
{
    struct text sheet = {0}, strings = {0}, book = {0}, relations = {0};
    int fault;
    fill_sheet(t, preamble, &sheet, &strings);
    text_adds(&book, HEAD
              "<workbook " MAIN " xmlns:r=\"r\"><sheets>"
              "<sheet name=\"Seizures\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    text_adds(&relations, HEAD "<Relationships><Relationship Id=\"rId1\" Type=\"worksheet\" "
                               "Target=\"worksheets/sheet1.xml\"/></Relationships>");
    unlink(path);
    zip_t *zip = zip_open(path, ZIP_CREATE, &fault);
    bool done = zip && add_part(zip, "xl/workbook.xml", &book) &&
                add_part(zip, "xl/_rels/workbook.xml.rels", &relations) &&
                add_part(zip, "xl/sharedStrings.xml", &strings) &&
                add_part(zip, "xl/worksheets/sheet1.xml", &sheet) && !zip_close(zip);
    text_release(&sheet);
    text_release(&strings);
    text_release(&book);
    text_release(&relations);
    return done;
}
