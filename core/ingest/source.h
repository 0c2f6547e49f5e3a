/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as a source of bytes: what it is, its SHA-256, its encoding, and its text as UTF-8. */
#ifndef SAISIE_INGEST_SOURCE_H
#define SAISIE_INGEST_SOURCE_H

#include "base/error.h"
#include "base/progress.h"

#include <stddef.h>
#include <stdint.h>

struct source {
    const char *path; /* borrowed */
    uint64_t bytes;
    uint64_t read; /* of the file so far, for progress */
    char sha256[65];
    const char *encoding;         /* UTF-8, UTF-16LE, UTF-16BE, "Windows-1252 (assumed)" */
    struct source_decoder *state; /* owned */
};

/* Reads the file once from end to end: digest, whether it is UTF-8, whether it is text at all.
 * Refuses what is missing, no plain file, empty, or binary, with the reason. The source is then
 * at its start. source_close in any case. */
enum status source_open(struct source *s, const char *path, struct error *e);
/* Up to room bytes of UTF-8 text, without a byte order mark; *got 0 at the end. */
enum status source_read(struct source *s, char *out, size_t room, size_t *got, struct error *e);
enum status source_rewind(struct source *s, struct error *e);
void source_close(struct source *s);

#endif
