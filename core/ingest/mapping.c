/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column of a file is which field: by the header, else a further field of its own. */
#include "ingest/mapping.h"

#include "base/map.h"
#include "base/text.h"

#include <string.h>

/* lag is computed alone; mass, volume and pieces may stand in a file. */
static bool takes_values(const struct field *f)
{
    return f->role == FIELD_STORED || f->type == FIELD_MASS || f->type == FIELD_VOLUME ||
           f->type == FIELD_PIECES;
}

static bool is_mapped(const struct mapping *m, size_t before, const struct field *f)
{
    for (size_t i = 0; i < before; i++)
        if (m->columns[i].field == f)
            return true;
    return false;
}

static void snake_case(struct buffer *out, const char *header, size_t column)
{
    struct buffer key = {0};
    text_key(&key, header, strlen(header));
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.data[i];
        bool part = c == ' ' && out->len && out->data[out->len - 1] != '_';
        if (part)
            buffer_addc(out, '_');
        else if (c != ' ' && c < 0x80)
            buffer_addc(out, (char)c);
    }
    while (out->len && out->data[out->len - 1] == '_')
        out->len--;
    if (out->data)
        out->data[out->len] = '\0';
    /* A name that begins with a digit would read as a number in a filter. */
    if (!out->len) {
        buffer_addf(out, "column_%zu", column + 1);
    } else if (out->data[0] >= '0' && out->data[0] <= '9') {
        struct buffer named = {0};
        buffer_addf(&named, "column_%s", buffer_text(out));
        buffer_free(out);
        *out = named;
    }
    out->failed |= key.failed;
    buffer_free(&key);
}

