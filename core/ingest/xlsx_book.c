/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook: its sheets, shared strings and number formats. */
#include "ingest/xlsx.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool xlsx_is_workbook(struct zip *zip)
{
    return zip_name_locate(zip, "xl/workbook.xml", 0) >= 0;
}

/* Reads a whole part that is small, or held in memory; a part that is missing is empty. */
static enum status read_part(struct workbook *w, const char *name, void *data, struct part *p,
                             XML_StartElementHandler start, XML_EndElementHandler end,
                             XML_CharacterDataHandler text, struct error *e)
{
    bool there;
    enum status s = part_open(p, w, name, &there, data, start, end, text, e);
    while (s == STATUS_OK && there && !p->done) {
        s = part_feed(p, e);
        if (s == STATUS_OK && p->fed > XLSX_MOST_PART)
            s = error_set(e, STATUS_FAILED, "%s: %s of the workbook is beyond measure", w->path,
                          name);
    }
    part_close(p);
    return s;
}

/* ---- the list of sheets ---- */

struct sheets {
    struct part *part; /* own */
    struct part own;
    const char *wanted; /* name or number; NULL: the first that is not hidden */
    unsigned long number, asked;
    char relation[128]; /* of the sheet that is wanted */
    char target[256];   /* its part */
    bool from_1904;
    struct arena *arena; /* for a list of names; NULL: none is wanted */
    bool hidden;         /* of those that are hidden */
    const char **names;
    size_t count, room;
    bool failed;
};

static void list_sheet(struct sheets *s, const char *name)
{
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 16;
        const char **names = arena_zero(s->arena, room, sizeof *names);
        if (!names) {
            s->failed = true;
            return;
        }
        if (s->count)
            memcpy(names, s->names, s->count * sizeof *names);
        s->names = names;
        s->room = room;
    }
    s->names[s->count] = arena_string(s->arena, name);
    s->failed |= !s->names[s->count];
    s->count++;
}

static void start_workbook(void *data, const char *name, const char **attributes)
{
    struct sheets *s = data;
    name = xlsx_local(name);
    if (!strcmp(name, "workbookPr")) {
        const char *epoch = xlsx_attribute(attributes, "date1904");
        s->from_1904 = epoch && (!strcmp(epoch, "1") || !strcmp(epoch, "true"));
    }
    if (strcmp(name, "sheet"))
        return;
    const char *title = xlsx_attribute(attributes, "name");
    const char *state = xlsx_attribute(attributes, "state");
    const char *relation = xlsx_attribute(attributes, "id");
    if (!title || !relation)
        return;
    bool hidden = state && strcmp(state, "visible");
    s->number++;
    if (s->arena && hidden == s->hidden)
        list_sheet(s, title);
    bool fits = s->wanted ? !strcmp(s->wanted, title) : !hidden;
    bool by_number = s->wanted && !*s->relation && s->number == s->asked;
    if ((fits && !*s->relation) || (s->wanted && fits) || by_number)
        snprintf(s->relation, sizeof s->relation, "%s", relation);
}

static void start_relation(void *data, const char *name, const char **attributes)
{
    struct sheets *s = data;
    const char *id = xlsx_attribute(attributes, "Id");
    const char *target = xlsx_attribute(attributes, "Target");
    if (strcmp(xlsx_local(name), "Relationship") || !id || !target || strcmp(id, s->relation))
        return;
    /* Relative to xl/, or from the root of the package. */
    snprintf(s->target, sizeof s->target, "%s%s", *target == '/' ? "" : "xl/",
             *target == '/' ? target + 1 : target);
}

static enum status read_sheets(struct workbook *w, struct sheets *s, struct error *e)
{
    s->part = &s->own;
    s->asked = s->wanted ? strtoul(s->wanted, NULL, 10) : 0;
    enum status status =
        read_part(w, "xl/workbook.xml", s, &s->own, start_workbook, NULL, NULL, e);
    return status == STATUS_OK && s->failed ? error_no_memory(e) : status;
}

enum status xlsx_sheets(const char *path, struct zip *zip, bool hidden, struct arena *a,
                        const char ***names, size_t *count, struct error *e)
{
    struct workbook w = {.path = path, .zip = zip};
    struct sheets s = {.arena = a, .hidden = hidden};
    enum status status = read_sheets(&w, &s, e);
    *names = s.names;
    *count = status == STATUS_OK ? s.count : 0;
    return status;
}

static enum status find_sheet(struct workbook *w, const char *wanted, char *part, size_t room,
                              struct error *e)
{
    struct sheets s = {.wanted = wanted};
    enum status status = read_sheets(w, &s, e);
    w->from_1904 = s.from_1904;
    if (status == STATUS_OK && !*s.relation) {
        struct buffer name = {0};
        text_clean(&name, wanted ? wanted : "", wanted ? strlen(wanted) : 0, 40, false);
        error_set(e, STATUS_FAILED, wanted ? "%s: has no sheet %s" : "%s: has no sheet%s",
                  w->path, buffer_text(&name));
        buffer_free(&name);
        return error_way_out(e, "name a sheet as its tab does, or give its number");
    }
    if (status == STATUS_OK)
        status = read_part(w, "xl/_rels/workbook.xml.rels", &s, &s.own, start_relation, NULL,
                           NULL, e);
    if (status == STATUS_OK && zip_name_locate(w->zip, s.target, 0) < 0) {
        error_set(e, STATUS_FAILED, "%s: the sheet is not in the workbook", w->path);
        status = error_way_out(e, "open it in a spreadsheet and save it again");
    }
    snprintf(part, room, "%s", s.target);
    return status;
}

