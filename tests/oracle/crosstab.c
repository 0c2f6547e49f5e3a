/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain calculator of cross-tabs: goes through all lines for each number. */
#include "crosstab.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LINES 700
#define MOST_ROWS 12000
#define MOST_CELLS 60000 /* of a row */
#define FACTS 15
#define NO_DAY INT_MIN
#define SHOWN 6

/* ---- what is known of lines */

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
static struct table t;

/* ---- days, by the number of days since 1970-01-01 (Fliegel and Van Flandern) */

static int day_number(int y, int m, int d)
{
    int a = (m - 14) / 12;
    return (1461 * (y + 4800 + a)) / 4 + (367 * (m - 2 - 12 * a)) / 12 -
           (3 * ((y + 4900 + a) / 100)) / 4 + d - 32075 - 2440588;
}

static void civil(int day, int *y, int *m, int *d)
{
    *y = 1970 + day / 366 - 1;
    while (day_number(*y + 1, 1, 1) <= day)
        ++*y;
    *m = 1;
    while (*m < 12 && day_number(*y, *m + 1, 1) <= day)
        ++*m;
    *d = day - day_number(*y, *m, 1) + 1;
}

static int read_day(const char *text)
{
    int y, m, d;
    return sscanf(text, "%d-%d-%d", &y, &m, &d) == 3 ? day_number(y, m, d) : NO_DAY;
}

enum { DAY, WEEK, MONTH, QUARTER, YEAR };

static int grain_of(const char *axis)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "year"};
    for (int g = DAY; g <= YEAR; g++)
        if (!strncmp(axis, names[g], strlen(names[g])) &&
            (!axis[strlen(names[g])] || axis[strlen(names[g])] == '('))
            return g;
    return -1;
}

static int field_of(const char *axis)
{
    return strstr(axis, "entered") != NULL;
}

struct span {
    int from, to;
};

static struct span around(int day, int grain)
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

static int year_before(int day)
{
    int y, m, d;
    civil(day, &y, &m, &d);
    return day_number(y - 1, m, m == 2 && d == 29 ? 28 : d);
}

/* The days of "2024", "2024-Q3", "2024-05", "2024-W07", "2024-05-09"; false: no period. */
static bool period_of(const char *text, int grain, struct span *out)
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

static void read_facts(char *facts)
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
static int read_record(char **csv, const char **cell)
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

static struct printed read_line(const char *outer, const char *inner, int axes)
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

static bool in_list(const struct side *s, const char *outer)
{
    for (int i = 0; i < s->count; i++)
        if (s->line[i].kind < OTHERS && !strcmp(s->line[i].group[0], outer))
            return true;
    return false;
}

static bool is_at(const struct side *s, const struct printed *p, int row)
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

/* Which of the lines that are asked for: at a line of each side, up to it, or in a span. */
struct place {
    int at[2];
    bool up_to[2];
    const struct span *span; /* at[time_side] but for its period */
    int grain;
};

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

static bool is_date_axis(const struct side *s, int a)
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

static bool is_in(const struct place *at, const struct line *l)
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

/* ---- measures */

struct measure {
    char show[24], statistic[24], kind[48]; /* kind of money: its name */
    int amount;                             /* 0..3; -1: a count */
    double unit;
};

static void read_measure(const char *text, struct measure *m)
{
    static const char *const statistics[] = {"mean", "median", "largest", "per-seizure"};
    static const char *const amounts[] = {"mass", "volume", "pieces", "value"};
    static const double units[] = {1e9, 1e6, 1e6, 1e6};
    *m = (struct measure){.amount = -1, .unit = 1};
    char copy[96], *p = copy;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *open; (open = strchr(p, '(')); p = open + 1) {
        bool is = false;
        *open = '\0';
        for (int i = 0; i < 4; i++)
            is |= !strcmp(p, statistics[i]);
        snprintf(is ? m->statistic : m->show, 24, "%.20s", p);
    }
    p[strcspn(p, ")")] = '\0';
    snprintf(m->kind, sizeof m->kind, "%.40s", p);
    for (int i = 0; i < 4; i++)
        if (!strncmp(p, amounts[i], strlen(amounts[i]))) {
            m->amount = i;
            m->unit = units[i];
        }
}

