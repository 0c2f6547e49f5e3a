/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as a source of text: its SHA-256, its encoding, and its text as UTF-8. */
#ifndef SAISIE_INGEST_SOURCE_H
#define SAISIE_INGEST_SOURCE_H

#include "base/error.h"
#include "base/progress.h"
#include "ingest/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source {
    const char *path;  /* borrowed */
    uint64_t bytes;    /* of the content: unpacked, of a sheet its CSV */
    uint64_t read;     /* of it so far, for progress */
    char sha256[65];   /* of the content */
    char encoding[48]; /* UTF-8, UTF-16LE, "Windows-1252 (assumed)", "WINDOWS-1251 (assumed)"
                          ... */
    bool damaged; /* some bytes fit no encoding: source_is_damaged finds them in its text */
    bool empty;   /* it is refused for that */
    bool rows;    /* a line is a row of a sheet, see struct stream */
    struct source_decoder *state; /* owned */
};

/* Reads the content once from end to end: digest, encoding, whether it is text at all. part:
 * see stream_open; encoding: as told, NULL: to be found. Without a byte order mark it is UTF-8
 * when more of it is so than not; UTF-16 when every other byte is NUL; else what uchardet makes
 * of it, or Windows-1252 where that can't tell or names a relative of it. Refuses what
 * stream_open refuses, what is empty or binary, and an encoding that there is not. most: only
 * so many bytes are read for that (sha256 is "" where there are more), 0 all. The source is
 * then at its start. source_close in any case. */
enum status source_open(struct source *s, const char *path, int spooled, const char *part,
                        const char *encoding, uint64_t most, const struct progress *p,
                        struct error *e);
/* Up to room (at least 16) bytes of UTF-8 text, without a byte order mark; *got 0 at the end.
 * Bytes that fit no encoding stand in it as they are; a byte that Windows-1252 leaves free as
 * the C1 control of its number; half a pair of UTF-16 as U+FFFD. */
enum status source_read(struct source *s, char *out, size_t room, size_t *got, struct error *e);
enum status source_rewind(struct source *s, struct error *e);
void source_close(struct source *s);
/* Whether text holds what source_read makes of bytes that fit no encoding. */
bool source_is_damaged(const char *text, size_t len);

#endif
