/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying records as text: the marked ones, or the one under the cursor, as tab-separated rows
 * under a head; a card as it reads. Whatever a file wrote is cleaned on the way, since the text
 * ends in other programs' windows. */
#include "pane/records_private.h"

#include "app.h"
#include "handing.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 100000 /* more are an export */

/* What is on its way. */
struct copy {
    struct buffer text;
    size_t records;
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
        char what[40];
        snprintf(what, sizeof what, "%zu record%s", copy.records, copy.records == 1 ? "" : "s");
        handing_over(p->app, &copy.text, what, "");
    }
    buffer_free(&copy.text);
    return HANDLED | HANDLED_REPAINT;
}
