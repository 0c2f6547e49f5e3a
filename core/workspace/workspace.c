/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open cache, its frame, and the filter that all panes share. */
#include "workspace/workspace.h"
#include "analysis/cases.h"
#include "analysis/overview_kept.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One moment for all answers: an import that commits meanwhile is seen at the next opening. */
static enum status open_moment(frame_opener *open, const char *path, const struct reference *r,
                               struct cache **cache, struct frame **frame, struct error *e)
{
    *cache = NULL;
    *frame = NULL;
    enum status status = cache_open(path, CACHE_READ, cache, e);
    if (!status)
        status = cache_hold(*cache, e);
    if (!status)
        status = open(*cache, r, frame, e);
    if (!status)
        frame_set_splitter(*frame, filter_split);
    /* An empty one is not held: its first batch is written where nobody may read meanwhile. */
    if (!status && !frame_lines(*frame))
        cache_release(*cache);
    if (status)
        cache_close(cache);
    return status;
}

static enum status open_over(frame_opener *open, const char *cache_path,
                             const struct reference *r, struct workspace **out, struct error *e)
{
    *out = NULL;
    struct workspace *w = calloc(1, sizeof *w);
    if (!w)
        return error_no_memory(e);
    w->reference = r;
    enum status status = open_moment(open, cache_path, r, &w->cache, &w->frame, e);
    if (!status)
        status = workspace_filter(w, "", e);
    if (status)
        workspace_close(&w);
    *out = w;
    return status;
}

enum status workspace_open(const char *cache_path, const struct reference *r,
                           struct workspace **out, struct error *e)
{
    return open_over(frame_open, cache_path, r, out, e);
}

enum status workspace_open_apart(const char *cache_path, const struct reference *r,
                                 struct workspace **out, struct error *e)
{
    return open_over(frame_open_apart, cache_path, r, out, e);
}

static void drop_before(struct workspace *w)
{
    free(w->before.sentence);
    arena_free(&w->before.arena);
    w->before.sentence = NULL;
}

void workspace_close(struct workspace **w)
{
    if (!w || !*w)
        return;
    struct workspace *gone = *w;
    drop_before(gone);
    free(gone->sentence);
    bitmap_free(&gone->selection);
    arena_free(&gone->filter_arena);
    frame_free(&gone->frame);
    cache_close(&gone->cache);
    free(gone);
    *w = NULL;
}

enum status workspace_reload(struct workspace *w, bool *kept, struct error *e)
{
    struct cache *cache = w->cache;
    struct frame *frame = w->frame;
    enum status status = open_moment(frame_is_apart(frame) ? frame_open_apart : frame_open,
                                     cache_path(cache), w->reference, &w->cache, &w->frame, e);
    if (!status) {
        drop_before(w); /* nothing of the old frame is gone back to */
        w->selected = false;
        *kept = workspace_filter(w, w->sentence, NULL) == STATUS_OK;
        if (!*kept)
            status = workspace_filter(w, "", e);
    }
    if (status) {
        if (w->frame)
            frame_free(&w->frame);
        cache_close(&w->cache);
        w->cache = cache;
        w->frame = frame;
        return status;
    }
    frame_free(&frame);
    cache_close(&cache);
    w->marking_known = w->apart_known = false;
    w->marking[0] = '\0';
    return STATUS_OK;
}

void workspace_give_up(struct workspace *w)
{
    if (w->selected || !w->before.sentence)
        return;
    free(w->sentence);
    arena_free(&w->filter_arena);
    w->sentence = w->before.sentence;
    w->filter = w->before.filter;
    w->filter_arena = w->before.arena;
    w->generation = w->before.generation;
    w->before.sentence = NULL;
    w->before.arena = (struct arena){0};
    w->selected = true;
}

/* The sentence becomes another; the one that the selection is of is kept. */
static void take_sentence(struct workspace *w, char *sentence, const struct filter *filter,
                          const struct arena *arena)
{
    if (w->selected) {
        w->before.sentence = w->sentence;
        w->before.filter = w->filter;
        w->before.arena = w->filter_arena;
        w->before.generation = w->generation;
    } else {
        free(w->sentence);
        arena_free(&w->filter_arena);
    }
    w->sentence = sentence;
    w->filter = filter;
    w->filter_arena = *arena;
    w->generation = ++w->asked;
    w->selected = false;
}

