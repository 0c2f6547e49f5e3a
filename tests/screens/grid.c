/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvterm 0.1 as the grid of the screen harness. */
#include "grid.h"

#include "dim.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

enum { REVERSE = 1, BOLD = 2, UNDERLINE = 4, DIM = 8, COLOUR = 16, MASKS = 32 };
static const char flag_letters[] = "RBUDC";

struct grid {
    VTerm *vt;
    VTermScreen *screen;
    struct dim dim;
    struct buf adapted;
    struct buf answers;
    struct grid_modes modes;
};

static void take_answer(const char *bytes, size_t len, void *user)
{
    struct grid *g = user;
    buf_add(&g->answers, bytes, len);
}

static int take_property(VTermProp prop, VTermValue *value, void *user)
{
    struct grid *g = user;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        g->modes.cursor_shown = value->boolean;
    else if (prop == VTERM_PROP_ALTSCREEN)
        g->modes.altscreen = value->boolean;
    else if (prop == VTERM_PROP_MOUSE)
        g->modes.mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

static int take_bell(void *user)
{
    struct grid *g = user;
    g->modes.bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {
    .settermprop = take_property,
    .bell = take_bell,
};

struct grid *grid_new(int rows, int cols)
{
    struct grid *g = calloc(1, sizeof *g);
    VTerm *vt = g ? vterm_new(rows, cols) : NULL;
    if (!vt) {
        fputs("screens: out of memory\n", stderr);
        exit(2);
    }
    g->vt = vt;
    vterm_set_utf8(vt, 1);
    vterm_output_set_callback(vt, take_answer, g);
    g->screen = vterm_obtain_screen(vt);
    vterm_screen_set_callbacks(g->screen, &callbacks, g);
    vterm_screen_enable_altscreen(g->screen, 1);
    vterm_screen_reset(g->screen, 1);
    g->modes.cursor_shown = true;
    return g;
}

void grid_free(struct grid **g)
{
    if (!*g)
        return;
    vterm_free((*g)->vt);
    buf_free(&(*g)->adapted);
    buf_free(&(*g)->answers);
    free(*g);
    *g = NULL;
}

void grid_feed(struct grid *g, const char *bytes, size_t len)
{
    buf_cut(&g->adapted, 0);
    dim_feed(&g->dim, bytes, len, &g->adapted);
    vterm_input_write(g->vt, buf_text(&g->adapted), g->adapted.len);
    vterm_screen_flush_damage(g->screen);
}

void grid_resize(struct grid *g, int rows, int cols)
{
    vterm_set_size(g->vt, rows, cols);
}

int grid_rows(const struct grid *g)
{
    int rows, cols;
    vterm_get_size(g->vt, &rows, &cols);
    return rows;
}

int grid_cols(const struct grid *g)
{
    int rows, cols;
    vterm_get_size(g->vt, &rows, &cols);
    return cols;
}

struct buf *grid_answers(struct grid *g)
{
    return &g->answers;
}

void grid_key(struct grid *g, int key, int modifiers)
{
    vterm_keyboard_key(g->vt, (VTermKey)key, (VTermModifier)modifiers);
}

/* The right half of a wide character has no glyph of its own. */
static bool right_half(const VTermScreenCell *cell)
{
    return cell->chars[0] == UINT32_MAX;
}

void grid_row_text(const struct grid *g, int row, int col, bool trim, struct buf *out)
{
    size_t end = out->len;
    for (int cols = grid_cols(g); col < cols; col++) {
        VTermScreenCell cell;
        if (!vterm_screen_get_cell(g->screen, (VTermPos){.row = row, .col = col}, &cell) ||
            right_half(&cell))
            continue;
        if (!cell.chars[0])
            buf_char(out, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            buf_rune(out, cell.chars[i]);
        if (cell.chars[0] && cell.chars[0] != ' ')
            end = out->len;
    }
    if (trim)
        buf_cut(out, end);
}

static unsigned int cell_mask(const VTermScreenCell *cell)
{
    unsigned int mask = 0;
    if (cell->attrs.reverse)
        mask |= REVERSE;
    if (cell->attrs.bold)
        mask |= BOLD;
    if (cell->attrs.underline)
        mask |= UNDERLINE;
    if (cell->attrs.font == DIM_FONT)
        mask |= DIM;
    if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg))
        mask |= COLOUR;
    return mask;
}

/* 32 masks: '.' for none, five capitals, and the 26 mixtures in order of their mask. */
static char mask_letter(unsigned int mask)
{
    if (!mask)
        return '.';
    char mixture = 'a';
    for (unsigned int m = 1; m <= mask; m++) {
        bool single = !(m & (m - 1));
        if (m == mask)
            return single ? flag_letters[__builtin_ctz(m)] : mixture;
        if (!single)
            mixture++;
    }
    return '?';
}

const char *grid_letter_meaning(char letter, char out[10])
{
    for (unsigned int mask = 1; mask < MASKS; mask++) {
        if (!(mask & (mask - 1)) || mask_letter(mask) != letter)
            continue;
        char *p = out;
        for (unsigned int bit = 0; flag_letters[bit]; bit++) {
            if (!(mask & (1u << bit)))
                continue;
            if (p > out)
                *p++ = '+';
            *p++ = flag_letters[bit];
        }
        *p = '\0';
        return out;
    }
    return NULL;
}

void grid_row_attrs(const struct grid *g, int row, int col, bool trim, struct buf *out)
{
    size_t end = out->len;
    for (int cols = grid_cols(g); col < cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(g->screen, (VTermPos){.row = row, .col = col}, &cell);
        if (right_half(&cell) && col > 0) /* both halves look the same */
            vterm_screen_get_cell(g->screen, (VTermPos){.row = row, .col = col - 1}, &cell);
        bool other = cell.attrs.italic || cell.attrs.blink || cell.attrs.strike;
        char letter = other ? 'X' : mask_letter(cell_mask(&cell));
        buf_char(out, letter);
        if (letter != '.')
            end = out->len;
    }
    if (trim)
        buf_cut(out, end);
}

bool grid_holds(const struct grid *g, const char *text)
{
    struct buf row = {0};
    bool found = false;
    for (int r = 0; r < grid_rows(g) && !found; r++) {
        buf_cut(&row, 0);
        grid_row_text(g, r, 0, false, &row);
        found = strstr(buf_text(&row), text) != NULL;
    }
    buf_free(&row);
    return found;
}

struct grid_modes grid_modes(const struct grid *g)
{
    struct grid_modes modes = g->modes;
    VTermPos pos;
    vterm_state_get_cursorpos(vterm_obtain_state(g->vt), &pos);
    modes.row = pos.row;
    modes.col = pos.col;
    return modes;
}
