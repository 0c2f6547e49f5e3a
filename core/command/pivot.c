/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie pivot: a cross-tab. */
#include "analysis/presets.h"
#include "command/command.h"
#include "export/crosstab_table.h"

#include <stdlib.h>
#include <string.h>

static enum status set_axes(struct call *c, enum option_id option,
                            const char *axes[PIVOT_DEPTH], struct error *e)
{
    const char **names = NULL;
    size_t count;
    if (!c->option[option])
        return STATUS_OK;
    enum status status = call_split(c, c->option[option], &names, &count, e);
    if (!status && count > PIVOT_DEPTH)
        return error_set(e, STATUS_MISUSE, "%s takes at most %d fields",
                         option_table[option].name, PIVOT_DEPTH);
    for (size_t i = 0; !status && i < count; i++)
        axes[i] = names[i];
    return status;
}

static enum status set_measures(struct call *c, struct workspace *w,
                                struct crosstab_question *q, struct error *e)
{
    const char **names = NULL;
    size_t count;
    if (!c->option[OPTION_MEASURE]) {
        enum measure_kind kinds[PIVOT_MEASURES];
        enum status status = call_measures(c, w, kinds, &q->measure_count, e);
        q->measures[0] = (struct crosstab_measure){.kind = kinds[0]};
        return status;
    }
    enum status status = call_split(c, c->option[OPTION_MEASURE], &names, &count, e);
    if (!status && count > CROSSTAB_MEASURES)
        return error_set(e, STATUS_MISUSE, "at most %d measures at once", CROSSTAB_MEASURES);
    for (size_t i = 0; !status && i < count; i++)
        status = crosstab_measure_parse(names[i], &q->measures[q->measure_count++], e);
    return status;
}

static enum status set_top(struct call *c, enum option_id option, uint32_t *out,
                           struct error *e)
{
    const char *text = c->option[option];
    if (!text)
        return STATUS_OK;
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    if (*end || end == text || *text == '-' || n > UINT32_MAX)
        return error_set(e, STATUS_MISUSE, "%s needs a number, not %s",
                         option_table[option].name, text);
    *out = (uint32_t)n;
    return STATUS_OK;
}

/* By the first change among the measures. */
static enum status set_evidence(struct crosstab_question *q, struct error *e)
{
    for (size_t m = 0; m < q->measure_count; m++)
        if (q->measures[m].show >= SHOW_DIFFERENCE && q->measures[m].show <= SHOW_YEAR_CHANGE) {
            q->order = ORDER_EVIDENCE;
            q->sort_measure = m;
            return STATUS_OK;
        }
    error_set(e, STATUS_MISUSE, "--sort evidence needs a change among the measures");
    return error_way_out(e, "--measure 'cases,change(cases)'");
}

/* --sort COLUMN, COLUMN MEASURE, MEASURE: as the heads of the CSV say it; - before it: the
 * largest first. */
static enum status set_sort(struct call *c, struct crosstab_question *q, struct error *e)
{
    const char *text = c->option[OPTION_SORT];
    if (!text)
        return STATUS_OK;
    if (!strcmp(text, "natural")) {
        q->order = ORDER_NATURAL;
        return STATUS_OK;
    }
    if (!strcmp(text, "evidence"))
        return set_evidence(q, e);
    q->order = *text == '-' ? ORDER_DOWN : ORDER_UP;
    text += *text == '-';
    /* "value USD seized", "2025 value USD seized": one of its currencies and kinds. */
    const char *money = strstr(text, "value ");
    if (money && (money == text || money[-1] == ' ') && money[strlen("value ")]) {
        q->sort_money = money;
        text = arena_copy(&c->arena, text, (size_t)(money - text) + strlen("value"));
        if (!text)
            return error_no_memory(e);
    }
    size_t len = strlen(text);
    for (size_t m = 0; m < q->measure_count; m++) {
        struct buffer name = {0};
        crosstab_measure_print(&q->measures[m], &name);
        bool ends = len >= name.len && !strcmp(text + len - name.len, buffer_text(&name));
        size_t before = ends ? len - name.len : 0;
        buffer_free(&name);
        if (!ends || (before && text[before - 1] != ' '))
            continue;
        q->sort_measure = m;
        text = before ? arena_copy(&c->arena, text, before - 1) : "all";
        break;
    }
    q->sort = text;
    return text ? STATUS_OK : error_no_memory(e);
}

static enum status read_question(struct call *c, struct workspace *w,
                                 struct crosstab_question *q, struct error *e)
{
    enum status status = set_measures(c, w, q, e);
    if (!status)
        status = set_sort(c, q, e);
    if (!status)
        status = set_top(c, OPTION_TOP, &q->top, e);
    if (!status)
        status = set_top(c, OPTION_TOP_COLS, &q->top_cols, e);
    q->hide_empty = c->option[OPTION_HIDE_EMPTY] != NULL;
    q->mixed = c->option[OPTION_MIXED] != NULL;
    return status;
}

/* Asks one cross-tab over the workspace as it is narrowed, and prints it. */
static enum status answer(struct call *c, struct workspace *w,
                          const struct crosstab_question *q, struct crosstab_table *how,
                          struct error *e)
{
    struct crosstab *t = NULL;
    enum status status = crosstab_run(w->frame, w->filter, &w->selection, q, &t, e);
    how->provenance = call_note(c, w, NULL);
    if (!status && !how->provenance)
        status = error_no_memory(e);
    if (!status)
        status = crosstab_write(t, how, c->out, e);
    crosstab_free(&t);
    return status;
}

/* ---- presets */

