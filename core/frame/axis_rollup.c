/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Countries rolled up into one of the two geographies: WCO regions and RILO perimeters. */
#include "frame/axis_private.h"

static const struct geography {
    const char *name; /* of the function, and of the code list */
    uint32_t (*region)(const struct reference *r, uint32_t country);
} geographies[] = {
    {"wco", reference_wco},
    {"rilo", reference_rilo},
};
#define GEOGRAPHIES (sizeof geographies / sizeof *geographies)

const char *const *axis_rollups(void)
{
    static const char *const names[] = {"wco", "rilo", NULL};
    return names;
}

static const struct geography *find_geography(const char *name)
{
    for (size_t i = 0; i < GEOGRAPHIES; i++) {
        if (strcmp(geographies[i].name, name) == 0) {
            return &geographies[i];
        }
    }
    return NULL;
}

bool axis_is_rollup(const char *name)
{
    return find_geography(name) != NULL;
}

/* Groups of n countries: the regions that occur in the order of their list, then "(none)" for
 * countries without a region, then what is no country. */
struct regions {
    struct value *group;
    uint32_t groups;
    uint32_t *group_of; /* by country value */
};

static enum status fill_regions(struct frame *f, const struct geography *geo,
                                const struct column *c, struct arena *a, struct regions *out,
                                struct error *e)
{
    const struct value *value = c->items ? c->item : c->value;
    uint32_t n = c->items ? c->items : c->values;
    const struct code_list *countries = reference_list(f->reference, "country");
    const struct code_list *list = reference_list(f->reference, geo->name);
    uint32_t regions = list ? list->count : 0;
    uint32_t *group_at = arena_zero(a, (size_t)regions + 1, sizeof *group_at);
    out->group = arena_zero(a, (size_t)regions + 4, sizeof *out->group);
    out->group_of = arena_alloc(a, n * sizeof *out->group_of);
    if (!group_at || !out->group || !out->group_of) {
        return error_no_memory(e);
    }
    for (uint32_t v = 0; v < n; v++) { /* first the region: regions is "(none)" */
        uint32_t i =
            countries ? reference_code(f->reference, countries, value[v].code) : CODE_NONE;
        uint32_t region = i == CODE_NONE ? CODE_NONE : geo->region(f->reference, i);
        out->group_of[v] = region < regions ? region : regions;
        group_at[out->group_of[v]] |= value[v].state == VALUE_VALID;
    }
    for (uint32_t r = 0; r <= regions; r++) {
        if (group_at[r]) {
            const char *code = r < regions ? list->codes[r].code : "(none)";
            const char *label = r < regions ? list->codes[r].label[LANGUAGE_EN] : "(none)";
            group_at[r] = out->groups;
            out->group[out->groups++] = (struct value){.code = code, .label = label};
        }
    }
    struct unplaced u;
    enum status status = axis_unplaced(f, c, &u, e);
    if (status != STATUS_OK) {
        return status;
    }
    out->groups = axis_add_unplaced(&u, out->group, out->groups);
    for (uint32_t v = 0; v < n; v++) { /* then its group */
        enum value_state state = value[v].state;
        out->group_of[v] = state == VALUE_VALID ? group_at[out->group_of[v]]
                           : u.occurs[state]    ? u.group[state]
                                                : AXIS_NONE;
    }
    return STATUS_OK;
}

/* Members of lists: each region once a value, in the order of the list. A list none of whose
 * members has a group cannot occur in a line. */
static enum status fill_members(const struct column *c, const struct regions *regions,
                                struct arena *a, struct axis *out, struct error *e)
{
    uint32_t *start = arena_alloc(a, ((size_t)c->values + 1) * sizeof *start);
    uint32_t *member = arena_alloc(a, ((size_t)c->item_start[c->values] + 1) * sizeof *member);
    if (!start || !member) {
        return error_no_memory(e);
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < c->values; v++) {
        start[v] = n;
        for (uint32_t m = c->item_start[v]; m < c->item_start[v + 1]; m++) {
            uint32_t group = regions->group_of[c->item_of[m]];
            bool again = group == AXIS_NONE;
            for (uint32_t k = start[v]; k < n && !again; k++) {
                again = member[k] == group;
            }
            if (!again) {
                member[n++] = group;
            }
        }
    }
    start[c->values] = n;
    out->several = true;
    out->start = start;
    out->member = member;
    return STATUS_OK;
}

enum status axis_rollup(struct frame *f, const char *geography, struct arena *a,
                        struct axis *out, struct error *e)
{
    struct regions regions = {0};
    const struct column *c = out->column;
    enum status status = fill_regions(f, find_geography(geography), c, a, &regions, e);
    if (status != STATUS_OK) {
        return status;
    }
    out->groups = regions.groups;
    out->group = regions.group;
    if (c->items) {
        return fill_members(c, &regions, a, out, e);
    }
    out->group_of = regions.group_of;
    return STATUS_OK;
}
