/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sparklines of the rows of a cross-tab: the same rows are asked again by period, and Others by
 * the sentence that opens it. */
#include "analysis/crosstab_sparks.h"
#include "analysis/span.h"
#include "analysis/trend.h"

#include <string.h>

#define LEVELS 8
#define FEW_PERIODS 6 /* fewer quarters: months say more */

/* What is known while the levels are made. */
struct sparking {
    struct frame *frame;
    const struct crosstab *of; /* the table */
    struct crosstab *by;       /* its rows by period */
    struct crosstab_sparks *out;
    size_t first; /* column of by that is the first period shown */
};

/* ---- the table by period */

static enum status ask(struct frame *f, const struct filter *filter,
                       const struct bitmap *selection, const struct crosstab *like,
                       const char *grain, bool rows, struct crosstab **out, struct error *e)
{
    struct crosstab_question q = {.cols = {grain}, .measure_count = 1, .order = ORDER_NATURAL};
    for (size_t i = 0; rows && i < like->row_axes; i++)
        q.rows[i] = like->rows[i].name;
    q.measures[0].kind = like->shown[0].kind;
    q.mixed = true; /* a curve of one row is no sum to be read off */
    return crosstab_run(f, filter, selection, &q, out, e);
}

/* The measure of by that is the first of the table: of money that of the same group. */
static size_t find_measure(const struct crosstab *of, const struct crosstab *by)
{
    for (size_t m = 0; m < by->measure_count; m++)
        if (by->measure[m].money_group == of->measure[0].money_group)
            return m;
    return by->measure_count;
}

static bool is_period(const struct crosstab *t, size_t c)
{
    return t->col[c].kind == LINE_GROUP &&
           t->cols[0].group[t->col[c].group.group[0]].state == VALUE_VALID;
}

/* The columns of the last periods up to the as-of date: valid ones stand first. */
static void find_periods(struct sparking *s)
{
    size_t n = 0;
    int32_t as_of;
    bool known = span_as_of(s->frame, &as_of);
    while (
        n < s->by->col_count && is_period(s->by, n) &&
        (!known || s->by->cols[0].group[s->by->col[n].group.group[0]].number <= (int64_t)as_of))
        n++;
    s->out->periods = n < CROSSTAB_SPARKS ? n : CROSSTAB_SPARKS;
    s->first = n - s->out->periods;
}

/* ---- rows */

static bool same_row(const struct crosstab *t, const struct crosstab_line *a,
                     const struct crosstab_line *b)
{
    if (a->kind != b->kind)
        return false;
    size_t axes = a->kind == LINE_SUBTOTAL ? 1 : a->kind == LINE_GROUP ? t->row_axes : 0;
    for (size_t i = 0; i < axes; i++)
        if (a->group.group[i] != b->group.group[i])
            return false;
    return true;
}

/* Where the rows of by stand in display order, so do their groups: found by halving. */
static int compare_rows(const struct crosstab *t, const struct crosstab_line *a,
                        const struct crosstab_line *b)
{
    if (a->group.group[0] != b->group.group[0])
        return a->group.group[0] < b->group.group[0] ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind == LINE_SUBTOTAL ? -1 : 1;
    if (t->row_axes == 2 && a->kind == LINE_GROUP && a->group.group[1] != b->group.group[1])
        return a->group.group[1] < b->group.group[1] ? -1 : 1;
    return 0;
}

