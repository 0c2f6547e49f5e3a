/* SPDX-License-Identifier: GPL-3.0-or-later */
/* @name inside a sentence: the saved sentence of that name, read anew each time. */
#include "filter/tree.h"

#include "base/text.h"
#include "store/saved.h"

#include <string.h>

/* The saved filter nearest to name, for "did you mean". */
static enum status no_such(struct frame *f, const char *name, struct arena *a, struct error *e)
{
    struct saved_filter *all = NULL;
    size_t count = 0;
    const char *near = NULL;
    int best = 4;
    struct error unheard;
    if (cache_saved_filters(frame_cache(f), a, &all, &count, &unheard) != STATUS_OK) {
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        int d = text_distance(all[i].name, name, best - 1);
        if (d < best) {
            best = d;
            near = all[i].name;
        }
    }
    error_set(e, STATUS_MISUSE, "there is no saved filter @%s", name);
    return near ? error_way_out(e, "did you mean @%s?", near)
                : error_way_out(e, "a word that begins with @ stands in quotes");
}

enum status saved_sentence(struct frame *f, const char *name, struct arena *a,
                           const char **known, const char **sentence, struct error *e)
{
    struct saved_filter one;
    enum status status = cache_find_saved(frame_cache(f), name, a, &one, e);
    if (status != STATUS_OK) {
        return status;
    }
    *known = one.name;
    *sentence = one.sentence;
    return one.name ? STATUS_OK : no_such(f, name, a, e);
}

static bool names(const struct node *node, const char *name)
{
    const char *own = node->kind == NODE_SAVED ? node->word : "";
    if (node->kind == NODE_CONDITION && *node->condition->target.name == '@') {
        own = node->condition->target.name + 1;
    }
    if (*own && text_distance(own, name, 0) == 0) {
        return true;
    }
    for (const struct node *child = node->first; child; child = child->next) {
        if (names(child, name)) {
            return true;
        }
    }
    return false;
}

bool filter_uses(const struct filter *filter, const char *name)
{
    return names(&filter->root, name);
}

enum status filter_split(struct frame *f, const char *name, struct bitmap *in, struct error *e)
{
    struct arena a = {0};
    const struct filter *filter;
    const char *sentence = arena_printf(&a, "@%s", name);
    enum status status =
        sentence ? filter_parse(f, sentence, &a, &filter, e) : error_no_memory(e);
    if (status == STATUS_OK) {
        status = filter_select(f, filter, in, NULL, e);
    }
    arena_free(&a);
    return status;
}
