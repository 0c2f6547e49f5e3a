/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside core/filter: the tree of a sentence and what its parts do for each other. */
#ifndef SAISIE_FILTER_TREE_H
#define SAISIE_FILTER_TREE_H

#include "base/buffer.h"
#include "filter/filter.h"
#include "filter/pattern.h"

/* Parentheses and signs within one another: deeper sentences are refused. */
#define FILTER_DEPTH 100

/* ---- what a condition speaks of */

enum target_kind {
    TARGET_COLUMN,   /* a dictionary-coded field */
    TARGET_TEXT,     /* a long text */
    TARGET_AMOUNT,   /* mass, volume, pieces */
    TARGET_GRAIN,    /* year, month ... of a date field */
    TARGET_WEEKDAY,  /* of a date field */
    TARGET_ROLLUP,   /* rilo(...), wco(...) */
    TARGET_CLASS,    /* class(...), quartile(...), decile(...) of a number */
    TARGET_INVOLVES, /* a country in any role */
    TARGET_BATCH,
    TARGET_ABSENT, /* what a batch could have held and did not */
    TARGET_CASE,
};

struct target {
    enum target_kind kind;
    const char *name;  /* canonical */
    const char *field; /* the column it rests on; NULL where there is none */
    enum field_type type;
    const struct code_list *list; /* what its values are codes of; NULL: none */
    enum date_grain grain;
    bool several; /* a line can have more than one value */
};

/* ---- one value of a condition */

enum test_kind {
    TEST_CODE,      /* understood, and its code is text */
    TEST_EXACT,     /* understood or not, and its code is text to the byte */
    TEST_INVALID,   /* not understood, and its code is text to the byte */
    TEST_KEY,       /* not understood, and the key of its code is text */
    TEST_WHOLE,     /* code or label, folded, is text */
    TEST_PREFIX,    /* ... begins with text */
    TEST_SUBSTRING, /* ... has text in it */
    TEST_STATE,     /* blank, unknown, invalid */
    TEST_RANGE,     /* number (or span of days) within from .. to, both in it */
    TEST_WEEKDAY,   /* from: 0 Monday .. 6 */
    TEST_BATCH,     /* from: the batch */
    TEST_CASE,      /* the case_id is text */
    TEST_PATTERN,   /* pattern is found in it */
};

struct test {
    enum test_kind kind;
    enum value_state state;
    const char *text;
    size_t len;
    int64_t from, to;
    const struct pattern *pattern;
    const char *canonical; /* as it is printed, with quotes and marks */
};

enum compare {
    COMPARE_LIST,
    COMPARE_MORE,
    COMPARE_LEAST,
    COMPARE_LESS,
    COMPARE_MOST,
    COMPARE_PATTERN
};

struct condition {
    struct target target;
    enum compare compare;
    struct test *test; /* one holds: the condition holds */
    size_t tests;
};

/* ---- the tree */

enum node_kind {
    NODE_AND,
    NODE_OR,
    NODE_NOT,
    NODE_CASE,
    NODE_SAVED,
    NODE_CONDITION,
    NODE_WORD
};

struct node {
    enum node_kind kind;
    struct node *first, *last; /* AND, OR, NOT, CASE: children; SAVED: its sentence */
    struct node *next;         /* sibling */
    const struct condition *condition;
    const char *word; /* folded; SAVED: the name */
    size_t word_len;
    const struct pattern *pattern; /* instead of a word */
    const char *canonical;         /* of the word */
};

struct filter {
    struct node root; /* NODE_AND of the top-level terms */
};

struct node *node_new(struct arena *a, enum node_kind kind);
void node_append(struct node *parent, struct node *child);
/* The condition that a term is, signed or not, and its sign; NULL for any other term. */
const struct condition *node_condition(const struct node *term, bool *negative);
void node_print(const struct node *node, struct buffer *out);

/* ---- lexer.c */

struct lexer {
    const char *text;
    size_t len;
    size_t at;
};