/* The row of by that is row r of the table; row_count: it has none. */
static size_t find_row(const struct sparking *s, size_t r)
{
    const struct crosstab_line *row = &s->of->row[r];
    size_t low = 0, high = s->by->row_count - 1; /* without the total */
    if (row->kind == LINE_TOTAL)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_rows(s->of, &s->by->row[middle], row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1 < s->by->row_count && same_row(s->of, &s->by->row[low], row)
               ? low
               : s->by->row_count;
}

/* ---- levels */

/* The columns of table t that are the periods shown; SIZE_MAX: it has no such. */
static void match_periods(const struct sparking *s, const struct crosstab *t,
                          size_t column[CROSSTAB_SPARKS])
{
    size_t c = 0;
    for (size_t i = 0; i < s->out->periods; i++) {
        const char *code = s->by->col[s->first + i].code;
        while (c + 1 < t->col_count && strcmp(t->col[c].code, code) < 0)
            c++; /* codes of periods stand in their own order */
        bool is = c + 1 < t->col_count && !strcmp(t->col[c].code, code);
        column[i] = is ? c : SIZE_MAX;
    }
}

static double number_at(const struct crosstab *t, size_t m, size_t r, size_t c)
{
    return c == SIZE_MAX ? 0 : crosstab_at(t, m, r, c)->number;
}

/* Row `from` of table t becomes the levels of row r. */
static void make_levels(struct sparking *s, const struct crosstab *t, size_t m, size_t from,
                        const size_t column[CROSSTAB_SPARKS], size_t r)
{
    uint8_t *level = s->out->level + r * s->out->periods;
    double top = 0;
    for (size_t i = 0; i < s->out->periods; i++) {
        double n = number_at(t, m, from, column[i]);
        top = n > top ? n : top;
    }
    for (size_t i = 0; i < s->out->periods; i++) {
        double n = number_at(t, m, from, column[i]);
        int at = top > 0 ? 1 + (int)(n / top * (LEVELS - 1) - 0.5) : 0;
        at = at < 1 ? 1 : at > LEVELS - 1 ? LEVELS - 1 : at;
        level[i] = (uint8_t)(n > 0 ? at : 0);
    }
}

/* What holds of a period whatever the row: gaps, and what late lines can still change. */
static enum status mark_periods(struct sparking *s, struct error *e)
{
    struct crosstab_question q = {
        .cols = {s->out->grain}, .measures = {{.kind = MEASURE_SEIZURES}}, .measure_count = 1};
    struct crosstab *all = NULL;
    enum status status = crosstab_run(s->frame, NULL, frame_current(s->frame), &q, &all, e);
    if (status)
        return status;
    size_t column[CROSSTAB_SPARKS];
    match_periods(s, all, column);
    for (size_t i = 0; i < s->out->periods; i++)
        for (size_t r = 0; r < s->of->row_count; r++) {
            uint8_t *level = &s->out->level[r * s->out->periods + i];
            if (number_at(all, 0, all->row_count - 1, column[i]) <= 0)
                *level = SPARK_GAP;
            if (s->by->col[s->first + i].provisional)
                *level |= SPARK_PROVISIONAL;
        }
    crosstab_free(&all);
    return STATUS_OK;
}

/* Others by period: the lines that its own sentence takes. */
static enum status spark_others(struct sparking *s, size_t r, struct error *e)
{
    struct arena a = {0};
    struct bitmap lines = {0};
    struct filter_outcome outcome;
    const struct filter *filter = NULL;
    struct crosstab *t = NULL;
    const char *sentence = crosstab_open(s->frame, s->of, 0, r, s->of->col_count - 1, &a);
    enum status status =
        sentence ? filter_parse(s->frame, sentence, &a, &filter, e) : error_no_memory(e);
    if (!status)
        status = filter_select(s->frame, filter, &lines, &outcome, e);
    if (!status)
        status = ask(s->frame, filter, &lines, s->of, s->out->grain, false, &t, e);
    size_t m = status ? 0 : find_measure(s->of, t);
    if (!status && m < t->measure_count) {
        size_t column[CROSSTAB_SPARKS];
        match_periods(s, t, column);
        make_levels(s, t, m, t->row_count - 1, column, r);
    }
    crosstab_free(&t);
    bitmap_free(&lines);
    arena_free(&a);
    return status;
}

static enum status make_all(struct sparking *s, struct error *e)
{
    size_t m = find_measure(s->of, s->by), column[CROSSTAB_SPARKS];
    enum status status = STATUS_OK;
    s->out->level = arena_zero(&s->out->arena, s->of->row_count * s->out->periods + 1, 1);
    if (!s->out->level)
        return error_no_memory(e);
    match_periods(s, s->by, column);
    for (size_t r = 0; !status && m < s->by->measure_count && r < s->of->row_count; r++) {
        size_t from = find_row(s, r);
        if (s->of->row[r].kind == LINE_OTHERS)
            status = spark_others(s, r, e);
        else if (from < s->by->row_count)
            make_levels(s, s->by, m, from, column, r);
    }
    if (!status && s->out->periods) {
        s->out->first = arena_string(&s->out->arena, s->by->col[s->first].label);
        s->out->last =
            arena_string(&s->out->arena, s->by->col[s->first + s->out->periods - 1].label);
        status = s->out->first && s->out->last ? mark_periods(s, e) : error_no_memory(e);
    }
    return status;
}

enum status crosstab_sparks(struct frame *f, const struct filter *filter,
                            const struct bitmap *selection, const struct crosstab *t,
                            struct crosstab_sparks *out, struct error *e)
{
    static const char *const grains[] = {"quarter", "month"};
    struct sparking s = {.frame = f, .of = t, .out = out};
    enum status status = STATUS_OK;
    *out = (struct crosstab_sparks){0};
    if (!frame_find_field(f, "date") || !t->measure_count)
        return STATUS_OK;
    for (size_t g = 0; !status && out->periods < FEW_PERIODS && g < 2; g++) {
        crosstab_free(&s.by);
        out->grain = grains[g];
        status = ask(f, filter, selection, t, grains[g], true, &s.by, e);
        if (!status)
            find_periods(&s);
    }
    if (!status)
        status = make_all(&s, e);
    crosstab_free(&s.by);
    if (status)
        crosstab_sparks_free(out);
    return status;
}

void crosstab_sparks_free(struct crosstab_sparks *s)
{
    arena_free(&s->arena);
    *s = (struct crosstab_sparks){0};
}
