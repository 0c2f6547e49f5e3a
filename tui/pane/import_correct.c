/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corrections to what was found in a file: each key asks with a list, keeps what was told
 * before for u, and has the file looked at again. */
#include "pane/import_pane.h"

#include "prompt.h"

#include <stdio.h>
#include <string.h>

/* Something to choose, and what it stands for. */
struct option {
    const char *text, *value;
};

/* Lets the user choose; NULL: nothing was. here: its value now, or NULL. */
static const struct option *choose(struct pane *p, const char *title,
                                   const struct option *option, size_t count, const char *here)
{
    const char *items[32];
    int at = 0;

    for (size_t i = 0; i < count && i < 32; i++) {
        items[i] = option[i].text;
        at = here && strcmp(option[i].value, here) == 0 ? (int)i : at;
    }
    int chosen = app_choose(p->app, title, items, count, at);
    return chosen < 0 ? NULL : &option[chosen];
}

/* Before told is changed; NULL where that cannot be. */
static struct import_options *change(struct pane *p)
{
    struct import_pane *v = p->state;
    struct error e = {0};

    if (intake_change(&v->intake, v->here, &e) != STATUS_OK) {
        app_fault(p->app, &e);
        return NULL;
    }
    p->stale = true;
    return &import_here(v)->told;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void ask_encoding(struct pane *p)
{
    static const struct option list[] = {
        {"found from the content", ""},
        {"UTF-8", "UTF-8"},
        {"Windows-1252, Western Europe", "WINDOWS-1252"},
        {"ISO 8859-1, Western Europe", "ISO-8859-1"},
        {"ISO 8859-15, with the euro", "ISO-8859-15"},
        {"UTF-16, little endian: Excel's Unicode text", "UTF-16LE"},
        {"UTF-16, big endian", "UTF-16BE"},
        {"Windows-1250, Central Europe", "WINDOWS-1250"},
        {"ISO 8859-2, Central Europe", "ISO-8859-2"},
        {"Windows-1251, Cyrillic", "WINDOWS-1251"},
        {"KOI8-R, Cyrillic", "KOI8-R"},
        {"Windows-1253, Greek", "WINDOWS-1253"},
        {"Windows-1254, Turkish", "WINDOWS-1254"},
        {"Windows-1256, Arabic", "WINDOWS-1256"},
        {"Windows-874, Thai", "WINDOWS-874"},
        {"GB 18030, Chinese", "GB18030"},
        {"Big5, Chinese", "BIG5"},
        {"Shift JIS, Japanese", "SHIFT_JIS"},
        {"EUC-KR, Korean", "EUC-KR"},
        {"IBM 850, DOS", "IBM850"},
    };
    struct import_pane *v = p->state;
    const char *here = import_here(v)->told.encoding;
    const struct option *o =
        choose(p, "Its characters are written in", list, COUNT(list), here ? here : "");
    struct import_options *told = o ? change(p) : NULL;

    if (told) {
        told->encoding = *o->value ? o->value : NULL;
    }
}

static void ask_delimiter(struct pane *p)
{
    static const struct option list[] = {
        {"found from the content", ""},
        {"comma ,", ","},
        {"semicolon ;", ";"},
        {"tab", "\t"},
        {"bar |", "|"},
        {"tilde ~", "~"},
        {"caret ^", "^"},
        {"colon :", ":"},
        {"two bars ||", "||"},
        {"blank", " "},
    };
    struct import_pane *v = p->state;
    const struct option *o = choose(p, "Its columns are parted by", list, COUNT(list),
                                    import_here(v)->told.dialect.delimiter);
    struct import_options *told = o ? change(p) : NULL;

    if (told) {
        told->dialect.length = strlen(o->value);
        memcpy(told->dialect.delimiter, o->value, told->dialect.length + 1);
    }
}

static void ask_header(struct pane *p)
{
    static const struct option list[] = {
        {"found from the content", ""},
        {"none", "0"},
        {"1 row", "1"},
        {"2 rows", "2"},
        {"3 rows", "3"},
        {"4 rows", "4"},
        {"5 rows", "5"},
    };
    struct import_pane *v = p->state;
    const struct import_options *now = &import_here(v)->told;
    char here[16] = "";

    if (now->header_told) {
        snprintf(here, sizeof here, "%u", now->header_rows);
    }
    const struct option *o = choose(p, "Its header has", list, COUNT(list), here);
    struct import_options *told = o ? change(p) : NULL;
    if (told) {
        told->header_told = *o->value != '\0';
        told->header_rows = told->header_told ? (unsigned)(*o->value - '0') : 0;
    }
}

static void ask_order(struct pane *p)
{
    static const struct option list[] = {
        {"found by column", ""},
        {"day first: 31/12/2024", "dmy"},
        {"month first: 12/31/2024", "mdy"},
        {"year first: 2024/12/31", "ymd"},
    };
    static const char *const names[] = {"", "dmy", "mdy", "", "ymd"};
    struct import_pane *v = p->state;
    unsigned now = import_here(v)->told.order;
    const struct option *o =
        choose(p, "Its dates stand", list, COUNT(list), now < COUNT(names) ? names[now] : "");
    struct import_options *told = o ? change(p) : NULL;

    if (told) {
        told->order = date_order_named(o->value);
    }
}

static void ask_grain(struct pane *p)
{
    static const struct option list[] = {
        {"what the profile says, else a seizure line", ""},
        {"a seizure: one of the lines of a case", "0"},
        {"a case with its one seizure", "1"},
        {"a sum of many seizures: kept apart, never counted", "2"},
        {"licit trade: kept apart, never counted", "3"},
    };
    struct import_pane *v = p->state;
    const struct import_options *now = &import_here(v)->told;
    char here[16] = "";

    if (now->grain_told) {
        snprintf(here, sizeof here, "%d", (int)now->grain);
    }
    const struct option *o = choose(p, "A row of it is", list, COUNT(list), here);
    struct import_options *told = o ? change(p) : NULL;
    if (told) {
        told->grain_told = *o->value != '\0';
        told->grain = told->grain_told ? (enum grain)(*o->value - '0') : GRAIN_LINE;
    }
}

static void ask_table(struct pane *p)
{
    static const struct option list[] = {
        {"the only one", "0"}, {"the first", "1"}, {"the second", "2"}, {"the third", "3"},
        {"the fourth", "4"},   {"the fifth", "5"}, {"the sixth", "6"},  {"the seventh", "7"},
        {"the eighth", "8"},   {"the ninth", "9"},
    };
    struct import_pane *v = p->state;
    char here[16];

    snprintf(here, sizeof here, "%u", import_here(v)->told.table);
    const struct option *o =
        choose(p, "Of the tables in it this one is taken", list, COUNT(list), here);
    struct import_options *told = o ? change(p) : NULL;
    if (told) {
        told->table = (unsigned)(*o->value - '0');
    }
}

/* ---- the field of a column */

static bool can_hold(const struct field *f)
{
    return f->role == FIELD_STORED || f->type == FIELD_MASS || f->type == FIELD_VOLUME ||
           f->type == FIELD_PIECES;
}

/* The column that has the field now; column_count: none. */
static size_t holder(const struct import_report *r, const char *field)
{
    size_t i = 0;

    while (i < r->column_count &&
           (r->columns[i].further || strcmp(r->columns[i].field, field) != 0)) {
        i++;
    }
    return i;
}

/* Two columns cannot be one field: the one that was gives way. */
static void say_field(struct pane *p, size_t column, const char *field)
{
    struct import_pane *v = p->state;
    const struct import_report *r = &import_here(v)->seen;
    size_t had = *field ? holder(r, field) : r->column_count;
    struct error e = {0};
    char header[64] = "";

    if (!change(p)) {
        return;
    }
    enum status s = intake_choose(&v->intake, v->here, column, field, &e);
    if (s == STATUS_OK && had < r->column_count && had != column) {
        s = intake_choose(&v->intake, v->here, had, "", &e);
        snprintf(header, sizeof header, "%.50s", r->columns[had].header);
    }
    if (s != STATUS_OK) {
        app_fault(p->app, &e);
    } else if (*header) {
        app_notice(p->app, "%s is now a further field; u takes it back", header);
    }
}

static void ask_field(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct import_report *r = &import_here(v)->seen;
    size_t count, n = 0, at = 0, column = v->columns.cursor;
    const struct field *f = reference_fields(p->workspace->reference, &count);
    struct arena a = {0};
    const char **items = arena_zero(&a, count + 1, sizeof *items);
    const char **names = arena_zero(&a, count + 1, sizeof *names);

    if (items && names && column < r->column_count) {
        items[0] = "further field: kept, filtered and grouped by its own name";
        names[n++] = "";
        for (size_t i = 0; i < count; i++) {
            if (!can_hold(&f[i])) {
                continue;
            }
            size_t has = holder(r, f[i].name);
            at = has == column ? n : at;
            const char *text =
                arena_printf(&a, "%-22s %-16s %.40s", f[i].label[LANGUAGE_EN], f[i].name,
                             has < r->column_count ? r->columns[has].header : "");
            items[n] = text ? text : f[i].name;
            names[n++] = f[i].name;
        }
        char title[96];
        snprintf(title, sizeof title, "The column %.60s is", r->columns[column].header);
        int chosen = app_choose(p->app, title, items, n, (int)at);
        if (chosen >= 0) {
            say_field(p, column, names[chosen]);
        }
    }
    arena_free(&a);
}

/* ---- profiles */

enum { PROFILE_MATCH, PROFILE_NONE, PROFILE_FIRST };

static void ask_profile(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct import_options *now = &import_here(v)->told;
    struct arena a = {0};
    const char **items = arena_zero(&a, v->set->profiles.count + PROFILE_FIRST, sizeof *items);
    int at = now->profiles ? PROFILE_MATCH : PROFILE_NONE;

    if (!items) {
        return;
    }
    items[PROFILE_MATCH] = "the one that knows its header, if any";
    items[PROFILE_NONE] = "none";
    for (size_t i = 0; i < v->set->profiles.count; i++) {
        const struct profile *pr = &v->set->profiles.profile[i];
        const char *text = arena_printf(&a, "%-16s %s%s", pr->name, pr->title ? pr->title : "",
                                        pr->shipped ? "" : " (your own)");
        items[PROFILE_FIRST + i] = text ? text : pr->name;
        at = now->profile == pr ? (int)(PROFILE_FIRST + i) : at;
    }
    int chosen = app_choose(p->app, "It is read by the profile", items,
                            v->set->profiles.count + PROFILE_FIRST, at);
    struct import_options *told = chosen >= 0 ? change(p) : NULL;
    if (told) {
        told->profiles = chosen == PROFILE_MATCH ? &v->set->profiles : NULL;
        told->profile =
            chosen >= PROFILE_FIRST ? &v->set->profiles.profile[chosen - PROFILE_FIRST] : NULL;
    }
    arena_free(&a);
}

/* The name where none is typed: that of the file, without what a name may not have. */
static void suggest(const struct intake_item *it, char out[40])
{
    size_t n = 0;

    for (const char *s = it->name; *s && *s != '.' && n < 39; s++) {
        bool fits = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
                    (*s >= '0' && *s <= '9') || *s == '-' || *s == '_';
        out[n++] = fits ? *s : '-';
    }
    out[n] = '\0';
}

static bool save_as(struct app *app, const char *name, struct error *e)
{
    struct pane *p = &app->pane[app_find_pane(app, "import")];
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    struct arena a = {0};
    struct profile made;
    const char *folder = "";
    char proposed[40];
    suggest(it, proposed);
    if (!*name) {
        name = proposed;
    }
    enum status s = workspace_user_file("profiles", &a, &folder, e);
    if (s == STATUS_OK && !folder) {
        s = error_set(e, STATUS_FAILED, "there is no place for profiles: HOME is not set");
    }
    if (s == STATUS_OK) {
        s = import_profile(&it->seen, &it->told, name, &a, &made, e);
    }
    if (s == STATUS_OK) {
        s = profile_save(&made, folder, e);
    }
    if (s == STATUS_OK) {
        s = import_read_profiles(v, e);
        p->stale = true;
    }
    if (s == STATUS_OK) {
        app_notice(app, "saved as profile %.40s: it reads files with this header now", name);
    }
    arena_free(&a);
    return s == STATUS_OK;
}

static enum status complete_profile(struct app *app, const char *line, size_t cursor,
                                    size_t limit, struct arena *arena, size_t *from,
                                    struct filter_completion **out, size_t *count,
                                    struct error *e)
{
    const struct import_pane *v = app->pane[app_find_pane(app, "import")].state;

