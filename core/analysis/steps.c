/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of a number: each line falls into one by its amount, or by a table over the values. */
#include "analysis/steps.h"

#include "analysis/block.h"
#include "analysis/cases.h"
#include "frame/classes.h"

#include <stdlib.h>
#include <string.h>

#define FEW_VALUES 24 /* of a plain number: these are chosen from one by one */

/* Behind the steps, which are the classes but for zero alone: what is no number. */
enum { BEHIND = CLASSES_MOST, STEPS = BEHIND + 4, NOWHERE = STEPS };

bool steps_suit(enum field_type type, const struct column *c)
{
    return classes_of(type) && (type != FIELD_NUMBER || (c && c->values > FEW_VALUES));
}

/* ---- which step */

struct counting {
    const struct classes *classes;
    int64_t bound[CLASSES_MOST]; /* at the scale of the amounts */
    const struct amounts *amounts;
    const struct column *column;
    uint8_t *step_of; /* by value of the column */
    struct case_counter counter;
    uint32_t seizures[STEPS + 1], cases[STEPS + 1];
};

/* No range has what is above zero without it, so a step has both. */
static uint8_t step_at(const struct counting *c, int64_t amount)
{
    uint32_t step = classes_at(c->bound, c->classes->count, amount);
    return (uint8_t)(step + (step == c->classes->zero));
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
        c->step_of[v] = value->state == VALUE_VALID ? step_at(c, classes_number(value))
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
    for (uint32_t i = 0; i < c->classes->count; i++) {
        const struct number_class *one = &c->classes->one[i];
        put_step(s, c, i,
                 (struct value){.code = one->range ? one->range : one->code,
                                .label = one->label,
                                .state = VALUE_VALID});
    }
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
    enum status status = classes_of_amounts(c->classes->type)
                             ? frame_amounts(f, c->classes->type, &c->amounts, e)
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
    struct counting c = {.classes = is ? classes_of(is->type) : NULL};
    *out = NULL;
    if (!c.classes)
        return error_set(e, STATUS_MISUSE, "%s has no numbers", field);
    struct steps *s = calloc(1, sizeof *s);
    if (!s)
        return error_no_memory(e);
    classes_bounds(c.classes, c.bound);
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
