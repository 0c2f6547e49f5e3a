/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing a cache, and what it says about itself: meta, batches, fields, counts. */
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int trace_statement(unsigned kind, void *data, void *statement, void *text)
{
    struct cache *c = data;
    (void)kind;
    (void)text;
    const char *sql = sqlite3_sql(statement);
    if (c->trace && sql)
        c->trace(c->trace_data, sql);
    return 0;
}

void cache_trace(struct cache *c, void (*statement)(void *data, const char *sql), void *data)
{
    c->trace = statement;
    c->trace_data = data;
    sqlite3_trace_v2(c->db, statement ? SQLITE_TRACE_STMT : 0, trace_statement, c);
}

static const char *const grains[GRAIN_COUNT] = {
    [GRAIN_LINE] = "line",
    [GRAIN_CASE] = "case",
    [GRAIN_AGGREGATE] = "aggregate",
    [GRAIN_LICIT] = "licit",
};

const char *grain_word(enum grain g)
{
    return grains[g];
}

bool grain_by_word(const char *name, enum grain *out)
{
    for (size_t g = 0; g < GRAIN_COUNT; g++)
        if (!strcmp(grains[g], name)) {
            *out = (enum grain)g;
            return true;
        }
    return false;
}

/* Sees to it that a plain file stands at path; makes it, for its owner alone whatever the
 * umask, when writing. SQLite gives -wal and -shm the rights of the file. */
static enum status find_file(const char *path, enum cache_mode mode, bool *created,
                             struct error *e)
{
    struct stat st;
    *created = false;
    if (!stat(path, &st)) {
        if (S_ISREG(st.st_mode))
            return STATUS_OK;
        error_set(e, STATUS_FAILED, "%s: is %s, no cache", path,
                  S_ISDIR(st.st_mode) ? "a folder" : "no plain file");
        return error_way_out(e, "name a file with --cache");
    }
    if (errno != ENOENT)
        return error_set(e, STATUS_FAILED, "%s: %s", path, strerror(errno));
    if (mode == CACHE_READ) {
        error_set(e, STATUS_FAILED, "%s: there is no cache yet", path);
        return error_way_out(
            e, "make one with: saisie import FILE (any table: import --generic FILE; "
               "training data: make demo), or name one with --cache");
    }
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set(e, STATUS_FAILED, "%s: cannot be made: %s", path, strerror(errno));
        return error_way_out(e, "check that the folder is there and may be written");
    }
    *created = true;
    int fault = fchmod(fd, 0600);
    close(fd);
    return fault ? error_set(e, STATUS_FAILED, "%s: %s", path, strerror(errno)) : STATUS_OK;
}

static enum status connect(struct cache *c, struct error *e)
{
    /* A writer makes a dozen calls a row: taking the lock for each would cost a tenth of an
     * import, and a connection for writing serves one thread at a time. */
    int flags = c->mode == CACHE_READ ? SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX
                                      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(c->path, &c->db, flags, NULL) != SQLITE_OK)
        return c->db ? sql_fault(c, e, "open") : error_no_memory(e);
    sqlite3_busy_timeout(c->db, 3000);
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    enum status s = sql_exec(c,
                             "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON;"
                             "PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL",
                             e);
    if (s == STATUS_OK && c->mode == CACHE_READ)
        s = sql_exec(c, "PRAGMA query_only=ON", e);
    return s;
}

static enum status open_schema(struct cache *c, struct error *e)
{
    bool empty = false;
    enum status s = schema_check(c, &empty, e);
    if (s != STATUS_OK || !empty)
        return s;
    if (c->mode == CACHE_WRITE)
        return schema_create(c, e);
    error_set(e, STATUS_FAILED, "%s: nothing was imported yet", c->path);
    return error_way_out(e, "bring data in with: saisie import FILE");
}

static enum status open_cache(const char *path, enum cache_mode mode, bool created,
                              struct cache **out, struct error *e)
{
    enum status s;
    struct cache *c = calloc(1, sizeof *c);
    if (c)
        c->path = strdup(path);
    if (!c || !c->path) {
        free(c);
        return error_no_memory(e);
    }
    c->mode = mode;
    c->created = created;
    s = connect(c, e);
    if (s == STATUS_OK)
        s = open_schema(c, e);
    if (s != STATUS_OK) {
        cache_discard_new(&c);
        return s;
    }
    *out = c;
    return STATUS_OK;
}

enum status cache_open(const char *path, enum cache_mode mode, struct cache **out,
                       struct error *e)
{
    *out = NULL;
    bool created;
    enum status s = find_file(path, mode, &created, e);
    return s == STATUS_OK ? open_cache(path, mode, created, out, e) : s;
}

enum status cache_open_scratch(struct cache **out, struct error *e)
{
    *out = NULL;
    return open_cache(":memory:", CACHE_WRITE, false, out, e);
}

void cache_close(struct cache **c)
{
    if (!c || !*c)
        return;
    cache_release(*c);
    sqlite3_finalize((*c)->line);
    sqlite3_close_v2((*c)->db);
    free((*c)->path);
    free(*c);
    *c = NULL;
}

/* Whether the file is this open's, holds no batch, and nobody else is at work in it: the lock
 * that says so is kept until the connection closes. */
static bool take_whole(struct cache *c)
{
    int64_t batches = 0;
    cache_release(c);
    /* Who is at work in it has a use for it: no waiting for their end. */
    sqlite3_busy_timeout(c->db, 100);
    if (sql_exec(c, "BEGIN EXCLUSIVE", NULL) != STATUS_OK)
        return false;
    /* A fault in asking means that the schema was never made: then it holds no batch either. */
    sql_number(c, "SELECT count(*) FROM batch", &batches, NULL);
    return !batches;
}

