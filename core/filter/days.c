/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sentence does to spans of days: whether two of them can be compared under it. */
#include "filter/tree.h"

#include <string.h>

/* Whether the ranges of the condition take some of from .. to and leave some. */
static bool parts_days(const struct condition *c, int64_t from, int64_t to)
{
    bool touches = false;
    int64_t reached = from; /* everything before it is taken */

    for (size_t i = 0; i < c->tests; i++) {
        const struct test *t = &c->test[i];
        bool names_no_day =
            t->kind == TEST_STATE || t->kind == TEST_INVALID || t->kind == TEST_KEY;
        if (t->kind != TEST_RANGE && !names_no_day) {
            return true; /* a weekday, or a date known to the month alone */
        }
        touches |= t->kind == TEST_RANGE && t->from <= to && t->to >= from;
    }
    /* The ranges stand in any order: each pass goes on with one that the days before reach. */
    for (bool further = touches; further && reached <= to;) {
        further = false;
        for (size_t i = 0; i < c->tests && reached <= to; i++) {
            const struct test *t = &c->test[i];
            if (t->kind == TEST_RANGE && t->from <= reached && t->to >= reached) {
                if (t->to >= to) {
                    return false;
                }
                reached = t->to + 1;
                further = true;
            }
        }
    }
    return touches;
}

static bool rests_on(const struct condition *c, const char *field)
{
    return strcmp(c->target.name, field) == 0 ||
           (c->target.field && strcmp(c->target.field, field) == 0);
}

/* Whether a condition below node rests on the field; days: and parts from .. to. The depth is
 * that of sentences, which is bounded. */
static bool any_condition(const struct node *node, const char *field, bool days, int32_t from,
                          int32_t to)
{
    if (node->kind == NODE_CONDITION && rests_on(node->condition, field) &&
        (!days || parts_days(node->condition, from, to))) {
        return true;
    }
    /* Those of a saved filter's condition are its sentence. */
    for (const struct node *child = node->first; child; child = child->next) {
        if (any_condition(child, field, days, from, to)) {
            return true;
        }
    }
    return false;
}

bool filter_rests_on(const struct filter *filter, const char *field)
{
    return any_condition(&filter->root, field, false, 0, 0);
}

bool filter_parts_days(const struct filter *filter, const char *field, int32_t from, int32_t to)
{
    return any_condition(&filter->root, field, true, from, to);
}

bool filter_span(const struct filter *filter, const char *field, int64_t *from, int64_t *to)
{
    const struct condition *only = NULL;

    for (const struct node *term = filter->root.first; term; term = term->next) {
        bool negative;
        const struct condition *c = node_condition(term, &negative);
        if (!c || !rests_on(c, field)) {
            continue;
        }
        if (only || negative || c->tests != 1 || c->test->kind != TEST_RANGE) {
            return false;
        }
        only = c;
    }
    if (only) {
        *from = only->test->from;
        *to = only->test->to;
    }
    return only != NULL;
}
