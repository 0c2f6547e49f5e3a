/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting on the fast road of the cross-tab: blocks of lines into keys, keys into counts and
 * sums. Blocks that the selection takes whole are read in sequence, without positions. */
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/pivot_dense_private.h"

#define BLOCK_WORDS (BLOCK_LINES / 64)

/* Lines of one block: n from base on, or those at[i] behind base. */
struct block {
    size_t base, n;
    const uint32_t *at; /* NULL: all from base on */
};

/* Does step for each line of the block b, whose column begins at from: i is its place in the
 * block, of its value in the column. */
#define EACH_LINE(b, step_at, step_on)                                                         \
    do {                                                                                       \
        if ((b)->at)                                                                           \
            for (size_t i = 0; i < (b)->n; i++)                                                \
                step_at;                                                                       \
        else                                                                                   \
            for (size_t i = 0; i < (b)->n; i++)                                                \
                step_on;                                                                       \
    } while (0)

/* ---- keys */

#define TAKE_KEYS(type)                                                                        \
    do {                                                                                       \
        const type *ids = (const type *)column->ids + b->base;                                 \
        if (add)                                                                               \
            EACH_LINE(b, key[i] += table[ids[at[i]]], key[i] += table[ids[i]]);                \
        else                                                                                   \
            EACH_LINE(b, key[i] = table[ids[at[i]]], key[i] = table[ids[i]]);                  \
    } while (0)

/* What table has for the values of the lines, or adds it to what is there. */
static void take_keys(const struct column *column, const uint32_t *restrict table,
                      const struct block *b, bool add, uint32_t *restrict key)
{
    const uint32_t *restrict at = b->at;
    if (column->width == 1)
        TAKE_KEYS(uint8_t);
    else if (column->width == 2)
        TAKE_KEYS(uint16_t);
    else
        TAKE_KEYS(uint32_t);
}

#define TAKE_IDS(type)                                                                         \
    do {                                                                                       \
        const type *ids = (const type *)column->ids + b->base;                                 \
        EACH_LINE(b, id[i] = ids[at[i]], id[i] = ids[i]);                                      \
    } while (0)

/* The values of the lines; none where there is no column. */
static void take_ids(const struct column *column, const struct block *b, uint32_t *restrict id)
{
    const uint32_t *restrict at = b->at;
    if (!column)
        for (size_t i = 0; i < b->n; i++)
            id[i] = EXTENT_NONE;
    else if (column->width == 1)
        TAKE_IDS(uint8_t);
    else if (column->width == 2)
        TAKE_IDS(uint16_t);
    else
        TAKE_IDS(uint32_t);
}

static void block_keys(const struct dense *d, const struct block *b, uint32_t *restrict key)
{
    const struct raw_side *const sides[] = {&d->rows, &d->cols};
    bool add = false;
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < sides[s]->side->axes; i++, add = true)
            take_keys(sides[s]->axis[i].column, sides[s]->axis[i].key, b, add, key);
    for (size_t i = 0; !add && i < b->n; i++)
        key[i] = 0;
}

/* The raw groups of the lines on one side. */
static void block_groups(const struct raw_side *r, const struct block *b,
                         uint32_t *restrict group)
{
    for (size_t i = 0; i < r->side->axes; i++)
        take_keys(r->axis[i].column, r->axis[i].group, b, i > 0, group);
    for (size_t i = 0; !r->side->axes && i < b->n; i++)
        group[i] = 0;
}

/* ---- counts and sums */

static void count_keys(const struct dense *d, const uint32_t *restrict key, size_t n,
                       uint32_t *restrict lines)
{
    size_t i = 0;
    if (d->ways == 4) {
        uint32_t *second = lines + d->cells, *third = second + d->cells,
                 *fourth = third + d->cells;
        for (; i + 4 <= n; i += 4) {
            lines[key[i]]++;
            second[key[i + 1]]++;
            third[key[i + 2]]++;
            fourth[key[i + 3]]++;
        }
    }
    for (; i < n; i++)
        lines[key[i]]++;
}

static inline void sum_line(uint128 *sum, int64_t amount, uint8_t state)
{
    /* Amounts that do not count are 0, so adding them is harmless and spares a branch. */
    *sum += (uint128)(uint64_t)amount | (uint128)(state == AMOUNT_COUNTED) << SUM_BITS;
}

/* Why lines are left out: four counters in turn; what is outside of the table goes into the
 * upper eight of each. */
