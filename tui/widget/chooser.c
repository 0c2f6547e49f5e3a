/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chooser: one of several texts, narrowed by typing. */
#include "app.h"

#include "base/text.h"
#include "widget/list.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE 27
#define CTRL(c) ((c)&0x1F)

struct chooser {
    const char *title;
    const char *const *item;
    size_t count;
    char **folded; /* of every item */
    size_t *match; /* indices of those that hold what was typed */
    struct list list;
    char typed[128];
    size_t len;
};

static char *folded(const char *text)
{
    struct buffer b = {0};

    text_fold(&b, text, strlen(text));
    if (b.failed) {
        buffer_free(&b);
        return NULL;
    }
    return b.data ? b.data : strdup("");
}

/* The cursor goes to the first match that begins with what was typed, else to the first. */
static void narrow(struct chooser *ch)
{
    char *want = folded(ch->typed);
    size_t n = 0, begins = SIZE_MAX;

    for (size_t i = 0; i < ch->count; i++) {
        const char *at = want && ch->folded[i] ? strstr(ch->folded[i], want) : ch->folded[i];
        if (want && ch->folded[i] && !at) {
            continue;
        }
        if (begins == SIZE_MAX && at && at == ch->folded[i]) {
            begins = n;
        }
        ch->match[n++] = i;
    }
    free(want);
    list_fit(&ch->list, n, ch->list.page);
    list_go(&ch->list, begins == SIZE_MAX ? 0 : begins);
}

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct chooser *ch = data;

    canvas_text(c, row, 1, c->cols - 1, cursor ? ROLE_MATCH : ROLE_TEXT,
                ch->item[ch->match[at]]);
}

/* The end of an item that is cut above, as far as it fits. */
static void paint_end(struct canvas *c, const char *item)
{
    int room = c->cols - 5;

    if (canvas_width(c, item) < c->cols) {
        return;
    }
    while (*item && canvas_width(c, item) > room) {
        item++;
        while (((unsigned char)*item & 0xC0) == 0x80) {
            item++;
        }
    }
    const char *word = strchr(item, ' ');
    canvas_printf(c, c->rows - 1, 1, ROLE_DIM, "... %s", word ? word + 1 : item);
}

/* Over the body, at the right where it hides least; a blank column at its left. */
static void paint(void *data, struct canvas *screen)
{
    struct chooser *ch = data;
    struct canvas c = *screen;
    int width = canvas_width(screen, ch->title) + 4;

    for (size_t i = 0; i < ch->count; i++) {
        int w = canvas_width(screen, ch->item[i]) + 3;
        width = w > width ? w : width;
    }
    width = width < 24 ? 24 : width;
    c.cols = width < screen->cols ? width : screen->cols;
    c.left += screen->cols - c.cols;
    c.top += 2;
    int most = screen->rows - 3, rows = (int)ch->count + 3;
    c.rows = rows < most ? rows : most;
    canvas_blank(&c, 0);
    canvas_text(&c, 0, 1, c.cols - 1, ROLE_HEAD, ch->title);
    canvas_rule(&c, 1);
    list_fit(&ch->list, ch->list.count, c.rows - 3);
    list_paint(&ch->list, &c, 2, true, paint_row, ch);
    if (!ch->list.count) {
        canvas_text(&c, 2, 1, c.cols - 1, ROLE_DIM, "nothing fits; Backspace takes back");
    }
    canvas_blank(&c, c.rows - 1);
    canvas_text(&c, c.rows - 1, 1, c.cols - 1, ROLE_PROMPT, ch->typed);
    if (!ch->len && ch->list.count) {
        paint_end(&c, ch->item[ch->match[ch->list.cursor]]);
    }
    canvas_blank(screen, screen->rows - 1);
    canvas_printf(screen, screen->rows - 1, 1, ROLE_KEY_HELP,
                  "type to narrow  %s takes it  arrows move  C-g leaves",
                  canvas_glyph(screen, GLYPH_ENTER));
}

/* Typing, or a move; true: the chooser is done, *out holds what was chosen. */
static bool take_key(struct chooser *ch, int key, int *out)
{
    static const struct {
        int key;
        enum action action;
    } moves[] = {
        {KEY_DOWN, ACTION_DOWN},       {CTRL('n'), ACTION_DOWN},    {'\t', ACTION_DOWN},
        {KEY_UP, ACTION_UP},           {CTRL('p'), ACTION_UP},      {KEY_BTAB, ACTION_UP},
        {KEY_NPAGE, ACTION_PAGE_DOWN}, {KEY_PPAGE, ACTION_PAGE_UP}, {KEY_HOME, ACTION_FIRST},
        {KEY_END, ACTION_LAST},
    };

    if (key == ESCAPE || key == APP_INTERRUPT || key == CTRL('g')) {
        return true;
    }
    if (key == '\r' || key == '\n' || key == KEY_ENTER) {
        *out = ch->list.count ? (int)ch->match[ch->list.cursor] : -1;
        return true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].key == key) {
            list_action(&ch->list, moves[i].action, 0);
            return false;
        }
    }
    if (key == KEY_BACKSPACE || key == 127 || key == CTRL('h')) {
        while (ch->len > 0 && ((unsigned char)ch->typed[--ch->len] & 0xC0) == 0x80) {
        }
    } else if (key == CTRL('u')) {
        ch->len = 0;
    } else if (key >= ' ' && key < 0x100 && ch->len + 1 < sizeof ch->typed) {
        ch->typed[ch->len++] = (char)key;
    } else {
        return false;
    }
    ch->typed[ch->len] = '\0';
    narrow(ch);
    return false;
}

int app_choose(struct app *a, const char *title, const char *const *items, size_t count,
               int here)
{
    struct chooser ch = {.title = title, .item = items, .count = count};
    struct overlay o = {.paint = paint, .data = &ch};
    int key, chosen = -1;

    ch.folded = calloc(count + 1, sizeof *ch.folded);
    ch.match = calloc(count + 1, sizeof *ch.match);
    if (!ch.folded || !ch.match) {
        free(ch.folded);
        free(ch.match);
        app_notice(a, "memory is out");
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        ch.folded[i] = folded(items[i]);
    }
    narrow(&ch);
    ch.list.cursor = here > 0 && (size_t)here < count ? (size_t)here : 0;
    app_push_overlay(a, &o);
    while ((key = app_key(a)) >= 0 && !take_key(&ch, key, &chosen)) {
    }
    app_pop_overlay(a);
    for (size_t i = 0; i < count; i++) {
        free(ch.folded[i]);
    }
    free(ch.folded);
    free(ch.match);
    return chosen;
}
