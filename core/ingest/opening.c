/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning of an import, step by step. */
#include "ingest/opening.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A sample is some hundred rows, even where some of their cells are long. */
enum { SAMPLE = 1 << 20, MOST_SURVEYED = 1 << 24 };

static enum status read_source(void *data, char *out, size_t room, size_t *got, struct error *e)
{
    return source_read(data, out, room, got, e);
}

enum status opening_source(struct opening *o, const char *path, struct error *e)
{
    return source_open(&o->source, path, o->spooled, o->options->part, o->options->encoding,
                       o->options->sample ? MOST_SURVEYED : 0, o->options->progress, e);
}

enum status opening_next(struct opening *o, struct record *record, bool *more, struct error *e)
{
    struct error inner;
    enum status s = records_next(o->records, record, more, &inner);
    if (s == STATUS_OK)
        return s;
    error_set(e, s, "%s: %s", o->source.path, inner.text);
    if (*inner.way_out)
        error_way_out(e, "%s", inner.way_out);
    return s;
}

/* ---- dialect ---- */

static enum status look_at_sample(struct opening *o, struct sample sample, struct error *e)
{
    const struct import_options *options = o->options;
    o->dialect = options->dialect;
    o->dialect.sheet = o->source.rows;
    enum status s = STATUS_OK;
    if (o->source.rows) {
        /* Written by the reader of workbooks. */
        strcpy(o->dialect.delimiter, ",");
        o->dialect.length = 1;
        o->dialect.quote = '"';
        o->dialect.backslash = false;
    } else {
        s = dialect_find(sample, &o->dialect, e);
    }
    int rows = options->header_told ? (int)options->header_rows : HEADER_ROWS_FIND;
    return s == STATUS_OK ? header_find(o->reference, sample, &o->dialect, rows, &o->place, e)
                          : s;
}

static enum status open_records(struct opening *o, struct error *e)
{
    size_t len = 0, got = 1;
    char *sample = malloc(SAMPLE);
    if (!sample)
        return error_no_memory(e);
    enum status s = STATUS_OK;
    while (s == STATUS_OK && got && len < SAMPLE) {
        /* A decoder that has room for no whole character gives nothing. */
        if (SAMPLE - len < 32)
            break;
        s = source_read(&o->source, sample + len, SAMPLE - len, &got, e);
        len += s == STATUS_OK ? got : 0;
    }
    if (s == STATUS_OK)
        s = look_at_sample(o, (struct sample){sample, len, !got}, e);
    free(sample);
    if (s == STATUS_OK)
        s = source_rewind(&o->source, e);
    if (s == STATUS_OK)
        s = records_open(&o->records, read_source, &o->source, &o->dialect, e);
    return s;
}

/* ---- header ---- */

static bool is_known(const struct opening *o, const char *text)
{
    return reference_field_by_header(o->reference, text, strlen(text)) != NULL;
}

/* The cells of the header rows, trimmed, in the arena: cells[row * width + column]. */
struct header {
    const char **cells;
    size_t rows, width;
};

static bool keep_row(struct opening *o, struct header *h, size_t row, const struct record *r)
{
    struct arena *a = &o->report->arena;
    size_t width = r->count;
    /* A sheet does not say that its last columns have no name. */
    if (o->source.rows && o->options->table < 2 && o->place.width > width)
        width = o->place.width;
    if (width > h->width) {
        const char **wider = arena_zero(a, h->rows * width, sizeof *wider);
        for (size_t i = 0; wider && i < row; i++)
            for (size_t k = 0; k < h->width; k++)
                wider[i * width + k] = h->cells[i * h->width + k];
        if (!wider)
            return false;
        h->cells = wider;
        h->width = width;
    }
    for (size_t k = 0; k < r->count; k++) {
        const char *start;
        size_t len = text_trim(r->cells[k].text, r->cells[k].length, &start);
        if (!(h->cells[row * h->width + k] = arena_copy(a, start, len)))
            return false;
    }
    return true;
}

/* What stands over a column in one row of the header; a group name over several columns stands
 * over the first of them alone, and reaches to the next. */
static const char *name_over(const struct header *h, size_t row, size_t column)
{
    for (size_t k = column + 1; k-- > 0;) {
        const char *text = h->cells[row * h->width + k];
        if (text && *text)
            return text;
        if (row + 1 == h->rows)
            break;
    }
    return "";
}

/* Whether what stands in the cell is meant for its column alone, and not for the next ones too.
 */
static bool is_own(const struct header *h, size_t row, size_t column)
{
    const char *text = h->cells[row * h->width + column];
    const char *next = column + 1 < h->width ? h->cells[row * h->width + column + 1] : "-";
    return text && *text && (row + 1 == h->rows || (next && *next));
}

