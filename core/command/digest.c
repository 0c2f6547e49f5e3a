/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie digest: one number for the content of the cache. */
#include "command/command.h"

static enum status run(struct call *c, struct error *e)
{
    const char *path;
    struct cache *cache = NULL;
    char digest[65];
    enum status s = call_cache_path(c, false, &path, e);
    if (!s)
        s = cache_open(path, CACHE_READ, &cache, e);
    if (!s)
        s = cache_hold(cache, e);
    if (!s)
        s = cache_digest(cache, digest, e);
    if (!s)
        fprintf(c->out, "%s\n", digest);
    cache_close(&cache);
    return s;
}

const struct command command_digest = {
    .name = "digest",
    .arguments = "",
    .summary = "a hash of what the current lines say",
    .details =
        "Two caches whose current lines say the same have the same digest, in whatever order\n"
        "and spelling it came: source, case id and the understood value of every field but\n"
        "status, which says what a delivery does to a line.\n\n"
        "  saisie digest\n",
    .run = run,
};