enum status workspace_ask(struct workspace *w, const char *sentence, struct error *e)
{
    struct arena arena = {0};
    struct buffer canonical = {0};
    const struct filter *filter;
    char *kept = NULL;
    enum status status = filter_parse(w->frame, sentence, &arena, &filter, e);
    if (!status) {
        filter_print(filter, &canonical);
        kept = canonical.failed ? NULL : strdup(buffer_text(&canonical));
        if (!kept)
            status = error_no_memory(e);
    }
    buffer_free(&canonical);
    if (status) {
        arena_free(&arena);
        return status;
    }
    bool back = !w->selected && w->before.sentence && !strcmp(kept, w->before.sentence);
    if (!back) {
        take_sentence(w, kept, filter, &arena);
        return STATUS_OK;
    }
    free(kept);
    arena_free(&arena);
    workspace_give_up(w);
    return STATUS_OK;
}

enum status workspace_select(struct workspace *w, struct error *e)
{
    struct bitmap selection = {0};
    struct filter_outcome outcome;
    if (w->selected)
        return STATUS_OK;
    enum status status = filter_select(w->frame, w->filter, &selection, &outcome, e);
    if (status) {
        bitmap_free(&selection);
        return status;
    }
    drop_before(w);
    bitmap_free(&w->selection);
    w->selection = selection;
    w->outcome = outcome;
    w->selected = true;
    return STATUS_OK;
}

enum status workspace_filter(struct workspace *w, const char *sentence, struct error *e)
{
    enum status status = workspace_ask(w, sentence, e);
    if (!status)
        status = workspace_select(w, e);
    if (status)
        workspace_give_up(w);
    return status;
}

enum status workspace_retagged(struct workspace *w, struct error *e)
{
    enum status status = frame_retag(w->frame, e);
    w->generation = ++w->asked;
    if (!status && (filter_rests_on(w->filter, "tag") || filter_rests_on(w->filter, "note")))
        status = workspace_filter(w, w->sentence, e);
    return status;
}

/* ---- what stands under every number */

static void add_count(struct buffer *b, size_t n, const char *one, const char *many)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    buffer_addf(b, "%s%s %s", b->len ? " · " : "", text, n == 1 ? one : many);
}

/* Counted once a selection: the line below a pane is painted with every key. */
static bool count_selection(struct workspace *w)
{
    struct overview all = {0};
    if (w->counted == w->generation)
        return true;
    if (overview_recall(w->frame, &w->selection, 0, &all)) {
        w->cases = (uint32_t)all.cases;
        w->without_case = all.without_case;
        w->reporters = all.reporters;
        arena_free(&all.arena);
    } else if (cases_count(w->frame, &w->selection, &w->cases, &w->without_case, NULL) ||
               reporters_count(w->frame, &w->selection, &w->reporters, NULL))
        return false;
    w->counted = w->generation;
    return true;
}

enum status workspace_count(struct workspace *w, struct error *e)
{
    return count_selection(w) ? STATUS_OK : pace_status(frame_pace(w->frame), e);
}

/* Rows that are no seizures are counted as rows. */
static bool add_counts(struct workspace *w, struct buffer *b)
{
    if (!count_selection(w))
        return false;
    uint32_t cases = w->cases, without = w->without_case, reporters = w->reporters;
    bool apart = frame_is_apart(w->frame);
    if (apart)
        add_count(b, w->outcome.lines, "row, no seizure", "rows, no seizures");
    else
        add_count(b, w->outcome.lines, "seizure", "seizures");
    if (apart)
        cases = without = 0;
    else if (without && !cases)
        buffer_adds(b, " · no case ids");
    else
        add_count(b, cases, "case", "cases");
    if (without && cases)
        add_count(b, without, "line of no case", "lines of no case");
    add_count(b, reporters, "reporter", "reporters");
    if (w->outcome.coarse)
        add_count(b, w->outcome.coarse, "date too coarse left out",
                  "dates too coarse left out");
    size_t batches, live = 0;
    uint32_t first = 0, last = 0;
    const struct batch *batch = frame_batches(w->frame, &batches);
    for (size_t i = 0; i < batches; i++) {
        if (!frame_holds(w->frame, &batch[i]))
            continue;
        first = live++ ? first : batch[i].id;
        last = batch[i].id;
    }
    if (live == 1)
        buffer_addf(b, " · batch %u", first);
    else if (live)
        buffer_addf(b, " · batches %u–%u", first, last);
    return true;
}

static const char *keep(struct buffer *b, bool ok, struct arena *a)
{
    const char *text = ok && !b->failed ? arena_string(a, buffer_text(b)) : NULL;
    buffer_free(b);
    return text;
}

