/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie undo-import and redo-import: a batch taken back, and brought back. */
#include "analysis/overview_kept.h"
#include "command/command.h"

#include <stdlib.h>

static enum status read_number(const char *text, uint32_t *batch, struct error *e)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || !n || n > UINT32_MAX) {
        error_set(e, STATUS_MISUSE, "\"%s\" is no number of a batch", text);
        return error_way_out(e, "saisie info lists the batches");
    }
    *batch = (uint32_t)n;
    return STATUS_OK;
}

static enum status retract(struct call *c, bool back, struct error *e)
{
    const char *path;
    struct cache *cache = NULL;
    struct bitmap before = {0}, after = {0};
    uint32_t batch = 0;
    enum status s = read_number(c->argument[0], &batch, e);
    if (!s)
        s = call_cache_path(c, false, &path, e);
    if (!s)
        s = call_open_cache(c, path, &cache, e);
    if (!s)
        s = cache_current(cache, &before, e);
    if (!s)
        s = cache_retract(cache, batch, back, e);
    if (!s)
        s = cache_current(cache, &after, e);
    if (!s)
        fprintf(c->out, "batch %u: %s, %zu current lines, %zu before\n", batch,
                back ? "brought back" : "retracted", bitmap_count(&after),
                bitmap_count(&before));
    if (!s && !back)
        fprintf(c->out,
                "saisie redo-import %u brings it back; saisie purge erases it for good\n",
                batch);
    if (!s)
        overview_keep(cache, c->reference, NULL); /* without it the next opening takes longer */
    bitmap_free(&before);
    bitmap_free(&after);
    cache_close(&cache);
    return s;
}

static enum status undo(struct call *c, struct error *e)
{
    return retract(c, false, e);
}

static enum status redo(struct call *c, struct error *e)
{
    return retract(c, true, e);
}

const struct command command_undo_import = {
    .name = "undo-import",
    .arguments = "N",
    .least = 1,
    .most = 1,
    .summary = "take batch N back at once",
    .details =
        "The cache is then as if batch N had never been imported, whatever followed: what a\n"
        "later delivery found unchanged stays on its behalf, what N changed is again as it\n"
        "was before. Nothing is deleted; redo-import brings the batch back.\n\n"
        "  saisie undo-import 3\n",
    .run = undo,
};

const struct command command_redo_import = {
    .name = "redo-import",
    .arguments = "N",
    .least = 1,
    .most = 1,
    .summary = "bring batch N back that was taken back",
    .details = "The batch takes its old place among the others.\n\n  saisie redo-import 3\n",
    .run = redo,
};
