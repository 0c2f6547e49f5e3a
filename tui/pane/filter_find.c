/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching among the values of a facet, by label or code: the hand goes to the value, the
 * filter stays as it is. */
#include "pane/filter_view.h"

#include "app.h"
#include "prompt.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool holds(struct buffer *folded, const char *text, const char *needle)
{
    buffer_clear(folded);
    text_fold(folded, text, strlen(text));
    return strstr(buffer_text(folded), needle) != NULL;
}

/* Blank and unknown have no code of their own; they are found by what stands in their row. */
static bool fits(struct buffer *folded, const struct value *v, const char *needle)
{
    return holds(folded, v->label, needle) ||
           (*v->code && strcmp(v->code, v->label) != 0 && holds(folded, v->code, needle));
}

/* The next value with it behind (or before) the cursor, round the end, the cursor's own last;
 * SIZE_MAX: none. */
static size_t search(const struct facets *f, bool back)
{
    const char *needle = buffer_text(&f->find_folded);
    struct buffer folded = {0};
    size_t at = f->values.cursor, n = f->value_count, found = SIZE_MAX;

    for (size_t step = 0; step < n && found == SIZE_MAX; step++) {
        at = back ? (at ? at - 1 : n - 1) : (at + 1 < n ? at + 1 : 0);
        found = fits(&folded, &f->value[at].group, needle) ? at : SIZE_MAX;
    }
    buffer_free(&folded);
    return found;
}

static void find(struct pane *p, bool back)
{
    struct facets *f = p->state;
    const char *field = f->field[f->shown_field].label;
    size_t from = f->values.cursor, to = search(f, back);

    if (to == SIZE_MAX) {
        app_notice(p->app, "\"%s\" is in no value of %s under the filter of the other fields",
                   f->find, field);
        return;
    }
    bool known = f->on_values; /* else the hand comes from the fields: no round to tell of */
    if (known && to == from) {
        app_notice(p->app, "\"%s\" is in no other value of %s", f->find, field);
    } else if (known && (back ? to > from : to < from)) {
        app_notice(p->app, back ? "round the beginning, on from the last value"
                                : "round the end, on from the first value");
    }
    f->on_values = true;
    list_go(&f->values, to);
}

static bool take_words(struct app *a, const char *line, struct error *e)
{
    struct pane *p = a->prompt_data;
    struct facets *f = p->state;
    char *copy = strdup(line);

    if (!copy) {
        error_no_memory(e);
        return false;
    }
    free(f->find);
    f->find = copy;
    buffer_clear(&f->find_folded);
    text_fold(&f->find_folded, line, strlen(line));
    return true;
}

unsigned facets_find(struct pane *p, enum action action)
{
    struct facets *f = p->state;
    bool asks = action == ACTION_FIND || action == ACTION_FIND_BACK;

    if (asks) {
        struct prompt_kind kind = {
            .name = "find",
            .mark = action == ACTION_FIND ? "find " : "find back ",
            .hint = "part of a value or its code; n next  N the other way; the filter stays",
            .accept = take_words,
            .data = p,
        };
        if (!prompt_run(p->app, &kind, "")) {
            return HANDLED | HANDLED_REPAINT;
        }
        f->find_back = action == ACTION_FIND_BACK;
    }
    if (!f->find_folded.len) {
        app_notice(p->app, asks ? "nothing is looked for any more" : "f looks for a value");
    } else if (f->field_count) {
        find(p, action == ACTION_FIND_PREVIOUS ? !f->find_back : f->find_back);
    }
    return HANDLED | HANDLED_REPAINT;
}
