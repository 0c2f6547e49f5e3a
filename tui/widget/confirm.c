/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question on the last line: y, or not. */
#include "app.h"

static void paint(void *data, struct canvas *screen)
{
    const char *question = data;
    int row = screen->rows - 1, width = canvas_width(screen, question);
    const char *keys = "y yes  any other key no";
    int room = screen->cols - canvas_width(screen, keys) - 4;

    width = width < room ? width : room;
    canvas_text(screen, row, 0, screen->cols, ROLE_PROMPT, "");
    canvas_text(screen, row, 1, width, ROLE_PROMPT, question);
    canvas_text(screen, row, width + 3, screen->cols - width - 3, ROLE_KEY_HELP, keys);
    canvas_focus(screen, row, width + 2);
}

bool app_confirm(struct app *a, const char *question)
{
    /* Painting does not write to it. */
    struct overlay o = {.paint = paint, .data = (void *)(uintptr_t)question};

    app_push_overlay(a, &o);
    int key = app_key(a);
    app_pop_overlay(a);
    return key == 'y' || key == 'Y';
}
