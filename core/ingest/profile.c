/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One profile: an INI file becomes a struct profile, and back. */
#include "ingest/profile_private.h"

#include "base/text.h"
#include "ingest/dates.h"
#include "ingest/dialect.h"

#include <ctype.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libinih reads lines of at most so many bytes (INI_MAX_LINE). */
enum { LINE_ROOM = 200 };

struct reading {
    struct profile *p;
    struct arena *arena;
    const char *text; /* what is left to read */
    size_t left;
    unsigned line;
    char fault[256]; /* of the first line that says something wrong */
    bool no_memory;
};

/* Only the first is kept. */
static bool fault(struct reading *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static bool fault(struct reading *r, const char *format, ...)
{
    va_list args;
    if (r->fault[0])
        return false;
    int n = snprintf(r->fault, sizeof r->fault, "line %u: ", r->line);
    va_start(args, format);
    vsnprintf(r->fault + n, sizeof r->fault - (size_t)n, format, args);
    va_end(args);
    return false;
}

/* \; and \\ become what they stand for. */
static const char *unescaped(struct reading *r, const char *value)
{
    char *out = arena_string(r->arena, value);
    r->no_memory |= !out;
    for (char *from = out, *to = out; out && (*to = *from); to++, from++)
        if (*from == '\\' && (from[1] == ';' || from[1] == '\\'))
            *to = *++from;
    return out;
}

/* Room for one more of count things of that size, in the arena. */
static void *more(struct reading *r, void *all, size_t count, size_t size)
{
    bool full = count >= 8 ? !(count & (count - 1)) : !count;
    if (!full)
        return all;
    void *wider = arena_zero(r->arena, count ? count * 2 : 8, size);
    r->no_memory |= !wider;
    if (wider && count)
        memcpy(wider, all, count * size);
    return wider;
}

/* ---- what the sections hold ---- */

static bool take_number(struct reading *r, const char *key, const char *value, unsigned most,
                        unsigned *out)
{
    char *end;
    unsigned long n = strtoul(value, &end, 10);
    if (!isdigit((unsigned char)*value) || *end || n > most)
        return fault(r, "%s needs a number up to %u, not %.40s", key, most, value);
    *out = (unsigned)n;
    return true;
}

static bool take_profile(struct reading *r, const char *key, const char *value)
{
    struct profile *p = r->p;
    struct dialect tried;
    struct error e;
    struct {
        const char *key;
        const char **out;
    } const texts[] = {{"title", &p->title},
                       {"encoding", &p->encoding},
                       {"delimiter", &p->delimiter},
                       {"quote", &p->quote},
                       {"sheet", &p->part}};
    if (!strcmp(key, "delimiter") && dialect_take_delimiter(value, &tried, &e))
        return fault(r, "%s", e.text);
    if (!strcmp(key, "quote") && dialect_take_quote(value, &tried, &e))
        return fault(r, "%s", e.text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(key, texts[i].key))
            return (*texts[i].out = value) != NULL;
    if (!strcmp(key, "grain"))
        return grain_by_word(value, &p->grain) ||
               fault(r, "a row is a line, case, aggregate or licit, not %.40s", value);
    if (!strcmp(key, "date-order"))
        return (p->order = date_order_named(value)) ||
               fault(r, "dmy, mdy and ymd are the orders, not %.40s", value);
    if (!strcmp(key, "generic"))
        return (p->generic = !strcmp(value, "yes")) ||
               fault(r, "generic = yes, or no such line");
    if (!strcmp(key, "line-numbers"))
        return (p->unstable_lines = !strcmp(value, "unstable")) ||
               fault(r, "line-numbers = unstable, or no such line");
    if (!strcmp(key, "escape")) {
        p->escape_told = true;
        p->backslash = !strcmp(value, "backslash");
        return p->backslash || !strcmp(value, "doubled") ||
               fault(r, "escape takes doubled or backslash, not %.40s", value);
    }
    if (!strcmp(key, "header-rows"))
        return p->header_told = take_number(r, key, value, 20, &p->header_rows);
    if (!strcmp(key, "table"))
        return take_number(r, key, value, 10000, &p->table);
    return fault(r, "there is no %.40s in [profile]", key);
}

static bool take_header(struct reading *r, const char *key, const char *value)
{
    struct profile *p = r->p;
    if (strcmp(key, "has"))
        return fault(r, "[header] holds has = HEADER, not %.40s", key);
    if (!(p->has = more(r, p->has, p->has_count, sizeof *p->has)))
        return false;
    p->has[p->has_count++] = value;
    return true;
}

static bool take_column(struct reading *r, const char *key, const char *value)
{
    struct profile *p = r->p;
    if (!(p->columns = more(r, p->columns, p->column_count, sizeof *p->columns)))
        return false;
    p->columns[p->column_count++] = (struct profile_column){unescaped(r, key), value};
    return true;
}

static bool take_setting(struct reading *r, const char *key, const char *value)
{
    struct profile *p = r->p;
    if (!(p->settings = more(r, p->settings, p->setting_count, sizeof *p->settings)))
        return false;
    p->settings[p->setting_count++] = (struct import_setting){unescaped(r, key), value, false};
    return true;
}

static bool take_value(struct reading *r, const char *key, const char *value)
{
    struct profile *p = r->p;
    const char *dot = strchr(key, '.');
    if (!dot || dot == key || !dot[1])
        return fault(r, "[values] holds FIELD.TEXT = CODE, not %.40s", key);
    if (!(p->values = more(r, p->values, p->value_count, sizeof *p->values)))
        return false;
    const char *field = arena_copy(r->arena, key, (size_t)(dot - key));
    r->no_memory |= !field;
    p->values[p->value_count++] = (struct profile_value){field, unescaped(r, dot + 1), value};
    return true;
}

static bool take_fiscal(struct reading *r, const char *key, const char *value)
{
    struct fiscal *f = &r->p->fiscal;
    if (!strcmp(key, "year"))
        f->year = value;
    else if (!strcmp(key, "month"))
        f->month = value;
    else if (strcmp(key, "begins"))
        return fault(r, "there is no %.40s in [fiscal]", key);
    else if (!take_number(r, key, value, 12, &f->begins) || !f->begins)
        return fault(r, "begins is the number of a month, 1 to 12");
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct reading *, const char *key, const char *value);
} sections[] = {
    {"profile", take_profile}, {"header", take_header}, {"columns", take_column},
    {"set", take_setting},     {"fiscal", take_fiscal}, {"values", take_value},
};

