/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a file that are equal in every cell: those it brings are found after the last one,
 * from the columns, and all of them are kept as what the batch says of its lines. The hash of a
 * line's content leaves few that may have an equal; of these all codes are compared, folded
 * into a second hash of 64 bits. */
#include "store/writer_private.h"

#include <stdlib.h>
#include <string.h>

/* A line that may have an equal. */
struct candidate {
    uint64_t hash;
    uint32_t line;
    uint32_t first; /* the first that is equal, 0: none is */
};

struct identical {
    struct writer *w;
    uint64_t *once, *twice; /* bits by hash: some line has it, several have */
    uint64_t mask;
    struct candidate *candidate;
    size_t count, room;
    size_t at;       /* while columns are walked: the next candidate */
    uint64_t column; /* at hand */
};

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

typedef enum status chunk_walk(struct identical *t, uint32_t first, uint32_t count,
                               unsigned width, const unsigned char *values, struct error *e);

/* The chunks of one column, those of this writer's lines alone. */
static enum status walk_column(struct identical *t, uint32_t field, chunk_walk *walk,
                               struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    enum status status = sql_prepare(t->w->cache,
                                     "SELECT first, count, width, data FROM chunk"
                                     " WHERE field = ? AND first >= ? ORDER BY first",
                                     &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, field);
        sqlite3_bind_int64(s, 2, t->w->first_line);
    }
    t->at = 0;
    t->column = mixed(field);
    while (status == STATUS_OK) {
        status = sql_step(t->w->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        uint32_t count = (uint32_t)sqlite3_column_int64(s, 1);
        unsigned width = (unsigned)sqlite3_column_int(s, 2);
        if (width > sizeof(uint64_t) ||
            (size_t)sqlite3_column_bytes(s, 3) != (size_t)count * width)
            status = error_set(e, STATUS_FAILED, "%s: the columns do not fit together",
                               t->w->cache->path);
        else
            status = walk(t, (uint32_t)sqlite3_column_int64(s, 0), count, width,
                          sqlite3_column_blob(s, 3), e);
    }
    sqlite3_finalize(s);
    return status;
}

static uint64_t value_at(const unsigned char *values, unsigned width, uint32_t i)
{
    uint64_t value = 0;
    if (width)
        memcpy(&value, values + (size_t)i * width, width);
    return value;
}

/* ---- which may have an equal ---- */

static enum status mark_hashes(struct identical *t, uint32_t first, uint32_t count,
                               unsigned width, const unsigned char *values, struct error *e)
{
    (void)first;
    (void)e;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t at = mixed(value_at(values, width, i)) & t->mask, bit = UINT64_C(1) << at % 64;
        if (t->once[at / 64] & bit)
            t->twice[at / 64] |= bit;
        t->once[at / 64] |= bit;
    }
    return STATUS_OK;
}

static enum status pick_candidates(struct identical *t, uint32_t first, uint32_t count,
                                   unsigned width, const unsigned char *values, struct error *e)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t hash = value_at(values, width, i), at = mixed(hash) & t->mask;
        if (!(t->twice[at / 64] >> at % 64 & 1))
            continue;
        if (t->count == t->room) {
            size_t room = t->room ? t->room + t->room / 2 : 1024;
            struct candidate *more = realloc(t->candidate, room * sizeof *more);
            if (!more)
                return error_no_memory(e);
            t->candidate = more;
            t->room = room;
        }
        t->candidate[t->count++] = (struct candidate){hash, first + i, 0};
    }
    return STATUS_OK;
}

