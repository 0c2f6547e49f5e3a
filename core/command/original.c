/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export --original: what a file said, as it said it. */
#include "command/original.h"

#include <stdlib.h>
#include <string.h>

struct writing {
    FILE *file;
    struct buffer line;
    size_t rows;
};

/* Any bytes, no guard against spreadsheets: the original text and nothing else. */
static void add_cell(struct buffer *out, const char *text, size_t len, bool alone)
{
    bool quote = (alone && !len) || (len && (text[0] == ' ' || text[len - 1] == ' '));
    for (size_t i = 0; i < len && !quote; i++)
        quote = text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    if (!quote) {
        buffer_add(out, text, len);
        return;
    }
    buffer_addc(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            buffer_addc(out, '"');
        buffer_addc(out, text[i]);
    }
    buffer_addc(out, '"');
}

static enum status flush(struct writing *w, struct error *e)
{
    buffer_addc(&w->line, '\n');
    if (w->line.failed)
        return error_no_memory(e);
    bool written = fwrite(w->line.data, 1, w->line.len, w->file) == w->line.len;
    buffer_clear(&w->line);
    return written ? STATUS_OK : error_set(e, STATUS_FAILED, "the file cannot be written");
}

static enum status write_row(void *data, const struct cache_text *cells, size_t count,
                             struct error *e)
{
    struct writing *w = data;
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_addc(&w->line, ',');
        add_cell(&w->line, cells[i].text, cells[i].length, count == 1);
    }
    w->rows++;
    return flush(w, e);
}

/* The columns of all live batches, each name once, as it first stood. */
static enum status all_columns(struct call *c, struct workspace *w, uint32_t batch,
                               struct cache_column **out, size_t *count, struct error *e)
{
    size_t batches, n = 0;
    const struct batch *b = frame_batches(w->frame, &batches);
    enum status s = STATUS_OK;
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < batches && !s; i++) {
        struct cache_column *columns;
        if (batch ? b[i].id != batch : b[i].retracted)
            continue;
        s = cache_columns(w->cache, b[i].id, &c->arena, &columns, &n, e);
        if (s)
            break;
        struct cache_column *all = arena_zero(&c->arena, *count + n + 1, sizeof *all);
        if (!all)
            return error_no_memory(e);
        if (*count)
            memcpy(all, *out, *count * sizeof *all);
        *out = all;
        for (size_t k = 0; k < n; k++) {
            bool there = false;
            for (size_t m = 0; m < *count && !there; m++)
                there = !strcmp(all[m].name, columns[k].name);
            if (!there)
                all[(*count)++] = columns[k];
        }
    }
    return s;
}

static enum status batch_lines(struct call *c, struct workspace *w, struct bitmap *lines,
                               uint32_t *batch, struct error *e)
{
    char *end;
    size_t batches;
    const struct batch *b = frame_batches(w->frame, &batches), *found = NULL;
    unsigned long id = strtoul(c->option[OPTION_BATCH], &end, 10);
    for (size_t i = 0; i < batches && !*end; i++)
        found = b[i].id == id ? &b[i] : found;
    if (!found) {
        error_set(e, STATUS_MISUSE, "there is no batch %s", c->option[OPTION_BATCH]);
        return error_way_out(e, "saisie info lists the batches");
    }
    *batch = found->id;
    for (uint32_t line = found->first_line; line && line <= found->last_line; line++)
        bitmap_set(lines, line - 1);
    if (found->rows_unchanged || found->rows_left_out)
        fprintf(stderr,
                "saisie: %u rows of the file are not in it: known before, or left out\n",
                found->rows_unchanged + found->rows_left_out);
    return STATUS_OK;
}

enum status original_rows(struct call *c, struct workspace *w, FILE *file, size_t *rows,
                          struct error *e)
{
    struct writing out = {.file = file};
    struct cache_column *columns = NULL;
    struct bitmap lines = {0};
    size_t count = 0;
    uint32_t batch = 0;
    fputs("saisie: original texts are written as they are: a spreadsheet runs those that begin "
          "with = + - @ as formulas\n",
          stderr);
    enum status s = bitmap_init(&lines, frame_lines(w->frame)) ? STATUS_OK : error_no_memory(e);
    if (!s && c->option[OPTION_BATCH])
        s = batch_lines(c, w, &lines, &batch, e);
    else if (!s)
        bitmap_or(&lines, &w->selection);
    if (!s)
        s = all_columns(c, w, batch, &columns, &count, e);
    for (size_t i = 0; i < count && !s; i++) {
        if (i)
            buffer_addc(&out.line, ',');
        add_cell(&out.line, columns[i].header, strlen(columns[i].header), count == 1);
    }
    if (!s)
        s = flush(&out, e);
    if (!s)
        s = cache_originals(w->cache, columns, count, &lines, write_row, &out, e);
    *rows = out.rows;
    buffer_free(&out.line);
    bitmap_free(&lines);
    return s;
}
