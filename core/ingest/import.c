/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file into the cache: the steps of an import, in order, and what is reported of it. */
#include "ingest/import.h"

#include "base/text.h"
#include "ingest/opening.h"
#include "ingest/preview.h"
#include "ingest/rows.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PROGRESS_STEP = 1 << 20 };

struct import {
    struct cache *cache;
    struct import_options options; /* the call's, and what the profile adds */
    struct import_report *report;
    struct opening open;
    struct writer *writer;
    struct rows rows;
    uint32_t known_as;
    bool again; /* a supposition about a column was wrong: once more */
    struct preview preview;
};

static int32_t today(void)
{
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    return date_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

static enum status check_as_of(struct import *im, struct error *e)
{
    struct typing *t = &im->rows.typing;
    struct date d;
    t->today = t->latest = today();
    if (!im->options.as_of)
        return STATUS_OK;
    const char *as_of = im->options.as_of;
    if (!date_parse(as_of, strlen(as_of), &d) || d.precision != DATE_DAY) {
        error_set(e, STATUS_MISUSE, "\"%s\" is no day", as_of);
        error_way_out(e, "write the day of the export like 2024-12-31");
        return STATUS_MISUSE;
    }
    t->latest = d.day;
    return STATUS_OK;
}

static enum status refuse_known(struct import *im, struct error *e)
{
    uint32_t batch;
    enum status s = writer_find_batch(im->writer, im->open.source.sha256, &batch, e);
    if (s != STATUS_OK || !batch)
        return s;
    im->known_as = batch;
    error_set(e, STATUS_FAILED, "%s: the same content is there already, as batch %u",
              im->open.source.path, batch);
    return error_way_out(e, "nothing needs to be done; saisie info lists the batches");
}

/* Between the asking of the scope and now nobody may have written. */
static enum status check_scope(struct import *im, struct error *e)
{
    im->rows.scope = im->options.scope;
    if (!im->rows.scope || im->rows.scope->bits == cache_line_count(im->cache))
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: the cache changed meanwhile", im->open.source.path);
    return error_way_out(e, "import the file again");
}

/* One more setting, after those of the call. */
static enum status add_setting(struct import *im, struct import_setting setting,
                               struct error *e)
{
    struct import_options *o = &im->options;
    struct import_setting *all =
        arena_zero(&im->report->arena, o->setting_count + 1, sizeof *all);
    if (!all)
        return error_no_memory(e);
    if (o->setting_count)
        memcpy(all, o->settings, o->setting_count * sizeof *all);
    all[o->setting_count++] = setting;
    o->settings = all;
    return STATUS_OK;
}

/* "Valeur (EUR)": values of rows that name no currency are in that one. */
static enum status add_currency(struct import *im, struct error *e)
{
    const struct import_options *o = &im->options;
    const char *currency = NULL;
    for (size_t i = 0; i < im->open.mapping.count; i++) {
        const struct mapped *m = &im->open.mapping.columns[i];
        if (m->field && !strcmp(m->field->name, "value"))
            currency = reference_header_currency(im->rows.reference, m->header);
    }
    for (size_t i = 0; i < o->setting_count; i++)
        if (!strcmp(o->settings[i].field, "currency"))
            currency = NULL;
    im->report->header_currency = currency;
    return currency ? add_setting(im, (struct import_setting){"currency", currency, true}, e)
                    : STATUS_OK;
}

/* Where a row is a case it is the one line of its case, whatever else changes in it. */
static enum status add_line_number(struct import *im, struct error *e)
{
    const struct import_options *o = &im->options;
    bool has_case = false, has_line = false;
    for (size_t i = 0; i < im->open.mapping.count; i++) {
        const char *name = im->open.mapping.columns[i].name;
        has_case |= !strcmp(name, "case_id");
        has_line |= !strcmp(name, "line");
    }
    if (o->grain != GRAIN_CASE || has_line || !has_case)
        return STATUS_OK;
    return add_setting(im, (struct import_setting){"line", "1", false}, e);
}

/* What the rows need to know of the file. */
static enum status open_rows(struct import *im, struct error *e)
{
    struct rows *r = &im->rows;
    enum status s = add_line_number(im, e);
    if (s == STATUS_OK)
        s = add_currency(im, e);
    if (s != STATUS_OK)
        return s;
    r->profile = im->options.profile;
    if (im->options.profile)
        r->fiscal = im->options.profile->fiscal;
    r->grain = im->options.grain;
    r->unstable = im->options.unstable_lines;
    r->sample = im->options.sample > 0;
    r->delimiter = im->open.dialect.delimiter[0];
    r->generic = im->options.generic;
    r->damaged = im->open.source.damaged;
    r->header_raw = im->open.header_raw;
    r->header_length = im->open.header_length;
    r->settings = im->options.settings;
    r->setting_count = im->options.setting_count;
    r->typing.order = im->options.order;
    /* A workbook holds numbers, not their spelling. */
    r->typing.sign = im->open.source.rows ? SIGN_POINT : 0;
    return rows_open(r, im->writer, e);
}

/* Several tables in one file are taken one at a time; *more false behind the one asked for. */
static enum status check_table(struct import *im, const struct record *record, bool *more,
                               struct error *e)
{
    if (!opening_is_other_table(&im->open, record))
        return STATUS_OK;
    *more = false;
    if (im->options.table)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: holds several tables, the second begins at row %u",
              im->open.source.path, record->row);
    return error_way_out(e, "take them one at a time: --table 1, --table 2 ...");
}

