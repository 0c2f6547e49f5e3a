/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similar records: conditions from the values of one, each with a bitmap of the lines it takes,
 * so that loosening one of them is an AND over the rest. */
#include "analysis/similar.h"

#include "analysis/cases.h"
#include "analysis/open.h"
#include "base/date.h"
#include "frame/axis.h"

#include <string.h>

#define NEAR_DAYS 90

/* In the order shown. A level of the commodity tree stands for those below it that the record
 * leaves blank. */
static const struct {
    const char *field;
    bool on, commodity;
} wanted[] = {
    {"product", true, true},     {"category", true, true},    {"stream", true, true},
    {"section", true, true},     {"brand", false, false},     {"species", false, false},
    {"departure", true, false},  {"transit", false, false},   {"destination", true, false},
    {"origin", false, false},    {"conveyance", true, false}, {"concealment", true, false},
    {"direction", false, false}, {"location", false, false},  {"detection", false, false},
    {"ecommerce", false, false}, {"reporter", false, false},  {"office", false, false},
};

static enum status no_memory_if(bool failed, struct error *e)
{
    return failed ? error_no_memory(e) : STATUS_OK;
}

static enum status take(struct similar *s, const char *sentence, struct bitmap *out,
                        struct error *e)
{
    struct arena a = {0};
    const struct filter *filter;
    struct filter_outcome outcome;
    enum status status = filter_parse(s->frame, sentence, &a, &filter, e);
    if (!status)
        status = filter_select(s->frame, filter, out, &outcome, e);
    arena_free(&a);
    return status;
}

static enum status add(struct similar *s, const char *label, const char *value,
                       const char *sentence, bool on, struct error *e)
{
    if (s->count == SIMILAR_MOST)
        return STATUS_OK;
    struct similar_condition *c = &s->condition[s->count];
    *c = (struct similar_condition){
        .label = label, .value = value, .sentence = sentence, .on = on};
    enum status status = no_memory_if(!label || !value || !sentence, e);
    if (!status)
        status = take(s, sentence, &c->lines, e);
    s->count += !status;
    return status;
}

/* ---- the values of the record */

/* One condition a group: of several countries of transit all are wanted. */
static enum status add_field(struct similar *s, const char *name, size_t position, bool on,
                             bool *added, struct error *e)
{
    struct axis axis;
    enum status status = axis_open(s->frame, name, &s->arena, &axis, e);
    if (status)
        return status;
    uint32_t id = column_id(axis.column, position);
    uint32_t groups = axis.several ? axis.start[id + 1] - axis.start[id] : 1;
    const char *sentence = "", *value = "";
    for (uint32_t i = 0; i < groups; i++) {
        uint32_t group = axis.several ? axis.member[axis.start[id] + i] : axis.group_of[id];
        if (group == AXIS_NONE || axis.group[group].state != VALUE_VALID)
            continue;
        const struct value *v = &axis.group[group];
        const char *condition = filter_condition(name, v, &s->arena);
        const char *gap = *sentence ? " " : "";
        sentence = condition ? arena_printf(&s->arena, "%s%s%s", sentence, gap, condition) : "";
        value = arena_printf(&s->arena, "%s%s%s", value, *gap ? ", " : "", v->label);
        if (!sentence || !value)
            return error_no_memory(e);
    }
    *added = *sentence;
    return *sentence ? add(s, arena_string(&s->arena, axis.label), value, sentence, on, e)
                     : STATUS_OK;
}

static enum status add_fields(struct similar *s, size_t position, struct error *e)
{
    bool commodity = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < sizeof wanted / sizeof *wanted; i++) {
        bool added = false;
        if (wanted[i].commodity && commodity)
            continue;
        if (frame_find_field(s->frame, wanted[i].field))
            status = add_field(s, wanted[i].field, position, wanted[i].on, &added, e);
        commodity |= wanted[i].commodity && added;
    }
    return status;
}

/* From half of its mass to twice as much; what a grain cannot tell apart is no condition. */
static enum status add_mass(struct similar *s, size_t position, struct error *e)
{
    const struct amounts *mass;
    if (!frame_find_field(s->frame, "mass"))
        return STATUS_OK;
    enum status status = frame_amounts(s->frame, FIELD_MASS, &mass, e);
    if (status)
        return status;
    int64_t amount = mass->amount[position];
    if (mass->state[position] != AMOUNT_COUNTED || amount < 2 || amount > INT64_MAX / 2)
        return STATUS_OK;
    char low[64], high[64];
    fixed_format((int128)amount / 2, mass->scale, -1, '\0', low);
    fixed_format((int128)amount * 2, mass->scale, -1, '\0', high);
    return add(s, "Mass", arena_printf(&s->arena, "%s to %s kg", low, high),
               arena_printf(&s->arena, "mass:%s..%skg", low, high), false, e);
}

