/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times the questions that the panes ask on a cache: the median of several runs, columns warm.
 * With --measure COMMAND: the wall time and peak memory of that. With a part of a question's
 * name and a number behind the cache: asks that as often, for a profiler. With --columns CACHE:
 * the memory that all coded columns and all measures take. */
#include "analysis/facets.h"
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
#define FACETS 19 /* rows of an 80x24 screen's pane */

struct bench {
    const char *path;
    struct reference *reference;
    struct workspace *w;
    struct bitmap narrow; /* what NARROW takes */
    struct error e;
};

#define NARROW "section:drugs"

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
static enum status open_screen(struct bench *b, bool computed)
{
    struct workspace *w;
    struct overview *o = NULL;
    struct arena a = {0};
    enum status status = workspace_open(b->path, b->reference, &w, &b->e);
    if (!status)
        status = (computed ? overview_compute : overview_run)(w->frame, &w->selection,
                                                              OVERVIEW_ROWS, &o, &b->e);
    if (!status)
        workspace_counts(w, &a);
    arena_free(&a);
    overview_free(&o);
    workspace_close(&w);
    return status;
}

/* With the overview that the import has kept. */
static enum status open_kept(struct bench *b)
{
    return open_screen(b, false);
}

/* Of a cache without one that fits. */
static enum status open_computed(struct bench *b)
{
    return open_screen(b, true);
}

/* From nothing to the cross-tab that the panes show first, as by "saisie pivot". */
static enum status open_pivot(struct bench *b)
{
    struct workspace *w;
    struct pivot *p = NULL;
    struct pivot_question q = {
        .rows = {"product"}, .cols = {"year"}, .measures = {MEASURE_CASES}, .measure_count = 1};
    enum status status = workspace_open(b->path, b->reference, &w, &b->e);
    if (!status)
        status = pivot_run(w->frame, &w->selection, &q, &p, &b->e);
    pivot_free(&p);
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

static enum status pivot_of(struct bench *b, const struct bitmap *lines, const char *rows,
                            const char *cols, enum measure_kind kind)
{
    struct pivot_question q = {
        .rows = {rows}, .cols = {cols}, .measures = {kind}, .measure_count = 1};
    struct pivot *p;
    enum status status = pivot_run(b->w->frame, lines, &q, &p, &b->e);
    pivot_free(&p);
    return status;
}

static enum status pivot(struct bench *b, const char *rows, const char *cols,
                         enum measure_kind kind)
{
    return pivot_of(b, &b->w->selection, rows, cols, kind);
}

static enum status facets_of(struct bench *b, const char *const *axes, size_t count, bool cases)
{
    struct facet_question q = {
        .axes = axes, .count = count, .lines = &b->narrow, .cases = cases};
    struct facet_set *s;
    enum status status = facet_set_run(b->w->frame, &q, &s, &b->e);
    facet_set_free(&s);
    return status;
}

/* As the pane asks for quantities: with what keeps a sum from telling something wrong. */
static enum status pivot_asked(struct bench *b, const char *rows, const char *cols,
                               struct pivot_question q)
{
    struct pivot *p;
    q.rows[0] = rows;
    q.cols[0] = cols;
    enum status status = pivot_run(b->w->frame, &b->w->selection, &q, &p, &b->e);
    pivot_free(&p);
    return status;
}

static enum status facet(struct bench *b)
{
    return facets_of(b, (const char *const[]){"conveyance"}, 1, false);
}

static enum status facet_cases(struct bench *b)
{
    return facets_of(b, (const char *const[]){"reporter"}, 1, true);
}

/* Each of the fields that a screen has room for, in distinct cases, as the pane counts them. */
static enum status facets(struct bench *b)
{
    const char *axes[FACETS];
    size_t fields, count = 0;
    const struct frame_field *field = frame_fields(b->w->frame, &fields);
    for (size_t i = 0; i < fields && count < FACETS; i++)
        if (field[i].type != FIELD_CASE_ID && field[i].type != FIELD_LONG_TEXT &&
            field[i].type != FIELD_MASS && field[i].type != FIELD_VOLUME &&
            field[i].type != FIELD_PIECES && field[i].type != FIELD_NUMBER)
            axes[count++] = field[i].name;
    return facets_of(b, axes, count, true);
}

static enum status pivot_seizures(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_SEIZURES);
}

static enum status pivot_mass(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_MASS);
}

static enum status pivot_mass_extents(struct bench *b)
{
    return pivot_asked(b, "product", "year",
                       (struct pivot_question){
                           .measures = {MEASURE_MASS}, .measure_count = 1, .extents = true});
}

static enum status pivot_mass_medians(struct bench *b)
{
    return pivot_asked(
        b, "product", "year",
        (struct pivot_question){.measures = {MEASURE_MASS}, .measure_count = 1, .medians = 1});
}

