/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie import: files into the cache, each in one transaction, and what was found in them. */
#include "analysis/overview_kept.h"
#include "base/text.h"
#include "command/import_files.h"
#include "filter/filter.h"
#include "ingest/dialect.h"

#include <stdlib.h>
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
    if (b->id)
        fprintf(out, "batch %u: ", b->id);
    fprintf(out, "%s\n", buffer_text(&name));
    fprintf(out, "  file         %llu bytes, %s, %s, as of %s\n", (unsigned long long)b->bytes,
            b->encoding, r->dialect, *b->as_of ? b->as_of : "(unknown)");
    if (r->profile)
        fprintf(out, "  profile      %s: %s\n", r->profile->name, r->profile->title);
    if (!grain_counts(b->grain))
        fprintf(out,
                "  apart        its rows are no seizures (%s): kept, never counted with them;"
                " saisie list --apart\n",
                grain_word(b->grain));
    if (r->header_currency)
        fprintf(out, "  currency     %s by the header of the value, where a row says none\n",
                r->header_currency);
    if (r->preamble)
        fprintf(out, "  above        %u rows above the header are passed over\n", r->preamble);
    /* New or changed is a row whose seizure counts through this file: in a line that it
     * brought, or in one that an earlier file had brought and that counted no more. */
    uint32_t loaded = b->rows_new + b->rows_changed + b->rows_withdrawn;
    uint32_t lines = b->last_line ? b->last_line - b->first_line + 1 : 0;
    fprintf(out, "  rows         %u read, %u loaded, %u unchanged, %u left out\n", b->rows_read,
            loaded, b->rows_unchanged, b->rows_left_out);
    fprintf(out, "  loaded       %u new, %u changed, %u withdrawn\n", b->rows_new,
            b->rows_changed, b->rows_withdrawn);
    if (b->id && !b->rows_withdrawn && loaded > lines)
        fprintf(out,
                "  again        %u of them are in the cache from before, and count again\n",
                loaded - lines);
    if (*b->complete) {
        struct buffer scope = {0};
        text_clean(&scope, b->complete, strlen(b->complete), 60, false);
        fprintf(out, "  complete     for %s: %u known lines withdrawn\n", buffer_text(&scope),
                b->lines_withdrawn);
        buffer_free(&scope);
    }
    if (b->absent)
        fprintf(out,
                "  absent       %u known lines of deliveries like it are not in this file;"
                " they stay (saisie list --where absent:%u)\n",
                b->absent, b->id);
    if (r->lines_without_case && grain_counts(b->grain))
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
    if (s)
        call_fault(c, c->option[OPTION_COMPLETE], e);
    else
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

/* The first rows column by column: what stands in the file, what it would be kept as. */
static void print_found(const struct import_report *r, FILE *out)
{
    fprintf(out, "  dialect      %s", r->dialect);
    if (r->preamble)
        fprintf(out, ", %u rows above the header", r->preamble);
    fprintf(out, ", header of %u\n  columns\n", r->header_rows);
    for (size_t i = 0; i < r->column_count; i++) {
        const struct import_column *c = &r->columns[i];
        struct buffer line = {0};
        buffer_addf(&line, "    %3zu  ", i + 1);
        text_clean(&line, c->header, strlen(c->header), 30, false);
        buffer_addf(&line, " -> %s%s%s%s", c->field, c->further ? " (further)" : "",
                    *c->evidence ? ": " : "", c->evidence);
        fprintf(out, "%s\n", buffer_text(&line));
        for (size_t k = 0; k < IMPORT_SHOWN && c->cells[k].text; k++) {
            const struct import_cell *cell = &c->cells[k];
            static const char *const said[] = {"blank", "unknown", "not understood"};
            const char *state = cell->state == 'b'   ? said[0]
                                : cell->state == 'u' ? said[1]
                                : cell->state == '!' ? said[2]
                                                     : NULL;
            if (state && cell->state == 'b' && !*cell->text)
                continue;
            buffer_clear(&line);
            text_clean(&line, cell->text, strlen(cell->text), 34, false);
            buffer_adds(&line, "  ->  ");
            if (state)
                buffer_addf(&line, "(%s)", state);
            else
                text_clean(&line, cell->value, strlen(cell->value), 34, false);
            fprintf(out, "           %s\n", buffer_text(&line));
        }
        buffer_free(&line);
    }
}

/* ---- options ---- */