static enum status tell(struct import *im, uint64_t read, struct error *e)
{
    uint64_t all = im->open.source.bytes;
    if (progress_step(im->options.progress, read < all ? read : all, all,
                      im->report->batch.rows_read))
        return STATUS_OK;
    return error_set(e, STATUS_CANCELLED, "%s: stopped, nothing was changed",
                     im->open.source.path);
}

static enum status load_rows(struct import *im, struct error *e)
{
    struct record record;
    uint64_t told = 0;
    bool more = true;
    enum status s = STATUS_OK;
    struct batch *b = &im->report->batch;
    while (s == STATUS_OK) {
        s = opening_next(&im->open, &record, &more, e);
        if (s == STATUS_OK && more)
            s = check_table(im, &record, &more, e);
        if (s != STATUS_OK || !more)
            break;
        if (im->options.sample && b->rows_read >= im->options.sample) {
            im->report->sampled = true;
            break;
        }
        uint32_t left_out = b->rows_left_out;
        s = rows_load(&im->rows, &record, e);
        /* A row of totals is no example of what is loaded. */
        if (s == STATUS_OK && im->options.dry && b->rows_left_out == left_out)
            s = preview_row(&im->preview, &record, e);
        if (im->open.source.read - told < PROGRESS_STEP)
            continue;
        told = im->open.source.read;
        s = tell(im, told, e);
    }
    bool nothing = !b->rows_read && !im->options.generic;
    if (s == STATUS_OK && nothing) {
        im->open.no_table = true;
        error_set(e, STATUS_FAILED, "%s: a header and no rows", im->open.source.path);
        return error_way_out(e, "export it again");
    }
    if (s == STATUS_OK)
        s = tell(im, im->open.source.bytes, e);
    if (s == STATUS_OK)
        s = rows_settle(&im->rows, e);
    if (s == STATUS_OK)
        s = tell(im, im->open.source.bytes, e);
    return s == STATUS_OK ? preview_settle(&im->preview, im->report, e) : s;
}

/* The day that the file speaks of: as told, else its newest date, else today. */
static enum status settle_as_of(struct import *im, struct error *e)
{
    char text[16];
    int32_t day = im->rows.newest == INT32_MIN ? im->rows.typing.today : im->rows.newest;
    if (im->options.as_of)
        day = im->rows.typing.latest;
    date_format((struct date){day, DATE_DAY}, text);
    im->report->batch.as_of = arena_string(&im->report->arena, text);
    return im->report->batch.as_of ? STATUS_OK : error_no_memory(e);
}

static enum status commit(struct import *im, struct error *e)
{
    struct import_report *report = im->report;
    struct batch *b = &report->batch;
    const char *slash = strrchr(im->open.source.path, '/');
    char now[32];
    time_t seconds = time(NULL);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    const char *part = im->options.part;
    b->file = arena_printf(&report->arena, "%s%s%s", slash ? slash + 1 : im->open.source.path,
                           part ? "#" : "", part ? part : "");
    b->sha256 = arena_string(&report->arena, im->open.source.sha256);
    b->encoding = arena_string(&report->arena, im->open.source.encoding);
    b->imported_at = arena_string(&report->arena, now);
    if (!b->file || !b->sha256 || !b->encoding || !b->imported_at)
        return error_no_memory(e);
    b->bytes = im->open.source.bytes;
    b->findings = im->rows.findings.total;
    report->lines_without_case = im->rows.without_case;
    enum status s = settle_as_of(im, e);
    if (s == STATUS_OK)
        s = findings_report(&im->rows.findings, report, e);
    /* The numbers of the training data pass for real ones nowhere. */
    b->marking = im->rows.training ? "TRAINING DATA" : "";
    b->complete = im->options.scope ? im->options.complete : "";
    if (s == STATUS_OK && !im->options.dry)
        s = writer_commit(&im->writer, b, e);
    return s;
}

/* The same lines under other numbers would stand twice, as those of before and those of now. */
static enum status check_numbers(struct import *im, struct error *e)
{
    uint32_t all;
    const char *one = cases_renumbered(&im->rows.cases, &all);
    if (!one)
        return STATUS_OK;
    struct buffer clean = {0};
    text_clean(&clean, one, strlen(one), 40, false);
    error_set(e, STATUS_FAILED,
              "%s: %u case%s stand%s under other line numbers than before, unchanged (%s)",
              im->open.source.path, all, all == 1 ? "" : "s", all == 1 ? "s" : "",
              buffer_text(&clean));
    buffer_free(&clean);
    return error_way_out(e,
                         "numbers of this source are not stable: undo its earlier imports, and "
                         "load them with --unstable-lines");
}

