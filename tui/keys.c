/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table. Everything is reached without function keys, Alt or mouse; Esc is never the
 * only way. */
#include "keys.h"

#include <curses.h>
#include <stdio.h>

#define CTRL(c) ((c)&0x1F)
#define ESCAPE 27

#define TABLED (KEYS_OVERVIEW | KEYS_RECORDS | FACETS | KEYS_PIVOT | KEYS_TREND | KEYS_IMPORTS)
#define FACETS (KEYS_FILTER | KEYS_DATES)
#define LISTS (TABLED | KEYS_CARD)
#define TABLES (KEYS_PIVOT | KEYS_TREND)

static const struct key_binding table[] = {
    /* What the pane is for. */
    {'L', ACTION_LOAD, KEYS_IMPORT, "load all"},
    {'\r', ACTION_FIELD, KEYS_IMPORT, "field"},
    {'\n', ACTION_FIELD, KEYS_IMPORT, NULL},
    {KEY_ENTER, ACTION_FIELD, KEYS_IMPORT, NULL},
    {'n', ACTION_NEXT_FILE, KEYS_IMPORT, "next"},
    {'N', ACTION_PREVIOUS_FILE, KEYS_IMPORT, NULL},
    {']', ACTION_NEXT_FILE, KEYS_IMPORT, NULL},
    {'[', ACTION_PREVIOUS_FILE, KEYS_IMPORT, NULL},
    {'f', ACTION_FILES, KEYS_IMPORT, NULL},
    {'x', ACTION_LEAVE_OUT, KEYS_IMPORT, "leave out"},
    {'u', ACTION_UNDO, KEYS_IMPORT, "undo"},
    {'S', ACTION_SAVE, KEYS_IMPORT, "save"},
    {'e', ACTION_ENCODING, KEYS_IMPORT, NULL},
    {'d', ACTION_DELIMITER, KEYS_IMPORT, NULL},
    {'H', ACTION_HEADER, KEYS_IMPORT, NULL},
    {'s', ACTION_TABLE, KEYS_IMPORT, NULL},
    {'p', ACTION_PROFILE, KEYS_IMPORT, NULL},
    {'r', ACTION_GRAIN_IS, KEYS_IMPORT, NULL},
    {'o', ACTION_ORDER, KEYS_IMPORT, NULL},
    {ESCAPE, ACTION_STOP, KEYS_LOADING, "stop, take all back"},
    {'\r', ACTION_OPEN, KEYS_LOADED, "its records"},
    {'\n', ACTION_OPEN, KEYS_LOADED, NULL},
    {KEY_ENTER, ACTION_OPEN, KEYS_LOADED, NULL},
    {'f', ACTION_FINDINGS, KEYS_LOADED, "findings"},
    {'f', ACTION_FINDINGS, KEYS_OVERVIEW, NULL},
    {'U', ACTION_TAKE_BATCH, KEYS_LOADED, "take it back"},
    {ESCAPE, ACTION_LEAVE, KEYS_IMPORT | KEYS_LOADED, NULL},
    {'\r', ACTION_OPEN, KEYS_RECORDS, "card"},
    {'\r', ACTION_OPEN, KEYS_CARD, "line of case"},
    {'s', ACTION_SIMILAR, KEYS_CARD, "similar"},
    {KEY_RIGHT, ACTION_RECORD_NEXT, KEYS_CARD, "next"},
    {'l', ACTION_RECORD_NEXT, KEYS_CARD, NULL},
    {KEY_LEFT, ACTION_RECORD_PREVIOUS, KEYS_CARD, "before"},
    {'h', ACTION_RECORD_PREVIOUS, KEYS_CARD, NULL},
    {'\r', ACTION_OPEN, FACETS, "narrow"},
    {'\r', ACTION_OPEN, KEYS_OVERVIEW | KEYS_PIVOT | KEYS_TREND, "open"},
    {'\n', ACTION_OPEN, KEYS_ALL, NULL},
    {KEY_ENTER, ACTION_OPEN, KEYS_ALL, NULL},
    {ESCAPE, ACTION_CLOSE, KEYS_ALL, NULL},
    {KEY_BACKSPACE, ACTION_CLOSE, KEYS_ALL, NULL},
    {127, ACTION_CLOSE, KEYS_ALL, NULL},
    {CTRL('h'), ACTION_CLOSE, KEYS_ALL, NULL},
    {' ', ACTION_TOGGLE, FACETS, "choose"},
    {'[', ACTION_FIRST_END, KEYS_DATES, "from here"},
    {']', ACTION_LAST_END, KEYS_DATES, "to here"},
    {'+', ACTION_FINER, KEYS_DATES, "finer"},
    {'-', ACTION_COARSER, KEYS_DATES, "coarser"},
    {'+', ACTION_FINER, KEYS_FILTER, NULL},
    {'-', ACTION_COARSER, KEYS_FILTER, NULL},
    {'x', ACTION_EXCLUDE, FACETS, "exclude"},
    {'r', ACTION_ROWS, TABLES, "rows"},
    {'r', ACTION_ROWS, FACETS, NULL},
    {'c', ACTION_COLUMNS, KEYS_PIVOT, "cols"},
    {'c', ACTION_COLUMNS, FACETS, NULL},
    {'R', ACTION_ROWS_INSIDE, KEYS_PIVOT, NULL},
    {'C', ACTION_COLUMNS_INSIDE, KEYS_PIVOT, NULL},
    {'x', ACTION_SWAP, KEYS_PIVOT, NULL},
    {'v', ACTION_MEASURE, TABLES, "measure"},
    {'v', ACTION_MEASURE, FACETS, NULL},
    {'V', ACTION_MEASURES, TABLES, NULL},
    {'M', ACTION_MEASURE_BESIDE, KEYS_PIVOT, NULL},
    {'%', ACTION_SHARE, KEYS_PIVOT, "share"},
    {'d', ACTION_DIFFERENCE, KEYS_PIVOT, "change"},
    {'w', ACTION_SHOW_AS, KEYS_PIVOT, NULL},
    {'z', ACTION_HIDE_EMPTY, KEYS_PIVOT, NULL},
    {'A', ACTION_MIXED, KEYS_PIVOT, NULL},
    {'#', ACTION_SHADE, KEYS_PIVOT, NULL},
    {' ', ACTION_FOLD, KEYS_PIVOT, NULL},
    {'Z', ACTION_FOLD_ALL, KEYS_PIVOT, NULL},
    {'S', ACTION_SPARKS, KEYS_PIVOT, NULL},
    {'T', ACTION_TREND, KEYS_PIVOT, NULL},
    {'&', ACTION_SIBLINGS, KEYS_PIVOT, NULL},
    {'P', ACTION_PRESET, KEYS_PIVOT, NULL},
    {'-', ACTION_EXCLUDE, KEYS_PIVOT, NULL},
    {'p', ACTION_GRAIN, TABLES, "period"},
    {'y', ACTION_SCALE, KEYS_TREND, "scale"},
    {'s', ACTION_SORT, KEYS_RECORDS | FACETS | KEYS_PIVOT | KEYS_TREND, "sort"},
    {'t', ACTION_TOP, KEYS_PIVOT, "top"},
    {'+', ACTION_ZOOM_IN, KEYS_TREND, "zoom"},
    {'-', ACTION_ZOOM_OUT, KEYS_TREND, NULL},
    {'S', ACTION_SORT_NEXT, KEYS_RECORDS, NULL},
    {'y', ACTION_COPY, KEYS_RECORDS | KEYS_PIVOT, NULL},
    {'e', ACTION_EXPORT, KEYS_RECORDS | KEYS_PIVOT, NULL},
    {'c', ACTION_COLUMNS, KEYS_RECORDS, NULL},
    {'>', ACTION_WIDER, KEYS_RECORDS, NULL},
    {'<', ACTION_NARROWER, KEYS_RECORDS, NULL},
    {'J', ACTION_GO_TO, KEYS_RECORDS, NULL},
    {'f', ACTION_FIND, KEYS_RECORDS | FACETS | KEYS_PIVOT, NULL},
    {'F', ACTION_FIND_BACK, KEYS_RECORDS | FACETS | KEYS_PIVOT, NULL},
    {'n', ACTION_FIND_NEXT, KEYS_RECORDS | FACETS | KEYS_PIVOT, NULL},
    {'N', ACTION_FIND_PREVIOUS, KEYS_RECORDS | FACETS | KEYS_PIVOT, NULL},
    {'m', ACTION_MARK, KEYS_RECORDS | KEYS_CARD, NULL},
    {'M', ACTION_MARK_ALL, KEYS_RECORDS, NULL},
    {'t', ACTION_TAG, KEYS_RECORDS | KEYS_CARD, "tag"},
    {'a', ACTION_NOTE, KEYS_RECORDS, NULL},
    {'a', ACTION_NOTE, KEYS_CARD, "note"},
    {'y', ACTION_COPY, KEYS_CARD, "copy"},
    {'U', ACTION_TAKE_BACK, KEYS_RECORDS | KEYS_CARD, NULL},
    {'=', ACTION_KEEP, KEYS_CARD, "keep"},
    {'=', ACTION_KEEP, KEYS_OVERVIEW | KEYS_RECORDS | KEYS_PIVOT | KEYS_TREND, NULL},
    {'m', ACTION_CASES, FACETS, "cases/seizures"},
    /* Moving. */
    {'j', ACTION_DOWN, LISTS, NULL},
    {KEY_DOWN, ACTION_DOWN, LISTS, NULL},
    {'k', ACTION_UP, LISTS, NULL},
    {KEY_UP, ACTION_UP, LISTS, NULL},
    {'h', ACTION_LEFT, TABLED, NULL},
    {KEY_LEFT, ACTION_LEFT, TABLED, NULL},
    {'l', ACTION_RIGHT, TABLED, NULL},
    {KEY_RIGHT, ACTION_RIGHT, TABLED, NULL},
    {CTRL('f'), ACTION_PAGE_DOWN, LISTS, NULL},
    {CTRL('d'), ACTION_PAGE_DOWN, LISTS, NULL},
    {KEY_NPAGE, ACTION_PAGE_DOWN, LISTS, NULL},
    {CTRL('b'), ACTION_PAGE_UP, LISTS, NULL},
    {CTRL('u'), ACTION_PAGE_UP, LISTS, NULL},
    {KEY_PPAGE, ACTION_PAGE_UP, LISTS, NULL},
    {'^', ACTION_FIRST_COLUMN, KEYS_PIVOT, NULL},
    {'$', ACTION_LAST_COLUMN, KEYS_PIVOT, NULL},
    {'H', ACTION_PAGE_LEFT, KEYS_PIVOT, NULL},
    {'L', ACTION_PAGE_RIGHT, KEYS_PIVOT, NULL},
    {'g', ACTION_FIRST, LISTS, NULL},
    {KEY_HOME, ACTION_FIRST, LISTS, NULL},
    {'G', ACTION_LAST, LISTS, NULL},
    {KEY_END, ACTION_LAST, LISTS, NULL},
    /* Everywhere. */
    {'/', ACTION_FILTER, KEYS_ALL, "filter"},
    {'u', ACTION_BACK, KEYS_ALL, "back"},
    {CTRL('r'), ACTION_FORWARD, KEYS_ALL, NULL},
    {'B', ACTION_HISTORY, KEYS_ALL, NULL},
    {'@', ACTION_SAVED, KEYS_ALL, NULL},
    {'X', ACTION_CLEAR, KEYS_ALL, NULL},
    {'1', ACTION_PANE, KEYS_EVERYWHERE, NULL},
    {'2', ACTION_PANE, KEYS_EVERYWHERE, NULL},
    {'3', ACTION_PANE, KEYS_EVERYWHERE, NULL},
    {'4', ACTION_PANE, KEYS_EVERYWHERE, NULL},
    {'5', ACTION_PANE, KEYS_EVERYWHERE, NULL},
    {'\t', ACTION_NEXT_PANE, KEYS_EVERYWHERE, NULL},
    {KEY_BTAB, ACTION_PREVIOUS_PANE, KEYS_EVERYWHERE, NULL},
    {CTRL('l'), ACTION_REDRAW, KEYS_EVERYWHERE, NULL},
    {'I', ACTION_IMPORT, KEYS_OVERVIEW, "import"},
    {'I', ACTION_IMPORT, KEYS_ALL, NULL},
    {':', ACTION_COMMAND, KEYS_ALL, "command"},
    {':', ACTION_COMMAND, KEYS_IMPORTS, NULL},
    {'i', ACTION_NOTES, KEYS_EVERYWHERE, NULL},
    {'?', ACTION_HELP, KEYS_EVERYWHERE, "help"},
    {'q', ACTION_CLOSE, KEYS_CARD, "close"},
    {'q', ACTION_QUIT, KEYS_PANES | KEYS_DATES, "quit"},
    {'q', ACTION_LEAVE, KEYS_IMPORTS, "leave"},
};

