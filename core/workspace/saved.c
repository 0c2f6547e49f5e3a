/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved filters with their counts; saving and removing them with care. */
#include "workspace/saved.h"
#include "store/saved.h"

#include "base/text.h"

#include <string.h>

/* What the filter takes, and of that what the newest batch brought. */
static enum status count_lines(struct workspace *w, const struct filter *filter,
                               const struct bitmap *newest, struct saved_count *out,
                               struct error *e)
{
    struct bitmap taken = {0};
    struct filter_outcome outcome;
    enum status status = filter_select(w->frame, filter, &taken, &outcome, e);
    if (status)
        return status;
    out->lines = outcome.lines;
    bitmap_and(&taken, newest);
    out->added = bitmap_count(&taken);
    bitmap_free(&taken);
    return STATUS_OK;
}

static enum status count_one(struct workspace *w, const struct bitmap *newest, struct arena *a,
                             struct saved_count *out, struct error *e)
{
    struct arena scratch = {0};
    struct error fault = {0};
    const struct filter *filter;
    enum status status = filter_parse(w->frame, out->sentence, &scratch, &filter, &fault);
    if (status == STATUS_MISUSE) {
        out->fault = arena_string(a, fault.text);
        status = out->fault ? STATUS_OK : error_no_memory(e);
    } else if (status == STATUS_OK) {
        status = count_lines(w, filter, newest, out, e);
    } else {
        *e = fault;
    }
    arena_free(&scratch);
    return status;
}

enum status saved_list(struct workspace *w, struct arena *a, struct saved_count **out,
                       size_t *count, struct error *e)
{
    struct saved_filter *all;
    struct bitmap newest = {0};
    const struct batch *last = frame_last_batch(w->frame);
    enum status status = cache_saved_filters(w->cache, a, &all, count, e);
    if (status)
        return status;
    *out = arena_zero(a, *count + 1, sizeof **out);
    if (!*out || !bitmap_init(&newest, frame_lines(w->frame)))
        return error_no_memory(e);
    if (last)
        frame_batch_lines(w->frame, last->id, newest.words);
    for (size_t i = 0; i < *count && !status; i++) {
        (*out)[i].name = all[i].name;
        (*out)[i].sentence = all[i].sentence;
        status = count_one(w, &newest, a, &(*out)[i], e);
    }
    bitmap_free(&newest);
    return status;
}

/* Refuses to take away what another one rests on. */
static enum status nobody_uses(struct workspace *w, const char *name, struct arena *a,
                               struct error *e)
{
    struct saved_filter *all;
    size_t count;
    enum status status = cache_saved_filters(w->cache, a, &all, &count, e);
    for (size_t i = 0; i < count && !status; i++) {
        const struct filter *filter;
        struct error unheard;
        if (filter_parse(w->frame, all[i].sentence, a, &filter, &unheard) == STATUS_OK &&
            text_distance(all[i].name, name, 0) != 0 && filter_uses(filter, name)) {
            error_set(e, STATUS_MISUSE, "@%s rests on @%s", all[i].name, name);
            status = error_way_out(e, "remove @%s first, or save another sentence under it",
                                   all[i].name);
        }
    }
    return status;
}

/* The canonical sentence, which may not rest on what it is saved as. */
static enum status canonical(struct workspace *w, const char *name, const char *sentence,
                             struct arena *a, const char **out, struct error *e)
{
    const struct filter *filter;
    struct buffer b = {0};
    enum status status = filter_parse(w->frame, sentence, a, &filter, e);
    if (status)
        return status;
    if (filter_uses(filter, name)) {
        error_set(e, STATUS_MISUSE, "@%s would rest on itself", name);
        return error_way_out(e, "save it under another name");
    }
    filter_print(filter, &b);
    *out = b.failed ? NULL : arena_string(a, buffer_text(&b));
    buffer_free(&b);
    return *out ? STATUS_OK : error_no_memory(e);
}

enum status saved_keep(struct workspace *w, const char *name, const char *sentence,
                       struct arena *a, const char **before, struct error *e)
{
    const char *text = NULL;
    enum status status =
        sentence ? canonical(w, name, sentence, a, &text, e) : nobody_uses(w, name, a, e);
    return status ? status : cache_save_filter(w->cache, name, text, a, before, e);
}
