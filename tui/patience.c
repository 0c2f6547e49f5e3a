/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While the cache is read, which on a large one or a slow disk takes its time: how far it is,
 * in the key bar's place, and whether Ctrl-C was pressed. */
#include "app.h"

#include <stdio.h>

#define PATIENCE 0.4 /* seconds before anything is shown, and between two times */
#define MANY 1000000 /* lines: counting fewer takes a tenth of a second */

static double since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

static void tell(struct app *a, const char *text)
{
    struct canvas c = {.theme = a->theme};

    term_size(a->term, &c.rows, &c.cols);
    canvas_text(&c, c.rows - 1, 0, c.cols, ROLE_NOTICE, "");
    canvas_text(&c, c.rows - 1, 1, c.cols - 1, ROLE_NOTICE, text);
    term_flush(a->term, c.rows - 1, 0);
    clock_gettime(CLOCK_MONOTONIC, &a->told);
}

static bool step(void *data, uint64_t done, uint64_t total, uint64_t rows)
{
    struct app *a = data;

    (void)rows;
    if (since(&a->asked) > PATIENCE && since(&a->told) > PATIENCE) {
        char text[64];
        snprintf(text, sizeof text, "%s, %u %%; Ctrl-C gives up",
                 a->work ? a->work : "reading the cache",
                 total ? (unsigned)(done * 100 / total) : 0);
        tell(a, text);
    }
    return !term_interrupted(a->term);
}

void patience_open(struct app *a)
{
    a->watch = (struct progress){.step = step, .data = a};
    cache_watch(a->workspace->cache, &a->watch);
    patience_begin(a);
}

void patience_begin(struct app *a)
{
    clock_gettime(CLOCK_MONOTONIC, &a->asked);
    a->given_up = false;
}

void patience_count(struct app *a)
{
    if (frame_lines(a->workspace->frame) >= MANY) {
        tell(a, "counting");
    }
}
