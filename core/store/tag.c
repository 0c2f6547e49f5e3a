/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading tags and notes, by seizure with all its versions. */
#include "store/current.h"
#include "store/tag_private.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* tag_line and note name the line that a seizure was first known as. act is what can be taken
 * back: lines are those that it changed, packed (statement.h); the notes of an act have numbers
 * in a row. */
const char tag_tables[] =
    "CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE tag_line("
    " line INTEGER NOT NULL REFERENCES line(id), tag INTEGER NOT NULL REFERENCES tag(id),"
    " PRIMARY KEY(line, tag)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE note("
    " id INTEGER PRIMARY KEY, line INTEGER NOT NULL REFERENCES line(id), at TEXT NOT NULL,"
    " text TEXT NOT NULL) STRICT;"
    "CREATE INDEX note_line ON note(line, id);"
    "CREATE TABLE act("
    " id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,"
    " first_note INTEGER NOT NULL, lines BLOB NOT NULL) STRICT;";

bool tag_is_name(const char *text)
{
    size_t len = strlen(text);
    bool good = len > 0 && len <= TAG_MOST && *text != '-';
    struct buffer key = {0};
    for (size_t at = 0; at < len && good;) {
        int32_t c;
        size_t n = text_decode(text + at, len - at, &c);
        buffer_clear(&key);
        text_key(&key, text + at, n);
        good = c == '-' || c == '_' || (c >= 0 && key.len > 0);
        at += n;
    }
    good = good && !key.failed;
    buffer_free(&key);
    return good;
}

/* ---- chains ---- */

static int by_line(const void *a, const void *b)
{
    const struct line_link *x = a, *y = b;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_first(const void *a, const void *b)
{
    const struct line_link *x = a, *y = b;
    return x->older != y->older ? (x->older < y->older ? -1 : 1) : by_line(a, b);
}

uint32_t chains_first(const struct chains *k, uint32_t line)
{
    struct line_link wanted = {line, 0}, *found = NULL;
    if (k->by_line.count)
        found = bsearch(&wanted, k->by_line.link, k->by_line.count, sizeof wanted, by_line);
    return found ? found->older : line;
}

void chains_free(struct chains *k)
{
    links_free(&k->by_line);
    free(k->by_first);
    k->by_first = NULL;
}

static enum status unpack_links(struct cache *c, struct links *out, struct error *e)
{
    sqlite3_stmt *s;
    bool row = false;
    uint32_t lines = cache_line_count(c);
    enum status status =
        sql_prepare(c, "SELECT data FROM statement WHERE kind = ? ORDER BY batch", &s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int(s, 1, STATEMENT_LINK);
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        if (!links_unpack(sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0), lines,
                          out)) {
            error_set(e, STATUS_FAILED, "%s: the versions of lines cannot be read", c->path);
            status = error_way_out(e, "import the files into a new cache");
        }
    }
    sqlite3_finalize(s);
    return status;
}

static enum status order_by_first(struct chains *k, struct error *e)
{
    const struct links *l = &k->by_line;
    if (!l->count)
        return STATUS_OK;
    free(k->by_first);
    k->by_first = malloc(l->count * sizeof *k->by_first);
    if (!k->by_first)
        return error_no_memory(e);
    memcpy(k->by_first, l->link, l->count * sizeof *k->by_first);
    qsort(k->by_first, l->count, sizeof *k->by_first, by_first);
    return STATUS_OK;
}

enum status chains_read_versions(struct cache *c, struct chains *out, struct error *e)
{
    *out = (struct chains){0};
    enum status s = unpack_links(c, &out->by_line, e);
    struct links *l = &out->by_line;
    if (s != STATUS_OK || !l->count)
        return s;
    qsort(l->link, l->count, sizeof *l->link, by_line);
    /* An older line comes before, so its own first is known already. */
    for (size_t i = 0; i < l->count; i++)
        l->link[i].older = chains_first(out, l->link[i].older);
    return order_by_first(out, e);
}

