/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding of text for comparison: case, accents and compatibility forms removed. */
#include "base/text.h"
#include "base/text_tables.h"

#include <string.h>
#include <utf8proc.h>

#define BYTES(b) ((b)*0x0101010101010101ULL)

/* Lowers 8 ASCII bytes at once: bit 7 of a byte is set where 'A' <= byte <= 'Z', and 0x80 >> 2
 * is the bit that tells a small letter. */
static inline uint64_t lower8(uint64_t word)
{
    uint64_t from_a = word + BYTES(0x80U - 'A');
    uint64_t past_z = word + BYTES(0x80U - 'Z' - 1U);

    return word | ((from_a ^ past_z) & BYTES(0x80U)) >> 2;
}

static inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Copies the ASCII bytes that text starts with, lowered; returns how many. */
static size_t lower_run(char *to, const char *text, size_t len)
{
    size_t i = 0;

    for (uint64_t word; len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        if (word & BYTES(0x80U)) {
            break;
        }
        word = lower8(word);
        memcpy(to + i, &word, sizeof word);
    }
    for (; i < len && (unsigned char)text[i] < 0x80; i++) {
        to[i] = lower(text[i]);
    }
    return i;
}

void text_fold(struct buffer *out, const char *text, size_t len)
{
    size_t i = 0;

    while (i < len) {
        /* Room for the rest as it stands; what grows asks for more below. */
        char *end = buffer_reserve(out, len - i);
        if (!end) {
            return;
        }
        size_t run = lower_run(end, text + i, len - i);
        out->len += run;
        end[run] = '\0';
        i += run;
        while (i < len && (unsigned char)text[i] >= 0x80) {
            int32_t c;
            int32_t pieces[TEXT_PIECES];
            int accents;
            size_t taken = text_decode(text + i, len - i, &c);
            if (c < 0) {
                buffer_add(out, text + i, taken);
                i += taken;
                continue;
            }
            int n = text_pieces(c, true, pieces, &accents);
            for (int k = 0; k < n; k++) {
                char bytes[4];
                buffer_add(out, bytes, text_encode(pieces[k], bytes));
            }
            i += taken;
        }
    }
}

static bool is_word(int32_t c)
{
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }
    utf8proc_category_t category = utf8proc_category(c);
    /* Lu..Lo are letters, Mn..Me marks that are letters of their script, Nd..No numbers. */
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Where a key is written: a blank waits until a word follows, so none stands at the ends. */
struct key {
    struct buffer *out;
    size_t start;
    bool blank;
};

static void key_add(struct key *key, int32_t c)
{
    char bytes[5];
    size_t n = 0;

    if (!is_word(c)) {
        key->blank = true;
        return;
    }
    if (key->blank && key->out->len > key->start) {
        bytes[n++] = ' ';
    }
    key->blank = false;
    n += text_encode(c, bytes + n);
    buffer_add(key->out, bytes, n);
}

/* The ASCII bytes that text starts with, written in place; returns how many were read. */
static size_t key_run(struct key *key, const char *text, size_t len)
{
    size_t i = 0;
    char *start = buffer_reserve(key->out, len + 1);
    char *to = start;

    if (!start) {
        return len;
    }
    bool empty = key->out->len == key->start;
    for (; i < len && (unsigned char)text[i] < 0x80; i++) {
        char c = lower(text[i]);
        if (!is_word(c)) {
            key->blank = true;
            continue;
        }
        if (key->blank && !empty) {
            *to++ = ' ';
        }
        key->blank = false;
        empty = false;
        *to++ = c;
    }
    *to = '\0';
    key->out->len += (size_t)(to - start);
    return i;
}

void text_key(struct buffer *out, const char *text, size_t len)
{
    struct key key = {out, out->len, false};
    size_t i = 0;

    while (i < len && !out->failed) {
        if ((unsigned char)text[i] < 0x80) {
            i += key_run(&key, text + i, len - i);
            continue;
        }
        int32_t c;
        int32_t pieces[TEXT_PIECES];
        int accents;
        i += text_decode(text + i, len - i, &c);
        int n = c < 0 ? 0 : text_pieces(c, true, pieces, &accents);
        if (c < 0) {
            key.blank = true;
        }
        for (int k = 0; k < n; k++) {
            key_add(&key, pieces[k]);
        }
    }
}
