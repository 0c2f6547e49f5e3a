/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing into the cache: one import is one writer is one transaction. Lines are handed over as
 * spelling codes; the writer keeps rows and columns in step. */
#ifndef SAISIE_STORE_WRITER_H
#define SAISIE_STORE_WRITER_H

#include "store/cache.h"

struct writer;

/* Begins the transaction on a cache opened with CACHE_WRITE. Lines and what comes with them are
 * written by a thread of the writer's own while the caller goes on; a fault of it is told by a
 * later call. All functions of one writer and its cache are for one thread. What cache_*
 * functions read through the same cache meanwhile waits for that thread and includes what was
 * written so far, except columns of lines: their chunks are written as they fill. *out is owned
 * by the caller until writer_commit or writer_abandon. */
enum status writer_begin(struct cache *c, struct writer **out, struct error *e);

/* The field of this name, made when it is not there yet. *slot is its place in the arrays that
 * writer_line takes (0, 1, 2 ... in order of first call within this writer; the same name gives
 * the same slot). */
enum status writer_field(struct writer *w, const char *name, const char *label, bool further,
                         bool long_text, uint32_t *slot, uint32_t *id, struct error *e);

/* Keeps a spelling that is new (code = number of spellings so far of that field; the caller
 * numbers them). Code 0, the blank, is kept by writer_field: the caller's first is 1. */
enum status writer_spelling(struct writer *w, uint32_t field_id, uint32_t code,
                            const struct spelling *s, struct error *e);

/* Keeps a new case; *key is its number. The caller knows which cases are there already
 * (writer_cases). */
enum status writer_case(struct writer *w, const char *source, const char *case_id,
                        uint32_t *key, struct error *e);

struct long_text {
    const char *text;
    uint32_t length;
};

/* Appends a line. codes: one spelling code a slot (ignored for long-text slots); texts: one a
 * slot (looked at for long-text slots only). *line is its id. */
enum status writer_line(struct writer *w, uint32_t row, uint32_t case_key, uint64_t hash,
                        const uint32_t *codes, const struct long_text *texts, uint32_t *line,
                        struct error *e);

/* by_line is a newer version of old; or (by_line 0) the batch withdraws old, the newest version
 * that is known of its line, whether it counts or not. */
enum status writer_supersede(struct writer *w, uint32_t old, uint32_t by_line, struct error *e);
/* The file holds a known line with the content that it has. */
enum status writer_seen(struct writer *w, uint32_t line, struct error *e);
/* That such a line stands in this file as that row: where the batch that brought it was taken
 * back, what was odd in it is told of this one. */
enum status writer_adopted(struct writer *w, uint32_t line, uint32_t row, struct error *e);
/* This line of the batch has a case and no line number (CACHE_COMMODITY_SHIFT). */
enum status writer_loose(struct writer *w, uint32_t line, struct error *e);
/* A known line stands in the scope that the file covers, and not in the file. */
enum status writer_absent(struct writer *w, uint32_t line, struct error *e);
/* Column number position (from 0) of the file. */
enum status writer_column(struct writer *w, uint32_t position, const char *header,
                          const char *name, struct error *e);
/* How the file writes a field: a number that the caller gives a meaning (cache_manner). */
enum status writer_manner(struct writer *w, const char *name, uint32_t manner, struct error *e);
/* The batch takes this number instead of the next free one (a purge keeps them). */
void writer_number(struct writer *w, uint32_t batch);

/* Keeps a finding; batch is the writer's. The second of a row by the same rule in the same
 * field is not kept. */
enum status writer_finding(struct writer *w, const struct finding *f, struct error *e);

/* ---- the lines once more, after the last one ---- */

/* A field's slot has the codes that codes[i] is of; long texts have none. Called with runs of
 * lines in order, all borrowed for the call. */
typedef enum status writer_visit(void *data, uint32_t first, uint32_t count,
                                 const uint32_t *const *codes, struct error *e);
/* Goes over the lines of this writer: the codes of several slots side by side. No line can be
 * added after it; the visitor may add findings, and ask for nothing else. */
enum status writer_revisit(struct writer *w, const uint32_t *slots, size_t count,
                           writer_visit *visit, void *data, struct error *e);

/* Finds the lines of this writer that are equal in every field as the file spells it, in their
 * case, and in their long texts, and marks them. visit is called for second and later ones in
 * order of line, with the first; it may add findings, and ask for nothing else. In memory: 2
 * bytes a line, and 24 for each that may have an equal. */
typedef enum status writer_same(void *data, uint32_t line, uint32_t first, struct error *e);
enum status writer_identical(struct writer *w, writer_same *visit, void *data, struct error *e);
/* Marks a line, brought or seen by this writer, as that of the first of several equal rows of
 * the file, or of a later one; what is both counts as later. */
enum status writer_mark_identical(struct writer *w, uint32_t line, bool later, struct error *e);

/* Fills in the batch row (id, first and last line, absent, lines_withdrawn and findings are set
 * here, rows that turn out to be changes go from rows_new to rows_changed; imported_at NULL:
 * now), finds the lines that count, and commits; the writer is freed. On failure everything is
 * rolled back and the writer is freed too. */
enum status writer_commit(struct writer **w, struct batch *b, struct error *e);
/* Takes everything back and frees. */
void writer_abandon(struct writer **w);

/* The batch of the same content that is not retracted, or 0. */
enum status writer_find_batch(struct writer *w, const char *sha256, uint32_t *batch,
                              struct error *e);

#endif
