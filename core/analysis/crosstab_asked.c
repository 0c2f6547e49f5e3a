/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that were never asked for a field of the cross-tab: a simplified report has no routing,
 * conveyance, concealment ... to fill in, so that a blank of it is not one that somebody left.
 * Shares and expected values are taken without them. */
#include "analysis/crosstab_private.h"

#include <stdlib.h>
#include <string.h>

#define FORM_FIELD "form"
#define SIMPLIFIED "simplified"

static bool is_long(const struct axis *axis)
{
    return axis->column->field && axis->column->field->long_form;
}

/* The fields of the table that simplified reports do not ask for. */
static size_t long_columns(const struct crosstab_run *x,
                           const struct column *out[SIDES * PIVOT_DEPTH])
{
    size_t n = 0;
    for (int s = 0; s < SIDES; s++)
        for (size_t i = 0; i < x->side[s].axes; i++)
            if (is_long(&x->side[s].axis[i]))
                out[n++] = x->side[s].axis[i].column;
    return n;
}

static bool wants_asked(const struct crosstab_run *x)
{
    for (size_t m = 0; m < x->t->measure_count; m++)
        if (crosstab_is_relative(x->t->shown[m].show))
            return true;
    return false;
}

/* The lines of b whose value in the column has a state, and where code is given that code. */
static enum status keep_value(struct frame *f, const struct column *column,
                              enum value_state state, const char *code, struct bitmap *b,
                              struct error *e)
{
    uint8_t *is = calloc(column->values + 1, 1);
    if (!is)
        return error_no_memory(e);
    for (uint32_t v = 0; v < column->values; v++)
        is[v] =
            column->value[v].state == state && (!code || !strcmp(column->value[v].code, code));
    enum status status = crosstab_keep(f, column, is, b, e);
    free(is);
    return status;
}

/* Takes the lines off asked that are of simplified reports and blank in the column. */
static enum status take_blanks(struct frame *f, const struct column *column,
                               const struct bitmap *simplified, struct bitmap *asked,
                               struct error *e)
{
    struct bitmap blank = {0};
    if (!bitmap_copy(&blank, simplified))
        return error_no_memory(e);
    enum status status = keep_value(f, column, VALUE_BLANK, NULL, &blank, e);
    bitmap_and_not(asked, &blank);
    bitmap_free(&blank);
    return status;
}

enum status crosstab_find_asked(struct crosstab_run *x, struct error *e)
{
    const struct column *column[SIDES * PIVOT_DEPTH], *form;
    size_t columns = long_columns(x, column);
    x->answered = &x->own;
    if (!columns || !wants_asked(x) || !frame_find_field(x->frame, FORM_FIELD))
        return STATUS_OK;
    struct bitmap simplified = {0}, asked = {0};
    enum status status = frame_column(x->frame, FORM_FIELD, &form, e);
    if (status)
        return status;
    if (!bitmap_copy(&simplified, x->selection) || !bitmap_copy(&asked, x->selection))
        status = error_no_memory(e);
    if (!status)
        status = keep_value(x->frame, form, VALUE_VALID, SIMPLIFIED, &simplified, e);
    for (size_t i = 0; !status && i < columns; i++)
        status = take_blanks(x->frame, column[i], &simplified, &asked, e);
    if (!status)
        x->never_asked = (uint32_t)(bitmap_count(x->selection) - bitmap_count(&asked));
    if (!status && x->never_asked)
        status = crosstab_add_part(x, &asked, &x->answered, e);
    bitmap_free(&simplified);
    bitmap_free(&asked);
    return status;
}