    *from = *count = 0;
    *out = arena_zero(arena, limit + 1, sizeof **out);
    if (!*out) {
        return error_no_memory(e);
    }
    for (size_t i = 0; i < v->set->profiles.count && *count < limit; i++) {
        const struct profile *pr = &v->set->profiles.profile[i];
        if (!pr->shipped && strncmp(pr->name, line, cursor) == 0) {
            (*out)[(*count)++] =
                (struct filter_completion){.text = pr->name, .label = pr->name};
        }
    }
    return STATUS_OK;
}

static void save(struct pane *p)
{
    struct import_pane *v = p->state;
    const struct intake_item *it = import_here(v);
    char proposed[40], hint[128];
    const struct prompt_kind kind = {
        .name = "profile",
        .mark = "profile name: ",
        .hint = hint,
        .accept = save_as,
        .complete = complete_profile,
    };

    if (it->status != STATUS_OK || !it->seen.column_count) {
        app_notice(p->app, "a file that cannot be read makes no profile");
        return;
    }
    suggest(it, proposed);
    snprintf(hint, sizeof hint, "letters, digits, - and _; Enter alone: %s  C-g leaves",
             proposed);
    prompt_run(p->app, &kind, "");
}

/* ---- */

static void undo(struct pane *p)
{
    struct import_pane *v = p->state;

    if (intake_undo(&v->intake, v->here)) {
        p->stale = true;
    } else {
        app_notice(p->app, "nothing of this file was corrected");
    }
}

unsigned import_correct(struct pane *p, enum action action)
{
    static const struct {
        enum action action;
        void (*ask)(struct pane *);
    } table[] = {
        {ACTION_FIELD, ask_field},
        {ACTION_ENCODING, ask_encoding},
        {ACTION_DELIMITER, ask_delimiter},
        {ACTION_HEADER, ask_header},
        {ACTION_ORDER, ask_order},
        {ACTION_GRAIN_IS, ask_grain},
        {ACTION_TABLE, ask_table},
        {ACTION_PROFILE, ask_profile},
        {ACTION_SAVE, save},
        {ACTION_UNDO, undo},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        if (table[i].action == action) {
            table[i].ask(p);
            return HANDLED | HANDLED_REPAINT;
        }
    }
    return HANDLED_NOT;
}
