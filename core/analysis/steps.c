/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of a number: each line falls into one by its amount, or by a table over the values. */
#include "analysis/steps.h"

#include "analysis/block.h"
#include "analysis/cases.h"

#include <stdlib.h>
#include <string.h>

#define FEW_VALUES 24 /* of a plain number: these are chosen from one by one */
#define EDGES_MOST 14

/* A step begins at an edge and ends before the next; the first one has what is below all. Edges
 * are in millionths of the base unit, codes and labels are those of the step that begins. */
struct scale {
    enum field_type type;
    int decimals; /* of the amounts */
    struct edge {
        int64_t millionths;
        const char *code, *label;
    } edge[EDGES_MOST];
    const char *below, *below_label;
};

#define M INT64_C(1000000)
#define TENFOLD                                                                                \
    {0, "0..<1", "0 to below 1"}, {M, "1..<10", "1 to below 10"},                              \
        {10 * M, "10..<100", "10 to below 100"},                                               \
        {100 * M, "100..<1000", "100 to below 1,000"},                                         \
        {1000 * M, "1000..<10000", "1,000 to below 10,000"},                                   \
        {10000 * M, "10000..<100000", "10,000 to below 100,000"},                              \
        {100000 * M, "100000..<1000000", "0.1 to below 1 million"},                            \
    {                                                                                          \
        1000000 * M, "1000000..", "1 million and more"                                         \
    }

static const struct scale scales[] = {
    {FIELD_MASS,
     SCALE_MASS,
     {{0, "0kg..<0.001kg", "below 1 g"},
      {1000, "0.001kg..<0.01kg", "1 g to below 10 g"},
      {10000, "0.01kg..<0.1kg", "10 g to below 100 g"},
      {100000, "0.1kg..<1kg", "100 g to below 1 kg"},
      {M, "1kg..<10kg", "1 kg to below 10 kg"},
      {10 * M, "10kg..<100kg", "10 kg to below 100 kg"},
      {100 * M, "100kg..<1000kg", "100 kg to below 1 t"},
      {1000 * M, "1000kg..<10000kg", "1 t to below 10 t"},
      {10000 * M, "10000kg..<100000kg", "10 t to below 100 t"},
      {100000 * M, "100000kg..", "100 t and more"}},
     "..<0kg",
     "below 0"},
    {FIELD_VOLUME,
     SCALE_VOLUME,
     {{0, "0L..<0.01L", "below 10 ml"},
      {10000, "0.01L..<0.1L", "10 ml to below 100 ml"},
      {100000, "0.1L..<1L", "100 ml to below 1 L"},
      {M, "1L..<10L", "1 L to below 10 L"},
      {10 * M, "10L..<100L", "10 L to below 100 L"},
      {100 * M, "100L..<1000L", "100 L to below 1,000 L"},
      {1000 * M, "1000L..<10000L", "1,000 L to below 10,000 L"},
      {10000 * M, "10000L..", "10,000 L and more"}},
     "..<0L",
     "below 0"},
    {FIELD_PIECES, SCALE_PIECES, {TENFOLD}, "..<0", "below 0"},
    {FIELD_NUMBER, 6, {TENFOLD}, "..<0", "below 0"},
    {FIELD_DAYS,
     6,
     {{0, "0", "the same day"},
      {M, "1..7", "1 to 7 days"},
      {8 * M, "8..30", "8 to 30 days"},
      {31 * M, "31..90", "31 to 90 days"},
      {91 * M, "91..180", "91 to 180 days"},
      {181 * M, "181..365", "181 to 365 days"},
      {366 * M, "366..", "more than a year"}},
     "..-1",
     "before the seizure"},
};

/* Behind the steps: what is no number. */
enum { BELOW = 0, BEHIND = EDGES_MOST + 1, STEPS = BEHIND + 4, NOWHERE = STEPS };

static const struct scale *scale_of(enum field_type type)
{
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (scales[i].type == type)
            return &scales[i];
    return NULL;
}

static bool is_amount(enum field_type type)
{
    return type == FIELD_MASS || type == FIELD_VOLUME || type == FIELD_PIECES;
}

bool steps_suit(enum field_type type, const struct column *c)
{
    return scale_of(type) && (type != FIELD_NUMBER || (c && c->values > FEW_VALUES));
}

/* ---- which step */

struct counting {
    const struct scale *scale;
    int64_t edge[EDGES_MOST]; /* at the scale of the amounts */
    uint32_t edges;
    const struct amounts *amounts;
    const struct column *column;
    uint8_t *step_of; /* by value of the column */
    struct case_counter counter;
    uint32_t seizures[STEPS + 1], cases[STEPS + 1];
};

static void place_edges(struct counting *c)
{
    int64_t factor = 1;
    for (int i = 6; i < c->scale->decimals; i++)
        factor *= 10;
    while (c->edges < EDGES_MOST && c->scale->edge[c->edges].code) {
        c->edge[c->edges] = c->scale->edge[c->edges].millionths * factor;
        c->edges++;
    }
}

static uint8_t step_at(const struct counting *c, int64_t amount)
{
    uint8_t step = BELOW;
    while (step < c->edges && amount >= c->edge[step])
        step++;
    return step;
}