static int by_hash(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_line(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* Keeps the candidates whose hash another has too, in order of line; first of each is the first
 * of them. */
static void keep_equal(struct identical *t)
{
    size_t kept = 0;
    if (t->count)
        qsort(t->candidate, t->count, sizeof *t->candidate, by_hash);
    for (size_t i = 0, end; i < t->count; i = end) {
        for (end = i + 1; end < t->count && t->candidate[end].hash == t->candidate[i].hash;)
            end++;
        uint32_t first = t->candidate[i].line;
        for (size_t k = i; k < end && end - i > 1; k++) {
            t->candidate[kept] = t->candidate[k];
            t->candidate[kept++].first = first;
        }
    }
    t->count = kept;
    if (t->count)
        qsort(t->candidate, t->count, sizeof *t->candidate, by_line);
}

static enum status find_candidates(struct identical *t, struct error *e)
{
    enum { BITS_A_LINE = 8 };
    uint64_t bits = 4096;
    while (bits < (uint64_t)(t->w->next_line - t->w->first_line) * BITS_A_LINE)
        bits *= 2;
    t->mask = bits - 1;
    t->once = calloc(bits / 64, sizeof *t->once);
    t->twice = calloc(bits / 64, sizeof *t->twice);
    enum status s = t->once && t->twice ? STATUS_OK : error_no_memory(e);
    if (s == STATUS_OK)
        s = walk_column(t, CACHE_COLUMN_HASH, mark_hashes, e);
    if (s == STATUS_OK)
        s = walk_column(t, CACHE_COLUMN_HASH, pick_candidates, e);
    free(t->once);
    free(t->twice);
    if (s == STATUS_OK)
        keep_equal(t);
    return s;
}

/* ---- whether they are ---- */

static enum status add_codes(struct identical *t, uint32_t first, uint32_t count,
                             unsigned width, const unsigned char *values, struct error *e)
{
    (void)e;
    for (; t->at < t->count && t->candidate[t->at].line < first + count; t->at++) {
        struct candidate *c = &t->candidate[t->at];
        if (c->line < first)
            continue;
        c->hash = mixed(c->hash ^ (t->column + value_at(values, width, c->line - first)));
    }
    return STATUS_OK;
}

/* FNV-1a, mixed by the caller. */
static uint64_t text_hash(const char *text, size_t len)
{
    uint64_t h = 0xCBF29CE484222325ULL;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001B3ULL;
    return h;
}

/* A chunk of long texts: ends are offsets behind each, of 2 or 4 bytes. */
static enum status add_chunk_of_texts(struct identical *t, sqlite3_stmt *s, struct error *e)
{
    uint32_t first = (uint32_t)sqlite3_column_int64(s, 0);
    uint32_t count = (uint32_t)sqlite3_column_int64(s, 1);
    const unsigned char *ends = sqlite3_column_blob(s, 2);
    size_t bytes = (size_t)sqlite3_column_bytes(s, 2);
    const char *texts = sqlite3_column_blob(s, 3);
    size_t size = (size_t)sqlite3_column_bytes(s, 3);
    unsigned width = bytes == (size_t)count * 2 ? 2 : 4;
    for (; t->at < t->count && t->candidate[t->at].line < first + count; t->at++) {
        struct candidate *c = &t->candidate[t->at];
        if (c->line < first)
            continue;
        uint32_t i = c->line - first;
        uint64_t from = i ? value_at(ends, width, i - 1) : 0, to = value_at(ends, width, i);
        if (bytes != (size_t)count * width || from > to || to > size)
            return error_set(e, STATUS_FAILED, "%s: the long texts do not fit together",
                             t->w->cache->path);
        c->hash = mixed(c->hash ^ (t->column + text_hash(texts + from, to - from)));
    }
    return STATUS_OK;
}

static enum status add_texts(struct identical *t, uint32_t field, struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool row = false;
    enum status status = sql_prepare(t->w->cache,
                                     "SELECT first, count, ends, data FROM text_chunk"
                                     " WHERE field = ? AND first >= ? ORDER BY first",
                                     &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, field);
        sqlite3_bind_int64(s, 2, t->w->first_line);
    }
    t->at = 0;
    t->column = mixed(field);
    while (status == STATUS_OK && t->at < t->count) {
        status = sql_step(t->w->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        status = add_chunk_of_texts(t, s, e);
    }
    sqlite3_finalize(s);
    return status;
}

static enum status compare_candidates(struct identical *t, struct error *e)
{
    enum status s = walk_column(t, CACHE_COLUMN_CASE, add_codes, e);
    for (uint32_t i = 0; i < t->w->slot_count && s == STATUS_OK; i++) {
        const struct slot *slot = &t->w->slots[i];
        s = slot->long_text ? add_texts(t, slot->id, e)
                            : walk_column(t, slot->id, add_codes, e);
    }
    if (s == STATUS_OK)
        keep_equal(t);
    return s;
}

/* ---- what is kept of it ---- */

/* Under the batch, beside what else it says of lines: which rows of a file are equal does not
 * depend on other files, so it holds whatever is retracted besides. */
enum status writer_mark_identical(struct writer *w, uint32_t line, bool later, struct error *e)
{
    enum statement_kind kind = later ? STATEMENT_SAME_LATER : STATEMENT_SAME_FIRST;
    return runs_add(&w->said.runs[kind], line) ? STATUS_OK : error_no_memory(e);
}

enum status writer_identical(struct writer *w, writer_same *visit, void *data, struct error *e)
{
    struct identical t = {.w = w};
    enum status s = handover_settle(w->handover, e);
    if (s == STATUS_OK && w->next_line > w->first_line)
        s = writer_flush(w, e);
    if (s == STATUS_OK && w->next_line > w->first_line)
        s = find_candidates(&t, e);
    if (s == STATUS_OK && t.count)
        s = compare_candidates(&t, e);
    for (size_t i = 0; i < t.count && s == STATUS_OK; i++) {
        const struct candidate *c = &t.candidate[i];
        bool later = c->first != c->line;
        s = writer_mark_identical(w, c->line, later, e);
        if (s == STATUS_OK && later)
            s = visit(data, c->line, c->first, e);
    }
    free(t.candidate);
    return s;
}

static enum status visit_kind(struct cache *c, enum statement_kind kind, uint32_t lines,
                              cache_same_visit *visit, void *data, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status = sql_prepare(c,
                                     "SELECT s.data FROM statement AS s JOIN batch AS b"
                                     " ON b.id = s.batch WHERE s.kind = ? AND NOT b.retracted",
                                     &s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int(s, 1, (int)kind);
    while (status == STATUS_OK) {
        struct runs runs = {0};
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        if (!runs_unpack(sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0), lines,
                         &runs)) {
            error_set(e, STATUS_FAILED, "%s: which rows are identical cannot be read", c->path);
            status = error_way_out(e, "import the files into a new cache");
        }
        for (size_t i = 0; i < runs.count && status == STATUS_OK; i++)
            visit(data, runs.run[i].first, runs.run[i].last, kind == STATEMENT_SAME_LATER);
        runs_free(&runs);
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_identical(struct cache *c, cache_same_visit *visit, void *data,
                            struct error *e)
{
    uint32_t lines = cache_line_count(c);
    enum status s = visit_kind(c, STATEMENT_SAME_FIRST, lines, visit, data, e);
    return s == STATUS_OK ? visit_kind(c, STATEMENT_SAME_LATER, lines, visit, data, e) : s;
}
