/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes by name: fields as they are; grains and roll-ups are told apart here and made next door.
 */
#include "frame/axis.h"

#include "base/text.h"
#include "frame/axis_private.h"
#include "store/saved.h"

#define NAME_MOST 128

enum status axis_unplaced(struct frame *f, const struct column *c, struct unplaced *u,
                          struct error *e)
{
    const uint32_t *lines;
    *u = (struct unplaced){0};
    enum status status = frame_value_lines(f, c, &lines, e);
    if (status != STATUS_OK) {
        return status;
    }
    for (uint32_t v = 0; v < c->values; v++) {
        u->occurs[VALUE_INVALID] |= c->value[v].state == VALUE_INVALID;
    }
    /* Unknown and blank always have an id: whether a line has it, the lines say. */
    uint32_t unknown = column_unknown(c), blank = column_blank(c);
    u->occurs[VALUE_UNKNOWN] = lines[unknown] > 0;
    u->occurs[VALUE_BLANK] = lines[blank] > 0;
    for (uint32_t v = 0; c->items && v < unknown; v++) {
        for (uint32_t m = c->item_start[v]; m < c->item_start[v + 1]; m++) {
            u->occurs[c->item[c->item_of[m]].state] = true;
        }
    }
    return STATUS_OK;
}

uint32_t axis_add_unplaced(struct unplaced *u, struct value *group, uint32_t n)
{
    static const struct {
        enum value_state state;
        const char *label;
    } kinds[] = {
        {VALUE_INVALID, "(invalid)"}, {VALUE_UNKNOWN, "Unknown"}, {VALUE_BLANK, "(blank)"}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (u->occurs[kinds[k].state]) {
            u->group[kinds[k].state] = n;
            group[n++] =
                (struct value){.code = "", .label = kinds[k].label, .state = kinds[k].state};
        }
    }
    return n;
}

/* The column as it is: a group a value, or an item. */
static enum status field_axis(struct arena *a, struct axis *out, struct error *e)
{
    const struct column *c = out->column;
    if (c->items) {
        out->several = true;
        out->groups = c->items;
        out->group = c->item;
        out->start = c->item_start;
        out->member = c->item_of;
        return STATUS_OK;
    }
    uint32_t *same = arena_alloc(a, c->values * sizeof *same);
    if (!same) {
        return error_no_memory(e);
    }
    for (uint32_t v = 0; v < c->values; v++) {
        same[v] = v;
    }
    out->groups = c->values;
    out->group = c->value;
    out->group_of = same;
    return STATUS_OK;
}

/* "rilo(departure)" -> "rilo" and "departure"; false: not of this form. */
static bool split_call(const char *name, char head[NAME_MOST], char inner[NAME_MOST])
{
    const char *open = strchr(name, '(');
    size_t len = strlen(name);
    if (!open || open == name || len >= NAME_MOST || name[len - 1] != ')') {
        return false;
    }
    size_t first = (size_t)(open - name);
    memcpy(head, name, first);
    head[first] = '\0';
    memcpy(inner, open + 1, len - first - 2);
    inner[len - first - 2] = '\0';
    return true;
}

static enum status no_axis(struct frame *f, const char *name, struct error *e)
{
    struct arena scratch = {0};
    const char **names = NULL, *near = NULL;
    size_t count = 0;
    int best = 4;
    enum status status = axis_names(f, &scratch, &names, &count, e);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        int distance = text_distance(name, names[i], best - 1);
        if (distance < best) {
            best = distance;
            near = names[i];
        }
    }
    if (status == STATUS_OK) {
        status = error_set(e, STATUS_MISUSE, "nothing to group by called \"%s\"", name);
        if (near) {
            error_way_out(e, "did you mean %s?", near);
        } else {
            error_way_out(e, "group by a field, year, quarter, month, week, day, weekday, "
                             "wco(field), rilo(field), class(field) or quartile(field)");
        }
    }
    arena_free(&scratch);
    return status;
}

/* The canonical name of a grain leaves out the date field where nothing else has the name. */
static const char *grain_name(const struct frame *f, const char *grain, const char *field,
                              struct arena *a)
{
    bool plain = strcmp(field, "date") == 0 && !frame_find_field(f, grain);
    return plain ? arena_string(a, grain) : arena_printf(a, "%s(%s)", grain, field);
}

static const char *call_label(const char *head, const char *field, const char *label,
                              struct arena *a)
{
    bool geography = axis_is_rollup(head);
    char word[NAME_MOST];
    size_t n = strlen(head);
    memcpy(word, head, n + 1);
    for (size_t i = 0; i < (geography ? n : 1); i++) {
        word[i] = (char)(word[i] >= 'a' && word[i] <= 'z' ? word[i] - 'a' + 'A' : word[i]);
    }
    return strcmp(field, "date") == 0 ? arena_string(a, word)
                                      : arena_printf(a, "%s (%s)", label, word);
}

/* A grain or a roll-up of a field. */
static enum status call_axis(struct frame *f, const char *head, const char *field,
                             struct arena *a, struct axis *out, struct error *e)
{
    bool grain = axis_is_grain(head);
    enum status status = frame_column(f, field, &out->column, e);
    if (status != STATUS_OK) {
        return status;
    }
    enum field_type type = out->column->type;
    if (grain && type != FIELD_DATE) {
        error_set(e, STATUS_MISUSE, "%s takes a date, %s is none", head, field);
        return error_way_out(e, "%s(date), %s(entered) ...", head, head);
    }
    if (!grain && type != FIELD_COUNTRY && type != FIELD_COUNTRIES) {
        error_set(e, STATUS_MISUSE, "%s takes a country field, %s is none", head, field);
        return error_way_out(e, "%s(departure), %s(destination) ...", head, head);
    }
    out->name = grain ? grain_name(f, head, field, a) : arena_printf(a, "%s(%s)", head, field);
    out->label = call_label(head, out->column->name, out->column->label, a);
    if (!out->name || !out->label) {
        return error_no_memory(e);
    }
    return grain ? axis_calendar(f, head, a, out, e) : axis_rollup(f, head, a, out, e);
}

