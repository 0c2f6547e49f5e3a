/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growable run of bytes whose failure to grow sticks. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buffer_reserve(struct buffer *b, size_t more)
{
    if (b->failed) {
        return NULL;
    }
    if (more >= SIZE_MAX / 2 - b->len) {
        b->failed = true;
        return NULL;
    }
    size_t need = b->len + more + 1;
    if (need > b->capacity) {
        size_t capacity = b->capacity * 2 > 64 ? b->capacity * 2 : 64;
        if (capacity < need) {
            capacity = need;
        }
        char *data = realloc(b->data, capacity);
        if (!data) {
            b->failed = true;
            return NULL;
        }
        b->data = data;
        b->capacity = capacity;
        b->data[b->len] = '\0';
    }
    return b->data + b->len;
}

void buffer_add(struct buffer *b, const void *bytes, size_t len)
{
    if (len == 0) {
        return;
    }
    char *end = buffer_reserve(b, len);
    if (end) {
        memcpy(end, bytes, len);
        b->len += len;
        b->data[b->len] = '\0';
    }
}

void buffer_adds(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void buffer_addc(struct buffer *b, char c)
{
    char *end = buffer_reserve(b, 1);

    if (end) {
        end[0] = c;
        end[1] = '\0';
        b->len++;
    }
}

void buffer_addf(struct buffer *b, const char *format, ...)
{
    char *end = buffer_reserve(b, 32);
    if (!end) {
        return;
    }
    va_list args;
    va_start(args, format);
    int n = vsnprintf(end, b->capacity - b->len, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n >= b->capacity - b->len) {
        *end = '\0';
        end = buffer_reserve(b, (size_t)n);
        if (!end) {
            return;
        }
        va_start(args, format);
        n = vsnprintf(end, b->capacity - b->len, format, args);
        va_end(args);
    }
    if (n < 0) {
        *end = '\0';
        b->failed = true;
        return;
    }
    b->len += (size_t)n;
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
    if (b->data) {
        b->data[0] = '\0';
    }
}

void buffer_free(struct buffer *b)
{
    if (b) {
        free(b->data);
        memset(b, 0, sizeof *b);
    }
}

const char *buffer_text(const struct buffer *b)
{
    return b->data ? b->data : "";
}