static enum status pivot_reporters(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_REPORTERS);
}

static enum status pivot_cases(struct bench *b)
{
    return pivot(b, "product", "year", MEASURE_CASES);
}

/* 1,490 groups by 154: as many cells as 500 by 460. */
static enum status pivot_large(struct bench *b)
{
    return pivot(b, "office", "product", MEASURE_SEIZURES);
}

static enum status pivot_large_cases(struct bench *b)
{
    return pivot(b, "office", "product", MEASURE_CASES);
}

static enum status pivot_large_extents(struct bench *b)
{
    return pivot_asked(b, "office", "product",
                       (struct pivot_question){.measures = {MEASURE_CASES, MEASURE_MASS},
                                               .measure_count = 2,
                                               .extents = true});
}

static enum status pivot_large_both(struct bench *b)
{
    return pivot_asked(
        b, "office", "product",
        (struct pivot_question){.measures = {MEASURE_CASES, MEASURE_MASS}, .measure_count = 2});
}

static enum status pivot_large_reporters(struct bench *b)
{
    return pivot(b, "office", "product", MEASURE_REPORTERS);
}

static enum status pivot_large_medians(struct bench *b)
{
    return pivot_asked(
        b, "office", "product",
        (struct pivot_question){.measures = {MEASURE_MASS}, .measure_count = 1, .medians = 1});
}

/* The general road: a line is in several rows, and two fields make the columns. */
static enum status pivot_nested(struct bench *b)
{
    struct pivot_question q = {.rows = {"transit"},
                               .cols = {"section", "year"},
                               .measures = {MEASURE_CASES},
                               .measure_count = 1};
    struct pivot *p;
    enum status status = pivot_run(b->w->frame, &b->w->selection, &q, &p, &b->e);
    pivot_free(&p);
    return status;
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

static enum status sort_code(struct bench *b)
{
    return sort(b, "product");
}

static enum status sort_text(struct bench *b)
{
    return sort(b, "office");
}

static enum status sort_number(struct bench *b)
{
    return sort(b, "quantity");
}

static enum status sort_mass(struct bench *b)
{
    return sort(b, "mass");
}

static enum status overview(struct bench *b)
{
    struct overview *o;
    enum status status =
        overview_compute(b->w->frame, &b->w->selection, OVERVIEW_ROWS, &o, &b->e);
    overview_free(&o);
    return status;
}

/* What is asked, and in how many milliseconds it is to be answered at 1 and at 10 million lines
 * (0: nobody said). */
static const struct {
    const char *name;
    enum status (*run)(struct bench *);
    int million, ten;
} works[] = {
    {"open the cache", open_cache, 0, 0},
    {"open it to the first screen", open_kept, 50, 150},
    {"open it, overview computed", open_computed, 0, 0},
    {"open it to a first cross-tab", open_pivot, 0, 0},
    {"filter on two coded fields", filter_codes, 2, 15},
    {"filter on two whole cases", filter_case, 0, 0},
    {"filter on a mass", filter_mass, 0, 0},
    {"a word in the remarks", filter_word, 20, 150},
    {"a pattern in the remarks", filter_pattern, 0, 0},
    {"one facet, seizures", facet, 2, 15},
    {"one facet, distinct cases", facet_cases, 2, 15},
    {"all facets on screen, cases", facets, 0, 100},
    {"product x year, seizures", pivot_seizures, 3, 30},
    {"product x year, mass", pivot_mass, 3, 30},
    {"product x year, mass, extents", pivot_mass_extents, 3, 30},
    {"product x year, median mass", pivot_mass_medians, 0, 0},
    {"product x year, distinct cases", pivot_cases, 8, 60},
    {"product x year, reporters", pivot_reporters, 0, 0},
    {"office x product, seizures", pivot_large, 15, 120},
    {"office x product, distinct cases", pivot_large_cases, 15, 120},
    {"office x product, cases and mass", pivot_large_both, 15, 120},
    {"the same with extents", pivot_large_extents, 15, 120},
    {"office x product, median mass", pivot_large_medians, 0, 0},
    {"office x product, reporters", pivot_large_reporters, 0, 0},
    {"transit x (section, year), cases", pivot_nested, 0, 0},
    {"trend of products by month", trend, 0, 0},
    {"sort by a date", sort_date, 30, 300},
    {"sort by a code", sort_code, 30, 300},
    {"sort by a text", sort_text, 30, 300},
    {"sort by a number", sort_number, 30, 300},
    {"sort by mass", sort_mass, 30, 300},
    {"overview, computed", overview, 0, 0},
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

static int time_work(struct bench *b, size_t i)
{
    double ms[RUNS], cold = now_ms();
    if (works[i].run(b))
        return fail(b);
    cold = now_ms() - cold;
    for (int r = 0; r < RUNS; r++) {
        ms[r] = now_ms();
        if (works[i].run(b))
            return fail(b);
        ms[r] = now_ms() - ms[r];
    }
    qsort(ms, RUNS, sizeof *ms, compare);
    size_t lines = frame_lines(b->w->frame);
    int goal = lines > 5000000 ? works[i].ten : lines > 500000 ? works[i].million : 0;
    printf("%-34s %9.2f ms   first time %9.2f ms", works[i].name, ms[RUNS / 2], cold);
    printf(goal ? "   at most %4d\n" : "\n", goal);
    return 0;
}

/* Of a process that has asked everything but the word, whose text is loaded apart. */
static void tell_memory(const struct bench *b, size_t text)
{
    struct rusage usage;
    size_t lines = frame_lines(b->w->frame), columns = frame_memory(b->w->frame);
    getrusage(RUSAGE_SELF, &usage);
    printf("%-34s %9.1f MB   columns %.1f MB, text for search %.1f MB", "resident memory, peak",
           (double)usage.ru_maxrss / 1024, (double)(columns - text) / 1048576,
           (double)text / 1048576);
    printf(lines > 5000000  ? "   at most 1024 without the text\n"
           : lines > 500000 ? "   at most 120 without the text\n"
                            : "\n");
}

/* Every field that is dictionary-coded, stored or derived. */
static enum status touch_columns(struct bench *b)
{
    size_t fields;
    const struct frame_field *field = frame_fields(b->w->frame, &fields);
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < fields; i++) {
        const struct column *column;
        enum field_type type = field[i].type;
        if (type == FIELD_CASE_ID || type == FIELD_LONG_TEXT || type == FIELD_MASS ||
            type == FIELD_VOLUME || type == FIELD_PIECES)
            continue;
        status = frame_column(b->w->frame, field[i].name, &column, &b->e);
    }
    const struct frame_cases *cases;
    return status ? status : frame_cases(b->w->frame, &cases, &b->e);
}

static enum status touch_measures(struct bench *b)
{
    const struct amounts *amounts;
    const struct money *money;
    enum status status = frame_amounts(b->w->frame, FIELD_MASS, &amounts, &b->e);
    if (!status)
        status = frame_amounts(b->w->frame, FIELD_VOLUME, &amounts, &b->e);
    if (!status)
        status = frame_amounts(b->w->frame, FIELD_PIECES, &amounts, &b->e);
    return status ? status : frame_money(b->w->frame, &money, &b->e);
}

/* What is resident now, not at the peak: a second number, since loading needs more for a
 * moment. */
static double resident(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%*d %ld", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static void tell_resident(const struct bench *b, const char *what)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-34s %9.1f MB   at the peak %.1f MB, columns %.1f MB\n", what, resident(),
           (double)usage.ru_maxrss / 1024, (double)frame_memory(b->w->frame) / 1048576);
}