static enum status read_escape(const char *text, struct dialect *d, struct error *e)
{
    d->escape_told = true;
    d->backslash = !strcmp(text, "backslash");
    if (d->backslash || !strcmp(text, "doubled"))
        return STATUS_OK;
    return error_set(e, STATUS_MISUSE, "--escape takes doubled or backslash, not %.40s", text);
}

static enum status read_number(const char *name, const char *text, unsigned most, unsigned *out,
                               struct error *e)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    if (*end || end == text || *text == '-' || n > most)
        return error_set(e, STATUS_MISUSE, "%s needs a number up to %u, not %.40s", name, most,
                         text);
    *out = (unsigned)n;
    return STATUS_OK;
}

static enum status read_limits(struct call *c, struct dialect *d, struct error *e)
{
    const char **parts;
    size_t count;
    unsigned lines = 0, bytes = 0;
    enum status s = call_split(c, c->option[OPTION_RECORD_LIMIT], &parts, &count, e);
    if (s == STATUS_OK && (count < 1 || count > 2))
        return error_set(e, STATUS_MISUSE, "--record-limit needs lines, or lines,bytes");
    if (s == STATUS_OK)
        s = read_number("--record-limit", parts[0], 1U << 20, &lines, e);
    if (s == STATUS_OK && count == 2)
        s = read_number("--record-limit", parts[1], 1U << 26, &bytes, e);
    d->most_lines = lines;
    d->most_bytes = bytes;
    return s;
}

static enum status read_settings(struct call *c, struct import_options *o, struct error *e)
{
    const char **parts;
    size_t count;
    enum status s = call_split(c, c->option[OPTION_SET], &parts, &count, e);
    struct import_setting *set =
        s == STATUS_OK ? arena_zero(&c->arena, count + 1, sizeof *set) : NULL;
    if (s == STATUS_OK && !set)
        return error_no_memory(e);
    for (size_t i = 0; s == STATUS_OK && i < count; i++) {
        const char *equals = strchr(parts[i], '=');
        if (!equals || equals == parts[i]) {
            error_set(e, STATUS_MISUSE, "--set needs FIELD=VALUE, not %.60s", parts[i]);
            return error_way_out(e, "write --set reporter=FR");
        }
        set[i].field = arena_copy(&c->arena, parts[i], (size_t)(equals - parts[i]));
        set[i].value = equals + 1;
        if (!set[i].field)
            return error_no_memory(e);
    }
    o->settings = set;
    o->setting_count = s == STATUS_OK ? count : 0;
    return s;
}

static enum status read_options(struct call *c, struct import_options *o, struct error *e)
{
    const char *const *option = c->option;
    enum status s = STATUS_OK;
    *o = (struct import_options){.as_of = option[OPTION_AS_OF],
                                 .generic = option[OPTION_GENERIC] != NULL,
                                 .progress = c->progress,
                                 .part = option[OPTION_SHEET],
                                 .encoding = option[OPTION_ENCODING],
                                 .header_told = option[OPTION_HEADER_ROWS] != NULL,
                                 .unstable_lines = option[OPTION_UNSTABLE_LINES] != NULL,
                                 .dry = option[OPTION_DRY_RUN] != NULL};
    if (option[OPTION_DELIMITER])
        s = dialect_take_delimiter(option[OPTION_DELIMITER], &o->dialect, e);
    if (s == STATUS_OK && option[OPTION_QUOTE])
        s = dialect_take_quote(option[OPTION_QUOTE], &o->dialect, e);
    if (s == STATUS_OK && option[OPTION_ESCAPE])
        s = read_escape(option[OPTION_ESCAPE], &o->dialect, e);
    if (s == STATUS_OK && option[OPTION_GRAIN] &&
        !(o->grain_told = grain_by_word(option[OPTION_GRAIN], &o->grain))) {
        error_set(e, STATUS_MISUSE, "a row is no %.40s", option[OPTION_GRAIN]);
        error_way_out(e, "line, case, aggregate and licit are the grains");
        return STATUS_MISUSE;
    }
    if (s == STATUS_OK && o->header_told)
        s = read_number("--header-rows", option[OPTION_HEADER_ROWS], 20, &o->header_rows, e);
    if (s == STATUS_OK && option[OPTION_TABLE])
        s = read_number("--table", option[OPTION_TABLE], 10000, &o->table, e);
    if (s == STATUS_OK && option[OPTION_DATE_ORDER] &&
        !(o->order = date_order_named(option[OPTION_DATE_ORDER]))) {
        error_set(e, STATUS_MISUSE, "there is no order %.40s", option[OPTION_DATE_ORDER]);
        error_way_out(e, "dmy, mdy and ymd are the orders");
        return STATUS_MISUSE;
    }
    if (s == STATUS_OK && option[OPTION_RECORD_LIMIT])
        s = read_limits(c, &o->dialect, e);
    const char **header = NULL;
    if (s == STATUS_OK && option[OPTION_HEADER])
        s = call_split(c, option[OPTION_HEADER], &header, &o->header_count, e);
    o->header = header;
    return s == STATUS_OK && option[OPTION_SET] ? read_settings(c, o, e) : s;
}

