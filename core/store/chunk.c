/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column's values being gathered into chunks, and packed to their narrowest width. */
#include "store/chunk.h"

#include "base/text.h"
#include "store/cache.h"

#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "chunks are little endian in the file; packing needs a swap on this machine"
#endif

/* A text chunk is flushed at this many bytes, so that long texts don't pile up in memory. */
enum { TEXT_CHUNK_BYTES = 8 << 20 };

bool chunk_add(struct chunk *c, uint32_t line, uint64_t value)
{
    size_t size = c->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    if (c->count == c->capacity) {
        uint32_t capacity = c->capacity ? c->capacity * 2 : 256;
        void *values = realloc(c->values, capacity * size);
        if (!values)
            return false;
        c->values = values;
        c->capacity = capacity;
    }
    if (!c->count)
        c->first = line;
    if (value > c->highest)
        c->highest = value;
    if (c->wide)
        ((uint64_t *)c->values)[c->count++] = value;
    else
        ((uint32_t *)c->values)[c->count++] = (uint32_t)value;
    return true;
}

/* Narrowing in place is safe: the value written never lies behind the one read. */
static void narrow(void *values, uint32_t count, unsigned from, unsigned to)
{
    unsigned char *bytes = values;
    if (from != to)
        for (size_t i = 0; i < count; i++)
            memmove(bytes + i * to, bytes + i * from, to);
}

unsigned chunk_pack(struct chunk *c, size_t *bytes)
{
    unsigned width = !c->highest                ? 0
                     : c->highest <= UINT8_MAX  ? 1
                     : c->highest <= UINT16_MAX ? 2
                     : c->highest <= UINT32_MAX ? 4
                                                : 8;
    if (width)
        narrow(c->values, c->count, c->wide ? 8 : 4, width);
    *bytes = (size_t)width * c->count;
    return width;
}

void chunk_clear(struct chunk *c)
{
    c->count = 0;
    c->highest = 0;
}

void chunk_free(struct chunk *c)
{
    free(c->values);
    *c = (struct chunk){0};
}

bool text_chunk_add(struct text_chunk *c, uint32_t line, const char *text, size_t len)
{
    if (!c->count) {
        c->first = line;
        uint32_t zero = 0;
        buffer_add(&c->offsets, &zero, sizeof zero);
    }
    text_fold(&c->folded, text, len);
    uint32_t end = (uint32_t)c->folded.len;
    buffer_add(&c->offsets, &end, sizeof end);
    c->count++;
    return !c->offsets.failed && !c->folded.failed;
}

bool text_chunk_full(const struct text_chunk *c)
{
    return c->count >= CACHE_CHUNK_LINES || c->folded.len >= TEXT_CHUNK_BYTES;
}

void text_chunk_clear(struct text_chunk *c)
{
    buffer_clear(&c->offsets);
    buffer_clear(&c->folded);
    c->count = 0;
}

void text_chunk_free(struct text_chunk *c)
{
    buffer_free(&c->offsets);
    buffer_free(&c->folded);
    c->count = 0;
}
