/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: the selected lines as a table, and the card of one of them. */
#include "pane/records_private.h"

#include "app.h"

#include <stdlib.h>
#include <string.h>

/* ---- open, close, refresh */

static void records_close(struct pane *p)
{
    struct records *r = p->state;

    card_close(&r->card);
    marks_free(&r->marks);
    free(r->order);
    free(r->provenance);
    free(r->find);
    records_widths_free(r);
    buffer_free(&r->find_folded);
    arena_free(&r->keys_arena);
    arena_free(&r->columns_arena);
    arena_free(&r->window_arena);
}

static enum status records_open(struct pane *p, struct error *e)
{
    struct records *r = p->state;
    const struct frame_field *date = frame_find_field(p->workspace->frame, "date");

    if (date) {
        r->keys[0] = (struct sort_key){"date", true}; /* the newest first */
    }
    return records_default_columns(p, e);
}

/* Numbers of lines stay what they are. */
static void records_reopen(struct pane *p)
{
    struct records *r = p->state;
    struct error e = {0};

    card_close(&r->card);
    if (marks_carry(&r->marks, p->workspace->frame, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    }
    free(r->order);
    r->order = NULL;
    r->count = 0;
    if (records_columns_reopen(p, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    }
    if (r->keys[0].field && !frame_find_field(p->workspace->frame, r->keys[0].field)) {
        r->keys[0] = (struct sort_key){0};
    }
    records_layout(p);
}

static enum status records_refresh(struct pane *p, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    uint32_t *order;
    size_t count;
    enum status s = listing_order(p->workspace->frame, &p->workspace->selection, r->keys,
                                  &order, &count, e);

    if (s != STATUS_OK) {
        return s;
    }
    free(r->order);
    r->order = order;
    r->count = count;
    r->version++;
    r->list.cursor = r->list.top = 0;
    list_fit(&r->list, count, r->list.page);
    const char *text = workspace_counts(p->workspace, &a);
    free(r->provenance);
    r->provenance = strdup(text ? text : "");
    arena_free(&a);
    card_close(&r->card);
    return apart_note(p, r->apart, e);
}

static void records_measure(struct pane *p, int rows, int cols)
{
    struct records *r = p->state;

    r->cols = cols;
    list_fit(&r->list, r->count, rows - HEAD_ROWS);
    records_layout(p);
    if (r->card.open && r->card.wrap != cols) {
        records_open_card(p, r->card.position);
    }
    card_measure(&r->card, rows);
}

static void records_provenance(struct pane *p, struct buffer *out)
{
    struct records *r = p->state;
    char at[64], of[64];

    fixed_format((int128)(r->count ? r->list.cursor + 1 : 0), 0, 0, ',', at);
    fixed_format((int128)r->count, 0, 0, ',', of);
    buffer_addf(out, "%s%s/%s", r->card.open ? "" : r->apart, at, of);
    if (r->marks.count) {
        fixed_format((int128)r->marks.count, 0, 0, ',', at);
        buffer_addf(out, " · %s marked", at);
    }
    if (r->provenance && *r->provenance) {
        buffer_addf(out, " · %s", r->provenance);
    }
}

/* ---- acting */

static unsigned records_action(struct pane *p, enum action action, int count)
{
    struct records *r = p->state;

    if (r->card.open) {
        return records_act_in_card(p, action, count);
    }
    switch (action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        if (action == ACTION_LEFT && r->column > 0) {
            r->column--;
        } else if (action == ACTION_RIGHT && r->column + 1 < r->column_count) {
            r->column++;
        }
        records_layout(p);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_OPEN:
        return r->count ? records_open_card(p, r->order[r->list.cursor])
                        : HANDLED | HANDLED_REPAINT;
    case ACTION_SORT:
    case ACTION_SORT_NEXT:
        return records_sort(p, action == ACTION_SORT_NEXT);
    case ACTION_COPY:
        return records_copy(p);
    case ACTION_EXPORT:
        prompt_command(p->app, "export ");
        return HANDLED | HANDLED_REPAINT;
    case ACTION_WIDER:
    case ACTION_NARROWER:
        records_resize(p, action == ACTION_WIDER ? 2 : -2);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_COLUMNS:
        return records_choose(p);
    case ACTION_GO_TO:
        return records_ask_goto(p);
    case ACTION_FIND:
    case ACTION_FIND_BACK:
    case ACTION_FIND_NEXT:
    case ACTION_FIND_PREVIOUS:
        return records_find(p, action);
    case ACTION_KEEP:
        if (r->count && records_column(p)) {
            records_keep(p, records_column(p), r->order[r->list.cursor]);
        }
        return HANDLED | HANDLED_REPAINT;
    default:
        break;
    }
    unsigned did = records_mark(p, action);
    return did ? did : list_action(&r->list, action, count);
}

/* ---- settings and places */

bool records_sort_by(struct pane *p, const char *value, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    struct sort_key keys[LISTING_KEYS] = {{0}};

    if (listing_parse_sort(p->workspace->frame, value, &a, keys, e) != STATUS_OK) {
        arena_free(&a);
        return false;
    }
    arena_free(&r->keys_arena);
    r->keys_arena = a;
    memcpy(r->keys, keys, sizeof keys);
    p->stale = true;
    return true;
}

static bool records_set(struct pane *p, const char *what, const char *value, struct error *e)
{
    static const struct {
        const char *what;
        bool (*set)(struct pane *, const char *, struct error *);
    } settings[] = {
        {"sort", records_sort_by}, {"columns", records_set_columns}, {"goto", records_goto}};

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (strcmp(what, settings[i].what) == 0) {
            return settings[i].set(p, value, e);
        }
    }
    return false;
}

static uint64_t records_place(struct pane *p)
{
    struct records *r = p->state;

    return r->list.cursor < r->count ? (uint64_t)r->order[r->list.cursor] + 1 : 0;
}

static void records_go(struct pane *p, uint64_t place)
{
    struct records *r = p->state;

    for (size_t i = 0; place && i < r->count; i++) {
        if (r->order[i] == place - 1) {
            list_go(&r->list, i);
            return;
        }
    }
}

const struct pane_ops pane_records = {
    .name = "records",
    .title = "Records",
    .intro =
        "One line for each seizure that the filter takes; a case with several products has "
        "several. Left and right choose a column: s sorts by it, = keeps the value under "
        "the cursor as a filter, < and > make it narrower or wider, c chooses the columns, S "
        "sorts "
        "by a further one. f finds a word in what is shown, J goes to a row or date. Enter "
        "shows "
        "all that is known of the record, with what stood in the file. m marks records, t tags "
        "them, a writes a note, y copies them; tag:word filters.",
    .state_size = sizeof(struct records),
    .work = "sorting",
    .anew = true,
    .open = records_open,
    .close = records_close,
    .measure = records_measure,
    .refresh = records_refresh,
    .fetch = records_fetch,
    .paint = records_paint,
    .provenance = records_provenance,
    .action = records_action,
    .settings = "sort columns goto",
    .set = records_set,
    .place = records_place,
    .go = records_go,
    .reopen = records_reopen,
    .keep = records_keep_session,
    .recall = records_recall_session,
    .stage = records_stage,
    .about = records_about,
};