void cache_discard_new(struct cache **c)
{
    if (!c || !*c)
        return;
    /* Another program may have found the file since it was made: it is removed under the lock,
     * and a writer that waited for that sees that the file is gone (writer_begin). */
    if ((*c)->created && (*c)->db && take_whole(*c))
        unlink((*c)->path);
    cache_close(c);
}

const char *cache_path(const struct cache *c)
{
    return c->path;
}

enum status cache_hold(struct cache *c, struct error *e)
{
    int64_t seen;
    if (c->held)
        return STATUS_OK;
    enum status s = sql_exec(c, "BEGIN", e);
    if (s != STATUS_OK)
        return s;
    c->held = true;
    /* The state is fixed by the first read. */
    return sql_number(c, "SELECT count(*) FROM meta", &seen, e);
}

void cache_release(struct cache *c)
{
    if (c->held)
        sql_exec(c, "COMMIT", NULL);
    c->held = false;
}

enum status cache_meta(struct cache *c, const char *key, struct arena *a, const char **value,
                       struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    *value = NULL;
    enum status status = sql_prepare(c, "SELECT value FROM meta WHERE key = ?", &s, e);
    if (status != STATUS_OK)
        return status;
    sql_bind_text(s, 1, key, strlen(key));
    status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && row && !(*value = sql_copy(s, 0, a, NULL)))
        status = error_no_memory(e);
    sqlite3_finalize(s);
    return status;
}

static bool read_batch(sqlite3_stmt *s, struct arena *a, struct batch *b)
{
    const char **texts[] = {&b->file,  &b->sha256,  &b->encoding, &b->header, &b->imported_at,
                            &b->as_of, &b->marking, &b->complete, &b->profile};
    uint32_t *numbers[] = {&b->id,
                           &b->rows_read,
                           &b->rows_new,
                           &b->rows_changed,
                           &b->rows_withdrawn,
                           &b->rows_unchanged,
                           &b->rows_left_out,
                           &b->first_line,
                           &b->last_line,
                           &b->findings,
                           &b->absent,
                           &b->lines_withdrawn};
    int column = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!(*texts[i] = sql_copy(s, column++, a, NULL)))
            return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = (uint32_t)sqlite3_column_int64(s, column++);
    b->bytes = (uint64_t)sqlite3_column_int64(s, column++);
    b->retracted = sqlite3_column_int(s, column++);
    const unsigned char *delimiter = sqlite3_column_text(s, column++);
    b->delimiter = delimiter ? (char)delimiter[0] : ',';
    const unsigned char *grain = sqlite3_column_text(s, column);
    return grain && grain_by_word((const char *)grain, &b->grain);
}

enum status cache_batches(struct cache *c, struct arena *a, struct batch **out, size_t *count,
                          struct error *e)
{
    int64_t n;
    sqlite3_stmt *s = NULL;
    bool row = false;
    *count = 0;
    enum status status = sql_number(c, "SELECT count(*) FROM batch", &n, e);
    if (status != STATUS_OK)
        return status;
    if (!(*out = arena_zero(a, (size_t)n + 1, sizeof **out)))
        return error_no_memory(e);
    status = sql_prepare(c,
                         "SELECT file, sha256, encoding, header, imported_at, as_of, marking,"
                         " complete, profile, id,"
                         " rows_read, rows_new, rows_changed, rows_withdrawn, rows_unchanged,"
                         " rows_left_out, first_line, last_line, findings, absent,"
                         " lines_withdrawn, bytes, retracted, delimiter, grain"
                         " FROM batch ORDER BY id",
                         &s, e);
    while (status == STATUS_OK && *count < (size_t)n) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        if (!read_batch(s, a, *out + *count))
            status = error_no_memory(e);
        ++*count;
    }
    sqlite3_finalize(s);
    return status;
}

enum status cache_fields(struct cache *c, struct arena *a, struct cache_field **out,
                         size_t *count, struct error *e)
{
    int64_t n;
    sqlite3_stmt *s = NULL;
    bool row = false;
    *count = 0;
    enum status status = sql_number(c, "SELECT count(*) FROM field", &n, e);
    if (status != STATUS_OK)
        return status;
    if (!(*out = arena_zero(a, (size_t)n + 1, sizeof **out)))
        return error_no_memory(e);
    status = sql_prepare(c,
                         "SELECT id, name, label, further, long_text,"
                         " ifnull((SELECT max(b.grain IN ('line', 'case'))"
                         " + 2 * max(b.grain NOT IN ('line', 'case'))"
                         " FROM batch_field AS f JOIN batch AS b ON b.id = f.batch"
                         " WHERE f.name = field.name AND NOT b.retracted), 0)"
                         " FROM field ORDER BY id",
                         &s, e);
    while (status == STATUS_OK && *count < (size_t)n) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct cache_field *f = *out + (*count)++;
        f->id = (uint32_t)sqlite3_column_int64(s, 0);
        f->name = sql_copy(s, 1, a, NULL);
        f->label = sql_copy(s, 2, a, NULL);
        f->further = sqlite3_column_int(s, 3);
        f->long_text = sqlite3_column_int(s, 4);
        f->live = sqlite3_column_int(s, 5) & 1;
        f->live_apart = sqlite3_column_int(s, 5) >> 1;
        if (!f->name || !f->label)
            status = error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

uint32_t cache_line_count(struct cache *c)
{
    int64_t n;
    sql_number(c, "SELECT max(id) FROM line", &n, NULL);
    return (uint32_t)n;
}

uint32_t cache_case_count(struct cache *c)
{
    int64_t n;
    sql_number(c, "SELECT max(id) FROM seizure_case", &n, NULL);
    return (uint32_t)n;
}
