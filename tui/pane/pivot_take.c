/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cross-tab taken away, in every format and byte for byte as the command line writes it;
 * and cross-tabs that are known by name. */
#include "app.h"
#include "handing.h"
#include "pane/pivot_view.h"

#include "analysis/presets.h"
#include "export/decimal_sign.h"

#include <stdio.h>
#include <string.h>

enum sign { SIGN_HERE, SIGN_COMMA, SIGN_POINT };

static const struct {
    enum table_format format;
    enum sign sign;
    const char *ends, *text;
} formats[] = {
    {TABLE_TEXT, SIGN_HERE, ".txt", "aligned text"},
    {TABLE_CSV, SIGN_HERE, ".csv", "CSV, for programs"},
    {TABLE_EXCEL, SIGN_HERE, ".excel.csv", "CSV as a spreadsheet here opens it"},
    {TABLE_EXCEL, SIGN_COMMA, ".comma.csv", "CSV for a spreadsheet with a decimal comma"},
    {TABLE_EXCEL, SIGN_POINT, ".point.csv", "CSV for a spreadsheet with a decimal point"},
    {TABLE_TSV, SIGN_HERE, ".tsv", "TSV"},
    {TABLE_MARKDOWN, SIGN_HERE, ".md", "Markdown"},
    {TABLE_HTML, SIGN_HERE, ".html", "HTML, one page"},
    {TABLE_JSON, SIGN_HERE, ".json", "JSON"},
};
#define FORMATS (sizeof formats / sizeof *formats)

/* ---- writing */

/* The table as it is asked, without what the pane shows beside it. */
static enum status write_table(struct pane *p, size_t format, struct buffer *out,
                               struct error *e)
{
    enum sign sign = formats[format].sign;
    struct pivot_view *v = p->state;
    struct workspace *w = p->workspace;
    struct arena a = {0};
    struct crosstab *t = NULL;
    struct crosstab_question q = v->question;
    struct crosstab_table how = {
        .format = formats[format].format,
        .manner = {.marking = workspace_marking(w),
                   .comma = sign == SIGN_COMMA || (sign == SIGN_HERE && decimal_comma_here()),
                   .carry = true},
        .provenance = workspace_under(w, &a)};
    q.sort_money = pivot_money(v);
    enum status status = how.provenance
                             ? crosstab_run(w->frame, w->filter, &w->selection, &q, &t, e)
                             : error_no_memory(e);
    if (!status)
        status = crosstab_write_buffer(t, &how, out, e);
    crosstab_free(&t);
    arena_free(&a);
    return status;
}

static const char *rows_told(const struct pivot_view *v, char out[40])
{
    size_t rows = v->table->row_count - 1;
    snprintf(out, 40, "a table of %zu row%s", rows, rows == 1 ? "" : "s");
    return out;
}

static int choose_format(struct pane *p, const char *title)
{
    const char *items[FORMATS];
    for (size_t i = 0; i < FORMATS; i++)
        items[i] = formats[i].text;
    return app_choose(p->app, title, items, FORMATS, 0);
}

static unsigned take(struct pane *p, bool copy)
{
    struct pivot_view *v = p->state;
    struct buffer text = {0};
    struct error e = {0};
    char told[40], name[32];
    if (!v->table)
        return HANDLED;
    int chosen = choose_format(p, copy ? "Copy as" : "Write as");
    if (chosen < 0)
        return HANDLED | HANDLED_REPAINT;
    snprintf(name, sizeof name, "pivot%s", formats[chosen].ends);
    if (write_table(p, (size_t)chosen, &text, &e) != STATUS_OK)
        app_fault(p->app, &e);
    else if (copy)
        handing_over(p->app, &text, rows_told(v, told), name);
    else
        handing_to_file(p->app, &text, rows_told(v, told), name);
    buffer_free(&text);
    return HANDLED | HANDLED_REPAINT;
}

unsigned pivot_take_copy(struct pane *p)
{
    return take(p, true);
}

unsigned pivot_take_export(struct pane *p)
{
    return take(p, false);
}

/* The longest ending that the name has. */
static size_t format_of(const char *file)
{
    size_t best = FORMATS, len = strlen(file);
    for (size_t i = 0; i < FORMATS; i++) {
        size_t n = strlen(formats[i].ends);
        if (len > n && !strcmp(file + len - n, formats[i].ends) &&
            (best == FORMATS || n > strlen(formats[best].ends)))
            best = i;
    }
    return best;
}

bool pivot_take_write(struct pane *p, const char *file, struct error *e)
{
    struct pivot_view *v = p->state;
    struct buffer text = {0};
    char told[40];
    size_t format = format_of(file);
    if (format == FORMATS || !v->table) {
        error_set(e, STATUS_MISUSE,
                  *file ? "no format is known by the end of %s" : "a file is missing%s", file);
        error_way_out(e, "NAME.csv, .excel.csv, .comma.csv, .tsv, .json, .md, .html or .txt");
        return false;
    }
    bool ok = write_table(p, format, &text, e) == STATUS_OK &&
              handing_write(p->app, &text, rows_told(v, told), file, e);
    buffer_free(&text);
    return ok;
}

/* ---- presets */

static bool ask_preset(struct pane *p, const struct preset_table *table, struct error *e)
{
    struct workspace *w = p->workspace;
    struct arena a = {0};
    struct crosstab_question q;
    const char *narrowed = NULL;
    bool ok = preset_question(w->frame, table, w->sentence, &a, &q, &narrowed, e) == STATUS_OK;
    if (ok) {
        pivot_ask_question(p, &q);
        ok = !strcmp(narrowed, w->sentence) || app_filter(p->app, narrowed);
    }
    arena_free(&a);
    return ok;
}

unsigned pivot_take_preset(struct pane *p)
{
    struct arena a = {0};
    struct error e = {0};
    size_t count, n = 0;
    const struct preset *list = preset_list(&count);
    const char **items = arena_zero(&a, count * PRESET_TABLES, sizeof *items);
    const struct preset_table **table = arena_zero(&a, count * PRESET_TABLES, sizeof *table);
    for (size_t i = 0; items && table && i < count; i++)
        for (size_t k = 0; k < preset_tables(&list[i]); k++) {
            const char *of = list[i].table[k].title;
            table[n] = &list[i].table[k];
            items[n++] = of ? arena_printf(&a, "%s: %s", list[i].title, of) : list[i].title;
        }
    int chosen = n ? app_choose(p->app, "Illicit Trade Report", items, n, -1) : -1;
    if (chosen >= 0 && !ask_preset(p, table[chosen], &e))
        app_fault(p->app, &e);
    arena_free(&a);
    return HANDLED | HANDLED_RECOMPUTE;
}

bool pivot_take_named(struct pane *p, const char *name, struct error *e)
{
    const struct preset *preset = preset_find(name);
    if (!preset) {
        preset_refuse(name, e);
        return false;
    }
    return ask_preset(p, &preset->table[0], e);
}