struct figure {
    long lines, counted;
    __int128 value;
    double number;
    bool nothing, mixed;
    __int128 largest;
};

static int compare(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static long distinct(const char **text, long n)
{
    long count = 0;
    qsort(text, (size_t)n, sizeof *text, compare_texts);
    for (long i = 0; i < n; i++)
        count += i == 0 || strcmp(text[i], text[i - 1]) != 0;
    return count;
}

static struct figure figure_of(const struct measure *m, const struct place *at)
{
    static long long each[MOST_LINES];
    static const char *text[MOST_LINES];
    struct figure f = {0};
    const char *stream = NULL;
    bool cases = !strcmp(m->kind, "cases"), seizures = !strcmp(m->kind, "seizures");
    bool several = false;
    for (int i = 0; i < t.lines; i++) {
        const struct line *l = &t.line[i];
        if (!l->asked || !is_in(at, l))
            continue;
        f.lines++;
        if (m->amount < 0) {
            const char *of = cases ? l->case_id : l->reporter;
            if (!seizures && *of)
                text[f.counted++] = of;
        } else if (l->has[m->amount] && (m->amount < 3 || !strcmp(l->money, m->kind))) {
            each[f.counted++] = l->amount[m->amount];
            f.value += l->amount[m->amount];
            several |= stream && strcmp(stream, l->stream) != 0;
            stream = l->stream;
        }
    }
    if (m->amount < 0) {
        f.value = seizures ? f.lines : distinct(text, f.counted);
        f.number = (double)f.value;
        return f;
    }
    f.nothing = f.counted == 0;
    f.mixed = several && m->amount < 3 && strcmp(m->statistic, "largest") && !t.spec->mixed;
    f.number = (double)f.value / m->unit;
    qsort(each, (size_t)f.counted, sizeof *each, compare);
    if (f.nothing)
        return f;
    f.largest = each[f.counted - 1];
    if (!strcmp(m->statistic, "mean"))
        f.number /= (double)f.counted;
    else if (!strcmp(m->statistic, "per-seizure"))
        f.number /= (double)f.lines;
    else if (!strcmp(m->statistic, "largest"))
        f.number = (double)f.largest / m->unit;
    else if (!strcmp(m->statistic, "median"))
        f.number =
            ((double)each[(f.counted - 1) / 2] + (double)each[f.counted / 2]) / 2 / m->unit;
    return f;
}

static struct figure figure_at(const struct measure *m, int r, int c)
{
    return figure_of(m, &(struct place){.at = {r, c}});
}

/* ---- shares and what is expected */

/* A record stands in several groups of a side. */
static bool several_groups(int s)
{
    for (int i = 0; i < t.lines; i++)
        for (int row = t.line[i].from; t.line[i].asked && row < t.line[i].end; row++)
            for (int a = 0; a < t.side[s].axes; a++)
                if (strcmp(t.group[row][t.side[s].base + a],
                           t.group[t.line[i].from][t.side[s].base + a]))
                    return true;
    return false;
}

/* A case (a reporter) has lines in several places of a side. */
static bool find_places(bool cases, int s)
{
    const struct side *of = &t.side[s];
    struct printed all = {.kind = TOTAL};
    for (int i = 0; i < t.lines; i++)
        for (int k = 0; k < i; k++) {
            const struct line *x = &t.line[i], *y = &t.line[k];
            const char *a = cases ? x->case_id : x->reporter,
                       *b = cases ? y->case_id : y->reporter;
            if (!x->asked || !y->asked || !*a || strcmp(a, b))
                continue;
            for (int n = 0; n < of->axes; n++)
                if (strcmp(t.group[x->from][of->base + n], t.group[y->from][of->base + n]) &&
                    is_at(&t.side[0], &all, x->from) && is_at(&t.side[1], &all, x->from) &&
                    is_at(&t.side[0], &all, y->from) && is_at(&t.side[1], &all, y->from))
                    return true;
        }
    return false;
}

static bool several_places(const struct measure *m, int s)
{
    bool cases = !strcmp(m->kind, "cases");
    int *known = &t.side[s].places[cases];
    if (m->amount >= 0 || !strcmp(m->kind, "seizures"))
        return false;
    if (*known < 0)
        *known = find_places(cases, s);
    return *known > 0;
}

/* "" nothing to show, else the number. */
struct shown {
    bool any;
    const char *word; /* "new", "few" */
    double number;
};
static const struct shown nothing = {.any = false};

static struct shown number(double n)
{
    return (struct shown){.any = true, .number = n};
}

static struct shown share(const struct measure *m, int r, int c)
{
    bool of_row = !strcmp(m->show, "row-share"), of_col = !strcmp(m->show, "column-share");
    struct figure part = figure_at(m, r, c),
                  whole = figure_at(m, of_row ? r : t.side[0].count - 1,
                                    of_col ? c : t.side[1].count - 1);
    if ((!of_row && t.side[0].several) || (!of_col && t.side[1].several) || part.nothing ||
        part.mixed || whole.mixed || whole.value <= 0)
        return nothing;
    return number(100 * part.number / whole.number);
}

static struct shown expected(const struct measure *m, int r, int c)
{
    int rows = t.side[0].count - 1, cols = t.side[1].count - 1;
    struct figure o = figure_at(m, r, c), row = figure_at(m, r, cols),
                  col = figure_at(m, rows, c), all = figure_at(m, rows, cols);
    if (t.side[0].several || t.side[1].several || several_places(m, 0) ||
        several_places(m, 1) || o.mixed || row.mixed || col.mixed || all.mixed || row.nothing ||
        col.nothing || all.value <= 0)
        return nothing;
    double e = row.number * col.number / all.number;
    double rs = row.number / all.number, cs = col.number / all.number;
    if (!strcmp(m->show, "expected"))
        return number(e);
    double variance = e * (1 - rs) * (1 - cs);
    if (r == rows || c == cols || !(e > 0) ||
        (!strcmp(m->show, "lift") ? o.nothing : variance <= 1e-12))
        return nothing;
    return number(!strcmp(m->show, "lift") ? o.number / e : (o.number - e) / sqrt(variance));
}

/* ---- periods */

static void find_times(void)
{
    t.time_side = t.time_axis = -1;
    for (int s = 1; s >= 0 && t.time_side < 0; s--)
        for (int a = t.side[s].axes - 1; a >= 0 && t.time_side < 0; a--)
            if (grain_of(t.side[s].axis[a]) >= 0) {
                t.time_side = s;
                t.time_axis = a;
                t.time_field = field_of(t.side[s].axis[a]);
            }
    static int lag[MOST_LINES];
    int n = 0;
    t.data_from[0] = t.data_from[1] = INT_MAX;
    for (int i = 0; i < t.lines; i++) {
        if (t.line[i].has_lag)
            lag[n++] = t.line[i].lag;
        for (int f = 0; f < 2; f++)
            if (t.line[i].first[f] != NO_DAY && t.line[i].first[f] <= t.as_of &&
                t.line[i].first[f] < t.data_from[f])
                t.data_from[f] = t.line[i].first[f];
    }
    t.delay = 0;
    for (int i = 0; i < n; i++) {
        int up_to = 0, below = 0;
        for (int k = 0; k < n; k++) {
            up_to += lag[k] <= lag[i];
            below += lag[k] < lag[i];
        }
        if (up_to * 10 >= n * 9 && below * 10 < n * 9)
            t.delay = lag[i] > 0 ? lag[i] : 0;
    }
}

struct pair {
    bool any, cut;
    int line, grain;
    struct span whole, now, before;
};

static bool parted(const struct side *s, const struct printed *p, struct span whole)
{
    for (int a = 0; a < s->axes && p->kind == GROUP; a++)
        if (a != t.time_axis && is_date_axis(s, a) &&
            around(whole.from, grain_of(s->axis[a])).to < whole.to)
            return true;
    return false;
}

static bool own_period(int i, struct span *out, int *grain)
{
    const struct side *s = &t.side[t.time_side];
    const struct printed *p = &s->line[i];
    int level = p->kind == SUBTOTAL ? 0 : t.time_axis;
    if (p->kind > SUBTOTAL || !is_date_axis(s, level))
        return false;
    *grain = grain_of(s->axis[level]);
    return period_of(p->group[level], *grain, out);
}

/* The line of the same series in the other period; -1: it is not shown. */
static int line_of(int i, struct span period)
{
    const struct side *s = &t.side[t.time_side];
    const struct printed *p = &s->line[i];
    for (int k = 0; k < s->count; k++) {
        const struct printed *q = &s->line[k];
        struct span of;
        int grain;
        bool same = q->kind == p->kind && own_period(k, &of, &grain) && of.from == period.from;
        for (int a = 0; same && a < s->axes && p->kind == GROUP; a++)
            same = is_date_axis(s, a) || !strcmp(p->group[a], q->group[a]);
        if (same)
            return k;
    }
    return -1;
}

/* Whether the period of a series is shown, or has nothing in it. */
static bool is_counted(int i, struct span period, int grain)
{
    struct place at = {
        .at = {t.side[0].count - 1, t.side[1].count - 1}, .span = &period, .grain = grain};
    static const struct measure seizures = {.kind = "seizures", .amount = -1, .unit = 1};
    at.at[t.time_side] = i;
    return line_of(i, period) >= 0 || figure_of(&seizures, &at).lines == 0;
}

static bool reaches(struct span period, int grain)
{
    int y, m, d, from = t.data_from[t.time_field];
    if (from == INT_MAX)
        return false;
    civil(from, &y, &m, &d);
    return period.from >= from ||
           (grain == YEAR && m == 1 && period.from == day_number(y, 1, 1));
}

static int mature(void)
{
    return t.as_of - (t.time_field == 0 ? t.delay : 0);
}

static struct pair pair_of(int i, bool year)
{
    struct pair p = {.line = i};
    const struct side *s = &t.side[t.time_side];
    if (!own_period(i, &p.whole, &p.grain))
        return p;
    p.now = p.whole;
    struct span other = around(!year             ? p.now.from - 1
                               : p.grain == WEEK ? p.now.from - 364
                                                 : year_before(p.now.from),
                               p.grain);
    p.before = other;
    p.cut = p.now.to > mature();
    if (p.now.from > mature() || !reaches(other, p.grain) || parted(s, &s->line[i], p.whole) ||
        parted(s, &s->line[i], other) || !is_counted(i, other, p.grain))
        return p;
    if (p.cut && (year || p.grain == YEAR)) {
        p.now.to = mature();
        p.before.to = year_before(mature()) < other.to ? year_before(mature()) : other.to;
    } else if (p.cut) {
        int days = mature() - p.now.from;
        days = days < other.to - other.from ? days : other.to - other.from;
        p.now.to = p.now.from + days;
        p.before.to = other.from + days;
    }
    p.any = true;
    return p;
}

/* Of a line that sums up periods the last whole pair. */
static struct pair any_pair(int i, bool year)
{
    const struct side *s = &t.side[t.time_side];
    const struct printed *p = &s->line[i];
    bool total = p->kind == TOTAL && is_date_axis(s, 0);
    bool sub = p->kind == SUBTOTAL && !is_date_axis(s, 0);
    struct pair last = {.any = false};
    if (!total && !sub)
        return pair_of(i, year);
    for (int k = 0; k < s->count; k++) {
        const struct printed *q = &s->line[k];
        bool of = total ? q->kind == (s->axes == 2 ? SUBTOTAL : GROUP)
                        : q->kind == GROUP && !strcmp(q->group[0], p->group[0]);
        struct pair one = of ? pair_of(k, year) : last;
        if (of && one.any && !one.cut && (!last.any || one.whole.from > last.whole.from))
            last = one;
    }
    return last;
}

static struct shown change(const struct measure *m, int r, int c)
{
    bool year = !strncmp(m->show, "year-", 5), percent = strstr(m->show, "change") != NULL;
    const struct side *other = t.time_side >= 0 ? &t.side[!t.time_side] : NULL;
    for (int a = 0; other && a < other->axes; a++)
        if (is_date_axis(other, a))
            return nothing;
    if (t.time_side < 0)
        return nothing;
    struct place at = {.at = {r, c}};
    struct pair p = any_pair(at.at[t.time_side], year);
    if (!p.any)
        return nothing;
    at.at[t.time_side] = p.line;
    at.grain = p.grain;
    at.span = &p.now;
    struct figure now = figure_of(m, &at);
    at.span = &p.before;
    struct figure before = figure_of(m, &at);
    bool count = m->amount < 0, sum = !*m->statistic;
    if (now.mixed || before.mixed || now.lines + before.lines == 0 ||
        (now.nothing && (now.lines || !sum)) ||
        (before.nothing && (before.lines || !(sum || percent))))
        return nothing;
    if (!percent)
        return number(now.number - before.number);
    __int128 few = count ? before.value : (__int128)before.counted;
    bool some = count ? now.value > 0 : now.counted > 0;
    if (few < 5 && (count || few > 0))
        return (struct shown){.any = true, .word = few || !now.value ? "few" : "new"};
    if (!before.lines && some)
        return (struct shown){.any = true, .word = "new"};
    return before.number > 0 ? number(100 * (now.number - before.number) / before.number)
                             : nothing;
}

/* Lines can still come to its period of the date of seizure, the innermost if there are two. */
static bool is_provisional(const struct side *s, int i)
{
    struct span period;
    for (int a = s->line[i].kind == SUBTOTAL ? 0 : s->axes - 1; a >= 0; a--)
        if (grain_of(s->axis[a]) >= 0 && field_of(s->axis[a]) == 0)
            return period_of(s->line[i].group[a], grain_of(s->axis[a]), &period) &&
                   period.to + t.delay > t.as_of;
    return false;
}

static struct shown index_of(const struct measure *m, int r, int c)
{
    struct place at = {.at = {r, c}};
    struct figure own = figure_of(m, &at);
    struct span period;
    int grain, base = -1, i = t.time_side < 0 ? 0 : at.at[t.time_side];
    if (t.time_side < 0 || !own_period(i, &period, &grain) ||
        t.data_from[t.time_field] == INT_MAX)
        return nothing;
    const struct side *s = &t.side[t.time_side];
    struct span first = around(t.data_from[t.time_field], grain);
    if (!reaches(first, grain))
        first = around(first.to + 1, grain);
    if (!parted(s, &s->line[i], period) && !parted(s, &s->line[i], first))
        base = line_of(i, first);
    if (base < 0 || is_provisional(&t.side[t.time_side], base))
        return nothing;
    at.at[t.time_side] = base;
    struct figure of = figure_of(m, &at);
    if (own.nothing || own.mixed || of.nothing || of.mixed || !(of.number > 0))
        return nothing;
    return number(100 * own.number / of.number);
}

/* ---- along lines */

static struct shown running(const struct measure *m, int r, int c)
{
    struct place at = {.at = {r, c}};
    at.up_to[t.time_side >= 0 ? t.time_side : t.side[1].axes ? 1 : 0] = true;
    struct figure f = figure_of(m, &at);
    return f.nothing || f.mixed ? nothing : number(f.number);
}

static struct shown rank(const struct measure *m, int r, int c)
{
    const struct side *s = &t.side[0];
    const struct printed *own = &s->line[r];
    struct figure f = figure_at(m, r, c);
    int above = 0;
    if (own->kind > SUBTOTAL || f.nothing || f.mixed)
        return nothing;
    for (int k = 0; k < s->count; k++) {
        const struct printed *p = &s->line[k];
        bool beside = p->kind == own->kind && (s->axes < 2 || p->kind == SUBTOTAL ||
                                               !strcmp(p->group[0], own->group[0]));
        struct figure g = beside ? figure_at(m, k, c) : f;
        above +=
            !g.nothing && !g.mixed && (*m->statistic ? g.number > f.number : g.value > f.value);
    }
    return number(above + 1);
}

static struct shown expect(const struct measure *m, int r, int c)
{
    static const struct {
        const char *show;
        struct shown (*make)(const struct measure *m, int r, int c);
    } shows[] = {{"row-share", share},    {"column-share", share},     {"share", share},
                 {"running", running},    {"difference", change},      {"change", change},
                 {"year-change", change}, {"year-difference", change}, {"rank", rank},
                 {"index", index_of},     {"lift", expected},          {"expected", expected},
                 {"residual", expected}};
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (!strcmp(m->show, shows[i].show))
            return shows[i].make(m, r, c);
    struct figure f = figure_at(m, r, c);
    return f.nothing || f.mixed ? nothing : number(f.number);
}

/* ---- comparing */

static bool agrees(const struct measure *m, const struct shown *want, const char *got)
{
    char *end;
    if (!want->any || want->word)
        return !strcmp(got, want->any ? want->word : "");
    double n = strtod(got, &end), w = want->number;
    bool percent = strstr(m->show, "share") || strstr(m->show, "change") ||
                   !strcmp(m->show, "index") || !strcmp(m->show, "lift") ||
                   !strcmp(m->show, "residual");
    /* Four decimals; of what is measured nine. */
    double room = percent ? 0.50001e-4 : 0.50001e-9;
    return *got && !*end && fabs(n - w) <= room + 1e-12 * fabs(w);
}

static void compare_cell(const struct measure *m, int r, int c, const char *got)
{
    struct shown want = expect(m, r, c);
    t.numbers++;
    if (agrees(m, &want, got) || t.shown++ >= SHOWN)
        return;
    const struct printed *row = &t.side[0].line[r], *col = &t.side[1].line[c];
    fprintf(t.out, "    %s%s%s%s%s at %s, %s by %s, %s: \"%s\", not ", m->show,
            *m->show ? " " : "", m->statistic, *m->statistic ? " " : "", m->kind, row->group[0],
            row->group[1], col->group[0], col->group[1], got);
    if (want.any && !want.word)
        fprintf(t.out, "%.12g\n", want.number);
    else
        fprintf(t.out, "\"%s\"\n", want.word ? want.word : "");
}

/* The measure that a head ends with; what stands before it is the column. */
static bool read_head(const char *head, struct measure *m, char *column, size_t room)
{
    static const char *const money[] = {"value USD estimated",
                                        "value USD declared",
                                        "value USD, kind not told",
                                        "value EUR estimated",
                                        "value EUR declared",
                                        "value EUR, kind not told",
                                        "value"}; /* there is none of any */
    size_t best = 0, len = strlen(head);
    *column = '\0';
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof money / sizeof *money; k++) {
            char name[96];
            const char *value = strstr(t.spec->measure[i], "value");
            if (value)
                snprintf(name, sizeof name, "%.*s%s%s", (int)(value - t.spec->measure[i]),
                         t.spec->measure[i], money[k], value + 5);
            else
                snprintf(name, sizeof name, "%s", t.spec->measure[i]);
            size_t n = strlen(name);
            if (n <= best || n > len || strcmp(head + len - n, name) ||
                (n < len && head[len - n - 1] != ' '))
                continue;
            best = n;
            read_measure(name, m);
        }
    if (best && best < len)
        snprintf(column, room, "%.*s", (int)(len - best - 1), head);
    else if (best && t.spec->cols)
        return false;
    return best > 0;
}

