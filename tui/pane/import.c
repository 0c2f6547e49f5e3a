/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: how files come into it, where its keys lead, and the job that loads them. Nothing is
 * written before L. */
#include "pane/import_pane.h"

#include "base/decimal.h"
#include "prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Milliseconds: small files are in at once, large ones need no more ink than that. */
#define TICK_SOON 50
#define TICK_LATER 500

static const char intro[] =
    "Files are looked at before anything is written: from the first 2,000 rows of each, which "
    "header is which field, what its first values become, and what is odd. Enter says which "
    "field a column is; the letters beside what was found correct it; u takes a correction "
    "back; S saves all of it as a profile, by which files with the same header are read then, "
    "here "
    "too. L loads all files that are shown, each whole or not at all; while they load you can "
    "work in the other panes, and Esc takes everything of it back.";

const char *import_number(uint64_t n, char out[64])
{
    fixed_format((int128)n, 0, 0, ',', out);
    return out;
}

static struct pane *find_pane(struct app *a)
{
    return &a->pane[app_find_pane(a, "import")];
}

/* ---- files come in */

enum status import_read_profiles(struct import_pane *v, struct error *e)
{
    struct arena a = {0};
    const char *folder;
    struct profile_set *set = calloc(1, sizeof *set);

    if (!set) {
        return error_no_memory(e);
    }
    enum status s = workspace_user_file("profiles", &a, &folder, e);
    if (s == STATUS_OK) {
        s = profiles_read(folder, &set->profiles, e);
    }
    arena_free(&a);
    if (s != STATUS_OK) {
        profiles_free(&set->profiles);
        free(set);
        return s;
    }
    set->older = v->set;
    v->set = set;
    v->intake.profiles = &set->profiles;
    for (size_t i = 0; i < v->intake.count; i++) {
        struct intake_item *it = &v->intake.item[i];
        if (it->told.profiles) {
            it->told.profiles = &set->profiles;
            it->looked = false;
        }
    }
    return STATUS_OK;
}

static void drop_profiles(struct import_pane *v)
{
    while (v->set) {
        struct profile_set *gone = v->set;
        v->set = gone->older;
        profiles_free(&gone->profiles);
        free(gone);
    }
}

static enum status get_ready(struct pane *p, struct error *e)
{
    struct import_pane *v = p->state;

    v->intake.cache_path = cache_path(p->workspace->cache);
    v->intake.reference = p->workspace->reference;
    return v->set ? STATUS_OK : import_read_profiles(v, e);
}

static void forget(struct import_pane *v)
{
    intake_clear(&v->intake);
    drop_profiles(v);
    v->stage = IMPORT_FILES;
    v->here = 0;
    v->stopped = false;
    error_clear(&v->fault);
    v->columns = (struct list){.page = v->columns.page};
    v->files = (struct list){.page = v->files.page};
}

static void enter(struct app *a)
{
    struct pane *p = find_pane(a);
    struct import_pane *v = p->state;

    if (&a->pane[a->here] != p) {
        v->from = a->here;
    }
    app_go(a, (size_t)(p - a->pane));
}

bool import_files(struct app *a, const char *text, struct error *e)
{
    struct pane *p = find_pane(a);
    struct import_pane *v = p->state;
    size_t added;

    if (!*text) {
        if (!v->intake.count) {
            error_set(e, STATUS_MISUSE, "which files?");
            error_way_out(e, "name them: import 2026-*.csv; Tab completes names");
            return false;
        }
        enter(a);
        return true;
    }
    if (v->stage == IMPORT_LOADING) {
        error_set(e, STATUS_MISUSE, "files are being loaded");
        error_way_out(e, "wait for its end, or stop it with Esc in the pane Import");
        return false;
    }
    if (v->stage == IMPORT_LOADED) {
        forget(v);
    }
    if (get_ready(p, e) != STATUS_OK) {
        return false;
    }
    size_t first = v->intake.count;
    if (intake_add(&v->intake, text, &added, e) != STATUS_OK) {
        return false;
    }
    if (added) {
        v->here = first;
        list_go(&v->columns, 0);
    } else {
        app_notice(a, "these files are here already");
    }
    p->stale = true;
    enter(a);
    return true;
}

