/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena of doubling blocks: many small pieces of memory, one owner, freed at once. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 1024

struct arena_block {
    struct arena_block *next;
    size_t size; /* of data */
    size_t used;
    _Alignas(max_align_t) char data[];
};

/* Every new block is at least twice as big as the one before and becomes the head, also for a
 * piece that is bigger than that: so their number stays logarithmic. */
static struct arena_block *add_block(struct arena *a, size_t need)
{
    size_t size = a->head ? a->head->size : FIRST_BLOCK / 2;

    if (size <= SIZE_MAX / 4) {
        size *= 2;
    }
    if (size < need) {
        size = need;
    }
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block && size > need) {
        /* Near the end of memory the doubling may fail where the piece alone fits. */
        size = need;
        block = malloc(sizeof *block + size);
    }
    if (!block) {
        return NULL;
    }
    block->next = a->head;
    block->size = size;
    block->used = 0;
    a->head = block;
    return block;
}

static void *take(struct arena *a, size_t size, size_t align)
{
    struct arena_block *block = a->head;

    if (block) {
        size_t start = (block->used + align - 1) & ~(align - 1);
        if (start <= block->size && size <= block->size - start) {
            block->used = start + size;
            return block->data + start;
        }
    }
    block = add_block(a, size);
    if (!block) {
        return NULL;
    }
    block->used = size;
    return block->data;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return take(a, size ? size : 1, _Alignof(max_align_t));
}

void *arena_zero(struct arena *a, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes)) {
        return NULL;
    }
    void *p = arena_alloc(a, bytes);
    if (p) {
        memset(p, 0, bytes);
    }
    return p;
}

char *arena_copy(struct arena *a, const char *text, size_t len)
{
    if (len == SIZE_MAX) {
        return NULL;
    }
    /* Texts need no alignment, and a dictionary holds millions of short ones. */
    char *copy = take(a, len + 1, 1);
    if (!copy) {
        return NULL;
    }
    if (len) {
        memcpy(copy, text, len);
    }
    copy[len] = '\0';
    return copy;
}

char *arena_string(struct arena *a, const char *text)
{
    return arena_copy(a, text, strlen(text));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        return NULL;
    }
    char *text = take(a, (size_t)n + 1, 1);
    if (!text) {
        return NULL;
    }
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *a)
{
    if (!a) {
        return;
    }
    for (struct arena_block *block = a->head, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    a->head = NULL;
}

size_t arena_size(const struct arena *a)
{
    size_t size = 0;

    for (const struct arena_block *block = a->head; block; block = block->next) {
        size += sizeof *block + block->size;
    }
    return size;
}
