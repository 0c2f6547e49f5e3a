/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does in Records: sort, keep a value as a filter, open the card, mark, tag, note. */
#include "pane/records_private.h"
#include "pane/tagging.h"

#include "app.h"

#include "analysis/open.h"
#include "frame/axis.h"

#include <stdlib.h>
#include <string.h>

/* Whether records can be sorted by it: asked of no line. */
static bool can_sort(struct pane *p, const char *name)
{
    struct sort_key one[LISTING_KEYS] = {{name, false}};
    struct bitmap none = {0};
    struct error e = {0};
    uint32_t *order = NULL;
    size_t count;
    bool can = bitmap_init(&none, frame_lines(p->workspace->frame)) &&
               listing_order(p->workspace->frame, &none, one, &order, &count, &e) == STATUS_OK;

    if (!can) {
        app_fault(p->app, &e);
    }
    free(order);
    bitmap_free(&none);
    return can;
}

size_t records_sort_place(const struct records *r, const char *name)
{
    size_t i = 0;

    while (i < LISTING_KEYS && r->keys[i].field && strcmp(r->keys[i].field, name) != 0) {
        i++;
    }
    return i < LISTING_KEYS && r->keys[i].field ? i : SIZE_MAX;
}

static size_t count_keys(const struct sort_key keys[LISTING_KEYS])
{
    size_t n = 0;

    while (n < LISTING_KEYS && keys[n].field) {
        n++;
    }
    return n;
}

/* This column alone; again: the other way round. */
static void sort_alone(struct sort_key keys[LISTING_KEYS], const char *name)
{
    bool again = keys[0].field && strcmp(keys[0].field, name) == 0;
    struct sort_key one = {name, again && !keys[0].descending};

    memset(keys, 0, LISTING_KEYS * sizeof *keys);
    keys[0] = one;
}

/* This column behind those there are; again: the other way round, then out of them. False:
 * there are as many as there can be. */
static bool sort_further(struct sort_key keys[LISTING_KEYS], const char *name, size_t place)
{
    size_t n = count_keys(keys);

    if (place == SIZE_MAX && n == LISTING_KEYS) {
        return false;
    }
    if (place == SIZE_MAX) {
        keys[n] = (struct sort_key){name, false};
    } else if (!keys[place].descending) {
        keys[place].descending = true;
    } else {
        memmove(&keys[place], &keys[place + 1], (n - place - 1) * sizeof *keys);
        keys[n - 1] = (struct sort_key){0};
    }
    return true;
}

unsigned records_sort(struct pane *p, bool further)
{
    struct records *r = p->state;
    struct sort_key keys[LISTING_KEYS];
    struct arena a = {0};

    memcpy(keys, r->keys, sizeof keys);
    if (!r->column_count || !can_sort(p, r->columns[r->column].name)) {
        return HANDLED | HANDLED_REPAINT;
    }
    const char *name = r->columns[r->column].name;
    if (!further) {
        sort_alone(keys, name);
    } else if (!sort_further(keys, name, records_sort_place(r, name))) {
        app_notice(p->app, "at most %d columns can be sorted by; s sorts by one alone",
                   LISTING_KEYS);
        return HANDLED | HANDLED_REPAINT;
    }
    /* Columns may go before the order does: it has names of its own. */
    for (size_t i = 0; i < LISTING_KEYS && keys[i].field; i++) {
        keys[i].field = arena_string(&a, keys[i].field);
        if (!keys[i].field) {
            arena_free(&a);
            app_notice(p->app, "memory is out");
            return HANDLED | HANDLED_REPAINT;
        }
    }
    arena_free(&r->keys_arena);
    r->keys_arena = a;
    memcpy(r->keys, keys, sizeof keys);
    return HANDLED | HANDLED_REPAINT | HANDLED_RECOMPUTE;
}

/* Of several values in the record the one that the user chooses; UINT32_MAX: none. */
static uint32_t choose_group(struct pane *p, const struct axis *axis, uint32_t id)
{
    if (!axis->several) {
        return axis->group_of[id];
    }
    uint32_t from = axis->start[id], n = axis->start[id + 1] - from;
    const char *item[64];
    if (n == 0) {
        return AXIS_NONE;
    }
    for (uint32_t i = 0; i < n && i < 64; i++) {
        item[i] = axis->group[axis->member[from + i]].label;
    }
    int chosen = n == 1 ? 0 : app_choose(p->app, axis->label, item, n < 64 ? n : 64, 0);
    return chosen < 0 ? AXIS_NONE : axis->member[from + (uint32_t)chosen];
}

