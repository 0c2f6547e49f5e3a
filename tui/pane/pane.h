/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pane: one view on the workspace. A const table of functions with private state that the
 * framework allocates; reflow (measure), recompute (refresh) and repaint (paint) are three
 * steps. */
#ifndef SAISIE_PANE_PANE_H
#define SAISIE_PANE_PANE_H

#include "base/buffer.h"
#include "term/canvas.h"
#include "workspace/session.h"
#include "workspace/workspace.h"

#include <stdint.h>

/* What a key means; the key table (tui/keys.c) maps keys to actions per pane, help and key bar
 * come from it. */
#define ACTIONS(A)                                                                             \
    A(NONE, "none", "")                                                                        \
    A(QUIT, "quit", "leave saisie")                                                            \
    A(HELP, "help", "this help")                                                               \
    A(NOTES, "notes", "all notes on the numbers")                                              \
    A(COMMAND, "command", "run a command")                                                     \
    A(FILTER, "filter", "edit the filter sentence")                                            \
    A(BACK, "back", "back to where you were")                                                  \
    A(FORWARD, "forward", "forward again")                                                     \
    A(HISTORY, "history", "where you have been")                                               \
    A(SAVED, "saved", "the saved filters")                                                     \
    A(CLEAR, "clear", "take the filter away")                                                  \
    A(NEXT_PANE, "next-pane", "next pane")                                                     \
    A(PREVIOUS_PANE, "previous-pane", "previous pane")                                         \
    A(PANE, "pane", "pane of that number")                                                     \
    A(REDRAW, "redraw", "draw the screen anew")                                                \
    A(UP, "up", "one up")                                                                      \
    A(DOWN, "down", "one down")                                                                \
    A(LEFT, "left", "to the left")                                                             \
    A(RIGHT, "right", "to the right")                                                          \
    A(PAGE_UP, "page-up", "one page up")                                                       \
    A(PAGE_DOWN, "page-down", "one page down")                                                 \
    A(PAGE_LEFT, "page-left", "a page of columns left")                                        \
    A(PAGE_RIGHT, "page-right", "a page of columns right")                                     \
    A(FIRST_COLUMN, "first-column", "to the first column")                                     \
    A(LAST_COLUMN, "last-column", "to the last column")                                        \
    A(FIRST, "first", "to the first row")                                                      \
    A(LAST, "last", "to the last row")                                                         \
    A(OPEN, "open", "open what is here")                                                       \
    A(CLOSE, "close", "close what was opened")                                                 \
    A(RECORD_NEXT, "record-next", "the next record")                                           \
    A(RECORD_PREVIOUS, "record-previous", "the record before")                                 \
    A(SIMILAR, "similar", "records like this one")                                             \
    A(SORT, "sort", "sort; again: turn round")                                                 \
    A(SORT_NEXT, "sort-next", "sort by this one next")                                         \
    A(ROWS, "rows", "choose the row field")                                                    \
    A(COLUMNS, "columns", "choose the columns")                                                \
    A(WIDER, "wider", "the column wider")                                                      \
    A(NARROWER, "narrower", "the column narrower")                                             \
    A(ROWS_INSIDE, "rows-inside", "a second row field, inside")                                \
    A(COLUMNS_INSIDE, "columns-inside", "a second column field, inside")                       \
    A(SWAP, "swap", "swap rows and columns")                                                   \
    A(MEASURE, "measure", "next measure")                                                      \
    A(MEASURES, "measures", "choose the measure")                                              \
    A(MEASURE_BESIDE, "measure-beside", "a measure beside, or away again")                     \
    A(SHARE, "share", "share: column, row, all")                                               \
    A(DIFFERENCE, "difference", "change on the period or year before")                         \
    A(SHOW_AS, "show-as", "all that can be shown of it")                                       \
    A(TOP, "top", "so many rows, and Others")                                                  \
    A(HIDE_EMPTY, "hide-empty", "empty rows and columns, or not")                              \
    A(MIXED, "mixed", "add all streams, or not")                                               \
    A(SHADE, "shade", "shade the numbers, or not")                                             \
    A(SPARKS, "sparks", "a sparkline a row, or not")                                           \
    A(FOLD, "fold", "fold the group, or not")                                                  \
    A(FOLD_ALL, "fold-all", "fold all groups, or none")                                        \
    A(SIBLINGS, "siblings", "take in what is nearly called so")                                \
    A(PRESET, "preset", "tables of the Illicit Trade Report")                                  \
    A(TREND, "trend", "the trend of what is here")                                             \
    A(GRAIN, "grain", "month quarter year week")                                               \
    A(SCALE, "scale", "common scale, or own")                                                  \
    A(ZOOM_IN, "zoom-in", "a shorter span")                                                    \
    A(ZOOM_OUT, "zoom-out", "a longer span")                                                   \
    A(TOGGLE, "toggle", "choose the value, or not")                                            \
    A(EXCLUDE, "exclude", "leave the value out")                                               \
    A(FINER, "finer", "shorter periods")                                                       \
    A(COARSER, "coarser", "longer periods")                                                    \
    A(FIRST_END, "first-end", "the first end here")                                            \
    A(LAST_END, "last-end", "the last end here")                                               \
    A(KEEP, "keep", "keep this as a filter")                                                   \
    A(CASES, "cases", "count cases, or seizures")                                              \
    A(IMPORT, "import", "bring files in")                                                      \
    A(LOAD, "load", "load all that is shown")                                                  \
    A(FIELD, "field", "say which field it is")                                                 \
    A(NEXT_FILE, "next-file", "next file")                                                     \
    A(PREVIOUS_FILE, "previous-file", "previous file")                                         \
    A(FILES, "files", "go to one of the files")                                                \
    A(LEAVE_OUT, "leave-out", "leave the file out")                                            \
    A(UNDO, "undo", "undo a correction")                                                       \
    A(ENCODING, "encoding", "its encoding")                                                    \
    A(DELIMITER, "delimiter", "what parts its columns")                                        \
    A(HEADER, "header", "rows of its header")                                                  \
    A(TABLE, "table", "which of its tables")                                                   \
    A(PROFILE, "profile", "which profile reads it")                                            \
    A(GRAIN_IS, "grain-is", "what a row is")                                                   \
    A(ORDER, "order", "order of day and month")                                                \
    A(SAVE, "save", "save as a profile")                                                       \
    A(STOP, "stop", "stop, take all back")                                                     \
    A(TAKE_BATCH, "take-batch", "take the batch back")                                         \
    A(FINDINGS, "findings", "what was odd, by row")                                            \
    A(LEAVE, "leave", "back where you came from")                                              \
    A(GO_TO, "go-to", "to row, part or date")                                                  \
    A(FIND, "find", "find a word in it")                                                       \
    A(FIND_BACK, "find-back", "find it further up")                                            \
    A(FIND_NEXT, "find-next", "the next one with it")                                          \
    A(FIND_PREVIOUS, "find-previous", "the other way round")                                   \
    A(COPY, "copy", "copy as text")                                                            \
    A(EXPORT, "export", "write them to a file")                                                \
    A(MARK, "mark", "mark the record, or not")                                                 \
    A(MARK_ALL, "mark-all", "all marks off, or all on")                                        \
    A(TAG, "tag", "tag what is marked")                                                        \
    A(NOTE, "note", "note on what is marked")                                                  \
    A(TAKE_BACK, "take-back", "take a tag or note back")

