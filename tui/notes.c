/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines under a pane: its notes, then the provenance line, which is always there. Notes
 * that do not fit are read whole in an overlay. */
#include "notes.h"
#include "keys.h"

#include "base/text.h"
#include "widget/list.h"

#include <stdio.h>
#include <string.h>

size_t notes_fit(const char *text, int width)
{
    size_t fit = 0, at = 0, len = strlen(text);

    while (at < len && text[at] != '\n') {
        int32_t ch;
        size_t next = at + text_decode(text + at, len - at, &ch);
        if (at > 0 && text_width(text, next) > width) {
            return fit ? fit : at;
        }
        at = next;
        if (at == len || text[at] == ' ' || text[at] == '\n') {
            fit = at;
        }
    }
    return at;
}

/* Rows of the text, each within width columns; at most `most` of them. *whole: none was left
 * over. */
static size_t wrap(const char *text, int width, struct note_row *row, size_t most, bool *whole)
{
    size_t n = 0;

    while (*text && n < most) {
        size_t fit = notes_fit(text, width);
        row[n++] = (struct note_row){text, fit};
        text += fit;
        text += *text == ' ' || *text == '\n';
    }
    *whole = !*text;
    return n;
}

/* One row a note, as long as it is: the canvas cuts it. */
static size_t split(const char *text, struct note_row *row, size_t most)
{
    size_t n = 0;

    for (; *text && n < most; n++) {
        size_t len = strcspn(text, "\n");
        row[n] = (struct note_row){text, len};
        text += len + (text[len] == '\n');
    }
    return n;
}

void notes_open(struct notes *n, struct pane *p, int width, size_t most)
{
    char *last;

    *n = (struct notes){0};
    p->ops->provenance(p, &n->text);
    if (n->text.failed || !n->text.len) {
        return;
    }
    char *text = n->text.data;
    last = strrchr(text, '\n');
    if (last) {
        *last++ = '\0';
        most = most > NOTES_MOST ? NOTES_MOST : most;
        n->count = wrap(text, width, n->row, most - 1, &n->whole);
        if (!n->whole) {
            n->count = split(text, n->row, most - 1);
        }
    } else {
        last = text;
        n->whole = true;
    }
    n->row[n->count++] = (struct note_row){last, strlen(last)};
}

void notes_close(struct notes *n)
{
    buffer_free(&n->text);
}

void notes_paint(const struct notes *n, struct canvas *c, int row)
{
    const char *hint = n->whole || n->count == 0 ? "" : "i all notes";
    int hinted = canvas_width(c, hint);
    /* On the last note, or on the provenance line where no note has room. */
    size_t at = n->count > 1 ? n->count - 2 : 0;

    for (size_t i = 0; i < n->count; i++) {
        char text[1024];
        int width = c->cols - 1 - (hinted && i == at ? hinted + 2 : 0);
        snprintf(text, sizeof text, "%.*s", (int)n->row[i].len, n->row[i].at);
        canvas_text(c, row, 0, 1, ROLE_PROVENANCE, "");
        canvas_text(c, row, 1, c->cols - 1, ROLE_PROVENANCE, "");
        canvas_text(c, row, 1, width, ROLE_PROVENANCE, text);
        if (hinted && i == at) {
            canvas_text(c, row, c->cols - hinted - 1, hinted, ROLE_KEY_HELP, hint);
        }
        row++;
    }
}

/* ---- the overlay */

struct reading {
    struct buffer text;
    struct note_row row[200];
    struct list list; /* its top moves, it has no cursor to see */
    const char *title;
};

static void paint_line(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct reading *r = data;
    char text[1024];

    (void)cursor;
    snprintf(text, sizeof text, "%.*s", (int)r->row[at].len, r->row[at].at);
    canvas_text(c, row, 0, 1, ROLE_TEXT, "");
    canvas_text(c, row, 1, c->cols - 1, ROLE_TEXT, text);
}

static void paint(void *data, struct canvas *screen)
{
    struct reading *r = data;
    struct canvas c = *screen;
    bool whole;

    c.top += 2;
    c.rows -= 3;
    size_t n =
        wrap(buffer_text(&r->text), c.cols - 2, r->row, sizeof r->row / sizeof *r->row, &whole);
    canvas_blank(&c, 0);
    canvas_printf(&c, 0, 1, ROLE_HEAD, "%s: what its numbers rest on", r->title);
    canvas_rule(&c, 1);
    list_fit(&r->list, n, c.rows - 2);
    list_paint(&r->list, &c, 2, false, paint_line, r);
    bool more = r->list.top + (size_t)r->list.page < n;
    canvas_blank(screen, screen->rows - 1);
    canvas_text(screen, screen->rows - 1, 1, screen->cols - 1, ROLE_KEY_HELP,
                more ? "j k scroll, there is more below; any other key closes"
                     : "any key closes");
    canvas_focus(&c, 0, 0);
}

void notes_run(struct app *a)
{
    struct pane *p = &a->pane[a->here];
    struct reading r = {.title = p->ops->title};
    struct overlay o = {.paint = paint, .data = &r};
    int key;

    p->ops->provenance(p, &r.text);
    app_push_overlay(a, &o);
    while ((key = app_key(a)) >= 0 &&
           list_scroll(&r.list, keys_action(key, pane_keys(&a->pane[a->here])))) {
    }
    app_pop_overlay(a);
    buffer_free(&r.text);
}
