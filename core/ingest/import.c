/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file into the cache: the steps of an import, in order, and what is reported of it. */
#include "ingest/import.h"

#include "ingest/rows.h"
#include "ingest/source.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLE = 1 << 17, PROGRESS_STEP = 1 << 20 };

struct import {
    struct cache *cache;
    const struct import_options *options;
    struct import_report *report;
    struct source source;
    struct records *records;
    struct writer *writer;
    struct mapping mapping;
    struct rows rows;
    bool again; /* a supposition about a column was wrong: once more */
};

static enum status read_source(void *data, char *out, size_t room, size_t *got, struct error *e)
{
    return source_read(data, out, room, got, e);
}

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
    if (!im->options->as_of)
        return STATUS_OK;
    const char *as_of = im->options->as_of;
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
    enum status s = writer_find_batch(im->writer, im->source.sha256, &batch, e);
    if (s != STATUS_OK || !batch)
        return s;
    error_set(e, STATUS_FAILED, "%s: the same content is there already, as batch %u",
              im->source.path, batch);
    return error_way_out(e, "nothing needs to be done; saisie info lists the batches");
}

/* Between the asking of the scope and now nobody may have written. */
static enum status check_scope(struct import *im, struct error *e)
{
    im->rows.scope = im->options->scope;
    if (!im->rows.scope || im->rows.scope->bits == cache_line_count(im->cache))
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: the cache changed meanwhile", im->source.path);
    return error_way_out(e, "import the file again");
}

static enum status open_records(struct import *im, struct error *e)
{
    size_t len = 0, got = 1;
    char *sample = malloc(SAMPLE);
    if (!sample)
        return error_no_memory(e);
    enum status s = STATUS_OK;
    while (s == STATUS_OK && got && len < SAMPLE) {
        /* A decoder that has room for no whole character gives nothing. */
        if (SAMPLE - len < 16)
            break;
        s = source_read(&im->source, sample + len, SAMPLE - len, &got, e);
        len += s == STATUS_OK ? got : 0;
    }
    if (s == STATUS_OK)
        s = records_delimiter(sample, len, !got, &im->rows.delimiter, e);
    free(sample);
    if (s == STATUS_OK)
        s = source_rewind(&im->source, e);
    if (s == STATUS_OK)
        s = records_open(&im->records, read_source, &im->source, im->rows.delimiter, e);
    return s;
}

static enum status next_record(struct import *im, struct record *record, bool *more,
                               struct error *e)
{
    struct error inner;
    enum status s = records_next(im->records, record, more, &inner);
    if (s == STATUS_OK)
        return s;
    error_set(e, s, "%s: %s", im->source.path, inner.text);
    if (*inner.way_out)
        error_way_out(e, "%s", inner.way_out);
    return s;
}

static enum status report_columns(struct import *im, struct error *e)
{
    struct import_report *report = im->report;
    report->column_count = im->mapping.count;
    report->columns = arena_zero(&report->arena, report->column_count, sizeof *report->columns);
    if (!report->columns)
        return error_no_memory(e);
    for (size_t i = 0; i < report->column_count; i++) {
        const struct mapped *m = &im->mapping.columns[i];
        report->columns[i] = (struct import_column){m->header, m->name, !m->field};
    }
    return STATUS_OK;
}

static enum status read_header(struct import *im, struct error *e)
{
    struct record header;
    bool more;
    enum status s = next_record(im, &header, &more, e);
    if (s != STATUS_OK)
        return s;
    if (!more) {
        error_set(e, STATUS_FAILED, "%s: holds blank lines alone", im->source.path);
        return error_way_out(e, "export it again");
    }
    struct arena *a = &im->report->arena;
    im->report->batch.header = arena_copy(a, header.raw, header.raw_length);
    if (!im->report->batch.header)
        return error_no_memory(e);
    s = mapping_make(im->rows.reference, &header, im->options->generic, a, &im->mapping, e);
    if (s == STATUS_OK)
        s = report_columns(im, e);
    im->rows.generic = im->options->generic;
    if (im->rows.generic && im->mapping.count == 1)
        records_keep_blank_lines(im->records);
    if (s != STATUS_OK || im->mapping.known || im->options->generic)
        return s;
    struct buffer clean = {0};
    text_clean(&clean, header.raw, header.raw_length, 60, false);
    error_set(e, STATUS_FAILED, "%s: no column is known (line %u: %s)", im->source.path,
              header.row, buffer_text(&clean));
    buffer_free(&clean);
    return error_way_out(e, "check that the first line is the header, or take the table as it "
                            "is with --generic");
}

