/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting on the fast road of the cross-tab: blocks of lines into keys, keys into counts and
 * sums. Blocks that the selection takes whole are read in sequence, without positions. */
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/pivot_dense_private.h"

#define BLOCK_WORDS (BLOCK_LINES / 64)

/* Lines of one block: n from base on, or at the positions at. */
struct block {
    size_t base, n;
    const uint32_t *at; /* NULL: all from base on */
};

/* Does step with the position p of each line of the block b. */
#define EACH_LINE(b, i, p, step)                                                               \
    do {                                                                                       \
        if ((b)->at)                                                                           \
            for (size_t i = 0; i < (b)->n; i++) {                                              \
                const size_t p = (b)->at[i];                                                   \
                step;                                                                          \
            }                                                                                  \
        else                                                                                   \
            for (size_t i = 0, p = (b)->base; i < (b)->n; i++, p++) {                          \
                step;                                                                          \
            }                                                                                  \
    } while (0)

/* ---- keys */

#define TAKE_KEYS(type)                                                                        \
    do {                                                                                       \
        const type *ids = r->axis->column->ids;                                                \
        if (add)                                                                               \
            EACH_LINE(b, i, p, key[i] += table[ids[p]]);                                       \
        else                                                                                   \
            EACH_LINE(b, i, p, key[i] = table[ids[p]]);                                        \
    } while (0)

static void take_keys(const struct raw_side *r, const struct block *b, bool add,
                      uint32_t *restrict key)
{
    const uint32_t *restrict table = r->key;
    if (r->axis->column->width == 1)
        TAKE_KEYS(uint8_t);
    else if (r->axis->column->width == 2)
        TAKE_KEYS(uint16_t);
    else
        TAKE_KEYS(uint32_t);
}

static void block_keys(const struct dense *d, const struct block *b, uint32_t *restrict key)
{
    if (d->rows.axis)
        take_keys(&d->rows, b, false, key);
    if (d->cols.axis)
        take_keys(&d->cols, b, d->rows.axis != NULL, key);
    for (size_t i = 0; !d->rows.axis && !d->cols.axis && i < b->n; i++)
        key[i] = 0;
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

/* Amounts that do not count are 0, so adding them is harmless and spares a branch. */
static void sum_block(struct part *t, size_t m, const struct block *b,
                      const uint32_t *restrict key)
{
    const struct amounts *a = t->d->amounts[m];
    const int64_t *restrict amount = a->amount;
    const uint8_t *restrict state = a->state;
    int128 *restrict sum = t->sum[m];
    uint32_t *restrict counted = t->counted[m];
    EACH_LINE(b, i, p, {
        sum[key[i]] += amount[p];
        counted[key[i]] += state[p] == AMOUNT_COUNTED;
    });
    /* Four counters in turn, and what is outside of the table in the upper eight of each. */
    uint32_t states[4][16] = {{0}};
    const bool *outside = t->d->outside;
    if (outside)
        EACH_LINE(b, i, p, states[i % 4][state[p] + (outside[key[i]] ? 8 : 0)]++);
    else
        EACH_LINE(b, i, p, states[i % 4][state[p]]++);
    for (size_t s = 0; s < AMOUNT_STATES; s++)
        t->by_state[m][s] += states[0][s] + states[1][s] + states[2][s] + states[3][s];
}

static void count_block(struct part *t, const struct block *b)
{
    uint32_t key[BLOCK_LINES];
    block_keys(t->d, b, key);
    count_keys(t->d, key, b->n, t->lines);
    for (size_t m = 0; m < t->d->p->measure_count; m++)
        if (t->d->amounts[m])
            sum_block(t, m, b, key);
}

/* The set bits of up to BLOCK_WORDS words as positions. */
static size_t positions(const uint64_t *words, size_t count, size_t base, uint32_t *out)
{
    size_t n = 0;
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
            b.n = positions(words, count, b.base, at);
            b.at = at;
        }
        if (any)
            count_block(t, &b);
    }
}

/* ---- cases */

static uint32_t raw_key(const struct raw_side *r, size_t position)
{
    return r->axis ? r->key[column_id(r->axis->column, position)] : 0;
}

/* The keys that a line's case counts at; false: the line has no place in the table. */
static bool case_keys(const struct dense *d, size_t position, size_t keys[4])
{
    uint32_t row = raw_key(&d->rows, position), col = raw_key(&d->cols, position);
    keys[0] = row + col;
    if (d->outside && d->outside[keys[0]])
        return false;
    keys[1] = d->row_margin + row / d->rows.stride;
    keys[2] = d->col_margin + col;
    keys[3] = d->grand;
    return true;
}

/* One line of a case of several; token: which of the part's cases it is. */
static void see_line(struct part *t, size_t position, uint32_t token)
{
    size_t keys[4];
    if (!case_keys(t->d, position, keys))
        return;
    for (size_t k = 0; k < 4; k++) {
        t->again[keys[k]] += t->last[keys[k]] == token;
        t->last[keys[k]] = token;
    }
}

/* A case of one line in the selection is counted by the line. Of the others each line is
 * compared with those before: what stands together needs to remember the last case alone. */
static void count_again(struct part *t)
{
    const struct frame_cases *cases = t->d->cases;
    uint64_t carry = 0;
    size_t before = 0; /* the line of the selection before this word */
    uint32_t token = 0;
    bool goes_on = false; /* that line was a repeat */
    for (size_t w = t->first_word; w < t->end_word; w++) {
        const uint64_t lines = t->selection->words[w];
        const uint64_t repeats = case_repeats(lines, cases->follows.words[w], &carry);
        for (uint64_t left = repeats; left; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left);
            uint64_t below = lines & (((uint64_t)1 << bit) - 1);
            size_t first = below ? w * 64 + 63 - (size_t)__builtin_clzll(below) : before;
            bool begins = below ? !((repeats >> (first % 64)) & 1U) : !goes_on;
            if (begins)
                see_line(t, first, ++token);
            see_line(t, w * 64 + bit, token);
        }
        if (lines) {
            size_t top = 63 - (size_t)__builtin_clzll(lines);
            before = w * 64 + top;
            goes_on = (repeats >> top) & 1U;
        }
    }
}

static void count_caseless(struct part *t)
{
    const struct frame_cases *cases = t->d->cases;
    for (size_t w = t->first_word; cases->without && w < t->end_word; w++) {
        uint64_t lines = t->selection->words[w] & cases->caseless.words[w];
        for (; lines; lines &= lines - 1) {
            size_t position = w * 64 + (size_t)__builtin_ctzll(lines);
            t->caseless[raw_key(&t->d->rows, position) + raw_key(&t->d->cols, position)]++;
        }
    }
}

void dense_count(struct part *t)
{
    const struct dense *d = t->d;
    count_lines(t);
    for (size_t way = 1; way < d->ways; way++)
        for (size_t c = 0; c < d->cells; c++)
            t->lines[c] += t->lines[way * d->cells + c];
    if (d->cases) {
        count_again(t);
        count_caseless(t);
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
    size_t from = 0, n, keys[4];
    while (!status && (n = bitmap_next(&lines, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; case_keys(d, at[i], keys) && k < 4; k++)
                t->again[keys[k]] += !case_counter_new(&counter, (uint32_t)keys[k], at[i]);
    if (!status && counter.failed)
        status = error_no_memory(e);
    bitmap_free(&lines);
    case_counter_close(&counter);
    return status;
}
