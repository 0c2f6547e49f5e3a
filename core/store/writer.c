/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import is one writer is one transaction: its beginning, its fields, what it takes from
 * its caller, its end. */
#include "store/writer_private.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const statement_sql[STATEMENTS] = {
    [FIND_FIELD] = "SELECT id, long_text FROM field WHERE name = ?",
    [ADD_FIELD] =
        "INSERT INTO field(id, name, label, further, long_text) VALUES(?, ?, ?, ?, ?)",
    [ADD_SPELLING] = "INSERT INTO spelling(field, code, text, value, state, derived,"
                     " open) VALUES(?, ?, ?, ?, ?, ?, ?)",
    [ADD_CASE] = "INSERT INTO seizure_case(id, source, case_id) VALUES(?, ?, ?)",
    [ADD_COLUMN] = "INSERT INTO batch_field(batch, position, header, name) VALUES(?, ?, ?, ?)",
    [ADD_DERIVED] =
        "INSERT INTO batch_field(batch, position, header, name) VALUES(?, NULL, NULL, ?)",
    [SET_MANNER] = "UPDATE batch_field SET manner = ? WHERE batch = ? AND name = ?",
    [ADD_FINDING] = "INSERT OR IGNORE INTO finding(batch, row, rule, field, text)"
                    " VALUES(?, ?, ?, ?, ?)",
    [FIND_RULE] = "SELECT id FROM rule WHERE rule = ? AND severity = ? AND meaning = ?",
    [ADD_RULE] = "INSERT INTO rule(rule, severity, meaning) VALUES(?, ?, ?)",
    [ADD_SUM] = "INSERT INTO finding_sum(batch, rule, count, first_row) VALUES(?, ?, ?, ?)",
    [ADD_CHUNK] = "INSERT INTO chunk(field, first, count, width, data) VALUES(?, ?, ?, ?, ?)",
    [ADD_TEXT_CHUNK] =
        "INSERT INTO text_chunk(field, first, count, ends, data) VALUES(?, ?, ?, ?, ?)",
    [ADD_BATCH] =
        "INSERT INTO batch(id, file, sha256, bytes, encoding, delimiter, header, imported_at,"
        " as_of, rows_read, rows_new, rows_changed, rows_withdrawn, rows_unchanged,"
        " rows_left_out, first_line, last_line, findings, marking, complete, profile, grain)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [FIND_BATCH] =
        "SELECT id FROM batch WHERE sha256 = ? AND NOT retracted ORDER BY id LIMIT 1",
};

static void writer_free(struct writer **w)
{
    handover_free(&(*w)->handover);
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize((*w)->statements[i]);
    sqlite3_finalize((*w)->insert_line);
    for (uint32_t i = 0; i < (*w)->slot_count; i++) {
        chunk_free(&(*w)->slots[i].codes);
        text_chunk_free(&(*w)->slots[i].texts);
    }
    chunk_free(&(*w)->cases);
    chunk_free(&(*w)->hashes);
    chunk_free(&(*w)->case_hashes);
    statements_free(&(*w)->said);
    dictionary_free(&(*w)->columns);
    arena_free(&(*w)->arena);
    free((*w)->slots);
    free((*w)->long_text);
    free((*w)->adopted);
    (*w)->cache->writer = NULL;
    free(*w);
    *w = NULL;
}

/* A file that was removed or replaced since it was opened still takes what is written, and
 * nobody would find it again. */
