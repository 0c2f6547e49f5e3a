/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does on the card of a record: to its neighbours in the list, to the other lines of
 * its case, and from a line of it to a filter. */
#include "pane/records_private.h"
#include "pane/similar.h"

#include "app.h"

#include <stdlib.h>
#include <string.h>

unsigned records_open_card(struct pane *p, size_t position)
{
    struct records *r = p->state;
    const struct card_line *here = r->card.open ? card_here(&r->card) : NULL;
    char *label = here ? strdup(here->label) : NULL;
    size_t row = r->card.list.cursor, top = r->card.list.top;
    struct error e = {0};

    if (card_open(&r->card, p->workspace, position, p->cols, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    } else {
        card_measure(&r->card, p->rows);
        if (here) {
            card_return(&r->card, label, row, top);
        }
    }
    r->card_outside = !r->count || r->order[r->list.cursor] != position;
    free(label);
    return HANDLED | HANDLED_REPAINT;
}

/* Another line of the case, which the list may have too. */
static unsigned go_along(struct pane *p, size_t position)
{
    struct records *r = p->state;

    for (size_t i = 0; i < r->count; i++) {
        if (r->order[i] == position) {
            list_go(&r->list, i);
            break;
        }
    }
    records_open_card(p, position);
    list_go(&r->card.list, 0);
    return HANDLED | HANDLED_REPAINT;
}

static void keep_line(struct pane *p, const struct card_line *line)
{
    struct records *r = p->state;
    struct list_column c;
    struct error e = {0};

    if (!line || !line->field) {
        app_notice(p->app, "= keeps the value of a field: go to its line");
    } else if (list_column_open(p->workspace->frame, line->field, &c, &e) != STATUS_OK) {
        app_fault(p->app, &e);
    } else {
        records_keep(p, &c, r->card.position);
    }
}

unsigned records_act_in_card(struct pane *p, enum action action, int count)
{
    struct records *r = p->state;
    const struct card_line *line = card_here(&r->card);

    switch (action) {
    case ACTION_OPEN:
        if (line && line->leads) {
            return go_along(p, line->leads - 1);
        }
        card_close(&r->card);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_CLOSE:
        card_close(&r->card);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_RECORD_NEXT:
    case ACTION_RECORD_PREVIOUS:
        if (r->count) {
            list_action(&r->list, action == ACTION_RECORD_NEXT ? ACTION_DOWN : ACTION_UP,
                        count);
            records_open_card(p, r->order[r->list.cursor]);
        }
        return HANDLED | HANDLED_REPAINT;
    case ACTION_SIMILAR:
        if (similar_run(p->app, r->card.position)) {
            /* The record one came from is among them. */
            p->place = (uint64_t)r->card.position + 1;
            p->placed = true;
            card_close(&r->card);
        }
        return HANDLED | HANDLED_REPAINT;
    case ACTION_COPY:
        return records_copy(p);
    case ACTION_KEEP:
        keep_line(p, line);
        return HANDLED | HANDLED_REPAINT;
    default:
        break;
    }
    unsigned did = records_mark(p, action);
    return did ? did : card_action(&r->card, action);
}

int records_stage(const struct pane *p)
{
    const struct records *r = p->state;

    return r->card.open;
}

const char *records_about(const struct pane *p)
{
    return records_stage(p)
               ? "The card of one record: all that is known of it, beside what stood in the "
                 "file where saisie understood it otherwise; then where it came from, what was "
                 "found wrong with its row, and the other lines of its case: Enter on one goes "
                 "to it. Left and right go through the records of the list. = keeps the value "
                 "of a line as a filter; s finds similar records by what you choose of it."
               : p->ops->intro;
}
