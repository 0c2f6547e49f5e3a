/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the name of a condition speaks of: a field, a grain of a date, a roll-up of a country,
 * or one of the names that are no fields. */
#include "filter/tree.h"

#include "base/text.h"
#include "frame/classes.h"

#include <string.h>

static const struct {
    const char *name;
    enum target_kind kind;
    enum date_grain grain;
} grains[] = {
    {"year", TARGET_GRAIN, GRAIN_YEAR},   {"quarter", TARGET_GRAIN, GRAIN_QUARTER},
    {"month", TARGET_GRAIN, GRAIN_MONTH}, {"week", TARGET_GRAIN, GRAIN_WEEK},
    {"day", TARGET_GRAIN, GRAIN_DAY},     {"weekday", TARGET_WEEKDAY, GRAIN_DAY},
};
#define GRAINS (sizeof grains / sizeof *grains)

static const char *const rollups[] = {"rilo", "wco"};
#define ROLLUPS (sizeof rollups / sizeof *rollups)
static const char *const classes[] = {"class", "quartile", "decile"};
#define CLASSES (sizeof classes / sizeof *classes)

static const struct {
    const char *name;
    enum target_kind kind;
    bool several;
    enum field_type type;
} others[] = {
    {"involves", TARGET_INVOLVES, true, FIELD_COUNTRY},
    {"batch", TARGET_BATCH, false, FIELD_CASE_ID},
    {"absent", TARGET_ABSENT, false, FIELD_CASE_ID},
    {"case_id", TARGET_CASE, false, FIELD_CASE_ID},
    /* There whether any line has one or not. */
    {"tag", TARGET_COLUMN, true, FIELD_TEXT},
    {"note", TARGET_TEXT, false, FIELD_LONG_TEXT},
    {"identical", TARGET_COLUMN, false, FIELD_TEXT},
};
#define OTHERS (sizeof others / sizeof *others)

const char *bind_name(size_t at)
{
    const size_t r = GRAINS + ROLLUPS, c = r + CLASSES;
    return at < GRAINS       ? grains[at].name
           : at < r          ? rollups[at - GRAINS]
           : at < c          ? classes[at - r]
           : at < c + OTHERS ? others[at - c].name
                             : NULL;
}

static char *lowered(struct arena *a, const char *name, size_t len)
{
    char *copy = arena_copy(a, name, len);
    for (char *p = copy; p && *p; p++) {
        if (*p >= 'A' && *p <= 'Z') {
            *p = (char)(*p | 0x20);
        }
    }
    return copy;
}

/* The field of this name in the frame, or in the catalogue where no file brought it. */
static bool find_field(struct frame *f, const char *name, struct target *t,
                       const struct field **catalogue)
{
    const struct frame_field *field = frame_find_field(f, name);
    *catalogue = field ? field->field : reference_field(frame_reference(f), name);
    if (field) {
        t->field = field->name;
        t->type = field->type;
    } else if (*catalogue) {
        t->field = (*catalogue)->name;
        t->type = (*catalogue)->type;
    }
    return field || *catalogue;
}

static enum target_kind kind_of(enum field_type type)
{
    switch (type) {
    case FIELD_LONG_TEXT:
        return TARGET_TEXT;
    case FIELD_MASS:
    case FIELD_VOLUME:
    case FIELD_PIECES:
        return TARGET_AMOUNT;
    case FIELD_CASE_ID:
        return TARGET_CASE;
    default:
        return TARGET_COLUMN;
    }
}

static bool bind_field(struct frame *f, const char *name, struct target *t)
{
    const struct field *catalogue;
    if (!find_field(f, name, t, &catalogue)) {
        return false;
    }
    const char *list = catalogue ? catalogue->list : NULL;
    if (t->type == FIELD_COUNTRY || t->type == FIELD_COUNTRIES) {
        list = "country";
    }
    t->kind = kind_of(t->type);
    t->name = t->field;
    t->list = list ? reference_list(frame_reference(f), list) : NULL;
    t->several = t->type == FIELD_COUNTRIES;
    return true;
}

