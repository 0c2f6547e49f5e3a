/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain calculator of cross-tabs: goes through all lines for each number. */
#include "crosstab_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct table t;

/* ---- measures */

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

struct figure figure_of(const struct measure *m, const struct place *at)
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

/* A record of the table stands in several groups of a side. */
static bool several_groups(int s)
{
    struct printed all = {.kind = TOTAL};
    for (int i = 0; i < t.lines; i++)
        for (int row = t.line[i].from; t.line[i].asked && row < t.line[i].end; row++)
            for (int a = 0; a < t.side[s].axes; a++)
                if (is_at(&t.side[0], &all, row) && is_at(&t.side[1], &all, row) &&
                    strcmp(t.group[row][t.side[s].base + a],
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
