/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running numbers of a cross-tab: what stands in a line of a side or in one before it. Neither
 * distinct things nor lines with several values can be added up, so each is counted in the
 * first step that it stands in, in one walk over the lines; then steps are added. */
#include "analysis/block.h"
#include "analysis/cases.h"
#include "analysis/crosstab_private.h"
#include "analysis/pivot_parts.h"

#include <stdlib.h>
#include <string.h>

#define NO_STEP UINT32_MAX
#define NO_LINE UINT32_MAX

/* What stands in one step of one line of the other side. */
struct step {
    struct amount amount;
    struct extent extent;
};

/* The lines of the other side that a group stands in. */
struct stands {
    uint32_t line[3]; /* its own, its subtotal or Others; NO_LINE: none */
};

struct running {
    struct crosstab_run *x;
    const struct measure *measure;
    int along; /* the side whose lines are stepped through */
    struct side side[SIDES];
    uint32_t *step_of; /* by group along: the step it comes in */
    uint32_t *step_at; /* by line along: up to which step it counts */
    uint32_t steps;
    struct stands *stands; /* by group of the other side */
    struct step *cell;     /* [line of the other side][step] */
    /* Distinct things: of each line of the other side the first step that each stands in. */
    const struct frame_cases *cases;
    uint32_t *last, *first;     /* by line: the case counted last, and its step */
    struct numbering scattered; /* (line, case) of those that do not stand together */
    uint32_t *scattered_first;
    struct reporter_index reporters;
    uint32_t *reporter_first; /* [line][reporter] */
    uint32_t reporter_bits;
    /* Quantities. */
    const struct amounts *amounts;
    const struct money *money;
    const struct column *stream;
    uint32_t *found; /* room for the groups of a line */
    uint32_t *lines; /* room for its lines of the other side */
};

int crosstab_running_side(const struct crosstab_run *x)
{
    int side;
    size_t axis;
    if (crosstab_time_axis(x, &side, &axis))
        return side;
    return x->side[SIDE_COLS].axes ? SIDE_COLS : SIDE_ROWS;
}

/* ---- steps */

/* The number of a line's group among those of the side; NO_LINE: it does not occur. */
static uint32_t number_of(const struct side *s, const struct pivot_group *g)
{
    uint32_t from = 0, end = s->count;
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        int order = 0;
        for (size_t i = 0; i < s->axes && !order; i++)
            order = (s->group[middle].group[i] > g->group[i]) -
                    (s->group[middle].group[i] < g->group[i]);
        if (!order)
            return middle;
        if (order < 0)
            from = middle + 1;
        else
            end = middle;
    }
    return NO_LINE;
}

/* The first group of an outer one: they stand together, in display order. */
static uint32_t first_inside(const struct side *s, uint32_t outer)
{
    uint32_t from = 0, end = s->count;
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        if (s->group[middle].group[0] < outer)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

static bool is_inside(const struct side *s, uint32_t g, uint32_t outer)
{
    return g < s->count && s->group[g].group[0] == outer;
}

/* A subtotal is complete behind its children, those too that are not shown. */
static void number_steps(struct running *w)
{
    const struct crosstab_side *s = &w->x->side[w->along];
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < s->count; i++) {
        if (open != SIZE_MAX && !s->line[i].depth) {
            w->step_at[open] = w->steps++;
            open = SIZE_MAX;
        }
        if (s->line[i].kind == LINE_SUBTOTAL)
            open = i;
        else
            w->step_at[i] = s->line[i].kind == LINE_TOTAL ? NO_STEP : w->steps++;
    }
}

static void place_steps(struct running *w)
{
    const struct crosstab_side *s = &w->x->side[w->along];
    const struct side *groups = &w->side[w->along];
    uint32_t others = NO_STEP;
    for (uint32_t g = 0; g < groups->count; g++)
        w->step_of[g] = NO_STEP;
    for (size_t i = 0; i < s->count; i++) {
        const struct crosstab_line *l = &s->line[i];
        if (l->kind == LINE_OTHERS)
            others = w->step_at[i];
        uint32_t g = l->kind == LINE_GROUP ? number_of(groups, &l->group) : NO_LINE;
        if (g != NO_LINE)
            w->step_of[g] = w->step_at[i];
        if (l->kind != LINE_SUBTOTAL)
            continue;
        const uint32_t outer = l->group.group[0];
        for (g = first_inside(groups, outer); is_inside(groups, g, outer); g++)
            w->step_of[g] = w->step_at[i]; /* its children come behind and say better */
    }
    for (uint32_t g = 0; s->merged && g < groups->count; g++)
        if (s->merged[groups->group[g].group[0]])
            w->step_of[g] = others;
}

