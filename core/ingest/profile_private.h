/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the profiles, for its own files alone. */
#ifndef SAISIE_INGEST_PROFILE_PRIVATE_H
#define SAISIE_INGEST_PROFILE_PRIVATE_H

#include "base/buffer.h"
#include "ingest/profile.h"

/* Reads the text of a profile into out, whose name is set; everything in a. path: what a fault
 * is told of. */
enum status profile_parse(const char *text, size_t len, struct arena *a, struct profile *out,
                          const char *path, struct error *e);
/* Appends p as such a text. What does not fit a line of an INI file is left out. */
void profile_print(const struct profile *p, struct buffer *b);

#endif
