/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deliveries and their undoing: after any sequence the cache says what a fresh one says that
 * was given the deliveries that are left, in their order. And a kill leaves the state before.
 */
#include "filter/filter.h"
#include "ingest/import.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SEQUENCES = 200, DELIVERIES = 6, STEPS = 10, SLOTS = 24 };

struct delivery {
    char text[4096];
    const char *scope; /* of --complete; NULL none */
    uint32_t batch;
    bool live;
};

struct fixture {
    struct reference *reference;
    char folder[64], path[96], fresh[96], file[96];
    struct error error;
    uint64_t random;
    struct delivery delivery[SLOTS];
    size_t deliveries;
    struct buffer log;
};

static void ok(const struct fixture *f, enum status s)
{
    if (s != STATUS_OK)
        fail_msg("%s (%s) after%s", f->error.text, f->error.way_out, buffer_text(&f->log));
}

static void remove_cache(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char one[128];
    for (size_t i = 0; i < 4; i++) {
        snprintf(one, sizeof one, "%s%s", path, suffixes[i]);
        unlink(one);
    }
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    /* Hundreds of caches, each committed to disk many times: in memory where there is one. */
    if (!tmp)
        tmp = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp);
    if (!mkdtemp(f->folder) || reference_open(&f->reference, &f->error) != STATUS_OK)
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
    snprintf(f->fresh, sizeof f->fresh, "%s/fresh.db", f->folder);
    snprintf(f->file, sizeof f->file, "%s/file.csv", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    remove_cache(f->path);
    remove_cache(f->fresh);
    unlink(f->file);
    rmdir(f->folder);
    reference_free(&f->reference);
    buffer_free(&f->log);
    free(f);
    return 0;
}

static struct cache *open_cache(struct fixture *f, const char *path, enum cache_mode mode)
{
    struct cache *c = NULL;
    ok(f, cache_open(path, mode, &c, &f->error));
    return c;
}

static void find_scope(struct fixture *f, struct cache *c, const char *sentence,
                       struct bitmap *out)
{
    struct arena a = {0};
    struct frame *frame = NULL;
    const struct filter *filter;
    struct filter_outcome outcome;
    ok(f, frame_open_all(c, f->reference, &frame, &f->error));
    ok(f, filter_parse(frame, sentence, &a, &filter, &f->error));
    ok(f, filter_select(frame, filter, out, &outcome, &f->error));
    frame_free(&frame);
    arena_free(&a);
}

static struct batch load(struct fixture *f, struct cache *c, const struct delivery *d)
{
    struct import_report report;
    struct import_options options = {0};
    struct bitmap scope = {0};
    FILE *file = fopen(f->file, "w");
    assert_true(file && fputs(d->text, file) >= 0 && fclose(file) == 0);
    if (d->scope && cache_line_count(c)) {
        find_scope(f, c, d->scope, &scope);
        options.scope = &scope;
        options.complete = d->scope;
    }
    ok(f, import_file(c, f->reference, f->file, &options, &report, &f->error));
    struct batch b = report.batch;
    assert_int_equal(b.rows_read, b.rows_new + b.rows_changed + b.rows_withdrawn +
                                      b.rows_unchanged + b.rows_left_out);
    import_report_free(&report);
    bitmap_free(&scope);
    return b;
}

/* ---- random deliveries ---- */

static uint32_t below(struct fixture *f, uint32_t n)
{
    f->random = f->random * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(f->random >> 33) % n;
}

/* A row; a case with a line number, without one, or no case; dates as the delivery writes them.
 */
static int add_row(struct fixture *f, char *out, size_t room, unsigned style)
{
    static const char *const products[] = {"Heroin", "Cocaine", "Herbal"};
    static const unsigned days[] = {3, 4, 13};
    unsigned kind = below(f, 3), day = days[below(f, 3)], month = 3 + below(f, 2);
    char date[16], id[16] = "", line[8] = "";
    if (kind < 2)
        snprintf(id, sizeof id, "%c%u", kind ? 'L' : 'N', (unsigned)below(f, 3));
    if (kind == 0)
        snprintf(line, sizeof line, "%u", (unsigned)below(f, 2) + 1);
    if (style == 0)
        snprintf(date, sizeof date, "2024-%02u-%02u", month, day);
    else
        snprintf(date, sizeof date, "%02u/%02u/2024", style == 1 ? day : month,
                 style == 1 ? month : day);
    return snprintf(out, room, "%s,%s,%s,%s,%u,%s\n", id, line, date, products[below(f, 3)],
                    (unsigned)below(f, 2) + 1, below(f, 6) ? "" : "withdrawn");
}

static void make_delivery(struct fixture *f, struct delivery *d)
{
    unsigned style = below(f, 3), rows = 1 + below(f, 9);
    int at = snprintf(d->text, sizeof d->text, "case_id,line,date,product,quantity,status\n");
    for (unsigned i = 0; i < rows; i++)
        at += add_row(f, d->text + at, sizeof d->text - (size_t)at, style);
    /* Blank lines make the file another one, whatever its rows. */
    for (size_t i = 0; i <= f->deliveries; i++)
        d->text[at++] = '\n';
    d->text[at] = '\0';
    d->scope = below(f, 4) ? NULL : below(f, 2) ? "product:Heroin" : "quantity:1";
}

