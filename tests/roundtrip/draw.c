/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws how a file is written, and a table that can be written so. */
#include "roundtrip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t state;

void draw_seed(uint64_t seed)
{
    state = seed * 0x9E3779B97F4A7C15ULL + 1;
    for (int i = 0; i < 4; i++)
        draw(2);
}

/* Knuth's linear congruential generator (MMIX); the upper bits are the good ones. */
unsigned draw(unsigned below)
{
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(state >> 33) % below;
}

void text_add(struct text *t, const void *bytes, size_t len)
{
    if (t->len + len + 1 > t->room) {
        t->room = (t->len + len + 1) * 2;
        t->bytes = realloc(t->bytes, t->room);
        if (!t->bytes)
            abort();
    }
    memcpy(t->bytes + t->len, bytes, len);
    t->len += len;
    t->bytes[t->len] = '\0';
}

void text_adds(struct text *t, const char *string)
{
    text_add(t, string, strlen(string));
}

void text_reset(struct text *t)
{
    t->len = 0;
    text_add(t, "", 0);
}

void text_release(struct text *t)
{
    free(t->bytes);
    *t = (struct text){0};
}

/* ---- how a file is written ---- */

void draw_manner(struct manner *m)
{
    static const char *const delimiters[] = {",",  ";",      "\t", "|", "||",
                                             "::", "\u00a6", "^",  "~"};
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const struct {
        const char *encoding, *mark;
        size_t length;
        bool found; /* the content says which it is */
    } encodings[] = {{"UTF-8", "", 0, true},
                     {"UTF-8", "\xEF\xBB\xBF", 3, true},
                     {"UTF-16LE", "\xFF\xFE", 2, true},
                     {"UTF-16BE", "\xFE\xFF", 2, true},
                     {"UTF-16LE", "", 0, true},
                     {"UTF-16BE", "", 0, true},
                     {"WINDOWS-1252", "", 0, false},
                     {"ISO-8859-1", "", 0, false}};
    static const enum packing packings[] = {PLAIN, PLAIN, PLAIN, STDIN, GZIP, ZIP, XLSX};
    *m = (struct manner){.told = draw(2), .last_ended = draw(4), .eager = draw(3) * 4};
    m->delimiter = delimiters[draw(COUNT(delimiters))];
    m->quote = "\"\"\"''\0"[draw(m->told ? 6 : 5)];
    m->backslash = draw(3) == 0;
    m->line_end = ends[draw(COUNT(ends))];
    size_t e;
    do
        e = draw(COUNT(encodings));
    while ((!m->told && !encodings[e].found) ||
           !encodes(encodings[e].encoding, m->delimiter, strlen(m->delimiter)));
    m->encoding = encodings[e].encoding;
    m->mark = encodings[e].mark;
    m->mark_length = encodings[e].length;
    m->header_rows = draw(6) ? 1 + (draw(4) == 0) : 0;
    m->known = m->header_rows == 1 && draw(3) == 0;
    /* Without a header nothing says where a preamble ends. */
    m->preamble = m->header_rows && draw(3) == 0 ? 2 : 0;
    m->packing = packings[draw(COUNT(packings))];
}

/* ---- cells ---- */

static const char *const words[] = {"Cocaine", "mail",     "Port Kelang", "x",    "TH",
                                    "Narita",  "checked",  "k9 unit",     "Acme", "none found",
                                    "a-b",     "Bangkok.", "(two)",       "pack", "red/white"};
static const char *const shapes[] = {
    "=SUM(A1:A9)", "+66 2 667",  "-5",         "@home",    "0805",    "007",   "NA",
    "Unknown",     "n/a",        "-",          "?",        "1.234,5", "1,234", "1e5",
    "5.2kg",       "2018-12-31", "31/12/2018", "03/04/18", "43113",   "12:30", "TRUE",
    "#N/A",        "null",       "1998-11",    "12 janv.", "50%",     "$5",    "2024.8040",
    "total",       "Total",      "#",          "# 5",      "'",       "`",     "\\N"};
static const char *const accents[] = {"Sa\u00efsie", "\u00e9t\u00e9", "Espa\u00f1a",
                                      "\u00c5land",  "M\u00fcnchen",  "pre\u00e7o",
                                      "10\u00a0000", "\u00a7 5"};
static const char *const scripts[] = {"\u4e2d\u56fd",
                                      "\u0416\u0443\u043a\u043e\u0432",
                                      "\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e",
                                      "\u0645\u0635\u0631",
                                      "\u6771\u4eac, \u65e5\u672c",
                                      "\U0001f4e6 box",
                                      "e\u0301",
                                      "\u20ac 5",
                                      "\u0153uvre",
                                      "a\u2028b"};

