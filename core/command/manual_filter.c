/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie-filter(7): the language of filters, from the tables of its grammar and the catalogue.
 */
#include "command/manual.h"
#include "filter/grammar.h"

#include <string.h>

static void put_rules(FILE *out)
{
    manual_heading(out, "GRAMMAR");
    fputs("What stands in quotes is typed so; [ ] may be missing; { } may stand any number of "
          "times; | is or. Blanks part terms, and may stand around a comparison and behind a "
          "comma.\n.PP\n.EX\n",
          out);
    for (const struct grammar_rule *g = grammar_rules; g->name; g++) {
        char left[32];
        snprintf(left, sizeof left, "%-11s= ", g->name);
        manual_escape(out, left);
        /* Lines of a screen: broken before a |. */
        size_t column = 13;
        for (const char *p = g->is; *p;) {
            size_t n = strcspn(p + 1, "|") + 1;
            char part[256];
            snprintf(part, sizeof part, "%.*s", (int)n, p);
            if (column > 13 && column + n > 76) {
                fputs("\n             ", out);
                column = 13;
            }
            manual_escape(out, part);
            column += n;
            p += n;
        }
        fputc('\n', out);
    }
    fputs(".EE\n", out);
}

static void put_units(const struct reference *r, FILE *out)
{
    static const enum unit_family families[] = {UNIT_MASS, UNIT_VOLUME, UNIT_PIECES};
    const struct code_list *units = reference_list(r, "unit");
    for (size_t f = 0; units && f < sizeof families / sizeof *families; f++) {
        fprintf(out, ".TP\n\\fB%s\\fR\n", reference_family_name(families[f]));
        const char *comma = "";
        for (uint32_t i = 0; i < units->count; i++) {
            int64_t factor;
            if (reference_unit(r, i, &factor) != families[f] || factor == 0)
                continue;
            fputs(comma, out);
            manual_escape(out, units->codes[i].code);
            if (units->codes[i].label[LANGUAGE_EN]) {
                fputs(" (", out);
                manual_escape(out, units->codes[i].label[LANGUAGE_EN]);
                fputc(')', out);
            }
            comma = ", ";
        }
        fputc('\n', out);
    }
}

static void put_texts(const struct reference *r, FILE *out)
{
    for (const struct grammar_text *t = grammar_texts; t->text; t++) {
        if (t->heading) {
            manual_heading(out, t->heading);
            manual_escape(out, t->text);
            fputc('\n', out);
        } else {
            manual_paragraph(out, t->text);
        }
        if (t->heading && !strcmp(t->heading, "UNITS"))
            put_units(r, out);
        if (strstr(t->text, "Hyperscan cannot"))
            for (const struct grammar_name *g = grammar_refused; g->name; g++)
                manual_entry(out, g->name, g->text);
    }
}

static void put_fields(const struct reference *r, FILE *out)
{
    size_t count;
    const struct field *fields = reference_fields(r, &count);
    manual_heading(out, "FIELDS");
    fputs("Columns of files that saisie does not know are fields too, under the names that "
          "\\fBsaisie fields\\fR lists. \\fBsaisie fields\\fR \\fIFIELD\\fR lists the codes of "
          "one.\n",
          out);
    for (const struct grammar_form *g = grammar_forms; g->heading; g++) {
        manual_subheading(out, g->heading);
        manual_escape(out, g->text);
        fputc('\n', out);
        for (size_t i = 0; i < count; i++)
            if (fields[i].type == g->type)
                manual_entry(out, fields[i].name, fields[i].help);
    }
    manual_subheading(out, "Names that are no fields");
    for (const struct grammar_name *n = grammar_names; n->name; n++)
        manual_entry(out, n->name, n->text);
}

static void put_marks(FILE *out)
{
    manual_heading(out, "MISSING VALUES");
    manual_entry(out, "? or !blank", "left blank");
    manual_entry(out, "!unknown", "reported as unknown");
    manual_entry(out, "!invalid", "not understood");
}

static void put_examples(FILE *out)
{
    manual_heading(out, "EXAMPLES");
    fputs("Each with what it takes, and the form in which it prints where that is another.\n",
          out);
    for (const struct grammar_example *g = grammar_examples; g->sentence; g++) {
        manual_entry(out, g->sentence, g->takes);
        if (g->canonical) {
            fputs(".br\n\\fI", out);
            manual_escape(out, g->canonical);
            fputs("\\fR\n", out);
        }
    }
}

void manual_filter(const struct reference *r, FILE *out)
{
    manual_begin(out, "SAISIE-FILTER", "7", "The language of filters");
    fputs(".SH NAME\nsaisie\\-filter \\- the sentences that narrow the records in saisie\n",
          out);
    manual_heading(out, "DESCRIPTION");
    fputs(
        "One sentence narrows everything that \\fBsaisie\\fR(1) shows: at / in the panes, as "
        "\\-\\-where on the command line, saved under a name. A fault is told with its place, "
        "what was expected there, and the nearest field or value; Tab completes.\n",
        out);
    put_rules(out);
    put_marks(out);
    put_texts(r, out);
    put_fields(r, out);
    put_examples(out);
    manual_heading(out, "SEE ALSO");
    fputs("\\fBsaisie\\fR(1)\n", out);
}
