/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lines of the overview say, and which of them a screen has room for. */
#include "pane/overview_lines.h"
#include "analysis/change.h"

#include <stdio.h>

#define SHORT_LIST 2 /* so many of a list are always shown */
#define LONG_LIST 16

/* ---- texts */

static const char *kept(const char *text)
{
    return text ? text : ""; /* memory out: the line is there without its text */
}

static const char *number(struct overview_lines *l, size_t n)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    return kept(arena_string(&l->arena, text));
}

static const char *day(struct overview_lines *l, int32_t at)
{
    char text[16];
    date_format((struct date){at, DATE_DAY}, text);
    return kept(arena_string(&l->arena, text));
}

/* ---- lines */

static struct overview_line *add(struct overview_lines *l, int half,
                                 enum overview_line_kind kind, const char *label)
{
    size_t at = l->count < OVERVIEW_LINES ? l->count++ : OVERVIEW_LINES - 1;
    l->line[at] = (struct overview_line){.kind = kind,
                                         .half = half,
                                         .label = kept(label),
                                         .brief = "",
                                         .middle = "",
                                         .last = "",
                                         .now = "",
                                         .before = "",
                                         .change = "",
                                         .role = ROLE_TEXT,
                                         .count = {UINT32_MAX, UINT32_MAX}};
    return &l->line[at];
}

static struct overview_line *head(struct overview_lines *l, int half, const char *label,
                                  const char *now, const char *before, const char *change)
{
    struct overview_line *line = add(l, half, LINE_HEAD, label);
    line->now = now;
    line->before = before;
    line->change = change;
    return line;
}

static struct overview_line *opening(struct overview_lines *l, int half,
                                     enum overview_line_kind kind, const char *label,
                                     enum overview_part part, size_t index)
{
    struct overview_line *line = add(l, half, kind, label);
    line->opens = true;
    line->part[0] = line->part[1] = part;
    line->index = index;
    return line;
}

/* The i-th of a list: the first ones always, the others where there is room. */
static void in_list(struct overview_line *line, size_t i)
{
    line->rank = i < SHORT_LIST ? 0 : (int)i;
}

static struct overview_line *compared(struct overview_lines *l, int half, const char *label,
                                      uint32_t now, uint32_t before, enum overview_part part,
                                      size_t index)
{
    struct overview_line *line = opening(l, half, LINE_NUMBERS, label, part, index);
    char change[16];
    change_of_counts(now, before, change);
    line->now = number(l, now);
    line->before = number(l, before);
    line->change = kept(arena_string(&l->arena, change));
    if (before >= 5 && now != before)
        line->role = now > before ? ROLE_RISE : ROLE_FALL;
    line->two = true;
    line->part[1] = part == OVERVIEW_NOW ? OVERVIEW_BEFORE : OVERVIEW_MOVER_BEFORE;
    line->count[0] = now;
    line->count[1] = before;
    return line;
}

static void add_year(struct overview_lines *l, const struct overview *o)
{
    const char *from = day(l, o->now.from), *to = day(l, o->now.to);
    struct overview_line *line =
        head(l, 0, arena_printf(&l->arena, "This year, %s to %s", from, to), "this year",
             "before", "change");
    line->brief = kept(arena_printf(&l->arena, "This year, to %s", to));
    if (o->has_cases)
        compared(l, 0, "cases", o->cases_now, o->cases_before, OVERVIEW_NOW, 0);
    compared(l, 0, "seizures", o->seizures_now, o->seizures_before, OVERVIEW_NOW, 0);
    compared(l, 0, "reporters", o->reporters_now, o->reporters_before, OVERVIEW_NOW, 0);
    if (o->since.from > o->since.to)
        return;
    const char *since = day(l, o->since.from);
    line = opening(l, 0, LINE_NUMBERS,
                   arena_printf(&l->arena, "seizures since %s, provisional", since),
                   OVERVIEW_SINCE, 0);
    line->brief =
        kept(arena_printf(&l->arena, "since %s, provisional", *since ? since + 5 : ""));
    line->now = number(l, o->seizures_since);
    line->last = kept(arena_printf(&l->arena, "usual delay %d days", o->usual_delay));
    line->count[0] = o->seizures_since;
}

static void add_batch(struct overview_lines *l, const struct overview *o)
{
    const struct batch *b = o->last;
    const struct {
        const char *word;
        uint32_t rows;
    } parts[] = {{"new", b->rows_new},
                 {"changed", b->rows_changed},
                 {"withdrawn", b->rows_withdrawn},
                 {"unchanged", b->rows_unchanged},
                 {"left out", b->rows_left_out}};
    const char *text = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].rows)
            text = kept(arena_printf(&l->arena, "%s%s%s %s", text, *text ? ", " : "",
                                     number(l, parts[i].rows), parts[i].word));
    head(l, 0, arena_printf(&l->arena, "Last batch, %u: %s", b->id, b->file), "", "",
         "records");
    struct overview_line *line =
        opening(l, 0, LINE_ALONE, *text ? text : "no rows", OVERVIEW_BATCH, 0);
    line->change = number(l, o->last_current);
    line->count[0] = o->last_current;
}

