/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving the present sentence under a name, and the list of what was saved. */
#include "saved.h"

#include "base/decimal.h"
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

static const char *line_of(const struct saved_count *s, struct arena *arena)
{
    char lines[64], added[64];

    if (s->fault) {
        return arena_printf(arena, "@%-14s %s", s->name, s->fault);
    }
    fixed_format((int128)s->lines, 0, 0, ',', lines);
    fixed_format((int128)s->added, 0, 0, ',', added);
    return arena_printf(arena, "@%-14s %12s %10s new  %s", s->name, lines, added, s->sentence);
}

bool saved_choose(struct app *a, struct error *e)
{
    struct arena arena = {0};
    struct saved_count *saved;
    size_t count = 0;
    enum status s = saved_list(a->workspace, &arena, &saved, &count, e);
    const char **item = s == STATUS_OK ? arena_zero(&arena, count + 1, sizeof *item) : NULL;

    for (size_t i = 0; item && i < count; i++) {
        item[i] = line_of(&saved[i], &arena);
        if (!item[i]) {
            item = NULL;
        }
    }
    if (s == STATUS_OK && !item) {
        s = error_no_memory(e);
    }
    if (s == STATUS_OK && !count) {
        app_notice(a, "no filter is saved yet; :save NAME keeps the present one");
    } else if (s == STATUS_OK) {
        int chosen = app_choose(a, "Saved filters", item, count, 0);
        const char *sentence =
            chosen < 0 ? NULL : arena_printf(&arena, "@%s", saved[chosen].name);
        if (sentence) {
            app_filter(a, sentence);
        }
    }
    arena_free(&arena);
    return s == STATUS_OK;
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
