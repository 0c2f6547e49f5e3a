/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that part all lines in two: those that something above the frame takes, and the rest.
 */
#include "frame/frame_private.h"

#include <stdlib.h>

void frame_set_splitter(struct frame *f, frame_splitter *splitter)
{
    f->splitter = splitter;
}

bool split_is_name(const struct frame *f, const char *name)
{
    return f->splitter && *name == '@';
}

static enum status fill(struct frame *f, struct held_column *h, const struct bitmap *in,
                        struct error *e)
{
    enum { IN, REST, VALUES = 4 };
    struct value *value = arena_zero(&f->arena, VALUES, sizeof *value);
    if (!value) {
        return error_no_memory(e);
    }
    value[IN] = (struct value){.code = "in", .label = "in", .state = VALUE_VALID};
    value[REST] = (struct value){.code = "rest", .label = "rest", .state = VALUE_VALID};
    value[2] = derived_special(VALUE_UNKNOWN);
    value[3] = derived_special(VALUE_BLANK);
    h->column.type = FIELD_TEXT;
    h->column.values = VALUES;
    h->column.value = value;
    enum status status = column_make_ids(f, h, REST, e);
    for (size_t i = 0; status == STATUS_OK && i < f->lines; i++) {
        if (bitmap_get(in, i)) {
            column_put(h, i, IN);
        }
    }
    return status;
}

enum status split_column(struct frame *f, const char *name, const struct column **out,
                         struct error *e)
{
    struct bitmap in = {0};
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    const char *copy = arena_string(&f->arena, name);
    if (!h || !copy) {
        return error_no_memory(e);
    }
    h->column.name = h->column.label = copy;
    enum status status = f->splitter(f, name + 1, &in, e);
    if (status == STATUS_OK) {
        status = fill(f, h, &in, e);
    }
    bitmap_free(&in);
    if (status != STATUS_OK) {
        free(h->ids);
        return status;
    }
    h->next = f->columns;
    f->columns = h;
    *out = &h->column;
    return STATUS_OK;
}
