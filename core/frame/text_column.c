/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Narratives in memory, folded, for scanning. The chunks are read twice, first to know the
 * size: two allocations whatever the number of lines, and no byte too many. */
#include "frame/frame_private.h"

#include <stdlib.h>

struct text_fill {
    struct held_text *held; /* NULL folded: sizes only */
    size_t lines;
    uint64_t bytes; /* measured */
    uint64_t *end;  /* offset[i + 1] on the way */
};

static enum status visit_text(void *data, uint32_t first, uint32_t count,
                              const uint32_t *offsets, const char *folded, struct error *e)
{
    struct text_fill *fill = data;
    if (first == 0 || (size_t)first - 1 + count > fill->lines ||
        (fill->held->folded && fill->held->offset[first - 1] + offsets[count] > fill->bytes)) {
        return error_set(e, STATUS_FAILED, "the text %s of the cache is damaged near line %u",
                         fill->held->text.name, (unsigned)first);
    }
    if (!fill->held->folded) {
        /* Lengths first: chunks may be missing, so the places are known only when all are. */
        for (uint32_t i = 0; i < count; i++) {
            fill->held->offset[first + i] = offsets[i + 1] - offsets[i];
        }
        fill->bytes += offsets[count] - offsets[0];
        return STATUS_OK;
    }
    memcpy(fill->held->folded + fill->held->offset[first - 1], folded + offsets[0],
           offsets[count] - offsets[0]);
    return STATUS_OK;
}

static enum status load_text(struct frame *f, struct held_text *h, uint32_t field,
                             struct error *e)
{
    struct text_fill fill = {.held = h, .lines = f->lines};
    h->offset = calloc(f->lines + 1, sizeof *h->offset);
    if (!h->offset) {
        return error_no_memory(e);
    }
    enum status status =
        field ? cache_text_column(f->cache, field, visit_text, &fill, e) : STATUS_OK;
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < f->lines; i++) {
        h->offset[i + 1] += h->offset[i];
    }
    h->folded = malloc(fill.bytes + 1);
    if (!h->folded) {
        return error_no_memory(e);
    }
    h->folded[fill.bytes] = '\0';
    h->text.offset = h->offset;
    h->text.folded = h->folded;
    f->bytes += fill.bytes + (f->lines + 1) * sizeof *h->offset;
    return field ? cache_text_column(f->cache, field, visit_text, &fill, e) : STATUS_OK;
}

enum status frame_text(struct frame *f, const char *name, const struct text_column **out,
                       struct error *e)
{
    for (struct held_text *h = f->texts; h; h = h->next) {
        if (strcmp(h->text.name, name) == 0) {
            *out = &h->text;
            return STATUS_OK;
        }
    }
    if (said_is_note(name)) {
        return said_notes(f, out, e);
    }
    const struct field *field = reference_field(f->reference, name);
    const struct cache_field *stored = frame_stored(f, name);
    if (!field && !stored) {
        return frame_no_field(f, name, e);
    }
    if (stored ? !stored->long_text : field->type != FIELD_LONG_TEXT) {
        return error_set(e, STATUS_MISUSE, "%s is no narrative", name);
    }
    struct held_text *h = arena_zero(&f->arena, 1, sizeof *h);
    if (!h) {
        return error_no_memory(e);
    }
    h->text.name = field ? field->name : stored->name;
    enum status status = load_text(f, h, stored ? stored->id : 0, e);
    if (status != STATUS_OK) {
        free(h->offset);
        free(h->folded);
        return status;
    }
    h->next = f->texts;
    f->texts = h;
    *out = &h->text;
    return STATUS_OK;
}
