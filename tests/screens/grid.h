/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's grid: libvterm behind a small face, with the attribute it lacks (dim) added.
 */
#ifndef SCREENS_GRID_H
#define SCREENS_GRID_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

struct grid;

/* Rows, columns and positions count from 0 here; the scripts count from 1. */
struct grid *grid_new(int rows, int cols);
void grid_free(struct grid **g);

/* Takes bytes of the program. Answers the terminal owes (to a device query, say) wait in
 * grid_answers(). */
void grid_feed(struct grid *g, const char *bytes, size_t len);
void grid_resize(struct grid *g, int rows, int cols);
int grid_rows(const struct grid *g);
int grid_cols(const struct grid *g);

/* Bytes the terminal has to send to the program; the caller sends and cuts them. */
struct buf *grid_answers(struct grid *g);
/* Puts the bytes of a key into grid_answers(), as the terminal's present mode (application
 * cursor keys) wants them. `key` is a VTermKey, `modifiers` VTermModifier bits. */
void grid_key(struct grid *g, int key, int modifiers);

/* Appends the text of a row from a column on: wide characters once, blanks between, trailing
 * blanks cut if `trim`. */
void grid_row_text(const struct grid *g, int row, int col, bool trim, struct buf *out);

/* Appends one letter a column, from `col` on: '.' plain, R reverse, B bold, U underline, D dim,
 * C colour, X italic, blink or strike-through; two or more of RBUDC together get a small letter
 * which grid_letter_meaning() spells out. Trailing '.' cut if `trim`. */
void grid_row_attrs(const struct grid *g, int row, int col, bool trim, struct buf *out);
/* "R+B" for the small letter of reverse and bold; NULL for other letters. `out` has 10 bytes.
 */
const char *grid_letter_meaning(char letter, char out[10]);

/* Whether the text stands on one row. */
bool grid_holds(const struct grid *g, const char *text);

struct grid_modes {
    int row, col; /* the cursor */
    bool cursor_shown;
    bool altscreen;
    bool mouse;
    int bells; /* since the grid was made */
};
struct grid_modes grid_modes(const struct grid *g);

#endif
