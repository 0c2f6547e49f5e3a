/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in the file at hand: how it is written, which column is which field, its first
 * values before and after, and what one should know before it is loaded. */
#include "pane/import_pane.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define NARROW 72 /* columns below which the evidence has no room */
#define WIDE 120  /* and from which on two rows of the file are shown */

/* ---- words */

static const char *const grain_words[GRAIN_COUNT] = {
    [GRAIN_LINE] = "seizure line",
    [GRAIN_CASE] = "case",
    [GRAIN_AGGREGATE] = "sum of many, kept apart",
    [GRAIN_LICIT] = "licit trade, kept apart",
};

/* Where there is little room: the profile has to stand beside it. */
static const char *const grain_brief[GRAIN_COUNT] = {
    [GRAIN_LINE] = "seizure line",
    [GRAIN_CASE] = "case",
    [GRAIN_AGGREGATE] = "sum, apart",
    [GRAIN_LICIT] = "licit, apart",
};

/* What keeps the order of a column's dates open says so in its evidence. */
static bool is_open(const struct import_column *c)
{
    return strcmp(c->evidence, "order not settled") == 0;
}

static bool any_open(const struct intake_item *it)
{
    for (size_t i = 0; i < it->seen.column_count; i++) {
        if (is_open(&it->seen.columns[i])) {
            return true;
        }
    }
    return false;
}

static const char *order_words(const struct intake_item *it)
{
    return it->told.order   ? date_order_name(it->told.order)
           : any_open(it)   ? "not settled"
           : it->seen.order ? date_order_name(it->seen.order)
                            : "by column";
}

static const char *field_label(struct pane *p, const struct import_column *c)
{
    const struct field *f = reference_field(p->workspace->reference, c->field);

    return c->dates     ? "part of the date"
           : c->further ? "further field"
           : f          ? f->label[LANGUAGE_EN]
                        : c->field;
}

static const char *arrow(const struct canvas *c)
{
    return canvas_ascii(c) ? "->" : "→";
}

/* What the cell is kept as; "" where that is what stands there. */
static const char *kept_as(const struct import_cell *cell)
{
    switch (cell->state) {
    case 'b':
        return *cell->text ? "(blank)" : "";
    case 'u':
        return "(unknown)";
    case '!':
        return "(unclear)";
    default:
        return strcmp(cell->text, cell->value) == 0 ? "" : cell->value;
    }
}

static enum role cell_role(const struct import_cell *cell)
{
    return cell->state == '!' ? ROLE_INVALID : cell->state == ' ' ? ROLE_TEXT : ROLE_BLANK;
}

/* ---- heads: what was found, beside the key that says otherwise */

static int paint_setting(struct canvas *c, int row, int col, const char *key, const char *what,
                         const char *value, enum role role)
{
    if (col + canvas_width(c, what) + 6 >= c->cols) {
        return col;
    }
    col += canvas_printf(c, row, col, ROLE_KEY, "%s", key);
    col += canvas_printf(c, row, col, ROLE_KEY_HELP, " %s%s", what, *what ? " " : "");
    int width = canvas_width(c, value), room = c->cols - col;
    width = width < room ? width : room;
    canvas_text(c, row, col, width, role, value);
    return col + width + 2;
}

/* "delimiter ;, quote \"" in fewer words. */
static void delimiter_words(const char *dialect, char out[128])
{
    static const struct {
        const char *sign, *name;
    } names[] = {{",", "comma"}, {";", "semicolon"}, {"TAB", "tab"}, {"|", "bar"}};
    const char *head = "delimiter ", *words = dialect ? dialect : "";
    const char *quote = strstr(words, ", quote ");

    if (strncmp(words, head, strlen(head)) != 0 || !quote) {
        snprintf(out, 128, "%.100s", *words ? words : "not known");
        return;
    }
    words += strlen(head);
    size_t len = (size_t)(quote - words);
    snprintf(out, 128, "%.*s, quote %.80s", (int)len, words, quote + strlen(", quote "));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].sign) == len && strncmp(words, names[i].sign, len) == 0) {
            snprintf(out, 128, "%s, quote %.80s", names[i].name, quote + strlen(", quote "));
        }
    }
}