/* The name of a column under several header rows: all of them together, or the lowest or
 * highest that is known alone; but "Goods" over a price and a weight does not make them goods.
 */
static const char *column_name(const struct opening *o, const struct header *h, size_t column)
{
    struct buffer joined = {0};
    const char *known = NULL, *before = "";
    for (size_t row = 0; row < h->rows; row++) {
        const char *name = name_over(h, row, column);
        if (*name && strcmp(name, before)) {
            buffer_adds(&joined, joined.len ? " " : "");
            buffer_adds(&joined, name);
            before = name;
        }
        if (!o->options->generic && is_own(h, row, column) && is_known(o, name))
            known = name;
    }
    const char *name = NULL;
    if (!joined.failed)
        name = known && !is_known(o, buffer_text(&joined))
                   ? known
                   : arena_string(&o->report->arena, buffer_text(&joined));
    buffer_free(&joined);
    return name;
}

/* A header that is not the one expected is another file than the one expected. */
static enum status check_header(struct opening *o, const struct cell *cells, size_t width,
                                struct error *e)
{
    const struct import_options *options = o->options;
    bool same = width == options->header_count;
    for (size_t i = 0; same && i < width; i++)
        same = !strcmp(cells[i].text, options->header[i]);
    if (same)
        return STATUS_OK;
    struct buffer clean = {0};
    text_clean(&clean, o->header_raw, strlen(o->header_raw), 60, false);
    error_set(e, STATUS_FAILED, "%s: row %u is not the header expected: %s", o->source.path,
              o->header_row, buffer_text(&clean));
    buffer_free(&clean);
    return error_way_out(e, "look at the file, or leave --header out");
}

/* The profile that knows the header, where none is told. */
static enum status take_profile(struct opening *o, const struct record *names, struct error *e)
{
    struct import_options *options = o->options;
    bool looks = !options->profile && !options->generic && options->profiles;
    const struct profile *p = looks ? profiles_match(options->profiles, names) : NULL;
    return p ? profile_apply(p, options, &o->report->arena, &o->again, e) : STATUS_OK;
}

static enum status name_columns(struct opening *o, const struct header *h, struct error *e)
{
    struct arena *a = &o->report->arena;
    const struct import_options *options = o->options;
    size_t width = h->rows                 ? h->width
                   : options->header_count ? options->header_count
                                           : o->place.width;
    width = width ? width : 1;
    struct cell *cells = arena_zero(a, width + 1, sizeof *cells);
    for (size_t i = 0; cells && i < width; i++) {
        const char *name = h->rows == 1            ? h->cells[i] ? h->cells[i] : ""
                           : h->rows               ? column_name(o, h, i)
                           : options->header_count ? options->header[i]
                                                   : "";
        if (!name)
            return error_no_memory(e);
        cells[i] = (struct cell){name, (uint32_t)strlen(name)};
    }
    if (!cells)
        return error_no_memory(e);
    if (h->rows && options->header_count) {
        enum status s = check_header(o, cells, width, e);
        if (s != STATUS_OK)
            return s;
    }
    const struct record names = {.count = width, .cells = cells};
    enum status s = take_profile(o, &names, e);
    const struct mapping_told told = {.profile = options->profile,
                                      .choices = options->choices,
                                      .choice_count = options->choice_count,
                                      .generic = options->generic,
                                      .apart = !grain_counts(options->grain)};
    return s == STATUS_OK && !o->again
               ? mapping_make(o->reference, &names, &told, a, &o->mapping, e)
               : s;
}

/* Whether the record is a header behind blank lines, or behind a title that stands there. */
static bool begins_table(struct opening *o, const struct record *record)
{
    bool after = o->after_blank || record->flags & RECORD_AFTER_BLANK;
    o->after_blank = record->raw_length == (record->count - 1) * o->dialect.length;
    if (!after)
        return false;
    o->after_blank |= header_look_at(o->reference, record).filled <= 1;
    return header_is_one(o->reference, record);
}

/* Passes over records until the table that was asked for begins; its header is then in record.
 */
static enum status find_table(struct opening *o, struct record *record, bool *more,
                              struct error *e)
{
    unsigned table = 1;
    enum status s = STATUS_OK;
    /* The first has a header of its own, maybe behind a blank line too. */
    for (size_t i = 0; i < o->place.preamble + o->place.rows && s == STATUS_OK && *more; i++)
        s = opening_next(o, record, more, e);
    while (s == STATUS_OK && *more && table < o->options->table) {
        s = opening_next(o, record, more, e);
        if (s == STATUS_OK && *more && begins_table(o, record))
            table++;
    }
    o->after_blank = false;
    if (s != STATUS_OK || *more)
        return s;
    error_set(e, STATUS_FAILED, "%s: has no table %u, but %u", o->source.path,
              o->options->table, table);
    return error_way_out(e, "--table 1 takes the first");
}

