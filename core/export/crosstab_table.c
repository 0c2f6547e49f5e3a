/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cross-tabs as tables: heads, rows and notes. */
#include "export/crosstab_table.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A column of the table: a measure of a column of the cross-tab. */
struct place {
    size_t c, m;
};

/* One cross-tab while it is written. */
struct writing {
    const struct crosstab *t;
    const struct crosstab_table *how;
    bool plain;
    struct arena arena;
    size_t first;        /* columns before the values: the row's groups */
    struct place *place; /* the columns of values, from left to right */
    size_t places;
    unsigned marks;    /* that stand behind numbers so far */
    int pad;           /* places behind a number that letters or blanks take */
    const char **cell; /* of the row that is being written */
    char (*text)[72];  /* of its values */
    bool distinct;     /* heads have left out that counts are of distinct things */
    bool failed;
};

static const struct {
    unsigned mark;
    char letter;
    const char *meaning;
} letters[] = {
    {MARK_LARGEST, '!', "! largest"},
    {MARK_PARTIAL, '*', "* not of all its lines"},
    {MARK_CUT, '~', "~ over the same part of both periods"},
};
#define LETTERS (sizeof letters / sizeof *letters)

int crosstab_marks(const struct crosstab_value *value, char out[4])
{
    /* Where there is no amount, that lines were left out is all there is to say. */
    unsigned marks = value->marks & MARK_MIXED     ? 0
                     : value->marks & MARK_NOTHING ? value->marks & MARK_PARTIAL
                                                   : value->marks;
    int n = 0;
    for (size_t i = 0; i < LETTERS; i++)
        if (marks & letters[i].mark)
            out[n++] = letters[i].letter;
    out[n] = '\0';
    return n;
}

/* ---- names of rows and columns */

/* A line's own group; NULL: it has none. */
static const struct value *line_value(const struct axis *axes, size_t count,
                                      const struct crosstab_line *l)
{
    size_t level = l->kind == LINE_GROUP ? count - 1 : 0;
    return l->kind == LINE_GROUP || l->kind == LINE_SUBTOTAL
               ? &axes[level].group[l->group.group[level]]
               : NULL;
}

static const char *line_text(const struct writing *w, const struct axis *axes, size_t count,
                             const struct crosstab_line *l)
{
    const struct value *v = line_value(axes, count, l);
    if (v && v->state == VALUE_BLANK)
        return "(blank)";
    if (v && v->state == VALUE_UNKNOWN)
        return "Unknown";
    return w->plain ? l->code : l->label;
}

/* "cases", "row-share(cases)", "median(value USD seized)": the measure as it is asked for, with
 * the currency and kind that it became. */
static const char *measure_words(struct writing *w, size_t m)
{
    struct buffer b = {0}, out = {0};
    crosstab_measure_print(&w->t->shown[m], &b);
    const char *text = buffer_text(&b), *name = measure_name(w->t->measure[m].kind);
    const char *at = NULL;
    for (const char *p = text; (p = strstr(p, name));
         p++) /* the last: the functions are first */
        at = p;
    if (at)
        buffer_add(&out, text, (size_t)(at - text));
    buffer_adds(&out, w->t->measure[m].name);
    buffer_adds(&out, at ? at + strlen(name) : "");
    const char *kept = arena_string(&w->arena, buffer_text(&out));
    w->failed |= !kept || b.failed || out.failed;
    buffer_free(&b);
    buffer_free(&out);
    return kept ? kept : "";
}

/* What heads need not say where each column has several: the notes say it once. */
static const char *const said_below[] = {" (distinct)", " on the period before"};

static const char *measure_head(struct writing *w, size_t m, bool beside)
{
    if (w->plain)
        return measure_words(w, m);
    struct buffer b = {0};
    char *kept = arena_string(&w->arena, crosstab_head(w->t, m, &b));
    for (size_t i = 0; kept && beside && i < sizeof said_below / sizeof *said_below; i++) {
        char *at = strstr(kept, said_below[i]);
        if (!at)
            continue;
        size_t len = strlen(said_below[i]);
        memmove(at, at + len, strlen(at + len) + 1);
        w->distinct |= i == 0;
    }
    w->failed |= !kept;
    buffer_free(&b);
    return kept ? kept : "";
}

static const char *column_name(struct writing *w, size_t c, size_t m)
{
    const struct crosstab *t = w->t;
    const struct crosstab_line *l = &t->col[c];
    if (t->col_axes == 0)
        return measure_head(w, m, false);
    const char *name = line_text(w, t->cols, t->col_axes, l);
    if (l->depth)
        name = arena_printf(&w->arena, "%s / %s",
                            line_text(w, t->cols, t->col_axes, &t->col[l->parent]), name);
    else if (l->kind == LINE_SUBTOTAL)
        name = arena_printf(&w->arena, "%s / all", name);
    if (name && t->measure_count != 1)
        name = arena_printf(&w->arena, w->plain ? "%s %s" : "%s: %s", name,
                            measure_head(w, m, true));
    w->failed |= !name;
    return name ? name : "";
}

