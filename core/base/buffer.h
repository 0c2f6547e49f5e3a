/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growable run of bytes, always NUL-terminated behind its end. Failure to grow sticks. */
#ifndef SAISIE_BASE_BUFFER_H
#define SAISIE_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty buffer. After a failed growth nothing more is added and failed stays
 * true: write a whole text, then look once. */
struct buffer {
    char *data;
    size_t len;
    size_t capacity;
    bool failed;
};

/* Room for more bytes and a NUL behind the end: who fills it adds to len and writes the NUL.
 * The place, borrowed until the next call, or NULL when memory is out. */
char *buffer_reserve(struct buffer *b, size_t more);
void buffer_add(struct buffer *b, const void *bytes, size_t len);
void buffer_adds(struct buffer *b, const char *text);
void buffer_addc(struct buffer *b, char c);
void buffer_addf(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Sets the length to 0 and keeps the memory and the failed mark. */
void buffer_clear(struct buffer *b);
void buffer_free(struct buffer *b);
/* The text so far, never NULL; borrowed until the next call. */
const char *buffer_text(const struct buffer *b);

#endif
