/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks saisie the questions of drawn tables through the verbs of the command line, in one
 * process, and compares the cells of each answer with the rows of SQL.
 *
 *   ask SEED COUNT FOLDER   what draw wrote; "N passed, M failed" at the end */
#include "answer.h"
#include "command/command.h"
#include "crosstab.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN 5 /* differences that are told whole */
#define WORDS 32

struct asker {
    struct reference *reference;
    char folder[4096], cache[4200];
    uint64_t seed;
    uint32_t question;
    size_t passed, failed;
    unsigned long numbers; /* of cross-tabs, that were compared */
};

static char *read_file(const char *folder, const char *name)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    char *text = NULL;
    size_t len;
    if (f) {
        FILE *copy = open_memstream(&text, &len);
        for (int c; copy && (c = getc(f)) != EOF;)
            putc(c, copy);
        if (copy)
            fclose(copy);
        fclose(f);
    }
    return text;
}

static bool tell(struct asker *a, char *const *word, const char *what)
{
    if (a->failed++ >= SHOWN)
        return false;
    printf("seed %llu: saisie", (unsigned long long)a->seed);
    for (int i = 0; word[i]; i++)
        printf(" '%s'", word[i]);
    printf(": %s\n", what);
    return true;
}

/* Runs one call; *out is what it writes, freed by the caller. */
static enum status call(struct asker *a, char *const *word, char **out, struct error *e)
{
    size_t len = 0;
    int words = 0;
    FILE *memory = open_memstream(out, &len);
    struct call c = {.out = memory, .reference = a->reference};
    if (!memory)
        return error_no_memory(e);
    while (word[words])
        words++;
    enum status status = command_parse(words, word, &c, e);
    if (!status)
        status = command_run(&c, e);
    arena_free(&c.arena);
    fclose(memory);
    return status;
}

static void ask(struct asker *a, const char *verb, int rows, const char *measure,
                char *const *word)
{
    struct error e = {0};
    char *csv = NULL, name[32];
    snprintf(name, sizeof name, "want%u", a->question++);
    char *want = read_file(a->folder, name);
    if (call(a, word, &csv, &e)) {
        tell(a, word, e.text);
    } else if (!want) {
        tell(a, word, "no answer of SQL");
    } else {
        char *got = answer_cells(csv, verb, rows, measure);
        char *difference = answer_difference(got, want);
        if (!difference)
            a->passed++;
        else if (tell(a, word, "saisie and not SQL (<), SQL and not saisie (>):"))
            fputs(difference, stdout);
        free(difference);
        free(got);
    }
    free(want);
    free(csv);
}

static void split(char *text, const char *out[2])
{
    char *comma = strchr(text, ',');
    out[0] = text;
    out[1] = comma ? comma + 1 : NULL;
    if (comma)
        *comma = '\0';
}

/* Axes are taken apart for the calculator, and asked for as they are written. */
static void cross(struct asker *a, char **field, int fields)
{
    struct cross_spec spec = {.rows = atoi(field[1]),
                              .cols = atoi(field[2]),
                              .as_of = field[3],
                              .measure = {field[6], field[7]},
                              .top = atoi(field[8]),
                              .hide = *field[10] == '1',
                              .mixed = *field[11] == '1',
                              .subtotals = *field[12] == '1'};
    char measures[200], sort[100], axes[2][100], name[32], *csv = NULL;
    char *word[WORDS] = {"--cache",  a->cache,  "pivot",
                         "--rows",   field[4],  "--measure",
                         measures,   "--where", fields > 14 ? field[14] : "",
                         "--format", "csv",     "--bare"};
    int words = 12;
    struct error e = {0};
    snprintf(measures, sizeof measures, "%s,%s", field[6], field[7]);
    snprintf(axes[0], sizeof axes[0], "%s", field[4]);
    snprintf(axes[1], sizeof axes[1], "%s", field[5]);
    for (int i = 8; i < 10; i++)
        if (*field[i] != '0') {
            word[words++] = i == 8 ? "--top" : "--top-cols";
            word[words++] = field[i];
        }
    if (spec.cols) {
        word[words++] = "--cols";
        word[words++] = field[5];
    }
    if (spec.hide)
        word[words++] = "--hide-empty";
    if (spec.mixed)
        word[words++] = "--mixed";
    /* The total's change is that of the last of the outer periods, which stand in subtotals. */
    if (spec.subtotals || strstr(measures, "change") || strstr(measures, "difference"))
        word[words++] = "--subtotals";
    if (*field[13] != '-') {
        snprintf(sort, sizeof sort, "%s", field[13]);
        word[words++] = "--sort";
        word[words++] = sort;
    }
    snprintf(name, sizeof name, "want%u", a->question++);
    char *facts = read_file(a->folder, name), *difference = NULL;
    split(axes[0], spec.row_axis);
    split(axes[1], spec.col_axis);
    unsigned long numbers = 0;
    if (call(a, word, &csv, &e))
        tell(a, word, e.text);
    else if (!facts)
        tell(a, word, "no answer of SQL");
    else if ((difference = crosstab_differences(&spec, csv, facts, &numbers)) == NULL)
        a->passed++;
    else if (tell(a, word, "saisie, not what is worked out from the lines:"))
        fputs(difference, stdout);
    a->numbers += numbers;
    free(difference);
    free(facts);
    free(csv);
}