void import_run(struct app *a)
{
    const struct import_pane *v = find_pane(a)->state;

    if (v->intake.count) {
        enter(a);
    } else {
        prompt_command(a, "import ");
    }
}

/* ---- looking */

static enum status import_pane_refresh(struct pane *p, struct error *e)
{
    struct import_pane *v = p->state;
    struct app *a = p->app;
    enum status s = STATUS_OK;
    char work[128];

    for (size_t i = 0; v->stage == IMPORT_FILES && i < v->intake.count && s == STATUS_OK; i++) {
        snprintf(work, sizeof work, "looking at file %zu of %zu", i + 1, v->intake.count);
        a->work = work;
        s = intake_look(&v->intake, i, &a->watch, e);
    }
    a->work = NULL;
    return s;
}

static void import_pane_measure(struct pane *p, int rows, int cols)
{
    (void)cols;
    struct import_pane *v = p->state;

    v->columns.page = import_view_page(v, rows);
}

static void import_pane_paint(struct pane *p, struct canvas *c)
{
    struct import_pane *v = p->state;

    if (v->stage == IMPORT_FILES) {
        import_view_paint(p, c);
    } else {
        import_progress_paint(p, c);
    }
}

static void import_pane_provenance(struct pane *p, struct buffer *out)
{
    struct import_pane *v = p->state;

    if (v->stage == IMPORT_FILES) {
        import_view_notes(p, out);
    } else {
        import_progress_notes(p, out);
    }
}

static int import_pane_stage(const struct pane *p)
{
    const struct import_pane *v = p->state;

    return (int)v->stage;
}

static const char *import_pane_tab(struct pane *p)
{
    struct import_pane *v = p->state;

    if (v->stage == IMPORT_LOADING) {
        snprintf(v->tab, sizeof v->tab, "Import %u %%", import_percent(v));
        return v->tab;
    }
    return v->intake.count ? "Import" : "";
}

static const char *import_pane_headline(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    char size[64], rows[64];

    if (!it) {
        return "no files; : and import FILE brings some";
    }
    if (v->stage == IMPORT_LOADING) {
        return "loading; what was there stays as it is until a file is in as a whole";
    }
    if (v->stage == IMPORT_LOADED) {
        return v->stopped ? "stopped: everything of this import was taken back"
                          : "loaded; Enter shows the records that a file brought";
    }
    const struct import_report *seen = &it->seen;
    snprintf(v->headline, sizeof v->headline, "file %zu of %zu%s: %.100s, %s bytes",
             v->here + 1, v->intake.count, it->left_out ? " (left out)" : "", it->name,
             import_number(it->size, size));
    if (seen->column_count) {
        size_t len = strlen(v->headline);
        snprintf(v->headline + len, sizeof v->headline - len, ", from %s %s rows",
                 seen->sampled ? "the first" : "all",
                 import_number(seen->batch.rows_read, rows));
    }
    return v->headline;
}

/* ---- loading */

static void start(struct pane *p)
{
    struct import_pane *v = p->state;
    struct error e = {0};

    if (intake_load(&v->intake, &e) != STATUS_OK) {
        app_fault(p->app, &e);
        return;
    }
    v->stage = IMPORT_LOADING;
    v->step = SIZE_MAX;
    v->stopped = false;
    list_go(&v->files, 0);
    clock_gettime(CLOCK_MONOTONIC, &v->begun);
    p->app->ticking = TICK_SOON;
}

