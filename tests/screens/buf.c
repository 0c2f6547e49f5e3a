/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The byte buffer of the screen harness. */
#include "buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_room(struct buf *b, size_t more)
{
    if (b->len + more + 1 <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < b->len + more + 1)
        cap *= 2;
    char *data = realloc(b->data, cap);
    if (!data) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    b->data = data;
    b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
    make_room(b, len);
    if (len)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_fmt(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    int len = vasprintf(&text, format, args);
    va_end(args);
    if (len < 0) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    buf_add(b, text, (size_t)len);
    free(text);
}

void buf_rune(struct buf *b, unsigned int rune)
{
    if (rune < 0x80) {
        buf_char(b, (char)rune);
        return;
    }
    int tails = rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    buf_char(b, (char)(lead[tails] | (rune >> (6 * tails))));
    while (tails-- > 0)
        buf_char(b, (char)(0x80 | ((rune >> (6 * tails)) & 0x3f)));
}

void buf_cut(struct buf *b, size_t len)
{
    if (len >= b->len)
        return;
    b->len = len;
    b->data[len] = '\0';
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

int buf_read_file(struct buf *b, const char *path)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return -1;
    char chunk[4096];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(b, chunk, n);
    int bad = ferror(f) ? EIO : 0;
    fclose(f);
    errno = bad;
    return bad ? -1 : 0;
}

char *copy_text(const char *s)
{
    char *copy = strdup(s);
    if (!copy) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    return copy;
}
