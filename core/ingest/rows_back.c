/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only all rows together can tell: a look back over the lines of the import, as codes. */
#include "ingest/outliers.h"
#include "ingest/rows_private.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- which row a line is ---- */

enum status rows_place(struct rows *r, uint32_t line, uint32_t row, struct error *e)
{
    if (r->place_count &&
        row - r->places[r->place_count - 1].row == line - r->places[r->place_count - 1].line)
        return STATUS_OK;
    if (r->place_count == r->place_room) {
        size_t room = r->place_room ? r->place_room * 2 : 64;
        void *places = realloc(r->places, room * sizeof *r->places);
        if (!places)
            return error_no_memory(e);
        r->places = places;
        r->place_room = room;
    }
    r->places[r->place_count].line = line;
    r->places[r->place_count++].row = row;
    return STATUS_OK;
}

uint32_t rows_row_of(const struct rows *r, uint32_t line)
{
    size_t low = 0, high = r->place_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(r->places[middle].line <= line ? &low : &high) = middle;
    }
    return r->places[low].row + (line - r->places[low].line);
}

/* ---- texts that waited for the last row ---- */

struct late {
    struct rows *rows;
    const struct column **column;
    size_t count;
};

static enum status find_late(void *data, uint32_t first, uint32_t count,
                             const uint32_t *const *codes, struct error *e)
{
    struct late *l = data;
    enum status s = STATUS_OK;
    for (uint32_t i = 0; i < count; i++)
        for (size_t k = 0; k < l->count && s == STATUS_OK; k++) {
            const struct column *c = l->column[k];
            uint32_t code = codes[k][i];
            const struct note *n = &c->notes[code];
            if (n->pending && n->finding != FINDING_NONE)
                s = findings_add(&l->rows->findings, n->finding,
                                 rows_row_of(l->rows, first + i), c->name, c->keys.texts[code],
                                 c->keys.lengths[code], e);
        }
    return s;
}

static enum status look_for_late(struct rows *r, struct error *e)
{
    struct late l = {.rows = r};
    uint32_t *slots = arena_zero(&r->arena, r->column_count + 1, sizeof *slots);
    l.column = arena_zero(&r->arena, r->column_count + 1, sizeof(struct column *));
    if (!slots || !l.column)
        return error_no_memory(e);
    for (size_t i = 0; i < r->column_count; i++)
        if (r->columns[i].late) {
            l.column[l.count] = &r->columns[i];
            slots[l.count++] = r->columns[i].slot;
        }
    return writer_revisit(r->shared.writer, slots, l.count, find_late, &l, e);
}

/* ---- dates that contradict each other ---- */

static const char *order_name(unsigned orders)
{
    return orders & ORDER_DMY ? "day first" : orders & ORDER_MDY ? "month first" : "year first";
}

static void tell_date(struct buffer *out, const struct column *c, const struct seen *at)
{
    buffer_add(out, c->keys.texts[at->code], c->keys.lengths[at->code]);
    buffer_addf(out, " (row %u, %s)", at->row, order_name(c->notes[at->code].evidence));
}

/* An order that was told settles it already. */
static enum status find_orders(struct rows *r, const struct column *c, struct error *e)
{
    const struct evidence *v = &c->evidence;
    struct buffer text = {0};
    if (!c->field || c->field->type != FIELD_DATE || !v->clashed.row || !v->narrowed.row ||
        r->typing.order)
        return STATUS_OK;
    tell_date(&text, c, &v->narrowed);
    buffer_adds(&text, ", ");
    tell_date(&text, c, &v->clashed);
    enum status s = text.failed
                        ? error_no_memory(e)
                        : findings_add(&r->findings, FINDING_DATE_ORDERS, v->clashed.row,
                                       c->name, buffer_text(&text), text.len, e);
    buffer_free(&text);
    return s;
}

/* ---- dates that heap on the first of January ---- */

struct heap {
    const struct rows *rows;
    const struct column *column;
    uint32_t dates, new_years, first_line;
    int32_t oldest, newest;
};

static enum status count_new_years(void *data, uint32_t first, uint32_t count,
                                   const uint32_t *const *codes, struct error *e)
{
    struct heap *h = data;
    (void)e;
    for (uint32_t i = 0; i < count; i++) {
        const struct note *n = &h->column->notes[codes[0][i]];
        if (n->state != VALUE_VALID || n->day == INT32_MIN)
            continue;
        h->dates++;
        h->oldest = n->day < h->oldest ? n->day : h->oldest;
        h->newest = n->day > h->newest ? n->day : h->newest;
        if (n->new_year && !h->new_years++)
            h->first_line = first + i;
    }
    return STATUS_OK;
}

