/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times the questions that the panes ask on a cache: the median of several runs, columns warm.
 * With --measure COMMAND: the wall time and peak memory of that. With a part of a question's
 * name and a number behind the cache: asks that as often, for a profiler. */
#include "analysis/listing.h"
#include "analysis/overview.h"
#include "analysis/pivot.h"
#include "analysis/trend.h"
#include "workspace/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS 7
#define OVERVIEW_ROWS 5

struct bench {
    const char *path;
    struct reference *reference;
    struct workspace *w;
    struct error e;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static enum status open_cache(struct bench *b)
{
    struct workspace *w;
    enum status status = workspace_open(b->path, b->reference, &w, &b->e);
    workspace_close(&w);
    return status;
}

/* From nothing to what the first pane shows. */
static enum status open_overview(struct bench *b)
{
    struct workspace *w;
    struct overview *o = NULL;
    struct arena a = {0};
    enum status status = workspace_open(b->path, b->reference, &w, &b->e);
    if (!status)
        status = overview_run(w->frame, &w->selection, OVERVIEW_ROWS, &o, &b->e);
    if (!status)
        workspace_counts(w, &a);
    arena_free(&a);
    overview_free(&o);
    workspace_close(&w);
    return status;
}

static enum status filter(struct bench *b, const char *sentence)
{
    struct arena a = {0};
    struct bitmap selection = {0};
    struct filter_outcome outcome;
    const struct filter *f;
    enum status status = filter_parse(b->w->frame, sentence, &a, &f, &b->e);
    if (!status)
        status = filter_select(b->w->frame, f, &selection, &outcome, &b->e);
    bitmap_free(&selection);
    arena_free(&a);
    return status;
}

static enum status filter_codes(struct bench *b)
{
    return filter(b, "section:drugs conveyance:air");
}

static enum status filter_pattern(struct bench *b)
{
    return filter(b, "remarks~/vacuum.?pack/");
}

static enum status filter_case(struct bench *b)
{
    return filter(b, "case(product:heroin) case(product:methamphetamine)");
}

static enum status filter_mass(struct bench *b)
{
    return filter(b, "mass>5kg");
}

static enum status filter_word(struct bench *b)
{
    return filter(b, "suitcase");
}

static enum status pivot(struct bench *b, const char *rows, const char *cols,
                         enum measure_kind kind)
{
    struct pivot_question q = {
        .rows = {rows}, .cols = {cols}, .measures = {kind}, .measure_count = 1};
    struct pivot *p;
    enum status status = pivot_run(b->w->frame, &b->w->selection, &q, &p, &b->e);
    pivot_free(&p);
    return status;
}

static enum status facet(struct bench *b)
{
    return pivot(b, "conveyance", NULL, MEASURE_SEIZURES);
}

static enum status pivot_seizures(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_SEIZURES);
}

static enum status pivot_mass(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_MASS);
}

static enum status pivot_cases(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_CASES);
}

static enum status pivot_large(struct bench *b)
{
    return pivot(b, "product", "week", MEASURE_SEIZURES);
}

static enum status trend(struct bench *b)
{
    struct trend_question q = {
        .grain = GRAIN_MONTH, .split = "product", .measure = MEASURE_CASES};
    struct trend *t;
    enum status status = trend_run(b->w->frame, &b->w->selection, &q, &t, &b->e);
    trend_free(&t);
    return status;
}

static enum status sort(struct bench *b, const char *field)
{
    struct sort_key keys[] = {{field, true}, {NULL, false}};
    uint32_t *order = NULL;
    size_t count;
    enum status status =
        listing_order(b->w->frame, &b->w->selection, keys, &order, &count, &b->e);
    free(order);
    return status;
}

static enum status sort_date(struct bench *b)
{
    return sort(b, "date");
}

static enum status sort_mass(struct bench *b)
{
    return sort(b, "mass");
}

static enum status overview(struct bench *b)
{
    struct overview *o;
    enum status status = overview_run(b->w->frame, &b->w->selection, OVERVIEW_ROWS, &o, &b->e);
    overview_free(&o);
    return status;
}

static const struct {
    const char *name;
    enum status (*run)(struct bench *);
} works[] = {
    {"open the cache", open_cache},
    {"open it to the first screen", open_overview},
    {"filter on two coded fields", filter_codes},
    {"filter on two whole cases", filter_case},
    {"filter on a mass", filter_mass},
    {"filter on a word", filter_word},
    {"filter on a pattern in the remarks", filter_pattern},
    {"counts of one facet", facet},
    {"product x year, seizures", pivot_seizures},
    {"product x year, mass", pivot_mass},
    {"product x year, distinct cases", pivot_cases},
    {"product x week, seizures", pivot_large},
    {"trend of products by month", trend},
    {"sort by date", sort_date},
    {"sort by mass", sort_mass},
    {"overview", overview},
};

static int fail(const struct bench *b)
{
    fprintf(stderr, "bench: %s\n", b->e.text);
    return 1;
}

/* Runs a command with its output thrown away: "SECONDS MEGABYTES", wall time and peak memory.
 */
static int measure(char **command)
{
    struct rusage usage;
    int how = 1;
    double ms = now_ms();
    pid_t child = fork();
    if (!child) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(127);
        execvp(*command, command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &how, 0, &usage) < 0 || how)
        return 1;
    printf("%.2f %.0f\n", (now_ms() - ms) / 1e3, (double)usage.ru_maxrss / 1024);
    return 0;
}

/* The first question whose name has this in it, over and over. */
static int repeat(struct bench *b, const char *name, long times)
{
    size_t i = 0;
    while (i < sizeof works / sizeof *works && !strstr(works[i].name, name))
        i++;
    for (; i < sizeof works / sizeof *works && times > 0; times--)
        if (works[i].run(b))
            return fail(b);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && !strcmp(argv[1], "--measure"))
        return measure(argv + 2);
    struct bench b = {.path = argc > 1 ? argv[1] : ""};
    if (reference_open(&b.reference, &b.e) || workspace_open(b.path, b.reference, &b.w, &b.e))
        return fail(&b);
    if (argc > 3)
        return repeat(&b, argv[2], atol(argv[3]));
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        double ms[RUNS];
        double cold = now_ms();
        if (works[i].run(&b))
            return fail(&b);
        cold = now_ms() - cold;
        for (int r = 0; r < RUNS; r++) {
            ms[r] = now_ms();
            if (works[i].run(&b))
                return fail(&b);
            ms[r] = now_ms() - ms[r];
        }
        qsort(ms, RUNS, sizeof *ms, compare);
        printf("%-34s %9.2f ms   first time %9.2f ms\n", works[i].name, ms[RUNS / 2], cold);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-34s %9.1f MB   columns %.1f MB\n", "resident memory",
           (double)usage.ru_maxrss / 1024, (double)frame_memory(b.w->frame) / 1048576);
    workspace_close(&b.w);
    reference_free(&b.reference);
    return 0;
}
