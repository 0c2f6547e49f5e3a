/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A writer from inside: what its caller's thread and its own share. */
#ifndef SAISIE_STORE_WRITER_PRIVATE_H
#define SAISIE_STORE_WRITER_PRIVATE_H

#include "base/map.h"
#include "store/chunk.h"
#include "store/current.h"
#include "store/handover.h"

struct slot {
    uint32_t id;
    const char *name; /* of the writer's arena */
    bool long_text;
    struct chunk codes;
    struct text_chunk texts;
};

/* The statements of a writer; each is prepared once. */
enum statement {
    FIND_FIELD,
    ADD_FIELD,
    ADD_SPELLING,
    ADD_CASE,
    ADD_COLUMN,
    ADD_DERIVED,
    SET_MANNER,
    ADD_FINDING,
    FIND_RULE,
    ADD_RULE,
    ADD_SUM,
    ADD_CHUNK,
    ADD_TEXT_CHUNK,
    ADD_BATCH,
    FIND_BATCH,
    STATEMENTS
};

/* A rule that findings of this writer name. */
struct known_rule {
    uint32_t id;
    const char *rule, *meaning; /* of the writer's arena */
    const char *asked;          /* where the meaning stood when it was last asked for */
    char severity;
    uint32_t count, first_row; /* of findings: the thread's */
};
enum { RULES_MOST = 256 };

/* A known line, and its row in the file at hand. */
struct adopted_row {
    uint32_t line, row;
};

struct writer {
    struct cache *cache;
    sqlite3_stmt *statements[STATEMENTS];
    sqlite3_stmt *insert_line; /* made for the slots at hand */
    struct slot *slots;
    bool *long_text; /* by slot */
    uint32_t slot_count;
    struct handover *handover;
    struct chunk cases;
    struct chunk hashes;
    struct chunk case_hashes;
    uint32_t batch;
    uint32_t first_line;
    uint32_t next_line;
    uint32_t next_written; /* the line that is written next: the thread's, like the chunks */
    uint32_t next_case;
    struct dictionary columns; /* fields that writer_column named */
    bool fields_added;
    uint32_t first_bare, bare; /* fields without their column yet, one after the other */
    struct statements said;
    struct adopted_row *adopted; /* malloc */
    size_t adopted_count, adopted_room;
    struct known_rule rules[RULES_MOST]; /* never moved: the thread counts in it */
    uint32_t rule_count;
    struct arena arena;
};

enum order_kind { ORDER_SPELLING, ORDER_CASE, ORDER_FINDING };

/* Writes a load; data is the writer. Steps prepared statements and prepares none. */
enum status writer_apply(void *data, const struct load *l, struct error *e);
/* Writes the chunks that are not full. */
enum status writer_flush(struct writer *w, struct error *e);
/* Writes one chunk, whole or not. */
enum status writer_flush_chunk(struct writer *w, uint32_t field, struct chunk *c,
                               struct error *e);
/* Keeps the sums of findings; *total is all of them. The thread rests. */
/* Tells the findings of adopted rows of the writer's batch, before they are summed. */
enum status writer_adopt_findings(struct writer *w, struct error *e);
enum status writer_sum_findings(struct writer *w, uint32_t *total, struct error *e);
/* Writes a finding: the thread's. */
enum status writer_add_finding(struct writer *w, const struct order *o, struct error *e);

#endif
