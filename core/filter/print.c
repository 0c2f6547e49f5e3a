/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical sentence of a filter. */
#include "filter/tree.h"

static void print_condition(const struct condition *c, struct buffer *out)
{
    static const char *const sign[] = {":", ">", ">=", "<", "<=", "~"};
    buffer_adds(out, c->target.name);
    buffer_adds(out, sign[c->compare]);
    for (size_t i = 0; i < c->tests; i++) {
        if (i) {
            buffer_addc(out, ',');
        }
        buffer_adds(out, c->test[i].canonical);
    }
}

static void print_children(const struct node *node, const char *between, struct buffer *out)
{
    for (const struct node *n = node->first; n; n = n->next) {
        if (n != node->first) {
            buffer_adds(out, between);
        }
        node_print(n, out);
    }
}

static void print_and(const struct node *node, struct buffer *out)
{
    print_children(node, " ", out);
}

static void print_or(const struct node *node, struct buffer *out)
{
    buffer_addc(out, '(');
    print_children(node, " or ", out);
    buffer_addc(out, ')');
}

static void print_not(const struct node *node, struct buffer *out)
{
    bool several = node->first->kind == NODE_AND;
    buffer_adds(out, several ? "-(" : "-");
    node_print(node->first, out);
    buffer_adds(out, several ? ")" : "");
}

static void print_case(const struct node *node, struct buffer *out)
{
    buffer_adds(out, "case(");
    if (node->first->kind == NODE_OR) {
        print_children(node->first, " or ", out);
    } else {
        node_print(node->first, out);
    }
    buffer_addc(out, ')');
}

void node_print(const struct node *node, struct buffer *out)
{
    static void (*const print[])(const struct node *,
                                 struct buffer *) = {[NODE_AND] = print_and,
                                                     [NODE_OR] = print_or,
                                                     [NODE_NOT] = print_not,
                                                     [NODE_CASE] = print_case};
    if (node->kind == NODE_CONDITION) {
        print_condition(node->condition, out);
    } else if (node->kind == NODE_WORD || node->kind == NODE_SAVED) {
        buffer_adds(out, node->canonical);
    } else {
        print[node->kind](node, out);
    }
}

void filter_print(const struct filter *filter, struct buffer *out)
{
    node_print(&filter->root, out);
}
