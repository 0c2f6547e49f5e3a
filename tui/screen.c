/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The six zones, always in the same place: tab line, filter sentence, column heads, body,
 * provenance, key bar. */
#include "app.h"
#include "keys.h"
#include "notes.h"
#include "trail.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define LEAST_ROWS 10
#define LEAST_COLS 40
#define ROOMY_ROWS 16 /* from here on notes stand above the provenance */
#define TALL_ROWS 30  /* and from here on more of them */
#define ROOMY_COLS 100
#define TABS_ROW 0
#define SENTENCE_ROW 1
#define BODY_ROW 2

/* The cache's name without folder and ending. */
static void cache_name(struct app *a, char *out, size_t size)
{
    const char *path = cache_path(a->workspace->cache), *slash = strrchr(path, '/');

    snprintf(out, size, "%s", slash ? slash + 1 : path);
    char *end = strrchr(out, '.');
    if (end && end > out && strcmp(end, ".db") == 0) {
        *end = '\0';
    }
}

/* What stands in the tab line for a pane; "": nothing. */
static void tab_of(struct app *a, size_t i, bool narrow, char out[64])
{
    struct pane *p = &a->pane[i];

    if (p->ops->tab) {
        const char *said = p->ops->tab(p);
        snprintf(out, 64, "%s", *said ? said : i == a->here ? p->ops->title : "");
    } else if (narrow && i != a->here) {
        snprintf(out, 64, "%d", pane_digit(p));
    } else {
        snprintf(out, 64, "%d %s", pane_digit(p), p->ops->title);
    }
}

/* Columns of the tabs; they shrink to their digits where the line is narrow. */
static int paint_tabs(struct app *a, struct canvas *c, int room)
{
    char text[64];
    int need = 1, col = 0;

    for (size_t i = 0; i < a->pane_count; i++) {
        tab_of(a, i, false, text);
        need += *text ? (int)strlen(text) + 1 : 0;
    }
    bool narrow = need > room, roomy = c->cols >= ROOMY_COLS, after = false, first = true;
    for (size_t i = 0; i < a->pane_count; i++) {
        bool here = i == a->here;
        tab_of(a, i, narrow, text);
        if (!*text) {
            continue;
        }
        if (roomy && !first) {
            col += canvas_printf(c, TABS_ROW, col, ROLE_TAB, "%s", after ? "]" : " ");
            after = false;
        }
        col += canvas_printf(c, TABS_ROW, col, ROLE_TAB, "%s", here ? "[" : after ? "]" : " ");
        col += canvas_printf(c, TABS_ROW, col, here ? ROLE_TAB_HERE : ROLE_TAB, "%s", text);
        after = here;
        first = false;
    }
    col += canvas_printf(c, TABS_ROW, col, ROLE_TAB, "%s", after ? "]" : " ");
    return col;
}

/* At the right of the tabs: cache, as-of date, marking. The marking comes first where room is
 * short, the cache's name last. */
static void paint_tab_line(struct app *a, struct canvas *c)
{
    const char *marking = workspace_marking(a->workspace);
    const char *as_of = frame_as_of(a->workspace->frame);
    const char *dot = canvas_glyph(c, GLYPH_DOT);
    int marked = *marking ? canvas_width(c, marking) + 2 : 0;
    char name[128], right[256];

    canvas_blank(c, TABS_ROW);
    int used = paint_tabs(a, c, c->cols - marked);
    cache_name(a, name, sizeof name);
    int room = c->cols - used - marked - 1;
    snprintf(right, sizeof right, "%s %s as of %s", name, dot, as_of);
    if (!*as_of) {
        snprintf(right, sizeof right, "%s", name);
    }
    if (canvas_width(c, right) > room) {
        snprintf(right, sizeof right, "%s%s", *as_of ? "as of " : "", as_of);
    }
    int width = canvas_width(c, right);
    if (width > 0 && width <= room) {
        canvas_text(c, TABS_ROW, c->cols - marked - width - (marked ? 0 : 1), width, ROLE_TAB,
                    right);
    }
    if (marked) {
        canvas_text(c, TABS_ROW, c->cols - marked + 1, marked - 1, ROLE_MARKING, marking);
    }
}

static void paint_sentence(struct app *a, struct canvas *c)
{
    struct pane *p = &a->pane[a->here];
    const char *sentence = a->workspace->sentence;
    bool none = !*sentence;
    char hint[300] = "";

    if (p->ops->headline) {
        canvas_blank(c, SENTENCE_ROW);
        canvas_text(c, SENTENCE_ROW, 1, c->cols - 1, ROLE_SENTENCE, p->ops->headline(p));
        return;
    }

    snprintf(hint, sizeof hint, "%s%s", a->place_at > 0 ? "u back  " : "",
             none ? "" : "X clear");
    /* Where the sentence leaves room, what u and Ctrl-R bring back is named. */
    int room = c->cols - canvas_width(c, none ? "all records; / narrows them" : sentence) - 6;
    char trail[256];
    trail_hint(a, c, room - (none ? 0 : 9), trail, sizeof trail);
    if (c->cols >= ROOMY_COLS && *trail) {
        snprintf(hint, sizeof hint, "%s%s", trail, none ? "" : "  X clear");
    }
    if (p->old) {
        snprintf(hint, sizeof hint, "%s", p->answered ? "old answer" : "no answer yet");
    }
    int hinted = canvas_width(c, hint);
    bool shown = (c->cols >= 60 || p->old) && hinted > 0;
    int width = c->cols - 1 - (shown ? hinted + 2 : 0);
    canvas_blank(c, SENTENCE_ROW);
    canvas_text(c, SENTENCE_ROW, 1, width, none ? ROLE_DIM : ROLE_SENTENCE,
                none ? "all records; / narrows them" : sentence);
    if (shown) {
        canvas_text(c, SENTENCE_ROW, c->cols - hinted - 1, hinted,
                    p->old ? ROLE_NOTICE : ROLE_DIM, hint);
    }
}

