/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overview: where the program opens. Sections of lines, each line a number that opens to its
 * records. */
#include "pane/apart.h"
#include "pane/empty.h"
#include "pane/findings.h"
#include "pane/overview_lines.h"
#include "pane/pane.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_ROWS 2
#define LIST_ROWS 8 /* of each list, where there is room */
#define WIDE 120    /* from here on sections stand in two columns */
/* Wider, a number is too far from its label. */
#define WIDEST 92 /* each of two columns */
#define SINGLE 74
#define INDENT 3
#define NOW 10
#define BEFORE 12
#define CHANGE 9
#define NUMBERS (NOW + BEFORE + CHANGE)

struct overview_pane {
    struct overview *answer;
    struct overview_lines lines;
    size_t cursor; /* index of a line that opens */
    bool before;   /* it is on the number of the year before */
    int top;       /* first row in sight */
    int rows, cols;
    char *provenance;
    char apart[APART_NOTE];
};

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
    overview_free(&o->answer);
    overview_lines_free(&o->lines);
    free(o->provenance);
}

static void overview_pane_reopen(struct pane *p)
{
    struct overview_pane *o = p->state;
    overview_free(&o->answer);
    overview_lines_free(&o->lines);
    o->lines = (struct overview_lines){0};
}

static bool stops(const struct overview_pane *o, size_t i)
{
    return i < o->lines.count && o->lines.line[i].opens && o->lines.line[i].shown;
}

/* The nearest line where the cursor can stop, at or above i, else below; count if none. */
static size_t nearest(const struct overview_pane *o, size_t i)
{
    for (size_t k = i < o->lines.count ? i + 1 : o->lines.count; k-- > 0;)
        if (stops(o, k))
            return k;
    for (size_t k = i; k < o->lines.count; k++)
        if (stops(o, k))
            return k;
    return o->lines.count;
}

static bool is_wide(const struct overview_pane *o)
{
    return o->cols >= WIDE;
}

static void into_sight(struct overview_pane *o)
{
    const struct overview_lines *l = &o->lines;
    int page = o->rows > HEAD_ROWS ? o->rows - HEAD_ROWS : 1;
    if (o->cursor < l->count) {
        const struct overview_line *line = &l->line[o->cursor];
        /* The heading of a section stays in sight with its first line. */
        bool first = o->cursor > 0 && l->line[o->cursor - 1].kind == LINE_HEAD;
        int wanted = line->y - first;
        if (o->top > wanted)
            o->top = wanted;
        if (o->top <= line->y - page)
            o->top = line->y - page + 1;
    }
    if (o->top + page > l->height)
        o->top = l->height > page ? l->height - page : 0;
}

static void lay_out(struct overview_pane *o)
{
    overview_lines_lay_out(&o->lines, o->rows - HEAD_ROWS, is_wide(o));
    if (!stops(o, o->cursor))
        o->cursor = nearest(o, o->cursor);
    into_sight(o);
}

static enum status overview_pane_refresh(struct pane *p, struct error *e)
{
    struct overview_pane *o = p->state;
    struct workspace *w = p->workspace;
    struct overview *answer;
    enum status status = overview_run(w->frame, &w->selection, LIST_ROWS, &answer, e);
    if (status)
        return status;
    overview_free(&o->answer);
    o->answer = answer;
    overview_lines_make(&o->lines, answer, *w->sentence != '\0',
                        frame_find_field(w->frame, "date") != NULL);
    lay_out(o);
    struct arena a = {0};
    const char *text = workspace_counts(w, &a);
    free(o->provenance);
    o->provenance = strdup(text ? text : "");
    arena_free(&a);
    return apart_note(p, o->apart, e);
}

static void overview_pane_measure(struct pane *p, int rows, int cols)
{
    struct overview_pane *o = p->state;
    o->rows = rows;
    o->cols = cols;
    lay_out(o);
}

/* ---- painting */

struct place_of_line {
    int row, col, width;
};

/* Brackets stand around the number of the year before while it has the focus. */
static void paint_before(const struct overview_line *line, struct canvas *c, int row, int col,
                         enum role role, bool focus)
{
    int n = canvas_width(c, line->before);
    canvas_right(c, row, col, BEFORE, role, line->before);
    if (!focus || n >= BEFORE)
        return;
    canvas_text(c, row, col + BEFORE - n - 1, 1, ROLE_CURSOR, "[");
    canvas_text(c, row, col + BEFORE, 1, ROLE_CURSOR, "]");
    canvas_focus(c, row, col + BEFORE - n);
}

