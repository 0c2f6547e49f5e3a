/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes: how each role looks at each colour depth, and which glyphs are drawn. Read from
 * themes/NAME.theme (the format is explained in themes/default.theme). */
#ifndef SAISIE_TUI_THEME_H
#define SAISIE_TUI_THEME_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "term/canvas.h"

/* Attributes that a theme may use. */
enum theme_attribute { THEME_BOLD = 1, THEME_REVERSE = 2, THEME_UNDERLINE = 4, THEME_DIM = 8 };

/* A colour for terminals of 256, 16 and 8 colours; -1: the terminal's own. */
struct colour {
    int depth256, depth16, depth8;
};

struct style {
    struct colour fg, bg;
    unsigned attributes;
    unsigned mono; /* attributes where there are no colours */
};

#define THEME_SPARKS 11 /* zero, eight levels, gap, provisional */

/* Written by theme.c alone; the canvas reads it. */
struct theme {
    char name[64];
    struct style style[ROLES];
    unsigned long attribute[ROLES]; /* curses attributes */
    short pair[ROLES];
    char glyph[GLYPHS][2][GLYPH_BYTES]; /* Unicode, ASCII */
    int colours;                        /* that may be used; 0: mono */
    bool ascii_text;                    /* the locale shows ASCII alone */
    bool ascii_terminal; /* the terminal shows no blocks, whatever the theme says */
    bool ascii_glyphs;
    struct buffer scratch; /* of the canvas */
    int focus_row, focus_col;
    bool faded; /* what is painted is old: secondary, all of it */
};

/* The built-in default for a terminal with that many colours. Owned by the caller. */
enum status theme_new(int colours, bool utf8, bool blocks, struct theme **out, struct error *e);
void theme_free(struct theme **t);
/* Takes the theme of that name (or, with a '/', that file) where it can be read without fault;
 * otherwise the error names file and line and t stays as it was. */
enum status theme_load(struct theme *t, const char *name, struct error *e);
/* Names of all themes that theme_load finds, sorted, in a. */
enum status theme_names(struct arena *a, const char ***names, size_t *count, struct error *e);

/* ---- between theme.c and theme_file.c */
extern const char *const theme_role_names[ROLES];
extern const char *const theme_glyph_names[GLYPHS];
/* Reads the file at path over t; on a fault t is spoilt. */
enum status theme_read(struct theme *t, const char *path, struct error *e);
/* Parses "fg on bg, attributes" with the colours' own names (no palette); false on a fault. */
bool theme_parse_style(const char *text, struct style *out);

#endif
