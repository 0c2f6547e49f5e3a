/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program state and its loop. What panes may ask for is in pane/pane.h; this is for the
 * parts of the frame around them. */
#ifndef SAISIE_TUI_APP_H
#define SAISIE_TUI_APP_H

#include "pane/pane.h"
#include "term/term.h"
#include "theme.h"

#include <time.h>

#define PANES_MAX 16

/* Where one was: what u returns to. */
struct place {
    size_t pane;
    char *sentence;
    uint64_t mark[PANES_MAX]; /* of each pane: its cursor, */
    bool marked[PANES_MAX];   /* where it had answered under the sentence */
    size_t lines;             /* that the sentence takes, */
    bool counted;             /* where that is known: not after the cache was read anew */
};

/* What the question that is being answered gives way to, once it takes long. */
enum patience {
    PATIENCE_WAITS,  /* nothing: a key that was taken rests on the answer */
    PATIENCE_KEYS,   /* a key that comes */
    PATIENCE_SERVES, /* a key that was taken and does not rest on it */
};

/* Something that lies over the panes and has the keys (help, chooser, prompt). It lives on the
 * stack of the function that runs it. */
struct overlay {
    void (*paint)(void *data, struct canvas *screen);
    void *data;
    struct overlay *below;
};

struct app {
    struct workspace *workspace; /* borrowed */
    struct term *term;
    struct theme *theme;
    struct pane pane[PANES_MAX];
    size_t pane_count, here; /* index of the pane one is in */
    struct place *places;
    size_t place_count, place_at;
    struct overlay *overlay;
    void *prompt_data; /* data of the prompt that runs, or NULL */
    char notice[800];  /* message in the key bar's place; "" none */
    bool notice_is_error;
    bool ending;
    int status;  /* exit status when ending */
    int ticking; /* somebody works beside: milliseconds between PANE_TICKs; 0 nobody */

    struct progress watch, walk; /* of reading, and of walking over lines: tui/patience.c */
    const char *work;            /* what is read for; NULL: reading the cache */
    const char *walking;         /* what lines are walked over for */
    struct timespec asked, told; /* when work began, and when its progress was last shown */
    struct timespec part;        /* when that part of it began whose progress that is, */
    uint64_t done;               /* and how far it was */
    enum patience patience;      /* what a question gives way to */
    bool yielded;                /* it gave way; else, where it was stopped, to Ctrl-C */
    struct session *session;     /* what is kept; NULL: nothing is */
    bool clipboard;              /* the terminal's may be written to */
};

/* Keys that are no keys: Ctrl-C; a while has passed (never while an overlay has the keys). */
#define APP_INTERRUPT 0x10000
#define APP_TICK 0x10001

/* The next key; paints and sleeps while there is none. -1: the program is ending, return at
 * once. The one place where the program waits. */
int app_key(struct app *a);
void app_push_overlay(struct app *a, struct overlay *o);
void app_pop_overlay(struct app *a);
/* Brings the pane's answer up to date, however long that takes; false: Ctrl-C stopped it, or it
 * failed, and the old answer stands. */
bool app_refresh(struct app *a, struct pane *p);
/* The same, giving way: false with the pane's gave_way where it did. */
bool app_refresh_until(struct app *a, struct pane *p, enum patience patience);
struct job;
/* Waits for a job that was started, in one place: tells how far it is once that takes long,
 * lets Ctrl-C stop it, keeps the keys typed meanwhile. The job's status and error. */
enum status app_await(struct app *a, struct job *job, const char *work, struct error *e);
/* Does what a key says outside of overlays. */
void app_act(struct app *a, enum action action, int key);
/* Goes to the pane of that index under the same filter. */
void app_go(struct app *a, size_t pane);
/* The index of the pane of that name; pane_count if there is none. */
size_t app_find_pane(const struct app *a, const char *name);
void app_end(struct app *a, int status);
/* Reads the cache anew and lets every pane begin anew where it was. */
void app_reload(struct app *a);

/* ---- tui/places.c, with app_filter and app_open */
/* Writes down where one is in each pane; goes to a place by its index in places. */
void app_note_place(struct app *a);
void app_go_place(struct app *a, size_t to);
/* Where the cursor of a pane is, or will be once it has its answer. */
uint64_t places_mark(struct pane *p);
/* A new place behind the current one, where that is another. */
void places_add(struct app *a);
void places_back(struct app *a, bool forward);
void places_free(struct app *a);

/* ---- tui/panes.c */
struct pane_entry {
    int digit;  /* from 10 on none that can be typed */
    int stages; /* the bit of the key table while its stage is 1; 2: the next one, and so on */
    const struct pane_ops *ops;
};
/* The panes there are, in order of the tab line. */
const struct pane_entry *panes_table(size_t *count);
int pane_digit(const struct pane *p);
/* What its keys mean now: a bit of the key table, its digit or that of its stage. */
int pane_keys(const struct pane *p);
/* Whether that digit can be typed: the pane stands in the tab line. */
bool pane_has_digit(const struct pane *p);

/* ---- tui/patience.c: what takes long tells how far it is, gives way to keys, and is stopped
 * with Ctrl-C */
void patience_open(struct app *a);
/* Work begins: a key was taken. It gives way to nothing. */
void patience_begin(struct app *a);
/* A part of a pane's question begins; work: what it does. */
void patience_ask(struct app *a, const struct pane *p, enum patience patience,
                  const char *work);
/* Whether the pane shows another answer than that which it is asked for. */
bool patience_old(const struct app *a, const struct pane *p);
/* Whether what the key does rests on the answer of a pane. */
bool patience_rests(enum action action);
/* A move in a pane whose answer is old, or not there yet, to be made again in the new one; and
 * these moves, made or forgotten. */
void patience_note(struct pane *p, enum action action);
void patience_replay(struct pane *p);
void patience_forget(struct pane *p);

/* ---- tui/screen.c: the six zones */
void screen_paint(struct app *a);

/* ---- tui/pane/import.c */
/* To the import where files wait there or were loaded, else asks for files. */
void import_run(struct app *a);
/* Adds files and shows them; text "": those that are there. False with the place in text. */
bool import_files(struct app *a, const char *text, struct error *e);

/* ---- tui/help.c, tui/prompts.c, tui/commands.c */
void help_run(struct app *a);
void prompt_filter(struct app *a);
/* initial: what stands there already. */
void prompt_command(struct app *a, const char *initial);
/* The ':' command at that place of their table: its name, its arguments ("" none) and what it
 * does; NULL behind the last. */
const char *colon_command(size_t at, const char **arguments, const char **help);
/* Runs one ':' command. */
bool colon_run(struct app *a, const char *line, struct error *e);

#endif