static void paint_settings(struct pane *p, struct canvas *c)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    const struct import_report *r = &it->seen;
    const struct profile *profile = r->profile ? r->profile : it->told.profile;
    char text[128];
    int col = 1;

    const char *encoding = r->batch.encoding ? r->batch.encoding : it->told.encoding;
    col =
        paint_setting(c, 0, col, "e", "encoding", encoding ? encoding : "not known", ROLE_TEXT);
    delimiter_words(r->dialect, text);
    col = paint_setting(c, 0, col, "d", c->cols < 100 ? "" : "delimiter", text, ROLE_TEXT);
    snprintf(text, sizeof text, "%u row%s%s", r->header_rows, r->header_rows == 1 ? "" : "s",
             r->preamble ? ", more above" : "");
    if (!r->column_count && !it->told.header_told) {
        snprintf(text, sizeof text, "not known");
    }
    paint_setting(c, 0, col, "H", "header", text, ROLE_TEXT);

    enum grain grain = it->told.grain_told ? it->told.grain : r->batch.grain;
    col = paint_setting(c, 1, 1, "r",
                        "row:", (c->cols < 100 ? grain_brief : grain_words)[grain], ROLE_TEXT);
    col = paint_setting(c, 1, col, "o", "dates", order_words(it),
                        !it->told.order && any_open(it) ? ROLE_INVALID : ROLE_TEXT);
    snprintf(text, sizeof text, "%u", it->told.table);
    col = paint_setting(c, 1, col, "s", "table", it->told.table ? text : "one", ROLE_TEXT);
    paint_setting(c, 1, col, "p", "profile", profile ? profile->title : "none", ROLE_TEXT);
}

/* ---- columns */

struct grid {
    struct pane *pane;
    int header, field, evidence; /* widths; 0: not shown */
    int cell, cells;             /* width of each, how many */
};

static struct grid lay_out(struct pane *p, const struct canvas *c)
{
    struct grid g = {.pane = p, .header = 20, .field = 16, .evidence = 17, .cells = 1};

    if (c->cols >= WIDE) {
        g.header = g.field = 28;
        g.evidence = 21;
        g.cells = 2;
    } else if (c->cols < NARROW) {
        g.header = c->cols / 3;
        g.field = 14;
        g.evidence = 0;
    }
    int used = 1 + g.header + 1 + g.field + 1 + (g.evidence ? g.evidence + 1 : 0);
    g.cell = (c->cols - used - (g.cells - 1)) / g.cells;
    g.cell = g.cell < 0 ? 0 : g.cell;
    return g;
}

static void paint_cell(struct canvas *c, int row, int col, int width,
                       const struct import_cell *cell)
{
    const char *after = cell->text ? kept_as(cell) : "";
    int behind = *after ? canvas_width(c, after) + canvas_width(c, arrow(c)) + 2 : 0;

    if (!cell->text) {
        canvas_text(c, row, col, width, ROLE_TEXT, "");
        return;
    }
    /* What it becomes is worth more than what it was, but not all of the room. */
    int before = canvas_width(c, cell->text), least = width / 3;
    if (before + behind > width) {
        before = width - behind < least ? least : width - behind;
    }
    if (!*after) {
        canvas_text(c, row, col, width, cell_role(cell), cell->text);
        return;
    }
    canvas_text(c, row, col, before, ROLE_TEXT, cell->text);
    int at = col + before;
    at += canvas_printf(c, row, at, ROLE_DIM, " %s ", arrow(c));
    canvas_text(c, row, at, col + width - at, cell_role(cell), after);
}

static void paint_column(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    const struct grid *g = data;
    struct import_pane *v = g->pane->state;
    const struct import_column *column = &import_here(v)->seen.columns[at];
    int col = 1;

    canvas_text(c, row, col, g->header, cursor ? ROLE_MATCH : ROLE_TEXT,
                *column->header ? column->header : "(no header)");
    canvas_text(c, row, col + g->header, 1, ROLE_TEXT, "");
    col += g->header + 1;
    canvas_text(c, row, col, g->field, column->further && !column->dates ? ROLE_DIM : ROLE_TEXT,
                field_label(g->pane, column));
    canvas_text(c, row, col + g->field, 1, ROLE_TEXT, "");
    col += g->field + 1;
    if (g->evidence) {
        canvas_text(c, row, col, g->evidence, is_open(column) ? ROLE_INVALID : ROLE_DIM,
                    column->evidence);
        canvas_text(c, row, col + g->evidence, 1, ROLE_TEXT, "");
        col += g->evidence + 1;
    }
    for (int k = 0; k < g->cells; k++) {
        paint_cell(c, row, col, g->cell, &column->cells[k]);
        col += g->cell;
        canvas_text(c, row, col, k + 1 < g->cells ? 1 : c->cols - col, ROLE_TEXT, "");
        col++;
    }
}

