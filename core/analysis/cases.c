/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact counts of distinct cases and of reporters. */
#include "analysis/cases.h"
#include "analysis/block.h"

#include <stdlib.h>

enum status case_counter_open(struct frame *f, size_t keys, size_t entries,
                              struct case_counter *c, struct error *e)
{
    *c = (struct case_counter){0};
    enum status status = frame_cases(f, &c->cases, e);
    if (status)
        return status;
    c->last = calloc(keys ? keys : 1, sizeof *c->last);
    if (!c->last || !numbering_reserve(&c->seen, c->cases->scattered_lines * entries)) {
        case_counter_close(c);
        return error_no_memory(e);
    }
    return STATUS_OK;
}

void case_counter_close(struct case_counter *c)
{
    free(c->last);
    numbering_free(&c->seen);
    *c = (struct case_counter){0};
}

enum status cases_count(struct frame *f, const struct bitmap *selection, uint32_t *cases,
                        uint32_t *without, struct error *e)
{
    struct case_counter counter;
    enum status status = case_counter_open(f, 1, 1, &counter, e);
    if (status)
        return status;
    uint32_t found = 0, none = 0, at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++) {
            found += case_counter_new(&counter, 0, at[i]);
            none += counter.cases->key[at[i]] == 0;
        }
    if (counter.failed)
        status = error_no_memory(e);
    case_counter_close(&counter);
    *cases = found;
    *without = none;
    return status;
}

enum status reporters_count(struct frame *f, const struct bitmap *selection,
                            uint32_t *reporters, struct error *e)
{
    *reporters = 0;
    const struct column *column;
    enum status status = frame_column(f, "reporter", &column, e);
    if (status)
        return status;
    bool *seen = calloc(column->values ? column->values : 1, sizeof *seen);
    if (!seen)
        return error_no_memory(e);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = bitmap_next(selection, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++)
            seen[column_id(column, at[i])] = true;
    for (uint32_t v = 0; v < column->values; v++)
        *reporters += seen[v] && column->value[v].state == VALUE_VALID;
    free(seen);
    return STATUS_OK;
}
