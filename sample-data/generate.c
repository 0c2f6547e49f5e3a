/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generate: writes the training set of a seed, or streams any number of lines. TRAINING DATA.
 */
#include "training.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_SEED 20260930

static const char HELP[] =
    "usage: generate --out DIR [--seed N]     write the training set into the folder DIR\n"
    "       generate --lines N [--seed N]     stream N lines of CSV to standard output\n"
    "       generate --help\n"
    "\n"
    "All that it writes is invented: TRAINING DATA. The same seed makes the same bytes on "
    "every\n"
    "machine. Another seed plants other stories; the set's instructor-key.md lists them.\n"
    "--lines knows no stories and no deliveries: one delivery, English headers, constant "
    "memory,\n"
    "for benchmarks. The seed is 20260930 unless given.\n";

static struct sheet stream_sheet;

/* The cases of many years' work of the same reporters, over the same three years. */
static int stream(const struct world *w, uint64_t seed, int64_t lines)
{
    struct line *one = calloc(MAX_CASE_LINES, sizeof *one);
    int *numbers = calloc(MAX_REPORTERS, sizeof *numbers);
    if (!one || !numbers) {
        free(one);
        free(numbers);
        fprintf(stderr, "generate: out of memory\n");
        return 1;
    }
    struct scene s = {w, seed, day_of(2023, 10, 1), day_of(2026, 9, 30), -1};
    sheet_begin(&stream_sheet, stdout, EN, false, day_of(2026, 9, 30));
    int64_t done = 0;
    for (int c = 0; done < lines && !ferror(stdout); c++) {
        int n = make_case(&s, c, one);
        int number = ++numbers[one[0].reporter];
        for (int i = 0; i < n && done < lines; i++, done++) {
            one[i].number = number;
            sheet_line(&stream_sheet, &one[i]);
        }
    }
    free(one);
    free(numbers);
    if (!sheet_end(&stream_sheet)) {
        fprintf(stderr, "generate: standard output: %s\n", strerror(errno));
        return 1;
    }
    return 0;
}

static bool number_of(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    *out = v;
    return *text && !*end && !errno && v >= 0;
}

static int misuse(const char *what, const char *which)
{
    fprintf(stderr, "generate: %s %s\n%s", what, which, HELP);
    return 2;
}

int main(int argc, char **argv)
{
    int64_t seed = DEFAULT_SEED;
    int64_t lines = -1;
    const char *out = NULL;
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--help") == 0) {
            fputs(HELP, stdout);
            return 0;
        }
        if (!value) {
            return misuse("wrong or incomplete option", argv[i]);
        }
        if (strcmp(argv[i], "--seed") == 0) {
            if (!number_of(value, &seed)) {
                return misuse("not a seed:", value);
            }
        } else if (strcmp(argv[i], "--lines") == 0) {
            if (!number_of(value, &lines)) {
                return misuse("not a number of lines:", value);
            }
        } else if (strcmp(argv[i], "--out") == 0) {
            out = value;
        } else {
            return misuse("no option", argv[i]);
        }
    }
    if ((lines < 0) == (out == NULL)) {
        return misuse("say either", "--out or --lines");
    }
    static struct world w;
    world_open(&w);
    return out ? training_write(&w, (uint64_t)seed, out) : stream(&w, (uint64_t)seed, lines);
}
