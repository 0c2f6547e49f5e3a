/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text: decoding, encoding, trimming, and the distance of two words. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define HIGH_BITS 0x8080808080808080ULL

static bool follows(unsigned char c)
{
    return (c & 0xC0U) == 0x80U;
}

size_t text_decode(const char *text, size_t len, int32_t *c)
{
    const unsigned char *p = (const unsigned char *)text;

    *c = -1;
    if (len == 0) {
        return 0;
    }
    if (p[0] < 0x80) {
        *c = p[0];
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4 || len < 2 || !follows(p[1])) {
        return 1;
    }
    if (p[0] < 0xE0) {
        *c = (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        return 2;
    }
    if (len < 3 || !follows(p[2])) {
        return 1;
    }
    if (p[0] < 0xF0) {
        int32_t v = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        if (v < 0x800 || (v >= 0xD800 && v <= 0xDFFF)) {
            return 1;
        }
        *c = v;
        return 3;
    }
    if (len < 4 || !follows(p[3])) {
        return 1;
    }
    int32_t v = (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    if (v < 0x10000 || v > 0x10FFFF) {
        return 1;
    }
    *c = v;
    return 4;
}

size_t text_encode(int32_t c, char out[4])
{
    if (c < 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        c = 0xFFFD;
    }
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool text_is_utf8(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len) {
        uint64_t word;
        while (len - i >= sizeof word) {
            memcpy(&word, text + i, sizeof word);
            if (word & HIGH_BITS) {
                break;
            }
            i += sizeof word;
        }
        if (i == len) {
            break;
        }
        int32_t c;
        i += text_decode(text + i, len - i, &c);
        if (c < 0) {
            return false;
        }
    }
    return true;
}

static bool is_space(int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

size_t text_trim(const char *text, size_t len, const char **start)
{
    int32_t c;

    while (len > 0) {
        size_t n = text_decode(text, len, &c);
        if (!is_space(c)) {
            break;
        }
        text += n;
        len -= n;
    }
    while (len > 0) {
        size_t n = 1;
        while (n < 4 && n < len && follows((unsigned char)text[len - n])) {
            n++;
        }
        if (text_decode(text + len - n, n, &c) != n || !is_space(c)) {
            break;
        }
        len -= n;
    }
    *start = text;
    return len;
}

/* The folded form as code points; NULL when memory is out. */
static int32_t *folded_points(const char *text, size_t *count)
{
    struct buffer folded = {0};
    int32_t *points = NULL;

    text_fold(&folded, text, strlen(text));
    *count = 0;
    if (!folded.failed) {
        points = malloc((folded.len + 1) * sizeof *points);
    }
    for (size_t i = 0; points && i < folded.len;) {
        i += text_decode(folded.data + i, folded.len - i, &points[*count]);
        ++*count;
    }
    buffer_free(&folded);
    return points;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment (Damerau 1964 with each piece edited once), three rows at a time. */
static int alignment(const int32_t *a, size_t na, const int32_t *b, size_t nb, int limit,
                     int *rows)
{
    int *before = rows;
    int *last = rows + nb + 1;
    int *row = rows + 2 * (nb + 1);

    for (size_t j = 0; j <= nb; j++) {
        last[j] = (int)j;
    }
    for (size_t i = 1; i <= na; i++) {
        int best = row[0] = (int)i;
        for (size_t j = 1; j <= nb; j++) {
            int cost = a[i - 1] != b[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
            best = least(best, row[j]);
        }
        /* A swap reaches back two rows, so both must be over the limit to stop. */
        if (best > limit && i > 1) {
            int best_last = last[0];
            for (size_t j = 1; j <= nb; j++) {
                best_last = least(best_last, last[j]);
            }
            if (best_last > limit) {
                return limit + 1;
            }
        }
        int *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[nb] > limit ? limit + 1 : last[nb];
}

int text_distance(const char *a, const char *b, int limit)
{
    size_t na = 0;
    size_t nb = 0;
    int32_t *pa = folded_points(a, &na);
    int32_t *pb = folded_points(b, &nb);
    size_t apart = na > nb ? na - nb : nb - na;
    int distance = limit + 1;

    if (pa && pb && limit >= 0 && apart <= (size_t)limit) {
        int *rows = malloc(3 * (nb + 1) * sizeof *rows);
        if (rows) {
            distance = alignment(pa, na, pb, nb, limit, rows);
        }
        free(rows);
    }
    free(pa);
    free(pb);
    return distance;
}