/* Of a process of its own, which has asked nothing else. */
static int columns(struct bench *b)
{
    double ms = now_ms();
    if (touch_columns(b))
        return fail(b);
    ms = now_ms() - ms;
    tell_resident(b, "resident, all coded columns");
    if (touch_measures(b))
        return fail(b);
    tell_resident(b, "... and all measures by line");
    printf("%-34s %9.2f ms\n", "to load all coded columns", ms);
    return 0;
}

/* All of them in turn, and what they took. */
static int time_all(struct bench *b)
{
    size_t text = 0;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        size_t before = frame_memory(b->w->frame);
        if (time_work(b, i))
            return 1;
        text += works[i].run == filter_word ? frame_memory(b->w->frame) - before : 0;
    }
    tell_memory(b, text);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && !strcmp(argv[1], "--measure"))
        return measure(argv + 2);
    bool memory = argc > 2 && !strcmp(argv[1], "--columns");
    struct bench b = {.path = argc > 1 ? argv[1 + memory] : ""};
    struct filter_outcome outcome;
    const struct filter *f;
    struct arena a = {0};
    if (reference_open(&b.reference, &b.e) || workspace_open(b.path, b.reference, &b.w, &b.e) ||
        filter_parse(b.w->frame, NARROW, &a, &f, &b.e) ||
        filter_select(b.w->frame, f, &b.narrow, &outcome, &b.e))
        return fail(&b);
    int failed = memory     ? columns(&b)
                 : argc > 3 ? repeat(&b, argv[2], atol(argv[3]))
                            : time_all(&b);
    bitmap_free(&b.narrow);
    arena_free(&a);
    workspace_close(&b.w);
    reference_free(&b.reference);
    return failed;
}
