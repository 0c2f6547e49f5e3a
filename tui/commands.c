/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ':' commands: one table for running, help and completion; and the two prompts. */
#include "app.h"
#include "exporting.h"
#include "pane/findings.h"
#include "paths.h"
#include "prompt.h"
#include "saved.h"
#include "trail.h"

#include "analysis/presets.h"
#include "base/text.h"
#include "frame/axis.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
    const char *name;
    const char *arguments; /* for the help */
    const char *help;
    bool (*run)(struct app *, const struct command *, const char *argument, struct error *);
    /* What may stand as its argument, in the arena; NULL: nothing to offer. */
    enum status (*offer)(struct app *, struct arena *, const char ***words, size_t *count,
                         struct error *);
    /* Settings of panes: where it goes when the pane here has no such. Panes: their name, where
     * the command has another. */
    const char *pane;
};

/* ---- what commands do */

static bool run_filter(struct app *a, const struct command *c, const char *argument,
                       struct error *e)
{
    (void)c;
    struct arena arena = {0};
    const struct filter *f;
    enum status s = filter_parse(a->workspace->frame, argument, &arena, &f, e);

    arena_free(&arena);
    return s == STATUS_OK && app_filter(a, argument);
}

static bool run_clear(struct app *a, const struct command *c, const char *argument,
                      struct error *e)
{
    (void)c;
    (void)argument;
    (void)e;
    return app_filter(a, "");
}

static bool run_save(struct app *a, const struct command *c, const char *argument,
                     struct error *e)
{
    (void)c;
    return saved_save(a, argument, e);
}

static bool run_unsave(struct app *a, const struct command *c, const char *argument,
                       struct error *e)
{
    (void)c;
    return saved_remove(a, argument, e);
}

static bool run_history(struct app *a, const struct command *c, const char *argument,
                        struct error *e)
{
    (void)c;
    (void)argument;
    return trail_choose(a, e);
}

static bool run_filters(struct app *a, const struct command *c, const char *argument,
                        struct error *e)
{
    (void)c;
    (void)argument;
    return saved_choose(a, e);
}

static bool run_pane(struct app *a, const struct command *c, const char *argument,
                     struct error *e)
{
    (void)argument;
    const char *name = c->pane ? c->pane : c->name;
    size_t to = app_find_pane(a, name);

    if (to == a->pane_count) {
        error_set(e, STATUS_MISUSE, "there is no pane %s", name);
        return false;
    }
    app_go(a, to);
    return true;
}

static bool run_theme(struct app *a, const struct command *c, const char *argument,
                      struct error *e)
{
    (void)c;
    if (!*argument) {
        app_notice(a, "theme %s", a->theme->name);
        return true;
    }
    if (theme_load(a->theme, argument, e) != STATUS_OK) {
        return false;
    }
    app_notice(a, "theme %s", a->theme->name);
    return true;
}

static bool run_import(struct app *a, const struct command *c, const char *argument,
                       struct error *e)
{
    (void)c;
    return import_files(a, argument, e);
}

static bool run_findings(struct app *a, const struct command *c, const char *argument,
                         struct error *e)
{
    (void)c;
    char *end;
    unsigned long batch = strtoul(argument, &end, 10);

    if (*end || batch > UINT32_MAX || *argument == '-') {
        error_set(e, STATUS_MISUSE, "findings takes the number of a batch");
        error_way_out(e, "without one it shows those of the last");
        return false;
    }
    findings_show(a, (uint32_t)batch);
    return true;
}

static bool run_export(struct app *a, const struct command *c, const char *argument,
                       struct error *e)
{
    (void)c;
    return exporting_run(a, argument, e);
}

/* What the program may do, apart from what a pane shows. */
static bool run_switch(struct app *a, const struct command *c, const char *argument,
                       struct error *e)
{
    char name[32] = "", value[16] = "";

    (void)c;
    if (!*argument) {
        app_notice(a, "clipboard %s", a->clipboard ? "on" : "off");
        return true;
    }
    sscanf(argument, "%31s %15s", name, value);
    bool on = strcmp(value, "on") == 0;
    if (strcmp(name, "clipboard") != 0 || (!on && strcmp(value, "off") != 0)) {
        error_set(e, STATUS_MISUSE, "nothing is set by \"%.60s\"", argument);
        error_way_out(e, "set clipboard on lets saisie copy to the terminal; off is the usual");
        return false;
    }
    a->clipboard = on;
    app_notice(a, on ? "y copies to the terminal's clipboard"
                     : "y asks for a file; the terminal's clipboard stays as it is");
    return true;
}

static enum status offer_switches(struct app *a, struct arena *arena, const char ***words,
                                  size_t *count, struct error *e)
{
    static const char *names[] = {"clipboard on", "clipboard off"};

    (void)a;
    (void)arena;
    (void)e;
    *words = names;
    *count = sizeof names / sizeof *names;
    return STATUS_OK;
}

