/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several files that come in together: looked at, corrected, loaded by a job one after the
 * other, and taken back together. */
#ifndef SAISIE_WORKSPACE_INTAKE_H
#define SAISIE_WORKSPACE_INTAKE_H

#include "ingest/import.h"
#include "workspace/job.h"

/* So many rows are looked at before a file is loaded. */
#define INTAKE_SAMPLE 2000

enum intake_end {
    INTAKE_OPEN,    /* not loaded, or not yet */
    INTAKE_LOADED,  /* result tells what came */
    INTAKE_REFUSED, /* why tells the reason; nothing of it was loaded */
    INTAKE_BACK,    /* was loaded, and taken back with the others */
};

/* One table: a file, or a sheet of a workbook. */
struct intake_item {
    const char *path;
    const char *name;   /* of the file without folders, "#sheet" behind it */
    const char *hidden; /* sheets of its workbook that are hidden and no items; NULL none */
    uint64_t size;      /* of the file, bytes */
    struct import_options told; /* what the analyst said; part is its sheet */
    bool left_out;              /* it is not to be loaded */
    bool looked;                /* what follows is of told as it stands */
    enum status status;         /* whether it could be loaded */
    struct error fault;         /* why not */
    struct import_report seen;  /* of its first rows; no columns where it cannot be read */
    uint32_t known;             /* the batch that has the same content; 0 none */
    bool unknown;               /* no column was known: seen shows them all as further ones */
    enum intake_end end;
    struct import_report result;
    struct error why;
    /* private */
    struct import_options *before; /* corrections, for intake_undo */
    size_t before_count, before_room;
};

struct intake {
    struct arena arena;
    const char *cache_path;
    const struct reference *reference; /* borrowed */
    const struct profiles *profiles;   /* borrowed; NULL: none */
    struct intake_item *item;          /* may move when files are added */
    size_t count;
    struct job job;
    /* While the job is open: the item that is being loaded. Those before it are done and may be
     * read. */
    atomic_size_t at;
    atomic_bool taking_back;
    /* private */
    struct cache *cache; /* to look at files with */
    size_t room;
};

/* All zero but cache_path, reference and profiles; freed with intake_free, which stops a job,
 * takes back what it loaded and waits for it. */
void intake_free(struct intake *k);

/* Adds files as a command line names them: words parted by blanks, in quotes or with \ before a
 * blank; ~ and wildcards are expanded; a text that is the name of a file is one. Every sheet of
 * a workbook is an item. What is there already is passed over. *added: how many came. Fails,
 * with the place in text, where there is no such file; nothing is added then. */
enum status intake_add(struct intake *k, const char *text, size_t *added, struct error *e);
/* Forgets all items; not while a job is open. */
void intake_clear(struct intake *k);

/* Looks at the first rows of an item where that is not done; nothing is written. What cannot be
 * loaded is told in the item. Fails where nothing can be looked at: the cache cannot be
 * written. */
enum status intake_look(struct intake *k, size_t i, const struct progress *p, struct error *e);
/* Keeps told as it is now, for undo; the caller then changes it. Texts belong into k->arena. */
enum status intake_change(struct intake *k, size_t i, struct error *e);
/* Says what column column of the item is ("": a further field), in place of what was said
 * before. After intake_change. */
enum status intake_choose(struct intake *k, size_t i, size_t column, const char *field,
                          struct error *e);
/* Takes the last change back; false: there is none. */
bool intake_undo(struct intake *k, size_t i);
/* What the error says of the item, without the path before it. */
const char *intake_reason(const struct intake_item *it, const struct error *e);
/* It can be loaded and is to be. */
bool intake_is_ready(const struct intake_item *it);
size_t intake_ready(const struct intake *k);

/* Starts to load all items that are ready, each in a transaction of its own. One that fails is
 * told in it and the others go on. Where the job is cancelled the running file is rolled back
 * and those loaded are taken back. */
enum status intake_load(struct intake *k, struct error *e);
/* Takes back what was loaded of one item. */
enum status intake_take_back(struct intake *k, size_t i, struct error *e);
/* Waits for the end. STATUS_CANCELLED: stopped, all taken back. */
enum status intake_join(struct intake *k, struct error *e);

#endif
