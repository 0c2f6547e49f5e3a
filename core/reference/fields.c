/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field catalogue: how it is read, and how the header of a file finds its field. */
#include "reference/parts.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    enum field_type type;
} TYPES[] = {
    {"text", FIELD_TEXT},       {"long_text", FIELD_LONG_TEXT}, {"code", FIELD_CODE},
    {"country", FIELD_COUNTRY}, {"countries", FIELD_COUNTRIES}, {"date", FIELD_DATE},
    {"number", FIELD_NUMBER},   {"mass", FIELD_MASS},           {"volume", FIELD_VOLUME},
    {"pieces", FIELD_PIECES},   {"days", FIELD_DAYS},           {"case_id", FIELD_CASE_ID},
};

static bool type_named(struct cell name, enum field_type *type)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (cell_is(name, TYPES[i].name)) {
            *type = TYPES[i].type;
            return true;
        }
    }
    return false;
}

static bool role_named(struct cell name, struct field *f)
{
    f->role = cell_is(name, "derived") ? FIELD_DERIVED : FIELD_STORED;
    f->long_form = cell_is(name, "long");
    return f->role == FIELD_DERIVED || f->long_form || cell_is(name, "stored");
}

/* The aliases in text_key form, NULL-ended, in the arena; NULL when memory is out. */
static const char *const *alias_keys(struct reference *r, struct cell aliases)
{
    struct cell rest = aliases, part;
    size_t count = 0;
    while (cell_part(&rest, &part))
        count++;
    const char **keys = arena_zero(&r->arena, count + 1, sizeof *keys);
    struct buffer key = {0};
    for (size_t i = 0; keys && cell_part(&aliases, &part); i++) {
        buffer_clear(&key);
        text_key(&key, part.text, part.len);
        keys[i] = key.failed ? NULL : arena_copy(&r->arena, key.data, key.len);
        if (!keys[i])
            keys = NULL;
    }
    buffer_free(&key);
    return keys;
}

static enum status add_names(struct reference *r, const struct tsv *t, uint32_t index,
                             struct error *e)
{
    static const size_t plain[] = {0, 4, 5}; /* name, en, fr */
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct cell c = t->cells[plain[i]];
        if (!names_add(&r->headers, c.text, c.len, index))
            return error_no_memory(e);
    }
    struct cell rest = t->cells[7], part;
    while (cell_part(&rest, &part))
        if (!names_add(&r->headers, part.text, part.len, index))
            return error_no_memory(e);
    return STATUS_OK;
}

static enum status add_field(struct reference *r, const struct tsv *t, struct error *e)
{
    struct field *f = &r->fields[r->field_count];
    const struct cell *c = t->cells;
    if (!type_named(c[1], &f->type) || !role_named(c[2], f))
        return tsv_fault(t, "no such type or role:", c[1], e);
    const struct list *l = c[3].len ? lists_named(r, c[3].text, c[3].len) : NULL;
    if ((c[3].len > 0) != (f->type == FIELD_CODE) || (c[3].len > 0 && !l))
        return tsv_fault(t, "list does not suit the type:", c[3], e);
    f->list = l ? l->shown.name : NULL;
    f->name = arena_copy(&r->arena, c[0].text, c[0].len);
    f->label[LANGUAGE_EN] = arena_copy(&r->arena, c[4].text, c[4].len);
    f->label[LANGUAGE_FR] = arena_copy(&r->arena, c[5].text, c[5].len);
    f->help = arena_copy(&r->arena, c[6].text, c[6].len);
    f->aliases = alias_keys(r, c[7]);
    if (!f->name || !f->label[LANGUAGE_EN] || !f->label[LANGUAGE_FR] || !f->help || !f->aliases)
        return error_no_memory(e);
    return add_names(r, t, (uint32_t)r->field_count++, e);
}

enum status fields_read(struct reference *r, struct error *e)
{
    static const char header[] = "name\ttype\trole\tlist\ten\tfr\thelp\taliases";
    struct tsv t;
    size_t count = 0;
    enum status s = tsv_open(&t, "fields.tsv", header, e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        count++;
    if (s == STATUS_OK && !(r->fields = arena_zero(&r->arena, count, sizeof *r->fields)))
        s = error_no_memory(e);
    if (s == STATUS_OK)
        s = tsv_open(&t, "fields.tsv", header, e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_field(r, &t, e);
    if (s == STATUS_OK && !names_seal(&r->headers))
        s = error_no_memory(e);
    const char *shared = s == STATUS_OK ? names_shared(&r->headers) : NULL;
    if (shared)
        s = error_set(e, STATUS_FAILED, "reference data: header \"%s\" belongs to two fields",
                      shared);
    return s;
}

const struct field *reference_fields(const struct reference *r, size_t *count)
{
    *count = r->field_count;
    return r->fields;
}

const struct field *reference_field(const struct reference *r, const char *name)
{
    for (size_t i = 0; i < r->field_count; i++)
        if (strcmp(r->fields[i].name, name) == 0)
            return &r->fields[i];
    return NULL;
}

const struct field *reference_field_by_header(const struct reference *r, const char *header,
                                              size_t len)
{
    size_t count;
    const struct name_target *t = names_find(&r->headers, header, len, &count);
    if (count) {
        return &r->fields[t[0].target];
    }
    /* "Value USD" is a value, and so is an "Amount" of money. */
    struct buffer rest = {0};
    const struct field *value = NULL;
    if (header_currency(r, header, len, &rest) != CODE_NONE) {
        t = names_find(&r->headers, buffer_text(&rest), rest.len, &count);
        bool names = count && strcmp(r->fields[t[0].target].name, "value") == 0;
        bool amount = strcasecmp(buffer_text(&rest), "amount") == 0;
        value = names || amount ? reference_field(r, "value") : NULL;
    }
    buffer_free(&rest);
    return value;
}

const char *reference_field_near(const struct reference *r, const char *name)
{
    uint32_t near = names_near(&r->headers, name);
    return near == UINT32_MAX ? NULL : r->fields[near].name;
}
