/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import: files are looked at and corrected, then loaded by a job, then told of. Its parts
 * share this state. */
#ifndef SAISIE_PANE_IMPORT_PANE_H
#define SAISIE_PANE_IMPORT_PANE_H

#include "app.h"
#include "widget/list.h"
#include "workspace/intake.h"

enum import_stage { IMPORT_FILES, IMPORT_LOADING, IMPORT_LOADED };

/* The profiles as read; older readings stay as long as corrections may point to them. */
struct profile_set {
    struct profiles profiles;
    struct profile_set *older;
};

struct import_pane {
    struct intake intake;
    struct profile_set *set; /* the newest; NULL: not read yet */
    enum import_stage stage;
    size_t here;         /* the file that is looked at */
    struct list columns; /* of it */
    struct list files;   /* while they are loaded, and behind that */
    size_t from;         /* the pane one came from */
    /* How the loading goes. */
    size_t step; /* item whose beginning is noted */
    struct timespec begun, step_begun;
    bool stopped; /* it was; everything was taken back */
    struct error fault;
    char headline[256], tab[32];
};

static inline struct intake_item *import_here(struct import_pane *v)
{
    return v->here < v->intake.count ? &v->intake.item[v->here] : NULL;
}

/* Reads the profiles (again): files that take what knows their header are looked at anew. */
enum status import_read_profiles(struct import_pane *v, struct error *e);
/* "41,392" */
const char *import_number(uint64_t n, char out[64]);

/* ---- tui/pane/import_view.c: what was found in the file at hand */
#define IMPORT_HEADS 4 /* rows above the columns */
/* Columns that are in sight on so many rows. */
int import_view_page(const struct import_pane *v, int rows);
void import_view_paint(struct pane *p, struct canvas *c);
/* What one should know before loading, then what is there: lines parted by '\n'. */
void import_view_notes(struct pane *p, struct buffer *out);

/* ---- tui/pane/import_progress.c: how the loading goes, and what came of it */
void import_progress_paint(struct pane *p, struct canvas *c);
void import_progress_notes(struct pane *p, struct buffer *out);
/* Seconds. */
double import_since(const struct timespec *then);
/* Of all files, 0 to 100. */
unsigned import_percent(struct import_pane *v);

/* ---- tui/pane/import_loaded.c: what one does with a file that is in; false: nothing of that
 */
bool import_loaded(struct pane *p, enum action action);

/* ---- tui/pane/import_correct.c: each asks, and changes what is told of the file at hand */
unsigned import_correct(struct pane *p, enum action action);

#endif
