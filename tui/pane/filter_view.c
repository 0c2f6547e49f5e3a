/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the pane Filter is painted: fields with their values at the left, counts and bars at the
 * right. */
#include "pane/filter_view.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

#define FIELD_COLUMNS 27 /* of the fields' list at 80 columns */
#define BAR_MOST 24
#define NARROW 60 /* fewer columns hold one list alone */

static void number(uint32_t n, char out[64])
{
    fixed_format((int128)n, 0, 0, ',', out);
}

static void paint_field(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct facets *f = data;
    const struct facet_field *field = &f->field[at];
    char count[64];

    bool known = field->counted || field->steps;
    number(field->counted ? field->fitting : field->values, count);
    bool here = !cursor && at == f->fields.cursor; /* the keys are in the values */
    canvas_text(c, row, 1, 2, ROLE_TEXT, field->narrowed ? canvas_glyph(c, GLYPH_CHECK) : "");
    canvas_text(c, row, 3, c->cols - 11, here ? ROLE_MATCH : ROLE_TEXT, field->label);
    canvas_right(c, row, c->cols - 8, 7, known ? ROLE_NUMBER : ROLE_DIM,
                 field->values ? count : "");
    canvas_text(c, row, c->cols - 1, 1, ROLE_TEXT, "");
}

struct value_paint {
    struct pane *pane;
    int label, bar; /* columns */
};

/* mark, label, count, share, bar */
static void paint_value(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    struct value_paint *w = data;
    struct facets *f = w->pane->state;
    const struct facet_value *v = &f->value[at];
    enum choice choice = (enum choice)v->choice;
    enum role role = choice == CHOICE_IN               ? ROLE_MATCH
                     : v->group.state == VALUE_INVALID ? ROLE_INVALID
                     : v->group.state != VALUE_VALID   ? ROLE_BLANK
                                                       : ROLE_TEXT;
    char count[64], share[64] = "", bar[BAR_MOST * GLYPH_BYTES] = "";
    const char *ends = dates_mark(f, v, canvas_ascii(c));
    int col = 3;

    (void)cursor;
    number(v->count, count);
    double part = f->total ? 100.0 * v->count / f->total : 0;
    if (v->count && part < 0.05) {
        snprintf(share, sizeof share, "<0.1 %%");
    } else if (v->count) {
        snprintf(share, sizeof share, "%.*f %%", part < 9.95 ? 1 : 0, part);
    }
    role = *ends && role == ROLE_TEXT ? ROLE_MATCH : role;
    canvas_text(c, row, 1, col - 1, ROLE_TEXT,
                choice == CHOICE_IN && !f->dates.own ? canvas_glyph(c, GLYPH_CHECK)
                : choice == CHOICE_OUT               ? canvas_glyph(c, GLYPH_EXCLUDE)
                                                     : ends);
    int width = canvas_width(c, v->group.label), most = w->label;
    width = width < most ? width : most;
    canvas_text(c, row, col, width, role, v->group.label);
    canvas_text(c, row, col + width, most - width, ROLE_TEXT, "");
    col = 3 + w->label;
    canvas_right(c, row, col, 9, ROLE_NUMBER, v->count ? count : canvas_glyph(c, GLYPH_DOT));
    canvas_right(c, row, col + 9, 8, ROLE_DIM, share);
    int length = f->most ? (int)((double)w->bar * v->count / f->most + 0.5) : 0;
    for (int i = 0; i < length && i < BAR_MOST; i++) {
        strcat(bar, canvas_glyph(c, GLYPH_BAR));
    }
    canvas_text(c, row, col + 17, 1, ROLE_TEXT, "");
    canvas_text(c, row, col + 18, c->cols - col - 18, ROLE_SPARK, bar);
}

static void paint_field_head(struct canvas *left)
{
    canvas_blank(left, 0);
    canvas_text(left, 0, 3, left->cols - 11, ROLE_HEAD, "Field");
    canvas_right(left, 0, left->cols - 8, 7, ROLE_HEAD, "values");
    canvas_rule(left, 1);
}

