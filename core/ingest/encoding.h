/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which encoding bytes are in, told from all of them. */
#ifndef SAISIE_INGEST_ENCODING_H
#define SAISIE_INGEST_ENCODING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was seen of the bytes; all zero at the beginning. */
struct encoding_survey {
    const char *mark;    /* encoding that the beginning gives away; NULL: it does not */
    size_t bom;          /* size of the byte order mark */
    uint64_t whole;      /* characters of two and more bytes that are UTF-8 */
    uint64_t bad;        /* bytes that are not */
    uint64_t high;       /* bytes from 0x80 on */
    uint64_t beside;     /* those that follow another */
    uint64_t unassigned; /* those that Windows-1252 leaves free */
    /* Of the character at hand. */
    unsigned need;
    unsigned char low, top, before;
};

/* The first block: a byte order mark, or NULs in every other place (UTF-16 without one). */
void encoding_begin(struct encoding_survey *v, const unsigned char *p, size_t len);
/* Every block, the first too. */
void encoding_survey(struct encoding_survey *v, const unsigned char *p, size_t len);
void encoding_end(struct encoding_survey *v);
/* Whether more of the text is UTF-8 than not: a few damaged bytes do not make it another. */
bool encoding_is_mostly_utf8(const struct encoding_survey *v);
bool encoding_is_utf8(const char *name);

struct encoding_detector;
enum status encoding_detector_open(struct encoding_detector **d, struct error *e);
void encoding_detector_feed(struct encoding_detector *d, const char *bytes, size_t len);
/* Writes the name and frees: what the detector says, where the bytes are enough to say it and
 * it is no relative of Windows-1252, which it is otherwise. */
void encoding_detector_close(struct encoding_detector **d, const struct encoding_survey *v,
                             char *name, size_t room);

#endif
