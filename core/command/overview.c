/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie overview: what one wants to see first, as text. */
#include "analysis/overview.h"
#include "analysis/change.h"
#include "base/text.h"
#include "command/command.h"

#include <string.h>

#define ROWS 5

/* Texts of files reach the terminal cleaned. */
static const char *shown(struct call *c, const char *text, int width)
{
    struct buffer b = {0};
    text_clean(&b, text, strlen(text), width, false);
    const char *copy = arena_string(&c->arena, buffer_text(&b));
    buffer_free(&b);
    return copy ? copy : "";
}

static const char *padded(struct call *c, const char *text, int width)
{
    const char *clean = shown(c, text, width);
    int blank = width - text_width(clean, strlen(clean));
    const char *out = arena_printf(&c->arena, "%s%*s", clean, blank > 0 ? blank : 0, "");
    return out ? out : "";
}

static const char *count(struct call *c, size_t n)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    const char *out = arena_string(&c->arena, text);
    return out ? out : "";
}

static const char *change(struct call *c, uint32_t now, uint32_t before)
{
    char text[16];
    change_of_counts(now, before, text);
    const char *out = arena_string(&c->arena, text);
    return out ? out : "";
}

static void span_texts(struct span s, char from[16], char to[16])
{
    date_format((struct date){s.from, DATE_DAY}, from);
    date_format((struct date){s.to, DATE_DAY}, to);
}

static void print_year(struct call *c, const struct overview *o)
{
    char from[16], to[16], from_before[16], to_before[16];
    span_texts(o->now, from, to);
    span_texts(o->before, from_before, to_before);
    fprintf(c->out, "This year so far   %s to %s, against %s to %s\n", from, to, from_before,
            to_before);
    if (o->has_cases)
        fprintf(c->out, "  cases      %9s  before %9s  %s\n", count(c, o->cases_now),
                count(c, o->cases_before), change(c, o->cases_now, o->cases_before));
    fprintf(c->out, "  seizures   %9s  before %9s  %s\n", count(c, o->seizures_now),
            count(c, o->seizures_before), change(c, o->seizures_now, o->seizures_before));
    fprintf(c->out, "  reporters  %9s  before %9s\n", count(c, o->reporters_now),
            count(c, o->reporters_before));
    if (o->since.from <= o->since.to) {
        span_texts(o->since, from, to);
        fprintf(
            c->out,
            "  since %s  %s seizures, provisional: 9 of 10 lines are entered within %d days\n",
            from, count(c, o->seizures_since), o->usual_delay);
    }
    fputc('\n', c->out);
}

static void print_batch(struct call *c, const struct overview *o)
{
    if (!o->last)
        return;
    fprintf(c->out, "Last batch         %u: %s, as of %s\n", o->last->id,
            shown(c, o->last->file, 50), o->last->as_of);
    fprintf(c->out, "  %s new, %s changed, %s withdrawn, %s unchanged, %s left out\n\n",
            count(c, o->last->rows_new), count(c, o->last->rows_changed),
            count(c, o->last->rows_withdrawn), count(c, o->last->rows_unchanged),
            count(c, o->last->rows_left_out));
}

static void print_movers(struct call *c, const struct overview *o)
{
    if (!o->mover_count)
        return;
    fprintf(c->out, "What moves most    %s by %s, this year so far\n",
            o->has_cases ? "cases" : "seizures", o->mover_field);
    for (size_t i = 0; i < o->mover_count; i++) {
        const struct overview_mover *m = &o->mover[i];
        fprintf(c->out, "  %s %7s  before %7s  %s\n", padded(c, m->label, 32), count(c, m->now),
                count(c, m->before), change(c, m->now, m->before));
    }
    fputc('\n', c->out);
}

static void print_silent(struct call *c, const struct overview *o)
{
    fprintf(c->out,
            "Silent lately      usual reporters without a line in three complete months\n");
    if (!o->silent_count)
        fputs("  nobody\n", c->out);
    for (size_t i = 0; i < o->silent_count; i++)
        fprintf(c->out, "  %s last %s  %u months  usually %.1f a month\n",
                padded(c, o->silent[i].label, 26), o->silent[i].last, o->silent[i].months,
                o->silent[i].usual);
    fputc('\n', c->out);
}

static void print_hauls(struct call *c, const struct overview *o)
{
    if (!o->haul_count)
        return;
    fputs("Largest hauls      by mass, this year so far\n", c->out);
    for (size_t i = 0; i < o->haul_count; i++) {
        const struct overview_haul *h = &o->haul[i];
        fprintf(c->out, "  %-10s %s %s %18s\n", shown(c, h->date, 10),
                padded(c, h->reporter, 16), padded(c, h->product, 28), shown(c, h->amount, 18));
    }
    fputc('\n', c->out);
}

static void print_sections(struct call *c, const struct overview *o, bool has_dates)
{
    if (has_dates)
        print_year(c, o);
    else
        fputs("This year so far   no file brought dates: no year can be told from another\n\n",
              c->out);
    print_batch(c, o);
    if (has_dates) {
        print_movers(c, o);
        print_silent(c, o);
        print_hauls(c, o);
    }
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    struct overview *o = NULL;
    enum status status = call_workspace(c, &w, e);
    if (!status)
        status = overview_run(w->frame, &w->selection, ROWS, &o, e);
    if (!status) {
        fprintf(c->out, "saisie overview%s%s\n\n", *workspace_marking(w) ? " · " : "",
                workspace_marking(w));
        if (*o->as_of)
            print_sections(c, o, frame_find_field(w->frame, "date") != NULL);
        fprintf(c->out, "%s\n", call_note(c, w, NULL));
    }
    overview_free(&o);
    workspace_close(&w);
    return status;
}

const struct command command_overview = {
    .name = "overview",
    .arguments = "",
    .summary = "what one wants to see first: this year, movers, silence, hauls",
    .details = "  saisie overview\n  saisie overview --where section:drugs\n",
    .options = TAKES(OPTION_WHERE),
    .run = run,
};
