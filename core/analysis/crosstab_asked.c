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

/* Takes the lines off that are blank in one of the columns; lines: those of simplified reports.
 */
static void take_blanks(const struct column *const *column, size_t columns,
                        const struct bitmap *lines, struct bitmap *out, uint32_t *taken)
{
    for (size_t w = 0; w < bitmap_words(out); w++)
        for (uint64_t left = lines->words[w] & out->words[w]; left; left &= left - 1) {
            size_t at = w * 64 + (unsigned)__builtin_ctzll(left);
            bool blank = false;
            for (size_t i = 0; i < columns; i++)
                blank |= column[i]->value[column_id(column[i], at)].state == VALUE_BLANK;
            if (blank) {
                bitmap_unset(out, at);
                ++*taken;
            }
        }
}

/* The lines of simplified reports. */
static enum status simplified_lines(const struct column *form, struct bitmap *b,
                                    struct error *e)
{
    uint8_t *is = calloc(form->values + 1, 1);
    if (!is)
        return error_no_memory(e);
    for (uint32_t v = 0; v < form->values; v++)
        is[v] = form->value[v].state == VALUE_VALID && !strcmp(form->value[v].code, SIMPLIFIED);
    for (size_t i = 0; i < b->bits; i++)
        if (is[column_id(form, i)])
            bitmap_set(b, i);
    free(is);
    return STATUS_OK;
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
    if (!bitmap_init(&simplified, x->selection->bits) || !bitmap_copy(&asked, x->selection))
        status = error_no_memory(e);
    if (!status)
        status = simplified_lines(form, &simplified, e);
    if (!status)
        take_blanks(column, columns, &simplified, &asked, &x->never_asked);
    if (!status && x->never_asked)
        status = crosstab_add_part(x, &asked, &x->answered, e);
    bitmap_free(&simplified);
    bitmap_free(&asked);
    return status;
}
