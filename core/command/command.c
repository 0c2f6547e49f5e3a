/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of verbs and options, the reading of a call, and help. */
#include "command/command.h"
#include "base/text.h"

#include <string.h>

extern const struct command command_import, command_info, command_fields, command_findings,
    command_overview, command_list, command_facets, command_pivot, command_trend,
    command_export, command_undo_import, command_redo_import, command_purge, command_digest,
    command_check, command_tag, command_note, command_filters, command_profiles;

const struct command *const command_table[] = {
    &command_import,   &command_info,    &command_fields,      &command_findings,
    &command_overview, &command_list,    &command_facets,      &command_pivot,
    &command_trend,    &command_export,  &command_undo_import, &command_redo_import,
    &command_purge,    &command_digest,  &command_check,       &command_tag,
    &command_note,     &command_filters, &command_profiles,    NULL};

const struct option_info option_table[OPTIONS] = {
    [OPTION_CACHE] = {"--cache", "FILE", "the cache to use, instead of the usual one"},
    [OPTION_HELP] = {"--help", NULL, "this help"},
    [OPTION_AS_OF] = {"--as-of", "DATE", "the day the export was made, YYYY-MM-DD"},
    [OPTION_GENERIC] = {"--generic", NULL, "take a file without any known column as it is"},
    [OPTION_ENCODING] = {"--encoding", "NAME", "the encoding of the file, instead of a guess"},
    [OPTION_DELIMITER] = {"--delimiter", "D", "what parts the cells: ; tab || ..."},
    [OPTION_QUOTE] = {"--quote", "Q", "what cells are quoted with: \" or ' or none"},
    [OPTION_ESCAPE] = {"--escape", "HOW", "a quote in a cell is doubled, or has a backslash"},
    [OPTION_HEADER] = {"--header", "F,F", "the header that the file must have, or gets"},
    [OPTION_HEADER_ROWS] = {"--header-rows", "N", "rows of the header: 0, 1 or more"},
    [OPTION_DATE_ORDER] = {"--date-order", "ORDER",
                           "dmy, mdy or ymd, where dates leave it open"},
    [OPTION_SET] = {"--set", "F=V[,F=V]", "a value for every row that leaves the field blank"},
    [OPTION_SHEET] = {"--sheet", "NAME|N", "one sheet of a workbook, one member of a ZIP"},
    [OPTION_TABLE] = {"--table", "N", "the table to take, of several in one file"},
    [OPTION_RECORD_LIMIT] =
        {"--record-limit", "N[,B]",
         "lines and bytes after which an open quote is given up (64,1048576)"},
    [OPTION_YES] = {"--yes", NULL, "load several files without being asked"},
    [OPTION_DRY_RUN] = {"--dry-run", NULL, "show what would be understood; write nothing"},
    [OPTION_WHERE] = {"--where", "FILTER", "only the records that the filter takes"},
    [OPTION_COLUMNS] = {"--columns", "F,F", "the fields to show, in this order"},
    [OPTION_SORT] = {"--sort", "F,-F", "sort by these fields, - for largest first"},
    [OPTION_LIMIT] = {"--limit", "N", "at most N rows (0: all)"},
    [OPTION_FORMAT] = {"--format", "FORMAT", "table, csv, tsv, json, markdown, html or excel"},
    [OPTION_DECIMAL] = {"--decimal", "SIGN",
                        "for excel: comma or point, instead of what the locale has"},
    [OPTION_BARE] = {"--bare", NULL, "the table alone: no notes, no provenance, no marking"},
    [OPTION_ROWS] = {"--rows", "F[,F]", "one or two fields down the side"},
    [OPTION_COLS] = {"--cols", "F[,F]", "one or two fields across the top"},
    [OPTION_MEASURE] = {"--measure", "M[,M]",
                        "cases, seizures, reporters, mass, volume, pieces, value (by "
                        "currency and kind)"},
    [OPTION_TOP] = {"--top", "N", "the first N rows; what the others have is in Others"},
    [OPTION_TOP_COLS] = {"--top-cols", "N", "the N largest columns, likewise"},
    [OPTION_HIDE_EMPTY] = {"--hide-empty", NULL, "without rows and columns that have nothing"},
    [OPTION_MIXED] = {"--mixed", NULL, "add quantities of several streams all the same"},
    [OPTION_SUBTOTALS] = {"--subtotals", NULL,
                          "subtotals of two fields a side in csv, tsv, json and excel too"},
    [OPTION_PRESET] = {"--preset", "NAME",
                       "a cross-tab, or several, of that name; list: which there are"},
    [OPTION_BY] = {"--by", "GRAIN", "day, week, month, quarter or year"},
    [OPTION_SPLIT] = {"--split", "F", "one series for each value of this field"},
    [OPTION_BATCH] = {"--batch", "N", "only batch N"},
    [OPTION_RULE] = {"--rule", "RULE", "only findings of this rule (Q09)"},
    [OPTION_RULES] = {"--rules", NULL, "the rules and what they mean"},
    [OPTION_COMPLETE] = {"--complete", "FILTER",
                         "withdraw known lines of this scope that the file does not hold"},
    [OPTION_ORIGINAL] = {"--original", NULL, "as the files spelled it, under their headers"},
    [OPTION_REMOVE] = {"--remove", NULL, "take the tag (or saved filter) away instead"},
    [OPTION_UNDO] = {"--undo", NULL, "take the last act on tags and notes back"},
    [OPTION_PROFILE] = {"--profile", "NAME",
                        "read the file as this profile says (saisie profiles lists them)"},
    [OPTION_GRAIN] = {"--grain", "GRAIN",
                      "what a row is: line, case, aggregate (sums) or licit (trade)"},
    [OPTION_UNSTABLE_LINES] =
        {"--unstable-lines", NULL,
         "lines of a case are told apart by content, for numbers that change"},
    [OPTION_APART] = {"--apart", NULL, "the rows that are no seizures: sums and licit trade"},
    [OPTION_THEME] = {"--theme", "NAME", "the theme of the panes"},
    [OPTION_CLEAN] = {"--clean", NULL,
                      "neither take the panes as they were left, nor keep how they are left"},
};

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_table[i]; i++)
        if (!strcmp(command_table[i]->name, name))
            return command_table[i];
    return NULL;
}

