/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks of a cross-tab: each row among those of its level in the same column, 1 the largest;
 * equal ones share the lower number. */
#include "analysis/crosstab_private.h"

#include <stdlib.h>

struct ranking {
    const struct crosstab *t;
    size_t m, c;
    bool exact; /* amounts are compared, else numbers */
};

static const struct crosstab_value *value_of(const struct ranking *k, uint32_t r)
{
    return crosstab_at(k->t, k->m, r, k->c);
}

static bool is_ranked(const struct crosstab *t, size_t m, size_t r, size_t c)
{
    enum crosstab_kind kind = t->row[r].kind;
    return (kind == LINE_GROUP || kind == LINE_SUBTOTAL) &&
           !(crosstab_at(t, m, r, c)->marks & (MARK_NOTHING | MARK_MIXED));
}

static int compare_sizes(const struct ranking *k, uint32_t x, uint32_t y)
{
    const struct crosstab_value *a = value_of(k, x), *b = value_of(k, y);
    if (k->exact)
        return (a->amount.value < b->amount.value) - (a->amount.value > b->amount.value);
    return (a->number < b->number) - (a->number > b->number);
}

/* By parent, then by size: those that are ranked among each other stand together. */
static int compare_rows(const void *a, const void *b, void *data)
{
    const struct ranking *k = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    size_t px = k->t->row[x].parent, py = k->t->row[y].parent;
    if (px != py)
        return px < py ? -1 : 1;
    int order = compare_sizes(k, x, y);
    return order ? order : (x > y) - (x < y);
}

static void rank_column(struct ranking *k, uint32_t *order, double *rank)
{
    const struct crosstab *t = k->t;
    size_t n = 0;
    for (uint32_t r = 0; r < t->row_count; r++)
        if (is_ranked(t, k->m, r, k->c))
            order[n++] = r;
    qsort_r(order, n, sizeof *order, compare_rows, k);
    for (size_t i = 0, first = 0; i < n; i++) {
        if (i == 0 || t->row[order[i]].parent != t->row[order[i - 1]].parent)
            first = i;
        bool tie = i > first && compare_sizes(k, order[i - 1], order[i]) == 0;
        rank[order[i]] = tie ? rank[order[i - 1]] : (double)(i - first + 1);
    }
    for (size_t r = 0; r < t->row_count; r++) {
        struct crosstab_value *v = &t->value[(k->m * t->row_count + r) * t->col_count + k->c];
        if (!is_ranked(t, k->m, r, k->c))
            v->marks |= v->marks & MARK_MIXED ? 0 : MARK_NOTHING;
        else
            v->number = rank[r];
        v->marks &= ~(unsigned)(MARK_LARGEST | MARK_OVERLAP);
    }
}

enum status crosstab_fill_rank(struct crosstab_run *x, size_t m, struct error *e)
{
    const struct crosstab *t = x->t;
    uint32_t *order = malloc(t->row_count * sizeof *order);
    double *rank = malloc(t->row_count * sizeof *rank);
    enum status status = order && rank ? STATUS_OK : error_no_memory(e);
    struct ranking k = {t, m, 0, t->shown[m].statistic == STATISTIC_SUM};
    for (; !status && k.c < t->col_count; k.c++)
        rank_column(&k, order, rank);
    free(order);
    free(rank);
    return status;
}