static void read_column(char *column, struct printed *out)
{
    char *slash = t.spec->cols == 2 ? strstr(column, " / ") : NULL;
    if (slash)
        *slash = '\0';
    *out = read_line(column, slash ? slash + 3 : "", t.spec->cols);
}

static bool begin(const struct cross_spec *spec, char *facts)
{
    t.spec = spec;
    t.shown = 0;
    t.numbers = 0;
    t.as_of = read_day(spec->as_of);
    t.side[0].axes = spec->rows;
    t.side[1].axes = spec->cols;
    t.side[0].axis = spec->row_axis;
    t.side[1].axis = spec->col_axis;
    t.side[0].base = 0;
    t.side[1].base = spec->rows;
    read_facts(facts);
    for (int s = 0; s < 2; s++)
        t.side[s].several = several_groups(s);
    t.side[0].places[0] = t.side[0].places[1] = t.side[1].places[0] = t.side[1].places[1] = -1;
    return t.lines > 0;
}

/* Each outer group is shown, or there is a line of the others. */
static void check_groups(int s)
{
    const struct side *of = &t.side[s];
    struct printed all = {.kind = TOTAL};
    bool whole = of->axes > 0 && !t.spec->hide;
    for (int i = 0; i < of->count; i++)
        whole &= of->line[i].kind != OTHERS;
    if (!whole)
        return;
    for (int row = 0, l = 0; row < t.rows; row++) {
        l += row == t.line[l].end;
        if (t.line[l].asked && is_at(&t.side[0], &all, row) && is_at(&t.side[1], &all, row) &&
            !in_list(of, t.group[row][of->base]) && t.shown++ < SHOWN)
            fprintf(t.out, "    group %s is not there\n", t.group[row][of->base]);
    }
}

