/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialects by trial: the one under which the records agree best. */
#include "ingest/dialect.h"

#include <string.h>

enum status sample_read(void *data, char *out, size_t room, size_t *got, struct error *e)
{
    struct sample *s = data;
    (void)e;
    *got = s->len < room ? s->len : room;
    memcpy(out, s->text, *got);
    s->text += *got;
    s->len -= *got;
    return STATUS_OK;
}

/* How the records of a sample look under a dialect. */
struct trial {
    double agree;  /* share of the records that have the commonest width */
    double odd;    /* share of those whose quotes are at odds */
    size_t width;  /* the commonest; of equals the largest */
    size_t quoted; /* records with a cell in quotes, none at odds */
    bool escapes;  /* every backslash stands before what it can escape */
};

enum { TRIED = 100 };

static void weigh(const size_t *widths, size_t count, struct trial *t)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        for (size_t k = 0; k < count; k++)
            same += widths[k] == widths[i];
        if (same > most || (same == most && widths[i] > t->width)) {
            most = same;
            t->width = widths[i];
        }
    }
    t->agree = count ? (double)most / (double)count : 0;
}

/* Whether the text escapes by backslash though nothing is at odds without it: every backslash
 * stands before what it can escape, and some before another. "C:\\dir" is as good a text in a
 * file that doubles quotes, and a lone one before a delimiter in quotes is no escape. */
static bool all_escape(struct sample sample, const struct dialect *d)
{
    const char *p = sample.text, *end = p + sample.len;
    bool some = false;
    while (p < end && (p = memchr(p, '\\', (size_t)(end - p)))) {
        if (++p == end)
            break;
        bool delimiter = (size_t)(end - p) >= d->length && !memcmp(p, d->delimiter, d->length);
        some |= *p == '\\';
        if (!delimiter && *p != '\\' && *p != d->quote && *p != '\n' && *p != '\r')
            return false;
        p++;
    }
    return some;
}

static enum status attempt(struct sample sample, const struct dialect *dialect, struct trial *t,
                           struct error *e)
{
    struct sample reader = sample;
    struct records *r;
    struct record record;
    size_t widths[TRIED] = {0}, seen = 0, odd = 0;
    bool more = true;
    *t = (struct trial){0};
    enum status s = records_open(&r, sample_read, &reader, dialect, e);
    while (s == STATUS_OK && seen < TRIED) {
        s = records_next(r, &record, &more, e);
        /* The last record of a sample is likely cut. */
        if (s != STATUS_OK || !more || (!sample.whole && records_at_end(r)))
            break;
        bool fault = record.flags & (RECORD_GIVEN_UP | RECORD_STRAY_QUOTE);
        odd += fault;
        t->quoted += !fault && record.flags & RECORD_QUOTED;
        widths[seen++] = record.count;
    }
    records_close(&r);
    weigh(widths, seen, t);
    t->odd = seen ? (double)odd / (double)seen : 0;
    t->escapes = dialect->backslash && all_escape(sample, dialect);
    return s;
}

static bool is_better(const struct trial *t, const struct trial *best, const struct dialect *d,
                      const struct dialect *than)
{
    double gain = t->agree - t->odd, held = best->agree - best->odd;
    if (t->width < 2)
        return false;
    if (best->width < 2)
        return true;
    /* What never stands alone is one sign of two bytes: between two of them its half sees one
     * empty cell more. */
    if (d->length > than->length && than->delimiter[0] == d->delimiter[0] &&
        best->width == t->width * 2 - 1)
        return gain >= held;
    if (d->length == than->length && d->delimiter[0] == than->delimiter[0])
        return d->quote != than->quote ? t->quoted > 0 && !best->quoted && t->odd <= best->odd
                                       : gain > held || (gain >= held && t->escapes);
    return gain > held || (gain >= held && t->width > best->width);
}

enum status dialect_find(struct sample sample, struct dialect *dialect, struct error *e)
{
    static const char *const delimiters[] = {",",  ";", "\t", "|",    "||",
                                             "::", "^", "~",  "\x1F", "\u00a6"};
    static const struct {
        char quote;
        bool backslash;
    } quotes[] = {{'"', false}, {'"', true}, {'\'', false}, {'\'', true}};
    const struct dialect told = *dialect;
    struct trial best = {0};
    struct dialect found = told;
    found.delimiter[0] = told.length ? told.delimiter[0] : ',';
    found.length = told.length ? told.length : 1;
    found.quote = told.quote ? told.quote : '"';
    found.delimiter[1] = told.length > 1 ? told.delimiter[1] : '\0';
    size_t tried = told.length ? 1 : sizeof delimiters / sizeof *delimiters;
    for (size_t i = 0; i < tried; i++)
        for (size_t k = 0; k < sizeof quotes / sizeof *quotes; k++) {
            struct dialect d = told;
            struct trial t;
            if (!told.length) {
                strcpy(d.delimiter, delimiters[i]);
                d.length = strlen(delimiters[i]);
            }
            if (told.quote && (k > 1 || (quotes[k].backslash && told.quote == QUOTE_NONE)))
                break;
            d.quote = told.quote ? told.quote : quotes[k].quote;
            if (told.escape_told && quotes[k].backslash != told.backslash)
                continue;
            d.backslash = quotes[k].backslash;
            /* Nothing is escaped by what does not occur. */
            if (quotes[k].backslash && !told.escape_told &&
                !memchr(sample.text, '\\', sample.len))
                continue;
            enum status s = attempt(sample, &d, &t, e);
            if (s != STATUS_OK)
                return s;
            if (is_better(&t, &best, &d, &found)) {
                best = t;
                found = d;
            }
        }
    *dialect = found;
    return STATUS_OK;
}

enum status dialect_take_delimiter(const char *text, struct dialect *d, struct error *e)
{
    bool tab = !strcmp(text, "tab") || !strcmp(text, "TAB") || !strcmp(text, "\\t");
    if (tab)
        text = "\t";
    d->length = strlen(text);
    if (!d->length || d->length > DELIMITER_MOST || strpbrk(text, "\r\n\"")) {
        error_set(e, STATUS_MISUSE, "a delimiter is one to %d bytes, no quote, no line end",
                  DELIMITER_MOST);
        return error_way_out(e, "write --delimiter ';' or --delimiter tab");
    }
    memcpy(d->delimiter, text, d->length + 1);
    return STATUS_OK;
}

enum status dialect_take_quote(const char *text, struct dialect *d, struct error *e)
{
    if (!strcmp(text, "none"))
        d->quote = QUOTE_NONE;
    else if (strlen(text) == 1)
        d->quote = *text;
    else
        return error_set(e, STATUS_MISUSE, "a quote is one character or none, not %.40s", text);
    return STATUS_OK;
}
