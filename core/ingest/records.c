/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text to records: where a record ends, quotes that never close, and libcsv for its cells. */
#include "ingest/records_private.h"

#include <stdlib.h>
#include <string.h>

/* The first block is small: the trials of a dialect read little of many texts. */
enum { FIRST_BLOCK = 1 << 11, READ_BLOCK = 1 << 17, MOST_LINE = 64 << 20 };

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Room for one more cell. */
static bool has_room(struct records *r)
{
    if (r->count < r->room)
        return true;
    size_t room = r->room ? r->room * 2 : 64;
    struct cell *cells = realloc(r->cells, room * sizeof *cells);
    if (cells)
        r->cells = cells;
    size_t *starts = realloc(r->starts, room * sizeof *starts);
    if (starts)
        r->starts = starts;
    if (cells && starts)
        r->room = room;
    else
        r->failed = true;
    return cells && starts;
}

static void take_cell(void *bytes, size_t len, void *data)
{
    struct records *r = data;
    if (!has_room(r))
        return;
    r->starts[r->count] = r->texts.len;
    r->cells[r->count++].length = (uint32_t)len;
    buffer_add(&r->texts, bytes, len);
}

static void take_record(int end, void *data)
{
    (void)end;
    (void)data;
}

enum status records_open(struct records **out, records_read *read, void *data,
                         const struct dialect *dialect, struct error *e)
{
    struct records *r = *out = calloc(1, sizeof *r);
    if (!r)
        return error_no_memory(e);
    r->read = read;
    r->data = data;
    r->dialect = *dialect;
    struct dialect *d = &r->dialect;
    if (!d->length) {
        d->delimiter[0] = ',';
        d->length = 1;
    }
    d->quote = d->quote ? d->quote : '"';
    d->most_lines = d->most_lines ? d->most_lines : RECORD_MOST_LINES;
    d->most_bytes = d->most_bytes ? d->most_bytes : RECORD_MOST_BYTES;
    r->plain = d->length == 1 && d->quote == '"' && !d->backslash;
    r->delimiter = r->plain ? d->delimiter[0] : ',';
    r->line = 1;
    r->block = FIRST_BLOCK;
    r->parser_made = !csv_init(&r->parser, 0);
    csv_set_delim(&r->parser, (unsigned char)r->delimiter);
    csv_set_space_func(&r->parser, never_space);
    return STATUS_OK;
}

void records_close(struct records **r)
{
    if (!r || !*r)
        return;
    if ((*r)->parser_made)
        csv_free(&(*r)->parser);
    buffer_free(&(*r)->mended);
    buffer_free(&(*r)->texts);
    free((*r)->text);
    free((*r)->cells);
    free((*r)->starts);
    free(*r);
    *r = NULL;
}

enum status records_refill(struct records *r, struct error *e)
{
    if (r->begin) {
        memmove(r->text, r->text + r->begin, r->end - r->begin);
        r->end -= r->begin;
        r->begin = 0;
    }
    if (r->end > MOST_LINE) {
        error_set(e, STATUS_FAILED, "line %u is longer than %d MB", r->line, MOST_LINE >> 20);
        return error_way_out(e, "check that the file is a table");
    }
    size_t block = r->block;
    if (r->capacity < r->end + block) {
        size_t capacity = r->end + block + r->capacity;
        char *text = realloc(r->text, capacity);
        if (!text)
            return error_no_memory(e);
        r->text = text;
        r->capacity = capacity;
    }
    size_t got;
    enum status s = r->read(r->data, r->text + r->end, block, &got, e);
    if (s == STATUS_OK) {
        r->end += got;
        r->ended = got == 0;
        if (got > block / 2 && block < READ_BLOCK)
            r->block *= 4;
    }
    return s;
}

static bool is_blank(const struct records *r, char c)
{
    return c == ' ' || (c == '\t' && r->delimiter != '\t');
}

/* A closing quote that only blanks part from the delimiter: the blanks go, for with trimming
 * off libcsv would go on reading inside the quotes. */
static void close_quote(struct records *r, struct walk *w)
{
    r->mended.len = w->quote;
}

/* Where a quote has already been met that was not doubled, quotes don't mean much in this cell,
 * and the record ends with the line. */
bool records_quoted_line_end(struct records *r, struct walk *w, char c)
{
    bool pair = c == '\n' && w->at && r->text[r->begin + w->at - 1] == '\r';
    if (!pair && !w->lines++)
        w->first_line = w->at;
    return w->stray;
}

