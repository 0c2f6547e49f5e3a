/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of saved filters: what each takes, and what the last batch added to it; one is
 * applied, or removed and brought back. */
#include "saved.h"

#include "base/decimal.h"
#include "store/cache.h"
#include "widget/list.h"
#include "workspace/saved.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#define ESCAPE 27
#define CTRL(c) ((c)&0x1F)
#define HEAD_ROWS 2
#define NAME_WIDTH 17
#define COUNT_WIDTH 12
#define ADDED_WIDTH 11
#define SENTENCE_COL (1 + NAME_WIDTH + COUNT_WIDTH + ADDED_WIDTH + 2)

struct saved_view {
    struct app *app;
    struct arena arena; /* of what is listed */
    struct saved_count *saved;
    size_t count;
    uint32_t batch; /* the last one; 0 none */
    struct list list;
    struct arena gone_arena; /* the one removed last; name NULL none */
    const char *gone, *gone_sentence;
};

static enum status read_list(struct saved_view *v, struct error *e)
{
    struct arena fresh = {0};
    struct saved_count *saved;
    size_t count;
    enum status s = saved_list(v->app->workspace, &fresh, &saved, &count, e);

    if (s != STATUS_OK) {
        arena_free(&fresh);
        return s;
    }
    arena_free(&v->arena);
    v->arena = fresh;
    v->saved = saved;
    v->count = count;
    list_fit(&v->list, count, v->list.page);
    return STATUS_OK;
}

/* ---- painting */

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    const struct saved_view *v = data;
    const struct saved_count *s = &v->saved[at];
    char name[96], lines[64] = "", added[64] = "";

    snprintf(name, sizeof name, "@%s", s->name);
    if (!s->fault) {
        fixed_format((int128)s->lines, 0, 0, ',', lines);
        fixed_format((int128)s->added, 0, 0, ',', added);
    }
    canvas_text(c, row, 1, NAME_WIDTH, cursor ? ROLE_MATCH : ROLE_TEXT, name);
    canvas_right(c, row, 1 + NAME_WIDTH, COUNT_WIDTH, ROLE_NUMBER, lines);
    canvas_right(c, row, 1 + NAME_WIDTH + COUNT_WIDTH, ADDED_WIDTH, ROLE_NUMBER, added);
    canvas_text(c, row, SENTENCE_COL - 2, 2, ROLE_TEXT, "");
    canvas_text(c, row, SENTENCE_COL, c->cols - SENTENCE_COL,
                s->fault ? ROLE_INVALID : ROLE_DIM, s->fault ? s->fault : s->sentence);
}

static void paint(void *data, struct canvas *screen)
{
    struct saved_view *v = data;
    struct canvas c = *screen;
    char added[32] = "new";

    c.top += 2;
    c.rows -= 3;
    if (v->batch) {
        snprintf(added, sizeof added, "batch %u", v->batch);
    }
    canvas_blank(&c, 0);
    canvas_text(&c, 0, 1, NAME_WIDTH, ROLE_HEAD, "Saved filter");
    canvas_right(&c, 0, 1 + NAME_WIDTH, COUNT_WIDTH, ROLE_HEAD, "seizures");
    canvas_right(&c, 0, 1 + NAME_WIDTH + COUNT_WIDTH, ADDED_WIDTH, ROLE_HEAD, added);
    canvas_text(&c, 0, SENTENCE_COL, c.cols - SENTENCE_COL, ROLE_HEAD, "Sentence");
    canvas_rule(&c, 1);
    list_fit(&v->list, v->count, c.rows - HEAD_ROWS);
    list_paint(&v->list, &c, HEAD_ROWS, true, paint_row, v);
    if (!v->count) {
        canvas_text(&c, HEAD_ROWS, 1, c.cols - 1, ROLE_DIM,
                    "no filter is saved yet; :save NAME keeps the present one");
    }
    if (!v->app->notice[0]) {
        canvas_blank(screen, screen->rows - 1);
        canvas_printf(screen, screen->rows - 1, 1, ROLE_KEY_HELP,
                      "%s filters by it  d removes it%s  q leaves",
                      canvas_glyph(screen, GLYPH_ENTER), v->gone ? "  U brings it back" : "");
    }
}

