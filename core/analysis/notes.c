/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes under an answer. */
#include "analysis/notes.h"

#include <string.h>

static void new_line(struct buffer *out)
{
    if (out->len)
        buffer_addc(out, '\n');
}

static void add_number(struct buffer *out, uint64_t n)
{
    char text[64];
    fixed_format((int128)n, 0, 0, ',', text);
    buffer_adds(out, text);
}

const char *notes_measure(const struct measure *m, struct buffer *b)
{
    buffer_clear(b);
    if (measure_is_distinct(m))
        buffer_addf(b, "%s (distinct)", m->name);
    else if (measure_is_count(m) || m->kind == MEASURE_PIECES || m->kind == MEASURE_VALUE)
        buffer_adds(b, m->name);
    else
        buffer_addf(b, "%s, %s", m->name, m->unit);
    return buffer_text(b);
}

void notes_left_out(const struct measure *m, const struct left_out *l, struct buffer *out)
{
    static const char *const reasons[AMOUNT_STATES] = {
        [AMOUNT_BLANK] = "without an amount",
        [AMOUNT_INVALID] = "not understood",
        [AMOUNT_OTHER_UNIT] = "in another unit",
        [AMOUNT_PACKAGE] = "in packages of unknown content",
        [AMOUNT_CURRENCY] = "currency not told in", /* the number behind it */
    };
    uint64_t all = (uint64_t)l->without_case + l->without_reporter;
    for (int s = AMOUNT_COUNTED + 1; s < AMOUNT_STATES; s++)
        all += l->by_state[s];
    if (!all)
        return;
    new_line(out);
    buffer_addf(out, "%s: ", m->name);
    add_number(out, all);
    if (l->without_case) {
        buffer_adds(out, all == 1 ? " line of no case left out" : " lines of no case left out");
        return;
    }
    if (l->without_reporter) {
        buffer_adds(out, all == 1 ? " line of no known reporter left out"
                                  : " lines of no known reporter left out");
        return;
    }
    buffer_adds(out, all == 1 ? " line left out (" : " lines left out (");
    const char *comma = "";
    for (int s = AMOUNT_COUNTED + 1; s < AMOUNT_STATES; s++) {
        if (!l->by_state[s])
            continue;
        buffer_adds(out, comma);
        if (s == AMOUNT_CURRENCY) {
            buffer_addf(out, "%s ", reasons[s]);
            add_number(out, l->by_state[s]);
        } else {
            add_number(out, l->by_state[s]);
            buffer_addf(out, " %s", reasons[s]);
        }
        comma = ", ";
    }
    buffer_addc(out, ')');
}

void notes_through(const struct measure *m, const struct left_out *l, struct buffer *out)
{
    for (size_t i = 0; i < l->through_count; i++) {
        const struct through *t = &l->through[i];
        if (i == 0) {
            new_line(out);
            buffer_addf(out, "%s: ", m->name);
        } else {
            buffer_adds(out, ", ");
        }
        add_number(out, t->lines);
        buffer_adds(out, i ? "" : t->lines == 1 ? " line" : " lines");
        if (t->rule)
            buffer_addf(out, " through rule %s (%s each)", t->rule->name, t->rule->amount);
        else
            buffer_adds(out, " through other rules");
    }
}

/* How much the rows (columns) add up to beyond the distinct total. */
static void note_distinct_overlap(const struct pivot *p, size_t m, struct buffer *out)
{
    int128 rows = 0, cols = 0, all = pivot_at(p, m, p->row_count, p->col_count)->value;
    for (size_t r = 0; r < p->row_count; r++)
        rows += pivot_at(p, m, r, p->col_count)->value;
    for (size_t c = 0; c < p->col_count; c++)
        cols += pivot_at(p, m, p->row_count, c)->value;
    if (rows <= all && cols <= all)
        return;
    new_line(out);
    buffer_addf(out, "all: distinct %s; ", p->measure[m].name);
    if (rows > all) {
        buffer_adds(out, "rows add to ");
        add_number(out, (uint64_t)(rows - all));
    }
    if (cols > all) {
        buffer_adds(out, rows > all ? ", columns to " : "columns add to ");
        add_number(out, (uint64_t)(cols - all));
    }
    buffer_adds(out, " more: some in several");
}