/* One file that was looked at is asked no more; of several all are named. */
static void load(struct pane *p)
{
    struct import_pane *v = p->state;
    size_t ready = intake_ready(&v->intake);
    uint64_t rows = 0;
    bool more = false;
    char text[160], number[64];

    if (!ready) {
        app_notice(p->app, "no file here can be loaded as it is: the lines above say why");
        return;
    }
    for (size_t i = 0; i < v->intake.count; i++) {
        const struct intake_item *it = &v->intake.item[i];
        rows += intake_is_ready(it) ? it->seen.batch.rows_read : 0;
        more |= intake_is_ready(it) && it->seen.sampled;
    }
    char of[32] = "";
    if (ready < v->intake.count) {
        snprintf(of, sizeof of, " of %zu", v->intake.count);
    }
    snprintf(text, sizeof text, "Load %zu%s files, %s rows seen%s?", ready, of,
             import_number(rows, number), more ? " and more" : "");
    if (v->intake.count == 1 || app_confirm(p->app, text)) {
        start(p);
    }
}

static void stop(struct pane *p)
{
    struct import_pane *v = p->state;

    job_cancel(&v->intake.job);
    app_notice(p->app, "stopping: everything of this import is taken back");
}

/* What was in by then has a number, and counts no more. */
static void tell_stopped(const struct import_pane *v, struct app *a)
{
    uint32_t first = 0, last = 0;

    for (size_t i = 0; i < v->intake.count; i++) {
        const struct intake_item *it = &v->intake.item[i];
        if (it->end == INTAKE_BACK) {
            first = first ? first : it->result.batch.id;
            last = it->result.batch.id;
        }
    }
    if (!first) {
        app_notice(a, "the import was stopped; nothing of it was kept");
    } else if (first == last) {
        app_notice(a, "stopped; loaded by then, and taken back (retracted): batch %u", first);
    } else {
        app_notice(a, "stopped; loaded by then, and taken back (retracted): batches %u to %u",
                   first, last);
    }
}

/* The job has ended: what came of it is shown, in every pane. */
static void finish(struct pane *p)
{
    struct import_pane *v = p->state;
    struct app *a = p->app;
    size_t loaded = 0, back = 0;
    enum status s = intake_join(&v->intake, &v->fault);

    a->ticking = 0;
    v->stage = IMPORT_LOADED;
    v->stopped = s == STATUS_CANCELLED;
    for (size_t i = 0; i < v->intake.count; i++) {
        loaded += v->intake.item[i].end == INTAKE_LOADED;
        back += v->intake.item[i].end == INTAKE_BACK;
    }
    if (loaded || back) {
        app_reload(a);
        v->intake.cache_path = cache_path(p->workspace->cache);
    }
    if (s != STATUS_OK && !v->stopped) {
        app_fault(a, &v->fault);
    } else if (v->stopped) {
        tell_stopped(v, a);
    } else if (&a->pane[a->here] != p) {
        app_notice(a, "the import is done; I shows what came");
    }
}

static bool import_pane_event(struct pane *p, enum pane_event event)
{
    struct import_pane *v = p->state;

    if (v->stage != IMPORT_LOADING) {
        bool here = &p->app->pane[p->app->here] == p && event == PANE_INTERRUPT;
        if (here) {
            app_notice(p->app, "q leaves the import");
        }
        return here;
    }
    if (event == PANE_INTERRUPT) {
        stop(p);
    } else if (event == PANE_QUIT) {
        if (app_confirm(p->app, "Files are loading: stop, take all back, leave?")) {
            app_end(p->app, 0); /* close waits for it */
        }
    } else if (job_look(&v->intake.job).ended) {
        finish(p);
    } else if (import_since(&v->begun) > 1) {
        p->app->ticking = TICK_LATER;
    }
    return true;
}

/* ---- keys */

static void turn(struct pane *p, size_t step)
{
    struct import_pane *v = p->state;

    if (v->intake.count < 2) {
        app_notice(p->app, "this is the only file; : and import FILE brings more");
        return;
    }
    v->here = (v->here + step) % v->intake.count;
    list_go(&v->columns, 0);
}

