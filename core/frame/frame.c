/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the frame: what every question needs at once, and the list of what one can ask for.
 */
#include "frame/frame.h"

#include "base/text.h"
#include "frame/frame_private.h"

#include <stdlib.h>

const struct cache_field *frame_stored(const struct frame *f, const char *name)
{
    for (size_t i = 0; i < f->stored_count; i++) {
        if (strcmp(f->stored[i].name, name) == 0) {
            return &f->stored[i];
        }
    }
    return NULL;
}

/* Whether a derived field can be computed (or a file brought it ready-made). */
static bool can_derive(const struct frame *f, const struct field *field)
{
    if (frame_stored(f, field->name)) {
        return true;
    }
    switch (field->type) {
    case FIELD_MASS:
    case FIELD_VOLUME:
    case FIELD_PIECES:
        return frame_stored(f, "quantity") && frame_stored(f, "unit");
    case FIELD_DAYS:
        return frame_stored(f, "date") && frame_stored(f, "entered");
    default:
        return false;
    }
}

static void add_field(struct frame *f, const char *name, const char *label,
                      const struct field *field, enum field_type type)
{
    f->field[f->field_count++] =
        (struct frame_field){.name = name, .label = label, .field = field, .type = type};
}

/* The catalogue's stored fields in its order, further ones in order of arrival, derived ones.
 */
static enum status list_fields(struct frame *f, struct error *e)
{
    size_t n;
    const struct field *catalogue = reference_fields(f->reference, &n);
    f->field = arena_zero(&f->arena, n + f->stored_count + 2 + SAID_FIELDS, sizeof *f->field);
    if (!f->field) {
        return error_no_memory(e);
    }
    f->has_cases = cache_case_count(f->cache) > 0;
    for (size_t i = 0; i < n; i++) {
        const struct field *field = &catalogue[i];
        bool held =
            frame_stored(f, field->name) || (field->type == FIELD_CASE_ID && f->has_cases);
        if (field->role == FIELD_STORED && held) {
            add_field(f, field->name, field->label[LANGUAGE_EN], field, field->type);
        }
    }
    for (size_t i = 0; i < f->stored_count; i++) {
        const struct cache_field *s = &f->stored[i];
        if (!reference_field(f->reference, s->name) && strcmp(s->name, "batch") != 0) {
            add_field(f, s->name, s->label, NULL, s->long_text ? FIELD_LONG_TEXT : FIELD_TEXT);
        }
    }
    for (size_t i = 0; i < n; i++) {
        const struct field *field = &catalogue[i];
        if (field->role == FIELD_DERIVED && can_derive(f, field)) {
            add_field(f, field->name, field->label[LANGUAGE_EN], field, field->type);
        }
    }
    if (!frame_stored(f, PACKAGE_RULE_FIELD) && packages_possible(f)) {
        add_field(f, PACKAGE_RULE_FIELD, "Package rule", NULL, FIELD_TEXT);
    }
    add_field(f, "batch", "Batch", NULL, FIELD_TEXT);
    said_list_fields(f);
    return STATUS_OK;
}

/* Fields that retracted batches alone brought, or those of another grain, are not there. */
static void keep_live_fields(struct frame *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->stored_count; i++) {
        if (f->apart ? f->stored[i].live_apart : f->stored[i].live) {
            f->stored[kept++] = f->stored[i];
        }
    }
    f->stored_count = kept;
}

/* Current are the lines that count, or all of them; of seizures, or of what is none. */
static enum status find_current(struct frame *f, bool all, struct error *e)
{
    struct bitmap apart = {0};
    enum status status = cache_current(f->cache, &f->current, e);
    if (status == STATUS_OK) {
        status = cache_apart(f->cache, &apart, e);
    }
    if (status == STATUS_OK && all) {
        bitmap_fill(&f->current);
    }
    if (status == STATUS_OK && f->apart) {
        bitmap_and(&f->current, &apart);
    } else if (status == STATUS_OK) {
        bitmap_and_not(&f->current, &apart);
    }
    f->bytes += bitmap_words(&f->current) * sizeof(uint64_t);
    bitmap_free(&apart);
    return status;
}

static enum status read_cache(struct frame *f, bool all, struct error *e)
{
    f->lines = cache_line_count(f->cache);
    enum status status = cache_batches(f->cache, &f->arena, &f->batch, &f->batch_count, e);
    if (status == STATUS_OK) {
        status = cache_fields(f->cache, &f->arena, &f->stored, &f->stored_count, e);
    }
    if (status == STATUS_OK) {
        if (!all) {
            keep_live_fields(f);
        }
        status = cache_adopted(f->cache, &f->arena, &f->adopted, &f->adopted_count, e);
    }
    /* That of the cache is the one of its seizures. */
    if (status == STATUS_OK && !f->apart) {
        status = cache_meta(f->cache, "as_of", &f->arena, &f->as_of, e);
    }
    if (status == STATUS_OK && !f->as_of) {
        const struct batch *last = frame_last_batch(f);
        f->as_of = last ? last->as_of : "";
    }
    if (status == STATUS_OK) {
        status = find_current(f, all, e);
    }
    return status == STATUS_OK ? list_fields(f, e) : status;
}

static enum status open_frame(struct cache *c, const struct reference *r, bool all, bool apart,
                              struct frame **out, struct error *e)
{
    struct frame *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        return error_no_memory(e);
    }
    f->cache = c;
    f->reference = r;
    f->apart = apart;
    enum status status = read_cache(f, all, e);
    if (status != STATUS_OK) {
        frame_free(&f);
        return status;
    }
    *out = f;
    return STATUS_OK;
}

