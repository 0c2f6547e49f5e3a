/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes between equal and mature spans, and the index on the first whole period. */
#include "crosstab_private.h"

#include <string.h>

void find_times(void)
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

struct shown change(const struct measure *m, int r, int c)
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

struct shown index_of(const struct measure *m, int r, int c)
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
