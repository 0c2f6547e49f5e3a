/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags and notes in memory: a column of sets of tags, most lines blank, and the notes folded
 * for scanning. Both are made anew when they change. */
#include "frame/frame_private.h"

#include "base/map.h"
#include "base/text.h"
#include "store/tag.h"

#include <stdlib.h>

bool said_is_tag(const char *name)
{
    return strcmp(name, "tag") == 0;
}

bool said_is_note(const char *name)
{
    return strcmp(name, "note") == 0;
}

void said_list_fields(struct frame *f)
{
    static const struct {
        enum cache_said what;
        struct frame_field field;
    } said[SAID_FIELDS] = {
        {SAID_TAGS, {"tag", "Tag", NULL, FIELD_TEXT}},
        {SAID_NOTES, {"note", "Note", NULL, FIELD_LONG_TEXT}},
    };
    f->field_count -= f->said_fields;
    f->said_fields = 0;
    for (size_t i = 0; i < SAID_FIELDS; i++) {
        if (cache_has_said(f->cache, said[i].what)) {
            f->field[f->field_count++] = said[i].field;
            f->said_fields++;
        }
    }
}

static enum status damaged(const struct frame *f, uint32_t line, struct error *e)
{
    return error_set(e, STATUS_FAILED, "%s: a tag or note names line %u, which is not there",
                     cache_path(f->cache), (unsigned)line);
}

/* ---- tags */

/* Sets of tags as texts ("urgent watch"), and the set of each line that has one. */
struct tagging {
    struct frame *frame;
    struct dictionary sets;
    struct tagged {
        uint32_t line, set;
    } * tagged;
    size_t count, capacity;
};

static enum status visit_tags(void *data, const uint32_t *lines, size_t count, const char *text,
                              struct error *e)
{
    struct tagging *t = data;
    uint32_t set = dictionary_add(&t->sets, text, strlen(text));
    if (set == MAP_NONE) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        if (lines[i] == 0 || lines[i] > t->frame->lines) {
            return damaged(t->frame, lines[i], e);
        }
        if (t->count == t->capacity) {
            size_t more = t->capacity ? 2 * t->capacity : 256;
            struct tagged *grown = realloc(t->tagged, more * sizeof *grown);
            if (!grown) {
                return error_no_memory(e);
            }
            t->tagged = grown;
            t->capacity = more;
        }
        t->tagged[t->count++] = (struct tagged){lines[i], set};
    }
    return STATUS_OK;
}

static struct understood *understand(const struct dictionary *sets, struct arena *a)
{
    struct understood *thing = arena_alloc(a, ((size_t)sets->count + 1) * sizeof *thing);
    for (uint32_t i = 0; thing && i < sets->count; i++) {
        thing[i] = (struct understood){sets->texts[i], VALUE_VALID};
    }
    return thing;
}

static size_t count_tags(const struct column *c)
{
    size_t most = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        most++;
        for (const char *at = c->value[v].code; *at; at++) {
            most += *at == ' ';
        }
    }
    return most;
}

/* The single tags of every set, in order; a set that is blank or unknown is one such item. */
static enum status make_items(struct frame *f, struct column *c, struct arena *scratch,
                              struct error *e)
{
    size_t most = count_tags(c);
    struct understood *thing = arena_alloc(scratch, (most + 1) * sizeof *thing);
    uint32_t *start = arena_alloc(&f->arena, ((size_t)c->values + 1) * sizeof *start);
    uint32_t *item_of = arena_alloc(&f->arena, (most + 1) * sizeof *item_of);
    if (!thing || !start || !item_of) {
        return error_no_memory(e);
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        const char *at = c->value[v].code;
        start[v] = n;
        do {
            size_t len = strcspn(at, " ");
            thing[n].text = arena_copy(scratch, at, len);
            thing[n].state = c->value[v].state;
            if (!thing[n++].text) {
                return error_no_memory(e);
            }
            at += len + (at[len] == ' ');
        } while (*at);
    }
    start[c->values] = n;
    c->item_start = start;
    c->item_of = item_of;
    return values_build(f, thing, n, FIELD_TEXT, NULL, &c->item, &c->items, item_of, e);
}

static enum status fill_tags(struct frame *f, struct held_column *h, struct error *e)
{
    struct arena scratch = {0};
    struct tagging t = {.frame = f};
    struct understood *thing = NULL;
    uint32_t *id_of = NULL; /* by set */
    enum status status = cache_said(f->cache, SAID_TAGS, visit_tags, &t, e);
    if (status == STATUS_OK) {
        thing = understand(&t.sets, &scratch);
        id_of = arena_alloc(&scratch, ((size_t)t.sets.count + 1) * sizeof *id_of);
        status = thing && id_of ? STATUS_OK : error_no_memory(e);
    }
    if (status == STATUS_OK) {
        status = values_build(f, thing, t.sets.count, FIELD_TEXT, NULL, &h->column.value,
                              &h->column.values, id_of, e);
    }
    if (status == STATUS_OK) {
        status = make_items(f, &h->column, &scratch, e);
    }
    if (status == STATUS_OK) {
        status = column_make_ids(f, h, column_blank(&h->column), e);
    }
    for (size_t i = 0; status == STATUS_OK && i < t.count; i++) {
        column_put(h, t.tagged[i].line - 1, id_of[t.tagged[i].set]);
    }
    free(t.tagged);
    dictionary_free(&t.sets);
    arena_free(&scratch);
    return status;
}

