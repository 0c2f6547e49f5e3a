/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a file that was loaded: its records, what was odd in it, and back out with
 * it. */
#include "pane/findings.h"
#include "pane/import_pane.h"

#include <stdio.h>

/* How many records count through the batch: lines that it brought, or brought again. */
static size_t records_of(struct pane *p, uint32_t batch)
{
    const struct frame *f = p->workspace->frame;
    struct bitmap lines = {0};
    struct error e = {0};
    size_t count = 0;

    if (bitmap_init(&lines, frame_lines(f))) {
        frame_batch_lines(f, batch, lines.words);
        bitmap_and(&lines, frame_current(f));
        count = bitmap_count(&lines);
    } else {
        error_no_memory(&e);
        app_fault(p->app, &e);
    }
    bitmap_free(&lines);
    return count;
}

static void open_records(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = &v->intake.item[v->files.cursor];
    const struct batch *b = &it->result.batch;
    uint64_t came = (uint64_t)b->rows_new + b->rows_changed;
    char sentence[32], number[64];

    if (it->end != INTAKE_LOADED) {
        app_notice(p->app, "nothing of this file was loaded");
    } else if (!grain_counts(b->grain)) {
        app_notice(p->app, "its rows are kept apart, never counted; saisie list --apart");
    } else if (records_of(p, b->id)) {
        snprintf(sentence, sizeof sentence, "batch:%u", b->id);
        app_open(p->app, "records", sentence);
    } else if (came) {
        app_notice(p->app, "%s row%s again, in lines of earlier batches",
                   import_number(came, number), came == 1 ? " counts" : "s count");
    } else {
        app_notice(p->app, "it brought no line that was not there already");
    }
}

static void show_findings(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = &v->intake.item[v->files.cursor];

    if (it->end != INTAKE_LOADED) {
        app_notice(p->app, "nothing of this file was loaded");
    } else {
        findings_show(p->app, it->result.batch.id);
    }
}

static void take_batch(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = &v->intake.item[v->files.cursor];
    struct error e = {0};
    char question[64];

    if (it->end != INTAKE_LOADED) {
        app_notice(p->app, "nothing of this file is there");
        return;
    }
    snprintf(question, sizeof question, "Take batch %u back?", it->result.batch.id);
    if (!app_confirm(p->app, question)) {
        return;
    }
    if (intake_take_back(&v->intake, v->files.cursor, &e) != STATUS_OK) {
        app_fault(p->app, &e);
        return;
    }
    app_notice(p->app, "batch %u is taken back; saisie redo-import %u brings it back",
               it->result.batch.id, it->result.batch.id);
    app_reload(p->app);
    v->intake.cache_path = cache_path(p->workspace->cache);
}

bool import_loaded(struct pane *p, enum action action)
{
    switch (action) {
    case ACTION_OPEN:
        open_records(p);
        return true;
    case ACTION_FINDINGS:
        show_findings(p);
        return true;
    case ACTION_TAKE_BATCH:
        take_batch(p);
        return true;
    default:
        return false;
    }
}
