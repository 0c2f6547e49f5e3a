/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities far from what is usual: a histogram for each commodity and family of units, then a
 * second look at the lines for those beyond. */
#include "ingest/outliers.h"

#include "base/map.h"
#include "ingest/rows_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Bins of a hundredth of a decade; quantities in smallest units from 10^-6 to 10^24. Groups: of
 * more, 24 MB, no file that speaks of commodities has any. */
enum { BINS = 3000, BINS_A_DECADE = 100, LOWEST = -6, GROUPS_MOST = 2000, LEAST = 8 };

struct group {
    uint32_t bin[BINS];
    uint32_t count;
    double median; /* as x */
    double limit;  /* an outlier is further from the median; 0: there are none */
};

/* What a spelling of a unit means for the comparison. */
struct measured {
    uint32_t key;  /* family, or the unit itself where it is not converted; 0: not compared */
    double factor; /* to smallest units, as decimal logarithm */
    bool mass;
};

struct outliers {
    struct rows *rows;
    const struct column *product, *stream, *quantity, *unit;
    struct measured *measured; /* by code of the unit */
    struct numbering keys;
    struct group **group;
};

struct place {
    const struct group *group;
    const struct measured *unit;
    double x; /* quantity and factor as decimal logarithms */
};

static bool measure_units(struct outliers *o)
{
    uint32_t count = o->unit->keys.count;
    o->measured = calloc((size_t)count + 1, sizeof *o->measured);
    for (uint32_t code = 0; o->measured && code < count; code++) {
        int64_t factor;
        struct measured *m = &o->measured[code];
        uint32_t unit = o->unit->notes[code].code;
        if (unit == CODE_NONE)
            continue;
        enum unit_family family = reference_unit(o->rows->reference, unit, &factor);
        bool converted = family == UNIT_MASS || family == UNIT_VOLUME || family == UNIT_PIECES;
        m->key = converted ? 1U << 31 | (uint32_t)family : unit + 1;
        m->mass = family == UNIT_MASS;
        m->factor = converted && factor > 0 ? log10((double)factor) : 0;
    }
    return o->measured;
}

static uint32_t code_at(const struct column *c, uint32_t code)
{
    return c ? c->notes[code].code : CODE_NONE;
}

/* What line i is compared with, and where it stands; false: it has no plain quantity. */
static bool key_of(const struct outliers *o, const uint32_t *const *codes, uint32_t i,
                   uint64_t *key, struct place *p)
{
    enum { PRODUCT, STREAM, QUANTITY, UNIT };
    const struct note *quantity = &o->quantity->notes[codes[QUANTITY][i]];
    uint32_t commodity = code_at(o->product, codes[PRODUCT][i]);
    p->unit = &o->measured[codes[UNIT][i]];
    if (!p->unit->key || quantity->state != VALUE_VALID || isnan(quantity->magnitude))
        return false;
    if (commodity == CODE_NONE) {
        commodity = code_at(o->stream, codes[STREAM][i]);
        if (commodity == CODE_NONE)
            return false;
        commodity |= 1U << 31;
    }
    p->x = (double)quantity->magnitude + p->unit->factor;
    *key = (uint64_t)commodity << 32 | p->unit->key;
    return true;
}

static uint32_t bin_of(double x)
{
    double bin = (x - LOWEST) * BINS_A_DECADE;
    return bin < 0 ? 0 : bin >= BINS ? BINS - 1 : (uint32_t)bin;
}

static enum status gather(void *data, uint32_t first, uint32_t count,
                          const uint32_t *const *codes, struct error *e)
{
    struct outliers *o = data;
    struct place p;
    uint64_t key;
    (void)first;
    for (uint32_t i = 0; i < count; i++) {
        bool is_new;
        if (!key_of(o, codes, i, &key, &p))
            continue;
        uint32_t n = o->keys.count < GROUPS_MOST ? numbering_add(&o->keys, key, &is_new)
                                                 : numbering_find(&o->keys, key);
        if (n == MAP_NONE && o->keys.count < GROUPS_MOST)
            return error_no_memory(e);
        if (n == MAP_NONE)
            continue;
        if (!o->group[n] && !(o->group[n] = calloc(1, sizeof *o->group[n])))
            return error_no_memory(e);
        o->group[n]->bin[bin_of(p.x)]++;
        o->group[n]->count++;
    }
    return STATUS_OK;
}

static uint32_t median_bin(const struct group *g)
{
    uint32_t at = 0;
    for (uint32_t below = g->bin[0]; below * UINT64_C(2) < g->count; below += g->bin[at])
        at++;
    return at;
}

