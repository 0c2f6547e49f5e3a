/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas over curses: cleaning, cutting, padding, and roles turned into attributes. */
#include "term/canvas.h"

#include "analysis/trend.h"
#include "base/text.h"
#include "theme.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SPARK_LEVELS 8

static void set_role(const struct canvas *c, enum role role)
{
    attr_t look = (attr_t)c->theme->attribute[role];

    if (c->theme->faded && role != ROLE_CURSOR) {
        attr_set((look & ~(attr_t)A_BOLD) | A_DIM, c->theme->pair[ROLE_DIM], NULL);
    } else {
        attr_set(look, c->theme->pair[role], NULL);
    }
}

/* Cuts the span to the canvas; false: nothing of it is inside. */
static bool clip(const struct canvas *c, int row, int col, int *width)
{
    if (row < 0 || row >= c->rows || col < 0 || col >= c->cols || *width <= 0) {
        return false;
    }
    if (*width > c->cols - col) {
        *width = c->cols - col;
    }
    return true;
}

static void blanks(int n)
{
    static const char blank[] = "                                ";

    while (n > 0) {
        int piece = n < (int)sizeof blank - 1 ? n : (int)sizeof blank - 1;
        addnstr(blank, piece);
        n -= piece;
    }
}

/* A terminal without blocks may show letters with accents and no signs all the same: those that
 * part and shorten texts follow the glyphs, one column each as before. */
static void plain_signs(struct canvas *c, struct buffer *b)
{
    const struct {
        const char *sign, *plain;
    } signs[] = {{"·", c->theme->glyph[GLYPH_DOT][1]},
                 {"…", c->theme->glyph[GLYPH_ELLIPSIS][1]},
                 {"–", "-"},
                 {"—", "-"}};

    for (size_t s = 0; b->data && s < sizeof signs / sizeof *signs; s++) {
        size_t len = strlen(signs[s].sign);
        for (char *at = b->data; (at = strstr(at, signs[s].sign)); at++) {
            *at = *signs[s].plain;
            memmove(at + 1, at + len, b->len - (size_t)(at - b->data) - len + 1);
            b->len -= len - 1;
        }
    }
}

/* Columns that the clean text in the scratch buffer takes. */
static int clean(struct canvas *c, const char *text, int width)
{
    struct buffer *b = &c->theme->scratch;

    buffer_clear(b);
    int columns =
        text_clean(b, text ? text : "", text ? strlen(text) : 0, width, c->theme->ascii_text);
    if (c->theme->ascii_glyphs)
        plain_signs(c, b);
    return columns;
}

/* Gives the <202E> of hidden characters their own role; they are ASCII, and what stands before
 * them is measured. */
static void mark_hostile(struct canvas *c, int row, int col)
{
    const char *text = buffer_text(&c->theme->scratch);

    for (const char *at = strchr(text, '<'); at; at = strchr(at + 1, '<')) {
        size_t len = 1 + strspn(at + 1, "0123456789ABCDEFx\\");
        if (at[len] == '>' && len > 2) {
            mvchgat(c->top + row, c->left + col + text_width(text, (size_t)(at - text)),
                    (int)len + 1, (attr_t)c->theme->attribute[ROLE_HOSTILE],
                    c->theme->pair[ROLE_HOSTILE], NULL);
        }
    }
}

static void put(struct canvas *c, int row, int col, int before, int after, enum role role,
                const char *text)
{
    move(c->top + row, c->left + col);
    set_role(c, role);
    blanks(before);
    addnstr(buffer_text(&c->theme->scratch), (int)c->theme->scratch.len);
    blanks(after);
    if (text && text_is_hostile(text, strlen(text))) {
        mark_hostile(c, row, col + before);
    }
    attr_set(A_NORMAL, 0, NULL);
}

void canvas_text(struct canvas *c, int row, int col, int width, enum role role,
                 const char *text)
{
    if (clip(c, row, col, &width)) {
        int used = clean(c, text, width);
        put(c, row, col, 0, width - used, role, text);
    }
}

void canvas_right(struct canvas *c, int row, int col, int width, enum role role,
                  const char *text)
{
    if (clip(c, row, col, &width)) {
        int used = clean(c, text, width);
        put(c, row, col, width - used, 0, role, text);
    }
}

int canvas_printf(struct canvas *c, int row, int col, enum role role, const char *format, ...)
{
    char text[1024];
    int width = c->cols - col;
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!clip(c, row, col, &width)) {
        return 0;
    }
    int used = clean(c, text, width);
    put(c, row, col, 0, 0, role, text);
    return used;
}

void canvas_rule(struct canvas *c, int row)
{
    const char *glyph = canvas_glyph(c, GLYPH_RULE);
    int width = c->cols;

    if (!clip(c, row, 0, &width)) {
        return;
    }
    move(c->top + row, c->left);
    set_role(c, ROLE_RULE);
    for (int i = 0; i < width; i++) {
        addstr(glyph);
    }
    attr_set(A_NORMAL, 0, NULL);
}

void canvas_blank(struct canvas *c, int row)
{
    canvas_text(c, row, 0, c->cols, ROLE_TEXT, "");
}

void canvas_bar(struct canvas *c, int row, enum role role)
{
    if (row >= 0 && row < c->rows) {
        mvchgat(c->top + row, c->left, c->cols, (attr_t)c->theme->attribute[role],
                c->theme->pair[role], NULL);
    }
}

void canvas_focus(struct canvas *c, int row, int col)
{
    c->theme->focus_row = c->top + row;
    c->theme->focus_col = c->left + col;
}

const char *canvas_glyph(const struct canvas *c, enum glyph g)
{
    return c->theme->glyph[g][c->theme->ascii_glyphs];
}

bool canvas_ascii(const struct canvas *c)
{
    return c->theme->ascii_glyphs;
}

const char *canvas_spark(const struct canvas *c, unsigned level)
{
    static const char *const spark[2][SPARK_LEVELS + 1] = {
        {"_", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
        {"_", ".", ":", "-", "=", "+", "*", "#", "%"},
    };

    if (level & SPARK_GAP) {
        return " ";
    }
    if (level & SPARK_PROVISIONAL) {
        return canvas_glyph(c, GLYPH_PROVISIONAL);
    }
    return spark[c->theme->ascii_glyphs][level > SPARK_LEVELS ? SPARK_LEVELS : level];
}

int canvas_width(const struct canvas *c, const char *text)
{
    struct buffer *b = &c->theme->scratch;

    buffer_clear(b);
    return text_clean(b, text, strlen(text), -1, c->theme->ascii_text);
}
