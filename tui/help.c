/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ? overlay: what the pane shows and which keys it knows, made from the key table. */
#include "app.h"
#include "keys.h"
#include "notes.h"

#include "base/text.h"
#include "widget/list.h"

#include <stdio.h>
#include <string.h>

#define KEYS_WIDTH 13

struct line {
    char keys[48];
    const char *text;
};

struct help {
    struct app *app;
    struct list list; /* of screen lines */
    struct line line[ACTION_COUNT + 8];
    size_t lines, own; /* all; those of this pane alone */
};

/* All keys of an action in this pane, parted by blanks. */
static void keys_of(enum action action, int digit, const struct canvas *c, char out[48])
{
    size_t count, len = 0;
    const struct key_binding *b = keys_table(&count);
    char first[24] = "";

    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char name[24];
        if (b[i].action != action || !(b[i].panes & 1U << digit)) {
            continue;
        }
        keys_name(b[i].key, c, name);
        /* Return, line feed and the keypad's Enter are one key to people. */
        if (strcmp(name, first) == 0 || len + strlen(name) + (len > 0) > KEYS_WIDTH) {
            continue;
        }
        if (!len) {
            snprintf(first, sizeof first, "%s", name);
        }
        len += (size_t)snprintf(out + len, 48 - len, "%s%s", len ? " " : "", name);
    }
}

static bool is_own(const struct key_binding *b)
{
    return (b->panes & KEYS_PANES) != KEYS_PANES;
}

static void collect(struct help *h, bool own)
{
    size_t count;
    const struct key_binding *b = keys_table(&count);
    int digit = pane_keys(&h->app->pane[h->app->here]);
    struct canvas c = {.theme = h->app->theme};
    bool seen[ACTION_COUNT] = {0};

    for (size_t i = 0; i < h->lines; i++) {
        for (int a = 0; a < ACTION_COUNT; a++) {
            seen[a] |= h->line[i].text == keys_action_help((enum action)a);
        }
    }
    for (size_t i = 0; i < count; i++) {
        enum action a = b[i].action;
        if (!(b[i].panes & 1U << digit) || is_own(&b[i]) != own || seen[a]) {
            continue;
        }
        seen[a] = true;
        struct line *l = &h->line[h->lines++];
        keys_of(a, digit, &c, l->keys);
        l->text = keys_action_help(a);
    }
    if (own) {
        h->own = h->lines;
    }
}

/* One or two entries side by side: rows of the screen, column by column. */
struct grid {
    struct help *help;
    int columns, width;
    size_t rows;
};

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct grid *g = data;

    (void)cursor;
    canvas_blank(c, row);
    for (int k = 0; k < g->columns; k++) {
        size_t i = at + (size_t)k * g->rows;
        if (i >= g->help->lines) {
            continue;
        }
        const struct line *l = &g->help->line[i];
        int col = 1 + k * g->width;
        canvas_text(c, row, col, KEYS_WIDTH, ROLE_KEY, l->keys);
        canvas_text(c, row, col + KEYS_WIDTH + 1, g->width - KEYS_WIDTH - 2, ROLE_KEY_HELP,
                    l->text);
    }
}

/* The pane's introduction, wrapped at blanks; returns the rows used. */
static int paint_intro(struct canvas *c, int row, const char *text)
{
    int first = row;

    while (*text && row < c->rows) {
        size_t fit = notes_fit(text, c->cols - 2);
        canvas_blank(c, row);
        canvas_printf(c, row++, 1, ROLE_TEXT, "%.*s", (int)fit, text);
        text += fit;
        text += *text == ' ' || *text == '\n';
    }
    return row - first;
}

static void paint(void *data, struct canvas *screen)
{
    struct help *h = data;
    const struct pane *p = &h->app->pane[h->app->here];
    struct canvas c = *screen;
    char title[96];

    c.top += 2;
    c.rows -= 3;
    canvas_blank(&c, 0);
    snprintf(title, sizeof title, "%s: what it shows, and its keys", p->ops->title);
    canvas_text(&c, 0, 1, c.cols - 1, ROLE_HEAD, title);
    canvas_rule(&c, 1);
    int row = 2 + paint_intro(&c, 2, p->ops->about ? p->ops->about(p) : p->ops->intro);
    canvas_blank(&c, row++);
    struct grid g = {.help = h, .columns = c.cols >= 78 ? 2 : 1};
    g.width = (c.cols - 1) / g.columns;
    g.rows = (h->lines + (size_t)g.columns - 1) / (size_t)g.columns;
    list_fit(&h->list, g.rows, c.rows - row);
    list_paint(&h->list, &c, row, false, paint_row, &g);
    bool more = h->list.top + (size_t)h->list.page < g.rows;
    canvas_blank(screen, screen->rows - 1);
    canvas_text(screen, screen->rows - 1, 1, screen->cols - 1, ROLE_KEY_HELP,
                more ? "j k scroll, there is more below; any other key closes"
                     : "any key closes; :help lists the commands, saisie --help the verbs");
    canvas_focus(&c, 0, 0);
}

void help_run(struct app *a)
{
    struct help h = {.app = a};
    struct overlay o = {.paint = paint, .data = &h};
    int key;

    collect(&h, true);
    collect(&h, false);
    app_push_overlay(a, &o);
    while ((key = app_key(a)) >= 0 &&
           list_scroll(&h.list, keys_action(key, pane_keys(&a->pane[a->here])))) {
    }
    app_pop_overlay(a);
}
