/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items of an intake: looked at, corrected, loaded together or not at all. */
#include "workspace/intake.h"
#include "analysis/overview_kept.h"

#include <stdlib.h>
#include <string.h>

#define CHANGES_MOST 200 /* that can be taken back */

/* ---- looking */

static enum status try_look(struct intake *k, struct intake_item *it, bool generic,
                            const struct progress *p, struct error *e)
{
    struct import_options o = it->told;
    o.dry = true;
    o.sample = INTAKE_SAMPLE;
    o.progress = p;
    o.generic = o.generic || generic;
    return import_file(k->cache, k->reference, it->path, &o, &it->seen, e);
}

/* A sample is looked at beside the cache, which does not say then what it has already. Of a
 * file that goes on behind it the content is not known; loading it tells. */
static enum status find_known(struct intake *k, struct intake_item *it, struct error *e)
{
    struct arena a = {0};
    struct batch *b;
    size_t count = 0;
    const char *sha256 = it->seen.batch.sha256;
    if (it->status != STATUS_OK || !sha256 || !*sha256)
        return STATUS_OK;
    enum status s = cache_batches(k->cache, &a, &b, &count, e);
    for (size_t i = 0; s == STATUS_OK && i < count; i++)
        if (!b[i].retracted && !strcmp(b[i].sha256, sha256))
            it->known = b[i].id;
    arena_free(&a);
    if (it->known) {
        it->status = error_set(&it->fault, STATUS_FAILED,
                               "%s: the same content is there already, as batch %u", it->path,
                               it->known);
        error_way_out(&it->fault, "nothing needs to be done");
    }
    return s;
}

enum status intake_look(struct intake *k, size_t i, const struct progress *p, struct error *e)
{
    struct intake_item *it = &k->item[i];
    if (it->looked)
        return STATUS_OK;
    enum status s = k->cache ? STATUS_OK : cache_open(k->cache_path, CACHE_WRITE, &k->cache, e);
    if (s != STATUS_OK)
        return s;
    import_report_free(&it->seen);
    error_clear(&it->fault);
    it->unknown = false;
    it->known = 0;
    it->status = try_look(k, it, false, p, &it->fault);
    if (it->status == STATUS_CANCELLED || it->status == STATUS_NO_MEMORY) {
        *e = it->fault;
        return it->status;
    }
    /* Of a file without known columns they are shown all the same, so that they can be told. */
    if (it->status != STATUS_OK && !it->told.generic)
        it->unknown = try_look(k, it, true, p, NULL) == STATUS_OK;
    s = find_known(k, it, e);
    it->looked = s == STATUS_OK;
    return s;
}

/* ---- correcting */

enum status intake_change(struct intake *k, size_t i, struct error *e)
{
    struct intake_item *it = &k->item[i];
    if (it->before_count == CHANGES_MOST)
        memmove(it->before, it->before + 1, --it->before_count * sizeof *it->before);
    if (it->before_count == it->before_room) {
        size_t room = it->before_room ? 2 * it->before_room : 8;
        struct import_options *grown = realloc(it->before, room * sizeof *grown);
        if (!grown)
            return error_no_memory(e);
        it->before = grown;
        it->before_room = room;
    }
    it->before[it->before_count++] = it->told;
    it->looked = false;
    return STATUS_OK;
}

enum status intake_choose(struct intake *k, size_t i, size_t column, const char *field,
                          struct error *e)
{
    struct import_options *o = &k->item[i].told;
    struct import_choice *list = arena_zero(&k->arena, o->choice_count + 1, sizeof *list);
    const char *kept = arena_string(&k->arena, field);
    size_t n = 0;
    if (!list || !kept)
        return error_no_memory(e);
    for (size_t c = 0; c < o->choice_count; c++)
        if (o->choices[c].column != column)
            list[n++] = o->choices[c];
    list[n++] = (struct import_choice){column, kept};
    o->choices = list;
    o->choice_count = n;
    return STATUS_OK;
}

bool intake_undo(struct intake *k, size_t i)
{
    struct intake_item *it = &k->item[i];
    if (!it->before_count)
        return false;
    it->told = it->before[--it->before_count];
    it->looked = false;
    return true;
}

const char *intake_reason(const struct intake_item *it, const struct error *e)
{
    size_t len = strlen(it->path);
    bool named = !strncmp(e->text, it->path, len) && !strncmp(e->text + len, ": ", 2);
    return e->text + (named ? len + 2 : 0);
}