static void note_overlap(const struct pivot *p, struct buffer *out)
{
    const struct {
        bool overlap;
        const struct axis *axes;
        size_t count;
        const char *side;
    } sides[] = {{p->rows_overlap, p->rows, p->row_axes, "rows"},
                 {p->cols_overlap, p->cols, p->col_axes, "columns"}};
    for (size_t s = 0; s < 2; s++) {
        if (!sides[s].overlap)
            continue;
        for (size_t i = 0; i < sides[s].count; i++)
            if (sides[s].axes[i].several) {
                new_line(out);
                buffer_addf(out,
                            "%s overlap: a record with several values of %s counts in each",
                            sides[s].side, sides[s].axes[i].name);
            }
    }
}

/* Currencies and kinds are measures side by side, so what one leaves out another has: told once
 * for all. */
static void note_money(const struct left_out *l, struct buffer *out)
{
    struct measure value = measure_of(MEASURE_VALUE);
    struct left_out rest = *l;
    rest.by_state[AMOUNT_OTHER_UNIT] = 0;
    new_line(out);
    buffer_adds(
        out,
        "value: by currency and kind, never added up; what has another or none is left out");
    notes_left_out(&value, &rest, out);
}

static void note_coarse(uint32_t lines, struct buffer *out)
{
    new_line(out);
    add_number(out, lines);
    buffer_adds(out, lines == 1
                         ? " line left out: its date is too coarse for these periods"
                         : " lines left out: their dates are too coarse for these periods");
}

void notes_no_group(const struct axis *axes, size_t count, uint32_t lines, struct buffer *out)
{
    const struct axis *of = NULL;
    for (size_t i = 0; i < count; i++)
        of = axes[i].none && (!of || !of->none) ? &axes[i] : of;
    if (!lines)
        return;
    if (!of) {
        note_coarse(lines, out);
        return;
    }
    new_line(out);
    add_number(out, lines);
    buffer_addf(out, " %s left out of %s: %s", lines == 1 ? "line" : "lines", of->name,
                of->none);
}

void notes_pivot(const struct pivot *p, struct buffer *out)
{
    note_overlap(p, out);
    bool money_told = false;
    for (size_t m = 0; m < p->measure_count; m++) {
        if (measure_is_distinct(&p->measure[m]))
            note_distinct_overlap(p, m, out);
        notes_through(&p->measure[m], &p->left_out[m], out);
        if (p->measure[m].kind != MEASURE_VALUE)
            notes_left_out(&p->measure[m], &p->left_out[m], out);
        else if (!money_told)
            note_money(&p->left_out[m], out);
        money_told |= p->measure[m].kind == MEASURE_VALUE;
    }
    bool rows = p->no_row > p->no_col;
    notes_no_group(rows ? p->rows : p->cols, rows ? p->row_axes : p->col_axes,
                   rows ? p->no_row : p->no_col, out);
}

void notes_axis(const struct trend *t, struct buffer *out)
{
    char first[16], last[16];
    if (t->periods == 0) {
        buffer_addf(out, "by %s: no line has a date to lay it out", trend_grain_name(t->grain));
        return;
    }
    date_period_format(t->first, t->grain, first);
    date_period_format(t->first + (int32_t)t->periods - 1, t->grain, last);
    buffer_addf(out, "by %s, %s to %s", trend_grain_name(t->grain), first, last);
}

void notes_trend(const struct trend *t, struct buffer *out)
{
    char text[16];
    if (t->usual_delay >= 0 && t->mature < t->periods) {
        new_line(out);
        date_period_format(t->first + (int32_t)t->mature, t->grain, text);
        buffer_addf(out, "provisional from %s: 9 of 10 lines are entered within %d days", text,
                    t->usual_delay);
    } else if (t->usual_delay < 0 && t->complete < t->periods) {
        new_line(out);
        date_period_format(t->first + (int32_t)t->complete, t->grain, text);
        buffer_addf(out, "%s is not over at the as-of date; how late lines arrive is not known",
                    text);
    }
    notes_through(&t->measure, &t->left_out, out);
    notes_left_out(&t->measure, &t->left_out, out);
    if (t->coarse)
        note_coarse(t->coarse, out);
    if (t->has_split)
        notes_no_group(&t->split, 1, t->unsplit, out);
    if (t->undated) {
        new_line(out);
        add_number(out, t->undated);
        buffer_adds(out, t->undated == 1 ? " line left out: it has no usable date"
                                         : " lines left out: they have no usable date");
    }
}