static const char *any(const char *const *list, size_t count)
{
    return list[draw((unsigned)count)];
}

static void draw_long(struct text *out)
{
    size_t wanted = draw(8) ? 200 + draw(6000) : 60000 + draw(200000);
    while (out->len < wanted) {
        text_adds(out, any(words, COUNT(words)));
        text_adds(out, " ");
    }
}

static void draw_quotes(const struct manner *m, struct text *out)
{
    const char quote[2] = {m->quote ? m->quote : '"'};
    static const char *const other[] = {"\"", "'", "''", "\"\"", "5\" pipe", "d'Or"};
    unsigned parts = 1 + draw(3);
    for (unsigned i = 0; i < parts; i++) {
        text_adds(out, draw(2) ? quote : any(words, COUNT(words)));
        text_adds(out, draw(3) ? "" : any(other, COUNT(other)));
        text_adds(out, draw(4) ? "" : m->delimiter);
    }
}

static void draw_lines(struct text *out)
{
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n"};
    unsigned lines = 1 + draw(4);
    for (unsigned i = 0; i < lines; i++) {
        text_adds(out, draw(5) ? any(words, COUNT(words)) : "");
        text_adds(out, any(ends, COUNT(ends)));
    }
    text_adds(out, draw(3) ? any(words, COUNT(words)) : "");
}

static void draw_blanks(struct text *out)
{
    static const char *const blanks[] = {" ", "  ", "\t", " \t ", "\u00a0"};
    text_adds(out, draw(2) ? any(blanks, COUNT(blanks)) : "");
    text_adds(out, draw(4) ? any(words, COUNT(words)) : "");
    text_adds(out, any(blanks, COUNT(blanks)));
}

static void draw_text(const struct manner *m, struct text *out)
{
    text_reset(out);
    switch (draw(m->told ? 24 : 40)) {
    case 0:
    case 1:
        break;
    case 2:
        text_adds(out, any(words, COUNT(words)));
        text_adds(out, m->delimiter);
        text_adds(out, draw(2) ? any(words, COUNT(words)) : "");
        break;
    case 3:
        draw_quotes(m, out);
        break;
    case 4:
        draw_lines(out);
        break;
    case 5:
        draw_blanks(out);
        break;
    case 6:
    case 7:
        text_adds(out, any(accents, COUNT(accents)));
        break;
    case 8:
    case 9:
        text_adds(out, any(scripts, COUNT(scripts)));
        break;
    case 10:
    case 11:
    case 12:
        text_adds(out, any(shapes, COUNT(shapes)));
        break;
    case 13:
        if (draw(20) == 0)
            draw_long(out);
        break;
    case 14:
        text_adds(out, draw(2) ? "C:\\dir\\" : "a\\");
        text_adds(out, draw(2) ? any(words, COUNT(words)) : m->delimiter);
        break;
    case 15:
        text_adds(out, "1,5; 2|3\t4 :: 5 ~ 6 ^ 7 || 8");
        break;
    default:
        text_adds(out, any(words, COUNT(words)));
    }
}

/* Whether a cell can be written at all: without quotes only backslashes keep a delimiter from
 * being one, and a line end from ending the line. */
static bool fits(const struct manner *m, const struct text *cell)
{
    if (m->packing == XLSX)
        return true;
    if (!m->quote && !m->backslash && strpbrk(cell->bytes, "\r\n"))
        return false;
    if (!m->quote && strstr(cell->bytes, m->delimiter) && !m->backslash)
        return false;
    /* Nor does it end with one half of a line end where the other half would follow. */
    if (!m->quote && cell->len && cell->bytes[cell->len - 1] == '\r')
        return false;
    /* A part of a delimiter beside a delimiter reads as another. */
    if (!m->quote && m->delimiter[1] && strchr(cell->bytes, m->delimiter[0]))
        return false;
    return encodes(m->encoding, cell->bytes, cell->len);
}

static void draw_cell(const struct manner *m, struct text *out)
{
    do
        draw_text(m, out);
    while (!fits(m, out));
}

/* ---- the table ---- */

/* What a column is called under two rows: the group that reaches to it, and its own name. */
static const char *joined(const struct table *t, size_t column)
{
    struct text name = {0};
    size_t group = column;
    while (group && !t->cells[group].len)
        group--;
    text_add(&name, t->cells[group].bytes, t->cells[group].len);
    text_adds(&name, name.len ? " " : "");
    text_adds(&name, t->cells[t->columns + column].bytes);
    return name.bytes;
}