static void paint_numbers(const struct overview_line *line, struct canvas *c,
                          const struct place_of_line *at, bool focus)
{
    bool head = line->kind == LINE_HEAD;
    enum role role = head ? ROLE_HEAD : ROLE_NUMBER;
    int now = at->col + at->width - NUMBERS;
    canvas_right(c, at->row, now, NOW, role, line->now);
    if (*line->last) { /* a remark in place of numbers */
        canvas_right(c, at->row, now + NOW, BEFORE + CHANGE, ROLE_PROVISIONAL, line->last);
        return;
    }
    canvas_right(c, at->row, now + NOW + BEFORE, CHANGE, head ? ROLE_HEAD : line->role,
                 line->change);
    paint_before(line, c, at->row, now + NOW, role, focus);
}

static void paint_haul(const struct overview_line *line, struct canvas *c,
                       const struct place_of_line *at)
{
    enum { DAY = 10, MASS = 14 };
    int room = at->width - INDENT - DAY - MASS - 4, col = at->col + INDENT;
    int amount = canvas_width(c, line->change);
    if (amount > MASS)
        room -= amount - MASS;
    int reporter = room * 2 / 5 > 20 ? 20 : room * 2 / 5;
    canvas_text(c, at->row, col, DAY, ROLE_TEXT, line->label);
    canvas_text(c, at->row, col + DAY + 2, reporter, ROLE_TEXT, line->middle);
    canvas_text(c, at->row, col + DAY + 3 + reporter, room - reporter, ROLE_TEXT, line->last);
    canvas_right(c, at->row, at->col + at->width - amount, amount, ROLE_NUMBER, line->change);
}

static void paint_label(const struct overview_line *line, struct canvas *c, int row, int col,
                        int width, enum role role)
{
    bool brief = *line->brief && canvas_width(c, line->label) > width;
    canvas_text(c, row, col, width, role, brief ? line->brief : line->label);
}

static void paint_line(const struct overview_pane *o, size_t i, struct canvas *c,
                       const struct place_of_line *at)
{
    const struct overview_line *line = &o->lines.line[i];
    int row = at->row, col = at->col, width = at->width, end = width - CHANGE;
    bool cursor = i == o->cursor;
    if (cursor) {
        canvas_text(c, row, col, 1, ROLE_CURSOR, canvas_glyph(c, GLYPH_CURSOR));
        canvas_focus(c, row, col);
    }
    switch (line->kind) {
    case LINE_HEAD:
        if (*line->now || *line->before)
            end = width - NUMBERS;
        else if (!*line->change)
            end = width;
        paint_label(line, c, row, col + 1, end - 1, ROLE_HEAD);
        if (*line->now || *line->before)
            paint_numbers(line, c, at, false);
        else if (*line->change)
            canvas_right(c, row, col + end, CHANGE, ROLE_HEAD, line->change);
        break;
    case LINE_NOTE:
        canvas_text(c, row, col + INDENT, width - INDENT, ROLE_DIM, line->label);
        break;
    case LINE_NUMBERS:
        paint_label(line, c, row, col + INDENT, width - NUMBERS - INDENT, ROLE_TEXT);
        paint_numbers(line, c, at, cursor && o->before && line->two);
        break;
    case LINE_ALONE:
        end = width - NOW - 2;
        canvas_text(c, row, col + INDENT, end - INDENT, ROLE_TEXT, line->label);
        canvas_right(c, row, col + end, NOW + 2, ROLE_NUMBER, line->change);
        break;
    case LINE_HAUL:
        paint_haul(line, c, at);
        break;
    }
}

static void overview_pane_paint(struct pane *p, struct canvas *c)
{
    struct overview_pane *o = p->state;
    canvas_text(c, 0, 0, c->cols, ROLE_HEAD,
                c->cols < 80 ? " Enter opens the records behind a number"
                             : " What there is to see first. Enter opens the records behind a "
                               "number; u returns");
    canvas_rule(c, 1);
    for (int row = HEAD_ROWS; row < c->rows; row++)
        canvas_blank(c, row);
    if (o->answer && !o->lines.count) {
        empty_paint(p, c, HEAD_ROWS + 1);
        return;
    }
    int width = is_wide(o) ? (c->cols - 3) / 2 : c->cols - 1;
    int most = is_wide(o) ? WIDEST : SINGLE;
    width = width > most ? most : width;
    for (size_t i = 0; i < o->lines.count; i++) {
        const struct overview_line *line = &o->lines.line[i];
        int row = HEAD_ROWS + line->y - o->top;
        struct place_of_line at = {row, is_wide(o) && line->half ? width + 3 : 0, width};
        if (line->shown && row >= HEAD_ROWS && row < c->rows)
            paint_line(o, i, c, &at);
    }
}