/* ---- acting */

static void tell(struct saved_view *v, enum status s, const struct error *e)
{
    if (s != STATUS_OK) {
        app_fault(v->app, e);
    }
}

static void remove_one(struct saved_view *v)
{
    const struct saved_count *s = &v->saved[v->list.cursor];
    struct arena arena = {0};
    struct error e = {0};
    const char *before = NULL;
    const char *name = arena_string(&arena, s->name);
    const char *question = arena_printf(&arena, "remove @%s?", s->name);

    if (name && question && app_confirm(v->app, question)) {
        enum status status = saved_keep(v->app->workspace, name, NULL, &arena, &before, &e);
        if (status == STATUS_OK) {
            arena_free(&v->gone_arena);
            v->gone_arena = arena;
            v->gone = name;
            v->gone_sentence = before;
            app_notice(v->app, "@%s removed; U brings it back: %s", name, before);
            tell(v, read_list(v, &e), &e);
            return;
        }
        app_fault(v->app, &e);
    }
    arena_free(&arena);
}

static void bring_back(struct saved_view *v)
{
    struct arena arena = {0};
    struct error e = {0};
    const char *before;

    if (!v->gone) {
        app_notice(v->app, "nothing was removed");
        return;
    }
    enum status s =
        saved_keep(v->app->workspace, v->gone, v->gone_sentence, &arena, &before, &e);
    arena_free(&arena);
    if (s != STATUS_OK) {
        app_fault(v->app, &e);
        return;
    }
    app_notice(v->app, "@%s is back", v->gone);
    v->gone = NULL;
    tell(v, read_list(v, &e), &e);
}

/* True: the list is left. */
static bool take_key(struct saved_view *v, int key, bool *chosen)
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
        {KEY_PPAGE, ACTION_PAGE_UP},
        {CTRL('f'), ACTION_PAGE_DOWN},
        {CTRL('b'), ACTION_PAGE_UP},
    };
    static const int leave[] = {'q',           ESCAPE, CTRL('g'), APP_INTERRUPT,
                                KEY_BACKSPACE, 127,    CTRL('h')};

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].key == key) {
            list_action(&v->list, moves[i].action, 0);
            return false;
        }
    }
    for (size_t i = 0; i < sizeof leave / sizeof *leave; i++) {
        if (leave[i] == key) {
            return true;
        }
    }
    if (key == 'U') {
        bring_back(v);
    } else if (v->count && (key == 'd' || key == KEY_DC)) {
        remove_one(v);
    } else if (key == '\r' || key == '\n' || key == KEY_ENTER) {
        *chosen = v->count > 0;
        return true;
    }
    return false;
}

bool saved_choose(struct app *a, struct error *e)
{
    struct saved_view v = {.app = a};
    struct overlay o = {.paint = paint, .data = &v};
    const struct batch *last = frame_last_batch(a->workspace->frame);
    bool chosen = false;
    int key;

    v.batch = last ? last->id : 0;
    if (read_list(&v, e) != STATUS_OK) {
        return false;
    }
    if (!v.count) {
        app_notice(a, "no filter is saved yet; :save NAME keeps the present one");
        return true;
    }
    app_push_overlay(a, &o);
    while ((key = app_key(a)) >= 0 && !take_key(&v, key, &chosen)) {
    }
    app_pop_overlay(a);
    const char *sentence =
        chosen ? arena_printf(&v.arena, "@%s", v.saved[v.list.cursor].name) : NULL;
    if (sentence) {
        app_filter(a, sentence);
    }
    arena_free(&v.arena);
    arena_free(&v.gone_arena);
    return true;
}
