/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines by date, through one table over the distinct dates. */
#include "analysis/span.h"

#include "base/halves.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum place { INSIDE, OUTSIDE, COARSE, UNDATED, PLACES };

static struct date date_of(const struct value *v)
{
    return (struct date){(int32_t)v->number, (enum date_precision)v->precision};
}

static enum place place_of(const struct value *v, struct span span, enum date_grain grain)
{
    if (v->state != VALUE_VALID)
        return UNDATED;
    struct date d = date_of(v);
    int32_t last = date_end(d) - 1;
    if (last < span.from || d.day > span.to)
        return OUTSIDE;
    /* "2025" on an axis that ends in June is not outside of it: it is known too little. */
    bool whole = d.day >= span.from && last <= span.to;
    return whole && date_fits_grain(d.precision, grain) ? INSIDE : COARSE;
}

/* The places of lines are counted in 16 bits of one word each, so that a line costs one
 * addition; emptied before any of them can be full. */
#define PLACE_BITS 16
#define WORDS_A_COUNT 1000
/* From so many words on a second thread pays. */
#define SPAN_WORDS_A_THREAD 4000
static_assert(PLACES * PLACE_BITS <= 64 && WORDS_A_COUNT * 64 < 1 << PLACE_BITS, "");
static_assert(INSIDE == 0, "the lowest bit says whether a line is inside");

/* The lines inside of words from .. end - 1; returns the sum of what lines weigh. */
#define TAKE_INSIDE(type)                                                                      \
    do {                                                                                       \
        for (size_t w = from; w < end; w++) {                                                  \
            const type *ids = (const type *)column->ids + w * 64;                              \
            uint64_t inside = 0, left = lines[w];                                              \
            if (left == UINT64_MAX) {                                                          \
                for (size_t i = 0; i < 64; i++) {                                              \
                    sum += weight[ids[i]];                                                     \
                    inside = inside >> 1 | weight[ids[i]] << 63;                               \
                }                                                                              \
            }                                                                                  \
            for (; left && left != UINT64_MAX; left &= left - 1) {                             \
                unsigned bit = (unsigned)__builtin_ctzll(left);                                \
                sum += weight[ids[bit]];                                                       \
                inside |= (weight[ids[bit]] & 1U) << bit;                                      \
            }                                                                                  \
            out[w] = inside;                                                                   \
        }                                                                                      \
    } while (0)

static uint64_t take_inside(const struct column *column, const uint64_t *weight,
                            const uint64_t *lines, size_t from, size_t end, uint64_t *out)
{
    uint64_t sum = 0;
    if (column->width == 1)
        TAKE_INSIDE(uint8_t);
    else if (column->width == 2)
        TAKE_INSIDE(uint16_t);
    else
        TAKE_INSIDE(uint32_t);
    return sum;
}

struct taking {
    const struct column *column;
    const uint64_t *weight, *lines;
    uint64_t *out;
    struct pace *pace;
    uint32_t count[2][PLACES]; /* by half */
};

static void take_words(void *data, int half, size_t from, size_t end)
{
    struct taking *t = data;
    for (size_t w = from; w < end; w += WORDS_A_COUNT) {
        size_t stop = end - w < WORDS_A_COUNT ? end : w + WORDS_A_COUNT;
        uint64_t sum = take_inside(t->column, t->weight, t->lines, w, stop, t->out);
        for (int p = 0; p < PLACES; p++, sum >>= PLACE_BITS)
            t->count[half][p] += sum & ((1U << PLACE_BITS) - 1);
        if (!pace_go_half(t->pace, half, (stop - w) * 64))
            return;
    }
}

enum status span_select(struct frame *f, const char *date, const struct bitmap *selection,
                        struct span span, enum date_grain grain, struct bitmap *out,
                        struct span_outcome *outcome, struct error *e)
{
    const struct column *column;
    enum status status = frame_column(f, date, &column, e);
    if (status)
        return status;
    uint64_t *weight = malloc((column->values ? column->values : 1) * sizeof *weight);
    if (!weight || !bitmap_init(out, selection->bits)) {
        free(weight);
        return error_no_memory(e);
    }
    for (uint32_t v = 0; v < column->values; v++)
        weight[v] = (uint64_t)1 << (PLACE_BITS * place_of(&column->value[v], span, grain));
    struct taking t = {column, weight, selection->words, out->words, frame_pace(f), {{0}}};
    size_t words = bitmap_words(selection);
    halves_run(words, halves_cut(words, SPAN_WORDS_A_THREAD, 1), take_words, &t);
    uint32_t count[PLACES];
    for (int p = 0; p < PLACES; p++)
        count[p] = t.count[0][p] + t.count[1][p];
    free(weight);
    *outcome = (struct span_outcome){count[INSIDE], count[COARSE], count[UNDATED]};
    status = pace_status(t.pace, e);
    if (status)
        bitmap_free(out);
    return status;
}

bool span_as_of(const struct frame *f, int32_t *day)
{
    const char *text = frame_as_of(f);
    struct date d;
    if (!text || !date_parse(text, strlen(text), &d))
        return false;
    *day = d.day;
    return true;
}

enum status span_of_data(struct frame *f, const char *date, struct span *out, bool *any,
                         struct error *e)
{
    const struct column *column;
    enum status status = frame_column(f, date, &column, e);
    if (status)
        return status;
    const uint32_t *count;
    status = frame_value_lines(f, column, &count, e);
    if (status)
        return status;
    int32_t as_of;
    bool bounded = span_as_of(f, &as_of);
    *any = false;
    for (uint32_t v = 0; v < column->values; v++) {
        struct date d = date_of(&column->value[v]);
        if (!count[v] || column->value[v].state != VALUE_VALID || (bounded && d.day > as_of))
            continue;
        int32_t last = date_end(d) - 1;
        if (bounded && last > as_of)
            last = as_of;
        if (!*any || d.day < out->from)
            out->from = d.day;
        if (!*any || last > out->to)
            out->to = last;
        *any = true;
    }
    return STATUS_OK;
}

enum status span_usual_delay(struct frame *f, int *days, struct error *e)
{
    *days = -1;
    const struct column *lag;
    if (!frame_find_field(f, "lag"))
        return STATUS_OK;
    enum status status = frame_column(f, "lag", &lag, e);
    if (status)
        return status;
    const uint32_t *count;
    status = frame_value_lines(f, lag, &count, e);
    if (status)
        return status;
    uint64_t all = 0, below = 0;
    for (uint32_t v = 0; v < lag->values; v++)
        if (lag->value[v].state == VALUE_VALID)
            all += count[v];
    /* Values stand in order of size. */
    for (uint32_t v = 0; v < lag->values && all; v++) {
        if (lag->value[v].state != VALUE_VALID)
            continue;
        below += count[v];
        if (below * 10 >= all * 9) {
            *days = (int)(lag->value[v].number / 1000000);
            break;
        }
    }
    if (*days < 0 && all)
        *days = 0;
    return STATUS_OK;
}
