/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was odd in a batch, row by row, and from a row to its record. */
#include "pane/findings.h"

#include "app.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define FINDINGS_MOST 2000
#define TEXT_MOST 28 /* columns of the original text */

struct finding_list {
    struct arena arena;
    const char *text[FINDINGS_MOST];
    uint32_t row[FINDINGS_MOST];
    size_t count;
};

/* The original first: it is what one looks for, and what must not be cut. */
static enum status add_finding(void *data, const struct finding *f, struct error *e)
{
    struct finding_list *list = data;
    struct buffer original = {0};

    text_clean(&original, f->text, strlen(f->text), TEXT_MOST, false);
    int width = text_width(buffer_text(&original), original.len);
    const char *text =
        arena_printf(&list->arena, "row %-6u %s%*s %s: %.80s (%s %c)", f->row,
                     buffer_text(&original), width < 16 ? 16 - width : 0, "",
                     *f->field ? f->field : "row", f->meaning, f->rule, f->severity);
    bool failed = original.failed;
    buffer_free(&original);
    if (!text || failed) {
        return error_no_memory(e);
    }
    if (list->count < FINDINGS_MOST) {
        list->row[list->count] = f->row;
        list->text[list->count++] = text;
    }
    return STATUS_OK;
}

static const struct batch *find_batch(const struct workspace *w, uint32_t id)
{
    size_t count;
    const struct batch *b = frame_batches(w->frame, &count);

    for (size_t i = count; i-- > 0;) {
        if (id ? b[i].id == id : !b[i].retracted) {
            return &b[i];
        }
    }
    return NULL;
}

/* To the card of the record that the row became. */
static void open_row(struct app *a, const struct batch *b, uint32_t row)
{
    struct pane *p = &a->pane[app_find_pane(a, "records")];
    const struct bitmap *current = frame_current(a->workspace->frame);
    struct error e = {0};
    uint32_t line = 0;
    char sentence[32];

    if (cache_find_row(a->workspace->cache, b, row, &line, &e) != STATUS_OK) {
        app_fault(a, &e);
    } else if (!grain_counts(b->grain)) {
        app_notice(a, "its rows are kept apart, never counted; saisie list --apart");
    } else if (!line) {
        app_notice(a, "row %u has no record of its own: left out, or known before", row);
    } else if (line > current->bits || !bitmap_get(current, line - 1)) {
        app_notice(a, "the record of row %u was replaced by a later file", row);
    } else {
        snprintf(sentence, sizeof sentence, "batch:%u", b->id);
        if (!app_open(a, "records", sentence)) {
            return;
        }
        p->place = line;
        p->placed = p->stale = true;
        if (app_refresh(a, p)) {
            p->ops->action(p, ACTION_OPEN, 0);
        }
    }
}

void findings_show(struct app *a, uint32_t batch)
{
    struct finding_list list = {0};
    const struct batch *b = find_batch(a->workspace, batch);
    struct error e = {0};
    char title[80];
    int chosen = -1;

    if (!b) {
        app_notice(a, batch ? "there is no batch %u" : "there is no batch", batch);
        return;
    }
    enum status s = cache_visit_findings(a->workspace->cache, b->id, NULL, FINDINGS_MOST,
                                         add_finding, &list, &e);
    snprintf(title, sizeof title, "What was odd in batch %u; its record opens", b->id);
    if (s != STATUS_OK) {
        app_fault(a, &e);
    } else if (!list.count) {
        app_notice(a, "nothing was odd in batch %u", b->id);
    } else {
        chosen = app_choose(a, title, list.text, list.count, 0);
    }
    if (chosen >= 0) {
        open_row(a, b, list.row[chosen]);
    }
    arena_free(&list.arena);
}
