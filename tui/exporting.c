/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ':export': the records of the filter into a file, through the verb of the command line, on a
 * cache of its own beside the panes'. */
#include "exporting.h"

#include "command/command.h"
#include "workspace/job.h"

#include <stdlib.h>
#include <string.h>

struct exporting {
    struct call call;
    const char *path;
    char *said; /* what the verb says, its first line for people */
    size_t said_length;
};

static enum status work(void *data, struct job *job, struct error *e)
{
    struct exporting *x = data;

    x->call.progress = job_progress(job);
    return command_find("export")->run(&x->call, e);
}

const char *exporting_path(const char *typed, struct arena *a)
{
    const char *home = getenv("HOME");

    return typed[0] == '~' && typed[1] == '/' && home && *home
               ? arena_printf(a, "%s%s", home, typed + 1)
               : arena_string(a, typed);
}

bool exporting_run(struct app *a, const char *file, struct error *e)
{
    struct exporting x = {.call = {.reference = a->workspace->reference, .arguments = 1}};
    struct job job = {0};

    if (!*file) {
        error_set(e, STATUS_MISUSE, "a file is missing");
        error_way_out(e, "export NAME.csv writes the records of the filter");
        return false;
    }
    x.path = exporting_path(file, &x.call.arena);
    x.call.out = open_memstream(&x.said, &x.said_length);
    enum status s = x.path && x.call.out ? STATUS_OK : error_no_memory(e);
    if (s == STATUS_OK) {
        x.call.argument = &x.path;
        x.call.option[OPTION_CACHE] = cache_path(a->workspace->cache);
        x.call.option[OPTION_WHERE] = a->workspace->sentence;
        s = job_start(&job, work, &x, e);
    }
    if (s == STATUS_OK) {
        s = app_await(a, &job, "exporting", e);
    }
    if (x.call.out) {
        fclose(x.call.out);
    }
    if (s == STATUS_OK) {
        app_notice(a, "%.*s", (int)strcspn(x.said, "\n"), x.said);
    } else if (s == STATUS_CANCELLED) {
        app_notice(a, "given up: no file was written");
    }
    free(x.said);
    arena_free(&x.call.arena);
    return s == STATUS_OK || s == STATUS_CANCELLED;
}
