/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache: one SQLite file with cases, seizure lines, spellings, batches, findings and,
 * beside the rows, the columns that questions are answered from. This header is the reading
 * side; writer.h the writing side.
 *
 * Lines are numbered 1, 2, 3 ... without gaps and never renumbered: line id - 1 is the position
 * in every column (a purge alone numbers them anew). A line that a later delivery replaces or
 * withdraws stays and is current no more. */
#ifndef SAISIE_STORE_CACHE_H
#define SAISIE_STORE_CACHE_H

#include "base/arena.h"
#include "base/bitmap.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CACHE_SCHEMA_VERSION 4
/* At most so many lines stand in one chunk of a column. */
#define CACHE_CHUNK_LINES 65536

/* Columns that are no fields of a file have reserved field ids; fields count from
 * CACHE_FIRST_FIELD. */
enum {
    CACHE_COLUMN_CASE = 1, /* case key, 0: the line belongs to no case */
    CACHE_COLUMN_HASH = 2, /* 64-bit hash of the line's content, to know an unchanged line */
    CACHE_COLUMN_CASE_HASH = 3, /* by case key, not by line: 32-bit hash of the case id */
    CACHE_FIRST_FIELD = 16,
};

/* The hash of a line that has a case but no line number tells its commodity in the bits from
 * here up: such lines take each other's place within a case and a commodity alone. */
#define CACHE_COMMODITY_SHIFT 40

enum cache_mode {
    CACHE_READ,
    CACHE_WRITE
}; /* CACHE_WRITE makes the file (0600) when it is missing */

struct cache;

/* Opens path. *out is owned by the caller. Fails with the way out when the file is missing
 * (CACHE_READ), is a folder, no SQLite file, not saisie's, or of a newer schema. trusted_schema
 * is off, defensive mode on. */
enum status cache_open(const char *path, enum cache_mode mode, struct cache **out,
                       struct error *e);
/* A cache in memory that is gone once it is closed. */
enum status cache_open_scratch(struct cache **out, struct error *e);
void cache_close(struct cache **c);
/* Closes; and when this open made the file and no batch was committed, removes it again, so
 * that nothing of a failed first import remains; not where another program is at work in it.
 * NULL-safe. */
void cache_discard_new(struct cache **c);
/* Holds the state as it is now: what is read from here to cache_release (or cache_close) is of
 * one moment, whatever another connection commits meanwhile. A cache is used by one thread at a
 * time. */
enum status cache_hold(struct cache *c, struct error *e);
void cache_release(struct cache *c);
const char *cache_path(const struct cache *c);

/* A value of the table meta ("as_of", "marking" ...), copied into a; NULL in *value when there
 * is none. */
enum status cache_meta(struct cache *c, const char *key, struct arena *a, const char **value,
                       struct error *e);

/* What a row of a file is. Aggregates (sums of a month) and licit trade (permits) are kept
 * beside the seizures and never counted with them. */
enum grain {
    GRAIN_LINE,      /* a seizure, one of one or more of a case */
    GRAIN_CASE,      /* a case with its one seizure */
    GRAIN_AGGREGATE, /* a sum over seizures */
    GRAIN_LICIT,     /* licit trade */
    GRAIN_COUNT
};
/* Whether its rows are seizures. */
static inline bool grain_counts(enum grain g)
{
    return g < GRAIN_AGGREGATE;
}
/* "line", "case", "aggregate", "licit", and back; false: no such. */
const char *grain_word(enum grain g);
bool grain_by_word(const char *name, enum grain *out);

struct batch {
    uint32_t id;
    const char *file;   /* name as given, without folders */
    const char *sha256; /* 64 hex digits */
    uint64_t bytes;
    const char *encoding;
    char delimiter;
    const char *header; /* the header row as it stood, CSV */
    const char *imported_at;
    const char *as_of; /* ISO date */
    uint32_t rows_read, rows_new, rows_changed, rows_withdrawn, rows_unchanged, rows_left_out;
    uint32_t first_line, last_line; /* line ids; 0, 0 when none was loaded */
    uint32_t findings;
    bool retracted;           /* undone: as if it had never been imported */
    const char *marking;      /* "TRAINING DATA", or "" (NULL is "") */
    const char *complete;     /* the sentence whose scope the file covers completely, or "" */
    uint32_t absent;          /* current lines of deliveries that it speaks of and does not hold
                                 (cache_absent), as counted when it came */
    uint32_t lines_withdrawn; /* known lines that it withdrew, inside that scope */
    enum grain grain;
    const char *profile; /* that it was read by, or "" */
};
enum status cache_batches(struct cache *c, struct arena *a, struct batch **out, size_t *count,
                          struct error *e);

struct cache_field {
    uint32_t id;
    const char
        *name; /* of the field catalogue, or of a further field (snake_case of its header) */
    const char *label; /* header as it first stood in a file */
    bool further;      /* not in the catalogue */
    bool long_text;    /* kept by line, not by spelling */
    bool live;         /* a batch of seizures that is not retracted has it */
    bool live_apart;   /* one of no seizures */
};
/* All fields that files have brought, in order of id. */
enum status cache_fields(struct cache *c, struct arena *a, struct cache_field **out,
                         size_t *count, struct error *e);

