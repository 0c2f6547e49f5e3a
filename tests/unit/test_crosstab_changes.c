/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of cross-tabs over random lines, as-of dates and delays, against the same worked out
 * line by line: which days are compared, both numbers, and the lines that a change opens to. */
#include "crosstab_random.h"
#include "filter/filter.h"

#include <math.h>

/* ---- random tables with close dates */

struct drawn {
    struct random_table t;
    char date[RANDOM_MOST][16], entered[RANDOM_MOST][16];
    int32_t as_of, delay; /* delay: of the field date */
};

static void write_day(int32_t day, char out[16])
{
    date_format((struct date){day, DATE_DAY}, out);
}

/* Most lines stand in few reporters and weeks, so that there is something to compare. */
static void draw_lines(struct fixture *x, uint32_t *seed, struct drawn *d)
{
    static const char *const as_of[] = {"2025-06-30", "2025-01-05", "2024-12-31", "2024-03-10",
                                        "2024-02-29", "2025-03-30", "2024-10-15"};
    static const uint32_t lags[] = {1, 20, 100, 400};
    int32_t first = date_from_civil(2023, 1, 1);
    uint32_t days = random_below(seed, 2) ? 900 : 120, lag = lags[random_below(seed, 4)];
    if (days == 120)
        first = date_from_civil(2023 + (int)random_below(seed, 2), 11, 20);
    random_draw(seed, &d->t);
    for (size_t i = 0; i < d->t.lines; i++) {
        const char **cell = d->t.row[i].cells;
        int32_t day = first + (int32_t)random_below(seed, days);
        write_day(day, d->date[i]);
        write_day(day + (int32_t)random_below(seed, lag), d->entered[i]);
        uint32_t how = random_below(seed, 24);
        if (how < 3)
            d->date[i][how == 0 ? 4 : 7] = '\0'; /* a year, a month */
        cell[R_DATE] = how == 3 ? "" : how == 4 ? "!soon" : d->date[i];
        cell[R_ENTERED] = how > 20 ? "" : d->entered[i];
        if (random_below(seed, 3))
            cell[R_REPORTER] = random_below(seed, 3) ? "TH" : "MM";
        if (random_below(seed, 2))
            cell[R_UNIT] = "kg";
        if (random_below(seed, 2))
            cell[R_STREAM] = "Cocaine";
    }
    x->as_of = as_of[random_below(seed, sizeof as_of / sizeof *as_of)];
    assert_true(random_day(x->as_of, &d->as_of));
    random_load(x, seed, &d->t);
    d->delay = random_delay(&d->t);
}

static struct crosstab_question draw_changes(uint32_t *seed)
{
    static const char *const times[] = {
        "year",  "year",    "quarter",       "month",          "week", "day",
        "month", "quarter", "year(entered)", "month(entered)", "year"};
    static const char *const others[] = {"reporter", "product", "transit", "unit", "weekday"};
    static const enum crosstab_show shows[] = {SHOW_DIFFERENCE, SHOW_CHANGE,
                                               SHOW_YEAR_DIFFERENCE, SHOW_YEAR_CHANGE};
    static const struct crosstab_measure kinds[] = {
        {MEASURE_CASES, STATISTIC_SUM, 0},    {MEASURE_SEIZURES, STATISTIC_SUM, 0},
        {MEASURE_SEIZURES, STATISTIC_SUM, 0}, {MEASURE_REPORTERS, STATISTIC_SUM, 0},
        {MEASURE_MASS, STATISTIC_SUM, 0},     {MEASURE_MASS, STATISTIC_MEAN, 0},
        {MEASURE_MASS, STATISTIC_MEDIAN, 0},  {MEASURE_PIECES, STATISTIC_LARGEST, 0},
        {MEASURE_VALUE, STATISTIC_SUM, 0},    {MEASURE_MASS, STATISTIC_PER_SEIZURE, 0}};
    struct crosstab_question q = {.order = (enum crosstab_order)random_below(seed, 5)};
    const char **on = random_below(seed, 4) ? q.cols : q.rows,
               **off = on == q.rows ? q.cols : q.rows;
    const char *time = times[random_below(seed, sizeof times / sizeof *times)];
    const char *again = times[random_below(seed, sizeof times / sizeof *times)];
    const char *other = others[random_below(seed, 5)];
    uint32_t how = random_below(seed, 6);
    on[0] = how == 0 ? other : time;
    on[1] = how == 0 ? time : how == 1 ? other : how == 2 && again != time ? again : NULL;
    if (on[1] && !strcmp(on[0], on[1]))
        on[1] = NULL;
    off[0] = random_below(seed, 5) ? others[random_below(seed, 5)] : NULL;
    off[1] = off[0] && random_below(seed, 4) == 0 ? others[random_below(seed, 5)] : NULL;
    if (off[1] && !strcmp(off[0], off[1]))
        off[1] = NULL;
    q.top = random_below(seed, 3) ? 0 : 1 + random_below(seed, 3);
    q.top_cols = random_below(seed, 4) ? 0 : 1 + random_below(seed, 4);
    q.hide_empty = random_below(seed, 4) == 0;
    q.mixed = random_below(seed, 2);
    for (q.measure_count = 0; q.measure_count < 6; q.measure_count++) {
        q.measures[q.measure_count] = kinds[random_below(seed, sizeof kinds / sizeof *kinds)];
        q.measures[q.measure_count].show = shows[random_below(seed, 4)];
    }
    return q;
}

