/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing what a pane asks: a field to group by, a measure that the cache has something of. */
#include "pane/choices.h"

#include "analysis/notes.h"
#include "base/text.h"
#include "frame/axis.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields */

/* What a name of an axis means, without making the axis: "Reporter", "year of Entered". */
static const char *describe(struct frame *f, const char *name, struct arena *a)
{
    static const struct {
        const char *head, *words;
    } heads[] = {{"wco", "WCO region"},
                 {"rilo", "RILO perimeter"},
                 {"class", "classes"},
                 {"quartile", "quarters"},
                 {"decile", "tenths"}};
    const struct frame_field *field = frame_find_field(f, name);
    if (field)
        return field->label;
    if (!strcmp(name, AXIS_INVOLVES))
        return "a country in any role";
    const char *open = strchr(name, '('), *inner = "date", *words = name;
    if (open) {
        words = arena_copy(a, name, (size_t)(open - name));
        inner = arena_copy(a, open + 1, strcspn(open + 1, ")"));
    }
    for (size_t i = 0; words && i < sizeof heads / sizeof *heads; i++)
        words = strcmp(words, heads[i].head) ? words : heads[i].words;
    field = inner ? frame_find_field(f, inner) : NULL;
    return field && words ? arena_printf(a, "%s of %s", words, field->label) : name;
}

static const char *field_item(struct frame *f, const char *name, int widest, struct arena *a)
{
    const char *meaning = describe(f, name, a);
    int width = text_width(name, strlen(name));
    return arena_printf(a, "%s%*s  %s", name, widest > width ? widest - width : 0, "",
                        meaning ? meaning : "");
}

bool choose_field(struct pane *p, const char *title, const char *none, const char *here,
                  struct arena *a, const char **name)
{
    struct frame *f = p->workspace->frame;
    const char **names, **items;
    size_t count, n = 0;
    struct error e = {0};
    if (axis_names(f, a, &names, &count, &e) != STATUS_OK ||
        !(items = arena_zero(a, count + 1, sizeof *items))) {
        app_fault(p->app, &e);
        return false;
    }
    int at = 0, widest = 0;
    for (size_t i = 0; i < count; i++) {
        int width = text_width(names[i], strlen(names[i]));
        widest = width > widest ? width : widest;
    }
    widest = widest > 24 ? 24 : widest;
    if (none)
        items[n++] = none;
    for (size_t i = 0; i < count; i++) {
        if (here && !strcmp(here, names[i]))
            at = (int)n;
        items[n] = field_item(f, names[i], widest, a);
        items[n] = items[n] ? items[n] : names[i];
        n++;
    }
    int chosen = app_choose(p->app, title, items, n, at);
    if (chosen < 0)
        return false;
    *name = !none ? names[chosen] : chosen == 0 ? NULL : names[chosen - 1];
    return true;
}

/* ---- measures */

/* Whether any line has an amount of the family; stops at the first. */
static enum status has_amounts(struct frame *f, enum field_type family, bool *out,
                               struct error *e)
{
    const struct amounts *amounts;
    enum status status = frame_amounts(f, family, &amounts, e);
    *out = false;
    for (size_t i = 0; !status && i < frame_lines(f) && !*out; i++)
        *out = amounts->state[i] == AMOUNT_COUNTED;
    return status;
}

static void add(struct measure_choice *list, size_t *count, enum measure_kind kind,
                uint16_t group, const char *name)
{
    list[(*count)++] = (struct measure_choice){kind, group, name ? name : measure_name(kind)};
}

enum status measure_choices(struct frame *f, struct arena *a, struct measure_choice **out,
                            size_t *count, struct error *e)
{
    static const struct {
        enum measure_kind kind;
        enum field_type family;
    } quantities[] = {{MEASURE_MASS, FIELD_MASS},
                      {MEASURE_VOLUME, FIELD_VOLUME},
                      {MEASURE_PIECES, FIELD_PIECES}};
    const struct frame_cases *cases;
    const struct money *money;
    enum status status = frame_cases(f, &cases, e);
    if (!status)
        status = frame_money(f, &money, e);
    if (status)
        return status;
    struct measure_choice *list = arena_zero(a, MEASURE_KINDS + money->groups, sizeof *list);
    if (!list)
        return error_no_memory(e);
    *count = 0;
    *out = list;
    if (cases->cases_max > 0)
        add(list, count, MEASURE_CASES, UINT16_MAX, "cases (distinct)");
    add(list, count, MEASURE_SEIZURES, UINT16_MAX, "seizures");
    if (frame_find_field(f, "reporter"))
        add(list, count, MEASURE_REPORTERS, UINT16_MAX, "reporters (distinct)");
    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        bool any;
        status = has_amounts(f, quantities[i].family, &any, e);
        if (status)
            return status;
        struct measure m = measure_of(quantities[i].kind);
        struct buffer head = {0};
        if (any)
            add(list, count, m.kind, UINT16_MAX, arena_string(a, notes_measure(&m, &head)));
        buffer_free(&head);
    }
    for (uint16_t g = 0; g < money->groups; g++)
        add(list, count, MEASURE_VALUE, g, measure_money_name(a, &money->group[g]));
    return STATUS_OK;
}

