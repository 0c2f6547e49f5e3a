/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which case a row belongs to, and which line of it an earlier delivery already brought. */
#include "ingest/cases.h"

#include "ingest/columns.h"

#include <stdlib.h>
#include <string.h>

/* The columns of the cache that tell its lines apart, by line id. */
struct loading {
    uint32_t lines;
    uint32_t *cases;
    uint32_t *numbers; /* spelling codes of the field line */
    uint64_t *hashes;
    uint32_t *replaces;  /* by line: the older line that it replaced, or 0 */
    uint32_t *keys;      /* by line: its number in cases->keys */
    uint64_t *spellings; /* by spelling code: hash of the line number, 0 none */
};

static bool grow(void **array, uint32_t *room, uint32_t wanted, size_t size)
{
    if (wanted < *room)
        return true;
    uint32_t more = *room * 2 > wanted ? *room * 2 : wanted + 256;
    char *grown = realloc(*array, more * size);
    if (!grown)
        return false;
    memset(grown + *room * size, 0, (more - *room) * size);
    *array = grown;
    *room = more;
    return true;
}

/* The number of a line's identity. */
static uint32_t identify(struct cases *cs, uint32_t key, uint64_t number)
{
    uint64_t parts[2] = {key, number};
    if (!number) {
        if (!grow((void **)&cs->ordinals, &cs->ordinal_room, key, sizeof *cs->ordinals))
            return MAP_NONE;
        parts[1] = ++cs->ordinals[key];
    }
    uint64_t identity = content_hash(number ? 1 : 2, (const char *)parts, sizeof parts);
    uint32_t at = numbering_add(&cs->keys, identity, NULL);
    if (at != MAP_NONE &&
        !grow((void **)&cs->versions, &cs->version_room, at, sizeof *cs->versions))
        return MAP_NONE;
    return at;
}

static enum status load_case(void *data, uint32_t key, const char *source, size_t source_len,
                             const char *id, size_t id_len, struct error *e)
{
    struct cases *cs = data;
    buffer_clear(&cs->key);
    buffer_add(&cs->key, source, source_len);
    buffer_addc(&cs->key, (char)0xFF);
    buffer_add(&cs->key, id, id_len);
    if (cs->key.failed || dictionary_add(&cs->identities, cs->key.data, cs->key.len) != key - 1)
        return error_no_memory(e);
    return STATUS_OK;
}

static uint64_t value_at(const void *values, unsigned width, uint32_t i)
{
    uint64_t v = 0;
    memcpy(&v, (const char *)values + (size_t)i * width, width);
    return v;
}

struct filling {
    uint32_t lines;
    uint32_t *narrow;
    uint64_t *wide;
};

static enum status fill(void *data, uint32_t first, uint32_t count, unsigned width,
                        const void *values, struct error *e)
{
    struct filling *f = data;
    if (first > f->lines || count > f->lines - first + 1)
        return error_set(e, STATUS_FAILED, "the columns of the cache do not fit together");
    for (uint32_t i = 0; i < count && width; i++) {
        if (f->wide)
            f->wide[first + i] = value_at(values, width, i);
        else
            f->narrow[first + i] = (uint32_t)value_at(values, width, i);
    }
    return STATUS_OK;
}

/* The field line: its codes by line, and what each of its spellings says. */
static enum status load_numbers(struct cache *cache, struct loading *l, struct arena *a,
                                struct error *e)
{
    struct cache_field *fields;
    struct spelling *spellings;
    size_t count = 0;
    uint32_t n = 0;
    enum status s = cache_fields(cache, a, &fields, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++) {
        if (strcmp(fields[i].name, "line"))
            continue;
        struct filling f = {.lines = l->lines, .narrow = l->numbers};
        s = cache_column(cache, fields[i].id, fill, &f, e);
        if (s == STATUS_OK)
            s = cache_spellings(cache, fields[i].id, a, &spellings, &n, e);
    }
    if (s != STATUS_OK)
        return s;
    l->spellings = arena_zero(a, (size_t)n + 1, sizeof *l->spellings);
    if (!l->spellings)
        return error_no_memory(e);
    for (uint32_t i = 0; i < n; i++)
        if (spellings[i].state == VALUE_VALID || spellings[i].state == VALUE_INVALID)
            l->spellings[i] = content_hash(0, spellings[i].value, strlen(spellings[i].value));
    return STATUS_OK;
}