/* Both by line; what took a place is no version of a numbered line. */
static enum status add_carried(struct chains *k, const struct links *carried, struct error *e)
{
    struct links both = {0};
    const struct links *versions = &k->by_line;
    bool good = true;
    size_t v = 0;
    for (size_t i = 0; i < carried->count && good; i++) {
        const struct line_link *link = &carried->link[i];
        for (; v < versions->count && versions->link[v].line <= link->line && good; v++)
            if (versions->link[v].line < link->line)
                good = links_add(&both, versions->link[v].line, versions->link[v].older);
        good = good && links_add(&both, link->line, link->older);
    }
    for (; v < versions->count && good; v++)
        good = links_add(&both, versions->link[v].line, versions->link[v].older);
    links_free(&k->by_line);
    k->by_line = both;
    return good ? order_by_first(k, e) : error_no_memory(e);
}

enum status chains_read(struct cache *c, struct chains *out, struct error *e)
{
    struct links carried = {0};
    enum status s = chains_read_versions(c, out, e);
    if (s == STATUS_OK)
        s = carried_read(c, &carried, e);
    if (s == STATUS_OK && carried.count)
        s = add_carried(out, &carried, e);
    links_free(&carried);
    return s;
}

/* ---- what is said ---- */

enum status cache_tags(struct cache *c, struct arena *a, struct cache_tag **out, size_t *count,
                       struct error *e)
{
    int64_t n;
    sqlite3_stmt *s = NULL;
    bool row = false;
    *count = 0;
    enum status status = sql_number(c, "SELECT count(*) FROM tag", &n, e);
    if (status == STATUS_OK && !(*out = arena_zero(a, (size_t)n + 1, sizeof **out)))
        status = error_no_memory(e);
    if (status == STATUS_OK)
        status = sql_prepare(c, "SELECT name, id FROM tag ORDER BY name", &s, e);
    while (status == STATUS_OK && *count < (size_t)n) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        struct cache_tag *t = *out + (*count)++;
        t->name = sql_copy(s, 0, a, NULL);
        t->id = (uint32_t)sqlite3_column_int64(s, 1);
        if (!t->name)
            status = error_no_memory(e);
    }
    sqlite3_finalize(s);
    return status;
}

bool cache_has_said(struct cache *c, enum cache_said what)
{
    int64_t any = 0;
    sql_number(c,
               what == SAID_TAGS ? "SELECT EXISTS (SELECT 1 FROM tag_line)"
                                 : "SELECT EXISTS (SELECT 1 FROM note)",
               &any, NULL);
    return any;
}

struct saying {
    struct chains chains;
    cache_said_visit *visit;
    void *data;
    uint32_t first; /* of the seizure at hand; 0: none yet */
    struct buffer text;
    struct cache_tag *tag; /* all, by name; NULL: notes are read */
    size_t tags;
    uint32_t *place_of; /* by id: place in tag + 1; 0 none */
    uint32_t most_id;
    uint32_t *has; /* places of those it has, ascending */
    size_t count;
};

static enum status know_tags(struct cache *c, struct saying *k, struct arena *a,
                             struct error *e)
{
    enum status s = cache_tags(c, a, &k->tag, &k->tags, e);
    for (size_t i = 0; i < k->tags; i++)
        k->most_id = k->tag[i].id > k->most_id ? k->tag[i].id : k->most_id;
    k->place_of = arena_zero(a, (size_t)k->most_id + 1, sizeof *k->place_of);
    k->has = arena_zero(a, k->tags + 1, sizeof *k->has);
    if (s == STATUS_OK && (!k->place_of || !k->has))
        return error_no_memory(e);
    for (size_t i = 0; i < k->tags && s == STATUS_OK; i++)
        k->place_of[k->tag[i].id] = (uint32_t)i + 1;
    return s;
}

static void spell_tags(struct saying *k)
{
    buffer_clear(&k->text);
    for (size_t i = 0; i < k->count; i++) {
        buffer_adds(&k->text, i ? " " : "");
        buffer_adds(&k->text, k->tag[k->has[i]].name);
    }
}