enum status frame_open(struct cache *c, const struct reference *r, struct frame **out,
                       struct error *e)
{
    return open_frame(c, r, false, false, out, e);
}

enum status frame_open_all(struct cache *c, const struct reference *r, struct frame **out,
                           struct error *e)
{
    return open_frame(c, r, true, false, out, e);
}

enum status frame_open_apart(struct cache *c, const struct reference *r, struct frame **out,
                             struct error *e)
{
    return open_frame(c, r, false, true, out, e);
}

bool frame_is_apart(const struct frame *f)
{
    return f->apart;
}

bool frame_has_cases(const struct frame *f)
{
    return f->has_cases;
}

bool frame_holds(const struct frame *f, const struct batch *b)
{
    return !b->retracted && grain_counts(b->grain) != f->apart;
}

void frame_free(struct frame **frame)
{
    struct frame *f = *frame;
    if (!f) {
        return;
    }
    for (struct held_column *h = f->columns; h; h = h->next) {
        free(h->ids);
        free(h->value_lines);
    }
    for (struct held_text *h = f->texts; h; h = h->next) {
        free(h->offset);
        free(h->folded);
    }
    for (size_t i = 0; i < 3; i++) {
        free(f->amounts[i].amount);
        free(f->amounts[i].state);
        free(f->amounts[i].rule);
    }
    for (size_t i = 0; i < 2; i++) {
        free(f->money.amount[i]);
        free(f->money.group_of[i]);
        free(f->money.state[i]);
    }
    cases_free(&f->cases);
    bitmap_free(&f->current);
    arena_free(&f->arena);
    free(f);
    *frame = NULL;
}

const struct reference *frame_reference(const struct frame *f)
{
    return f->reference;
}

struct cache *frame_cache(const struct frame *f)
{
    return f->cache;
}

size_t frame_lines(const struct frame *f)
{
    return f->lines;
}

const struct bitmap *frame_current(const struct frame *f)
{
    return &f->current;
}

const char *frame_as_of(const struct frame *f)
{
    return f->as_of ? f->as_of : "";
}

const struct batch *frame_batches(const struct frame *f, size_t *count)
{
    *count = f->batch_count;
    return f->batch;
}

const struct batch *frame_last_batch(const struct frame *f)
{
    for (size_t b = f->batch_count; b-- > 0;) {
        if (frame_holds(f, &f->batch[b])) {
            return &f->batch[b];
        }
    }
    return NULL;
}

static void mark_lines(const struct frame *f, size_t first, size_t last, uint64_t *words)
{
    size_t end = last < f->lines ? last : f->lines;
    if (!first || first > end) {
        return;
    }
    size_t from = (first - 1) / 64, to = (end - 1) / 64;
    uint64_t begin = UINT64_MAX << (first - 1) % 64, rest = UINT64_MAX >> (63 - (end - 1) % 64);
    for (size_t w = from; w <= to; w++) {
        words[w] |= (w == from ? begin : UINT64_MAX) & (w == to ? rest : UINT64_MAX);
    }
}

void frame_batch_lines(const struct frame *f, uint32_t id, uint64_t *words)
{
    for (size_t b = 0; b < f->batch_count; b++) {
        if (f->batch[b].id == id && !f->batch[b].retracted) {
            mark_lines(f, f->batch[b].first_line, f->batch[b].last_line, words);
        }
    }
    for (size_t i = 0; i < f->adopted_count; i++) {
        if (f->adopted[i].batch == id) {
            mark_lines(f, f->adopted[i].first, f->adopted[i].last, words);
        }
    }
}

static uint32_t adopter(const struct frame *f, uint32_t line)
{
    size_t from = 0, to = f->adopted_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (f->adopted[middle].last < line) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < f->adopted_count && f->adopted[from].first <= line ? f->adopted[from].batch
                                                                     : 0;
}

uint32_t frame_batch_of(const struct frame *f, size_t position)
{
    /* Batches are few and hold runs of lines; those that loaded none have first_line 0. */
    for (size_t b = f->batch_count; b-- > 0;) {
        uint32_t first = f->batch[b].first_line;
        if (first && position + 1 >= first && position + 1 <= f->batch[b].last_line) {
            uint32_t other = f->batch[b].retracted ? adopter(f, (uint32_t)position + 1) : 0;
            return other ? other : f->batch[b].id;
        }
    }
    return 0;
}

const struct frame_field *frame_fields(const struct frame *f, size_t *count)
{
    *count = f->field_count;
    return f->field;
}

const struct frame_field *frame_find_field(const struct frame *f, const char *name)
{
    for (size_t i = 0; i < f->field_count; i++) {
        if (strcmp(f->field[i].name, name) == 0) {
            return &f->field[i];
        }
    }
    return NULL;
}

enum status frame_no_field(const struct frame *f, const char *name, struct error *e)
{
    const char *near = NULL;
    int best = 3; /* further off is no help */
    for (size_t i = 0; i < f->field_count; i++) {
        int distance = text_distance(name, f->field[i].name, best - 1);
        if (distance < best) {
            best = distance;
            near = f->field[i].name;
        }
    }
    near = near ? near : reference_field_near(f->reference, name);
    error_set(e, STATUS_MISUSE, "no field \"%s\"", name);
    if (near) {
        error_way_out(e, "did you mean %s?", near);
    } else {
        error_way_out(e, "the fields are listed by: saisie fields");
    }
    return STATUS_MISUSE;
}

struct pace *frame_pace(struct frame *f)
{
    return &f->pace;
}

size_t frame_memory(const struct frame *f)
{
    return sizeof *f + f->bytes + arena_size(&f->arena);
}