static void count_states(struct part *t, size_t m, const struct block *b, const uint32_t *key)
{
    const uint8_t *state = t->d->amounts[m]->state + b->base;
    const bool *outside = t->d->outside;
    const uint32_t *at = b->at;
    uint32_t states[4][16] = {{0}};
    if (outside)
        EACH_LINE(b, states[i % 4][state[at[i]] + (outside[key[i]] ? 8 : 0)]++,
                  states[i % 4][state[i] + (outside[key[i]] ? 8 : 0)]++);
    else
        EACH_LINE(b, states[i % 4][state[at[i]]]++, states[i % 4][state[i]]++);
    for (size_t s = 0; s < AMOUNT_STATES; s++)
        t->by_state[m][s] += states[0][s] + states[1][s] + states[2][s] + states[3][s];
}

static void sum_block(struct part *t, size_t m, const struct block *b,
                      const uint32_t *restrict key)
{
    const int64_t *restrict amount = t->d->amounts[m]->amount + b->base;
    const uint8_t *restrict state = t->d->amounts[m]->state + b->base;
    const uint32_t *restrict at = b->at;
    uint128 *restrict sum = t->sum[m];
    const size_t other = t->d->sum_ways > 1 ? t->d->cells : 0;
    EACH_LINE(b, sum_line(&sum[key[i] + (i % 2) * other], amount[at[i]], state[at[i]]),
              sum_line(&sum[key[i] + (i % 2) * other], amount[i], state[i]));
    count_states(t, m, b, key);
}

static inline void widen_line(struct wide_sum *w, int64_t amount, uint8_t state,
                              uint32_t stream)
{
    const uint64_t counts = -(uint64_t)(state == AMOUNT_COUNTED);
    sum_line(&w->sum, amount, state);
    w->largest = amount > w->largest ? amount : w->largest;
    w->streams |= (stream | (uint64_t)~stream << 32) & counts;
}

/* The same with the largest line and the streams. */
static void widen_block(struct part *t, size_t m, const struct block *b,
                        const uint32_t *restrict key, const uint32_t *restrict stream)
{
    const int64_t *restrict amount = t->d->amounts[m]->amount + b->base;
    const uint8_t *restrict state = t->d->amounts[m]->state + b->base;
    const uint32_t *restrict at = b->at;
    struct wide_sum *restrict sum = t->wide[m];
    const size_t other = t->d->sum_ways > 1 ? t->d->cells : 0;
    /* Sums of many cells come from far: all of the block's are sent for at once. */
    for (size_t i = 0; t->d->sum_ways == 1 && i < b->n; i++)
        __builtin_prefetch(&sum[key[i]], 1);
    EACH_LINE(
        b, widen_line(&sum[key[i] + (i % 2) * other], amount[at[i]], state[at[i]], stream[i]),
        widen_line(&sum[key[i] + (i % 2) * other], amount[i], state[i], stream[i]));
    count_states(t, m, b, key);
}

/* ---- reporters */

static void mark_reporters(struct part *t, const struct block *b, const uint32_t *restrict key)
{
    const struct reporter_index *who = &t->d->reporters;
    uint32_t id[BLOCK_LINES];
    take_ids(who->column, b, id);
    for (size_t i = 0; i < b->n; i++) {
        const uint32_t bit = who->bit[id[i]];
        if (bit == REPORTER_NONE) {
            t->unreported[key[i]]++;
            continue;
        }
        uint64_t *word = &t->reported[(size_t)key[i] * who->words + bit / 64];
        const uint64_t mark = (uint64_t)1 << (bit % 64);
        if (!(*word & mark)) /* mostly it is there, and need not be written */
            *word |= mark;
    }
}

static void count_block(struct part *t, const struct block *b)
{
    const struct dense *d = t->d;
    uint32_t key[BLOCK_LINES], stream[BLOCK_LINES];
    block_keys(d, b, key);
    count_keys(d, key, b->n, t->lines);
    if (d->p->extents)
        take_ids(d->p->stream, b, stream);
    for (size_t m = 0; m < d->p->measure_count; m++)
        if (t->wide[m])
            widen_block(t, m, b, key, stream);
        else if (d->amounts[m])
            sum_block(t, m, b, key);
    if (d->reporters.column)
        mark_reporters(t, b, key);
}