static void import_next(struct fixture *f, struct cache *c)
{
    struct delivery *d = &f->delivery[f->deliveries];
    size_t again = f->deliveries ? below(f, (uint32_t)f->deliveries) : 0;
    /* What was retracted may be delivered again. */
    if (f->deliveries && !f->delivery[again].live && !below(f, 3)) {
        bool there = false;
        for (size_t i = 0; i < f->deliveries; i++)
            there |=
                f->delivery[i].live && !strcmp(f->delivery[i].text, f->delivery[again].text);
        if (there)
            return;
        *d = f->delivery[again];
    } else {
        make_delivery(f, d);
    }
    buffer_addf(&f->log, "\nimport %s%s:\n%s", d->scope ? "complete for " : "",
                d->scope ? d->scope : "", d->text);
    d->batch = load(f, c, d).id;
    d->live = true;
    f->deliveries++;
}

static void undo_or_redo(struct fixture *f, struct cache *c)
{
    struct delivery *d = &f->delivery[below(f, (uint32_t)f->deliveries)];
    if (!d->live && !d->batch)
        return; /* purged */
    buffer_addf(&f->log, "\n%s %u", d->live ? "undo" : "redo", d->batch);
    enum status s = cache_retract(c, d->batch, !d->live, &f->error);
    /* The same content may have come again meanwhile. */
    if (s == STATUS_FAILED && !d->live && strstr(f->error.text, "same content"))
        return;
    ok(f, s);
    d->live = !d->live;
}

static void purge(struct fixture *f, struct cache *c)
{
    struct cache_purged gone;
    buffer_adds(&f->log, "\npurge");
    ok(f, cache_purge(c, &gone, &f->error));
    for (size_t i = 0; i < f->deliveries; i++)
        if (!f->delivery[i].live)
            f->delivery[i].batch = 0;
}

static void no_fault(void *data, const char *text)
{
    const struct fixture *f = data;
    fail_msg("check: %s after%s", text, buffer_text(&f->log));
}

static void compare(struct fixture *f, struct cache *c)
{
    char here[65], there[65];
    remove_cache(f->fresh);
    struct cache *fresh = open_cache(f, f->fresh, CACHE_WRITE);
    for (size_t i = 0; i < f->deliveries; i++)
        if (f->delivery[i].live)
            load(f, fresh, &f->delivery[i]);
    ok(f, cache_check(c, no_fault, f, &f->error));
    ok(f, cache_digest(c, here, &f->error));
    ok(f, cache_digest(fresh, there, &f->error));
    cache_close(&fresh);
    if (strcmp(here, there)) {
        fprintf(stderr, "after%s\n", buffer_text(&f->log));
        fail_msg("not as a fresh cache");
    }
}

static void sequence(struct fixture *f, uint64_t seed)
{
    f->random = seed * 0x9E3779B97F4A7C15ULL;
    f->deliveries = 0;
    buffer_clear(&f->log);
    buffer_addf(&f->log, " (sequence %u)", (unsigned)seed);
    remove_cache(f->path);
    struct cache *c = open_cache(f, f->path, CACHE_WRITE);
    for (unsigned step = 0; step < STEPS; step++) {
        if (f->deliveries < 2 || (f->deliveries < DELIVERIES && below(f, 2)))
            import_next(f, c);
        else if (below(f, 12))
            undo_or_redo(f, c);
        else
            purge(f, c);
    }
    compare(f, c);
    cache_close(&c);
}

static void test_any_sequence(void **state)
{
    const char *first = getenv("SEQUENCE"), *count = getenv("SEQUENCES");
    uint64_t from = first ? strtoull(first, NULL, 10) : 1;
    uint64_t n = count ? strtoull(count, NULL, 10) : SEQUENCES;
    for (uint64_t seed = from; seed < from + n; seed++)
        sequence(*state, seed);
}

/* ---- single facts ---- */

static struct batch deliver(struct fixture *f, struct cache *c, const char *text,
                            const char *scope)
{
    struct delivery d = {.scope = scope};
    snprintf(d.text, sizeof d.text, "%s", text);
    return load(f, c, &d);
}

/* What stays absent is counted; inside the scope it is withdrawn, outside it stays. */
static void test_complete(void **state)
{
    struct fixture *f = *state;
    struct bitmap current;
    struct cache *c = open_cache(f, f->path, CACHE_WRITE);
    deliver(f, c, "case_id,line,product\nA,1,Heroin\nA,2,Cocaine\nB,1,Heroin\n", NULL);
    struct batch b = deliver(f, c, "case_id,line,product\nA,1,Heroin\n", NULL);
    assert_int_equal(b.absent, 2);
    b = deliver(f, c, "case_id,line,product\nA,1,Heroin\n\n", "product:Heroin");
    assert_int_equal(b.lines_withdrawn, 1);
    assert_int_equal(b.absent, 1);
    ok(f, cache_current(c, &current, &f->error));
    assert_int_equal(current.words[0], 0x3);
    bitmap_free(&current);
    cache_close(&c);
}

