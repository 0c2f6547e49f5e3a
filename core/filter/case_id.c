/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases by a part of their number (case_id:TRN-TH*, case_id~/.../): all numbers are read once
 * and what was found stays with the frame, a bit a case. */
#include "filter/tree.h"

#include <string.h>

#define BLOCK 4096

struct search {
    const struct test *test;
    struct bitmap *taken; /* by case key */
    struct arena texts;   /* of the block */
    struct value value[BLOCK];
    uint32_t key[BLOCK];
    uint32_t count;
    struct pace *pace;
    struct error *e;
};

static enum status match_block(struct search *s)
{
    uint8_t table[BLOCK] = {0};
    if (!match_values(s->test, s->value, s->count, table, NULL)) {
        return error_no_memory(s->e);
    }
    for (uint32_t i = 0; i < s->count; i++) {
        if (table[i]) {
            bitmap_set(s->taken, s->key[i]);
        }
    }
    pace_go(s->pace, s->count);
    s->count = 0;
    arena_free(&s->texts);
    return pace_status(s->pace, s->e);
}

static enum status visit(void *data, uint32_t key, const char *source, size_t source_len,
                         const char *case_id, size_t case_len, struct error *e)
{
    struct search *s = data;
    (void)source;
    (void)source_len;
    const char *copy = arena_copy(&s->texts, case_id, case_len);
    if (!copy) {
        return error_no_memory(e);
    }
    if (key < s->taken->bits && case_len) {
        s->value[s->count] = (struct value){.code = copy, .label = copy};
        s->key[s->count++] = key;
    }
    return s->count == BLOCK ? match_block(s) : STATUS_OK;
}

static enum status find(struct frame *f, const struct test *t, struct bitmap *taken,
                        struct error *e)
{
    struct arena a = {0};
    struct search *s = arena_zero(&a, 1, sizeof *s);
    enum status status = STATUS_OK;
    if (!s) {
        return error_no_memory(e);
    }
    s->test = t;
    s->taken = taken;
    s->pace = frame_pace(f);
    s->e = e;
    status = cache_cases(frame_cache(f), visit, s, e);
    if (status == STATUS_OK) {
        status = match_block(s);
    }
    arena_free(&s->texts);
    arena_free(&a);
    return status;
}

enum status case_matching(struct frame *f, const struct test *t, uint32_t cases_max,
                          struct bitmap *taken, struct error *e)
{
    if (!bitmap_init(taken, (size_t)cases_max + 1)) {
        return error_no_memory(e);
    }
    struct arena a = {0};
    size_t bytes = bitmap_words(taken) * sizeof *taken->words;
    const char *name = arena_printf(&a, "case_id%d:%s", (int)t->kind, t->canonical);
    uint64_t *kept = name ? frame_kept(f, name) : NULL;
    enum status status = STATUS_OK;
    if (!name) {
        status = error_no_memory(e);
    } else if (kept) {
        memcpy(taken->words, kept, bytes);
    } else {
        status = find(f, t, taken, e);
        kept = status == STATUS_OK ? frame_keep(f, name, bytes) : NULL;
        if (kept) {
            memcpy(kept, taken->words, bytes);
        }
    }
    arena_free(&a);
    return status;
}
