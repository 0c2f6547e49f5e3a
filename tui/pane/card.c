/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card: all fields of one record, what stood in the file where it differs, the other lines
 * of its case, and what was found wrong with its row. */
#include "pane/records.h"

#include "analysis/listing.h"
#include "base/text.h"
#include "store/tag.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SIBLINGS 50

void card_close(struct card *card)
{
    arena_free(&card->arena);
    *card = (struct card){0};
}

static void add_line(struct card *card, enum role role, const char *label, const char *value,
                     const char *original)
{
    if (card->count == card->capacity) {
        size_t capacity = card->capacity ? 2 * card->capacity : 64;
        struct card_line *grown = arena_zero(&card->arena, capacity, sizeof *grown);
        if (!grown) {
            return;
        }
        if (card->count) {
            memcpy(grown, card->line, card->count * sizeof *grown);
        }
        card->line = grown;
        card->capacity = capacity;
    }
    card->line[card->count++] = (struct card_line){
        .label = label, .value = value ? value : "", .original = original, .role = role};
}

/* A long text as several lines, broken at blanks and at its own line ends. */
static void add_wrapped(struct card *card, enum role role, const char *label, const char *text)
{
    int room = card->wrap - CARD_LABEL_WIDTH - 3;

    room = room < 20 ? 20 : room;
    do {
        size_t len = strlen(text), at = 0, fit = 0;
        while (at < len && text[at] != '\n' && text[at] != '\r') {
            int32_t ch;
            size_t next = at + text_decode(text + at, len - at, &ch);
            if (text_width(text, next) > room) {
                break;
            }
            at = next;
            if (at == len || text[at] == ' ' || text[at] == '\n' || text[at] == '\r') {
                fit = at;
            }
        }
        fit = fit ? fit : at ? at : 1;
        add_line(card, role, label, arena_copy(&card->arena, text, fit), NULL);
        label = "";
        text += fit;
        text += strspn(text, " \r\n");
    } while (*text);
}

/* ---- what stood in the file */

/* The spelling in the file, where it is another text than what is shown; NULL: the same. */
static const char *original_of(struct card *card, struct frame *f, const struct list_column *c,
                               const char *shown)
{
    struct spelling s;

    if (!c->column || c->column->cache_field < CACHE_FIRST_FIELD ||
        cache_line_spelling(frame_cache(f), c->column->cache_field,
                            (uint32_t)card->position + 1, &card->arena, &s,
                            NULL) != STATUS_OK ||
        !s.text[0] || strcmp(s.text, shown) == 0) {
        return NULL;
    }
    return s.derived ? "(from another field)" : arena_printf(&card->arena, "\"%s\"", s.text);
}

/* ---- the parts of the card */

static enum status cell_text(struct card *card, const struct list_column *c, size_t position,
                             const char **out, enum value_state *state, struct error *e)
{
    struct buffer text = {0};
    enum status s = list_column_cell(c, position, CELL_LABEL, &text, state, e);

    if (s == STATUS_OK) {
        *out = arena_copy(&card->arena, buffer_text(&text), text.len);
        s = *out ? STATUS_OK : error_no_memory(e);
    }
    buffer_free(&text);
    return s;
}

static enum status add_field(struct card *card, struct frame *f,
                             const struct frame_field *field, struct buffer *blank,
                             struct error *e)
{
    struct list_column c;
    enum value_state state;
    const char *text;
    enum status s = list_column_open(f, field->name, &c, e);

    if (s == STATUS_OK) {
        s = cell_text(card, &c, card->position, &text, &state, e);
    }
    if (s != STATUS_OK) {
        return s;
    }
    if (state == VALUE_BLANK) {
        buffer_addf(blank, "%s%s", blank->len ? ", " : "", c.label);
        return STATUS_OK;
    }
    if (field->type == FIELD_LONG_TEXT) {
        add_wrapped(card, ROLE_TEXT, c.label, text);
        return STATUS_OK;
    }
    enum role role = state == VALUE_INVALID   ? ROLE_INVALID
                     : state == VALUE_UNKNOWN ? ROLE_BLANK
                                              : ROLE_TEXT;
    const char *original = original_of(card, f, &c, text);
    if (state == VALUE_INVALID) {
        text = arena_printf(&card->arena, "%s (not understood)", text);
    }
    add_line(card, role, c.label, text, original);
    if (card->count) {
        card->line[card->count - 1].field = field->name;
    }
    return STATUS_OK;
}

static enum status add_fields(struct card *card, struct frame *f, struct error *e)
{
    size_t count;
    const struct frame_field *field = frame_fields(f, &count);
    struct buffer blank = {0};
    enum status s = STATUS_OK;

    for (size_t i = 0; i < count && s == STATUS_OK; i++) {
        /* Notes stand apart, each with its day. */
        s = strcmp(field[i].name, "note") == 0 ? STATUS_OK
                                               : add_field(card, f, &field[i], &blank, e);
    }
    if (s == STATUS_OK && blank.len) {
        add_wrapped(card, ROLE_TEXT, "(blank)", buffer_text(&blank));
    }
    buffer_free(&blank);
    return s;
}