bool intake_is_ready(const struct intake_item *it)
{
    return it->looked && it->status == STATUS_OK && !it->left_out && it->end == INTAKE_OPEN;
}

size_t intake_ready(const struct intake *k)
{
    size_t n = 0;
    for (size_t i = 0; i < k->count; i++)
        n += intake_is_ready(&k->item[i]);
    return n;
}

/* ---- loading */

/* What the panes open with; without it they open all the same, only not at once. */
static void keep_overview(const struct intake *k, struct cache *cache)
{
    overview_keep(cache, k->reference, NULL);
}

/* The newest first, as a person would. */
static enum status take_back(struct intake *k, struct cache *cache, struct error *e)
{
    enum status s = STATUS_OK;
    atomic_store(&k->taking_back, true);
    for (size_t i = k->count; i-- > 0;) {
        struct intake_item *it = &k->item[i];
        if (it->end != INTAKE_LOADED)
            continue;
        struct error why = {0};
        enum status back = cache_retract(cache, it->result.batch.id, false, &why);
        if (back == STATUS_OK)
            it->end = INTAKE_BACK;
        else if (s == STATUS_OK)
            s = back;
        if (back != STATUS_OK && e)
            *e = why;
    }
    if (s == STATUS_OK)
        s = error_set(e, STATUS_CANCELLED, "stopped; nothing of this was kept");
    keep_overview(k, cache);
    return s;
}

enum status intake_take_back(struct intake *k, size_t i, struct error *e)
{
    struct cache *cache = NULL;
    enum status s = cache_open(k->cache_path, CACHE_WRITE, &cache, e);
    if (s == STATUS_OK)
        s = cache_retract(cache, k->item[i].result.batch.id, false, e);
    if (s == STATUS_OK)
        k->item[i].end = INTAKE_BACK;
    if (s == STATUS_OK)
        keep_overview(k, cache);
    cache_close(&cache);
    return s;
}

static void load_item(struct intake *k, struct cache *cache, struct intake_item *it,
                      struct job *job)
{
    struct import_options o = it->told;
    o.progress = job_progress(job);
    job_step(job);
    enum status s = import_file(cache, k->reference, it->path, &o, &it->result, &it->why);
    it->end = s == STATUS_OK          ? INTAKE_LOADED
              : s != STATUS_CANCELLED ? INTAKE_REFUSED
                                      : INTAKE_OPEN;
}

static enum status load(void *data, struct job *job, struct error *e)
{
    struct intake *k = data;
    struct cache *cache = NULL;
    enum status s = cache_open(k->cache_path, CACHE_WRITE, &cache, e);
    for (size_t i = 0; s == STATUS_OK && i < k->count && !job_cancelled(job); i++) {
        atomic_store(&k->at, i);
        if (intake_is_ready(&k->item[i]))
            load_item(k, cache, &k->item[i], job);
    }
    if (s == STATUS_OK && job_cancelled(job))
        s = take_back(k, cache, e);
    else if (s == STATUS_OK)
        keep_overview(k, cache);
    cache_close(&cache);
    return s;
}

enum status intake_load(struct intake *k, struct error *e)
{
    cache_close(&k->cache);
    atomic_store(&k->at, 0);
    atomic_store(&k->taking_back, false);
    return job_start(&k->job, load, k, e);
}

/* A stop that came when the last file was in already is meant all the same. */
enum status intake_join(struct intake *k, struct error *e)
{
    struct cache *cache = NULL;
    if (!job_is_open(&k->job))
        return STATUS_OK;
    enum status s = job_join(&k->job, e);
    if (s != STATUS_OK || !job_cancelled(&k->job))
        return s;
    s = cache_open(k->cache_path, CACHE_WRITE, &cache, e);
    if (s == STATUS_OK)
        s = take_back(k, cache, e);
    cache_close(&cache);
    return s;
}

/* ---- the end */

void intake_clear(struct intake *k)
{
    for (size_t i = 0; i < k->count; i++) {
        import_report_free(&k->item[i].seen);
        import_report_free(&k->item[i].result);
        free(k->item[i].before);
    }
    free(k->item);
    k->item = NULL;
    k->count = k->room = 0;
    cache_discard_new(&k->cache);
    arena_free(&k->arena);
}

void intake_free(struct intake *k)
{
    job_cancel(&k->job);
    intake_join(k, NULL);
    intake_clear(k);
}
