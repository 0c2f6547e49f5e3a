/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index of names: any spelling, compared as text_key, to the things that bear the name. */
#include "reference/names.h"

#include "base/buffer.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Longest text that is worth a "did you mean". */
#define NEAR_LONGEST 80

/* Currency signs (Unicode's category Sc, full-width forms too). */
static bool is_sign(int32_t c)
{
    static const struct {
        int32_t from, to;
    } signs[] = {{'$', '$'},       {0xA2, 0xA5},     {0x58F, 0x58F},   {0x60B, 0x60B},
                 {0x9F2, 0x9F3},   {0xAF1, 0xAF1},   {0xBF9, 0xBF9},   {0xE3F, 0xE3F},
                 {0x17DB, 0x17DB}, {0x20A0, 0x20CF}, {0xFE69, 0xFE69}, {0xFF04, 0xFF04},
                 {0xFFE0, 0xFFE1}, {0xFFE5, 0xFFE6}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (c >= signs[i].from && c <= signs[i].to)
            return true;
    return false;
}

static bool has_sign(const char *text, size_t len)
{
    bool found = false;
    int32_t c;
    for (size_t i = 0; i < len && !found; found = is_sign(c))
        i += text_decode(text + i, len - i, &c);
    return found;
}

void names_key(struct buffer *out, const char *text, size_t len)
{
    enum {
        LONGEST_SIGN = 6
    }; /* bytes: "Mex$", "US $"; longer texts are headers and the like */
    const char *start;
    len = text_trim(text, len, &start);
    if (len > LONGEST_SIGN || !has_sign(start, len)) {
        text_key(out, start, len);
        return;
    }
    struct buffer folded = {0};
    text_fold(&folded, start, len);
    out->failed |= folded.failed;
    /* Some signs fold to letters (Rs). */
    if (!folded.failed && !has_sign(folded.data, folded.len))
        text_key(out, folded.data, folded.len);
    else
        for (size_t i = 0; i < folded.len; i++)
            if (folded.data[i] != ' ' && folded.data[i] != '.')
                buffer_addc(out, folded.data[i]);
    buffer_free(&folded);
}

/* Folds text into the scratch key; false when memory is out. */
static bool fold(struct names *n, const char *text, size_t len)
{
    buffer_clear(&n->key);
    names_key(&n->key, text, len);
    return !n->key.failed;
}

/* Room for the last target of one more key. */
static bool grow_last(struct names *n)
{
    if (n->keys.count < n->last_room)
        return true;
    uint32_t room = n->last_room ? n->last_room * 2 : 64;
    uint32_t *grown = realloc(n->last, room * sizeof *grown);
    if (!grown)
        return false;
    n->last = grown;
    n->last_room = room;
    return true;
}

bool names_add(struct names *n, const char *text, size_t len, uint32_t target)
{
    if (!fold(n, text, len))
        return false;
    if (n->key.len == 0)
        return true;
    uint32_t known = n->keys.count;
    uint32_t code = grow_last(n) ? dictionary_add(&n->keys, n->key.data, n->key.len) : MAP_NONE;
    if (code == MAP_NONE)
        return false;
    if (code == known)
        n->last[code] = MAP_NONE;
    if (n->count == n->capacity) {
        uint32_t capacity = n->capacity ? n->capacity * 2 : 64;
        struct name_target *grown = realloc(n->targets, capacity * sizeof *grown);
        if (!grown)
            return false;
        n->targets = grown;
        n->capacity = capacity;
    }
    n->targets[n->count] = (struct name_target){code, target, n->last[code]};
    n->last[code] = n->count++;
    return true;
}

bool names_bearer(struct names *n, const char *text, size_t len, uint32_t *at)
{
    *at = MAP_NONE;
    if (!fold(n, text, len))
        return false;
    uint32_t key = MAP_NONE;
    if (n->key.len)
        key = dictionary_find(&n->keys, n->key.data, n->key.len);
    if (key != MAP_NONE)
        *at = n->last[key];
    return true;
}

bool names_has(struct names *n, const char *text, size_t len, bool *found)
{
    if (!fold(n, text, len))
        return false;
    *found = n->key.len > 0 && dictionary_find(&n->keys, n->key.data, n->key.len) != MAP_NONE;
    return true;
}

bool names_take(struct names *n, const char *text, size_t len, uint32_t target)
{
    uint32_t at;
    if (!names_bearer(n, text, len, &at))
        return false;
    if (at == MAP_NONE)
        return names_add(n, text, len, target);
    for (; at != MAP_NONE; at = n->targets[at].before)
        n->targets[at].target = target; /* sealing drops what stands twice */
    return true;
}

static int compare_targets(const void *a, const void *b)
{
    const struct name_target *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

bool names_seal(struct names *n)
{
    buffer_free(&n->key);
    free(n->last);
    n->last = NULL;
    n->last_room = 0;
    n->first = calloc((size_t)n->keys.count + 1, sizeof *n->first);
    if (!n->first)
        return false;
    if (n->count > 1)
        qsort(n->targets, n->count, sizeof *n->targets, compare_targets);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        if (kept > 0 && compare_targets(&n->targets[kept - 1], &n->targets[i]) == 0)
            continue;
        n->targets[kept++] = n->targets[i];
    }
    n->count = kept;
    /* Every key of the dictionary has a target, so the starts come out without gaps. */
    for (uint32_t i = kept; i-- > 0;)
        n->first[n->targets[i].key] = i;
    n->first[n->keys.count] = kept;
    return true;
}

const struct name_target *names_find(const struct names *n, const char *text, size_t len,
                                     size_t *count)
{
    /* Its own key, not the scratch: a sealed index is read by several threads. */
    struct buffer folded = {0};
    uint32_t key = MAP_NONE;
    names_key(&folded, text, len);
    if (!folded.failed && folded.len > 0)
        key = dictionary_find(&n->keys, folded.data, folded.len);
    buffer_free(&folded);
    *count = 0;
    if (key == MAP_NONE)
        return NULL;
    *count = n->first[key + 1] - n->first[key];
    return &n->targets[n->first[key]];
}

uint32_t names_near(const struct names *n, const char *text)
{
    struct buffer key = {0};
    text_key(&key, text, strlen(text));
    uint32_t near = UINT32_MAX;
    if (!key.failed && key.len > 0 && key.len <= NEAR_LONGEST) {
        int best = 4;
        for (uint32_t i = 0; i < n->keys.count && best > 0; i++) {
            uint32_t len = n->keys.lengths[i];
            int limit = len < 6 ? 1 : len < 15 ? 2 : 3;
            if (len < 3)
                continue;
            if (limit >= best)
                limit = best - 1;
            int distance = text_distance(key.data, n->keys.texts[i], limit);
            if (distance <= limit) {
                best = distance;
                near = n->targets[n->first[i]].target;
            }
        }
    }
    buffer_free(&key);
    return near;
}

const char *names_of(const struct names *n, uint32_t target, uint32_t *from)
{
    while (*from < n->count) {
        const struct name_target *t = &n->targets[(*from)++];
        if (t->target == target)
            return n->keys.texts[t->key];
    }
    return NULL;
}

const char *names_shared(const struct names *n)
{
    for (uint32_t i = 0; i < n->keys.count; i++)
        if (n->first[i + 1] - n->first[i] > 1)
            return n->keys.texts[i];
    return NULL;
}

void names_free(struct names *n)
{
    dictionary_free(&n->keys);
    buffer_free(&n->key);
    free(n->targets);
    free(n->last);
    free(n->first);
    *n = (struct names){0};
}
