/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the bytes of a table come from: a plain file, standard input, a file packed with gzip,
 * a member of a ZIP, a sheet of a workbook. All can be read twice. */
#ifndef SAISIE_INGEST_STREAM_H
#define SAISIE_INGEST_STREAM_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Against packed files that grow without end: content beyond STREAM_MOST is refused, and
 * content beyond STREAM_FREE that is more than STREAM_RATIO times its packed size. */
#define STREAM_MOST (UINT64_C(1) << 36)
#define STREAM_FREE (UINT64_C(1) << 27)
#define STREAM_RATIO 400

/* One way to get at bytes. */
struct stream_kind {
    enum status (*read)(void *state, char *out, size_t room, size_t *got, struct error *e);
    enum status (*rewind)(void *state, struct error *e);
    void (*close)(void *state);
};

struct stream {
    const char *path; /* borrowed; "-": standard input */
    const struct stream_kind *kind;
    void *state;
    bool rows; /* its lines are rows of a sheet, however many line ends a cell holds */
    bool utf8; /* its text is made here, and is UTF-8 */
};

/* Standard input can be read once, and is needed twice and more: what it held, kept in a file
 * without a name. *fd is owned by the caller. */
enum status stream_spool(int *fd, struct error *e);
/* Opens path by what its first bytes say. spooled: the descriptor of what "-" stands for. part:
 * the member of a ZIP or the sheet of a workbook, by name or number (from 1); NULL: the first.
 * Refuses what is missing, no plain file, empty, encrypted, or of another kind, with the
 * reason. stream_close in any case. */
enum status stream_open(struct stream *s, const char *path, int spooled, const char *part,
                        struct error *e);
/* Up to room bytes; *got 0 at the end. */
enum status stream_read(struct stream *s, char *out, size_t room, size_t *got, struct error *e);
enum status stream_rewind(struct stream *s, struct error *e);
void stream_close(struct stream *s);

/* The tables of one file, each for stream_open to take, their names in a: the sheets of a
 * workbook, hidden ones left out; the members of a ZIP that are called tables (where none is,
 * all of them), if there are several. *count 0: the file is one table. */
enum status stream_sheets(const char *path, struct arena *a, const char ***names, size_t *count,
                          struct error *e);
/* The sheets that stream_sheets leaves out because they are hidden. */
enum status stream_hidden_sheets(const char *path, struct arena *a, const char ***names,
                                 size_t *count, struct error *e);

/* For the kinds: whether so much content of so little packed is a bomb. */
enum status stream_check_size(const char *path, uint64_t content, uint64_t packed,
                              struct error *e);

#endif
