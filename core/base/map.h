/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash maps: distinct texts to dense codes (a dictionary), and 64-bit keys to dense numbers. */
#ifndef SAISIE_BASE_MAP_H
#define SAISIE_BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAP_NONE UINT32_MAX

/* A dictionary: text <-> code, codes dense from 0 in order of arrival. Owns copies of its
 * texts. All zero is empty. */
struct dictionary {
    struct arena arena;
    const char **texts; /* by code, NUL-terminated (may hold NULs inside: see lengths) */
    uint32_t *lengths;
    uint32_t count;
    uint32_t capacity;
    uint64_t *slots; /* 32 bits of the hash, then code + 1 in 32 bits; 0 empty */
    uint32_t slot_count;
};
/* The code of text[0..len), added when it is new. MAP_NONE when memory is out. */
uint32_t dictionary_add(struct dictionary *d, const char *text, size_t len);
/* The code, or MAP_NONE. */
uint32_t dictionary_find(const struct dictionary *d, const char *text, size_t len);
void dictionary_free(struct dictionary *d);

/* 64-bit keys to dense numbers from 0 in order of arrival. All zero is empty. */
struct numbering {
    uint64_t *keys; /* by number */
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; /* number + 1, 0 empty */
    uint32_t slot_count;
};
/* Room for count keys in all, so that no later add allocates; false when memory is out. */
bool numbering_reserve(struct numbering *n, size_t count);
/* The number of key, added when new (*is_new says so, may be NULL). MAP_NONE when memory is
 * out. */
uint32_t numbering_add(struct numbering *n, uint64_t key, bool *is_new);
uint32_t numbering_find(const struct numbering *n, uint64_t key);
void numbering_free(struct numbering *n);

#endif
