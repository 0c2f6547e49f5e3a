/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: the selected lines as a table, and the card of one of them. */
#include "pane/column_width.h"
#include "pane/empty.h"
#include "pane/records_private.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns */

static enum status take_columns(struct pane *p, const char **names, size_t count,
                                struct error *e)
{
    struct records *r = p->state;
    struct list_column *out = arena_zero(&r->columns_arena, count + 1, sizeof *out);

    if (!out) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < count; i++) {
        char *name = arena_string(&r->columns_arena, names[i]);
        enum status s =
            name ? list_column_open(p->workspace->frame, name, &out[i], e) : error_no_memory(e);
        if (s != STATUS_OK) {
            return s;
        }
        column_fit(&out[i]);
    }
    r->columns = out;
    r->column_count = count;
    r->column = r->first = 0;
    r->frozen = 0;
    while (r->frozen < FROZEN && r->frozen < count &&
           (strcmp(out[r->frozen].name, "date") == 0 ||
            strcmp(out[r->frozen].name, "reporter") == 0)) {
        r->frozen++;
    }
    r->version++;
    return STATUS_OK;
}

static enum status default_columns(struct pane *p, struct error *e)
{
    struct arena a = {0};
    const char **names;
    size_t count;
    enum status s = listing_default_columns(p->workspace->frame, &a, &names, &count, e);

    if (s == STATUS_OK) {
        s = take_columns(p, names, count, e);
    }
    arena_free(&a);
    return s;
}

static bool same_columns(const struct records *r, const char *const *names, size_t count)
{
    bool same = count == r->column_count;

    for (size_t i = 0; i < count && same; i++) {
        same = strcmp(names[i], r->columns[i].name) == 0;
    }
    return same;
}

/* As many columns as fit from r->first on; what is left over widens the last text. */
static void fit_columns(struct records *r, int cols)
{
    int col = 1;
    bool number_before = false;

    r->shown_count = 0;
    for (size_t i = 0; i < r->column_count && r->shown_count < MOST_SHOWN; i++) {
        if (i >= r->frozen && i < r->first) {
            continue;
        }
        const struct list_column *c = &r->columns[i];
        int gap = r->shown_count == 0 ? 0 : number_before && !c->number ? 2 : 1;
        int width = c->width, room = cols - col - gap;
        const char *head = column_code_head(c, cols);
        int most = column_width_at(c, cols);
        width = width < most ? width : most;
        if (width > room) {
            /* The last one may be cut, but not to nothing. */
            if (c->number || room < 8) {
                break;
            }
            width = room;
        }
        r->shown[r->shown_count++] = (struct shown){i, col + gap, width, head};
        col += gap + width;
        number_before = c->number;
    }
    if (r->shown_count) {
        struct shown *last = &r->shown[r->shown_count - 1];
        if (!r->columns[last->column].number && !last->head) {
            last->width = cols - last->col;
        }
    }
}

static bool is_shown(const struct records *r, size_t column)
{
    for (size_t i = 0; i < r->shown_count; i++) {
        if (r->shown[i].column == column) {
            return true;
        }
    }
    return false;
}

static void layout(struct pane *p)
{
    struct records *r = p->state;

    if (r->first < r->frozen) {
        r->first = r->frozen;
    }
    if (r->column >= r->frozen && r->column < r->first) {
        r->first = r->column;
    }
    fit_columns(r, p->cols);
    while (!is_shown(r, r->column) && r->first < r->column) {
        r->first++;
        fit_columns(r, p->cols);
    }
}

void records_columns_anew(struct pane *p)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char **names;
    const char *here = r->column_count ? r->columns[r->column].name : "";
    size_t count;
    struct error e = {0};

    if (!r->chosen &&
        listing_default_columns(p->workspace->frame, &a, &names, &count, &e) == STATUS_OK &&
        !same_columns(r, names, count) && take_columns(p, names, count, &e) == STATUS_OK) {
        for (size_t i = 0; i < r->column_count; i++) {
            r->column = strcmp(r->columns[i].name, here) == 0 ? i : r->column;
        }
        layout(p);
    }
    arena_free(&a);
}