/* ---- which days are compared */

struct days {
    int32_t from, to;
};

struct compared {
    bool any, cut;
    const char *period;      /* of now */
    struct days now, before; /* of whole periods the periods */
    enum date_grain grain;
};

static struct days period_around(int32_t day, enum date_grain grain)
{
    int y, m, d;
    date_to_civil(day, &y, &m, &d);
    int first = grain == GRAIN_YEAR ? 1 : grain == GRAIN_QUARTER ? (m - 1) / 3 * 3 + 1 : m;
    int end = grain == GRAIN_YEAR ? 13 : grain == GRAIN_QUARTER ? first + 3 : m + 1;
    if (grain == GRAIN_DAY)
        return (struct days){day, day};
    if (grain == GRAIN_WEEK) {
        int32_t monday = day - ((day - date_from_civil(2024, 1, 1)) % 7 + 7) % 7;
        return (struct days){monday, monday + 6};
    }
    return (struct days){date_from_civil(y, first, 1),
                         date_from_civil(end > 12 ? y + 1 : y, end > 12 ? 1 : end, 1) - 1};
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t a_year_before(int32_t day)
{
    int y, m, d;
    date_to_civil(day, &y, &m, &d);
    return date_from_civil(y - 1, m, m == 2 && d == 29 ? 28 : d);
}

/* The days that a cell names. */
static bool cell_days(const char *cell, struct days *out, int *known)
{
    int y, m = 1, d = 1;
    if (!*cell || *cell == '!' || *cell == '?')
        return false;
    *known = sscanf(cell, "%d-%d-%d", &y, &m, &d);
    int32_t day = date_from_civil(y, m, d);
    *out = period_around(day, *known == 1 ? GRAIN_YEAR : *known == 2 ? GRAIN_MONTH : GRAIN_DAY);
    return true;
}

static bool names_grain(int known, enum date_grain grain)
{
    return known == 3 || (known == 2 && grain >= GRAIN_MONTH) || grain == GRAIN_YEAR;
}

struct asked {
    const struct drawn *d;
    const struct crosstab *x;
    const struct crosstab_question *q;
    struct bitmap selection;
    const char *sentence;
    const struct crosstab_line *line; /* of the side of periods */
    const struct axis *axes;
    size_t count, axis_count, axis;
    bool rows;
    size_t field;
    int32_t mature, data_from;
    bool none;
};

/* Columns before rows, inner before outer. */
static bool find_time(struct asked *a)
{
    const struct crosstab *x = a->x;
    for (int rows = 0; rows < 2; rows++) {
        a->rows = rows;
        a->axes = rows ? x->rows : x->cols;
        a->axis_count = rows ? x->row_axes : x->col_axes;
        a->line = rows ? x->row : x->col;
        a->count = rows ? x->row_count : x->col_count;
        for (a->axis = a->axis_count; a->axis-- > 0;)
            if (a->axes[a->axis].time)
                return true;
    }
    return false;
}

static size_t field_of(const struct axis *axis)
{
    return strstr(axis->name, "entered") ? R_ENTERED : R_DATE;
}

/* Whether an axis of that side is of the date that is compared. */
static bool is_of_date(const struct asked *a, size_t axis)
{
    return a->axes[axis].time && field_of(&a->axes[axis]) == a->field;
}

static void find_base(struct asked *a)
{
    a->none = !find_time(a);
    if (a->none)
        return;
    a->field = field_of(&a->axes[a->axis]);
    a->mature = a->d->as_of - (a->field == R_DATE && a->d->delay > 0 ? a->d->delay : 0);
    a->data_from = INT32_MAX;
    for (size_t i = 0; i < a->d->t.lines; i++) {
        struct days of;
        int known;
        if (a->d->t.current[i] && cell_days(a->d->t.row[i].cells[a->field], &of, &known) &&
            of.from <= a->d->as_of && of.from < a->data_from)
            a->data_from = of.from;
    }
    a->none = a->data_from == INT32_MAX || strstr(a->sentence, "entered") ||
              strstr(a->sentence, "batch");
}

/* Whether the sentence takes some days of the span and not others. */
static bool parts(const struct asked *a, struct days span)
{
    int32_t from = date_from_civil(2024, 3, 1), to = INT32_MAX;
    if (a->field != R_DATE || !strstr(a->sentence, "date"))
        return false;
    if (strstr(a->sentence, ".."))
        to = date_from_civil(2025, 2, 10);
    bool in_from = span.from >= from && span.from <= to,
         in_to = span.to >= from && span.to <= to;
    return in_from != in_to || (!in_from && span.from < from && span.to > to);
}

/* Whether a line of the file lies in the span, behind the line `now` but for its period. */
static bool in_span(const struct asked *a, const struct fixture_row *row, size_t now,
                    struct days span, enum date_grain grain)
{
    const struct crosstab_line *l = &a->line[now];
    struct days of;
    int known;
    size_t own = l->kind == LINE_SUBTOTAL ? 0 : a->axis;
    if (!cell_days(row->cells[field_of(&a->axes[own])], &of, &known) ||
        !names_grain(known, grain) || of.from < span.from || of.to > span.to)
        return false;
    for (size_t k = 0; k < a->axis_count; k++) {
        bool same = a->axes[k].time && field_of(&a->axes[k]) == field_of(&a->axes[own]);
        const struct value *group =
            l->kind == LINE_GROUP && !same ? &a->axes[k].group[l->group.group[k]] : NULL;
        if (k != own && !has_group(row, &a->axes[k], group))
            return false;
    }
    return true;
}

/* Whether the other period of a line has lines that are not shown apart, being merged into
 * Others or left out as empty. */
static bool is_elsewhere(const struct asked *a, size_t now, struct days other,
                         enum date_grain grain)
{
    const struct crosstab *x = a->x;
    const struct crosstab_line *l = &a->line[now];
    size_t level = l->kind == LINE_SUBTOTAL ? 0 : a->axis;
    for (size_t i = 0; i < a->count; i++) {
        const struct crosstab_line *k = &a->line[i];
        bool same = k->kind == l->kind;
        for (size_t n = 0; same && n < a->axis_count && l->kind == LINE_GROUP; n++)
            same = is_of_date(a, n) || k->group.group[n] == l->group.group[n];
        const struct value *v = same ? &a->axes[level].group[k->group.group[level]] : NULL;
        if (v && v->state == VALUE_VALID && (int32_t)v->number == other.from)
            return false;
    }
    for (size_t i = 0; i < a->d->t.lines; i++) {
        const struct fixture_row *row = &a->d->t.row[i];
        if (bitmap_get(&a->selection, i) && in_span(a, row, now, other, grain) &&
            (a->rows ? stands_behind(row, x->cols, x->col_axes, x->col, x->col_count,
                                     x->col_count - 1)
                     : stands_behind(row, x->rows, x->row_axes, x->row, x->row_count,
                                     x->row_count - 1)))
            return true;
    }
    return false;
}

/* What line i is compared with, if it is a period itself. */
static struct compared compare_of(const struct asked *a, size_t i, bool year)
{
    const struct crosstab_line *l = &a->line[i];
    struct compared out = {.any = false};
    size_t level = l->kind == LINE_SUBTOTAL ? 0 : a->axis;
    if ((l->kind != LINE_GROUP && l->kind != LINE_SUBTOTAL) || !is_of_date(a, level))
        return out;
    const struct axis *axis = &a->axes[level];
    const struct value *v = &axis->group[l->group.group[level]];
    if (v->state != VALUE_VALID)
        return out;
    enum date_grain g = axis->grain;
    out.grain = g;
    out.period = v->code;
    out.now = period_around((int32_t)v->number, g);
    struct days other = period_around(!year             ? out.now.from - 1
                                      : g == GRAIN_WEEK ? out.now.from - 364
                                                        : a_year_before(out.now.from),
                                      g);
    int y, m, d;
    date_to_civil(a->data_from, &y, &m, &d);
    bool january = g == GRAIN_YEAR && m == 1 && other.from == date_from_civil(y, 1, 1);
    if (other.from < a->data_from && !january)
        return out;
    out.before = other;
    out.cut = out.now.to > a->mature;
    if (out.cut && out.now.from > a->mature)
        return out;
    if (out.cut && (year || g == GRAIN_YEAR)) {
        out.now.to = a->mature;
        out.before.to = lesser(a_year_before(a->mature), other.to);
    } else if (out.cut) {
        int32_t days = lesser(a->mature - out.now.from, other.to - other.from);
        out.now.to = out.now.from + days;
        out.before.to = other.from + days;
    }
    if (parts(a, (struct days){other.from, out.now.to}))
        return out;
    /* Below another period of the same date: both lie in one of those whole. */
    for (size_t k = 0; k < a->axis_count && l->kind == LINE_GROUP; k++)
        if (k != level && is_of_date(a, k)) {
            struct days all = period_around((int32_t)v->number, g);
            struct days one = period_around(all.from, a->axes[k].grain),
                        two = period_around(other.from, a->axes[k].grain);
            if (one.to < all.to || two.to < other.to)
                return out;
        }
    out.any = !is_elsewhere(a, i, other, g);
    return out;
}

/* The last whole pair of the periods that a total or subtotal sums up. */
static struct compared last_of(const struct asked *a, size_t from, size_t end, unsigned depth,
                               bool year, size_t *now)
{
    struct compared out = {.any = false};
    for (size_t i = from; i < end; i++) {
        struct compared c = compare_of(a, i, year);
        if (a->line[i].depth == depth && c.any && !c.cut &&
            (!out.any || c.now.from > out.now.from)) {
            out = c;
            *now = i;
        }
    }
    return out;
}

/* The same for any line; now: the line of the period. */
static struct compared compared_at(const struct asked *a, size_t i, bool year, size_t *now)
{
    size_t end = i + 1;
    *now = i;
    if (a->line[i].kind == LINE_TOTAL && is_of_date(a, 0))
        return last_of(a, 0, i, 0, year, now);
    if (a->line[i].kind == LINE_SUBTOTAL && a->axis == 1 && !is_of_date(a, 0)) {
        while (end < a->count && a->line[end].depth)
            end++;
        return last_of(a, i + 1, end, 1, year, now);
    }
    return compare_of(a, i, year);
}

/* ---- the plain numbers */

struct number {
    struct plain of;
    double number;
    bool untold, mixed;
};

static int compare_amounts(const void *a, const void *b)
{
    int128 x = *(const int128 *)a, y = *(const int128 *)b;
    return (x > y) - (x < y);
}

static struct number number_of(const struct asked *a, size_t m, size_t r, size_t c, size_t now,
                               struct days span, enum date_grain grain)
{
    const struct crosstab *x = a->x;
    const struct measure *is = &x->measure[m];
    struct number out = {.of = plain_begin(&a->d->t)};
    bool seen[RANDOM_MOST + 2] = {false};
    for (size_t i = 0; i < a->d->t.lines; i++) {
        const struct fixture_row *row = &a->d->t.row[i];
        if (bitmap_get(&a->selection, i) && in_span(a, row, now, span, grain) &&
            (a->rows ? stands_behind(row, x->cols, x->col_axes, x->col, x->col_count, c)
                     : stands_behind(row, x->rows, x->row_axes, x->row, x->row_count, r)))
            add_line(row, is, seen, &out.of);
    }
    struct plain *p = &out.of;
    enum statistic s = x->shown[m].statistic;
    qsort(p->each, p->amounts, sizeof *p->each, compare_amounts);
    double sum = fixed_double(p->amount.value, is->scale);
    out.untold = measure_is_quantity(is) && p->amount.lines && !p->amounts;
    out.mixed = measure_is_quantity(is) && p->mixed && s != STATISTIC_LARGEST && !a->q->mixed;
    out.number =
        s == STATISTIC_SUM           ? sum
        : !p->amounts                ? 0
        : s == STATISTIC_MEAN        ? sum / p->amount.counted
        : s == STATISTIC_PER_SEIZURE ? sum / p->amount.lines
        : s == STATISTIC_LARGEST
            ? fixed_double(p->each[p->amounts - 1], is->scale)
            : fixed_double(p->each[(p->amounts - 1) / 2] + p->each[p->amounts / 2], is->scale) /
                  2;
    return out;
}

/* "new", "few", "mixed", "" or the number. */
static void expect_text(const struct asked *a, size_t m, size_t r, size_t c, char out[64],
                        uint32_t *lines, double *number)
{
    enum crosstab_show show = a->x->shown[m].show;
    bool year = show == SHOW_YEAR_DIFFERENCE || show == SHOW_YEAR_CHANGE;
    size_t now;
    struct compared of = compared_at(a, a->rows ? r : c, year, &now);
    *lines = 0;
    *out = '\0';
    if (!of.any)
        return;
    struct number n = number_of(a, m, r, c, now, of.now, of.grain),
                  b = number_of(a, m, r, c, now, of.before, of.grain);
    bool count = measure_is_count(&a->x->measure[m]);
    bool change = show == SHOW_CHANGE || show == SHOW_YEAR_CHANGE;
    bool any_none = !n.of.amount.lines || !b.of.amount.lines;
    bool plain_sum = a->x->shown[m].statistic == STATISTIC_SUM;
    int128 few = count ? b.of.amount.value : (int128)b.of.amount.counted;
    *lines = n.of.amount.lines + b.of.amount.lines;
    *number = 0;
    if (n.mixed || b.mixed)
        strcpy(out, "mixed");
    else if (n.untold || b.untold || !*lines || (!plain_sum && any_none && !change) ||
             (!plain_sum && !n.of.amount.lines))
        return;
    else if (!change)
        *number = n.number - b.number, strcpy(out, "number");
    else if (!b.of.amount.lines && (count ? n.of.amount.value > 0 : n.of.amount.counted > 0))
        strcpy(out, "new");
    else if (few < 5 && (count || few > 0))
        strcpy(out, few || !n.of.amount.value ? "few" : "new");
    else if (b.number > 0)
        *number = 100 * (n.number - b.number) / b.number, strcpy(out, "number");
}

static void check_open(struct fixture *x, const struct asked *a, size_t m, size_t r, size_t c)
{
    struct arena arena = {0};
    struct bitmap got = {0};
    const struct filter *filter;
    struct filter_outcome outcome;
    const char *sentence = crosstab_open(x->frame, a->x, m, r, c, &arena);
    uint32_t lines = crosstab_at(a->x, m, r, c)->amount.lines;
    assert_non_null(sentence);
    if (filter_parse(x->frame, sentence, &arena, &filter, &x->e) ||
        filter_select(x->frame, filter, &got, &outcome, &x->e))
        fail_msg("%s: %s", sentence, x->e.text);
    if (outcome.lines != lines)
        fail_msg("%s, under %s: row %s, column %s: %s takes %zu lines, the change has %u",
                 axes_text(a->q), a->sentence, a->x->row[r].label, a->x->col[c].label, sentence,
                 outcome.lines, lines);
    bitmap_free(&got);
    arena_free(&arena);
}

static void compare_values(struct fixture *x, const struct asked *a, uint32_t draw)
{
    const struct crosstab *t = a->x;
    size_t cells = t->row_count * t->col_count, step = 1 + cells / 40;
    for (size_t m = 0; m < t->measure_count; m++)
        for (size_t i = (draw + m) % step; i < cells; i += step) {
            size_t r = i / t->col_count, c = i % t->col_count;
            const struct crosstab_value *v = crosstab_at(t, m, r, c);
            bool vague = a->q->hide_empty &&
                         (t->row[r].kind == LINE_OTHERS || t->col[c].kind == LINE_OTHERS);
            char want[64] = "";
            const char *got = v->marks & MARK_MIXED     ? "mixed"
                              : v->marks & MARK_NOTHING ? ""
                              : v->marks & MARK_NEW     ? "new"
                              : v->marks & MARK_FEW     ? "few"
                                                        : "number";
            double number = 0;
            uint32_t lines = 0;
            struct buffer name = {0};
            if (vague)
                continue;
            if (!a->none)
                expect_text(a, m, r, c, want, &lines, &number);
            crosstab_measure_print(&t->shown[m], &name);
            if (strcmp(got, want) || (*want && v->amount.lines != lines) ||
                (!strcmp(want, "number") &&
                 fabs(v->number - number) > 1e-9 * (1 + fabs(number))))
                fail_msg("draw %u: %s under '%s' as of %s, delay %d: %s at row %zu (%s), "
                         "column %zu (%s): %s %g of %u lines, not %s %g of %u",
                         draw, axes_text(a->q), a->sentence, x->as_of, a->d->delay,
                         buffer_text(&name), r, t->row[r].label, c, t->col[c].label, got,
                         v->number, v->amount.lines, want, number, lines);
            buffer_free(&name);
            if (*got && i % 3 == 0)
                check_open(x, a, m, r, c);
        }
}

/* ---- order by evidence */

/* How unlikely it is, if both spans are alike, that of all things as few or as many come into
 * one of them; twice the smaller tail. */
static double chance_of(uint32_t before, uint32_t now)
{
    uint32_t n = before + now, least = before < now ? before : now;
    double p = 0;
    for (uint32_t k = 0; k <= least; k++)
        p += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2));
    return fmin(1, 2 * p);
}