/* The seizure at hand is complete: its lines, some at a time. */
static enum status say(struct saying *k, struct error *e)
{
    const struct line_link *link = k->chains.by_first;
    size_t from = 0, to = k->chains.by_line.count, end = to;
    uint32_t line[64] = {k->first};
    /* The line it was first known as may stand for another seizure by now. */
    size_t n = chains_first(&k->chains, k->first) == k->first;
    if (!k->first)
        return STATUS_OK;
    if (k->tag)
        spell_tags(k);
    if (k->text.failed)
        return error_no_memory(e);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (link[middle].older < k->first)
            from = middle + 1;
        else
            to = middle;
    }
    enum status s = STATUS_OK;
    for (; from < end && link[from].older == k->first && s == STATUS_OK; from++) {
        line[n++] = link[from].line;
        if (n == sizeof line / sizeof *line) {
            s = k->visit(k->data, line, n, buffer_text(&k->text), e);
            n = 0;
        }
    }
    return s == STATUS_OK && n ? k->visit(k->data, line, n, buffer_text(&k->text), e) : s;
}

/* One row more of the seizure at hand. */
static void hear(struct saying *k, sqlite3_stmt *s)
{
    if (!k->tag) {
        buffer_addf(&k->text, "%s%s", k->text.len ? "\n" : "",
                    (const char *)sqlite3_column_text(s, 1));
        return;
    }
    int64_t id = sqlite3_column_int64(s, 1);
    uint32_t place = id > 0 && id <= k->most_id ? k->place_of[id] : 0;
    if (!place || k->count == k->tags)
        return; /* a tag that is not there: saisie check tells */
    size_t at = k->count++;
    for (; at && k->has[at - 1] > place - 1; at--)
        k->has[at] = k->has[at - 1];
    k->has[at] = place - 1;
}

enum status cache_said(struct cache *c, enum cache_said what, cache_said_visit *visit,
                       void *data, struct error *e)
{
    static const char *const sql[] = {
        [SAID_TAGS] = "SELECT line, tag FROM tag_line ORDER BY line, tag",
        [SAID_NOTES] = "SELECT line, text FROM note ORDER BY line, id"};
    struct saying k = {.visit = visit, .data = data};
    struct arena a = {0};
    sqlite3_stmt *s = NULL;
    bool row = true;
    if (!cache_has_said(c, what))
        return STATUS_OK;
    enum status status = chains_read(c, &k.chains, e);
    if (status == STATUS_OK && what == SAID_TAGS)
        status = know_tags(c, &k, &a, e);
    if (status == STATUS_OK)
        status = sql_prepare(c, sql[what], &s, e);
    while (status == STATUS_OK && row) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK)
            break;
        uint32_t line = row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
        if (line != k.first) {
            status = say(&k, e);
            k.first = line;
            k.count = 0;
            buffer_clear(&k.text);
        }
        if (row)
            hear(&k, s);
    }
    sqlite3_finalize(s);
    chains_free(&k.chains);
    buffer_free(&k.text);
    arena_free(&a);
    return status;
}

enum status cache_notes(struct cache *c, uint32_t line, struct arena *a,
                        struct cache_note **out, size_t *count, struct error *e)
{
    static const char sql[] = "SELECT at, text FROM note WHERE line = ? ORDER BY id";
    struct chains chains = {0};
    sqlite3_stmt *s = NULL;
    bool row = false;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    if (!cache_has_said(c, SAID_NOTES))
        return STATUS_OK;
    enum status status = chains_read(c, &chains, e);
    if (status == STATUS_OK)
        status = sql_prepare(c, sql, &s, e);
    if (status == STATUS_OK)
        sqlite3_bind_int64(s, 1, chains_first(&chains, line));
    while (status == STATUS_OK) {
        status = sql_step(c, s, &row, e);
        if (status != STATUS_OK || !row)
            break;
        if (*count == capacity) {
            capacity = capacity ? 2 * capacity : 8;
            struct cache_note *grown = arena_zero(a, capacity, sizeof *grown);
            if (grown && *count)
                memcpy(grown, *out, *count * sizeof *grown);
            *out = grown;
        }
        if (*out) {
            (*out)[*count].at = sql_copy(s, 0, a, NULL);
            (*out)[*count].text = sql_copy(s, 1, a, NULL);
        }
        if (!*out || !(*out)[*count].at || !(*out)[*count].text)
            status = error_no_memory(e);
        ++*count;
    }
    sqlite3_finalize(s);
    chains_free(&chains);
    return status;
}
