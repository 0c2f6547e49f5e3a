/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as the file of a session. What is taken is bounded, clean text, and
 * printing it reads back the same. */
#include "workspace/session.h"

#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(const struct session *a, const struct session *b)
{
    if (a->count != b->count || b->bad)
        abort();
    for (size_t i = 0; i < a->count; i++) {
        const struct session_line *x = &a->line[i], *y = &b->line[i];
        if (strcmp(x->section, y->section) || strcmp(x->key, y->key) ||
            strcmp(x->value, y->value))
            abort();
        if (strlen(x->value) > SESSION_VALUE || text_is_hostile(x->value, strlen(x->value)))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session *first = calloc(1, sizeof *first), *second = calloc(1, sizeof *second);
    struct buffer text = {0};
    if (!first || !second)
        abort();
    session_parse(first, (const char *)data, size);
    session_print(first, &text);
    session_parse(second, buffer_text(&text), text.len);
    check_same(first, second);
    if (first->bad && !first->bad_line)
        abort();
    session_free(&first);
    session_free(&second);
    buffer_free(&text);
    return 0;
}
