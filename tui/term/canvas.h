/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas: the one seam through which text reaches the terminal. It cleans hostile text,
 * cuts and pads by columns, and turns roles of the theme into attributes. Painting never
 * computes. */
#ifndef SAISIE_TERM_CANVAS_H
#define SAISIE_TERM_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

/* What a piece of text means; the theme says how it looks. Meaning never rests on colour alone.
 */
enum role {
    ROLE_TEXT,
    ROLE_DIM,      /* secondary: units, notes */
    ROLE_TAB,      /* tab line */
    ROLE_TAB_HERE, /* the pane one is in */
    ROLE_MARKING,  /* TRAINING DATA and other handling marks */
    ROLE_SENTENCE, /* filter sentence */
    ROLE_HEAD,     /* column heads */
    ROLE_RULE,
    ROLE_CURSOR, /* the row or cell that has the focus */
    ROLE_NUMBER,
    ROLE_TOTAL,
    ROLE_BLANK,   /* blank, unknown */
    ROLE_INVALID, /* not understood */
    ROLE_PROVENANCE,
    ROLE_KEY,      /* a key in the key bar */
    ROLE_KEY_HELP, /* what it does */
    ROLE_RISE,
    ROLE_FALL,
    ROLE_SPARK,
    ROLE_PROVISIONAL,
    ROLE_NOTICE, /* message */
    ROLE_ERROR,
    ROLE_PROMPT,
    ROLE_MATCH,   /* chosen facet value, completion under the hand */
    ROLE_HOSTILE, /* the <202E> that stands for a hidden character */
    ROLE_HEAT_1,  /* shades of a table, from little */
    ROLE_HEAT_2,
    ROLE_HEAT_3,
    ROLE_HEAT_4,
    ROLE_HEAT_5, /* to most */
    ROLES,
};

/* Glyph sets: UTF-8 or ASCII, chosen once. */
enum glyph {
    GLYPH_CURSOR,      /* › or > */
    GLYPH_ELLIPSIS,    /* … or > */
    GLYPH_RULE,        /* ─ or - */
    GLYPH_DOT,         /* · or - (between parts of a line) */
    GLYPH_MINUS,       /* − or - */
    GLYPH_ENTER,       /* ⏎ or Enter */
    GLYPH_CHECK,       /* chosen: ● or * */
    GLYPH_EXCLUDE,     /* ○ or - ... excluded: ✗ or ! */
    GLYPH_PROVISIONAL, /* ▒ or ? */
    GLYPH_UP,
    GLYPH_DOWN,   /* ▲ ▼ or ^ v */
    GLYPH_BAR,    /* bar of counts: ■ or # */
    GLYPH_OPEN,   /* a group whose rows are shown: ▾ or - */
    GLYPH_FOLDED, /* and one whose rows are not: ▸ or + */
    GLYPHS,
};

#define GLYPH_BYTES 16 /* of one glyph at the most, its NUL too */

/* A rectangle of the screen; row and column 0 are its own top left. */
struct canvas {
    struct theme *theme;
    int top, left, rows, cols;
};

/* Writes text (any bytes) from column col, cut to width columns with an ellipsis and padded
 * with blanks to width; nothing outside of the canvas is touched. */
void canvas_text(struct canvas *c, int row, int col, int width, enum role role,
                 const char *text);
/* The same, set at the right end of the width: numbers. */
void canvas_right(struct canvas *c, int row, int col, int width, enum role role,
                  const char *text);
/* Formatted; returns the columns that were used, without padding. */
int canvas_printf(struct canvas *c, int row, int col, enum role role, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void canvas_rule(struct canvas *c, int row);
void canvas_blank(struct canvas *c, int row);
/* Paints a whole row's role over what stands there (the bar of the cursor row), keeping the
 * text. */
void canvas_bar(struct canvas *c, int row, enum role role);
/* Where the terminal's own cursor stands after painting: on what has the focus (for screen
 * readers). */
void canvas_focus(struct canvas *c, int row, int col);
const char *canvas_glyph(const struct canvas *c, enum glyph g);
bool canvas_ascii(const struct canvas *c);
/* The glyph for a level of trend_spark (8 levels in UTF-8 blocks, 8 in ASCII ".:-=+*#%"), gap,
 * zero, provisional. */
const char *canvas_spark(const struct canvas *c, unsigned level);
/* Columns of text as canvas_text would show it. */
int canvas_width(const struct canvas *c, const char *text);

#endif
