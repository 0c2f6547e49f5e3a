/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching in what Records show: distinct values are compared once a value, then the rows are
 * gone through by their ids, so that millions of them take no longer than a look. */
#include "pane/records_private.h"

#include "app.h"
#include "prompt.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEW_ROWS 4096 /* between two looks at the keyboard */

/* One column as it is searched: by value id, in folded narratives, as a
 * filter finds it, or cell by cell. */
struct sought {
    const struct list_column *column;
    bool *hit; /* by value id */
    const struct text_column *text;
    struct bitmap lines; /* found by a filter */
    size_t index;        /* in the columns of Records */
};

struct search {
    const char *needle; /* folded */
    struct sought in[MOST_SHOWN];
    size_t count;
    struct buffer cell, folded;
};

static bool holds(struct buffer *folded, const char *text, const char *needle)
{
    buffer_clear(folded);
    text_fold(folded, text, strlen(text));
    return strstr(buffer_text(folded), needle) != NULL;
}

/* ---- what is searched */

static bool any_hit(struct search *s, const struct column *c, bool code, bool *hit)
{
    bool any = false;

    for (uint32_t v = 0; v < c->values; v++) {
        const struct value *value = &c->value[v];
        hit[v] = value->state != VALUE_BLANK &&
                 (holds(&s->folded, value->label, s->needle) ||
                  (code && holds(&s->folded, value->code, s->needle)));
        any |= hit[v];
    }
    return any;
}

/* Numbers of cases stand by case in the cache: a filter finds all at once, and what it found is
 * kept for the next time. Signs that would mean something to it are left to the cells. */
static enum status find_cases(struct pane *p, const char *needle, struct bitmap *out,
                              struct error *e)
{
    struct frame *f = p->workspace->frame;
    struct arena a = {0};
    const char *sentence = arena_printf(&a, "case_id:*%s*", needle);
    const struct filter *filter;
    struct filter_outcome outcome;
    enum status s = sentence ? filter_parse(f, sentence, &a, &filter, e) : error_no_memory(e);

    if (s == STATUS_OK) {
        s = filter_select(f, filter, out, &outcome, e);
    }
    arena_free(&a);
    return s;
}

