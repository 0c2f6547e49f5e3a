/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: what is kept from one time to the next of how a cache was looked at, by section
 * and key, in a file of the user's own for each cache. It holds words and nothing that is run;
 * whoever reads a value checks it. */
#ifndef SAISIE_WORKSPACE_SESSION_H
#define SAISIE_WORKSPACE_SESSION_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

#define SESSION_LINES 512   /* at most in a file */
#define SESSION_VALUE 150   /* bytes of a value in the file: more is in none of its lines */
#define SESSION_BYTES 65536 /* a longer file is none of ours */

struct session_line {
    const char *section, *key, *value;
};

struct session {
    struct arena arena; /* of the lines */
    struct session_line line[SESSION_LINES];
    size_t count;
    const char *path; /* of the file; NULL: nothing is kept */
    struct arena path_arena;
    struct buffer written;  /* what the file holds, as far as is known */
    unsigned bad, bad_line; /* lines that were passed over; the first of them */
};

/* Where files of the user's own state lie: $XDG_STATE_HOME/saisie, else ~/.local/state/saisie,
 * made (0700) where it is missing; in a, NULL where neither is set. */
const char *session_folder(struct arena *a);

/* Reads what is kept of the cache; what cannot be read is counted in bad. Without a home, or
 * with a file that cannot be read, there is nothing and nothing is kept. *out is owned by the
 * caller. */
enum status session_open(const char *cache_path, struct session **out, struct error *e);
void session_free(struct session **s);

/* The n-th value of the key in the section, NULL behind the last. */
const char *session_get(const struct session *s, const char *section, const char *key,
                        size_t n);
/* Forgets a section; adds a value behind those that the key has. Values that are too long, are
 * no UTF-8 or have control characters are not kept. */
void session_clear(struct session *s, const char *section);
void session_add(struct session *s, const char *section, const char *key, const char *value);

/* Writes the file where it would be another than before: beside it, then in its place, so that
 * it is whole at any time (0600). STATUS_FAILED where that cannot be, told once. */
enum status session_write(struct session *s, struct error *e);

/* ---- for its tests: the text of the file */

void session_parse(struct session *s, const char *text, size_t len);
void session_print(const struct session *s, struct buffer *out);

#endif
