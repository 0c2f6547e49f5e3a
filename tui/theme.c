/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in theme, the search for theme files, and their colours made ready for curses. */
#include "theme.h"

#include <curses.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const theme_role_names[ROLES] = {
    [ROLE_TEXT] = "text",       [ROLE_DIM] = "dim",
    [ROLE_TAB] = "tab",         [ROLE_TAB_HERE] = "tab.here",
    [ROLE_MARKING] = "marking", [ROLE_SENTENCE] = "sentence",
    [ROLE_HEAD] = "head",       [ROLE_RULE] = "rule",
    [ROLE_CURSOR] = "cursor",   [ROLE_NUMBER] = "number",
    [ROLE_TOTAL] = "total",     [ROLE_BLANK] = "blank",
    [ROLE_INVALID] = "invalid", [ROLE_PROVENANCE] = "provenance",
    [ROLE_KEY] = "key",         [ROLE_KEY_HELP] = "key.help",
    [ROLE_RISE] = "rise",       [ROLE_FALL] = "fall",
    [ROLE_SPARK] = "spark",     [ROLE_PROVISIONAL] = "provisional",
    [ROLE_NOTICE] = "notice",   [ROLE_ERROR] = "error",
    [ROLE_PROMPT] = "prompt",   [ROLE_MATCH] = "match",
    [ROLE_HOSTILE] = "hostile", [ROLE_HEAT_1] = "heat.1",
    [ROLE_HEAT_2] = "heat.2",   [ROLE_HEAT_3] = "heat.3",
    [ROLE_HEAT_4] = "heat.4",   [ROLE_HEAT_5] = "heat.5",
};

const char *const theme_glyph_names[GLYPHS] = {
    [GLYPH_CURSOR] = "cursor",
    [GLYPH_ELLIPSIS] = "ellipsis",
    [GLYPH_RULE] = "rule",
    [GLYPH_DOT] = "dot",
    [GLYPH_MINUS] = "minus",
    [GLYPH_ENTER] = "enter",
    [GLYPH_CHECK] = "check",
    [GLYPH_EXCLUDE] = "exclude",
    [GLYPH_PROVISIONAL] = "provisional",
    [GLYPH_UP] = "up",
    [GLYPH_DOWN] = "down",
    [GLYPH_BAR] = "bar",
    [GLYPH_OPEN] = "open",
    [GLYPH_FOLDED] = "folded",
};

static const char *const built_in_glyph[GLYPHS][2] = {
    [GLYPH_CURSOR] = {"›", ">"},      [GLYPH_ELLIPSIS] = {"…", ">"},
    [GLYPH_RULE] = {"─", "-"},        [GLYPH_DOT] = {"·", "-"},
    [GLYPH_MINUS] = {"−", "-"},       [GLYPH_ENTER] = {"⏎", "Enter"},
    [GLYPH_CHECK] = {"●", "*"},       [GLYPH_EXCLUDE] = {"✗", "!"},
    [GLYPH_PROVISIONAL] = {"▒", "?"}, [GLYPH_UP] = {"▲", "^"},
    [GLYPH_DOWN] = {"▼", "v"},        [GLYPH_BAR] = {"■", "#"},
    [GLYPH_OPEN] = {"▾", "-"},        [GLYPH_FOLDED] = {"▸", "+"},
};

/* The theme when there is no file: the terminal's own colours with little added, good on black
 * and on white. The second text is for terminals without colours. The cursor's mark stays
 * plain: attributes would cost a dozen bytes at every step. */