/* By chance one date in 365 is one; a file of January alone is not judged. */
static enum status find_heap(struct rows *r, const struct column *c, struct error *e)
{
    enum { LEAST = 20, ONE_IN = 10, DAYS = 365 };
    struct heap h = {.rows = r, .column = c, .oldest = INT32_MAX, .newest = INT32_MIN};
    struct buffer text = {0};
    bool any = false;
    for (uint32_t code = 0; code < c->keys.count; code++)
        any |= c->notes[code].new_year;
    enum status s =
        any ? writer_revisit(r->shared.writer, &c->slot, 1, count_new_years, &h, e) : STATUS_OK;
    if (s != STATUS_OK || h.new_years < LEAST || h.new_years < h.dates / ONE_IN ||
        h.newest - h.oldest < DAYS)
        return s;
    buffer_addf(&text, "%u of %u dates, the first in this row", h.new_years, h.dates);
    s = text.failed
            ? error_no_memory(e)
            : findings_add(&r->findings, FINDING_DATE_HEAP, rows_row_of(r, h.first_line),
                           c->name, buffer_text(&text), text.len, e);
    buffer_free(&text);
    return s;
}

/* ---- rows that are equal in every cell ---- */

/* The columns, where writer_identical looks, do not hold the rows that were known: of these,
 * and of new ones with the content of known ones, a hash of all codes is kept. Equal rows have
 * equal content, so no other new row can be equal to a known one. */
enum status rows_alike(struct rows *r, uint32_t key, uint32_t line, uint32_t row,
                       struct error *e)
{
    uint64_t spelled = key;
    for (size_t i = 0; i < r->column_count; i++) {
        const struct column *c = &r->columns[i];
        const struct long_text *t = &r->slot_texts[c->slot];
        if (c->long_text)
            spelled = content_hash(spelled, t->text ? t->text : "", t->length);
        else if (c->notes)
            spelled = content_hash(spelled, (const char *)&r->codes[i], sizeof r->codes[i]);
    }
    if (r->alike_count == r->alike_room) {
        size_t room = r->alike_room ? r->alike_room + r->alike_room / 2 : 64;
        void *alike = realloc(r->alike, room * sizeof *r->alike);
        if (!alike)
            return error_no_memory(e);
        r->alike = alike;
        r->alike_room = room;
    }
    r->alike[r->alike_count].spelled = spelled;
    r->alike[r->alike_count].line = line;
    r->alike[r->alike_count++].row = row;
    return STATUS_OK;
}

static int by_spelling(const void *a, const void *b)
{
    const struct alike_row *x = a, *y = b;
    if (x->spelled != y->spelled)
        return x->spelled < y->spelled ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static enum status tell_identical(struct rows *r, uint32_t row, uint32_t first, struct error *e)
{
    char text[32];
    int len = snprintf(text, sizeof text, "identical to row %u", first);
    return findings_add(&r->findings, FINDING_IDENTICAL, row, "", text, (size_t)len, e);
}

static enum status find_alike(struct rows *r, struct error *e)
{
    enum status s = STATUS_OK;
    if (r->alike_count)
        qsort(r->alike, r->alike_count, sizeof *r->alike, by_spelling);
    for (size_t i = 0, end; i < r->alike_count && s == STATUS_OK; i = end) {
        const struct alike_row *first = &r->alike[i];
        for (end = i + 1; end < r->alike_count && r->alike[end].spelled == first->spelled;
             end++)
            ;
        for (size_t k = i; k < end && end - i > 1 && s == STATUS_OK; k++) {
            s = writer_mark_identical(r->shared.writer, r->alike[k].line, k > i, e);
            if (s == STATUS_OK && k > i)
                s = tell_identical(r, r->alike[k].row, first->row, e);
        }
    }
    return s;
}

static enum status add_identical(void *data, uint32_t line, uint32_t first, struct error *e)
{
    struct rows *r = data;
    return tell_identical(r, rows_row_of(r, line), rows_row_of(r, first), e);
}

enum status rows_look_back(struct rows *r, struct error *e)
{
    enum status s = look_for_late(r, e);
    int date = rows_find_column(r, "date");
    for (size_t i = 0; i < r->column_count && s == STATUS_OK; i++)
        if (r->columns[i].notes)
            s = find_orders(r, &r->columns[i], e);
    if (s == STATUS_OK && date != NO_COLUMN)
        s = find_heap(r, &r->columns[date], e);
    if (s == STATUS_OK)
        s = outliers_find(r, e);
    /* First, since of two findings of one row the earlier stays: it names the first of all. */
    if (s == STATUS_OK)
        s = find_alike(r, e);
    return s == STATUS_OK ? writer_identical(r->shared.writer, add_identical, r, e) : s;
}
