/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie findings: what import found wrong or odd, summed by rule and row by row, with the
 * original text. */
#include "ingest/findings.h"
#include "command/command.h"

#include <stdlib.h>
#include <strings.h>

/* As text, without another word: more would be no page. */
enum { FIRST_ROWS = 20 };

struct asked {
    uint32_t batch;   /* 0: all */
    const char *rule; /* as the table of rules spells it; NULL: all */
    enum table_format format;
    size_t limit;
};

static bool has_batch(struct workspace *w, uint32_t id)
{
    size_t count;
    const struct batch *b = frame_batches(w->frame, &count);
    for (size_t i = 0; i < count; i++)
        if (b[i].id == id)
            return true;
    return false;
}

static enum status read_rule(const char *word, const char **rule, struct error *e)
{
    const struct finding_rule *rules = findings_rules();
    for (size_t i = FINDING_NONE + 1; i < FINDING_KINDS; i++)
        if (!strcasecmp(rules[i].rule, word)) {
            *rule = rules[i].rule;
            return STATUS_OK;
        }
    error_set(e, STATUS_MISUSE, "there is no rule %s", word);
    return error_way_out(e, "saisie findings --rules lists them");
}

static enum status read_call(struct call *c, struct asked *a, struct error *e)
{
    const char *batch = c->option[OPTION_BATCH];
    *a = (struct asked){0};
    if (batch) {
        char *end;
        unsigned long n = strtoul(batch, &end, 10);
        a->batch = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
        if (!n || *end)
            return error_set(e, STATUS_MISUSE, "--batch needs the number of a batch, not %s",
                             batch);
    }
    enum status s = call_format(c, &a->format, e);
    if (!s)
        s = call_limit(c, &a->limit, e);
    if (!s && c->option[OPTION_RULE])
        s = read_rule(c->option[OPTION_RULE], &a->rule, e);
    if (!c->option[OPTION_LIMIT] && a->format == TABLE_TEXT)
        a->limit = FIRST_ROWS;
    if (a->limit > UINT32_MAX)
        a->limit = UINT32_MAX;
    return s;
}

static enum status show_rules(struct call *c, enum table_format format, struct error *e)
{
    static const struct table_column columns[] = {
        {"rule", "Rule", false}, {"severity", "", false}, {"meaning", "Meaning", false}};
    const struct finding_rule *rules = findings_rules();
    struct table t;
    call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
    for (size_t i = FINDING_NONE + 1; i < FINDING_KINDS; i++) {
        const char severity[2] = {rules[i].severity, '\0'};
        table_row(&t, (const char *[]){rules[i].rule, severity, rules[i].meaning});
    }
    return table_end(&t, "E error, W warning, I information.", e);
}

/* The sums, above the rows of a text; *total all findings. */
static enum status show_sums(struct call *c, struct workspace *w, const struct asked *a,
                             uint64_t *total, struct error *e)
{
    static const struct table_column columns[] = {
        {"batch", "Batch", true},   {"rule", "Rule", false},
        {"severity", "", false},    {"findings", "Findings", true},
        {"row", "First row", true}, {"meaning", "Meaning", false}};
    struct finding_sum *sum = NULL;
    size_t count = 0;
    struct table t;
    *total = 0;
    enum status s = cache_finding_sums(w->cache, a->batch, a->rule, &c->arena, &sum, &count, e);
    for (size_t i = 0; i < count; i++)
        *total += sum[i].count;
    if (s || a->format != TABLE_TEXT || !count)
        return s;
    call_table(c, w, &t, a->format, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        const char severity[2] = {sum[i].severity, '\0'};
        const char *cells[] = {arena_printf(&c->arena, "%u", sum[i].batch),
                               sum[i].rule,
                               severity,
                               arena_printf(&c->arena, "%u", sum[i].count),
                               arena_printf(&c->arena, "%u", sum[i].first_row),
                               sum[i].meaning};
        table_row(&t, cells);
    }
    s = table_end(&t,
                  "E error, W warning, I information. The rows are kept; nothing is dropped"
                  " for a finding.",
                  e);
    fputc('\n', c->out);
    return s;
}

static enum status add_row(void *data, const struct finding *f, struct error *e)
{
    char batch[16], row[16];
    const char severity[2] = {f->severity, '\0'};
    (void)e;
    snprintf(batch, sizeof batch, "%u", f->batch);
    snprintf(row, sizeof row, "%u", f->row);
    table_row(data, (const char *[]){batch, row, f->field, f->rule, severity, f->text});
    return STATUS_OK;
}

static enum status show_rows(struct call *c, struct workspace *w, const struct asked *a,
                             uint64_t total, struct error *e)
{
    static const struct table_column columns[] = {
        {"batch", "Batch", true}, {"row", "Row", true},    {"field", "Field", false},
        {"rule", "Rule", false},  {"severity", "", false}, {"text", "Original text", false}};
    struct table t;
    call_table(c, w, &t, a->format, columns, sizeof columns / sizeof *columns);
    enum status s =
        cache_visit_findings(w->cache, a->batch, a->rule, (uint32_t)a->limit, add_row, &t, e);
    if (s) {
        table_abandon(&t);
        return s;
    }
    const char *note = "";
    if (total > a->limit)
        note = arena_printf(&c->arena,
                            "the first %zu of %llu; --limit 0 shows all, --rule and --batch"
                            " choose",
                            a->limit, (unsigned long long)total);
    /* What is taken away says of what it is. */
    const char *provenance = workspace_provenance(w, &c->arena);
    if (a->format != TABLE_TEXT && a->format != TABLE_JSON)
        note = arena_printf(&c->arena, "%s%s%s", note ? note : "", note && *note ? "\n" : "",
                            provenance ? provenance : "");
    return table_end(&t, note ? note : "", e);
}

static enum status run(struct call *c, struct error *e)
{
    struct workspace *w = NULL;
    struct asked a;
    uint64_t total;
    enum status s = read_call(c, &a, e);
    if (!s && c->option[OPTION_RULES])
        return show_rules(c, a.format, e);
    if (!s)
        s = call_workspace(c, &w, e);
    if (!s && a.batch && !has_batch(w, a.batch)) {
        error_set(e, STATUS_MISUSE, "there is no batch %s", c->option[OPTION_BATCH]);
        s = error_way_out(e, "saisie info lists the batches");
    }
    if (!s)
        s = show_sums(c, w, &a, &total, e);
    if (!s)
        s = show_rows(c, w, &a, total, e);
    workspace_close(&w);
    return s;
}

const struct command command_findings = {
    .name = "findings",
    .arguments = "",
    .summary = "what import found wrong or odd, by rule and row by row",
    .details = "  saisie findings --rules\n  saisie findings --rule Q09 --limit 50\n"
               "  saisie findings --batch 2 --format csv\n",
    .options = TAKES_FORMAT | TAKES(OPTION_LIMIT) | TAKES(OPTION_BATCH) | TAKES(OPTION_RULE) |
               TAKES(OPTION_RULES),
    .run = run,
};