static bool run_quit(struct app *a, const struct command *c, const char *argument,
                     struct error *e)
{
    (void)c;
    (void)argument;
    (void)e;
    app_end(a, 0);
    return true;
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = words; at && (at = strstr(at, word)); at += len) {
        bool begins = at == words || at[-1] == ' ';
        if (begins && (at[len] == ' ' || !at[len])) {
            return true;
        }
    }
    return false;
}

/* Gives the setting to the pane here, or goes to the pane that has it. */
static bool run_set(struct app *a, const struct command *c, const char *argument,
                    struct error *e)
{
    size_t to = a->here;

    if (!has_word(a->pane[to].ops->settings, c->name)) {
        to = app_find_pane(a, c->pane);
    }
    if (to == a->pane_count || !a->pane[to].ops->set ||
        !has_word(a->pane[to].ops->settings, c->name)) {
        error_set(e, STATUS_MISUSE, "no pane takes %s", c->name);
        return false;
    }
    if (!a->pane[to].ops->set(&a->pane[to], c->name, argument, e)) {
        return false;
    }
    app_go(a, to);
    return true;
}

static bool run_undo(struct app *a, const struct command *c, const char *argument,
                     struct error *e)
{
    (void)argument;
    (void)e;
    struct pane *p = &a->pane[app_find_pane(a, c->pane)];

    return p->ops->action(p, ACTION_TAKE_BACK, 0);
}

static bool run_help(struct app *a, const struct command *c, const char *argument,
                     struct error *e);

/* ---- what may stand as an argument */

static enum status offer_fields(struct app *a, struct arena *arena, const char ***words,
                                size_t *count, struct error *e)
{
    size_t n;
    const struct frame_field *f = frame_fields(a->workspace->frame, &n);
    const char **out = arena_zero(arena, n + 1, sizeof *out);

    if (!out) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = f[i].name;
    }
    *words = out;
    *count = n;
    return STATUS_OK;
}

static enum status offer_axes(struct app *a, struct arena *arena, const char ***words,
                              size_t *count, struct error *e)
{
    return axis_names(a->workspace->frame, arena, words, count, e);
}

static enum status offer_measures(struct app *a, struct arena *arena, const char ***words,
                                  size_t *count, struct error *e)
{
    static const char *names[] = {"cases", "seizures", "mass", "volume", "pieces", "value"};

    (void)a;
    (void)arena;
    (void)e;
    *words = names;
    *count = sizeof names / sizeof *names;
    return STATUS_OK;
}

static enum status offer_presets(struct app *a, struct arena *arena, const char ***words,
                                 size_t *count, struct error *e)
{
    const struct preset *list = preset_list(count);

    (void)a;
    *words = arena_zero(arena, *count + 1, sizeof **words);
    for (size_t i = 0; *words && i < *count; i++) {
        (*words)[i] = list[i].name;
    }
    return *words ? STATUS_OK : error_no_memory(e);
}

static enum status offer_grains(struct app *a, struct arena *arena, const char ***words,
                                size_t *count, struct error *e)
{
    static const char *names[] = {"day", "week", "month", "quarter", "year"};

    (void)a;
    (void)arena;
    (void)e;
    *words = names;
    *count = sizeof names / sizeof *names;
    return STATUS_OK;
}

static enum status offer_themes(struct app *a, struct arena *arena, const char ***words,
                                size_t *count, struct error *e)
{
    (void)a;
    return theme_names(arena, words, count, e);
}

