/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving the present sentence under a name, and removing it. */
#include "saved.h"

#include "store/saved.h"
#include "workspace/saved.h"

static bool keep(struct app *a, const char *name, bool remove, struct error *e)
{
    struct arena arena = {0};
    const char *before = NULL;

    name += *name == '@';
    enum status s = saved_keep(a->workspace, name, remove ? NULL : a->workspace->sentence,
                               &arena, &before, e);
    /* Columns and the selection may be of the sentence that the name had. */
    if (s == STATUS_OK && before && !remove) {
        app_reload(a);
    }
    if (s == STATUS_OK && remove) {
        app_notice(a, "@%s removed; it was: %s", name, before);
    } else if (s == STATUS_OK && before) {
        app_notice(a, "saved as @%s; it was: %s", name, before);
    } else if (s == STATUS_OK) {
        app_notice(a, "saved as @%s", name);
    }
    arena_free(&arena);
    return s == STATUS_OK;
}

bool saved_save(struct app *a, const char *name, struct error *e)
{
    return keep(a, name, false, e);
}

bool saved_remove(struct app *a, const char *name, struct error *e)
{
    return keep(a, name, true, e);
}

enum status saved_names(struct app *a, struct arena *arena, const char ***words, size_t *count,
                        struct error *e)
{
    struct saved_filter *all;
    enum status s = cache_saved_filters(a->workspace->cache, arena, &all, count, e);
    const char **out = s == STATUS_OK ? arena_zero(arena, *count + 1, sizeof *out) : NULL;

    if (s != STATUS_OK) {
        return s;
    }
    for (size_t i = 0; out && i < *count; i++) {
        out[i] = all[i].name;
    }
    *words = out;
    return out ? STATUS_OK : error_no_memory(e);
}
