/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of persons in free text: the records are non-nominal, so none should stand there. */
#ifndef SAISIE_INGEST_PERSONAL_H
#define SAISIE_INGEST_PERSONAL_H

#include "ingest/findings.h"

#include <stddef.h>

enum { PERSONAL_MOST = 5 }; /* one of each kind */

/* A part of a text that looks like one; FINDING_EMAIL, FINDING_PHONE, FINDING_PASSPORT,
 * FINDING_NAME or FINDING_BIRTH. */
struct personal {
    enum finding_kind kind;
    const char *text;
    size_t length;
};
/* The first of each kind; returns how many. What it takes is narrow, so that numbers of
 * containers, flights, seals and cases are none: an address with an @; a telephone number
 * behind a + or behind a word for telephone; a number behind a word for passport; a date behind
 * a word for birth; a capital letter behind a word for name and a colon. Words in English,
 * French, Spanish and Portuguese. Most texts are told by one look at their bytes. */
size_t personal_find(const char *text, size_t len, struct personal out[PERSONAL_MOST]);

#endif
