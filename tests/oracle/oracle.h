/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small things that the oracle's drawing needs: chance, texts for CSV and SQL, days. */
#ifndef SAISIE_TESTS_ORACLE_H
#define SAISIE_TESTS_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct rng {
    uint64_t state;
};
uint32_t below(struct rng *r, uint32_t n);

void csv_text(FILE *out, const char *text);
void sql_text(FILE *out, const char *text);
FILE *open_in(const char *folder, const char *name);

/* A date of one of three precisions: the span it names and the periods it lies in. */
struct day {
    int known; /* 1 year, 2 month, 3 day */
    char first[16], last[16], year[16], quarter[32], month[16], week[16];
    const char *weekday;
};
bool read_day(const char *text, struct day *out);

#endif