enum action {
#define ACTION_ENUM(id, name, help) ACTION_##id,
    ACTIONS(ACTION_ENUM)
#undef ACTION_ENUM
        ACTION_COUNT
};

/* What an action did: flags. */
enum handled {
    HANDLED_NOT = 0,
    HANDLED = 1 << 0,
    HANDLED_REPAINT = 1 << 1,
    HANDLED_RECOMPUTE = 1 << 2, /* the pane's question changed: refresh, then paint */
};

enum pane_event {
    PANE_TICK,      /* a while has passed, where somebody asked for it (struct app: ticking) */
    PANE_INTERRUPT, /* Ctrl-C */
    PANE_QUIT,      /* the program is about to be left */
};

struct app; /* the program state: tui/app.h */
struct pane;

struct pane_ops {
    const char *name;  /* "records" */
    const char *title; /* tab: "Records" */
    const char *intro; /* first lines of its help: what it shows, what one does here */
    size_t state_size;
    enum status (*open)(struct pane *, struct error *);
    void (*close)(struct pane *);
    /* The canvas it will get: keep the cursor row in sight. */
    void (*measure)(struct pane *, int rows, int cols);
    /* Recomputes the answer for the workspace's filter. On a fault the old answer stays. */
    enum status (*refresh)(struct pane *, struct error *);
    /* Column heads (2 rows: heads, rule) and body; computes nothing. */
    void (*paint)(struct pane *, struct canvas *);
    /* What stands under the body, at most 3 lines parted by '\n': notes, then the provenance
     * line. */
    void (*provenance)(struct pane *, struct buffer *out);
    /* count: how often, 0: not said. */
    unsigned (*action)(struct pane *, enum action, int count);