static void add_movers(struct overview_lines *l, const struct overview *o)
{
    head(l, 0,
         arena_printf(&l->arena, "What moves most, %s", o->has_cases ? "cases" : "seizures"),
         o->mover_count ? "this year" : "", o->mover_count ? "before" : "",
         o->mover_count ? "change" : "");
    if (!o->mover_count)
        add(l, 0, LINE_NOTE, "no product with five or more in one of the years");
    for (size_t i = 0; i < o->mover_count; i++) {
        const struct overview_mover *m = &o->mover[i];
        in_list(compared(l, 0, arena_string(&l->arena, m->label), m->now, m->before,
                         OVERVIEW_MOVER_NOW, i),
                i);
    }
}

static void add_silent(struct overview_lines *l, const struct overview *o, bool filtered)
{
    bool any = o->silent_count > 0;
    head(l, 1, filtered ? "Silent (before the filter)" : "Silent lately", any ? "months" : "",
         any ? "usual/month" : "", any ? "last" : "");
    if (!any)
        add(l, 1, LINE_NOTE, "nobody: all usual reporters sent lines in three months");
    for (size_t i = 0; i < o->silent_count; i++) {
        const struct overview_silent *s = &o->silent[i];
        struct overview_line *line =
            opening(l, 1, LINE_NUMBERS, arena_string(&l->arena, s->label), OVERVIEW_SILENT, i);
        line->now = number(l, s->months);
        line->before = kept(arena_printf(&l->arena, "%.1f", s->usual));
        line->change = kept(arena_string(&l->arena, s->last));
        in_list(line, i);
    }
}

static void add_hauls(struct overview_lines *l, const struct overview *o)
{
    head(l, 1, "Largest hauls this year, by mass", "", "", "");
    for (size_t i = 0; i < o->haul_count; i++) {
        const struct overview_haul *h = &o->haul[i];
        struct overview_line *line =
            opening(l, 1, LINE_HAUL, arena_string(&l->arena, h->date), OVERVIEW_HAUL, i);
        line->middle = kept(arena_string(&l->arena, h->reporter));
        line->last = kept(arena_string(&l->arena, h->product));
        line->change = kept(arena_string(&l->arena, h->amount));
        in_list(line, i);
    }
}

static void add_size(struct overview_lines *l, const struct overview *o, bool filtered)
{
    head(l, 1, filtered ? "All that the filter takes" : "All records", "", "", "seizures");
    struct overview_line *line =
        opening(l, 1, LINE_ALONE,
                o->has_cases ? arena_printf(&l->arena, "in %s cases", number(l, o->cases))
                             : "no case ids",
                OVERVIEW_ALL, 0);
    line->change = number(l, o->lines);
    line->count[0] = (uint32_t)o->lines;
}

void overview_lines_make(struct overview_lines *l, const struct overview *o, bool filtered,
                         bool has_dates)
{
    overview_lines_free(l);
    if (!*o->as_of)
        return;
    if (has_dates) {
        add_year(l, o);
    } else {
        head(l, 0, "This year", "", "", "");
        add(l, 0, LINE_NOTE, "no file brought dates: no year can be told from another");
    }
    if (o->last)
        add_batch(l, o);
    if (has_dates) {
        add_movers(l, o);
        add_silent(l, o, filtered);
    }
    if (o->haul_count)
        add_hauls(l, o);
    add_size(l, o, filtered);
}

void overview_lines_free(struct overview_lines *l)
{
    arena_free(&l->arena);
    *l = (struct overview_lines){0};
}

/* ---- layout */

struct column_of {
    struct overview_lines *lines;
    int half; /* -1: both, one under the other */
};

static bool has(const struct column_of *c, const struct overview_line *line)
{
    return c->half < 0 || line->half == c->half;
}

/* Shows what has to be shown, then of each list one more in turn. Returns the rows taken. */
static int choose(const struct column_of *c, int rows, int *gaps)
{
    struct overview_lines *l = c->lines;
    int taken = 0, all = 0;
    *gaps = -1;
    for (size_t i = 0; i < l->count; i++)
        if (has(c, &l->line[i])) {
            l->line[i].shown = l->line[i].rank == 0;
            taken += l->line[i].shown;
            all++;
            *gaps += l->line[i].kind == LINE_HEAD;
        }
    /* Blank rows part the sections where nothing has to go for them, or where there are two
     * columns and so room. */
    if (c->half < 0 && all + *gaps > rows)
        *gaps = 0;
    for (int rank = SHORT_LIST; rank < LONG_LIST; rank++)
        for (size_t i = 0; i < l->count; i++)
            if (has(c, &l->line[i]) && l->line[i].rank == rank && taken + *gaps < rows) {
                l->line[i].shown = true;
                taken++;
            }
    return taken;
}

void overview_lines_lay_out(struct overview_lines *l, int rows, bool wide)
{
    l->height = 0;
    for (int half = wide ? 0 : -1; half < (wide ? 2 : 0); half++) {
        struct column_of c = {l, half};
        int gaps, y = 0;
        choose(&c, rows, &gaps);
        for (size_t i = 0; i < l->count; i++) {
            struct overview_line *line = &l->line[i];
            if (!has(&c, line) || !line->shown)
                continue;
            y += gaps > 0 && line->kind == LINE_HEAD && y > 0;
            line->y = y++;
        }
        l->height = y > l->height ? y : l->height;
    }
}
