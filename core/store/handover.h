/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a writer hands over to a thread of its own, so that reading a file and writing the cache
 * overlap: lines and what belongs to them, packed some thousand at a time, in a short queue. */
#ifndef SAISIE_STORE_HANDOVER_H
#define SAISIE_STORE_HANDOVER_H

#include "store/writer.h"

/* A load of work. Where a load ends depends on what is in it alone, never on the time: the same
 * file gives the same cache. */
struct load {
    struct buffer lines;  /* LOAD_HEAD words a line, then one a slot: code, or length of text */
    struct buffer texts;  /* the long texts, in order of line and slot */
    struct buffer orders; /* everything else, packed */
    uint32_t line_count;
};
enum { LOAD_ROW, LOAD_CASE, LOAD_HASH_LOW, LOAD_HASH_HIGH, LOAD_HEAD };

void load_line(struct load *l, uint32_t row, uint32_t case_key, uint64_t hash,
               uint32_t slot_count, const bool *long_text, const uint32_t *codes,
               const struct long_text *texts);

/* Anything but a line: numbers and texts of a kind that the writer knows. */
enum { ORDER_NUMBERS = 5, ORDER_TEXTS = 3 };
struct order {
    uint32_t kind;
    uint32_t numbers[ORDER_NUMBERS];
    uint32_t lengths[ORDER_TEXTS];
    const char *texts[ORDER_TEXTS]; /* NUL-terminated behind their length */
};
/* Copies the texts. */
void load_order(struct load *l, const struct order *o);
/* The order at *at, which then stands behind it; false at the end. Texts are borrowed. */
bool load_next_order(const struct load *l, size_t *at, struct order *out);

struct handover;

/* Called for one load after the other, from the thread or from handover_settle. */
typedef enum status handover_apply(void *data, const struct load *l, struct error *e);

enum status handover_make(struct handover **out, handover_apply *apply, void *data,
                          struct error *e);
/* The load being filled, borrowed until the next call of handover_pass or handover_settle. */
struct load *handover_load(struct handover *h);
/* Hands the load over when it is full; waits while the queue is. Tells the first fault of the
 * thread, from then on nothing more is applied. The thread begins with the first full load:
 * small work needs none. */
enum status handover_pass(struct handover *h, struct error *e);
/* Returns when all is applied that was handed over and filled. For the caller's thread
 * alone. */
enum status handover_settle(struct handover *h, struct error *e);
/* Ends the thread; what was not applied yet is dropped. NULL-safe. */
void handover_free(struct handover **h);

#endif