/* What a spelling was understood as. */
enum value_state { VALUE_VALID = 0, VALUE_BLANK, VALUE_UNKNOWN, VALUE_INVALID };

/* One distinct original text of a field. Code 0 is always the blank of a cell that was empty or
 * not there. */
struct spelling {
    const char *text; /* as it stood in the file, NUL-terminated; may hold any bytes */
    uint32_t length;
    const char *value; /* canonical: ISO date, plain decimal, code, "LA>MY" ...; the text itself
                          where it is free or invalid; "" blank */
    enum value_state state;
    bool derived; /* not from the file: found through another field (section from product) */
    bool open;    /* its column settled what it means (order of dates, decimal sign) */
};
/* All spellings of a field, by code. */
enum status cache_spellings(struct cache *c, uint32_t field, struct arena *a,
                            struct spelling **out, uint32_t *count, struct error *e);

/* Whether any line's value of the field is more than blank or unknown, as far as its spellings
 * tell. */
enum status cache_is_filled(struct cache *c, uint32_t field, bool *filled, struct error *e);
/* How the field is spelled in one line (text and value in a): found from one chunk, not from
 * all. Code 0's, the blank one, where it has none. */
enum status cache_line_spelling(struct cache *c, uint32_t field, uint32_t line, struct arena *a,
                                struct spelling *out, struct error *e);

/* Calls visit for every open spelling in order of field and code; all borrowed for the call. */
typedef enum status cache_open_visit(void *data, uint32_t field, const char *name,
                                     uint32_t code, const struct spelling *s, struct error *e);
enum status cache_open_spellings(struct cache *c, cache_open_visit *visit, void *data,
                                 struct error *e);
/* How the newest batch that said so writes a field (writer_manner), or 0. */
enum status cache_manner(struct cache *c, const char *field, uint32_t *manner, struct error *e);

/* Told of each chunk that cache_column and cache_text_column read (lines done, of all lines);
 * where it says stop they give up with STATUS_CANCELLED. Borrowed; NULL: nobody watches. */
void cache_watch(struct cache *c, const struct progress *watch);

uint32_t cache_line_count(struct cache *c);
uint32_t cache_case_count(struct cache *c); /* the highest case key */

/* Calls visit for the chunks of a column in order of line: lines first .. first + count - 1
 * (ids), each value width (1, 2, 4 or 8) bytes, little endian, values aligned for its width and
 * borrowed for the call. Width 0: all values are 0 and
 * data is NULL. Fields that came with a later batch have no chunks for earlier lines: those
 * hold 0. */
typedef enum status cache_chunk_visit(void *data, uint32_t first, uint32_t count,
                                      unsigned width, const void *values, struct error *e);
enum status cache_column(struct cache *c, uint32_t field, cache_chunk_visit *visit, void *data,
                         struct error *e);

/* The same for a long-text field: visit gets count + 1 32-bit offsets and the folded texts
 * (text_fold) they point into. */
typedef enum status cache_text_visit(void *data, uint32_t first, uint32_t count,
                                     const uint32_t *offsets, const char *folded,
                                     struct error *e);
enum status cache_text_column(struct cache *c, uint32_t field, cache_text_visit *visit,
                              void *data, struct error *e);

/* The lines that count, of any grain, bit id - 1; *out is owned by the caller (bitmap_free in
 * any case). */
enum status cache_current(struct cache *c, struct bitmap *out, struct error *e);
/* All lines, current or not, that are no seizures (grain_counts); as above. */
enum status cache_apart(struct cache *c, struct bitmap *out, struct error *e);

/* What a batch could have held and did not: current lines of those earlier live batches that it
 * has seizures in common with, as far as it says nothing of them; of its own kind, seizures or
 * not (grain_counts). None of a retracted batch. *out as above. */
enum status cache_absent(struct cache *c, uint32_t batch, struct bitmap *out, struct error *e);

/* Lines that are versions of an older one, ascending. */
struct cache_link {
    uint32_t line;
    uint32_t older;
};
enum status cache_links(struct cache *c, struct arena *a, struct cache_link **out,
                        size_t *count, struct error *e);
/* Lines that have a case and were brought without a line number, bit id - 1; freed by the
 * caller in any case. */
enum status cache_loose(struct cache *c, struct bitmap *out, struct error *e);

/* Lines of retracted batches that a live one saw too: the first such batch, by runs of lines in
 * ascending order. */
struct cache_adopted {
    uint32_t first, last;
    uint32_t batch;
};
enum status cache_adopted(struct cache *c, struct arena *a, struct cache_adopted **out,
                          size_t *count, struct error *e);

/* Calls visit for runs of lines that stood for rows equal in every cell in the file of a batch
 * that is not retracted: first all that did so as the first of them, then (later) those that
 * did so as a second or later one. A line may be both, in different files. */