static void place_others(struct running *w)
{
    const struct crosstab_side *s = &w->x->side[!w->along];
    const struct side *groups = &w->side[!w->along];
    for (uint32_t g = 0; g < groups->count; g++)
        w->stands[g] = (struct stands){{NO_LINE, NO_LINE, NO_LINE}};
    for (size_t i = 0; i < s->count; i++) {
        const struct crosstab_line *l = &s->line[i];
        uint32_t own = l->kind == LINE_GROUP ? number_of(groups, &l->group) : NO_LINE;
        if (own != NO_LINE)
            w->stands[own].line[0] = (uint32_t)i;
        const uint32_t outer = l->group.group[0];
        for (uint32_t g = first_inside(groups, outer);
             l->kind == LINE_SUBTOTAL && is_inside(groups, g, outer); g++)
            w->stands[g].line[1] = (uint32_t)i;
        for (uint32_t g = 0; l->kind == LINE_OTHERS && g < groups->count; g++)
            if (s->merged[groups->group[g].group[0]])
                w->stands[g].line[2] = (uint32_t)i;
    }
}

/* ---- opening */

static enum status open_distinct(struct running *w, struct error *e)
{
    size_t lines = w->x->side[!w->along].count;
    enum status status = STATUS_OK;
    if (w->measure->kind == MEASURE_CASES) {
        status = frame_cases(w->x->frame, &w->cases, e);
        if (status)
            return status;
        size_t most = w->cases->scattered_lines * (3 * (size_t)w->side[!w->along].most + 1);
        w->last = calloc(lines, sizeof *w->last);
        w->first = malloc(lines * sizeof *w->first);
        w->scattered_first = malloc((most + 1) * sizeof *w->scattered_first);
        bool room = w->last && w->first && w->scattered_first &&
                    numbering_reserve(&w->scattered, most + 1);
        return room ? STATUS_OK : error_no_memory(e);
    }
    status = reporter_index_open(w->x->frame, &w->reporters, e);
    if (status)
        return status;
    w->reporter_bits = w->reporters.words * 64;
    size_t size = lines * w->reporter_bits * sizeof *w->reporter_first;
    w->reporter_first = malloc(size + 1);
    if (!w->reporter_first)
        return error_no_memory(e);
    memset(w->reporter_first, 0xff, size);
    return STATUS_OK;
}

static enum status open_quantity(struct running *w, struct error *e)
{
    static const enum field_type families[MEASURE_KINDS] = {[MEASURE_MASS] = FIELD_MASS,
                                                            [MEASURE_VOLUME] = FIELD_VOLUME,
                                                            [MEASURE_PIECES] = FIELD_PIECES};
    w->stream = w->x->own.p[VIEW_FULL][VIEW_FULL]->stream;
    if (w->measure->kind == MEASURE_VALUE)
        return frame_money(w->x->frame, &w->money, e);
    return frame_amounts(w->x->frame, families[w->measure->kind], &w->amounts, e);
}

static enum status open_running(struct running *w, struct error *e)
{
    struct crosstab_run *x = w->x;
    for (int s = 0; s < SIDES; s++) {
        enum status status =
            side_open(x->frame, x->side[s].names, &x->t->arena, &w->side[s], e);
        if (!status)
            status = side_number(&w->side[s], x->selection, &x->t->arena, e);
        if (status)
            return status;
    }
    size_t lines = x->side[!w->along].count, along = x->side[w->along].count;
    const struct side *other = &w->side[!w->along];
    uint32_t most = w->side[0].most > w->side[1].most ? w->side[0].most : w->side[1].most;
    w->step_of = malloc((w->side[w->along].count + 1) * sizeof *w->step_of);
    w->step_at = malloc(along * sizeof *w->step_at);
    w->stands = malloc((other->count + 1) * sizeof *w->stands);
    w->found = malloc((most + 1) * sizeof *w->found);
    w->lines = malloc((3 * (size_t)most + 1) * sizeof *w->lines);
    if (!w->step_of || !w->step_at || !w->stands || !w->found || !w->lines)
        return error_no_memory(e);
    number_steps(w);
    w->cell = calloc(lines * w->steps + 1, sizeof *w->cell);
    if (!w->cell)
        return error_no_memory(e);
    for (size_t i = 0; i < lines * w->steps; i++)
        w->cell[i].extent.stream = EXTENT_NONE;
    place_steps(w);
    place_others(w);
    return measure_is_distinct(w->measure)   ? open_distinct(w, e)
           : measure_is_quantity(w->measure) ? open_quantity(w, e)
                                             : STATUS_OK;
}

