/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash maps with open addressing: a dictionary of texts and a numbering of 64-bit keys. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 16U
#define MOST_SLOTS (1U << 31)

/* How many entries slots may hold: a load of at most 0.7. */
static uint32_t room(uint32_t slots)
{
    return (uint32_t)((uint64_t)slots * 7 / 10);
}

/* Folds the 128-bit product: the mixing step of wyhash (Wang Yi, public domain). */
static inline uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t read8(const char *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t read4(const char *p)
{
    uint32_t word;

    memcpy(&word, p, sizeof word);
    return word;
}

#define SECRET0 0xA0761D6478BD642FULL
#define SECRET1 0xE7037ED1A0B428DBULL
#define SECRET2 0x8EBC6AF09C88C6E3ULL

/* The ends overlap where a length is no multiple of 8, so no byte needs a loop of its own. */
static uint64_t hash_text(const char *text, size_t len)
{
    uint64_t seed = SECRET0 ^ len;
    uint64_t a = 0;
    uint64_t b = 0;

    if (len > 16) {
        const char *p = text;
        for (size_t rest = len; rest > 16; rest -= 16, p += 16) {
            seed = mix(read8(p) ^ SECRET1, read8(p + 8) ^ seed);
        }
        a = read8(text + len - 16);
        b = read8(text + len - 8);
    } else if (len >= 8) {
        a = read8(text);
        b = read8(text + len - 8);
    } else if (len >= 4) {
        a = read4(text);
        b = read4(text + len - 4);
    } else if (len > 0) {
        a = (uint64_t)(unsigned char)text[0] << 16 |
            (uint64_t)(unsigned char)text[len / 2] << 8 | (unsigned char)text[len - 1];
    }
    return mix(SECRET2 ^ len, mix(a ^ SECRET1, b ^ seed));
}

/* 32 bits of the hash stand in the slot: a probe past another text reads that slot alone, and
 * growing reads no text. Its low bits choose the slot. */
static bool dictionary_grow(struct dictionary *d)
{
    if (d->slot_count >= MOST_SLOTS) {
        return false;
    }
    uint32_t slot_count = d->slot_count ? d->slot_count * 2 : FIRST_SLOTS;
    uint32_t capacity = room(slot_count);
    const char **texts = realloc(d->texts, capacity * sizeof *texts);
    if (!texts) {
        return false;
    }
    d->texts = texts;
    uint32_t *lengths = realloc(d->lengths, capacity * sizeof *lengths);
    if (!lengths) {
        return false;
    }
    d->lengths = lengths;
    uint64_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    uint32_t mask = slot_count - 1;
    for (uint32_t i = 0; i < d->slot_count; i++) {
        uint64_t slot = d->slots[i];
        if (slot) {
            uint32_t at = (uint32_t)(slot >> 32) & mask;
            while (slots[at]) {
                at = (at + 1) & mask;
            }
            slots[at] = slot;
        }
    }
    free(d->slots);
    d->slots = slots;
    d->slot_count = slot_count;
    d->capacity = capacity;
    return true;
}

/* The code of the text, or MAP_NONE and the free slot for it in *at. */
static uint32_t dictionary_seek(const struct dictionary *d, const char *text, size_t len,
                                uint32_t hash, uint32_t *at)
{
    uint32_t mask = d->slot_count - 1;
    uint32_t i = hash & mask;

    for (uint64_t slot; (slot = d->slots[i]) != 0; i = (i + 1) & mask) {
        if ((uint32_t)(slot >> 32) == hash) {
            uint32_t code = (uint32_t)slot - 1;
            if (d->lengths[code] == len &&
                (len == 0 || memcmp(d->texts[code], text, len) == 0)) {
                return code;
            }
        }
    }
    *at = i;
    return MAP_NONE;
}

uint32_t dictionary_add(struct dictionary *d, const char *text, size_t len)
{
    if (len >= UINT32_MAX) {
        return MAP_NONE;
    }
    uint32_t hash = (uint32_t)(hash_text(text, len) >> 32);
    uint32_t at = 0;
    if (d->slot_count) {
        uint32_t code = dictionary_seek(d, text, len, hash, &at);
        if (code != MAP_NONE) {
            return code;
        }
    }
    if (d->count >= d->capacity) {
        if (!dictionary_grow(d)) {
            return MAP_NONE;
        }
        dictionary_seek(d, text, len, hash, &at);
    }
    char *copy = arena_copy(&d->arena, text, len);
    if (!copy) {
        return MAP_NONE;
    }
    uint32_t code = d->count++;
    d->texts[code] = copy;
    d->lengths[code] = (uint32_t)len;
    d->slots[at] = (uint64_t)hash << 32 | (code + 1);
    return code;
}

uint32_t dictionary_find(const struct dictionary *d, const char *text, size_t len)
{
    uint32_t at;

    if (d->slot_count == 0 || len >= UINT32_MAX) {
        return MAP_NONE;
    }
    return dictionary_seek(d, text, len, (uint32_t)(hash_text(text, len) >> 32), &at);
}

void dictionary_free(struct dictionary *d)
{
    if (d) {
        arena_free(&d->arena);
        free(d->texts);
        free(d->lengths);
        free(d->slots);
        memset(d, 0, sizeof *d);
    }
}

/* Fibonacci hashing (Knuth, TAOCP 3, 6.4): the upper bits of one multiplication. Keys are often
 * two packed codes, so the upper half is laid over the lower one first. */
static inline uint32_t key_slot(uint64_t key, uint32_t slot_count)
{
    return (uint32_t)(((key ^ (key >> 32)) * 0x9E3779B97F4A7C15ULL) >>
                      (64 - __builtin_ctz(slot_count)));
}

static bool numbering_resize(struct numbering *n, uint32_t slot_count)
{
    uint32_t capacity = room(slot_count);
    uint64_t *keys = realloc(n->keys, capacity * sizeof *keys);

    if (!keys) {
        return false;
    }
    n->keys = keys;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return false;
    }
    uint32_t mask = slot_count - 1;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t at = key_slot(keys[i], slot_count);
        while (slots[at]) {
            at = (at + 1) & mask;
        }
        slots[at] = i + 1;
    }
    free(n->slots);
    n->slots = slots;
    n->slot_count = slot_count;
    n->capacity = capacity;
    return true;
}

