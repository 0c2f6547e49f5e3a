/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the calculator of cross-tabs: what it knows of lines and of the table. */
#ifndef SAISIE_TESTS_ORACLE_CROSSTAB_PRIVATE_H
#define SAISIE_TESTS_ORACLE_CROSSTAB_PRIVATE_H

#include "crosstab.h"

#include <limits.h>
#include <stdio.h>

#define MOST_LINES 700
#define MOST_ROWS 12000
#define MOST_CELLS 60000 /* of a row */
#define FACTS 15
#define NO_DAY INT_MIN
#define SHOWN 6

struct line {
    long id;
    const char *case_id, *reporter, *money, *stream;
    long long amount[4]; /* mass, volume, pieces, value */
    bool has[4];
    int first[2], last[2]; /* of the date, of entry */
    int lag;
    bool has_lag, asked;
    int from, end; /* its rows of groups */
};

struct printed {
    enum { GROUP, SUBTOTAL, OTHERS, TOTAL } kind;
    const char *group[2];
    bool same_outer; /* as the line before it */
};

struct side {
    int axes, count;
    const char *const *axis;
    struct printed line[MOST_CELLS];
    int base; /* the first of its groups in a row of facts */
    bool several;
    int places[2]; /* cases, reporters stand in several of its groups: -1 not looked yet */
};

struct table {
    const struct cross_spec *spec;
    struct line line[MOST_LINES];
    const char *group[MOST_ROWS][4];
    int lines, rows;
    struct side side[2]; /* rows, columns */
    int as_of, delay, data_from[2];
    int grain, time_side, time_axis, time_field;
    unsigned long numbers;
    FILE *out;
    int shown;
};
extern struct table t;

/* ---- crosstab_lines.c: days, by their number since 1970-01-01; reading; which lines */

enum { DAY, WEEK, MONTH, QUARTER, YEAR };
struct span {
    int from, to;
};

int day_number(int y, int m, int d);
void civil(int day, int *y, int *m, int *d);
int read_day(const char *text);
int grain_of(const char *axis);
int field_of(const char *axis);
struct span around(int day, int grain);
int year_before(int day);
/* The days of "2024", "2024-Q3", "2024-05", "2024-W07", "2024-05-09"; false: no period. */
bool period_of(const char *text, int grain, struct span *out);
void read_facts(char *facts);
/* One record of the CSV; cells are written over it. */
int read_record(char **csv, const char **cell);
struct printed read_line(const char *outer, const char *inner, int axes);

/* Which of the lines that are asked for: at a line of each side, up to it, or in a span. */
struct place {
    int at[2];
    bool up_to[2];
    const struct span *span; /* at[time_side] but for its period */
    int grain;
};

bool in_list(const struct side *s, const char *outer);
bool is_at(const struct side *s, const struct printed *p, int row);
bool is_date_axis(const struct side *s, int a);
bool is_in(const struct place *at, const struct line *l);

/* ---- crosstab.c: measures */

struct measure {
    char show[24], statistic[24], kind[48]; /* kind of money: its name */
    int amount;                             /* 0..3; -1: a count */
    double unit;
};

struct figure {
    long lines, counted;
    __int128 value;
    double number;
    bool nothing, mixed;
    __int128 largest;
};

struct figure figure_of(const struct measure *m, const struct place *at);

/* "" nothing to show, else the number. */
struct shown {
    bool any;
    const char *word; /* "new", "few" */
    double number;
};
static const struct shown nothing = {.any = false};

static inline struct shown number(double n)
{
    return (struct shown){.any = true, .number = n};
}

/* ---- crosstab_periods.c: what goes along periods */

void find_times(void);
struct shown change(const struct measure *m, int r, int c);
struct shown index_of(const struct measure *m, int r, int c);

#endif