typedef void cache_same_visit(void *data, uint32_t first, uint32_t last, bool later);
enum status cache_identical(struct cache *c, cache_same_visit *visit, void *data,
                            struct error *e);

/* The columns of a batch's file, in order. */
struct cache_column {
    const char *header; /* as it stood there, trimmed */
    const char *name;   /* of the field; "case_id" for the number of the case */
};
enum status cache_columns(struct cache *c, uint32_t batch, struct arena *a,
                          struct cache_column **out, size_t *count, struct error *e);

/* Lines as their files spelled them: calls visit for the lines set, in order of id, with one
 * text a column (by name; "" where there is no such field); borrowed for the call. */
struct cache_text {
    const char *text;
    uint32_t length;
};
typedef enum status cache_original_visit(void *data, const struct cache_text *cells,
                                         size_t count, struct error *e);
enum status cache_originals(struct cache *c, const struct cache_column *columns, size_t count,
                            const struct bitmap *lines, cache_original_visit *visit, void *data,
                            struct error *e);

/* ---- keeping the cache (opened with CACHE_WRITE) ---- */

/* Retracts a batch, or (back) takes that back. At once, whatever its size: no line is touched.
 * STATUS_MISUSE where there is no such batch, or it is so already; fails where taking it back
 * would bring the same content twice. */
enum status cache_retract(struct cache *c, uint32_t batch, bool back, struct error *e);
/* Erases what is retracted and nothing else holds. Lines, cases and spellings are numbered
 * anew; batches keep their numbers. The file shrinks. */
struct cache_purged {
    uint32_t batches, lines;
};
enum status cache_purge(struct cache *c, struct cache_purged *out, struct error *e);

/* SHA-256 of the logical content: the current lines with source, case id and the canonical
 * value of every field but status (which says what a delivery does to a line, not what the line
 * says). Order, numbers and spellings don't matter, nor do tags and notes, which nobody
 * delivered. 64 hex digits. */
enum status cache_digest(struct cache *c, char out[65], struct error *e);

/* Looks whether everything fits together; fault is called for each thing that does not. */
typedef void cache_fault(void *data, const char *text);
enum status cache_check(struct cache *c, cache_fault *fault, void *data, struct error *e);

/* What only the row itself holds, read for lines on screen alone. */
struct line_origin {
    uint32_t batch;
    uint32_t row;        /* of the file, header is 1 */
    const char *source;  /* identity of the case; "" when the line has none */
    const char *case_id; /* "" when the line has none */
};
enum status cache_line(struct cache *c, uint32_t line, struct arena *a, struct line_origin *out,
                       struct error *e);
/* The line that a batch brought from a row of its file; 0 none: left out, or known before. */
enum status cache_find_row(struct cache *c, const struct batch *b, uint32_t row, uint32_t *line,
                           struct error *e);
/* The original long text of one line appended to out. */
enum status cache_line_text(struct cache *c, uint32_t line, uint32_t field, struct buffer *out,
                            struct error *e);

/* Calls visit for every case in order of key; the texts are borrowed for the call. */
typedef enum status cache_case_visit(void *data, uint32_t key, const char *source,
                                     size_t source_len, const char *case_id, size_t case_len,
                                     struct error *e);
enum status cache_cases(struct cache *c, cache_case_visit *visit, void *data, struct error *e);

/* The keys of the cases whose case_id is exactly text (any source), into a. */
enum status cache_find_case(struct cache *c, const char *text, struct arena *a, uint32_t **keys,
                            size_t *count, struct error *e);

struct finding {
    uint32_t batch;
    uint32_t row;
    const char *field;   /* name, or "" for the whole row */
    const char *rule;    /* Q02 ... of the rule list, or ROW */
    char severity;       /* 'E', 'W', 'I' */
    const char *meaning; /* what the rule found, in words */
    const char *text;    /* the original text at fault */
};
/* Calls visit for findings of one batch (0: all that are not retracted) and one rule (Q09;
 * NULL: all), at most limit, in order of batch and row; borrowed for the call. */
typedef enum status cache_finding_visit(void *data, const struct finding *f, struct error *e);
enum status cache_visit_findings(struct cache *c, uint32_t batch, const char *rule,
                                 uint32_t limit, cache_finding_visit *visit, void *data,
                                 struct error *e);
/* How many findings there are, by batch and meaning; which as above. Reads none of them. */
struct finding_sum {
    uint32_t batch;
    const char *rule;
    char severity;
    const char *meaning;
    uint32_t count;
    uint32_t first_row;
};
enum status cache_finding_sums(struct cache *c, uint32_t batch, const char *rule,
                               struct arena *a, struct finding_sum **out, size_t *count,
                               struct error *e);
/* Those of one row, for its card; at most 100. */
enum status cache_row_findings(struct cache *c, uint32_t batch, uint32_t row, struct arena *a,
                               struct finding **out, size_t *count, struct error *e);

/* For tests and the log: called with the text of every SQL statement that runs
 * (sqlite3_trace_v2). */
void cache_trace(struct cache *c, void (*statement)(void *data, const char *sql), void *data);

#endif
