/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any text as a sentence of the filter. One that is a sentence has a canonical
 * form that is its own, and that takes the same lines; a fault lies inside the text; completion
 * at any place offers what stands inside it too. */
#include "../unit/filter_fixture.h"

#include "store/saved.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void *fixture(void)
{
    void *state = NULL;
    if (filter_set_up(&state))
        abort();
    struct fixture *x = state;
    const char *before;
    frame_set_splitter(x->frame, filter_split);
    if (cache_save_filter(x->cache, "mine", "reporter:TH tea", &x->arena, &before, &x->e) ||
        cache_save_filter(x->cache, "other", "(-@mine or gold)", &x->arena, &before, &x->e) ||
        cache_save_filter(x->cache, "self", "@self:in", &x->arena, &before, &x->e))
        abort();
    return state;
}

static void check_sentence(struct fixture *x, const char *sentence, struct arena *a)
{
    const struct filter *filter, *again;
    struct filter_outcome outcome, same;
    struct bitmap lines = {0}, lines_again = {0};
    struct buffer first = {0}, second = {0};
    struct error e = {0};
    enum status s = filter_parse(x->frame, sentence, a, &filter, &e);
    if (s == STATUS_MISUSE && e.at + e.length > strlen(sentence) + 1)
        abort();
    if (s == STATUS_OK) {
        filter_print(filter, &first);
        if (filter_parse(x->frame, buffer_text(&first), a, &again, &e) != STATUS_OK)
            abort();
        filter_print(again, &second);
        if (strcmp(buffer_text(&first), buffer_text(&second)))
            abort();
        if (filter_select(x->frame, filter, &lines, &outcome, &e) != STATUS_OK ||
            filter_select(x->frame, again, &lines_again, &same, &e) != STATUS_OK)
            abort();
        if (outcome.lines != same.lines || outcome.coarse != same.coarse)
            abort();
        for (size_t i = 0; i < lines.bits; i++)
            if (bitmap_get(&lines, i) != bitmap_get(&lines_again, i))
                abort();
    }
    bitmap_free(&lines);
    bitmap_free(&lines_again);
    buffer_free(&first);
    buffer_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fixture *x;
    struct arena a = {0};
    struct filter_completion *offers;
    size_t from, count;
    struct error e;
    if (!x)
        x = fixture();
    if (!size || memchr(data, 0, size))
        return 0;
    char *sentence = malloc(size);
    memcpy(sentence, data + 1, size - 1);
    sentence[size - 1] = '\0';
    check_sentence(x, sentence, &a);
    size_t cursor = *data % size;
    if (filter_complete(x->frame, sentence, cursor, 20, &a, &from, &offers, &count, &e) ==
            STATUS_OK &&
        (from > cursor || count > 20))
        abort();
    free(sentence);
    arena_free(&a);
    return 0;
}