enum status said_tags(struct frame *f, const struct column **out, struct error *e)
{
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    if (!h) {
        return error_no_memory(e);
    }
    h->column = (struct column){.name = "tag", .label = "Tag", .type = FIELD_TEXT};
    enum status status = fill_tags(f, h, e);
    if (status != STATUS_OK) {
        free(h->ids);
        return status;
    }
    h->next = f->columns;
    f->columns = h;
    *out = &h->column;
    return STATUS_OK;
}

/* ---- notes */

struct noting {
    struct frame *frame;
    struct held_text *held;
    struct buffer folded; /* of each seizure once, for all its lines */
    bool put;             /* else lengths are gathered */
};

static enum status visit_notes(void *data, const uint32_t *lines, size_t count,
                               const char *text, struct error *e)
{
    struct noting *n = data;
    buffer_clear(&n->folded);
    text_fold(&n->folded, text, strlen(text));
    if (n->folded.failed) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        if (lines[i] == 0 || lines[i] > n->frame->lines) {
            return damaged(n->frame, lines[i], e);
        }
        if (n->put) {
            memcpy(n->held->folded + n->held->offset[lines[i] - 1], n->folded.data,
                   n->folded.len);
        } else {
            n->held->offset[lines[i]] = n->folded.len;
        }
    }
    return STATUS_OK;
}

static enum status fill_notes(struct frame *f, struct held_text *h, struct error *e)
{
    struct noting n = {.frame = f, .held = h};
    h->offset = calloc(f->lines + 1, sizeof *h->offset);
    if (!h->offset) {
        return error_no_memory(e);
    }
    enum status status = cache_said(f->cache, SAID_NOTES, visit_notes, &n, e);
    for (size_t i = 0; i < f->lines; i++) {
        h->offset[i + 1] += h->offset[i];
    }
    if (status == STATUS_OK && !(h->folded = calloc(h->offset[f->lines] + 1, 1))) {
        status = error_no_memory(e);
    }
    if (status == STATUS_OK) {
        f->bytes += h->offset[f->lines] + (f->lines + 1) * sizeof *h->offset;
        n.put = true;
        status = cache_said(f->cache, SAID_NOTES, visit_notes, &n, e);
    }
    buffer_free(&n.folded);
    h->text.offset = h->offset;
    h->text.folded = h->folded;
    return status;
}

static void drop_notes(struct held_text *h)
{
    free(h->offset);
    free(h->folded);
    h->offset = NULL;
    h->folded = NULL;
}

enum status said_notes(struct frame *f, const struct text_column **out, struct error *e)
{
    struct held_text *h = arena_zero(&f->arena, 1, sizeof *h);
    if (!h) {
        return error_no_memory(e);
    }
    h->text.name = "note";
    enum status status = fill_notes(f, h, e);
    if (status != STATUS_OK) {
        drop_notes(h);
        return status;
    }
    h->next = f->texts;
    f->texts = h;
    *out = &h->text;
    return STATUS_OK;
}

/* ---- anew */

/* What is shown now stays until the new is whole. */
static enum status retag_column(struct frame *f, struct held_column *h, struct error *e)
{
    struct held_column fresh = {.column = {.name = "tag", .label = "Tag", .type = FIELD_TEXT}};
    enum status status = fill_tags(f, &fresh, e);
    if (status != STATUS_OK) {
        free(fresh.ids);
        return status;
    }
    f->bytes -= f->lines * h->column.width;
    free(h->ids);
    free(h->value_lines);
    h->value_lines = NULL;
    h->ids = fresh.ids;
    h->column = fresh.column;
    return STATUS_OK;
}

static enum status retag_text(struct frame *f, struct held_text *h, struct error *e)
{
    struct held_text fresh = {.text = {.name = "note"}};
    uint64_t before = h->offset[f->lines] + (f->lines + 1) * sizeof *h->offset;
    enum status status = fill_notes(f, &fresh, e);
    if (status != STATUS_OK) {
        drop_notes(&fresh);
        return status;
    }
    f->bytes -= before;
    drop_notes(h);
    h->offset = fresh.offset;
    h->folded = fresh.folded;
    h->text = fresh.text;
    return STATUS_OK;
}

enum status frame_retag(struct frame *f, struct error *e)
{
    enum status status = STATUS_OK;
    for (struct held_column *h = f->columns; h && status == STATUS_OK; h = h->next) {
        if (said_is_tag(h->column.name)) {
            status = retag_column(f, h, e);
        }
    }
    for (struct held_text *h = f->texts; h && status == STATUS_OK; h = h->next) {
        if (said_is_note(h->text.name)) {
            status = retag_text(f, h, e);
        }
    }
    said_list_fields(f);
    return status;
}