static const struct {
    const char *style, *mono;
} built_in[ROLES] = {
    [ROLE_TEXT] = {"-", ""},
    [ROLE_DIM] = {"-", ""},
    [ROLE_TAB] = {"-", ""},
    [ROLE_TAB_HERE] = {"-, bold", "bold"},
    [ROLE_MARKING] = {"-, bold reverse", "bold reverse"},
    [ROLE_SENTENCE] = {"-, bold", "bold"},
    [ROLE_HEAD] = {"-, bold", "bold"},
    [ROLE_RULE] = {"-", ""},
    [ROLE_CURSOR] = {"-", ""},
    [ROLE_NUMBER] = {"-", ""},
    [ROLE_TOTAL] = {"-, bold", "bold"},
    [ROLE_BLANK] = {"magenta", ""},
    [ROLE_INVALID] = {"red, bold", "underline"},
    [ROLE_PROVENANCE] = {"-", ""},
    [ROLE_KEY] = {"-, bold", "bold"},
    [ROLE_KEY_HELP] = {"-", ""},
    [ROLE_RISE] = {"-, bold", "bold"},
    [ROLE_FALL] = {"-", ""},
    [ROLE_SPARK] = {"cyan", ""},
    [ROLE_PROVISIONAL] = {"magenta", ""},
    [ROLE_NOTICE] = {"-, bold", "bold"},
    [ROLE_ERROR] = {"red, bold", "reverse"},
    [ROLE_PROMPT] = {"-", ""},
    [ROLE_MATCH] = {"-, reverse", "reverse"},
    [ROLE_HOSTILE] = {"white on red, bold", "reverse"},
    [ROLE_HEAT_1] = {"-", ""},
    [ROLE_HEAT_2] = {"black on 152 / cyan", ""},
    [ROLE_HEAT_3] = {"black on 116 / green", ""},
    [ROLE_HEAT_4] = {"black on 221 / yellow", ""},
    [ROLE_HEAT_5] = {"white on 124 / red", ""},
};

static const struct {
    unsigned ours;
    unsigned long curses;
} attributes[] = {
    {THEME_BOLD, A_BOLD},
    {THEME_REVERSE, A_REVERSE},
    {THEME_UNDERLINE, A_UNDERLINE},
    {THEME_DIM, A_DIM},
};

static unsigned long curses_attributes(unsigned ours)
{
    unsigned long out = 0;

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        if (ours & attributes[i].ours) {
            out |= attributes[i].curses;
        }
    }
    return out;
}

static int at_depth(struct colour c, int colours)
{
    return colours >= 256 ? c.depth256 : colours >= 16 ? c.depth16 : c.depth8;
}

/* The number of the colour pair, made when it is new. */
static short pair_of(short made[][2], short *count, int fg, int bg)
{
    if (fg < 0 && bg < 0) {
        return 0;
    }
    for (short i = 0; i < *count; i++) {
        if (made[i][0] == fg && made[i][1] == bg) {
            return (short)(i + 1);
        }
    }
    if (*count + 1 >= COLOR_PAIRS ||
        init_pair((short)(*count + 1), (short)fg, (short)bg) != OK) {
        return 0;
    }
    made[*count][0] = (short)fg;
    made[*count][1] = (short)bg;
    return ++*count;
}

/* Turns the styles into attributes and colour pairs of this terminal. */
static void apply(struct theme *t)
{
    short made[ROLES][2];
    short count = 0;

    for (size_t r = 0; r < ROLES; r++) {
        const struct style *s = &t->style[r];
        if (t->colours < 8) {
            t->attribute[r] = curses_attributes(s->mono);
            t->pair[r] = 0;
            continue;
        }
        unsigned a = s->attributes;
        if (t->colours < 16 && s->fg.depth16 >= 8) {
            a |= THEME_BOLD; /* the bright colours of 8-colour terminals */
        }
        t->attribute[r] = curses_attributes(a);
        t->pair[r] =
            pair_of(made, &count, at_depth(s->fg, t->colours), at_depth(s->bg, t->colours));
    }
}

static void take_built_in(struct theme *t)
{
    snprintf(t->name, sizeof t->name, "default");
    t->ascii_glyphs = t->ascii_terminal;
    for (size_t r = 0; r < ROLES; r++) {
        struct style mono = {0};
        char text[64];
        theme_parse_style(built_in[r].style, &t->style[r]);
        snprintf(text, sizeof text, "-, %s", built_in[r].mono);
        theme_parse_style(text, &mono);
        t->style[r].mono = mono.attributes;
    }
    for (size_t g = 0; g < GLYPHS; g++) {
        for (size_t i = 0; i < 2; i++) {
            snprintf(t->glyph[g][i], sizeof t->glyph[g][i], "%s", built_in_glyph[g][i]);
        }
    }
}

enum status theme_new(int colours, bool utf8, bool blocks, struct theme **out, struct error *e)
{
    struct theme *t = calloc(1, sizeof *t);

