/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axis of a country in any role: each line is in the group of every country that it names
 * as reporter, departure, transit, destination or origin, once each. Lines share few sets of
 * countries; a column holds the set of each, made role by role. */
#include "frame/axis_private.h"

#include "base/map.h"

#include <stdlib.h>

#define ROLES 5
#define TABLE_MOST (1U << 22) /* sets times values of a role that have a table and no hash */

static const char *const role_names[ROLES] = {"reporter", "departure", "destination", "origin",
                                              "transit"};

const char *axis_involves_name(const struct frame *f)
{
    for (size_t i = 0; i < ROLES; i++) {
        if (frame_find_field(f, role_names[i])) {
            return AXIS_INVOLVES;
        }
    }
    return NULL;
}

struct role {
    const struct column *column;
    const uint32_t *country; /* by item where it has items, else by value; NO_COUNTRY */
};
#define NO_COUNTRY UINT32_MAX

struct involving {
    struct frame *frame;
    struct arena scratch;
    struct role role[ROLES];
    size_t roles;
    struct dictionary sets; /* of countries, ascending, four bytes each; 0 the empty one */
    uint32_t *set;          /* by line */
    bool failed;
};

/* ---- countries */

static const struct value *values_of(const struct column *c, uint32_t *n)
{
    *n = c->items ? c->items : c->values;
    return c->items ? c->item : c->value;
}

/* The countries of all roles in display order, and which each value of a role is; behind them
 * what a line of no country has. */
static enum status number_countries(struct involving *w, struct column *out, struct error *e)
{
    uint32_t n, all = 0, kept = 0;
    for (size_t r = 0; r < w->roles; r++) {
        values_of(w->role[r].column, &n);
        all += n;
    }
    struct understood *thing = arena_alloc(&w->scratch, ((size_t)all + 1) * sizeof *thing);
    uint32_t *id = arena_alloc(&w->scratch, ((size_t)all + 1) * sizeof *id);
    uint32_t *country = arena_alloc(&w->scratch, ((size_t)all + 1) * sizeof *country);
    if (!thing || !id || !country) {
        return error_no_memory(e);
    }
    for (size_t r = 0; r < w->roles; r++) {
        const struct value *value = values_of(w->role[r].column, &n);
        for (uint32_t v = 0; v < n; v++) {
            if (value[v].state == VALUE_VALID) {
                thing[kept++] = (struct understood){value[v].code, VALUE_VALID};
            }
        }
    }
    const struct value *values;
    enum status status =
        values_build(w->frame, thing, kept, FIELD_COUNTRY, NULL, &values, &out->items, id, e);
    if (status != STATUS_OK) {
        return status;
    }
    uint32_t countries = out->items - 2; /* but for unknown and blank */
    struct value *item = arena_alloc(&w->frame->arena, (countries + (size_t)1) * sizeof *item);
    if (!item) {
        return error_no_memory(e);
    }
    memcpy(item, values, countries * sizeof *item);
    item[countries] =
        (struct value){.code = AXIS_NO_COUNTRY, .label = AXIS_NO_COUNTRY, .state = VALUE_VALID};
    out->item = item;
    out->items = countries + 1;
    kept = 0;
    for (size_t r = 0; r < w->roles; r++) {
        const struct value *value = values_of(w->role[r].column, &n);
        w->role[r].country = country;
        for (uint32_t v = 0; v < n; v++) {
            *country++ = value[v].state == VALUE_VALID ? id[kept++] : NO_COUNTRY;
        }
    }
    return STATUS_OK;
}

/* ---- sets */

/* The set with one country more. */
static uint32_t set_with(struct involving *w, uint32_t set, uint32_t country)
{
    uint32_t before = w->sets.lengths[set] / sizeof country, at = 0, one = NO_COUNTRY;
    const char *members = w->sets.texts[set];
    char more[4 * 64 + 4];
    if (country == NO_COUNTRY) {
        return set;
    }
    for (; at < before; at++) {
        memcpy(&one, members + at * sizeof one, sizeof one);
        if (one >= country) {
            break;
        }
    }
    if (at < before && one == country) {
        return set;
    }
    size_t len = (before + (size_t)1) * sizeof one;
    char *text = len <= sizeof more ? more : malloc(len);
    if (!text) {
        return MAP_NONE;
    }
    memcpy(text, members, at * sizeof one);
    memcpy(text + at * sizeof one, &country, sizeof one);
    memcpy(text + (at + 1) * sizeof one, members + at * sizeof one, (before - at) * sizeof one);
    uint32_t code = dictionary_add(&w->sets, text, len);
    if (text != more) {
        free(text);
    }
    return code;
}

/* The set with the countries of a value of a role. */
static uint32_t set_with_value(struct involving *w, const struct role *r, uint32_t set,
                               uint32_t v)
{
    const struct column *c = r->column;
    if (!c->items) {
        return set_with(w, set, r->country[v]);
    }
    for (uint32_t m = c->item_start[v]; m < c->item_start[v + 1] && set != MAP_NONE; m++) {
        set = set_with(w, set, r->country[c->item_of[m]]);
    }
    return set;
}

/* What was found of sets and values before: a table where there are few, else by hash. */
struct found {
    uint32_t *table; /* set + 1, 0 not yet */
    struct numbering keys;
    uint32_t *of_key;
    uint32_t room;
};