/* A piece of text of the sentence: a bare or quoted word with its marks. */
struct piece {
    const char *text; /* without quotes and marks, NUL-terminated, in the arena */
    size_t len;
    bool quoted;
    bool star_before, star_after;
    bool exact; /* "=" before it */
    size_t at, length;
};

void lexer_blanks(struct lexer *x);
bool lexer_is_blank(char c);
/* Bytes at the lexer's place that could be a name: letters, digits, _ and . and what is not
 * ASCII, or name(name). */
size_t lexer_name(const struct lexer *x);
/* Reads /pattern/; the slashes are not part of out->text, which is as it was typed. */
enum status lexer_pattern(struct lexer *x, struct arena *a, struct piece *out, struct error *e);
/* How many bytes at offset at could be the name of a saved filter. */
size_t lexer_saved_name(const struct lexer *x, size_t at);
/* Whether "case(" stands at the lexer's place. */
bool lexer_at_case(const struct lexer *x);
/* How many bytes of comparison or colon stand at offset at: 0, 1 or 2. */
size_t lexer_operator(const struct lexer *x, size_t at);
/* Reads a bare or quoted piece; value: in a list of values, where a comma ends it and marks are
 * seen. */
enum status lexer_piece(struct lexer *x, bool value, struct arena *a, struct piece *out,
                        struct error *e);
/* Whether text must stand in quotes to be read back as it is; value: behind a name. */
bool lexer_needs_quotes(const char *text, bool value);
void lexer_quote(struct buffer *out, const char *text);