static enum status load_columns(struct cache *cache, struct loading *l, struct arena *a,
                                struct error *e)
{
    struct cache_version *versions;
    size_t count = 0;
    size_t room = (size_t)l->lines + 1;
    l->cases = arena_zero(a, room, sizeof *l->cases);
    l->numbers = arena_zero(a, room, sizeof *l->numbers);
    l->hashes = arena_zero(a, room, sizeof *l->hashes);
    l->replaces = arena_zero(a, room, sizeof *l->replaces);
    l->keys = arena_zero(a, room, sizeof *l->keys);
    if (!l->cases || !l->numbers || !l->hashes || !l->replaces || !l->keys)
        return error_no_memory(e);
    struct filling cases = {.lines = l->lines, .narrow = l->cases};
    struct filling hashes = {.lines = l->lines, .wide = l->hashes};
    enum status s = cache_column(cache, CACHE_COLUMN_CASE, fill, &cases, e);
    if (s == STATUS_OK)
        s = cache_column(cache, CACHE_COLUMN_HASH, fill, &hashes, e);
    if (s == STATUS_OK)
        s = load_numbers(cache, l, a, e);
    if (s == STATUS_OK)
        s = cache_versions(cache, a, &versions, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        if (versions[i].by_line && versions[i].by_line <= l->lines)
            l->replaces[versions[i].by_line] = versions[i].line;
    return s;
}

/* In order of line, so that a version that replaces another takes over its identity. */
static enum status load_versions(struct cases *cs, struct cache *cache, struct error *e)
{
    struct arena a = {0};
    struct loading l = {.lines = cache_line_count(cache)};
    struct cache_version *versions = NULL;
    size_t count = 0;
    enum status s = load_columns(cache, &l, &a, e);
    for (uint32_t line = 1; line <= l.lines && s == STATUS_OK; line++) {
        if (!l.cases[line])
            continue;
        uint32_t older = l.replaces[line];
        uint32_t at =
            older ? l.keys[older] : identify(cs, l.cases[line], l.spellings[l.numbers[line]]);
        if (at == MAP_NONE)
            s = error_no_memory(e);
        else
            cs->versions[at] = (struct version){.line = line, .hash = l.hashes[line]};
        l.keys[line] = at;
    }
    if (s == STATUS_OK)
        s = cache_versions(cache, &a, &versions, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        if (!versions[i].by_line && l.cases[versions[i].line])
            cs->versions[l.keys[versions[i].line]].withdrawn = true;
    /* The file counts its own lines anew. */
    if (cs->ordinals)
        memset(cs->ordinals, 0, cs->ordinal_room * sizeof *cs->ordinals);
    arena_free(&a);
    return s;
}

enum status cases_open(struct cases *cs, struct cache *cache, struct writer *w, struct error *e)
{
    *cs = (struct cases){.writer = w};
    enum status s = cache_cases(cache, load_case, cs, e);
    if (s == STATUS_OK && cs->identities.count)
        s = load_versions(cs, cache, e);
    return s;
}

void cases_close(struct cases *cs)
{
    dictionary_free(&cs->identities);
    numbering_free(&cs->keys);
    buffer_free(&cs->key);
    free(cs->versions);
    free(cs->ordinals);
}

enum status cases_key(struct cases *cs, const char *source, const char *id, size_t id_len,
                      uint32_t *key, struct error *e)
{
    size_t source_len = strlen(source);
    buffer_clear(&cs->key);
    buffer_add(&cs->key, source, source_len);
    buffer_addc(&cs->key, (char)0xFF);
    buffer_add(&cs->key, id, id_len);
    if (cs->key.failed)
        return error_no_memory(e);
    uint32_t known = cs->identities.count;
    uint32_t code = dictionary_add(&cs->identities, cs->key.data, cs->key.len);
    if (code == MAP_NONE)
        return error_no_memory(e);
    *key = code + 1;
    if (code != known)
        return STATUS_OK;
    return writer_case(cs->writer, source, buffer_text(&cs->key) + source_len + 1, key, e);
}

enum status cases_version(struct cases *cs, uint32_t key, uint64_t number, struct version **out,
                          struct error *e)
{
    uint32_t at = identify(cs, key, number);
    if (at == MAP_NONE)
        return error_no_memory(e);
    *out = &cs->versions[at];
    return STATUS_OK;
}