/* ---- open, close, refresh */

static void records_close(struct pane *p)
{
    struct records *r = p->state;

    card_close(&r->card);
    marks_free(&r->marks);
    free(r->order);
    free(r->provenance);
    arena_free(&r->keys_arena);
    arena_free(&r->columns_arena);
    arena_free(&r->window_arena);
}

static enum status records_open(struct pane *p, struct error *e)
{
    struct records *r = p->state;
    const struct frame_field *date = frame_find_field(p->workspace->frame, "date");

    if (date) {
        r->keys[0] = (struct sort_key){"date", true}; /* the newest first */
    }
    return default_columns(p, e);
}

/* The columns by name, as far as there are such; numbers of lines stay what they are. */
static void records_reopen(struct pane *p)
{
    struct records *r = p->state;
    struct frame *f = p->workspace->frame;
    struct arena old = r->columns_arena;
    const char *names[64];
    size_t count = 0, column = r->column, first = r->first;
    struct error e = {0};
    struct list_column there;

    card_close(&r->card);
    marks_free(&r->marks); /* lines may have other numbers */
    free(r->order);
    r->order = NULL;
    r->count = 0;
    for (size_t i = 0; i < r->column_count && count < 64; i++) {
        if (list_column_open(f, r->columns[i].name, &there, NULL) == STATUS_OK) {
            names[count++] = r->columns[i].name;
        }
    }
    bool all = count == r->column_count;
    r->columns_arena = (struct arena){0};
    r->columns = NULL;
    r->column_count = 0;
    enum status s = count ? take_columns(p, names, count, &e) : default_columns(p, &e);
    if (s == STATUS_OK && all) {
        r->column = column;
        r->first = first;
    } else if (s != STATUS_OK) {
        app_fault(p->app, &e);
    }
    arena_free(&old);
    if (r->keys[0].field && !frame_find_field(f, r->keys[0].field)) {
        r->keys[0] = (struct sort_key){0};
    }
    layout(p);
}

static enum status records_refresh(struct pane *p, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    uint32_t *order;
    size_t count;
    enum status s = listing_order(p->workspace->frame, &p->workspace->selection, r->keys,
                                  &order, &count, e);

    if (s != STATUS_OK) {
        return s;
    }
    free(r->order);
    r->order = order;
    r->count = count;
    r->version++;
    r->list.cursor = r->list.top = 0;
    list_fit(&r->list, count, r->list.page);
    const char *text = workspace_counts(p->workspace, &a);
    free(r->provenance);
    r->provenance = strdup(text ? text : "");
    arena_free(&a);
    card_close(&r->card);
    return STATUS_OK;
}

static void records_measure(struct pane *p, int rows, int cols)
{
    struct records *r = p->state;

    r->cols = cols;
    list_fit(&r->list, r->count, rows - HEAD_ROWS);
    layout(p);
    if (r->card.open && r->card.wrap != cols) {
        struct error e = {0};
        if (card_open(&r->card, p->workspace, r->card.position, cols, &e) != STATUS_OK) {
            app_fault(p->app, &e);
        }
    }
}

/* ---- painting */

/* Fetches the texts of the rows in sight, if they are others than before. */
static void fill_window(struct records *r)
{
    size_t rows = r->list.page > 0 ? (size_t)r->list.page : 0;
    struct buffer text = {0};

    if (r->window && r->window_version == r->version && r->window_top == r->list.top &&
        r->window_rows == rows && r->window_first == r->first &&
        r->window_shown == r->shown_count && r->window_cols == r->cols) {
        return;
    }
    arena_free(&r->window_arena);
    r->window = arena_zero(&r->window_arena, rows * MOST_SHOWN + 1, sizeof *r->window);
    for (size_t i = 0; r->window && i < rows && r->list.top + i < r->count; i++) {
        for (size_t k = 0; k < r->shown_count; k++) {
            struct cell *cell = &r->window[i * MOST_SHOWN + k];
            buffer_clear(&text);
            bool code = r->shown[k].head != NULL;
            list_column_cell(&r->columns[r->shown[k].column], r->order[r->list.top + i],
                             code ? CELL_CODE : CELL_LABEL, &text, &cell->state, NULL);
            if (code && cell->state == VALUE_UNKNOWN) {
                buffer_clear(&text);
                buffer_adds(&text, "Unk.");
            }
            cell->text = arena_copy(&r->window_arena, buffer_text(&text), text.len);
        }
    }
    buffer_free(&text);
    r->window_version = r->version;
    r->window_top = r->list.top;
    r->window_rows = rows;
    r->window_first = r->first;
    r->window_shown = r->shown_count;
    r->window_cols = r->cols;
}

