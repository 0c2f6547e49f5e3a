/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prompts for tags and notes. What they do goes through the store at once; the frame then
 * reads tags and notes anew, and nothing else. */
#include "pane/tagging.h"

#include "prompt.h"

#include "base/text.h"
#include "store/tag.h"

#include <stdio.h>
#include <string.h>

struct tagging {
    const struct bitmap *lines;
    size_t count;
    bool done;
};

/* ---- which tags the lines have */

/* How many of the lines have the item of the column tag; UINT32_MAX as item: any. */
static size_t count_with(const struct column *tags, const struct bitmap *lines, uint32_t item)
{
    uint32_t at[512];
    size_t from = 0, n, with = 0;

    while ((n = bitmap_next(lines, &from, at, 512)) > 0) {
        for (size_t i = 0; i < n; i++) {
            uint32_t v = column_id(tags, at[i]);
            for (uint32_t m = tags->item_start[v]; m < tags->item_start[v + 1]; m++) {
                with += tags->item_of[m] == item;
            }
        }
    }
    return with;
}

/* The tag that the word means, as the store finds it: UINT32_MAX where there is none yet. */
static uint32_t find_item(const struct column *tags, const char *word)
{
    for (uint32_t i = 0; i < tags->items; i++) {
        if (tags->item[i].state == VALUE_VALID &&
            text_distance(tags->item[i].code, word, 1) == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* ---- the prompt for tags */

/* The next word of the line from *at on, with its sign; false at the end. */
static bool next_word(const char *line, size_t *at, char word[TAG_MOST + 2], bool *minus,
                      size_t *start, size_t *len)
{
    *start = *at + strspn(line + *at, " \t");
    *len = strcspn(line + *start, " \t");
    *at = *start + *len;
    *minus = *len > 1 && line[*start] == '-';
    size_t skip = *minus ? 1 : 0, n = *len - (*len ? skip : 0);
    snprintf(word, TAG_MOST + 2, "%.*s", (int)(n > TAG_MOST ? TAG_MOST + 1 : n),
             line + *start + skip);
    return *len > 0;
}

static bool check_words(const char *line, struct error *e)
{
    char word[TAG_MOST + 2];
    bool minus, any = false;
    size_t at = 0, start, len;

    while (next_word(line, &at, word, &minus, &start, &len)) {
        any = true;
        if (!tag_is_name(word)) {
            error_set(e, STATUS_MISUSE, "\"%s\" is no tag", word);
            error_way_out(e, "a tag is one word of letters, digits, - and _");
            e->at = start;
            e->length = len;
            return false;
        }
    }
    if (!any) {
        error_set(e, STATUS_MISUSE, "a tag is missing");
    }
    return any;
}

/* One word of the line: given, or taken off. What it did is added to told. */
static enum status do_word(struct app *a, const struct tagging *t, const char *word, bool minus,
                           struct buffer *told, struct error *e)
{
    struct workspace *w = a->workspace;
    const struct column *tags;
    uint32_t changed;
    enum status s = frame_column(w->frame, "tag", &tags, e);

    if (s != STATUS_OK) {
        return s;
    }
    uint32_t item = find_item(tags, word);
    bool remove = minus || (item != UINT32_MAX && count_with(tags, t->lines, item) == t->count);
    s = cache_tag(w->cache, word, remove, t->lines, &changed, e);
    if (s == STATUS_OK) {
        buffer_addf(told, "%s%s %s %u record%s", told->len ? ", " : "", word,
                    remove ? "taken off" : "given to", changed, changed == 1 ? "" : "s");
    }
    return s;
}

static bool accept_tags(struct app *a, const char *line, struct error *e)
{
    struct tagging *t = a->prompt_data;
    struct buffer told = {0};
    char word[TAG_MOST + 2];
    bool minus;
    size_t at = 0, start, len;

    if (!check_words(line, e)) {
        return false;
    }
    enum status s = STATUS_OK;
    while (s == STATUS_OK && next_word(line, &at, word, &minus, &start, &len)) {
        s = do_word(a, t, word, minus, &told, e);
        if (s == STATUS_OK) {
            s = workspace_retagged(a->workspace, e);
            t->done = true;
        }
    }
    if (s == STATUS_OK) {
        /* Each word is an act of its own. */
        bool more = strchr(buffer_text(&told), ',') != NULL;
        app_notice(a, "%s; U takes %s back", buffer_text(&told), more ? "the last" : "it");
    }
    buffer_free(&told);
    return s == STATUS_OK;
}

static enum status complete_tags(struct app *a, const char *line, size_t cursor, size_t limit,
                                 struct arena *arena, size_t *from,
                                 struct filter_completion **out, size_t *count, struct error *e)
{
    struct tagging *t = a->prompt_data;
    const struct column *tags;
    bool minus = false;
    size_t start = cursor;
    enum status s = frame_column(a->workspace->frame, "tag", &tags, e);

    *count = 0;
    if (s != STATUS_OK) {
        return s;
    }
    while (start > 0 && line[start - 1] != ' ' && line[start - 1] != '\t') {
        start--;
    }
    if (start < cursor && line[start] == '-') {
        minus = true;
        start++;
    }
    *from = start;
    *out = arena_zero(arena, (size_t)tags->items + 1, sizeof **out);
    if (!*out) {
        return error_no_memory(e);
    }
    for (uint32_t i = 0; i < tags->items && *count < limit; i++) {
        const struct value *v = &tags->item[i];
        if (v->state == VALUE_VALID && !strncasecmp(v->code, line + start, cursor - start) &&
            (!minus || count_with(tags, t->lines, i))) {
            (*out)[(*count)++] = (struct filter_completion){
                v->code, v->code, count_with(tags, frame_current(a->workspace->frame), i)};
        }
    }
    return STATUS_OK;
}

/* ---- the prompt for a note */

static bool accept_note(struct app *a, const char *line, struct error *e)
{
    struct tagging *t = a->prompt_data;
    uint32_t changed;
    enum status s = cache_note(a->workspace->cache, line, t->lines, &changed, e);

    if (s == STATUS_OK) {
        t->done = true;
        s = workspace_retagged(a->workspace, e);
    }
    if (s == STATUS_OK) {
        app_notice(a, "noted on %u record%s; U takes it back", changed,
                   changed == 1 ? "" : "s");
    }
    return s == STATUS_OK;
}

static enum status complete_nothing(struct app *a, const char *line, size_t cursor,
                                    size_t limit, struct arena *arena, size_t *from,
                                    struct filter_completion **out, size_t *count,
                                    struct error *e)
{
    (void)a;
    (void)line;
    (void)limit;
    (void)arena;
    (void)e;
    *from = cursor;
    *out = NULL;
    *count = 0;
    return STATUS_OK;
}

/* ---- both */

static bool ask(struct app *a, const struct bitmap *lines, struct prompt_kind kind,
                const char *hint)
{
    struct tagging t = {.lines = lines, .count = bitmap_count(lines)};
    char text[120];

    if (!t.count) {
        return false;
    }
    snprintf(text, sizeof text, hint, t.count, t.count == 1 ? "" : "s");
    kind.hint = text;
    kind.data = &t;
    prompt_run(a, &kind, "");
    return t.done;
}

bool tagging_tag(struct app *a, const struct bitmap *lines)
{
    struct prompt_kind kind = {
        .name = "tag", .mark = "tag ", .accept = accept_tags, .complete = complete_tags};

    return ask(a, lines, kind,
               "Tab completes  Enter tags %zu record%s, or takes off what all have  "
               "-tag takes off");
}

bool tagging_note(struct app *a, const struct bitmap *lines)
{
    struct prompt_kind kind = {
        .name = "note", .mark = "note ", .accept = accept_note, .complete = complete_nothing};

    return ask(a, lines, kind, "Enter writes it on %zu record%s  C-g leaves");
}

bool tagging_undo(struct app *a)
{
    static const char *const what[] = {
        [ACT_TAG] = "is off", [ACT_UNTAG] = "is again on", [ACT_NOTE] = "is gone from"};
    struct arena arena = {0};
    struct cache_act act;
    struct error e = {0};
    enum status s = cache_undo_act(a->workspace->cache, &arena, &act, &e);
    bool done = s == STATUS_OK;

    if (s == STATUS_OK) {
        s = workspace_retagged(a->workspace, &e);
    }
    if (s == STATUS_OK) {
        app_notice(a, "taken back: %s %s %u record%s", act.text, what[act.kind], act.seizures,
                   act.seizures == 1 ? "" : "s");
    } else {
        app_fault(a, &e);
    }
    arena_free(&arena);
    return done;
}