static uint32_t find(struct involving *w, struct found *known, const struct role *r,
                     uint32_t set, uint32_t v)
{
    if (known->table) {
        uint32_t *cell = &known->table[(size_t)set * r->column->values + v];
        if (!*cell) {
            *cell = set_with_value(w, r, set, v) + 1;
        }
        return *cell - 1;
    }
    bool is_new = false;
    uint32_t key = numbering_add(&known->keys, (uint64_t)set << 32 | v, &is_new);
    if (key == MAP_NONE) {
        return MAP_NONE;
    }
    if (is_new && key >= known->room) {
        uint32_t room = known->room ? 2 * known->room : 4096;
        uint32_t *more = realloc(known->of_key, room * sizeof *more);
        if (!more) {
            return MAP_NONE;
        }
        known->of_key = more;
        known->room = room;
    }
    if (is_new) {
        known->of_key[key] = set_with_value(w, r, set, v);
    }
    return known->of_key[key];
}

static bool add_role(struct involving *w, const struct role *r)
{
    struct found known = {0};
    uint32_t ids[FRAME_BLOCK];
    size_t cells = (size_t)w->sets.count * r->column->values;
    if (cells <= TABLE_MOST) {
        known.table = calloc(cells, sizeof *known.table);
        w->failed = !known.table;
    }
    for (size_t at = 0; at < w->frame->lines && !w->failed; at += FRAME_BLOCK) {
        size_t n = w->frame->lines - at < FRAME_BLOCK ? w->frame->lines - at : FRAME_BLOCK;
        column_take(r->column, at, n, ids);
        for (size_t i = 0; i < n; i++) {
            uint32_t set = find(w, &known, r, w->set[at + i], ids[i]);
            w->failed |= set == MAP_NONE;
            w->set[at + i] = w->failed ? 0 : set;
        }
    }
    free(known.table);
    free(known.of_key);
    numbering_free(&known.keys);
    return !w->failed;
}

/* ---- the column */

/* A value a set, its members as items, and none of them as the one behind the countries. */
static enum status name_sets(struct involving *w, struct column *c, struct error *e)
{
    struct arena *a = &w->frame->arena;
    size_t members = 0;
    for (uint32_t s = 0; s < w->sets.count; s++) {
        members += w->sets.lengths[s] / sizeof(uint32_t) + 1;
    }
    c->values = w->sets.count + 2;
    struct value *value = arena_zero(a, c->values, sizeof *value);
    uint32_t *start = arena_alloc(a, ((size_t)c->values + 1) * sizeof *start);
    uint32_t *member = arena_alloc(a, (members + 1) * sizeof *member), n = 0;
    if (!value || !start || !member) {
        return error_no_memory(e);
    }
    for (uint32_t s = 0; s < c->values; s++) {
        start[s] = n;
        value[s] = (struct value){.code = "", .label = "", .state = VALUE_VALID};
        if (s >= w->sets.count) {
            value[s] = derived_special(s == w->sets.count ? VALUE_UNKNOWN : VALUE_BLANK);
            continue;
        }
        uint32_t count = w->sets.lengths[s] / (uint32_t)sizeof *member;
        memcpy(member + n, w->sets.texts[s], count * sizeof *member);
        n += count;
        if (!count) {
            member[n++] = c->items - 1;
        }
    }
    start[c->values] = n;
    c->value = value;
    c->item_start = start;
    c->item_of = member;
    return STATUS_OK;
}

static enum status fill(struct involving *w, struct held_column *h, struct error *e)
{
    struct frame *f = w->frame;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ROLES && status == STATUS_OK; i++) {
        if (frame_find_field(f, role_names[i])) {
            status = frame_column(f, role_names[i], &w->role[w->roles++].column, e);
        }
    }
    if (status == STATUS_OK) {
        status = number_countries(w, &h->column, e);
    }
    w->set = calloc(f->lines + 1, sizeof *w->set);
    w->failed = !w->set || dictionary_add(&w->sets, "", 0) == MAP_NONE;
    for (size_t i = 0; i < w->roles && status == STATUS_OK && !w->failed; i++) {
        add_role(w, &w->role[i]);
    }
    if (status == STATUS_OK) {
        status = w->failed ? error_no_memory(e) : name_sets(w, &h->column, e);
    }
    if (status == STATUS_OK) {
        status = column_make_room(f, h, e);
    }
    for (size_t at = 0; status == STATUS_OK && at < f->lines; at += FRAME_BLOCK) {
        size_t n = f->lines - at < FRAME_BLOCK ? f->lines - at : FRAME_BLOCK;
        column_put_all(h, at, n, w->set + at);
    }
    return status;
}

enum status axis_involves(struct frame *f, struct axis *out, struct error *e)
{
    /* No field is called so: one may group by it alone. */
    static const char column_name[] = "(" AXIS_INVOLVES ")";
    out->name = AXIS_INVOLVES;
    out->label = "Involves";
    out->column = column_held(f, column_name);
    if (out->column) {
        return STATUS_OK;
    }
    struct involving w = {.frame = f};
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    if (!h) {
        return error_no_memory(e);
    }
    h->column.name = column_name;
    h->column.label = out->label;
    h->column.type = FIELD_TEXT;
    enum status status = fill(&w, h, e);
    dictionary_free(&w.sets);
    arena_free(&w.scratch);
    free(w.set);
    if (status != STATUS_OK) {
        free(h->ids);
        return status;
    }
    h->next = f->columns;
    f->columns = h;
    out->column = &h->column;
    return STATUS_OK;
}
