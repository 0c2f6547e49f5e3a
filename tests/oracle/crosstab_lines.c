/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of SQL and the lines of the written table: days and periods, reading, and which of
 * the lines stand behind a cell. */
#include "crosstab_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- days, by the number of days since 1970-01-01 (Fliegel and Van Flandern) */

int day_number(int y, int m, int d)
{
    int a = (m - 14) / 12;
    return (1461 * (y + 4800 + a)) / 4 + (367 * (m - 2 - 12 * a)) / 12 -
           (3 * ((y + 4900 + a) / 100)) / 4 + d - 32075 - 2440588;
}

void civil(int day, int *y, int *m, int *d)
{
    *y = 1970 + day / 366 - 1;
    while (day_number(*y + 1, 1, 1) <= day)
        ++*y;
    *m = 1;
    while (*m < 12 && day_number(*y, *m + 1, 1) <= day)
        ++*m;
    *d = day - day_number(*y, *m, 1) + 1;
}

int read_day(const char *text)
{
    int y, m, d;
    return sscanf(text, "%d-%d-%d", &y, &m, &d) == 3 ? day_number(y, m, d) : NO_DAY;
}

int grain_of(const char *axis)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "year"};
    for (int g = DAY; g <= YEAR; g++)
        if (!strncmp(axis, names[g], strlen(names[g])) &&
            (!axis[strlen(names[g])] || axis[strlen(names[g])] == '('))
            return g;
    return -1;
}

int field_of(const char *axis)
{
    return strstr(axis, "entered") != NULL;
}

struct span around(int day, int grain)
{
    int y, m, d;
    civil(day, &y, &m, &d);
    if (grain == DAY)
        return (struct span){day, day};
    if (grain == WEEK) {
        int monday = day - ((day - day_number(2024, 1, 1)) % 7 + 7) % 7;
        return (struct span){monday, monday + 6};
    }
    int first = grain == YEAR ? 1 : grain == QUARTER ? (m - 1) / 3 * 3 + 1 : m;
    int next = first + (grain == YEAR ? 12 : grain == QUARTER ? 3 : 1);
    return (struct span){day_number(y, first, 1),
                         day_number(next > 12 ? y + 1 : y, next > 12 ? 1 : next, 1) - 1};
}

int year_before(int day)
{
    int y, m, d;
    civil(day, &y, &m, &d);
    return day_number(y - 1, m, m == 2 && d == 29 ? 28 : d);
}

/* The days of "2024", "2024-Q3", "2024-05", "2024-W07", "2024-05-09"; false: no period. */
bool period_of(const char *text, int grain, struct span *out)
{
    int y, n, d;
    if (grain == YEAR && sscanf(text, "%d", &y) == 1 && strlen(text) == 4)
        *out = around(day_number(y, 1, 1), grain);
    else if (grain == QUARTER && sscanf(text, "%d-Q%d", &y, &n) == 2)
        *out = around(day_number(y, 3 * n - 2, 1), grain);
    else if (grain == WEEK && sscanf(text, "%d-W%d", &y, &n) == 2)
        *out = around(around(day_number(y, 1, 4), WEEK).from + 7 * (n - 1), grain);
    else if (grain == MONTH && sscanf(text, "%d-%d", &y, &n) == 2)
        *out = around(day_number(y, n, 1), grain);
    else if (grain == DAY && sscanf(text, "%d-%d-%d", &y, &n, &d) == 3)
        *out = around(day_number(y, n, d), grain);
    else
        return false;
    return true;
}

/* ---- reading */

void read_facts(char *facts)
{
    int groups = t.spec->rows + t.spec->cols;
    t.lines = t.rows = 0;
    for (char *row = facts, *next; row && *row; row = next) {
        char *cell[FACTS + 4];
        int n = 0;
        next = strchr(row, '\n');
        if (next)
            *next++ = '\0';
        for (char *p = row; p && n < FACTS + 4; n++) {
            cell[n] = p;
            p = strchr(p, '|');
            if (p)
                *p++ = '\0';
        }
        if (n != FACTS + groups || t.lines == MOST_LINES || t.rows == MOST_ROWS)
            exit(4);
        long id = atol(cell[0]);
        if (!t.lines || t.line[t.lines - 1].id != id) {
            struct line *l = &t.line[t.lines++];
            *l = (struct line){.id = id,
                               .case_id = cell[1],
                               .reporter = cell[2],
                               .money = cell[7],
                               .stream = cell[8],
                               .has_lag = *cell[13] != '\0',
                               .lag = atoi(cell[13]),
                               .asked = atoi(cell[14]),
                               .from = t.rows};
            for (int i = 0; i < 4; i++) {
                l->has[i] = *cell[3 + i] != '\0';
                l->amount[i] = atoll(cell[3 + i]);
            }
            for (int i = 0; i < 2; i++) {
                l->first[i] = read_day(cell[9 + 2 * i]);
                l->last[i] = read_day(cell[10 + 2 * i]);
            }
        }
        for (int i = 0; i < groups; i++)
            t.group[t.rows][i] = cell[FACTS + i];
        t.line[t.lines - 1].end = ++t.rows;
    }
}

