/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a manual page to standard output, while saisie is built: manual saisie.1 |
 * saisie-filter.7. What the panes know comes from their own tables. */
#include "command/manual.h"
#include "app.h"
#include "keys.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

static const struct {
    unsigned panes;
    const char *heading;
} groups[] = {
    {KEYS_PANES, "Keys in all panes"},
    {KEYS_OVERVIEW, "Keys of Overview"},
    {KEYS_RECORDS, "Keys of Records"},
    {KEYS_CARD, "Keys on the card of a record"},
    {KEYS_FILTER, "Keys of Filter"},
    {KEYS_DATES, "Keys of Filter, over a histogram of dates"},
    {KEYS_PIVOT, "Keys of Pivot"},
    {KEYS_TREND, "Keys of Trend"},
    {KEYS_IMPORT, "Keys of the import, where files are looked at"},
    {KEYS_LOADING, "Keys of the import, while it loads"},
    {KEYS_LOADED, "Keys of the import, when it has loaded"},
};
#define GROUPS (sizeof groups / sizeof *groups)

/* Whether the binding stands under that heading: with the keys of all panes, or with those of
 * its own. */
static bool is_in(const struct key_binding *b, size_t group)
{
    bool everywhere = (b->panes & KEYS_PANES) == KEYS_PANES;
    bool own = !(groups[group].panes & KEYS_PANES);
    return group == 0 ? everywhere : (b->panes & groups[group].panes) && (own || !everywhere);
}

static void name_of(int key, char out[24])
{
    if (key == '\r' || key == '\n' || key == KEY_ENTER) {
        snprintf(out, 24, "Enter");
    } else {
        keys_name(key, NULL, out);
    }
}

/* All keys of an action under the heading, parted by commas. */
static void keys_of(enum action action, size_t group, char out[128])
{
    size_t count, len = 0;
    const struct key_binding *b = keys_table(&count);
    bool entered = false;
    *out = '\0';
    for (size_t i = 0; i < count; i++) {
        char name[24];
        if (b[i].action != action || !is_in(&b[i], group)) {
            continue;
        }
        name_of(b[i].key, name);
        bool enter = strcmp(name, "Enter") == 0;
        if (enter && entered) {
            continue; /* Return, line feed and the keypad's Enter are one key to people */
        }
        entered |= enter;
        len += (size_t)snprintf(out + len, 128 - len, "%s%s", len ? ", " : "", name);
    }
}

static void write_keys(size_t group)
{
    size_t count;
    const struct key_binding *b = keys_table(&count);
    bool seen[ACTION_COUNT] = {0};
    manual_subheading(stdout, groups[group].heading);
    for (size_t i = 0; i < count; i++) {
        if (seen[b[i].action] || !is_in(&b[i], group)) {
            continue;
        }
        char keys[128];
        seen[b[i].action] = true;
        keys_of(b[i].action, group, keys);
        manual_entry(stdout, keys, keys_action_help(b[i].action));
    }
}

static void write_saisie(void)
{
    manual_verbs(stdout);
    manual_heading(stdout, "KEYS");
    manual_escape(stdout, "C-r is Ctrl with r, S-Tab is Shift with Tab. Everything is reached "
                          "without function keys, Alt or mouse.\n");
    for (size_t g = 0; g < GROUPS; g++) {
        write_keys(g);
    }
    manual_heading(stdout, "COMMANDS OF THE PANES");
    manual_escape(stdout, "They are typed at : with completion by Tab; the beginning of a name "
                          "that no other has is enough.\n");
    const char *name, *arguments, *help;
    for (size_t i = 0; (name = colon_command(i, &arguments, &help)); i++) {
        char left[64];
        snprintf(left, sizeof left, ":%s%s%s", name, *arguments ? " " : "", arguments);
        manual_entry(stdout, left, help);
    }
    manual_end(stdout);
}

int main(int argc, char **argv)
{
    struct reference *r = NULL;
    if (argc == 2 && strcmp(argv[1], "saisie.1") == 0) {
        write_saisie();
    } else if (argc == 2 && strcmp(argv[1], "saisie-filter.7") == 0 &&
               reference_open(&r, NULL) == STATUS_OK) {
        manual_filter(r, stdout);
    } else {
        fputs("usage: manual saisie.1 | saisie-filter.7\n", stderr);
        return 2;
    }
    reference_free(&r);
    return fclose(stdout) ? 1 : 0;
}