static const uint8_t step_of_state[AMOUNT_STATES] = {
    [AMOUNT_BLANK] = BEHIND + VALUE_BLANK, [AMOUNT_INVALID] = BEHIND + VALUE_INVALID,
    [AMOUNT_OTHER_UNIT] = NOWHERE,         [AMOUNT_PACKAGE] = NOWHERE,
    [AMOUNT_CURRENCY] = NOWHERE,
};

static uint8_t step_of_line(const struct counting *c, uint32_t line)
{
    if (c->column)
        return c->step_of[column_id(c->column, line)];
    enum amount_state state = (enum amount_state)c->amounts->state[line];
    return state == AMOUNT_COUNTED ? step_at(c, c->amounts->amount[line])
                                   : step_of_state[state];
}

/* The steps of the values of a column. */
static enum status open_column(struct frame *f, const char *field, struct counting *c,
                               struct error *e)
{
    enum status status = frame_column(f, field, &c->column, e);
    if (status)
        return status;
    c->step_of = malloc(c->column->values + 1);
    if (!c->step_of)
        return error_no_memory(e);
    for (uint32_t v = 0; v < c->column->values; v++) {
        const struct value *value = &c->column->value[v];
        c->step_of[v] = value->state == VALUE_VALID ? step_at(c, value->number)
                                                    : (uint8_t)(BEHIND + value->state);
    }
    return STATUS_OK;
}

/* ---- counting */

static void count_lines(struct counting *c, const struct bitmap *lines, bool cases)
{
    uint32_t at[BLOCK_LINES];
    size_t from = 0, n;
    while ((n = bitmap_next(lines, &from, at, BLOCK_LINES)) > 0)
        for (size_t i = 0; i < n; i++) {
            uint8_t step = step_of_line(c, at[i]);
            c->seizures[step]++;
            if (cases && step != NOWHERE) {
                c->cases[step] += case_counter_new(&c->counter, step, at[i]);
                c->cases[NOWHERE] += case_counter_new(&c->counter, NOWHERE, at[i]);
            }
        }
}

static void put_step(struct steps *s, const struct counting *c, uint32_t step,
                     struct value group)
{
    if (!c->seizures[step])
        return;
    s->step[s->count++] = (struct step){group, c->seizures[step], c->cases[step]};
    s->seizures += c->seizures[step];
}

static enum status put_steps(const struct counting *c, struct steps *s, struct error *e)
{
    static const struct value rest[] = {
        {.code = "", .label = "(invalid)", .state = VALUE_INVALID},
        {.code = "", .label = "Unknown", .state = VALUE_UNKNOWN},
        {.code = "", .label = "(blank)", .state = VALUE_BLANK},
    };
    s->step = arena_zero(&s->arena, STEPS + 1, sizeof *s->step);
    if (!s->step)
        return error_no_memory(e);
    put_step(s, c, BELOW,
             (struct value){.code = c->scale->below,
                            .label = c->scale->below_label,
                            .state = VALUE_VALID});
    for (uint32_t i = 0; i < c->edges; i++)
        put_step(s, c, i + 1,
                 (struct value){.code = c->scale->edge[i].code,
                                .label = c->scale->edge[i].label,
                                .state = VALUE_VALID});
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        put_step(s, c, BEHIND + (uint32_t)rest[i].state, rest[i]);
    s->cases = c->cases[NOWHERE];
    s->other = c->seizures[NOWHERE];
    return STATUS_OK;
}

static enum status count_steps(struct frame *f, const struct bitmap *lines, const char *field,
                               struct counting *c, struct error *e)
{
    const struct frame_cases *cases;
    enum status status = is_amount(c->scale->type)
                             ? frame_amounts(f, c->scale->type, &c->amounts, e)
                             : open_column(f, field, c, e);
    if (!status)
        status = frame_cases(f, &cases, e);
    bool counts = !status && cases->cases_max > 0;
    if (counts)
        status = case_counter_open(f, STEPS + 1, 2, &c->counter, e);
    if (status)
        return status;
    count_lines(c, lines, counts);
    if (c->counter.failed)
        status = error_no_memory(e);
    if (counts)
        case_counter_close(&c->counter);
    return status;
}

enum status steps_run(struct frame *f, const struct bitmap *lines, const char *field,
                      struct steps **out, struct error *e)
{
    const struct frame_field *is = frame_find_field(f, field);
    struct counting c = {.scale = is ? scale_of(is->type) : NULL};
    *out = NULL;
    if (!c.scale)
        return error_set(e, STATUS_MISUSE, "%s has no numbers", field);
    struct steps *s = calloc(1, sizeof *s);
    if (!s)
        return error_no_memory(e);
    place_edges(&c);
    enum status status = count_steps(f, lines, field, &c, e);
    if (!status)
        status = put_steps(&c, s, e);
    free(c.step_of);
    if (status)
        steps_free(&s);
    *out = s;
    return status;
}

void steps_free(struct steps **s)
{
    if (*s)
        arena_free(&(*s)->arena);
    free(*s);
    *s = NULL;
}
