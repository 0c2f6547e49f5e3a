/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie findings: what import found wrong or odd, row by row, with the original text. */
#include "command/command.h"

#include <stdlib.h>

static bool has_batch(struct workspace *w, uint32_t id)
{
    size_t count;
    const struct batch *b = frame_batches(w->frame, &count);
    for (size_t i = 0; i < count; i++)
        if (b[i].id == id)
            return true;
    return false;
}

static enum status run(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {
        {"batch", "Batch", true}, {"row", "Row", true},    {"field", "Field", false},
        {"rule", "Rule", false},  {"severity", "", false}, {"text", "Original text", false}};
    struct workspace *w = NULL;
    enum table_format format;
    size_t limit, count = 0;
    struct finding *findings = NULL;
    uint32_t batch = 0;
    if (c->option[OPTION_BATCH]) {
        char *end;
        unsigned long n = strtoul(c->option[OPTION_BATCH], &end, 10);
        batch = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
        if (*end || !batch)
            return error_set(e, STATUS_MISUSE, "--batch needs the number of a batch, not %s",
                             c->option[OPTION_BATCH]);
    }
    enum status status = call_format(c, &format, e);
    if (!status)
        status = call_limit(c, &limit, e);
    if (!status)
        status = call_workspace(c, &w, e);
    if (!status && batch && !has_batch(w, batch)) {
        error_set(e, STATUS_MISUSE, "there is no batch %s", c->option[OPTION_BATCH]);
        status = error_way_out(e, "saisie info lists the batches");
    }
    if (!status)
        status =
            cache_findings(w->cache, batch, limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit,
                           &c->arena, &findings, &count, e);
    if (!status) {
        struct table t;
        table_begin(&t, c->out, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < count; i++) {
            const char severity[2] = {findings[i].severity, '\0'};
            const char *cells[] = {arena_printf(&c->arena, "%u", findings[i].batch),
                                   arena_printf(&c->arena, "%u", findings[i].row),
                                   findings[i].field,
                                   findings[i].rule,
                                   severity,
                                   findings[i].text};
            table_row(&t, cells);
        }
        status = table_end(&t,
                           "E error, W warning, I information. The rows are kept; nothing is "
                           "dropped for a finding.",
                           e);
    }
    workspace_close(&w);
    return status;
}

const struct command command_findings = {
    .name = "findings",
    .arguments = "",
    .summary = "what import found wrong or odd, row by row",
    .details = "  saisie findings --limit 50\n  saisie findings --batch 2 --format csv\n",
    .options = TAKES(OPTION_FORMAT) | TAKES(OPTION_LIMIT) | TAKES(OPTION_BATCH),
    .run = run,
};
