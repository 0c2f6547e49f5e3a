/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing what is retracted: the live batches are written anew beside the cache, through the
 * same writer as an import, and take its place in one transaction. Nothing of a retracted batch
 * can stay behind, since only what a live batch needs is copied: its own lines, and before them
 * those of retracted batches that it saw first. */
#include "store/current.h"
#include "store/finding.h"
#include "store/tag_private.h"
#include "store/writer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct purge {
    struct cache *from, *to;
    struct arena arena;
    struct batch *batch;
    size_t batches;
    struct cache_field *field;
    size_t fields;
    struct spelling **spelling; /* by field, by code */
    uint32_t *spellings;
    uint32_t **code;          /* by field, by old code: the new one, or 0 */
    uint32_t *next_code;      /* by field */
    struct case_names *cases; /* by old key */
    uint32_t *case_of;        /* by old key: the new one, or 0 */
    uint32_t lines;
    uint32_t *line_of; /* by old line: the new one, or 0 */
    uint32_t *root;    /* by old line: of its chain; itself without one */
    uint32_t *newest;  /* by root: the last line written of the chain (new id) */
    uint64_t *hash;    /* by old line */
    struct bitmap loose;
    struct cache_adopted *adopted;
    size_t adopted_count;
    struct cache_purged gone;
};

struct case_names {
    const char *source, *id;
};

/* ---- reading ---- */

static enum status keep_case(void *data, uint32_t key, const char *source, size_t source_len,
                             const char *id, size_t id_len, struct error *e)
{
    struct purge *p = data;
    p->cases[key] = (struct case_names){arena_copy(&p->arena, source, source_len),
                                        arena_copy(&p->arena, id, id_len)};
    return p->cases[key].source && p->cases[key].id ? STATUS_OK : error_no_memory(e);
}

static enum status keep_hashes(void *data, uint32_t first, uint32_t count, unsigned width,
                               const void *values, struct error *e)
{
    struct purge *p = data;
    (void)e;
    for (uint32_t i = 0; i < count && width && first + i <= p->lines; i++)
        memcpy(&p->hash[first + i], (const char *)values + (size_t)i * width, width);
    return STATUS_OK;
}

static enum status read_fields(struct purge *p, struct error *e)
{
    enum status s = cache_fields(p->from, &p->arena, &p->field, &p->fields, e);
    if (s != STATUS_OK)
        return s;
    size_t room = p->fields + 1;
    p->spelling = arena_zero(&p->arena, room, sizeof *p->spelling);
    p->spellings = arena_zero(&p->arena, room, sizeof *p->spellings);
    p->code = arena_zero(&p->arena, room, sizeof *p->code);
    p->next_code = arena_zero(&p->arena, room, sizeof *p->next_code);
    if (!p->spelling || !p->spellings || !p->code || !p->next_code)
        return error_no_memory(e);
    for (size_t i = 0; i < p->fields && s == STATUS_OK; i++) {
        p->next_code[i] = 1;
        if (p->field[i].long_text)
            continue;
        s = cache_spellings(p->from, p->field[i].id, &p->arena, &p->spelling[i],
                            &p->spellings[i], e);
        p->code[i] = arena_zero(&p->arena, (size_t)p->spellings[i] + 1, sizeof *p->code[i]);
        if (s == STATUS_OK && !p->code[i])
            s = error_no_memory(e);
    }
    return s;
}

static enum status read_chains(struct purge *p, struct error *e)
{
    struct cache_link *link;
    size_t count = 0;
    enum status s = cache_links(p->from, &p->arena, &link, &count, e);
    for (uint32_t line = 1; line <= p->lines; line++)
        p->root[line] = line;
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        p->root[link[i].line] = p->root[link[i].older];
    return s;
}

