/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the card looks, and its cursor. */
#include "pane/records.h"

#include <stdio.h>
#include <string.h>

#define HEAD_ROWS 2

static void paint_line(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    const struct card *card = data;
    const struct card_line *l = &card->line[at];
    int col = CARD_LABEL_WIDTH + 2, room = c->cols - col;

    (void)cursor;
    canvas_text(c, row, 1, CARD_LABEL_WIDTH + 1, ROLE_DIM, l->label);
    if (!l->original) {
        canvas_text(c, row, col, room, l->role, l->value);
        return;
    }
    /* The original keeps at least a third of the room. */
    int width = canvas_width(c, l->value), most = room * 2 / 3;
    width = width > most ? most : width;
    canvas_text(c, row, col, room, l->role, "");
    canvas_text(c, row, col, width, l->role, l->value);
    canvas_printf(c, row, col + width + 2, ROLE_DIM, "in the file: %s", l->original);
}

void card_measure(struct card *card, int rows)
{
    list_fit(&card->list, card->count, rows - HEAD_ROWS);
}

void card_paint(struct card *card, struct canvas *c, size_t at, size_t of)
{
    char head[192], number[64], total[64];
    const char *id = card->title ? card->title : "";

    canvas_blank(c, 0);
    fixed_format((int128)at + 1, 0, 0, ',', number);
    fixed_format((int128)of, 0, 0, ',', total);
    if (at < of) {
        snprintf(head, sizeof head, "Record %s of %s%s%s", number, total, *id ? "  case " : "",
                 id);
    } else {
        /* One came to it from another line of its case. */
        snprintf(head, sizeof head, "Not among the %s records%s%s", total, *id ? "  case " : "",
                 id);
    }
    bool more = card->list.top + (size_t)card->list.page < card->count;
    canvas_text(c, 0, 1, c->cols - (more ? 13 : 1), ROLE_HEAD, head);
    canvas_rule(c, 1);
    list_paint(&card->list, c, HEAD_ROWS, true, paint_line, card);
    if (more) {
        canvas_right(c, 0, c->cols - 11, 10, ROLE_DIM, "PgDn more");
    }
}

unsigned card_action(struct card *card, enum action a)
{
    return list_action(&card->list, a, 1);
}

const struct card_line *card_here(const struct card *card)
{
    return card->list.cursor < card->count ? &card->line[card->list.cursor] : NULL;
}

void card_return(struct card *card, const char *label, size_t row, size_t top)
{
    size_t at = row;

    for (size_t i = 0; label && *label && i < card->count; i++) {
        if (strcmp(card->line[i].label, label) == 0) {
            at = i;
            break;
        }
    }
    card->list.top = at >= row && top + at - row < card->count ? top + at - row : top;
    list_go(&card->list, at);
}