/* The set bits of up to BLOCK_WORDS words. */
static size_t positions(const uint64_t *words, size_t count, uint32_t *out)
{
    size_t n = 0, base = 0;
    for (size_t w = 0; w < count; w++, base += 64) {
        if (words[w] == UINT64_MAX) {
            for (size_t i = 0; i < 64; i++)
                out[n + i] = (uint32_t)(base + i);
            n += 64;
            continue;
        }
        for (uint64_t word = words[w]; word; word &= word - 1)
            out[n++] = (uint32_t)base + (uint32_t)__builtin_ctzll(word);
    }
    return n;
}

static void count_lines(struct part *t)
{
    uint32_t at[BLOCK_LINES];
    for (size_t w = t->first_word; w < t->end_word; w += BLOCK_WORDS) {
        const uint64_t *words = t->selection->words + w;
        size_t count = t->end_word - w < BLOCK_WORDS ? t->end_word - w : BLOCK_WORDS;
        uint64_t all = UINT64_MAX, any = 0;
        for (size_t i = 0; i < count; i++) {
            all &= words[i];
            any |= words[i];
        }
        struct block b = {.base = w * 64, .n = count * 64};
        if (any && all != UINT64_MAX) {
            b.n = positions(words, count, at);
            b.at = at;
        }
        if (any)
            count_block(t, &b);
        if (!pace_go_half(t->pace, t->half, any ? b.n : 0))
            return;
    }
}

/* ---- cases */

static uint32_t raw_group(const struct raw_side *r, size_t position)
{
    uint32_t group = 0;
    for (size_t i = 0; i < r->side->axes; i++)
        group += r->axis[i].group[column_id(r->axis[i].column, position)];
    return group;
}

static void count_caseless(struct part *t)
{
    const struct frame_cases *cases = t->d->cases;
    const struct raw_side *rows = &t->d->rows, *cols = &t->d->cols;
    for (size_t w = t->first_word; cases->without && w < t->end_word; w++) {
        if (pace_stopped(t->pace))
            return;
        uint64_t lines = t->selection->words[w] & cases->caseless.words[w];
        for (; lines; lines &= lines - 1) {
            size_t position = w * 64 + (size_t)__builtin_ctzll(lines);
            t->caseless[raw_group(rows, position) * rows->stride + raw_group(cols, position)]++;
        }
    }
}

/* Lines of cases that have several, in order, until they are looked at together. */
struct queue {
    struct block lines;
    uint32_t at[BLOCK_LINES];
    uint32_t token[BLOCK_LINES]; /* which of the part's cases it is */
};

static inline void see(struct part *t, size_t key, uint32_t token)
{
    t->again[key] += t->last[key] == token;
    t->last[key] = token;
}

/* A line that may have several groups counts once in each, in each margin of theirs, and once
 * in the grand total. */
static void see_members(struct part *t, uint32_t row, uint32_t col, uint32_t token)
{
    const struct dense *d = t->d;
    uint32_t one_row, one_col;
    const uint32_t *r, *c;
    uint32_t rows = raw_members(&d->rows, row, &one_row, &r),
             cols = raw_members(&d->cols, col, &one_col, &c);
    for (uint32_t i = 0; i < rows; i++) {
        for (uint32_t k = 0; k < cols; k++)
            see(t, (size_t)r[i] * d->cols.shown + c[k], token);
        see(t, d->row_margin + r[i], token);
    }
    for (uint32_t k = 0; k < cols; k++)
        see(t, d->col_margin + c[k], token);
    see(t, d->grand, token);
}

/* Each line is compared with those of its case before it: as these stand together, every key
 * remembers the last case alone. */
static void see_lines(struct part *t, struct queue *q)
{
    const struct dense *d = t->d;
    const struct block *b = &q->lines;
    const bool several = raw_several(&d->rows) || raw_several(&d->cols),
               margins = d->rows.side->axes && d->cols.side->axes;
    uint32_t row[BLOCK_LINES], col[BLOCK_LINES];
    block_groups(&d->rows, b, row);
    block_groups(&d->cols, b, col);
    for (size_t i = 0; i < b->n; i++) {
        const size_t cell = (size_t)row[i] * d->rows.stride + col[i];
        if (d->outside && d->outside[cell])
            continue;
        if (several) {
            see_members(t, row[i], col[i], q->token[i]);
            continue;
        }
        see(t, cell, q->token[i]);
        if (margins) { /* else a cell is its own margin */
            see(t, d->row_margin + row[i], q->token[i]);
            see(t, d->col_margin + col[i], q->token[i]);
        }
        see(t, d->grand, q->token[i]);
    }
    q->lines.n = 0;
}

