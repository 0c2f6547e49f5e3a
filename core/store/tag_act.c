/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts on tags and notes: each in one short transaction of a connection of its own, kept so
 * that it can be taken back. */
#include "store/tag_private.h"

#include "base/text.h"

#include <string.h>
#include <time.h>

enum { ACTS_KEPT = 100 };

struct acting {
    struct cache *c; /* the connection that writes */
    enum act_kind kind;
    const char *text;
    const struct bitmap *lines;
    struct arena arena;
    struct chains chains;
    struct runs seizures; /* of the lines, by the first of each chain */
    struct runs changed;
    uint32_t tag;
    int64_t first_note;
    char at[32];
};

static uint32_t count_runs(const struct runs *r)
{
    uint32_t n = 0;
    for (size_t i = 0; i < r->count; i++)
        n += r->run[i].last - r->run[i].first + 1;
    return n;
}

/* Runs sql for every line of r, bound first; other as the second parameter. */
static enum status each_line(struct cache *c, const struct runs *r, const char *sql,
                             int64_t other, struct runs *changed, struct error *e)
{
    sqlite3_stmt *s;
    enum status status = sql_prepare(c, sql, &s, e);
    for (size_t i = 0; i < r->count && status == STATUS_OK; i++)
        for (uint32_t line = r->run[i].first; line <= r->run[i].last && status == STATUS_OK;
             line++) {
            sqlite3_bind_int64(s, 1, line);
            sqlite3_bind_int64(s, 2, other);
            status = sql_run(c, s, e);
            if (status == STATUS_OK && changed && sqlite3_changes(c->db) &&
                !runs_add(changed, line))
                status = error_no_memory(e);
        }
    sqlite3_finalize(s);
    return status;
}

static const char give_tag[] = "INSERT OR IGNORE INTO tag_line(line, tag) VALUES(?1, ?2)";
static const char take_tag[] = "DELETE FROM tag_line WHERE line = ?1 AND tag = ?2";

static enum status drop_empty_tags(struct cache *c, struct error *e)
{
    return sql_exec(c, "DELETE FROM tag WHERE id NOT IN (SELECT DISTINCT tag FROM tag_line)",
                    e);
}

/* ---- the tag ---- */

static bool same_folded(const char *a, const char *b)
{
    struct buffer x = {0}, y = {0};
    text_fold(&x, a, strlen(a));
    text_fold(&y, b, strlen(b));
    bool same = !x.failed && !y.failed && !strcmp(buffer_text(&x), buffer_text(&y));
    buffer_free(&x);
    buffer_free(&y);
    return same;
}

