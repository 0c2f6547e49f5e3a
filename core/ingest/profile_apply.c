/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles and imports: what a profile adds to a call, and a call's findings as a profile. */
#include "ingest/import.h"

#include "ingest/dialect.h"

#include <string.h>

/* The call's own come first: a field that they filled is blank no more. */
static enum status add_settings(const struct profile *p, struct import_options *o,
                                struct arena *a, struct error *e)
{
    size_t count = o->setting_count + p->setting_count;
    struct import_setting *all = arena_zero(a, count + 1, sizeof *all);
    if (!all)
        return error_no_memory(e);
    if (o->setting_count)
        memcpy(all, o->settings, o->setting_count * sizeof *all);
    if (p->setting_count)
        memcpy(all + o->setting_count, p->settings, p->setting_count * sizeof *all);
    o->settings = all;
    o->setting_count = count;
    return STATUS_OK;
}

/* What says how the file is to be read. */
static enum status add_dialect(const struct profile *p, struct import_options *o, bool *again,
                               struct error *e)
{
    enum status s = STATUS_OK;
    if (p->encoding && !o->encoding) {
        o->encoding = p->encoding;
        *again = true;
    }
    if (p->part && !o->part) {
        o->part = p->part;
        *again = true;
    }
    if (p->delimiter && !o->dialect.length) {
        s = dialect_take_delimiter(p->delimiter, &o->dialect, e);
        *again = true;
    }
    if (s == STATUS_OK && p->quote && !o->dialect.quote) {
        s = dialect_take_quote(p->quote, &o->dialect, e);
        *again = true;
    }
    if (p->escape_told && !o->dialect.escape_told) {
        o->dialect.escape_told = *again = true;
        o->dialect.backslash = p->backslash;
    }
    if (p->header_told && !o->header_told) {
        o->header_told = *again = true;
        o->header_rows = p->header_rows;
    }
    if (p->table && !o->table) {
        o->table = p->table;
        *again = true;
    }
    return s;
}

enum status profile_apply(const struct profile *p, struct import_options *options,
                          struct arena *a, bool *again, struct error *e)
{
    options->profile = p;
    options->generic |= p->generic;
    options->unstable_lines |= p->unstable_lines;
    options->order = options->order ? options->order : p->order;
    if (!options->grain_told)
        options->grain = p->grain;
    enum status s = add_dialect(p, options, again, e);
    return s == STATUS_OK ? add_settings(p, options, a, e) : s;
}

/* ---- what was found, as a profile ---- */

/* One of signs alone ("#") is like any other such: it tells nothing. */
static bool is_unknown_header(const struct import_column *c)
{
    return !header_same(c->header, strlen(c->header), c->header);
}

static enum status keep_columns(const struct import_report *r, struct arena *a,
                                struct profile *out, struct error *e)
{
    out->has = arena_zero(a, r->column_count + 1, sizeof *out->has);
    out->columns = arena_zero(a, r->column_count + 1, sizeof *out->columns);
    if (!out->has || !out->columns)
        return error_no_memory(e);
    for (size_t i = 0; i < r->column_count; i++) {
        const struct import_column *c = &r->columns[i];
        if (is_unknown_header(c))
            continue;
        out->has[out->has_count] = arena_string(a, c->header);
        out->columns[out->column_count] =
            (struct profile_column){arena_string(a, c->field), arena_string(a, c->header)};
        if (!out->has[out->has_count++] || !out->columns[out->column_count].field ||
            !out->columns[out->column_count++].header)
            return error_no_memory(e);
    }
    return STATUS_OK;
}

static const char *delimiter_of(const struct import_options *o, struct arena *a)
{
    return o->dialect.length ? arena_copy(a, o->dialect.delimiter, o->dialect.length) : NULL;
}

static const char *quote_of(const struct import_options *o, struct arena *a)
{
    if (!o->dialect.quote)
        return NULL;
    return o->dialect.quote == QUOTE_NONE ? "none" : arena_copy(a, &o->dialect.quote, 1);
}

enum status import_profile(const struct import_report *report,
                           const struct import_options *options, const char *name,
                           struct arena *a, struct profile *out, struct error *e)
{
    const struct profile *old = report->profile;
    *out = (struct profile){.name = arena_string(a, name),
                            .title = arena_string(a, name),
                            .generic = options->generic,
                            .unstable_lines = options->unstable_lines,
                            .escape_told = options->dialect.escape_told,
                            .backslash = options->dialect.backslash,
                            .grain = report->batch.grain,
                            .encoding = options->encoding,
                            .part = options->part,
                            .header_told = options->header_told,
                            .header_rows = options->header_rows,
                            .order = report->order,
                            .table = options->table};
    out->delimiter = delimiter_of(options, a);
    out->quote = quote_of(options, a);
    if (old) {
        out->fiscal = old->fiscal;
        out->encoding = out->encoding ? out->encoding : old->encoding;
        out->delimiter = out->delimiter ? out->delimiter : old->delimiter;
        out->quote = out->quote ? out->quote : old->quote;
    }
    struct import_options all = *options;
    enum status s = out->name && out->title ? STATUS_OK : error_no_memory(e);
    if (s == STATUS_OK)
        s = add_settings(old ? old : out, &all, a, e);
    if (old) {
        out->values = old->values;
        out->value_count = old->value_count;
    }
    if (s == STATUS_OK && all.setting_count) {
        out->settings = arena_zero(a, all.setting_count, sizeof *out->settings);
        if (!out->settings)
            return error_no_memory(e);
        memcpy(out->settings, all.settings, all.setting_count * sizeof *out->settings);
        out->setting_count = all.setting_count;
    }
    return s == STATUS_OK ? keep_columns(report, a, out, e) : s;
}
