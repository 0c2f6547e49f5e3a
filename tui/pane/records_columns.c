/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of Records: which, in what order, and how many of them a screen holds. */
#include "pane/column_width.h"
#include "pane/records_private.h"

#include <string.h>

enum status records_take_columns(struct pane *p, const char **names, size_t count,
                                 struct error *e)
{
    struct records *r = p->state;
    struct list_column *out = arena_zero(&r->columns_arena, count + 1, sizeof *out);

    if (!out) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        char *name = arena_string(&r->columns_arena, names[i]);
        enum status s =
            name ? list_column_open(p->workspace->frame, name, &out[i], e) : error_no_memory(e);
        if (s != STATUS_OK) {
            return s;
        }
        column_fit(&out[i]);
    }
    r->columns = out;
    r->column_count = count;
    r->column = r->first = 0;
    r->frozen = 0;
    while (r->frozen < FROZEN && r->frozen < count &&
           (strcmp(out[r->frozen].name, "date") == 0 ||
            strcmp(out[r->frozen].name, "reporter") == 0)) {
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
        s = records_take_columns(p, names, count, e);
    }
    arena_free(&a);
    return s;
}

static bool same_columns(const struct records *r, const char *const *names, size_t count)
{
    bool same = count == r->column_count;

    for (size_t i = 0; i < count && same; i++) {
        same = strcmp(names[i], r->columns[i].name) == 0;
    }
    return same;
}

/* As many columns as fit from r->first on; what is left over widens the last text. */
static void fit_columns(struct records *r, int cols)
{
    int col = 1;
    bool number_before = false;

    r->shown_count = 0;
    for (size_t i = 0; i < r->column_count && r->shown_count < MOST_SHOWN; i++) {
        if (i >= r->frozen && i < r->first) {
            continue;
        }
        const struct list_column *c = &r->columns[i];
        int gap = r->shown_count == 0 ? 0 : number_before && !c->number ? 2 : 1;
        int width = c->width, room = cols - col - gap;
        const char *head = column_code_head(c, cols);
        int most = column_width_at(c, cols);
        width = width < most ? width : most;
        if (width > room) {
            /* The last one may be cut, but not to nothing. */
            if (c->number || room < 8) {
                break;
            }
            width = room;
        }
        r->shown[r->shown_count++] = (struct shown){i, col + gap, width, head};
        col += gap + width;
        number_before = c->number;
    }
    if (r->shown_count) {
        struct shown *last = &r->shown[r->shown_count - 1];
        if (!r->columns[last->column].number && !last->head) {
            last->width = cols - last->col;
        }
    }
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

    if (r->first < r->frozen) {
        r->first = r->frozen;
    }
    if (r->column >= r->frozen && r->column < r->first) {
        r->first = r->column;
    }
    fit_columns(r, p->cols);
    while (!is_shown(r, r->column) && r->first < r->column) {
        r->first++;
        fit_columns(r, p->cols);
    }
}

void records_columns_anew(struct pane *p)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char **names;
    const char *here = r->column_count ? r->columns[r->column].name : "";
    size_t count;
    struct error e = {0};

    if (!r->chosen &&
        listing_default_columns(p->workspace->frame, &a, &names, &count, &e) == STATUS_OK &&
        !same_columns(r, names, count) &&
        records_take_columns(p, names, count, &e) == STATUS_OK) {
        for (size_t i = 0; i < r->column_count; i++) {
            r->column = strcmp(r->columns[i].name, here) == 0 ? i : r->column;
        }
        records_layout(p);
    }
    arena_free(&a);
}

bool records_set_columns(struct pane *p, const char *value, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char *names[64];
    size_t count = 0;
    char *rest, *text = arena_string(&a, value);

    for (char *name = text ? strtok_r(text, ", ", &rest) : NULL; name && count < 64;
         name = strtok_r(NULL, ", ", &rest)) {
        names[count++] = name;
    }
    enum status s =
        count ? records_take_columns(p, names, count, e) : records_default_columns(p, e);
    arena_free(&a);
    if (s == STATUS_OK) {
        r->chosen = count > 0;
        records_layout(p);
    }
    return s == STATUS_OK;
}
