/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in dialects that libcsv does not read: delimiters of several bytes, other quotes,
 * escapes by backslash. Each is written anew with every cell in quotes. */
#include "ingest/records_private.h"

#include <string.h>

static void emit(struct records *r, char c)
{
    if (c == '"')
        buffer_addc(&r->mended, c);
    buffer_addc(&r->mended, c);
}

static void open_cell(struct records *r, struct walk *w)
{
    buffer_addc(&r->mended, '"');
    w->cell = r->mended.len;
    w->state = CELL_START;
    w->stray = false;
}

static void close_cell(struct records *r, struct walk *w)
{
    if (w->state == QUOTE_SEEN)
        r->mended.len = w->quote;
    buffer_addc(&r->mended, '"');
}

static size_t left(const struct records *r, const struct walk *w)
{
    return r->end - r->begin - w->at;
}

/* A backslash: what it takes away the meaning of is taken as it is. Returns bytes used, 0 where
 * it is a backslash and no more. */
static size_t escaped(struct records *r, struct walk *w, const char *p)
{
    const struct dialect *d = &r->dialect;
    size_t rest = left(r, w);
    if (!d->backslash || *p != '\\' || rest < 2)
        return 0;
    char c = p[1];
    if (rest > d->length && !memcmp(p + 1, d->delimiter, d->length)) {
        for (size_t i = 0; i < d->length; i++)
            emit(r, p[1 + i]);
        return 1 + d->length;
    }
    if (c != d->quote && c != '\\' && c != '\n' && c != '\r')
        return 0;
    emit(r, c);
    if (c != '\n' && c != '\r')
        return 2;
    if (!w->lines++)
        w->first_line = w->at + 1;
    if (c == '\r' && rest > 2 && p[2] == '\n') {
        emit(r, '\n');
        return 3;
    }
    return 2;
}

static bool is_blank(const struct records *r, char c)
{
    return (c == ' ' || c == '\t') && r->dialect.delimiter[0] != c;
}

/* A byte behind a quote that may have closed the cell. */
static void behind_quote(struct records *r, struct walk *w, char c)
{
    bool quote = c == r->dialect.quote;
    if (quote && !w->spaced) {
        r->mended.len = w->quote; /* doubled */
        emit(r, c);
        w->state = QUOTED;
        return;
    }
    if (is_blank(r, c)) {
        w->spaced = true;
        emit(r, c);
        return;
    }
    w->state = QUOTED;
    w->stray = true;
    w->flags |= RECORD_STRAY_QUOTE;
    if (quote) {
        w->quote = r->mended.len;
        w->spaced = false;
        w->state = QUOTE_SEEN;
    }
    emit(r, c);
}

/* One byte that is neither escaped, nor a delimiter, nor a line end that counts. */
static void take(struct records *r, struct walk *w, char c)
{
    bool quote = c == r->dialect.quote;
    switch (w->state) {
    case CELL_START:
        if (quote) {
            r->mended.len = w->cell; /* blanks before an opening quote go */
            w->state = QUOTED;
            w->flags |= RECORD_QUOTED;
            return;
        }
        if (!is_blank(r, c))
            w->state = PLAIN;
        emit(r, c);
        return;
    case PLAIN:
        if (quote)
            w->flags |= RECORD_STRAY_QUOTE;
        emit(r, c);
        return;
    case QUOTED:
        if (quote) {
            w->quote = r->mended.len;
            w->spaced = false;
            w->state = QUOTE_SEEN;
        }
        emit(r, c);
        return;
    case QUOTE_SEEN:
        behind_quote(r, w, c);
        return;
    }
}

/* Takes what stands at w->at; true when it ends the record. */
static bool step(struct records *r, struct walk *w)
{
    const struct dialect *d = &r->dialect;
    const char *p = r->text + r->begin + w->at;
    bool line_end = *p == '\n' || *p == '\r';
    size_t used = w->state == QUOTE_SEEN ? 0 : escaped(r, w, p);
    if (used) {
        if (w->state == CELL_START)
            w->state = PLAIN;
        w->at += used;
        return false;
    }
    if (w->state == QUOTED) {
        if (line_end && records_quoted_line_end(r, w, *p))
            return true;
    } else if (line_end) {
        return true;
    } else if (left(r, w) >= d->length && !memcmp(p, d->delimiter, d->length)) {
        close_cell(r, w);
        buffer_addc(&r->mended, ',');
        open_cell(r, w);
        w->at += d->length;
        return false;
    }
    take(r, w, *p);
    w->at++;
    return false;
}

enum status records_walk_dialect(struct records *r, struct walk *w, struct error *e)
{
    open_cell(r, w);
    for (;;) {
        /* A delimiter or what a backslash escapes is seen whole. */
        while (left(r, w) <= DELIMITER_MOST + 1 && !r->ended) {
            enum status s = records_refill(r, e);
            if (s != STATUS_OK)
                return s;
        }
        if (!left(r, w) || step(r, w))
            break;
        if (w->state == QUOTED && records_is_endless(r, w))
            break;
    }
    if (w->state == QUOTED && !(w->stray && left(r, w) && !records_is_endless(r, w)))
        w->flags |= RECORD_GIVEN_UP;
    close_cell(r, w);
    return STATUS_OK;
}