static void paint_value_head(const struct facets *f, struct canvas *right,
                             const struct value_paint *w)
{
    char text[96];

    canvas_blank(right, 0);
    canvas_rule(right, 1);
    if (!f->field_count) {
        return;
    }
    bool date = f->field[f->shown_field].date, ordered = date || f->steps;
    snprintf(text, sizeof text, "%s%s%s%s", f->field[f->shown_field].label, date ? " by " : "",
             date ? dates_grain(f) : "",
             f->by_label && !ordered ? canvas_glyph(right, GLYPH_UP) : "");
    canvas_text(right, 0, 3, w->label, ROLE_HEAD, text);
    snprintf(text, sizeof text, "%s%s", f->unit,
             f->by_label || ordered ? "" : canvas_glyph(right, GLYPH_DOWN));
    canvas_right(right, 0, 3 + w->label - 2, 11, ROLE_HEAD, text);
    canvas_right(right, 0, 3 + w->label + 9, 8, ROLE_HEAD, "share");
}

static void paint_fields(struct facets *f, struct canvas *left)
{
    paint_field_head(left);
    list_paint(&f->fields, left, FACETS_HEAD_ROWS, !f->on_values, paint_field, f);
}

static void paint_values(struct pane *p, struct canvas *right)
{
    struct facets *f = p->state;
    struct value_paint w = {.pane = p};
    int rest = right->cols - 3 - 18;

    w.bar = rest > 34 ? rest - 26 : rest > 26 ? 8 : 0;
    w.bar = w.bar > BAR_MOST ? BAR_MOST : w.bar;
    w.label = rest - w.bar > 44 ? 44 : rest - w.bar;
    paint_value_head(f, right, &w);
    list_paint(&f->values, right, FACETS_HEAD_ROWS, f->on_values, paint_value, &w);
    if (f->field_count && !f->value_count) {
        canvas_text(right, FACETS_HEAD_ROWS, 3, right->cols - 3, ROLE_DIM,
                    "no record fits the rest of the filter");
    }
}

static void paint_gap(struct canvas *between)
{
    for (int i = 0; i < between->rows; i++) {
        if (i == 1) {
            canvas_rule(between, i);
        } else {
            canvas_blank(between, i);
        }
    }
}

/* Side by side, or where that leaves no room for names the one that has the keys. */
void facets_paint(struct pane *p, struct canvas *c)
{
    struct facets *f = p->state;
    struct canvas left = *c, right = *c, between = *c;

    if (c->cols >= NARROW) {
        left.cols = c->cols >= 120 ? FIELD_COLUMNS + 10 : c->cols < 70 ? 20 : FIELD_COLUMNS;
        between.left += left.cols;
        between.cols = 1;
        right.left += left.cols + 1;
        right.cols -= left.cols + 1;
        paint_gap(&between);
    }
    if (c->cols >= NARROW || !f->on_values) {
        paint_fields(f, &left);
    }
    if (c->cols >= NARROW || f->on_values) {
        paint_values(p, &right);
    }
    if (!f->field_count && f->field) {
        canvas_text(c, FACETS_HEAD_ROWS + 1, 1, c->cols - 1, ROLE_TEXT,
                    "The cache is empty: saisie import FILE... fills it.");
    }
}

void facets_provenance(struct pane *p, struct buffer *out)
{
    struct facets *f = p->state;
    char count[64], total[64];

    if (f->field_count && !dates_note(p, out)) {
        const struct facet_field *field = &f->field[f->shown_field];
        number((uint32_t)f->value_count, count);
        number(f->total, total);
        buffer_addf(out, "%s: %s row%s, %s %s", field->label, count,
                    f->value_count == 1 ? "" : "s", total, f->unit);
        if (field->narrowed) {
            buffer_addf(out, "; counted without the filter's own choice of %s", field->label);
        }
        if (f->shown && (f->shown->overlap || (f->shown->cases_overlap && !f->seizures))) {
            buffer_adds(out, "; rows add to more: one can stand in several");
        }
        if (f->steps && f->steps->other) {
            number(f->steps->other, count);
            buffer_addf(out, "; %s seizure%s of other units in no row", count,
                        f->steps->other == 1 ? "" : "s");
        }
    }
    buffer_adds(out, f->field_count ? "\n" : "");
    buffer_adds(out, f->provenance ? f->provenance : "");
}
