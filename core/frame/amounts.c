/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass, volume and pieces of every line, exact: quantity times the factor of its unit, worked
 * out once for each distinct quantity and unit, looked up by line. */
#include "frame/amounts.h"

#include "base/halves.h"

#include <stdlib.h>

#define TABLE_MOST 4000000 /* cells of quantity x unit worked out ahead */
#define OVERFLOW INT64_MIN /* in tables: does not fit 64 bits */

/* By family: its stored field and its fixed point. Index: family_index. */
static const struct family {
    const char *name;
    enum unit_family unit;
    int scale;
    int64_t one; /* 10^scale */
} families[] = {
    {"mass", UNIT_MASS, SCALE_MASS, 1000000000},
    {"volume", UNIT_VOLUME, SCALE_VOLUME, 1000000},
    {"pieces", UNIT_PIECES, SCALE_PIECES, 1000000},
};

static int64_t scaled(const struct decimal *d, int64_t factor)
{
    int64_t amount;
    return decimal_scale(*d, factor, &amount) && amount != OVERFLOW ? amount : OVERFLOW;
}

static enum amount_state quantity_state(enum value_state state)
{
    return state == VALUE_VALID     ? AMOUNT_COUNTED
           : state == VALUE_INVALID ? AMOUNT_INVALID
                                    : AMOUNT_BLANK;
}

/* Nobody seizes less than nothing: a slip of the pen must not lower a sum. */
static uint8_t not_negative(uint8_t state, const struct decimal *d)
{
    return state == AMOUNT_COUNTED && d->mantissa < 0 ? AMOUNT_INVALID : state;
}

/* The number of every valid value, exact; NULL when memory is out. */
static struct decimal *decimals_of(const struct column *c, struct arena *scratch)
{
    struct decimal *d = arena_zero(scratch, c->values, sizeof *d);
    for (uint32_t v = 0; d && v < c->values; v++) {
        if (c->value[v].state == VALUE_VALID) {
            decimal_parse(c->value[v].code, strlen(c->value[v].code), &d[v]);
        }
    }
    return d;
}

/* What a unit means to a measure of family. */
static enum amount_state unit_state(enum unit_family unit, enum unit_family family,
                                    int64_t factor)
{
    return unit == UNIT_NONE              ? AMOUNT_INVALID
           : unit == family && factor > 0 ? AMOUNT_COUNTED
           : unit == UNIT_PACKAGE         ? AMOUNT_PACKAGE
                                          : AMOUNT_OTHER_UNIT;
}

static bool fill_units(struct frame *f, struct quantities *q, enum unit_family family,
                       struct arena *scratch)
{
    const struct code_list *list = reference_list(f->reference, "unit");
    q->unit_state = arena_alloc(scratch, q->unit->values);
    q->factor = arena_zero(scratch, q->unit->values, sizeof *q->factor);
    if (!q->unit_state || !q->factor) {
        return false;
    }
    for (uint32_t v = 0; v < q->unit->values; v++) {
        uint32_t i = list && q->unit->value[v].state == VALUE_VALID
                         ? reference_code(f->reference, list, q->unit->value[v].code)
                         : CODE_NONE;
        int64_t factor = 0;
        enum unit_family is =
            i == CODE_NONE ? UNIT_NONE : reference_unit(f->reference, i, &factor);
        q->unit_state[v] = (uint8_t)unit_state(is, family, factor);
        q->factor[v] = q->unit_state[v] == AMOUNT_COUNTED ? factor : 0;
    }
    return true;
}

/* A factor of whole millions, as kilograms and pieces have it, times the millionths of a
 * quantity: both exact, so that it is the product. */
static bool fill_whole(struct quantities *q, struct arena *scratch)
{
    uint32_t n = q->quantity->values;
    q->micro = arena_alloc(scratch, n * sizeof *q->micro);
    q->whole = arena_zero(scratch, q->unit->values, sizeof *q->whole);
    for (uint32_t v = 0; q->micro && v < n; v++) {
        q->micro[v] = q->decimal[v].exponent >= -6 ? scaled(&q->decimal[v], MICRO) : OVERFLOW;
    }
    for (uint32_t u = 0; q->whole && u < q->unit->values; u++) {
        q->whole[u] = q->factor[u] % MICRO ? 0 : q->factor[u] / MICRO;
    }
    return q->micro && q->whole;
}

/* The products of all quantities with each other unit of the family, where they are not too
 * many. */
static bool fill_tables(struct quantities *q, struct arena *scratch)
{
    uint32_t n = q->quantity->values;
    size_t counted = 0;
    for (uint32_t u = 0; u < q->unit->values; u++) {
        counted += q->unit_state[u] == AMOUNT_COUNTED && !q->whole[u];
    }
    q->table = arena_zero(scratch, q->unit->values, sizeof *q->table);
    if (!q->table || counted * n > TABLE_MOST) {
        return q->table != NULL;
    }
    for (uint32_t u = 0; u < q->unit->values; u++) {
        if (q->unit_state[u] == AMOUNT_COUNTED && !q->whole[u]) {
            q->table[u] = arena_alloc(scratch, n * sizeof **q->table);
            if (!q->table[u]) {
                return false;
            }
            for (uint32_t v = 0; v < n; v++) {
                q->table[u][v] = scaled(&q->decimal[v], q->factor[u]);
            }
        }
    }
    return true;
}

