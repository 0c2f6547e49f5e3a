/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie purge: erases what is retracted. */
#include "analysis/overview_kept.h"
#include "command/command.h"

static enum status run(struct call *c, struct error *e)
{
    const char *path;
    struct cache *cache = NULL;
    struct cache_purged gone = {0};
    enum status s = call_cache_path(c, false, &path, e);
    if (!s)
        s = call_open_cache(c, path, &cache, e);
    if (!s)
        s = cache_purge(cache, &gone, e);
    if (!s)
        overview_keep(cache, c->reference, NULL); /* without it the next opening takes longer */
    cache_close(&cache);
    if (!s)
        fprintf(c->out, "%u batches and %u lines erased\n", gone.batches, gone.lines);
    return s;
}

const struct command command_purge = {
    .name = "purge",
    .arguments = "",
    .summary = "erase the batches that were taken back",
    .details =
        "What undo-import took back is erased for good, with its cases and texts that no\n"
        "other batch has, and the file shrinks. Batches keep their numbers.\n\n"
        "  saisie purge\n",
    .run = run,
};