/* Fills *e and its place. */
enum status filter_fault(struct error *e, size_t at, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- bind.c: names; bind_value.c: values */

/* What name[0..len) speaks of; STATUS_MISUSE without a place. */
enum status bind_target(struct frame *f, const char *name, size_t len, struct arena *a,
                        struct target *out, struct error *e);
/* The names that stand where a field does, one behind the other; NULL behind the last. */
const char *bind_name(size_t at);
bool bind_is_name(struct frame *f, const char *name, size_t len);

/* Whether an axis of this name groups dates by a grain. */
bool bind_is_grain(const char *name);

/* A value of a list. */
enum status bind_value(struct frame *f, const struct target *t, const struct piece *p,
                       struct arena *a, struct test *out, struct error *e);
/* The number or date of a comparison. */
enum status bind_comparison(struct frame *f, const struct target *t, enum compare compare,
                            const struct piece *p, struct arena *a, struct test *out,
                            struct error *e);
/* Whether text[0..len) is a unit of the amounts of t. */
bool bind_is_unit(struct frame *f, const struct target *t, const char *text, size_t len);

/* bind_class.c: a class, by code or label. STATUS_MISUSE without a place. */
enum status bind_class(struct frame *f, const struct target *t, const struct piece *p,
                       struct arena *a, struct test *out, struct error *e);

/* bind_number.c, bind_date.c: a bound as first and last number (day) that it takes in. */
struct bound {
    int64_t from, to;
    const char *canonical;
    bool bare; /* a number without unit */
};
enum status bind_number(struct frame *f, const struct target *t, const char *text, size_t len,
                        struct arena *a, struct bound *out, struct error *e);
enum status bind_date(struct frame *f, const struct target *t, const char *text, size_t len,
                      struct arena *a, struct bound *out, struct error *e);
/* 0 Monday .. 6 Sunday, or -1. */
int bind_weekday(const char *text, size_t len);
extern const char *const bind_weekdays[7];

/* The folded form or the key of text, in a; NULL when memory is out. */
const char *filter_folded(struct arena *a, const char *text, size_t len, size_t *folded_len);
const char *filter_key(struct arena *a, const char *text, size_t len);

/* The canonical text of a group of the axis name, as it stands behind "name:"; NULL when memory
 * is out. */
const char *filter_group_text(const char *name, const struct value *group, struct arena *a);

/* Its canonical test, which takes the lines of the group and no others; *out NULL when the
 * group cannot be named. */
enum status filter_group_condition(struct frame *f, const char *name, const struct value *group,
                                   struct arena *a, const struct condition **out,
                                   struct error *e);

/* ---- scan.c: passes over the lines; each ORs what it finds into out. pace (may be NULL): of
 * the frame whose lines they are; once it is stopped, out is of no use */

void scan_table(struct pace *pace, const struct column *c, size_t lines, const uint8_t *table,
                uint64_t *out);
void scan_amounts(struct pace *pace, const struct amounts *m, size_t lines, int64_t from,
                  int64_t to, uint64_t *out);
void scan_states(struct pace *pace, const uint8_t *state, size_t lines, uint8_t wanted,
                 uint64_t *out);
void scan_keys(struct pace *pace, const uint32_t *key, size_t lines, uint32_t wanted,
               uint64_t *out);
/* Lines whose text has needle in it; anchor: begins with it. */
void scan_text(struct pace *pace, const struct text_column *c, size_t lines, const char *needle,
               size_t len, bool anchor, uint64_t *out);
/* Lines whose text is needle. */
void scan_text_whole(struct pace *pace, const struct text_column *c, size_t lines,
                     const char *needle, size_t len, uint64_t *out);

/* ---- scope.c */

/* The lines that the sentence takes without the term at the cursor, into *out (freed by the
 * caller); words NULL: all current ones, since nothing else stands there, is wrong, or stands
 * beside an "or". */
enum status complete_scope(struct frame *f, const char *sentence, size_t cursor,
                           struct arena *a, struct bitmap *out, struct error *e);

/* ---- saved.c */

/* The saved filter of that name, case and accents apart, as it is known; both in a.
 * STATUS_MISUSE without a place where there is none. */
enum status saved_sentence(struct frame *f, const char *name, struct arena *a,
                           const char **known, const char **sentence, struct error *e);

/* ---- commodity.c */

/* Whether name is "commodity", which no file has made a field of. */
bool commodity_is_name(struct frame *f, const char *name, size_t len);
/* Whether the list is a level of the tree of commodities. */
bool commodity_is_level(const char *list);
/* Appends the conditions that text can be, "stream:Cocaine or product:Cocaine", but not those
 * of the level but; how many. */
size_t commodity_named(struct frame *f, const char *text, const char *but, struct buffer *out);
/* The same where text is a street or trade name. */
size_t commodity_meant(struct frame *f, const char *text, struct buffer *out);
/* Appends the sentence that a value of commodity: stands for. */
enum status commodity_value(struct frame *f, const struct piece *p, struct arena *a,
                            struct buffer *out, struct error *e);

/* ---- whole_case.c */

/* Lifts the lines of b that are current to their cases: b gets all lines of the cases that have
 * one of them. A line of no case stays as it is. */
enum status case_lift(struct frame *f, struct bitmap *b, struct error *e);
/* ORs in the lines of the cases taken, a bit by key. */
void case_lines(struct pace *pace, const struct bitmap *taken, const uint32_t *key,
                struct bitmap *b);

/* ---- case_id.c */

/* The cases, a bit by key up to cases_max, whose number the test takes a part of; freed by the
 * caller in any case. */
enum status case_matching(struct frame *f, const struct test *t, uint32_t cases_max,
                          struct bitmap *taken, struct error *e);

/* ---- match.c: what values a test takes; table has a byte an id, set to 1 where one fits */

/* coarse (may be NULL) likewise: dates that the test's span cuts. */
bool match_values(const struct test *t, const struct value *value, uint32_t values,
                  uint8_t *table, uint8_t *coarse);
/* The label nearest to text among the values; NULL: none is near enough to help. */
const char *match_near(const struct value *value, uint32_t count, const char *text);
/* The first label that begins with text, and how many do; NULL: none, or text is too short. */
const char *match_beginning(const struct value *value, uint32_t count, const char *text,
                            uint32_t *found);

#endif