static enum status list_presets(struct call *c, enum table_format format, struct error *e)
{
    static const struct table_column columns[] = {{"preset", "Preset", TABLE_WORDS},
                                                  {"tables", "Tables", TABLE_NUMBERS},
                                                  {"question", "Answers", TABLE_WORDS}};
    struct table t;
    size_t count;
    const struct preset *p = preset_list(&count);
    call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        char tables[24];
        snprintf(tables, sizeof tables, "%zu", preset_tables(&p[i]));
        table_row(&t, (const char *[]){p[i].name, tables, p[i].question});
    }
    return table_end(&t, NULL, e);
}

/* What the call says beside the name goes for each table of the preset. */
static void override(struct call *c, const struct crosstab_question *said,
                     struct crosstab_question *q)
{
    if (c->option[OPTION_TOP])
        q->top = said->top;
    if (c->option[OPTION_TOP_COLS])
        q->top_cols = said->top_cols;
    q->mixed = said->mixed;
}

static enum status answer_preset(struct call *c, struct workspace *w, const struct preset *p,
                                 const struct crosstab_question *said,
                                 struct crosstab_table *how, struct error *e)
{
    const char *sentence = arena_string(&c->arena, w->sentence);
    enum status status = sentence ? STATUS_OK : error_no_memory(e);
    how->manner.page = p->title;
    how->manner.of = preset_tables(p);
    for (size_t i = 0; !status && i < how->manner.of && !table_unread(c->out); i++) {
        struct crosstab_question q;
        const char *narrowed = NULL;
        how->manner.nth = i;
        how->manner.title = p->table[i].title ? p->table[i].title : p->title;
        how->compact = p->table[i].years;
        status = preset_question(w->frame, &p->table[i], sentence, &c->arena, &q, &narrowed, e);
        if (!status)
            status = workspace_filter(w, narrowed, e);
        override(c, said, &q);
        if (!status)
            status = answer(c, w, &q, how, e);
    }
    return status;
}

/* Options that ask what a preset asks itself. */
static enum status check_preset(struct call *c, const struct preset **p, struct error *e)
{
    static const enum option_id own[] = {OPTION_ROWS, OPTION_COLS, OPTION_MEASURE, OPTION_SORT};
    const char *name = c->option[OPTION_PRESET];
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (c->option[own[i]])
            return error_set(e, STATUS_MISUSE, "--preset has its own %s",
                             option_table[own[i]].name);
    *p = preset_find(name);
    return *p || !strcmp(name, "list") ? STATUS_OK : preset_refuse(name, e);
}

/* ---- the verb */

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    const struct preset *preset = NULL;
    struct crosstab_question q = {0};
    struct crosstab_table how = {.subtotals = c->option[OPTION_SUBTOTALS] != NULL};
    enum status status = call_format(c, &how.format, e);
    if (!status)
        status = call_limit(c, &how.limit, e);
    if (!status && c->option[OPTION_PRESET]) {
        status = check_preset(c, &preset, e);
        if (!status && !preset)
            return list_presets(c, how.format, e);
    }
    if (!status)
        status = set_axes(c, OPTION_ROWS, q.rows, e);
    if (!status)
        status = set_axes(c, OPTION_COLS, q.cols, e);
    if (!status && !q.rows[0] && !q.cols[0] && !preset)
        status = error_set(e, STATUS_MISUSE, "pivot needs --rows F or --cols F, or --preset");
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status)
        status = read_question(c, w, &q, e);
    if (!status) {
        how.manner = call_manner(c, w);
        how.manner.title = NULL;
        how.manner.carry = true;
        status = preset ? answer_preset(c, w, preset, &q, &how, e) : answer(c, w, &q, &how, e);
    }
    workspace_close(&w);
    return status;
}

const struct command command_pivot = {
    .name = "pivot",
    .arguments = "",
    .summary = "a cross-tab: rows, columns, measures",
    .details =
        "Totals are computed from the records: distinct cases are never added up, and a\n"
        "quantity adds one unit family only; what it left out stands under the table.\n"
        "CSV has that as records behind the table, which begin with \"# \" (--bare: not).\n"
        "A measure may be a function of one, median(mass) or change(cases): mean, median,\n"
        "largest, per-seizure; row-share, column-share, share, running, difference, change,\n"
        "year-difference, year-change, rank, index, lift, expected, residual.\n"
        "--sort takes a column as the CSV heads it, - before it for largest first; natural:\n"
        "in the order of the field; evidence: the surest rise first.\n"
        "Presets are the tables of the Illicit Trade Report, over what --where takes.\n\n"
        "  saisie pivot --rows product --cols year\n"
        "  saisie pivot --rows 'rilo(departure)' --cols destination --measure mass\n"
        "  saisie pivot --rows product --measure cases,seizures,mass --top 10 --format csv\n"
        "  saisie pivot --rows reporter --cols quarter --measure 'row-share(cases)'\n"
        "  saisie pivot --rows reporter --cols year --sort -2025 --format excel >top.csv\n"
        "  saisie pivot --preset list\n"
        "  saisie pivot --preset operational-profile --where section:drugs --format html\n",
    .options = TAKES(OPTION_ROWS) | TAKES(OPTION_COLS) | TAKES(OPTION_MEASURE) |
               TAKES(OPTION_SORT) | TAKES(OPTION_TOP) | TAKES(OPTION_TOP_COLS) |
               TAKES(OPTION_HIDE_EMPTY) | TAKES(OPTION_MIXED) | TAKES(OPTION_SUBTOTALS) |
               TAKES(OPTION_PRESET) | TAKES(OPTION_WHERE) | TAKES(OPTION_LIMIT) | TAKES_FORMAT,
    .run = run,
};