/* Its number, or 0. What differs in case and accents alone is the same tag. */
static enum status find_tag(struct acting *k, struct error *e)
{
    struct cache_tag *known;
    size_t count;
    enum status s = cache_tags(k->c, &k->arena, &known, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        if (same_folded(known[i].name, k->text)) {
            k->tag = known[i].id;
            k->text = known[i].name;
        }
    return s;
}

static enum status need_tag(struct acting *k, struct error *e)
{
    sqlite3_stmt *s;
    enum status status = find_tag(k, e);
    if (status != STATUS_OK || k->tag)
        return status;
    status = sql_prepare(k->c, "INSERT INTO tag(name) VALUES(?)", &s, e);
    if (status == STATUS_OK) {
        sql_bind_text(s, 1, k->text, strlen(k->text));
        status = sql_run(k->c, s, e);
        k->tag = (uint32_t)sqlite3_last_insert_rowid(k->c->db);
    }
    sqlite3_finalize(s);
    return status;
}

/* ---- what acts do ---- */

static enum status do_tag(struct acting *k, struct error *e)
{
    enum status s = need_tag(k, e);
    return s == STATUS_OK ? each_line(k->c, &k->seizures, give_tag, k->tag, &k->changed, e) : s;
}

static enum status do_untag(struct acting *k, struct error *e)
{
    enum status s = find_tag(k, e);
    if (s == STATUS_OK && k->tag)
        s = each_line(k->c, &k->seizures, take_tag, k->tag, &k->changed, e);
    return s == STATUS_OK ? drop_empty_tags(k->c, e) : s;
}

static enum status do_note(struct acting *k, struct error *e)
{
    sqlite3_stmt *s;
    int64_t id;
    enum status status = sql_number(k->c, "SELECT ifnull(max(id), 0) + 1 FROM note", &id, e);
    if (status != STATUS_OK)
        return status;
    k->first_note = id;
    status =
        sql_prepare(k->c, "INSERT INTO note(id, line, at, text) VALUES(?, ?, ?, ?)", &s, e);
    for (size_t i = 0; i < k->seizures.count && status == STATUS_OK; i++)
        for (uint32_t line = k->seizures.run[i].first;
             line <= k->seizures.run[i].last && status == STATUS_OK; line++) {
            sqlite3_bind_int64(s, 1, id++);
            sqlite3_bind_int64(s, 2, line);
            sql_bind_text(s, 3, k->at, strlen(k->at));
            sql_bind_text(s, 4, k->text, strlen(k->text));
            status = sql_run(k->c, s, e);
            if (status == STATUS_OK && !runs_add(&k->changed, line))
                status = error_no_memory(e);
        }
    sqlite3_finalize(s);
    return status;
}

static enum status keep_act(struct acting *k, struct error *e)
{
    sqlite3_stmt *s;
    struct buffer packed = {0};
    runs_pack(&k->changed, &packed);
    enum status status = packed.failed ? error_no_memory(e) : STATUS_OK;
    if (status == STATUS_OK)
        status = sql_prepare(
            k->c, "INSERT INTO act(kind, text, at, first_note, lines) VALUES(?, ?, ?, ?, ?)",
            &s, e);
    if (status == STATUS_OK) {
        sqlite3_bind_int(s, 1, (int)k->kind);
        sql_bind_text(s, 2, k->text, strlen(k->text));
        sql_bind_text(s, 3, k->at, strlen(k->at));
        sqlite3_bind_int64(s, 4, k->first_note);
        sqlite3_bind_blob64(s, 5, packed.data, packed.len, SQLITE_STATIC);
        status = sql_run(k->c, s, e);
        sqlite3_finalize(s);
    }
    buffer_free(&packed);
    return status == STATUS_OK
               ? sql_execf(k->c, e,
                           "DELETE FROM act WHERE id <= (SELECT max(id) FROM act) - %d",
                           ACTS_KEPT)
               : status;
}

static enum status find_seizures(struct acting *k, struct error *e)
{
    uint32_t line[1024];
    size_t from = 0, n;
    enum status s = chains_read(k->c, &k->chains, e);
    while (s == STATUS_OK && (n = bitmap_next(k->lines, &from, line, 1024)) > 0)
        for (size_t i = 0; i < n && s == STATUS_OK; i++)
            if (!runs_add(&k->seizures, chains_first(&k->chains, line[i] + 1)))
                s = error_no_memory(e);
    runs_sort(&k->seizures);
    return s;
}

static enum status do_act(struct acting *k, struct error *e)
{
    static enum status (*const how[])(struct acting *, struct error *) = {
        [ACT_TAG] = do_tag, [ACT_UNTAG] = do_untag, [ACT_NOTE] = do_note};
    enum status s = find_seizures(k, e);
    if (s == STATUS_OK && k->seizures.count)
        s = how[k->kind](k, e);
    return s == STATUS_OK && k->changed.count ? keep_act(k, e) : s;
}

/* ---- taking back ---- */

static enum status read_last(struct acting *k, int64_t *id, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status = sql_prepare(
        k->c, "SELECT id, kind, text, at, first_note, lines FROM act ORDER BY id DESC LIMIT 1",
        &s, e);
    if (status == STATUS_OK)
        status = sql_step(k->c, s, &row, e);
    if (status == STATUS_OK && !row) {
        error_set(e, STATUS_MISUSE, "there is nothing to take back");
        status = error_way_out(e, "the last tag or note that was given can be taken back");
    }
    if (status == STATUS_OK) {
        *id = sqlite3_column_int64(s, 0);
        k->kind = (enum act_kind)sqlite3_column_int(s, 1);
        k->text = sql_copy(s, 2, &k->arena, NULL);
        const char *at = sql_copy(s, 3, &k->arena, NULL);
        k->first_note = sqlite3_column_int64(s, 4);
        strncpy(k->at, at ? at : "", sizeof k->at - 1);
        bool known = k->kind >= ACT_TAG && k->kind <= ACT_NOTE;
        if (!k->text || !at)
            status = error_no_memory(e);
        else if (!known ||
                 !runs_unpack(sqlite3_column_blob(s, 5), (size_t)sqlite3_column_bytes(s, 5),
                              cache_line_count(k->c), &k->changed))
            status = error_set(e, STATUS_FAILED, "%s: the last act cannot be read", k->c->path);
    }
    sqlite3_finalize(s);
    return status;
}

static enum status undo(struct acting *k, struct error *e)
{
    int64_t id = 0;
    enum status s = read_last(k, &id, e);
    if (s != STATUS_OK)
        return s;
    if (k->kind == ACT_NOTE) {
        s = sql_execf(k->c, e, "DELETE FROM note WHERE id >= %lld AND at = %Q AND text = %Q",
                      (long long)k->first_note, k->at, k->text);
    } else if (k->kind == ACT_UNTAG) {
        s = need_tag(k, e);
        if (s == STATUS_OK)
            s = each_line(k->c, &k->changed, give_tag, k->tag, NULL, e);
    } else {
        s = find_tag(k, e);
        if (s == STATUS_OK && k->tag)
            s = each_line(k->c, &k->changed, take_tag, k->tag, NULL, e);
        if (s == STATUS_OK)
            s = drop_empty_tags(k->c, e);
    }
    return s == STATUS_OK ? sql_execf(k->c, e, "DELETE FROM act WHERE id = %lld", (long long)id)
                          : s;
}

/* ---- one moment and the next ---- */

/* What line numbers depend on. */
static enum status moment(struct cache *c, struct arena *a, const char **out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    enum status status = sql_prepare(
        c,
        "SELECT ifnull(group_concat(id || ':' || retracted || ':' || first_line || ':'"
        " || last_line, ' '), '') FROM (SELECT * FROM batch ORDER BY id)",
        &s, e);
    if (status == STATUS_OK)
        status = sql_step(c, s, &row, e);
    if (status == STATUS_OK && !(*out = sql_copy(s, 0, a, NULL)))
        status = error_no_memory(e);
    sqlite3_finalize(s);
    return status;
}

static enum status same_moment(struct cache *c, struct cache *other, bool *same,
                               struct error *e)
{
    struct arena a = {0};
    const char *one = "", *two = "";
    enum status s = moment(c, &a, &one, e);
    if (s == STATUS_OK)
        s = moment(other, &a, &two, e);
    *same = s == STATUS_OK && !strcmp(one, two);
    arena_free(&a);
    return s;
}

/* c's connection is exchanged for one that sees the present, where batches are still the same:
 * it is held before the old one is let go, so that nothing can come between. */
enum status cache_renew(struct cache *c, struct error *e)
{
    struct cache *fresh = NULL;
    bool same = false;
    enum status s = cache_open(c->path, CACHE_READ, &fresh, e);
    if (s == STATUS_OK)
        s = cache_hold(fresh, e);
    if (s == STATUS_OK)
        s = same_moment(c, fresh, &same, e);
    if (s == STATUS_OK && !same) {
        error_set(e, STATUS_FAILED, "%s: done, but somebody else wrote meanwhile", c->path);
        s = error_way_out(e, "open the cache again to see it");
    }
    if (s == STATUS_OK) {
        sqlite3 *old = c->db;
        sqlite3_finalize(c->line);
        c->line = NULL;
        c->db = fresh->db;
        fresh->db = old;
        if (c->trace)
            cache_trace(c, c->trace, c->trace_data);
    }
    cache_close(&fresh);
    return s;
}

static enum status transaction(struct acting *k, struct cache *reader,
                               enum status (*work)(struct acting *, struct error *),
                               struct error *e)
{
    bool same = true;
    enum status s = sql_exec(k->c, "BEGIN IMMEDIATE", e);
    if (s != STATUS_OK)
        return s;
    if (reader != k->c)
        s = same_moment(reader, k->c, &same, e);
    if (s == STATUS_OK && !same) {
        error_set(e, STATUS_FAILED, "%s: somebody else wrote meanwhile", reader->path);
        s = error_way_out(e, "open the cache again, then try again");
    }
    if (s == STATUS_OK)
        s = work(k, e);
    if (s == STATUS_OK)
        s = sql_exec(k->c, "COMMIT", e);
    if (s != STATUS_OK)
        sql_exec(k->c, "ROLLBACK", NULL);
    return s;
}

static enum status act(struct acting *k, struct cache *reader,
                       enum status (*work)(struct acting *, struct error *), struct error *e)
{
    bool own = reader->mode == CACHE_WRITE;
    time_t now = time(NULL);
    struct tm utc;
    if (!*k->at)
        strftime(k->at, sizeof k->at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    enum status s = STATUS_OK;
    if (own) {
        cache_release(reader);
        k->c = reader;
    } else {
        s = cache_open(reader->path, CACHE_WRITE, &k->c, e);
    }
    if (s == STATUS_OK)
        s = transaction(k, reader, work, e);
    if (!own)
        cache_close(&k->c);
    return s == STATUS_OK && reader->held ? cache_renew(reader, e) : s;
}

static void acting_free(struct acting *k)
{
    chains_free(&k->chains);
    runs_free(&k->seizures);
    runs_free(&k->changed);
    arena_free(&k->arena);
}

enum status cache_tag(struct cache *c, const char *tag, bool remove, const struct bitmap *lines,
                      uint32_t *changed, struct error *e)
{
    struct acting k = {.kind = remove ? ACT_UNTAG : ACT_TAG, .text = tag, .lines = lines};
    *changed = 0;
    if (!tag_is_name(tag)) {
        error_set(e, STATUS_MISUSE, "\"%s\" is no tag", tag);
        return error_way_out(e, "a tag is one word of letters, digits, - and _");
    }
    enum status s = act(&k, c, do_act, e);
    *changed = count_runs(&k.changed);
    acting_free(&k);
    return s;
}

static bool is_note(const char *text)
{
    size_t len = strlen(text);
    const char *start;
    bool good = len <= NOTE_MOST && text_is_utf8(text, len) && text_trim(text, len, &start) > 0;
    for (size_t i = 0; i < len && good; i++)
        good = (unsigned char)text[i] >= 0x20 && text[i] != 0x7F;
    return good;
}

enum status cache_note(struct cache *c, const char *text, const struct bitmap *lines,
                       uint32_t *changed, struct error *e)
{
    struct acting k = {.kind = ACT_NOTE, .text = text, .lines = lines};
    *changed = 0;
    if (!is_note(text)) {
        error_set(e, STATUS_MISUSE, "that is no note");
        return error_way_out(e, "a note is one line of text, at most %d bytes", NOTE_MOST);
    }
    enum status s = act(&k, c, do_act, e);
    *changed = count_runs(&k.changed);
    acting_free(&k);
    return s;
}

enum status cache_undo_act(struct cache *c, struct arena *a, struct cache_act *undone,
                           struct error *e)
{
    struct acting k = {0};
    enum status s = act(&k, c, undo, e);
    if (s == STATUS_OK) {
        *undone = (struct cache_act){.kind = k.kind,
                                     .text = arena_string(a, k.text),
                                     .at = arena_string(a, k.at),
                                     .seizures = count_runs(&k.changed)};
        s = undone->text && undone->at ? STATUS_OK : error_no_memory(e);
    }
    acting_free(&k);
    return s;
}