static enum status open_quantity(struct frame *f, struct quantities *q, struct arena *scratch,
                                 struct error *e)
{
    const struct cache_field *stored = frame_stored(f, "quantity");
    q->quantity = column_held(f, "quantity");
    if (q->quantity || !stored) {
        return frame_column(f, "quantity", &q->quantity, e);
    }
    q->quantity = &q->raw.column;
    return column_load_raw(f, stored, scratch, &q->raw, e);
}

void quantities_close(struct frame *f, struct quantities *q)
{
    column_drop_raw(f, &q->raw);
}

/* The state of every quantity, and its number where it is one. */
static bool fill_quantities(struct quantities *q, struct arena *scratch)
{
    const struct column *c = q->quantity;
    q->decimal = arena_zero(scratch, c->values, sizeof *q->decimal);
    q->quantity_state = arena_alloc(scratch, c->values);
    for (uint32_t v = 0; q->decimal && q->quantity_state && v < c->values; v++) {
        struct decimal *d = &q->decimal[v];
        enum value_state state = c->value[v].state;
        if (state == VALUE_VALID &&
            !decimal_parse(c->value[v].code, strlen(c->value[v].code), d)) {
            *d = (struct decimal){0};
            state = VALUE_INVALID;
        }
        q->quantity_state[v] = not_negative((uint8_t)quantity_state(state), d);
    }
    return q->decimal && q->quantity_state;
}

enum status quantities_open(struct frame *f, enum unit_family family, struct arena *scratch,
                            struct quantities *q, struct error *e)
{
    *q = (struct quantities){0};
    enum status status = open_quantity(f, q, scratch, e);
    if (status == STATUS_OK) {
        status = frame_column(f, "unit", &q->unit, e);
    }
    if (status == STATUS_OK) {
        status = packages_open(f, q->unit, scratch, &q->packages, e);
    }
    if (status != STATUS_OK) {
        return status;
    }
    q->family = family;
    if (!fill_quantities(q, scratch) || !fill_units(f, q, family, scratch) ||
        !fill_whole(q, scratch) || !fill_tables(q, scratch)) {
        return error_no_memory(e);
    }
    return STATUS_OK;
}

/* A quantity of packages: through a rule it is an amount of the rule's family. */
static enum amount_state packaged_at(const struct quantities *q, uint16_t rule, uint32_t v,
                                     int64_t *product)
{
    const struct package_rule *through = &q->packages.rule[rule - 1];
    if (through->family != q->family) {
        return AMOUNT_OTHER_UNIT;
    }
    *product = scaled(&q->decimal[v], through->factor);
    return AMOUNT_COUNTED;
}

static inline int64_t product_of(const struct quantities *q, uint32_t v, uint32_t u)
{
    int64_t product;
    if (q->whole[u] && q->micro[v] != OVERFLOW) {
        return __builtin_mul_overflow(q->micro[v], q->whole[u], &product) ? OVERFLOW : product;
    }
    return q->table[u] ? q->table[u][v] : scaled(&q->decimal[v], q->factor[u]);
}

/* The amount of a line whose quantity has the value v and whose unit u. */
static inline enum amount_state quantity_of(const struct quantities *q, uint32_t v, uint32_t u,
                                            size_t position, int64_t *amount, uint16_t *rule)
{
    int64_t product = 0;
    *amount = 0;
    *rule = 0;
    if (q->quantity_state[v] != AMOUNT_COUNTED) {
        return (enum amount_state)q->quantity_state[v];
    }
    enum amount_state state = (enum amount_state)q->unit_state[u];
    uint16_t through = q->packages.by_product && q->packages.by_product[u]
                           ? packages_at(&q->packages, u, position)
                           : 0;
    if (through) {
        state = packaged_at(q, through, v, &product);
    } else if (state == AMOUNT_COUNTED) {
        product = product_of(q, v, u);
    }
    if (state != AMOUNT_COUNTED) {
        return state;
    }
    if (product == OVERFLOW) {
        return AMOUNT_INVALID;
    }
    *amount = product;
    *rule = through;
    return AMOUNT_COUNTED;
}

enum amount_state quantities_at(const struct quantities *q, size_t position, int64_t *amount,
                                uint16_t *rule)
{
    return quantity_of(q, column_id(q->quantity, position), column_id(q->unit, position),
                       position, amount, rule);
}