/* One record of the CSV; cells are written over it. */
int read_record(char **csv, const char **cell)
{
    char *p = *csv, *to = p;
    int n = 0;
    if (!*p)
        return 0;
    for (bool quoted = false, more = true; more; p++) {
        if (n == 0)
            cell[n++] = to;
        if (quoted && p[0] == '"' && p[1] == '"')
            *to++ = *p++;
        else if (*p == '"')
            quoted = !quoted;
        else if (!quoted && (*p == ',' || *p == '\n' || !*p)) {
            more = *p == ',';
            if (!*p)
                p--;
            *to++ = '\0';
            if (n == MOST_CELLS)
                exit(4);
            if (more)
                cell[n++] = to;
        } else
            *to++ = *p;
    }
    *csv = p;
    return n;
}

struct printed read_line(const char *outer, const char *inner, int axes)
{
    struct printed p = {.kind = GROUP, .group = {outer, inner}};
    if (!strcmp(outer, "all") && (axes < 2 || !*inner))
        p.kind = TOTAL;
    else if (!strcmp(outer, "Others") && (axes < 2 || !*inner))
        p.kind = OTHERS;
    else if (axes == 2 && !strcmp(inner, "all"))
        p.kind = SUBTOTAL;
    return p;
}

/* ---- which lines */

bool in_list(const struct side *s, const char *outer)
{
    for (int i = 0; i < s->count; i++)
        if (s->line[i].kind < OTHERS && !strcmp(s->line[i].group[0], outer))
            return true;
    return false;
}

bool is_at(const struct side *s, const struct printed *p, int row)
{
    const char *const *g = &t.group[row][s->base];
    for (int a = 0; a < s->axes; a++)
        if (*g[a] == '\1')
            return false;
    if (p->kind == TOTAL || !s->axes)
        return true;
    if (p->kind == OTHERS)
        return !in_list(s, g[0]);
    return !strcmp(g[0], p->group[0]) &&
           (p->kind == SUBTOTAL || s->axes < 2 || !strcmp(g[1], p->group[1]));
}

static bool stands_before(const struct side *s, int i, int row)
{
    const struct printed *own = &s->line[i];
    if (own->kind == TOTAL || is_at(s, own, row))
        return own->kind == TOTAL ? is_at(s, own, row) : true;
    for (int k = 0; k < i; k++) {
        const struct printed *p = &s->line[k];
        bool nested = own->kind == GROUP && s->axes == 2;
        bool sibling = nested && !strcmp(p->group[0], own->group[0]);
        struct printed outer = {.kind = s->axes == 2 ? SUBTOTAL : GROUP,
                                .group = {p->group[0], p->group[1]}};
        if (sibling ? p->kind == GROUP && is_at(s, p, row) : is_at(s, &outer, row))
            return true;
    }
    return false;
}

bool is_date_axis(const struct side *s, int a)
{
    return grain_of(s->axis[a]) >= 0 && field_of(s->axis[a]) == t.time_field;
}

static bool in_span(const struct side *s, const struct place *at, const struct line *l, int row)
{
    const struct printed *p = &s->line[at->at[t.time_side]];
    int own = p->kind == SUBTOTAL ? 0 : t.time_axis, f = t.time_field;
    const char *const *g = &t.group[row][s->base];
    if (l->first[f] == NO_DAY || l->first[f] < at->span->from || l->last[f] > at->span->to)
        return false;
    for (int a = 0; a < s->axes; a++) {
        if (*g[a] == '\1')
            return false;
        if (a != own && p->kind == GROUP && !is_date_axis(s, a) && strcmp(g[a], p->group[a]))
            return false;
    }
    return true;
}

bool is_in(const struct place *at, const struct line *l)
{
    for (int row = l->from; row < l->end; row++) {
        bool in = true;
        for (int s = 0; in && s < 2; s++)
            in = at->span && s == t.time_side ? in_span(&t.side[s], at, l, row)
                 : at->up_to[s]               ? stands_before(&t.side[s], at->at[s], row)
                                : is_at(&t.side[s], &t.side[s].line[at->at[s]], row);
        if (in)
            return true;
    }
    return false;
}
