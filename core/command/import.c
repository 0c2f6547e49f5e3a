/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie import: files into the cache, each in one transaction, and what was found in them. */
#include "ingest/import.h"
#include "base/text.h"
#include "command/command.h"
#include "filter/filter.h"

#include <string.h>

static void print_columns(const struct import_report *r, FILE *out)
{
    size_t known = 0, further = 0;
    for (size_t i = 0; i < r->column_count; i++)
        *(r->columns[i].further ? &further : &known) += 1;
    fprintf(out, "  columns      %zu known, %zu further\n", known, further);
    if (!further)
        return;
    fputs("  further      ", out);
    for (size_t i = 0, n = 0; i < r->column_count; i++)
        if (r->columns[i].further)
            fprintf(out, "%s%s", n++ ? ", " : "", r->columns[i].field);
    fputc('\n', out);
}

static void print_rules(const struct import_report *r, FILE *out)
{
    for (size_t i = 0; i < r->rule_count; i++)
        fprintf(out, "  %-5s %c %9u  %s (first in row %u)\n", r->rules[i].rule,
                r->rules[i].severity, r->rules[i].count, r->rules[i].meaning,
                r->rules[i].first_row);
}

static void print_left_out(const struct import_report *r, FILE *out)
{
    for (size_t i = 0; i < r->left_out_count && i < 10; i++) {
        struct buffer text = {0};
        text_clean(&text, r->left_out[i].text, strlen(r->left_out[i].text), 60, false);
        fprintf(out, "  left out     row %u: %s: %s\n", r->left_out[i].row, r->left_out[i].rule,
                buffer_text(&text));
        buffer_free(&text);
    }
    if (r->batch.rows_left_out > 10)
        fprintf(out, "  left out     ... %u rows in all\n", r->batch.rows_left_out);
}

static void print_report(const struct import_report *r, FILE *out)
{
    const struct batch *b = &r->batch;
    struct buffer name = {0};
    text_clean(&name, b->file, strlen(b->file), 60, false);
    char delimiter[8] = {b->delimiter, '\0'};
    fprintf(out, "batch %u: %s\n", b->id, buffer_text(&name));
    fprintf(out, "  file         %llu bytes, %s, delimiter %s, as of %s\n",
            (unsigned long long)b->bytes, b->encoding, b->delimiter == '\t' ? "TAB" : delimiter,
            *b->as_of ? b->as_of : "(unknown)");
    fprintf(out, "  rows         %u read, %u loaded, %u unchanged, %u left out\n", b->rows_read,
            b->last_line ? b->last_line - b->first_line + 1 : 0, b->rows_unchanged,
            b->rows_left_out);
    fprintf(out, "  loaded       %u new, %u changed, %u withdrawn\n", b->rows_new,
            b->rows_changed, b->rows_withdrawn);
    if (*b->complete) {
        struct buffer scope = {0};
        text_clean(&scope, b->complete, strlen(b->complete), 60, false);
        fprintf(out, "  complete     for %s: %u known lines withdrawn\n", buffer_text(&scope),
                b->lines_withdrawn);
        buffer_free(&scope);
    }
    if (b->absent)
        fprintf(out, "  absent       %u known lines are not in this file; they stay\n",
                b->absent);
    if (r->lines_without_case)
        fprintf(out, "  no case id   %u lines: they count as seizures, not as cases\n",
                r->lines_without_case);
    print_columns(r, out);
    print_left_out(r, out);
    if (r->rule_count)
        fputs("  findings (saisie findings shows the rows):\n", out);
    print_rules(r, out);
    buffer_free(&name);
}

/* The known lines, whatever became of them, that the sentence takes. */
static enum status find_scope(struct call *c, struct cache *cache, struct bitmap *lines,
                              const char **sentence, struct error *e)
{
    struct frame *frame = NULL;
    const struct filter *filter;
    struct filter_outcome outcome;
    struct buffer canonical = {0};
    enum status s = cache_hold(cache, e);
    if (!s)
        s = frame_open_all(cache, c->reference, &frame, e);
    if (!s)
        s = filter_parse(frame, c->option[OPTION_COMPLETE], &c->arena, &filter, e);
    if (!s)
        s = filter_select(frame, filter, lines, &outcome, e);
    if (!s) {
        filter_print(filter, &canonical);
        *sentence = canonical.failed ? NULL : arena_string(&c->arena, buffer_text(&canonical));
        s = *sentence ? STATUS_OK : error_no_memory(e);
    }
    if (!s && !**sentence) {
        s = error_set(e, STATUS_MISUSE, "--complete needs a sentence that names the scope");
        error_way_out(e, "for example --complete 'reporter:TH year:2024'");
    }
    buffer_free(&canonical);
    if (frame)
        frame_free(&frame);
    cache_release(cache);
    return s;
}

static enum status import_all(struct call *c, struct cache *cache, struct error *e)
{
    struct import_options options = {.as_of = c->option[OPTION_AS_OF],
                                     .generic = c->option[OPTION_GENERIC] != NULL,
                                     .progress = c->progress};
    struct bitmap scope = {0};
    enum status done = STATUS_OK;
    if (c->option[OPTION_COMPLETE] && c->arguments > 1)
        return error_set(e, STATUS_MISUSE,
                         "--complete speaks of one file: import them in turn");
    if (c->option[OPTION_COMPLETE] && cache_line_count(cache)) {
        done = find_scope(c, cache, &scope, &options.complete, e);
        options.scope = &scope;
    }
    for (size_t i = 0; i < c->arguments && !done; i++) {
        struct import_report report = {0};
        done = import_file(cache, c->reference, c->argument[i], &options, &report, e);
        if (!done)
            print_report(&report, c->out);
        import_report_free(&report);
    }
    bitmap_free(&scope);
    return done;
}

static enum status run(struct call *c, struct error *e)
{
    const char *path;
    struct cache *cache = NULL;
    enum status status = call_cache_path(c, true, &path, e);
    if (!status)
        status = cache_open(path, CACHE_WRITE, &cache, e);
    if (!status)
        status = import_all(c, cache, e);
    if (status)
        cache_discard_new(&cache);
    else
        cache_close(&cache);
    return status;
}

const struct command command_import = {
    .name = "import",
    .arguments = "FILE...",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "load seizure files (CSV) into the cache",
    .details =
        "Each file is loaded whole or not at all. Headers are matched to fields by name and\n"
        "alias, English and French; columns that are not known are kept as further fields.\n"
        "A later delivery of the same cases replaces their lines; a file whose content is in\n"
        "the cache already is refused. What a file does not hold stays, since exports are "
        "partial;\n"
        "--complete FILTER says that this file holds all there is in that scope.\n\n"
        "  saisie import export-2026-06.csv\n"
        "  saisie --cache unodc.db import drug-trafficking-unodc.csv\n",
    .options = 1U << OPTION_AS_OF | 1U << OPTION_GENERIC | 1U << OPTION_COMPLETE,
    .run = run,
};