static void load(struct asker *a, char *const *word, bool refused)
{
    struct error e = {0};
    char *out = NULL;
    enum status status = call(a, word, &out, &e);
    if (refused && (!status || access(a->cache, F_OK) == 0))
        tell(a, word, "an empty table is taken");
    else if (refused)
        a->passed++;
    else if (status)
        tell(a, word, e.text);
    free(out);
}

/* One line of the file of questions: a kind, then words parted by tabs. */
static void run_line(struct asker *a, char *line)
{
    char path[4200], *field[WORDS], *word[WORDS] = {"--cache", a->cache};
    int fields = 0, words = 2;
    for (char *p = line; p && fields < WORDS - 8;) {
        char *tab = strchr(p, '\t');
        field[fields++] = p;
        p = tab ? tab + 1 : NULL;
        if (tab)
            *tab = '\0';
    }
    if (!strcmp(field[0], "cross")) {
        cross(a, field, fields);
    } else if (!strcmp(field[0], "ask")) {
        word[words++] = field[1];
        for (int i = 4; i < fields; i++)
            word[words++] = field[i];
        word[words++] = "--format";
        word[words++] = "csv";
        word[words++] = "--bare";
        if (!strcmp(field[1], "pivot")) /* SQL adds what it is told to */
            word[words++] = "--mixed";
        ask(a, field[1], atoi(field[2]), field[3], word);
    } else if (!strcmp(field[0], "do")) {
        word[words++] = field[1];
        word[words++] = "--";
        for (int i = 2; i < fields; i++)
            word[words++] = field[i];
        load(a, word, false);
    } else {
        snprintf(path, sizeof path, "%s/%s", a->folder, field[1]);
        word[words++] = "import";
        word[words++] = "--as-of";
        word[words++] = field[2];
        word[words++] = path;
        load(a, word, !strcmp(field[0], "refuse"));
    }
}

static void run_seed(struct asker *a, const char *folder)
{
    snprintf(a->folder, sizeof a->folder, "%s/%llu", folder, (unsigned long long)a->seed);
    snprintf(a->cache, sizeof a->cache, "%s/c.db", a->folder);
    a->question = 0;
    char *said = read_file(a->folder, "sql"), *lines = read_file(a->folder, "ask"), *save;
    if (said && said[strspn(said, "\n")]) {
        printf("seed %llu: SQL: %s\n", (unsigned long long)a->seed, said);
        a->failed++;
    } else {
        for (char *p = strtok_r(lines, "\n", &save); p; p = strtok_r(NULL, "\n", &save))
            run_line(a, p);
    }
    free(said);
    free(lines);
}

int main(int argc, char **argv)
{
    struct asker a = {0};
    struct error e = {0};
    if (argc != 4 || reference_open(&a.reference, &e)) {
        fputs("usage: ask SEED COUNT FOLDER\n", stderr);
        return 2;
    }
    uint64_t first = strtoull(argv[1], NULL, 10), count = strtoull(argv[2], NULL, 10);
    for (a.seed = first; a.seed < first + count; a.seed++)
        run_seed(&a, argv[3]);
    reference_free(&a.reference);
    printf("%lu numbers of cross-tabs\n", a.numbers);
    printf("%zu passed, %zu failed\n", a.passed, a.failed);
    return a.failed > 0;
}
