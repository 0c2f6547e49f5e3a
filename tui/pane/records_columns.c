/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of Records: which, in what order, how wide, and how many of them a screen holds.
 * A column is opened when it is first in sight: opening loads it. */
#include "pane/column_width.h"
#include "pane/records_private.h"

#include "app.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_WIDTH 3
#define MOST_WIDTH 200

/* ---- which */

/* Whether there is such a column, told without loading any. */
static enum status check_name(struct frame *f, const char *name, struct error *e)
{
    static const char *const others[] = {"case_id", "row", "line_id", "batch", "note", "tag"};
    struct list_column c;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(name, others[i]) == 0) {
            return STATUS_OK;
        }
    }
    return frame_find_field(f, name) ? STATUS_OK : list_column_open(f, name, &c, e);
}

bool records_has_column(struct pane *p, const char *name)
{
    return check_name(p->workspace->frame, name, NULL) == STATUS_OK;
}

static bool stays(const char *name)
{
    return strcmp(name, "date") == 0 || strcmp(name, "case_id") == 0 ||
           strcmp(name, "reporter") == 0;
}

enum status records_take_columns(struct pane *p, const char *const *names, size_t count,
                                 size_t frozen, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    struct list_column *out = arena_zero(&a, count + 1, sizeof *out);
    enum status s = out ? STATUS_OK : error_no_memory(e);

    for (size_t i = 0; s == STATUS_OK && i < count; i++) {
        s = check_name(p->workspace->frame, names[i], e);
        out[i].name = arena_string(&a, names[i]);
        if (s == STATUS_OK && !out[i].name) {
            s = error_no_memory(e);
        }
    }
    if (s != STATUS_OK) {
        arena_free(&a);
        return s;
    }
    arena_free(&r->columns_arena); /* names may have stood in it */
    r->columns_arena = a;
    r->columns = out;
    r->column_count = count;
    r->column = r->first = 0;
    r->frozen = frozen < count ? frozen : 0;
    while (frozen == FROZEN_USUAL && r->frozen < FROZEN && r->frozen < count &&
           stays(out[r->frozen].name)) {
        r->frozen++;
    }
    r->version++;
    return STATUS_OK;
}

enum status records_default_columns(struct pane *p, struct error *e)
{
    struct arena a = {0};
    const char **names;
    size_t count;
    enum status s = listing_default_columns(p->workspace->frame, &a, &names, &count, e);

    if (s == STATUS_OK) {
        s = records_take_columns(p, names, count, FROZEN_USUAL, e);
    }
    arena_free(&a);
    return s;
}

/* The column, opened where it was not yet; NULL where it cannot be read (or was not to be, by
 * Ctrl-C), which is told. The next layout tries again. */
static const struct list_column *opened(struct pane *p, size_t i)
{
    struct records *r = p->state;
    struct list_column *c = &r->columns[i];
    const char *name = c->name;
    struct error e = {0};

    if (!c->frame) {
        if (list_column_open(p->workspace->frame, name, c, &e) != STATUS_OK) {
            app_fault(p->app, &e);
            *c = (struct list_column){.name = name};
            return NULL;
        }
        column_fit(c);
    }
    return c;
}

const struct list_column *records_column_at(struct pane *p, size_t i)
{
    return opened(p, i);
}

const struct list_column *records_column(struct pane *p)
{
    struct records *r = p->state;

    return r->column < r->column_count ? opened(p, r->column) : NULL;
}

/* ---- how wide */

/* The width that the user gave it; 0: none. */
static int own_width(const struct records *r, const char *name)
{
    for (size_t i = 0; i < r->width_count; i++) {
        if (strcmp(r->widths[i].name, name) == 0) {
            return r->widths[i].width;
        }
    }
    return 0;
}

static void set_width(struct records *r, const char *name, int width)
{
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
    for (size_t i = 0; i < r->width_count; i++) {
        if (strcmp(r->widths[i].name, name) == 0) {
            r->widths[i].width = width;
            return;
        }
    }
    struct own_width *grown = realloc(r->widths, (r->width_count + 1) * sizeof *grown);
    char *copy = grown ? strdup(name) : NULL;
    r->widths = grown ? grown : r->widths;
    if (copy) {
        r->widths[r->width_count++] = (struct own_width){copy, width};
    }
}

void records_set_width(struct pane *p, const char *name, int width)
{
    set_width(p->state, name, width);
}

void records_widths_free(struct records *r)
{
    for (size_t i = 0; i < r->width_count; i++) {
        free(r->widths[i].name);
    }
    free(r->widths);
    r->widths = NULL;
    r->width_count = 0;
}

/* How wide it is on this screen, and whether as a code under a short head. */
static struct shown shape(struct pane *p, const struct list_column *c, size_t i)
{
    struct records *r = p->state;
    int own = own_width(r, c->name), most = column_width_at(c, p->cols);

    if (own) {
        return (struct shown){.column = i, .width = own};
    }
    return (struct shown){.column = i,
                          .width = c->width < most ? c->width : most,
                          .head = column_code_head(c, p->cols)};
}

void records_resize(struct pane *p, int by)
{
    struct records *r = p->state;

    const struct list_column *c = records_column(p);

    if (c) {
        set_width(r, c->name, shape(p, c, r->column).width + by);
        r->version++;
        records_layout(p);
    }
}

/* ---- what is in sight */

