/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overview: where the program opens. Sections of lines, each line a number that opens to its
 * records. */
#include "analysis/change.h"
#include "analysis/open.h"
#include "base/text.h"
#include "pane/empty.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 2
#define MOST_LINES 64
#define WIDE 120 /* from here on sections stand in two columns */
#define NUMBER 10

/* One line of the screen. A heading opens nothing and the cursor passes over it. */
struct line {
    const char *label, *now, *before, *change;
    const char *sentence; /* NULL: a heading or a note */
    int block;            /* 0 left, 1 right */
    bool heading;
    enum role role; /* of the change */
};

struct overview_pane {
    struct arena arena; /* texts */
    struct line line[MOST_LINES];
    size_t lines;
    size_t cursor; /* index of a line with a sentence */
    size_t top;    /* first line in sight, of a narrow screen */
    int rows, cols;
    char *provenance;
};

/* ---- lines */

static struct line *add(struct overview_pane *o, int block, const char *label)
{
    static struct line spill; /* beyond the most, a line goes nowhere */
    struct line *l = o->lines < MOST_LINES ? &o->line[o->lines++] : &spill;
    *l = (struct line){.label = label,
                       .now = "",
                       .before = "",
                       .change = "",
                       .block = block,
                       .role = ROLE_TEXT};
    return l;
}

static void heading(struct overview_pane *o, int block, const char *label, const char *now,
                    const char *before, const char *change)
{
    struct line *l = add(o, block, label ? label : "");
    l->heading = true;
    l->now = now;
    l->before = before;
    l->change = change;
}

static const char *number(struct overview_pane *o, size_t n)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    const char *out = arena_string(&o->arena, text);
    return out ? out : "";
}

static void set_change(struct overview_pane *o, struct line *l, uint32_t now, uint32_t before)
{
    char text[16];
    change_of_counts(now, before, text);
    const char *kept = arena_string(&o->arena, text);
    l->change = kept ? kept : "";
    if (*l->change == '+' || *l->change == '-')
        l->role = now > before ? ROLE_RISE : now < before ? ROLE_FALL : ROLE_TEXT;
}

static void compared(struct overview_pane *o, int block, const char *label, uint32_t now,
                     uint32_t before, const char *sentence)
{
    struct line *l = add(o, block, label);
    l->now = number(o, now);
    l->before = number(o, before);
    set_change(o, l, now, before);
    l->sentence = sentence;
}

static const char *span_text(struct overview_pane *o, struct span s)
{
    char from[16], to[16];
    date_format((struct date){s.from, DATE_DAY}, from);
    date_format((struct date){s.to, DATE_DAY}, to);
    const char *text = arena_printf(&o->arena, "%s to %s", from, to);
    return text ? text : "";
}

static void add_year(struct overview_pane *p, const struct overview *o, const char *sentence)
{
    const char *now = open_span(sentence, o->now, &p->arena);
    heading(p, 0, arena_printf(&p->arena, "This year, %s", span_text(p, o->now)), "",
            "year before", "change");
    if (o->has_cases)
        compared(p, 0, "cases", o->cases_now, o->cases_before, now);
    compared(p, 0, "seizures", o->seizures_now, o->seizures_before, now);
    compared(p, 0, "reporters", o->reporters_now, o->reporters_before, now);
    if (o->since.from > o->since.to)
        return;
    struct line *l =
        add(p, 0,
            arena_printf(&p->arena, "seizures since, provisional (9 of 10 in %d days)",
                         o->usual_delay));
    l->now = number(p, o->seizures_since);
    l->sentence = open_span(sentence, o->since, &p->arena);
}

