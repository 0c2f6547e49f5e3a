/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the row of a line holds: read by id, for lines on screen alone. */
#include "store/chunk.h"
#include "store/sql.h"

static enum status no_line(struct cache *c, uint32_t line, struct error *e)
{
    return error_set(e, STATUS_FAILED, "%s: there is no line %u", c->path, line);
}

enum status cache_line(struct cache *c, uint32_t line, struct arena *a, struct line_origin *out,
                       struct error *e)
{
    bool row = false;
    enum status status = STATUS_OK;
    if (!c->line)
        status = sql_prepare(c,
                             "SELECT line.batch, line.row, k.source, k.case_id FROM line"
                             " LEFT JOIN seizure_case AS k ON k.id = line.case_key"
                             " WHERE line.id = ?",
                             &c->line, e);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_int64(c->line, 1, line);
    status = sql_step(c, c->line, &row, e);
    if (status != STATUS_OK)
        return status;
    if (row) {
        out->batch = (uint32_t)sqlite3_column_int64(c->line, 0);
        out->row = (uint32_t)sqlite3_column_int64(c->line, 1);
        out->source = sql_copy(c->line, 2, a, NULL);
        out->case_id = sql_copy(c->line, 3, a, NULL);
        if (!out->source || !out->case_id)
            status = error_no_memory(e);
    }
    sqlite3_reset(c->line);
    return row ? status : no_line(c, line, e);
}

enum status cache_find_row(struct cache *c, const struct batch *b, uint32_t row, uint32_t *line,
                           struct error *e)
{
    sqlite3_stmt *s = NULL;
    bool found = false;
    *line = 0;
    if (!b->first_line)
        return STATUS_OK;
    enum status status = sql_prepare(
        c, "SELECT id FROM line WHERE id BETWEEN ? AND ? AND row = ? LIMIT 1", &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int64(s, 1, b->first_line);
        sqlite3_bind_int64(s, 2, b->last_line);
        sqlite3_bind_int64(s, 3, row);
        status = sql_step(c, s, &found, e);
    }
    if (status == STATUS_OK && found)
        *line = (uint32_t)sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return status;
}

void sql_line_columns(sqlite3_str *sql, const struct cache_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t id = fields[i].id;
        if (!fields[i].long_text)
            sqlite3_str_appendf(sql, ", line.f%u", id);
        else
            sqlite3_str_appendf(sql,
                                ", (SELECT substr(t.data, 1 + (line.f%u & %d), line.f%u >> %d)"
                                " FROM text_chunk AS t WHERE line.f%u <> 0 AND t.field = %u"
                                " AND t.first <= line.id ORDER BY t.first DESC LIMIT 1)",
                                id, (1 << TEXT_PLACE_BITS) - 1, id, TEXT_PLACE_BITS, id, id);
    }
}

enum status cache_line_text(struct cache *c, uint32_t line, uint32_t field, struct buffer *out,
                            struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    char *sql = sqlite3_mprintf("SELECT CASE f%u WHEN 0 THEN NULL ELSE (SELECT substr(t.data, "
                                "1 + (f%u & %d), f%u >> %d)"
                                " FROM text_chunk AS t WHERE t.field = %u AND t.first <= %u"
                                " ORDER BY t.first DESC LIMIT 1) END FROM line WHERE id = %u",
                                field, field, (1 << TEXT_PLACE_BITS) - 1, field,
                                TEXT_PLACE_BITS, field, line, line);
    if (!sql)
        return error_no_memory(e);
    enum status status = sql_prepare(c, sql, &s, e);
    sqlite3_free(sql);
    if (status != STATUS_OK)
        return status;
    status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && !row)
        status = no_line(c, line, e);
    const void *bytes = row ? sqlite3_column_blob(s, 0) : NULL;
    if (status == STATUS_OK && bytes)
        buffer_add(out, bytes, (size_t)sqlite3_column_bytes(s, 0));
    sqlite3_finalize(s);
    return status == STATUS_OK && out->failed ? error_no_memory(e) : status;
}
