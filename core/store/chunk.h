/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column's values being gathered into chunks, and packed to their narrowest width. */
#ifndef SAISIE_STORE_CHUNK_H
#define SAISIE_STORE_CHUNK_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Values of the lines first .. first + count - 1. All zero is empty. */
struct chunk {
    bool wide; /* 64-bit values, else 32-bit */
    void *values;
    uint32_t first;
    uint32_t count;
    uint32_t capacity;
    uint64_t highest;
};
/* Appends the value of a line; false when memory is out. The caller flushes a full chunk
 * (CACHE_CHUNK_LINES). */
bool chunk_add(struct chunk *c, uint32_t line, uint64_t value);
/* The same for count lines from line on, whose values stand stride words apart; a wide value is
 * two words, the lower first. */
bool chunk_gather(struct chunk *c, uint32_t line, const uint32_t *word, size_t stride,
                  uint32_t count);
/* Packs the values in place, little endian, and says their width (0: all zero) and bytes. */
unsigned chunk_pack(struct chunk *c, size_t *bytes);
/* Empties it and keeps its memory. */
void chunk_clear(struct chunk *c);
void chunk_free(struct chunk *c);

/* Where a text stands in its chunk, as the row of its line says it: offset, and above these
 * bits its length. 0: none. A chunk is full before an offset could need more. */
#define TEXT_PLACE_BITS 16
/* A chunk is flushed at this many bytes. Reading one text reads a chunk, so they are small;
 * half a page of each is lost. */
#define TEXT_CHUNK_BYTES (1 << 15)

/* Texts of the lines first .. first + count - 1. All zero is empty. */
struct text_chunk {
    struct buffer ends; /* uint32_t, one a line: the offset behind its text */
    struct buffer texts;
    uint32_t first;
    uint32_t count;
};
/* *place: what the row of the line keeps. */
bool text_chunk_add(struct text_chunk *c, uint32_t line, const char *text, size_t len,
                    uint64_t *place);
bool text_chunk_full(const struct text_chunk *c);
/* Packs the ends in place to 2 bytes where they fit, else 4; says how many bytes they take. */
size_t text_chunk_pack(struct text_chunk *c);
void text_chunk_clear(struct text_chunk *c);
void text_chunk_free(struct text_chunk *c);

/* The hash in CACHE_COLUMN_CASE_HASH. */
uint32_t case_hash(const char *case_id, size_t len);

#endif