static const struct command commands[] = {
    {"filter", "SENTENCE", "narrow all panes: product:heroin reporter:th,mm", run_filter, NULL,
     NULL},
    {"clear", "", "take the filter away", run_clear, NULL, NULL},
    {"history", "", "where you have been: Enter goes there", run_history, NULL, NULL},
    {"save", "NAME", "keep the filter as @NAME, to be used in others", run_save, saved_names,
     NULL},
    {"filters", "", "the saved filters: Enter applies one, d removes it", run_filters, NULL,
     NULL},
    {"unsave", "NAME", "forget a saved filter", run_unsave, saved_names, NULL},
    {"overview", "", "the pane Overview", run_pane, NULL, NULL},
    {"records", "", "the pane Records", run_pane, NULL, NULL},
    {"facets", "", "the pane Filter: values with counts", run_pane, NULL, "filter"},
    {"pivot", "", "the pane Pivot", run_pane, NULL, NULL},
    {"trend", "", "the pane Trend", run_pane, NULL, NULL},
    {"sort", "FIELD,-FIELD", "order of the records; - turns round", run_set, offer_fields,
     "records"},
    {"columns", "FIELD,FIELD", "columns of the records; frozen are those before a |", run_set,
     offer_fields, "records"},
    {"goto", "ROW|PART%|DATE", "to a record: 1200, 50%, 2025-03", run_set, NULL, "records"},
    {"rows", "FIELD", "rows of the pivot", run_set, offer_axes, "pivot"},
    {"cols", "FIELD", "columns of the pivot", run_set, offer_axes, "pivot"},
    {"measure", "MEASURE", "what is counted or summed", run_set, offer_measures, "pivot"},
    {"top", "N", "so many rows of the pivot, and Others; 0: all", run_set, NULL, "pivot"},
    {"table", "FILE", "the pivot into a new file: .csv .excel.csv .tsv .json .md .html .txt",
     run_set, NULL, "pivot"},
    {"preset", "NAME", "a table of the Illicit Trade Report", run_set, offer_presets, "pivot"},
    {"by", "PERIOD", "period of the trend", run_set, offer_grains, "trend"},
    {"split", "FIELD", "one series for each value of a field", run_set, offer_axes, "trend"},
    {"import", "FILE ...", "bring files in: looked at first, then loaded", run_import, NULL,
     NULL},
    {"findings", "BATCH", "what was odd in a batch, the last one if not said", run_findings,
     NULL, NULL},
    {"export", "FILE", "the records of the filter into a new file", run_export, NULL, NULL},
    {"set", "clipboard on|off", "whether y may write to the terminal's clipboard", run_switch,
     offer_switches, NULL},
    {"undo", "", "take the last tag or note back", run_undo, NULL, "records"},
    {"theme", "NAME", "colours and glyphs", run_theme, offer_themes, NULL},
    {"help", "", "all commands", run_help, NULL, NULL},
    {"quit", "", "leave saisie", run_quit, NULL, NULL},
};

#define COMMANDS (sizeof commands / sizeof *commands)

const char *colon_command(size_t at, const char **arguments, const char **help)
{
    if (at >= COMMANDS) {
        return NULL;
    }
    *arguments = commands[at].arguments;
    *help = commands[at].help;
    return commands[at].name;
}

static bool run_help(struct app *a, const struct command *c, const char *argument,
                     struct error *e)
{
    char text[COMMANDS][128];
    const char *item[COMMANDS];

    (void)c;
    (void)argument;
    (void)e;
    for (size_t i = 0; i < COMMANDS; i++) {
        char call[48];
        snprintf(call, sizeof call, ":%s %s", commands[i].name, commands[i].arguments);
        snprintf(text[i], sizeof text[i], "%-22s %s", call, commands[i].help);
        item[i] = text[i];
    }
    int chosen = app_choose(a, "Commands", item, COMMANDS, 0);
    /* A prompt within this prompt is not to be had: the words to type are shown. */
    if (chosen >= 0 && *commands[chosen].arguments) {
        app_notice(a, ":%s %s", commands[chosen].name, commands[chosen].arguments);
    } else if (chosen >= 0 && commands[chosen].run != run_help) {
        struct error fault = {0};
        if (!commands[chosen].run(a, &commands[chosen], "", &fault) && fault.text[0]) {
            app_fault(a, &fault);
        }
    }
    return true;
}

static const struct command *find(const char *name, size_t len)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strlen(commands[i].name) == len && strncasecmp(commands[i].name, name, len) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* The only command that begins so: ":q" is enough. */
static const struct command *find_start(const char *name, size_t len)
{
    const struct command *found = NULL;

    for (size_t i = 0; i < COMMANDS; i++) {
        if (strncasecmp(commands[i].name, name, len) == 0) {
            if (found) {
                return NULL;
            }
            found = &commands[i];
        }
    }
    return found;
}

static bool no_command(const char *name, size_t len, size_t at, struct error *e)
{
    char word[64];
    int best = 4;
    const char *near = NULL;

    snprintf(word, sizeof word, "%.*s", (int)(len < 60 ? len : 60), name);
    for (size_t i = 0; i < COMMANDS; i++) {
        int d = text_distance(commands[i].name, word, 3);
        if (d < best) {
            best = d;
            near = commands[i].name;
        }
    }
    error_set(e, STATUS_MISUSE, "no command \"%s\"", word);
    if (near) {
        error_way_out(e, "the nearest is %s", near);
    } else {
        error_way_out(e, "help lists them");
    }
    e->at = at;
    e->length = len;
    return false;
}