static struct table_column *make_heads(struct writing *w)
{
    const struct crosstab *t = w->t;
    struct table_column *heads = arena_zero(&w->arena, w->first + w->places + 1, sizeof *heads);
    if (!heads)
        return NULL;
    for (size_t i = 0; i < t->row_axes; i++)
        heads[i] = (struct table_column){t->rows[i].name, t->rows[i].label, TABLE_WORDS};
    if (t->row_axes == 0)
        heads[0] = (struct table_column){"all", "", TABLE_WORDS};
    for (size_t n = 0; n < w->places; n++)
        heads[w->first + n] = (struct table_column){
            column_name(w, w->place[n].c, w->place[n].m), NULL, TABLE_NUMBERS};
    return heads;
}

void crosstab_title(const struct crosstab *t, struct buffer *out)
{
    struct writing w = {.t = t, .plain = true};
    for (size_t i = 0; i < t->row_axes; i++)
        buffer_addf(out, "%s%s", i ? ", " : "", t->rows[i].name);
    for (size_t i = 0; i < t->col_axes; i++)
        buffer_addf(out, "%s%s", i ? ", " : t->row_axes ? " by " : "", t->cols[i].name);
    for (size_t m = 0; m < t->measure_count; m++)
        buffer_addf(out, "%s%s", m ? ", " : ": ", measure_words(&w, m));
    out->failed |= w.failed;
    arena_free(&w.arena);
}

/* ---- rows */

/* One currency and kind leaves all others out, which its name says already. */
static int value_marks(const struct crosstab *t, size_t m, const struct crosstab_value *value,
                       char out[4])
{
    struct crosstab_value v = *value;
    if (t->measure[m].kind == MEASURE_VALUE)
        v.marks &= ~(unsigned)MARK_PARTIAL;
    return crosstab_marks(&v, out);
}

static void value_text(struct writing *w, size_t m, size_t r, size_t c, char out[72])
{
    const struct crosstab_value *v = crosstab_at(w->t, m, r, c);
    char marks[4] = "";
    crosstab_text(w->t, m, r, c, w->plain, out);
    if (w->plain)
        return;
    /* No line at all: a dot for the eye. */
    if (!*out && v->amount.lines == 0)
        strcpy(out, "·");
    else if (*out && value_marks(w->t, m, v, marks))
        w->marks |= v->marks;
    for (int n = (int)strlen(marks); *out && n < w->pad; n++)
        strcat(marks, " ");
    if (*out)
        strcat(out, marks);
}

static void write_row(struct writing *w, size_t r, struct table *table)
{
    static const enum table_line kinds[] = {[LINE_GROUP] = TABLE_ROW,
                                            [LINE_SUBTOTAL] = TABLE_SUBTOTAL,
                                            [LINE_OTHERS] = TABLE_OTHERS,
                                            [LINE_TOTAL] = TABLE_TOTAL};
    const struct crosstab *t = w->t;
    const struct crosstab_line *l = &t->row[r];
    const char *own = line_text(w, t->rows, t->row_axes, l);
    w->cell[0] = own;
    if (w->first == 2)
        w->cell[1] = l->kind == LINE_SUBTOTAL ? "all" : "";
    if (l->depth) {
        w->cell[0] = line_text(w, t->rows, t->row_axes, &t->row[l->parent]);
        w->cell[1] = own;
    }
    for (size_t n = 0; n < w->places; n++) {
        value_text(w, w->place[n].m, r, w->place[n].c, w->text[n]);
        w->cell[w->first + n] = w->text[n];
    }
    table_row_as(table, kinds[l->kind], w->cell);
}

static bool is_written(const struct writing *w, const struct crosstab_line *l)
{
    return l->kind != LINE_SUBTOTAL || !w->plain || w->how->subtotals;
}

static void write_rows(struct writing *w, struct table *table)
{
    size_t rows = 0, limit = w->how->limit ? w->how->limit : SIZE_MAX;
    for (size_t r = 0; r < w->t->row_count; r++) {
        const struct crosstab_line *l = &w->t->row[r];
        bool counted = l->kind == LINE_GROUP || l->kind == LINE_SUBTOTAL;
        if (!is_written(w, l) || (counted && rows >= limit))
            continue;
        rows += counted;
        write_row(w, r, table);
    }
}

/* ---- notes */

