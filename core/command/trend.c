/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie trend: a measure by period, one series a value of a field. */
#include "analysis/change.h"
#include "analysis/notes.h"
#include "command/command.h"

#include <stdlib.h>
#include <string.h>

#define SPARK_LEVELS 8
#define SPARK_WIDTH 36 /* as many columns as a line of 80 has room for beside the numbers */
#define SERIES_SHOWN 40

struct job {
    struct call *call;
    struct trend *t;
    size_t limit;
    uint32_t *order; /* of the series, largest total first, periods and classes as they stand */
};

static int compare_series(const void *a, const void *b, void *data)
{
    const struct trend *t = data;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (t->has_split && t->split.ordered)
        return (x > y) - (x < y);
    int128 vx = t->series[x].total.value, vy = t->series[y].total.value;
    return vx != vy ? (vx < vy ? 1 : -1) : (x > y) - (x < y);
}

static void spark_text(const struct trend *t, const struct series *s, struct buffer *out)
{
    static const char *const blocks[SPARK_LEVELS] = {"_", "▁", "▂", "▃", "▄", "▅", "▆", "▇"};
    uint8_t level[SPARK_WIDTH];
    size_t shown = t->periods < 10 * SPARK_WIDTH ? t->periods : 10 * SPARK_WIDTH;
    size_t width = shown < SPARK_WIDTH ? shown : SPARK_WIDTH;
    trend_spark(t, s, t->periods - shown, shown, SPARK_LEVELS, 0, level, SPARK_WIDTH);
    for (size_t i = 0; i < width; i++)
        if (level[i] & SPARK_GAP)
            buffer_adds(out, " ");
        else
            buffer_adds(out, level[i] & SPARK_PROVISIONAL ? "▒" : blocks[level[i] & 0x3f]);
}

static const char *series_label(const struct series *s, bool code)
{
    if (s->group.state == VALUE_BLANK)
        return "(blank)";
    if (s->group.state == VALUE_UNKNOWN)
        return "Unknown";
    return code && *s->group.code ? s->group.code : s->group.label;
}

/* ---- a line a series, with sparklines */

static void spark_row(struct job *j, const struct series *s, const char *label,
                      struct table *out)
{
    struct trend *t = j->t;
    struct buffer spark = {0};
    char total[64], last[64], year[64], before[64], change[16];
    spark_text(t, s, &spark);
    change_of_series(t, s, change);
    amount_format(&t->measure, &s->total, false, total);
    amount_format(&t->measure, &s->last, false, last);
    amount_format(&t->measure, &s->year, false, year);
    amount_format(&t->measure, &s->before, false, before);
    const char *cells[] = {label, buffer_text(&spark),         total, last,
                           year,  s->has_before ? before : "", change};
    table_row(out, cells);
    buffer_free(&spark);
}

static const char *span_note(struct job *j)
{
    struct trend *t = j->t;
    struct buffer b = {0}, measure = {0};
    char known[16];
    size_t end = t->mature < t->complete ? t->mature : t->complete;
    buffer_addf(&b, "%s ", notes_measure(&t->measure, &measure));
    notes_axis(t, &b);
    if (end) {
        date_period_format(t->first + (int32_t)end - 1, t->grain, known);
        buffer_addf(&b, "; last: %s; year: ends with it, before: the year before that", known);
    }
    if (t->periods)
        buffer_adds(&b, "; ▒ provisional");
    notes_trend(t, &b);
    const char *text = arena_string(&j->call->arena, buffer_text(&b));
    buffer_free(&b);
    buffer_free(&measure);
    return text;
}

static enum status print_sparks(struct job *j, struct workspace *w, struct error *e)
{
    const struct table_column columns[] = {
        {"series", j->t->has_split ? j->t->split.label : "", false},
        {"trend", "Trend", false},
        {"total", "Total", true},
        {"last", "Last", true},
        {"year", "Year", true},
        {"before", "Before", true},
        {"change", "Change", true}};
    struct table out;
    size_t limit = j->call->option[OPTION_LIMIT] ? j->limit : SERIES_SHOWN;
    call_table(j->call, w, &out, TABLE_TEXT, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < j->t->series_count && i < limit; i++) {
        const struct series *s = &j->t->series[j->order[i]];
        spark_row(j, s, series_label(s, false), &out);
    }
    if (j->t->has_split)
        table_rule(&out);
    spark_row(j, &j->t->all, "all", &out);
    return table_end(&out, call_note(j->call, w, span_note(j)), e);
}

/* ---- a row a period */