/* ---- reading a call
 * ------------------------------------------------------------------------------------------ */

static enum status unknown_word(const char *what, const char *word, const char *near,
                                struct error *e)
{
    error_set(e, STATUS_MISUSE, "there is no %s %s", what, word);
    return near ? error_way_out(e, "did you mean %s? saisie --help lists them all", near)
                : error_way_out(e, "saisie --help lists them all");
}

static const char *near_verb(const char *word)
{
    const char *best = NULL;
    int least = 3;
    for (size_t i = 0; command_table[i]; i++) {
        int d = text_distance(word, command_table[i]->name, 2);
        if (d < least) {
            least = d;
            best = command_table[i]->name;
        }
    }
    return best;
}

static const char *near_option(const char *word)
{
    const char *best = NULL;
    int least = 3;
    for (size_t i = 0; i < OPTIONS; i++) {
        int d = text_distance(word, option_table[i].name, 2);
        if (d < least) {
            least = d;
            best = option_table[i].name;
        }
    }
    return best;
}

/* One option with its value (--name=value or --name value); *used words were taken. */
static enum status read_option(int left, char *const *argv, struct call *c, int *used,
                               struct error *e)
{
    const char *word = argv[0], *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option_info *o = &option_table[i];
        if (strlen(o->name) != len || strncmp(o->name, word, len))
            continue;
        *used = 1;
        if (!o->value) {
            c->option[i] = "";
            return equals ? error_set(e, STATUS_MISUSE, "%s takes no value", o->name)
                          : STATUS_OK;
        }
        if (equals) {
            c->option[i] = equals + 1;
            return STATUS_OK;
        }
        if (left < 2)
            return error_set(e, STATUS_MISUSE, "%s needs a value: %s %s", o->name, o->name,
                             o->value);
        c->option[i] = argv[1];
        *used = 2;
        return STATUS_OK;
    }
    return unknown_word("option", word, near_option(word), e);
}

