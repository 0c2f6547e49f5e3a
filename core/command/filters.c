/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie filters: sentences saved under a name, with their counts. */
#include "command/command.h"
#include "workspace/saved.h"

#include "base/decimal.h"
#include "base/text.h"

#include <string.h>

/* people: parted into thousands, as in other tables for reading. */
static const char *number(struct arena *a, size_t n, bool people)
{
    char text[64];
    fixed_format((int128)n, 0, 0, people ? ',' : '\0', text);
    return arena_string(a, text);
}

static enum status list_filters(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {{"filter", "Filter", false},
                                                  {"sentence", "Sentence", false},
                                                  {"seizures", "Seizures", true},
                                                  {"added", "Added by the last batch", true}};
    struct workspace *w = NULL;
    enum table_format format;
    struct saved_count *saved;
    size_t count;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = saved_list(w, &c->arena, &saved, &count, e);
    if (!status) {
        struct table t;
        bool people = !table_plain(format);
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < count; i++) {
            const struct saved_count *s = &saved[i];
            const char *cells[] = {
                arena_printf(&c->arena, "@%s", s->name),
                s->fault ? arena_printf(&c->arena, "%s (%s)", s->sentence, s->fault)
                         : s->sentence,
                s->fault ? "" : number(&c->arena, s->lines, people),
                s->fault ? "" : number(&c->arena, s->added, people)};
            table_row(&t, cells);
        }
        status = table_end(&t, workspace_provenance(w, &c->arena), e);
    }
    workspace_close(&w);
    return status;
}

/* The name with or without its @. */
static const char *bare(const char *name)
{
    return *name == '@' ? name + 1 : name;
}

/* What a sentence was is told, so that it can be saved again. */
static enum status keep(struct call *c, const char *name, bool remove, struct error *e)
{
    struct workspace *w = NULL;
    const char *before = NULL;
    enum status status = call_sentence(c, remove ? c->arguments : 1, &w, e);
    if (!status)
        status = saved_keep(w, name, remove ? NULL : w->sentence, &c->arena, &before, e);
    struct buffer text = {0};
    if (!status && !remove) {
        text_clean(&text, w->sentence, strlen(w->sentence), -1, false);
        fprintf(c->out, "@%s: %s\n%s seizure%s\n", name, buffer_text(&text),
                number(&c->arena, w->outcome.lines, true), w->outcome.lines == 1 ? "" : "s");
    }
    if (!status && before) {
        buffer_clear(&text);
        text_clean(&text, before, strlen(before), -1, false);
        fprintf(c->out, remove ? "@%s removed; it was: %s\n" : "@%s was: %s\n", name,
                buffer_text(&text));
    }
    buffer_free(&text);
    workspace_close(&w);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    bool remove = c->option[OPTION_REMOVE] != NULL;
    if (!c->arguments && !remove)
        return list_filters(c, e);
    if (remove ? c->arguments != 1 : c->arguments < 2) {
        error_set(e, STATUS_MISUSE,
                  remove ? "--remove needs the name of one saved filter"
                         : "filters needs a name and a sentence");
        return error_way_out(e, "an empty sentence, '', takes all records");
    }
    return keep(c, bare(c->argument[0]), remove, e);
}

const struct command command_filters = {
    .name = "filters",
    .arguments = "[NAME FILTER]",
    .least = 0,
    .most = 1000,
    .summary = "save a filter under a name, or list the saved ones",
    .details =
        "A saved filter is part of any other as @NAME, and of a cross-tab as a row or column:\n"
        "the records it takes, and the rest. Without arguments all are listed with the\n"
        "seizures that they take now and those that the last batch added. Saving again under\n"
        "a name replaces the sentence and tells the old one. They are kept in the cache and\n"
        "are no part of the digest.\n\n"
        "  saisie filters mine 'reporter:TH product:methamphetamine'\n"
        "  saisie list --where '@mine mass>10kg'\n"
        "  saisie filters --remove mine\n",
    .options = TAKES(OPTION_REMOVE) | TAKES_FORMAT,
    .run = run,
};
