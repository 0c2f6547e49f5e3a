/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws small tables of seizures as CSV, and questions about them: each as words for saisie and
 * as SQL over the raw texts of the files.
 *
 *   draw SEED COUNT FOLDER   writes FOLDER/SEED/1.csv, perhaps 2.csv, and ask, for COUNT seeds;
 *                            the SQL of all of them to standard output */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define QUESTIONS 5
#define CROSSTABS 2

/* What is kept in the cache before it is asked: two saved filters, of which one rests on the
 * other, and two tags. */
static void draw_kept(struct rng *r, bool two, FILE *ask, FILE *sql)
{
    static struct sentence s;
    static const char *const tags[] = {"watch", "urgent"};
    /* Tags first: what a saved filter takes goes by the tags of the moment. */
    for (uint32_t i = 0; i < COUNT(tags); i++) {
        draw_sentence(r, false, two, &s);
        fprintf(ask, "do\ttag\t%s\t%s\n", tags[i], s.words);
        fprintf(sql, "INSERT INTO tagged SELECT id, '%s' FROM l WHERE %s;\n", tags[i], s.sql);
    }
    draw_sentence(r, false, two, &s);
    fprintf(ask, "do\tfilters\tmine\t%s\n", *s.words ? s.words : "-date:1900");
    fprintf(sql, "UPDATE l SET mine = (%s);\n", s.sql);
    draw_sentence(r, false, two, &s);
    fprintf(ask, "do\tfilters\tdeep\t@mine or %s\n", *s.words ? s.words : "-date:1900");
    fprintf(sql, "UPDATE l SET deep = (mine OR (%s));\n", s.sql);
}

static void draw_seed(uint64_t seed, const char *folder, FILE *sql)
{
    static struct table first, second;
    static const struct table *const both[] = {&first, &second};
    /* Not the step of the generator: neighbouring seeds draw nothing in common. */
    struct rng r = {(seed + 1) * 0xda942042e4dd58b5U}, chance = {~r.state};
    char here[4096];
    snprintf(here, sizeof here, "%s/%llu", folder, (unsigned long long)seed);
    mkdir(here, 0700);
    draw_first(&r, &first);
    bool two = first.rows > 0 && below(&r, 3) == 0;
    /* Days around the ends of periods, and between. */
    static const char *const as_of[] = {"2025-12-31", "2026-01-01", "2026-03-20",
                                        "2025-03-31", "2024-08-15", "2024-02-29"};
    const char *day = as_of[below(&chance, COUNT(as_of))];
    FILE *ask = open_in(here, "ask");
    for (uint32_t k = 0; k < 1U + two; k++) {
        char name[16];
        snprintf(name, sizeof name, "%u.csv", k + 1);
        if (k)
            draw_second(&r, &first, &second);
        FILE *file = open_in(here, name);
        write_table(both[k], file);
        fclose(file);
        fprintf(ask, "%s\t%s\t%s\n", first.rows ? "import" : "refuse", name, day);
    }
    if (first.rows) {
        fprintf(sql, ".output %s/sql\n", here);
        write_lines(both, 1U + two, here, sql);
        draw_kept(&r, two, ask, sql);
        for (uint32_t q = 0; q < QUESTIONS; q++) {
            fprintf(sql, ".output %s/want%u\n", here, q);
            /* Trends end with the as-of date: asked where no line is later. */
            draw_question(&r, q == 3 && strcmp(day, "2025-12") < 0 ? 0 : q, two, ask, sql);
        }
        for (uint32_t q = 0; q < CROSSTABS; q++) {
            fprintf(sql, ".output %s/want%u\n", here, QUESTIONS + q);
            draw_cross(&chance, two, day, ask, sql);
        }
    }
    fclose(ask);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: draw SEED COUNT FOLDER\n", stderr);
        return 2;
    }
    uint64_t seed = strtoull(argv[1], NULL, 10), count = strtoull(argv[2], NULL, 10);
    write_pools(stdout);
    fputs(".mode list\n.separator |\n", stdout);
    for (uint64_t i = 0; i < count; i++)
        draw_seed(seed + i, argv[3], stdout);
    return fclose(stdout) ? 1 : 0;
}
