/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying records as text: the marked ones, or the one under the cursor, as tab-separated rows
 * under a head; a card as it reads. Whatever a file wrote is cleaned on the way, since the text
 * ends in other programs' windows. */
#include "pane/records_private.h"

#include "app.h"
#include "exporting.h"
#include "paths.h"
#include "prompt.h"

#include "base/text.h"
#include "export/whole_file.h"
#include "term/clipboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 100000 /* more are an export */

/* What is on its way. */
struct copy {
    struct buffer text;
    size_t records;
    const char *done; /* told when it is there, in the prompt's arena */
};

/* ---- as rows */

/* A cell: no tab, line end or control character; what a spreadsheet would run gets an
 * apostrophe, as in an export. */
static void add_cell(struct buffer *out, const struct buffer *text, bool number, bool first)
{
    const char *at = buffer_text(text);

    buffer_adds(out, first ? "" : "\t");
    if (!number && *at && strchr("=+-@\t\r", *at) && at[1]) {
        buffer_addc(out, '\'');
    }
    text_clean(out, at, text->len, -1, false);
}

static enum status add_row(struct pane *p, size_t position, struct buffer *out, struct error *e)
{
    struct records *r = p->state;
    const char *marking = workspace_marking(p->workspace);
    struct buffer cell = {0};
    enum status s = STATUS_OK;

    for (size_t i = 0; i < r->column_count && s == STATUS_OK; i++) {
        const struct list_column *c = records_column_at(p, i);
        buffer_clear(&cell);
        s = c ? list_column_cell(c, position, CELL_LABEL, &cell, NULL, e) : STATUS_CANCELLED;
        add_cell(out, &cell, c && c->number, i == 0);
    }
    buffer_free(&cell);
    buffer_addf(out, "%s%s\n", *marking ? "\t" : "", marking);
    return out->failed ? error_no_memory(e) : s;
}

static enum status add_head(struct pane *p, struct buffer *out)
{
    struct records *r = p->state;
    struct buffer cell = {0};

    for (size_t i = 0; i < r->column_count; i++) {
        const struct list_column *c = records_column_at(p, i);
        if (!c) {
            buffer_free(&cell);
            return STATUS_CANCELLED;
        }
        buffer_clear(&cell);
        buffer_adds(&cell, c->label);
        add_cell(out, &cell, false, i == 0);
    }
    buffer_free(&cell);
    buffer_adds(out, *workspace_marking(p->workspace) ? "\tMarking\n" : "\n");
    return STATUS_OK;
}

/* The marked ones in the order of the list, those that it does not have behind them. */
static enum status add_rows(struct pane *p, struct copy *copy, struct error *e)
{
    struct records *r = p->state;
    struct bitmap left = {0};
    enum status s = add_head(p, &copy->text);

    if (s == STATUS_OK && !r->marks.count) {
        copy->records = 1;
        return add_row(p, r->order[r->list.cursor], &copy->text, e);
    }
    if (s != STATUS_OK || !bitmap_copy(&left, &r->marks.bits)) {
        return s != STATUS_OK ? s : error_no_memory(e);
    }
    for (size_t i = 0; i < r->count && s == STATUS_OK; i++) {
        if (marks_has(&r->marks, r->order[i])) {
            s = add_row(p, r->order[i], &copy->text, e);
            bitmap_unset(&left, r->order[i]);
            copy->records++;
        }
    }
    uint32_t position;
    size_t from = 0;
    while (s == STATUS_OK && bitmap_next(&left, &from, &position, 1) > 0) {
        s = add_row(p, position, &copy->text, e);
        copy->records++;
    }
    bitmap_free(&left);
    return s;
}

/* ---- as a card */