/* How many bins from the median half of the quantities are. */
static uint32_t deviation(const struct group *g, uint32_t median)
{
    uint32_t d = 0;
    for (uint32_t within = g->bin[median]; within * UINT64_C(2) < g->count;) {
        d++;
        within += median >= d ? g->bin[median - d] : 0;
        within += median + d < BINS ? g->bin[median + d] : 0;
    }
    return d;
}

/* Whether there is anything beyond the limit, which it sets. */
static bool judge(struct group *g)
{
    const double z = 3.5, normal = 0.6745, least = 1;
    uint32_t median = median_bin(g), mad = deviation(g, median);
    if (g->count < LEAST || !mad)
        return false;
    g->median = LOWEST + (median + 0.5) / BINS_A_DECADE;
    double limit = z / normal * mad / BINS_A_DECADE;
    limit = limit > least ? limit : least;
    for (uint32_t i = 0; i < BINS; i++)
        if (g->bin[i] && fabs(LOWEST + (i + 0.5) / BINS_A_DECADE - g->median) > limit - 0.02)
            g->limit = limit;
    return g->limit > 0;
}

static enum status tell(const struct outliers *o, const struct place *p, uint32_t line,
                        uint32_t quantity, uint32_t unit, struct error *e)
{
    const double thousand = 3, about = 0.7;
    double away = fabs(p->x - p->group->median);
    bool hint = p->unit->mass && fabs(away - thousand) <= about;
    const struct column *c = o->quantity;
    const char *name = o->unit->list->codes[o->unit->notes[unit].code].code;
    char usual[64];
    struct buffer text = {0};
    /* Three digits, and no exponent. */
    snprintf(usual, sizeof usual, "%.2e", pow(10, p->group->median - p->unit->factor));
    snprintf(usual, sizeof usual, "%.12g", strtod(usual, NULL));
    buffer_add(&text, c->keys.texts[quantity], c->keys.lengths[quantity]);
    buffer_addf(&text, " %s (median %s)", name, usual);
    enum status s = text.failed
                        ? error_no_memory(e)
                        : findings_add(&o->rows->findings,
                                       hint ? FINDING_OUTLIER_THOUSAND : FINDING_OUTLIER,
                                       rows_row_of(o->rows, line), c->name, buffer_text(&text),
                                       text.len, e);
    buffer_free(&text);
    return s;
}

static enum status pick(void *data, uint32_t first, uint32_t count,
                        const uint32_t *const *codes, struct error *e)
{
    struct outliers *o = data;
    struct place p;
    uint64_t key;
    enum status s = STATUS_OK;
    for (uint32_t i = 0; i < count && s == STATUS_OK; i++) {
        if (!key_of(o, codes, i, &key, &p))
            continue;
        uint32_t n = numbering_find(&o->keys, key);
        p.group = n == MAP_NONE ? NULL : o->group[n];
        if (p.group && p.group->limit > 0 && fabs(p.x - p.group->median) > p.group->limit)
            s = tell(o, &p, first + i, codes[2][i], codes[3][i], e);
    }
    return s;
}

static const struct column *column(const struct rows *r, int at)
{
    return at == NO_COLUMN ? NULL : &r->columns[at];
}

enum status outliers_find(struct rows *r, struct error *e)
{
    enum { COLUMNS = 4 };
    struct outliers o = {.rows = r,
                         .product = column(r, r->tree[TREE_PRODUCT]),
                         .stream = column(r, r->tree[TREE_STREAM]),
                         .quantity = column(r, r->quantity),
                         .unit = column(r, r->unit)};
    bool any = false;
    if (!o.quantity || !o.unit || !(o.product || o.stream))
        return STATUS_OK;
    /* A column that is not there is not looked at: any other stands in its place. */
    const struct column *read[COLUMNS] = {o.product ? o.product : o.stream,
                                          o.stream ? o.stream : o.product, o.quantity, o.unit};
    uint32_t slots[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        slots[i] = read[i]->slot;
    o.group = calloc(GROUPS_MOST, sizeof *o.group);
    enum status s = o.group && measure_units(&o) ? STATUS_OK : error_no_memory(e);
    if (s == STATUS_OK)
        s = writer_revisit(r->shared.writer, slots, COLUMNS, gather, &o, e);
    for (uint32_t i = 0; i < o.keys.count && s == STATUS_OK; i++)
        any |= judge(o.group[i]);
    if (s == STATUS_OK && any)
        s = writer_revisit(r->shared.writer, slots, COLUMNS, pick, &o, e);
    for (uint32_t i = 0; i < o.keys.count; i++)
        free(o.group[i]);
    free(o.group);
    free(o.measured);
    numbering_free(&o.keys);
    return s;
}