static enum status check_call(const struct call *c, struct error *e)
{
    const struct command *command = c->command;
    if (c->option[OPTION_HELP])
        return STATUS_OK;
    uint64_t allowed =
        (command ? command->options : TAKES(OPTION_THEME) | TAKES(OPTION_CLEAN)) |
        TAKES(OPTION_CACHE) | TAKES(OPTION_HELP);
    for (size_t i = 0; i < OPTIONS; i++)
        if (c->option[i] && !(allowed >> i & 1U)) {
            error_set(e, STATUS_MISUSE, "%s takes no %s", command ? command->name : "saisie",
                      option_table[i].name);
            return error_way_out(e, "saisie %s%s--help lists its options",
                                 command ? command->name : "", command ? " " : "");
        }
    if (!command)
        return STATUS_OK;
    if (c->arguments < command->least)
        return error_set(e, STATUS_MISUSE, "%s needs %s", command->name, command->arguments);
    if (c->arguments > command->most)
        return error_set(e, STATUS_MISUSE, "%s: one word too many: %s", command->name,
                         c->argument[command->most]);
    return STATUS_OK;
}

enum status command_parse(int argc, char *const *argv, struct call *c, struct error *e)
{
    const char **words = arena_zero(&c->arena, (size_t)argc + 1, sizeof *words);
    if (!words)
        return error_no_memory(e);
    size_t count = 0;
    bool only_words = false;
    for (int i = 0; i < argc;) {
        if (!only_words && !strcmp(argv[i], "--")) {
            only_words = true;
            i++;
        } else if (!only_words && !strcmp(argv[i], "-h")) {
            c->option[OPTION_HELP] = "";
            i++;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            int used = 1;
            enum status status = read_option(argc - i, argv + i, c, &used, e);
            if (status)
                return status;
            i += used;
        } else {
            words[count++] = argv[i++];
        }
    }
    if (count) {
        c->command = command_find(words[0]);
        if (!c->command && !strcmp(words[0], "help")) {
            c->option[OPTION_HELP] = "";
            c->command = count > 1 ? command_find(words[1]) : NULL;
            return count > 1 && !c->command
                       ? unknown_word("command", words[1], near_verb(words[1]), e)
                       : STATUS_OK;
        }
        if (!c->command)
            return unknown_word("command", words[0], near_verb(words[0]), e);
        c->argument = words + 1;
        c->arguments = count - 1;
    }
    return check_call(c, e);
}

enum status command_run(struct call *c, struct error *e)
{
    enum status status = STATUS_OK;
    if (c->option[OPTION_HELP] || !c->command)
        command_help(c->command, c->out);
    else
        status = c->command->run(c, e);
    /* An answer that did not arrive is no answer, whichever verb wrote it. */
    if (!status)
        status = table_written(c->out, e);
    arena_free(&c->arena);
    return status;
}

/* ---- help
 * ----------------------------------------------------------------------------------------------------
 */

static void help_option(size_t i, FILE *out)
{
    const struct option_info *o = &option_table[i];
    char left[40];
    snprintf(left, sizeof left, "%s %s", o->name, o->value ? o->value : "");
    fprintf(out, "  %-18s %s\n", left, o->help);
}

void command_help(const struct command *command, FILE *out)
{
    if (command) {
        fprintf(out, "saisie %s%s%s: %s\n\n", command->name, *command->arguments ? " " : "",
                command->arguments, command->summary);
        fputs("Options:\n", out);
        for (size_t i = 0; i < OPTIONS; i++)
            if ((command->options | TAKES(OPTION_CACHE) | TAKES(OPTION_HELP)) >> i & 1U)
                help_option(i, out);
        fprintf(out, "\n%s", command->details);
        return;
    }
    fputs("saisie: a terminal workstation for analysts of customs seizures\n\n"
          "  saisie [--cache FILE]                    opens the panes\n"
          "  saisie [--cache FILE] COMMAND [OPTIONS]  the same questions without a screen\n\n"
          "Commands:\n",
          out);
    for (size_t i = 0; command_table[i]; i++) {
        char left[40];
        snprintf(left, sizeof left, "%s %s", command_table[i]->name,
                 command_table[i]->arguments);
        fprintf(out, "  %-18s %s\n", left, command_table[i]->summary);
    }
    fputs("\nsaisie COMMAND --help tells more about one. Without --cache the cache is\n"
          "$XDG_DATA_HOME/saisie/cache.db, or ~/.local/share/saisie/cache.db.\n"
          "In the panes: --theme NAME takes another theme, --clean begins anew; ? shows the "
          "keys.\n"
          "Exit status: 0 done, 1 the work failed, 2 the words of the call are wrong.\n",
          out);
}
