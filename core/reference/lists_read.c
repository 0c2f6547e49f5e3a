/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the code lists, the countries and the commodity tree from their data files. */
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

enum status lists_read_codes(struct reference *r, struct error *e)
{
    struct tsv t;
    enum status s = tsv_open(&t, "codes.tsv", "list\tcode\ten\tfr\taliases", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;) {
        struct list *l = lists_named(r, t.cells[0].text, t.cells[0].len);
        uint32_t index;
        if (!l || l->shown.parent_list)
            return tsv_fault(&t, "no such flat list:", t.cells[0], e);
        s = lists_add(r, l, t.cells[1], t.cells[2], t.cells[3], CODE_NONE, &index, e);
        if (s == STATUS_OK)
            s = lists_add_aliases(l, t.cells[4], index, e);
    }
    return s;
}

/* Stores value at table[index], a table in the arena that grows by doubling; what it outgrows
 * stays in the arena, which is little. */
static bool put(struct reference *r, uint32_t **table, uint32_t index, uint32_t value)
{
    bool full = index == 0 || (index >= 16 && (index & (index - 1)) == 0);
    if (full) {
        size_t capacity = index ? (size_t)index * 2 : 16;
        uint32_t *grown = arena_zero(&r->arena, capacity, sizeof *grown);
        if (!grown)
            return false;
        if (index)
            memcpy(grown, *table, index * sizeof *grown);
        *table = grown;
    }
    (*table)[index] = value;
    return true;
}

static enum status add_country(struct reference *r, const struct tsv *t, struct list *country,
                               struct error *e)
{
    uint32_t index = 0, wco = CODE_NONE, rilo = CODE_NONE;
    enum status s =
        lists_add(r, country, t->cells[0], t->cells[1], t->cells[2], CODE_NONE, &index, e);
    if (s == STATUS_OK)
        s = lists_refer(t, lists_named(r, "wco", 3), t->cells[3], &wco, e);
    if (s == STATUS_OK)
        s = lists_refer(t, lists_named(r, "rilo", 4), t->cells[4], &rilo, e);
    if (s == STATUS_OK)
        s = lists_add_aliases(country, t->cells[6], index, e);
    if (s == STATUS_OK && !(put(r, &r->wco, index, wco) && put(r, &r->rilo, index, rilo)))
        s = error_no_memory(e);
    return s;
}

enum status lists_read_countries(struct reference *r, struct error *e)
{
    struct tsv t;
    struct list *country = lists_named(r, "country", strlen("country"));
    enum status s =
        tsv_open(&t, "countries.tsv", "code\ten\tfr\twco\trilo\tsource\taliases", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_country(r, &t, country, e);
    return s;
}

static enum status add_commodity(struct reference *r, const struct tsv *t, struct error *e)
{
    struct list *l = lists_named(r, t->cells[0].text, t->cells[0].len);
    if (!l)
        return tsv_fault(t, "no such list:", t->cells[0], e);
    const char *above = l->shown.parent_list;
    uint32_t index = 0, parent = CODE_NONE, category = CODE_NONE;
    enum status s = STATUS_OK;
    if (above)
        s = lists_refer(t, lists_named(r, above, strlen(above)), t->cells[2], &parent, e);
    if (s == STATUS_OK && (above != NULL) != (parent != CODE_NONE))
        s = tsv_fault(t, "parent missing or out of place for", t->cells[1], e);
    const struct list *categories = lists_named(r, "category", strlen("category"));
    if (s == STATUS_OK)
        s = lists_refer(t, categories, t->cells[3], &category, e);
    if (s == STATUS_OK && category != CODE_NONE && categories->codes[category].parent != parent)
        s = tsv_fault(t, "category of another stream:", t->cells[3], e);
    if (s == STATUS_OK)
        s = lists_add(r, l, t->cells[1], t->cells[4], t->cells[5], parent, &index, e);
    if (s == STATUS_OK)
        s = lists_add_aliases(l, t->cells[6], index, e);
    if (s == STATUS_OK && strcmp(l->shown.name, "product") == 0 &&
        !put(r, &r->category, index, category))
        s = error_no_memory(e);
    return s;
}

enum status lists_read_commodities(struct reference *r, struct error *e)
{
    struct tsv t;
    enum status s =
        tsv_open(&t, "commodities.tsv", "list\tcode\tparent\tcategory\ten\tfr\taliases", e);
    for (bool more; s == STATUS_OK && (s = tsv_next(&t, &more, e)) == STATUS_OK && more;)
        s = add_commodity(r, &t, e);
    return s;
}
