/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only all rows together can tell: a look back over the lines of the import, as codes. */
#include "ingest/rows_private.h"

#include <stdlib.h>

/* ---- which row a line is ---- */

enum status rows_place(struct rows *r, uint32_t line, uint32_t row, struct error *e)
{
    if (r->place_count &&
        row - r->places[r->place_count - 1].row == line - r->places[r->place_count - 1].line)
        return STATUS_OK;
    if (r->place_count == r->place_room) {
        size_t room = r->place_room ? r->place_room * 2 : 64;
        void *places = realloc(r->places, room * sizeof *r->places);
        if (!places)
            return error_no_memory(e);
        r->places = places;
        r->place_room = room;
    }
    r->places[r->place_count].line = line;
    r->places[r->place_count++].row = row;
    return STATUS_OK;
}

static uint32_t row_of(const struct rows *r, uint32_t line)
{
    size_t low = 0, high = r->place_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(r->places[middle].line <= line ? &low : &high) = middle;
    }
    return r->places[low].row + (line - r->places[low].line);
}

/* ---- texts that waited for the last row ---- */

struct late {
    struct rows *rows;
    const struct column **column;
    size_t count;
};

static enum status find_late(void *data, uint32_t first, uint32_t count,
                             const uint32_t *const *codes, struct error *e)
{
    struct late *l = data;
    enum status s = STATUS_OK;
    for (uint32_t i = 0; i < count; i++)
        for (size_t k = 0; k < l->count && s == STATUS_OK; k++) {
            const struct column *c = l->column[k];
            uint32_t code = codes[k][i];
            const struct note *n = &c->notes[code];
            if (n->pending && n->finding != FINDING_NONE)
                s = findings_add(&l->rows->findings, n->finding, row_of(l->rows, first + i),
                                 c->name, c->keys.texts[code], c->keys.lengths[code], e);
        }
    return s;
}

static enum status look_for_late(struct rows *r, struct error *e)
{
    struct late l = {.rows = r};
    uint32_t *slots = arena_zero(&r->arena, r->column_count + 1, sizeof *slots);
    l.column = arena_zero(&r->arena, r->column_count + 1, sizeof(struct column *));
    if (!slots || !l.column)
        return error_no_memory(e);
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].late) {
            l.column[l.count] = &r->columns[i];
            slots[l.count++] = r->columns[i].slot;
        }
    return writer_revisit(r->shared.writer, slots, l.count, find_late, &l, e);
}

enum status rows_look_back(struct rows *r, struct error *e)
{
    return look_for_late(r, e);
}