bool numbering_reserve(struct numbering *n, size_t count)
{
    if (count <= n->capacity) {
        return true;
    }
    uint32_t slot_count = n->slot_count ? n->slot_count : FIRST_SLOTS;
    while (room(slot_count) < count) {
        if (slot_count >= MOST_SLOTS) {
            return false;
        }
        slot_count *= 2;
    }
    return numbering_resize(n, slot_count);
}

uint32_t numbering_add(struct numbering *n, uint64_t key, bool *is_new)
{
    if (is_new) {
        *is_new = false;
    }
    if (n->count >= n->capacity) {
        /* A full table still knows its keys: only a new one needs room. */
        uint32_t number = numbering_find(n, key);
        if (number != MAP_NONE) {
            return number;
        }
        if (!numbering_reserve(n, (size_t)n->count + 1)) {
            return MAP_NONE;
        }
    }
    uint32_t mask = n->slot_count - 1;
    uint32_t at = key_slot(key, n->slot_count);
    for (uint32_t slot; (slot = n->slots[at]) != 0; at = (at + 1) & mask) {
        if (n->keys[slot - 1] == key) {
            return slot - 1;
        }
    }
    if (is_new) {
        *is_new = true;
    }
    n->keys[n->count] = key;
    n->slots[at] = ++n->count;
    return n->count - 1;
}

uint32_t numbering_find(const struct numbering *n, uint64_t key)
{
    if (n->slot_count == 0) {
        return MAP_NONE;
    }
    uint32_t mask = n->slot_count - 1;
    uint32_t at = key_slot(key, n->slot_count);
    for (uint32_t slot; (slot = n->slots[at]) != 0; at = (at + 1) & mask) {
        if (n->keys[slot - 1] == key) {
            return slot - 1;
        }
    }
    return MAP_NONE;
}

void numbering_free(struct numbering *n)
{
    if (n) {
        free(n->keys);
        free(n->slots);
        memset(n, 0, sizeof *n);
    }
}