static enum status add_date(struct similar *s, size_t position, struct error *e)
{
    const struct column *date;
    if (!frame_find_field(s->frame, "date"))
        return STATUS_OK;
    enum status status = frame_column(s->frame, "date", &date, e);
    if (status)
        return status;
    const struct value *v = &date->value[column_id(date, position)];
    if (v->state != VALUE_VALID || v->precision != DATE_DAY)
        return STATUS_OK;
    char from[16], to[16];
    date_format((struct date){(int32_t)v->number - NEAR_DAYS, DATE_DAY}, from);
    date_format((struct date){(int32_t)v->number + NEAR_DAYS, DATE_DAY}, to);
    return add(s, "Date", arena_printf(&s->arena, "%s to %s", from, to),
               arena_printf(&s->arena, "date:%s..%s", from, to), false, e);
}

/* ---- counting */

/* The lines that all conditions on take but, where it is one of them, for the one left out. */
static bool taken(const struct similar *s, size_t left_out, struct bitmap *out)
{
    if (!bitmap_copy(out, frame_current(s->frame)))
        return false;
    for (size_t i = 0; i < s->count; i++)
        if (s->condition[i].on && i != left_out)
            bitmap_and(out, &s->condition[i].lines);
    return true;
}

static size_t count_both(const struct bitmap *a, const struct bitmap *b)
{
    size_t count = 0;
    for (size_t w = 0; w < bitmap_words(a); w++)
        count += bitmap_word_count(a->words[w] & b->words[w]);
    return count;
}

static enum status count_anew(struct similar *s, struct error *e)
{
    struct bitmap all = {0};
    uint32_t cases, without;
    if (!taken(s, s->count, &all))
        return error_no_memory(e);
    enum status status = cases_count(s->frame, &all, &cases, &without, e);
    if (!status) {
        s->lines = bitmap_count(&all);
        s->cases = cases;
    }
    for (size_t i = 0; !status && i < s->count; i++) {
        struct similar_condition *c = &s->condition[i];
        struct bitmap rest = {0};
        if (!c->on) {
            c->other = count_both(&all, &c->lines);
        } else if (taken(s, i, &rest)) {
            c->other = bitmap_count(&rest);
        } else {
            status = error_no_memory(e);
        }
        bitmap_free(&rest);
    }
    bitmap_free(&all);
    return status;
}

/* ---- from outside */

enum status similar_open(struct frame *f, size_t position, const char *within,
                         struct similar *out, struct error *e)
{
    *out = (struct similar){.frame = f};
    pace_expect(frame_pace(f), SIMILAR_MOST * (uint64_t)frame_lines(f));
    enum status status = add_fields(out, position, e);
    if (!status)
        status = add_mass(out, position, e);
    if (!status)
        status = add_date(out, position, e);
    if (!status && *within) {
        const char *sentence = arena_string(&out->arena, within);
        status = add(out, "Filter now", sentence, sentence, false, e);
        if (!status && out->count)
            out->condition[out->count - 1].within = true;
    }
    if (!status)
        status = count_anew(out, e);
    if (status)
        similar_close(out);
    return status;
}

void similar_close(struct similar *s)
{
    for (size_t i = 0; i < s->count; i++)
        bitmap_free(&s->condition[i].lines);
    arena_free(&s->arena);
    *s = (struct similar){0};
}

enum status similar_toggle(struct similar *s, size_t condition, struct error *e)
{
    s->condition[condition].on = !s->condition[condition].on;
    enum status status = count_anew(s, e);
    if (status)
        s->condition[condition].on = !s->condition[condition].on; /* the old counts stand */
    return status;
}

const char *similar_sentence(struct similar *s)
{
    const char *sentence = "", *within = "";
    for (size_t i = 0; sentence && i < s->count; i++) {
        const struct similar_condition *c = &s->condition[i];
        if (c->on && c->within)
            within = c->sentence;
        else if (c->on)
            sentence =
                arena_printf(&s->arena, "%s%s%s", sentence, *sentence ? " " : "", c->sentence);
    }
    return open_both(within, sentence, &s->arena);
}