static enum status read_all(struct purge *p, struct error *e)
{
    p->lines = cache_line_count(p->from);
    size_t cases = (size_t)cache_case_count(p->from) + 1, lines = (size_t)p->lines + 1;
    p->cases = arena_zero(&p->arena, cases, sizeof *p->cases);
    p->case_of = arena_zero(&p->arena, cases, sizeof *p->case_of);
    p->line_of = arena_zero(&p->arena, lines, sizeof *p->line_of);
    p->root = arena_zero(&p->arena, lines, sizeof *p->root);
    p->newest = arena_zero(&p->arena, lines, sizeof *p->newest);
    p->hash = arena_zero(&p->arena, lines, sizeof *p->hash);
    if (!p->cases || !p->case_of || !p->line_of || !p->root || !p->newest || !p->hash)
        return error_no_memory(e);
    enum status s = cache_batches(p->from, &p->arena, &p->batch, &p->batches, e);
    if (s == STATUS_OK)
        s = cache_cases(p->from, keep_case, p, e);
    if (s == STATUS_OK)
        s = cache_column(p->from, CACHE_COLUMN_HASH, keep_hashes, p, e);
    if (s == STATUS_OK)
        s = read_fields(p, e);
    if (s == STATUS_OK)
        s = read_chains(p, e);
    if (s == STATUS_OK)
        s = cache_loose(p->from, &p->loose, e);
    if (s == STATUS_OK)
        s = cache_adopted(p->from, &p->arena, &p->adopted, &p->adopted_count, e);
    return s;
}

/* ---- writing one batch ---- */

struct copying {
    struct purge *p;
    struct writer *w;
    struct batch *b;
    sqlite3_stmt *rows;
    uint32_t *slot;  /* by field; UINT32_MAX: the batch does not have it */
    uint32_t *id;    /* by field: in the new cache */
    uint32_t *codes; /* by slot */
    struct long_text *texts;
    uint32_t first;                    /* new id of its first line */
    uint32_t taken_new, taken_changed; /* lines taken over */
};

static enum status open_field(struct copying *k, const char *name, struct error *e)
{
    struct purge *p = k->p;
    for (size_t i = 0; i < p->fields; i++)
        if (!strcmp(p->field[i].name, name) && k->slot[i] == UINT32_MAX)
            return writer_field(k->w, name, p->field[i].label, p->field[i].further,
                                p->field[i].long_text, &k->slot[i], &k->id[i], e);
    return STATUS_OK;
}

