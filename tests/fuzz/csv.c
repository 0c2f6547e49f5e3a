/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as a table. Dialect, header and records are found and read to the end;
 * every cell goes through the readers of dates and numbers. The records must account for the
 * whole text in order, and read the same whatever blocks the text comes in. */
#include "ingest/dates.h"
#include "ingest/dialect.h"
#include "ingest/encoding.h"
#include "ingest/numbers.h"
#include "ingest/source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct blocks {
    const char *text;
    size_t len, most;
};

static enum status read_blocks(void *data, char *out, size_t room, size_t *got, struct error *e)
{
    struct blocks *b = data;
    (void)e;
    *got = b->len < room ? b->len : room;
    *got = *got < b->most ? *got : b->most;
    memcpy(out, b->text, *got);
    b->text += *got;
    b->len -= *got;
    return STATUS_OK;
}

/* A sum of all that the records say. */
static uint64_t read_records(const char *text, size_t len, size_t most, const struct dialect *d)
{
    struct blocks blocks = {text, len, most};
    struct records *r;
    struct record record;
    struct error e;
    bool more = true;
    uint64_t sum = 14695981039346656037ULL;
    uint32_t row = 0;
    if (records_open(&r, read_blocks, &blocks, d, &e) != STATUS_OK)
        abort();
    while (records_next(r, &record, &more, &e) == STATUS_OK && more) {
        if (record.row <= row || !record.count)
            abort();
        row = record.row;
        sum = (sum ^ (record.flags + record.row)) * 1099511628211ULL;
        for (size_t i = 0; i < record.count; i++)
            for (size_t k = 0; k <= record.cells[i].length; k++)
                sum = (sum ^
                       (k < record.cells[i].length ? (uint8_t)record.cells[i].text[k] : 256U)) *
                      1099511628211ULL;
        for (size_t i = 0; i < record.count && most > 1; i++) {
            number_read(record.cells[i].text, record.cells[i].length);
            date_read(record.cells[i].text, record.cells[i].length, 20000);
        }
        source_is_damaged(record.raw, record.raw_length);
    }
    records_close(&r);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reference *reference;
    struct error e;
    if (!reference && reference_open(&reference, &e) != STATUS_OK)
        abort();
    struct encoding_survey v = {0};
    encoding_begin(&v, data, size);
    encoding_survey(&v, data, size);
    encoding_end(&v);
    const struct sample sample = {(const char *)data, size, true};
    struct dialect d = {.most_lines = 8, .most_bytes = 4096};
    struct header_place place;
    if (dialect_find(sample, &d, &e) != STATUS_OK ||
        header_find(reference, sample, &d, HEADER_ROWS_FIND, &place, &e) != STATUS_OK)
        abort();
    if (!d.length || !d.quote)
        abort();
    uint64_t whole = read_records(sample.text, size, SIZE_MAX, &d);
    if (size < 4096 && (whole != read_records(sample.text, size, 1, &d) ||
                        whole != read_records(sample.text, size, 3, &d)))
        abort();
    d.quote = d.quote == '"' ? '\'' : '"';
    d.backslash = !d.backslash;
    whole = read_records(sample.text, size, SIZE_MAX, &d);
    if (size < 4096 && whole != read_records(sample.text, size, 2, &d))
        abort();
    return 0;
}
