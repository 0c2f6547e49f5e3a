/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was dear to make for one question and will be asked for by the next: sentences are
 * parsed at each key, and their patterns compiled once. */
#include "frame/frame_private.h"

#include <string.h>

/* All that is kept together: a hand types no more patterns, a machine might. */
#define KEPT_BYTES ((size_t)4 << 20)

struct kept {
    struct kept *next;
    const char *name;
    void *data;
};

void *frame_kept(const struct frame *f, const char *name)
{
    for (const struct kept *k = f->kept; k; k = k->next) {
        if (strcmp(k->name, name) == 0) {
            return k->data;
        }
    }
    return NULL;
}

void *frame_keep(struct frame *f, const char *name, size_t size)
{
    size_t all = sizeof(struct kept) + strlen(name) + 1 + size;
    if (all > KEPT_BYTES - f->kept_bytes) {
        return NULL;
    }
    struct kept *k = arena_zero(&f->arena, 1, sizeof *k);
    char *copy = k ? arena_string(&f->arena, name) : NULL;
    void *data = copy ? arena_alloc(&f->arena, size) : NULL;
    if (data) {
        *k = (struct kept){f->kept, copy, data};
        f->kept = k;
        f->kept_bytes += all;
    }
    return data;
}