/* ---- key bar */

struct bar_item {
    char key[24];
    const char *word;
    int width;
};

#define MOST_BAR 24

static size_t bar_items(struct app *a, struct canvas *c, struct bar_item out[MOST_BAR])
{
    size_t count, n = 0;
    const struct key_binding *b = keys_table(&count);
    int digit = pane_keys(&a->pane[a->here]);

    for (size_t i = 0; i < count && n < MOST_BAR; i++) {
        if (!b[i].word || !(b[i].panes & 1U << digit)) {
            continue;
        }
        if (b[i].action == ACTION_BACK && a->place_at == 0) {
            continue; /* there is no way back yet */
        }
        keys_name(b[i].key, c, out[n].key);
        out[n].word = b[i].word;
        out[n].width = canvas_width(c, out[n].key) + 1 + canvas_width(c, b[i].word) + 2;
        n++;
    }
    return n;
}

/* As many keys as fit; help and quit, the last two, always. */
static void paint_key_bar(struct app *a, struct canvas *c, int row)
{
    struct bar_item item[MOST_BAR];
    size_t n = bar_items(a, c, item);
    int room = c->cols - 1, col = 1;

    canvas_blank(c, row);
    for (size_t i = n > 2 ? n - 2 : 0; i < n; i++) {
        room -= item[i].width;
    }
    for (size_t i = 0; i < n; i++) {
        bool always = i + 2 >= n;
        if (!always && item[i].width > room) {
            continue;
        }
        room -= always ? 0 : item[i].width;
        int at = col;
        at += canvas_printf(c, row, at, ROLE_KEY, "%s", item[i].key);
        canvas_printf(c, row, at + 1, ROLE_KEY_HELP, "%s", item[i].word);
        col += item[i].width;
    }
}

/* ---- the pane */

static void paint_pane(struct app *a, struct canvas *screen)
{
    struct pane *p = &a->pane[a->here];
    struct notes notes;
    struct canvas c = *screen;

    if (p->old && !p->answered) {
        for (int row = BODY_ROW; row < screen->rows - 1; row++) {
            canvas_blank(screen, row);
        }
        return;
    }
    size_t most = screen->rows < ROOMY_ROWS ? 1 : screen->rows < TALL_ROWS ? 3 : 5;

    notes_open(&notes, p, screen->cols - 2, most);
    int n = (int)notes.count;

    c.top += BODY_ROW;
    c.rows = screen->rows - BODY_ROW - n - 1;
    if (p->rows != c.rows || p->cols != c.cols) {
        p->rows = c.rows;
        p->cols = c.cols;
        p->ops->measure(p, c.rows, c.cols);
    }
    if (p->ops->fetch) {
        p->ops->fetch(p);
    }
    a->theme->faded = p->old;
    p->ops->paint(p, &c);
    notes_paint(&notes, screen, screen->rows - 1 - n);
    a->theme->faded = false;
    notes_close(&notes);
}

/* In one row, or in two where it is too long for one: its end says what to do. */
static void paint_notice(struct app *a, struct canvas *c, int last)
{
    enum role role = a->notice_is_error ? ROLE_ERROR : ROLE_NOTICE;
    char head[sizeof a->notice];
    const char *rest = a->notice;

    if (canvas_width(c, rest) > c->cols - 1) {
        snprintf(head, sizeof head, "%s", rest);
        char *end = NULL;
        while ((end = strrchr(head, ' ')) &&
               (*end = '\0', canvas_width(c, head) > c->cols - 1)) {
        }
        if (end) {
            canvas_text(c, last - 1, 0, c->cols, role, "");
            canvas_text(c, last - 1, 1, c->cols - 1, role, head);
            rest += (size_t)(end - head) + 1;
        }
    }
    canvas_text(c, last, 0, c->cols, role, "");
    canvas_text(c, last, 1, c->cols - 1, role, rest);
}

static void paint_overlays(struct overlay *o, struct canvas *c)
{
    if (o) {
        paint_overlays(o->below, c);
        o->paint(o->data, c);
    }
}

void screen_paint(struct app *a)
{
    struct canvas c = {.theme = a->theme};

    term_size(a->term, &c.rows, &c.cols);
    if (c.rows < LEAST_ROWS || c.cols < LEAST_COLS) {
        for (int i = 0; i < c.rows; i++) {
            canvas_blank(&c, i);
        }
        canvas_text(&c, 0, 0, c.cols, ROLE_NOTICE, "saisie: too small");
        canvas_text(&c, 1, 0, c.cols, ROLE_TEXT, "needs 40 x 10; q quits");
        canvas_focus(&c, 0, 0);
    } else {
        int last = c.rows - 1;
        canvas_focus(&c, last, 0);
        paint_tab_line(a, &c);
        paint_sentence(a, &c);
        paint_pane(a, &c);
        if (a->notice[0]) {
            paint_notice(a, &c, last);
        } else {
            paint_key_bar(a, &c, last);
        }
        paint_overlays(a->overlay, &c);
    }
    term_flush(a->term, a->theme->focus_row, a->theme->focus_col);
}