static void close_running(struct running *w)
{
    for (int s = 0; s < SIDES; s++)
        side_close(&w->side[s]);
    free(w->step_of);
    free(w->step_at);
    free(w->stands);
    free(w->cell);
    free(w->last);
    free(w->first);
    numbering_free(&w->scattered);
    free(w->scattered_first);
    reporter_index_close(&w->reporters);
    free(w->reporter_first);
    free(w->found);
    free(w->lines);
}

/* ---- counting */

/* The lines of the other side that a position stands in, each once, the total last; 0: it has
 * no place there. */
static uint32_t lines_of(struct running *w, uint32_t position)
{
    const struct crosstab_side *s = &w->x->side[!w->along];
    uint32_t groups = side_of(&w->side[!w->along], position, w->found), n = 0;
    if (s->axes && !groups)
        return 0;
    for (uint32_t g = 0; g < groups; g++)
        for (size_t k = 0; k < 3; k++) {
            uint32_t line = w->stands[w->found[g]].line[k];
            bool known = line == NO_LINE;
            for (uint32_t i = 0; i < n && !known; i++)
                known = w->lines[i] == line;
            if (!known)
                w->lines[n++] = line;
        }
    w->lines[n++] = (uint32_t)s->count - 1;
    return n;
}

static uint32_t first_step(struct running *w, uint32_t position)
{
    uint32_t groups = side_of(&w->side[w->along], position, w->found), step = NO_STEP;
    for (uint32_t g = 0; g < groups; g++)
        if (w->step_of[w->found[g]] < step)
            step = w->step_of[w->found[g]];
    return step;
}

/* The place of the first step in which a thing stands in a line; NULL: there is no thing. A new
 * one has NO_STEP there. */
static uint32_t *first_of(struct running *w, uint32_t line, uint32_t position)
{
    if (w->measure->kind == MEASURE_REPORTERS) {
        uint32_t bit = w->reporters.bit[column_id(w->reporters.column, position)];
        return bit == REPORTER_NONE ? NULL
                                    : &w->reporter_first[(size_t)line * w->reporter_bits + bit];
    }
    uint32_t number = w->cases->key[position];
    if (!number)
        return NULL;
    if (!bitmap_get(&w->cases->scattered, position)) {
        if (w->last[line] != number)
            w->first[line] = NO_STEP;
        w->last[line] = number;
        return &w->first[line];
    }
    bool is_new;
    uint32_t at = numbering_add(&w->scattered, (uint64_t)line << 32 | number, &is_new);
    if (is_new)
        w->scattered_first[at] = NO_STEP;
    return &w->scattered_first[at];
}

static void count_distinct(struct running *w, uint32_t line, uint32_t step, uint32_t position,
                           struct step *row)
{
    uint32_t *first = first_of(w, line, position);
    if (!first)
        return;
    row[step].amount.counted++;
    if (step >= *first)
        return;
    row[step].amount.value++;
    if (*first != NO_STEP)
        row[*first].amount.value--;
    *first = step;
}

/* What the line has of a quantity; false: it does not count. */
static bool quantity_of(const struct running *w, uint32_t position, int64_t *out)
{
    bool counts = false;
    *out = 0;
    if (w->amounts) {
        *out = w->amounts->amount[position];
        return w->amounts->state[position] == AMOUNT_COUNTED;
    }
    if (w->measure->money_group == UINT16_MAX)
        return false; /* there is money, but none whose currency is told */
    for (int s = 0; s < 2; s++)
        if (w->money->source[s].amount &&
            w->money->source[s].group_of[position] == w->measure->money_group) {
            *out = money_sum(*out, w->money->source[s].amount[position]);
            counts = true;
        }
    return counts;
}