static enum status bind_grain(struct frame *f, size_t g, const char *inner, struct arena *a,
                              struct target *t, struct error *e)
{
    const struct field *catalogue;
    bool found = find_field(f, inner, t, &catalogue);
    if (!found || t->type != FIELD_DATE) {
        error_set(e, STATUS_MISUSE, "%s is of a date, and \"%s\" is none", grains[g].name,
                  inner);
        return error_way_out(e, "write %s or %s(entered)", grains[g].name, grains[g].name);
    }
    t->kind = grains[g].kind;
    t->grain = grains[g].grain;
    t->name = strcmp(inner, "date") == 0 && !frame_find_field(f, grains[g].name)
                  ? grains[g].name
                  : arena_printf(a, "%s(%s)", grains[g].name, inner);
    return t->name ? STATUS_OK : error_no_memory(e);
}

static enum status bind_rollup(struct frame *f, const char *list, const char *inner,
                               struct arena *a, struct target *t, struct error *e)
{
    const struct field *catalogue;
    bool found = find_field(f, inner, t, &catalogue);
    if (!found || (t->type != FIELD_COUNTRY && t->type != FIELD_COUNTRIES)) {
        error_set(e, STATUS_MISUSE, "%s is of a country, and \"%s\" is none", list, inner);
        return error_way_out(e, "write %s(reporter), %s(departure) ...", list, list);
    }
    t->kind = TARGET_ROLLUP;
    t->list = reference_list(frame_reference(f), list);
    t->several = t->type == FIELD_COUNTRIES;
    t->name = arena_printf(a, "%s(%s)", list, inner);
    return t->name ? STATUS_OK : error_no_memory(e);
}

static enum status bind_classes(struct frame *f, const char *head, const char *inner,
                                struct arena *a, struct target *t, struct error *e)
{
    const struct field *catalogue;
    bool found = find_field(f, inner, t, &catalogue);
    if (!found || !classes_of(t->type)) {
        error_set(e, STATUS_MISUSE, "%s is of a number, and \"%s\" is none", head, inner);
        return error_way_out(e, "write %s(mass), %s(lag) ...", head, head);
    }
    t->kind = TARGET_CLASS;
    t->name = arena_printf(a, "%s(%s)", head, t->field);
    return t->name ? STATUS_OK : error_no_memory(e);
}

static void nearest(const char *name, const char *candidate, int *best, const char **near)
{
    int distance = text_distance(name, candidate, *best - 1);
    if (distance < *best) {
        *best = distance;
        *near = candidate;
    }
}

static enum status no_such_name(struct frame *f, const char *name, struct error *e)
{
    const struct field *alias =
        reference_field_by_header(frame_reference(f), name, strlen(name));
    const char *near = alias ? alias->name : NULL;
    int best = strlen(name) < 4 ? 2 : 3; /* further off is no help */
    size_t count = 0;
    const struct frame_field *fields = frame_fields(f, &count);
    for (size_t i = 0; i < count && !alias; i++) {
        nearest(name, fields[i].name, &best, &near);
    }
    for (size_t i = 0; i < GRAINS && !alias; i++) {
        nearest(name, grains[i].name, &best, &near);
    }
    for (size_t i = 0; i < OTHERS && !alias; i++) {
        nearest(name, others[i].name, &best, &near);
    }
    if (!alias) {
        nearest(name, "commodity", &best, &near);
    }
    near = near ? near : reference_field_near(frame_reference(f), name);
    error_set(e, STATUS_MISUSE, "there is no field \"%s\"", name);
    for (size_t r = 0; r < ROLLUPS; r++) {
        /* Of whom it is asked has to be told. */
        if (strcmp(name, rollups[r]) == 0) {
            error_set(e, STATUS_MISUSE, "%s is of a country, and none is named", name);
            return error_way_out(e, "write %s(reporter), %s(departure) ...", name, name);
        }
    }
    if (near) {
        return error_way_out(e, "did you mean %s? Words to look for stand in quotes", near);
    }
    return error_way_out(e, "words to look for stand in quotes");
}

