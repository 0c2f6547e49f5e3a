/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading a column: spelling codes of the cache become value ids, one uniform width a line. */
#include "frame/frame_private.h"

#include <stdlib.h>

enum status column_make_room(struct frame *f, struct held_column *h, struct error *e)
{
    struct column *c = &h->column;
    c->width = c->values <= 0x100 ? 1 : c->values <= 0x10000 ? 2 : 4;
    size_t bytes = f->lines * c->width;
    h->ids = malloc(bytes ? bytes : 1);
    if (!h->ids) {
        return error_no_memory(e);
    }
    f->bytes += bytes;
    c->ids = h->ids;
    return STATUS_OK;
}

static void fill_lines(struct held_column *h, size_t from, size_t end, uint32_t fill)
{
    for (size_t i = from; i < end; i++) {
        column_put(h, i, fill);
    }
}

enum status column_make_ids(struct frame *f, struct held_column *h, uint32_t fill,
                            struct error *e)
{
    enum status status = column_make_room(f, h, e);
    if (status == STATUS_OK) {
        fill_lines(h, 0, f->lines, fill);
    }
    return status;
}

#define LOOK_UP(type)                                                                          \
    do {                                                                                       \
        const type *ids = (const type *)c->ids + first;                                        \
        for (size_t i = 0; i < n; i++) {                                                       \
            out[i] = table[ids[i]];                                                            \
        }                                                                                      \
    } while (0)

void column_look_up(const struct column *c, const int32_t *restrict table, size_t first,
                    size_t n, int32_t *restrict out)
{
    if (c->width == 1) {
        LOOK_UP(uint8_t);
    } else if (c->width == 2) {
        LOOK_UP(uint16_t);
    } else {
        LOOK_UP(uint32_t);
    }
}

void column_put_all(struct held_column *h, size_t first, size_t n, const uint32_t *ids)
{
    const unsigned width = h->column.width;
    for (size_t i = 0; width == 1 && i < n; i++) {
        ((uint8_t *)h->ids)[first + i] = (uint8_t)ids[i];
    }
    for (size_t i = 0; width == 2 && i < n; i++) {
        ((uint16_t *)h->ids)[first + i] = (uint16_t)ids[i];
    }
    if (width == 4) {
        memcpy((uint32_t *)h->ids + first, ids, n * sizeof *ids);
    }
}

void column_take(const struct column *c, size_t first, size_t n, uint32_t *out)
{
    for (size_t i = 0; c->width == 1 && i < n; i++) {
        out[i] = ((const uint8_t *)c->ids)[first + i];
    }
    for (size_t i = 0; c->width == 2 && i < n; i++) {
        out[i] = ((const uint16_t *)c->ids)[first + i];
    }
    if (c->width == 4) {
        memcpy(out, (const uint32_t *)c->ids + first, n * sizeof *out);
    }
}

/* What the visit of a column's chunks needs. */
struct fill {
    struct held_column *held;
    const char *name;
    const uint32_t *id_of; /* spelling code -> value id; NULL: they are the same */
    uint32_t codes;
    size_t lines, next; /* lines from next on have no value yet */
};

/* One loop for each pair of widths, so that none of them decides anything by line. A code
 * beyond the spellings is read as 0 and told: the cache is damaged. */
#define FILL(in, out)                                                                          \
    do {                                                                                       \
        out *to = (out *)fill->held->ids + (first - 1);                                        \
        for (uint32_t i = 0; i < count; i++) {                                                 \
            in code;                                                                           \
            memcpy(&code, (const in *)values + i, sizeof code);                                \
            bool known = code < fill->codes;                                                   \
            damaged |= !known;                                                                 \
            to[i] = (out)fill->id_of[known ? code : 0];                                        \
        }                                                                                      \
    } while (0)

