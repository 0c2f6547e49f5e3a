/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column's values being gathered into chunks, and packed to their narrowest width. */
#include "store/chunk.h"

#include "store/cache.h"

#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "chunks are little endian in the file; packing needs a swap on this machine"
#endif

/* Room for more values. */
static bool make_room(struct chunk *c, uint32_t more)
{
    size_t size = c->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    uint32_t capacity = c->capacity ? c->capacity : 256;
    while (capacity < c->count + more)
        capacity *= 2;
    if (capacity == c->capacity)
        return true;
    void *values = realloc(c->values, capacity * size);
    if (!values)
        return false;
    c->values = values;
    c->capacity = capacity;
    return true;
}

bool chunk_gather(struct chunk *c, uint32_t line, const uint32_t *word, size_t stride,
                  uint32_t count)
{
    if (!make_room(c, count))
        return false;
    if (!c->count)
        c->first = line;
    uint64_t highest = c->highest;
    for (uint32_t i = 0; i < count; i++, word += stride) {
        uint64_t value = word[0];
        if (c->wide)
            ((uint64_t *)c->values)[c->count + i] = value |= (uint64_t)word[1] << 32;
        else
            ((uint32_t *)c->values)[c->count + i] = word[0];
        highest = value > highest ? value : highest;
    }
    c->highest = highest;
    c->count += count;
    return true;
}

bool chunk_add(struct chunk *c, uint32_t line, uint64_t value)
{
    const uint32_t words[2] = {(uint32_t)value, (uint32_t)(value >> 32)};
    return chunk_gather(c, line, words, 2, 1);
}

/* Narrowing in place is safe: the value written never lies behind the one read. Lengths that
 * the compiler knows make a move of each memcpy. */
static void narrow(void *values, uint32_t count, unsigned from, unsigned to)
{
    unsigned char *bytes = values;
    if (from == to)
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = 0;
        memcpy(&value, bytes + i * from, from == 4 ? 4 : 8);
        if (to == 1)
            bytes[i] = (unsigned char)value;
        else
            memcpy(bytes + i * to, &value, to == 2 ? 2 : 4);
    }
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

bool text_chunk_add(struct text_chunk *c, uint32_t line, const char *text, size_t len,
                    uint64_t *place)
{
    if (!c->count)
        c->first = line;
    *place = len ? (uint64_t)len << TEXT_PLACE_BITS | c->texts.len : 0;
    buffer_add(&c->texts, text, len);
    uint32_t end = (uint32_t)c->texts.len;
    buffer_add(&c->ends, &end, sizeof end);
    c->count++;
    return !c->ends.failed && !c->texts.failed;
}

bool text_chunk_full(const struct text_chunk *c)
{
    return c->count >= CACHE_CHUNK_LINES || c->texts.len >= TEXT_CHUNK_BYTES;
}

size_t text_chunk_pack(struct text_chunk *c)
{
    unsigned width = c->texts.len <= UINT16_MAX ? 2 : 4;
    narrow(c->ends.data, c->count, 4, width);
    return (size_t)width * c->count;
}

void text_chunk_clear(struct text_chunk *c)
{
    buffer_clear(&c->ends);
    buffer_clear(&c->texts);
    c->count = 0;
}

void text_chunk_free(struct text_chunk *c)
{
    buffer_free(&c->ends);
    buffer_free(&c->texts);
    c->count = 0;
}

/* FNV-1a (Fowler, Noll, Vo), its upper half laid over the lower one. */
uint32_t case_hash(const char *case_id, size_t len)
{
    uint64_t h = 0xCBF29CE484222325ULL;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)case_id[i]) * 0x100000001B3ULL;
    return (uint32_t)(h ^ h >> 32);
}
