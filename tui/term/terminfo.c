/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminfo below curses. */
#include "term/terminfo.h"

#include <curses.h>
#include <term.h>

void *terminfo_current(void)
{
    return cur_term;
}

void terminfo_restore(void *description)
{
    set_curterm(description);
}

const char *terminfo_text(const char *name)
{
    const char *text = tigetstr(name);

    return text == (const char *)-1 ? NULL : text;
}