/* Above: strong rises; then weaker ones, falls, those below 5 in both spans, not compared. */
static void evidence_of(const struct asked *a, size_t r, size_t c, int *rank, double *sure)
{
    enum crosstab_show show = a->x->shown[0].show;
    size_t now;
    struct compared of = compared_at(
        a, a->rows ? r : c, show == SHOW_YEAR_DIFFERENCE || show == SHOW_YEAR_CHANGE, &now);
    *rank = 2;
    *sure = 0;
    if (a->none || !of.any)
        return;
    int128 n = number_of(a, 0, r, c, now, of.now, of.grain).of.amount.value,
           b = number_of(a, 0, r, c, now, of.before, of.grain).of.amount.value;
    *rank = n < 5 && b < 5;
    if (*rank)
        *sure = (double)n;
    else
        *sure = (n >= b ? -1 : 1) * log(chance_of((uint32_t)b, (uint32_t)n));
}

static void check_evidence(const struct asked *a, uint32_t draw)
{
    const struct crosstab *t = a->x;
    int before = -1, rank;
    double last = 0, sure;
    if (a->q->order != ORDER_EVIDENCE || !measure_is_count(&t->measure[0]))
        return;
    for (size_t r = 0; r + 1 < t->row_count; r++) {
        if (t->row[r].depth || t->row[r].kind == LINE_OTHERS)
            continue;
        evidence_of(a, r, t->col_count - 1, &rank, &sure);
        if (rank < before || (rank == before && sure > last + 1e-9))
            fail_msg("draw %u: %s: row %zu (%s) is out of order: %d %g behind %d %g", draw,
                     axes_text(a->q), r, t->row[r].label, rank, sure, before, last);
        before = rank;
        last = sure;
    }
}