/* What the analyst wrote, oldest first. */
static enum status add_notes(struct card *card, struct frame *f, struct error *e)
{
    struct cache_note *note;
    size_t count;
    enum status s = cache_notes(frame_cache(f), (uint32_t)card->position + 1, &card->arena,
                                &note, &count, e);

    for (size_t i = 0; i < count && s == STATUS_OK; i++) {
        const char *text = arena_printf(&card->arena, "%.10s  %s", note[i].at, note[i].text);
        if (text) {
            add_wrapped(card, ROLE_TEXT, "Note", text);
        }
    }
    return s;
}

/* Product and amount of another line of the case. */
static void add_sibling(struct card *card, struct frame *f, size_t position)
{
    static const char *const names[] = {"product", "quantity", "unit"};
    const char *part[3] = {"", "", ""};

    for (size_t i = 0; i < 3; i++) {
        struct list_column c;
        enum value_state state;
        if (!frame_find_field(f, names[i]) ||
            list_column_open(f, names[i], &c, NULL) != STATUS_OK ||
            cell_text(card, &c, position, &part[i], &state, NULL) != STATUS_OK) {
            part[i] = "";
        }
    }
    add_line(card, ROLE_TEXT, "",
             arena_printf(&card->arena, "%s  %s %s", part[0], part[1], part[2]), NULL);
    if (card->count) {
        card->line[card->count - 1].leads = (uint32_t)position + 1;
    }
}

static enum status add_case(struct card *card, struct frame *f, struct error *e)
{
    const struct frame_cases *cases;
    enum status s = frame_cases(f, &cases, e);

    if (s != STATUS_OK || !cases->key[card->position]) {
        return s;
    }
    const struct bitmap *current = frame_current(f);
    uint32_t key = cases->key[card->position];
    size_t others = 0, head = card->count;
    add_line(card, ROLE_HEAD, "Same case", "", NULL);
    size_t from = 0, end = frame_lines(f);
    if (bitmap_get(current, card->position) && !bitmap_get(&cases->scattered, card->position)) {
        /* Its current lines stand together, but for others that count no more. */
        size_t lines = end;
        from = end = card->position;
        while (from > 0 && (cases->key[from - 1] == key || !bitmap_get(current, from - 1))) {
            from--;
        }
        while (end < lines && (cases->key[end] == key || !bitmap_get(current, end))) {
            end++;
        }
    }
    for (size_t i = from; i < end; i++) {
        if (cases->key[i] == key && i != card->position && bitmap_get(current, i)) {
            if (++others <= MOST_SIBLINGS) {
                add_sibling(card, f, i);
            }
        }
    }
    if (card->count > head) {
        card->line[head].value = others ? arena_printf(&card->arena, "%zu other line%s", others,
                                                       others > 1 ? "s" : "")
                                        : "no other line";
    }
    return STATUS_OK;
}

static enum status add_origin(struct card *card, struct frame *f, struct error *e)
{
    struct line_origin o;
    struct finding *finding;
    size_t count;
    enum status s =
        cache_line(frame_cache(f), (uint32_t)card->position + 1, &card->arena, &o, e);

    if (s != STATUS_OK) {
        return s;
    }
    const struct batch *batch = frame_batches(f, &count);
    const char *file = "";
    for (size_t i = 0; i < count; i++) {
        file = batch[i].id == o.batch ? batch[i].file : file;
    }
    add_line(card, ROLE_TEXT, "From",
             arena_printf(&card->arena, "batch %u, row %u of %s", o.batch, o.row, file), NULL);
    card->title = arena_printf(&card->arena, "%s", o.case_id);
    s = cache_row_findings(frame_cache(f), o.batch, o.row, &card->arena, &finding, &count, e);
    for (size_t i = 0; s == STATUS_OK && i < count; i++) {
        const char *what = finding[i].severity == 'E'   ? "error"
                           : finding[i].severity == 'W' ? "warning"
                                                        : "note";
        const char *text =
            arena_printf(&card->arena, "%s %s%s%s: %s%s%s", finding[i].rule, what,
                         *finding[i].field ? " in " : "", finding[i].field, finding[i].text,
                         *finding[i].text ? "; " : "", finding[i].meaning);
        if (text) {
            add_wrapped(card, finding[i].severity == 'E' ? ROLE_INVALID : ROLE_TEXT, "Finding",
                        text);
        }
    }
    return s;
}

enum status card_open(struct card *card, struct workspace *w, size_t position, int cols,
                      struct error *e)
{
    card_close(card);
    card->position = position;
    card->wrap = cols;
    card->open = true;
    enum status s = add_notes(card, w->frame, e);
    if (s == STATUS_OK) {
        s = add_fields(card, w->frame, e);
    }
    if (s == STATUS_OK) {
        s = add_origin(card, w->frame, e);
    }
    if (s == STATUS_OK) {
        s = add_case(card, w->frame, e);
    }
    if (s != STATUS_OK) {
        card_close(card);
    }
    return s;
}
