/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who reported month by month and does no more. */
#include "analysis/silent.h"
#include "analysis/pivot.h"
#include "analysis/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A reporter with at least this many active months in the year before its silence is a usual
 * one; so many complete months without a line are a silence (rule Q20). */
#define USUAL_MONTHS 6
#define SILENT_MONTHS 3
#define MOST_TOLD 3
#define KEPT "silent reporters"

static int compare_silent(const void *a, const void *b)
{
    const struct overview_silent *x = a, *y = b;
    return (x->usual < y->usual) - (x->usual > y->usual);
}

/* One reporter's row of the reporter x month table; known: the last complete month. */
static bool is_silent(const struct pivot *p, size_t row, int32_t known,
                      struct overview_silent *out, int32_t *last_month)
{
    uint32_t active = 0, lines = 0;
    *last_month = INT32_MIN;
    for (size_t c = 0; c < p->col_count; c++) {
        const struct value *v = &p->cols[0].group[p->col[c].group[0]];
        uint32_t n = pivot_at(p, 0, row, c)->lines;
        if (v->state != VALUE_VALID || n == 0)
            continue;
        int32_t month = date_period((int32_t)v->number, GRAIN_MONTH);
        *last_month = month > *last_month ? month : *last_month;
        if (month > known - SILENT_MONTHS - 12 && month <= known - SILENT_MONTHS) {
            active++;
            lines += n;
        }
    }
    if (active < USUAL_MONTHS || *last_month > known - SILENT_MONTHS)
        return false;
    out->months = (uint32_t)(known - *last_month);
    out->usual = lines / 12.0;
    return true;
}

static enum status take_rows(const struct pivot *p, int32_t known, struct arena *a,
                             struct overview_silent **out, size_t *count, struct error *e)
{
    struct overview_silent *list = arena_zero(a, p->row_count + 1, sizeof *list);
    if (!list)
        return error_no_memory(e);
    for (size_t row = 0; row < p->row_count; row++) {
        const struct value *v = &p->rows[0].group[p->row[row].group[0]];
        struct overview_silent s = {0};
        int32_t month;
        if (v->state != VALUE_VALID || !is_silent(p, row, known, &s, &month))
            continue;
        char text[16];
        date_period_format(month, GRAIN_MONTH, text);
        s.code = arena_string(a, v->code);
        s.label = arena_string(a, v->label);
        s.last = arena_string(a, text);
        if (!s.code || !s.label || !s.last)
            return error_no_memory(e);
        list[(*count)++] = s;
    }
    qsort(list, *count, sizeof *list, compare_silent);
    *out = list;
    return STATUS_OK;
}

enum status silent_find(struct frame *f, struct arena *a, struct overview_silent **out,
                        size_t *count, struct error *e)
{
    struct pivot_question q = {.rows = {"reporter"},
                               .cols = {"month"},
                               .measures = {MEASURE_SEIZURES},
                               .measure_count = 1};
    struct pivot *p;
    int32_t as_of;
    *out = NULL;
    *count = 0;
    if (!span_as_of(f, &as_of))
        return STATUS_OK;
    enum status status = pivot_run(f, frame_current(f), &q, &p, e);
    if (status)
        return status;
    int32_t known = date_period(as_of + 1, GRAIN_MONTH) - 1; /* the last complete month */
    status = take_rows(p, known, a, out, count, e);
    pivot_free(&p);
    return status;
}

/* ---- the note */

/* What is remembered of them. */
struct silent {
    size_t count;
    struct {
        char label[48];
        int32_t since; /* the first month without a line */
    } reporter[];
};

static enum status remember(struct frame *f, struct arena *a, const struct silent **out,
                            struct error *e)
{
    struct overview_silent *list;
    size_t count;
    if ((*out = frame_kept(f, KEPT)))
        return STATUS_OK;
    enum status status = silent_find(f, a, &list, &count, e);
    if (status)
        return status;
    struct silent *s = frame_keep(f, KEPT, sizeof *s + count * sizeof *s->reporter);
    if (!s && !(s = arena_zero(a, 1, sizeof *s + count * sizeof *s->reporter)))
        return error_no_memory(e);
    s->count = count;
    for (size_t i = 0; i < count; i++) {
        int year = 0, month = 0;
        sscanf(list[i].last, "%d-%d", &year, &month);
        snprintf(s->reporter[i].label, sizeof s->reporter[i].label, "%s", list[i].label);
        s->reporter[i].since =
            date_period(date_from_civil(year, month ? month : 1, 1), GRAIN_MONTH) + 1;
    }
    *out = s;
    return STATUS_OK;
}

enum status silent_note(struct frame *f, int32_t day, struct buffer *out, struct error *e)
{
    struct arena a = {0};
    const struct silent *s = NULL;
    int32_t month = date_period(day, GRAIN_MONTH);
    size_t told = 0, more = 0;
    enum status status = frame_find_field(f, "reporter") ? remember(f, &a, &s, e) : STATUS_OK;
    for (size_t i = 0; !status && s && i < s->count; i++) {
        char since[16];
        if (s->reporter[i].since > month)
            continue;
        if (told == MOST_TOLD) {
            more++;
            continue;
        }
        date_period_format(s->reporter[i].since, GRAIN_MONTH, since);
        buffer_addf(out, "%s%s since %s", told++ ? ", " : "silent: ", s->reporter[i].label,
                    since);
    }
    if (more)
        buffer_addf(out, " and %zu more", more);
    arena_free(&a);
    return status;
}