static void add_batch(struct overview_pane *p, const struct overview *o, const char *sentence)
{
    if (!o->last)
        return;
    heading(p, 0, arena_printf(&p->arena, "Last batch, %u: %s", o->last->id, o->last->file), "",
            "", "");
    struct line *l =
        add(p, 0,
            arena_printf(&p->arena, "%s new, %s changed, %s withdrawn; count today",
                         number(p, o->last->rows_new), number(p, o->last->rows_changed),
                         number(p, o->last->rows_withdrawn)));
    l->now = number(p, o->last_current);
    l->sentence = open_both(sentence, "batch:new", &p->arena);
}

static void add_silent(struct overview_pane *p, const struct overview *o)
{
    heading(p, 0, "Silent lately, usual reporters", o->silent_count ? "months" : "", "a month",
            "last");
    if (!o->silent_count)
        add(p, 0, "nobody: all usual reporters sent something in three months");
    for (size_t i = 0; i < o->silent_count; i++) {
        const struct overview_silent *s = &o->silent[i];
        struct line *l = add(p, 0, arena_string(&p->arena, s->label));
        l->now = number(p, s->months);
        l->before = arena_printf(&p->arena, "%.1f", s->usual);
        l->change = arena_string(&p->arena, s->last);
        const struct value group = {.code = s->code, .label = s->label};
        l->sentence = filter_condition("reporter", &group, &p->arena);
    }
}

static void add_movers(struct overview_pane *p, const struct overview *o, const char *sentence)
{
    if (!o->mover_count)
        return;
    heading(p, 1,
            arena_printf(&p->arena, "What moves most, %s by %s",
                         o->has_cases ? "cases" : "seizures", o->mover_field),
            "this year", "before", "change");
    for (size_t i = 0; i < o->mover_count; i++) {
        const struct overview_mover *m = &o->mover[i];
        const struct value group = {.code = m->code, .label = m->label};
        const char *condition = filter_condition(o->mover_field, &group, &p->arena);
        /* What has gone is shown in the year in which it was still there. */
        struct span span = m->now ? o->now : o->before;
        compared(p, 1, arena_string(&p->arena, m->label), m->now, m->before,
                 open_span(open_both(sentence, condition, &p->arena), span, &p->arena));
    }
}

static void add_hauls(struct overview_pane *p, struct frame *f, const struct overview *o)
{
    if (!o->haul_count)
        return;
    heading(p, 1, "Largest hauls by mass, this year", "", "", "");
    for (size_t i = 0; i < o->haul_count; i++) {
        const struct overview_haul *h = &o->haul[i];
        struct line *l =
            add(p, 1, arena_printf(&p->arena, "%s %s, %s", h->date, h->product, h->reporter));
        l->change = arena_string(&p->arena, h->amount);
        l->sentence = open_record(f, h->position, &p->arena);
    }
}

static void add_size(struct overview_pane *p, const struct overview *o, const char *sentence)
{
    heading(p, 1, *sentence ? "All that the filter takes" : "All records", "", "", "");
    struct line *l = add(p, 1, "seizures");
    l->now = number(p, o->lines);
    l->sentence = sentence;
    if (o->has_cases) {
        l = add(p, 1, "cases");
        l->now = number(p, o->cases);
        l->sentence = sentence;
    }
}

/* ---- open, close, refresh */

static enum status overview_pane_open(struct pane *p, struct error *e)
{
    (void)p;
    (void)e;
    return STATUS_OK;
}

static void overview_pane_close(struct pane *p)
{
    struct overview_pane *o = p->state;
    arena_free(&o->arena);
    free(o->provenance);
}

/* The next line from i on, in steps, that can be opened; i itself if there is none. */
static size_t next_open(const struct overview_pane *o, size_t i, int step)
{
    for (size_t k = i; k < o->lines; k += (size_t)step)
        if (o->line[k].sentence)
            return k;
    return i;
}