static void paint_row(void *data, struct canvas *c, int row, size_t at, bool cursor)
{
    /* A blank cell shows nothing that a colour would be worth its bytes for. */
    static const enum role roles[] = {[VALUE_VALID] = ROLE_TEXT,
                                      [VALUE_BLANK] = ROLE_TEXT,
                                      [VALUE_UNKNOWN] = ROLE_BLANK,
                                      [VALUE_INVALID] = ROLE_INVALID};
    struct records *r = data;
    size_t i = at - r->window_top;
    int col = 1;

    for (size_t k = 0; k < r->shown_count; k++) {
        const struct shown *s = &r->shown[k];
        const struct cell *cell = r->window ? &r->window[i * MOST_SHOWN + k] : NULL;
        const char *text = cell && cell->text ? cell->text : "";
        bool number = r->columns[s->column].number;
        canvas_text(c, row, col, s->col - col, ROLE_TEXT, "");
        if (number) {
            canvas_right(c, row, s->col, s->width,
                         cell && cell->state ? roles[cell->state] : ROLE_NUMBER, text);
        } else {
            canvas_text(c, row, s->col, s->width, cell ? roles[cell->state] : ROLE_TEXT, text);
        }
        col = s->col + s->width;
    }
    canvas_text(c, row, col, c->cols - col, ROLE_TEXT, "");
    if (marks_has(&r->marks, r->order[at])) {
        marks_paint(c, row, cursor);
    }
}

static void paint_heads(struct records *r, struct canvas *c)
{
    canvas_blank(c, 0);
    for (size_t k = 0; k < r->shown_count; k++) {
        const struct shown *s = &r->shown[k];
        const struct list_column *column = &r->columns[s->column];
        enum role role = s->column == r->column ? ROLE_MATCH : ROLE_HEAD;
        bool sorted = r->keys[0].field && strcmp(r->keys[0].field, column->name) == 0;
        char text[128];
        snprintf(text, sizeof text, "%s%s", s->head ? s->head : column->label,
                 !sorted ? "" : canvas_glyph(c, r->keys[0].descending ? GLYPH_DOWN : GLYPH_UP));
        if (column->number) {
            canvas_right(c, 0, s->col, s->width, role, text);
        } else {
            canvas_text(c, 0, s->col, s->width, role, text);
        }
    }
    canvas_rule(c, 1);
}

/* What to do where there is nothing to show. */
static void paint_empty(struct pane *p, struct canvas *c)
{
    if (frame_lines(p->workspace->frame) == 0) {
        empty_paint(c, HEAD_ROWS + 1);
    } else {
        canvas_text(c, HEAD_ROWS + 1, 1, c->cols - 1, ROLE_TEXT,
                    "No record fits the filter: u takes the last step back, / edits it, "
                    "X clears it.");
    }
}

static void records_paint(struct pane *p, struct canvas *c)
{
    struct records *r = p->state;

    if (r->card.open) {
        card_paint(&r->card, c, r->list.cursor, r->count);
        return;
    }
    fill_window(r);
    paint_heads(r, c);
    list_paint(&r->list, c, HEAD_ROWS, true, paint_row, r);
    if (!r->count) {
        paint_empty(p, c);
    }
}

