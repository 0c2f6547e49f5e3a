/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and notes: what an analyst says of seizures. Kept in the cache, never part of what was
 * delivered: the digest does not know them.
 *
 * Said is of the seizure, not of a row of a file: what is kept names the line that it was first
 * known as (current.c tells what a chain is), and all versions of it, older and newer, have it.
 * So a changed or an unchanged delivery keeps it, undoing an import leaves it on the version
 * before, a seizure that counts no more keeps it until it counts again. Lines without a line
 * number are known by their content: unchanged content keeps its tags and notes, and what takes
 * its place within the case and commodity (current.c) has them from it, one for one; what comes
 * beside begins without. Without a case number only unchanged content keeps them. A purge
 * renumbers lines and carries over what is said of those that stay; what is erased takes its
 * own along. */
#ifndef SAISIE_STORE_TAG_H
#define SAISIE_STORE_TAG_H

#include "store/cache.h"

/* A tag is a word of letters, digits, - and _ that does not begin with -, at most so many
 * bytes. */
#define TAG_MOST 60
#define NOTE_MOST 2000
bool tag_is_name(const char *text);

/* The tags that seizures have, in order of their names. */
struct cache_tag {
    const char *name;
    uint32_t id;
};
enum status cache_tags(struct cache *c, struct arena *a, struct cache_tag **out, size_t *count,
                       struct error *e);

/* What is said of seizures: calls visit for each that has any, with all its lines (ids; of many
 * versions some at a time) and the names of its tags parted by blanks, or its notes parted by
 * line ends. Borrowed for the call. */
enum cache_said { SAID_TAGS, SAID_NOTES };
typedef enum status cache_said_visit(void *data, const uint32_t *lines, size_t count,
                                     const char *text, struct error *e);
enum status cache_said(struct cache *c, enum cache_said what, cache_said_visit *visit,
                       void *data, struct error *e);
/* Whether any seizure has a tag (a note). */
bool cache_has_said(struct cache *c, enum cache_said what);

/* The notes of the seizure that the line is a version of, oldest first. */
struct cache_note {
    const char *at; /* 2026-11-24T11:40:00Z */
    const char *text;
};
enum status cache_notes(struct cache *c, uint32_t line, struct arena *a,
                        struct cache_note **out, size_t *count, struct error *e);

/* The lines (bit id - 1) that are versions of the same seizures as lines, whatever came or was
 * taken back since these were found; into *out, owned by the caller. A purge numbers lines
 * anew: what was found before one is worthless. */
enum status cache_same_seizures(struct cache *c, const struct bitmap *lines, struct bitmap *out,
                                struct error *e);

/* ---- acts
 *
 * Each writes through a connection of its own, in one short transaction, and then lets c see
 * it. c may be open for reading and hold a moment (cache_hold): line numbers are those of that
 * moment, so where batches came or went meanwhile the act fails and nothing is changed. Of the
 * acts the last hundred are kept for cache_undo_act. lines: bit id - 1 of any version.
 * *changed: how many seizures are other than before; where none is, it is no act. */

/* Gives the tag, or (remove) takes it off. A tag that differs from a known one in case and
 * accents alone is the known one. STATUS_MISUSE where tag is no tag. */
enum status cache_tag(struct cache *c, const char *tag, bool remove, const struct bitmap *lines,
                      uint32_t *changed, struct error *e);
/* text: one line of UTF-8, else STATUS_MISUSE. */
enum status cache_note(struct cache *c, const char *text, const struct bitmap *lines,
                       uint32_t *changed, struct error *e);

enum act_kind { ACT_TAG = 1, ACT_UNTAG, ACT_NOTE };
struct cache_act {
    enum act_kind kind;
    const char *text; /* the tag or the note */
    const char *at;
    uint32_t seizures;
};
/* Takes the last act back; texts in a. STATUS_MISUSE where there is none. */
enum status cache_undo_act(struct cache *c, struct arena *a, struct cache_act *undone,
                           struct error *e);

#endif