/* Takes one byte into the walk; true when it ends the record. */
static bool step(struct records *r, struct walk *w, char c)
{
    bool line_end = c == '\n' || c == '\r';
    switch (w->state) {
    case CELL_START:
        if (c == '"') {
            r->mended.len = w->cell; /* blanks before an opening quote go */
            w->state = QUOTED;
            w->flags |= RECORD_QUOTED;
        } else if (!is_blank(r, c)) {
            w->state = PLAIN;
            return step(r, w, c);
        }
        break;
    case PLAIN:
        if (line_end)
            return true;
        if (c == r->delimiter) {
            w->state = CELL_START;
            w->cell = r->mended.len + 1;
            w->stray = false;
        } else if (c == '"') {
            w->flags |= RECORD_STRAY_QUOTE;
        }
        break;
    case QUOTED:
        if (c == '"') {
            w->state = QUOTE_SEEN;
            w->quote = r->mended.len + 1;
        } else if (line_end && records_quoted_line_end(r, w, c)) {
            return true;
        }
        break;
    case QUOTE_SEEN:
        if (c == r->delimiter || line_end) {
            close_quote(r, w);
            w->state = PLAIN;
            return step(r, w, c);
        }
        if (c == '"' && r->mended.len == w->quote) {
            w->state = QUOTED; /* doubled */
        } else if (!is_blank(r, c)) {
            w->state = QUOTED;
            w->stray = true;
            w->flags |= RECORD_STRAY_QUOTE;
            if (c == '"') /* after blanks: it may be the closing one */
                return step(r, w, c);
        }
        break;
    }
    buffer_addc(&r->mended, c);
    return false;
}

/* Runs of bytes that mean nothing to the splitter are copied at once. */
static void copy_run(struct records *r, struct walk *w)
{
    if (w->state != PLAIN && w->state != QUOTED)
        return;
    const char *from = r->text + r->begin + w->at;
    const char *to = r->text + r->end;
    const char *p = from;
    while (p < to && *p != '"' && *p != '\n' && *p != '\r' && *p != r->delimiter)
        p++;
    buffer_add(&r->mended, from, (size_t)(p - from));
    w->at += (size_t)(p - from);
}

/* Gives the record's quotes up: its first line is taken literally. */
static void give_up(struct records *r, struct walk *w)
{
    size_t len = w->lines ? w->first_line : w->at;
    const char *line = r->text + r->begin;
    r->count = 0;
    buffer_clear(&r->texts);
    for (size_t from = 0; from <= len;) {
        const struct dialect *d = &r->dialect;
        const char *stop = memmem(line + from, len - from, d->delimiter, d->length);
        size_t to = stop ? (size_t)(stop - line) : len;
        take_cell((void *)(line + from), to - from, r);
        from = stop ? to + d->length : len + 1;
    }
    w->at = len;
    w->flags = RECORD_GIVEN_UP;
}

bool records_is_endless(const struct records *r, const struct walk *w)
{
    return w->lines >= r->dialect.most_lines || w->at > r->dialect.most_bytes;
}

/* Walks to the end of the record at r->begin. */
static enum status walk_record(struct records *r, struct walk *w, struct error *e)
{
    buffer_clear(&r->mended);
    if (!r->plain)
        return records_walk_dialect(r, w, e);
    for (;;) {
        if (r->begin + w->at == r->end) {
            enum status s = r->ended ? STATUS_OK : records_refill(r, e);
            if (s != STATUS_OK)
                return s;
            if (r->ended)
                break;
        }
        copy_run(r, w);
        if (r->begin + w->at == r->end)
            continue;
        if (step(r, w, r->text[r->begin + w->at]))
            return STATUS_OK;
        w->at++;
        if (w->state == QUOTED && records_is_endless(r, w))
            break;
    }
    if (w->state == QUOTE_SEEN)
        close_quote(r, w);
    if (w->state == QUOTED)
        w->flags |= RECORD_GIVEN_UP;
    return STATUS_OK;
}

static enum status take_apart(struct records *r, struct walk *w, struct error *e)
{
    r->count = 0;
    buffer_clear(&r->texts);
    if (w->flags & RECORD_GIVEN_UP) {
        give_up(r, w);
    } else {
        size_t len = r->mended.len;
        bool fed = csv_parse(&r->parser, buffer_text(&r->mended), len, take_cell, take_record,
                             r) == len;
        if (csv_fini(&r->parser, take_cell, take_record, r) || !fed)
            return error_no_memory(e);
    }
    if (r->failed || r->texts.failed || r->mended.failed)
        return error_no_memory(e);
    for (size_t i = 0; i < r->count; i++)
        r->cells[i].text = buffer_text(&r->texts) + r->starts[i];
    return STATUS_OK;
}

