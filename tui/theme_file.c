/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theme files: an INI file with the sections palette, style, mono and glyph. */
#include "theme.h"

#include "base/text.h"

#include <ctype.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PALETTE 64

struct named_colour {
    char name[32];
    struct colour colour;
};

struct reading {
    struct theme *theme;
    struct named_colour palette[MOST_PALETTE];
    size_t palette_count;
    FILE *file;
    int line;        /* that is being read */
    char fault[256]; /* of the first line that says something wrong */
    int fault_line;
    char way_out[128];
};

static const char *const ansi[] = {"black", "red",     "green", "yellow",
                                   "blue",  "magenta", "cyan",  "white"};

static const struct {
    const char *name;
    unsigned bit;
} attribute_names[] = {
    {"bold", THEME_BOLD},
    {"reverse", THEME_REVERSE},
    {"underline", THEME_UNDERLINE},
    {"dim", THEME_DIM},
};

/* One of the 16 colours by name, or -2. */
static int ansi_colour(const char *name)
{
    int bright = 0;

    if (strcmp(name, "-") == 0) {
        return -1;
    }
    if (strncmp(name, "bright-", 7) == 0) {
        bright = 8;
        name += 7;
    }
    for (int i = 0; i < 8; i++) {
        if (strcmp(name, ansi[i]) == 0) {
            return i + bright;
        }
    }
    return -2;
}

/* The nearest of the 6 x 6 x 6 colours of 256-colour terminals (levels 0, 95, 135 .. 255). */
static int cube_colour(unsigned long rgb)
{
    int index = 16;

    for (int shift = 16, weight = 36; shift >= 0; shift -= 8, weight /= 6) {
        int v = (int)(rgb >> shift & 0xFF);
        index += weight * (v < 48 ? 0 : v < 115 ? 1 : (v - 35) / 40);
    }
    return index;
}

/* "39" or "#0087ff" -> a colour of 256, or -2. */
static int deep_colour(const char *text)
{
    char *end;

    if (*text == '#') {
        /* Six digits and nothing else: strtoul takes signs and 0x too. */
        bool six = strlen(text) == 7 && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
        return six ? cube_colour(strtoul(text + 1, NULL, 16)) : -2;
    }
    if (!isdigit((unsigned char)*text)) {
        return -2;
    }
    long v = strtol(text, &end, 10);
    return !*end && v <= 255 ? (int)v : -2;
}

static char *trim(char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len > 0 && isspace((unsigned char)text[len - 1])) {
        text[--len] = '\0';
    }
    return text;
}

/* "-", "cyan", "39 / cyan", "#rrggbb / cyan" or a name of the palette. */
static bool parse_colour(const struct reading *r, char *text, struct colour *out)
{
    char *slash = strchr(text, '/');

    if (slash) {
        *slash = '\0';
    }
    text = trim(text);
    if (slash) {
        int deep = deep_colour(text), plain = ansi_colour(trim(slash + 1));
        *out = (struct colour){deep, plain, plain >= 8 ? plain - 8 : plain};
        return deep > -2 && plain > -2;
    }
    int plain = ansi_colour(text);
    if (plain > -2) {
        *out = (struct colour){plain, plain, plain >= 8 ? plain - 8 : plain};
        return true;
    }
    for (size_t i = 0; r && i < r->palette_count; i++) {
        if (strcmp(r->palette[i].name, text) == 0) {
            *out = r->palette[i].colour;
            return true;
        }
    }
    return false;
}

static bool parse_attributes(char *text, unsigned *out)
{
    char *rest;

    *out = 0;
    for (char *word = strtok_r(text, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
        bool known = false;
        for (size_t i = 0; i < sizeof attribute_names / sizeof *attribute_names; i++) {
            if (strcmp(word, attribute_names[i].name) == 0) {
                *out |= attribute_names[i].bit;
                known = true;
            }
        }
        if (!known && strcmp(word, "plain") != 0) {
            return false;
        }
    }
    return true;
}

static bool parse_style(const struct reading *r, const char *text, struct style *out)
{
    char copy[128];

    if (strlen(text) >= sizeof copy) {
        return false;
    }
    snprintf(copy, sizeof copy, "%s", text);
    char *comma = strchr(copy, ',');
    unsigned attributes = 0;
    if (comma) {
        *comma = '\0';
        if (!parse_attributes(comma + 1, &attributes)) {
            return false;
        }
    }
    char *on = strstr(copy, " on ");
    struct colour fg, bg = {-1, -1, -1};
    if (on) {
        *on = '\0';
        if (!parse_colour(r, on + 4, &bg)) {
            return false;
        }
    }
    if (!parse_colour(r, copy, &fg)) {
        return false;
    }
    out->fg = fg;
    out->bg = bg;
    out->attributes = attributes;
    return true;
}

bool theme_parse_style(const char *text, struct style *out)
{
    return parse_style(NULL, text, out);
}

/* ---- lines of a file: 0 is a fault, as inih wants it */

__attribute__((format(printf, 2, 3))) static int fault(struct reading *r, const char *format,
                                                       ...)
{
    if (!r->fault[0]) {
        va_list args;
        va_start(args, format);
        vsnprintf(r->fault, sizeof r->fault, format, args);
        va_end(args);
        r->fault_line = r->line;
    }
    return 0;
}

/* The index of name among names; on a fault -1 and the nearest one as the way out. */
static int look_up(struct reading *r, const char *what, const char *const *names, size_t count,
                   const char *name)
{
    int best = 4;
    const char *near = NULL;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return (int)i;
        }
        int d = text_distance(names[i], name, 3);
        if (d < best) {
            best = d;
            near = names[i];
        }
    }
    if (!r->fault[0] && near) {
        snprintf(r->way_out, sizeof r->way_out, "the nearest is \"%s\"", near);
    }
    fault(r, "no %s \"%s\"", what, name);
    return -1;
}