/* ---- shared strings ---- */

struct strings {
    struct part *part;
    struct workbook *book;
    bool in_text, phonetic;
};

static void start_string(void *data, const char *name, const char **attributes)
{
    struct strings *s = data;
    (void)attributes;
    name = xlsx_local(name);
    if (!strcmp(name, "rPh"))
        s->phonetic = true;
    s->in_text = !strcmp(name, "t") && !s->phonetic;
}

static void end_string(void *data, const char *name)
{
    struct strings *s = data;
    struct workbook *w = s->book;
    name = xlsx_local(name);
    s->in_text = false;
    if (!strcmp(name, "rPh"))
        s->phonetic = false;
    if (strcmp(name, "si"))
        return;
    if (w->text_count == w->text_room) {
        size_t room = w->text_room ? w->text_room * 2 : 1024;
        size_t *ends = realloc(w->ends, room * sizeof *ends);
        if (!ends) {
            part_fail(s->part, "memory is out");
            return;
        }
        w->ends = ends;
        w->text_room = room;
    }
    w->ends[w->text_count++] = w->texts.len;
}

static void take_string(void *data, const char *text, int len)
{
    struct strings *s = data;
    if (s->in_text)
        buffer_add(&s->book->texts, text, (size_t)len);
}

static enum status read_strings(struct workbook *w, struct error *e)
{
    struct part part;
    struct strings s = {&part, w, false, false};
    enum status status = read_part(w, "xl/sharedStrings.xml", &s, &part, start_string,
                                   end_string, take_string, e);
    return status == STATUS_OK && w->texts.failed ? error_no_memory(e) : status;
}

/* ---- number formats ---- */

struct styles {
    struct part *part;
    struct workbook *book;
    bool in_cells;
    struct custom {
        long id;
        unsigned char format;
    } * custom;
    size_t custom_count, custom_room, format_room;
};

/* The formats of a spreadsheet without a code of their own (ECMA-376 part 1, 18.8.30). */
static enum xlsx_format built_in(long id)
{
    static const struct {
        long first, last;
        enum xlsx_format format;
    } ids[] = {{14, 16, XLSX_DAY},      {17, 17, XLSX_MONTH}, {18, 21, XLSX_TIME},
               {22, 22, XLSX_DAY_TIME}, {27, 31, XLSX_DAY},   {32, 35, XLSX_TIME},
               {36, 36, XLSX_DAY},      {45, 47, XLSX_TIME},  {50, 54, XLSX_DAY},
               {55, 56, XLSX_TIME},     {57, 58, XLSX_DAY}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (id >= ids[i].first && id <= ids[i].last)
            return ids[i].format;
    return XLSX_PLAIN;
}

static bool grow(void **array, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room ? *room * 2 : 64;
    void *grown = realloc(*array, more * size);
    if (!grown)
        return false;
    *array = grown;
    *room = more;
    return true;
}

static void start_style(void *data, const char *name, const char **attributes)
{
    struct styles *s = data;
    struct workbook *w = s->book;
    name = xlsx_local(name);
    const char *id = xlsx_attribute(attributes, "numFmtId");
    const char *code = xlsx_attribute(attributes, "formatCode");
    long number = id ? strtol(id, NULL, 10) : 0;
    if (!strcmp(name, "numFmt") && id && code) {
        if (!grow((void **)&s->custom, &s->custom_room, s->custom_count, sizeof *s->custom)) {
            part_fail(s->part, "memory is out");
            return;
        }
        s->custom[s->custom_count++] =
            (struct custom){number, (unsigned char)xlsx_format_of(code)};
    } else if (!strcmp(name, "cellXfs")) {
        s->in_cells = true;
    } else if (s->in_cells && !strcmp(name, "xf")) {
        if (!grow((void **)&w->formats, &s->format_room, w->format_count, 1)) {
            part_fail(s->part, "memory is out");
            return;
        }
        enum xlsx_format format = built_in(number);
        for (size_t i = 0; i < s->custom_count; i++)
            if (s->custom[i].id == number)
                format = (enum xlsx_format)s->custom[i].format;
        w->formats[w->format_count++] = (unsigned char)format;
    }
}

static void end_style(void *data, const char *name)
{
    struct styles *s = data;
    if (!strcmp(xlsx_local(name), "cellXfs"))
        s->in_cells = false;
}

static enum status read_styles(struct workbook *w, struct error *e)
{
    struct part part;
    struct styles s = {.part = &part, .book = w};
    enum status status =
        read_part(w, "xl/styles.xml", &s, &part, start_style, end_style, NULL, e);
    free(s.custom);
    return status;
}

enum status workbook_open(struct workbook *w, const char *path, zip_t *zip, const char *sheet,
                          char *part, size_t room, struct error *e)
{
    *w = (struct workbook){.path = path, .zip = zip};
    enum status s = find_sheet(w, sheet, part, room, e);
    if (s == STATUS_OK)
        s = read_styles(w, e);
    return s == STATUS_OK ? read_strings(w, e) : s;
}

void workbook_close(struct workbook *w)
{
    if (w->zip)
        zip_discard(w->zip);
    buffer_free(&w->texts);
    free(w->ends);
    free(w->formats);
    *w = (struct workbook){0};
}