/* outer(inner) */
static enum status bind_call(struct frame *f, char *name, char *open, struct arena *a,
                             struct target *t, struct error *e)
{
    *open = '\0';
    char *inner = open + 1;
    size_t len = strlen(inner);
    /* A name that was cut off has no end. */
    inner[len && inner[len - 1] == ')' ? len - 1 : len] = '\0';
    for (size_t g = 0; g < GRAINS; g++) {
        if (strcmp(name, grains[g].name) == 0) {
            return bind_grain(f, g, inner, a, t, e);
        }
    }
    for (size_t r = 0; r < ROLLUPS; r++) {
        if (strcmp(name, rollups[r]) == 0) {
            return bind_rollup(f, rollups[r], inner, a, t, e);
        }
    }
    for (size_t c = 0; c < CLASSES; c++) {
        if (strcmp(name, classes[c]) == 0) {
            return bind_classes(f, classes[c], inner, a, t, e);
        }
    }
    error_set(e, STATUS_MISUSE, "there is no grouping \"%s\"", name);
    return error_way_out(
        e, "rilo(...) and wco(...) of a country, year(...) ... of a date, class(...) and "
           "quartile(...) of a number");
}

/* "@name" behind which a colon stands: the two parts that a saved filter makes of the lines. */
static enum status bind_split(struct frame *f, const char *name, struct arena *a,
                              struct target *t, struct error *e)
{
    const char *known = NULL, *sentence;
    enum status status =
        name ? saved_sentence(f, name, a, &known, &sentence, e) : error_no_memory(e);
    if (status != STATUS_OK) {
        return status;
    }
    t->kind = TARGET_COLUMN;
    t->type = FIELD_TEXT;
    t->name = t->field = arena_printf(a, "@%s", known);
    return t->name ? STATUS_OK : error_no_memory(e);
}

enum status bind_target(struct frame *f, const char *name, size_t len, struct arena *a,
                        struct target *out, struct error *e)
{
    char *lower = lowered(a, name, len);
    if (!lower) {
        return error_no_memory(e);
    }
    *out = (struct target){0};
    if (*name == '@') {
        return bind_split(f, arena_copy(a, name + 1, len - 1), a, out, e);
    }
    char *open = strchr(lower, '(');
    if (open) {
        return bind_call(f, lower, open, a, out, e);
    }
    for (size_t i = 0; i < OTHERS; i++) {
        if (strcmp(lower, others[i].name) == 0) {
            out->kind = others[i].kind;
            out->name = others[i].name;
            out->several = others[i].several;
            out->type = others[i].type;
            if (out->kind == TARGET_COLUMN || out->kind == TARGET_TEXT) {
                out->field = others[i].name;
            }
            if (out->kind == TARGET_INVOLVES) {
                out->list = reference_list(frame_reference(f), "country");
            }
            return STATUS_OK;
        }
    }
    if (bind_field(f, lower, out)) {
        return STATUS_OK;
    }
    for (size_t g = 0; g < GRAINS; g++) {
        if (strcmp(lower, grains[g].name) == 0) {
            return bind_grain(f, g, "date", a, out, e);
        }
    }
    return no_such_name(f, lower, e);
}

bool bind_is_grain(const char *name)
{
    for (size_t g = 0; g < GRAINS; g++) {
        size_t n = strlen(grains[g].name);
        if (strncmp(name, grains[g].name, n) == 0 && (name[n] == '\0' || name[n] == '(')) {
            return true;
        }
    }
    return false;
}

bool bind_is_name(struct frame *f, const char *name, size_t len)
{
    struct arena a = {0};
    struct target t;
    bool is = bind_target(f, name, len, &a, &t, NULL) == STATUS_OK;
    arena_free(&a);
    return is;
}