static enum status print_periods(struct job *j, struct workspace *w, enum table_format format,
                                 struct error *e)
{
    struct trend *t = j->t;
    /* The table of a terminal has codes and bare digits too: it is what scripts cut. */
    bool plain = table_plain(format) || format == TABLE_TEXT;
    size_t series = t->has_split ? t->series_count : 0;
    series = series < j->limit ? series : j->limit;
    size_t count = 4 + series;
    struct table_column *heads = arena_zero(&j->call->arena, count, sizeof *heads);
    char(*texts)[64] = arena_zero(&j->call->arena, count + 1, sizeof *texts);
    const char **cells = arena_zero(&j->call->arena, count + 1, sizeof *cells);
    if (!heads || !texts || !cells)
        return error_no_memory(e);
    heads[0] = (struct table_column){"period", NULL, false};
    heads[1] = (struct table_column){"state", NULL, false};
    heads[2] = (struct table_column){"reporters", NULL, true};
    heads[3] = (struct table_column){"all", NULL, true};
    for (size_t s = 0; s < series; s++)
        heads[4 + s] =
            (struct table_column){series_label(&t->series[j->order[s]], plain), NULL, true};
    struct table out;
    call_table(j->call, w, &out, format, heads, count);
    for (size_t i = 0; i < t->periods; i++) {
        char period[16];
        date_period_format(t->first + (int32_t)i, t->grain, period);
        cells[0] = period;
        cells[1] = t->lines_all[i] == 0                 ? "gap"
                   : i >= t->mature || i >= t->complete ? "provisional"
                                                        : "";
        snprintf(texts[2], sizeof texts[2], "%u", t->reporters[i]);
        amount_format(&t->measure, &t->all.period[i], plain, texts[3]);
        for (size_t s = 0; s < series; s++)
            amount_format(&t->measure, &t->series[j->order[s]].period[i], plain, texts[4 + s]);
        for (size_t k = 2; k < count; k++)
            cells[k] = t->lines_all[i] == 0 && k > 2 ? "" : texts[k];
        table_row(&out, cells);
    }
    return table_end(&out, call_note(j->call, w, span_note(j)), e);
}

static enum status ask(struct call *c, struct workspace *w, struct trend_question *q,
                       struct job *j, struct error *e)
{
    enum measure_kind kinds[PIVOT_MEASURES];
    size_t count;
    enum status status = call_measures(c, w, kinds, &count, e);
    if (!status && count > 1)
        status = error_set(e, STATUS_MISUSE, "trend takes one measure");
    if (status)
        return status;
    q->measure = kinds[0];
    q->money_group = UINT16_MAX;
    status = trend_run(w->frame, &w->selection, q, &j->t, e);
    if (status)
        return status;
    j->order = malloc((j->t->series_count + 1) * sizeof *j->order);
    if (!j->order)
        return error_no_memory(e);
    for (uint32_t i = 0; i < j->t->series_count; i++)
        j->order[i] = i;
    qsort_r(j->order, j->t->series_count, sizeof *j->order, compare_series, j->t);
    return STATUS_OK;
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    struct job j = {.call = c};
    struct trend_question q = {.grain = GRAIN_MONTH, .split = c->option[OPTION_SPLIT]};
    enum table_format format;
    bool sparks = !c->option[OPTION_FORMAT] || !strcmp(c->option[OPTION_FORMAT], "text");
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_limit(c, &j.limit, e);
    if (!status && c->option[OPTION_BY] && !trend_parse_grain(c->option[OPTION_BY], &q.grain)) {
        error_set(e, STATUS_MISUSE, "there is no period %s", c->option[OPTION_BY]);
        status = error_way_out(e, "day, week, month, quarter and year are the periods");
    }
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = ask(c, w, &q, &j, e);
    if (!status)
        status = sparks ? print_sparks(&j, w, e) : print_periods(&j, w, format, e);
    free(j.order);
    trend_free(&j.t);
    workspace_close(&w);
    return status;
}

const struct command command_trend = {
    .name = "trend",
    .arguments = "",
    .summary = "a measure by period, with sparklines",
    .details =
        "Without --format, or with --format text, one line a series with its sparkline;\n"
        "table, csv and the others give one row a period. Gaps are gaps: periods in which "
        "nobody\n"
        "reported are not zero; periods that late lines can still change are provisional.\n\n"
        "  saisie trend --split product --where section:drugs\n"
        "  saisie trend --by quarter --measure mass --where product:heroin --format csv\n",
    .options = TAKES(OPTION_BY) | TAKES(OPTION_SPLIT) | TAKES(OPTION_MEASURE) |
               TAKES(OPTION_WHERE) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