/* The columns of a batch; of one whose lines are taken over, the fields alone. */
static enum status copy_columns(struct copying *k, uint32_t batch, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false, own = batch == k->b->id;
    enum status status =
        sql_prepare(k->p->from,
                    "SELECT name, header, position, manner FROM batch_field"
                    " WHERE batch = ? ORDER BY position IS NULL, position, name",
                    &s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int64(s, 1, batch);
    while (status == STATUS_OK) {
        status = sql_step(k->p->from, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        const char *name = sql_copy(s, 0, &k->p->arena, NULL);
        const char *header = sql_copy(s, 1, &k->p->arena, NULL);
        uint32_t manner = (uint32_t)sqlite3_column_int64(s, 3);
        if (!name || !header)
            status = error_no_memory(e);
        if (status == STATUS_OK)
            status = open_field(k, name, e);
        if (status == STATUS_OK && own && sqlite3_column_type(s, 2) != SQLITE_NULL)
            status = writer_column(k->w, (uint32_t)sqlite3_column_int64(s, 2), header, name, e);
        if (status == STATUS_OK && own && manner)
            status = writer_manner(k->w, name, manner, e);
    }
    sqlite3_finalize(s);
    return status;
}

static enum status copy_code(struct copying *k, size_t field, uint32_t old, struct error *e)
{
    struct purge *p = k->p;
    if (old >= p->spellings[field])
        return error_set(e, STATUS_FAILED, "%s: a line has a spelling that is not there",
                         p->from->path);
    if (!old || p->code[field][old])
        return STATUS_OK;
    p->code[field][old] = p->next_code[field]++;
    return writer_spelling(k->w, k->id[field], p->code[field][old], &p->spelling[field][old],
                           e);
}

static enum status copy_case(struct copying *k, uint32_t old, uint32_t *key, struct error *e)
{
    struct purge *p = k->p;
    enum status s = STATUS_OK;
    if (old && !p->case_of[old])
        s = writer_case(k->w, p->cases[old].source, p->cases[old].id, &p->case_of[old], e);
    *key = old ? p->case_of[old] : 0;
    return s;
}

static enum status copy_cells(struct copying *k, struct error *e)
{
    enum { FIRST = 2 };
    struct purge *p = k->p;
    enum status s = STATUS_OK;
    for (size_t i = 0; i < p->fields && s == STATUS_OK; i++) {
        if (k->slot[i] == UINT32_MAX)
            continue;
        int column = FIRST + (int)i;
        if (p->field[i].long_text) {
            const char *text = sqlite3_column_blob(k->rows, column);
            k->texts[k->slot[i]] = (struct long_text){
                text ? text : "", (uint32_t)sqlite3_column_bytes(k->rows, column)};
            continue;
        }
        uint32_t old = (uint32_t)sqlite3_column_int64(k->rows, column);
        s = copy_code(k, i, old, e);
        k->codes[k->slot[i]] = s == STATUS_OK && old ? p->code[i][old] : 0;
    }
    return s;
}

/* own: else the line is taken over, and its row in the file of this batch is not known. */
static enum status copy_line(struct copying *k, uint32_t old, bool own, struct error *e)
{
    struct purge *p = k->p;
    bool row = false;
    uint32_t key = 0, line = 0;
    sqlite3_bind_int64(k->rows, 1, old);
    enum status s = sql_step(p->from, k->rows, &row, e);
    if (s == STATUS_OK && !row)
        s = error_set(e, STATUS_FAILED, "%s: there is no line %u", p->from->path, old);
    if (s == STATUS_OK)
        s = copy_case(k, (uint32_t)sqlite3_column_int64(k->rows, 1), &key, e);
    if (s == STATUS_OK)
        s = copy_cells(k, e);
    if (s == STATUS_OK)
        s = writer_line(k->w, own ? (uint32_t)sqlite3_column_int64(k->rows, 0) : 0, key,
                        p->hash[old], k->codes, k->texts, &line, e);
    sqlite3_reset(k->rows);
    if (s != STATUS_OK)
        return s;
    p->line_of[old] = line;
    k->first = k->first ? k->first : line;
    uint32_t *newest = &p->newest[p->root[old]];
    if (!own)
        ++*(*newest ? &k->taken_changed : &k->taken_new);
    if (*newest)
        s = writer_supersede(k->w, *newest, line, e);
    *newest = line;
    if (s == STATUS_OK && bitmap_get(&p->loose, old - 1))
        s = writer_loose(k->w, line, e);
    return s;
}

static enum status copy_lines(struct copying *k, struct error *e)
{
    struct purge *p = k->p;
    enum status s = STATUS_OK;
    for (size_t i = 0; i < p->adopted_count && s == STATUS_OK; i++)
        for (uint32_t line = p->adopted[i].first;
             p->adopted[i].batch == k->b->id && line <= p->adopted[i].last && s == STATUS_OK;
             line++)
            s = copy_line(k, line, false, e);
    for (uint32_t line = k->b->first_line; line && line <= k->b->last_line && s == STATUS_OK;
         line++)
        s = copy_line(k, line, true, e);
    return s;
}

/* The newest version of a line's chain, up to the line itself, that was copied so far. */
static uint32_t known_version(const struct purge *p, uint32_t old)
{
    for (uint32_t line = old; line >= 1; line--) {
        if (p->root[line] == p->root[old] && p->line_of[line])
            return p->line_of[line];
        if (line == p->root[old])
            break;
    }
    return 0;
}

static enum status copy_statements(struct copying *k, struct error *e)
{
    struct purge *p = k->p;
    struct statements said;
    enum status s = statements_read(p->from, k->b->id, p->lines, &said, e);
    static const enum statement_kind kinds[] = {STATEMENT_SEEN, STATEMENT_WITHDRAWN,
                                                STATEMENT_ABSENT, STATEMENT_SAME_FIRST,
                                                STATEMENT_SAME_LATER};
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        const struct runs *r = &said.runs[kinds[kind]];
        for (size_t i = 0; i < r->count && s == STATUS_OK; i++)
            for (uint32_t old = r->run[i].first; old <= r->run[i].last && s == STATUS_OK;
                 old++) {
                uint32_t line = p->line_of[old];
                bool before = line && (!k->first || line < k->first);
                if (kinds[kind] == STATEMENT_WITHDRAWN && (line = known_version(p, old)))
                    s = writer_supersede(k->w, line, 0, e);
                else if (kinds[kind] == STATEMENT_SEEN && before)
                    s = writer_seen(k->w, line, e);
                else if (kinds[kind] == STATEMENT_ABSENT && before)
                    s = writer_absent(k->w, line, e);
                else if (kinds[kind] >= STATEMENT_SAME_FIRST && line)
                    s = writer_mark_identical(k->w, line, kinds[kind] == STATEMENT_SAME_LATER,
                                              e);
            }
    }
    statements_free(&said);
    return s;
}

static enum status copy_findings(struct copying *k, struct error *e)
{
    struct findings_reader r = {0};
    struct finding f;
    bool more = false;
    enum status s = findings_begin(&r, k->p->from, k->b->id, e);
    while (s == STATUS_OK) {
        s = findings_next(&r, &f, &more, e);
        if (s != STATUS_OK || !more)
            break;
        s = writer_finding(k->w, &f, e);
    }
    findings_end(&r);
    return s;
}

static enum status prepare_rows(struct copying *k, struct error *e)
{
    struct purge *p = k->p;
    size_t room = p->fields + 1;
    sqlite3_str *sql = sqlite3_str_new(p->from->db);
    sqlite3_str_appendall(sql, "SELECT line.row, line.case_key");
    sql_line_columns(sql, p->field, p->fields);
    sqlite3_str_appendall(sql, " FROM line WHERE line.id = ?");
    char *text = sqlite3_str_finish(sql);
    enum status s = text ? sql_prepare(p->from, text, &k->rows, e) : error_no_memory(e);
    sqlite3_free(text);
    k->slot = arena_alloc(&p->arena, room * sizeof *k->slot);
    k->id = arena_zero(&p->arena, room, sizeof *k->id);
    k->codes = arena_zero(&p->arena, room, sizeof *k->codes);
    k->texts = arena_zero(&p->arena, room, sizeof *k->texts);
    if (s == STATUS_OK && (!k->slot || !k->id || !k->codes || !k->texts))
        s = error_no_memory(e);
    for (size_t i = 0; k->slot && i < p->fields; i++)
        k->slot[i] = UINT32_MAX;
    return s;
}

/* The batch that brought a line of a retracted one. */
static uint32_t origin(const struct purge *p, uint32_t line)
{
    for (size_t i = 0; i < p->batches; i++)
        if (p->batch[i].first_line && line >= p->batch[i].first_line &&
            line <= p->batch[i].last_line)
            return p->batch[i].id;
    return 0;
}

static enum status copy_content(struct copying *k, struct error *e)
{
    struct purge *p = k->p;
    enum status s = prepare_rows(k, e);
    if (s == STATUS_OK)
        s = copy_columns(k, k->b->id, e);
    for (size_t i = 0; i < p->adopted_count && s == STATUS_OK; i++)
        if (p->adopted[i].batch == k->b->id)
            s = copy_columns(k, origin(p, p->adopted[i].first), e);
    if (s == STATUS_OK)
        s = copy_lines(k, e);
    if (s == STATUS_OK)
        s = copy_statements(k, e);
    return s == STATUS_OK ? copy_findings(k, e) : s;
}

static enum status copy_batch(struct purge *p, const struct batch *batch, struct error *e)
{
    struct batch b = *batch;
    struct copying k = {.p = p, .b = &b};
    enum status s = writer_begin(p->to, &k.w, e);
    if (s != STATUS_OK)
        return s;
    writer_number(k.w, b.id);
    s = copy_content(&k, e);
    sqlite3_finalize(k.rows);
    /* What it found unchanged, it brings now; lines taken over that did not count when it came
     * were new or changed already. */
    uint32_t taken = k.taken_new + k.taken_changed;
    uint32_t moved = taken < b.rows_unchanged ? taken : b.rows_unchanged;
    uint32_t renewed = k.taken_changed < moved ? k.taken_changed : moved;
    uint32_t new = b.rows_new + moved - renewed, changed = b.rows_changed + renewed;
    b.rows_unchanged -= moved;
    if (s == STATUS_OK)
        s = writer_commit(&k.w, &b, e);
    writer_abandon(&k.w);
    /* The commit counts changes of loose lines again: they were counted when it was imported.
     */
    return s == STATUS_OK
               ? sql_execf(p->to, e,
                           "UPDATE batch SET rows_new = %u, rows_changed = %u WHERE id = %u",
                           new, changed, b.id)
               : s;
}

/* ---- the whole ---- */

static enum status compare(struct purge *p, struct error *e)
{
    char before[65], after[65];
    enum status s = cache_digest(p->from, before, e);
    if (s == STATUS_OK)
        s = cache_digest(p->to, after, e);
    if (s == STATUS_OK && strcmp(before, after)) {
        error_set(e, STATUS_FAILED, "%s: the purged cache does not say the same",
                  p->from->path);
        s = error_way_out(e, "nothing was changed; saisie check tells more");
    }
    return s;
}

/* One transaction: whoever reads has the old state or the new one. */
static enum status replace(struct purge *p, int64_t version, struct error *e)
{
    int64_t now;
    sqlite3_finalize(p->from->line);
    p->from->line = NULL;
    cache_release(p->from);
    enum status s = sql_number(p->from, "PRAGMA data_version", &now, e);
    if (s == STATUS_OK && now != version) {
        error_set(e, STATUS_FAILED, "%s: somebody else wrote meanwhile", p->from->path);
        s = error_way_out(e, "purge again");
    }
    if (s != STATUS_OK)
        return s;
    sqlite3_backup *b = sqlite3_backup_init(p->from->db, "main", p->to->db, "main");
    int done = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;
    int finished = b ? sqlite3_backup_finish(b) : SQLITE_ERROR;
    if (done != SQLITE_DONE || finished != SQLITE_OK)
        return sql_fault(p->from, e, "purge");
    sql_exec(p->from, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    return STATUS_OK;
}

/* Tags and notes are of the seizure: by the line that it is first known as in the new cache,
 * which its lines tell, those that count before others. */
static enum status carry_tags(struct purge *p, struct error *e)
{
    uint32_t *first = p->newest; /* of no more use */
    struct chains was = {0}, is = {0};
    struct bitmap current = {0};
    enum status s = chains_read(p->from, &was, e);
    if (s == STATUS_OK)
        s = chains_read(p->to, &is, e);
    if (s == STATUS_OK)
        s = cache_current(p->from, &current, e);
    memset(first, 0, ((size_t)p->lines + 1) * sizeof *first);
    for (int counts = 1; counts >= 0 && s == STATUS_OK; counts--)
        for (uint32_t old = 1; old <= p->lines; old++) {
            if (!p->line_of[old] || bitmap_get(&current, old - 1) != counts)
                continue;
            uint32_t *to = &first[chains_first(&was, old)];
            if (!*to)
                *to = chains_first(&is, p->line_of[old]);
        }
    if (s == STATUS_OK)
        s = tags_carry(p->from, p->to, first, e);
    if (s == STATUS_OK)
        s = saved_carry(p->from, p->to, e);
    chains_free(&was);
    chains_free(&is);
    bitmap_free(&current);
    return s;
}

/* A number names one batch for good: that of one that is gone is not given again. */
static enum status carry_numbers(struct purge *p, struct error *e)
{
    int64_t last;
    enum status s = sql_number(p->from, CACHE_LAST_BATCH, &last, e);
    return s == STATUS_OK ? sql_execf(p->to, e,
                                      "INSERT OR REPLACE INTO meta(key, value)"
                                      " VALUES('last_batch', '%lld')",
                                      (long long)last)
                          : s;
}

static enum status rebuild(struct purge *p, struct error *e)
{
    int64_t version;
    enum status s = sql_number(p->from, "PRAGMA data_version", &version, e);
    if (s == STATUS_OK)
        s = cache_hold(p->from, e);
    if (s == STATUS_OK)
        s = read_all(p, e);
    for (size_t i = 0; i < p->batches && s == STATUS_OK; i++)
        if (!p->batch[i].retracted)
            s = copy_batch(p, &p->batch[i], e);
        else
            p->gone.batches++;
    if (s == STATUS_OK)
        s = carry_numbers(p, e);
    if (s == STATUS_OK)
        s = carry_tags(p, e);
    if (s != STATUS_OK)
        return s;
    p->gone.lines = p->lines - cache_line_count(p->to);
    s = compare(p, e);
    return s == STATUS_OK && p->gone.batches ? replace(p, version, e) : s;
}

enum status cache_purge(struct cache *c, struct cache_purged *out, struct error *e)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    struct purge p = {.from = c};
    *out = (struct cache_purged){0};
    if (c->mode != CACHE_WRITE)
        return error_set(e, STATUS_FAILED, "%s: is open for reading only", c->path);
    char *path = sqlite3_mprintf("%s.purge", c->path);
    if (!path)
        return error_no_memory(e);
    unlink(path);
    enum status s = cache_open(path, CACHE_WRITE, &p.to, e);
    if (s == STATUS_OK)
        s = rebuild(&p, e);
    *out = p.gone;
    cache_release(c);
    cache_close(&p.to);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *one = sqlite3_mprintf("%s%s", path, suffixes[i]);
        if (one)
            unlink(one);
        sqlite3_free(one);
    }
    sqlite3_free(path);
    bitmap_free(&p.loose);
    arena_free(&p.arena);
    return s;
}