char *crosstab_differences(const struct cross_spec *spec, const char *csv, char *facts,
                           unsigned long *numbers)
{
    static const char *head[MOST_CELLS];
    static struct measure measure[MOST_CELLS];
    static int col_of[MOST_CELLS];
    static char column[MOST_CELLS][200];
    char *text = NULL, *copy = strdup(csv), *p = copy;
    size_t len;
    t.out = open_memstream(&text, &len);
    if (!copy || !t.out)
        exit(4);
    int first = spec->rows, n = read_record(&p, head);
    t.side[0].count = t.side[1].count = 0;
    if (!begin(spec, facts) || n < first)
        fprintf(t.out, "    no facts or no table\n");
    for (int i = first; i < n; i++) {
        struct printed *q = &t.side[1].line[t.side[1].count];
        if (!read_head(head[i], &measure[i], column[i], sizeof column[i])) {
            /* One measure alone is not named: the other one is money, and there is none. */
            read_measure(spec->measure[strstr(spec->measure[0], "value") != NULL], &measure[i]);
            snprintf(column[i], sizeof column[i], "%s", head[i]);
        }
        if (!spec->cols)
            *q = (struct printed){.kind = TOTAL, .group = {"all", ""}};
        else
            read_column(column[i], q);
        bool same = t.side[1].count > 0;
        for (int k = 0; same && k < 2; k++)
            same = !strcmp(q->group[k], t.side[1].line[t.side[1].count - 1].group[k]);
        t.side[1].count += !same;
        col_of[i] = t.side[1].count - 1;
    }
    /* The rows are read before any is compared. */
    char *rows = p;
    static const char *one[MOST_CELLS];
    size_t room = strlen(p) + 1;
    char *again = malloc(room);
    if (!again)
        exit(4);
    memcpy(again, rows, room);
    while (t.side[0].count < MOST_CELLS && read_record(&p, one) > 0)
        t.side[0].line[t.side[0].count++] =
            read_line(one[0], spec->rows == 2 ? one[1] : "", spec->rows);
    find_times();
    for (int side = 0; side < 2 && n > first; side++)
        check_groups(side);
    long cells = (long)t.side[0].count * (n - first), step = 1 + cells / 120, at = 0;
    p = again;
    for (int r = 0; read_record(&p, one) > 0; r++)
        for (int i = first; i < n; i++, at++) {
            const struct printed *row = &t.side[0].line[r], *col = &t.side[1].line[col_of[i]];
            /* What is left out as empty is neither shown nor in Others, nor gone through. */
            bool vague = spec->hide && (row->kind == OTHERS || col->kind == OTHERS ||
                                        !strcmp(measure[i].show, "running"));
            if (!vague && (at % step == 0 || row->kind != GROUP || col->kind != GROUP))
                compare_cell(&measure[i], r, col_of[i], one[i]);
        }
    *numbers = t.numbers;
    fclose(t.out);
    free(copy);
    free(again);
    if (len)
        return text;
    free(text);
    return NULL;
}