bool colon_run(struct app *a, const char *line, struct error *e)
{
    const char *name = line + strspn(line, " \t:");
    size_t len = strcspn(name, " \t");
    const char *argument = name + len + strspn(name + len, " \t");

    if (!len) {
        return true;
    }
    const struct command *c = find(name, len);
    if (!c) {
        c = find_start(name, len);
    }
    if (!c) {
        return no_command(name, len, (size_t)(name - line), e);
    }
    char *copy = strdup(argument);
    if (!copy) {
        error_no_memory(e);
        return false;
    }
    for (size_t n = strlen(copy); n > 0 && isspace((unsigned char)copy[n - 1]);) {
        copy[--n] = '\0';
    }
    bool good = c->run(a, c, copy, e);
    free(copy);
    if (!good) {
        /* Places of the argument become places of the line; without one it is all of it. */
        if (!e->at && !e->length) {
            e->length = strlen(argument);
        }
        e->at += (size_t)(argument - line);
    }
    return good;
}

/* ---- the prompts */

static bool accept_filter(struct app *a, const char *line, struct error *e)
{
    return run_filter(a, NULL, line, e);
}

static enum status complete_filter(struct app *a, const char *line, size_t cursor, size_t limit,
                                   struct arena *arena, size_t *from,
                                   struct filter_completion **out, size_t *count,
                                   struct error *e)
{
    return filter_complete(a->workspace->frame, line, cursor, limit, arena, from, out, count,
                           e);
}

static void add(struct filter_completion *out, size_t *count, size_t limit, const char *text,
                const char *label)
{
    if (text && *count < limit) {
        out[(*count)++] = (struct filter_completion){.text = text, .label = label};
    }
}

static enum status complete_argument(struct app *a, const struct command *c, const char *typed,
                                     size_t len, size_t limit, struct arena *arena,
                                     struct filter_completion *out, size_t *count,
                                     struct error *e)
{
    const char **words = NULL;
    size_t n = 0;
    enum status s = c->offer ? c->offer(a, arena, &words, &n, e) : STATUS_OK;

    for (size_t i = 0; s == STATUS_OK && i < n; i++) {
        if (strncasecmp(words[i], typed, len) == 0) {
            add(out, count, limit, words[i], words[i]);
        }
    }
    return s;
}

static enum status complete_command(struct app *a, const char *line, size_t cursor,
                                    size_t limit, struct arena *arena, size_t *from,
                                    struct filter_completion **out, size_t *count,
                                    struct error *e)
{
    size_t start = strspn(line, " \t:"), len = strcspn(line + start, " \t");

    *count = 0;
    *out = arena_zero(arena, limit ? limit : 1, sizeof **out);
    if (!*out) {
        return error_no_memory(e);
    }
    if (cursor <= start + len) {
        *from = start < cursor ? start : cursor;
        for (size_t i = 0; i < COMMANDS; i++) {
            const struct command *c = &commands[i];
            if (strncasecmp(c->name, line + *from, cursor - *from) == 0) {
                add(*out, count, limit,
                    arena_printf(arena, "%s%s", c->name, *c->arguments ? " " : ""),
                    arena_printf(arena, "%-9s %-14s %s", c->name, c->arguments, c->help));
            }
        }
        return STATUS_OK;
    }
    const struct command *c = find(line + start, len);
    if (c && (c->run == run_import || c->run == run_export)) {
        return complete_path(line, start + len + 1, cursor, limit, arena, from, *out, count, e);
    }
    if (c && c->run == run_filter) {
        size_t at = start + len + 1;
        enum status s =
            complete_filter(a, line + at, cursor - at, limit, arena, from, out, count, e);
        *from += at;
        return s;
    }
    /* The word under the hand begins behind a blank, a comma or a minus. */
    size_t word = cursor;
    while (word > start + len && !strchr(" \t,-", line[word - 1])) {
        word--;
    }
    *from = word;
    return c ? complete_argument(a, c, line + word, cursor - word, limit, arena, *out, count, e)
             : STATUS_OK;
}

void prompt_filter(struct app *a)
{
    static const char *const examples[] = {
        "product:heroin", "date:2024..",       "-reporter:th",    "mass>10kg",
        "transit:la,my",  "destination:?",     "chiang",          "heroin or khat",
        "batch:new",      "entered:2026-03..", "product:*amine*", NULL};
    static const struct prompt_kind kind = {
        .name = "filter",
        .mark = "/ ",
        .hint = "Tab completes  Enter narrows  C-g leaves  ? in a value's place: blank",
        .examples = examples,
        .accept = accept_filter,
        .complete = complete_filter,
    };
    const char *sentence = a->workspace->sentence;
    char *initial = NULL;

    /* A blank behind it: the next condition can be typed at once. */
    if (*sentence && asprintf(&initial, "%s ", sentence) < 0) {
        initial = NULL;
    }
    prompt_run(a, &kind, initial ? initial : "");
    free(initial);
}

void prompt_command(struct app *a, const char *initial)
{
    static const struct prompt_kind kind = {
        .name = "command",
        .mark = ":",
        .hint = "Tab completes  Enter runs  C-g leaves   :help lists the commands",
        .accept = colon_run,
        .complete = complete_command,
    };

    prompt_run(a, &kind, initial);
}