static enum status overview_pane_refresh(struct pane *p, struct error *e)
{
    struct overview_pane *o = p->state;
    struct overview *answer;
    size_t rows = p->rows && p->rows < 26 ? 4 : 6;
    enum status status =
        overview_run(p->workspace->frame, &p->workspace->selection, rows, &answer, e);
    if (status)
        return status;
    arena_free(&o->arena);
    o->lines = 0;
    const char *sentence = arena_string(&o->arena, p->workspace->sentence);
    sentence = sentence ? sentence : "";
    if (*answer->as_of) {
        add_year(o, answer, sentence);
        add_batch(o, answer, sentence);
        add_silent(o, answer);
        add_movers(o, answer, sentence);
        add_hauls(o, p->workspace->frame, answer);
        add_size(o, answer, sentence);
    }
    overview_free(&answer);
    struct arena a = {0};
    const char *text = workspace_counts(p->workspace, &a);
    free(o->provenance);
    o->provenance = strdup(text ? text : "");
    arena_free(&a);
    if (o->cursor >= o->lines || !o->line[o->cursor].sentence)
        o->cursor = next_open(o, 0, 1);
    return STATUS_OK;
}

/* ---- layout and painting */

static bool is_wide(const struct overview_pane *o)
{
    return o->cols >= WIDE;
}

static void into_sight(struct overview_pane *o)
{
    size_t page = o->rows > HEAD_ROWS ? (size_t)(o->rows - HEAD_ROWS) : 1;
    if (is_wide(o)) {
        o->top = 0;
        return;
    }
    /* The heading of the cursor's section stays in sight with it. */
    size_t wanted = o->cursor > 0 && o->line[o->cursor - 1].heading ? o->cursor - 1 : o->cursor;
    if (o->top > wanted)
        o->top = wanted;
    if (o->cursor >= o->top + page)
        o->top = o->cursor - page + 1;
    if (o->top + page > o->lines)
        o->top = o->lines > page ? o->lines - page : 0;
}

static void overview_pane_measure(struct pane *p, int rows, int cols)
{
    struct overview_pane *o = p->state;
    o->rows = rows;
    o->cols = cols;
    into_sight(o);
}

static void paint_line(const struct overview_pane *o, size_t i, struct canvas *c, int row,
                       int col, int width)
{
    const struct line *l = &o->line[i];
    enum role role = l->heading ? ROLE_HEAD : ROLE_TEXT;
    int change = 9;
    /* A quantity stands where no other number does and may be wider. */
    if (!*l->now && !*l->before && canvas_width(c, l->change) > change)
        change = canvas_width(c, l->change);
    int numbers = *l->now || *l->before || l->heading ? 2 * (NUMBER + 1) : 0;
    bool plain = !*l->before && !*l->change && *l->now;
    if (plain)
        numbers = NUMBER + 1, change = -1;
    if (l->heading && !*l->now && !*l->before && !*l->change)
        numbers = 0, change = -1;
    int label = width - 2 - numbers - (change < 0 ? 0 : change + 1);
    bool cursor = i == o->cursor;
    canvas_text(c, row, col, 1, ROLE_CURSOR, cursor ? canvas_glyph(c, GLYPH_CURSOR) : " ");
    canvas_text(c, row, col + 1, label + 1, role, l->label);
    int at = col + 2 + label;
    if (numbers) {
        canvas_right(c, row, at, NUMBER + 1, l->heading ? ROLE_HEAD : ROLE_NUMBER, l->now);
        at += NUMBER + 1;
        if (!plain) {
            canvas_right(c, row, at, NUMBER + 1, l->heading ? ROLE_HEAD : ROLE_NUMBER,
                         l->before);
            at += NUMBER + 1;
        }
    }
    if (change >= 0)
        canvas_right(c, row, at, change + 1, l->heading ? ROLE_HEAD : l->role, l->change);
    if (cursor)
        canvas_focus(c, row, col);
}