static enum status read_header(struct opening *o, struct header *h, struct error *e)
{
    struct record record = {0};
    struct buffer raw = {0};
    bool more = true, other = o->options->table > 1;
    enum status s = STATUS_OK;
    h->rows = other ? 1 : o->place.rows;
    for (size_t i = 0; i < o->place.preamble && s == STATUS_OK && more && !other; i++)
        s = opening_next(o, &record, &more, e);
    if (s == STATUS_OK && other)
        s = find_table(o, &record, &more, e);
    for (size_t i = 0; i < h->rows && s == STATUS_OK && more; i++) {
        if (!other)
            s = opening_next(o, &record, &more, e);
        if (s != STATUS_OK || !more)
            break;
        o->header_row = i ? o->header_row : record.row;
        if (i)
            buffer_addc(&raw, '\n');
        buffer_add(&raw, record.raw, record.raw_length);
        if (!keep_row(o, h, i, &record))
            s = error_no_memory(e);
    }
    if (s == STATUS_OK && !more && h->rows) {
        o->no_table = true;
        error_set(e, STATUS_FAILED,
                  h->cells ? "%s: its header is cut" : "%s: holds blank lines alone",
                  o->source.path);
        s = error_way_out(e, "export it again");
    }
    o->header_raw = arena_copy(&o->report->arena, buffer_text(&raw), raw.len);
    o->header_length = h->rows == 1 ? raw.len : 0;
    if (s == STATUS_OK && (raw.failed || !o->header_raw))
        s = error_no_memory(e);
    buffer_free(&raw);
    return s;
}

static enum status refuse_unknown(struct opening *o, struct error *e)
{
    struct buffer clean = {0};
    text_clean(&clean, o->header_raw, strlen(o->header_raw), 60, false);
    o->no_table = true;
    error_set(e, STATUS_FAILED, "%s: no column is known (%s)", o->source.path,
              buffer_text(&clean));
    buffer_free(&clean);
    return error_way_out(e,
                         "say which lines are the header with --header-rows, or take the table "
                         "as it is with --generic");
}

static enum status report_opening(struct opening *o, struct error *e)
{
    struct import_report *report = o->report;
    struct dialect *d = &o->dialect;
    bool tab = d->length == 1 && d->delimiter[0] == '\t';
    struct buffer shown = {0};
    text_clean(&shown, d->delimiter, d->length, -1, false);
    report->dialect =
        o->source.rows
            ? arena_string(&report->arena, "a sheet of a workbook")
            : arena_printf(&report->arena, "delimiter %s, quote %.*s%s",
                           tab ? "TAB" : buffer_text(&shown), d->quote == QUOTE_NONE ? 4 : 1,
                           d->quote == QUOTE_NONE ? "none" : &d->quote,
                           d->backslash ? ", escape \\" : "");
    buffer_free(&shown);
    report->profile = o->options->profile;
    report->order = o->options->order;
    report->batch.grain = o->options->grain;
    report->batch.profile = report->profile ? report->profile->name : "";
    report->preamble = (uint32_t)o->place.preamble;
    report->header_rows = (uint32_t)o->place.rows;
    report->batch.header = o->header_raw;
    report->batch.delimiter = d->delimiter[0];
    report->column_count = o->mapping.count;
    report->columns =
        arena_zero(&report->arena, report->column_count + 1, sizeof *report->columns);
    if (!report->columns || !report->dialect)
        return error_no_memory(e);
    for (size_t i = 0; i < report->column_count; i++) {
        const struct mapped *m = &o->mapping.columns[i];
        report->columns[i] = (struct import_column){
            .header = m->header, .field = m->name, .further = !m->field, .evidence = ""};
    }
    return STATUS_OK;
}

enum status opening_read(struct opening *o, struct error *e)
{
    struct header h = {0};
    enum status s = open_records(o, e);
    if (s == STATUS_OK)
        s = read_header(o, &h, e);
    if (s == STATUS_OK)
        s = name_columns(o, &h, e);
    if (s != STATUS_OK || o->again)
        return s;
    s = report_opening(o, e);
    if (s == STATUS_OK && o->options->generic && o->mapping.count == 1)
        records_keep_blank_lines(o->records);
    bool known = o->mapping.known || o->options->profile || o->options->setting_count;
    if (s != STATUS_OK || known || o->options->generic)
        return s;
    return refuse_unknown(o, e);
}

bool opening_is_other_table(struct opening *o, const struct record *record)
{
    if (o->options->generic || !begins_table(o, record))
        return false;
    bool same = o->header_length && record->raw_length == o->header_length &&
                !memcmp(record->raw, o->header_raw, o->header_length);
    return !same;
}

void opening_close(struct opening *o)
{
    records_close(&o->records);
    source_close(&o->source);
}