static enum status check_place(struct cache *c, struct error *e)
{
    int moved = 0;
    sqlite3_file_control(c->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (!moved)
        return STATUS_OK;
    error_set(e, STATUS_FAILED, "%s: was removed or replaced meanwhile", c->path);
    return error_way_out(e, "try again; nothing was changed");
}

static enum status begin(struct writer *w, struct error *e)
{
    int64_t batch = 0;
    enum status s = check_place(w->cache, e);
    for (size_t i = 0; i < STATEMENTS && s == STATUS_OK; i++)
        s = sql_prepare(w->cache, statement_sql[i], &w->statements[i], e);
    if (s == STATUS_OK)
        s = sql_number(w->cache, CACHE_LAST_BATCH, &batch, e);
    w->batch = (uint32_t)batch + 1;
    w->first_line = w->next_line = w->next_written = cache_line_count(w->cache) + 1;
    w->next_case = cache_case_count(w->cache) + 1;
    w->hashes.wide = true;
    return s == STATUS_OK ? handover_make(&w->handover, writer_apply, w, e) : s;
}

enum status writer_begin(struct cache *c, struct writer **out, struct error *e)
{
    *out = NULL;
    if (c->mode != CACHE_WRITE)
        return error_set(e, STATUS_FAILED, "%s: is open for reading only", c->path);
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_no_memory(e);
    w->cache = c;
    cache_release(c);
    /* Enforced row by row, foreign keys would double the time of an import; the writer hands
     * out every number itself. The setting cannot change inside a transaction. */
    enum status s =
        sql_exec(c, "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-65536; BEGIN IMMEDIATE", e);
    if (s != STATUS_OK) {
        free(w);
        return s;
    }
    s = begin(w, e);
    if (s != STATUS_OK)
        writer_abandon(&w);
    else
        c->writer = w;
    *out = w;
    return s;
}

void writer_rest(struct writer *w)
{
    /* Its fault is told by the next call that hands something over. */
    if (w)
        (void)handover_settle(w->handover, NULL);
}

void writer_abandon(struct writer **w)
{
    if (!w || !*w)
        return;
    struct cache *c = (*w)->cache;
    writer_free(w);
    sql_exec(c, "ROLLBACK", NULL);
    sql_exec(c, "PRAGMA foreign_keys=ON; PRAGMA cache_size=-2000", NULL);
}

static struct slot *add_slot(struct writer *w, uint32_t id, const char *name, bool long_text)
{
    const char *kept = arena_string(&w->arena, name);
    if (!kept)
        return NULL;
    struct slot *slots = realloc(w->slots, (w->slot_count + 1) * sizeof *slots);
    if (!slots)
        return NULL;
    w->slots = slots;
    bool *flags = realloc(w->long_text, w->slot_count + 1);
    if (!flags)
        return NULL;
    w->long_text = flags;
    flags[w->slot_count] = long_text;
    struct slot *s = &slots[w->slot_count++];
    *s = (struct slot){.id = id, .name = kept, .long_text = long_text};
    return s;
}

static enum status find_field(struct writer *w, const char *name, uint32_t *id, bool *long_text,
                              struct error *e)
{
    sqlite3_stmt *s = w->statements[FIND_FIELD];
    bool row = false;
    sql_bind_text(s, 1, name, strlen(name));
    enum status status = sql_step(w->cache, s, &row, e);
    *id = status == STATUS_OK && row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    if (*id)
        *long_text = sqlite3_column_int(s, 1);
    sqlite3_reset(s);
    return status;
}

/* A field that is new to the cache, with its blank spelling. Its column of the table of lines
 * is made with those of all others, before a line needs them. */
static enum status make_field(struct writer *w, const char *name, const char *label,
                              bool further, bool long_text, uint32_t *id, struct error *e)
{
    int64_t next;
    enum status s = sql_number(w->cache, "SELECT ifnull(max(id), 0) + 1 FROM field", &next, e);
    if (s != STATUS_OK)
        return s;
    *id = next < CACHE_FIRST_FIELD ? CACHE_FIRST_FIELD : (uint32_t)next;
    sqlite3_stmt *add = w->statements[ADD_FIELD];
    sqlite3_bind_int64(add, 1, *id);
    sql_bind_text(add, 2, name, strlen(name));
    sql_bind_text(add, 3, label, strlen(label));
    sqlite3_bind_int(add, 4, further);
    sqlite3_bind_int(add, 5, long_text);
    s = sql_run(w->cache, add, e);
    if (s == STATUS_OK)
        s = schema_check_fields(w->cache, e);
    w->fields_added = true;
    w->first_bare = w->bare ? w->first_bare : *id;
    w->bare++;
    const struct spelling blank = {.text = "", .value = "", .state = VALUE_BLANK};
    if (s == STATUS_OK && !long_text)
        s = writer_spelling(w, *id, 0, &blank, e);
    return s;
}

enum status writer_field(struct writer *w, const char *name, const char *label, bool further,
                         bool long_text, uint32_t *slot, uint32_t *id, struct error *e)
{
    enum status s = handover_settle(w->handover, e);
    if (s == STATUS_OK)
        s = find_field(w, name, id, &long_text, e);
    if (s != STATUS_OK)
        return s;
    for (*slot = 0; *id && *slot < w->slot_count; ++*slot)
        if (w->slots[*slot].id == *id)
            return STATUS_OK;
    if (!*id)
        s = make_field(w, name, label, further, long_text, id, e);
    if (s != STATUS_OK)
        return s;
    sqlite3_finalize(w->insert_line);
    w->insert_line = NULL;
    *slot = w->slot_count;
    return add_slot(w, *id, name, long_text) ? STATUS_OK : error_no_memory(e);
}

static enum status make_columns(struct writer *w, struct error *e)
{
    enum status s = schema_add_fields(w->cache, w->first_bare, w->bare, e);
    if (s == STATUS_OK)
        w->bare = 0;
    return s;
}

static enum status prepare_line(struct writer *w, struct error *e)
{
    enum status s = make_columns(w, e);
    if (s != STATUS_OK)
        return s;
    sqlite3_str *sql = sqlite3_str_new(w->cache->db);
    sqlite3_str_appendall(sql, "INSERT INTO line(batch, row, case_key");
    for (uint32_t i = 0; i < w->slot_count; i++)
        sqlite3_str_appendf(sql, ", f%u", w->slots[i].id);
    sqlite3_str_appendall(sql, ") VALUES(?, ?, ?");
    for (uint32_t i = 0; i < w->slot_count; i++)
        sqlite3_str_appendall(sql, ", ?");
    sqlite3_str_appendall(sql, ")");
    char *text = sqlite3_str_finish(sql);
    if (!text)
        return error_no_memory(e);
    s = sql_prepare(w->cache, text, &w->insert_line, e);
    sqlite3_free(text);
    return s;
}

/* ---- what the caller hands over ---------------------------------------------------------- */

static enum status order(struct writer *w, const struct order *o, struct error *e)
{
    load_order(handover_load(w->handover), o);
    return handover_pass(w->handover, e);
}

enum status writer_spelling(struct writer *w, uint32_t field_id, uint32_t code,
                            const struct spelling *s, struct error *e)
{
    const struct order o = {
        .kind = ORDER_SPELLING,
        .numbers = {field_id, code, (uint32_t)s->state, s->derived, s->open},
        .texts = {s->text, s->value},
        .lengths = {s->length, (uint32_t)strlen(s->value)},
    };
    return order(w, &o, e);
}

enum status writer_case(struct writer *w, const char *source, const char *case_id,
                        uint32_t *key, struct error *e)
{
    *key = w->next_case++;
    const struct order o = {
        .kind = ORDER_CASE,
        .numbers = {*key},
        .texts = {source, case_id},
        .lengths = {(uint32_t)strlen(source), (uint32_t)strlen(case_id)},
    };
    return order(w, &o, e);
}

enum status writer_line(struct writer *w, uint32_t row, uint32_t case_key, uint64_t hash,
                        const uint32_t *codes, const struct long_text *texts, uint32_t *line,
                        struct error *e)
{
    if (w->next_line == UINT32_MAX)
        return error_set(e, STATUS_FAILED, "a cache holds at most %u lines", UINT32_MAX - 1);
    enum status s = w->insert_line ? STATUS_OK : prepare_line(w, e);
    if (s != STATUS_OK)
        return s;
    *line = w->next_line++;
    load_line(handover_load(w->handover), row, case_key, hash, w->slot_count, w->long_text,
              codes, texts);
    return handover_pass(w->handover, e);
}

static enum status say(struct writer *w, enum statement_kind kind, uint32_t line,
                       struct error *e)
{
    return runs_add(&w->said.runs[kind], line) ? STATUS_OK : error_no_memory(e);
}

enum status writer_supersede(struct writer *w, uint32_t old, uint32_t by_line, struct error *e)
{
    if (!by_line)
        return say(w, STATEMENT_WITHDRAWN, old, e);
    return links_add(&w->said.links, by_line, old) ? STATUS_OK : error_no_memory(e);
}

enum status writer_seen(struct writer *w, uint32_t line, struct error *e)
{
    return say(w, STATEMENT_SEEN, line, e);
}

enum status writer_loose(struct writer *w, uint32_t line, struct error *e)
{
    return say(w, STATEMENT_LOOSE, line, e);
}

enum status writer_absent(struct writer *w, uint32_t line, struct error *e)
{
    return say(w, STATEMENT_ABSENT, line, e);
}

enum status writer_column(struct writer *w, uint32_t position, const char *header,
                          const char *name, struct error *e)
{
    sqlite3_stmt *add = w->statements[ADD_COLUMN];
    writer_rest(w);
    if (dictionary_add(&w->columns, name, strlen(name)) == MAP_NONE)
        return error_no_memory(e);
    sqlite3_bind_int64(add, 1, w->batch);
    sqlite3_bind_int64(add, 2, position);
    sql_bind_text(add, 3, header, strlen(header));
    sql_bind_text(add, 4, name, strlen(name));
    return sql_run(w->cache, add, e);
}

enum status writer_manner(struct writer *w, const char *name, uint32_t manner, struct error *e)
{
    sqlite3_stmt *set = w->statements[SET_MANNER];
    writer_rest(w);
    sqlite3_bind_int64(set, 1, manner);
    sqlite3_bind_int64(set, 2, w->batch);
    sql_bind_text(set, 3, name, strlen(name));
    return sql_run(w->cache, set, e);
}

void writer_number(struct writer *w, uint32_t batch)
{
    writer_rest(w);
    w->batch = batch;
}

static enum status add_batch(struct writer *w, struct batch *b, struct error *e)
{
    char now[32];
    time_t seconds = time(NULL);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    b->id = w->batch;
    bool any = w->next_line > w->first_line;
    b->first_line = any ? w->first_line : 0;
    b->last_line = any ? w->next_line - 1 : 0;
    sqlite3_stmt *add = w->statements[ADD_BATCH];
    int at = 0;
    const char *const texts[] = {b->file,
                                 b->sha256,
                                 NULL,
                                 b->encoding,
                                 NULL,
                                 b->header,
                                 b->imported_at ? b->imported_at : now,
                                 b->as_of};
    const char *const last[] = {b->marking ? b->marking : "", b->complete ? b->complete : "",
                                b->profile ? b->profile : "", grain_word(b->grain)};
    sqlite3_bind_int64(add, ++at, b->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++, at++)
        if (texts[i])
            sql_bind_text(add, at + 1, texts[i], strlen(texts[i]));
    sqlite3_bind_int64(add, 4, (sqlite3_int64)b->bytes);
    sql_bind_text(add, 6, &b->delimiter, 1);
    const uint32_t numbers[] = {b->rows_read,      b->rows_new,       b->rows_changed,
                                b->rows_withdrawn, b->rows_unchanged, b->rows_left_out,
                                b->first_line,     b->last_line,      b->findings};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sqlite3_bind_int64(add, ++at, numbers[i]);
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        sql_bind_text(add, ++at, last[i], strlen(last[i]));
    return sql_run(w->cache, add, e);
}

/* Once rows, columns and batch stand there: what the batch says, and which lines count now. */
static enum status settle(struct writer *w, struct batch *b, struct error *e)
{
    struct current current = {0};
    struct bitmap absent = {0};
    struct current_outcome outcome = {0};
    enum status s = statements_write(w->cache, w->batch, &w->said, e);
    for (uint32_t i = 0; i < w->slot_count && s == STATUS_OK; i++) {
        const char *name = w->slots[i].name;
        if (dictionary_find(&w->columns, name, strlen(name)) != MAP_NONE)
            continue;
        sqlite3_stmt *add = w->statements[ADD_DERIVED];
        sqlite3_bind_int64(add, 1, w->batch);
        sql_bind_text(add, 2, name, strlen(name));
        s = sql_run(w->cache, add, e);
    }
    if (s == STATUS_OK)
        s = current_find(w->cache, &current, &outcome, e);
    if (s == STATUS_OK)
        s = current_write(w->cache, &current, e);
    if (s == STATUS_OK)
        s = absent_find(w->cache, w->batch, &current.lines, &absent, e);
    b->absent = s == STATUS_OK ? (uint32_t)bitmap_count(&absent) : 0;
    bitmap_free(&absent);
    current_free(&current);
    /* That a loose line took another's place is known only now. */
    uint32_t changed = outcome.paired < b->rows_new ? outcome.paired : b->rows_new;
    b->rows_new -= changed;
    b->rows_changed += changed;
    b->lines_withdrawn = outcome.withdrawn;
    if (s == STATUS_OK)
        s = sql_execf(w->cache, e,
                      "UPDATE batch SET rows_new = %u, rows_changed = %u, absent = %u,"
                      " lines_withdrawn = %u WHERE id = %u",
                      b->rows_new, b->rows_changed, b->absent, b->lines_withdrawn, w->batch);
    return s == STATUS_OK ? current_meta(w->cache, e) : s;
}

static enum status finish(struct writer *w, struct batch *b, struct error *e)
{
    enum status s = handover_settle(w->handover, e);
    if (s == STATUS_OK)
        s = writer_flush(w, e);
    if (s == STATUS_OK)
        s = writer_adopt_findings(w, e);
    if (s == STATUS_OK)
        s = writer_sum_findings(w, &b->findings, e);
    if (s == STATUS_OK)
        s = add_batch(w, b, e);
    if (s == STATUS_OK)
        s = settle(w, b, e);
    if (s == STATUS_OK)
        s = make_columns(w, e);
    if (s == STATUS_OK && w->fields_added)
        s = schema_view(w->cache, e);
    return s;
}

enum status writer_commit(struct writer **w, struct batch *b, struct error *e)
{
    struct cache *c = (*w)->cache;
    enum status s = finish(*w, b, e);
    if (s == STATUS_OK)
        s = sql_exec(c, "COMMIT", e);
    if (s != STATUS_OK) {
        writer_abandon(w);
        return s;
    }
    writer_free(w);
    /* What is committed stays so: faults from here on are no failure of the import. Only the
     * first batch is written under a rollback journal, which spares writing everything twice;
     * from then on readers must not wait for a writer. */
    sql_exec(c, "PRAGMA journal_mode=WAL", NULL);
    /* Panes that are open hold an older state: the file shrinks later then, nobody waits. */
    sql_exec(c,
             "PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout=3000",
             NULL);
    sql_exec(c, "PRAGMA foreign_keys=ON; PRAGMA cache_size=-2000", NULL);
    return STATUS_OK;
}

enum status writer_find_batch(struct writer *w, const char *sha256, uint32_t *batch,
                              struct error *e)
{
    sqlite3_stmt *s = w->statements[FIND_BATCH];
    bool row = false;
    writer_rest(w);
    sql_bind_text(s, 1, sha256, strlen(sha256));
    enum status status = sql_step(w->cache, s, &row, e);
    *batch = status == STATUS_OK && row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return status;
}