/* Called by libinih; 0 ends the reading. */
static int take_line(void *data, const char *section, const char *key, const char *value)
{
    struct reading *r = data;
    if (r->fault[0])
        return 0;
    const char *meant = unescaped(r, value);
    if (!meant)
        return 0;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (!strcmp(sections[i].name, section))
            return *meant ? sections[i].take(r, key, meant)
                          : fault(r, "%.40s says nothing (a semicolon is written \\;)", key);
    return fault(r, "there is no section [%.40s]", section);
}

/* One line as libinih asks for it; longer ones would come in pieces. */
static char *next_line(char *out, int room, void *data)
{
    struct reading *r = data;
    if (!r->left || r->fault[0])
        return NULL;
    const char *end = memchr(r->text, '\n', r->left);
    size_t len = end ? (size_t)(end - r->text) + 1 : r->left;
    r->line++;
    if (len + 1 > (size_t)room || len + 1 > LINE_ROOM) {
        fault(r, "longer than %d bytes", LINE_ROOM - 2);
        return NULL;
    }
    memcpy(out, r->text, len);
    out[len] = '\0';
    r->text += len;
    r->left -= len;
    return out;
}

static bool is_whole(struct reading *r)
{
    const struct profile *p = r->p;
    bool fiscal = p->fiscal.begins || p->fiscal.year || p->fiscal.month;
    if (fiscal && !(p->fiscal.begins && p->fiscal.year && p->fiscal.month))
        return fault(r, "[fiscal] needs year, month and begins");
    return true;
}

