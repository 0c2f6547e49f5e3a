/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines as their files spelled them. */
#include "store/current.h"

#include <string.h>

struct originals {
    struct cache *cache;
    struct arena arena;
    size_t count;
    const struct cache_field **field; /* by column; NULL: the case id, or no such field */
    bool *is_case;
    struct spelling **spelling;
    uint32_t *spellings;
    struct cache_text *cells;
};

static enum status prepare(struct originals *o, const struct cache_column *columns,
                           struct error *e)
{
    struct cache_field *fields;
    size_t n = 0, room = o->count + 1;
    o->field = arena_zero(&o->arena, room, sizeof *o->field);
    o->is_case = arena_zero(&o->arena, room, sizeof *o->is_case);
    o->spelling = arena_zero(&o->arena, room, sizeof *o->spelling);
    o->spellings = arena_zero(&o->arena, room, sizeof *o->spellings);
    o->cells = arena_zero(&o->arena, room, sizeof *o->cells);
    if (!o->field || !o->is_case || !o->spelling || !o->spellings || !o->cells)
        return error_no_memory(e);
    enum status s = cache_fields(o->cache, &o->arena, &fields, &n, e);
    for (size_t i = 0; i < o->count && s == STATUS_OK; i++) {
        o->is_case[i] = !strcmp(columns[i].name, "case_id");
        for (size_t k = 0; k < n; k++)
            if (!o->is_case[i] && !strcmp(fields[k].name, columns[i].name))
                o->field[i] = &fields[k];
        if (o->field[i] && !o->field[i]->long_text)
            s = cache_spellings(o->cache, o->field[i]->id, &o->arena, &o->spelling[i],
                                &o->spellings[i], e);
    }
    return s;
}

static enum status query(struct originals *o, sqlite3_stmt **out, struct error *e)
{
    sqlite3_str *sql = sqlite3_str_new(o->cache->db);
    bool cases = false;
    for (size_t i = 0; i < o->count; i++)
        cases |= o->is_case[i];
    /* What stood in the place of a number where a line has no case was found wrong with it. */
    sqlite3_str_appendall(sql, cases ? "SELECT line.id, coalesce(k.case_id, (SELECT f.text FROM"
                                       " finding AS f WHERE f.batch = line.batch AND f.row ="
                                       " line.row AND f.field = 'case_id' LIMIT 1))"
                                     : "SELECT line.id, NULL");
    for (size_t i = 0; i < o->count; i++) {
        if (o->field[i])
            sql_line_columns(sql, o->field[i], 1);
        else
            sqlite3_str_appendall(sql, ", NULL");
    }
    sqlite3_str_appendall(
        sql, " FROM line LEFT JOIN seizure_case AS k ON k.id = line.case_key ORDER BY line.id");
    char *text = sqlite3_str_finish(sql);
    enum status s = text ? sql_prepare(o->cache, text, out, e) : error_no_memory(e);
    sqlite3_free(text);
    return s;
}

static struct cache_text text_at(sqlite3_stmt *s, int column)
{
    const char *text = sqlite3_column_blob(s, column);
    return (struct cache_text){text ? text : "", (uint32_t)sqlite3_column_bytes(s, column)};
}

static bool fill(struct originals *o, sqlite3_stmt *s)
{
    enum { ID, CASE, FIRST };
    for (size_t i = 0; i < o->count; i++) {
        int column = FIRST + (int)i;
        if (o->is_case[i]) {
            o->cells[i] = text_at(s, CASE);
        } else if (!o->field[i] || o->field[i]->long_text) {
            o->cells[i] = text_at(s, column);
        } else {
            sqlite3_int64 code = sqlite3_column_int64(s, column);
            if (code < 0 || code >= o->spellings[i])
                return false;
            const struct spelling *sp = &o->spelling[i][code];
            o->cells[i] = (struct cache_text){sp->text, sp->length};
        }
    }
    return true;
}

enum status cache_originals(struct cache *c, const struct cache_column *columns, size_t count,
                            const struct bitmap *lines, cache_original_visit *visit, void *data,
                            struct error *e)
{
    struct originals o = {.cache = c, .count = count};
    sqlite3_stmt *s = NULL;
    bool row = false;
    enum status status = prepare(&o, columns, e);
    if (status == STATUS_OK)
        status = query(&o, &s, e);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        uint64_t line = (uint64_t)sqlite3_column_int64(s, 0);
        if (!line || line > lines->bits || !bitmap_get(lines, line - 1))
            continue;
        if (fill(&o, s))
            status = visit(data, o.cells, count, e);
        else
            status = error_set(e, STATUS_FAILED, "%s: a line has a spelling that is not there",
                               c->path);
    }
    sqlite3_finalize(s);
    arena_free(&o.arena);
    return status;
}
