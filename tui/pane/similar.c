/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similar records: the conditions that a record gives, each turned on or off by key, with how
 * many records that leaves, before any of it becomes the filter. */
#include "pane/similar.h"

#include "app.h"

#include "analysis/similar.h"
#include "widget/list.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#define ESCAPE 27
#define CTRL(c) ((c)&0x1F)
#define LABEL_COL 3
#define VALUE_COL 18
#define COUNT_WIDTH 18
#define COUNT_NARROW 12
#define FEW_COLS 60
#define MOST_COLS 100
#define FRAME_ROWS 4 /* title, rule, what comes out of it, a blank one */

struct chosen {
    struct app *app;
    struct similar similar;
    struct list list;
};

static void number(uint64_t value, char out[64])
{
    fixed_format((int128)value, 0, 0, ',', out);
}

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    const struct chosen *ch = data;
    const struct similar_condition *line = &ch->similar.condition[at];
    /* The count stays within sight of the value on a wide screen. */
    int edge = c->cols < MOST_COLS ? c->cols : MOST_COLS;
    int counted = c->cols < FEW_COLS ? COUNT_NARROW : COUNT_WIDTH;
    int room = edge - VALUE_COL - counted - 1;
    char count[64], text[96];

    (void)cursor;
    number(line->other, count);
    snprintf(text, sizeof text, "%s %s", line->on ? "without" : "with", count);
    canvas_text(c, row, 1, 1, ROLE_TEXT, line->on ? canvas_glyph(c, GLYPH_CHECK) : "");
    canvas_text(c, row, 2, 1, ROLE_TEXT, "");
    canvas_text(c, row, LABEL_COL, VALUE_COL - LABEL_COL, ROLE_DIM, line->label);
    canvas_text(c, row, VALUE_COL, room, line->on ? ROLE_TEXT : ROLE_DIM, line->value);
    canvas_right(c, row, VALUE_COL + room, counted, ROLE_DIM, text);
    canvas_text(c, row, edge - 1, c->cols - edge + 1, ROLE_TEXT, "");
}

static void paint(void *data, struct canvas *screen)
{
    struct chosen *ch = data;
    struct canvas c = *screen;
    char lines[64], cases[64], text[192];

    c.top += 2;
    c.rows -= 3;
    canvas_blank(&c, 0);
    canvas_text(&c, 0, 1, c.cols - 1, ROLE_HEAD,
                "Similar records: what they have in common with this one");
    canvas_rule(&c, 1);
    list_fit(&ch->list, ch->similar.count, c.rows - FRAME_ROWS);
    list_paint(&ch->list, &c, 2, true, paint_row, ch);
    number(ch->similar.lines, lines);
    number(ch->similar.cases, cases);
    snprintf(text, sizeof text, "%s seizure%s in %s case%s", lines,
             ch->similar.lines == 1 ? "" : "s", cases, ch->similar.cases == 1 ? "" : "s");
    canvas_blank(&c, c.rows - 2);
    canvas_blank(&c, c.rows - 1);
    canvas_text(&c, c.rows - 1, 1, c.cols - 1, ROLE_TOTAL, text);
    canvas_blank(screen, screen->rows - 1);
    canvas_printf(screen, screen->rows - 1, 1, ROLE_KEY_HELP,
                  "Space on or off   %s shows these records   q leaves",
                  canvas_glyph(screen, GLYPH_ENTER));
}

static void toggle(struct chosen *ch)
{
    struct error e = {0};

    if (similar_toggle(&ch->similar, ch->list.cursor, &e) != STATUS_OK) {
        app_fault(ch->app, &e);
    }
}

/* True: done, *take: the conditions are to become the filter. */
static bool act(struct chosen *ch, int key, bool *take)
{
    static const struct {
        int key;
        enum action action;
    } moves[] = {
        {'j', ACTION_DOWN},          {KEY_DOWN, ACTION_DOWN}, {'k', ACTION_UP},
        {KEY_UP, ACTION_UP},         {'g', ACTION_FIRST},     {KEY_HOME, ACTION_FIRST},
        {'G', ACTION_LAST},          {KEY_END, ACTION_LAST},  {KEY_NPAGE, ACTION_PAGE_DOWN},
        {KEY_PPAGE, ACTION_PAGE_UP},
    };

    if (key == '\r' || key == '\n' || key == KEY_ENTER) {
        *take = true;
        return true;
    }
    if (key == ESCAPE || key == 'q' || key == CTRL('g') || key == APP_INTERRUPT ||
        key == KEY_BACKSPACE || key == 127 || key == CTRL('h')) {
        return true;
    }
    if (key == ' ' || key == 'x') {
        toggle(ch);
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].key == key) {
            list_action(&ch->list, moves[i].action, 0);
        }
    }
    return false;
}

bool similar_run(struct app *a, size_t position)
{
    struct chosen ch = {.app = a};
    struct overlay o = {.paint = paint, .data = &ch};
    struct error e = {0};
    bool take = false, shown = false;
    int key;

    if (similar_open(a->workspace->frame, position, a->workspace->sentence, &ch.similar, &e) !=
        STATUS_OK) {
        app_fault(a, &e);
        return false;
    }
    if (!ch.similar.count) {
        app_notice(a, "nothing of this record is known that others could have too");
        similar_close(&ch.similar);
        return false;
    }
    app_push_overlay(a, &o);
    while ((key = app_key(a)) >= 0 && !act(&ch, key, &take)) {
    }
    app_pop_overlay(a);
    const char *sentence = similar_sentence(&ch.similar);
    if (take && sentence && *sentence) {
        shown = app_filter(a, sentence);
    } else if (take) {
        app_notice(a, "no condition is on: the filter stays");
    }
    similar_close(&ch.similar);
    return shown;
}