/* ---- */

void import_print(const struct import_report *report, bool dry, FILE *out)
{
    if (dry)
        fputs("nothing is written; ", out);
    print_report(report, out);
    if (dry)
        print_found(report, out);
}

/* The profiles, and the one that the call names. */
static enum status read_profiles(struct call *c, struct profiles *profiles,
                                 struct import_options *o, struct error *e)
{
    const char *folder, *name = c->option[OPTION_PROFILE];
    enum status s = workspace_user_file("profiles", &c->arena, &folder, e);
    if (s == STATUS_OK)
        s = profiles_read(folder, profiles, e);
    o->profiles = profiles;
    if (s != STATUS_OK || !name || (o->profile = profiles_find(profiles, name)))
        return s;
    error_set(e, STATUS_MISUSE, "there is no profile %.60s", name);
    error_way_out(e, "saisie profiles lists them");
    return STATUS_MISUSE;
}

static enum status import_all(struct call *c, struct cache *cache, struct error *e)
{
    struct import_options options;
    struct bitmap scope = {0};
    struct profiles profiles = {0};
    enum status status = read_options(c, &options, e);
    if (!status)
        status = read_profiles(c, &profiles, &options, e);
    if (!status && c->option[OPTION_COMPLETE] && c->arguments > 1)
        status =
            error_set(e, STATUS_MISUSE, "--complete speaks of one file: import them in turn");
    if (!status && c->option[OPTION_COMPLETE] && cache_line_count(cache)) {
        status = find_scope(c, cache, &scope, &options.complete, e);
        options.scope = &scope;
    }
    if (!status) {
        status = call_import_files(c, cache, &options, e);
        /* Whatever became of some of the files; without it the next opening takes longer. */
        if (!options.dry)
            overview_keep(cache, c->reference, NULL);
    }
    bitmap_free(&scope);
    profiles_free(&profiles);
    return status;
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
    if (status || c->option[OPTION_DRY_RUN])
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
    .summary = "load seizure files (CSV, XLSX) into the cache",
    .details =
        "CSV of any dialect and encoding, packed (.gz, .zip) or not, XLSX, - for standard "
        "input.\n"
        "Each file or sheet is loaded whole or not at all. Headers are matched to fields by "
        "name and\n"
        "alias in four languages; columns that are not known are kept as further fields.\n"
        "A later delivery of the same cases replaces their lines; a file whose content is in\n"
        "the cache already is refused. What a file does not hold stays, since exports are "
        "partial;\n"
        "--complete FILTER says that this file holds all there is in that scope.\n"
        "Of several files a terminal is shown what is in them and asked once; Ctrl-C takes\n"
        "all files of the call back.\n\n"
        "  saisie import export-2026-06.csv\n"
        "  saisie import --dry-run --date-order mdy workbook.xlsx\n"
        "  saisie --cache unodc.db import drug-trafficking-unodc.csv\n",
    .options = TAKES(OPTION_AS_OF) | TAKES(OPTION_GENERIC) | TAKES(OPTION_COMPLETE) |
               TAKES(OPTION_ENCODING) | TAKES(OPTION_DELIMITER) | TAKES(OPTION_QUOTE) |
               TAKES(OPTION_ESCAPE) | TAKES(OPTION_HEADER_ROWS) | TAKES(OPTION_HEADER) |
               TAKES(OPTION_DATE_ORDER) | TAKES(OPTION_SET) | TAKES(OPTION_SHEET) |
               TAKES(OPTION_TABLE) | TAKES(OPTION_RECORD_LIMIT) | TAKES(OPTION_DRY_RUN) |
               TAKES(OPTION_PROFILE) | TAKES(OPTION_UNSTABLE_LINES) | TAKES(OPTION_GRAIN) |
               TAKES(OPTION_YES),
    .run = run,
};
