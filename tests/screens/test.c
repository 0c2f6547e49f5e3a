/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of one test: a fresh home, a pinned environment, the steps, the report. */
#include "test.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEST_MS = 60000, STEP_MS = 10000 };

/* Folders of the test's own, and the variable that names each. */
static const struct {
    const char *variable, *folder;
} folders[] = {
    {"HOME", "home"},
    {"TMPDIR", "tmp"},
    {"XDG_CONFIG_HOME", "config"},
    {"XDG_CACHE_HOME", "cache"},
    {"XDG_DATA_HOME", "data"},
    {"XDG_STATE_HOME", "state"},
    {"XDG_RUNTIME_DIR", "run"},
};

/* What sanitisers and coverage need to be told; nothing else of the caller's environment. */
static const char *const passed_on[] = {
    "ASAN_OPTIONS", "UBSAN_OPTIONS",     "LSAN_OPTIONS",      "TSAN_OPTIONS",
    "GCOV_PREFIX",  "GCOV_PREFIX_STRIP", "LLVM_PROFILE_FILE",
};

static const struct {
    const char *name, *value;
} pinned[] = {
    {"PATH", "/usr/local/bin:/usr/bin:/bin"},
    {"LC_ALL", "C.UTF-8"},
    {"TZ", "UTC"},
    {"TERM", "xterm-256color"},
};

static bool make_world(struct test *t)
{
    /* Not under TMPDIR: the path may stand on the screen, so its length must not vary. */
    snprintf(t->tmp, sizeof t->tmp, "/tmp/screens-XXXXXX");
    if (!mkdtemp(t->tmp)) {
        buf_fmt(&t->why, "can't make %s: %s", t->tmp, strerror(errno));
        t->tmp[0] = '\0';
        return false;
    }
    for (size_t i = 0; i < sizeof pinned / sizeof *pinned; i++)
        list_set(&t->env, pinned[i].name, pinned[i].value);
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++)
        if (getenv(passed_on[i]))
            list_set(&t->env, passed_on[i], getenv(passed_on[i]));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct buf path = {0};
        buf_fmt(&path, "%s/%s", t->tmp, folders[i].folder);
        bool made = !mkdir(buf_text(&path), 0700);
        list_set(&t->env, folders[i].variable, buf_text(&path));
        list_set(&t->vars, folders[i].variable, buf_text(&path));
        buf_free(&path);
        if (!made) {
            buf_fmt(&t->why, "can't make folders in %s: %s", t->tmp, strerror(errno));
            return false;
        }
    }
    list_set(&t->vars, "TMP", t->tmp);
    list_set(&t->vars, "HERE", t->here);
    return true;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    remove(path);
    return 0;
}

static void name_test(struct test *t)
{
    const char *slash = strrchr(t->path, '/');
    t->name = copy_text(slash ? slash + 1 : t->path);
    char *dot = strrchr(t->name, '.');
    if (dot && !strcmp(dot, ".screen"))
        *dot = '\0';
    struct buf folder = {0};
    buf_str(&folder, slash ? t->path : ".");
    if (slash)
        buf_cut(&folder, (size_t)(slash - t->path) + 1);
    char *real = realpath(buf_text(&folder), NULL);
    t->here = real ? real : copy_text(".");
    buf_free(&folder);
}

static void step_words(const struct step *step, struct buf *out)
{
    buf_str(out, step->name);
    for (size_t i = 0; i < step->words.count; i++)
        buf_fmt(out, " %s", step->words.items[i]);
}

/* The whole record is judged before anything runs: a slip in its last line shows at once. */
static bool check_steps(struct test *t)
{
    bool running = false, good = true;
    for (size_t i = 0; i < t->script.count && good; i++) {
        struct buf reason = {0};
        good = step_check(&t->script.steps[i], &running, &reason);
        if (!good) {
            buf_fmt(&t->why, "line %d: ", t->script.steps[i].line);
            step_words(&t->script.steps[i], &t->why);
            buf_fmt(&t->why, ": %s", buf_text(&reason));
        }
        buf_free(&reason);
    }
    if (good && !running) {
        buf_str(&t->why, "the record runs nothing");
        good = false;
    }
    return good;
}

static bool do_steps(struct test *t)
{
    for (size_t i = 0; i < t->script.count; i++) {
        const struct step *step = &t->script.steps[i];
        struct buf reason = {0};
        if (step_do(t, step))
            continue;
        reason = t->why;
        t->why = (struct buf){0};
        buf_fmt(&t->why, "line %d: ", step->line);
        step_words(step, &t->why);
        buf_fmt(&t->why, ": %s", buf_text(&reason));
        buf_free(&reason);
        return false;
    }
    if (!t->checked) {
        buf_str(&t->why, "the record compares nothing");
        return false;
    }
    int value;
    session_pump(t->session, 0);
    enum session_state state = session_state(t->session, &value);
    if (session_over(t->session) && !t->ended_as_told) {
        buf_fmt(&t->why, "the program ended by itself (%s %d), which no `exit` step expects",
                state == SESSION_EXITED ? "status" : "signal", value);
        return false;
    }
    return true;
}

static void draw_last_screen(const struct test *t)
{
    if (!t->grid)
        return;
    int rows = grid_rows(t->grid);
    struct buf row = {0};
    printf("  the last screen (%dx%d):\n", grid_cols(t->grid), rows);
    for (int r = 0; r < rows; r++) {
        buf_cut(&row, 0);
        grid_row_text(t->grid, r, 0, true, &row);
        printf("    %3d |%s\n", r + 1, buf_text(&row));
    }
    buf_free(&row);
}

static void report(const struct test *t, bool passed, int64_t took)
{
    if (passed) {
        printf("ok   %s  (%.2f s, %zu bytes)\n", t->name, (double)took / 1000,
               t->session ? session_raw(t->session)->len : (size_t)0);
    } else {
        printf("FAIL %s: %s\n  record: %s\n", t->name, buf_text(&t->why), t->path);
        draw_last_screen(t);
    }
    fflush(stdout);
}

bool test_run(const char *path, const struct list *given, bool update, int slower)
{
    struct test t = {.path = path, .rows = 24, .cols = 80, .update = update, .slower = slower};
    int64_t start = now_ms();
    t.end = start + (int64_t)TEST_MS * slower;
    t.deadline = (int64_t)STEP_MS * slower;
    name_test(&t);
    bool passed = make_world(&t);
    for (size_t i = 0; i < given->count; i++)
        list_add(&t.vars, given->items[i]);
    passed = passed && script_read(path, &t.vars, &t.script, &t.why) && check_steps(&t) &&
             do_steps(&t);
    report(&t, passed, now_ms() - start);
    session_end(&t.session);
    grid_free(&t.grid);
    if (t.tmp[0])
        nftw(t.tmp, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    script_free(&t.script);
    list_free(&t.vars);
    list_free(&t.env);
    list_free(&t.golden);
    buf_free(&t.why);
    free(t.name);
    free(t.here);
    return passed;
}