void records_keep(struct pane *p, const struct list_column *c, size_t position)
{
    struct workspace *w = p->workspace;
    struct arena a = {0};
    struct error e = {0};
    const char *sentence = NULL;

    if (c->column) {
        struct axis axis;
        if (axis_open(w->frame, c->name, &a, &axis, &e) == STATUS_OK) {
            uint32_t g = choose_group(p, &axis, column_id(c->column, position));
            if (g != AXIS_NONE) {
                sentence = filter_narrow(w->frame, w->sentence, c->name, &axis.group[g], &a);
            }
        }
    } else {
        struct buffer text = {0};
        enum value_state state;
        if (list_column_cell(c, position, CELL_CODE, &text, &state, &e) == STATUS_OK) {
            bool amount = c->amounts != NULL;
            struct value v = {
                .code = buffer_text(&text), .label = buffer_text(&text), .state = state};
            if (amount && state == VALUE_VALID) {
                sentence =
                    open_both(w->sentence, arena_printf(&a, "%s=%s", c->name, v.code), &a);
            } else if (strcmp(c->name, "case_id") == 0 || strcmp(c->name, "batch") == 0) {
                sentence = filter_narrow(w->frame, w->sentence, c->name, &v, &a);
            }
        }
        buffer_free(&text);
    }
    if (sentence) {
        app_filter(p->app, sentence);
    } else if (e.text[0]) {
        app_fault(p->app, &e);
    } else {
        app_notice(p->app, "a value of %s makes no filter", c->label);
    }
    arena_free(&a);
}

/* ---- marks, tags, notes */

static bool rests_on_tags(const struct records *r, const struct workspace *w)
{
    bool rests = filter_rests_on(w->filter, "tag") || filter_rests_on(w->filter, "note");

    for (size_t i = 0; i < LISTING_KEYS && r->keys[i].field; i++) {
        rests |= strcmp(r->keys[i].field, "tag") == 0;
    }
    return rests;
}

/* Tags or notes were changed. The order is asked for again only where it rests on them; the
 * cursor stays on its record, or where that is no longer taken, on its row. fresh: the answer
 * was up to date before. */
static void take_in(struct pane *p, bool fresh)
{
    struct records *r = p->state;
    size_t row = r->list.cursor;
    uint64_t place = p->ops->place(p);
    bool card = r->card.open;
    size_t position = r->card.position;

    records_columns_anew(p);
    if (fresh && !rests_on_tags(r, p->workspace)) {
        p->generation = p->answer = p->workspace->generation;
        r->version++;
    } else {
        p->place = place;
        p->placed = true;
        app_refresh(p->app, p);
        if (p->ops->place(p) != place) {
            list_go(&r->list, row);
        }
    }
    if (card && (r->card_outside || p->ops->place(p) == place)) {
        records_open_card(p, position);
    }
}

/* The lines that an act is for: those marked, else the one under the cursor or on the card.
 * Marks on lines that count no more are left out. */
static bool acted_on(struct pane *p, struct bitmap *out)
{
    struct records *r = p->state;
    const struct frame *f = p->workspace->frame;
    bool marked = r->marks.count && !r->card.open;

    if (marked ? !bitmap_copy(out, &r->marks.bits) : !bitmap_init(out, frame_lines(f))) {
        return false;
    }
    if (marked) {
        bitmap_and(out, frame_current(f));
    } else if (r->count) {
        bitmap_set(out, r->card.open ? r->card.position : r->order[r->list.cursor]);
    }
    return true;
}

static void tag_or_note(struct pane *p, enum action action)
{
    struct bitmap lines = {0};
    bool fresh = p->generation == p->workspace->generation && !p->stale;
    bool (*const act)(struct app *, const struct bitmap *) =
        action == ACTION_TAG ? tagging_tag : tagging_note;

    if (acted_on(p, &lines) && act(p->app, &lines)) {
        take_in(p, fresh);
    }
    bitmap_free(&lines);
}

unsigned records_mark(struct pane *p, enum action action)
{
    struct records *r = p->state;
    bool fresh = p->generation == p->workspace->generation && !p->stale;

    switch (action) {
    case ACTION_MARK:
        if (r->card.open || r->count) {
            marks_toggle(&r->marks, r->card.open ? r->card.position : r->order[r->list.cursor],
                         p->workspace->frame);
        }
        if (!r->card.open) {
            list_action(&r->list, ACTION_DOWN, 1);
        }
        break;
    case ACTION_MARK_ALL:
        marks_all(&r->marks, &p->workspace->selection, p->workspace->frame);
        break;
    case ACTION_TAG:
    case ACTION_NOTE:
        tag_or_note(p, action);
        break;
    case ACTION_TAKE_BACK:
        if (tagging_undo(p->app)) {
            take_in(p, fresh);
        }
        break;
    default:
        return HANDLED_NOT;
    }
    return HANDLED | HANDLED_REPAINT;
}
