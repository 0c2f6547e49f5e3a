/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs of the command line as one const table: names, arguments, options and help come
 * from it, for the parser, --help and the manual alike. */
#ifndef SAISIE_COMMAND_COMMAND_H
#define SAISIE_COMMAND_COMMAND_H

#include "analysis/pivot.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/progress.h"
#include "export/table.h"
#include "workspace/workspace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every option of every verb. OPTION_FLAG ones take no value. */
enum option_id {
    OPTION_CACHE,
    OPTION_HELP,
    OPTION_AS_OF,
    OPTION_GENERIC,
    OPTION_ENCODING,
    OPTION_DELIMITER,
    OPTION_QUOTE,
    OPTION_ESCAPE,
    OPTION_HEADER,
    OPTION_HEADER_ROWS,
    OPTION_DATE_ORDER,
    OPTION_SET,
    OPTION_SHEET,
    OPTION_TABLE,
    OPTION_RECORD_LIMIT,
    OPTION_DRY_RUN,
    OPTION_WHERE,
    OPTION_COLUMNS,
    OPTION_SORT,
    OPTION_LIMIT,
    OPTION_FORMAT,
    OPTION_DECIMAL,
    OPTION_BARE,
    OPTION_ROWS,
    OPTION_COLS,
    OPTION_MEASURE,
    OPTION_TOP,
    OPTION_TOP_COLS,
    OPTION_HIDE_EMPTY,
    OPTION_MIXED,
    OPTION_SUBTOTALS,
    OPTION_PRESET,
    OPTION_BY,
    OPTION_SPLIT,
    OPTION_BATCH,
    OPTION_RULE,
    OPTION_RULES,
    OPTION_COMPLETE,
    OPTION_ORIGINAL,
    OPTION_REMOVE,
    OPTION_UNDO,
    OPTION_PROFILE,
    OPTION_GRAIN,
    OPTION_APART,
    OPTION_UNSTABLE_LINES,
    OPTION_YES,
    OPTION_THEME, /* of the panes */
    OPTION_CLEAN, /* of the panes */
    OPTIONS,
};

struct option_info {
    const char *name;  /* "--where" */
    const char *value; /* "FILTER"; NULL: a flag */
    const char *help;
};
extern const struct option_info option_table[OPTIONS];
#define TAKES(option) (UINT64_C(1) << (option))
/* What goes with an answer that is a table. */
#define TAKES_FORMAT (TAKES(OPTION_FORMAT) | TAKES(OPTION_DECIMAL) | TAKES(OPTION_BARE))

/* What a call said, and what it may use. */
struct call {
    const struct command *command;
    const char *option[OPTIONS]; /* the value, "" for a flag that was given, NULL: not given */
    const char *const *argument;
    size_t arguments;
    const struct reference *reference;
    const struct progress *progress; /* for long work; NULL none */
    struct arena arena;              /* for the call's texts; freed by command_run */
    FILE *out;                       /* standard output */
    bool asks;       /* standard input and standard error are a terminal: it may ask */
    char fault[512]; /* a sentence that could not be read, and under it where; "": none was */
};

struct command {
    const char *name;
    const char *arguments; /* "FILE..." or "" */
    size_t least, most;    /* how many arguments it takes */
    const char *summary;   /* one line */
    const char *details;   /* further lines of its help, examples */
    uint64_t options;      /* TAKES of each option_id */
    enum status (*run)(struct call *, struct error *);
};

/* All verbs, in the order of the help; ended by a NULL. */
extern const struct command *const command_table[];
const struct command *command_find(const char *name);

/* Reads argv (behind the program's name) into c: options anywhere, a verb first among the other
 * words. A call without a verb has command NULL: the panes. STATUS_MISUSE names the word at
 * fault and the nearest right one. */
enum status command_parse(int argc, char *const *argv, struct call *c, struct error *e);
/* Runs the verb, or prints its help. Frees c->arena. */
enum status command_run(struct call *c, struct error *e);
/* The help of the program, or of one verb, to out. */
void command_help(const struct command *command, FILE *out);

/* ---- for the verbs
 * ------------------------------------------------------------------------------------------ */

/* The cache's path: --cache or the default one. */
enum status call_cache_path(struct call *c, bool make_folders, const char **path,
                            struct error *e);
/* Shows in c->fault where sentence is at fault, for an error of reading it (with at and
 * length); of a long one what stands around the place. Returns e->status. */
enum status call_fault(struct call *c, const char *sentence, const struct error *e);
/* A cache that is there already, for writing. */
enum status call_open_cache(struct call *c, const char *path, struct cache **cache,
                            struct error *e);
/* The workspace with --where applied; owned by the caller. */
enum status call_workspace(struct call *c, struct workspace **w, struct error *e);
/* The workspace narrowed to an argument that is a sentence; one word an argument, so that it
 * can be given with and without quotes. */
enum status call_sentence(struct call *c, size_t from, struct workspace **w, struct error *e);
/* --format, or the default; whether --decimal goes with it. */
enum status call_format(struct call *c, enum table_format *format, struct error *e);
/* How a table of this call is written: --decimal (else as the environment's locale has it),
 * --bare, the marking of w (NULL: none), the verb as its title. */
struct table_manner call_manner(struct call *c, struct workspace *w);
/* Begins the table of the answer on standard output in that manner. */
void call_table(struct call *c, struct workspace *w, struct table *t, enum table_format format,
                const struct table_column *columns, size_t count);
/* --limit, or the default (SIZE_MAX: all). */
enum status call_limit(struct call *c, size_t *limit, struct error *e);
/* A text split at commas outside of parentheses into c->arena; *count parts, each trimmed. */
enum status call_split(struct call *c, const char *text, const char ***parts, size_t *count,
                       struct error *e);
/* --measure into kinds (at most PIVOT_MEASURES); without the option cases, or seizures where no
 * line has one. */
enum status call_measures(struct call *c, struct workspace *w, enum measure_kind *kinds,
                          size_t *count, struct error *e);
/* What stands under a table: notes (may be NULL), the filter sentence, the provenance line. */
const char *call_note(struct call *c, struct workspace *w, const char *notes);

#endif