/* Rows of no case: another export with one more year brings that year alone. */
static void test_one_more_year(void **state)
{
    struct fixture *f = *state;
    struct cache *c = open_cache(f, f->path, CACHE_WRITE);
    deliver(f, c, "reporter,date,product\nFR,2023,Heroin\nFR,2023,Heroin\nJP,2023,Cocaine\n",
            NULL);
    struct batch b = deliver(f, c,
                             "reporter,date,product\nJP,2023,Cocaine\nFR,2024,Heroin\n"
                             "FR,2023,Heroin\nFR,2023,Heroin\n",
                             NULL);
    assert_int_equal(b.rows_unchanged, 3);
    assert_int_equal(b.rows_new, 1);
    assert_int_equal(cache_line_count(c), 4);
    cache_close(&c);
}

static void test_refusals(void **state)
{
    struct fixture *f = *state;
    struct cache *c = open_cache(f, f->path, CACHE_WRITE);
    deliver(f, c, "case_id,product\nA,Heroin\n", NULL);
    assert_int_equal(cache_retract(c, 7, false, &f->error), STATUS_MISUSE);
    assert_int_equal(cache_retract(c, 1, true, &f->error), STATUS_MISUSE);
    ok(f, cache_retract(c, 1, false, &f->error));
    assert_int_equal(cache_retract(c, 1, false, &f->error), STATUS_MISUSE);
    /* Once retracted the same file may come again; then the first stays away. */
    deliver(f, c, "case_id,product\nA,Heroin\n", NULL);
    assert_int_equal(cache_retract(c, 1, true, &f->error), STATUS_FAILED);
    cache_close(&c);
}

/* ---- killed half way ---- */

struct fuse {
    unsigned left;
};

static void burn(void *data, const char *sql)
{
    struct fuse *fuse = data;
    (void)sql;
    if (!fuse->left--)
        kill(getpid(), SIGKILL);
}

/* Does the work in a child that kills itself at its n-th statement; false: it came to its end.
 */
static bool killed_at(struct fixture *f, unsigned n, const struct delivery *d)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct fuse fuse = {n};
        struct import_report report;
        struct cache *c = NULL;
        enum status s = cache_open(f->path, CACHE_WRITE, &c, &f->error);
        if (s == STATUS_OK) {
            cache_trace(c, burn, &fuse);
            s = d ? import_file(c, f->reference, f->file, NULL, &report, &f->error)
                  : cache_retract(c, 1, false, &f->error);
        }
        _exit(s == STATUS_OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        assert_int_equal(WEXITSTATUS(status), 0);
    return WIFSIGNALED(status);
}

/* Kills the work at every step-th statement. Each time the cache is as before, or (the kill
 * came behind the commit) as it is when the work is done. */
static unsigned kill_often(struct fixture *f, const struct delivery *d, unsigned step,
                           const char *before, const char *done)
{
    char after[65];
    unsigned rounds = 0;
    for (unsigned n = 1; killed_at(f, n, d); n += step) {
        struct cache *c = open_cache(f, f->path, CACHE_WRITE);
        ok(f, cache_check(c, no_fault, f, &f->error));
        ok(f, cache_digest(c, after, &f->error));
        cache_close(&c);
        if (!strcmp(after, done))
            break;
        assert_string_equal(after, before);
        rounds++;
    }
    return rounds;
}

static void test_killed(void **state)
{
    struct fixture *f = *state;
    char first[65], both[65], second[65];
    static const char known[] = "case_id,line,product\nK1,1,Heroin\nU2,1,Cocaine\n";
    struct delivery d = {.scope = NULL};
    int at = snprintf(d.text, sizeof d.text, "case_id,line,product,remarks\n");
    for (unsigned i = 0; i < 40; i++)
        at += snprintf(d.text + at, sizeof d.text - (size_t)at, "K%u,1,P%u,In the door\n",
                       i % 30, i);
    struct cache *c = open_cache(f, f->fresh, CACHE_WRITE);
    deliver(f, c, known, NULL);
    ok(f, cache_digest(c, first, &f->error));
    load(f, c, &d);
    ok(f, cache_digest(c, both, &f->error));
    cache_close(&c);
    remove_cache(f->fresh);
    c = open_cache(f, f->fresh, CACHE_WRITE);
    load(f, c, &d);
    ok(f, cache_digest(c, second, &f->error));
    cache_close(&c);

    c = open_cache(f, f->path, CACHE_WRITE);
    deliver(f, c, known, NULL);
    cache_close(&c);
    FILE *file = fopen(f->file, "w");
    assert_true(file && fputs(d.text, file) >= 0 && fclose(file) == 0);
    assert_true(kill_often(f, &d, 11, first, both) > 10);
    assert_true(kill_often(f, NULL, 1, both, second) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_any_sequence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_complete, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_more_year, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
