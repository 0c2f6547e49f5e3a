/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index of names: any spelling, compared as text_key, to the things that bear the name.
 * Short texts with a currency sign keep it: text_key would make "A$" an "a". */
#ifndef SAISIE_REFERENCE_NAMES_H
#define SAISIE_REFERENCE_NAMES_H

#include "base/buffer.h"
#include "base/map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct name_target {
    uint32_t key;    /* code in keys */
    uint32_t target; /* number of the thing */
    uint32_t before; /* while names are added: the one before of that key, or MAP_NONE */
};

/* All zero is empty. Names are added, then sealed once, then found. */
struct names {
    struct dictionary keys; /* the folded names */
    struct name_target *targets;
    uint32_t count;
    uint32_t capacity;
    struct buffer key; /* scratch while names are added, so that each add allocates little */
    uint32_t *last;    /* by key, while names are added: its last target */
    uint32_t last_room;
    uint32_t *first; /* by key: where its targets begin; one more at the end */
};

/* Adds text[0..len) as a name of target; a text without letters or digits is no name and is
 * passed over. False when memory is out. */
bool names_add(struct names *n, const char *text, size_t len, uint32_t target);
/* Makes text a name of target alone: what bore it bears it no longer. To be asked before
 * sealing; false when memory is out. */
bool names_take(struct names *n, const char *text, size_t len, uint32_t target);
/* Whether text is a name already, to be asked before sealing; false when memory is out. */
bool names_has(struct names *n, const char *text, size_t len, bool *found);
/* Where in targets the last one that bears text stands, MAP_NONE where none does; before leads
 * to the others. To be asked before sealing; false when memory is out. */
bool names_bearer(struct names *n, const char *text, size_t len, uint32_t *at);
/* Orders what was added and drops what was added twice; false when memory is out. */
bool names_seal(struct names *n);
/* The targets of the name text, in order of their numbers; *count 0 (and NULL) when there is
 * none. */
const struct name_target *names_find(const struct names *n, const char *text, size_t len,
                                     size_t *count);
/* The target of the name nearest to text by few edits (one to three, by the length of the
 * name), or UINT32_MAX. Names of one or two letters are near to nothing. */
uint32_t names_near(const struct names *n, const char *text);
/* The keys of a target one by one, from *from = 0 on; NULL at the end. After sealing. */
const char *names_of(const struct names *n, uint32_t target, uint32_t *from);
/* Appends the form in which names are compared. */
void names_key(struct buffer *out, const char *text, size_t len);
/* A key that more than one target bears, or NULL. */
const char *names_shared(const struct names *n);
void names_free(struct names *n);

#endif
