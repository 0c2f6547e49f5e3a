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
    uint32_t *older;     /* by line: the line that it is a version of, or 0 */
    uint64_t *spellings; /* by spelling code: hash of the line number, 0 none */
    struct bitmap live;  /* lines of batches that are not retracted */
    struct bitmap loose; /* lines with a case and no line number */
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
    const uint64_t parts[2] = {key, number};
    uint64_t identity = content_hash(1, (const char *)parts, sizeof parts);
    uint32_t at = numbering_add(&cs->keys, identity, NULL);
    if (at != MAP_NONE &&
        !grow((void **)&cs->versions, &cs->version_room, at, sizeof *cs->versions))
        return MAP_NONE;
    return at;
}

static uint64_t pile_of(uint32_t key, uint64_t hash)
{
    const uint64_t parts[2] = {key, hash};
    return content_hash(2, (const char *)parts, sizeof parts);
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

static enum status load_batches(struct cache *cache, struct loading *l, struct arena *a,
                                struct error *e)
{
    struct batch *batch;
    size_t count = 0;
    if (!bitmap_init(&l->live, (size_t)l->lines + 1))
        return error_no_memory(e);
    enum status s = cache_batches(cache, a, &batch, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        for (uint32_t line = batch[i].first_line;
             !batch[i].retracted && line && line <= batch[i].last_line && line <= l->lines;
             line++)
            bitmap_set(&l->live, line);
    return s;
}

/* What was open adds to the content of its lines what its column settled it to be. */
struct opening {
    struct cache *cache;
    struct loading *loading;
    struct arena arena;
    uint32_t field;
    uint64_t *sums; /* by spelling code */
    uint32_t room;
    uint64_t *parts; /* by line */
};

static enum status add_part(void *data, uint32_t first, uint32_t count, unsigned width,
                            const void *values, struct error *e)
{
    struct opening *o = data;
    (void)e;
    for (uint32_t i = 0; i < count && width && first + i <= o->loading->lines; i++) {
        uint64_t code = value_at(values, width, i);
        o->parts[first + i] += code < o->room ? o->sums[code] : 0;
    }
    return STATUS_OK;
}

static enum status close_field(struct opening *o, struct error *e)
{
    if (!o->field)
        return STATUS_OK;
    enum status s = cache_column(o->cache, o->field, add_part, o, e);
    if (o->sums)
        memset(o->sums, 0, o->room * sizeof *o->sums);
    return s;
}

static enum status open_spelling(void *data, uint32_t field, const char *name, uint32_t code,
                                 const struct spelling *s, struct error *e)
{
    struct opening *o = data;
    size_t lines = (size_t)o->loading->lines + 1;
    if (!o->parts && !(o->parts = arena_zero(&o->arena, lines, sizeof *o->parts)))
        return error_no_memory(e);
    enum status status = o->field == field ? STATUS_OK : close_field(o, e);
    o->field = field;
    if (!grow((void **)&o->sums, &o->room, code, sizeof *o->sums))
        return error_no_memory(e);
    o->sums[code] = column_open_hash(name, s->state, s->value, s->text, s->length);
    return status;
}

static enum status load_open(struct cache *cache, struct loading *l, struct error *e)
{
    const uint64_t content = ((uint64_t)1 << CACHE_COMMODITY_SHIFT) - 1;
    struct opening o = {.cache = cache, .loading = l};
    enum status s = cache_open_spellings(cache, open_spelling, &o, e);
    if (s == STATUS_OK)
        s = close_field(&o, e);
    for (uint32_t line = 1; o.parts && line <= l->lines; line++) {
        uint64_t whole = l->hashes[line] + o.parts[line];
        bool loose = bitmap_get(&l->loose, line - 1);
        l->hashes[line] = loose ? (whole & content) | (l->hashes[line] & ~content) : whole;
    }
    free(o.sums);
    arena_free(&o.arena);
    return s;
}

static enum status load_columns(struct cache *cache, struct loading *l, struct arena *a,
                                struct error *e)
{
    struct cache_link *links;
    size_t count = 0;
    size_t room = (size_t)l->lines + 1;
    l->cases = arena_zero(a, room, sizeof *l->cases);
    l->numbers = arena_zero(a, room, sizeof *l->numbers);
    l->hashes = arena_zero(a, room, sizeof *l->hashes);
    l->older = arena_zero(a, room, sizeof *l->older);
    if (!l->cases || !l->numbers || !l->hashes || !l->older)
        return error_no_memory(e);
    struct filling cases = {.lines = l->lines, .narrow = l->cases};
    struct filling hashes = {.lines = l->lines, .wide = l->hashes};
    enum status s = cache_column(cache, CACHE_COLUMN_CASE, fill, &cases, e);
    if (s == STATUS_OK)
        s = cache_column(cache, CACHE_COLUMN_HASH, fill, &hashes, e);
    if (s == STATUS_OK)
        s = load_numbers(cache, l, a, e);
    if (s == STATUS_OK)
        s = load_batches(cache, l, a, e);
    if (s == STATUS_OK)
        s = cache_loose(cache, &l->loose, e);
    if (s == STATUS_OK)
        s = load_open(cache, l, e);
    if (s == STATUS_OK)
        s = cache_links(cache, a, &links, &count, e);
    for (size_t i = 0; i < count && s == STATUS_OK; i++)
        l->older[links[i].line] = links[i].older;
    return s;
}

/* In order of line, so that a version stands under the number of the one before it. */
static bool load_version(struct cases *cs, const struct loading *l, uint32_t line)
{
    uint32_t older = l->older[line];
    uint32_t at = older && cs->key_of[older]
                      ? cs->key_of[older] - 1
                      : identify(cs, l->cases[line], l->spellings[l->numbers[line]]);
    if (at == MAP_NONE)
        return false;
    struct version *v = &cs->versions[at];
    bool is_current = cases_is_current(cs, line);
    v->line = line;
    v->known |= is_current || bitmap_get(&l->live, line);
    if (is_current) {
        v->current = line;
        v->hash = l->hashes[line];
    }
    cs->key_of[line] = at + 1;
    return true;
}

/* below holds, for the first line of a pile, its last one until all are loaded. */
static bool load_pile(struct cases *cs, const struct loading *l, uint32_t *last, uint32_t line)
{
    uint32_t at = numbering_add(&cs->piles, pile_of(l->cases[line], l->hashes[line]), NULL);
    if (at == MAP_NONE || !grow((void **)&cs->top, &cs->top_room, at, sizeof *cs->top))
        return false;
    uint32_t first = cs->top[at];
    if (!first)
        cs->top[at] = first = line;
    else
        cs->below[last[first]] = line;
    last[first] = line;
    return true;
}

/* Contents are mixed before they are added: they are sums themselves, and two lines that swap
 * their quantities would add up to the same. */
static uint64_t mixed(uint64_t hash)
{
    return content_hash(4, (const char *)&hash, sizeof hash);
}

static void load_known(struct cases *cs, const struct loading *l, uint32_t line)
{
    struct known_case *known = cases_known(cs, l->cases[line]);
    if (!known || !cases_is_current(cs, line))
        return;
    bool loose = bitmap_get(&l->loose, line - 1);
    known->several |= !loose && known->kinds & CASE_NUMBERED;
    known->kinds |= loose ? CASE_LOOSE : CASE_NUMBERED;
    known->before += loose ? 0 : mixed(l->hashes[line]);
}

static enum status load_lines(struct cases *cs, struct cache *cache, struct error *e)
{
    struct arena a = {0};
    struct loading l = {.lines = cs->lines};
    enum status s = load_columns(cache, &l, &a, e);
    if (s == STATUS_OK)
        s = cache_current(cache, &cs->current, e);
    /* Its place is free: what a line is a version of is not asked of lines in piles. */
    uint32_t *last = l.older;
    size_t room = (size_t)cs->lines + 1;
    cs->key_of = calloc(room, sizeof *cs->key_of);
    cs->below = calloc(room, sizeof *cs->below);
    cs->known_count = cs->identities.count;
    cs->known = calloc((size_t)cs->known_count + 1, sizeof *cs->known);
    bool room_for_all = cs->key_of && cs->below && cs->known;
    if (s == STATUS_OK && (!room_for_all || !bitmap_init(&cs->taken, room)))
        s = error_no_memory(e);
    for (uint32_t line = 1; line <= l.lines && s == STATUS_OK; line++) {
        bool numbered = l.cases[line] && !bitmap_get(&l.loose, line - 1);
        if (numbered ? !load_version(cs, &l, line) : !load_pile(cs, &l, last, line))
            s = error_no_memory(e);
        else
            load_known(cs, &l, line);
    }
    bitmap_free(&l.live);
    bitmap_free(&l.loose);
    arena_free(&a);
    return s;
}

enum status cases_open(struct cases *cs, struct cache *cache, struct writer *w, struct error *e)
{
    *cs = (struct cases){.writer = w, .lines = cache_line_count(cache)};
    enum status s = cache_cases(cache, load_case, cs, e);
    if (s == STATUS_OK && cs->lines)
        s = load_lines(cs, cache, e);
    return s;
}

void cases_close(struct cases *cs)
{
    dictionary_free(&cs->identities);
    numbering_free(&cs->keys);
    numbering_free(&cs->piles);
    buffer_free(&cs->key);
    bitmap_free(&cs->current);
    bitmap_free(&cs->taken);
    free(cs->versions);
    free(cs->key_of);
    free(cs->top);
    free(cs->below);
    free(cs->known);
}

struct known_case *cases_known(struct cases *cs, uint32_t key)
{
    return key && key <= cs->known_count ? &cs->known[key] : NULL;
}

void cases_heard(struct cases *cs, uint32_t key, uint64_t hash, bool known, bool same)
{
    struct known_case *k = cases_known(cs, key);
    if (!k)
        return;
    k->now += mixed(hash);
    k->changed |= known && !same;
    k->grown |= !known;
}

const char *cases_renumbered(const struct cases *cs, uint32_t *all)
{
    enum { PROOF = 10 };
    const char *first = NULL;
    bool several = false;
    *all = 0;
    for (uint32_t key = 1; key <= cs->known_count; key++) {
        const struct known_case *k = &cs->known[key];
        if (!(k->kinds & CASE_NUMBERED) || !k->grown || k->before != k->now)
            continue;
        const char *text = cs->identities.texts[key - 1];
        first = first ? first : strchr(text, 0xFF) + 1;
        several |= k->several;
        ++*all;
    }
    return several || *all >= PROOF ? first : NULL;
}

bool cases_is_current(const struct cases *cs, uint32_t line)
{
    return line && line <= cs->lines && bitmap_get(&cs->current, line - 1);
}

bool cases_has_known(const struct cases *cs, uint32_t key, uint64_t hash)
{
    return cs->piles.count && numbering_find(&cs->piles, pile_of(key, hash)) != MAP_NONE;
}

uint32_t cases_take(struct cases *cs, uint32_t key, uint64_t hash)
{
    uint32_t at = cs->piles.count ? numbering_find(&cs->piles, pile_of(key, hash)) : MAP_NONE;
    uint32_t line = at == MAP_NONE ? 0 : cs->top[at];
    if (line) {
        cs->top[at] = cs->below[line];
        bitmap_set(&cs->taken, line);
    }
    return line;
}

enum status cases_absent(struct cases *cs, const struct bitmap *scope, struct error *e)
{
    enum status s = STATUS_OK;
    for (uint32_t line = 1; line <= cs->lines && line <= scope->bits && s == STATUS_OK;
         line++) {
        if (!bitmap_get(scope, line - 1))
            continue;
        uint32_t key = cs->key_of[line];
        if (key ? !cs->versions[key - 1].seen : !bitmap_get(&cs->taken, line))
            s = writer_absent(cs->writer, line, e);
    }
    return s;
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
