/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether everything in the cache fits together: what is derived is found again and compared.
 */
#include "store/chunk.h"
#include "store/current.h"
#include "store/tag_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct checking {
    struct cache *cache;
    cache_fault *fault;
    void *data;
};

static void tell(const struct checking *k, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void tell(const struct checking *k, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    k->fault(k->data, text);
}

/* Every row of the query is a fault: what %s stands for is its first column. */
static enum status each(struct checking *k, const char *sql, const char *what, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status = sql_prepare(k->cache, sql, &s, e);
    for (int told = 0; status == STATUS_OK; told++) {
        status = sql_step(k->cache, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        const unsigned char *text = sqlite3_column_text(s, 0);
        if (told < 20)
            tell(k, "%s: %s", what, text ? (const char *)text : "");
    }
    sqlite3_finalize(s);
    return status;
}

static const struct {
    const char *sql, *what;
} rules[] = {
    {"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
     "the file is damaged"},
    {"SELECT \"table\" || ' names a missing ' || parent || ', row ' || ifnull(rowid, '?')"
     " FROM pragma_foreign_key_check",
     "a reference leads nowhere"},
    {"SELECT id FROM batch WHERE rows_read <>"
     " rows_new + rows_changed + rows_withdrawn + rows_unchanged + rows_left_out",
     "the rows of a batch do not add up"},
    {"SELECT b.id FROM batch AS b WHERE CASE WHEN b.first_line = 0 THEN 0"
     " ELSE b.last_line - b.first_line + 1 END <>"
     " (SELECT count(*) FROM line WHERE line.batch = b.id)"
     " OR EXISTS (SELECT 1 FROM line WHERE line.batch = b.id"
     " AND line.id NOT BETWEEN b.first_line AND b.last_line)",
     "the lines of a batch are not those that it says"},
    {"SELECT b.id FROM batch AS b WHERE b.first_line > 0 AND"
     " b.last_line - b.first_line + 1 > b.rows_new + b.rows_changed + b.rows_withdrawn",
     "a batch has more lines than rows that were loaded"},
    {"SELECT n || ' lines, the last is ' || m FROM"
     " (SELECT count(*) AS n, max(id) AS m FROM line) WHERE n <> m",
     "line numbers have gaps"},
    {"SELECT b.id FROM batch AS b WHERE b.findings <>"
     " (SELECT count(*) FROM finding AS f WHERE f.batch = b.id) OR b.findings <>"
     " (SELECT ifnull(sum(s.count), 0) FROM finding_sum AS s WHERE s.batch = b.id)",
     "the findings of a batch are not as many as it says"},
};

/* ---- columns against rows ---- */

struct comparing {
    struct checking *check;
    const char *name;
    sqlite3_stmt *rows; /* from a line on: its value */
    uint32_t expected;  /* the next line */
    uint32_t wrong, first_wrong;
};

static enum status compare(void *data, uint32_t first, uint32_t count, unsigned width,
                           const void *values, struct error *e)
{
    struct comparing *m = data;
    bool row = false;
    if (first < m->expected)
        tell(m->check, "column %s: two chunks hold line %u", m->name, first);
    m->expected = first + count;
    sqlite3_bind_int64(m->rows, 1, first);
    sqlite3_bind_int64(m->rows, 2, (sqlite3_int64)first + count - 1);
    for (uint32_t i = 0; i < count; i++) {
        enum status s = sql_step(m->check->cache, m->rows, &row, e);
        if (s != STATUS_OK)
            return s;
        uint64_t value = 0;
        if (width)
            memcpy(&value, (const char *)values + (size_t)i * width, width);
        if (row && (uint64_t)sqlite3_column_int64(m->rows, 0) == value)
            continue;
        m->first_wrong = m->wrong++ ? m->first_wrong : first + i;
        if (!row)
            break;
    }
    sqlite3_reset(m->rows);
    return STATUS_OK;
}

static enum status compare_column(struct checking *k, uint32_t field, const char *name,
                                  const char *column, struct error *e)
{
    struct comparing m = {.check = k, .name = name, .expected = 1};
    int64_t beyond = 0;
    char *sql = sqlite3_mprintf("SELECT ifnull(%s, 0) FROM line WHERE id BETWEEN ? AND ?"
                                " ORDER BY id",
                                column);
    char *rest = sqlite3_mprintf("SELECT count(*) FROM line WHERE ifnull(%s, 0) <> 0"
                                 " AND NOT EXISTS (SELECT 1 FROM chunk WHERE field = %u AND"
                                 " line.id BETWEEN first AND first + count - 1)",
                                 column, field);
    enum status s = sql && rest ? sql_prepare(k->cache, sql, &m.rows, e) : error_no_memory(e);
    if (s == STATUS_OK)
        s = cache_column(k->cache, field, compare, &m, e);
    /* Without a chunk a line holds 0: only fields that came later have such lines. */
    bool all = m.expected > cache_line_count(k->cache);
    if (s == STATUS_OK && !all)
        s = sql_number(k->cache, rest, &beyond, e);
    sqlite3_finalize(m.rows);
    sqlite3_free(sql);
    sqlite3_free(rest);
    if (s == STATUS_OK && m.wrong)
        tell(k, "column %s differs from the rows in %u lines, first in line %u", name, m.wrong,
             m.first_wrong);
    if (s == STATUS_OK && beyond)
        tell(k, "column %s lacks %lld lines", name, (long long)beyond);
    return s;
}

/* The place that the row of a line gives against the ends of its chunk. */
static enum status compare_texts(struct checking *k, const struct cache_field *f,
                                 struct error *e)
{
    int64_t wrong = 0;
    char *sql = sqlite3_mprintf(
        "SELECT count(*) FROM line WHERE f%u <> 0 AND ifnull((f%u & %d) + (f%u >> %d) > (SELECT"
        " length(t.data) FROM text_chunk AS t WHERE t.field = %u AND t.first <= line.id"
        " AND line.id < t.first + t.count ORDER BY t.first DESC LIMIT 1), 1)",
        f->id, f->id, (1 << TEXT_PLACE_BITS) - 1, f->id, TEXT_PLACE_BITS, f->id);
    enum status s = sql ? sql_number(k->cache, sql, &wrong, e) : error_no_memory(e);
    sqlite3_free(sql);
    if (s == STATUS_OK && wrong)
        tell(k, "texts %s: %lld lines point beyond them", f->name, (long long)wrong);
    return s;
}

static enum status compare_fields(struct checking *k, struct error *e)
{
    struct arena a = {0};
    struct cache_field *fields;
    size_t count = 0;
    char column[16];
    enum status s = cache_fields(k->cache, &a, &fields, &count, e);
    if (s == STATUS_OK)
        s = compare_column(k, CACHE_COLUMN_CASE, "case", "case_key", e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++) {
        snprintf(column, sizeof column, "f%u", fields[i].id);
        s = fields[i].long_text ? compare_texts(k, &fields[i], e)
                                : compare_column(k, fields[i].id, fields[i].name, column, e);
        char *sql = sqlite3_mprintf(
            "SELECT line.id FROM line WHERE f%u NOT IN (SELECT code FROM spelling"
            " WHERE field = %u) LIMIT 5",
            fields[i].id, fields[i].id);
        if (s == STATUS_OK && !fields[i].long_text)
            s = sql ? each(k, sql, "a line has a spelling that is not there", e)
                    : error_no_memory(e);
        sqlite3_free(sql);
    }
    arena_free(&a);
    return s;
}

static bool same_links(const struct links *a, const struct links *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++)
        same = a->link[i].line == b->link[i].line && a->link[i].older == b->link[i].older;
    return same;
}

static enum status compare_current(struct checking *k, struct error *e)
{
    struct bitmap kept = {0};
    struct links carried = {0};
    struct current found = {0};
    enum status s = cache_current(k->cache, &kept, e);
    if (s == STATUS_OK)
        s = carried_read(k->cache, &carried, e);
    if (s == STATUS_OK)
        s = current_find(k->cache, &found, NULL, e);
    if (s == STATUS_OK && kept.bits != found.lines.bits)
        tell(k, "the batches end at line %zu, the lines at %zu", kept.bits, found.lines.bits);
    else if (s == STATUS_OK && !bitmap_equal(&kept, &found.lines))
        tell(k, "the lines that count are %zu, but the batches say %zu", bitmap_count(&kept),
             bitmap_count(&found.lines));
    if (s == STATUS_OK && !same_links(&carried, &found.carried))
        tell(k, "the lines that took another's place are %zu, but the batches say %zu",
             carried.count, found.carried.count);
    bitmap_free(&kept);
    links_free(&carried);
    current_free(&found);
    return s;
}

enum status cache_check(struct cache *c, cache_fault *fault, void *data, struct error *e)
{
    struct checking k = {c, fault, data};
    enum status s = STATUS_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && s == STATUS_OK; i++)
        s = each(&k, rules[i].sql, rules[i].what, e);
    if (s == STATUS_OK)
        s = compare_fields(&k, e);
    if (s == STATUS_OK)
        s = compare_current(&k, e);
    if (s == STATUS_OK)
        s = tags_check(c, fault, data, e);
    return s;
}
