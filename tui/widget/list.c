/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one list. Its cursor is a mark in column 0: a step repaints two cells, not two rows. */
#include "widget/list.h"

static void into_sight(struct list *l)
{
    size_t page = l->page > 0 ? (size_t)l->page : 1;

    if (l->cursor >= l->count) {
        l->cursor = l->count ? l->count - 1 : 0;
    }
    if (l->top > l->cursor) {
        l->top = l->cursor;
    }
    if (l->cursor >= l->top + page) {
        l->top = l->cursor - page + 1;
    }
    if (l->top + page > l->count) {
        l->top = l->count > page ? l->count - page : 0;
    }
}

void list_fit(struct list *l, size_t count, int page)
{
    l->count = count;
    l->page = page;
    into_sight(l);
}

void list_go(struct list *l, size_t row)
{
    l->cursor = row;
    into_sight(l);
}

unsigned list_action(struct list *l, enum action a, int count)
{
    size_t n = count > 0 ? (size_t)count : 1, page = l->page > 0 ? (size_t)l->page : 1;
    size_t to = l->cursor, last = l->count ? l->count - 1 : 0;

    switch (a) {
    case ACTION_UP:
        to = to > n ? to - n : 0;
        break;
    case ACTION_DOWN:
        to += n;
        break;
    case ACTION_PAGE_UP:
        l->top = l->top > n * page ? l->top - n * page : 0;
        to = to > n * page ? to - n * page : 0;
        break;
    case ACTION_PAGE_DOWN:
        l->top += n * page;
        to += n * page;
        break;
    case ACTION_FIRST:
        to = 0;
        break;
    case ACTION_LAST:
        to = last;
        break;
    default:
        return HANDLED_NOT;
    }
    l->cursor = to < last ? to : last;
    if (l->top > l->cursor) {
        l->top = l->cursor;
    }
    into_sight(l);
    return HANDLED | HANDLED_REPAINT;
}

bool list_scroll(struct list *l, enum action a)
{
    size_t page = l->page > 0 ? (size_t)l->page : 1;
    size_t last = l->count > page ? l->count - page : 0;
    size_t by = a == ACTION_PAGE_UP || a == ACTION_PAGE_DOWN ? page : 1;

    switch (a) {
    case ACTION_UP:
    case ACTION_PAGE_UP:
        l->top = l->top > by ? l->top - by : 0;
        break;
    case ACTION_DOWN:
    case ACTION_PAGE_DOWN:
        l->top = l->top + by < last ? l->top + by : last;
        break;
    case ACTION_FIRST:
        l->top = 0;
        break;
    case ACTION_LAST:
        l->top = last;
        break;
    default:
        return false;
    }
    l->cursor = l->top;
    return true;
}

void list_paint(struct list *l, struct canvas *c, int first, bool focus, list_row *row,
                void *data)
{
    for (int i = 0; i < l->page && first + i < c->rows; i++) {
        size_t at = l->top + (size_t)i;
        if (at >= l->count) {
            canvas_blank(c, first + i);
            continue;
        }
        bool cursor = focus && at == l->cursor;
        canvas_text(c, first + i, 0, 1, ROLE_CURSOR,
                    cursor ? canvas_glyph(c, GLYPH_CURSOR) : "");
        row(data, c, first + i, at, cursor);
        if (cursor) {
            canvas_focus(c, first + i, 0);
        }
    }
}