enum status workspace_apart(struct workspace *w, size_t *rows, struct error *e)
{
    size_t count;
    const struct batch *batch = frame_batches(w->frame, &count);
    bool any = false;
    for (size_t i = 0; i < count && !frame_is_apart(w->frame); i++)
        any |= !batch[i].retracted && !grain_counts(batch[i].grain);
    struct bitmap current = {0}, apart = {0};
    enum status status = STATUS_OK;
    if (any && !w->apart_known) {
        status = cache_current(w->cache, &current, e);
        if (!status)
            status = cache_apart(w->cache, &apart, e);
        if (!status) {
            bitmap_and(&apart, &current);
            w->apart = bitmap_count(&apart);
            w->apart_known = true;
        }
    }
    bitmap_free(&current);
    bitmap_free(&apart);
    *rows = any && w->apart_known ? w->apart : 0;
    return status;
}

const char *workspace_under(struct workspace *w, struct arena *a)
{
    const char *provenance = workspace_provenance(w, a);
    return arena_printf(a, "filter: %s\n%s", *w->sentence ? w->sentence : "(everything)",
                        provenance ? provenance : "");
}

const char *workspace_counts(struct workspace *w, struct arena *a)
{
    struct buffer b = {0};
    bool ok = add_counts(w, &b);
    return keep(&b, ok, a);
}

const char *workspace_provenance(struct workspace *w, struct arena *a)
{
    struct buffer b = {0};
    bool ok = add_counts(w, &b);
    if (*frame_as_of(w->frame))
        buffer_addf(&b, " · as of %s", frame_as_of(w->frame));
    if (*workspace_marking(w))
        buffer_addf(&b, " · %s", workspace_marking(w));
    return keep(&b, ok, a);
}

/* Training cases say so in their ids; the first case of each batch stands for the batch. */
static bool is_training(struct workspace *w)
{
    size_t batches;
    const struct batch *batch = frame_batches(w->frame, &batches);
    bool training = false;
    for (size_t i = 0; i < batches && !training; i++) {
        struct arena a = {0};
        struct line_origin origin;
        training = batch[i].first_line && frame_holds(w->frame, &batch[i]) &&
                   cache_line(w->cache, batch[i].first_line, &a, &origin, NULL) == STATUS_OK &&
                   !strncmp(origin.case_id, "TRN-", 4);
        arena_free(&a);
    }
    return training;
}

const char *workspace_marking(struct workspace *w)
{
    if (!w->marking_known) {
        struct arena a = {0};
        const char *kept = NULL;
        if (is_training(w))
            snprintf(w->marking, sizeof w->marking, "TRAINING DATA");
        else if (!cache_meta(w->cache, "marking", &a, &kept, NULL) && kept)
            snprintf(w->marking, sizeof w->marking, "%s", kept);
        arena_free(&a);
        w->marking_known = true;
    }
    return w->marking;
}

/* ---- where the cache lives */

/* Makes every folder of path up to its last slash, 0700. */
static enum status make_folders(char *path, struct error *e)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (!made) {
            error_set(e, STATUS_FAILED, "cannot make the folder %s: %s", path, strerror(errno));
            error_way_out(e, "name a cache elsewhere with --cache FILE");
        }
        *slash = '/';
        if (!made)
            return STATUS_FAILED;
    }
    return STATUS_OK;
}

enum status workspace_user_folder(struct arena *a, const char **path, struct error *e)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    *path = NULL;
    if (config && *config == '/')
        *path = arena_printf(a, "%s/saisie", config);
    else if (home && *home)
        *path = arena_printf(a, "%s/.config/saisie", home);
    else
        return STATUS_OK;
    return *path ? STATUS_OK : error_no_memory(e);
}

enum status workspace_default_cache(bool make, struct arena *a, const char **path,
                                    struct error *e)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    char *text = NULL;
    if (data && *data == '/')
        text = arena_printf(a, "%s/saisie/cache.db", data);
    else if (home && *home)
        text = arena_printf(a, "%s/.local/share/saisie/cache.db", home);
    else
        return error_set(e, STATUS_FAILED,
                         "neither XDG_DATA_HOME nor HOME is set: name the "
                         "cache with --cache FILE");
    if (!text)
        return error_no_memory(e);
    *path = text;
    return make ? make_folders(text, e) : STATUS_OK;
}

enum status workspace_user_file(const char *name, struct arena *a, const char **path,
                                struct error *e)
{
    const char *folder;
    enum status status = workspace_user_folder(a, &folder, e);
    *path = NULL;
    if (status || !folder)
        return status;
    *path = arena_printf(a, "%s/%s", folder, name);
    return *path ? STATUS_OK : error_no_memory(e);
}
