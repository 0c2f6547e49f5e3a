/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of where one has been, and the short trail beside the sentence. */
#include "trail.h"

#include "base/decimal.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define LIST_MOST 200  /* of the last places */
#define LEAST_NAMED 12 /* columns of a sentence that still tell it */

static const char *named(const struct place *p)
{
    return *p->sentence ? p->sentence : "all records";
}

/* How many lines the place's sentence takes: as it was left, or where the cache was read anew
 * since then, as it would be. */
static enum status count_lines(struct app *a, struct place *p, struct error *e)
{
    struct arena arena = {0};
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    const struct filter *filter;
    struct frame *f = a->workspace->frame;
    struct error unheard;

    if (p->counted) {
        return STATUS_OK;
    }
    enum status s = filter_parse(f, p->sentence, &arena, &filter, &unheard);
    if (s == STATUS_MISUSE) {
        s = STATUS_OK; /* it speaks of what is there no more: shown without a count */
    } else if (s == STATUS_OK) {
        s = filter_select(f, filter, &lines, &outcome, e);
        bitmap_free(&lines);
        p->counted = s == STATUS_OK;
        p->lines = p->counted ? outcome.lines : 0;
    }
    arena_free(&arena);
    return s;
}

static const char *line_of(struct app *a, struct place *p, struct arena *arena)
{
    char lines[64] = "";

    if (p->counted) {
        fixed_format((int128)p->lines, 0, 0, ',', lines);
    }
    return arena_printf(arena, "%-9s %12s  %s", a->pane[p->pane].ops->title, lines, named(p));
}

bool trail_choose(struct app *a, struct error *e)
{
    size_t count = a->place_count < LIST_MOST ? a->place_count : LIST_MOST;
    size_t last = a->place_count - 1;
    struct arena arena = {0};
    const char **item = arena_zero(&arena, count + 1, sizeof *item);
    enum status s = item ? STATUS_OK : error_no_memory(e);

    app_note_place(a);
    for (size_t i = 0; s == STATUS_OK && i < count; i++) {
        struct place *p = &a->places[last - i];
        s = count_lines(a, p, e);
        item[i] = s == STATUS_OK ? line_of(a, p, &arena) : NULL;
        if (s == STATUS_OK && !item[i]) {
            s = error_no_memory(e);
        }
    }
    if (s == STATUS_OK) {
        int here = (int)(last - a->place_at);
        int chosen = app_choose(a, "Where you have been, the last first", item, count, here);
        if (chosen >= 0) {
            app_go_place(a, last - (size_t)chosen);
        }
    }
    arena_free(&arena);
    return s == STATUS_OK;
}

/* Adds "KEY to SENTENCE", cut to what is left of width. */
static void add(struct canvas *c, const char *key, const struct place *p, int width, char *out,
                size_t size)
{
    size_t len = strlen(out);
    int room = width - canvas_width(c, out) - (int)strlen(key) - (len ? 2 : 0);
    const char *text = named(p);

    if (room < LEAST_NAMED || len + strlen(key) + 4 >= size) {
        return;
    }
    len += (size_t)snprintf(out + len, size - len, "%s%s", len ? "  " : "", key);
    bool cut = canvas_width(c, text) > room;
    const char *ellipsis = canvas_glyph(c, GLYPH_ELLIPSIS);
    int32_t ch;
    size_t fit = 0, whole = strlen(text);
    while (fit < whole && len + fit + GLYPH_BYTES + 4 < size) {
        size_t next = fit + text_decode(text + fit, whole - fit, &ch);
        if (text_width(text, next) > room - (cut ? 1 : 0)) {
            break;
        }
        fit = next;
    }
    snprintf(out + len, size - len, "%.*s%s", (int)fit, text, cut ? ellipsis : "");
}

void trail_hint(struct app *a, struct canvas *c, int width, char *out, size_t size)
{
    out[0] = '\0';
    if (a->place_at > 0) {
        add(c, "u back to ", &a->places[a->place_at - 1], width / 2, out, size);
    }
    if (a->place_at + 1 < a->place_count) {
        add(c, "C-r to ", &a->places[a->place_at + 1], width, out, size);
    }
}