/* ---- random questions */

static void draw_and_compare(struct fixture *x, uint32_t draw)
{
    static const char *const sentences[] = {"",
                                            "",
                                            "-transit:LA",
                                            "reporter:TH,MM",
                                            "date>=2024-03-01",
                                            "date:2024-03-01..2025-02-10",
                                            "batch:1",
                                            "-product:? mass>=1g",
                                            "entered>=2023"};
    uint32_t seed = 123459876U + draw * 7919U;
    static struct drawn d;
    draw_lines(x, &seed, &d);
    for (int i = 0; i < 10; i++) {
        struct crosstab_question q = draw_changes(&seed);
        struct arena arena = {0};
        struct crosstab *tab = NULL;
        const struct filter *filter;
        struct filter_outcome outcome;
        struct asked a = {.d = &d, .q = &q, .sentence = sentences[random_below(&seed, 9)]};
        ok(x, filter_parse(x->frame, a.sentence, &arena, &filter, &x->e));
        ok(x, filter_select(x->frame, filter, &a.selection, &outcome, &x->e));
        enum status status = crosstab_run(x->frame, filter, &a.selection, &q, &tab, &x->e);
        if (status == STATUS_OK) {
            a.x = tab;
            find_base(&a);
            compare_values(x, &a, draw);
            check_evidence(&a, draw);
        } else if (x->cases || !strstr(x->e.text, "cases cannot be counted")) {
            ok(x, status);
        }
        crosstab_free(&tab);
        bitmap_free(&a.selection);
        arena_free(&arena);
    }
    random_tear_down(&d.t);
}

static void test_random_changes_against_plain_counts(void **state)
{
    (void)state;
    const char *draws = getenv("DRAWS"), *first = getenv("FIRST");
    uint32_t n = draws ? (uint32_t)atoi(draws) : 60, from = first ? (uint32_t)atoi(first) : 0;
    for (uint32_t draw = from; draw < from + n; draw++) {
        void *own = NULL;
        assert_int_equal(fixture_set_up(&own), 0);
        draw_and_compare(own, draw);
        fixture_tear_down(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_changes_against_plain_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