static void queue_line(struct queue *q, size_t line, uint32_t token)
{
    q->at[q->lines.n] = (uint32_t)line;
    q->token[q->lines.n++] = token;
}

/* A case of one line in the selection is counted by the line; the others are looked at. */
static void count_again(struct part *t)
{
    const struct frame_cases *cases = t->d->cases;
    struct queue q = {.lines = {.at = q.at}};
    uint64_t carry = 0;
    size_t before = 0; /* the line of the selection before this word */
    uint32_t token = 0;
    bool goes_on = false; /* that line was a repeat */
    for (size_t w = t->first_word; w < t->end_word; w++) {
        if (w % BLOCK_WORDS == 0 && !pace_go_half(t->pace, t->half, BLOCK_LINES))
            return;
        const uint64_t lines = t->selection->words[w];
        const uint64_t repeats = case_repeats(lines, cases->follows.words[w], &carry);
        for (uint64_t left = repeats; left; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            uint64_t below = lines & (((uint64_t)1 << bit) - 1);
            size_t first = below ? w * 64 + 63 - (size_t)__builtin_clzll(below) : before;
            if (below ? !((repeats >> (first % 64)) & 1U) : !goes_on)
                queue_line(&q, first, ++token);
            queue_line(&q, w * 64 + bit, token);
        }
        if (q.lines.n + 128 > BLOCK_LINES)
            see_lines(t, &q);
        if (lines) {
            size_t top = 63 - (size_t)__builtin_clzll(lines);
            before = w * 64 + top;
            goes_on = (repeats >> top) & 1U;
        }
    }
    see_lines(t, &q);
}

void dense_count(struct part *t)
{
    const struct dense *d = t->d;
    count_lines(t);
    for (size_t way = 1; way < d->ways; way++)
        for (size_t c = 0; c < d->cells; c++)
            t->lines[c] += t->lines[way * d->cells + c];
    for (size_t m = 0; m < d->p->measure_count; m++)
        for (size_t c = 0; d->amounts[m] && d->sum_ways > 1 && c < d->cells; c++)
            if (t->wide[m])
                wide_add(&t->wide[m][c], &t->wide[m][d->cells + c]);
            else
                t->sum[m][c] += t->sum[m][d->cells + c];
    if (d->cases) {
        count_again(t);
        count_caseless(t);
    }
}

/* Counts a line of a case whose lines stand apart at every key that it counts at. */
static void see_apart(struct part *t, struct case_counter *counter, size_t position)
{
    const struct dense *d = t->d;
    uint32_t row = raw_group(&d->rows, position), col = raw_group(&d->cols, position);
    if (d->outside && d->outside[(size_t)row * d->rows.stride + col])
        return;
    uint32_t one_row, one_col;
    const uint32_t *r, *c, at = (uint32_t)position;
    uint32_t rows = raw_members(&d->rows, row, &one_row, &r),
             cols = raw_members(&d->cols, col, &one_col, &c);
    for (uint32_t i = 0; i <= rows; i++)
        for (uint32_t k = 0; k <= cols; k++) {
            size_t key = i < rows && k < cols ? (size_t)r[i] * d->cols.shown + c[k]
                         : i < rows           ? d->row_margin + r[i]
                         : k < cols           ? d->col_margin + c[k]
                                              : d->grand;
            t->again[key] += !case_counter_new(counter, (uint32_t)key, at);
        }
}

enum status dense_count_scattered(struct part *t, struct error *e)
{
    const struct dense *d = t->d;
    if (!d->cases || !d->cases->scattered_lines)
        return STATUS_OK;
    struct case_counter counter;
    enum status status = case_counter_open(d->frame, d->case_keys, 4, &counter, e);
    struct bitmap lines = {0};
    if (!status && !bitmap_copy(&lines, t->selection))
        status = error_no_memory(e);
    if (!status)
        bitmap_and(&lines, &d->cases->scattered);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while (!status && (n = block_next(t->pace, &lines, &from, at)) > 0)
        for (size_t i = 0; i < n; i++)
            see_apart(t, &counter, at[i]);
    if (!status && counter.failed)
        status = error_no_memory(e);
    bitmap_free(&lines);
    case_counter_close(&counter);
    return status;
}
