/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes under a cross-tab, and which of its periods late lines can still come to. */
#include "analysis/crosstab_private.h"
#include "analysis/notes.h"
#include "analysis/siblings.h"
#include "analysis/silent.h"
#include "analysis/span.h"

#include <string.h>

#define DATE_FIELD "date"

/* ---- provisional periods */

/* The axis of a line's period of the date of seizure; NULL: it has none. */
static const struct axis *period_axis(const struct crosstab_side *s,
                                      const struct crosstab_line *l, uint32_t *group)
{
    size_t levels = l->kind == LINE_GROUP ? s->axes : l->kind == LINE_SUBTOTAL ? 1 : 0;
    for (size_t i = levels; i-- > 0;)
        if (s->axis[i].time && !strcmp(s->axis[i].column->name, DATE_FIELD)) {
            *group = l->group.group[i];
            return &s->axis[i];
        }
    return NULL;
}

static bool any_period(const struct crosstab_run *x)
{
    for (int s = 0; s < SIDES; s++)
        for (size_t i = 0; i < x->side[s].axes; i++)
            if (x->side[s].axis[i].time && !strcmp(x->side[s].axis[i].column->name, DATE_FIELD))
                return true;
    return false;
}

enum status crosstab_mark_provisional(struct crosstab_run *x, struct error *e)
{
    int32_t as_of;
    if (!any_period(x) || !span_as_of(x->frame, &as_of))
        return STATUS_OK;
    enum status status = span_usual_delay(x->frame, &x->delay, e);
    if (status)
        return status;
    for (int s = 0; s < SIDES; s++)
        for (size_t i = 0; i < x->side[s].count; i++) {
            struct crosstab_line *l = &x->side[s].line[i];
            uint32_t group = 0;
            const struct axis *axis = period_axis(&x->side[s], l, &group);
            if (!axis || axis->group[group].state != VALUE_VALID)
                continue;
            int32_t start = (int32_t)axis->group[group].number;
            int32_t next = date_period_start(date_period(start, axis->grain) + 1, axis->grain);
            l->provisional = next - 1 + (x->delay > 0 ? x->delay : 0) > as_of;
            if (l->provisional && (!x->provisional || start < x->provisional_day)) {
                x->provisional = axis->group[group].label;
                x->provisional_day = start;
            }
        }
    return STATUS_OK;
}

/* ---- notes */

#define NOTES_MOST 64

/* Lines parted by '\n', and the mark that each explains. */
struct notes {
    struct buffer text;
    unsigned mark[NOTES_MOST];
    size_t count;
};

/* Ends the line that was written into text. */
static void end_note(struct notes *n, unsigned mark)
{
    buffer_addc(&n->text, '\n');
    if (n->count < NOTES_MOST)
        n->mark[n->count++] = mark;
}

static void add_note(struct notes *n, const char *text, unsigned mark)
{
    buffer_adds(&n->text, text);
    end_note(n, mark);
}

static void add_number(struct notes *n, uint64_t number)
{
    char text[64];
    fixed_format((int128)number, 0, 0, ',', text);
    buffer_adds(&n->text, text);
}

