/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard of the screen harness. */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

/* Keys with one byte, and keys whose bytes depend on the terminal's mode. */
static const struct {
    const char *name;
    char byte;
    VTermKey key;
} names[] = {
    {"Enter", '\r', 0},
    {"Esc", '\x1b', 0},
    {"Tab", '\t', 0},
    {"Space", ' ', 0},
    {"Backspace", '\x7f', 0},
    {"lt", '<', 0},
    {"Hash", '#', 0},
    {"Up", 0, VTERM_KEY_UP},
    {"Down", 0, VTERM_KEY_DOWN},
    {"Left", 0, VTERM_KEY_LEFT},
    {"Right", 0, VTERM_KEY_RIGHT},
    {"Home", 0, VTERM_KEY_HOME},
    {"End", 0, VTERM_KEY_END},
    {"PgUp", 0, VTERM_KEY_PAGEUP},
    {"PgDn", 0, VTERM_KEY_PAGEDOWN},
    {"Ins", 0, VTERM_KEY_INS},
    {"Del", 0, VTERM_KEY_DEL},
};

/* Whether `name` is a key of the table or F1 to F12; *byte is 0 for those of the mode. */
static bool find_key(const char *name, char *byte, VTermKey *key)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i].name)) {
            *byte = names[i].byte;
            *key = names[i].key;
            return true;
        }
    int number = name[0] == 'F' ? atoi(name + 1) : 0;
    *byte = 0;
    *key = (VTermKey)VTERM_KEY_FUNCTION(number);
    return number >= 1 && number <= 12;
}

static void add_byte(char byte, int modifiers, struct buf *out)
{
    if (modifiers & VTERM_MOD_ALT)
        buf_char(out, '\x1b');
    if (modifiers & VTERM_MOD_CTRL)
        byte = byte == '?' ? '\x7f' : (char)(byte & 0x1f); /* C-Space gives NUL */
    buf_char(out, byte);
}

/* `name` is what stood between < and >. */
static bool add_named(const char *name, struct grid *grid, struct buf *out)
{
    int modifiers = 0;
    while (name[0] && name[1] == '-' && name[2]) {
        const char *at = strchr("SMAC", name[0]);
        if (!at)
            return false;
        modifiers |= *at == 'S' ? VTERM_MOD_SHIFT : *at == 'C' ? VTERM_MOD_CTRL : VTERM_MOD_ALT;
        name += 2;
    }
    char byte;
    VTermKey key;
    if (!strcmp(name, "Tab") && (modifiers & VTERM_MOD_SHIFT)) {
        byte = 0;
        key = VTERM_KEY_TAB;
    } else if (!find_key(name, &byte, &key)) {
        if (!modifiers || name[0] < ' ' || name[1])
            return false;
        byte = name[0];
    }
    if (byte) {
        add_byte(byte, modifiers, out);
        return true;
    }
    struct buf *answers = grid_answers(grid);
    size_t before = answers->len;
    grid_key(grid, (int)key, modifiers);
    buf_add(out, buf_text(answers) + before, answers->len - before);
    buf_cut(answers, before);
    return true;
}

bool keys_bytes(const char *text, struct grid *grid, struct buf *out, struct buf *why)
{
    while (*text) {
        if (*text != '<') {
            buf_char(out, *text++);
            continue;
        }
        char name[16];
        size_t len = strcspn(++text, ">");
        snprintf(name, sizeof name, "%.*s", (int)len, text);
        if (!text[len] || len >= sizeof name || !add_named(name, grid, out)) {
            buf_fmt(why, "unknown key <%s>; a < itself is written <lt>", name);
            return false;
        }
        text += len + 1;
    }
    return true;
}
