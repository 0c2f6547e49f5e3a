/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that no file holds: the days from seizure to entry, the batch a line came with, and
 * whether it is equal to others of its file. */
#include "frame/frame_private.h"

#include "base/date.h"
#include "base/halves.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct column *hold(struct frame *f, struct held_column *h)
{
    h->next = f->columns;
    f->columns = h;
    return &h->column;
}

struct value derived_special(enum value_state state)
{
    return (struct value){
        .code = "", .label = state == VALUE_BLANK ? "(blank)" : "Unknown", .state = state};
}

#define NO_DAY INT32_MIN

/* The day of every value of a date column, NO_DAY where it is none or not known to the day. */
static int32_t *days_of(const struct column *c, struct arena *scratch)
{
    int32_t *day = arena_alloc(scratch, c->values * sizeof *day);
    for (uint32_t v = 0; day && v < c->values; v++) {
        bool exact = c->value[v].state == VALUE_VALID && c->value[v].precision == DATE_DAY;
        day[v] = exact ? (int32_t)c->value[v].number : NO_DAY;
    }
    return day;
}

/* Both dates of a line, through tables by value id. */
struct lag {
    const struct column *from, *to;
    const int32_t *from_day, *to_day;
    int32_t least, most; /* of the lags that any two of the days can make */
    uint32_t *id;        /* by lag - least: value id + 1, 0 does not occur */
    struct held_column *held;
};

/* The lags of n lines from first on, at most FRAME_BLOCK: as indices of id; UINT32_MAX none. */
static void lags_of(const struct lag *g, size_t first, size_t n, uint32_t *out)
{
    int32_t a[FRAME_BLOCK], b[FRAME_BLOCK];
    column_look_up(g->from, g->from_day, first, n, a);
    column_look_up(g->to, g->to_day, first, n, b);
    for (size_t i = 0; i < n; i++) {
        bool none = a[i] == NO_DAY || b[i] == NO_DAY;
        out[i] = none ? UINT32_MAX : (uint32_t)b[i] - (uint32_t)a[i] - (uint32_t)g->least;
    }
}

/* The first and the last day of a table; false: it has none. */
static bool days_span(const int32_t *day, uint32_t values, int32_t *first, int32_t *last)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (uint32_t v = 0; v < values; v++) {
        if (day[v] != NO_DAY) {
            *first = day[v] < *first ? day[v] : *first;
            *last = day[v] > *last ? day[v] : *last;
        }
    }
    return *first <= *last;
}

/* Which lags occur: their ids in order of size, and how many. */
static bool lag_number(struct lag *g, size_t lines, struct arena *scratch, uint32_t *count)
{
    int32_t first[2], last[2];
    size_t span = 0;
    if (days_span(g->from_day, g->from->values, &first[0], &last[0]) &&
        days_span(g->to_day, g->to->values, &first[1], &last[1])) {
        g->least = first[1] - last[0];
        g->most = last[1] - first[0];
        span = (size_t)(g->most - g->least) + 1;
    } else {
        g->most = g->least - 1;
    }
    g->id = arena_zero(scratch, span + 1, sizeof *g->id);
    if (!g->id) {
        return false;
    }
    uint32_t lag[FRAME_BLOCK];
    for (size_t at = 0; at < lines; at += FRAME_BLOCK) {
        size_t n = lines - at < FRAME_BLOCK ? lines - at : FRAME_BLOCK;
        lags_of(g, at, n, lag);
        for (size_t i = 0; i < n; i++) {
            g->id[lag[i] == UINT32_MAX ? span : lag[i]] = 1;
        }
    }
    *count = 0;
    for (size_t s = 0; s < span; s++) {
        if (g->id[s]) {
            g->id[s] = ++*count;
        }
    }
    return true;
}

static void put_lags(void *data, int half, size_t from, size_t end)
{
    const struct lag *g = data;
    const uint32_t blank = column_blank(&g->held->column);
    uint32_t lag[FRAME_BLOCK];
    (void)half;
    for (size_t at = from; at < end; at += FRAME_BLOCK) {
        size_t n = end - at < FRAME_BLOCK ? end - at : FRAME_BLOCK;
        lags_of(g, at, n, lag);
        for (size_t i = 0; i < n; i++) {
            lag[i] = lag[i] == UINT32_MAX ? blank : g->id[lag[i]] - 1;
        }
        column_put_all(g->held, at, n, lag);
    }
}

static enum status lag_fill(struct frame *f, struct lag *g, struct held_column *h,
                            uint32_t distinct, struct error *e)
{
    struct value *value = arena_alloc(&f->arena, ((size_t)distinct + 2) * sizeof *value);
    if (!value) {
        return error_no_memory(e);
    }
    for (int64_t days = g->least; days <= g->most; days++) {
        uint32_t id = g->id[days - g->least];
        if (id) {
            char *text = arena_printf(&f->arena, "%" PRId64, days);
            if (!text) {
                return error_no_memory(e);
            }
            value[id - 1] = (struct value){
                .code = text, .label = text, .state = VALUE_VALID, .number = days * MICRO};
        }
    }
    value[distinct] = derived_special(VALUE_UNKNOWN);
    value[distinct + 1] = derived_special(VALUE_BLANK);
    h->column.value = value;
    h->column.values = distinct + 2;
    enum status status = column_make_room(f, h, e);
    g->held = h;
    if (status == STATUS_OK) {
        halves_run(f->lines, halves_cut(f->lines, FRAME_LINES_A_THREAD, FRAME_BLOCK), put_lags,
                   g);
    }
    return status;
}

