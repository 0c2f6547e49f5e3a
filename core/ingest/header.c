/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a table are its header. */
#include "ingest/dialect.h"

#include "base/text.h"
#include "ingest/dates.h"
#include "ingest/numbers.h"

#include <string.h>

enum { LOOKED_AT = 60, MOST_HEADER_ROWS = 8 };

static bool is_data(const char *text, size_t len)
{
    struct number_text n = number_read(text, len);
    return n.reading != NUMBER_UNREADABLE || date_read(text, len, 0).reading != DATE_UNREADABLE;
}

struct header_look header_look_at(const struct reference *r, const struct record *record)
{
    struct header_look look = {0};
    for (size_t i = 0; i < record->count; i++) {
        const char *start;
        size_t len = text_trim(record->cells[i].text, record->cells[i].length, &start);
        if (!len)
            continue;
        look.filled++;
        if (reference_field_by_header(r, start, len))
            look.known++;
        else
            look.data += is_data(start, len);
    }
    return look;
}

struct looks {
    struct header_look look[LOOKED_AT];
    size_t width[LOOKED_AT];
    size_t count;
    bool sheet;
};

static enum status look_at_all(const struct reference *r, struct sample sample,
                               const struct dialect *dialect, struct looks *l, struct error *e)
{
    struct sample reader = sample;
    struct records *records;
    struct record record;
    bool more = true;
    enum status s = records_open(&records, sample_read, &reader, dialect, e);
    while (s == STATUS_OK && l->count < LOOKED_AT) {
        s = records_next(records, &record, &more, e);
        if (s != STATUS_OK || !more || (!sample.whole && l->count && records_at_end(records)))
            break;
        l->width[l->count] = record.count;
        l->look[l->count++] = header_look_at(r, &record);
    }
    records_close(&records);
    return s;
}

static size_t common_width(const struct looks *l)
{
    size_t width = 0, most = 0;
    for (size_t i = 0; i < l->count; i++) {
        size_t same = 0;
        for (size_t k = 0; k < l->count; k++)
            same += l->width[k] == l->width[i];
        if (same > most || (same == most && l->width[i] > width)) {
            most = same;
            width = l->width[i];
        }
    }
    return width;
}

static bool is_name_row(const struct header_look *k)
{
    return k->known >= 2 && k->known * 2 >= k->filled && !k->data;
}

bool header_is_one(const struct reference *r, const struct record *record)
{
    struct header_look look = header_look_at(r, record);
    return is_name_row(&look);
}

/* The first row that reads as names of fields, or else that has most of them. A name may stand
 * among data too ("Transit"): one alone moves nothing. */
static size_t find_row(const struct looks *l, size_t width)
{
    size_t best = 0;
    for (size_t i = 0; i < l->count; i++)
        if (is_name_row(&l->look[i]))
            return i;
    for (size_t i = 1; i < l->count; i++) {
        const struct header_look *k = &l->look[i];
        if (k->known >= 2 && k->known > l->look[best].known && !k->data &&
            k->filled * 2 >= width)
            best = i;
    }
    if (l->count && l->look[best].known)
        return best;
    /* Nothing is known: titles are rows of one cell above a table of several, or, where a title
     * holds a delimiter, of less than half of its cells. */
    size_t row = 0;
    while (width >= 3 && row < l->count &&
           (l->look[row].filled <= 1 || l->width[row] * 2 <= width))
        row++;
    return row < l->count ? row : 0;
}

/* A sheet does not hold the empty cells behind the last group. */
static bool is_group_row(const struct looks *l, size_t i, size_t width)
{
    return (l->width[i] == width || (l->sheet && l->width[i] < width)) &&
           l->look[i].filled >= 2 && !l->look[i].data;
}

/* Names of columns that stand below a group over them, beside columns whose own name is in the
 * upper row alone: between them the two rows fill the width. */
static bool is_lower_row(const struct looks *l, size_t i, size_t width)
{
    const struct header_look *upper = &l->look[i - 1], *lower = &l->look[i];
    return lower->known && lower->known * 2 >= lower->filled && !lower->data &&
           upper->filled < width && lower->filled < width &&
           upper->filled + lower->filled >= width;
}

enum status header_find(const struct reference *r, struct sample sample,
                        const struct dialect *dialect, int rows, struct header_place *place,
                        struct error *e)
{
    struct looks l = {.sheet = dialect->sheet};
    enum status s = look_at_all(r, sample, dialect, &l, e);
    *place = (struct header_place){.rows = rows ? 1 : 0};
    if (s != STATUS_OK || !l.count)
        return s;
    place->width = common_width(&l);
    if (rows == 0) {
        place->rows = 0;
        return STATUS_OK;
    }
    size_t row = find_row(&l, place->width), last = row;
    if (rows > 0) {
        /* Told how many: the names end with the row that was found, or begin with it. */
        size_t above = 0;
        while ((int)above + 1 < rows && above < row &&
               is_group_row(&l, row - above - 1, place->width))
            above++;
        place->preamble = row - above;
        place->rows = (size_t)rows;
        return STATUS_OK;
    }
    if (l.look[row].known) {
        if (row && is_group_row(&l, row - 1, place->width))
            row--;
        if (last + 1 < l.count &&
            (is_name_row(&l.look[last + 1]) || is_lower_row(&l, last + 1, place->width)))
            last++;
    }
    place->preamble = row;
    place->rows = last - row + 1;
    return STATUS_OK;
}
