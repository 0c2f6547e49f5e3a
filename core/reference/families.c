/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which families of units the quantity of a commodity can be. */
#include "reference/parts.h"

#include <string.h>

static const struct {
    const char *list;
    enum families_level level;
} levels[FAMILIES_LEVELS] = {{"stream", FAMILIES_STREAM}, {"product", FAMILIES_PRODUCT}};

static enum status add_families(struct reference *r, const struct tsv *t, struct error *e)
{
    struct cell rest = t->cells[2], part;
    for (size_t i = 0; i < FAMILIES_LEVELS; i++) {
        uint32_t index;
        if (!cell_is(t->cells[0], levels[i].list))
            continue;
        const struct list *l = lists_named(r, levels[i].list, strlen(levels[i].list));
        enum status s = lists_refer(t, l, t->cells[1], &index, e);
        while (s == STATUS_OK && cell_part(&rest, &part)) {
            enum unit_family family = units_family(part);
            if (family == UNIT_NONE)
                return tsv_fault(t, "no such family:", part, e);
            r->families[i][index] |= 1U << family;
        }
        return s;
    }
    return tsv_fault(t, "no such level:", t->cells[0], e);
}

enum status families_read(struct reference *r, struct error *e)
{
    struct tsv t;
    for (size_t i = 0; i < FAMILIES_LEVELS; i++) {
        const struct list *l = lists_named(r, levels[i].list, strlen(levels[i].list));
        r->families[i] = arena_zero(&r->arena, l->shown.count + 1, sizeof *r->families[i]);
        if (!r->families[i])
            return error_no_memory(e);
    }
    enum status s = tsv_open(&t, "families.tsv", "list\tcode\tfamilies", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_families(r, &t, e);
    return s;
}

unsigned reference_families(const struct reference *r, uint32_t stream, uint32_t product)
{
    const unsigned *by_stream = r->families[FAMILIES_STREAM];
    const unsigned *by_product = r->families[FAMILIES_PRODUCT];
    if (product < r->product->shown.count) {
        if (by_product[product])
            return by_product[product];
        if (stream == CODE_NONE)
            stream = r->product->codes[product].parent;
    }
    return stream == CODE_NONE ? 0 : by_stream[stream];
}