static void overview_pane_provenance(struct pane *p, struct buffer *out)
{
    struct overview_pane *o = p->state;
    buffer_addf(out, "%s%s", o->apart, o->provenance ? o->provenance : "");
}

/* ---- actions */

static void step(struct overview_pane *o, bool down, int count)
{
    for (int n = count > 0 ? count : 1; n > 0; n--) {
        size_t to = o->cursor;
        do
            to = down ? to + 1 : to - 1; /* below 0 it is beyond count */
        while (to < o->lines.count && !stops(o, to));
        if (to >= o->lines.count)
            break;
        o->cursor = to;
    }
}

/* To the other half of a wide screen, as near as can be to the same row. */
static void cross(struct overview_pane *o, int half)
{
    size_t best = o->cursor;
    int least = -1;
    for (size_t i = 0; i < o->lines.count; i++) {
        int away = abs(o->lines.line[i].y - o->lines.line[o->cursor].y);
        if (stops(o, i) && o->lines.line[i].half == half && (least < 0 || away < least)) {
            best = i;
            least = away;
        }
    }
    o->cursor = best;
}

static void sideways(struct overview_pane *o, bool right)
{
    if (o->cursor >= o->lines.count)
        return;
    const struct overview_line *line = &o->lines.line[o->cursor];
    if (line->two && o->before != right) {
        o->before = right;
    } else if (is_wide(o) && line->half != right) {
        cross(o, right);
        o->before = !right; /* the number that is nearest */
    }
}

static const char *sentence_here(struct pane *p, struct arena *a)
{
    struct overview_pane *o = p->state;
    if (!stops(o, o->cursor))
        return NULL;
    const struct overview_line *line = &o->lines.line[o->cursor];
    bool before = o->before && line->two;
    if (line->count[before] == 0) {
        app_notice(p->app, before || !line->two || !line->count[1]
                               ? "there are no records behind this number"
                               : "none this year; Right goes to those of the year before");
        return NULL;
    }
    return overview_open(p->workspace->frame, o->answer, p->workspace->sentence,
                         line->part[before], line->index, a);
}

static void open_here(struct pane *p, bool keep)
{
    struct arena a = {0};
    const char *sentence = sentence_here(p, &a);
    if (sentence && keep)
        app_filter(p->app, sentence);
    else if (sentence)
        app_open(p->app, "records", sentence);
    arena_free(&a);
}

static unsigned overview_pane_action(struct pane *p, enum action action, int count)
{
    struct overview_pane *o = p->state;
    int page = o->rows > HEAD_ROWS + 2 ? o->rows - HEAD_ROWS - 2 : 1;
    switch (action) {
    case ACTION_UP:
    case ACTION_DOWN:
        step(o, action == ACTION_DOWN, count);
        break;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        step(o, action == ACTION_PAGE_DOWN, page);
        break;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        sideways(o, action == ACTION_RIGHT);
        break;
    case ACTION_FIRST:
        o->cursor = nearest(o, 0);
        break;
    case ACTION_LAST:
        o->cursor = nearest(o, o->lines.count);
        break;
    case ACTION_OPEN:
    case ACTION_KEEP:
        open_here(p, action == ACTION_KEEP);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_FINDINGS:
        findings_show(p->app, o->answer && o->answer->last ? o->answer->last->id : 0);
        return HANDLED | HANDLED_REPAINT;
    default:
        return HANDLED_NOT;
    }
    into_sight(o);
    return HANDLED | HANDLED_REPAINT;
}

static uint64_t overview_pane_place(struct pane *p)
{
    struct overview_pane *o = p->state;
    return (uint64_t)o->cursor << 1 | o->before;
}

static void overview_pane_go(struct pane *p, uint64_t place)
{
    struct overview_pane *o = p->state;
    o->before = place & 1;
    o->cursor = nearest(o, place >> 1);
    into_sight(o);
}

const struct pane_ops pane_overview = {
    .name = "overview",
    .title = "Overview",
    .intro = "What there is to see first: this year against the same days of the year\n"
             "before, what the last batch brought, which products move most, who has sent\n"
             "no line in three complete months though usually reporting, large hauls.\n"
             "Days since are provisional: 9 of 10 lines come within the usual delay.\n"
             "Enter opens the records behind a number; u comes back to it. Right goes to\n"
             "the number of the year before; f shows what was odd in the last batch.",
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
    .reopen = overview_pane_reopen,
};