static bool is_plain(const char *needle)
{
    return !needle[strspn(needle, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static enum status add_column(struct pane *p, struct search *s, const struct shown *shown,
                              struct error *e)
{
    struct records *r = p->state;
    const struct list_column *c = &r->columns[shown->column];
    const struct frame_field *f = frame_find_field(p->workspace->frame, c->name);
    struct sought *to = &s->in[s->count];

    *to = (struct sought){.column = c, .index = shown->column};
    if (c->column) {
        to->hit = malloc(c->column->values + 1);
        if (!to->hit) {
            return error_no_memory(e);
        }
        if (!any_hit(s, c->column, shown->head != NULL, to->hit)) {
            free(to->hit);
            return STATUS_OK; /* no row can have it here */
        }
    } else if (f && f->type == FIELD_LONG_TEXT) {
        enum status status = frame_text(p->workspace->frame, c->name, &to->text, e);
        if (status != STATUS_OK) {
            return status;
        }
    } else if (strcmp(c->name, "case_id") == 0 && is_plain(s->needle)) {
        enum status status = find_cases(p, s->needle, &to->lines, e);
        if (status != STATUS_OK) {
            return status;
        }
    } else if (c->number && strspn(s->needle, "0123456789.,-") != strlen(s->needle)) {
        return STATUS_OK;
    }
    s->count++;
    return STATUS_OK;
}

static bool text_holds(const struct text_column *t, size_t position, const char *needle)
{
    uint64_t from = t->offset[position], to = t->offset[position + 1];

    return to > from && memmem(t->folded + from, to - from, needle, strlen(needle));
}

/* The column of the row that holds it; SIZE_MAX: none. */
static size_t hit_in(struct search *s, size_t position)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct sought *in = &s->in[i];
        bool hit;
        if (in->hit) {
            hit = in->hit[column_id(in->column->column, position)];
        } else if (in->lines.words) {
            hit = bitmap_get(&in->lines, position);
        } else if (in->text) {
            hit = text_holds(in->text, position, s->needle);
        } else {
            buffer_clear(&s->cell);
            hit = list_column_cell(in->column, position, CELL_LABEL, &s->cell, NULL, NULL) ==
                      STATUS_OK &&
                  holds(&s->folded, buffer_text(&s->cell), s->needle);
        }
        if (hit) {
            return in->index;
        }
    }
    return SIZE_MAX;
}

/* ---- the way through the rows */

/* The next row with it behind (or before) the cursor, round the end, the cursor's own last. */
static enum status walk(struct pane *p, struct search *s, bool back, size_t *row,
                        size_t *column)
{
    struct records *r = p->state;
    size_t at = r->list.cursor, n = r->count;

    *column = SIZE_MAX;
    for (size_t step = 1; s->count && step <= n; step++) {
        at = back ? (at ? at - 1 : n - 1) : (at + 1 < n ? at + 1 : 0);
        *column = hit_in(s, r->order[at]);
        if (*column != SIZE_MAX) {
            *row = at;
            return STATUS_OK;
        }
        if (step % FEW_ROWS == 0 && !progress_step(&p->app->watch, step, n, step)) {
            return STATUS_CANCELLED;
        }
    }
    return STATUS_OK;
}

static void tell(struct pane *p, bool back, size_t row, size_t column)
{
    struct records *r = p->state;
    size_t from = r->list.cursor;

    if (column == SIZE_MAX) {
        app_notice(p->app, "\"%s\" is in none of the columns shown", r->find);
        return;
    }
    if (row == from) {
        app_notice(p->app, "\"%s\" is in no other row of the columns shown", r->find);
    } else if (back ? row > from : row < from) {
        app_notice(p->app, back ? "round the beginning, on from the last row"
                                : "round the end, on from the first row");
    }
    list_go(&r->list, row);
    r->column = column;
    records_layout(p);
}

static void find(struct pane *p, bool back)
{
    struct records *r = p->state;
    struct search s = {.needle = buffer_text(&r->find_folded)};
    struct error e = {0};
    enum status status = STATUS_OK;
    size_t row = 0, column = SIZE_MAX;

    p->app->work = "searching";
    for (size_t i = 0; i < r->shown_count && status == STATUS_OK; i++) {
        status = add_column(p, &s, &r->shown[i], &e);
    }
    if (status == STATUS_OK) {
        status = walk(p, &s, back, &row, &column);
    }
    p->app->work = NULL;
    if (status == STATUS_OK) {
        tell(p, back, row, column);
    } else if (status == STATUS_CANCELLED) {
        app_notice(p->app, "the search was given up; you are where you were");
    } else {
        app_fault(p->app, &e);
    }
    for (size_t i = 0; i < s.count; i++) {
        free(s.in[i].hit);
        bitmap_free(&s.in[i].lines);
    }
    buffer_free(&s.cell);
    buffer_free(&s.folded);
}

/* ---- the highlight */

bool records_find_span(const struct records *r, const char *text, size_t *start, size_t *len)
{
    const char *needle = buffer_text(&r->find_folded);
    struct buffer folded = {0};
    size_t all = strlen(text);
    int32_t ch;
    bool held = holds(&folded, text, needle);

    *start = 0;
    *len = all;
    for (size_t at = 0; held && at < all; at += text_decode(text + at, all - at, &ch)) {
        buffer_clear(&folded);
        text_fold(&folded, text + at, all - at);
        if (strncmp(buffer_text(&folded), needle, strlen(needle)) != 0) {
            continue;
        }
        *start = at;
        size_t end = at;
        do {
            end += text_decode(text + end, all - end, &ch);
            buffer_clear(&folded);
            text_fold(&folded, text + at, end - at);
        } while (end < all && folded.len < strlen(needle));
        *len = end - at;
        break;
    }
    buffer_free(&folded);
    return held;
}

/* ---- the keys */

static bool take_words(struct app *a, const char *line, struct error *e)
{
    struct pane *p = a->prompt_data;
    struct records *r = p->state;
    char *copy = strdup(line);

    if (!copy) {
        error_no_memory(e);
        return false;
    }
    free(r->find);
    r->find = copy;
    buffer_clear(&r->find_folded);
    text_fold(&r->find_folded, line, strlen(line));
    r->version++; /* the window is made anew, with or without what is to stand out */
    return true;
}

unsigned records_find(struct pane *p, enum action action)
{
    struct records *r = p->state;
    bool asks = action == ACTION_FIND || action == ACTION_FIND_BACK;

    if (asks) {
        struct prompt_kind kind = {
            .name = "find",
            .mark = action == ACTION_FIND ? "find " : "find back ",
            .hint = "part of what the columns show; n next  N the other way   "
                    "nothing: no highlight",
            .accept = take_words,
            .data = p,
        };
        if (!prompt_run(p->app, &kind, "")) {
            return HANDLED | HANDLED_REPAINT;
        }
        r->find_back = action == ACTION_FIND_BACK;
    }
    if (!r->find_folded.len) {
        app_notice(p->app, asks ? "nothing is looked for any more" : "f looks for a word");
    } else if (r->count) {
        find(p, action == ACTION_FIND_PREVIOUS ? !r->find_back : r->find_back);
    }
    return HANDLED | HANDLED_REPAINT;
}