static void count_position(struct running *w, uint32_t position)
{
    uint32_t step = first_step(w, position);
    if (step == NO_STEP)
        return;
    uint32_t n = lines_of(w, position);
    bool distinct = measure_is_distinct(w->measure), quantity = w->amounts || w->money;
    int64_t amount = 1;
    bool counts = !quantity || quantity_of(w, position, &amount);
    uint32_t stream = w->amounts && w->stream ? column_id(w->stream, position) : EXTENT_NONE;
    for (uint32_t i = 0; i < n; i++) {
        struct step *row = w->cell + (size_t)w->lines[i] * w->steps;
        row[step].amount.lines++;
        if (distinct) {
            count_distinct(w, w->lines[i], step, position, row);
        } else if (counts) {
            row[step].amount.counted++;
            row[step].amount.value += amount;
            if (quantity)
                extent_add(&row[step].extent, amount, stream);
        }
    }
}

static enum status count_lines(struct running *w, struct error *e)
{
    struct pace *pace = frame_pace(w->x->frame);
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = block_next(pace, w->x->selection, &from, at)) > 0)
        for (size_t i = 0; i < n; i++)
            count_position(w, at[i]);
    return pace_status(pace, e);
}

/* ---- values */

static void add_step(struct step *to, const struct step *s)
{
    to->amount.value += s->amount.value;
    to->amount.lines += s->amount.lines;
    to->amount.counted += s->amount.counted;
    extent_add(&to->extent, s->extent.largest, s->extent.stream);
}

static void add_up(struct running *w)
{
    size_t lines = w->x->side[!w->along].count;
    for (size_t o = 0; o < lines; o++)
        for (uint32_t s = 1; s < w->steps; s++)
            add_step(&w->cell[o * w->steps + s], &w->cell[o * w->steps + s - 1]);
}

/* The value of line o of the other side up to a step. */
static void value_at(const struct running *w, size_t m, size_t o, uint32_t step,
                     struct crosstab_value *v)
{
    const struct step *s = &w->cell[o * w->steps + step];
    v->amount = s->amount;
    v->marks &= MARK_PROVISIONAL;
    crosstab_judge(w->x, m, &s->extent, v);
}

static void fill_values(const struct running *w, size_t m)
{
    struct crosstab *t = w->x->t;
    size_t lines = w->x->side[!w->along].count, along = w->x->side[w->along].count;
    for (size_t o = 0; o < lines; o++)
        for (size_t i = 0; i < along; i++) {
            size_t r = w->along == SIDE_ROWS ? i : o, c = w->along == SIDE_ROWS ? o : i;
            if (w->step_at[i] != NO_STEP)
                value_at(w, m, o, w->step_at[i],
                         &t->value[(m * t->row_count + r) * t->col_count + c]);
        }
}

/* Counts all steps and adds them up; w is to be closed either way. */
static enum status run_through(struct running *w, struct error *e)
{
    enum status status = open_running(w, e);
    if (!status)
        status = count_lines(w, e);
    if (!status)
        add_up(w);
    return status;
}

enum status crosstab_fill_running(struct crosstab_run *x, size_t m, struct error *e)
{
    struct running w = {
        .x = x, .measure = &x->t->measure[m], .along = crosstab_running_side(x)};
    enum status status = run_through(&w, e);
    if (!status)
        fill_values(&w, m);
    close_running(&w);
    return status;
}

enum status crosstab_running_keys(struct crosstab_run *x, size_t m, size_t c,
                                  struct crosstab_key *key, struct error *e)
{
    struct running w = {.x = x, .measure = &x->t->measure[m], .along = SIDE_COLS};
    if (crosstab_running_side(x) != SIDE_COLS || c + 1 == x->side[SIDE_COLS].count)
        return STATUS_OK;
    enum status status = run_through(&w, e);
    for (size_t r = 0; !status && r < x->side[SIDE_ROWS].count; r++) {
        struct crosstab_value v = {0};
        value_at(&w, m, r, w.step_at[c], &v);
        key[r] = crosstab_key_of(x, m, &v);
    }
    close_running(&w);
    return status;
}
