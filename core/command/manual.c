/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages in the macros of man(7), and the verbs of saisie(1). */
#include "command/manual.h"
#include "base/text.h"
#include "command/command.h"

#include <string.h>

/* Of the pages themselves, so that a build of the same source is the same. */
#define MANUAL_DATE "2026-11-24"

static const struct {
    char sign;
    const char *escape;
} escapes[] = {{'\\', "\\e"},  {'-', "\\-"},    {'^', "\\(ha"}, {'~', "\\(ti"},
               {'`', "\\(ga"}, {'\'', "\\(aq"}, {'"', "\\(dq"}};

static void put_sign(FILE *out, char c)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].sign == c) {
            fputs(escapes[i].escape, out);
            return;
        }
    putc(c, out);
}

void manual_escape(FILE *out, const char *text)
{
    bool begins = true; /* of a line, where a point would be a macro */
    while (*text) {
        int32_t c;
        size_t n = text_decode(text, strlen(text), &c);
        if (begins && *text == '.')
            fputs("\\&", out);
        begins = *text == '\n';
        if (c < 0x80)
            put_sign(out, *text);
        else
            fprintf(out, "\\[u%04X]", (unsigned)c);
        text += n;
    }
}

void manual_heading(FILE *out, const char *heading)
{
    fprintf(out, ".SH \"%s\"\n", heading);
}

void manual_subheading(FILE *out, const char *heading)
{
    fprintf(out, ".SS \"%s\"\n", heading);
}

void manual_entry(FILE *out, const char *left, const char *text)
{
    fputs(".TP\n\\fB", out);
    manual_escape(out, left);
    fputs("\\fR\n", out);
    manual_escape(out, text);
    fputc('\n', out);
}

void manual_paragraph(FILE *out, const char *text)
{
    fputs(".PP\n", out);
    manual_escape(out, text);
    fputc('\n', out);
}

void manual_begin(FILE *out, const char *name, const char *section, const char *book)
{
    fprintf(out,
            ".\\\" Made from the tables of the program; SPDX-License-Identifier: "
            "GPL-3.0-or-later\n"
            ".TH %s %s " MANUAL_DATE " saisie \"%s\"\n",
            name, section, book);
}

/* The details of a verb: paragraphs, and calls set in by two blanks. */
static void put_details(FILE *out, const char *details)
{
    bool calls = false, open = false;
    while (*details) {
        size_t n = strcspn(details, "\n");
        char line[512];
        snprintf(line, sizeof line, "%.*s", (int)n, details);
        details += n + (details[n] == '\n');
        bool is_call = !strncmp(line, "  ", 2);
        if (calls && !is_call)
            fputs(".EE\n.RE\n", out);
        if (!n) {
            calls = open = false;
            continue;
        }
        if (is_call && !calls)
            fputs(".PP\n.RS 4\n.EX\n", out);
        else if (!is_call && (calls || !open))
            fputs(".PP\n", out);
        manual_escape(out, line + (is_call ? 2 : 0));
        fputc('\n', out);
        calls = is_call;
        open = true;
    }
    if (calls)
        fputs(".EE\n.RE\n", out);
}

static void put_option(FILE *out, size_t id)
{
    const struct option_info *o = &option_table[id];
    fputs(".TP\n\\fB", out);
    manual_escape(out, o->name);
    fputs("\\fR", out);
    if (o->value) {
        fputs(" \\fI", out);
        manual_escape(out, o->value);
        fputs("\\fR", out);
    }
    fputc('\n', out);
    manual_escape(out, o->help);
    fputc('\n', out);
}

static void put_verb(FILE *out, const struct command *c)
{
    fputs(".SS \"saisie ", out);
    manual_escape(out, c->name);
    fputs(*c->arguments ? " " : "", out);
    manual_escape(out, c->arguments);
    fputs("\"\n", out);
    manual_escape(out, c->summary);
    fputs(".\n", out);
    for (size_t i = 0; i < OPTIONS; i++)
        if (c->options >> i & 1U)
            put_option(out, i);
    put_details(out, c->details);
}

void manual_verbs(FILE *out)
{
    manual_begin(out, "SAISIE", "1", "Commands");
    fputs(".SH NAME\nsaisie \\- a terminal workstation for analysts of customs seizures\n"
          ".SH SYNOPSIS\n\\fBsaisie\\fR [\\fB\\-\\-cache\\fR \\fIFILE\\fR] "
          "[\\fB\\-\\-theme\\fR \\fINAME\\fR] [\\fB\\-\\-clean\\fR]\n.br\n\\fBsaisie\\fR "
          "[\\fB\\-\\-cache\\fR "
          "\\fIFILE\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]\n",
          out);
    manual_heading(out, "DESCRIPTION");
    fputs("saisie loads exports of seizures into one local file, the cache, and answers in the "
          "time of a key press: browse and narrow the records, cross\\-tabulate them, see "
          "their trend, and open every number to the records behind it. It needs no network "
          "and no server.\n",
          out);
    manual_paragraph(out, "Without a command the panes open; they know the keys below. The "
                          "commands ask the same questions without a screen. What narrows them "
                          "is one sentence, whose grammar stands in saisie-filter(7).");
    manual_heading(out, "OPTIONS");
    put_option(out, OPTION_CACHE);
    put_option(out, OPTION_THEME);
    put_option(out, OPTION_CLEAN);
    put_option(out, OPTION_HELP);
    manual_heading(out, "COMMANDS");
    fputs(
        "Options may stand anywhere, as \\-\\-name=value too; \\-\\- ends them. Every command "
        "takes \\-\\-cache and \\-\\-help. CSV and JSON hold codes (TH), tables hold labels "
        "(Thailand).\n",
        out);
    for (size_t i = 0; command_table[i]; i++)
        put_verb(out, command_table[i]);
}

void manual_end(FILE *out)
{
    manual_heading(out, "EXIT STATUS");
    fputs(
        "0 done, 1 the work failed, 2 the words of the call are wrong. The panes end with 129 "
        "when the terminal vanished.\n",
        out);
    manual_heading(out, "ENVIRONMENT");
    static const struct manual_entry variables[] = {
        {"XDG_DATA_HOME", "where the usual cache is: saisie/cache.db below it, or below "
                          "~/.local/share"},
        {"XDG_CONFIG_HOME", "where tables of one's own are: saisie/units.tsv, packages.tsv, "
                            "profiles and themes below it, or below ~/.config"},
        {"XDG_STATE_HOME", "where the history of the prompts is, and how the panes of each "
                           "cache were left: saisie/ below it, or below ~/.local/state"},
        {"NO_COLOR", "no colours"},
        {"SAISIE_THEME", "the theme of the panes, where --theme names none"},
        {"SAISIE_THEMES", "a folder of themes that is looked into first"},
        {"TMPDIR", "where standard input is kept while it is read"},
    };
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        manual_entry(out, variables[i].left, variables[i].text);
    manual_heading(out, "SEE ALSO");
    fputs("\\fBsaisie\\-filter\\fR(7), \\fBsqlite3\\fR(1)\n", out);
}
