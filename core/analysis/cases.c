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

/* Distinct ones of the cases whose lines do not stand together. */
static enum status count_scattered(struct pace *pace, const struct frame_cases *cases,
                                   const struct bitmap *selection, uint32_t *found,
                                   struct error *e)
{
    struct bitmap seen, lines;
    if (!cases->scattered_lines)
        return STATUS_OK;
    if (!bitmap_copy(&lines, selection))
        return error_no_memory(e);
    if (!bitmap_init(&seen, (size_t)cases->cases_max + 1)) {
        bitmap_free(&lines);
        return error_no_memory(e);
    }
    bitmap_and(&lines, &cases->scattered);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = block_next(pace, &lines, &from, at)) > 0)
        for (size_t i = 0; i < n; i++) {
            *found += !bitmap_get(&seen, cases->key[at[i]]);
            bitmap_set(&seen, cases->key[at[i]]);
        }
    bitmap_free(&seen);
    bitmap_free(&lines);
    return STATUS_OK;
}

enum status cases_count(struct frame *f, const struct bitmap *selection, uint32_t *cases,
                        uint32_t *without, struct error *e)
{
    struct pace *pace = frame_pace(f);
    const struct frame_cases *c;
    enum status status = frame_cases(f, &c, e);
    if (status)
        return status;
    size_t words = bitmap_words(selection), found = 0, none = 0;
    uint64_t carry = 0;
    for (size_t w = 0; w < words && (w % 1024 || pace_go(pace, 0)); w++) {
        uint64_t lines = selection->words[w], caseless = lines & c->caseless.words[w];
        uint64_t repeats = case_repeats(lines, c->follows.words[w], &carry);
        uint64_t first = lines & ~(repeats | caseless | c->scattered.words[w]);
        found += bitmap_word_count(first);
        none += bitmap_word_count(caseless);
    }
    *cases = (uint32_t)found;
    *without = (uint32_t)none;
    status = count_scattered(pace, c, selection, cases, e);
    return status ? status : pace_status(pace, e);
}

/* Marks the reporters of the lines; done once every valid one that occurs at all is marked: no
 * line adds to that. */
static void mark_reporters(struct pace *pace, const struct column *column,
                           const uint32_t *lines, const struct bitmap *selection, bool *seen)
{
    uint32_t at[BLOCK_LINES], valid = 0;
    for (uint32_t v = 0; v < column->values; v++)
        valid += lines[v] && column->value[v].state == VALUE_VALID;
    size_t from = 0, n;
    while ((n = block_next(pace, selection, &from, at)) > 0) {
        for (size_t i = 0; i < n; i++)
            seen[column_id(column, at[i])] = true;
        uint32_t found = 0;
        for (uint32_t v = 0; v < column->values; v++)
            found += seen[v] && column->value[v].state == VALUE_VALID;
        if (found == valid)
            return;
    }
}

enum status reporters_count(struct frame *f, const struct bitmap *selection,
                            uint32_t *reporters, struct error *e)
{
    *reporters = 0;
    const struct column *column;
    const uint32_t *lines;
    enum status status = frame_column(f, "reporter", &column, e);
    if (!status)
        status = frame_value_lines(f, column, &lines, e);
    if (status)
        return status;
    bool *seen = calloc(column->values ? column->values : 1, sizeof *seen);
    if (!seen)
        return error_no_memory(e);
    mark_reporters(frame_pace(f), column, lines, selection, seen);
    for (uint32_t v = 0; v < column->values; v++)
        *reporters += seen[v] && column->value[v].state == VALUE_VALID;
    free(seen);
    return pace_status(frame_pace(f), e);
}

enum status reporter_index_open(struct frame *f, struct reporter_index *r, struct error *e)
{
    *r = (struct reporter_index){.words = 1};
    enum status status = frame_column(f, "reporter", &r->column, e);
    if (status)
        return status;
    r->bit = malloc((r->column->values ? r->column->values : 1) * sizeof *r->bit);
    if (!r->bit)
        return error_no_memory(e);
    uint32_t bits = 0;
    for (uint32_t v = 0; v < r->column->values; v++)
        r->bit[v] = r->column->value[v].state == VALUE_VALID ? bits++ : REPORTER_NONE;
    r->words = bits / 64 + 1;
    return STATUS_OK;
}

void reporter_index_close(struct reporter_index *r)
{
    free(r->bit);
    *r = (struct reporter_index){0};
}
