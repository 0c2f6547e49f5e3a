/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a sentence: making it, looking at its terms, and taking some out. */
#include "filter/tree.h"

#include "base/text.h"

#include <string.h>

struct node *node_new(struct arena *a, enum node_kind kind)
{
    struct node *n = arena_zero(a, 1, sizeof *n);
    if (n) {
        n->kind = kind;
    }
    return n;
}

void node_append(struct node *parent, struct node *child)
{
    child->next = NULL;
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
}

const struct condition *node_condition(const struct node *term, bool *negative)
{
    *negative = term->kind == NODE_NOT;
    if (*negative) {
        term = term->first;
    }
    return term->kind == NODE_CONDITION ? term->condition : NULL;
}

bool filter_is_empty(const struct filter *filter)
{
    return !filter->root.first;
}

const struct filter *filter_without(const struct filter *filter, const char *name,
                                    struct arena *a)
{
    struct filter *rest = arena_zero(a, 1, sizeof *rest);
    if (!rest) {
        return NULL;
    }
    rest->root.kind = NODE_AND;
    for (const struct node *n = filter->root.first; n; n = n->next) {
        bool negative;
        const struct condition *c = node_condition(n, &negative);
        if (c && strcmp(c->target.name, name) == 0) {
            continue;
        }
        struct node *copy = node_new(a, n->kind);
        if (!copy) {
            return NULL;
        }
        *copy = *n;
        node_append(&rest->root, copy);
    }
    return rest;
}

const char *filter_folded(struct arena *a, const char *text, size_t len, size_t *folded_len)
{
    struct buffer b = {0};
    text_fold(&b, text, len);
    const char *copy = b.failed ? NULL : arena_copy(a, buffer_text(&b), b.len);
    if (folded_len) {
        *folded_len = b.len;
    }
    buffer_free(&b);
    return copy;
}

const char *filter_key(struct arena *a, const char *text, size_t len)
{
    struct buffer b = {0};
    text_key(&b, text, len);
    const char *copy = b.failed ? NULL : arena_copy(a, buffer_text(&b), b.len);
    buffer_free(&b);
    return copy;
}
