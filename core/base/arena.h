/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena: many small pieces of memory with one owner, freed at once. */
#ifndef SAISIE_BASE_ARENA_H
#define SAISIE_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

/* All zero is an empty arena. Blocks double in size, so the number of mallocs grows only with
 * the logarithm of what is stored. */
struct arena {
    struct arena_block *head;
};

/* size bytes, aligned for any type, not cleared; NULL when memory is out. */
void *arena_alloc(struct arena *a, size_t size);
/* count * size bytes cleared to zero; NULL on overflow or when memory is out. */
void *arena_zero(struct arena *a, size_t count, size_t size);
/* A NUL-terminated copy of text[0..len); NULL when memory is out. */
char *arena_copy(struct arena *a, const char *text, size_t len);
char *arena_string(struct arena *a, const char *text);
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Frees everything in it; the arena is empty and usable again. */
void arena_free(struct arena *a);
/* Bytes held, for the memory report. */
size_t arena_size(const struct arena *a);

#endif