static void paint_heads(const struct grid *g, struct canvas *c)
{
    int col = 1, row = IMPORT_HEADS - 2;

    canvas_text(c, row, col, g->header, ROLE_HEAD, "Column of the file");
    canvas_text(c, row, col += g->header + 1, g->field, ROLE_HEAD, "Field");
    col += g->field + 1;
    if (g->evidence) {
        canvas_text(c, row, col, g->evidence, ROLE_HEAD, "Its values show");
        col += g->evidence + 1;
    }
    canvas_text(c, row, col, g->cell, ROLE_HEAD, "First row");
    if (g->cells > 1) {
        canvas_text(c, row, col + g->cell + 1, g->cell, ROLE_HEAD, "Second row");
    }
    canvas_rule(c, row + 1);
}

/* ---- the first rows of the column under the cursor */

static int shown_rows(int rows)
{
    return rows >= 15 ? IMPORT_SHOWN : rows >= 12 ? 2 : 0;
}

int import_view_page(const struct import_pane *v, int rows)
{
    (void)v;
    int shown = shown_rows(rows), page = rows - IMPORT_HEADS - (shown ? shown + 1 : 0);

    return page > 1 ? page : 1;
}

static void paint_detail(struct pane *p, struct canvas *c, int row)
{
    struct import_pane *v = p->state;
    const struct import_report *r = &import_here(v)->seen;
    const struct import_column *column = &r->columns[v->columns.cursor];
    int shown = shown_rows(c->rows), number = 4;

    if (!shown) {
        return;
    }
    canvas_rule(c, row);
    int room = c->cols - 6 < 60 ? c->cols - 6 : 60;
    const char *title = *column->header ? column->header : "(no header)";
    int width = canvas_width(c, title);
    canvas_text(c, row, 1, 1, ROLE_TEXT, "");
    canvas_text(c, row, 2, width < room ? width : room, ROLE_HEAD, title);
    canvas_text(c, row, 2 + (width < room ? width : room), 1, ROLE_TEXT, "");
    char place[48];
    snprintf(place, sizeof place, " column %zu of %zu ", v->columns.cursor + 1,
             r->column_count);
    int wide = canvas_width(c, place);
    if (width + wide + 6 < c->cols) {
        canvas_text(c, row, c->cols - wide - 1, wide, ROLE_DIM, place);
    }
    for (int k = 0; k < shown; k++) {
        canvas_blank(c, row + 1 + k);
        if (column->cells[k].text) {
            char text[16];
            snprintf(text, sizeof text, "%d.", k + 1);
            canvas_right(c, row + 1 + k, 1, number - 1, ROLE_DIM, text);
            paint_cell(c, row + 1 + k, number + 1, c->cols - number - 2, &column->cells[k]);
        }
    }
}

static void paint_nothing(struct canvas *c, const struct intake_item *it)
{
    static const char *const known[] = {
        "It cannot be read as it is. Beside the letters above stands what was found;",
        "the letter says it otherwise. x leaves the file out.",
    };

    if (!it->looked) {
        canvas_text(c, IMPORT_HEADS, 1, c->cols - 1, ROLE_TEXT,
                    "It was not looked at yet; any key goes on with that, x leaves it out.");
        return;
    }
    canvas_text(c, IMPORT_HEADS, 1, c->cols - 1, ROLE_ERROR, intake_reason(it, &it->fault));
    canvas_text(c, IMPORT_HEADS + 1, 1, c->cols - 1, ROLE_TEXT, it->fault.way_out);
    canvas_text(c, IMPORT_HEADS + 3, 1, c->cols - 1, ROLE_DIM, known[0]);
    canvas_text(c, IMPORT_HEADS + 4, 1, c->cols - 1, ROLE_DIM, known[1]);
}

void import_view_paint(struct pane *p, struct canvas *c)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    struct grid g = lay_out(p, c);

    for (int i = 0; i < c->rows; i++) {
        canvas_blank(c, i);
    }
    canvas_rule(c, IMPORT_HEADS - 1);
    if (!it) {
        canvas_text(c, IMPORT_HEADS, 1, c->cols - 1, ROLE_TEXT,
                    "Files are brought in with : and import FILE; Tab completes names.");
        return;
    }
    paint_settings(p, c);
    list_fit(&v->columns, it->seen.column_count, import_view_page(v, c->rows));
    if (!it->seen.column_count) {
        paint_nothing(c, it);
        return;
    }
    paint_heads(&g, c);
    list_paint(&v->columns, c, IMPORT_HEADS, true, paint_column, &g);
    paint_detail(p, c, IMPORT_HEADS + v->columns.page);
}