static void records_provenance(struct pane *p, struct buffer *out)
{
    struct records *r = p->state;
    char at[64], of[64];

    fixed_format((int128)(r->count ? r->list.cursor + 1 : 0), 0, 0, ',', at);
    fixed_format((int128)r->count, 0, 0, ',', of);
    buffer_addf(out, "%s/%s", at, of);
    if (r->marks.count) {
        fixed_format((int128)r->marks.count, 0, 0, ',', at);
        buffer_addf(out, " · %s marked", at);
    }
    if (r->provenance && *r->provenance) {
        buffer_addf(out, " · %s", r->provenance);
    }
}

/* ---- acting */

static unsigned records_action(struct pane *p, enum action action, int count)
{
    struct records *r = p->state;

    if (r->card.open) {
        return records_act_in_card(p, action, count);
    }
    switch (action) {
    case ACTION_LEFT:
    case ACTION_RIGHT:
        if (action == ACTION_LEFT && r->column > 0) {
            r->column--;
        } else if (action == ACTION_RIGHT && r->column + 1 < r->column_count) {
            r->column++;
        }
        layout(p);
        return HANDLED | HANDLED_REPAINT;
    case ACTION_OPEN:
        return records_open_card(p);
    case ACTION_SORT:
        return r->column_count ? records_sort(p) : HANDLED;
    case ACTION_KEEP:
        if (r->count && r->column_count) {
            records_keep(p);
        }
        return HANDLED | HANDLED_REPAINT;
    default:
        break;
    }
    unsigned did = records_mark(p, action);
    return did ? did : list_action(&r->list, action, count);
}

/* ---- settings and places */

static bool set_sort(struct pane *p, const char *value, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    struct sort_key keys[LISTING_KEYS] = {{0}};

    if (listing_parse_sort(p->workspace->frame, value, &a, keys, e) != STATUS_OK) {
        arena_free(&a);
        return false;
    }
    arena_free(&r->keys_arena);
    r->keys_arena = a;
    memcpy(r->keys, keys, sizeof keys);
    p->stale = true;
    return true;
}

static bool set_columns(struct pane *p, const char *value, struct error *e)
{
    struct records *r = p->state;
    struct arena a = {0};
    const char *names[64];
    size_t count = 0;
    char *rest, *text = arena_string(&a, value);

    for (char *name = text ? strtok_r(text, ", ", &rest) : NULL; name && count < 64;
         name = strtok_r(NULL, ", ", &rest)) {
        names[count++] = name;
    }
    enum status s = count ? take_columns(p, names, count, e) : default_columns(p, e);
    arena_free(&a);
    if (s == STATUS_OK) {
        r->chosen = count > 0;
        layout(p);
    }
    return s == STATUS_OK;
}

static bool records_set(struct pane *p, const char *what, const char *value, struct error *e)
{
    return strcmp(what, "sort") == 0 ? set_sort(p, value, e) : set_columns(p, value, e);
}

static uint64_t records_place(struct pane *p)
{
    struct records *r = p->state;

    return r->list.cursor < r->count ? (uint64_t)r->order[r->list.cursor] + 1 : 0;
}

static void records_go(struct pane *p, uint64_t place)
{
    struct records *r = p->state;

    for (size_t i = 0; place && i < r->count; i++) {
        if (r->order[i] == place - 1) {
            list_go(&r->list, i);
            return;
        }
    }
}

const struct pane_ops pane_records = {
    .name = "records",
    .title = "Records",
    .intro =
        "One line for each seizure that the filter takes; a case with several products has "
        "several. Left and right choose a column: s sorts by it, = keeps the value under "
        "the cursor as a filter. Enter shows all that is known of the record, with what "
        "stood in the file. m marks records, t tags them, a writes a note; tag:word filters.",
    .state_size = sizeof(struct records),
    .open = records_open,
    .close = records_close,
    .measure = records_measure,
    .refresh = records_refresh,
    .paint = records_paint,
    .provenance = records_provenance,
    .action = records_action,
    .settings = "sort columns",
    .set = records_set,
    .place = records_place,
    .go = records_go,
    .reopen = records_reopen,
};
