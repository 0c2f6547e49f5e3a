/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates that stand in a file as fiscal year and month: "FY2024" and "OCT" is October 2023 where
 * the year begins in October. A fiscal year is named after the calendar year in which it ends.
 */
#include "ingest/rows_private.h"

#include "base/text.h"
#include "ingest/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { NO_CODE = UINT32_MAX };

static int find_header(const struct rows *r, const char *header)
{
    for (size_t i = 0; i < r->mapping->count; i++) {
        const char *has = r->mapping->columns[i].header;
        if (header_same(has, strlen(has), header))
            return (int)i;
    }
    return NO_COLUMN;
}

/* Codes tell one row from the next, so both must be texts that are coded. */
static bool is_coded(const struct rows *r, int column)
{
    return column != NO_COLUMN && r->columns[column].notes;
}

enum status fiscal_open(struct rows *r, struct error *e)
{
    const struct field *date = reference_field(r->reference, "date");
    if (!r->fiscal.begins)
        return STATUS_OK;
    r->fiscal_year = find_header(r, r->fiscal.year);
    r->fiscal_month = find_header(r, r->fiscal.month);
    if (!is_coded(r, r->fiscal_year) || !is_coded(r, r->fiscal_month)) {
        error_set(e, STATUS_FAILED,
                  "the file has no column %.40s with a column %.40s beside it", r->fiscal.year,
                  r->fiscal.month);
        return error_way_out(e, "look at [fiscal] of the profile");
    }
    r->fiscal_codes[0] = r->fiscal_codes[1] = NO_CODE;
    r->fiscal_date = rows_find_column(r, "date");
    if (r->fiscal_date != NO_COLUMN || !date)
        return STATUS_OK;
    r->fiscal_date = (int)r->column_count;
    return rows_open_column(r, date, date->name, date->label[LANGUAGE_EN], e);
}

/* "2024", "FY2024", "FY24", "2026 (FYTD)"; of "2023/24" the year in which it ends. 0: none. */
static int read_year(const char *text, size_t len)
{
    int year = 0;
    for (size_t i = 0; i < len;) {
        size_t digits = 0;
        int n = 0;
        for (; i + digits < len && isdigit((unsigned char)text[i + digits]); digits++)
            n = digits < 5 ? n * 10 + (text[i + digits] - '0') : n;
        if (digits == 4 && n >= 1900 && n <= 2199)
            year = n;
        else if (digits == 2)
            year = year ? year - year % 100 + n + (n < year % 100 ? 100 : 0) : 2000 + n;
        else if (digits)
            return 0;
        i += digits ? digits : 1;
    }
    return year;
}

/* By name in four languages or by number. 0: none. */
static int read_month(const char *text, size_t len)
{
    struct buffer key = {0};
    text_key(&key, text, len);
    int month = 0, digits = 0;
    if (!key.failed && key.len)
        month = calendar_month(key.data, key.len);
    for (size_t i = 0; !month && i < key.len && isdigit((unsigned char)key.data[i]); i++)
        digits = i < 3 ? digits * 10 + (key.data[i] - '0') : 99;
    buffer_free(&key);
    return month ? month : digits <= 12 ? digits : 0;
}

static bool read_date(const struct rows *r, struct cell year_cell, struct cell month_cell,
                      int *year, int *month, char out[16])
{
    *year = read_year(year_cell.text, year_cell.length);
    *month = read_month(month_cell.text, month_cell.length);
    bool before = *month >= (int)r->fiscal.begins && r->fiscal.begins > 1;
    if (!*year || !*month)
        return false;
    snprintf(out, 16, "%04d-%02d", before ? *year - 1 : *year, *month);
    return true;
}

bool fiscal_text(const struct rows *r, const char *year, const char *month, char out[16])
{
    int y, m;
    return read_date(r, (struct cell){year, (uint32_t)strlen(year)},
                     (struct cell){month, (uint32_t)strlen(month)}, &y, &m, out);
}

static enum status find_date(struct rows *r, struct cell year_cell, struct cell month_cell,
                             uint32_t *code, struct error *e)
{
    int year, month;
    char text[16];
    *code = 0;
    r->fiscal_finding = FINDING_NONE;
    if (read_date(r, year_cell, month_cell, &year, &month, text)) {
        struct date d;
        if (date_parse(text, strlen(text), &d))
            r->fiscal_finding = type_date_range(&r->typing, d);
        return column_given(&r->shared, &r->columns[r->fiscal_date], text, code, e);
    }
    bool blank = reference_is_blank(year_cell.text, year_cell.length, false) &&
                 reference_is_blank(month_cell.text, month_cell.length, false);
    if (blank)
        return STATUS_OK;
    r->fiscal_finding = FINDING_BAD_DATE;
    return STATUS_OK;
}

enum status fiscal_apply(struct rows *r, const struct record *record, struct error *e)
{
    if (!r->fiscal.begins || rows_note_at(r, r->fiscal_date)->state != VALUE_BLANK)
        return STATUS_OK;
    uint32_t year = r->codes[r->fiscal_year], month = r->codes[r->fiscal_month];
    uint32_t *before = r->fiscal_codes;
    struct cell year_cell = rows_cell_at(r, record, (size_t)r->fiscal_year);
    struct cell month_cell = rows_cell_at(r, record, (size_t)r->fiscal_month);
    if (year != before[0] || month != before[1]) {
        enum status s = find_date(r, year_cell, month_cell, &before[2], e);
        if (s != STATUS_OK)
            return s;
        before[0] = year;
        before[1] = month;
    }
    r->codes[r->fiscal_date] = before[2];
    bool at_month = r->fiscal_finding == FINDING_BAD_DATE &&
                    read_year(year_cell.text, year_cell.length) != 0;
    if (r->fiscal_finding != FINDING_NONE)
        rows_hold(r, r->fiscal_finding,
                  r->columns[at_month ? r->fiscal_month : r->fiscal_year].name,
                  at_month ? month_cell : year_cell);
    return STATUS_OK;
}