/* What a file of sums does not hold says nothing of seizures. */
static enum status check_grain(struct import *im, struct error *e)
{
    if (grain_counts(im->options.grain) || !im->options.scope)
        return STATUS_OK;
    error_set(e, STATUS_MISUSE, "%s: --complete speaks of seizures, and its rows are none (%s)",
              im->open.source.path, grain_word(im->options.grain));
    error_way_out(e, "leave --complete out");
    return STATUS_MISUSE;
}

static enum status run(struct import *im, const char *path, struct error *e)
{
    enum status s = check_as_of(im, e);
    if (s == STATUS_OK)
        s = opening_source(&im->open, path, e);
    if (s == STATUS_OK)
        s = writer_begin(im->cache, &im->writer, e);
    if (s == STATUS_OK)
        s = refuse_known(im, e);
    if (s == STATUS_OK)
        s = check_scope(im, e);
    if (s == STATUS_OK)
        s = opening_read(&im->open, e);
    if (s == STATUS_OK && im->open.again)
        return s;
    if (s == STATUS_OK)
        s = check_grain(im, e);
    if (s == STATUS_OK)
        s = open_rows(im, e);
    if (s == STATUS_OK)
        s = load_rows(im, e);
    im->again = s == STATUS_OK && rows_mistaken(&im->rows);
    if (s == STATUS_OK && !im->again)
        s = check_numbers(im, e);
    if (s == STATUS_OK && !im->again)
        s = commit(im, e);
    return s;
}

/* What a pass over the file may teach that asks for another one. */
struct lesson {
    struct manner *learnt;         /* its columns were read under a wrong supposition */
    const struct profile *profile; /* that says how the file is to be read */
};

static bool is_lesson(const struct lesson *l)
{
    return l->learnt || l->profile;
}

/* One pass over the file. */
static enum status pass(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        int spooled, const struct lesson *known, struct lesson *found,
                        struct error *e)
{
    struct import im = {.cache = c, .options = *options, .report = report};
    im.rows.reference = im.rows.typing.reference = r;
    im.rows.shared.cache = c;
    im.open.reference = r;
    im.open.options = &im.options;
    im.open.report = report;
    im.open.spooled = spooled;
    im.rows.mapping = &im.open.mapping;
    im.preview.rows = &im.rows;
    im.rows.batch = &report->batch;
    im.rows.assumed = known->learnt;
    im.rows.findings.arena = &report->arena;
    enum status s = run(&im, path, e);
    if (im.again && !(found->learnt = rows_learnt(&im.rows)))
        s = error_no_memory(e);
    found->profile = im.open.again ? im.options.profile : NULL;
    writer_abandon(&im.writer);
    rows_close(&im.rows);
    opening_close(&im.open);
    if (s != STATUS_OK || im.again || im.open.again)
        import_report_free(report);
    if (s != STATUS_OK) {
        report->no_table = im.open.no_table || im.open.source.empty;
        report->known_as = im.known_as;
    }
    return s;
}

/* Passes until one teaches nothing: at most one each for the profile, for what the columns
 * taught and for cases that were numbered anew. */
static enum status passes(struct cache *c, const struct reference *r, const char *path,
                          const struct import_options *options, struct import_report *report,
                          int spooled, struct error *e)
{
    struct import_options told = *options;
    struct lesson known = {0}, found = {0};
    struct arena arena = {0};
    bool ignored;
    enum status s = STATUS_OK;
    if (told.profile)
        s = profile_apply(told.profile, &told, &arena, &ignored, e);
    if (s == STATUS_OK)
        s = pass(c, r, path, &told, report, spooled, &known, &found, e);
    while (s == STATUS_OK && is_lesson(&found)) {
        if (found.profile)
            s = profile_apply(found.profile, &told, &arena, &ignored, e);
        if (found.learnt) {
            free(known.learnt);
            known.learnt = found.learnt;
        }
        found = (struct lesson){0};
        if (s == STATUS_OK)
            s = pass(c, r, path, &told, report, spooled, &known, &found, e);
    }
    free(known.learnt);
    free(found.learnt);
    arena_free(&arena);
    return s;
}

enum status import_file(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        struct error *e)
{
    static const struct import_options none = {0};
    struct cache *scratch = NULL;
    enum status s = STATUS_OK;
    options = options ? options : &none;
    *report = (struct import_report){0};
    int spooled = -1;
    if (!strcmp(path, "-"))
        s = stream_spool(&spooled, e);
    /* A sample is looked at beside the cache, whose known cases would take long to read. */
    bool sample = options->dry && options->sample;
    if (s == STATUS_OK && sample)
        s = cache_open_scratch(&scratch, e);
    if (s == STATUS_OK)
        s = passes(sample ? scratch : c, r, path, options, report, spooled, e);
    cache_close(&scratch);
    if (spooled >= 0)
        close(spooled);
    return s;
}

void import_report_free(struct import_report *report)
{
    if (!report)
        return;
    arena_free(&report->arena);
    *report = (struct import_report){0};
}