#define FILL_FROM(in)                                                                          \
    do {                                                                                       \
        if (fill->held->column.width == 1) {                                                   \
            FILL(in, uint8_t);                                                                 \
        } else if (fill->held->column.width == 2) {                                            \
            FILL(in, uint16_t);                                                                \
        } else {                                                                               \
            FILL(in, uint32_t);                                                                \
        }                                                                                      \
    } while (0)

/* Codes as they are; false: one is beyond the spellings. */
static bool copy_codes(const struct fill *fill, uint32_t first, uint32_t count, unsigned width,
                       const void *values)
{
    struct held_column *h = fill->held;
    size_t from = (size_t)first - 1;
    bool known = width == 1 || width == 2 || width == 4;
    if (known && width == h->column.width) {
        memcpy((char *)h->ids + from * width, values, (size_t)count * width);
    } else {
        for (uint32_t i = 0; known && i < count; i++) {
            uint64_t code = chunk_value(values, width, i);
            known = code < fill->codes;
            column_put(h, from + i, (uint32_t)code);
        }
    }
    for (uint32_t i = 0; known && i < count; i++) {
        known = column_id(&h->column, from + i) < fill->codes;
    }
    return known;
}

static enum status fill_chunk(void *data, uint32_t first, uint32_t count, unsigned width,
                              const void *values, struct error *e)
{
    struct fill *fill = data;
    bool damaged = first == 0 || (size_t)first - 1 + count > fill->lines;
    if (!damaged && width != 0) { /* chunks come in order; what none of them holds is blank */
        fill_lines(fill->held, fill->next, (size_t)first - 1, fill->id_of ? fill->id_of[0] : 0);
        fill->next = (size_t)first - 1 + count;
    }
    if (!damaged && width != 0 && !fill->id_of) {
        damaged = !copy_codes(fill, first, count, width, values);
    } else if (!damaged && width == 1) {
        FILL_FROM(uint8_t);
    } else if (!damaged && width == 2) {
        FILL_FROM(uint16_t);
    } else if (!damaged && width == 4) {
        FILL_FROM(uint32_t);
    } else if (width != 0) { /* width 0: all blank */
        damaged = true;
    }
    if (damaged) {
        error_set(e, STATUS_FAILED, "the column %s of the cache is damaged near line %u",
                  fill->name, (unsigned)first);
        return error_way_out(e, "import the files into a new cache");
    }
    return STATUS_OK;
}

/* The values of the spellings of a stored field; none: only unknown and blank. *id_of (by
 * spelling, at least one entry) lives in scratch. */
static enum status load_values(struct frame *f, struct column *c, struct arena *scratch,
                               uint32_t **id_of, uint32_t *codes, struct error *e)
{
    struct spelling *spelling = NULL;
    uint32_t n = 0;
    if (c->cache_field) {
        enum status status =
            cache_spellings(f->cache, c->cache_field, scratch, &spelling, &n, e);
        if (status != STATUS_OK) {
            return status;
        }
    }
    *codes = n ? n : 1; /* code 0 is the blank, kept or not */
    struct understood *thing = arena_alloc(scratch, *codes * sizeof *thing);
    *id_of = arena_alloc(scratch, *codes * sizeof **id_of);
    if (!thing || !*id_of) {
        return error_no_memory(e);
    }
    thing[0] = (struct understood){"", VALUE_BLANK};
    for (uint32_t i = 1; i < n; i++) {
        thing[i] = (struct understood){spelling[i].value, spelling[i].state};
    }
    return values_build(f, thing, *codes, c->type, c->field ? c->field->list : NULL, &c->value,
                        &c->values, *id_of, e);
}

static enum status load_into(struct frame *f, struct held_column *h, struct arena *scratch,
                             struct error *e)
{
    struct column *c = &h->column;
    uint32_t *id_of = NULL, codes = 0;
    enum status status = load_values(f, c, scratch, &id_of, &codes, e);
    if (status == STATUS_OK && c->type == FIELD_COUNTRIES) {
        status = values_items(f, c, e);
    }
    if (status == STATUS_OK) {
        status = column_make_room(f, h, e);
    }
    struct fill fill = {h, c->name, id_of, codes, f->lines, 0};
    if (status == STATUS_OK && c->cache_field) {
        status = cache_column(f->cache, c->cache_field, fill_chunk, &fill, e);
    }
    if (status == STATUS_OK) {
        fill_lines(h, fill.next, f->lines, id_of[0]);
    }
    return status;
}

