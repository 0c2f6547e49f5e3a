/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store share: the open connection and small helpers around SQLite
 * statements. Nothing outside core/store includes it. */
#ifndef SAISIE_STORE_SQL_H
#define SAISIE_STORE_SQL_H

#include "store/cache.h"

#include <sqlite3.h>

/* 'SAIS': how the file says that it is saisie's. */
#define CACHE_APPLICATION_ID 0x53414953
/* The highest number that a batch ever had, purged ones too; 0: there was none. */
#define CACHE_LAST_BATCH                                                                       \
    "SELECT max(ifnull((SELECT max(id) FROM batch), 0),"                                       \
    " ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'last_batch'), 0))"

struct cache {
    sqlite3 *db;
    char *path;
    enum cache_mode mode;
    bool created;          /* this open made the file */
    bool held;             /* cache_hold has a read transaction open */
    struct writer *writer; /* at work through this connection, or NULL */
    sqlite3_stmt *line;
    const struct progress *watch; /* borrowed, or NULL */
    void (*trace)(void *data, const char *sql);
    void *trace_data;
};

/* Turns the connection's last fault into an error with its way out. */
enum status sql_fault(struct cache *c, struct error *e, const char *doing);
/* Returns when the writer's thread has come to rest, so that the connection may be used. */
void writer_rest(struct writer *w);
/* Runs statements without results. It and sql_prepare let a writer come to rest first: they are
 * for the caller's thread, the writer's own only steps what is prepared. */
enum status sql_exec(struct cache *c, const char *sql, struct error *e);
/* The same, the text made with sqlite3_mprintf (%Q and %w quote). */
enum status sql_execf(struct cache *c, struct error *e, const char *format, ...);
/* *out is finalised by the caller. */
enum status sql_prepare(struct cache *c, const char *sql, sqlite3_stmt **out, struct error *e);
/* One step: *row says whether there is a row. Resets the statement on a fault. */
enum status sql_step(struct cache *c, sqlite3_stmt *s, bool *row, struct error *e);
/* Steps a statement that gives no rows and resets it. */
enum status sql_run(struct cache *c, sqlite3_stmt *s, struct error *e);
/* The first column of the first row as a number; 0 without a row. */
enum status sql_number(struct cache *c, const char *sql, int64_t *out, struct error *e);
/* Binds text that may hold any bytes: as TEXT, or as BLOB where a NUL stands in it, since
 * SQLite's text functions stop there. Borrowed until the next step. */
int sql_bind_text(sqlite3_stmt *s, int i, const char *text, size_t len);
/* A column's text or blob copied into a ("" for NULL); NULL when memory is out. */
const char *sql_copy(sqlite3_stmt *s, int column, struct arena *a, size_t *len);

/* Appends ", column" for every field: its code, or of a long text the text. */
void sql_line_columns(sqlite3_str *sql, const struct cache_field *fields, size_t count);
/* Makes the tables of an empty file. */
enum status schema_create(struct cache *c, struct error *e);
/* Checks that the file is saisie's and of a schema that this program reads. *empty: there is
 * nothing in it yet. */
enum status schema_check(struct cache *c, bool *empty, struct error *e);
/* Whether the table of lines can have a column for every field; fails with the limit named. */
enum status schema_check_fields(struct cache *c, struct error *e);
/* Adds the columns of count fields from the id first on to the table of lines, the last that
 * lack theirs: in a transaction. */
enum status schema_add_fields(struct cache *c, uint32_t first, uint32_t count, struct error *e);
/* Makes the view seizures anew from the table of fields. */
enum status schema_view(struct cache *c, struct error *e);

#endif