static const struct {
    int key;
    const char *name;
} names[] = {
    {ESCAPE, "Esc"},      {' ', "Space"},
    {'\t', "Tab"},        {KEY_BTAB, "S-Tab"},
    {127, "Del"},         {KEY_DOWN, "Down"},
    {KEY_UP, "Up"},       {KEY_LEFT, "Left"},
    {KEY_RIGHT, "Right"}, {KEY_NPAGE, "PgDn"},
    {KEY_PPAGE, "PgUp"},  {KEY_HOME, "Home"},
    {KEY_END, "End"},     {KEY_BACKSPACE, "Backspace"},
};

static const struct {
    const char *name, *help;
} actions[ACTION_COUNT] = {
#define ACTION_ROW(id, name, help) {name, help},
    ACTIONS(ACTION_ROW)
#undef ACTION_ROW
};

const struct key_binding *keys_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}

enum action keys_action(int key, int bit)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].key == key && (table[i].panes & 1U << bit)) {
            return table[i].action;
        }
    }
    return ACTION_NONE;
}

void keys_name(int key, const struct canvas *c, char out[24])
{
    if (key == '\r' || key == '\n' || key == KEY_ENTER) {
        snprintf(out, 24, "%s", canvas_glyph(c, GLYPH_ENTER));
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].key == key) {
            snprintf(out, 24, "%s", names[i].name);
            return;
        }
    }
    if (key < 0x20) {
        snprintf(out, 24, "C-%c", key + 'a' - 1);
    } else {
        snprintf(out, 24, "%c", key);
    }
}

const char *keys_action_name(enum action a)
{
    return actions[a].name;
}

const char *keys_action_help(enum action a)
{
    return actions[a].help;
}