enum status column_load_raw(struct frame *f, const struct cache_field *stored,
                            struct arena *scratch, struct held_column *h, struct error *e)
{
    struct spelling *spelling;
    uint32_t n;
    *h = (struct held_column){.column = {.name = stored->name, .cache_field = stored->id}};
    enum status status = cache_spellings(f->cache, stored->id, scratch, &spelling, &n, e);
    if (status != STATUS_OK) {
        return status;
    }
    uint32_t codes = n ? n : 1; /* code 0 is the blank, kept or not */
    struct value *value = arena_zero(scratch, codes, sizeof *value);
    if (!value) {
        return error_no_memory(e);
    }
    value[0] = (struct value){.code = "", .state = VALUE_BLANK};
    for (uint32_t i = 1; i < n; i++) {
        value[i] = (struct value){.code = spelling[i].value, .state = spelling[i].state};
    }
    h->column.value = value;
    h->column.values = codes;
    status = column_make_room(f, h, e);
    struct fill fill = {h, stored->name, NULL, codes, f->lines, 0};
    if (status == STATUS_OK) {
        status = cache_column(f->cache, stored->id, fill_chunk, &fill, e);
    }
    if (status == STATUS_OK) {
        fill_lines(h, fill.next, f->lines, 0);
    } else {
        column_drop_raw(f, h);
    }
    return status;
}

void column_drop_raw(struct frame *f, struct held_column *h)
{
    f->bytes -= h->ids ? f->lines * h->column.width : 0;
    free(h->ids);
    h->ids = NULL;
}

static struct held_column *find_held(const struct frame *f, const char *name)
{
    struct held_column *h = f->columns;
    while (h && strcmp(h->column.name, name) != 0) {
        h = h->next;
    }
    return h;
}

const struct column *column_held(const struct frame *f, const char *name)
{
    const struct held_column *h = find_held(f, name);
    return h ? &h->column : NULL;
}

enum status column_load(struct frame *f, const char *name, const struct field *field,
                        const struct cache_field *stored, const struct column **out,
                        struct error *e)
{
    struct held_column *h = find_held(f, name);
    if (h) {
        *out = &h->column;
        return STATUS_OK;
    }
    h = arena_zero(&f->arena, 1, sizeof *h);
    if (!h) {
        return error_no_memory(e);
    }
    h->column.name = field ? field->name : stored->name;
    h->column.label = field ? field->label[LANGUAGE_EN] : stored->label;
    h->column.field = field;
    h->column.type = field ? field->type : FIELD_TEXT;
    h->column.cache_field = stored ? stored->id : 0;
    struct arena scratch = {0};
    enum status status = load_into(f, h, &scratch, e);
    arena_free(&scratch);
    if (status != STATUS_OK) {
        free(h->ids);
        return status;
    }
    h->next = f->columns;
    f->columns = h;
    *out = &h->column;
    return STATUS_OK;
}

/* The lines of full words are counted in turn in two tables: neighbours are often equal, and
 * would wait on each other. */
#define COUNT_LINES(type)                                                                      \
    do {                                                                                       \
        const type *ids = c->ids;                                                              \
        for (size_t w = 0; w < bitmap_words(&f->current); w++, ids += 64) {                    \
            uint64_t left = f->current.words[w];                                               \
            for (size_t i = 0; left == UINT64_MAX && i < 64; i += 2) {                         \
                count[ids[i]]++;                                                               \
                other[ids[i + 1]]++;                                                           \
            }                                                                                  \
            for (; left && left != UINT64_MAX; left &= left - 1) {                             \
                count[ids[__builtin_ctzll(left)]]++;                                           \
            }                                                                                  \
        }                                                                                      \
    } while (0)