/* As many columns as fit from r->first on; what is left over widens the last text. */
static bool fit_columns(struct pane *p)
{
    struct records *r = p->state;
    int col = 1, cols = p->cols;
    bool number_before = false;

    r->shown_count = 0;
    for (size_t i = 0; i < r->column_count && r->shown_count < MOST_SHOWN; i++) {
        if (i >= r->frozen_here && i < r->first) {
            continue;
        }
        const struct list_column *c = opened(p, i);
        if (!c) {
            return false;
        }
        struct shown s = shape(p, c, i);
        int gap = r->shown_count == 0 ? 0 : number_before && !c->number ? 2 : 1;
        int room = cols - col - gap;
        bool alone = i == r->first;
        if (s.width > room) {
            /* The last one may be cut, but not to nothing. */
            if (!alone && (c->number || room < 8)) {
                break;
            }
            s.width = room;
        }
        s.col = col + gap;
        r->shown[r->shown_count++] = s;
        col += gap + s.width;
        number_before = c->number;
    }
    if (r->shown_count) {
        struct shown *last = &r->shown[r->shown_count - 1];
        if (!r->columns[last->column].number && !last->head) {
            last->width = cols - last->col;
        }
    }
    return true;
}

/* Frozen columns take half of a screen at the most: on a narrow one the last of them scroll
 * with the others. */
static size_t fit_frozen(struct pane *p)
{
    struct records *r = p->state;
    size_t n = 0;
    int used = 0;

    for (; n < r->frozen; n++) {
        const struct list_column *c = opened(p, n);
        if (!c || (used += shape(p, c, n).width + 1) > p->cols / 2) {
            break;
        }
    }
    return n;
}

static bool is_shown(const struct records *r, size_t column)
{
    for (size_t i = 0; i < r->shown_count; i++) {
        if (r->shown[i].column == column) {
            return true;
        }
    }
    return false;
}

void records_layout(struct pane *p)
{
    struct records *r = p->state;

    r->shown_count = 0;
    if (!r->column_count || p->cols <= 0) {
        return;
    }
    r->frozen_here = fit_frozen(p);
    if (r->first < r->frozen_here) {
        r->first = r->frozen_here;
    }
    if (r->column >= r->frozen_here && r->column < r->first) {
        r->first = r->column;
    }
    bool whole = fit_columns(p);
    while (whole && !is_shown(r, r->column) && r->first < r->column) {
        r->first++;
        whole = fit_columns(p);
    }
}

/* ---- others than before */

static bool same_columns(const struct records *r, const char *const *names, size_t count)
{
    bool same = count == r->column_count;

    for (size_t i = 0; i < count && same; i++) {
        same = strcmp(names[i], r->columns[i].name) == 0;
    }
    return same;
}

bool records_go_column(struct pane *p, const char *name)
{
    struct records *r = p->state;

    for (size_t i = 0; i < r->column_count; i++) {
        if (strcmp(r->columns[i].name, name) == 0) {
            r->column = i;
            return true;
        }
    }
    return false;
}

void records_columns_anew(struct pane *p)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char **names;
    const char *here = r->column_count ? r->columns[r->column].name : "";
    char *was = strdup(here);
    size_t count;
    struct error e = {0};

    if (!r->chosen &&
        listing_default_columns(p->workspace->frame, &a, &names, &count, &e) == STATUS_OK &&
        !same_columns(r, names, count) &&
        records_take_columns(p, names, count, FROZEN_USUAL, &e) == STATUS_OK) {
        if (was) {
            records_go_column(p, was);
        }
        records_layout(p);
    }
    free(was);
    arena_free(&a);
}

static size_t column_named(const struct records *r, const char *name)
{
    size_t i = 0;

    while (name && i < r->column_count && strcmp(r->columns[i].name, name) != 0) {
        i++;
    }
    return name && i < r->column_count ? i : 0;
}

enum status records_columns_reopen(struct pane *p, struct error *e)
{
    struct records *r = p->state;
    struct arena old = r->columns_arena;
    const char *here = r->column < r->column_count ? r->columns[r->column].name : NULL;
    const char *first = r->first < r->column_count ? r->columns[r->first].name : NULL;
    const char **names = arena_zero(&old, r->column_count + 1, sizeof *names);
    size_t count = 0;

    for (size_t i = 0; names && r->chosen && i < r->column_count; i++) {
        if (check_name(p->workspace->frame, r->columns[i].name, NULL) == STATUS_OK) {
            names[count++] = r->columns[i].name;
        }
    }
    r->columns_arena = (struct arena){0};
    r->columns = NULL;
    r->column_count = r->shown_count = 0;
    enum status s = count ? records_take_columns(p, names, count, r->frozen, e)
                          : records_default_columns(p, e);
    r->column = column_named(r, here);
    r->first = column_named(r, first);
    arena_free(&old);
    return s;
}

/* "date,case_id | product,mass": what stands before the stroke is frozen. */
bool records_set_columns(struct pane *p, const char *value, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char **names = arena_zero(&a, strlen(value) + 1, sizeof *names);
    size_t count = 0, frozen = FROZEN_USUAL;
    char *rest, *text = arena_string(&a, value);
    enum status s = names && text ? STATUS_OK : error_no_memory(e);

    for (char *name = s == STATUS_OK ? strtok_r(text, ", ", &rest) : NULL; name;
         name = strtok_r(NULL, ", ", &rest)) {
        if (strcmp(name, "|") == 0) {
            frozen = count;
        } else {
            names[count++] = name;
        }
    }
    if (s == STATUS_OK) {
        s = count ? records_take_columns(p, names, count, frozen, e)
                  : records_default_columns(p, e);
    }
    arena_free(&a);
    if (s == STATUS_OK) {
        r->chosen = count > 0;
        records_layout(p);
    }
    return s == STATUS_OK;
}
