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
    static const char *const names[] = {"batch", "tag", "note", "identical"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* A name that neither the catalogue nor another column has. */
static const char *further_name(const struct reference *r, struct dictionary *taken,
                                const char *header, size_t column, struct arena *a)
{
    struct buffer base = {0}, name = {0};
    snake_case(&base, header, column);
    buffer_adds(&name, buffer_text(&base));
    for (unsigned n = 2; !name.failed; n++) {
        bool free_name = dictionary_find(taken, buffer_text(&name), name.len) == MAP_NONE;
        if (free_name && !is_reserved(buffer_text(&name)) &&
            !reference_field(r, buffer_text(&name)))
            break;
        buffer_clear(&name);
        buffer_addf(&name, "%s_%u", buffer_text(&base), n);
    }
    const char *kept = NULL;
    if (!base.failed && !name.failed &&
        dictionary_add(taken, buffer_text(&name), name.len) != MAP_NONE)
        kept = arena_string(a, buffer_text(&name));
    buffer_free(&base);
    buffer_free(&name);
    return kept;
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

static enum status find_said(const struct reference *r, const struct mapping_told *told,
                             size_t column, const char *header, size_t len, struct said *out,
                             struct error *e)
{
    *out = (struct said){0};
    for (size_t i = 0; i < told->choice_count; i++)
        if (told->choices[i].column == column)
            return *told->choices[i].field
                       ? take_name(r, told->choices[i].field, header, false, out, e)
                       : STATUS_OK;
    const struct profile *p = told->profile;
    for (size_t i = 0; p && i < p->column_count; i++)
        if (header_same(header, len, p->columns[i].header))
            return take_name(r, p->columns[i].field, header, true, out, e);
    if (told->generic)
        return STATUS_OK;
    out->field = reference_field_by_header(r, header, len);
    if (out->field && !takes_values(out->field))
        out->field = NULL;
    return STATUS_OK;
}

static enum status map_column(const struct reference *r, const struct mapping_told *told,
                              struct dictionary *taken, size_t i, struct cell cell,
                              struct arena *a, struct mapping *out, struct error *e)
{
    struct mapped *m = &out->columns[i];
    struct said said;
    const char *start;
    size_t len = text_trim(cell.text, cell.length, &start);
    m->header = arena_copy(a, start, len);
    if (!m->header)
        return error_no_memory(e);
    enum status s = find_said(r, told, i, m->header, len, &said, e);
    if (s != STATUS_OK)
        return s;
    bool fits = said.field && !is_mapped(out, i, said.field) &&
                !(told->apart && said.field->type == FIELD_CASE_ID);
    if (fits) {
        m->field = said.field;
        m->name = said.field->name;
        out->known++;
    } else {
        m->name = further_name(r, taken, said.name ? said.name : m->header, i, a);
    }
    return m->name ? STATUS_OK : error_no_memory(e);
}

enum status mapping_make(const struct reference *r, const struct record *header,
                         const struct mapping_told *told, struct arena *a, struct mapping *out,
                         struct error *e)
{
    struct dictionary taken = {0};
    enum status s = STATUS_OK;
    *out = (struct mapping){.count = header->count};
    out->columns = arena_zero(a, header->count, sizeof *out->columns);
    if (!out->columns)
        return error_no_memory(e);
    for (size_t i = 0; i < header->count && s == STATUS_OK; i++)
        s = map_column(r, told, &taken, i, header->cells[i], a, out, e);
    dictionary_free(&taken);
    return s;
}
