/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: reads the call, runs a verb or opens the panes, tells errors once. */
#include "base/decimal.h"
#include "base/text.h"
#include "command/command.h"
#include "export/decimal_sign.h"
#include "tui.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

/* Progress on a terminal's standard error, at most a few times a second; Ctrl-C stops the work.
 */
struct meter {
    bool shows, shown; /* it may; it has */
    struct timespec begun, last;
    char name[64]; /* of the file at hand, where there are several */
};

static double seconds(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
}

static void clear_line(void)
{
    fprintf(stderr, "\r%79s\r", "");
}

static void begin_progress(void *data, const char *name)
{
    struct meter *m = data;
    struct buffer b = {0};
    text_clean(&b, name, strlen(name), 24, false);
    snprintf(m->name, sizeof m->name, "%.50s%s", buffer_text(&b), *name ? "  " : "");
    buffer_free(&b);
    clock_gettime(CLOCK_MONOTONIC, &m->begun);
    if (m->shown)
        clear_line();
    m->shown = false;
}

static bool show_progress(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct meter *m = data;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (m->shows && (done || rows) && seconds(&m->last, &now) >= 0.3) {
        double spent = seconds(&m->begun, &now);
        m->last = now;
        m->shown = true;
        if (total && done) {
            double left = spent * ((double)total - (double)done) / (double)done;
            fprintf(stderr, "\r%s%3.0f %%  %llu rows  %.0f/s  %.0f s left  C-c stops  ",
                    m->name, 100.0 * (double)done / (double)total, (unsigned long long)rows,
                    (double)rows / (spent > 0 ? spent : 1), left);
        } else {
            fprintf(stderr, "\r%s%llu %s  C-c stops  ", m->name,
                    (unsigned long long)(rows ? rows : done >> 20), rows ? "rows" : "MB read");
        }
    }
    return !interrupted;
}

static void clear_progress(const struct meter *m)
{
    if (m->shown)
        clear_line();
}

/* fault: the sentence that could not be read, with a mark under the place; "" none. */
static int tell(const struct error *e, const char *fault)
{
    struct buffer b = {0};
    text_clean(&b, e->text, strlen(e->text), -1, false);
    fprintf(stderr, "saisie: %s\n", buffer_text(&b));
    if (*fault)
        fprintf(stderr, "        %s\n", fault);
    buffer_clear(&b);
    text_clean(&b, e->way_out, strlen(e->way_out), -1, false);
    if (b.len)
        fprintf(stderr, "        %s\n", buffer_text(&b));
    buffer_free(&b);
    return e->status == STATUS_MISUSE ? 2 : 1;
}

/* What was imported while the panes held an older state stands in the log beside the cache: the
 * last that closes a cache for writing puts it in its place, and panes only read. */
static void fold_log(const char *path)
{
    char log[4096];
    struct stat st;
    struct cache *c = NULL;
    snprintf(log, sizeof log, "%s-wal", path);
    if (stat(log, &st) == 0 && st.st_size > 0)
        cache_open(path, CACHE_WRITE, &c, NULL);
    cache_close(&c);
}

/* *exit_status: of the panes, 129 when the terminal vanished. */
static enum status open_panes(struct call *c, int *exit_status, struct error *e)
{
    const char *path;
    struct workspace *w = NULL;
    struct cache *made = NULL;
    bool people = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    enum status status = call_cache_path(c, people, &path, e);
    /* Who begins finds empty panes that say how files come in; where none came, no cache stays.
     */
    if (!status && people && access(path, F_OK))
        status = cache_open(path, CACHE_WRITE, &made, e);
    if (!status)
        status = workspace_open(path, c->reference, &w, e);
    if (!status) {
        *exit_status = tui_run(w, c->option[OPTION_THEME], c->option[OPTION_CLEAN], e);
        status = e->status;
    }
    workspace_close(&w);
    cache_discard_new(&made);
    if (!status)
        fold_log(path);
    return status;
}

/* Help is told even where a table of the user is at fault. */
static enum status open_reference(struct call *c, struct reference **out, struct error *e)
{
    const char *folder = NULL;
    enum status status =
        c->option[OPTION_HELP] ? STATUS_OK : workspace_user_folder(&c->arena, &folder, e);
    return status ? status : reference_open_with(folder, out, e);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    decimal_set_people(decimal_thousands_here(), decimal_comma_here() ? ',' : '.');
    int exit_status = 0;
    struct error e = {0};
    struct reference *reference = NULL;
    struct meter meter = {.shows = isatty(STDERR_FILENO)};
    struct progress progress = {show_progress, &meter, begin_progress};
    struct call c = {
        .out = stdout, .progress = &progress, .asks = isatty(STDIN_FILENO) && meter.shows};
    clock_gettime(CLOCK_MONOTONIC, &meter.begun);
    meter.last = meter.begun;
    enum status status = command_parse(argc - 1, argv + 1, &c, &e);
    if (!status)
        status = open_reference(&c, &reference, &e);
    c.reference = reference;
    if (!status && (c.command || c.option[OPTION_HELP])) {
        signal(SIGINT, on_interrupt);
        signal(SIGPIPE, SIG_IGN); /* a closed pipe ends quietly, and no import halfway */
        status = command_run(&c, &e);
        clear_progress(&meter);
    } else if (!status) {
        status = open_panes(&c, &exit_status, &e);
    }
    arena_free(&c.arena);
    reference_free(&reference);
    return status ? tell(&e, c.fault) : exit_status;
}