static void choose_file(struct pane *p)
{
    struct import_pane *v = p->state;
    struct arena a = {0};
    const char **items = arena_zero(&a, v->intake.count + 1, sizeof *items);

    for (size_t i = 0; items && i < v->intake.count; i++) {
        const struct intake_item *it = &v->intake.item[i];
        const char *text = arena_printf(&a, "%-32.60s %s", it->name,
                                        it->left_out              ? "left out"
                                        : it->status == STATUS_OK ? "can be loaded"
                                                                  : "cannot be loaded yet");
        items[i] = text ? text : it->name;
    }
    int chosen = items ? app_choose(p->app, "Files", items, v->intake.count, (int)v->here) : -1;
    if (chosen >= 0) {
        v->here = (size_t)chosen;
        list_go(&v->columns, 0);
    }
    arena_free(&a);
}

static bool any_told(const struct import_pane *v)
{
    for (size_t i = 0; i < v->intake.count; i++) {
        if (v->intake.item[i].before_count) {
            return true;
        }
    }
    return false;
}

static void leave(struct pane *p)
{
    struct import_pane *v = p->state;
    struct app *a = p->app;

    if (v->stage == IMPORT_FILES && any_told(v) &&
        !app_confirm(a, "Leave without loading, and forget what you corrected?")) {
        return;
    }
    if (v->stage == IMPORT_FILES && v->intake.count) {
        app_notice(a, "nothing was loaded, nothing was written");
    }
    if (v->stage != IMPORT_LOADING) {
        forget(v);
    }
    app_go(a, v->from);
}

static unsigned act_files(struct pane *p, enum action action, int count)
{
    struct import_pane *v = p->state;
    struct intake_item *it = import_here(v);

    if (!it && action != ACTION_LEAVE) {
        return HANDLED_NOT;
    }
    switch (action) {
    case ACTION_LOAD:
        load(p);
        break;
    case ACTION_NEXT_FILE:
    case ACTION_RIGHT:
        turn(p, 1);
        break;
    case ACTION_PREVIOUS_FILE:
    case ACTION_LEFT:
        turn(p, v->intake.count - 1);
        break;
    case ACTION_FILES:
        choose_file(p);
        break;
    case ACTION_LEAVE_OUT:
        it->left_out = !it->left_out;
        break;
    case ACTION_LEAVE:
        leave(p);
        break;
    default:
        list_fit(&v->columns, it->seen.column_count, v->columns.page);
        unsigned moved = list_action(&v->columns, action, count);
        return moved ? moved : import_correct(p, action);
    }
    return HANDLED | HANDLED_REPAINT;
}

static unsigned act_progress(struct pane *p, enum action action, int count)
{
    struct import_pane *v = p->state;

    if (v->stage == IMPORT_LOADING && action == ACTION_STOP) {
        if (app_confirm(p->app, "Stop and take all of this import back?")) {
            stop(p);
        }
    } else if (v->stage == IMPORT_LOADED && import_loaded(p, action)) {
        return HANDLED | HANDLED_REPAINT;
    } else if (action == ACTION_LEAVE) {
        leave(p);
    } else {
        return list_action(&v->files, action, count);
    }
    return HANDLED | HANDLED_REPAINT;
}

static unsigned import_pane_action(struct pane *p, enum action action, int count)
{
    struct import_pane *v = p->state;

    return v->stage == IMPORT_FILES ? act_files(p, action, count)
                                    : act_progress(p, action, count);
}

static void import_pane_close(struct pane *p)
{
    struct import_pane *v = p->state;

    intake_free(&v->intake);
    drop_profiles(v);
}

const struct pane_ops pane_import = {
    .name = "import",
    .title = "Import",
    .intro = intro,
    .state_size = sizeof(struct import_pane),
    .close = import_pane_close,
    .measure = import_pane_measure,
    .refresh = import_pane_refresh,
    .paint = import_pane_paint,
    .provenance = import_pane_provenance,
    .action = import_pane_action,
    .event = import_pane_event,
    .stage = import_pane_stage,
    .tab = import_pane_tab,
    .headline = import_pane_headline,
};