    /* ---- optional, NULL where a pane has none */

    /* Settings that ':' commands give, names parted by blanks: "rows cols measure". */
    const char *settings;
    /* Takes one of them ("" as value: back to the usual); the pane marks itself stale. False on
     * a fault, with the way out; the setting then stays as it was. */
    bool (*set)(struct pane *, const char *what, const char *value, struct error *);
    /* Reads what is in sight, where that is other than before: called before each paint, so
     * that keys that come together read once and painting computes nothing. */
    void (*fetch)(struct pane *);
    /* Where the cursor is, as a number of the pane's own, and back there after a refresh: what
     * u returns to. */
    uint64_t (*place)(struct pane *);
    void (*go)(struct pane *, uint64_t place);
    /* The workspace was read anew: answers, and whatever else points into the old frame, are
     * forgotten; settings stay as far as the new one has them. */
    void (*reopen)(struct pane *);
    /* Says how it is, in its section of the session (its name), which is empty; and takes what
     * it said the last time, whoever wrote that: how many values were no good. Before the first
     * refresh, where the cache has lines. */
    void (*keep)(struct pane *, struct session *);
    unsigned (*recall)(struct pane *, const struct session *);
    /* What happens beside keys; true: it was for this pane. Every pane is told. */
    bool (*event)(struct pane *, enum pane_event);
    /* How far it is, 0, 1 ...: what its keys mean goes by it. */
    int (*stage)(const struct pane *);
    /* What help says instead of the intro, where that depends on the stage. */
    const char *(*about)(const struct pane *);
    /* The tab of a pane without a digit: it is shown where it has one, and while one is in it.
     */
    const char *(*tab)(struct pane *);
    /* Some milliseconds of what is still to be worked out for it, called while it is shown, no
     * key waits and pane->more; sets that to whether anything is left. */
    void (*more)(struct pane *);
    /* What stands in the filter sentence's place, for panes that have no use for one. */
    const char *(*headline)(struct pane *);
    /* What it does while it answers: "sorting"; NULL: "counting". */
    const char *work;
    /* A new answer begins at its top: moves that were made meanwhile are made again in it. */
    bool anew;
};

struct pane {
    const struct pane_ops *ops;
    struct app *app;
    struct workspace *workspace; /* borrowed */
    void *state;                 /* ops->state_size bytes, zeroed */
    unsigned generation;         /* of the workspace that it was last asked for */
    bool stale;                  /* its own question changed */
    bool answered;               /* it has an answer, if an old one */
    bool old;                    /* which is of another question than it was last asked */
    unsigned answer;     /* generation of the answer; 0: its own question changed since */
    bool gave_way;       /* its question, to a key: begun again when none waits */
    unsigned asking;     /* the generation of that question */
    struct moves *moves; /* made meanwhile (tui/patience.c), or NULL */
    int rows, cols;      /* of its canvas */
    bool lazy;           /* stale, but moving on may come before the refresh */
    bool more;           /* what is shown is right, and ops->more has more of it */
    bool placed;         /* go to place after the next refresh */
    uint64_t place;
};

/* Listed in tui/panes.c, which says which exist and which digit each has. */
extern const struct pane_ops pane_overview, pane_records, pane_filter, pane_pivot, pane_trend,
    pane_import;

/* ---- what panes may ask of the program (tui/app.c) */

/* Narrows to the sentence and shows the pane named, remembering where one was: ACTION_BACK (u)
 * returns to the pane, filter and cursor one came from. False (and a message) on a fault. */
bool app_open(struct app *a, const char *pane, const char *sentence);
/* Sets the filter and stays. */
bool app_filter(struct app *a, const char *sentence);
/* A message in the key bar's place until the next key. */
void app_notice(struct app *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The error as such a message, with its way out. */
void app_fault(struct app *a, const struct error *e);
/* Asks on the last line; true: y was pressed. */
bool app_confirm(struct app *a, const char *question);
/* Lets the user choose from a list in an overlay, narrowed by typing; returns the index or -1.
 */
int app_choose(struct app *a, const char *title, const char *const *items, size_t count,
               int here);

#endif
