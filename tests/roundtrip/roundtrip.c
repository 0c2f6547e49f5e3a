/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round trips of files: what is imported and exported again has the same cells.
 *   DRAWS=240    how many files
 *   SEED=1       the seed of the first: SEED=4711 DRAWS=1 draws file 4711 again
 *   WORKERS=2    how many at a time
 *   TELL=5       how many differences are told
 *   KEEP=FOLDER  keeps file and export of each difference there */
#include "roundtrip.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct paths {
    char folder[128];
    char file[160], cache[160], out[160], said[160];
};

static unsigned long number(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

/* ---- what saisie is asked ---- */

/* Runs saisie; its words go to p->said. True when it ends well. */
static bool run(const struct paths *p, const char *const *words, const char *input)
{
    pid_t child = fork();
    if (child == 0) {
        int said = open(p->said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int in = open(input ? input : "/dev/null", O_RDONLY);
        dup2(in, 0);
        dup2(said, 1);
        dup2(said, 2);
        execv(words[0], (char *const *)words);
        _exit(127);
    }
    int status;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           !WEXITSTATUS(status);
}

static void remove_cache(const struct paths *p)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    char path[200];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", p->cache, endings[i]);
        unlink(path);
    }
    unlink(p->out);
}

/* The options that say how the file is written: all of them, or those that no content can. */
static bool import(const struct paths *p, const struct manner *m)
{
    char rows[8], quote[2] = {m->quote};
    const char *words[32] = {getenv("SAISIE"), "--cache", p->cache, "import"};
    size_t n = 4;
    snprintf(rows, sizeof rows, "%u", m->header_rows);
    if (!m->known)
        words[n++] = "--generic";
    if (m->told || m->header_rows != 1) {
        words[n++] = "--header-rows";
        words[n++] = rows;
    }
    if (m->told && m->packing != XLSX) {
        words[n++] = "--delimiter";
        words[n++] = *m->delimiter == '\t' ? "tab" : m->delimiter;
        words[n++] = "--quote";
        words[n++] = m->quote ? quote : "none";
        words[n++] = "--escape";
        words[n++] = m->backslash ? "backslash" : "doubled";
        words[n++] = "--encoding";
        words[n++] = m->encoding;
    }
    words[n++] = m->packing == STDIN ? "-" : p->file;
    return run(p, words, m->packing == STDIN ? p->file : NULL);
}

static bool export(const struct paths *p)
{
    const char *words[] = {getenv("SAISIE"), "--cache", p->cache, "export",
                           "--original",     p->out,    NULL};
    return run(p, words, NULL);
}

/* ---- what it gives back: RFC 4180, lines ended by LF ---- */

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    struct text t = {0};
    char block[4096];
    size_t got;
    text_reset(&t);
    while (f && (got = fread(block, 1, sizeof block, f)) > 0)
        text_add(&t, block, got);
    if (f)
        fclose(f);
    *len = t.len;
    return t.bytes;
}

/* The next cell from *at on; its end in *end: ',' '\n' or 0. */
static bool next_cell(const char *bytes, size_t len, size_t *at, struct text *cell, char *end)
{
    text_reset(cell);
    if (*at >= len)
        return false;
    if (bytes[*at] == '"') {
        for (++*at; *at < len; ++*at) {
            if (bytes[*at] == '"' && bytes[*at + 1] != '"')
                break;
            *at += bytes[*at] == '"';
            text_add(cell, &bytes[*at], 1);
        }
        ++*at;
    } else {
        size_t rest = strcspn(bytes + *at, ",\n");
        text_add(cell, bytes + *at, rest);
        *at += rest;
    }
    *end = *at < len ? bytes[*at] : '\0';
    ++*at;
    return *end == ',' || *end == '\n';
}

static void show(const char *what, const char *bytes, size_t len)
{
    printf("    %s: ", what);
    for (size_t i = 0; i < len && i < 80; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x20 || c == 0x7F || c == '\\')
            printf("\\x%02X", c);
        else
            putchar(c);
    }
    printf("%s (%zu bytes)\n", len > 80 ? " ..." : "", len);
}

/* The name or cell that has to stand at row (0: the header) and column. */
static const char *expected(const struct table *t, size_t row, size_t column, size_t *len)
{
    if (row) {
        const struct text *cell = &t->cells[(t->header_rows + row - 1) * t->columns + column];
        *len = cell->len;
        return cell->bytes;
    }
    *len = strlen(t->names[column]);
    return t->names[column];
}

