/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie tag: a word given to seizures, taken off them, and the words there are. */
#include "store/tag.h"
#include "command/command.h"

#include "base/text.h"

#include <string.h>

/* Selected lines by tag; *count in c->arena, one a tag. */
static enum status count_tags(struct call *c, struct workspace *w, const struct column **column,
                              uint32_t **count, struct error *e)
{
    enum status status = frame_column(w->frame, "tag", column, e);
    if (status)
        return status;
    const struct column *t = *column;
    uint32_t *sets = arena_zero(&c->arena, (size_t)t->values + 1, sizeof *sets), at[1024];
    *count = arena_zero(&c->arena, (size_t)t->items + 1, sizeof **count);
    if (!sets || !*count)
        return error_no_memory(e);
    size_t from = 0, n;
    while ((n = bitmap_next(&w->selection, &from, at, 1024)) > 0)
        for (size_t i = 0; i < n; i++)
            sets[column_id(t, at[i])]++;
    for (uint32_t v = 0; v < t->values; v++)
        for (uint32_t m = t->item_start[v]; m < t->item_start[v + 1]; m++)
            (*count)[t->item_of[m]] += sets[v];
    return STATUS_OK;
}

static enum status list_tags(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {{"tag", "Tag", false},
                                                  {"seizures", "Seizures", true}};
    struct workspace *w = NULL;
    enum table_format format;
    const struct column *tags;
    uint32_t *count;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = count_tags(c, w, &tags, &count, e);
    if (!status) {
        struct table t;
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        for (uint32_t i = 0; i < tags->items; i++) {
            const char *cells[] = {tags->item[i].code, arena_printf(&c->arena, "%u", count[i])};
            if (tags->item[i].state == VALUE_VALID)
                table_row(&t, cells);
        }
        status = table_end(&t, workspace_provenance(w, &c->arena), e);
    }
    workspace_close(&w);
    return status;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static enum status give_tag(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    bool remove = c->option[OPTION_REMOVE] != NULL;
    uint32_t changed = 0;
    const char *tag = c->argument[0];
    enum status status = call_sentence(c, 1, &w, e);
    if (!status)
        status = cache_tag(w->cache, tag, remove, &w->selection, &changed, e);
    if (!status)
        fprintf(c->out,
                remove ? "%s: taken off %u of %zu seizure%s\n"
                       : "%s: given to %u of %zu seizure%s\n",
                tag, changed, w->outcome.lines, plural(w->outcome.lines));
    if (!status && changed < w->outcome.lines)
        fprintf(c->out, remove ? "%zu did not have it\n" : "%zu had it already\n",
                w->outcome.lines - changed);
    workspace_close(&w);
    return status;
}

static enum status take_back(struct call *c, struct error *e)
{
    static const char *const what[] = {
        [ACT_TAG] = "given to", [ACT_UNTAG] = "taken off", [ACT_NOTE] = "a note on"};
    struct workspace *w = NULL;
    struct cache_act act = {.kind = ACT_TAG, .text = ""};
    enum status status = call_workspace(c, &w, e);
    if (!status)
        status = cache_undo_act(w->cache, &c->arena, &act, e);
    struct buffer text = {0};
    if (!status) {
        text_clean(&text, act.text, strlen(act.text), -1, false);
        fprintf(c->out, "taken back: %s, %s %u seizure%s\n", buffer_text(&text), what[act.kind],
                act.seizures, plural(act.seizures));
    }
    buffer_free(&text);
    workspace_close(&w);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    if (c->option[OPTION_UNDO] && (c->arguments || c->option[OPTION_REMOVE]))
        return error_set(e, STATUS_MISUSE, "--undo takes back the last act and no other");
    if (c->option[OPTION_UNDO])
        return take_back(c, e);
    if (!c->arguments && !c->option[OPTION_REMOVE])
        return list_tags(c, e);
    if (c->arguments < 2) {
        error_set(e, STATUS_MISUSE, "tag needs a tag and a filter");
        return error_way_out(e, "an empty filter, '', takes all records");
    }
    return give_tag(c, e);
}

const struct command command_tag = {
    .name = "tag",
    .arguments = "[TAG FILTER]",
    .least = 0,
    .most = 1000,
    .summary = "give the records that a filter takes a tag, or list the tags",
    .details =
        "A tag is one word of letters, digits, - and _. It is of the seizure: later\n"
        "deliveries, changed or not, and undo-import keep it. Records are found by it with\n"
        "tag:watch, those without any with tag:?. Tags are no part of the digest.\n"
        "Without arguments the tags are listed with their current seizures. The last act on\n"
        "tags and notes, here or in the panes, is taken back with --undo.\n\n"
        "  saisie tag watch 'reporter:TH product:methamphetamine mass>10kg'\n"
        "  saisie tag --remove watch tag:watch\n"
        "  saisie tag --undo\n",
    .options = TAKES(OPTION_REMOVE) | TAKES(OPTION_UNDO) | TAKES_FORMAT,
    .run = run,
};
