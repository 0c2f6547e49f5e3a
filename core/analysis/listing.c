/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a list: one column resolved once, one cell at a time. */
#include "analysis/listing.h"
#include "store/tag.h"

#include <stdlib.h>
#include <string.h>

enum kind {
    KIND_COLUMN,
    KIND_AMOUNT,
    KIND_LONG_TEXT,
    KIND_CASE_ID,
    KIND_ROW,
    KIND_LINE_ID,
    KIND_BATCH,
    KIND_NOTE
};

static const struct {
    enum field_type type;
    int width;
    bool number;
} forms[] = {
    {FIELD_TEXT, 16, false},    {FIELD_LONG_TEXT, 40, false}, {FIELD_CODE, 16, false},
    {FIELD_COUNTRY, 14, false}, {FIELD_COUNTRIES, 8, false},  {FIELD_DATE, 10, false},
    {FIELD_NUMBER, 11, true},   {FIELD_MASS, 13, true},       {FIELD_VOLUME, 12, true},
    {FIELD_PIECES, 12, true},   {FIELD_DAYS, 5, true},        {FIELD_CASE_ID, 16, false},
};

/* Fields whose cells are longer or shorter than their type's. */
static const struct {
    const char *name;
    int width;
} widths[] = {
    {"product", 26}, {"unit", 8},      {"currency", 8},  {"form", 10},
    {"line", 4},     {"transit", 8},   {"reporter", 16}, {"source", 8},
    {"status", 9},   {"ecommerce", 9}, {"tag", 14},
};

static void set_form(struct list_column *c, enum field_type type)
{
    c->width = 16;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].type == type) {
            c->width = forms[i].width;
            c->number = forms[i].number;
        }
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (!strcmp(widths[i].name, c->name))
            c->width = widths[i].width;
}

static bool open_special(struct list_column *c)
{
    static const struct {
        const char *name, *label;
        enum kind kind;
        int width;
        bool number;
    } specials[] = {{"case_id", "Case", KIND_CASE_ID, 16, false},
                    {"row", "Row", KIND_ROW, 8, true},
                    {"line_id", "Line id", KIND_LINE_ID, 9, true},
                    {"batch", "Batch", KIND_BATCH, 5, true},
                    {"note", "Note", KIND_NOTE, 40, false}};
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (!strcmp(specials[i].name, c->name)) {
            c->kind = (int)specials[i].kind;
            c->label = specials[i].label;
            c->width = specials[i].width;
            c->number = specials[i].number;
            return true;
        }
    return false;
}

/* The cache's id of a long-text field. */
static enum status find_cache_field(struct list_column *c, struct error *e)
{
    struct arena a = {0};
    struct cache_field *fields;
    size_t count;
    enum status status = cache_fields(frame_cache(c->frame), &a, &fields, &count, e);
    for (size_t i = 0; !status && i < count; i++)
        if (!strcmp(fields[i].name, c->name))
            c->cache_field = fields[i].id;
    arena_free(&a);
    return status;
}

enum status list_column_open(struct frame *f, const char *name, struct list_column *out,
                             struct error *e)
{
    *out = (struct list_column){.frame = f, .name = name, .label = name, .unit = ""};
    if (open_special(out))
        return STATUS_OK;
    const struct frame_field *field = frame_find_field(f, name);
    const struct field *known = reference_field(frame_reference(f), name);
    bool unheld = !field && known;
    if (!field && !unheld)
        return frame_column(f, name, &out->column, e); /* tells the nearest name */
    /* What no file brought is blank in every line, amounts too. */
    enum field_type type = field ? field->type : known->type;
    out->label = field ? field->label : known->label[LANGUAGE_EN];
    set_form(out, type);
    if (type == FIELD_LONG_TEXT) {
        out->kind = KIND_LONG_TEXT;
        return find_cache_field(out, e);
    }
    static const enum measure_kind measures[] = {[FIELD_MASS] = MEASURE_MASS,
                                                 [FIELD_VOLUME] = MEASURE_VOLUME,
                                                 [FIELD_PIECES] = MEASURE_PIECES};
    if (type == FIELD_MASS || type == FIELD_VOLUME || type == FIELD_PIECES) {
        out->kind = KIND_AMOUNT;
        out->measure = measure_of(measures[type]);
        out->unit = type == FIELD_PIECES ? "" : out->measure.unit;
        return frame_amounts(f, type, &out->amounts, e);
    }
    out->kind = KIND_COLUMN;
    return frame_column(f, name, &out->column, e);
}

static enum status origin_cell(const struct list_column *c, size_t position, struct buffer *out,
                               struct error *e)
{
    struct arena a = {0};
    struct line_origin origin;
    enum status status =
        cache_line(frame_cache(c->frame), (uint32_t)position + 1, &a, &origin, e);
    if (!status && c->kind == KIND_ROW)
        buffer_addf(out, "%u", origin.row);
    else if (!status)
        buffer_adds(out, origin.case_id);
    arena_free(&a);
    return status;
}

