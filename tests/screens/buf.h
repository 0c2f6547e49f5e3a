/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing byte buffer, always followed by a NUL. The harness stops the whole run when memory
 * ends. */
#ifndef SCREENS_BUF_H
#define SCREENS_BUF_H

#include <stddef.h>

/* Zero-initialised is empty; the holder calls buf_free(). */
struct buf {
    char *data;
    size_t len;
    size_t cap;
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends the UTF-8 form of a code point. */
void buf_rune(struct buf *b, unsigned int rune);
/* Cuts everything from `len` on. */
void buf_cut(struct buf *b, size_t len);
/* The content as a C string, "" when nothing was added; valid until the next change. */
const char *buf_text(const struct buf *b);
void buf_free(struct buf *b);

/* Reads a whole file onto the end of `b`: 0, or -1 with errno. */
int buf_read_file(struct buf *b, const char *path);

/* strdup() that stops the run when memory ends; the caller frees. */
char *copy_text(const char *s);

#endif
