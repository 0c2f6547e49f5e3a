/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table as a file in any manner: dialect, encoding, packing. */
#include "roundtrip.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>
#include <zlib.h>

static bool encode(const char *encoding, const char *bytes, size_t len, struct text *out)
{
    size_t room = len * 4 + 16;
    char *made = malloc(room), *to = made, *in = (char *)bytes;
    iconv_t i = iconv_open(encoding, "UTF-8");
    bool done = i != (iconv_t)-1 && iconv(i, &in, &len, &to, &room) != (size_t)-1 && !len;
    if (done && out)
        text_add(out, made, (size_t)(to - made));
    if (i != (iconv_t)-1)
        iconv_close(i);
    free(made);
    return done;
}

bool encodes(const char *encoding, const char *bytes, size_t len)
{
    return !strncmp(encoding, "UTF", 3) || encode(encoding, bytes, len, NULL);
}

static bool needs_quotes(const struct manner *m, const struct text *cell)
{
    const char *b = cell->bytes;
    bool blank = cell->len && (b[0] == ' ' || b[0] == '\t');
    return strpbrk(b, "\r\n") || strchr(b, m->quote) || strchr(b, m->delimiter[0]) ||
           (blank && strchr(b, '"'));
}

/* One with a backslash before whatever means something. */
static void write_bare(const struct manner *m, const struct text *cell, struct text *out)
{
    size_t d = strlen(m->delimiter);
    for (size_t i = 0; i < cell->len; i++) {
        char c = cell->bytes[i];
        bool special = c == '\\' || c == '\n' || c == '\r' || (m->quote && c == m->quote) ||
                       !strncmp(cell->bytes + i, m->delimiter, d);
        if (m->backslash && special)
            text_adds(out, "\\");
        text_add(out, &c, 1);
        /* CRLF is one line end. */
        if (m->backslash && c == '\r' && cell->bytes[i + 1] == '\n')
            text_add(out, &cell->bytes[++i], 1);
    }
}

static void write_cell(const struct manner *m, const struct text *cell, struct text *out)
{
    bool quoted = m->quote && (draw(8) < m->eager || needs_quotes(m, cell));
    if (!quoted) {
        write_bare(m, cell, out);
        return;
    }
    text_add(out, &m->quote, 1);
    for (size_t i = 0; i < cell->len; i++) {
        char c = cell->bytes[i];
        if (c == m->quote)
            text_add(out, m->backslash ? "\\" : &m->quote, 1);
        else if (m->backslash && c == '\\')
            text_adds(out, "\\");
        text_add(out, &c, 1);
    }
    text_add(out, &m->quote, 1);
}

const char *preamble_line(const struct table *t, unsigned line)
{
    static const char *const lines[] = {"Seizures of the year, part 1", "As of today",
                                        "Seizures", "all ports"};
    return lines[line % 2 + (t->columns < 4 ? 2 : 0)];
}

static void write_text(const struct manner *m, const struct table *t, struct text *out)
{
    for (unsigned i = 0; i < m->preamble; i++) {
        text_adds(out, preamble_line(t, i));
        text_adds(out, m->line_end);
    }
    for (size_t row = 0; row < t->rows; row++) {
        size_t from = out->len;
        for (size_t i = 0; i < t->columns; i++) {
            text_adds(out, i ? m->delimiter : "");
            write_cell(m, &t->cells[row * t->columns + i], out);
        }
        bool last = row + 1 == t->rows;
        if (!last || m->last_ended || out->len == from)
            text_adds(out, m->line_end);
    }
}

static bool put(const char *path, const struct text *bytes)
{
    FILE *f = fopen(path, "wb");
    bool done = f && fwrite(bytes->bytes, 1, bytes->len, f) == bytes->len;
    return f && fclose(f) == 0 && done;
}

static bool put_gzip(const char *path, const struct text *bytes)
{
    gzFile z = gzopen(path, "wb");
    bool done = z && gzwrite(z, bytes->bytes, (unsigned)bytes->len) == (int)bytes->len;
    return z && gzclose(z) == Z_OK && done;
}

static bool put_zip(const char *path, const struct text *bytes)
{
    int fault;
    unlink(path);
    zip_t *zip = zip_open(path, ZIP_CREATE, &fault);
    zip_source_t *s = zip ? zip_source_buffer(zip, bytes->bytes, bytes->len, 0) : NULL;
    return s && zip_file_add(zip, "export/table.csv", s, 0) >= 0 && !zip_close(zip);
}

bool write_file(const struct manner *m, const struct table *t, const char *path)
{
    struct text text = {0}, bytes = {0};
    if (m->packing == XLSX)
        return write_book(t, m->preamble, path);
    write_text(m, t, &text);
    text_add(&bytes, m->mark, m->mark_length);
    bool done = encode(m->encoding, text.bytes, text.len, &bytes);
    if (done)
        done = m->packing == GZIP  ? put_gzip(path, &bytes)
               : m->packing == ZIP ? put_zip(path, &bytes)
                                   : put(path, &bytes);
    if (!done)
        fprintf(stderr, "%s cannot be written as %s\n", path, m->encoding);
    text_release(&text);
    text_release(&bytes);
    return done;
}
