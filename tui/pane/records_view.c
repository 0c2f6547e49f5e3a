/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Records look: the rows in sight are fetched, then painted. */
#include "pane/empty.h"
#include "pane/records_private.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Fetches the texts of the rows in sight, if they are others than before. */
/* What is looked for stands out in its cell. */
static void note_found(struct records *r, struct cell *cell)
{
    size_t start, len;

    if (records_find_span(r, cell->text, &start, &len)) {
        cell->before = arena_copy(&r->window_arena, cell->text, start);
        cell->found = arena_copy(&r->window_arena, cell->text + start, len);
    }
}

void records_fetch(struct pane *p)
{
    struct records *r = p->state;
    size_t rows = r->list.page > 0 ? (size_t)r->list.page : 0;
    struct buffer text = {0};

    if (r->window && r->window_version == r->version && r->window_top == r->list.top &&
        r->window_rows == rows && r->window_first == r->first &&
        r->window_shown == r->shown_count && r->window_cols == r->cols) {
        return;
    }
    arena_free(&r->window_arena);
    r->window = arena_zero(&r->window_arena, rows * MOST_SHOWN + 1, sizeof *r->window);
    for (size_t i = 0; r->window && i < rows && r->list.top + i < r->count; i++) {
        for (size_t k = 0; k < r->shown_count; k++) {
            struct cell *cell = &r->window[i * MOST_SHOWN + k];
            buffer_clear(&text);
            bool code = r->shown[k].head != NULL;
            list_column_cell(&r->columns[r->shown[k].column], r->order[r->list.top + i],
                             code ? CELL_CODE : CELL_LABEL, &text, &cell->state, NULL);
            if (code && cell->state == VALUE_UNKNOWN) {
                buffer_clear(&text);
                buffer_adds(&text, "Unk.");
            }
            cell->text = arena_copy(&r->window_arena, buffer_text(&text), text.len);
            if (r->find_folded.len && cell->text) {
                note_found(r, cell);
            }
        }
    }
    buffer_free(&text);
    r->window_version = r->version;
    r->window_top = r->list.top;
    r->window_rows = rows;
    r->window_first = r->first;
    r->window_shown = r->shown_count;
    r->window_cols = r->cols;
}

/* Paints what is looked for over the cell's text; where it was cut off, the sign of the cut. */
static void paint_found(struct canvas *c, int row, const struct shown *s, bool number,
                        const struct cell *cell)
{
    int all = canvas_width(c, cell->text), at = canvas_width(c, cell->before);
    int width = canvas_width(c, cell->found);
    bool cut = all > s->width;

    if (cut && at + width > s->width - 1) {
        const char *sign = canvas_glyph(c, GLYPH_ELLIPSIS);
        if (at < s->width - 1) {
            canvas_text(c, row, s->col + at, s->width - 1 - at, ROLE_MATCH, cell->found);
        }
        canvas_text(c, row, s->col + s->width - 1, 1, ROLE_MATCH, sign);
        return;
    }
    at += number && !cut ? s->width - all : 0;
    canvas_text(c, row, s->col + at, width, ROLE_MATCH, cell->found);
}

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    /* A blank cell shows nothing that a colour would be worth its bytes for. */
    static const enum role roles[] = {[VALUE_VALID] = ROLE_TEXT,
                                      [VALUE_BLANK] = ROLE_TEXT,
                                      [VALUE_UNKNOWN] = ROLE_BLANK,
                                      [VALUE_INVALID] = ROLE_INVALID};
    struct records *r = data;
    size_t i = at - r->window_top;
    int col = 1;

    for (size_t k = 0; k < r->shown_count; k++) {
        const struct shown *s = &r->shown[k];
        const struct cell *cell = r->window ? &r->window[i * MOST_SHOWN + k] : NULL;
        const char *text = cell && cell->text ? cell->text : "";
        bool number = r->columns[s->column].number;
        canvas_text(c, row, col, s->col - col, ROLE_TEXT, "");
        if (number) {
            canvas_right(c, row, s->col, s->width,
                         cell && cell->state ? roles[cell->state] : ROLE_NUMBER, text);
        } else {
            canvas_text(c, row, s->col, s->width, cell ? roles[cell->state] : ROLE_TEXT, text);
        }
        if (cell && cell->before && cell->found) {
            paint_found(c, row, s, number, cell);
        }
        col = s->col + s->width;
    }
    canvas_text(c, row, col, c->cols - col, ROLE_TEXT, "");
    if (marks_has(&r->marks, r->order[at])) {
        marks_paint(c, row, cursor);
    }
}

/* How the order goes by a column: its sign, with its place where there are several. */
static void order_sign(const struct records *r, const struct canvas *c, const char *name,
                       char out[32])
{
    size_t place = records_sort_place(r, name);

    out[0] = '\0';
    if (place != SIZE_MAX) {
        const char *sign = canvas_glyph(c, r->keys[place].descending ? GLYPH_DOWN : GLYPH_UP);
        bool several = r->keys[1].field != NULL;
        if (several) {
            snprintf(out, 32, "%s%zu", sign, place + 1);
        } else {
            snprintf(out, 32, "%s", sign);
        }
    }
}

static void paint_heads(struct records *r, struct canvas *c)
{
    canvas_blank(c, 0);
    for (size_t k = 0; k < r->shown_count; k++) {
        const struct shown *s = &r->shown[k];
        const struct list_column *column = &r->columns[s->column];
        enum role role = s->column == r->column ? ROLE_MATCH : ROLE_HEAD;
        const char *label = s->head ? s->head : column->label;
        char sign[32];
        order_sign(r, c, column->name, sign);
        /* The label is cut before the sign is. */
        int signed_width = canvas_width(c, sign), room = s->width - signed_width;
        int width = canvas_width(c, label);
        width = width < room ? width : room > 0 ? room : 0;
        int at = s->col + (column->number ? room - width : 0);
        canvas_text(c, 0, s->col, s->width, role, "");
        canvas_text(c, 0, at, width, role, label);
        canvas_text(c, 0, at + width, signed_width, role, sign);
    }
    canvas_rule(c, 1);
}

/* What to do where there is nothing to show. */
static void paint_empty(struct pane *p, struct canvas *c)
{
    if (frame_lines(p->workspace->frame) == 0 || !*p->workspace->sentence) {
        empty_paint(p, c, HEAD_ROWS + 1);
    } else {
        canvas_text(c, HEAD_ROWS + 1, 1, c->cols - 1, ROLE_TEXT,
                    "No record fits the filter: u takes the last step back, / edits it, "
                    "X clears it.");
    }
}

void records_paint(struct pane *p, struct canvas *c)
{
    struct records *r = p->state;

    if (r->card.open) {
        card_paint(&r->card, c, r->card_outside ? r->count : r->list.cursor, r->count);
        return;
    }
    paint_heads(r, c);
    list_paint(&r->list, c, HEAD_ROWS, true, paint_row, r);
    if (!r->count) {
        paint_empty(p, c);
    }
}