/* Classes or quantiles of a number. */
static enum status number_axis(struct frame *f, const char *head, const char *field,
                               struct arena *a, struct axis *out, struct error *e)
{
    const struct frame_field *held = frame_find_field(f, field);
    const struct field *catalogue = held ? held->field : reference_field(f->reference, field);
    if (!held && !catalogue) {
        return frame_no_field(f, field, e);
    }
    enum field_type type = held ? held->type : catalogue->type;
    if (!axis_has_classes(type)) {
        error_set(e, STATUS_MISUSE, "%s takes a number, %s is none", head, field);
        return error_way_out(e, "%s(mass), %s(lag) ...", head, head);
    }
    const char *label = held ? held->label : catalogue->label[LANGUAGE_EN];
    out->name = arena_printf(a, "%s(%s)", head, field);
    out->label = call_label(head, field, label, a);
    return out->name && out->label ? axis_classes(f, head, field, type, a, out, e)
                                   : error_no_memory(e);
}

enum status axis_open(struct frame *f, const char *name, struct arena *a, struct axis *out,
                      struct error *e)
{
    char head[NAME_MOST], inner[NAME_MOST];
    *out = (struct axis){0};
    if (frame_find_field(f, name) || reference_field(f->reference, name) || said_is_tag(name) ||
        split_is_name(f, name)) {
        enum status status = frame_column(f, name, &out->column, e);
        if (status != STATUS_OK) {
            return status;
        }
        out->name = out->column->name;
        out->label = out->column->label;
        return field_axis(a, out, e);
    }
    const char *involves = axis_involves_name(f);
    if (involves && strcmp(name, involves) == 0) {
        enum status status = axis_involves(f, out, e);
        return status == STATUS_OK ? field_axis(a, out, e) : status;
    }
    if (axis_is_grain(name)) {
        return call_axis(f, name, "date", a, out, e);
    }
    if (split_call(name, head, inner) && (axis_is_grain(head) || axis_is_rollup(head))) {
        return call_axis(f, head, inner, a, out, e);
    }
    if (split_call(name, head, inner) && axis_is_class(head)) {
        return number_axis(f, head, inner, a, out, e);
    }
    return no_axis(f, name, e);
}

/* Whether a field can be grouped by. */
static bool is_axis(enum field_type type)
{
    return type != FIELD_CASE_ID && type != FIELD_LONG_TEXT && type != FIELD_MASS &&
           type != FIELD_VOLUME && type != FIELD_PIECES;
}

static const struct frame_field *date_field(const struct frame *f)
{
    return frame_find_field(f, "date");
}

/* The names of one function over the fields of its types, from names[n]. */
static size_t add_calls(const struct frame *f, const char *head, struct arena *a,
                        const char **names, size_t n)
{
    for (size_t i = 0; i < f->field_count; i++) {
        const struct frame_field *field = &f->field[i];
        bool country = field->type == FIELD_COUNTRY || field->type == FIELD_COUNTRIES;
        if (axis_is_grain(head)    ? field->type == FIELD_DATE && field != date_field(f)
            : axis_is_rollup(head) ? country
                                   : axis_has_classes(field->type)) {
            names[n++] = arena_printf(a, "%s(%s)", head, field->name);
        }
    }
    return n;
}

enum status axis_names(struct frame *f, struct arena *a, const char ***names, size_t *count,
                       struct error *e)
{
    const char *const *const heads[] = {axis_grains(), axis_rollups(), axis_class_heads()};
    size_t functions = 0, n = 0;
    for (size_t h = 0; h < 3; h++) {
        for (size_t i = 0; heads[h][i]; i++) {
            functions++;
        }
    }
    struct saved_filter *saved;
    size_t splits;
    enum status status = cache_saved_filters(f->cache, a, &saved, &splits, e);
    if (status != STATUS_OK) {
        return status;
    }
    splits = f->splitter ? splits : 0;
    const char **out =
        arena_alloc(a, ((functions + 1) * (f->field_count + 1) + 1 + splits) * sizeof *out);
    if (!out) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < f->field_count; i++) {
        if (is_axis(f->field[i].type)) {
            out[n++] = f->field[i].name;
        }
    }
    if (axis_involves_name(f) && !frame_find_field(f, AXIS_INVOLVES)) {
        out[n++] = AXIS_INVOLVES;
    }
    for (size_t g = 0; heads[0][g] && date_field(f); g++) {
        out[n++] = grain_name(f, heads[0][g], "date", a);
    }
    for (size_t h = 0; h < 3; h++) {
        for (size_t i = 0; heads[h][i]; i++) {
            n = add_calls(f, heads[h][i], a, out, n);
        }
    }
    for (size_t i = 0; i < splits; i++) {
        out[n++] = arena_printf(a, "@%s", saved[i].name);
    }
    for (size_t i = 0; i < n; i++) {
        if (!out[i]) {
            return error_no_memory(e);
        }
    }
    *names = out;
    *count = n;
    return STATUS_OK;
}