static void overview_pane_paint(struct pane *p, struct canvas *c)
{
    struct overview_pane *o = p->state;
    canvas_text(c, 0, 0, c->cols, ROLE_HEAD,
                c->cols < 72
                    ? " Enter opens the records behind a line"
                    : " What there is to see first; Enter opens the records behind a line");
    canvas_rule(c, 1);
    for (int row = HEAD_ROWS; row < c->rows; row++)
        canvas_blank(c, row);
    if (!o->lines) {
        empty_paint(c, HEAD_ROWS + 1);
        return;
    }
    int half = is_wide(o) ? (c->cols - 2) / 2 : c->cols;
    int next[2] = {HEAD_ROWS, HEAD_ROWS};
    for (size_t i = is_wide(o) ? 0 : o->top; i < o->lines; i++) {
        int block = is_wide(o) ? o->line[i].block : 0;
        if (is_wide(o) && o->line[i].heading && next[block] > HEAD_ROWS)
            next[block]++; /* a blank row parts the sections */
        if (next[block] < c->rows)
            paint_line(o, i, c, next[block]++, block ? half + 2 : 0, half);
    }
}

static void overview_pane_provenance(struct pane *p, struct buffer *out)
{
    struct overview_pane *o = p->state;
    if (*p->workspace->sentence)
        buffer_adds(out, "silence is measured before the filter\n");
    buffer_adds(out, o->provenance ? o->provenance : "");
}

/* ---- actions */

static void step(struct overview_pane *o, int by, int count)
{
    for (int n = count > 0 ? count : 1; n > 0; n--) {
        size_t to = next_open(o, o->cursor + (size_t)by, by);
        if (to >= o->lines || !o->line[to].sentence)
            break;
        o->cursor = to;
    }
}

static unsigned overview_pane_action(struct pane *p, enum action action, int count)
{
    struct overview_pane *o = p->state;
    int page = o->rows > HEAD_ROWS + 2 ? o->rows - HEAD_ROWS - 2 : 1;
    switch (action) {
    case ACTION_UP:
        step(o, -1, count);
        break;
    case ACTION_DOWN:
        step(o, 1, count);
        break;
    case ACTION_PAGE_UP:
        step(o, -1, page);
        break;
    case ACTION_PAGE_DOWN:
        step(o, 1, page);
        break;
    case ACTION_FIRST:
        o->cursor = next_open(o, 0, 1);
        break;
    case ACTION_LAST:
        o->cursor = o->lines ? next_open(o, o->lines - 1, -1) : 0;
        break;
    case ACTION_OPEN:
        if (o->cursor < o->lines && o->line[o->cursor].sentence)
            app_open(p->app, "records", o->line[o->cursor].sentence);
        return HANDLED;
    case ACTION_KEEP:
        if (o->cursor < o->lines && o->line[o->cursor].sentence)
            app_filter(p->app, o->line[o->cursor].sentence);
        return HANDLED;
    default:
        return HANDLED_NOT;
    }
    into_sight(o);
    return HANDLED | HANDLED_REPAINT;
}

static uint64_t overview_pane_place(struct pane *p)
{
    return ((struct overview_pane *)p->state)->cursor;
}

static void overview_pane_go(struct pane *p, uint64_t place)
{
    struct overview_pane *o = p->state;
    o->cursor = place < o->lines ? next_open(o, place, 1) : o->cursor;
    into_sight(o);
}

const struct pane_ops pane_overview = {
    .name = "overview",
    .title = "Overview",
    .intro = "What there is to see first: this year against the year before, what the\n"
             "last batch brought, what moves most, who is silent, the largest hauls.\n"
             "Enter opens the records behind a line; u comes back to it.",
    .state_size = sizeof(struct overview_pane),
    .open = overview_pane_open,
    .close = overview_pane_close,
    .measure = overview_pane_measure,
    .refresh = overview_pane_refresh,
    .paint = overview_pane_paint,
    .provenance = overview_pane_provenance,
    .action = overview_pane_action,
    .place = overview_pane_place,
    .go = overview_pane_go,
};
