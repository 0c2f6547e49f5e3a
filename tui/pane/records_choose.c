/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the columns of Records over a list of all fields: which, in what order, and how many
 * of them stay while the others scroll. */
#include "pane/records_private.h"

#include "app.h"
#include "widget/list.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE 27
#define CTRL(c) ((c)&0x1F)
#define LABEL_COL 3
#define NAME_COL 22
#define FROZEN_COL 40
#define HEAD_ROWS 2

struct field_line {
    const char *name, *label;
    bool on;
};

struct choice {
    struct pane *pane;
    struct field_line *line; /* in the order of the columns; those that are off stand between */
    size_t count;
    size_t frozen; /* so many of those that are on */
    struct list list;
};

/* What is no field of the frame and yet a column. */
static const struct field_line others[] = {
    {"row", "Row of the file", false}, {"line_id", "Line id", false}, {"note", "Note", false}};

static bool is_there(const struct choice *ch, const char *name)
{
    for (size_t i = 0; i < ch->count; i++) {
        if (strcmp(ch->line[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct choice *ch, const char *name, const char *label, bool on)
{
    if (!is_there(ch, name)) {
        ch->line[ch->count++] = (struct field_line){name, label, on};
    }
}

/* The columns first, as they stand, then all other fields. */
static bool collect(struct choice *ch, struct pane *p)
{
    struct records *r = p->state;
    size_t count, other = sizeof others / sizeof *others;
    const struct frame_field *field = frame_fields(p->workspace->frame, &count);

    ch->line = calloc(r->column_count + count + other, sizeof *ch->line);
    if (!ch->line) {
        return false;
    }
    for (size_t i = 0; i < r->column_count; i++) {
        const char *name = r->columns[i].name, *label = name;
        for (size_t k = 0; k < count; k++) {
            label = strcmp(field[k].name, name) == 0 ? field[k].label : label;
        }
        for (size_t k = 0; k < other; k++) {
            label = strcmp(others[k].name, name) == 0 ? others[k].label : label;
        }
        add(ch, name, label, true);
    }
    for (size_t i = 0; i < count; i++) {
        add(ch, field[i].name, field[i].label, false);
    }
    for (size_t i = 0; i < other; i++) {
        add(ch, others[i].name, others[i].label, false);
    }
    ch->frozen = r->frozen;
    ch->list.cursor = r->column;
    return true;
}

/* ---- painting */

/* How many lines before this one are on. */
static size_t on_before(const struct choice *ch, size_t at)
{
    size_t n = 0;

    for (size_t i = 0; i < at; i++) {
        n += ch->line[i].on;
    }
    return n;
}

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    const struct choice *ch = data;
    const struct field_line *l = &ch->line[at];
    bool stays = l->on && on_before(ch, at) < ch->frozen;

    (void)cursor;
    canvas_text(c, row, 1, 2, ROLE_TEXT, l->on ? canvas_glyph(c, GLYPH_CHECK) : "");
    canvas_text(c, row, LABEL_COL, NAME_COL - LABEL_COL, l->on ? ROLE_TEXT : ROLE_DIM,
                l->label);
    canvas_text(c, row, NAME_COL, FROZEN_COL - NAME_COL, ROLE_DIM, l->name);
    canvas_text(c, row, FROZEN_COL, c->cols - FROZEN_COL, ROLE_DIM, stays ? "frozen" : "");
}

static void paint(void *data, struct canvas *screen)
{
    struct choice *ch = data;
    struct canvas c = *screen;

    c.top += 2;
    c.rows -= 3;
    canvas_blank(&c, 0);
    canvas_printf(&c, 0, 1, ROLE_HEAD, "Columns of the records, from left to right: %zu of %zu",
                  on_before(ch, ch->count), ch->count);
    canvas_rule(&c, 1);
    list_fit(&ch->list, ch->count, c.rows - HEAD_ROWS);
    list_paint(&ch->list, &c, HEAD_ROWS, true, paint_row, ch);
    canvas_blank(screen, screen->rows - 1);
    canvas_printf(
        screen, screen->rows - 1, 1, ROLE_KEY_HELP,
        "Space on/off  < left  > right  f freeze to here  d usual  %s takes  q leaves",
        canvas_glyph(screen, GLYPH_ENTER));
}

/* ---- keys */

/* The line changes places with its neighbour, and the cursor goes with it. */
static void move_line(struct choice *ch, bool left)
{
    size_t at = ch->list.cursor, to = left ? at - 1 : at + 1;

    if (left ? at == 0 : to >= ch->count) {
        return;
    }
    struct field_line l = ch->line[at];
    ch->line[at] = ch->line[to];
    ch->line[to] = l;
    list_go(&ch->list, to);
}

static void freeze(struct choice *ch)
{
    size_t upto = on_before(ch, ch->list.cursor + 1);

    ch->frozen = ch->frozen == upto ? 0 : upto;
}

/* Frozen are the first ones, so one that goes from among them makes them fewer. */
static void toggle(struct choice *ch)
{
    struct field_line *l = &ch->line[ch->list.cursor];
    bool among = on_before(ch, ch->list.cursor) < ch->frozen;

    l->on = !l->on;
    if (among) {
        ch->frozen = l->on ? ch->frozen + 1 : ch->frozen - 1;
    }
}

enum outcome { GOES_ON, LEFT, TAKEN, USUAL };

static enum outcome act(struct choice *ch, int key)
{
    static const struct {
        int key;
        enum action action;
    } moves[] = {
        {'j', ACTION_DOWN},
        {KEY_DOWN, ACTION_DOWN},
        {'k', ACTION_UP},
        {KEY_UP, ACTION_UP},
        {'g', ACTION_FIRST},
        {KEY_HOME, ACTION_FIRST},
        {'G', ACTION_LAST},
        {KEY_END, ACTION_LAST},
        {KEY_NPAGE, ACTION_PAGE_DOWN},
        {CTRL('f'), ACTION_PAGE_DOWN},
        {KEY_PPAGE, ACTION_PAGE_UP},
        {CTRL('b'), ACTION_PAGE_UP},
    };

    switch (key) {
    case '\r':
    case '\n':
    case KEY_ENTER:
        return TAKEN;
    case 'd':
        return USUAL;
    case 'q':
    case ESCAPE:
    case CTRL('g'):
    case APP_INTERRUPT:
    case KEY_BACKSPACE:
    case 127:
    case CTRL('h'):
        return LEFT;
    case ' ':
        toggle(ch);
        break;
    case 'f':
        freeze(ch);
        break;
    case '<':
    case KEY_LEFT:
    case 'h':
        move_line(ch, true);
        break;
    case '>':
    case KEY_RIGHT:
    case 'l':
        move_line(ch, false);
        break;
    default:
        for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
            if (moves[i].key == key) {
                list_action(&ch->list, moves[i].action, 0);
            }
        }
    }
    return GOES_ON;
}

/* ---- what becomes of it */

static void take(struct choice *ch)
{
    struct pane *p = ch->pane;
    struct records *r = p->state;
    const char **names = calloc(ch->count + 1, sizeof *names);
    char *here = strdup(ch->line[ch->list.cursor].name);
    struct error e = {0};
    size_t n = 0;

    for (size_t i = 0; names && i < ch->count; i++) {
        if (ch->line[i].on) {
            names[n++] = ch->line[i].name;
        }
    }
    if (names && !n) {
        app_notice(p->app, "no column is on: they stay as they were");
    } else if (!names || !here) {
        app_notice(p->app, "memory is out");
    } else if (records_take_columns(p, names, n, ch->frozen, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    } else {
        r->chosen = true;
        records_go_column(p, here);
        records_layout(p);
    }
    free(names);
    free(here);
}

unsigned records_choose(struct pane *p)
{
    struct choice ch = {.pane = p};
    struct overlay o = {.paint = paint, .data = &ch};
    enum outcome out = GOES_ON;
    struct error e = {0};
    int key;

    if (!collect(&ch, p) || !ch.count) {
        free(ch.line);
        return HANDLED | HANDLED_REPAINT;
    }
    app_push_overlay(p->app, &o);
    while (out == GOES_ON && (key = app_key(p->app)) >= 0) {
        out = act(&ch, key);
    }
    app_pop_overlay(p->app);
    if (out == TAKEN) {
        take(&ch);
    } else if (out == USUAL) {
        records_set_columns(p, "", &e);
    }
    free(ch.line);
    return HANDLED | HANDLED_REPAINT;
}