/* A cell that begins with a quote, when it is quoted as a whole and holds neither
 * a quote nor a line end; end: of the line. Its closing quote, or NULL. */
static const char *quoted_cell(const struct records *r, const char *from, const char *end)
{
    const char *close = memchr(from + 1, '"', (size_t)(end - from - 1));
    return close && (close + 1 == end || close[1] == r->delimiter) ? close : NULL;
}

/* Most records are plain: no cell holds a quote, or a line end, or blanks beside quotes. Their
 * cells are what stands between delimiters and quotes, and nothing needs mending. libcsv says
 * the same of them (a test compares the two) and takes four times as long. Only for a record
 * whose end is in sight; false: it is none of these. */
static bool take_plain(struct records *r, struct walk *w)
{
    enum { SIGHT = 1 << 13 };
    const char *line = r->text + r->begin, *stop;
    size_t rest = r->end - r->begin;
    size_t len = rest < SIGHT ? rest : SIGHT;
    bool ends = len == rest && r->ended;
    for (const char *end = "\n\r"; *end; end++)
        if ((stop = memchr(line, *end, len))) {
            len = (size_t)(stop - line);
            ends = true;
        }
    const char *end = line + len, *quote = memchr(line, '"', len);
    if (!ends)
        return false;
    r->count = 0;
    for (const char *from = line; from <= end && has_room(r);) {
        bool quoted = from == quote && from < end;
        if (quoted && !(stop = quoted_cell(r, from, end)))
            return false;
        if (!quoted && !(stop = memchr(from, r->delimiter, (size_t)(end - from))))
            stop = end;
        if (!quoted && quote && quote < stop)
            return false;
        from += quoted;
        w->flags |= quoted ? RECORD_QUOTED : 0;
        r->cells[r->count++] = (struct cell){from, (uint32_t)(stop - from)};
        from = stop + 1 + quoted;
        if (quoted)
            quote = from <= end ? memchr(from, '"', (size_t)(end - from)) : NULL;
    }
    w->at = len;
    return true;
}

void records_keep_blank_lines(struct records *r)
{
    r->keep_blank = true;
}

/* Goes over line ends at the beginning: the one of the record before, what is left of CRLF, and
 * blank lines unless they count (then *blank, and one is taken). *more false at the end of the
 * text. */
static enum status skip_line_ends(struct records *r, bool *more, bool *blank, struct error *e)
{
    for (*blank = false; !*blank;) {
        if (r->begin == r->end) {
            enum status s = r->ended ? STATUS_OK : records_refill(r, e);
            if (s != STATUS_OK || r->ended) {
                *more = false;
                return s;
            }
        }
        char c = r->text[r->begin];
        *more = true;
        if (c != '\n' && c != '\r')
            return STATUS_OK;
        bool rest_of_pair = c == '\n' && r->after_cr;
        if (!rest_of_pair) {
            *blank = r->keep_blank && !r->in_line;
            r->after_blank |= !r->in_line;
            r->in_line = false;
            r->line++;
        }
        r->after_cr = c == '\r';
        r->begin++;
    }
    return STATUS_OK;
}

enum status records_next(struct records *r, struct record *out, bool *more, struct error *e)
{
    bool blank;
    enum status s = skip_line_ends(r, more, &blank, e);
    if (s != STATUS_OK || !*more)
        return s;
    unsigned after = r->after_blank ? RECORD_AFTER_BLANK : 0;
    r->after_blank = false;
    if (blank) {
        static struct cell empty = {"", 0};
        *out = (struct record){.row = r->line - 1, .count = 1, .cells = &empty, .raw = ""};
        return STATUS_OK;
    }
    r->after_cr = false;
    r->in_line = true;
    struct walk w = {0};
    if (r->plain && take_plain(r, &w)) {
        s = r->failed ? error_no_memory(e) : STATUS_OK;
    } else {
        s = walk_record(r, &w, e);
        if (s == STATUS_OK)
            s = take_apart(r, &w, e);
    }
    *out = (struct record){.row = r->line,
                           .flags = w.flags | after,
                           .count = r->count,
                           .cells = r->cells,
                           .raw = r->text + r->begin,
                           .raw_length = w.at};
    if (!(w.flags & RECORD_GIVEN_UP) && !r->dialect.sheet)
        r->line += w.lines - (w.stray && w.lines && w.state == QUOTED);
    r->begin += w.at;
    return s;
}

bool records_at_end(const struct records *r)
{
    return r->ended && r->begin == r->end;
}
