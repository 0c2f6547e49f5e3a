/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a number to its records. */
#include "analysis/open.h"
#include "analysis/listing.h"

#include <string.h>

const char *open_both(const char *sentence, const char *condition, struct arena *a)
{
    if (!sentence || !condition)
        return NULL;
    if (!*sentence)
        return condition;
    return *condition ? arena_printf(a, "(%s) %s", sentence, condition) : sentence;
}

const char *open_span(const char *sentence, struct span span, struct arena *a)
{
    char from[16], to[16];
    date_format((struct date){span.from, DATE_DAY}, from);
    date_format((struct date){span.to, DATE_DAY}, to);
    return open_both(sentence, arena_printf(a, "date:%s..%s", from, to), a);
}

/* The periods are named one by one, since a range of months would take a year that lies inside
 * it. */
const char *open_any_group(const struct axis *axis, struct arena *a)
{
    struct buffer list = {0};
    for (uint32_t g = 0; g < axis->groups; g++)
        if (axis->group[g].state == VALUE_VALID)
            buffer_addf(&list, "%s%s", list.len ? "," : "", axis->group[g].code);
    const char *values = list.len ? buffer_text(&list) : "!invalid";
    const char *text = arena_printf(a, "(%s:%s or %s:? or %s:!unknown or %s:!invalid)",
                                    axis->name, values, axis->name, axis->name, axis->name);
    buffer_free(&list);
    return text;
}

bool open_has_none(const struct axis *axis)
{
    for (uint32_t v = 0; !axis->several && v < axis->column->values; v++)
        if (axis->group_of[v] == AXIS_NONE)
            return true;
    return false;
}

struct side_at {
    const struct axis *axis;
    size_t axes;
    const struct pivot_group *group; /* NULL: the total */
    bool none;                       /* lines without a group are left out of the total */
};

/* Whether an axis of this name has narrowed the sentence before: the i-th of s comes behind
 * those of the other side and its own first ones. */
static bool named_before(const struct side_at *s, size_t i, const struct side_at *other)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(s->axis[k].name, s->axis[i].name))
            return true;
    for (size_t k = 0; other && other->group && k < other->axes; k++)
        if (!strcmp(other->axis[k].name, s->axis[i].name))
            return true;
    return false;
}

static const char *narrow_side(struct frame *f, const char *sentence, const struct side_at *s,
                               const struct side_at *other, struct arena *a)
{
    for (size_t i = 0; sentence && i < s->axes; i++) {
        const struct value *group = s->group ? &s->axis[i].group[s->group->group[i]] : NULL;
        /* A field that stands on both sides narrows twice: the second must not replace the
         * first. */
        if (group && named_before(s, i, other))
            sentence = open_both(sentence, filter_narrow(f, "", s->axis[i].name, group, a), a);
        else if (group)
            sentence = filter_narrow(f, sentence, s->axis[i].name, group, a);
        else if (s->none && open_has_none(&s->axis[i]))
            sentence = open_both(sentence, open_any_group(&s->axis[i], a), a);
    }
    return sentence;
}

const char *open_cell(struct frame *f, const struct pivot *p, const char *sentence, size_t r,
                      size_t c, struct arena *a)
{
    const struct side_at rows = {p->rows, p->row_axes, r < p->row_count ? &p->row[r] : NULL,
                                 p->no_row > 0},
                         cols = {p->cols, p->col_axes, c < p->col_count ? &p->col[c] : NULL,
                                 p->no_col > 0};
    return narrow_side(f, narrow_side(f, sentence, &rows, NULL, a), &cols, &rows, a);
}

/* A condition on one field of the record; "" where the field is not there. */
static const char *field_is(struct frame *f, const char *name, size_t position, struct arena *a)
{
    const struct column *column;
    if (!frame_find_field(f, name) || frame_column(f, name, &column, NULL) != STATUS_OK)
        return "";
    return filter_condition(name, &column->value[column_id(column, position)], a);
}

const char *open_record(struct frame *f, size_t position, struct arena *a)
{
    static const char *const known[] = {"date",     "reporter", "product",
                                        "quantity", "unit",     "destination",
                                        "place",    "line",     NULL};
    struct line_origin origin;
    const char *sentence = "";
    if (cache_line(frame_cache(f), (uint32_t)position + 1, a, &origin, NULL) == STATUS_OK &&
        *origin.case_id) {
        const struct value id = {.code = origin.case_id, .state = VALUE_VALID};
        sentence = filter_condition("case_id", &id, a);
        const char *line = field_is(f, "line", position, a);
        return sentence && line ? arena_printf(a, "%s %s", sentence, line) : NULL;
    }
    for (size_t i = 0; sentence && known[i]; i++) {
        const char *condition = field_is(f, known[i], position, a);
        if (condition && *condition)
            sentence = *sentence ? arena_printf(a, "%s %s", sentence, condition) : condition;
    }
    return sentence;
}