static enum status load_rows(struct import *im, struct error *e)
{
    struct record record;
    uint64_t told = 0;
    bool more = true;
    enum status s = STATUS_OK;
    struct batch *b = &im->report->batch;
    while (s == STATUS_OK) {
        s = next_record(im, &record, &more, e);
        if (s != STATUS_OK || !more)
            break;
        s = rows_load(&im->rows, &record, e);
        if (im->source.read - told < PROGRESS_STEP)
            continue;
        told = im->source.read;
        if (!progress_step(im->options->progress, told, im->source.bytes, b->rows_read))
            return error_set(e, STATUS_CANCELLED, "%s: stopped, nothing was changed",
                             im->source.path);
    }
    if (s == STATUS_OK && !b->rows_read) {
        error_set(e, STATUS_FAILED, "%s: a header and no rows", im->source.path);
        return error_way_out(e, "export it again");
    }
    return s == STATUS_OK ? rows_settle(&im->rows, e) : s;
}

/* The day that the file speaks of: as told, else its newest date, else today. */
static enum status settle_as_of(struct import *im, struct error *e)
{
    char text[16];
    int32_t day = im->rows.newest == INT32_MIN ? im->rows.typing.today : im->rows.newest;
    if (im->options->as_of)
        day = im->rows.typing.latest;
    date_format((struct date){day, DATE_DAY}, text);
    im->report->batch.as_of = arena_string(&im->report->arena, text);
    return im->report->batch.as_of ? STATUS_OK : error_no_memory(e);
}

static enum status commit(struct import *im, struct error *e)
{
    struct import_report *report = im->report;
    struct batch *b = &report->batch;
    const char *slash = strrchr(im->source.path, '/');
    char now[32];
    time_t seconds = time(NULL);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    b->file = arena_string(&report->arena, slash ? slash + 1 : im->source.path);
    b->sha256 = arena_string(&report->arena, im->source.sha256);
    b->encoding = arena_string(&report->arena, im->source.encoding);
    b->imported_at = arena_string(&report->arena, now);
    if (!b->file || !b->sha256 || !b->encoding || !b->imported_at)
        return error_no_memory(e);
    b->bytes = im->source.bytes;
    b->delimiter = im->rows.delimiter;
    b->findings = im->rows.findings.total;
    report->lines_without_case = im->rows.without_case;
    enum status s = settle_as_of(im, e);
    if (s == STATUS_OK)
        s = findings_report(&im->rows.findings, report, e);
    /* The numbers of the training data pass for real ones nowhere. */
    b->marking = im->rows.training ? "TRAINING DATA" : "";
    b->complete = im->options->scope ? im->options->complete : "";
    if (s == STATUS_OK)
        s = writer_commit(&im->writer, b, e);
    return s;
}

static enum status run(struct import *im, const char *path, struct error *e)
{
    enum status s = check_as_of(im, e);
    if (s == STATUS_OK)
        s = source_open(&im->source, path, e);
    if (s == STATUS_OK)
        s = writer_begin(im->cache, &im->writer, e);
    if (s == STATUS_OK)
        s = refuse_known(im, e);
    if (s == STATUS_OK)
        s = check_scope(im, e);
    if (s == STATUS_OK)
        s = open_records(im, e);
    if (s == STATUS_OK)
        s = read_header(im, e);
    if (s == STATUS_OK)
        s = rows_open(&im->rows, im->writer, e);
    if (s == STATUS_OK)
        s = load_rows(im, e);
    im->again = s == STATUS_OK && rows_mistaken(&im->rows);
    if (s == STATUS_OK && !im->again)
        s = commit(im, e);
    return s;
}

/* One pass over the file. *learnt: what it taught about its columns where it has to be loaded
 * once more; owned by the caller. */
static enum status pass(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        const struct manner *assumed, struct manner **learnt, struct error *e)
{
    struct import im = {.cache = c, .options = options, .report = report};
    im.rows.reference = im.rows.typing.reference = r;
    im.rows.shared.cache = c;
    im.rows.mapping = &im.mapping;
    im.rows.batch = &report->batch;
    im.rows.assumed = assumed;
    im.rows.findings.arena = &report->arena;
    enum status s = run(&im, path, e);
    if (im.again && !(*learnt = rows_learnt(&im.rows)))
        s = error_no_memory(e);
    writer_abandon(&im.writer);
    rows_close(&im.rows);
    records_close(&im.records);
    source_close(&im.source);
    if (s != STATUS_OK || im.again)
        import_report_free(report);
    return s;
}

enum status import_file(struct cache *c, const struct reference *r, const char *path,
                        const struct import_options *options, struct import_report *report,
                        struct error *e)
{
    static const struct import_options none = {0};
    struct manner *learnt = NULL, *nothing = NULL;
    options = options ? options : &none;
    *report = (struct import_report){0};
    enum status s = pass(c, r, path, options, report, NULL, &learnt, e);
    if (s == STATUS_OK && learnt)
        s = pass(c, r, path, options, report, learnt, &nothing, e);
    free(learnt);
    return s;
}

void import_report_free(struct import_report *report)
{
    if (!report)
        return;
    arena_free(&report->arena);
    *report = (struct import_report){0};
}
