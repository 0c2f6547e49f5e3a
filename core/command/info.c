/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie info: what the cache holds, batch by batch. */
#include "analysis/cases.h"
#include "command/command.h"

#include <string.h>

static void number(struct arena *a, size_t n, const char **out)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    *out = arena_string(a, text);
}

static void print_head(struct call *c, struct workspace *w, uint32_t cases, uint32_t without)
{
    const char *lines, *current, *case_text;
    size_t count, apart = 0;
    const struct batch *b = frame_batches(w->frame, &count);
    for (size_t i = 0; i < count; i++)
        if (!grain_counts(b[i].grain) && b[i].first_line)
            apart += b[i].last_line - b[i].first_line + 1;
    number(&c->arena, frame_lines(w->frame) - apart, &lines);
    number(&c->arena, bitmap_count(frame_current(w->frame)), &current);
    number(&c->arena, cases, &case_text);
    fprintf(c->out, "cache        %s\n", cache_path(w->cache));
    if (*workspace_marking(w))
        fprintf(c->out, "marking      %s\n", workspace_marking(w));
    fprintf(c->out, "as of        %s\n", frame_as_of(w->frame));
    fprintf(c->out, "seizures     %s current lines (%s with replaced and withdrawn ones)\n",
            current, lines);
    fprintf(c->out, "cases        %s distinct, %u lines of no case\n", case_text, without);
    if (apart)
        fprintf(c->out, "apart        %zu rows that are no seizures; saisie list --apart\n",
                apart);
    fputc('\n', c->out);
}

static enum status print_batches(struct call *c, struct workspace *w, enum table_format format,
                                 struct error *e)
{
    static const struct table_column columns[] = {{"batch", "Batch", true},
                                                  {"file", "File", false},
                                                  {"as_of", "As of", false},
                                                  {"rows", "Rows", true},
                                                  {"new", "New", true},
                                                  {"changed", "Changed", true},
                                                  {"withdrawn", "Withdrawn", true},
                                                  {"unchanged", "Unchanged", true},
                                                  {"left_out", "Left out", true},
                                                  {"findings", "Findings", true},
                                                  {"profile", "Profile", false},
                                                  {"grain", "A row is", false},
                                                  {"bytes", "Bytes", true},
                                                  {"state", "State", false},
                                                  {"sha256", "SHA-256", false}};
    struct table t;
    size_t count;
    const struct batch *b = frame_batches(w->frame, &count);
    call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        const uint32_t n[] = {b[i].rows_read,      b[i].rows_new,       b[i].rows_changed,
                              b[i].rows_withdrawn, b[i].rows_unchanged, b[i].rows_left_out,
                              b[i].findings};
        const char *cells[15] = {arena_printf(&c->arena, "%u", b[i].id), b[i].file, b[i].as_of};
        for (size_t k = 0; k < 7; k++)
            cells[3 + k] = arena_printf(&c->arena, "%u", n[k]);
        cells[10] = b[i].profile;
        cells[11] = grain_word(b[i].grain);
        cells[12] = arena_printf(&c->arena, "%llu", (unsigned long long)b[i].bytes);
        cells[13] = b[i].retracted ? "retracted" : "";
        /* Twelve digits tell batches apart on a screen; other formats get them all. */
        cells[14] =
            format == TABLE_TEXT ? arena_printf(&c->arena, "%.12s", b[i].sha256) : b[i].sha256;
        table_row(&t, cells);
    }
    return table_end(&t, format == TABLE_TEXT ? "" : workspace_provenance(w, &c->arena), e);
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    enum table_format format;
    uint32_t cases, without;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = cases_count(w->frame, &w->selection, &cases, &without, e);
    if (!status && format == TABLE_TEXT)
        print_head(c, w, cases, without);
    if (!status)
        status = print_batches(c, w, format, e);
    workspace_close(&w);
    return status;
}

const struct command command_info = {
    .name = "info",
    .arguments = "",
    .summary = "what the cache holds, batch by batch",
    .details = "  saisie info\n  saisie --cache unodc.db info --format json\n",
    .options = TAKES_FORMAT,
    .run = run,
};