/* Notes as they were written; that most lines have none, the frame knows. */
static enum status note_cell(const struct list_column *c, size_t position, struct buffer *out,
                             struct error *e)
{
    struct arena a = {0};
    const struct text_column *folded;
    struct cache_note *note;
    size_t count = 0;
    enum status status = frame_text(c->frame, "note", &folded, e);
    if (!status && folded->offset[position] < folded->offset[position + 1])
        status =
            cache_notes(frame_cache(c->frame), (uint32_t)position + 1, &a, &note, &count, e);
    for (size_t i = 0; !status && i < count; i++)
        buffer_addf(out, "%s%s", i ? "\n" : "", note[i].text);
    arena_free(&a);
    return status;
}

static void column_cell(const struct list_column *c, size_t position, enum cell_form form,
                        struct buffer *out, enum value_state *state)
{
    const struct value *v = &c->column->value[column_id(c->column, position)];
    *state = v->state;
    if (v->state == VALUE_UNKNOWN)
        buffer_adds(out, "Unknown");
    else if (v->state != VALUE_BLANK)
        buffer_adds(out, form == CELL_CODE ? v->code : v->label);
}

static void amount_cell(const struct list_column *c, size_t position, enum cell_form form,
                        struct buffer *out, enum value_state *state)
{
    if (c->amounts->state[position] != AMOUNT_COUNTED) {
        *state = VALUE_BLANK;
        return;
    }
    struct amount amount = {.value = c->amounts->amount[position], .lines = 1, .counted = 1};
    char text[64];
    amount_format(&c->measure, &amount, form == CELL_CODE, text);
    buffer_adds(out, text);
}

enum status list_column_cell(const struct list_column *c, size_t position, enum cell_form form,
                             struct buffer *out, enum value_state *state, struct error *e)
{
    enum value_state ignored;
    if (!state)
        state = &ignored;
    *state = VALUE_VALID;
    size_t before = out->len;
    enum status status = STATUS_OK;
    switch ((enum kind)c->kind) {
    case KIND_COLUMN:
        column_cell(c, position, form, out, state);
        return STATUS_OK;
    case KIND_AMOUNT:
        amount_cell(c, position, form, out, state);
        return STATUS_OK;
    case KIND_LINE_ID:
        buffer_addf(out, "%zu", position + 1);
        return STATUS_OK;
    case KIND_BATCH:
        buffer_addf(out, "%u", frame_batch_of(c->frame, position));
        return STATUS_OK;
    case KIND_LONG_TEXT:
        if (c->cache_field) /* else nobody brought it */
            status = cache_line_text(frame_cache(c->frame), (uint32_t)position + 1,
                                     c->cache_field, out, e);
        break;
    case KIND_NOTE:
        status = note_cell(c, position, out, e);
        break;
    case KIND_CASE_ID:
    case KIND_ROW:
        status = origin_cell(c, position, out, e);
        break;
    }
    if (out->len == before)
        *state = VALUE_BLANK;
    return status;
}

static bool has_field(struct frame *f, const char *name)
{
    const struct frame_field *field = frame_find_field(f, name);
    const struct column *column;
    if (!field)
        return false;
    if (field->type == FIELD_LONG_TEXT || field->type == FIELD_MASS ||
        field->type == FIELD_VOLUME || field->type == FIELD_PIECES)
        return true;
    /* A field that no line fills is no column to open with; whether it is, its spellings tell
     * without the column. What has none (lag, batch) is looked at. */
    struct arena a = {0};
    struct cache_field *fields = NULL;
    size_t count = 0;
    bool known = cache_fields(frame_cache(f), &a, &fields, &count, NULL) == STATUS_OK;
    uint32_t id = 0;
    for (size_t i = 0; known && i < count; i++)
        if (!strcmp(fields[i].name, name))
            id = fields[i].id;
    arena_free(&a);
    bool filled = false;
    if (id && cache_is_filled(frame_cache(f), id, &filled, NULL) == STATUS_OK)
        return filled;
    return frame_column(f, name, &column, NULL) == STATUS_OK && column->values > 2;
}

enum status listing_default_columns(struct frame *f, struct arena *a, const char ***columns,
                                    size_t *count, struct error *e)
{
    static const char *const wanted[] = {
        "date",      "reporter",    "product",     "mass",       "tag",
        "departure", "destination", "concealment", "conveyance", "location",
        "pieces",    "quantity",    "unit",        "transit",    "direction",
        "detection", "office",      "place",       "section",    "stream",
        "value",     "currency",    "form",        "entered",    "remarks"};
    size_t fields;
    const struct frame_field *all = frame_fields(f, &fields);
    size_t most = sizeof wanted / sizeof *wanted + fields, n = 0;
    const char **out = arena_zero(a, most + 1, sizeof *out);
    if (!out)
        return error_no_memory(e);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (has_field(f, wanted[i]))
            out[n++] = wanted[i];
    for (size_t i = 0; i < fields; i++)
        if (!all[i].field && strcmp(all[i].name, "tag"))
            out[n++] = all[i].name;
    *columns = out;
    *count = n;
    return STATUS_OK;
}