/* ---- what one should know */

static void note_fault(const struct intake_item *it, struct buffer *out)
{
    if (it->status == STATUS_OK || (!it->unknown && !it->seen.column_count)) {
        return; /* told where the columns would stand */
    }
    if (it->known) {
        buffer_addf(out, "%s: it is left out\n", intake_reason(it, &it->fault));
        return;
    }
    buffer_addf(out, "cannot be loaded so: %s\n", intake_reason(it, &it->fault));
    buffer_adds(out, "Enter says which field a column is; p, generic takes all as they are\n");
}

/* Whether the file is marked otherwise than the cache or, where that is empty, than the first
 * of the files that are to be loaded. */
static void note_marking(struct pane *p, const struct intake_item *it, struct buffer *out)
{
    const struct import_pane *v = p->state;
    bool empty = frame_lines(p->workspace->frame) == 0;
    const char *file = it->seen.batch.marking ? it->seen.batch.marking : "", *other = file;

    if (!empty) {
        other = workspace_marking(p->workspace);
    }
    for (size_t i = v->intake.count; empty && i-- > 0;) {
        const struct intake_item *first = &v->intake.item[i];
        other = intake_is_ready(first) && first->seen.batch.marking ? first->seen.batch.marking
                                                                    : other;
    }
    if (it->status != STATUS_OK || strcmp(file, other) == 0) {
        return;
    }
    buffer_addf(out, "%s %s, %s is not: better a cache of its own\n",
                *file   ? "this file is"
                : empty ? "the first file is"
                        : "the cache is",
                *file ? file : other,
                *file ? (empty ? "the first" : "the cache") : "this file");
}

/* The content is compared when it is loaded; its name and size tell it before. */
static void note_known(struct pane *p, const struct intake_item *it, struct buffer *out)
{
    size_t count;
    const struct batch *b = frame_batches(p->workspace->frame, &count);

    for (size_t i = 0; i < count && it->status == STATUS_OK; i++) {
        if (!b[i].retracted && b[i].bytes == it->size && strcmp(b[i].file, it->name) == 0) {
            buffer_addf(out, "batch %u has this name and size: the same content is left out\n",
                        b[i].id);
        }
    }
}

static void note_dates(const struct intake_item *it, struct buffer *out)
{
    for (size_t i = 0; i < it->seen.column_count && !it->told.order; i++) {
        if (is_open(&it->seen.columns[i])) {
            buffer_addf(out, "%.60s: nothing tells day from month; o chooses their order\n",
                        it->seen.columns[i].header);
        }
    }
}

static void note_rules(const struct intake_item *it, struct buffer *out)
{
    char number[64];

    for (size_t i = 0; i < it->seen.rule_count; i++) {
        const char *field = it->seen.rules[i].field;
        buffer_addf(out, "%s in ", it->seen.rules[i].rule);
        if (it->seen.rules[i].count > 1) {
            buffer_addf(out, "%s rows from ", import_number(it->seen.rules[i].count, number));
        }
        buffer_addf(out, "row %u%s%s: %s\n", it->seen.rules[i].first_row, *field ? ", " : "",
                    field, it->seen.rules[i].meaning);
    }
}

void import_view_notes(struct pane *p, struct buffer *out)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    struct buffer text = {0};
    size_t known = 0;

    if (!it) {
        buffer_adds(out, "nothing is written yet");
        return;
    }
    note_fault(it, &text);
    note_marking(p, it, &text);
    note_known(p, it, &text);
    if (it->hidden) {
        buffer_addf(&text, "hidden sheets are left out: %.200s\n", it->hidden);
    }
    note_dates(it, &text);
    note_rules(it, &text);
    for (size_t i = 0; i < it->seen.column_count; i++) {
        known += !it->seen.columns[i].further || it->seen.columns[i].dates;
    }
    buffer_addf(&text, "%zu columns, %zu known · %zu of %zu files ready · nothing is written",
                it->seen.column_count, known, intake_ready(&v->intake), v->intake.count);
    buffer_adds(out, buffer_text(&text));
    buffer_free(&text);
}