enum status derived_lag(struct frame *f, const struct column **out, struct error *e)
{
    struct lag g = {0};
    struct arena scratch = {0};
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    const struct field *field = reference_field(f->reference, "lag");
    enum status status = h ? frame_column(f, "date", &g.from, e) : error_no_memory(e);
    if (status == STATUS_OK) {
        status = frame_column(f, "entered", &g.to, e);
    }
    uint32_t distinct = 0;
    if (status == STATUS_OK) {
        g.from_day = days_of(g.from, &scratch);
        g.to_day = days_of(g.to, &scratch);
        if (!g.from_day || !g.to_day || !lag_number(&g, f->lines, &scratch, &distinct)) {
            status = error_no_memory(e);
        }
    }
    if (status == STATUS_OK) {
        h->column.name = "lag";
        h->column.label = field ? field->label[LANGUAGE_EN] : "Lag";
        h->column.field = field;
        h->column.type = FIELD_DAYS;
        status = lag_fill(f, &g, h, distinct, e);
    }
    if (status == STATUS_OK) {
        *out = hold(f, h);
    }
    arena_free(&scratch);
    return status;
}

static void fill_lines(struct frame *f, struct held_column *h, size_t first, size_t last,
                       uint32_t id)
{
    for (size_t line = first; line && line <= last && line <= f->lines; line++) {
        column_put(h, line - 1, id);
    }
}

enum status derived_batch(struct frame *f, const struct column **out, struct error *e)
{
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    uint32_t n = (uint32_t)f->batch_count;
    struct value *value = arena_alloc(&f->arena, ((size_t)n + 2) * sizeof *value);
    if (!h || !value) {
        return error_no_memory(e);
    }
    for (uint32_t b = 0; b < n; b++) {
        value[b] = (struct value){
            .code = arena_printf(&f->arena, "%" PRIu32, f->batch[b].id),
            .label =
                arena_printf(&f->arena, "%" PRIu32 " %s", f->batch[b].id, f->batch[b].file),
            .state = VALUE_VALID,
            .number = (int64_t)f->batch[b].id * MICRO,
        };
        if (!value[b].code || !value[b].label) {
            return error_no_memory(e);
        }
    }
    value[n] = derived_special(VALUE_UNKNOWN);
    value[n + 1] = derived_special(VALUE_BLANK);
    h->column = (struct column){
        .name = "batch", .label = "Batch", .type = FIELD_TEXT, .values = n + 2, .value = value};
    enum status status = column_make_ids(f, h, n + 1, e);
    if (status != STATUS_OK) {
        return status;
    }
    for (uint32_t b = 0; b < n; b++) {
        fill_lines(f, h, f->batch[b].first_line, f->batch[b].last_line, b);
    }
    for (size_t i = 0; i < f->adopted_count; i++) {
        for (uint32_t b = 0; b < n; b++) {
            if (f->batch[b].id == f->adopted[i].batch) {
                fill_lines(f, h, f->adopted[i].first, f->adopted[i].last, b);
            }
        }
    }
    *out = hold(f, h);
    return STATUS_OK;
}

static void put_identical(void *data, uint32_t first, uint32_t last, bool later)
{
    struct held_column *h = data;
    for (uint32_t line = first; line <= last; line++) {
        column_put(h, (size_t)line - 1, later);
    }
}

enum status derived_identical(struct frame *f, const struct column **out, struct error *e)
{
    enum { VALUES = 4 };
    struct held_column *h = arena_zero(&f->arena, 1, sizeof *h);
    struct value *value = arena_zero(&f->arena, VALUES, sizeof *value);
    if (!h || !value) {
        return error_no_memory(e);
    }
    value[0] = (struct value){.code = "first", .label = "first", .state = VALUE_VALID};
    value[1] = (struct value){.code = "yes", .label = "yes", .state = VALUE_VALID};
    value[2] = derived_special(VALUE_UNKNOWN);
    value[3] = derived_special(VALUE_BLANK);
    h->column = (struct column){.name = "identical",
                                .label = "Identical",
                                .type = FIELD_TEXT,
                                .values = VALUES,
                                .value = value};
    enum status status = column_make_ids(f, h, VALUES - 1, e);
    if (status == STATUS_OK) {
        status = cache_identical(f->cache, put_identical, h, e);
    }
    if (status != STATUS_OK) {
        free(h->ids);
        return status;
    }
    *out = hold(f, h);
    return STATUS_OK;
}