/* Names that mean something else wherever fields are named. */
static bool is_reserved(const char *name)
{
    static const char *const names[] = {"batch", "absent", "tag", "note", "identical"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* What is at hand while the columns of one header are named. */
struct mapper {
    const struct reference *r;
    const struct mapping_told *told;
    struct arena *arena;
    struct dictionary taken; /* names of further fields */
    struct dictionary bases; /* what they were made from */
    unsigned *tried;         /* by base: the last number that was tried */
    struct dictionary keys;  /* headers that the profile has a line for, as text_key */
    uint32_t *line;          /* by key: the line for the next column of that header */
    uint32_t *after;         /* by line: the next one for the same header, or MAP_NONE */
};

/* A name that neither the catalogue nor another column has. Numbers are never given back, so
 * the search goes on where it ended for the same base: many columns may be called alike. */
static const char *further_name(struct mapper *k, const char *header, size_t column)
{
    struct buffer base = {0}, name = {0};
    snake_case(&base, header, column);
    uint32_t known = k->bases.count;
    uint32_t b = dictionary_add(&k->bases, buffer_text(&base), base.len);
    unsigned n = b == MAP_NONE || b == known ? 1 : k->tried[b];
    for (;; n++) {
        buffer_clear(&name);
        buffer_adds(&name, buffer_text(&base));
        if (n > 1)
            buffer_addf(&name, "_%u", n);
        bool free_name = dictionary_find(&k->taken, buffer_text(&name), name.len) == MAP_NONE;
        if (name.failed || (free_name && !is_reserved(buffer_text(&name)) &&
                            !reference_field(k->r, buffer_text(&name))))
            break;
    }
    const char *kept = NULL;
    if (!base.failed && !name.failed && b != MAP_NONE &&
        dictionary_add(&k->taken, buffer_text(&name), name.len) != MAP_NONE) {
        k->tried[b] = n;
        kept = arena_string(k->arena, buffer_text(&name));
    }
    buffer_free(&base);
    buffer_free(&name);
    return kept;
}

/* The lines of the profile by header, those for equal ones in the order in which they stand. */
static enum status index_lines(struct mapper *k, struct error *e)
{
    const struct profile *p = k->told->profile;
    size_t count = p ? p->column_count : 0;
    struct buffer key = {0};
    enum status s = STATUS_OK;
    k->line = arena_zero(k->arena, count + 1, sizeof *k->line);
    k->after = arena_zero(k->arena, count + 1, sizeof *k->after);
    if (!k->line || !k->after)
        return error_no_memory(e);
    for (size_t i = count; i-- > 0 && s == STATUS_OK;) {
        buffer_clear(&key);
        text_key(&key, p->columns[i].header, strlen(p->columns[i].header));
        uint32_t known = k->keys.count;
        uint32_t at =
            key.failed ? MAP_NONE : dictionary_add(&k->keys, buffer_text(&key), key.len);
        if (at == MAP_NONE) {
            s = error_no_memory(e);
            break;
        }
        k->after[i] = at == known ? MAP_NONE : k->line[at];
        k->line[at] = (uint32_t)i;
    }
    buffer_free(&key);
    return s;
}

/* The profile's line for a column of this header, the next of several; the last one is for all
 * further columns. *line is NULL where there is none. */
static enum status take_line(struct mapper *k, const char *header, size_t len,
                             const struct profile_column **line, struct error *e)
{
    struct buffer key = {0};
    *line = NULL;
    if (!k->keys.count)
        return STATUS_OK;
    text_key(&key, header, len);
    bool failed = key.failed;
    uint32_t at = MAP_NONE;
    if (!failed && key.len)
        at = dictionary_find(&k->keys, buffer_text(&key), key.len);
    buffer_free(&key);
    if (at != MAP_NONE) {
        uint32_t i = k->line[at];
        *line = &k->told->profile->columns[i];
        if (k->after[i] != MAP_NONE)
            k->line[at] = k->after[i];
    }
    return failed ? error_no_memory(e) : STATUS_OK;
}

/* What is said of a column: a field of the catalogue, or the name of a further one. */
struct said {
    const struct field *field;
    const char *name;
};

/* A name that the catalogue does not have is one of a further field, in a profile alone. */
static enum status take_name(const struct reference *r, const char *name, const char *header,
                             bool further, struct said *out, struct error *e)
{
    out->field = reference_field(r, name);
    out->name = !out->field && further ? name : NULL;
    if (out->name || (out->field && takes_values(out->field)))
        return STATUS_OK;
    error_set(e, STATUS_MISUSE, "%.60s: no file can hold the field %.60s", header, name);
    const char *near = out->field ? NULL : reference_field_near(r, name);
    error_way_out(e, near ? "did you mean %s?" : "saisie fields lists the fields%s",
                  near ? near : "");
    return STATUS_MISUSE;
}

static enum status find_said(struct mapper *k, size_t column, const char *header, size_t len,
                             struct said *out, struct error *e)
{
    const struct mapping_told *told = k->told;
    const struct profile_column *line;
    *out = (struct said){0};
    /* A column that was chosen takes its line too, so that those behind it find theirs. */
    enum status s = take_line(k, header, len, &line, e);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 0; i < told->choice_count; i++)
        if (told->choices[i].column == column)
            return *told->choices[i].field
                       ? take_name(k->r, told->choices[i].field, header, false, out, e)
                       : STATUS_OK;
    if (line)
        return take_name(k->r, line->field, header, true, out, e);
    if (told->generic)
        return STATUS_OK;
    out->field = reference_field_by_header(k->r, header, len);
    if (out->field && !takes_values(out->field))
        out->field = NULL;
    return STATUS_OK;
}

static enum status map_column(struct mapper *k, size_t i, struct cell cell, struct mapping *out,
                              struct error *e)
{
    struct mapped *m = &out->columns[i];
    struct said said;
    const char *start;
    size_t len = text_trim(cell.text, cell.length, &start);
    m->header = arena_copy(k->arena, start, len);
    if (!m->header)
        return error_no_memory(e);
    enum status s = find_said(k, i, m->header, len, &said, e);
    if (s != STATUS_OK)
        return s;
    bool fits = said.field && !is_mapped(out, i, said.field) &&
                !(k->told->apart && said.field->type == FIELD_CASE_ID);
    if (fits) {
        m->field = said.field;
        m->name = said.field->name;
        out->known++;
    } else {
        m->name = further_name(k, said.name ? said.name : m->header, i);
    }
    return m->name ? STATUS_OK : error_no_memory(e);
}

enum status mapping_make(const struct reference *r, const struct record *header,
                         const struct mapping_told *told, struct arena *a, struct mapping *out,
                         struct error *e)
{
    struct mapper k = {.r = r, .told = told, .arena = a};
    *out = (struct mapping){.count = header->count};
    out->columns = arena_zero(a, header->count, sizeof *out->columns);
    k.tried = arena_zero(a, header->count + 1, sizeof *k.tried);
    if (!out->columns || !k.tried)
        return error_no_memory(e);
    enum status s = index_lines(&k, e);
    for (size_t i = 0; i < header->count && s == STATUS_OK; i++)
        s = map_column(&k, i, header->cells[i], out, e);
    dictionary_free(&k.taken);
    dictionary_free(&k.bases);
    dictionary_free(&k.keys);
    return s;
}
