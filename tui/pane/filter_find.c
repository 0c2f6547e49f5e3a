/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching among the values of a facet, by label or code: the hand goes to the value, the
 * filter stays as it is. */
#include "pane/filter_view.h"

#include "app.h"
#include "prompt.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A line of texts for each value: folding is dear, and n asks again. */
static bool fold_values(struct facets *f)
{
    struct buffer *out = &f->texts;

    for (size_t i = 0; i < f->value_count && !out->failed && !f->texts_made; i++) {
        const struct value *v = &f->value[i].group;
        size_t from = out->len;
        text_fold(out, v->label, strlen(v->label));
        /* Blank and unknown have no code of their own: they are found by what their row says.
         */
        if (*v->code && strcmp(v->code, v->label) != 0) {
            buffer_addc(out, '\t');
            text_fold(out, v->code, strlen(v->code));
        }
        for (size_t k = from; k < out->len; k++) {
            out->data[k] = out->data[k] == '\n' ? ' ' : out->data[k];
        }
        buffer_addc(out, '\n');
    }
    f->texts_made = !out->failed;
    return f->texts_made;
}

void facets_forget_texts(struct facets *f)
{
    buffer_free(&f->texts);
    f->texts_made = false;
}

/* The next value with it behind (or before) the cursor, round the end, the cursor's own last;
 * SIZE_MAX: none. */
static size_t search(struct facets *f, bool back)
{
    const char *needle = buffer_text(&f->find_folded);
    size_t here = f->values.cursor, first = SIZE_MAX, last = SIZE_MAX, before = SIZE_MAX;
    size_t behind = SIZE_MAX, row = 0;

    if (!fold_values(f)) {
        return SIZE_MAX;
    }
    const char *text = buffer_text(&f->texts), *hit;
    for (const char *at = text; (hit = strstr(at, needle)); row++) {
        for (const char *end; (end = strchr(at, '\n')) && end < hit; at = end + 1) {
            row++;
        }
        first = first == SIZE_MAX ? row : first;
        last = row;
        before = row < here ? row : before;
        behind = row > here && behind == SIZE_MAX ? row : behind;
        at = strchr(hit, '\n') + 1;
    }
    return back ? (before != SIZE_MAX ? before : last) : (behind != SIZE_MAX ? behind : first);
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