/* In the order of the list above. */
static const enum measure_kind round_of_kinds[] = {
    MEASURE_CASES,  MEASURE_SEIZURES, MEASURE_REPORTERS, MEASURE_MASS,
    MEASURE_VOLUME, MEASURE_PIECES,   MEASURE_VALUE};
#define KINDS (sizeof round_of_kinds / sizeof *round_of_kinds)

static enum status has_kind(struct frame *f, enum measure_kind kind, bool *out, struct error *e)
{
    const struct frame_cases *cases;
    const struct money *money;
    enum status status = STATUS_OK;
    *out = true;
    switch (kind) {
    case MEASURE_CASES:
        status = frame_cases(f, &cases, e);
        *out = !status && cases->cases_max > 0;
        return status;
    case MEASURE_REPORTERS:
        *out = frame_find_field(f, "reporter") != NULL;
        return STATUS_OK;
    case MEASURE_MASS:
        return has_amounts(f, FIELD_MASS, out, e);
    case MEASURE_VOLUME:
        return has_amounts(f, FIELD_VOLUME, out, e);
    case MEASURE_PIECES:
        return has_amounts(f, FIELD_PIECES, out, e);
    case MEASURE_VALUE:
        status = frame_money(f, &money, e);
        *out = !status && money->groups > 0;
        return status;
    default:
        return STATUS_OK;
    }
}

/* Looks no further than the next one: to know of all of them, every quantity of the cache would
 * have to be read first. */
enum status measure_next(struct frame *f, enum measure_kind *kind, uint16_t *money_group,
                         struct error *e)
{
    enum status status = STATUS_OK;
    size_t at = 0;
    bool found = false;
    if (*kind == MEASURE_VALUE) {
        const struct money *money;
        uint32_t here = *money_group == UINT16_MAX ? 0 : *money_group;
        status = frame_money(f, &money, e);
        if (status)
            return status;
        if (here + 1 < money->groups) {
            *money_group = (uint16_t)(here + 1);
            return STATUS_OK;
        }
    }
    while (at + 1 < KINDS && round_of_kinds[at] != *kind)
        at++;
    for (size_t i = 1; i <= KINDS && !found; i++) {
        enum measure_kind next = round_of_kinds[(at + i) % KINDS];
        status = has_kind(f, next, &found, e);
        if (status)
            return status;
        *kind = found ? next : *kind;
    }
    *money_group = *kind == MEASURE_VALUE ? 0 : UINT16_MAX;
    return STATUS_OK;
}

static size_t find(const struct measure_choice *list, size_t count, enum measure_kind kind,
                   uint16_t group)
{
    size_t of_kind = count;
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind != kind)
            continue;
        if (list[i].money_group == group)
            return i;
        of_kind = of_kind == count ? i : of_kind;
    }
    return of_kind;
}

bool choose_measure(struct pane *p, enum measure_kind *kind, uint16_t *money_group)
{
    struct arena a = {0};
    struct error e = {0};
    struct measure_choice *list;
    size_t count;
    int chosen = -1;
    const char **items = NULL;
    if (measure_choices(p->workspace->frame, &a, &list, &count, &e) == STATUS_OK)
        items = arena_zero(&a, count, sizeof *items);
    for (size_t i = 0; items && i < count; i++)
        items[i] = list[i].name;
    if (items)
        chosen = app_choose(p->app, "Measure", items, count,
                            (int)find(list, count, *kind, *money_group));
    else
        app_fault(p->app, &e);
    if (chosen >= 0) {
        *kind = list[chosen].kind;
        *money_group = list[chosen].money_group;
    }
    arena_free(&a);
    return chosen >= 0;
}

bool measure_named(struct frame *f, const char *name, enum measure_kind *kind,
                   uint16_t *money_group, struct error *e)
{
    struct arena a = {0};
    struct measure_choice *list;
    const struct frame_cases *cases;
    enum measure_kind said;
    size_t count;
    bool found = false;
    if (*name && measure_parse(name, &said)) {
        if (frame_cases(f, &cases, e) != STATUS_OK)
            return false;
        if (said == MEASURE_CASES && cases->cases_max == 0)
            return measure_refuse_cases(e) == STATUS_OK;
        *kind = said;
        *money_group = UINT16_MAX;
        return true;
    }
    if (measure_choices(f, &a, &list, &count, e) != STATUS_OK) {
        arena_free(&a);
        return false;
    }
    for (size_t i = 0; i < count && !found; i++)
        if (!*name || !strcmp(list[i].name, name)) {
            *kind = list[i].kind;
            *money_group = list[i].money_group;
            found = true;
        }
    arena_free(&a);
    if (!found) {
        error_set(e, STATUS_MISUSE, "there is no measure %s", name);
        error_way_out(e, "the measures are %s; V lists what this cache has", measure_names());
    }
    return found;
}
