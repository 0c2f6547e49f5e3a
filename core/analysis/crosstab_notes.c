/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes under a cross-tab, and which of its periods late lines can still come to. */
#include "analysis/crosstab_private.h"
#include "analysis/notes.h"
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

static void new_line(struct buffer *out)
{
    if (out->len)
        buffer_addc(out, '\n');
}

static void note_provisional(const struct crosstab_run *x, struct buffer *out)
{
    if (!x->provisional)
        return;
    new_line(out);
    if (x->delay >= 0)
        buffer_addf(out, "provisional from %s: 9 of 10 lines are entered within %d days",
                    x->provisional, x->delay);
    else
        buffer_addf(out, "%s is not over at the as-of date; how late lines arrive is not known",
                    x->provisional);
}

/* A text of lines parted by '\n' as an array of them. */
static enum status part_notes(struct crosstab *t, const char *text, struct error *e)
{
    size_t lines = 1;
    for (const char *p = text; *p; p++)
        lines += *p == '\n';
    const char **note = arena_zero(&t->arena, lines, sizeof *note);
    if (!note)
        return error_no_memory(e);
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (!(note[t->notes++] = arena_copy(&t->arena, text, n)))
            return error_no_memory(e);
        text += n + (text[n] == '\n');
    }
    t->note = note;
    return STATUS_OK;
}

enum status crosstab_make_notes(struct crosstab_run *x, struct error *e)
{
    struct buffer notes = {0};
    notes_pivot(x->own.p[VIEW_FULL][VIEW_FULL], &notes);
    if (x->q->measure_count && !x->t->measure_count) {
        new_line(&notes);
        buffer_adds(&notes, "value: no line here has one");
    }
    note_provisional(x, &notes);
    enum status status =
        notes.failed ? error_no_memory(e) : part_notes(x->t, buffer_text(&notes), e);
    buffer_free(&notes);
    return status;
}
