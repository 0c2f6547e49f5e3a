/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passes over the lines. 64 lines become 64 bytes of 0 or 1 without a branch, which compilers
 * turn into vector instructions, and the bytes one word of the selection. */
#include "filter/tree.h"

#include <endian.h>
#include <string.h>

/* Eight bytes of 0 or 1 to eight bits by one multiplication: byte i has to move by 56 - 7i. */
static uint64_t pack(const uint8_t flag[64])
{
    uint64_t word = 0;
    for (unsigned k = 0; k < 8; k++) {
        uint64_t eight;
        memcpy(&eight, flag + 8 * k, sizeof eight);
        word |= (le64toh(eight) * UINT64_C(0x0102040810204080) >> 56) << (8 * k);
    }
    return word;
}

/* One function a width and a form: values of a run of ids (low .. low + span), which needs no
 * table, or any. */
#define SCAN(type, bits)                                                                       \
    static void run_##bits(const type *id, size_t lines, type low, type span, uint64_t *out)   \
    {                                                                                          \
        uint8_t flag[64];                                                                      \
        size_t i = 0;                                                                          \
        for (; i + 64 <= lines; i += 64) {                                                     \
            for (size_t k = 0; k < 64; k++) {                                                  \
                flag[k] = (type)(id[i + k] - low) <= span;                                     \
            }                                                                                  \
            out[i / 64] |= pack(flag);                                                         \
        }                                                                                      \
        for (; i < lines; i++) {                                                               \
            out[i / 64] |= (uint64_t)((type)(id[i] - low) <= span) << (i % 64);                \
        }                                                                                      \
    }                                                                                          \
    static void table_##bits(const type *id, size_t lines, const uint8_t *table,               \
                             uint64_t *out)                                                    \
    {                                                                                          \
        uint8_t flag[64];                                                                      \
        size_t i = 0;                                                                          \
        for (; i + 64 <= lines; i += 64) {                                                     \
            for (size_t k = 0; k < 64; k++) {                                                  \
                flag[k] = table[id[i + k]];                                                    \
            }                                                                                  \
            out[i / 64] |= pack(flag);                                                         \
        }                                                                                      \
        for (; i < lines; i++) {                                                               \
            out[i / 64] |= (uint64_t)table[id[i]] << (i % 64);                                 \
        }                                                                                      \
    }
SCAN(uint8_t, 8)
SCAN(uint16_t, 16)
SCAN(uint32_t, 32)

/* Whether the ids with a 1 stand together (values are in order, so spans of dates, numbers and
 * single values do). */
static bool one_run(const uint8_t *table, uint32_t values, uint32_t *low, uint32_t *span)
{
    const uint8_t *first = memchr(table, 1, values);
    const uint8_t *last = memrchr(table, 1, values);
    if (!first) {
        return false;
    }
    *low = (uint32_t)(first - table);
    *span = (uint32_t)(last - first);
    return !memchr(first, 0, (size_t)(last - first) + 1);
}

void scan_table(struct pace *pace, const struct column *c, size_t lines, const uint8_t *table,
                uint64_t *out)
{
    uint32_t low = 0, span = 0;
    bool run = one_run(table, c->values, &low, &span);
    if (!run && !memchr(table, 1, c->values)) {
        return;
    }
    for (size_t i = 0, n; (n = pace_block(pace, 0, i, lines)) > 0; i += n) {
        const void *ids = (const char *)c->ids + i * c->width;
        uint64_t *to = out + i / 64;
        if (c->width == 1) {
            run ? run_8(ids, n, (uint8_t)low, (uint8_t)span, to) : table_8(ids, n, table, to);
        } else if (c->width == 2) {
            run ? run_16(ids, n, (uint16_t)low, (uint16_t)span, to)
                : table_16(ids, n, table, to);
        } else {
            run ? run_32(ids, n, low, span, to) : table_32(ids, n, table, to);
        }
    }
}

static void scan_words(const struct amounts *m, size_t begin, size_t end, int64_t from,
                       int64_t to, uint64_t *out)
{
    uint8_t flag[64];
    for (size_t i = begin; i < end; i += 64) {
        size_t n = end - i < 64 ? end - i : 64;
        memset(flag, 0, sizeof flag);
        for (size_t k = 0; k < n; k++) {
            flag[k] = (m->state[i + k] == AMOUNT_COUNTED) & (m->amount[i + k] >= from) &
                      (m->amount[i + k] <= to);
        }
        out[i / 64] |= pack(flag);
    }
}

void scan_amounts(struct pace *pace, const struct amounts *m, size_t lines, int64_t from,
                  int64_t to, uint64_t *out)
{
    for (size_t i = 0, n; (n = pace_block(pace, 0, i, lines)) > 0; i += n) {
        scan_words(m, i, i + n, from, to, out);
    }
}

void scan_states(struct pace *pace, const uint8_t *state, size_t lines, uint8_t wanted,
                 uint64_t *out)
{
    for (size_t i = 0, n; (n = pace_block(pace, 0, i, lines)) > 0; i += n) {
        run_8(state + i, n, wanted, 0, out + i / 64);
    }
}

void scan_keys(struct pace *pace, const uint32_t *key, size_t lines, uint32_t wanted,
               uint64_t *out)
{
    for (size_t i = 0, n; (n = pace_block(pace, 0, i, lines)) > 0; i += n) {
        run_32(key + i, n, wanted, 0, out + i / 64);
    }
}

/* The line from on whose text holds the byte at offset: steps that double, then halve. */
static size_t line_at(const uint64_t *offset, size_t lines, size_t from, uint64_t at)
{
    size_t step = 1, low = from, high;
    while (low + step < lines && offset[low + step] <= at) {
        low += step;
        step *= 2;
    }
    high = low + step < lines ? low + step : lines;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (offset[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The texts of lines line .. lines - 1, read as one. */
static void scan_run(const struct text_column *c, size_t line, size_t lines, const char *needle,
                     size_t len, bool anchor, uint64_t *out)
{
    uint64_t at = c->offset[line], end = c->offset[lines];
    while (at < end) {
        const char *hit = memmem(c->folded + at, end - at, needle, len);
        if (!hit) {
            return;
        }
        uint64_t found = (uint64_t)(hit - c->folded);
        line = line_at(c->offset, lines, line, found);
        /* A hit may run into the next line; then no later one lies inside this line either. */
        bool inside = found + len <= c->offset[line + 1];
        bool begins = found == c->offset[line];
        if (inside && (begins || !anchor)) {
            out[line / 64] |= (uint64_t)1 << (line % 64);
        }
        at = c->offset[line + 1];
    }
}

void scan_text(struct pace *pace, const struct text_column *c, size_t lines, const char *needle,
               size_t len, bool anchor, uint64_t *out)
{
    for (size_t i = 0, n; len && (n = pace_block(pace, 0, i, lines)) > 0; i += n) {
        scan_run(c, i, i + n, needle, len, anchor, out);
    }
}

void scan_text_whole(struct pace *pace, const struct text_column *c, size_t lines,
                     const char *needle, size_t len, uint64_t *out)
{
    for (size_t i = 0; i < lines && (i % 4096 || pace_go(pace, 4096)); i++) {
        uint64_t same = c->offset[i + 1] - c->offset[i] == len &&
                        memcmp(c->folded + c->offset[i], needle, len) == 0;
        out[i / 64] |= same << (i % 64);
    }
}