static bool same(const struct paths *p, const struct table *t, bool tell)
{
    size_t len, at = 0, wanted = 0;
    char *bytes = slurp(p->out, &len), end = '\0';
    struct text cell = {0};
    bool equal = true;
    size_t rows = t->rows - t->header_rows;
    for (size_t row = 0; row <= rows && equal; row++)
        for (size_t i = 0; i < t->columns && equal; i++) {
            bool there = next_cell(bytes, len, &at, &cell, &end);
            const char *want = row || t->names ? expected(t, row, i, &wanted) : NULL;
            equal = there && end == (i + 1 < t->columns ? ',' : '\n') &&
                    (!want || (wanted == cell.len && !memcmp(want, cell.bytes, wanted)));
            if (!equal && tell) {
                printf("  row %zu of %zu, column %zu of %zu\n", row, rows, i + 1, t->columns);
                show("written", want ? want : "", want ? wanted : 0);
                show("read", cell.bytes, cell.len);
            }
        }
    if (equal && at < len) {
        equal = false;
        if (tell)
            printf("  %zu bytes behind the last row\n", len - at);
    }
    text_release(&cell);
    free(bytes);
    return equal;
}

/* ---- a draw ---- */

static void describe(uint64_t seed, const struct manner *m)
{
    static const char *const packings[] = {"plain", "standard input", "gzip", "zip", "xlsx"};
    const char *end = !strcmp(m->line_end, "\n")       ? "LF"
                      : *m->line_end && m->line_end[1] ? "CRLF"
                                                       : "CR";
    printf("seed %llu: %s, delimiter %s, quote %s%.1s, escape %s, %s, %s%s, preamble %u, "
           "header %u, %s%s\n",
           (unsigned long long)seed, packings[m->packing],
           *m->delimiter == '\t' ? "TAB" : m->delimiter, m->quote ? "" : "none", &m->quote,
           m->backslash ? "\\" : "doubled", end, m->encoding,
           m->mark_length ? " with mark" : "", m->preamble, m->header_rows,
           m->told ? "told" : "found", m->known ? ", known fields" : "");
}

static void tell_words(const struct paths *p)
{
    size_t len;
    char *said = slurp(p->said, &len);
    printf("    says: %.300s\n", said);
    free(said);
}

static void keep(const struct paths *p, uint64_t seed)
{
    const char *folder = getenv("KEEP");
    char to[300];
    if (!folder)
        return;
    snprintf(to, sizeof to, "%s/%llu.file", folder, (unsigned long long)seed);
    rename(p->file, to);
    snprintf(to, sizeof to, "%s/%llu.out", folder, (unsigned long long)seed);
    rename(p->out, to);
}

static bool trip(const struct paths *p, uint64_t seed, bool tell)
{
    struct manner m;
    struct table t;
    draw_seed(seed);
    draw_manner(&m);
    draw_table(&m, &t);
    remove_cache(p);
    bool written = write_file(&m, &t, p->file);
    bool imported = written && import(p, &m);
    bool done = imported && export(p) && same(p, &t, false);
    if (!done && tell) {
        describe(seed, &m);
        if (!imported || access(p->out, R_OK))
            tell_words(p);
        else
            same(p, &t, true);
        keep(p, seed);
    }
    table_release(&t);
    return done;
}

/* Every worker takes the next seed that nobody has. */
static void work(const char *folder, unsigned worker, volatile unsigned long *next,
                 volatile unsigned long *failed, unsigned long draws, uint64_t first)
{
    struct paths p;
    snprintf(p.folder, sizeof p.folder, "%.100s/%u", folder, worker);
    mkdir(p.folder, 0700);
    snprintf(p.file, sizeof p.file, "%s/table", p.folder);
    snprintf(p.cache, sizeof p.cache, "%s/cache.db", p.folder);
    snprintf(p.out, sizeof p.out, "%s/out.csv", p.folder);
    snprintf(p.said, sizeof p.said, "%s/said", p.folder);
    for (unsigned long i; (i = __sync_fetch_and_add(next, 1)) < draws;)
        if (!trip(&p, first + i, *failed < number("TELL", 5)))
            __sync_fetch_and_add(failed, 1);
    remove_cache(&p);
    unlink(p.file);
    unlink(p.said);
    rmdir(p.folder);
    fflush(stdout);
}

int main(void)
{
    unsigned long draws = number("DRAWS", 240), seed = number("SEED", 1);
    unsigned workers = (unsigned)number("WORKERS", 2);
    char folder[100];
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.60s/saisie-roundtrip-XXXXXX",
             tmp && *tmp ? tmp : "/tmp");
    volatile unsigned long *shared =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!getenv("SAISIE") || !mkdtemp(folder) || shared == MAP_FAILED) {
        fputs("SAISIE has to name the program, and TMPDIR a folder\n", stderr);
        return 2;
    }
    printf("seeds %lu to %lu\n", seed, seed + draws - 1);
    fflush(stdout);
    for (unsigned i = 0; i < workers; i++)
        if (fork() == 0) {
            work(folder, i, &shared[0], &shared[1], draws, seed);
            _exit(0);
        }
    unsigned ended = 0;
    for (int status; wait(&status) > 0;)
        ended += WIFEXITED(status) && !WEXITSTATUS(status);
    rmdir(folder);
    unsigned long failed = shared[1] + (ended < workers);
    printf("%lu passed, %lu failed\n", draws - shared[1], failed);
    return failed || !draws;
}