    *out = t;
    if (!t) {
        return error_no_memory(e);
    }
    t->colours = colours;
    t->ascii_text = !utf8;
    t->ascii_terminal = !blocks;
    take_built_in(t);
    apply(t);
    return STATUS_OK;
}

void theme_free(struct theme **t)
{
    if (*t) {
        buffer_free(&(*t)->scratch);
        free(*t);
        *t = NULL;
    }
}

/* ---- the search for files */

#define FOLDERS 5

/* Where themes are looked for, first the user's own. */
static size_t folders(struct arena *a, const char *out[FOLDERS])
{
    size_t n = 0;
    const char *own = getenv("SAISIE_THEMES"), *config = getenv("XDG_CONFIG_HOME"),
               *home = getenv("HOME");
    char exe[4096];

    if (own && *own) {
        out[n++] = arena_string(a, own);
    }
    if (config && *config) {
        out[n++] = arena_printf(a, "%s/saisie/themes", config);
    } else if (home && *home) {
        out[n++] = arena_printf(a, "%s/.config/saisie/themes", home);
    }
    /* The installed ones stand beside the program: PREFIX/bin/saisie, PREFIX/share. */
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len > 0) {
        exe[len] = '\0';
        char *slash = strrchr(exe, '/');
        if (slash) {
            *slash = '\0';
            out[n++] = arena_printf(a, "%s/../share/saisie/themes", exe);
            out[n++] = arena_printf(a, "%s/../themes", exe);
        }
    }
    out[n++] = "themes";
    return n;
}

static const char *find(const char *name, struct arena *a)
{
    const char *folder[FOLDERS];
    size_t n = folders(a, folder);

    for (size_t i = 0; i < n; i++) {
        const char *path = folder[i] ? arena_printf(a, "%s/%s.theme", folder[i], name) : NULL;
        if (path && access(path, R_OK) == 0) {
            return path;
        }
    }
    return NULL;
}

static enum status no_such_theme(const char *name, struct error *e)
{
    struct arena a = {0};
    struct buffer known = {0};
    const char **names;
    size_t count;

    if (theme_names(&a, &names, &count, NULL) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            buffer_addf(&known, "%s%s", i ? ", " : "", names[i]);
        }
    }
    error_set(e, STATUS_MISUSE, "no theme \"%s\"", name);
    error_way_out(e, "there are: %s", buffer_text(&known));
    buffer_free(&known);
    arena_free(&a);
    return STATUS_MISUSE;
}

enum status theme_load(struct theme *t, const char *name, struct error *e)
{
    struct arena a = {0};
    const char *path = strchr(name, '/') ? name : find(name, &a);
    enum status s;

    if (!path && strcmp(name, "default") == 0) {
        take_built_in(t);
        apply(t);
        s = STATUS_OK;
    } else if (!path) {
        s = no_such_theme(name, e);
    } else {
        struct theme fresh = *t;
        take_built_in(&fresh);
        snprintf(fresh.name, sizeof fresh.name, "%s", name);
        s = theme_read(&fresh, path, e);
        if (s == STATUS_OK) {
            *t = fresh;
            apply(t);
        }
    }
    arena_free(&a);
    return s;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_known(const char **names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

#define MOST_THEMES 256

enum status theme_names(struct arena *a, const char ***names, size_t *count, struct error *e)
{
    const char *folder[FOLDERS];
    size_t n = folders(a, folder);
    const char **out = arena_zero(a, MOST_THEMES, sizeof *out);

    *count = 0;
    *names = out;
    if (!out) {
        return error_no_memory(e);
    }
    out[(*count)++] = "default";
    for (size_t i = 0; i < n; i++) {
        DIR *d = folder[i] ? opendir(folder[i]) : NULL;
        struct dirent *entry;
        while (d && *count < MOST_THEMES && (entry = readdir(d))) {
            const char *end = strstr(entry->d_name, ".theme");
            if (!end || end == entry->d_name || end[6] != '\0') {
                continue;
            }
            char *name = arena_copy(a, entry->d_name, (size_t)(end - entry->d_name));
            if (name && !is_known(out, *count, name)) {
                out[(*count)++] = name;
            }
        }
        if (d) {
            closedir(d);
        }
    }
    qsort(out, *count, sizeof *out, by_name);
    return STATUS_OK;
}