enum status plain_open(struct frame *f, const char *name, int64_t factor, struct arena *scratch,
                       struct plain *p, struct error *e)
{
    enum status status = column_load(f, name, reference_field(f->reference, name),
                                     frame_stored(f, name), &p->column, e);
    if (status != STATUS_OK) {
        return status;
    }
    struct decimal *d = decimals_of(p->column, scratch);
    p->amount = arena_zero(scratch, p->column->values, sizeof *p->amount);
    p->state = arena_alloc(scratch, p->column->values);
    if (!d || !p->amount || !p->state) {
        return error_no_memory(e);
    }
    for (uint32_t v = 0; v < p->column->values; v++) {
        p->state[v] = (uint8_t)quantity_state(p->column->value[v].state);
        p->state[v] = not_negative(p->state[v], &d[v]);
        if (p->state[v] == AMOUNT_COUNTED) {
            int64_t amount = scaled(&d[v], factor);
            p->state[v] = amount == OVERFLOW ? AMOUNT_INVALID : AMOUNT_COUNTED;
            p->amount[v] = amount == OVERFLOW ? 0 : amount;
        }
    }
    return STATUS_OK;
}

/* What fills the amounts of a family. */
struct amounts_fill {
    const struct quantities *q;
    const struct plain *own; /* NULL: no file had the field itself */
    struct held_amounts *held;
    bool through[2]; /* by half: a line is counted through a rule for packages */
};

/* The line's own mass (volume, pieces) where the file gave it, else quantity and unit. */
static bool fill_block(const struct amounts_fill *fill, size_t first, size_t n)
{
    const struct plain *own = fill->own;
    struct held_amounts *h = fill->held;
    uint32_t quantity[FRAME_BLOCK], unit[FRAME_BLOCK], given[FRAME_BLOCK];
    bool through = false;
    column_take(fill->q->quantity, first, n, quantity);
    column_take(fill->q->unit, first, n, unit);
    if (own) {
        column_take(own->column, first, n, given);
    }
    for (size_t k = 0; k < n; k++) {
        const size_t i = first + k;
        if (own && own->state[given[k]] == AMOUNT_COUNTED) {
            h->amount[i] = own->amount[given[k]];
            h->state[i] = AMOUNT_COUNTED;
            continue;
        }
        uint16_t rule;
        enum amount_state state =
            quantity_of(fill->q, quantity[k], unit[k], i, &h->amount[i], &rule);
        if (h->rule) {
            h->rule[i] = rule;
            through |= rule != 0;
        }
        /* An own amount that was not understood is a fault, whatever the quantity lacks. */
        bool fault = own && own->state[given[k]] == AMOUNT_INVALID && state != AMOUNT_COUNTED;
        h->state[i] = (uint8_t)(fault ? AMOUNT_INVALID : state);
    }
    return through;
}

static void fill_half(void *data, int half, size_t from, size_t end)
{
    struct amounts_fill *fill = data;
    for (size_t at = from; at < end; at += FRAME_BLOCK) {
        size_t n = end - at < FRAME_BLOCK ? end - at : FRAME_BLOCK;
        fill->through[half] |= fill_block(fill, at, n);
    }
}

static void fill_amounts(struct frame *f, const struct quantities *q, const struct plain *own,
                         struct held_amounts *h)
{
    struct amounts_fill fill = {.q = q, .own = own, .held = h};
    halves_run(f->lines, halves_cut(f->lines, FRAME_LINES_A_THREAD, FRAME_BLOCK), fill_half,
               &fill);
    if (!fill.through[0] && !fill.through[1]) {
        free(h->rule);
        h->rule = NULL;
    }
}

static enum status load_amounts(struct frame *f, const struct family *family,
                                struct held_amounts *h, struct error *e)
{
    struct arena scratch = {0};
    struct quantities q;
    struct plain own;
    bool stored = frame_stored(f, family->name) != NULL;
    enum status status = quantities_open(f, family->unit, &scratch, &q, e);
    if (status == STATUS_OK && stored) {
        status = plain_open(f, family->name, family->one, &scratch, &own, e);
    }
    if (status == STATUS_OK) {
        bool packed = q.packages.by_product != NULL;
        h->amount = malloc((f->lines + 1) * sizeof *h->amount);
        h->state = malloc(f->lines + 1);
        h->rule = packed ? calloc(f->lines + 1, sizeof *h->rule) : NULL;
        if (!h->amount || !h->state || (packed && !h->rule)) {
            free(h->amount);
            free(h->state);
            free(h->rule);
            *h = (struct held_amounts){0};
            status = error_no_memory(e);
        }
    }
    if (status == STATUS_OK) {
        fill_amounts(f, &q, stored ? &own : NULL, h);
        f->bytes += f->lines * (sizeof *h->amount + 1 + (h->rule ? sizeof *h->rule : 0));
        h->amounts = (struct amounts){h->amount, h->state, family->scale, h->rule};
        h->loaded = true;
    }
    quantities_close(f, &q);
    arena_free(&scratch);
    return status;
}

enum status frame_amounts(struct frame *f, enum field_type type, const struct amounts **out,
                          struct error *e)
{
    size_t i = type == FIELD_MASS ? 0 : type == FIELD_VOLUME ? 1 : type == FIELD_PIECES ? 2 : 3;
    if (i == 3) {
        return error_set(e, STATUS_MISUSE, "amounts are mass, volume or pieces");
    }
    struct held_amounts *h = &f->amounts[i];
    enum status status = h->loaded ? STATUS_OK : load_amounts(f, &families[i], h, e);
    if (status == STATUS_OK) {
        *out = &h->amounts;
    }
    return status;
}
