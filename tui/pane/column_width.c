/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide the columns of the records are: what is in them, and the screen, decide. */
#include "pane/column_width.h"

#include "base/text.h"

#include <string.h>

#define FEW_VALUES 4096
#define NARROW 100 /* columns of a screen on which texts are cut shorter */
#define TEXT_NARROW 20
#define REPORTER_NARROW 13
#define CODE_NARROW 4

/* Amounts: as wide as the largest one is written, or one of a few milligrams. */
static void fit_amounts(struct list_column *c)
{
    size_t lines = frame_lines(c->frame), largest = 0;
    struct buffer text = {0};

    for (size_t i = 1; i < lines; i++) {
        if (c->amounts->amount[i] > c->amounts->amount[largest]) {
            largest = i;
        }
    }
    if (lines && list_column_cell(c, largest, CELL_LABEL, &text, NULL, NULL) == STATUS_OK) {
        int most = text.len > 8 ? (int)text.len : 8;
        c->width = most < c->width ? most : c->width;
    }
    buffer_free(&text);
}

void column_fit(struct list_column *c)
{
    int most = text_width(c->label, strlen(c->label)) + 1;

    if (c->amounts) {
        fit_amounts(c);
    }
    if (!c->column || c->column->values > FEW_VALUES) {
        return;
    }
    for (uint32_t i = 0; i < c->column->values; i++) {
        const struct value *v = &c->column->value[i];
        int width = v->state == VALUE_BLANK ? 0 : text_width(v->label, strlen(v->label));
        most = width > most ? width : most;
    }
    c->width = most < c->width ? most : c->width;
}

const char *column_code_head(const struct list_column *c, int cols)
{
    static const struct {
        const char *name, *head;
    } heads[] = {{"departure", "From"}, {"destination", "To"}, {"origin", "Orig"}};

    for (size_t i = 0; cols < NARROW && i < sizeof heads / sizeof *heads; i++) {
        if (strcmp(c->name, heads[i].name) == 0) {
            return heads[i].head;
        }
    }
    return NULL;
}

int column_width_at(const struct list_column *c, int cols)
{
    if (cols >= NARROW || c->number) {
        return c->width;
    }
    int most = column_code_head(c, cols)          ? CODE_NARROW
               : strcmp(c->name, "reporter") == 0 ? REPORTER_NARROW
                                                  : TEXT_NARROW;
    return c->width < most ? c->width : most;
}
