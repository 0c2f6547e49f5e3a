/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie check: whether everything in the cache fits together. */
#include "analysis/overview_kept.h"
#include "base/text.h"
#include "command/command.h"

#include <string.h>

struct told {
    FILE *out;
    unsigned faults;
};

static void tell(void *data, const char *text)
{
    struct told *t = data;
    struct buffer clean = {0};
    text_clean(&clean, text, strlen(text), 400, false);
    fprintf(t->out, "%s\n", buffer_text(&clean));
    buffer_free(&clean);
    t->faults++;
}

/* What is kept of the overview, against what the columns say. */
static enum status check_overview(struct call *c, struct cache *cache, struct told *told,
                                  struct error *e)
{
    struct frame *frame = NULL;
    bool kept = false, same = false;
    enum status s = frame_open(cache, c->reference, &frame, e);
    if (!s)
        s = overview_check(frame, &kept, &same, e);
    if (!s && kept && !same)
        tell(told, "the overview that is kept is not that of the lines");
    if (frame)
        frame_free(&frame);
    return s;
}

static enum status run(struct call *c, struct error *e)
{
    const char *path;
    struct cache *cache = NULL;
    struct told told = {.out = c->out};
    enum status s = call_cache_path(c, false, &path, e);
    if (!s)
        s = cache_open(path, CACHE_READ, &cache, e);
    if (!s)
        s = cache_hold(cache, e);
    if (!s)
        s = cache_check(cache, tell, &told, e);
    /* Columns that don't fit together tell nothing of what was made from them. */
    if (!s && !told.faults)
        s = check_overview(c, cache, &told, e);
    cache_close(&cache);
    if (s)
        return s;
    if (told.faults) {
        error_set(e, STATUS_FAILED, "%s: %u faults", path, told.faults);
        return error_way_out(e, "import the files into a new cache");
    }
    fputs("the file, the columns, the batches and the current lines fit together\n", c->out);
    return STATUS_OK;
}

const struct command command_check = {
    .name = "check",
    .arguments = "",
    .summary = "look whether everything in the cache fits together",
    .details =
        "The file itself, references, columns against rows, the counts of the batches, and\n"
        "the current lines against what the batches say, and the overview that is kept.\n\n"
        "  saisie check\n",
    .run = run,
};