static void count_value_lines(const struct frame *f, const struct column *c, uint32_t *count)
{
    uint32_t *other = count + c->values;
    if (c->width == 1) {
        COUNT_LINES(uint8_t);
    } else if (c->width == 2) {
        COUNT_LINES(uint16_t);
    } else {
        COUNT_LINES(uint32_t);
    }
    for (uint32_t v = 0; v < c->values; v++) {
        count[v] += other[v];
    }
}

enum status frame_value_lines(struct frame *f, const struct column *c, const uint32_t **out,
                              struct error *e)
{
    struct held_column *h = f->columns;
    while (h && &h->column != c) {
        h = h->next;
    }
    if (!h) {
        return error_set(e, STATUS_FAILED, "a column of another frame");
    }
    if (!h->value_lines) {
        h->value_lines = calloc(2 * (size_t)c->values, sizeof *h->value_lines);
        if (!h->value_lines) {
            return error_no_memory(e);
        }
        count_value_lines(f, c, h->value_lines);
    }
    *out = h->value_lines;
    return STATUS_OK;
}

/* Fields that are no columns, each with what to do instead. */
static const struct {
    enum field_type type;
    const char *why, *instead;
} not_a_column[] = {
    {FIELD_CASE_ID, "case_id has as many values as there are cases",
     "a case is found with case_id:..., cases are counted with the measure cases"},
    {FIELD_LONG_TEXT, "is a narrative: its lines are not grouped or sorted",
     "search it with a word"},
    {FIELD_MASS, "is a measure, not a way to group", "use it as a measure, or narrow with >"},
    {FIELD_VOLUME, "is a measure, not a way to group", "use it as a measure, or narrow with >"},
    {FIELD_PIECES, "is a measure, not a way to group", "use it as a measure, or narrow with >"},
};

static enum status refuse(const char *name, enum field_type type, struct error *e)
{
    for (size_t i = 0; i < sizeof not_a_column / sizeof *not_a_column; i++) {
        if (not_a_column[i].type == type) {
            if (type == FIELD_CASE_ID) {
                error_set(e, STATUS_MISUSE, "%s", not_a_column[i].why);
            } else {
                error_set(e, STATUS_MISUSE, "%s %s", name, not_a_column[i].why);
            }
            error_way_out(e, "%s", not_a_column[i].instead);
            return STATUS_MISUSE;
        }
    }
    return STATUS_OK;
}

enum status frame_column(struct frame *f, const char *name, const struct column **out,
                         struct error *e)
{
    struct held_column *h = find_held(f, name);
    const struct field *field = reference_field(f->reference, name);
    const struct cache_field *stored = frame_stored(f, name);
    enum field_type type = field                         ? field->type
                           : stored && stored->long_text ? FIELD_LONG_TEXT
                                                         : FIELD_TEXT;
    if (said_is_note(name)) {
        type = FIELD_LONG_TEXT;
    }
    /* The amounts load columns of their own that nobody may group by. */
    enum status status = refuse(name, type, e);
    if (status != STATUS_OK) {
        return status;
    }
    if (h) {
        *out = &h->column;
        return STATUS_OK;
    }
    if (split_is_name(f, name)) {
        return split_column(f, name, out, e);
    }
    if (strcmp(name, "batch") == 0) {
        return derived_batch(f, out, e);
    }
    if (strcmp(name, "identical") == 0) {
        return derived_identical(f, out, e);
    }
    if (said_is_tag(name)) {
        return said_tags(f, out, e);
    }
    if (!stored && strcmp(name, PACKAGE_RULE_FIELD) == 0) {
        return derived_package_rule(f, out, e);
    }
    if (!field && !stored) {
        return frame_no_field(f, name, e);
    }
    if (type == FIELD_DAYS && !stored) {
        return derived_lag(f, out, e);
    }
    return column_load(f, name, field, stored, out, e);
}