static int palette_line(struct reading *r, const char *name, const char *value)
{
    char copy[128];

    if (r->palette_count == MOST_PALETTE || strlen(name) >= sizeof r->palette->name) {
        return fault(r, "too many or too long names of colours");
    }
    snprintf(copy, sizeof copy, "%s", value);
    struct named_colour *c = &r->palette[r->palette_count];
    if (!parse_colour(r, copy, &c->colour)) {
        return fault(r, "\"%s\" is no colour (39 / cyan, #0087ff / cyan, cyan, -)", value);
    }
    snprintf(c->name, sizeof c->name, "%s", name);
    r->palette_count++;
    return 1;
}

static int style_line(struct reading *r, const char *name, const char *value)
{
    int role = look_up(r, "role", theme_role_names, ROLES, name);

    if (role < 0) {
        return 0;
    }
    if (!parse_style(r, value, &r->theme->style[role])) {
        return fault(r, "\"%s\" is no style (fg on bg, bold reverse underline dim)", value);
    }
    return 1;
}

static int mono_line(struct reading *r, const char *name, const char *value)
{
    int role = look_up(r, "role", theme_role_names, ROLES, name);
    char copy[128];

    if (role < 0) {
        return 0;
    }
    snprintf(copy, sizeof copy, "%s", value);
    if (!parse_attributes(copy, &r->theme->style[role].mono)) {
        return fault(r, "\"%s\" are no attributes (bold reverse underline dim plain)", value);
    }
    return 1;
}

static int glyph_line(struct reading *r, const char *name, const char *value)
{
    int g = look_up(r, "glyph", theme_glyph_names, GLYPHS, name);
    char copy[128];

    if (g < 0) {
        return 0;
    }
    snprintf(copy, sizeof copy, "%s", value);
    char *bar = strchr(copy, '|');
    if (!bar) {
        return fault(r, "a glyph has two forms: unicode | ascii");
    }
    *bar = '\0';
    const char *form[2] = {trim(copy), trim(bar + 1)};
    for (int i = 0; i < 2; i++) {
        size_t len = strlen(form[i]);
        int columns = text_width(form[i], len);
        /* Enter is a word in the key bar, all others stand in one column of a table. */
        if (len >= sizeof r->theme->glyph[g][i] || text_is_hostile(form[i], len) ||
            columns < 1 || (columns > 1 && g != GLYPH_ENTER)) {
            return fault(r, "\"%s\" does not fit into one column", form[i]);
        }
        for (size_t k = 0; i == 1 && k < len; k++) {
            if ((unsigned char)form[i][k] >= 0x80) {
                return fault(r, "\"%s\" is not ASCII", form[i]);
            }
        }
        snprintf(r->theme->glyph[g][i], sizeof r->theme->glyph[g][i], "%s", form[i]);
    }
    return 1;
}

static int theme_line(struct reading *r, const char *name, const char *value)
{
    if (strcmp(name, "glyphs") == 0) {
        if (strcmp(value, "ascii") == 0) {
            r->theme->ascii_glyphs = true;
        } else if (strcmp(value, "unicode") != 0) {
            return fault(r, "glyphs are unicode or ascii, not \"%s\"", value);
        }
        return 1;
    }
    if (strcmp(name, "about") != 0) {
        return fault(r, "no setting \"%s\" (about, glyphs)", name);
    }
    return 1;
}

static const struct {
    const char *section;
    int (*line)(struct reading *, const char *name, const char *value);
} sections[] = {
    {"theme", theme_line}, {"palette", palette_line}, {"style", style_line},
    {"mono", mono_line},   {"glyph", glyph_line},
};

static int on_line(void *data, const char *section, const char *name, const char *value)
{
    struct reading *r = data;

    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (strcmp(section, sections[i].section) == 0) {
            return sections[i].line(r, name, value ? value : "");
        }
    }
    return fault(r, "no section [%s] (theme, palette, style, mono, glyph)", section);
}

/* As fgets, for inih; it alone knows which line a fault stands in. */
static char *next_line(char *text, int size, void *data)
{
    struct reading *r = data;

    r->line++;
    return fgets(text, size, r->file);
}

enum status theme_read(struct theme *t, const char *path, struct error *e)
{
    struct reading r = {.theme = t, .file = fopen(path, "r")};

    if (!r.file) {
        return error_set(e, STATUS_FAILED, "cannot read the theme %s", path);
    }
    int line = ini_parse_stream(next_line, &r, on_line, &r);
    fclose(r.file);
    if (line == 0) {
        return STATUS_OK;
    }
    /* A line that inih itself cannot read comes to no handler; a fault may follow it. */
    bool said = line == r.fault_line;
    error_set(e, STATUS_FAILED, "%s:%d: %s", path, line,
              said ? r.fault : "not a line \"name = value\"");
    if (said && r.way_out[0]) {
        error_way_out(e, "%s", r.way_out);
    }
    return STATUS_FAILED;
}