enum status profile_parse(const char *text, size_t len, struct arena *a, struct profile *out,
                          const char *path, struct error *e)
{
    struct reading r = {.p = out, .arena = a, .text = text, .left = len};
    int ended = ini_parse_stream(next_line, &r, take_line, &r);
    if (r.no_memory || ended == -2)
        return error_no_memory(e);
    if (ended > 0)
        fault(&r, "is no KEY = VALUE and no [section]");
    if (r.fault[0] || !is_whole(&r)) {
        error_set(e, STATUS_FAILED, "%s: %s", path, r.fault);
        return error_way_out(e, "mend the file, or move it out of the folder");
    }
    out->title = out->title ? out->title : out->name;
    return STATUS_OK;
}

/* ---- writing ---- */

static void put(struct buffer *b, const char *key, const char *value)
{
    if (!value)
        return;
    size_t before = b->len;
    buffer_adds(b, key);
    buffer_adds(b, " = ");
    for (const char *c = value; *c; c++) {
        if (*c == ';' || *c == '\\')
            buffer_addc(b, '\\');
        buffer_addc(b, *c);
    }
    buffer_addc(b, '\n');
    /* What does not fit a line cannot be said, and a second line would say another thing. */
    bool fits = b->len - before < LINE_ROOM && !strpbrk(value, "\r\n");
    if (!fits && !b->failed)
        b->len = before;
}

static void put_number(struct buffer *b, const char *key, unsigned n)
{
    char text[16];
    snprintf(text, sizeof text, "%u", n);
    put(b, key, text);
}

void profile_print(const struct profile *p, struct buffer *b)
{
    static const char *const orders[] = {
        [ORDER_DMY] = "dmy", [ORDER_MDY] = "mdy", [ORDER_YMD] = "ymd"};
    buffer_adds(b, "[profile]\n");
    put(b, "title", p->title);
    put(b, "grain", grain_word(p->grain));
    put(b, "generic", p->generic ? "yes" : NULL);
    put(b, "encoding", p->encoding);
    put(b, "delimiter", p->delimiter && !strcmp(p->delimiter, "\t") ? "tab" : p->delimiter);
    put(b, "quote", p->quote);
    put(b, "escape", !p->escape_told ? NULL : p->backslash ? "backslash" : "doubled");
    put(b, "line-numbers", p->unstable_lines ? "unstable" : NULL);
    if (p->header_told)
        put_number(b, "header-rows", p->header_rows);
    put(b, "date-order", p->order && p->order <= ORDER_YMD ? orders[p->order] : NULL);
    put(b, "sheet", p->part);
    if (p->table)
        put_number(b, "table", p->table);
    buffer_adds(b, "\n[header]\n");
    for (size_t i = 0; i < p->has_count; i++)
        put(b, "has", p->has[i]);
    buffer_adds(b, "\n[columns]\n");
    for (size_t i = 0; i < p->column_count; i++)
        put(b, p->columns[i].field, p->columns[i].header);
    if (p->setting_count)
        buffer_adds(b, "\n[set]\n");
    for (size_t i = 0; i < p->setting_count; i++)
        put(b, p->settings[i].field, p->settings[i].value);
    if (p->value_count)
        buffer_adds(b, "\n[values]\n");
    for (size_t i = 0; i < p->value_count; i++) {
        struct buffer key = {0};
        buffer_addf(&key, "%s.%s", p->values[i].field, p->values[i].text);
        put(b, buffer_text(&key), p->values[i].code);
        b->failed |= key.failed;
        buffer_free(&key);
    }
    if (!p->fiscal.begins)
        return;
    buffer_adds(b, "\n[fiscal]\n");
    put(b, "year", p->fiscal.year);
    put(b, "month", p->fiscal.month);
    put_number(b, "begins", p->fiscal.begins);
}