/* Fields of every type. Cases have a number of their own; without one the text that stands in
 * its place comes back too. */
static const char *const fields[] = {"Case",    "Date",  "Quantity", "Unit",    "Product",
                                     "Remarks", "Value", "Currency", "Entered", "Departure",
                                     "Transit", "Brand", "HS code",  "Status",  "Section"};
enum { FEWEST_FIELDS = 5 };

static void draw_known(struct table *t)
{
    for (size_t i = 0; i < t->columns; i++) {
        text_adds(&t->cells[i], fields[i]);
        t->names[i] = strdup(fields[i]);
    }
}

static void draw_case(size_t row, struct text *out)
{
    static const char *const none[] = {"n/a", "Unknown", "-", ""};
    char number[32];
    text_reset(out);
    snprintf(number, sizeof number, "K-%zu/2024", row);
    text_adds(out, draw(8) ? number : none[draw(4)]);
}

static void draw_header(const struct manner *m, struct table *t)
{
    if (m->known) {
        draw_known(t);
        return;
    }
    static const char *const groups[] = {"Goods", "Way in", "Persons seen", "Remarks of"};
    static const char *const marks[] = {"",   "",     "", ",", ";", "\u00e9", " \u00ab\u00bb",
                                        "'s", "\"q\""};
    for (size_t i = 0; i < t->columns; i++) {
        char number[40];
        /* One group over all columns would be a title. */
        if (m->header_rows == 2 && (!i || i == 2 || draw(2)))
            text_adds(&t->cells[i], any(groups, COUNT(groups)));
        struct text *own = &t->cells[(m->header_rows - 1) * t->columns + i];
        do {
            text_reset(own);
            snprintf(number, sizeof number, "Thing %c%zu", 'A' + draw(26), i + 1);
            text_adds(own, number);
            text_adds(own, any(marks, COUNT(marks)));
        } while (!fits(m, own));
        /* Told how many rows, columns may have no name, or one of another; but one name alone
         * would be a title, and a sheet does not tell where nameless columns end. */
        bool apart = i > 1 && (m->packing != XLSX || i + 1 < t->columns);
        if (m->told && m->header_rows == 1 && apart && draw(12) == 0) {
            text_reset(own);
            if (draw(2))
                text_adds(own, t->cells[i - 1].bytes);
        }
    }
    for (size_t i = 0; i < t->columns; i++)
        t->names[i] = m->header_rows == 2 ? joined(t, i) : strdup(t->cells[i].bytes);
}

void draw_table(const struct manner *m, struct table *t)
{
    bool few = m->told && !m->preamble && m->header_rows < 2;
    *t = (struct table){.columns = few ? 1 + draw(7) : 3 + draw(6),
                        .rows = few ? 1 + draw(30) : 12 + draw(30),
                        .header_rows = m->header_rows};
    t->rows += t->header_rows;
    if (m->known)
        t->columns = FEWEST_FIELDS + draw(COUNT(fields) - FEWEST_FIELDS + 1);
    t->cells = calloc(t->rows * t->columns, sizeof *t->cells);
    t->names = m->header_rows ? calloc(t->columns, sizeof *t->names) : NULL;
    for (size_t i = 0; i < t->rows * t->columns; i++)
        text_reset(&t->cells[i]);
    if (m->header_rows)
        draw_header(m, t);
    for (size_t row = t->header_rows; row < t->rows; row++) {
        size_t filled = 0;
        for (size_t i = 0; i < t->columns; i++) {
            draw_cell(m, &t->cells[row * t->columns + i]);
            filled += t->cells[row * t->columns + i].len > 0;
        }
        if (m->known)
            draw_case(row, &t->cells[row * t->columns]);
        /* A row of a sheet without a cell is none, and nor is one of no case and few cells. */
        if (m->known && filled < t->columns)
            for (size_t i = 1; i < t->columns; i++)
                if (!t->cells[row * t->columns + i].len)
                    text_adds(&t->cells[row * t->columns + i], "x");
        if (!filled && m->packing == XLSX)
            text_adds(&t->cells[row * t->columns], "x");
    }
}

void table_release(struct table *t)
{
    for (size_t i = 0; i < t->rows * t->columns; i++)
        text_release(&t->cells[i]);
    for (size_t i = 0; t->names && i < t->columns; i++)
        free((char *)t->names[i]);
    free(t->names);
    free(t->cells);
    *t = (struct table){0};
}