/* Which mark a line of notes_pivot explains. */
static unsigned mark_of(const char *line, size_t len)
{
    static const struct {
        const char *has;
        unsigned mark;
    } kinds[] = {{"all: distinct", MARK_OVERLAP},
                 {" overlap: a record", MARK_OVERLAP},
                 {"value: by currency", MARK_PARTIAL},
                 {" left out (", MARK_PARTIAL}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (memmem(line, len, kinds[i].has, strlen(kinds[i].has)))
            return kinds[i].mark;
    return 0;
}

static void note_pivot(const struct crosstab_run *x, struct notes *n)
{
    struct buffer b = {0};
    notes_pivot(x->own.p[VIEW_FULL][VIEW_FULL], &b);
    for (const char *at = buffer_text(&b); *at;) {
        size_t len = strcspn(at, "\n");
        buffer_add(&n->text, at, len);
        end_note(n, mark_of(at, len));
        at += len + (at[len] == '\n');
    }
    n->text.failed |= b.failed;
    buffer_free(&b);
}

static unsigned marks_of(const struct crosstab *t)
{
    unsigned marks = 0;
    for (size_t i = 0; i < t->measure_count * t->row_count * t->col_count; i++)
        marks |= t->value[i].marks;
    return marks;
}

static void note_marks(const struct crosstab_run *x, struct notes *n)
{
    static const struct {
        unsigned mark;
        const char *text;
    } notes[] = {
        {MARK_MIXED, "mixed: several streams are not added up, as their amounts are not alike; "
                     "filter one, or add them all the same (A, --mixed)"},
        {MARK_LARGEST, "largest: one line is more than half of what is marked so"},
    };
    unsigned marks = marks_of(x->t);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (marks & notes[i].mark)
            add_note(n, notes[i].text, notes[i].mark);
}

/* ---- notes on what is shown */

static bool shows(const struct crosstab *t, enum crosstab_show show)
{
    for (size_t m = 0; m < t->measure_count; m++)
        if (t->shown[m].show == show)
            return true;
    return false;
}

/* Shares of a side on which a line stands several times are none. */
static void note_no_shares(const struct crosstab_run *x, struct notes *n)
{
    const struct crosstab *t = x->t;
    bool rows = crosstab_overlaps(x, SIDE_ROWS), cols = crosstab_overlaps(x, SIDE_COLS);
    bool all = (rows || cols) && shows(t, SHOW_SHARE);
    if (all || (cols && shows(t, SHOW_ROW_SHARE)) || (rows && shows(t, SHOW_COLUMN_SHARE)))
        add_note(n,
                 "no shares where a record counts in several: they would add to more than all",
                 MARK_NOTHING);
}

/* Of things that stand in several places, expected counts are none. */
static void note_no_expectation(const struct crosstab_run *x, struct notes *n)
{
    const struct crosstab *t = x->t;
    bool lines = crosstab_overlaps(x, SIDE_ROWS) || crosstab_overlaps(x, SIDE_COLS);
    for (size_t m = 0; m < t->measure_count; m++) {
        enum crosstab_show show = t->shown[m].show;
        bool distinct = crosstab_distinct_overlap(x, SIDE_ROWS, m) ||
                        crosstab_distinct_overlap(x, SIDE_COLS, m);
        if ((show != SHOW_LIFT && show != SHOW_EXPECTED && show != SHOW_RESIDUAL) ||
            !(lines || distinct))
            continue;
        buffer_addf(&n->text, "no expected %s: some stand in several rows or columns%s",
                    measure_name(t->measure[m].kind), lines ? "" : "; seizures do not");
        end_note(n, MARK_NOTHING);
        return;
    }
}

/* Shares of distinct things add to more than all. */
static void note_distinct_shares(const struct crosstab_run *x, struct notes *n)
{
    const struct crosstab *t = x->t;
    for (size_t m = 0; m < t->measure_count; m++) {
        enum crosstab_show show = t->shown[m].show;
        bool rows = show == SHOW_COLUMN_SHARE || show == SHOW_SHARE,
             cols = show == SHOW_ROW_SHARE || show == SHOW_SHARE;
        if ((!rows || !crosstab_distinct_overlap(x, SIDE_ROWS, m)) &&
            (!cols || !crosstab_distinct_overlap(x, SIDE_COLS, m)))
            continue;
        buffer_addf(&n->text,
                    "shares of %s: the part that has it; they add to more than 100 %%",
                    measure_name(t->measure[m].kind));
        end_note(n, 0);
        return;
    }
}

static void note_asked(const struct crosstab_run *x, struct notes *n)
{
    if (!x->never_asked)
        return;
    buffer_adds(&n->text, "shares without ");
    add_number(n, x->never_asked);
    buffer_addf(&n->text, " %s of simplified reports, which do not ask for ",
                x->never_asked == 1 ? "line" : "lines");
    const char *comma = "";
    for (int s = 0; s < SIDES; s++)
        for (size_t i = 0; i < x->side[s].axes; i++) {
            const struct column *column = x->side[s].axis[i].column;
            if (column->field && column->field->long_form) {
                buffer_addf(&n->text, "%s%s", comma, column->name);
                comma = ", ";
            }
        }
    end_note(n, 0);
}

static void note_running(const struct crosstab_run *x, struct notes *n)
{
    for (size_t m = 0; m < x->t->measure_count; m++)
        if (x->t->shown[m].show == SHOW_RUNNING && measure_is_distinct(&x->t->measure[m])) {
            buffer_addf(&n->text, "running: the distinct %s up to there, which are never added",
                        measure_name(x->t->measure[m].kind));
            end_note(n, 0);
            return;
        }
}

static void note_index(const struct crosstab_run *x, struct notes *n)
{
    int side;
    size_t axis;
    if (!shows(x->t, SHOW_INDEX))
        return;
    char text[16];
    if (!crosstab_time_axis(x, &side, &axis)) {
        add_note(n, "no index: there are no periods", MARK_NOTHING);
        return;
    }
    date_period_format(crosstab_first_whole(x, x->side[side].axis[axis].grain),
                       x->side[side].axis[axis].grain, text);
    buffer_addf(&n->text, "index: %s is 100, the first period that the data cover whole", text);
    end_note(n, 0);
}

/* ---- notes on changes */

static void add_span_text(struct notes *n, struct span span)
{
    char from[16], to[16];
    date_format((struct date){span.from, DATE_DAY}, from);
    date_format((struct date){span.to, DATE_DAY}, to);
    buffer_addf(&n->text, "%s to %s", from, to);
}

/* Which days of a period that is not over meet which. */
static void note_cut(const struct crosstab_run *x, struct notes *n)
{
    int side;
    size_t axis;
    char text[16];
    if (!(marks_of(x->t) & MARK_CUT) || !crosstab_time_axis(x, &side, &axis))
        return;
    for (size_t i = 0; i < x->side[side].axes; i++)
        for (int back = 0; back < BACKS; back++) {
            const struct crosstab_cut *cut = &x->periods.cut[i];
            if (!cut->any || !cut->now_set[back])
                continue;
            date_period_format(cut->period, x->side[side].axis[i].grain, text);
            buffer_addf(&n->text, "change in %s: ", text);
            add_span_text(n, cut->now[back]);
            buffer_adds(&n->text, " against ");
            add_span_text(n, cut->before[back]);
            end_note(n, MARK_CUT);
        }
    if (x->periods.coarse) {
        add_number(n, x->periods.coarse);
        buffer_adds(&n->text,
                    x->periods.coarse == 1
                        ? " line is not in it: its date is too coarse for these days"
                        : " lines are not in it: their dates are too coarse for these "
                          "days");
        end_note(n, 0);
    }
}

/* Which periods the change of a total is on. */
static void note_last_change(const struct crosstab_run *x, size_t m, struct notes *n)
{
    static const char *const grains[] = {"days", "weeks", "months", "quarters", "years"};
    int side;
    size_t axis;
    char now[16], before[16];
    if (!crosstab_last_change(x, m, now, before) || !crosstab_time_axis(x, &side, &axis))
        return;
    enum date_grain grain = x->side[side].axis[x->side[side].axis[0].time ? 0 : axis].grain;
    buffer_addf(&n->text, "change: %s on %s, last whole %s%s", now, before, grains[grain],
                x->delay >= 0 ? " beyond usual delay" : "; how late lines come is not known");
    end_note(n, 0);
}

/* What stands in a percentage's place, and by what rows stand that are sorted by evidence. */
static void note_words(const struct crosstab_run *x, struct notes *n)
{
    unsigned marks = 0;
    for (size_t m = 0; m < x->t->measure_count; m++)
        for (size_t i = 0; i < x->t->row_count * x->t->col_count; i++)
            if (crosstab_is_change(x->t->shown[m].show) && !x->t->aside[m])
                marks |= x->t->value[m * x->t->row_count * x->t->col_count + i].marks;
    if (marks & MARK_FEW)
        add_note(n, "few: less than 5 before, of which a percentage says nothing", 0);
    if (x->q->order == ORDER_EVIDENCE)
        add_note(n,
                 "by evidence: rises first, those least likely by chance on top; below 5 last",
                 0);
}

static void note_changes(const struct crosstab_run *x, struct notes *n)
{
    bool told = false;
    for (size_t m = 0; m < x->t->measure_count && !told; m++) {
        if (!crosstab_is_change(x->t->shown[m].show))
            continue;
        if (!x->t->aside[m] && !x->periods.changes) {
            buffer_addf(&n->text, "no change: %s",
                        x->periods.none ? x->periods.none : "no line has a date");
            end_note(n, MARK_NOTHING);
        }
        note_cut(x, n);
        note_last_change(x, m, n);
        note_words(x, n);
        told = true;
    }
}

static void note_provisional(const struct crosstab_run *x, struct notes *n)
{
    if (!x->provisional)
        return;
    if (x->delay >= 0)
        buffer_addf(&n->text, "provisional from %s: 9 of 10 lines are entered within %d days",
                    x->provisional, x->delay);
    else
        buffer_addf(&n->text,
                    "%s is not over at the as-of date; how late lines arrive is not known",
                    x->provisional);
    end_note(n, MARK_PROVISIONAL);
}

static enum status keep_notes(struct crosstab *t, const struct notes *n, struct error *e)
{
    const char **note = arena_zero(&t->arena, n->count + 1, sizeof *note);
    unsigned *mark = arena_zero(&t->arena, n->count + 1, sizeof *mark);
    if (!note || !mark || n->text.failed)
        return error_no_memory(e);
    const char *at = n->text.data;
    for (size_t i = 0; i < n->count; i++) {
        size_t len = strcspn(at, "\n");
        note[i] = arena_copy(&t->arena, at, len);
        mark[i] = n->mark[i];
        if (!note[i])
            return error_no_memory(e);
        at += len + 1;
    }
    t->note = note;
    t->note_mark = mark;
    t->notes = n->count;
    return STATUS_OK;
}

/* What goes by nearly the same name and the filter leaves out. */
static enum status note_siblings(const struct crosstab_run *x, struct notes *out,
                                 struct error *e)
{
    struct arena a = {0};
    struct buffer text = {0};
    struct siblings s;
    enum status status = siblings_find(x->frame, x->filter, x->selection, &a, &s, e);
    if (!status)
        siblings_note(&s, &text);
    if (text.len)
        add_note(out, buffer_text(&text), 0);
    buffer_free(&text);
    arena_free(&a);
    return status;
}

/* Who is silent in the last periods that are shown, unless the filter chose the reporters. */
static enum status note_silent(const struct crosstab_run *x, struct notes *out, struct error *e)
{
    int side;
    size_t axis;
    int32_t last = INT32_MIN, period;
    if (!crosstab_time_axis(x, &side, &axis) ||
        strcmp(x->side[side].axis[axis].column->name, "date") ||
        (x->filter && filter_rests_on(x->filter, "reporter")))
        return STATUS_OK;
    for (size_t i = 0; i < x->side[side].count; i++) {
        size_t level;
        const struct axis *of = crosstab_period_axis(x, &x->side[side].line[i], &level);
        if (of && crosstab_period_of(x, &x->side[side].line[i], &period)) {
            int32_t day = date_period_start(period + 1, of->grain) - 1;
            last = day > last ? day : last;
        }
    }
    if (last == INT32_MIN)
        return STATUS_OK;
    struct buffer text = {0};
    enum status status = silent_note(x->frame, last, &text, e);
    if (text.len)
        add_note(out, buffer_text(&text), 0);
    buffer_free(&text);
    return status;
}

enum status crosstab_make_notes(struct crosstab_run *x, struct error *e)
{
    struct notes n = {0};
    enum status status = note_siblings(x, &n, e);
    note_no_shares(x, &n);
    note_no_expectation(x, &n);
    note_distinct_shares(x, &n);
    note_asked(x, &n);
    note_running(x, &n);
    note_index(x, &n);
    note_changes(x, &n);
    note_pivot(x, &n);
    note_marks(x, &n);
    if (x->q->measure_count && !x->t->measure_count)
        add_note(&n, "value: no line here has one", 0);
    note_provisional(x, &n);
    if (!status)
        status = note_silent(x, &n, e);
    if (!status)
        status = keep_notes(x->t, &n, e);
    buffer_free(&n.text);
    return status;
}
