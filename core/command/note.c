/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie note: a line of text written on seizures, and the notes there are. */
#include "command/command.h"
#include "store/tag.h"

static enum status note_rows(struct call *c, struct workspace *w, size_t position,
                             struct table *t, struct error *e)
{
    struct line_origin origin;
    struct cache_note *note;
    size_t count;
    uint32_t line = (uint32_t)position + 1;
    enum status status = cache_line(w->cache, line, &c->arena, &origin, e);
    if (!status)
        status = cache_notes(w->cache, line, &c->arena, &note, &count, e);
    for (size_t i = 0; !status && i < count; i++) {
        const char *cells[] = {origin.case_id, arena_printf(&c->arena, "%u", line), note[i].at,
                               note[i].text};
        table_row(t, cells);
    }
    return status;
}

static enum status list_notes(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {{"case_id", "Case", false},
                                                  {"line_id", "Line id", true},
                                                  {"at", "Written", false},
                                                  {"note", "Note", false}};
    struct workspace *w = NULL;
    enum table_format format;
    const struct text_column *notes;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = frame_text(w->frame, "note", &notes, e);
    if (!status) {
        struct table t;
        size_t from = 0;
        uint32_t at;
        call_table(c, w, &t, format, columns, sizeof columns / sizeof *columns);
        while (!status && bitmap_next(&w->selection, &from, &at, 1) > 0)
            if (notes->offset[at] < notes->offset[at + 1])
                status = note_rows(c, w, at, &t, e);
        if (status)
            table_abandon(&t);
        else
            status = table_end(&t, workspace_provenance(w, &c->arena), e);
    }
    workspace_close(&w);
    return status;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    uint32_t changed = 0;
    if (!c->arguments)
        return list_notes(c, e);
    if (c->arguments < 2) {
        error_set(e, STATUS_MISUSE, "note needs a text and a filter");
        return error_way_out(e, "a text of several words stands in quotes");
    }
    enum status status = call_sentence(c, 1, &w, e);
    if (!status)
        status = cache_note(w->cache, c->argument[0], &w->selection, &changed, e);
    if (!status)
        fprintf(c->out, "noted on %u seizure%s\n", changed, changed == 1 ? "" : "s");
    workspace_close(&w);
    return status;
}

const struct command command_note = {
    .name = "note",
    .arguments = "[TEXT FILTER]",
    .least = 0,
    .most = 1000,
    .summary = "write a note on the records that a filter takes, or list the notes",
    .details =
        "A note is one line of text, kept with the time it was written. Like a tag it is\n"
        "of the seizure and stays through later deliveries. note:word finds records by\n"
        "their notes, -note:? those that have any. Without arguments the notes of current\n"
        "seizures are listed; saisie tag --undo takes the last one back.\n\n"
        "  saisie note 'asked Bangkok for photos' case_id:TH-2025-118\n",
    .options = TAKES_FORMAT,
    .run = run,
};