static void add_card(struct pane *p, struct copy *copy)
{
    struct records *r = p->state;
    const char *marking = workspace_marking(p->workspace);
    struct buffer *out = &copy->text;

    if (*marking) {
        buffer_addf(out, "%s\n", marking);
    }
    for (size_t i = 0; i < r->card.count; i++) {
        const struct card_line *l = &r->card.line[i];
        int width = text_clean(out, l->label, strlen(l->label), -1, false);
        buffer_addf(out, "%*s", width < CARD_LABEL_WIDTH ? CARD_LABEL_WIDTH - width + 1 : 1,
                    "");
        text_clean(out, l->value, strlen(l->value), -1, false);
        if (l->original) {
            buffer_adds(out, "  in the file: ");
            text_clean(out, l->original, strlen(l->original), -1, false);
        }
        buffer_adds(out, "\n");
    }
    copy->records = 1;
}

/* ---- where it goes */

static bool write_text(struct app *a, const char *line, struct error *e)
{
    struct copy *copy = a->prompt_data;
    size_t skip = strspn(line, " \t"), len = strlen(line + skip);
    struct arena arena = {0};
    struct whole_file file;

    while (len > 0 && line[skip + len - 1] == ' ') {
        len--;
    }
    const char *typed = arena_copy(&arena, line + skip, len);
    const char *path = typed ? exporting_path(typed, &arena) : NULL;
    enum status s = !path   ? error_no_memory(e)
                    : *path ? whole_file_open(path, &arena, &file, e)
                            : error_set(e, STATUS_MISUSE, "a file is missing");
    if (s == STATUS_OK) {
        fwrite(buffer_text(&copy->text), 1, copy->text.len, file.file);
        s = whole_file_close(&file, STATUS_OK, e);
    }
    if (s == STATUS_OK) {
        app_notice(a, "%s: %zu record%s", path, copy->records, copy->records == 1 ? "" : "s");
    } else {
        e->at = skip;
        e->length = len;
    }
    arena_free(&arena);
    return s == STATUS_OK;
}

static enum status complete_file(struct app *a, const char *line, size_t cursor, size_t limit,
                                 struct arena *arena, size_t *from,
                                 struct filter_completion **out, size_t *count, struct error *e)
{
    (void)a;
    *count = 0;
    *out = arena_zero(arena, limit ? limit : 1, sizeof **out);
    return *out ? complete_path(line, 0, cursor, limit, arena, from, *out, count, e)
                : error_no_memory(e);
}

static void hand_over(struct app *a, struct copy *copy)
{
    struct prompt_kind kind = {
        .name = "file",
        .mark = "copy into ",
        .hint = "a new file; Tab completes  C-g leaves   :set clipboard on: no file",
        .accept = write_text,
        .complete = complete_file,
        .data = copy,
    };

    if (a->clipboard && clipboard_copy(a->term, buffer_text(&copy->text), copy->text.len)) {
        app_notice(a, "handed to the terminal's clipboard: %zu record%s", copy->records,
                   copy->records == 1 ? "" : "s");
        return;
    }
    if (a->clipboard) {
        kind.hint = "too long for a terminal's clipboard: a new file; C-g leaves";
    }
    prompt_run(a, &kind, "");
}

unsigned records_copy(struct pane *p)
{
    struct records *r = p->state;
    struct copy copy = {0};
    struct error e = {0};
    enum status s = STATUS_OK;

    if (r->card.open) {
        add_card(p, &copy);
    } else if (r->marks.count > MOST_ROWS) {
        app_notice(p->app, "%zu records are too many to copy; :export writes a filter's",
                   r->marks.count);
        return HANDLED | HANDLED_REPAINT;
    } else if (r->count) {
        s = add_rows(p, &copy, &e);
    }
    if (s == STATUS_OK && copy.text.failed) {
        s = error_no_memory(&e);
    }
    if (s != STATUS_OK && e.text[0]) {
        app_fault(p->app, &e);
    } else if (s == STATUS_OK && copy.records) {
        hand_over(p->app, &copy);
    }
    buffer_free(&copy.text);
    return HANDLED | HANDLED_REPAINT;
}