static void add_line(struct buffer *out, const char *text)
{
    if (*text)
        buffer_addf(out, "%s%s", out->len ? "\n" : "", text);
}

/* Where the heads have left it out. */
static const char *distinct_note(const struct crosstab *t)
{
    bool cases = false, reporters = false;
    for (size_t m = 0; m < t->measure_count; m++) {
        cases |= t->measure[m].kind == MEASURE_CASES;
        reporters |= t->measure[m].kind == MEASURE_REPORTERS;
    }
    return cases && reporters ? "cases and reporters: distinct"
           : cases            ? "cases: distinct"
                              : "reporters: distinct";
}

/* What was asked, where heads do not say it; the cross-tab's own notes; letters; provenance. */
static void make_note(struct writing *w, struct buffer *out)
{
    const struct crosstab *t = w->t;
    struct buffer head = {0};
    if (t->col_axes && t->measure_count == 1)
        add_line(out, crosstab_head(t, 0, &head));
    if (w->distinct)
        add_line(out, distinct_note(t));
    for (size_t i = 0; i < t->notes; i++)
        add_line(out, t->note[i]);
    buffer_clear(&head);
    for (size_t i = 0; i < LETTERS; i++)
        if (w->marks & letters[i].mark)
            buffer_addf(&head, "%s%s", head.len ? ", " : "marks: ", letters[i].meaning);
    add_line(out, buffer_text(&head));
    add_line(out, w->how->provenance ? w->how->provenance : "");
    out->failed |= head.failed;
    buffer_free(&head);
}

/* ---- the whole */

/* Whether a measure of a column says what no other column says: the change of the total is that
 * of the last period, and in the first period there is none. */
static bool tells(const struct crosstab *t, size_t c, size_t m)
{
    enum crosstab_show show = t->shown[m].show;
    if (show < SHOW_DIFFERENCE || show > SHOW_YEAR_CHANGE)
        return true;
    for (size_t r = 0; r < t->row_count && t->col[c].kind != LINE_TOTAL; r++)
        if (!(crosstab_at(t, m, r, c)->marks & MARK_NOTHING))
            return true;
    return false;
}

static bool prepare(struct writing *w)
{
    const struct crosstab *t = w->t;
    w->plain = table_plain(w->how->format);
    w->first = t->row_axes ? t->row_axes : 1;
    w->place = arena_zero(&w->arena, t->col_count * t->measure_count + 1, sizeof *w->place);
    if (!w->place)
        return false;
    for (size_t c = 0; c < t->col_count; c++)
        for (size_t m = 0; m < t->measure_count; m++)
            if (is_written(w, &t->col[c]) && (!w->how->compact || tells(t, c, m)))
                w->place[w->places++] = (struct place){c, m};
    w->cell = arena_zero(&w->arena, w->first + w->places + 1, sizeof *w->cell);
    w->text = arena_zero(&w->arena, w->places + 1, sizeof *w->text);
    size_t cells = t->row_count * t->col_count;
    for (size_t i = 0; w->how->format == TABLE_TEXT && i < t->measure_count * cells; i++) {
        char marks[4];
        int n = value_marks(w->t, i / cells, &t->value[i], marks);
        w->pad = n > w->pad ? n : w->pad;
    }
    return w->cell && w->text;
}

enum status crosstab_write(const struct crosstab *t, const struct crosstab_table *how,
                           FILE *out, struct error *e)
{
    struct writing w = {.t = t, .how = how};
    struct table_manner manner = how->manner;
    struct buffer title = {0}, note = {0};
    struct table_column *heads = prepare(&w) ? make_heads(&w) : NULL;
    enum status status = STATUS_OK;
    if (!manner.title)
        crosstab_title(t, &title);
    if (!manner.title)
        manner.title = buffer_text(&title);
    if (!heads || w.failed || title.failed) {
        status = error_no_memory(e);
    } else {
        struct table table;
        table_begin_as(&table, out, how->format, heads, w.first + w.places, &manner);
        write_rows(&w, &table);
        make_note(&w, &note);
        table.failed |= note.failed;
        status = table_end(&table, buffer_text(&note), e);
    }
    buffer_free(&title);
    buffer_free(&note);
    arena_free(&w.arena);
    return status;
}

enum status crosstab_write_buffer(const struct crosstab *t, const struct crosstab_table *how,
                                  struct buffer *out, struct error *e)
{
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);
    if (!file)
        return error_no_memory(e);
    enum status status = crosstab_write(t, how, file, e);
    if (fclose(file) == EOF && !status)
        status = error_no_memory(e);
    if (!status)
        buffer_add(out, text, len);
    free(text);
    return status ? status : out->failed ? error_no_memory(e) : STATUS_OK;
}
